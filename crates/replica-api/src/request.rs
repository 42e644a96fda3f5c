//! Requests, their outcomes, and the trait that answers them.

use crate::tree::write_cbor_bytes;
use crate::{
    CanisterId, Digest, ErrorCode, HashTree, IngressMessage, Label, PlatformBatch, Principal, RejectCode,
    RequestId, SenderInfo, TimeNs, TruncatedError, codec_enum, codec_struct,
};
use crate::{Codec, Decoder, Encoder};
use std::future::Future;
use std::sync::Arc;

/// How code arrives in a canister.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstallMode {
    /// Into an empty canister; `canister_init` runs.
    Install,
    /// Over whatever was there, dropping its state; `canister_init` runs.
    Reinstall,
    /// Over running code; `canister_pre_upgrade` of the old and `canister_post_upgrade` of the new run.
    Upgrade {
        /// Whether Wasm memory stays. `None`: decided by the module, refused where it must be said.
        keep_memory: Option<bool>,
        skip_pre_upgrade: bool,
    },
}
codec_enum!(InstallMode {
    1 => Install,
    2 => Reinstall,
    3 => Upgrade { keep_memory, skip_pre_upgrade },
});

/// Why there was no reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    pub code: RejectCode,
    pub error: ErrorCode,
    pub message: String,
}

impl Reject {
    /// Makes a reject whose class follows from the error.
    pub fn new(error: ErrorCode, message: impl Into<String>) -> Reject {
        Reject { code: error.reject_code(), error, message: message.into() }
    }
}

impl std::fmt::Display for Reject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.error, self.message)
    }
}

impl Codec for Reject {
    fn encode(&self, to: &mut Encoder) {
        (self.code as u64).encode(to);
        (self.error as u64).encode(to);
        self.message.encode(to);
    }
    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        let code = RejectCode::from_number(u64::decode(from)?).ok_or(TruncatedError)?;
        let error = ErrorCode::from_number(u64::decode(from)?).ok_or(TruncatedError)?;
        Ok(Reject { code, error, message: String::decode(from)? })
    }
}

/// The end of a call: reply bytes, or why there are none.
pub type CallOutcome = Result<Vec<u8>, Reject>;

/// How far a call from outside has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestStatus {
    Processing,
    Replied { reply: Vec<u8> },
    Rejected { reject: Reject },
}
codec_enum!(RequestStatus { 1 => Processing, 2 => Replied { reply }, 3 => Rejected { reject } });

/// What came of handing in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// The call has ended, and its outcome is certified under its request status.
    Done(CallOutcome),
    /// The call goes on; its status can be read later.
    Running,
    /// The call was not taken: the canister refuses it, or it would never run.
    Refused(Reject),
}

/// A question to a canister; nothing it does is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryRequest {
    pub sender: Principal,
    pub canister: CanisterId,
    pub method: String,
    pub arg: Vec<u8>,
    pub sender_info: Option<SenderInfo>,
}

/// The answer to a query, with the time of the state it was asked of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryReply {
    pub outcome: CallOutcome,
    pub time: TimeNs,
}

/// A part of the state tree, signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    pub tree: HashTree,
    pub signature: Vec<u8>,
}

impl Certificate {
    /// Returns the self-described CBOR that agents verify.
    pub fn to_cbor(&self) -> Vec<u8> {
        let mut out = vec![0xd9, 0xd9, 0xf7, 0xa2, 0x64];
        out.extend(b"tree");
        self.tree.write_cbor(&mut out);
        out.push(0x69);
        out.extend(b"signature");
        write_cbor_bytes(&self.signature, &mut out);
        out
    }
}

/// A line a canister printed, or the reason it trapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRecord {
    pub index: u64,
    pub time: TimeNs,
    pub content: Vec<u8>,
}
codec_struct!(LogRecord { index, time, content });

/// What the gateway and the platform may know of a canister without asking it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanisterInfo {
    pub id: CanisterId,
    pub controllers: Vec<Principal>,
    pub module_hash: Option<Digest>,
    pub running: bool,
    pub version: u64,
    pub memory_bytes: u64,
    pub stable_memory_bytes: u64,
    pub cycles: u128,
    pub instructions_total: u64,
    pub snapshots: Vec<u64>,
    /// Exported methods: name, and whether it is a query.
    pub methods: Vec<(String, bool)>,
}

/// Why a replica could not answer at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplicaError {
    #[error("the replica has stopped: {0}")]
    Stopped(String),
    #[error("the request's expiry has passed or lies too far ahead")]
    Expired,
}

/// What stands behind the gateway: one machine, or several that agree.
pub trait Replica: Clone + Send + Sync + 'static {
    /// Takes a call and waits for its end, up to a limit of the replica's choice.
    fn call(&self, message: IngressMessage) -> impl Future<Output = Result<Submitted, ReplicaError>> + Send;

    /// Takes a call without waiting for its end.
    fn submit(&self, message: IngressMessage)
    -> impl Future<Output = Result<Submitted, ReplicaError>> + Send;

    /// Asks a canister, on the newest committed state.
    fn query(&self, request: QueryRequest) -> impl Future<Output = Result<QueryReply, ReplicaError>> + Send;

    /// Returns the part of the newest state tree that shows these paths (or their absence) and the time.
    fn read_state(
        &self,
        paths: Vec<Vec<Label>>,
    ) -> impl Future<Output = Result<Certificate, ReplicaError>> + Send;

    /// Carries out a release: all of it in one block, or nothing. Returns the snapshots taken, in order.
    fn platform(
        &self,
        batch: PlatformBatch,
    ) -> impl Future<Output = Result<Result<Vec<u64>, Reject>, ReplicaError>> + Send;

    /// Returns what is known of a canister.
    fn canister_info(&self, canister: CanisterId) -> Option<CanisterInfo>;

    /// Whether a method of a canister can be asked as a query. Nothing if there is no such canister or method.
    fn is_query(&self, canister: CanisterId, method: &str) -> Option<bool>;

    /// Returns a custom section of the canister's module and whether it is public.
    fn metadata(&self, canister: CanisterId, name: &str) -> Option<(bool, Arc<[u8]>)>;

    /// Returns who sent a request, and under which effective id, while its status is known.
    fn request_origin(&self, id: &RequestId) -> Option<(Principal, CanisterId)>;

    /// The key that certificates are checked against, as DER.
    fn root_key_der(&self) -> Vec<u8>;

    /// The key that query replies are checked against, as DER.
    fn node_key_der(&self) -> Vec<u8>;

    /// Signs with the node's own key.
    fn sign_as_node(&self, message: &[u8]) -> [u8; 64];

    /// The id agents know this replica's group by.
    fn subnet_id(&self) -> Principal;

    /// The id agents know this node by.
    fn node_id(&self) -> Principal;
}
