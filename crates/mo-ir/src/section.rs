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

/// The custom sections with the types of what the migration in front of an actor takes and gives.
pub const MIGRATION: [&str; 2] = ["selfwright:migration-takes", "selfwright:migration-gives"];

/// The custom section that lists the steps of a chain of migrations: a line each, with name and digest.
pub const CHAIN: &str = "selfwright:chain";

/// The custom section with the types of those steps: a tuple of records, what each takes and what it gives.
pub const CHAIN_TYPES: &str = "selfwright:chain-types";

/// The custom section with what records that lack a field get for it: a tuple of records with that field, mutable if a function makes
/// the value.
pub const DEFAULTS: &str = "selfwright:defaults";

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
