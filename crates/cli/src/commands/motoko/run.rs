//! `selfwright motoko run`: a program from its first declaration to its last.

use std::path::Path;

use source::DiskWorld;

use super::flags::{Flags, readable};
use super::output::Output;
use crate::Outcome;
use crate::failure::{FAULT, Failure, REFUSED, TRAPPED};

pub(super) fn run(flags: &Flags, file: &Path, output: &mut Output) -> Outcome {
    let (path, options) = (readable(file)?, flags.options()?);
    let built = mo_compile::with_stack(|| {
        let (checked, compiled) = mo_compile::split::build(&DiskWorld, &path, &options);
        match compiled {
            Ok((compiled, entry)) => Some((compiled.wasm, entry)),
            Err(found) => {
                output.diagnostics_aside(&found, &checked.sources);
                None
            }
        }
    });
    let (wasm, entry) = built.ok_or_else(|| Failure::silent(REFUSED))?;
    let ran = mo_run::run_program(&wasm, entry).map_err(|message| Failure::new(FAULT, message))?;
    ran.printed.iter().for_each(|line| output.line(line));
    match ran.trap {
        None => Ok(()),
        Some(message) => {
            output.stderr.push_str(&format!("trap: {message}\n"));
            Err(Failure::silent(TRAPPED))
        }
    }
}
