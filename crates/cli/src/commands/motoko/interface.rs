//! `selfwright motoko candid` and `stable-types`: what an actor says about itself.

use std::path::Path;

use mo_compile::Checked;
use source::DiskWorld;

use super::flags::{Flags, readable};
use super::output::Output;
use crate::Outcome;
use crate::failure::{Failure, REFUSED};

pub(super) fn candid(flags: &Flags, file: &Path, output: &mut Output) -> Outcome {
    describe(flags, file, output, mo_compile::candid)
}

pub(super) fn stable_types(flags: &Flags, file: &Path, output: &mut Output) -> Outcome {
    describe(flags, file, output, mo_compile::stable_types)
}

fn describe(
    flags: &Flags,
    file: &Path,
    output: &mut Output,
    text: fn(&Checked) -> Option<String>,
) -> Outcome {
    let (path, options) = (readable(file)?, flags.options()?);
    mo_compile::with_stack(|| {
        let checked = mo_compile::check(&DiskWorld, &path, &options);
        if checked.has_errors() {
            output.diagnostics_aside(&checked.diagnostics, &checked.sources);
            return Err(Failure::silent(REFUSED));
        }
        let text = text(&checked).ok_or_else(|| Failure::new(REFUSED, format!("{path} has no actor")))?;
        output.line(text.trim_end());
        Ok(())
    })
}
