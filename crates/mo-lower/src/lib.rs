//! Typed program to intermediate representation.
//!
//! Takes what the checker found out and makes it explicit: patterns become tests, closures get their captured values,
//! values are boxed where a type parameter hides them, implicit arguments are passed, actors get their entry points. It
//! knows neither source text nor Wasm. Start at [`lower`], then `expr.rs`.

mod actor;
mod actor_class;
mod adopt;
mod append;
mod asynchronous;
mod binding;
mod builtin;
mod call;
mod chain;
mod control;
mod data;
mod expr;
mod failure;
mod forward;
mod frame;
mod function;
mod kind;
mod mentions;
mod methods;
mod object;
mod operator;
mod parts;
mod pattern;
mod prim;
mod program;
mod suspend;
mod tables;

use std::collections::BTreeMap;

use diagnostics::Diagnostic;
use mo_check::{Checked, ModuleId};
use mo_ir::Module;

/// The runtime, lowered: the same for every program, so that it is done once in a process.
pub struct Runtime(tables::Base);

impl Runtime {
    /// Lowers the runtime's files. They have no errors.
    pub fn lower(runtime: &Checked) -> Runtime {
        let mut output = tables::Output::default();
        program::lower_runtime(runtime, &mut output);
        Runtime(output.into_base())
    }

    /// Improves the functions of the runtime, which keep their numbers.
    #[must_use]
    pub fn map(mut self, improve: impl FnOnce(Module) -> Module) -> Runtime {
        self.0.module = improve(self.0.module);
        self
    }

    /// Returns how many functions it has. They are the first of every module.
    pub fn functions(&self) -> usize {
        self.0.module.functions.len()
    }
}

/// Lowers a checked program, together with the runtime. The program has no errors. `classes` has the code of the actor classes that it
/// imports.
///
/// # Errors
/// Forms of the language that are not carried out yet.
pub fn lower(
    program: &Checked,
    runtime: &Runtime,
    classes: &BTreeMap<ModuleId, Vec<u8>>,
) -> Result<Module, Vec<Diagnostic>> {
    let mut output = tables::Output::on(&runtime.0);
    program::lower_program(program, classes, &mut output);
    output.finish()
}

/// Returns the table of what the types look like when they are stored, and each type's place in it.
pub fn type_table(tys: &[mo_types::Ty], types: &mo_types::Types) -> (mo_ir::TypeTable, Vec<mo_ir::TypeId>) {
    let mut output = tables::Output::default();
    let ids = tys.iter().map(|ty| output.ty(ty, types)).collect();
    (output.module.types, ids)
}
