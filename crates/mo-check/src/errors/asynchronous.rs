//! Waiting, sending and failing: where they are allowed, and what they take.

use diagnostics::Diagnostic;
use mo_syntax::ast::AwaitKind;
use mo_types::{Ty, Types};
use source::Span;

/// `async`, `await`, `throw` or `try` in a function that does not run asynchronously.
pub(crate) fn misplaced(code: &'static str, span: Span, what: &str, in_query: bool) -> Diagnostic {
    if in_query {
        return Diagnostic::error(code, span, format!("a query cannot contain {what}"))
            .help("make it an update function, or a composite query if it only calls queries");
    }
    Diagnostic::error(code, span, format!("{what} can only stand in an asynchronous function"))
        .help("give the function around it a result such as `async ()`")
}

pub(crate) fn cannot_send(span: Span) -> Diagnostic {
    Diagnostic::error("M0047", span, "a shared function can only be called from an asynchronous function")
        .help("give the function around it a result such as `async ()`")
}

pub(crate) fn query_cannot_send(span: Span) -> Diagnostic {
    Diagnostic::error("M0188", span, "a query cannot call a shared function")
        .help("make it an update function, or a composite query if it only calls queries")
}

pub(crate) fn composite_sends_update(span: Span) -> Diagnostic {
    Diagnostic::error("M0187", span, "a composite query can only call queries and composite queries")
}

pub(crate) fn composite_from_outside(span: Span) -> Diagnostic {
    Diagnostic::error("M0186", span, "only a composite query can call a composite query")
}

pub(crate) fn not_async(types: &Types, span: Span, ty: &Ty, kind: AwaitKind) -> Diagnostic {
    let wanted = if kind == AwaitKind::Star { "async*" } else { "async" };
    let shown = types.show_short(ty);
    let error = Diagnostic::error(
        "M0088",
        span,
        format!("this has the type {shown} where an {wanted} type is expected"),
    );
    match &*types.promote(ty) {
        mo_types::TyKind::Async { star: true, .. } => error.help("wait for it with `await*`"),
        mo_types::TyKind::Async { star: false, .. } => error.help("wait for it with `await`"),
        _ => error.help("it is there already: leave `await` out"),
    }
}

pub(crate) fn other_scope(span: Span, name: &str, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "M0087",
        span,
        format!("`{name}` was started outside of this asynchronous function, which cannot wait for it"),
    )
    .related(declared, "declared here")
    .help("wait for it where it was started, and pass its result on")
}

pub(crate) fn content_not_shared(types: &Types, span: Span, ty: &Ty, part: &Ty) -> Diagnostic {
    let (shown, part) = (types.show_short(ty), types.show_short(part));
    let error = Diagnostic::error(
        "M0033",
        span,
        format!("the result of `async` would be {shown}, which cannot be sent in a message"),
    );
    let error = if shown == part { error } else { error.note(format!("because of {part}")) };
    error.help("`async*` may give it, since nothing is sent")
}

pub(crate) fn actor_type_unknown(span: Span) -> Diagnostic {
    Diagnostic::error("M0058", span, "which functions this actor has is not known here")
        .help("write its type: `let other : actor { f : Nat -> async Nat } = actor \"..\"`")
}

pub(crate) fn not_an_actor_type(types: &Types, span: Span, ty: &Ty) -> Diagnostic {
    let shown = types.show_short(ty);
    Diagnostic::error("M0090", span, format!("this is an actor where {shown} is expected"))
}

pub(crate) fn not_encodable(types: &Types, span: Span, ty: &Ty, part: &Ty) -> Diagnostic {
    let (shown, part) = (types.show_short(ty), types.show_short(part));
    let error =
        Diagnostic::error("M0173", span, format!("to_candid takes shared values, not one of type {shown}"));
    if shown == part { error } else { error.note(format!("because of {part}")) }
}

pub(crate) fn decoded_type(types: &Types, span: Span, ty: &Ty) -> Diagnostic {
    let shown = types.show_short(ty);
    Diagnostic::error("M0174", span, format!("from_candid gives an option of a shared type, not {shown}"))
        .help("the message may hold something else: then the result is null")
}

pub(crate) fn decoded_type_unknown(span: Span) -> Diagnostic {
    Diagnostic::error("M0176", span, "the type to decode to is not known here")
        .help("write it: `let x : ?T = from_candid blob`")
}

pub(crate) fn unknown_attribute(span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning("M0212", span, format!("a call has no attribute `{name}`"))
        .help("the attributes known here are `cycles` and `timeout`")
}

pub(crate) fn misplaced_attributes(span: Span) -> Diagnostic {
    Diagnostic::warning("M0210", span, "these attributes have no effect: this call does not send a message")
}

pub(crate) fn no_attributes(span: Span) -> Diagnostic {
    Diagnostic::warning("M0211", span, "these parentheses hold no attributes").fix(span, "")
}

pub(crate) fn system_missing(span: Span) -> Diagnostic {
    Diagnostic::error(
        "M0197",
        span,
        "this call needs the capability `system`, which the function around it lacks",
    )
    .help("give the function the parameter: `func f<system>(..)`")
}

pub(crate) fn system_implied(span: Span, at: Span) -> Diagnostic {
    Diagnostic::warning("M0195", span, "this call uses the capability `system` without saying so")
        .help("say so with `<system>`")
        .suggest(at.after(), "<system>")
}

pub(crate) fn system_unexpected(span: Span) -> Diagnostic {
    Diagnostic::error("M0196", span, "the function does not take the capability `system`")
        .help("leave `<system>` out")
}

pub(crate) fn ignored_star(span: Span) -> Diagnostic {
    Diagnostic::warning("M0222", span, "an `async*` does nothing before it is awaited")
        .help("run it with `await*`")
}

pub(crate) fn system_function_type(
    types: &Types,
    span: Span,
    name: &str,
    found: &Ty,
    wanted: &Ty,
) -> Diagnostic {
    let (found, wanted) = (types.show_short(found), types.show_short(wanted));
    Diagnostic::error(
        "M0127",
        span,
        format!("the system function `{name}` has the type {found}, expected {wanted}"),
    )
}

pub(crate) fn unknown_system_function(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0129", span, format!("there is no system function `{name}`"))
        .help("there are heartbeat, timer, inspect, lowmemory, preupgrade and postupgrade")
}

pub(crate) fn not_a_class(types: &Types, span: Span, ty: &Ty) -> Diagnostic {
    let shown = types.show_short(ty);
    Diagnostic::error("S0003", span, format!("`system` stands before an imported actor class, not {shown}"))
}
