//! The expressions directly within an expression of the tree.

use mo_syntax::ast::{Dec, DecKind, Expr, ExprKind, RecordField};

/// Returns whether a test holds for one of the expressions directly within one. Bodies of functions, classes and asynchronous blocks
/// are not within it: they run at their own time.
pub(crate) fn any_part(expr: &Expr, test: &mut dyn FnMut(&Expr) -> bool) -> bool {
    match &expr.kind {
        ExprKind::Literal(_)
        | ExprKind::Name(_)
        | ExprKind::Placeholder
        | ExprKind::Continue(_)
        | ExprKind::Error
        | ExprKind::Func(_)
        | ExprKind::Class(_) => false,
        ExprKind::Async { parenthetical, .. } => parenthetical.iter().any(|part| test(part)),
        ExprKind::Tuple(parts) | ExprKind::Array { parts, .. } | ExprKind::ToCandid(parts) => {
            parts.iter().any(test)
        }
        ExprKind::Record { bases, fields } => bases.iter().any(&mut *test) || any_field(fields, test),
        ExprKind::Object(block) => block.fields.iter().any(|field| any_in_dec(&field.dec, test)),
        ExprKind::Tag { payload, .. } => payload.iter().any(|part| test(part)),
        ExprKind::Option(inner)
        | ExprKind::Field(inner, _)
        | ExprKind::Projection(inner, _)
        | ExprKind::Unary(_, inner)
        | ExprKind::Not(inner)
        | ExprKind::Annotation(inner, _)
        | ExprKind::DoOption(inner)
        | ExprKind::Bang(inner)
        | ExprKind::Debug(inner)
        | ExprKind::DebugShow(inner)
        | ExprKind::Ignore(inner)
        | ExprKind::Assert(inner)
        | ExprKind::Throw(inner)
        | ExprKind::FromCandid(inner)
        | ExprKind::ActorReference(inner)
        | ExprKind::SystemMember(inner, _)
        | ExprKind::Label(_, _, inner)
        | ExprKind::Await { value: inner, .. } => test(inner),
        ExprKind::Index(a, b)
        | ExprKind::Binary(_, a, b)
        | ExprKind::Compare(_, a, b)
        | ExprKind::And(a, b)
        | ExprKind::Or(a, b)
        | ExprKind::Coalesce(a, b)
        | ExprKind::Pipe(a, b)
        | ExprKind::Assign(a, b)
        | ExprKind::AssignOp(_, a, b)
        | ExprKind::While(a, b)
        | ExprKind::For(_, a, b) => test(a) || test(b),
        ExprKind::Call(call) => {
            test(&call.callee)
                || call.arguments.iter().any(&mut *test)
                || call.parenthetical.iter().any(|part| test(part))
        }
        ExprKind::Block(decs) => decs.iter().any(|dec| any_in_dec(dec, test)),
        ExprKind::If(condition, then, otherwise) => {
            test(condition) || test(then) || otherwise.iter().any(|part| test(part))
        }
        ExprKind::Switch(subject, cases) => test(subject) || cases.iter().any(|case| test(&case.body)),
        ExprKind::Loop(body, condition) => test(body) || condition.iter().any(|part| test(part)),
        ExprKind::Break(_, value) | ExprKind::Return(value) => value.iter().any(|part| test(part)),
        ExprKind::Try { body, cases, finally } => {
            test(body) || cases.iter().any(|case| test(&case.body)) || finally.iter().any(|part| test(part))
        }
    }
}

fn any_field(fields: &[RecordField], test: &mut dyn FnMut(&Expr) -> bool) -> bool {
    fields.iter().filter_map(|field| field.value.as_ref()).any(test)
}

fn any_in_dec(dec: &Dec, test: &mut dyn FnMut(&Expr) -> bool) -> bool {
    match &dec.kind {
        DecKind::Expr(expr) => test(expr),
        DecKind::Let { value, otherwise, .. } => value.iter().chain(otherwise).any(test),
        DecKind::Var { value, .. } => value.iter().any(test),
        DecKind::Object(block) => block.fields.iter().any(|field| any_in_dec(&field.dec, test)),
        DecKind::Include { arguments, .. } => arguments.iter().any(test),
        DecKind::Func(_) | DecKind::Class(_) | DecKind::Mixin(_) | DecKind::Type(_) | DecKind::Error => false,
    }
}
