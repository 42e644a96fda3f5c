//! What a replica is asked and what it answers, as plain data.
//!
//! Everything above the replica (gateway, platform, command line) speaks these types, and
//! everything below produces them. Nothing here knows how a request arrived, how a block is
//! executed or where it is kept. Start at [`Block`] and [`Replica`].

mod block;
mod codec;
mod codes;
mod http;
mod request;
mod tree;

pub use block::{
    Block, CanisterAction, CanisterChange, IngressMessage, Input, KeyValueWrite, PlatformBatch, SenderInfo,
    SnapshotId,
};
pub use codec::{Codec, Decoder, Encoder, TruncatedError};
pub use codes::{ErrorCode, RejectCode};
pub use http::{HttpMethod, HttpOutcome, HttpRequest, HttpResponse};
pub use ic_principal::Principal;
pub use request::{
    CallOutcome, CanisterInfo, Certificate, InstallMode, LogRecord, QueryReply, QueryRequest, Reject,
    Replica, ReplicaError, RequestStatus, Submitted,
};
pub use tree::{HashTree, Label, digest_empty, digest_fork, digest_labeled, digest_leaf};

/// Names a canister: a principal that the replica handed out.
pub type CanisterId = Principal;

/// Names a call from outside: the representation-independent hash of its content.
pub type RequestId = [u8; 32];

/// The digest of something: a module, a page, a state, a block.
pub type Digest = [u8; 32];

/// Nanoseconds since 1970, the only clock a canister sees.
pub type TimeNs = u64;

/// The canister that is the replica itself: it creates and installs the others.
pub const MANAGEMENT: CanisterId = Principal::management_canister();

/// The id of the canister made `counter`-th, in the form agents expect of an application subnet.
pub fn canister_id(counter: u64) -> CanisterId {
    let mut bytes = [1u8; 10];
    bytes[..8].copy_from_slice(&counter.to_be_bytes());
    Principal::from_slice(&bytes)
}

/// The counter a canister id was made from, where it is one of ours.
pub fn canister_counter(id: CanisterId) -> Option<u64> {
    let bytes: [u8; 10] = id.as_slice().try_into().ok()?;
    let (counter, suffix) = bytes.split_at(8);
    (suffix == [1, 1]).then(|| u64::from_be_bytes(counter.try_into().expect("eight bytes were split off")))
}
