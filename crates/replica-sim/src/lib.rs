//! The replica on a disk that fails in every way a disk can: what happens follows from a seed alone.
//!
//! [`SimulatedDisk`] tears writes, flips bits, reads short, fills up, fails to sync, and loses what was not synced
//! when the power goes. [`storage::run`] lets the real log, checkpoints and recovery work on it, and compares them
//! with a replay that knows no disk. It knows no clock and nothing of the machine it runs on.

mod disk;
mod rng;
pub mod storage;

pub use disk::{Faults, SimulatedDisk};
pub use rng::Rng;
