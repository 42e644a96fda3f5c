//! What written types have to keep to once every name in them is defined: what is sent must be shared.

use mo_syntax::ast::{self, SharingMode, TypeKind};
use mo_types::{Sharing, Ty, TyKind};
use source::Span;

use crate::errors::{actors, asynchronous, types};
use crate::infer::Checker;

/// A demand on a type that can only be looked at when all definitions are known.
pub(crate) enum Obligation {
    /// What `async` gives.
    Awaited(Span, Ty),
    /// What a shared function gives.
    Given(Span, Ty),
    /// What a shared function takes.
    Sent(Span, Ty),
    /// What a shared function answers with.
    Answer(Span, Ty),
    /// A member of an actor type.
    Member(Span, String, Ty),
}

impl Checker<'_> {
    pub(crate) fn demand(&mut self, obligation: Obligation) {
        // What belongs to a package is known to be right.
        if !self.skip_bodies {
            self.obligations.push(obligation);
        }
    }

    /// A written type of a shared function, or of a member of an actor, which is shared without saying so.
    pub(crate) fn demand_shared(&mut self, func: &ast::FuncType, arguments: &[Ty], result: &Ty) {
        for (written, ty) in func.arguments.iter().zip(arguments) {
            self.demand(Obligation::Sent(written.span, ty.clone()));
        }
        let one_way = result.is_unit() && func.sharing != SharingMode::Query;
        match &**result {
            TyKind::Async { star: false, result } => {
                self.demand(Obligation::Given(func.result.span, result.clone()));
            }
            TyKind::Error => {}
            _ if one_way => {}
            _ => self.demand(Obligation::Answer(func.result.span, result.clone())),
        }
    }

    /// A member of a written actor type.
    pub(crate) fn demand_member(&mut self, field: &ast::TypeField, ty: &Ty) {
        let written = match &field.ty.kind {
            TypeKind::Tuple(parts) if parts.len() == 1 => &parts[0].kind,
            kind => kind,
        };
        match (written, &**ty) {
            (TypeKind::Func(written), TyKind::Func(func)) if !field.mutable => {
                let arguments: Vec<Ty> = func.args.iter().map(|arg| arg.ty.clone()).collect();
                self.demand_shared(written, &arguments, &func.result);
            }
            _ if field.mutable => self.error(types::not_a_method(field.ty.span, &field.name.name)),
            _ => self.demand(Obligation::Member(field.ty.span, field.name.name.clone(), ty.clone())),
        }
    }

    /// Looks at all that was put off.
    pub(crate) fn meet_obligations(&mut self) {
        for obligation in std::mem::take(&mut self.obligations) {
            match obligation {
                Obligation::Awaited(span, ty) => {
                    if let Some(part) = self.types.unshared_part(&ty) {
                        self.error(asynchronous::content_not_shared(self.types, span, &ty, &part));
                    }
                }
                Obligation::Given(span, ty) => {
                    if let Some(part) = self.types.unshared_part(&ty) {
                        self.error(actors::unshared(self.types, span, "M0032", &ty, &part));
                    }
                }
                Obligation::Sent(span, ty) => {
                    if let Some(part) = self.types.unshared_part(&ty) {
                        self.error(actors::unshared(self.types, span, "M0031", &ty, &part));
                    }
                }
                Obligation::Answer(span, ty) => {
                    if !matches!(&*self.types.expand(&ty), TyKind::Async { star: false, .. }) {
                        self.error(types::shared_result(self.types, span, &ty));
                    }
                }
                Obligation::Member(span, name, ty) => {
                    let promoted = self.types.promote(&ty);
                    let is_method = match &*promoted {
                        TyKind::Func(func) => func.sharing != Sharing::Local,
                        kind => matches!(kind, TyKind::Error),
                    };
                    if !is_method {
                        self.error(types::not_a_method(span, &name));
                    }
                }
            }
        }
    }
}
