//! Patterns: the names they bind, the types they need, the types they get.

use mo_syntax::ast::{Literal, Pattern, PatternField, PatternKind, UnaryOp};
use mo_types::{Field, Prim, Sort, Ty, TyKind, field_named};

use crate::errors::{names, types};
use crate::infer::Checker;
use crate::scope::{Scope, Value};

impl<'a> Checker<'a> {
    /// Declares the names of a pattern, without types yet.
    pub(crate) fn declare_pattern(&mut self, pattern: &'a Pattern, scope: &Scope) {
        match &pattern.kind {
            PatternKind::Name(name) => self.declare_value(name, false, pattern.span, scope),
            PatternKind::Tuple(parts) => parts.iter().for_each(|part| self.declare_pattern(part, scope)),
            PatternKind::Record(fields) => {
                for field in fields {
                    match field {
                        PatternField::Value { pattern: Some(pattern), .. } => {
                            self.declare_pattern(pattern, scope)
                        }
                        PatternField::Value { name, pattern: None, .. } => {
                            self.declare_value(&name.name, false, name.span, scope);
                        }
                        PatternField::Type(_) => {}
                    }
                }
            }
            PatternKind::Tag(_, Some(inner))
            | PatternKind::Option(inner)
            | PatternKind::Annotation(inner, _) => {
                self.declare_pattern(inner, scope);
            }
            // Both alternatives bind the same names.
            PatternKind::Or(left, _) => self.declare_pattern(left, scope),
            PatternKind::And(left, right) => {
                self.declare_pattern(left, scope);
                self.declare_pattern(right, scope);
            }
            _ => {}
        }
    }

    pub(crate) fn declare_value(&mut self, name: &str, var: bool, span: source::Span, scope: &Scope) {
        if let Some(first) = scope.add(name, Value::new(None, var, span)) {
            self.error(names::duplicate(span, first.span, name, "in this scope"));
        }
    }

    /// Checks a pattern against the type of what it will meet, and gives its names their types.
    pub(crate) fn pattern(&mut self, pattern: &'a Pattern, ty: &Ty, scope: &Scope) {
        self.record(pattern.id, ty);
        let promoted = self.types.promote(ty);
        if promoted.is_error() {
            self.bind_errors(pattern, scope);
            return;
        }
        match &pattern.kind {
            PatternKind::Wild | PatternKind::Error => {}
            PatternKind::Name(name) => self.bind(name, ty, scope),
            PatternKind::Literal(literal) => self.literal_pattern(pattern, literal, false, ty, &promoted),
            PatternKind::Signed(op, literal) => {
                self.literal_pattern(pattern, literal, *op == UnaryOp::Minus, ty, &promoted)
            }
            PatternKind::Tuple(parts) => match &*promoted {
                TyKind::Tuple(types) if types.len() == parts.len() => {
                    for (part, ty) in parts.iter().zip(types) {
                        self.pattern(part, ty, scope);
                    }
                }
                _ => self.pattern_mismatch(pattern, "a tuple", ty, scope),
            },
            PatternKind::Record(fields) => self.record_pattern(pattern, fields, ty, &promoted, scope),
            PatternKind::Tag(name, payload) => match &*promoted {
                TyKind::Variant(cases) => {
                    let case = field_named(cases, &name.name);
                    if case.is_none() {
                        self.error(types::unknown_case(self.types, name.span, &name.name, cases, ty));
                    }
                    let inner = case.map_or_else(Ty::error, |case| case.ty.clone());
                    match payload {
                        Some(payload) => self.pattern(payload, &inner, scope),
                        None if !inner.is_error() && !self.types.sub(&inner, &Ty::unit()) => {
                            self.error(types::payload_missing(self.types, pattern.span, &name.name, &inner));
                        }
                        None => {}
                    }
                }
                _ => self.pattern_mismatch(pattern, "a variant", ty, scope),
            },
            PatternKind::Option(inner) => match &*promoted {
                TyKind::Option(some) => self.pattern(inner, some, scope),
                TyKind::Prim(Prim::Null) => self.pattern(inner, &Ty::none(), scope),
                _ => self.pattern_mismatch(pattern, "an option", ty, scope),
            },
            PatternKind::Annotation(inner, written) => {
                let written = self.ty(written, scope);
                // A type parameter in scope of an enclosing function may be narrower than what is matched.
                if !self.types.sub(ty, &written) {
                    self.error(types::mismatch(self.types, pattern.span, ty, &written));
                }
                self.pattern(inner, &written, scope);
            }
            PatternKind::Or(left, right) => {
                self.pattern(left, ty, scope);
                let inner = scope.inner();
                self.declare_pattern(right, &inner);
                self.pattern(right, ty, &inner);
                for (name, value) in inner.own_values() {
                    match scope.own(&name) {
                        None => self.error(names::unbalanced_alternatives(value.span, &name)),
                        Some(first) => self.join_alternatives(&name, &first, &value),
                    }
                }
            }
            PatternKind::And(left, right) => {
                self.pattern(left, ty, scope);
                self.pattern(right, ty, scope);
            }
        }
    }

    /// A name that both alternatives bind has a type that both have.
    fn join_alternatives(&mut self, name: &str, first: &Value, second: &Value) {
        let (Some(a), Some(b)) = (first.ty.borrow().clone(), second.ty.borrow().clone()) else { return };
        let joined = self.types.lub(&a, &b);
        if matches!(&*self.types.promote(&joined), TyKind::Any) {
            self.error(names::alternatives_differ(self.types, second.span, name, &a, &b));
        }
        *first.ty.borrow_mut() = Some(joined);
    }

    fn bind(&mut self, name: &str, ty: &Ty, scope: &Scope) {
        scope.give(name, ty);
    }

    /// Gives every name of a pattern the error type, so that no further errors follow from it.
    fn bind_errors(&mut self, pattern: &'a Pattern, scope: &Scope) {
        match &pattern.kind {
            PatternKind::Name(name) => self.bind(name, &Ty::error(), scope),
            PatternKind::Tuple(parts) => parts.iter().for_each(|part| self.bind_errors(part, scope)),
            PatternKind::Record(fields) => {
                for field in fields {
                    match field {
                        PatternField::Value { pattern: Some(pattern), .. } => {
                            self.bind_errors(pattern, scope)
                        }
                        PatternField::Value { name, pattern: None, .. } => {
                            self.bind(&name.name, &Ty::error(), scope)
                        }
                        PatternField::Type(_) => {}
                    }
                }
            }
            PatternKind::Annotation(inner, written) => {
                let ty = self.ty(written, scope);
                self.pattern(inner, &ty, scope);
            }
            PatternKind::Tag(_, Some(inner)) | PatternKind::Option(inner) => self.bind_errors(inner, scope),
            PatternKind::Or(left, right) | PatternKind::And(left, right) => {
                self.bind_errors(left, scope);
                self.bind_errors(right, scope);
            }
            _ => {}
        }
    }

    fn pattern_mismatch(&mut self, pattern: &'a Pattern, what: &str, ty: &Ty, scope: &Scope) {
        self.error(types::pattern_mismatch(self.types, pattern.span, what, ty));
        self.bind_errors(pattern, scope);
    }

    fn literal_pattern(
        &mut self,
        pattern: &'a Pattern,
        literal: &Literal,
        negative: bool,
        ty: &Ty,
        promoted: &Ty,
    ) {
        if self.check_literal(literal, negative, promoted, pattern.span) {
            return;
        }
        let found = match literal {
            Literal::Nat(_) if negative => Prim::Int.into(),
            literal => self.infer_literal(literal, pattern.span),
        };
        let null_in_option = matches!(literal, Literal::Null) && matches!(&**promoted, TyKind::Option(_));
        if !null_in_option && !self.types.sub(&found, promoted) {
            self.error(types::literal_pattern(self.types, pattern.span, &found, ty));
        }
    }

    fn record_pattern(
        &mut self,
        pattern: &'a Pattern,
        fields: &'a [PatternField],
        ty: &Ty,
        promoted: &Ty,
        scope: &Scope,
    ) {
        let TyKind::Object(object) = &**promoted else {
            self.pattern_mismatch(pattern, "a record", ty, scope);
            return;
        };
        for field in fields {
            match field {
                PatternField::Value { name, pattern, id } => {
                    let found = match object.field(&name.name) {
                        Some(field) => field.ty.clone(),
                        None => {
                            let known: Vec<&str> =
                                object.fields.iter().map(|field| field.name.as_str()).collect();
                            let error = types::unknown_field(self.types, name, ty, &known, None);
                            self.error(types::pattern_field_missing(error));
                            Ty::error()
                        }
                    };
                    self.record(*id, &found);
                    match pattern {
                        Some(pattern) => self.pattern(pattern, &found, scope),
                        None => self.bind(&name.name, &found, scope),
                    }
                }
                PatternField::Type(name) => match object.types.iter().find(|member| member.name == name.name)
                {
                    Some(member) => {
                        scope.add_type(&name.name, member.con);
                    }
                    None => {
                        let known: Vec<String> =
                            object.types.iter().map(|member| member.name.clone()).collect();
                        self.error(names::unbound_type(name.span, &name.name, &known));
                    }
                },
            }
        }
    }

    /// Returns the type that a pattern is written with, as far as every part of it has one.
    pub(crate) fn annotated_type(&mut self, pattern: &'a Pattern, scope: &Scope) -> Option<Ty> {
        match &pattern.kind {
            PatternKind::Annotation(_, ty) => Some(self.argument_type(ty, scope).ty),
            PatternKind::Tuple(parts) => {
                let parts: Option<Vec<Ty>> =
                    parts.iter().map(|part| self.annotated_type(part, scope)).collect();
                parts.map(Ty::tuple)
            }
            PatternKind::Record(fields) => {
                let mut types = Vec::new();
                for field in fields {
                    if let PatternField::Value { name, pattern, .. } = field {
                        let ty = pattern.as_ref().and_then(|pattern| self.annotated_type(pattern, scope))?;
                        types.push(Field { name: name.name.clone(), var: false, ty });
                    }
                }
                Some(Ty::object(Sort::Object, types, Vec::new()))
            }
            PatternKind::Literal(Literal::Null) => Some(Prim::Null.into()),
            _ => None,
        }
    }
}
