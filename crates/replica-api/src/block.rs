//! Blocks and the inputs they order.

use crate::{
    CanisterId, Codec, Decoder, Digest, Encoder, HttpOutcome, InstallMode, Principal, RequestId, TimeNs,
    TruncatedError, codec_enum, codec_struct,
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

impl Codec for Input {
    fn encode(&self, to: &mut Encoder) {
        match self {
            Input::Ingress(message) => {
                to.bytes.push(if message.sender_info.is_some() { 6 } else { 1 });
                message.encode(to);
            }
            Input::Platform(batch) => {
                to.bytes.push(2);
                batch.encode(to);
            }
            Input::Completed { number } => {
                to.bytes.push(3);
                number.encode(to);
            }
            Input::Rules { version } => {
                to.bytes.push(4);
                version.encode(to);
            }
            Input::Fetched { number, outcome } => {
                to.bytes.push(5);
                number.encode(to);
                outcome.encode(to);
            }
        }
    }

    fn decode(from: &mut Decoder<'_>) -> Result<Input, TruncatedError> {
        Ok(match from.take(1)?[0] {
            // A call has the bytes that calls had before its sender could be told more of, and what is told behind them.
            tag @ (1 | 6) => {
                let message = IngressMessage::decode_bare(from)?;
                let sender_info = if tag == 6 { Some(SenderInfo::decode(from)?) } else { None };
                Input::Ingress(IngressMessage { sender_info, ..message })
            }
            2 => Input::Platform(PlatformBatch::decode(from)?),
            3 => Input::Completed { number: u64::decode(from)? },
            4 => Input::Rules { version: u64::decode(from)? },
            5 => Input::Fetched { number: u64::decode(from)?, outcome: HttpOutcome::decode(from)? },
            _ => return Err(TruncatedError),
        })
    }
}

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
    pub sender_info: Option<SenderInfo>,
}

impl IngressMessage {
    fn encode(&self, to: &mut Encoder) {
        (self.id, self.sender).encode(to);
        (self.canister, self.effective_canister).encode(to);
        self.method.encode(to);
        self.arg.encode(to);
        self.expiry.encode(to);
        if let Some(info) = &self.sender_info {
            info.encode(to);
        }
    }

    fn decode_bare(from: &mut Decoder<'_>) -> Result<IngressMessage, TruncatedError> {
        let (id, sender) = Codec::decode(from)?;
        let (canister, effective_canister) = Codec::decode(from)?;
        let (method, arg, expiry) = (Codec::decode(from)?, Codec::decode(from)?, Codec::decode(from)?);
        Ok(IngressMessage {
            id,
            sender,
            canister,
            effective_canister,
            method,
            arg,
            expiry,
            sender_info: None,
        })
    }
}

/// What the canister that a sender's key belongs to says of the sender; its signature has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderInfo {
    pub info: Arc<[u8]>,
    pub signer: CanisterId,
}
codec_struct!(SenderInfo { info, signer });

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
            sender_info: None,
        };
        let sender_info = Some(SenderInfo { info: (*b"told").into(), signer: crate::canister_id(9) });
        let told = IngressMessage { sender_info, ..message.clone() };
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
            Input::Ingress(told),
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
