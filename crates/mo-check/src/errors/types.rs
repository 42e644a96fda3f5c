//! Types that do not fit.

use diagnostics::{Diagnostic, did_you_mean};
use mo_syntax::ast::{BinaryOp, CompareOp, Expr, ExprKind, Ident, UnaryOp};
use mo_types::{Field, Prim, Ty, TyKind, Types};
use source::Span;

pub(crate) fn too_large(span: Span) -> Diagnostic {
    let message = "the type of this has more than 100 000 parts, which is more than the compiler looks at";
    Diagnostic::error("S0004", span, message)
        .help("give its parts a named type, `type T = ...`: a name counts as one part")
}

pub(crate) fn too_much_in_common(span: Span) -> Diagnostic {
    let message = "what the types in this file have in common takes too long to find out: they have thousands of fields";
    Diagnostic::error("S0004", span, message)
        .help("give the type that branches or elements have in common a name, and write it where they stand")
}

pub(crate) fn mismatch(types: &Types, span: Span, found: &Ty, expected: &Ty) -> Diagnostic {
    let (shown, wanted) = (types.show_short(found), types.show_short(expected));
    let error =
        Diagnostic::error("M0096", span, format!("this has the type {shown} where {wanted} is expected"));
    match (&*types.promote(found), &*types.promote(expected)) {
        (TyKind::Option(inner), _) if types.sub(inner, expected) => {
            error.help("take the value out with `switch`, or give a default with `??`")
        }
        (_, TyKind::Option(inner)) if types.sub(found, inner) => {
            error.help("put `?` before it").suggest(span.before(), "?")
        }
        (TyKind::Prim(Prim::Nat), TyKind::Prim(Prim::Text)) => {
            error.help("turn it into a text with Nat.toText")
        }
        (TyKind::Prim(Prim::Int), TyKind::Prim(Prim::Text)) => {
            error.help("turn it into a text with Int.toText")
        }
        (TyKind::Prim(Prim::Principal), TyKind::Prim(Prim::Text)) => {
            error.help("turn it into a text with Principal.toText")
        }
        (TyKind::Prim(Prim::Int), TyKind::Prim(Prim::Nat)) => {
            error.help("an Int may be negative; Int.abs or Int.toNat gives a Nat")
        }
        (TyKind::Prim(from), TyKind::Prim(to)) if from.is_number() && to.is_number() => error.help(format!(
            "convert with {}.to{} or {}.from{}",
            from.name(),
            to.name(),
            to.name(),
            from.name()
        )),
        (_, TyKind::Tuple(parts)) if parts.is_empty() => {
            error.help("put `ignore` before it if its value is not needed")
        }
        (TyKind::Tuple(parts), _) if parts.is_empty() => {
            error.note("a block whose last line ends without a value gives ()")
        }
        (TyKind::Object(found), TyKind::Object(wanted)) => {
            let missing: Vec<&str> = wanted
                .fields
                .iter()
                .filter(|field| found.field(&field.name).is_none())
                .map(|field| field.name.as_str())
                .collect();
            if missing.is_empty() { error } else { error.note(format!("it lacks {}", super::list(missing))) }
        }
        _ => error,
    }
}

pub(crate) fn text_not_utf8(span: Span) -> Diagnostic {
    Diagnostic::error("M0049", span, "the bytes of this text are not UTF-8")
        .help("as a Blob it can be written: (\"..\" : Blob)")
}

pub(crate) fn literal_out_of_range(span: Span, value: &str, ty: &str) -> Diagnostic {
    Diagnostic::error("M0048", span, format!("{value} is no {ty}: it is out of range"))
}

pub(crate) fn unary_undefined(types: &Types, span: Span, op: UnaryOp, ty: &Ty) -> Diagnostic {
    let symbol = match op {
        UnaryOp::Plus => "+",
        UnaryOp::Minus => "-",
        UnaryOp::Complement => "^",
    };
    Diagnostic::error("M0059", span, format!("`{symbol}` is not defined for {}", types.show_short(ty)))
}

pub(crate) fn binary_undefined(types: &Types, span: Span, op: BinaryOp, left: &Ty, right: &Ty) -> Diagnostic {
    let symbol = symbol(op);
    let (a, b) = (types.show_short(left), types.show_short(right));
    let error = Diagnostic::error("M0060", span, format!("`{symbol}` is not defined for {a} and {b}"));
    let is = |ty: &Ty, prim: Prim| matches!(&*types.promote(ty), TyKind::Prim(found) if *found == prim);
    let text = is(left, Prim::Text) || is(right, Prim::Text);
    if op == BinaryOp::Add && text {
        return error.help("texts are joined with `#`");
    }
    if op == BinaryOp::Concat {
        return error.help("`#` joins texts; turn the other side into one with toText or debug_show");
    }
    error
}

fn symbol(op: BinaryOp) -> &'static str {
    use BinaryOp as B;
    match op {
        B::Add => "+",
        B::Sub => "-",
        B::Mul => "*",
        B::Div => "/",
        B::Rem => "%",
        B::Pow => "**",
        B::WrapAdd => "+%",
        B::WrapSub => "-%",
        B::WrapMul => "*%",
        B::WrapPow => "**%",
        B::And => "&",
        B::Or => "|",
        B::Xor => "^",
        B::ShiftLeft => "<<",
        B::ShiftRight => ">>",
        B::RotateLeft => "<<>",
        B::RotateRight => "<>>",
        B::Concat => "#",
    }
}

pub(crate) fn compare_undefined(
    types: &Types,
    span: Span,
    op: CompareOp,
    left: &Ty,
    right: &Ty,
) -> Diagnostic {
    let (a, b) = (types.show_short(left), types.show_short(right));
    let symbol = match op {
        CompareOp::Eq => "==",
        CompareOp::Ne => "!=",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    };
    Diagnostic::error("M0060", span, format!("`{symbol}` is not defined for {a} and {b}"))
}

/// In a pattern (`M0112`) or an expression (`M0096`).
pub(crate) fn payload_missing(
    types: &Types,
    code: &'static str,
    span: Span,
    name: &str,
    ty: &Ty,
) -> Diagnostic {
    Diagnostic::error(
        code,
        span,
        format!("`#{name}` carries a value of type {}, which is missing", types.show_short(ty)),
    )
    .help(format!("write #{name}(..)"))
}

pub(crate) fn unknown_case(types: &Types, span: Span, name: &str, cases: &[Field], ty: &Ty) -> Diagnostic {
    let error = Diagnostic::error("M0096", span, format!("{} has no case `#{name}`", types.show_short(ty)));
    nearest_case(error, span, name, cases)
}

/// A pattern for a case that the values do not have.
pub(crate) fn case_never_met(types: &Types, span: Span, name: &str, cases: &[Field], ty: &Ty) -> Diagnostic {
    let words = format!("nothing matches this: {} has no case `#{name}`", types.show_short(ty));
    nearest_case(Diagnostic::warning("M0146", span, words), span, name, cases)
}

/// A negative number as the pattern for values that are never below zero.
pub(crate) fn literal_never_met(types: &Types, span: Span, ty: &Ty) -> Diagnostic {
    let words = format!("nothing matches this: no {} is below zero", types.show_short(ty));
    Diagnostic::warning("M0146", span, words)
}

fn nearest_case(error: Diagnostic, span: Span, name: &str, cases: &[Field]) -> Diagnostic {
    let known = cases.iter().map(|case| case.name.as_str());
    match did_you_mean(name, known.clone()) {
        Some(near) => error.help(format!("did you mean `#{near}`?")).suggest(span, near),
        None => error.help(format!("its cases are {}", super::list(known))),
    }
}

pub(crate) fn not_an_object(types: &Types, span: Span, ty: &Ty) -> Diagnostic {
    Diagnostic::error("M0093", span, format!("this is no record: it has the type {}", types.show_short(ty)))
}

pub(crate) fn mutability(span: Span, name: &str, wants_var: bool) -> Diagnostic {
    if wants_var {
        return Diagnostic::error("M0149", span, format!("the field `{name}` has to be `var` here"))
            .fix(span.before(), "var ");
    }
    Diagnostic::error("M0150", span, format!("the field `{name}` must not be `var` here"))
}

pub(crate) fn missing_fields(types: &Types, span: Span, missing: &[&Field], expected: &Ty) -> Diagnostic {
    let names = super::list(missing.iter().map(|field| field.name.as_str()));
    let wanted = missing.iter().map(|field| format!("{} : {}", field.name, types.show_short(&field.ty)));
    Diagnostic::error(
        "M0151",
        span,
        format!("this record lacks {names}, which {} has", types.show_short(expected)),
    )
    .help(format!("add {}", wanted.collect::<Vec<_>>().join("; ")))
}

pub(crate) fn update_of_unknown_field(span: Span, name: &str, known: &[&str]) -> Diagnostic {
    let error = Diagnostic::error(
        "M0215",
        span,
        format!("the type expected here has no field `{name}`: its value would be lost"),
    );
    match did_you_mean(name, known.iter().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")).suggest(span, near),
        None => error.help(format!("the fields are {}", super::list(known.iter().copied()))),
    }
}

pub(crate) fn unknown_field(
    types: &Types,
    name: &Ident,
    ty: &Ty,
    known: &[&str],
    module: Option<&str>,
) -> Diagnostic {
    let words = match module {
        Some(module) => format!("the module `{module}` has no `{}`", name.name),
        None => format!("{} has no field `{}`", types.show_short(ty), name.name),
    };
    let error = Diagnostic::error("M0072", name.span, words);
    let renamed = module.and_then(|_| other_spelling(&name.name)).filter(|better| known.contains(better));
    match renamed.or_else(|| did_you_mean(&name.name, known.iter().copied())) {
        Some(near) => error.help(format!("did you mean `{near}`?")).suggest(name.span, near),
        None if known.is_empty() || known.len() > 12 => error,
        None => error.help(format!("it has {}", super::list(known.iter().copied()))),
    }
}

/// A function behind a dot that is known under another name.
pub(crate) fn other_name(types: &Types, name: &Ident, ty: &Ty, better: &str) -> Diagnostic {
    let message = format!("{} has no member `{}`", types.show_short(ty), name.name);
    Diagnostic::error("M0072", name.span, message)
        .help(format!("did you mean `{better}`?"))
        .suggest(name.span, better)
}

/// Spellings from JavaScript and from older libraries.
pub(crate) fn other_spelling(name: &str) -> Option<&'static str> {
    Some(match name {
        "put" | "set" | "insert" | "push" | "append" => "add",
        "delete" => "remove",
        "toLowerCase" => "toLower",
        "toUpperCase" => "toUpper",
        "some" => "any",
        "every" => "all",
        "length" | "len" | "count" => "size",
        "has" => "containsKey",
        "includes" => "contains",
        "vals" => "values",
        "reduce" => "foldLeft",
        "indexOf" => "findIndex",
        _ => return None,
    })
}

pub(crate) fn no_such_member(types: &Types, name: &Ident, ty: &Ty, home: Option<String>) -> Diagnostic {
    // What has members of its own is told apart from what has none at all.
    let code = match &*types.promote(ty) {
        TyKind::Array(_) | TyKind::VarArray(_) | TyKind::Prim(Prim::Text | Prim::Blob) => "M0072",
        _ => "M0070",
    };
    let error =
        Diagnostic::error(code, name.span, format!("{} has no member `{}`", types.show_short(ty), name.name));
    match home {
        Some(home) => {
            let top = Span { start: 0, end: 0, ..name.span };
            error
                .help(format!("functions on it are in the module `{home}`; import it"))
                .fix(top, format!("import {home} \"mo:core/{home}\";\n"))
        }
        None => match other_spelling(&name.name) {
            Some(better) => error.help(format!("did you mean `{better}`?")).suggest(name.span, better),
            None => error,
        },
    }
}

pub(crate) fn projection_out_of_bounds(span: Span, index: u32, size: usize) -> Diagnostic {
    Diagnostic::error("M0066", span, format!("this tuple has {size} parts; there is no part {index}"))
}

pub(crate) fn not_a_tuple(types: &Types, span: Span, ty: &Ty) -> Diagnostic {
    Diagnostic::error("M0067", span, format!("this is no tuple: it has the type {}", types.show_short(ty)))
}

pub(crate) fn not_an_array(types: &Types, span: Span, ty: &Ty) -> Diagnostic {
    Diagnostic::error("M0075", span, format!("this is no array: it has the type {}", types.show_short(ty)))
}

pub(crate) fn not_mutable(target: &Expr, declared: Option<Span>) -> Diagnostic {
    let (what, help) = match &target.kind {
        ExprKind::Name(name) => (format!("`{name}`"), "declare it with `var`"),
        ExprKind::Field(_, name) => (
            format!("the field `{}`", name.name),
            "declare the field with `var`, or build a new record with `with`",
        ),
        ExprKind::Index(..) => ("an element of this array".to_owned(), "make it a mutable array, [var T]"),
        _ => ("this".to_owned(), "assign to a variable, a `var` field or an element of a mutable array"),
    };
    let error = Diagnostic::error("M0073", target.span, format!("{what} cannot be assigned to")).help(help);
    match declared {
        Some(span) => error.related(span, "declared here"),
        None => error,
    }
}

pub(crate) fn not_an_option(types: &Types, span: Span, ty: &Ty) -> Diagnostic {
    Diagnostic::error("M0065", span, format!("this is no option: it has the type {}", types.show_short(ty)))
}

pub(crate) fn not_an_iterator(types: &Types, span: Span, ty: &Ty) -> Diagnostic {
    let error = Diagnostic::error(
        "M0082",
        span,
        format!("`for` needs an iterator; this has the type {}", types.show_short(ty)),
    );
    match &*types.promote(ty) {
        TyKind::Array(_) | TyKind::VarArray(_) => {
            error.help("iterate over its values").fix(span.after(), ".values()")
        }
        _ => error.help("call .values(), .entries() or .keys() on it"),
    }
}

pub(crate) fn block_without_value(types: &Types, span: Span, expected: &Ty) -> Diagnostic {
    Diagnostic::error(
        "M0096",
        span,
        format!("this block gives no value where {} is expected", types.show_short(expected)),
    )
    .help("end it with an expression, or with `return`")
}

pub(crate) fn empty_block(types: &Types, span: Span, expected: &Ty) -> Diagnostic {
    let shown = types.show_short(expected);
    Diagnostic::error("M0136", span, format!("this block is empty where {shown} is expected"))
}

pub(crate) fn dropped_value(types: &Types, span: Span, ty: &Ty, literal: bool) -> Diagnostic {
    Diagnostic::error(
        if literal { "M0050" } else { "M0096" },
        span,
        format!("this gives a value of type {} that nobody takes", types.show_short(ty)),
    )
    .help("put `ignore` before it if its value is not needed")
    .suggest(span.before(), "ignore ")
}

/// A literal where something else is expected.
pub(crate) fn literal_mismatch(types: &Types, span: Span, found: &Ty, expected: &Ty) -> Diagnostic {
    Diagnostic { code: Some("M0050"), ..mismatch(types, span, found, expected) }
}

pub(crate) fn may_trap(span: Span) -> Diagnostic {
    Diagnostic::warning("M0155", span, "this subtraction of naturals traps if the result is below zero")
        .help("write the type of the result: `: Int` if it may be below zero, `: Nat` if it cannot be")
}

pub(crate) fn incomparable(types: &Types, span: Span, left: &Ty, right: &Ty) -> Diagnostic {
    let (left, right) = (types.show_short(left), types.show_short(right));
    Diagnostic::warning(
        "M0062",
        span,
        format!("{left} and {right} have no value in common, so they are never equal"),
    )
}

pub(crate) fn ambiguous_base(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0177", span, format!("more than one base has the field `{name}`"))
        .help(format!("say which one is meant: `with {name} = ..`"))
}

pub(crate) fn redundant_ignore(span: Span) -> Diagnostic {
    Diagnostic::warning("M0089", span, "there is nothing to ignore: this gives `()`")
}

pub(crate) fn pointless_else(span: Span) -> Diagnostic {
    Diagnostic::warning("M0243", span, "this is never reached: the pattern takes every value")
}

/// Branches or elements of which only is known that they are something.
pub(crate) fn nothing_in_common(code: &'static str, span: Span) -> Diagnostic {
    Diagnostic::error(code, span, "this has nothing in common with what stands beside it")
        .help("give them one type, a variant for example, or write the type down")
}

/// `and` or `or` of types that have nothing in common.
pub(crate) fn trivial_combination(code: &'static str, span: Span, is: &str) -> Diagnostic {
    Diagnostic::error(code, span, format!("these types have nothing in common, so this is {is}"))
}

/// A type that is defined as itself.
/// A member of an actor type that is no shared function.
pub(crate) fn not_a_method(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0042", span, format!("`{name}` of an actor has to be a shared function")).help(
        "an actor shows functions only; write one that gives the value, as `name : query () -> async Nat`",
    )
}

/// A definition that never comes back to a type it had before.
pub(crate) fn expansive_definition(span: Span, name: &str, parameter: &str) -> Diagnostic {
    Diagnostic::error(
        "M0156",
        span,
        format!("the definition of `{name}` grows for ever: `{parameter}` is passed on inside a larger type"),
    )
    .help(format!("pass `{parameter}` on as it is"))
}

/// `let x = ()`, or a call that gives nothing.
pub(crate) fn unit_binding(span: Span, keyword: &str) -> Diagnostic {
    Diagnostic::warning("M0239", span, "this binds `()`, which says nothing")
        .help(format!("leave out the `{keyword}` and the name"))
}

pub(crate) fn endless_definition(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "M0157",
        span,
        format!("the definition of `{name}` leads back to itself without saying anything"),
    )
    .help("put an option, record or variant in between")
}

pub(crate) fn not_showable(types: &Types, span: Span, ty: &Ty, part: &Ty) -> Diagnostic {
    let (shown, part) = (types.show_short(ty), types.show_short(part));
    let error = Diagnostic::error("M0063", span, format!("a value of type {shown} cannot be shown"));
    if shown == part { error } else { error.note(format!("because of {part}")) }
}

pub(crate) fn pattern_field_missing(diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic { code: Some("M0119"), ..diagnostic }
}

pub(crate) fn pattern_mismatch(
    types: &Types,
    code: &'static str,
    span: Span,
    what: &str,
    ty: &Ty,
) -> Diagnostic {
    Diagnostic::error(
        code,
        span,
        format!("this pattern is for {what}, but meets values of type {}", types.show_short(ty)),
    )
}

pub(crate) fn pattern_annotation(types: &Types, span: Span, ty: &Ty, written: &Ty) -> Diagnostic {
    let (ty, written) = (types.show_short(ty), types.show_short(written));
    Diagnostic::error(
        "M0117",
        span,
        format!("this pattern is for values of type {written}, but meets values of type {ty}"),
    )
}

/// An anonymous function that says it gives something else than is expected of it.
pub(crate) fn result_mismatch(types: &Types, span: Span, written: &Ty, wanted: &Ty) -> Diagnostic {
    Diagnostic { code: Some("M0095"), ..mismatch(types, span, written, wanted) }
}

pub(crate) fn tuple_size(types: &Types, span: Span, found: usize, wanted: usize, ty: &Ty) -> Diagnostic {
    let shown = types.show_short(ty);
    Diagnostic::error(
        "M0118",
        span,
        format!("this pattern has {found} parts, but meets tuples of {wanted}: {shown}"),
    )
}

/// An array where one of the other kind is expected.
pub(crate) fn array_kind(types: &Types, span: Span, mutable: bool, expected: &Ty) -> Diagnostic {
    let (found, help) =
        if mutable { ("mutable array", "leave `var` out") } else { ("immutable array", "write `[var ..]`") };
    Diagnostic::error(
        "M0091",
        span,
        format!("this is a {found}, where {} is expected", types.show_short(expected)),
    )
    .help(help)
}

pub(crate) fn literal_pattern(types: &Types, span: Span, found: &Ty, ty: &Ty) -> Diagnostic {
    let (found, ty) = (types.show_short(found), types.show_short(ty));
    Diagnostic::error(
        "M0050",
        span,
        format!("this literal has the type {found}, but meets values of type {ty}"),
    )
}

pub(crate) fn shared_result(types: &Types, span: Span, result: &Ty) -> Diagnostic {
    let shown = types.show_short(result);
    Diagnostic::error("M0035", span, format!("a shared function answers with `async T`, not with {shown}"))
        .fix(span.before(), "async ")
}

pub(crate) fn parameter_type_missing(span: Span) -> Diagnostic {
    Diagnostic::error("M0103", span, "nothing here says which type this parameter has")
        .help("write it behind a colon, as in `x : Nat`")
}

pub(crate) fn not_a_mixin(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("M0226", span, format!("`{name}` is no mixin"))
        .help("`include` takes what was imported from a `mixin` file")
}

pub(crate) fn wrong_argument_count(span: Span, wanted: usize, found: usize) -> Diagnostic {
    Diagnostic::error("M0096", span, format!("{found} arguments are given where {wanted} are expected"))
}

pub(crate) fn not_exhaustive(span: Span, missing: &str) -> Diagnostic {
    let head = Span { end: span.end.min(span.start + 6), ..span };
    Diagnostic::error("M0145", head, format!("the cases of this switch do not cover {missing}"))
        .help("add a case for it, or `case _`")
}

pub(crate) fn refutable_let(span: Span, missing: &str) -> Diagnostic {
    Diagnostic::error("M0145", span, format!("this pattern does not cover {missing}"))
        .help("add `else { .. }` behind the value, or use `switch`")
}

pub(crate) fn coverage_unknown(span: Span) -> Diagnostic {
    let head = Span { end: span.end.min(span.start + 6), ..span };
    let message =
        "there are too many combinations to say whether all values are covered; what is not covered traps";
    Diagnostic::warning("S0005", head, message).help("add `case _`, or look at fewer parts at once")
}

pub(crate) fn unreachable_case(span: Span) -> Diagnostic {
    Diagnostic::warning("M0146", span, "no value reaches this case: earlier ones take all of them")
}
