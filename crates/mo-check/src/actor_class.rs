//! Actor classes: as the main program they take arguments when they are installed, imported they make canisters.

use mo_syntax::ast::Class;
use mo_types::{Body, Field, Func, Prim, Sharing, Sort, Ty, TyKind, TypeMember};

use crate::block::{message_context, set};
use crate::errors::types;
use crate::infer::Checker;
use crate::objects::ActorParts;
use crate::scope::Scope;

impl<'a> Checker<'a> {
    pub(crate) fn actor_class(&mut self, class: &'a Class, scope: &Scope) {
        let inner = scope.inner();
        if let Some(context) = &class.sharing.context {
            self.declare_own_pattern(context, &inner);
            self.pattern(context, &message_context(), &inner);
        }
        let args: Vec<_> = class.patterns.iter().map(|pattern| self.parameter(pattern, &inner)).collect();
        for (arg, pattern) in args.iter().zip(&class.patterns) {
            if let Some(part) = self.types.unshared_part(&arg.ty) {
                let name = class.name.as_ref().map_or("actor class", |name| name.name.as_str());
                let ty = &arg.ty;
                let error = crate::errors::actors::not_shared(
                    self.types,
                    pattern.span,
                    name,
                    "is made with",
                    ty,
                    &part,
                );
                self.error(error);
            }
        }
        let parts = ActorParts {
            name: class.this.as_ref(),
            fields: &class.fields,
            parenthetical: class.parenthetical.as_deref(),
            parameters: Some(args.iter().map(|arg| arg.ty.clone()).collect()),
            span: class.span,
        };
        let found = self.actor_parts(parts, scope, &inner.inner());
        let actor = match class.annotation.as_ref().map(|ty| self.ty(ty, &inner)) {
            Some(annotated) => {
                let wanted = match &*self.types.expand(&annotated) {
                    TyKind::Async { star: false, result } => result.clone(),
                    _ => annotated,
                };
                if !self.types.sub(&found, &wanted) {
                    self.error(types::mismatch(self.types, class.span, &found, &wanted));
                }
                wanted
            }
            None => found,
        };
        let Some(name) = &class.name else { return };
        let result = match scope.ty(&name.name) {
            Some(con) => {
                self.types.define(con, Body::Def(actor));
                Ty::con(con, Vec::new())
            }
            None => actor,
        };
        let result = TyKind::Async { star: false, result }.into();
        let func = Func { sharing: Sharing::Local, parameters: Vec::new(), system: false, args, result };
        let ty: Ty = TyKind::Func(func).into();
        set(scope, &name.name, ty.clone());
        self.record(class.id, &ty);
    }

    /// What importers of a file that ends with a class see.
    pub(crate) fn exported_class(&self, class: &Class, scope: &Scope) -> Ty {
        let ty = self.info.ty(class.id);
        let Some(name) = &class.name else { return ty };
        let types = scope.ty(&name.name).map(|con| TypeMember { name: name.name.clone(), con });
        let field = Field { name: name.name.clone(), var: false, ty };
        Ty::object(Sort::Module, vec![field], types.into_iter().collect())
    }

    /// Whether calling a function makes an actor.
    pub(crate) fn constructs_actor(&self, func: &Func) -> bool {
        match &*self.types.expand(&func.result) {
            TyKind::Async { star: false, result } => {
                matches!(&*self.types.expand(result), TyKind::Object(object) if object.sort == Sort::Actor)
            }
            _ => false,
        }
    }
}

/// What `(system M.C)` is told: where to install.
pub(crate) fn install_mode() -> Ty {
    let field = |name: &str, ty: Ty| Field { name: name.into(), var: false, ty };
    let record = |fields| Ty::object(Sort::Object, fields, Vec::new());
    let actor = || Ty::object(Sort::Actor, Vec::new(), Vec::new());
    let number = || Ty::option(Prim::Nat.into());
    let settings = record(vec![
        field("controllers", Ty::option(TyKind::Array(Prim::Principal.into()).into())),
        field("compute_allocation", number()),
        field("memory_allocation", number()),
        field("freezing_threshold", number()),
    ]);
    Ty::variant(vec![
        field("new", record(vec![field("settings", Ty::option(settings))])),
        field("install", Prim::Principal.into()),
        field("reinstall", actor()),
        field("upgrade", actor()),
    ])
}
