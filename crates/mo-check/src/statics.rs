//! What may stand in a module, or in front of an actor: it is there before anything runs, so its values are written down rather
//! than computed.

use diagnostics::Diagnostic;
use mo_syntax::ast::{Dec, DecField, DecKind, Expr, ExprKind, ObjectBlock, ObjectSort, Program};

use crate::errors::actors::not_static;

/// Returns a diagnostic for everything in the modules of a file that would have to run.
pub(crate) fn statics(program: &Program) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    program.decs.iter().for_each(|dec| modules(dec, &mut found));
    found
}

fn modules(dec: &Dec, found: &mut Vec<Diagnostic>) {
    if let DecKind::Object(ObjectBlock { parenthetical: Some(expr), .. }) = &dec.kind {
        static_expr(expr, found);
    }
    if let DecKind::Class(class) = &dec.kind {
        class.parenthetical.iter().for_each(|expr| static_expr(expr, found));
    }
    if let DecKind::Object(block) = &dec.kind {
        match block.sort {
            ObjectSort::Module => fields(&block.fields, found),
            _ => block.fields.iter().for_each(|field| modules(&field.dec, found)),
        }
    }
}

fn fields(fields: &[DecField], found: &mut Vec<Diagnostic>) {
    fields.iter().for_each(|field| static_dec(&field.dec, found));
}

fn static_dec(dec: &Dec, found: &mut Vec<Diagnostic>) {
    match &dec.kind {
        DecKind::Type(_) | DecKind::Class(_) | DecKind::Func(_) | DecKind::Error => {}
        DecKind::Expr(expr) => static_expr(expr, found),
        DecKind::Let { value, otherwise: None, .. } => value.iter().for_each(|expr| static_expr(expr, found)),
        DecKind::Object(block) => static_block(block, dec, found),
        DecKind::Let { .. } | DecKind::Var { .. } | DecKind::Mixin(_) | DecKind::Include { .. } => {
            found.push(not_static(dec.span));
        }
    }
}

fn static_block(block: &ObjectBlock, dec: &Dec, found: &mut Vec<Diagnostic>) {
    if block.sort == ObjectSort::Actor {
        found.push(not_static(dec.span));
    } else {
        fields(&block.fields, found);
    }
}

fn static_expr(expr: &Expr, found: &mut Vec<Diagnostic>) {
    use ExprKind as E;
    let mut all = |exprs: &mut dyn Iterator<Item = &Expr>| exprs.for_each(|expr| static_expr(expr, found));
    match &expr.kind {
        E::Literal(_) | E::Name(_) | E::Func(_) | E::Class(_) | E::Error => {}
        E::Tuple(parts) | E::Array { mutable: false, parts } => all(&mut parts.iter()),
        E::Option(inner) | E::Annotation(inner, _) | E::Field(inner, _) | E::Projection(inner, _) => {
            static_expr(inner, found);
        }
        E::Tag { payload, .. } => all(&mut payload.iter().map(|payload| &**payload)),
        E::Record { bases, fields } if fields.iter().all(|field| !field.mutable) => {
            all(&mut bases.iter().chain(fields.iter().filter_map(|field| field.value.as_ref())));
        }
        // A sign is part of the number.
        E::Unary(_, inner) if matches!(inner.kind, E::Literal(_)) => {}
        // The principal of an actor that is elsewhere.
        E::ActorReference(inner) => static_expr(inner, found),
        E::Block(decs) => decs.iter().for_each(|dec| static_dec(dec, found)),
        E::Object(block) if block.sort != ObjectSort::Actor => fields(&block.fields, found),
        _ => found.push(not_static(expr.span)),
    }
}
