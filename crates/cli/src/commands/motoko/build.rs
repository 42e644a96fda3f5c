//! `selfwright motoko build`.

use std::path::Path;

use source::DiskWorld;

use super::flags::{Flags, readable};
use super::output::Output;
use crate::Outcome;
use crate::failure::{FAULT, Failure, REFUSED};

pub(super) fn run(flags: &Flags, file: &Path, target: &Path, output: &mut Output) -> Outcome {
    let (path, options) = (readable(file)?, flags.options()?);
    let wasm = mo_compile::with_stack(|| {
        let (checked, compiled) = mo_compile::build(&DiskWorld, &path, &options);
        let (found, wasm) = match compiled {
            Ok(compiled) => (compiled.warnings, Some(compiled.wasm)),
            Err(found) => (found, None),
        };
        output.diagnostics(&found, &checked.sources).then_some(wasm).flatten()
    });
    let wasm = wasm.ok_or_else(|| Failure::silent(REFUSED))?;
    std::fs::write(target, wasm)
        .map_err(|error| Failure::new(FAULT, format!("{}: {error}", target.display())))
}
