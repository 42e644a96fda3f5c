//! Calls that do not fit their function.

use diagnostics::Diagnostic;
use mo_types::{Func, Ty, Types};
use source::Span;

pub(crate) fn not_a_function(types: &Types, span: Span, ty: &Ty) -> Diagnostic {
    Diagnostic::error(
        "M0097",
        span,
        format!("this is called, but it is no function: it has the type {}", types.show_short(ty)),
    )
    .help("a missing `;` before a parenthesis makes two lines one call")
}

pub(crate) fn argument_count(
    types: &Types,
    span: Span,
    func: &Func,
    found: usize,
    dot: bool,
    inferred: bool,
) -> Diagnostic {
    let implicit = func.args.iter().filter(|arg| arg.implicit).count();
    let (wanted, found) = if dot { (func.args.len() - 1, found - 1) } else { (func.args.len(), found) };
    let wanted = match implicit {
        0 => wanted.to_string(),
        implicit => format!("{} (or {wanted} with the implicit ones)", wanted - implicit),
    };
    let shown = types.show_short(&mo_types::TyKind::Func(func.clone()).into());
    let code = match (dot, inferred) {
        (true, _) => "M0233",
        (false, true) => "M0098",
        (false, false) => "M0096",
    };
    Diagnostic::error(code, span, format!("{found} arguments are given where {wanted} are expected"))
        .note(format!("the function has the type {shown}"))
}

pub(crate) fn type_argument_count(span: Span, wanted: usize, found: usize) -> Diagnostic {
    Diagnostic::error("M0045", span, format!("{found} type arguments are given where {wanted} are expected"))
        .help("leave them out; they are inferred")
}

/// Of type arguments that are written (`M0046`) or inferred (`M0098`).
pub(crate) fn bound(
    types: &Types,
    code: &'static str,
    span: Span,
    name: &str,
    ty: &Ty,
    bound: &Ty,
) -> Diagnostic {
    let (ty, bound) = (types.show_short(ty), types.show_short(bound));
    Diagnostic::error(
        code,
        span,
        format!("{ty} cannot stand for the type parameter `{name}`, which has to be a {bound}"),
    )
}

pub(crate) fn cannot_infer(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0098", span, format!("nothing here says which type `{name}` is")).help(
        "write the type arguments, as in f<Nat, Text>(..), or the type of the variable that takes the result",
    )
}

/// An argument that does not fit, whatever the type arguments are.
pub(crate) fn no_instance(types: &Types, span: Span, found: &Ty, wanted: &Ty) -> Diagnostic {
    Diagnostic { code: Some("M0098"), ..super::types::mismatch(types, span, found, wanted) }
}

/// A contextual dot that two modules have.
pub(crate) fn overlapping(span: Span, name: &str, first: &str, second: &str) -> Diagnostic {
    Diagnostic::error(
        "M0224",
        span,
        format!("both `{first}` and `{second}` have a function `{name}` for this"),
    )
    .help(format!("name the one that is meant, as in `{first}.{name}(..)`"))
}

/// An implicit argument for which there are several values.
pub(crate) fn ambiguous_implicit(
    types: &Types,
    span: Span,
    name: &str,
    wanted: &Ty,
    first: &str,
    second: &str,
) -> Diagnostic {
    let shown = types.show_short(wanted);
    Diagnostic::error("M0231", span, format!("both `{first}` and `{second}` have a `{name}` of type {shown}"))
        .help(format!("pass the one that is meant, `{first}.{name}` for example"))
}

pub(crate) fn no_implicit(
    types: &Types,
    span: Span,
    name: &str,
    wanted: &Ty,
    import: Option<String>,
) -> Diagnostic {
    let error = Diagnostic::error(
        "M0230",
        span,
        format!("no `{name}` of type {} is in scope", types.show_short(wanted)),
    );
    match import {
        Some(import) => {
            let top = Span { start: 0, end: 0, ..span };
            error.help("import the module that has it").fix(top, format!("{import}\n"))
        }
        None => error.help(format!("define a function `{name}` of this type, or pass one")),
    }
}
