//! What engines refuse: the limits that WebAssembly's implementations have agreed on.

use mo_ir::Module;

use crate::CodegenError;
use crate::code::Emitted;

const PARAMETERS_MAX: usize = 1_000;
const LOCALS_MAX: usize = 50_000;
const BODY_BYTES_MAX: usize = 7_654_321;
const NAME_BYTES_MAX: usize = 100_000;

/// Looks at a function and at how long its code is.
pub(crate) fn of_function(emitted: &Emitted, bytes: usize) -> Result<(), CodegenError> {
    let locals = emitted.params.len() + emitted.locals.len();
    within("variables", locals, LOCALS_MAX, &emitted.name)?;
    within("bytes of code", bytes, BODY_BYTES_MAX, &emitted.name)
}

/// Looks at the names that are exported, and at the numbers of parameters of the functions that are called.
pub(crate) fn of_module(
    module: &Module,
    mut parameters: impl Iterator<Item = usize>,
) -> Result<(), CodegenError> {
    for export in &module.exports {
        within("bytes in its name", export.name.len(), NAME_BYTES_MAX, &export.name)?;
    }
    parameters.try_for_each(|count| within("parameters", count, PARAMETERS_MAX, ""))
}

fn within(what: &'static str, count: usize, most: usize, name: &str) -> Result<(), CodegenError> {
    if count <= most {
        return Ok(());
    }
    let function =
        if name.is_empty() { "a function".to_owned() } else { format!("the function `{}`", short(name)) };
    Err(CodegenError::TooLarge { function, what, count, most })
}

/// A name that fits in a message.
fn short(name: &str) -> String {
    let mut short: String = name.chars().take(60).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short
}
