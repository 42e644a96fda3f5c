//! Objects, modules, actors and classes.

use mo_syntax::ast::{
    self, Class, DecField, DecKind, ObjectBlock, ObjectSort, Pattern, Stability, Visibility,
};
use mo_types::{Body, Field, Func, Object, Parameter, Sharing, Sort, Ty, TyKind, TypeMember};
use source::Span;

use crate::block::set;
use crate::errors::{actors, names};
use crate::infer::Checker;
use crate::info::{Actor, Method, StableField};
use crate::scope::{Scope, Value};
use crate::typing::sort_of;

/// The members of an object's body.
#[derive(Default)]
pub(crate) struct Members {
    pub(crate) public: Vec<Field>,
    /// Private ones too: what `include` brings into an actor.
    pub(crate) all: Vec<Field>,
    pub(crate) types: Vec<TypeMember>,
    pub(crate) stable: Vec<StableField>,
    pub(crate) methods: Vec<Method>,
    /// Functions that the system calls, where they are declared.
    pub(crate) system: Vec<(String, Ty, Span)>,
}

/// What an actor and an actor class have in common.
pub(crate) struct ActorParts<'a> {
    /// The name of the actor within itself.
    pub(crate) name: Option<&'a ast::Ident>,
    pub(crate) fields: &'a [DecField],
    pub(crate) parenthetical: Option<&'a ast::Expr>,
    pub(crate) parameters: Option<Vec<Ty>>,
    pub(crate) span: Span,
}

impl<'a> Checker<'a> {
    /// Checks an object, module or actor and returns its type.
    pub(crate) fn object_block(&mut self, block: &'a ObjectBlock, scope: &Scope) -> Ty {
        let sort = sort_of(block.sort);
        let inner = scope.inner();
        let annotation = block.annotation.as_ref().map(|ty| self.ty(ty, scope));
        let ty = if block.sort == ObjectSort::Actor {
            let parts = ActorParts {
                name: block.name.as_ref(),
                fields: &block.fields,
                parenthetical: block.parenthetical.as_deref(),
                parameters: None,
                span: block.span,
            };
            if block.persistent {
                self.error(actors::redundant_persistent(block.span.before()));
            }
            self.actor_parts(parts, scope, &inner)
        } else {
            if let Some(parenthetical) = &block.parenthetical {
                self.error(crate::errors::migrations::misplaced(parenthetical.span));
            }
            let members = self.members(&block.fields, &inner);
            Ty::object(sort, members.public, members.types)
        };
        let ty = match annotation {
            Some(wanted) => {
                self.fits(block.span, &ty, &wanted);
                wanted
            }
            None => ty,
        };
        self.record(block.id, &ty);
        ty
    }

    /// What an actor and an actor class have in common.
    pub(crate) fn actor_parts(&mut self, actor: ActorParts<'a>, outer: &Scope, scope: &Scope) -> Ty {
        let before = std::mem::replace(&mut self.context.in_actor, true);
        let had_system = std::mem::replace(&mut self.context.system, true);
        if let Some(name) = actor.name {
            scope.add(&name.name, Value::new(None, false, name.span));
        }
        let body = scope.inner();
        let members = self.actor_members(actor.fields, &body);
        self.context.in_actor = before;
        self.context.system = had_system;
        let ty = Ty::object(Sort::Actor, members.public, members.types);
        if let Some(name) = actor.name {
            set(scope, &name.name, ty.clone());
        }
        let migration = actor
            .parenthetical
            .and_then(|parenthetical| self.migration(parenthetical, &members.stable, outer));
        let Members { stable, methods, system, .. } = members;
        self.system_functions(&system, &methods);
        let system = system.into_iter().map(|(name, ty, _)| (name, ty)).collect();
        let (parameters, span, chain) = (actor.parameters, actor.span, None);
        let defaults = self.field_defaults(&stable, migration.as_ref(), &body);
        let own = ty.clone();
        self.actor =
            Some(Actor { ty: own, stable, methods, system, migration, chain, defaults, parameters, span });
        ty
    }

    /// The members of an object or module.
    fn members(&mut self, fields: &'a [DecField], scope: &Scope) -> Members {
        self.declare_all(fields.iter().map(|field| &field.dec), scope);
        let mut members = Members::default();
        for (at, field) in fields.iter().enumerate() {
            if let Some((_, span)) = field.stability {
                self.error(actors::stability_outside(span));
            }
            self.dec(&field.dec, at + 1 < fields.len(), scope);
            let public = matches!(field.visibility, Some((Visibility::Public, _)));
            self.collect(field, public, scope, &mut members);
        }
        members
    }

    /// The members of an actor: public functions are shared, other declarations are state.
    pub(crate) fn actor_members(&mut self, fields: &'a [DecField], scope: &Scope) -> Members {
        let mut members = Members::default();
        let includes: Vec<&DecField> =
            fields.iter().filter(|field| matches!(field.dec.kind, DecKind::Include { .. })).collect();
        let own = fields.iter().filter(|field| !matches!(field.dec.kind, DecKind::Include { .. }));
        // Names of mixins are visible to all, so they are declared with the others.
        for field in &includes {
            let DecKind::Include { name, .. } = &field.dec.kind else { continue };
            self.declare_included(name, scope);
        }
        self.declare_in_actor(own, scope);
        for (at, field) in fields.iter().enumerate() {
            if let DecKind::Include { name, arguments, id } = &field.dec.kind {
                if let Some(mixin) = self.include(name, arguments, *id, scope) {
                    self.merge(&mixin, field.span, scope, &mut members);
                }
                continue;
            }
            if self.is_chained {
                self.chained_field(field, scope);
            } else {
                self.dec(&field.dec, at + 1 < fields.len(), scope);
            }
            let public = matches!(field.visibility, Some((Visibility::Public, _)));
            self.collect(field, public, scope, &mut members);
            self.collect_state(field, scope, &mut members);
            self.collect_system(field, scope, &mut members);
            self.misnamed(field);
            if let Some((Stability::Stable, span)) = field.stability {
                self.error(actors::redundant_stable(span));
            }
            if public {
                self.collect_method(field, scope, &mut members);
            }
        }
        members
    }

    /// A function with the name of one that the system calls, which is none.
    fn misnamed(&mut self, field: &DecField) {
        const CALLED: [&str; 6] = ["heartbeat", "inspect", "lowmemory", "postupgrade", "preupgrade", "timer"];
        if let DecKind::Func(function) = &field.dec.kind
            && let Some(name) = function.name.as_ref().filter(|name| CALLED.contains(&name.name.as_str()))
            && !matches!(field.visibility, Some((Visibility::System, _)))
        {
            let keyword = field.visibility.as_ref().map(|(_, span)| *span);
            self.error(actors::not_a_system_function(name.span, &name.name, keyword));
        }
    }

    fn declare_included(&mut self, path: &'a ast::Path, scope: &Scope) {
        let Some(value) = path.parts.first().and_then(|name| scope.value(&name.name)) else { return };
        let Some(TyKind::Func(func)) = value.ty.borrow().as_deref().cloned() else { return };
        if let TyKind::Object(object) = &*func.result
            && object.sort == Sort::Mixin
        {
            for field in &object.fields {
                let value = Value::new(Some(field.ty.clone()), field.var, path.span);
                if let Some(first) = scope.add(&field.name, value) {
                    self.error(names::duplicate(path.span, first.span, &field.name, "in this actor"));
                }
            }
            for member in &object.types {
                scope.add_type(&member.name, member.con);
            }
        }
    }

    fn declare_in_actor(&mut self, fields: impl Iterator<Item = &'a DecField> + Clone, scope: &Scope) {
        let is_public_func = |field: &&'a DecField| {
            matches!(field.visibility, Some((Visibility::Public, _)))
                && matches!(field.dec.kind, DecKind::Func(_))
        };
        let public: Vec<&'a DecField> = fields.clone().filter(is_public_func).collect();
        let names: Vec<*const ast::Dec> = public.iter().map(|field| std::ptr::from_ref(&field.dec)).collect();
        let others: Vec<&'a ast::Dec> =
            fields.map(|field| &field.dec).filter(|dec| !names.contains(&std::ptr::from_ref(*dec))).collect();
        for field in &public {
            if let DecKind::Func(function) = &field.dec.kind
                && let Some(name) = &function.name
            {
                self.declare_value(&name.name, false, name.span, scope);
            }
        }
        self.declare_all(others.into_iter(), scope);
        for field in public {
            self.declare_typed(&field.dec, scope, true);
        }
    }

    fn merge(&mut self, mixin: &Ty, span: Span, scope: &Scope, members: &mut Members) {
        let TyKind::Object(object) = &**mixin else { return };
        for field in &object.fields {
            let shared = match &*self.types.promote(&field.ty) {
                TyKind::Func(func) => Some(func.sharing).filter(|sharing| *sharing != Sharing::Local),
                _ => None,
            };
            match shared {
                Some(sharing) => {
                    members.public.push(field.clone());
                    members.methods.push(Method {
                        name: field.name.clone(),
                        sharing,
                        ty: field.ty.clone(),
                        span,
                    });
                }
                None if self.types.unstable_part(&field.ty).is_none() => {
                    members.stable.push(StableField {
                        name: field.name.clone(),
                        var: field.var,
                        ty: field.ty.clone(),
                        span,
                        included: true,
                    });
                }
                None => {}
            }
            members.all.push(field.clone());
        }
        let _ = scope;
    }

    /// Adds what a declaration defines.
    fn collect(&mut self, field: &'a DecField, public: bool, scope: &Scope, members: &mut Members) {
        match &field.dec.kind {
            DecKind::Type(dec) => {
                if let Some(con) = scope.ty(&dec.name.name)
                    && (public || self.context.in_actor)
                {
                    members.types.push(TypeMember { name: dec.name.name.clone(), con });
                }
            }
            DecKind::Class(class) => {
                if let Some(name) = &class.name {
                    if public && let Some(con) = scope.ty(&name.name) {
                        members.types.push(TypeMember { name: name.name.clone(), con });
                    }
                    self.collect_name(&name.name, false, public, scope, members);
                }
            }
            DecKind::Func(function) => {
                if let Some(name) = &function.name {
                    self.collect_name(&name.name, false, public, scope, members);
                }
            }
            DecKind::Object(block) => {
                if let Some(name) = &block.name {
                    self.collect_name(&name.name, false, public, scope, members);
                }
            }
            DecKind::Var { name, .. } => self.collect_name(&name.name, true, public, scope, members),
            DecKind::Let { pattern, .. } => {
                for name in bound_names(pattern) {
                    self.collect_name(&name, false, public, scope, members);
                }
            }
            _ => {}
        }
    }

    fn collect_name(&mut self, name: &str, var: bool, public: bool, scope: &Scope, members: &mut Members) {
        let ty = scope.own(name).and_then(|value| value.ty.borrow().clone()).unwrap_or_else(Ty::error);
        let field = Field { name: name.to_owned(), var, ty };
        if public {
            members.public.push(field.clone());
        }
        members.all.push(field);
    }

    fn collect_state(&mut self, field: &'a DecField, scope: &Scope, members: &mut Members) {
        let names = match &field.dec.kind {
            DecKind::Let { pattern, .. } => {
                bound_names(pattern).into_iter().map(|name| (name, false)).collect::<Vec<_>>()
            }
            DecKind::Var { name, .. } => vec![(name.name.clone(), true)],
            _ => {
                if let Some((_, span)) = field.stability {
                    self.error(actors::misplaced_stability(span));
                }
                return;
            }
        };
        if matches!(field.stability, Some((Stability::Transient, _))) {
            return;
        }
        for (name, var) in names {
            let Some(value) = scope.own(&name) else { continue };
            let ty = value.ty.borrow().clone().unwrap_or_else(Ty::error);
            if let Some(part) = self.types.unstable_part(&ty) {
                self.error(actors::not_stable(self.types, value.span, &name, &ty, &part, field.span));
                continue;
            }
            members.stable.push(StableField { name, var, ty, span: value.span, included: false });
        }
    }

    fn collect_system(&mut self, field: &'a DecField, scope: &Scope, members: &mut Members) {
        if !matches!(field.visibility, Some((Visibility::System, _))) {
            return;
        }
        if let DecKind::Func(function) = &field.dec.kind
            && let Some(name) = &function.name
            && let Some(ty) = scope.own(&name.name).and_then(|value| value.ty.borrow().clone())
        {
            // The system has every capability to give.
            for deferred in &mut self.deferred {
                if std::ptr::eq(deferred.function, function) {
                    deferred.context.system = true;
                }
            }
            members.system.push((name.name.clone(), ty, name.span));
        }
    }

    fn collect_method(&mut self, field: &'a DecField, scope: &Scope, members: &mut Members) {
        match &field.dec.kind {
            DecKind::Func(function) => {
                let Some(name) = &function.name else { return };
                let Some(ty) = scope.own(&name.name).and_then(|value| value.ty.borrow().clone()) else {
                    return;
                };
                let TyKind::Func(func) = &*ty else { return };
                let answers =
                    matches!(&*self.types.expand(&func.result), TyKind::Async { .. } | TyKind::Error);
                if function.result.is_none() && !answers {
                    self.error(actors::oneway(name.span, &name.name));
                }
                for argument in &func.args {
                    if let Some(part) = self.types.unshared_part(&argument.ty) {
                        self.error(actors::not_shared(
                            self.types,
                            name.span,
                            &name.name,
                            "takes",
                            &argument.ty,
                            &part,
                        ));
                    }
                }
                if let TyKind::Async { result, .. } = &*self.types.expand(&func.result)
                    && let Some(part) = self.types.unshared_part(result)
                {
                    self.error(actors::not_shared(self.types, name.span, &name.name, "gives", result, &part));
                }
                members.methods.push(Method {
                    name: name.name.clone(),
                    sharing: func.sharing,
                    ty: ty.clone(),
                    span: name.span,
                });
            }
            DecKind::Type(_) => {}
            _ => self.error(actors::public_state(field.dec.span)),
        }
    }

    /// Gives a class its constructor's type, as far as it is written down.
    pub(crate) fn declare_class(&mut self, class: &'a Class, scope: &Scope) {
        if class.sort == ObjectSort::Actor {
            return;
        }
        // The type of the instances is that of the body, which is checked where it stands.
        let Some(name) = &class.name else { return };
        let Some(con) = scope.ty(&name.name) else { return };
        let (ty, inner) = self.constructor(class, con, scope);
        let body = inner.inner();
        self.declare_all(class.fields.iter().map(|field| &field.dec), &body);
        set(scope, &name.name, ty);
        self.class_scopes(class, inner, body, con);
    }

    fn constructor(&mut self, class: &'a Class, con: mo_types::ConId, scope: &Scope) -> (Ty, Scope) {
        let inner = scope.inner();
        let cons = self.types.parameters(con);
        for (con, parameter) in cons.iter().zip(class.parameters.iter().filter(|parameter| !parameter.system))
        {
            inner.add_type(&parameter.name.name, *con);
        }
        let function = ClassSignature { patterns: &class.patterns };
        let args = function.patterns.iter().map(|pattern| self.parameter(pattern, &inner)).collect();
        let arguments = cons.iter().map(|con| Ty::con(*con, Vec::new())).collect();
        let result = Ty::con(con, arguments);
        let parameters = cons.iter().map(|con| Parameter { con: *con }).collect();
        let func = Func { sharing: Sharing::Local, parameters, system: false, args, result };
        (TyKind::Func(func).into(), inner)
    }

    /// Checks the body of a class at once: its public members are what instances look like.
    fn class_scopes(&mut self, class: &'a Class, _outer: Scope, body: Scope, con: mo_types::ConId) {
        if let Some(this) = &class.this {
            let arguments = self.types.parameters(con).iter().map(|con| Ty::con(*con, Vec::new())).collect();
            body.add(&this.name, Value::new(Some(Ty::con(con, arguments)), false, this.span));
        }
        // Members that need no inference give the type before bodies use it.
        let mut fields = Vec::new();
        for field in &class.fields {
            if matches!(field.visibility, Some((Visibility::Public, _))) {
                let name = match &field.dec.kind {
                    DecKind::Func(function) => function.name.as_ref(),
                    _ => None,
                };
                if let Some(name) = name
                    && let Some(ty) = body.own(&name.name).and_then(|value| value.ty.borrow().clone())
                {
                    fields.push(Field { name: name.name.clone(), var: false, ty });
                }
            }
        }
        let sort = sort_of(class.sort);
        self.types.define(con, Body::Def(Ty::object(sort, fields, Vec::new())));
        let mut members = Members::default();
        for (at, field) in class.fields.iter().enumerate() {
            self.dec(&field.dec, at + 1 < class.fields.len(), &body);
            let public = matches!(field.visibility, Some((Visibility::Public, _)));
            self.collect(field, public, &body, &mut members);
        }
        let ty = Ty::object(sort, members.public, members.types);
        self.types.define(con, Body::Def(ty));
        if let Some((_, parameter)) = self.types.expansive(&[con]).pop() {
            let (name, parameter) = (self.types.name(con), self.types.name(parameter));
            let span = class.name.as_ref().map_or(class.span, |name| name.span);
            self.error(crate::errors::types::expansive_definition(span, &name, &parameter));
            self.types.define(con, Body::Def(Ty::error()));
        }
    }

    pub(crate) fn class_body(&mut self, class: &'a Class, scope: &Scope) {
        if class.sort == ObjectSort::Actor {
            self.actor_class(class, scope);
            return;
        }
        if let Some(parenthetical) = &class.parenthetical {
            self.error(crate::errors::migrations::misplaced(parenthetical.span));
        }
        if let Some(name) = &class.name
            && let Some(ty) = scope.own(&name.name).and_then(|value| value.ty.borrow().clone())
        {
            self.record(class.id, &ty);
        }
    }

    pub(crate) fn class_value(&mut self, class: &'a Class, scope: &Scope) -> Ty {
        if class.sort == ObjectSort::Actor {
            self.error(crate::errors::not_yet::not_yet(class.span, "an actor class"));
            return Ty::error();
        }
        // Its instances have a type as those of other classes do, which nobody can name.
        let con = self.types.declare("class", Vec::new());
        let outer = scope.inner();
        let parameters = self.type_parameters(&class.parameters, &outer);
        self.types.set_parameters(con, parameters);
        let (ty, inner) = self.constructor(class, con, &outer);
        let body = inner.inner();
        self.declare_all(class.fields.iter().map(|field| &field.dec), &body);
        self.class_scopes(class, inner, body, con);
        self.record(class.id, &ty);
        ty
    }

    /// Returns an object type's fields, if it is one.
    pub(crate) fn as_object(&self, ty: &Ty) -> Option<Object> {
        match &*self.types.promote(ty) {
            TyKind::Object(object) => Some(object.clone()),
            _ => None,
        }
    }
}

struct ClassSignature<'a> {
    patterns: &'a [Pattern],
}

/// Returns the names that a pattern binds, in order.
pub(crate) fn bound_names(pattern: &Pattern) -> Vec<String> {
    pattern.bound().into_iter().map(|(name, _)| name).collect()
}
