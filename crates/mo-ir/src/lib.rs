//! The intermediate representation: first-order functions over unboxed scalars and 64-bit values.
//!
//! Lowering produces a [`Module`], code generation turns it into Wasm. Patterns, implicit arguments, generics,
//! subtyping and Candid are already gone or explicit; closures are converted, captured variables are cells. It
//! knows nothing of source text and nothing of Wasm's binary format. `docs/design/values.md` says what a value is.
//! Start at [`Module`], then [`Expr`].

pub mod ic0;
pub mod layout;
mod op;
mod print;
pub mod section;
mod signature;
mod tree;
mod types;
mod verify;

pub use op::{Arith, Compare, Machine, Num, Op, Scalar, Unary, Width};
pub use print::print;
pub use signature::Signature;
pub use tree::{
    Await, Const, Export, Expr, FuncId, Function, GlobalId, LabelId, Literal, LiteralId, Local, Module, Rep,
    ShapeId, Waiting,
};
pub use types::{Field, Mode, Prim, Type, TypeId, TypeTable};
pub use verify::{Fault, verify};
