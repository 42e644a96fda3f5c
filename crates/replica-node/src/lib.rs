//! The running replica: takes inputs, makes blocks of them, and answers when a block is on disk.
//!
//! One thread owns the state. It takes every input that waits into the next block (group commit), syncs
//! the log, executes, publishes the new state, and wakes whoever waited. Queries run beside it on the
//! published state. It does not know Motoko, HTTP or signatures of callers. Start at [`Node::open`].

mod backup;
mod beside;
mod chain;
mod crew;
mod engine_loop;
mod keys;
mod node;
mod outcalls;
mod published;
mod queries;
mod syncing;
mod verify;

pub use backup::backup;
pub use chain::{Chain, Opened};
pub use keys::Keys;
pub use node::{Node, NodeError, NodeOptions};
pub use outcalls::{AllowedHost, OutcallOptions};
pub use replica_store::{Copied, StoreError, Torn};
pub use verify::{Verified, look_back, verify};
