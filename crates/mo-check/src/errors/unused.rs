//! Names that nothing uses.

use diagnostics::Diagnostic;
use source::Span;

pub(crate) fn unused_name(span: Span, name: &str) -> Diagnostic {
    underscore(Diagnostic::warning("M0194", span, format!("nothing uses `{name}`")), span, name)
}

pub(crate) fn unused_field(span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning("M0198", span, format!("nothing uses the field `{name}` of this pattern"))
        .help("leave the field out")
}

pub(crate) fn unused_context(span: Span, name: &str) -> Diagnostic {
    underscore(Diagnostic::warning("M0240", span, format!("nothing uses `{name}`")), span, name)
}

pub(crate) fn unused_context_field(span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning("M0241", span, format!("nothing uses `{name}`"))
        .help("leave the pattern out, if the caller does not matter")
}

pub(crate) fn never_assigned(span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning("M0244", span, format!("`{name}` never changes")).help("declare it with `let`")
}

fn underscore(diagnostic: Diagnostic, span: Span, name: &str) -> Diagnostic {
    diagnostic.help("remove it, or begin its name with `_`").suggest(span, format!("_{name}"))
}
