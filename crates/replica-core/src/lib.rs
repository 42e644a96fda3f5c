//! The deterministic machine: `(State, Block) -> (State, Vec<Effect>)`.
//!
//! Given the same state and block, every replica computes the same state, root hash and effects. It
//! knows no clock, disk, network or thread: time and randomness stand in the block, and effects are for
//! someone else to carry out. Start at [`execute_block`]; [`Fork`] runs the same code beside the live state.

mod beyond;
mod calls;
mod canister;
mod checkpoint;
mod chunk_map;
mod execute;
mod fork;
mod ingress;
mod install;
mod management;
mod platform;
mod query;
mod queue;
mod secret;
mod slow;
mod standins;
mod state;
mod tree;
mod trie;

pub use beyond::{Beyond, LowMemory, SnapshotBeyond, Visibility};
pub use canister::{Canister, Change, Facts, RunState, Snapshot};
pub use checkpoint::{PageSink, PageSource, RestoreError};
pub use chunk_map::{ChunkMap, Ring};
pub use execute::{Effect, execute_block, execute_block_with, inspect_ingress};
pub use fork::{Fork, ForkReply};
pub use management::outcalls::{Outcall, check_headers, no_answer};
pub use query::{DataCertificate, Lookup, QueryView, query};
pub use secret::Secret;
pub use slow::{Finished, work_off};
pub use state::{Entry, Identity, IngressEntry, RULES_NEWEST, State};
pub use tree::{certified_root, witness};
