//! `selfwright motoko check`: each file on its own.

use std::path::PathBuf;

use diagnostics::Diagnostic;
use source::{DiskWorld, Sources, Span, World as _};

use super::flags::{Flags, readable};
use super::output::Output;
use crate::Outcome;
use crate::failure::{Failure, REFUSED};

pub(super) fn run(flags: &Flags, files: &[PathBuf], output: &mut Output) -> Outcome {
    let options = flags.options()?;
    let mut accepted = true;
    for file in files {
        let path = readable(file)?;
        accepted &= if file.extension().is_some_and(|extension| extension == "did") {
            candid(&path, output)?
        } else {
            mo_compile::with_stack(|| {
                let checked = mo_compile::split::check(&DiskWorld, &path, &options);
                output.diagnostics(&checked.diagnostics, &checked.sources)
            })
        };
    }
    if accepted { Ok(()) } else { Err(Failure::silent(REFUSED)) }
}

/// Checks an interface: its grammar, and that every name in it means something.
fn candid(path: &str, output: &mut Output) -> Result<bool, Failure> {
    let text = DiskWorld.read(path).map_err(|reason| Failure::new(REFUSED, reason))?;
    let mut sources = Sources::default();
    let file = sources.add(path, &text);
    let found: Vec<Diagnostic> = interface_error(&text)
        .map(|(start, end, message)| Diagnostic {
            code: None,
            ..Diagnostic::error("", Span::new(file, start, end), message)
        })
        .into_iter()
        .collect();
    Ok(output.diagnostics(&found, &sources))
}

fn interface_error(text: &str) -> Option<(usize, usize, String)> {
    let program = match text.parse::<candid_parser::IDLProg>() {
        Ok(program) => program,
        Err(error) => {
            let report = error.report();
            let range = report.labels.first().map_or(0..0, |label| label.range.clone());
            let notes: Vec<String> = report.labels.into_iter().map(|label| label.message).collect();
            return Some((range.start, range.end, format!("{} {}", report.message, notes.join(" "))));
        }
    };
    let mut env = candid_parser::TypeEnv::new();
    let error = candid_parser::check_prog(&mut env, &program).err()?;
    Some((0, 0, error.to_string()))
}
