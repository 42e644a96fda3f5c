//! Calls that could be written more simply.

use diagnostics::Diagnostic;
use mo_syntax::ast::Call;
use source::Span;

pub(crate) fn redundant_types(span: Span) -> Diagnostic {
    Diagnostic::warning("M0223", span, "these type arguments are what inference finds")
        .help("leave them out")
        .fix(span, "")
}

/// `rest` is where the other arguments begin.
pub(crate) fn could_be_dot(span: Span, receiver: Span, rest: u32, call: &Call, name: &str) -> Diagnostic {
    let found = Diagnostic::warning("M0236", span, format!("a dot finds this function: `value.{name}(..)`"))
        .help("write the first argument before the dot");
    let opening = Span { start: span.start, end: receiver.start, ..span };
    let between = Span { start: receiver.end, end: rest, ..span };
    if call.types.is_some() {
        return found;
    }
    let closing = if call.arguments.len() > 1 { "(" } else { "()" };
    found.fix(opening, "").fix(between, format!(".{name}{closing}"))
}

pub(crate) fn redundant_implicit(
    span: Span,
    shown: &str,
    before: Option<u32>,
    next: Option<u32>,
) -> Diagnostic {
    let removed = match (before, next) {
        (_, Some(next)) => Span { end: next, ..span },
        (Some(before), None) => Span { start: before, ..span },
        (None, None) => span,
    };
    Diagnostic::warning("M0237", span, format!("`{shown}` is found without being passed"))
        .help("leave the argument out")
        .fix(removed, "")
}
