//! Source files, and places in them.
//!
//! Turns text behind the trait [`World`] into [`FileId`]s, [`Span`]s and line numbers. It does not
//! know where a world keeps its files (a disk, an editor, a test) nor what language is in them.
//! Start at [`Sources`].

mod span;
mod world;

pub use span::{FileId, Position, Span};
pub use world::{DiskWorld, FILE_BYTES_MAX, MemoryWorld, Sources, World};
