//! The same programs through our compiler and through the reference compiler.
//!
//! Fixtures (`tests/differential/*.md`) hold programs, what the reference says about each, and, where ours differs on
//! purpose, why. It knows the reference as a process that answers lines of JSON only. Start at [`Fixture`].

mod fixture;
mod ours;
pub mod random;
mod reference;
mod verdict;

pub use fixture::{Case, Fixture, UNEXPLAINED};
pub use ours::{judge, judge_alone};
pub use reference::Reference;
pub use verdict::{Finding, Verdict};
