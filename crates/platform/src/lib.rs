//! Apps, their releases, and the gate between a release candidate and the live app.
//!
//! A candidate is checked on types and interface, rehearsed on a fork of the live canister, judged, and, if it is safe or the owner
//! has said yes, becomes live in one block together with its page. It does not know who drafts, nor how it is shown.
//! Start at [`Platform`], then `release.rs`.

mod access;
pub mod archive;
pub mod audit;
pub mod call;
pub mod candidate;
mod data;
mod error;
pub mod heap;
pub mod identity;
pub mod interface;
pub mod job;
pub mod owners;
pub mod pages;
pub mod past;
mod platform;
mod provider;
pub mod record;
pub mod rehearsal;
pub mod release;
mod secrets;
pub mod transfer;

pub use error::{ErrorKind, PlatformError, Rendered};
pub use past::{backup, look_back, verify};
pub use platform::{OpenError, Platform};
pub use replica_node::Verified;
