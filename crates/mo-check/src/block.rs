//! Blocks: declarations that may refer to one another, and the value of the last.

use mo_syntax::ast::{Dec, DecKind, Expr, ObjectBlock, ObjectSort, Pattern, PatternKind};
use mo_types::{Body, ConId, Prim, Ty, TyKind, TypeMember};

use crate::errors::{names, types};
use crate::infer::{Checker, Deferred, Returns};
use crate::scope::{Scope, Value};

impl<'a> Checker<'a> {
    /// Checks a block in a scope of its own and returns the type of its value.
    pub(crate) fn block(&mut self, decs: &'a [Dec], expected: Option<&Ty>, scope: &Scope) -> Ty {
        let inner = scope.inner();
        self.declare_all(decs.iter(), &inner);
        let Some((last, before)) = decs.split_last() else {
            if let Some(expected) = expected {
                self.unit_value(expected, decs, scope);
            }
            return Ty::unit();
        };
        let mut diverges = false;
        for dec in before {
            diverges |= self.dec(dec, true, &inner);
        }
        let ty = match (&last.kind, expected) {
            (DecKind::Expr(expr), Some(expected)) => {
                if diverges
                    && !self.types.expand(expected).is_unit()
                    && matches!(expr.kind, mo_syntax::ast::ExprKind::Block(_))
                {
                    self.infer(expr, &inner)
                } else {
                    self.check(expr, expected, &inner);
                    expected.clone()
                }
            }
            (DecKind::Expr(expr), None) => self.infer(expr, &inner),
            (_, expected) => {
                diverges |= self.dec(last, true, &inner);
                if let Some(expected) = expected
                    && !diverges
                    && !self.types.sub(&Ty::unit(), expected)
                {
                    self.error(types::block_without_value(self.types, last.span, expected));
                }
                Ty::unit()
            }
        };
        if diverges && expected.is_none() && ty.is_unit() { Ty::none() } else { ty }
    }

    fn unit_value(&mut self, expected: &Ty, _decs: &[Dec], _scope: &Scope) {
        if !self.types.sub(&Ty::unit(), expected) {
            // The caller knows the span of the braces; an empty block is rare enough to point at its function instead.
            let span = self.diagnostics.last().map(|d| d.primary).unwrap_or_default();
            self.error(types::block_without_value(self.types, span, expected));
        }
    }

    /// Makes the names of declarations visible to all of them, with types where they are written down.
    pub(crate) fn declare_all(&mut self, decs: impl Iterator<Item = &'a Dec> + Clone, scope: &Scope) {
        for dec in decs.clone() {
            match &dec.kind {
                DecKind::Let { pattern, .. } => self.declare_pattern(pattern, scope),
                DecKind::Var { name, .. } => self.declare_value(&name.name, true, name.span, scope),
                DecKind::Func(function) => {
                    if let Some(name) = &function.name {
                        self.declare_value(&name.name, false, name.span, scope);
                    }
                }
                DecKind::Class(class) => {
                    if let Some(name) = &class.name {
                        self.declare_value(&name.name, false, name.span, scope);
                    }
                }
                DecKind::Object(block) => {
                    if let Some(name) = &block.name {
                        self.declare_value(&name.name, false, name.span, scope);
                    }
                }
                _ => {}
            }
        }
        self.declare_types(decs.clone(), scope);
        for dec in decs {
            self.declare_typed(dec, scope, false);
        }
    }

    /// Gives a declaration its type now if that needs no inference.
    pub(crate) fn declare_typed(&mut self, dec: &'a Dec, scope: &Scope, public_in_actor: bool) {
        match &dec.kind {
            DecKind::Func(function) => self.declare_function(function, scope, public_in_actor),
            DecKind::Class(class) => self.declare_class(class, scope),
            DecKind::Var { name, annotation: Some(ty), .. } => {
                let ty = self.ty(ty, scope);
                set(scope, &name.name, ty);
            }
            DecKind::Let { pattern: Pattern { kind: PatternKind::Annotation(inner, ty), .. }, .. } => {
                if let PatternKind::Name(name) = &inner.kind {
                    let ty = self.ty(ty, scope);
                    set(scope, name, ty);
                }
            }
            _ => {}
        }
    }

    /// Declares types, those of modules among the declarations too, then gives each its meaning: they may use one another.
    fn declare_types(&mut self, decs: impl Iterator<Item = &'a Dec> + Clone, scope: &Scope) {
        let mut declared = Vec::new();
        let mut aliases = Vec::new();
        self.declare_type_names(decs, scope, &mut declared, 0);
        for (con, dec, inner) in declared {
            if let DecKind::Type(dec) = &dec.kind {
                let body = self.ty(&dec.body, &inner);
                self.types.define(con, Body::Def(body));
                aliases.push((con, &dec.name));
            }
        }
        let cons: Vec<ConId> = aliases.iter().map(|(con, _)| *con).collect();
        for (con, parameter) in self.types.expansive(&cons) {
            if let Some((_, name)) = aliases.iter().find(|(known, _)| *known == con) {
                let parameter = self.types.name(parameter);
                self.error(types::expansive_definition(name.span, &name.name, &parameter));
                self.types.define(con, Body::Def(Ty::error()));
            }
        }
        for (con, name) in aliases {
            let arguments = self.types.parameters(con).iter().map(|con| Ty::con(*con, Vec::new())).collect();
            let itself = Ty::con(con, arguments);
            let is_known = !matches!(self.types.body(con), Body::Def(body) if body.is_error());
            if is_known && self.types.expand(&itself).is_error() {
                self.error(types::endless_definition(name.span, &name.name));
                self.types.define(con, Body::Def(Ty::error()));
            }
        }
    }

    fn declare_type_names(
        &mut self,
        decs: impl Iterator<Item = &'a Dec>,
        scope: &Scope,
        declared: &mut Vec<(ConId, &'a Dec, Scope)>,
        depth: u32,
    ) {
        for dec in decs {
            let (name, parameters) = match &dec.kind {
                DecKind::Type(dec) => (&dec.name, &dec.parameters),
                DecKind::Class(class) => match &class.name {
                    Some(name) => (name, &class.parameters),
                    None => continue,
                },
                DecKind::Object(block) if block.sort != ObjectSort::Actor && depth < 8 => {
                    self.declare_module_types(block, scope, declared, depth);
                    continue;
                }
                _ => continue,
            };
            let con = self.types.declare(&name.name, Vec::new());
            if scope.add_type(&name.name, con).is_some() {
                self.error(names::duplicate(
                    name.span,
                    name.span,
                    &name.name,
                    "among the types of this scope",
                ));
            }
            let inner = scope.inner();
            let parameters = self.type_parameters(parameters, &inner);
            self.types.set_parameters(con, parameters);
            declared.push((con, dec, inner));
        }
    }

    /// Until a module has been checked, its name stands for its types only.
    fn declare_module_types(
        &mut self,
        block: &'a ObjectBlock,
        scope: &Scope,
        declared: &mut Vec<(ConId, &'a Dec, Scope)>,
        depth: u32,
    ) {
        let Some(name) = &block.name else { return };
        let inner = scope.inner();
        let types = block
            .fields
            .iter()
            .filter(|field| matches!(field.dec.kind, DecKind::Type(_) | DecKind::Object(_)));
        self.declare_type_names(types.map(|field| &field.dec), &inner, declared, depth + 1);
        let members = block.fields.iter().filter_map(|field| match &field.dec.kind {
            DecKind::Type(dec) => {
                let con = inner.ty(&dec.name.name)?;
                Some(TypeMember { name: dec.name.name.clone(), con })
            }
            _ => None,
        });
        let types: Vec<TypeMember> = members.collect();
        // A module of types is known by them; an object is looked at in its turn.
        if block.sort == ObjectSort::Object && types.is_empty() {
            return;
        }
        let nested = block.fields.iter().filter_map(|field| match &field.dec.kind {
            DecKind::Object(block) => {
                let name = &block.name.as_ref()?.name;
                let ty = inner.own(name)?.ty.borrow().clone()?;
                Some(mo_types::Field { name: name.clone(), var: false, ty })
            }
            _ => None,
        });
        let provisional = Ty::object(crate::typing::sort_of(block.sort), nested.collect(), types);
        set(scope, &name.name, provisional);
    }

    fn declare_function(
        &mut self,
        function: &'a mo_syntax::ast::Function,
        scope: &Scope,
        public_in_actor: bool,
    ) {
        let (ty, inner) = self.signature(function, scope, public_in_actor);
        self.record(function.id, &ty);
        if let Some(name) = &function.name {
            set(scope, &name.name, ty.clone());
        }
        let TyKind::Func(func) = &*ty else { return };
        if self.skip_bodies {
            return;
        }
        let result = self.body_result(function, func.sharing, &func.result);
        let context = self.body_context(function, func.sharing, &func.result, Returns::Known(result.clone()));
        self.deferred.push(Deferred { function, scope: inner, result, context });
    }

    /// Checks a declaration whose names are declared. Returns whether it never finishes.
    pub(crate) fn dec(&mut self, dec: &'a Dec, in_block: bool, scope: &Scope) -> bool {
        match &dec.kind {
            DecKind::Expr(expr) => self.statement(expr, in_block, scope),
            DecKind::Let { pattern, value: Some(value), otherwise } => {
                self.let_dec(pattern, value, otherwise.as_ref(), scope);
                self.unit_binding(&self.info.ty(pattern.id), dec.span, "let");
                false
            }
            DecKind::Let { value: None, .. } => {
                self.without_value(dec, false, scope);
                false
            }
            DecKind::Var { value: None, .. } => {
                self.without_value(dec, false, scope);
                false
            }
            DecKind::Var { name, annotation, value: Some(value) } => {
                let declared = annotation
                    .as_ref()
                    .map(|_| scope.own(&name.name).and_then(|value| value.ty.borrow().clone()));
                match declared.flatten() {
                    Some(ty) => self.check(value, &ty, scope),
                    None => {
                        let ty = self.infer(value, scope);
                        self.unit_binding(&ty, dec.span, "var");
                        set(scope, &name.name, ty);
                    }
                }
                false
            }
            DecKind::Type(_) | DecKind::Func(_) | DecKind::Error => false,
            DecKind::Class(class) => {
                self.class_body(class, scope);
                false
            }
            DecKind::Object(block) => {
                let ty = self.object_block(block, scope);
                self.record(block.id, &ty);
                if let Some(name) = &block.name {
                    set(scope, &name.name, ty);
                }
                false
            }
            DecKind::Mixin(mixin) => {
                self.error(names::misplaced(mixin.span, "a mixin", "is a file of its own"));
                false
            }
            DecKind::Include { name, .. } => {
                self.error(names::misplaced(name.span, "`include`", "stands in the body of an actor"));
                false
            }
        }
    }

    /// A name for `()` says nothing.
    fn unit_binding(&mut self, ty: &Ty, span: source::Span, keyword: &str) {
        if self.types.expand(ty).is_unit() {
            self.error(types::unit_binding(source::Span { end: span.start + 3, ..span }, keyword));
        }
    }

    fn statement(&mut self, expr: &'a Expr, in_block: bool, scope: &Scope) -> bool {
        if !in_block {
            self.infer(expr, scope);
            return false;
        }
        let ty = self.infer(expr, scope);
        let promoted = self.types.promote(&ty);
        if matches!(*promoted, TyKind::None) {
            return true;
        }
        if !self.types.sub(&ty, &Ty::unit()) {
            self.error(types::dropped_value(self.types, expr.span, &ty, crate::infer::is_literal(expr)));
        }
        false
    }

    fn let_dec(&mut self, pattern: &'a Pattern, value: &'a Expr, otherwise: Option<&'a Expr>, scope: &Scope) {
        let ty = match self.annotated_type(pattern, scope) {
            Some(ty) => {
                self.check(value, &ty, scope);
                ty
            }
            None => self.infer(value, scope),
        };
        self.pattern(pattern, &ty, scope);
        match otherwise {
            Some(otherwise) => {
                self.check(otherwise, &Ty::none(), scope);
                if self.covers(pattern, &ty) {
                    self.error(types::pointless_else(otherwise.span));
                }
            }
            None => self.let_coverage(pattern, &ty),
        }
    }
}

/// Gives a declared name its type.
pub(crate) fn set(scope: &Scope, name: &str, ty: Ty) {
    if !scope.give(name, &ty) {
        scope.add(name, Value::new(Some(ty), false, source::Span::default()));
    }
}

/// The type of the context that a shared function's pattern takes apart.
pub(crate) fn message_context() -> Ty {
    crate::typing::record(vec![("caller", Prim::Principal.into())])
}
