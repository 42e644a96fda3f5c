//! The type section: the words by which a module's heap can be understood from outside.
//!
//! `docs/design/values.md` has the format. [`encode`] is for code generation, [`decode`] for whoever reads a heap or
//! compares two modules; it takes bytes from anybody and its work is bounded by their number.

mod decode;
mod encode;

pub use decode::{DecodeError, Decoded, Decoder, decode};
pub use encode::{Encoded, encode};

/// The name of the custom section.
pub const NAME: &str = "selfwright:types";

/// What stands in front of a node whose kind is not a primitive type's.
mod kind {
    pub(super) const OPTION: u32 = 20;
    pub(super) const ARRAY: u32 = 21;
    pub(super) const VAR_ARRAY: u32 = 22;
    pub(super) const TUPLE: u32 = 23;
    pub(super) const OBJECT: u32 = 24;
    pub(super) const VARIANT: u32 = 25;
    pub(super) const SHARED: u32 = 26;
    pub(super) const ACTOR: u32 = 27;
    pub(super) const WEAK: u32 = 31;
}

#[cfg(test)]
mod tests;
