//! What goes into one execution and what comes out.

use crate::{Metering, PageMap};
use replica_api::{CanisterId, ErrorCode, Principal, Reject, SenderInfo, TimeNs, codec_enum, codec_struct};
use std::sync::Arc;

/// All the data of a canister that its code can change.
#[derive(Clone, Default)]
pub struct Image {
    pub memory: PageMap,
    /// The mutable globals, in the module's order.
    pub globals: Vec<Global>,
    pub stable: PageMap,
}

/// The value of a global; floats as bits, so that equality means equality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Global {
    I32(u32),
    I64(u64),
    F32(u32),
    F64(u64),
    V128(u128),
}
codec_enum!(Global { 1 => I32(value), 2 => I64(value), 3 => F32(value), 4 => F64(value), 5 => V128(value) });

/// Where a message enters the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Start,
    Init,
    PreUpgrade,
    PostUpgrade,
    InspectMessage,
    Heartbeat,
    GlobalTimer,
    LowWasmMemory,
    Update(String),
    /// A query method; as a message of a block it is replicated, and its changes are dropped all the same.
    Query(String),
    CompositeQuery(String),
    /// A query method that an answer of the web goes through.
    Transform(String),
    Callback {
        side: CallerSide,
        function: Callback,
        composite: bool,
    },
}

codec_enum!(Entry {
    1 => Start,
    2 => Init,
    3 => PreUpgrade,
    4 => PostUpgrade,
    5 => InspectMessage,
    6 => Heartbeat,
    7 => GlobalTimer,
    8 => LowWasmMemory,
    9 => Update(name),
    10 => Query(name),
    11 => CompositeQuery(name),
    12 => Callback { side, function, composite },
    13 => Transform(name),
});

/// Which of a call's callbacks runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallerSide {
    Reply,
    Reject,
    Cleanup,
}

codec_enum!(CallerSide { 1 => Reply, 2 => Reject, 3 => Cleanup });

/// A function of the module's table, with the value it wants back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Callback {
    pub function: u64,
    pub environment: u64,
}
codec_struct!(Callback { function, environment });

/// One message, with all that the system interface may tell about it.
pub struct Message {
    pub entry: Entry,
    pub context: Context,
    pub instructions_max: u64,
}

/// The surroundings of a message.
#[derive(Clone)]
pub struct Context {
    pub metering: Metering,
    pub canister: CanisterId,
    pub caller: Principal,
    /// The argument, or the reply that a callback receives.
    pub arg: Arc<[u8]>,
    pub reject: Option<Reject>,
    /// The method asked for, while a message is inspected.
    pub method: String,
    pub time: TimeNs,
    /// When a best-effort caller stops waiting; 0 means never.
    pub deadline: TimeNs,
    pub replicated: bool,
    /// Whether the call has been answered by an earlier message.
    pub answered: bool,
    pub cycles_available: u128,
    pub cycles_refunded: u128,
    pub balance: u128,
    pub version: u64,
    /// 1 running, 2 stopping, 3 stopped.
    pub status: u32,
    pub controllers: Arc<[Principal]>,
    pub environment_variables: Arc<[(String, String)]>,
    /// Makes the certificate of the canister's data; only queries on a committed state have one.
    pub data_certificate: Option<Arc<dyn Fn() -> Vec<u8> + Send + Sync>>,
    pub root_key: Arc<[u8]>,
    pub subnet: Principal,
    /// Instructions of earlier messages of the same call.
    pub instructions_before: u64,
    pub global_timer: TimeNs,
    /// How many calls may still be enqueued.
    pub call_slots: usize,
    /// How large memory may become in this message, if the canister says so; 0 if it does not.
    pub wasm_memory_limit: u64,
    /// What a canister says of the caller.
    pub sender_info: Option<SenderInfo>,
}

/// How a canister answers its caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    Reply(Vec<u8>),
    Reject(String),
}

/// A call the message wants made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingCall {
    pub callee: CanisterId,
    pub method: String,
    pub arg: Vec<u8>,
    pub cycles: u128,
    pub on_reply: Callback,
    pub on_reject: Callback,
    pub on_cleanup: Option<Callback>,
    /// `Some` for best-effort calls.
    pub timeout_seconds: Option<u32>,
}

/// What one message did.
#[derive(Clone)]
pub struct Outcome {
    pub result: Result<(), Trap>,
    /// The image afterwards; `None` if nothing is kept (a trap, or an execution not meant to last).
    pub image: Option<Image>,
    /// Pages that the message left, or would have left, other than they were.
    pub pages_written: usize,
    /// Whether memory grew and nothing is kept: the next message needs an instance made anew.
    pub needs_instance: bool,
    pub instructions: u64,
    pub response: Option<Response>,
    pub calls: Vec<OutgoingCall>,
    pub certified_data: Option<Vec<u8>>,
    pub global_timer: Option<TimeNs>,
    pub cycles_accepted: u128,
    pub cycles_burned: u128,
    pub prints: Vec<Vec<u8>>,
    /// Whether `accept_message` was called.
    pub accepted: bool,
}

/// Why a message was undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trap {
    pub kind: TrapKind,
    pub message: String,
}

/// Whose doing a trap is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrapKind {
    /// The engine stopped it: unreachable, out of bounds, division by zero.
    Engine,
    /// The canister called `trap`.
    Called,
    /// The canister broke a rule of the system interface.
    Contract,
    InstructionLimit,
    MethodNotFound,
    OutOfMemory,
    /// Memory would have become larger than the canister wants it.
    MemoryLimit,
}

impl Trap {
    /// Returns the error the caller is told.
    pub fn to_reject(&self, canister: CanisterId) -> Reject {
        let (error, text) = match self.kind {
            TrapKind::Engine => {
                (ErrorCode::CanisterTrapped, format!("Canister {canister} trapped: {}", self.message))
            }
            TrapKind::Called => (
                ErrorCode::CanisterCalledTrap,
                format!("Canister {canister} trapped explicitly: {}", self.message),
            ),
            TrapKind::Contract => (
                ErrorCode::CanisterContractViolation,
                format!("Canister {canister} violated contract: {}", self.message),
            ),
            TrapKind::InstructionLimit => (
                ErrorCode::CanisterInstructionLimitExceeded,
                format!("Canister {canister} exceeded the instruction limit for single message execution"),
            ),
            TrapKind::MethodNotFound => (ErrorCode::CanisterMethodNotFound, self.message.clone()),
            TrapKind::MemoryLimit => (
                ErrorCode::CanisterWasmMemoryLimitExceeded,
                format!("Canister {canister} exceeded its own Wasm memory limit: {}", self.message),
            ),
            TrapKind::OutOfMemory => {
                (ErrorCode::CanisterOutOfMemory, format!("Canister {canister}: {}", self.message))
            }
        };
        Reject::new(error, text)
    }
}
