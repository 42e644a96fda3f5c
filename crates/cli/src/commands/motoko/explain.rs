//! `selfwright motoko explain`: a diagnostic's page.

use super::output::Output;
use crate::Outcome;
use crate::failure::Failure;

/// The pages of `docs/diagnostics`, by code.
const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/diagnostics.rs"));

pub(super) fn run(code: &str, output: &mut Output) -> Outcome {
    let wanted = code.to_uppercase();
    match PAGES.iter().find(|(known, _)| *known == wanted) {
        Some((_, page)) => {
            output.line(page.trim_end());
            Ok(())
        }
        None => {
            let near = diagnostics::did_you_mean(&wanted, PAGES.iter().map(|(known, _)| *known));
            let failure = Failure::usage(format!("no diagnostic has the code {code}"));
            Err(match near {
                Some(near) => failure.hint(format!("did you mean {near}?")),
                None => failure,
            })
        }
    }
}
