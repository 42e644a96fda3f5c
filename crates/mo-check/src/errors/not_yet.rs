//! Forms of the language that this compiler does not carry out yet.

use diagnostics::Diagnostic;
use source::Span;

pub(crate) fn not_yet(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error("S0001", span, format!("{what} is not compiled by Selfwright yet"))
        .note("it is part of the language; the program is not at fault")
}
