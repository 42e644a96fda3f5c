//! What counts as a difference between the verdicts of both compilers.

use std::fmt;

use crate::Verdict;

/// What both say about a program, where that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Only one accepts; the codes of the first errors.
    Accepted { reference: Option<String>, ours: Option<String> },
    /// Both reject, for another reason or in another line.
    Error { reference: String, ours: String },
    /// What they print.
    Printed,
    /// Only one traps.
    Trapped { ours: bool },
    /// Our compiler gave up.
    Failed(String),
}

/// Returns how the verdicts differ.
pub fn compare(reference: &Verdict, ours: &Verdict) -> Option<Difference> {
    if reference.failed.is_some() {
        return None;
    }
    if let Some(failed) = &ours.failed {
        return Some(Difference::Failed(failed.clone()));
    }
    let (theirs, own) = (first_error(reference), first_error(ours));
    match (theirs, own) {
        (None, None) if reference.trapped != ours.trapped => Some(Difference::Trapped { ours: ours.trapped }),
        (None, None) => (reference.printed != ours.printed).then_some(Difference::Printed),
        // The reference ends at the first declaration that is wrong; ours goes on, and may name an earlier line too.
        (Some(reference), Some(_)) if errors(ours).any(|error| error == reference) => None,
        // Of what does not parse, the reference types what it could read; ours says first what keeps it from reading on.
        (Some(_), Some(_)) if has_no_tree(reference) && has_no_tree(ours) => None,
        (Some(reference), Some(ours)) => Some(Difference::Error { reference, ours }),
        (reference, ours) => Some(Difference::Accepted { reference, ours }),
    }
}

impl Difference {
    /// Whether another program shows the same difference, maybe in another line.
    pub fn is_like(&self, other: &Difference) -> bool {
        let code = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
        let codes = |difference: &Difference| match difference {
            Difference::Accepted { reference, ours } => {
                (reference.as_deref().map(code), ours.as_deref().map(code))
            }
            Difference::Error { reference, ours } => (Some(code(reference)), Some(code(ours))),
            Difference::Printed => (None, None),
            Difference::Trapped { ours } => (Some(ours.to_string()), None),
            Difference::Failed(_) => (None, Some("failed".into())),
        };
        std::mem::discriminant(self) == std::mem::discriminant(other) && codes(self) == codes(other)
    }
}

/// Whether the program does not parse.
fn has_no_tree(verdict: &Verdict) -> bool {
    errors(verdict).any(|error| error.starts_with("M0001 "))
}

/// The code and line of the first error.
fn first_error(verdict: &Verdict) -> Option<String> {
    errors(verdict).next()
}

/// The code and line of each error.
fn errors(verdict: &Verdict) -> impl Iterator<Item = String> {
    let errors = verdict.findings.iter().filter(|finding| finding.severity == "error");
    errors.map(|error| format!("{} in line {}", error.code, error.line))
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |it: &Option<String>| it.clone().unwrap_or_else(|| "accepted".into());
        match self {
            Difference::Accepted { reference, ours } => {
                write!(f, "reference: {}; ours: {}", word(reference), word(ours))
            }
            Difference::Error { reference, ours } => write!(f, "reference: {reference}; ours: {ours}"),
            Difference::Printed => f.write_str("they print something else"),
            Difference::Trapped { ours: true } => f.write_str("only ours traps"),
            Difference::Trapped { ours: false } => f.write_str("only the reference traps"),
            Difference::Failed(words) => write!(f, "ours gives up: {words}"),
        }
    }
}
