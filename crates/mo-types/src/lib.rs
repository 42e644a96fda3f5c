//! Motoko's types: structural, equi-recursive, with bounded generics.
//!
//! Says what a type is ([`Ty`]), when one is a subtype of another ([`Types::sub`]), what two have in common
//! ([`Types::lub`], [`Types::glb`]), and how types are written. It does not know syntax trees or where a type was written.
//! Start at `ty.rs`.

mod bounds;
mod expansive;
mod hash;
mod lub;
mod predicates;
mod print;
mod signature;
mod stable;
mod sub;
mod ty;

pub use bounds::{Bounds, Solution};
pub use signature::{ChainStep, DEFAULT, StableSignature, StableVariable, stable_signature};
pub use stable::Fit;
pub use ty::{
    Argument, Body, ConId, Field, Func, InferId, Object, Parameter, Prim, Sharing, Sort, Ty, TyKind,
    TypeMember, Types, field_named,
};
