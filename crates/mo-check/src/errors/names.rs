//! Names: unknown, doubled, misplaced.

use diagnostics::{Diagnostic, did_you_mean};
use source::Span;

pub(crate) fn unbound<'a>(
    span: Span,
    name: &str,
    visible: impl IntoIterator<Item = &'a str>,
    import: Option<String>,
) -> Diagnostic {
    let error = Diagnostic::error("M0057", span, format!("there is no variable `{name}` here"));
    if let Some(import) = import {
        let top = Span { start: 0, end: 0, ..span };
        return error.help("import the module").fix(top, format!("{import}\n"));
    }
    match did_you_mean(name, visible) {
        Some(near) => error.help(format!("did you mean `{near}`?")).suggest(span, near),
        None => error,
    }
}

pub(crate) fn unbound_type(span: Span, name: &str, known: &[String]) -> Diagnostic {
    let error = Diagnostic::error("M0029", span, format!("there is no type `{name}` here"));
    let builtin = [
        "Nat",
        "Int",
        "Bool",
        "Text",
        "Float",
        "Float32",
        "Principal",
        "Blob",
        "Char",
        "Nat8",
        "Nat32",
        "Nat64",
        "Int64",
    ];
    let foreign = match name {
        "String" | "string" | "str" => Some("Text"),
        "number" | "Number" | "int" | "integer" => Some("Int"),
        "boolean" | "Boolean" | "bool" => Some("Bool"),
        "Double" | "double" | "float" => Some("Float"),
        _ => None,
    };
    match foreign.or_else(|| did_you_mean(name, known.iter().map(String::as_str).chain(builtin))) {
        Some(near) => error.help(format!("did you mean `{near}`?")).suggest(span, near),
        None => error,
    }
}

pub(crate) fn unbound_module(span: Span, name: &str, import: Option<String>) -> Diagnostic {
    let error = Diagnostic::error("M0026", span, format!("there is no module `{name}` here"));
    match import {
        Some(import) => error.help("import it").fix(Span { start: 0, end: 0, ..span }, format!("{import}\n")),
        None => error,
    }
}

pub(crate) fn unbound_member_type(span: Span, module: &str, name: &str, known: &[String]) -> Diagnostic {
    let error = Diagnostic::error("M0030", span, format!("`{module}` has no type `{name}`"));
    match did_you_mean(name, known.iter().map(String::as_str)) {
        Some(near) => {
            error.help(format!("did you mean `{module}.{near}`?")).suggest(span, format!("{module}.{near}"))
        }
        None if known.is_empty() => error,
        None => error.help(format!("its types are {}", super::list(known.iter().map(String::as_str)))),
    }
}

pub(crate) fn type_arity(span: Span, name: &str, wanted: usize, found: usize) -> Diagnostic {
    Diagnostic::error("M0045", span, format!("`{name}` takes {wanted} type arguments; {found} are given"))
}

pub(crate) fn type_parameter_twice(span: Span, first: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0044", span, format!("the type parameter `{name}` stands here twice"))
        .related(first, "first here")
}

/// A path to a type that goes through something without types.
pub(crate) fn no_types_inside(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0024", span, format!("`{name}` holds no types that can be named here"))
        .help("types are members of modules: import the module, or name the type itself")
}

/// A path to a type through a module that is not there.
pub(crate) fn no_module_inside(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0028", span, format!("there is no `{name}` in this module"))
}

/// Where a name stands twice.
pub(crate) const IN_PATTERN: &str = "in this pattern";
pub(crate) const BESIDE_AND: &str = "by both sides of an `and`";

pub(crate) fn duplicate(span: Span, first: Span, name: &str, place: &str) -> Diagnostic {
    let code = match place {
        "in this record" | "in this type" => "M0018",
        IN_PATTERN => "M0017",
        BESIDE_AND => "M0260",
        _ => "M0051",
    };
    Diagnostic::error(code, span, format!("`{name}` is defined twice {place}"))
        .related(first, "first defined here")
}

pub(crate) fn used_before_definition(span: Span, name: &str, defined: Span) -> Diagnostic {
    Diagnostic::error("M0016", span, format!("`{name}` is used before it is defined"))
        .related(defined, "defined here")
        .help("move the definition up, or write its type down")
}

/// The type of a later declaration that would have to be inferred first.
pub(crate) fn type_not_known_yet(span: Span, name: &str, defined: Span) -> Diagnostic {
    Diagnostic::error("M0055", span, format!("the type of `{name}` is not known here yet"))
        .related(defined, "declared here")
        .help("move the declaration up, or write its type down")
}

pub(crate) fn unbalanced_alternatives(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0189", span, format!("`{name}` is bound on one side of `or` only"))
        .help("both sides bind the same names, with the same types")
}

pub(crate) fn alternatives_differ(
    types: &mo_types::Types,
    span: Span,
    name: &str,
    first: &mo_types::Ty,
    second: &mo_types::Ty,
) -> Diagnostic {
    let (first, second) = (types.show_short(first), types.show_short(second));
    Diagnostic::warning(
        "M0190",
        span,
        format!("`{name}` is {first} on one side of `or` and {second} on the other"),
    )
    .help("nothing can be done with a name whose types have nothing in common")
}

pub(crate) fn lonely_placeholder(span: Span) -> Diagnostic {
    Diagnostic::error("M0192", span, "`_` stands for a value only behind `|>`")
}

pub(crate) fn misplaced_bang(span: Span) -> Diagnostic {
    Diagnostic::error("M0064", span, "`!` stands only inside `do ? { }`")
        .help("use `switch`, or `let ?x = .. else ..`")
}

pub(crate) fn misplaced_return(span: Span) -> Diagnostic {
    Diagnostic::error("M0085", span, "`return` stands only inside a function")
}

pub(crate) fn misplaced(span: Span, what: &str, rule: &str) -> Diagnostic {
    let code = if what == "a mixin" { "M0228" } else { "M0227" };
    Diagnostic::error(code, span, format!("{what} {rule}"))
}

/// A mixin where a value is expected.
pub(crate) fn mixin_as_value(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0057", span, format!("`{name}` is a mixin, which is no value"))
        .help(format!("write `include {name}(..)` in an actor"))
}

/// `continue` with the label of a block.
pub(crate) fn continue_of_no_loop(span: Span) -> Diagnostic {
    Diagnostic::error("M0238", span, "this label is not one of a loop").help("leave the block with `break`")
}

pub(crate) fn unknown_label(span: Span, name: Option<&str>, known: &[String]) -> Diagnostic {
    let Some(name) = name else {
        return Diagnostic::error("M0238", span, "there is no loop around this");
    };
    let error = Diagnostic::error("M0083", span, format!("there is no label `{name}` around this"));
    match did_you_mean(name, known.iter().map(String::as_str).filter(|known| !known.is_empty())) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(format!("write `label {name}` before the loop")),
    }
}
