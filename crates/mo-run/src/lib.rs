//! Modules on a replica in memory: a program from its first declaration to its last, or canisters that are installed,
//! called and upgraded step by step.
//!
//! It knows modules and messages as bytes; who compiled them and what the bytes mean is not its business. Start at
//! [`run_program`] and [`Session`].

mod program;
mod session;

pub use program::{Ran, run_program};
pub use session::Session;
