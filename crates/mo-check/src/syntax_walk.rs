//! The parts of an expression, one level down: what analyses that only look at names share.

use mo_syntax::ast::{Case, Dec, Expr, ExprKind, Function, ObjectBlock};

/// A part of an expression, by what it does to names.
pub(crate) enum Part<'a> {
    /// Another expression in the same scope.
    Expr(&'a Expr),
    /// Declarations in a scope of their own.
    Block(&'a [Dec]),
    Case(&'a Case),
    Function(&'a Function),
    Object(&'a ObjectBlock),
}

/// Returns the parts of an expression, in order of execution. `for` loops, names and classes are the caller's business.
pub(crate) fn parts(expr: &Expr) -> Vec<Part<'_>> {
    use ExprKind as E;
    match &expr.kind {
        E::Literal(_) | E::Name(_) | E::Placeholder | E::Continue(_) | E::Error | E::Class(_) => Vec::new(),
        E::Tuple(parts) | E::Array { parts, .. } | E::ToCandid(parts) => {
            parts.iter().map(Part::Expr).collect()
        }
        E::Record { bases, fields } => {
            let values = fields.iter().filter_map(|field| field.value.as_ref());
            bases.iter().chain(values).map(Part::Expr).collect()
        }
        E::Object(block) => vec![Part::Object(block)],
        E::Tag { payload, .. } => payload.iter().map(|payload| Part::Expr(payload)).collect(),
        E::Option(inner)
        | E::Field(inner, _)
        | E::Projection(inner, _)
        | E::Unary(_, inner)
        | E::Not(inner)
        | E::Annotation(inner, _)
        | E::DoOption(inner)
        | E::Bang(inner)
        | E::Debug(inner)
        | E::DebugShow(inner)
        | E::Ignore(inner)
        | E::Assert(inner)
        | E::Throw(inner)
        | E::FromCandid(inner)
        | E::ActorReference(inner)
        | E::SystemMember(inner, _)
        | E::Async { body: inner, .. }
        | E::Await { value: inner, .. }
        | E::Label(_, _, inner) => vec![Part::Expr(inner)],
        E::Index(a, b)
        | E::Binary(_, a, b)
        | E::Compare(_, a, b)
        | E::And(a, b)
        | E::Or(a, b)
        | E::Coalesce(a, b)
        | E::Pipe(a, b)
        | E::Assign(a, b)
        | E::AssignOp(_, a, b)
        | E::While(a, b) => vec![Part::Expr(a), Part::Expr(b)],
        E::For(_, iterator, body) => vec![Part::Expr(iterator), Part::Expr(body)],
        E::Call(call) => {
            let mut found: Vec<Part<'_>> = call.parenthetical.iter().map(|expr| Part::Expr(expr)).collect();
            found.push(Part::Expr(&call.callee));
            found.extend(call.arguments.iter().map(Part::Expr));
            found
        }
        E::Block(decs) => vec![Part::Block(decs)],
        E::If(a, b, c) => {
            [Some(a), Some(b), c.as_ref()].into_iter().flatten().map(|expr| Part::Expr(expr)).collect()
        }
        E::Switch(subject, cases) => {
            std::iter::once(Part::Expr(subject)).chain(cases.iter().map(Part::Case)).collect()
        }
        E::Loop(body, condition) => {
            std::iter::once(body).chain(condition.iter()).map(|expr| Part::Expr(expr)).collect()
        }
        E::Break(_, value) | E::Return(value) => value.iter().map(|expr| Part::Expr(expr)).collect(),
        E::Func(function) => vec![Part::Function(function)],
        E::Try { body, cases, finally } => {
            let mut found = vec![Part::Expr(body)];
            found.extend(cases.iter().map(Part::Case));
            found.extend(finally.iter().map(|expr| Part::Expr(expr)));
            found
        }
    }
}
