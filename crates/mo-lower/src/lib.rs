//! Typed program to intermediate representation.
//!
//! Takes what the checker found out and makes it explicit: patterns become tests, closures get their captured values,
//! values are boxed where a type parameter hides them, implicit arguments are passed, actors get their entry points. It
//! knows neither source text nor Wasm. Start at [`lower`], then `expr.rs`.

mod actor;
mod binding;
mod builtin;
mod call;
mod control;
mod data;
mod expr;
mod frame;
mod function;
mod kind;
mod mentions;
mod object;
mod operator;
mod pattern;
mod prim;
mod program;
mod tables;

use diagnostics::Diagnostic;
use mo_check::Checked;
use mo_ir::Module;

/// Lowers a checked program together with the runtime. The program has no errors.
///
/// # Errors
/// Forms of the language that are not carried out yet.
pub fn lower(program: &Checked, runtime: &Checked) -> Result<Module, Vec<Diagnostic>> {
    let mut output = tables::Output::default();
    program::lower_runtime(runtime, &mut output);
    program::lower_program(program, &mut output);
    output.finish()
}

/// Returns the table of what the types look like when they are stored, and each type's place in it.
pub fn type_table(tys: &[mo_types::Ty], types: &mo_types::Types) -> (mo_ir::TypeTable, Vec<mo_ir::TypeId>) {
    let mut output = tables::Output::default();
    let ids = tys.iter().map(|ty| output.ty(ty, types)).collect();
    (output.module.types, ids)
}
