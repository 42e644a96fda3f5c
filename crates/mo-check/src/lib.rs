//! Trees to typed programs.
//!
//! Loads a file and what it imports ([`check`]), gives every expression and pattern a type, chooses instantiations, implicit
//! arguments and the functions behind contextual dots, and reports what is wrong: many errors in one run. It does not know Wasm.
//! Start at `program.rs`, then `infer.rs`.

mod actor_class;
mod arguments;
mod block;
mod calls;
mod chain;
mod coverage;
mod decs;
mod defaults;
mod definedness;
mod errors;
mod idl;
mod implicits;
mod infer;
mod info;
mod kept;
mod lints;
mod members;
mod migration;
mod objects;
mod obligations;
mod patterns;
mod program;
mod scope;
mod statics;
mod style;
mod syntax_walk;
mod typing;
mod unused;

pub use chain::FUNCTION as STEP_FUNCTION;
pub use infer::natural;
pub use info::{Actor, CallInfo, FieldDefault, Implicit, Info, Method, Reference, StableField, Step};
pub use lints::{Level, Lints};
pub use mo_types;
pub use program::{
    ActorId, Base, Checked, Import, ImportedActor, Module, ModuleId, ModuleKind, Options, check, check_again,
    check_on,
};
