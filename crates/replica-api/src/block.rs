//! Blocks and the inputs they order.

use crate::{
    CanisterId, Codec, Digest, HttpOutcome, InstallMode, Principal, RequestId, TimeNs, codec_enum,
    codec_struct,
};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// An ordered batch of inputs, with all that execution may depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub height: u64,
    /// Never before the time of the block ahead of it.
    pub time: TimeNs,
    /// What randomness of this block is derived from.
    pub seed: Digest,
    /// The root of the state this block is applied to: replay compares, and names the first difference.
    pub previous_root: Digest,
    pub inputs: Vec<Input>,
}
codec_struct!(Block { height, time, seed, previous_root, inputs });

/// Something that reached the replica from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A signed call, checked by the gateway.
    Ingress(IngressMessage),
    /// A release or another act of the platform; only the embedding process can submit it.
    Platform(PlatformBatch),
    /// Work that an earlier block put off is done; only the replica itself says so.
    Completed { number: u64 },
    /// From this block on these rules hold: what a block does may change between versions of the program, and
    /// what it did before is done again alike.
    Rules { version: u64 },
    /// A request that a canister made of the web has ended; only the replica itself says so.
    Fetched { number: u64, outcome: HttpOutcome },
}
codec_enum!(Input {
    1 => Ingress(message),
    2 => Platform(batch),
    3 => Completed { number },
    4 => Rules { version },
    5 => Fetched { number, outcome },
});

/// A call from outside, whose signature and expiry have been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IngressMessage {
    pub id: RequestId,
    pub sender: Principal,
    pub canister: CanisterId,
    /// Under which canister's path the status can be read.
    pub effective_canister: CanisterId,
    pub method: String,
    pub arg: Vec<u8>,
    /// The call runs at most once until this time.
    pub expiry: TimeNs,
}
codec_struct!(IngressMessage { id, sender, canister, effective_canister, method, arg, expiry });

/// Changes that become visible in one block, or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlatformBatch {
    /// Chosen by the submitter to recognise the outcome.
    pub id: RequestId,
    /// In whose name the changes are made (what an installed module sees as its caller).
    pub caller: Option<Principal>,
    pub changes: Vec<CanisterChange>,
    pub writes: Vec<KeyValueWrite>,
}
codec_struct!(PlatformBatch { id, caller, changes, writes });

/// One change to one canister.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanisterChange {
    pub canister: CanisterId,
    pub action: CanisterAction,
}
codec_struct!(CanisterChange { canister, action });

/// Numbers a snapshot within its canister.
pub type SnapshotId = u64;

/// What the platform can do to a canister.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CanisterAction {
    /// Makes the canister under the id given (see [`crate::canister_id`]).
    Create {
        controllers: Vec<Principal>,
    },
    Install {
        mode: InstallMode,
        module: Arc<[u8]>,
        arg: Vec<u8>,
    },
    SetControllers {
        controllers: Vec<Principal>,
    },
    /// Keeps code and state together; the outcome carries the snapshot's number.
    TakeSnapshot,
    LoadSnapshot {
        snapshot: SnapshotId,
    },
    DropSnapshot {
        snapshot: SnapshotId,
    },
    Start,
    /// Refuses new calls at once; answers to open ones still arrive.
    Stop,
    Delete,
    /// Takes the canister into the platform's hands for good: from then on only batches change it, whoever controls it.
    Manage,
}
codec_enum!(CanisterAction {
    1 => Create { controllers },
    2 => Install { mode, module, arg },
    3 => SetControllers { controllers },
    4 => TakeSnapshot,
    5 => LoadSnapshot { snapshot },
    6 => DropSnapshot { snapshot },
    7 => Start,
    8 => Stop,
    9 => Delete,
    10 => Manage,
});

/// Sets or removes one entry of the platform's own data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyValueWrite {
    pub key: Vec<u8>,
    pub value: Option<Arc<[u8]>>,
}
codec_struct!(KeyValueWrite { key, value });

impl Block {
    /// Returns the bytes `purpose` of this block's seed, the same on every replica.
    pub fn randomness(&self, purpose: &[u8]) -> Digest {
        Sha256::new().chain_update(self.seed).chain_update(purpose).finalize().into()
    }

    /// Returns the digest that the next record of the log refers to.
    pub fn digest(&self) -> Digest {
        Sha256::digest(self.to_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorCode, HttpResponse, Reject};

    #[test]
    fn a_block_survives_its_encoding() {
        let message = IngressMessage {
            id: [7; 32],
            sender: Principal::anonymous(),
            canister: crate::canister_id(3),
            effective_canister: crate::canister_id(3),
            method: "greet".into(),
            arg: vec![1, 2, 3],
            expiry: 9,
        };
        let release = PlatformBatch {
            changes: vec![CanisterChange {
                canister: crate::canister_id(4),
                action: CanisterAction::TakeSnapshot,
            }],
            writes: vec![KeyValueWrite { key: b"page".to_vec(), value: Some(b"<html>".to_vec().into()) }],
            ..PlatformBatch::default()
        };
        let response = HttpResponse { status: 200, headers: vec![("a".into(), "b".into())], body: vec![1] };
        let failed = Reject::new(ErrorCode::CanisterRejectedMessage, "no answer");
        let inputs = vec![
            Input::Rules { version: 1 },
            Input::Ingress(message),
            Input::Platform(release),
            Input::Completed { number: 7 },
            Input::Fetched { number: 8, outcome: Ok(response) },
            Input::Fetched { number: 9, outcome: Err(failed) },
        ];
        let block = Block { height: 1, time: 2, seed: [3; 32], previous_root: [4; 32], inputs };
        let bytes = block.to_bytes();
        assert_eq!(Block::from_bytes(&bytes), Ok(block));
        for cut in 0..bytes.len() {
            assert!(
                Block::from_bytes(&bytes[..cut]).is_err(),
                "{cut} of {} bytes were taken for a block",
                bytes.len()
            );
        }
    }
}
