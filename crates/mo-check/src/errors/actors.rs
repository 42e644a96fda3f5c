//! Actors: what may be stored, and what may cross their border.

use diagnostics::Diagnostic;
use mo_types::{Ty, Types};
use source::Span;

pub(crate) fn not_stable(
    types: &Types,
    span: Span,
    name: &str,
    ty: &Ty,
    part: &Ty,
    field: Span,
) -> Diagnostic {
    let (shown, part) = (types.show_short(ty), types.show_short(part));
    let error = Diagnostic::error(
        "M0131",
        span,
        format!("`{name}` has the type {shown}, which cannot be kept over an upgrade"),
    );
    let error = if shown == part { error } else { error.note(format!("because of {part}")) };
    error
        .help("declare it `transient` if it may be rebuilt after each upgrade")
        .suggest(field.before(), "transient ")
}

pub(crate) fn not_shared(
    types: &Types,
    span: Span,
    name: &str,
    verb: &str,
    ty: &Ty,
    part: &Ty,
) -> Diagnostic {
    let (shown, part) = (types.show_short(ty), types.show_short(part));
    let (code, what) = match verb {
        "gives" => ("M0032", "public function"),
        "is made with" => ("M0034", "actor class"),
        _ => ("M0031", "public function"),
    };
    let error = Diagnostic::error(
        code,
        span,
        format!("the {what} `{name}` {verb} {shown}, which cannot be sent in a message"),
    );
    let error = if shown == part { error } else { error.note(format!("because of {part}")) };
    error.help("turn it into an immutable form first, an array for example")
}

/// A written type of a shared function with a part that cannot be sent.
pub(crate) fn unshared(types: &Types, span: Span, code: &'static str, ty: &Ty, part: &Ty) -> Diagnostic {
    let (shown, part) = (types.show_short(ty), types.show_short(part));
    let verb = if code == "M0032" { "give" } else { "take" };
    let error = Diagnostic::error(
        code,
        span,
        format!("a shared function cannot {verb} {shown}, which cannot be sent in a message"),
    );
    if shown == part { error } else { error.note(format!("because of {part}")) }
}

pub(crate) fn public_state(span: Span) -> Diagnostic {
    Diagnostic::error("M0124", span, "only functions can be public in an actor")
        .help("write a public query that returns the value")
}

/// Something in a module that would have to run.
pub(crate) fn not_static(span: Span) -> Diagnostic {
    Diagnostic::error("M0014", span, "a module holds what is written down; this would have to run")
        .help("make it a function, or move it into the actor")
}

/// `stable` or `transient` in what is no actor.
pub(crate) fn stability_outside(span: Span) -> Diagnostic {
    Diagnostic::error("M0132", span, "only fields of actors are stable or transient").fix(span, "")
}

pub(crate) fn oneway(span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning("M0242", span, format!("callers of `{name}` will not hear whether it worked"))
        .help("write its result: `: async ()`, or `: ()` if nobody needs to hear")
}

pub(crate) fn redundant_persistent(span: Span) -> Diagnostic {
    Diagnostic::warning("M0217", span, "actors are persistent anyway").help("leave out `persistent`")
}

pub(crate) fn redundant_stable(span: Span) -> Diagnostic {
    Diagnostic::warning("M0218", span, "fields of actors are stable anyway")
        .help("leave out `stable`")
        .fix(span, "")
}

pub(crate) fn misplaced_stability(span: Span) -> Diagnostic {
    Diagnostic::error("M0133", span, "only `let` and `var` are stable or transient").fix(span, "")
}

/// A function that the system would call if it were a `system` one.
pub(crate) fn not_a_system_function(span: Span, name: &str, visibility: Option<Span>) -> Diagnostic {
    let found = Diagnostic::warning(
        "M0128",
        span,
        format!("`{name}` is what the system calls its own functions, but it will never call this one"),
    )
    .help(format!("write `system func {name}`, or choose another name"));
    match visibility {
        Some(visibility) => found.suggest(visibility, "system"),
        None => found,
    }
}
