//! Executes one message of a canister: deterministic, metered, and all or nothing.
//!
//! Turns a module and an [`Image`] (memory, globals, stable memory) and a [`Message`] into an [`Outcome`]:
//! the image after it, what it wants sent, and what it cost. It does not know what time it is, who may
//! call whom, or where images are kept. Start at [`Engine`] and [`Engine::execute`].
#![allow(unsafe_code, reason = "reading compiled code from the cache")]

mod dirty;
mod engine;
mod host;
mod imports;
mod instance;
mod limits;
mod memory;
mod message;
mod metering;
mod module;

pub use engine::{Engine, EngineError};
pub use limits::Limits;
pub use memory::{PAGE_BYTES, Page, PageMap, WASM_PAGE_BYTES};
pub use message::{
    Callback, CallerSide, Context, Entry, Global, Image, Message, Outcome, OutgoingCall, Response, Trap,
    TrapKind,
};
pub use metering::Metering;
pub use module::{InvalidModuleError, Metadata, MethodKind, Module, PersistenceSupport};
