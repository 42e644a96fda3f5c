//! Calls that could be written more simply: type arguments that inference finds, modules that a dot finds, implicit arguments.

use mo_syntax::ast::{Call, Expr, ExprKind};
use mo_types::{Func, Ty, TyKind};

use crate::errors::style;
use crate::infer::Checker;
use crate::info::{Implicit, Reference};
use crate::lints::Level;
use crate::scope::Scope;

/// The type arguments that inference found for a call that writes them down, while it was tried without.
#[derive(Default)]
pub(crate) struct Trial {
    pub(crate) running: bool,
    pub(crate) inferred: Vec<Ty>,
}

impl<'a> Checker<'a> {
    /// Whether anybody wants to hear of a finding.
    pub(crate) fn wants(&self, code: &str) -> bool {
        !self.skip_bodies
            && !self.trial.running
            && self.options.lints.level(code).is_some_and(|level| level != Level::Allow)
    }

    /// Runs a part of the checking for what it finds out, and forgets what it reported.
    pub(crate) fn try_out<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let (mark, found) = (self.types.save(), self.diagnostics.len());
        let (deferred, obligations) = (self.deferred.len(), self.obligations.len());
        let outer = std::mem::replace(&mut self.trial.running, true);
        let result = f(self);
        self.trial.running = outer;
        let failed = self.diagnostics[found..].iter().any(diagnostics::Diagnostic::is_error);
        self.diagnostics.truncate(found);
        self.deferred.truncate(deferred);
        self.obligations.truncate(obligations);
        self.types.restore(mark);
        (!failed).then_some(result)
    }

    /// Reports type arguments that are what inference found.
    pub(crate) fn redundant_types(&mut self, call: &Call, inferred: &[Ty], written: &[Ty]) {
        let same = inferred.len() == written.len()
            && inferred.iter().zip(written).all(|(found, written)| self.types.equal(found, written));
        if same {
            let span = source::Span {
                start: call.callee.span.end,
                end: call.arguments_span.start,
                ..call.callee.span
            };
            self.error(style::redundant_types(span));
        }
    }

    /// Reports `Module.f(value, ..)` where `value.f(..)` is the same.
    pub(crate) fn could_be_dot(&mut self, expr: &Expr, call: &Call, func: &Func, scope: &Scope) {
        let ExprKind::Field(base, name) = &call.callee.kind else { return };
        let ExprKind::Name(module) = &base.kind else { return };
        let Some(receiver) = call.arguments.first().filter(|first| stands_before_dot(first)) else { return };
        let in_module = matches!(&*self.info.ty(base.id), TyKind::Object(object) if object.sort == mo_types::Sort::Module);
        if !in_module || func.args.first().and_then(|first| first.name.as_deref()) != Some("self") {
            return;
        }
        let ty = self.types.resolve(&self.info.ty(receiver.id));
        if ty.is_error() || self.as_object(&ty).is_some_and(|object| object.field(&name.name).is_some()) {
            return;
        }
        let Some((Reference::Path(path), found)) = self.contextual(&ty, &name.name, scope) else { return };
        let is_same = matches!(path.as_slice(), [first, second] if first == module && *second == name.name);
        // A wider `self` is found behind the dot by its own type only.
        if is_same && self.types.equal(&ty, &self.self_type(&found, &ty)) {
            let rest = call.arguments.get(1).map_or(call.arguments_span.end, |next| next.span.start);
            self.error(style::could_be_dot(expr.span, receiver.span, rest, call, &name.name));
        }
    }

    /// Reports implicit arguments that are what would be found without them. Returns whether there are any.
    pub(crate) fn redundant_implicits(
        &mut self,
        call: &Call,
        given: &[(&Expr, String, Ty)],
        scope: &Scope,
    ) -> bool {
        let mut redundant = Vec::new();
        for (argument, name, wanted) in given {
            let Some(path) = path_of(argument) else { return false };
            let found = self.try_out(|checker| checker.find_implicit(name, wanted, argument.span, scope, 0));
            match found {
                Some(Some(Implicit::Direct(Reference::Path(found)))) if found == path => {
                    redundant.push((*argument, path.join(".")));
                }
                _ => return false,
            }
        }
        for (argument, shown) in &redundant {
            let at = call.arguments.iter().position(|known| known.id == argument.id).unwrap_or_default();
            let next = call.arguments.get(at + 1).map(|next| next.span.start);
            let before = at.checked_sub(1).map(|at| call.arguments[at].span.end);
            self.error(style::redundant_implicit(argument.span, shown, before, next));
        }
        !redundant.is_empty()
    }
}

/// Whether an expression reads well before a dot: no literal, no operator, nothing that would need parentheses.
fn stands_before_dot(expr: &Expr) -> bool {
    matches!(
        &expr.kind,
        ExprKind::Name(_)
            | ExprKind::Field(..)
            | ExprKind::Projection(..)
            | ExprKind::Index(..)
            | ExprKind::Call(_)
            | ExprKind::Array { .. }
    )
}

/// The names of `A.B.c`.
fn path_of(expr: &Expr) -> Option<Vec<String>> {
    match &expr.kind {
        ExprKind::Name(name) => Some(vec![name.clone()]),
        ExprKind::Field(base, name) => {
            let mut path = path_of(base)?;
            path.push(name.name.clone());
            Some(path)
        }
        _ => None,
    }
}
