//! Records, arrays, options, fields.

use std::collections::{BTreeMap, BTreeSet};

use mo_syntax::ast::{Expr, ExprKind, Ident, RecordField};
use mo_types::{Field, Object, Prim, Sort, Ty, TyKind, field_named};
use source::Span;

use super::Checker;
use crate::errors::{names, types};
use crate::members::builtin_member;
use crate::scope::Scope;

impl<'a> Checker<'a> {
    /// Checks forms whose parts can make use of what is expected; false where inference does as well.
    pub(crate) fn check_kind(&mut self, expr: &'a Expr, expected: &Ty, wanted: &Ty, scope: &Scope) -> bool {
        let done = match (&expr.kind, &**wanted) {
            (ExprKind::Literal(literal), _) => self.check_literal(literal, false, wanted, expr.span),
            (ExprKind::Unary(op, operand), _) => self.check_unary(*op, operand, wanted, scope),
            (ExprKind::Binary(op, left, right), _) => self.check_binary(*op, left, right, wanted, scope),
            (ExprKind::Tuple(parts), TyKind::Tuple(types)) if parts.len() == types.len() => {
                for (part, ty) in parts.iter().zip(types) {
                    self.check(part, ty, scope);
                }
                true
            }
            (ExprKind::Array { mutable: false, parts }, TyKind::Array(element))
            | (ExprKind::Array { mutable: true, parts }, TyKind::VarArray(element)) => {
                for part in parts {
                    self.check(part, element, scope);
                }
                true
            }
            (ExprKind::Array { mutable, parts }, TyKind::Array(element) | TyKind::VarArray(element)) => {
                self.error(types::array_kind(self.types, expr.span, *mutable, expected));
                for part in parts {
                    self.check(part, element, scope);
                }
                true
            }
            (ExprKind::Option(inner), TyKind::Option(ty)) => {
                self.check(inner, ty, scope);
                true
            }
            (ExprKind::Tag { name, payload }, TyKind::Variant(cases)) => {
                match field_named(cases, &name.name) {
                    Some(case) => {
                        match payload {
                            Some(payload) => self.check(payload, &case.ty, scope),
                            None => {
                                if !self.types.sub(&Ty::unit(), &case.ty) {
                                    self.error(types::payload_missing(
                                        self.types, "M0096", expr.span, &name.name, &case.ty,
                                    ));
                                }
                            }
                        }
                        true
                    }
                    None => {
                        if let Some(payload) = payload {
                            self.infer(payload, scope);
                        }
                        self.error(types::unknown_case(self.types, name.span, &name.name, cases, expected));
                        true
                    }
                }
            }
            (ExprKind::Record { bases, fields }, TyKind::Object(object))
                if bases.is_empty() && object.sort == Sort::Object =>
            {
                self.check_record(expr, fields, object, expected, scope);
                return true;
            }
            (ExprKind::Record { bases, fields }, TyKind::Object(object)) if object.sort == Sort::Object => {
                self.check_update(expr, bases, fields, object, expected, scope);
                return true;
            }
            (ExprKind::If(condition, then, Some(otherwise)), _) => {
                self.check(condition, &Prim::Bool.into(), scope);
                self.check(then, expected, scope);
                self.check(otherwise, expected, scope);
                true
            }
            (ExprKind::Switch(subject, cases), _) => {
                self.check_switch(expr, subject, cases, expected, scope);
                true
            }
            (ExprKind::Block(decs), _) if decs.is_empty() && !self.types.sub(&Ty::unit(), expected) => {
                self.error(types::empty_block(self.types, expr.span, expected));
                true
            }
            (ExprKind::Block(decs), _) => {
                self.block(decs, Some(expected), scope);
                true
            }
            (ExprKind::Func(function), TyKind::Func(func)) => {
                return self.check_lambda(expr, function, func, expected, scope);
            }
            (ExprKind::Coalesce(left, right), _) => {
                self.check(left, &Ty::option(expected.clone()), scope);
                self.check(right, expected, scope);
                true
            }
            (ExprKind::Label(name, None, body), _)
                if !matches!(&body.kind, ExprKind::Loop(..) | ExprKind::While(..) | ExprKind::For(..)) =>
            {
                self.check_label(name, body, expected, scope);
                true
            }
            _ => false,
        };
        if done {
            self.record(expr.id, expected);
        }
        done
    }

    pub(crate) fn infer_array(&mut self, mutable: bool, parts: &'a [Expr], scope: &Scope) -> Ty {
        let element = self.join_all(parts, scope);
        self.nothing_in_common("M0074", parts.iter(), &element);
        if mutable { TyKind::VarArray(element).into() } else { TyKind::Array(element).into() }
    }

    /// Reports parts whose join forgets everything although none of them does.
    pub(crate) fn nothing_in_common(
        &mut self,
        code: &'static str,
        parts: impl Iterator<Item = &'a Expr> + Clone,
        joined: &Ty,
    ) {
        // Then it is not known what they have in common, which is said once.
        if self.types.is_exhausted() {
            return;
        }
        let is_any = |ty: &Ty| matches!(&**ty, TyKind::Any);
        let known = parts.clone().all(|part| !is_any(&self.types.promote(&self.info.ty(part.id))));
        if let Some(last) = parts.last()
            && is_any(&self.types.promote(joined))
            && known
        {
            self.error(types::nothing_in_common(code, last.span));
        }
    }

    fn join_all(&mut self, parts: &'a [Expr], scope: &Scope) -> Ty {
        let types: Vec<Ty> = parts.iter().map(|part| self.infer(part, scope)).collect();
        self.types.lub_all(&types)
    }

    pub(crate) fn infer_record(
        &mut self,
        expr: &'a Expr,
        bases: &'a [Expr],
        fields: &'a [RecordField],
        scope: &Scope,
    ) -> Ty {
        self.duplicate_names(fields.iter().map(|field| &field.name), "in this record");
        let mut found: BTreeMap<String, Field> = BTreeMap::new();
        let given: BTreeSet<&str> = fields.iter().map(|field| field.name.name.as_str()).collect();
        for base in bases {
            let ty = self.infer(base, scope);
            let promoted = self.types.promote(&ty);
            match &*promoted {
                TyKind::Object(object) => {
                    for field in &object.fields {
                        let again = found.insert(field.name.clone(), field.clone()).is_some();
                        if again && !given.contains(field.name.as_str()) {
                            self.error(types::ambiguous_base(base.span, &field.name));
                        }
                    }
                }
                TyKind::Error => return Ty::error(),
                _ => {
                    self.error(types::not_an_object(self.types, base.span, &ty));
                    return Ty::error();
                }
            }
        }
        let _ = expr;
        for field in fields {
            let ty = self.record_field(field, None, scope);
            let name = field.name.name.clone();
            found.insert(name.clone(), Field { name, var: field.mutable, ty });
        }
        Ty::object(Sort::Object, found.into_values().collect(), Vec::new())
    }

    /// Types one field: by its annotation, by what is expected, or by its value.
    fn record_field(&mut self, field: &'a RecordField, expected: Option<&Ty>, scope: &Scope) -> Ty {
        let annotation = field.annotation.as_ref().map(|ty| self.ty(ty, scope));
        let ty = match (&field.value, annotation.as_ref().or(expected)) {
            (Some(value), Some(wanted)) => {
                self.check(value, wanted, scope);
                wanted.clone()
            }
            (Some(value), None) => self.infer(value, scope),
            (None, wanted) => {
                let found = self.name(&field.name.name, field.name.span, scope);
                if let Some(wanted) = wanted {
                    self.fits(field.name.span, &found, wanted);
                }
                found
            }
        };
        if let (Some(found), Some(wanted)) = (&annotation, expected) {
            self.fits(field.span, found, wanted);
        }
        self.record(field.id, &ty);
        ty
    }

    /// `{ x = 1 }` against an object type. Subtyping would allow further fields, but nobody could read them.
    fn check_record(
        &mut self,
        expr: &'a Expr,
        fields: &'a [RecordField],
        object: &Object,
        expected: &Ty,
        scope: &Scope,
    ) {
        self.duplicate_names(fields.iter().map(|field| &field.name), "in this record");
        let mut found = Vec::new();
        for field in fields {
            let wanted = object.field(&field.name.name);
            let ty = self.record_field(field, wanted.map(|field| &field.ty), scope);
            if wanted.is_none() {
                let known: Vec<&str> = object.fields.iter().map(|field| field.name.as_str()).collect();
                self.error(types::update_of_unknown_field(field.name.span, &field.name.name, &known));
            }
            if let Some(wanted) = wanted
                && wanted.var != field.mutable
            {
                self.error(types::mutability(field.name.span, &field.name.name, wanted.var));
            }
            found.push(Field { name: field.name.name.clone(), var: field.mutable, ty });
        }
        let missing: Vec<&Field> = object
            .fields
            .iter()
            .filter(|wanted| fields.iter().all(|field| field.name.name != wanted.name))
            .collect();
        if !missing.is_empty() {
            self.error(types::missing_fields(self.types, expr.span, &missing, expected));
        }
        let ty = Ty::object(Sort::Object, found, Vec::new());
        self.record(expr.id, &ty);
    }

    /// `{ base with x = 1 }` against an object type.
    fn check_update(
        &mut self,
        expr: &'a Expr,
        bases: &'a [Expr],
        fields: &'a [RecordField],
        object: &Object,
        expected: &Ty,
        scope: &Scope,
    ) {
        self.duplicate_names(fields.iter().map(|field| &field.name), "in this record");
        let mut found: Vec<Field> = Vec::new();
        for base in bases {
            let ty = self.infer(base, scope);
            match &*self.types.promote(&ty) {
                TyKind::Object(base) => {
                    for field in &base.fields {
                        found.retain(|other| other.name != field.name);
                        found.push(field.clone());
                    }
                }
                TyKind::Error => {}
                _ => self.error(types::not_an_object(self.types, base.span, &ty)),
            }
        }
        for field in fields {
            let wanted = object.field(&field.name.name);
            let in_base = found.iter().any(|other| other.name == field.name.name);
            let ty = self.record_field(field, wanted.map(|wanted| &wanted.ty), scope);
            if wanted.is_none() && !in_base {
                let known: Vec<&str> = object.fields.iter().map(|field| field.name.as_str()).collect();
                self.error(types::update_of_unknown_field(field.name.span, &field.name.name, &known));
            }
            let var = wanted.map_or(field.mutable, |wanted| wanted.var);
            if var != field.mutable {
                self.error(types::mutability(field.name.span, &field.name.name, var));
            }
            found.retain(|other| other.name != field.name.name);
            found.push(Field { name: field.name.name.clone(), var, ty });
        }
        let ty = Ty::object(Sort::Object, found, Vec::new());
        self.fits(expr.span, &ty, expected);
        self.record(expr.id, &ty);
    }

    /// `base.name` that is not called.
    pub(crate) fn field(&mut self, expr: &'a Expr, base: &'a Expr, name: &'a Ident, scope: &Scope) -> Ty {
        let ty = self.infer(base, scope);
        let _ = expr;
        match self.member(&ty, &name.name) {
            Some(ty) => ty,
            None => {
                if !self.types.promote(&ty).is_error() {
                    self.unknown_field(&ty, name, Some(base), scope);
                }
                Ty::error()
            }
        }
    }

    /// Returns the type of a field or a built-in member.
    pub(crate) fn member(&mut self, ty: &Ty, name: &str) -> Option<Ty> {
        let promoted = self.types.promote(ty);
        match &*promoted {
            TyKind::Object(object) => object.field(name).map(|field| field.ty.clone()),
            TyKind::None => Some(Ty::none()),
            _ => builtin_member(&promoted, name),
        }
    }

    pub(crate) fn unknown_field(&mut self, ty: &Ty, name: &Ident, base: Option<&Expr>, scope: &Scope) {
        let promoted = self.types.promote(ty);
        match &*promoted {
            TyKind::Object(object) => {
                let known: Vec<&str> = object.fields.iter().map(|field| field.name.as_str()).collect();
                let module = base.filter(|_| object.sort == Sort::Module).and_then(|base| match &base.kind {
                    ExprKind::Name(name) => Some(name.as_str()),
                    _ => None,
                });
                self.error(types::unknown_field(self.types, name, ty, &known, module));
            }
            TyKind::Error => {}
            _ => {
                let home = self.home_module(&promoted, scope);
                self.error(types::no_such_member(self.types, name, ty, home));
            }
        }
    }

    pub(crate) fn projection(&mut self, span: Span, base: &'a Expr, index: u32, scope: &Scope) -> Ty {
        let ty = self.infer(base, scope);
        let promoted = self.types.promote(&ty);
        match &*promoted {
            TyKind::Tuple(parts) => match parts.get(index as usize) {
                Some(part) => part.clone(),
                None => {
                    self.error(types::projection_out_of_bounds(span, index, parts.len()));
                    Ty::error()
                }
            },
            TyKind::Error | TyKind::None => promoted,
            _ => {
                self.error(types::not_a_tuple(self.types, base.span, &ty));
                Ty::error()
            }
        }
    }

    pub(crate) fn index(&mut self, base: &'a Expr, index: &'a Expr, scope: &Scope) -> Ty {
        let ty = self.infer(base, scope);
        self.check(index, &Prim::Nat.into(), scope);
        let promoted = self.types.promote(&ty);
        match &*promoted {
            TyKind::Array(element) | TyKind::VarArray(element) => element.clone(),
            TyKind::Error | TyKind::None => promoted,
            _ => {
                self.error(types::not_an_array(self.types, base.span, &ty));
                Ty::error()
            }
        }
    }

    pub(crate) fn assign(&mut self, target: &'a Expr, value: &'a Expr, scope: &Scope) -> Ty {
        let ty = self.target(target, scope);
        self.check(value, &ty, scope);
        Ty::unit()
    }

    /// Infers the type of what is assigned to, and checks that it can be.
    pub(crate) fn target(&mut self, target: &'a Expr, scope: &Scope) -> Ty {
        let ty = self.infer(target, scope);
        if ty.is_error() {
            return ty;
        }
        let mutable = match &target.kind {
            ExprKind::Name(name) => scope.value(name).is_none_or(|value| value.var),
            ExprKind::Field(base, name) => {
                let base = self.types.promote(&self.info.ty(base.id));
                match &*base {
                    TyKind::Object(object) => object.field(&name.name).is_none_or(|field| field.var),
                    _ => false,
                }
            }
            ExprKind::Index(base, _) => {
                matches!(&*self.types.promote(&self.info.ty(base.id)), TyKind::VarArray(_) | TyKind::Error)
            }
            _ => false,
        };
        if !mutable {
            let declared = match &target.kind {
                ExprKind::Name(name) => scope.value(name).map(|value| value.span),
                _ => None,
            };
            self.error(types::not_mutable(target, declared));
        }
        ty
    }

    pub(crate) fn coalesce(&mut self, left: &'a Expr, right: &'a Expr, scope: &Scope) -> Ty {
        let ty = self.infer(left, scope);
        let inner = match &*self.types.promote(&ty) {
            TyKind::Option(inner) => inner.clone(),
            TyKind::Prim(Prim::Null) | TyKind::None => Ty::none(),
            TyKind::Error => Ty::error(),
            _ => {
                let error = types::not_an_option(self.types, left.span, &ty);
                self.error(diagnostics::Diagnostic { code: Some("M0096"), ..error });
                Ty::error()
            }
        };
        let known = !matches!(*inner, TyKind::None | TyKind::Error);
        let other = if known && !self.infers_fully(right) {
            self.check(right, &inner, scope);
            inner.clone()
        } else {
            self.infer(right, scope)
        };
        self.types.lub(&inner, &other)
    }

    pub(crate) fn do_option(&mut self, body: &'a Expr, scope: &Scope) -> Ty {
        let outer = std::mem::replace(&mut self.context.in_option_block, true);
        let ty = self.infer(body, scope);
        self.context.in_option_block = outer;
        Ty::option(ty)
    }

    pub(crate) fn bang(&mut self, span: Span, inner: &'a Expr, scope: &Scope) -> Ty {
        if !self.context.in_option_block {
            self.error(names::misplaced_bang(span));
        }
        let ty = self.infer(inner, scope);
        match &*self.types.promote(&ty) {
            TyKind::Option(inner) => inner.clone(),
            TyKind::Prim(Prim::Null) => Ty::none(),
            TyKind::Error | TyKind::None => ty,
            _ => {
                self.error(types::not_an_option(self.types, inner.span, &ty));
                Ty::error()
            }
        }
    }
}
