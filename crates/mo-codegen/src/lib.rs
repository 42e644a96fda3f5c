//! Code generation: a [`mo_ir::Module`] becomes WebAssembly.
//!
//! The output imports only `ic0`, keeps values as `docs/design/values.md` says, and contains what can be reached from
//! exports, start and static needs, nothing else. This crate knows nothing of the replica and nothing of Motoko's syntax
//! or types. Slow paths are calls to the runtime, which is IR like the rest.
//!
//! ```
//! use mo_ir::{Export, Expr, FuncId, Function, Module, Rep};
//!
//! let nothing = Function {
//!     name: "nothing".to_owned(),
//!     params: 0,
//!     closure: false,
//!     result: Rep::Unit,
//!     locals: vec![],
//!     body: Expr::UNIT,
//! };
//! let export = Export { name: "canister_heartbeat".to_owned(), function: FuncId(0) };
//! let module = Module { functions: vec![nothing], exports: vec![export], ..Module::default() };
//! let wasm = mo_codegen::generate(module, &mo_codegen::Options::default())?;
//! assert!(wasm.starts_with(b"\0asm"));
//! # Ok::<(), mo_codegen::CodegenError>(())
//! ```
//!
//! Start at [`generate`]. `body` emits a function's expressions, `code/` what each operation becomes, `link` finds what is
//! needed, `assemble` writes the sections.

mod assemble;
mod body;
mod code;
mod constants;
mod entry;
mod helper;
mod limits;
mod link;
mod runtime;
mod start;
mod statics;

use mo_ir::Module;

/// Turns a module into Wasm.
pub fn generate(module: Module, options: &Options) -> Result<Vec<u8>, CodegenError> {
    if cfg!(debug_assertions)
        && let Err(faults) = mo_ir::verify(&module)
    {
        let rules: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("lowering broke the rules of the representation:\n{}", rules.join("\n"));
    }
    let (module, linked) = link::link(module, options)?;
    if cfg!(debug_assertions)
        && let Err(faults) = mo_ir::verify(&module)
    {
        let rules: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("optimisation broke the rules of the representation:\n{}", rules.join("\n"));
    }
    assemble::assemble(&module, linked, options)
}

/// How to generate.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether to say what each function is called, for traces.
    pub names: bool,
    /// Whether to make functions faster first; code is then less like the source.
    pub optimise: bool,
    /// How many functions at the beginning are optimised already.
    pub prepared: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options { names: true, optimise: true, prepared: 0 }
    }
}

/// Why a module cannot be generated. A program can provoke the last four; the others are faults of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodegenError {
    #[error("the runtime has no function `{0}`")]
    MissingRuntime(String),
    #[error("the runtime's `{name}` should be {expected}")]
    RuntimeSignature { name: String, expected: String },
    #[error("objects with fields {one:?} and {other:?} cannot be told apart: rename a field")]
    ShapeCollision { one: Vec<String>, other: Vec<String> },
    #[error("two fields of an object with fields {0:?} have the same hash: rename one")]
    LabelCollision(Vec<String>),
    #[error("static data has {bytes} bytes, {bytes_max} is the most: make constants smaller")]
    StaticsTooLarge { bytes: usize, bytes_max: usize },
    #[error("{function} has {count} {what}, and engines take {most}: make several of it")]
    TooLarge { function: String, what: &'static str, count: usize, most: usize },
}
