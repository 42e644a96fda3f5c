//! Written types to types.

use std::collections::BTreeMap;
use std::rc::Rc;

use mo_syntax::ast::{self, SharingMode, TypeKind};
use mo_types::{
    Argument, Body, ConId, Field, Func, Object, Parameter, Prim, Sharing, Sort, Ty, TyKind, TypeMember,
};

use source::Span;

use crate::errors::names;
use crate::infer::Checker;
use crate::obligations::Obligation;
use crate::scope::{Scope, Value};

impl Checker<'_> {
    /// Returns the type that a written type stands for.
    pub(crate) fn ty(&mut self, written: &ast::Type, scope: &Scope) -> Ty {
        match &written.kind {
            TypeKind::Path(path, arguments) => self.named_type(path, arguments, scope),
            TypeKind::Option(inner) => Ty::option(self.ty(inner, scope)),
            TypeKind::Array { mutable: false, element } => TyKind::Array(self.ty(element, scope)).into(),
            TypeKind::Array { mutable: true, element } => TyKind::VarArray(self.ty(element, scope)).into(),
            TypeKind::Tuple(parts) => Ty::tuple(parts.iter().map(|part| self.ty(part, scope)).collect()),
            TypeKind::Object { sort, fields } => self.object_type(*sort, fields, scope),
            TypeKind::Variant(cases) => {
                self.duplicate_names(cases.iter().map(|field| &field.name), "in this type");
                Ty::variant(cases.iter().map(|case| self.type_field(case, scope)).collect())
            }
            TypeKind::Func(func) => self.func_type(func, scope),
            TypeKind::Async { star, result } => {
                let given = self.ty(result, scope);
                if !star {
                    self.demand(Obligation::Awaited(result.span, given.clone()));
                }
                TyKind::Async { star: *star, result: given }.into()
            }
            TypeKind::And(a, b) => {
                let (a, b) = (self.ty(a, scope), self.ty(b, scope));
                let both = self.types.glb(&a, &b);
                let trivial = |ty: &Ty| matches!(&**ty, TyKind::None | TyKind::Error);
                if matches!(*both, TyKind::None) && !trivial(&a) && !trivial(&b) {
                    self.error(crate::errors::types::trivial_combination("M0166", written.span, "None"));
                }
                both
            }
            TypeKind::Or(a, b) => {
                let (a, b) = (self.ty(a, scope), self.ty(b, scope));
                let either = self.types.lub(&a, &b);
                let trivial = |ty: &Ty| matches!(&**ty, TyKind::Any | TyKind::Error);
                if matches!(*either, TyKind::Any) && !trivial(&a) && !trivial(&b) {
                    self.error(crate::errors::types::trivial_combination("M0167", written.span, "Any"));
                }
                either
            }
            TypeKind::Weak(inner) => TyKind::Weak(self.ty(inner, scope)).into(),
            TypeKind::Named(_, inner) | TypeKind::Implicit(inner) => self.ty(inner, scope),
            TypeKind::Error => Ty::error(),
        }
    }

    fn named_type(&mut self, path: &ast::Path, arguments: &[ast::Type], scope: &Scope) -> Ty {
        let arguments: Vec<Ty> = arguments.iter().map(|argument| self.ty(argument, scope)).collect();
        let Some(last) = path.parts.last() else { return Ty::error() };
        let con = if path.parts.len() == 1 {
            match scope.ty(&last.name) {
                Some(con) => Some(con),
                None => match primitive(&last.name) {
                    Some(ty) if arguments.is_empty() => return ty,
                    Some(_) => {
                        self.error(names::type_arity(path.span, &last.name, 0, arguments.len()));
                        return Ty::error();
                    }
                    None => {
                        let known = if self.may_search() { scope.visible_types() } else { Vec::new() };
                        self.error(names::unbound_type(path.span, &last.name, &known));
                        None
                    }
                },
            }
        } else {
            self.type_in_module(path, scope)
        };
        let Some(con) = con else { return Ty::error() };
        let wanted = self.types.parameters(con).len();
        // The parameters of a type that is declared further down may not be known yet.
        let is_unknown = wanted == 0 && matches!(self.types.body(con), Body::Pending);
        if wanted != arguments.len() && !is_unknown {
            self.error(names::type_arity(path.span, &last.name, wanted, arguments.len()));
            return Ty::error();
        }
        // Another name for a primitive type is that type, so that messages show what people know.
        match self.types.unfold(con, &arguments) {
            Some(body) if matches!(*body, TyKind::Prim(_) | TyKind::Any | TyKind::None) => body,
            _ => Ty::con(con, arguments),
        }
    }

    fn type_in_module(&mut self, path: &ast::Path, scope: &Scope) -> Option<ConId> {
        let (first, rest) = path.parts.split_first()?;
        // A parameter may have the name of the module that its type is from.
        let has_types = |value: &Rc<Value>| {
            let ty = value.ty.borrow().clone();
            ty.is_some_and(|ty| match &*self.types.promote(&ty) {
                TyKind::Object(object) => object.sort == Sort::Module || !object.types.is_empty(),
                TyKind::Error => true,
                _ => false,
            })
        };
        let found = scope.values(&first.name).find(has_types).or_else(|| scope.value(&first.name));
        let Some(value) = found else {
            let hint = self.known_module(&first.name);
            self.error(names::unbound_module(first.span, &first.name, hint));
            return None;
        };
        value.used.set(true);
        let Some(mut ty) = value.ty.borrow().clone() else {
            self.error(names::no_types_inside(first.span, &first.name));
            return None;
        };
        let (last, middle) = rest.split_last()?;
        let mut through = first;
        for part in middle {
            let found = match &*self.types.promote(&ty) {
                TyKind::Object(object) => object.field(&part.name).map(|field| field.ty.clone()),
                TyKind::Error => return None,
                _ => {
                    self.error(names::no_types_inside(through.span, &through.name));
                    return None;
                }
            };
            let Some(found) = found else {
                self.error(names::no_module_inside(part.span, &part.name));
                return None;
            };
            (ty, through) = (found, part);
        }
        match &*self.types.promote(&ty) {
            TyKind::Object(object) => match object.types.iter().find(|member| member.name == last.name) {
                Some(member) => Some(member.con),
                None => {
                    let known: Vec<String> = object.types.iter().map(|member| member.name.clone()).collect();
                    self.error(names::unbound_member_type(path.span, &first.name, &last.name, &known));
                    None
                }
            },
            TyKind::Error => None,
            _ => {
                self.error(names::no_types_inside(through.span, &through.name));
                None
            }
        }
    }

    fn object_type(&mut self, sort: ast::ObjectSort, fields: &[ast::TypeField], scope: &Scope) -> Ty {
        self.duplicate_names(fields.iter().map(|field| &field.name), "in this type");
        let mut members = Vec::new();
        for field in fields.iter().filter(|field| field.is_type) {
            let inner = scope.inner();
            let parameters = self.type_parameters(&field.parameters, &inner);
            let con = self.types.declare(&field.name.name, parameters);
            let body = self.ty(&field.ty, &inner);
            self.types.define(con, Body::Def(body));
            members.push(TypeMember { name: field.name.name.clone(), con });
        }
        let written: Vec<&ast::TypeField> = fields.iter().filter(|field| !field.is_type).collect();
        let mut fields = Vec::new();
        for field in &written {
            let before = self.obligations.len();
            let typed = self.type_field(field, scope);
            if sort == ast::ObjectSort::Actor {
                if matches!(field.ty.kind, TypeKind::Func(_)) {
                    self.obligations.truncate(before);
                }
                self.demand_member(field, &typed.ty);
            }
            fields.push(typed);
        }
        if sort == ast::ObjectSort::Actor {
            fields.iter_mut().for_each(|field| self.shared_member(field));
        }
        Ty::object(sort_of(sort), fields, members)
    }

    /// Functions of an actor are shared without saying so.
    fn shared_member(&mut self, field: &mut Field) {
        if let TyKind::Func(func) = &*field.ty
            && func.sharing == Sharing::Local
        {
            field.ty = TyKind::Func(Func { sharing: Sharing::Shared, ..func.clone() }).into();
        }
    }

    fn type_field(&mut self, field: &ast::TypeField, scope: &Scope) -> Field {
        Field { name: field.name.name.clone(), var: field.mutable, ty: self.ty(&field.ty, scope) }
    }

    /// Reports every name that stands where it stood before.
    pub(crate) fn duplicate_names<'n>(
        &mut self,
        found: impl Iterator<Item = &'n ast::Ident>,
        place: &'static str,
    ) {
        let mut firsts: BTreeMap<&str, Span> = BTreeMap::new();
        for name in found {
            let first = *firsts.entry(&name.name).or_insert(name.span);
            if first != name.span {
                self.error(names::duplicate(name.span, first, &name.name, place));
            }
        }
    }

    fn func_type(&mut self, func: &ast::FuncType, scope: &Scope) -> Ty {
        let inner = scope.inner();
        let system = func.parameters.iter().any(|parameter| parameter.system);
        let parameters = self.type_parameters(&func.parameters, &inner);
        let args: Vec<Argument> =
            func.arguments.iter().map(|argument| self.argument_type(argument, &inner)).collect();
        let result = self.shared_result_type(&func.result, func.sharing != SharingMode::Local, &inner);
        if func.sharing != SharingMode::Local {
            let arguments: Vec<Ty> = args.iter().map(|arg| arg.ty.clone()).collect();
            self.demand_shared(func, &arguments, &result);
        }
        let parameters = parameters.into_iter().map(|con| Parameter { con }).collect();
        TyKind::Func(Func { sharing: sharing_of(func.sharing), parameters, system, args, result }).into()
    }

    /// The result of a function: what a shared one answers with is its own business.
    pub(crate) fn shared_result_type(&mut self, written: &ast::Type, shared: bool, scope: &Scope) -> Ty {
        let before = self.obligations.len();
        let result = self.ty(written, scope);
        if shared {
            self.obligations.truncate(before);
        }
        result
    }

    /// An argument of a function type: its name matters where it is `self` or implicit.
    pub(crate) fn argument_type(&mut self, written: &ast::Type, scope: &Scope) -> Argument {
        match &written.kind {
            TypeKind::Named(name, inner) => {
                let inner = self.argument_type(inner, scope);
                Argument { name: inner.name.or(Some(name.name.clone())), ..inner }
            }
            TypeKind::Tuple(parts) if parts.len() == 1 => match &parts[0].kind {
                TypeKind::Implicit(inner) => Argument { implicit: true, ..self.argument_type(inner, scope) },
                // The name under which an implicit argument is looked for.
                TypeKind::Named(..) => self.argument_type(&parts[0], scope),
                _ => Argument { name: None, implicit: false, ty: self.ty(written, scope) },
            },
            TypeKind::Implicit(inner) => Argument { implicit: true, ..self.argument_type(inner, scope) },
            _ => Argument { name: None, implicit: false, ty: self.ty(written, scope) },
        }
    }

    /// Declares type parameters in a scope and returns them, the capability `system` left out.
    pub(crate) fn type_parameters(&mut self, parameters: &[ast::TypeParameter], scope: &Scope) -> Vec<ConId> {
        for (at, parameter) in parameters.iter().enumerate() {
            let same = |first: &&ast::TypeParameter| first.name.name == parameter.name.name;
            if let Some(first) = parameters[..at].iter().find(same) {
                self.error(names::type_parameter_twice(
                    parameter.name.span,
                    first.name.span,
                    &first.name.name,
                ));
            }
        }
        let cons: Vec<ConId> = parameters
            .iter()
            .filter(|parameter| !parameter.system)
            .map(|parameter| {
                let con = self.types.parameter(&parameter.name.name, Ty::any());
                scope.add_type(&parameter.name.name, con);
                con
            })
            .collect();
        for (con, parameter) in cons.iter().zip(parameters.iter().filter(|parameter| !parameter.system)) {
            if let Some(bound) = &parameter.bound {
                let bound = self.ty(bound, scope);
                self.types.define(*con, Body::Abstract(bound));
            }
        }
        cons
    }
}

pub(crate) fn sort_of(sort: ast::ObjectSort) -> Sort {
    match sort {
        ast::ObjectSort::Object => Sort::Object,
        ast::ObjectSort::Actor => Sort::Actor,
        ast::ObjectSort::Module => Sort::Module,
    }
}

pub(crate) fn sharing_of(mode: SharingMode) -> Sharing {
    match mode {
        SharingMode::Local => Sharing::Local,
        SharingMode::Shared => Sharing::Shared,
        SharingMode::Query => Sharing::Query,
        SharingMode::Composite => Sharing::Composite,
    }
}

/// Returns the built-in type with a name.
pub(crate) fn primitive(name: &str) -> Option<Ty> {
    match name {
        "Any" => Some(Ty::any()),
        "None" => Some(Ty::none()),
        _ => Prim::ALL.into_iter().find(|prim| prim.name() == name).map(Ty::from),
    }
}

/// Returns an object type with these fields.
pub(crate) fn record(fields: Vec<(&str, Ty)>) -> Ty {
    let fields = fields.into_iter().map(|(name, ty)| Field { name: name.into(), var: false, ty }).collect();
    TyKind::Object(Object { sort: Sort::Object, fields, types: Vec::new() }).into()
}
