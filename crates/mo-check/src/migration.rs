//! What a migration takes and gives: the one in front of an actor, `(with migration = f)`, and what it shares with the steps
//! of a chain.

use mo_syntax::ast::{self, Dec, DecField, DecKind, Pattern, PatternKind, Stability};
use mo_types::{Fit, Sharing, Ty, TyKind, Types};
use source::Span;

use crate::block::set;
use crate::errors::migrations::{self, End};
use crate::infer::Checker;
use crate::info::StableField;
use crate::scope::Scope;

impl<'a> Checker<'a> {
    /// The type of `(with migration = f)`.
    pub(crate) fn migration(
        &mut self,
        parenthetical: &'a ast::Expr,
        stable: &[StableField],
        scope: &Scope,
    ) -> Option<(Ty, Ty)> {
        if self.is_chained {
            self.error(migrations::both_ways(parenthetical.span));
            return None;
        }
        let ast::ExprKind::Record { fields, .. } = &parenthetical.kind else { return None };
        let Some(field) = fields.iter().find(|field| field.name.name == "migration") else {
            self.error(migrations::no_migration(parenthetical.span));
            return None;
        };
        for field in fields.iter().filter(|field| field.name.name != "migration") {
            self.error(migrations::unknown_attribute(field.name.span, &field.name.name));
        }
        let ty = match &field.value {
            Some(value) => self.infer(value, scope),
            None => {
                let value = scope.value(&field.name.name)?;
                value.ty.borrow().clone()?
            }
        };
        self.record(field.id, &ty);
        if ty.is_error() {
            return None;
        }
        let (takes, gives) = match ends(self.types, field.span, &ty) {
            Ok(ends) => ends,
            Err(error) => {
                self.error(*error);
                return None;
            }
        };
        self.migration_result(field.span, &gives, stable);
        self.migration_losses(field.span, &takes, &gives, stable);
        Some((takes, gives))
    }

    /// Checks a field of an actor that a chain of migrations fills, or reports what is wrong with it.
    pub(crate) fn chained_field(&mut self, field: &'a DecField, scope: &Scope) {
        let is_transient = matches!(field.stability, Some((Stability::Transient, _)));
        let (DecKind::Let { value, .. } | DecKind::Var { value, .. }) = &field.dec.kind else {
            self.dec(&field.dec, false, scope);
            return;
        };
        if value.is_none() {
            self.without_value(&field.dec, !is_transient, scope);
            return;
        }
        self.dec(&field.dec, false, scope);
        if !is_transient && let Some(name) = field.dec.names().first() {
            self.error(migrations::value_beside_chain(field.dec.span, name));
        }
    }

    /// A declaration without a value; `is_filled` says whether a chain of migrations gives it one.
    pub(crate) fn without_value(&mut self, dec: &'a Dec, is_filled: bool, scope: &Scope) {
        let names = dec.names();
        let name = names.first().map_or("_", String::as_str);
        match &dec.kind {
            DecKind::Let { pattern, .. } => {
                let is_name = |pattern: &Pattern| matches!(pattern.kind, PatternKind::Name(_));
                let ty = self.annotated_type(pattern, scope);
                if !is_filled {
                    self.error(migrations::no_value(dec.span, name));
                } else if is_name(pattern) {
                    self.error(migrations::no_type(dec.span, name));
                } else if !matches!(&pattern.kind, PatternKind::Annotation(inner, _) if is_name(inner)) {
                    self.error(migrations::pattern_without_value(dec.span));
                }
                self.pattern(pattern, &ty.unwrap_or_else(Ty::error), scope);
            }
            DecKind::Var { annotation, .. } => {
                if !is_filled {
                    self.error(migrations::no_value(dec.span, name));
                } else if annotation.is_none() {
                    self.error(migrations::no_type(dec.span, name));
                }
                if annotation.is_none() {
                    set(scope, name, Ty::error());
                }
            }
            _ => {}
        }
    }

    /// What a migration gives must fit the fields that it is for.
    fn migration_result(&mut self, span: Span, result: &Ty, stable: &[StableField]) {
        let TyKind::Object(object) = &*self.types.promote(result) else { return };
        for given in &object.fields {
            let Some(field) = stable.iter().find(|field| field.name == given.name) else {
                self.error(migrations::result_unknown(span, &given.name));
                continue;
            };
            let lost = match self.types.stable_fit(&given.name, &given.ty, &field.ty) {
                Fit::Whole => continue,
                Fit::Lossy(part) => Some(part),
                Fit::None => None,
            };
            let (name, found, wanted) = (&given.name, &given.ty, &field.ty);
            self.error(migrations::result_mismatch(self.types, span, name, found, wanted, lost.as_deref()));
        }
    }

    /// What a migration takes and does not give back is gone.
    fn migration_losses(&mut self, span: Span, taken: &Ty, given: &Ty, stable: &[StableField]) {
        let (taken, given) = (self.types.promote(taken), self.types.promote(given));
        let (TyKind::Object(taken), TyKind::Object(given)) = (&*taken, &*given) else { return };
        for field in taken.fields.iter().filter(|field| given.field(&field.name).is_none()) {
            let is_declared = stable.iter().any(|known| known.name == field.name);
            self.error(migrations::loss(self.types, span, &field.name, &field.ty, is_declared));
        }
    }
}

/// Returns what a migration of this type takes and gives.
///
/// # Errors
/// Why nothing of this type is a migration.
pub(crate) fn ends(types: &Types, span: Span, ty: &Ty) -> Result<(Ty, Ty), Box<diagnostics::Diagnostic>> {
    let promoted = types.promote(ty);
    let TyKind::Func(func) = &*promoted else {
        return Err(migrations::not_a_function(types, span, ty).into());
    };
    let is_async = matches!(&*types.promote(&func.result), TyKind::Async { .. });
    if func.sharing != Sharing::Local || !func.parameters.is_empty() || is_async {
        return Err(migrations::not_a_function(types, span, ty).into());
    }
    let takes = Ty::tuple(func.args.iter().map(|arg| arg.ty.clone()).collect());
    for (end, ty) in [(End::Takes, &takes), (End::Gives, &func.result)] {
        let is_record =
            matches!(&*types.promote(ty), TyKind::Object(object) if object.sort == mo_types::Sort::Object);
        if !is_record {
            return Err(migrations::not_a_record(types, span, end, ty).into());
        }
        if let Some(part) = types.unstable_part(ty) {
            return Err(migrations::not_stable(types, span, end, ty, &part).into());
        }
    }
    Ok((takes, func.result.clone()))
}
