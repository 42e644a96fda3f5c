//! The intermediate representation: first-order functions over unboxed scalars and 64-bit values.
//!
//! Lowering produces a [`Module`], code generation turns it into Wasm. Patterns, implicit arguments, generics,
//! subtyping and Candid are already gone or explicit; closures are converted, captured variables are cells. It
//! knows nothing of source text and nothing of Wasm's binary format. `docs/design/values.md` says what a value is.
//! Start at [`Module`], then [`Expr`].

pub mod layout;
mod op;
mod tree;
mod types;

pub use op::{Arith, Compare, Machine, Num, Op, Scalar, Unary, Width};
pub use tree::{
    Const, Export, Expr, FuncId, Function, GlobalId, LabelId, Literal, LiteralId, Local, Module, Rep, ShapeId,
};
pub use types::{Field, Mode, Prim, Type, TypeId, TypeTable};
