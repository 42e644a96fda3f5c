//! Patterns: the names they bind, the types they need, the types they get.

use mo_syntax::ast::{Literal, Pattern, PatternField, PatternKind, UnaryOp};
use mo_types::{Field, Prim, Sort, Ty, TyKind, field_named};

use crate::errors::{names, types};
use crate::infer::Checker;
use crate::scope::{Scope, Value};

/// Where the names of a pattern live, for what is said if one stands there twice.
#[derive(Clone, Copy)]
enum Place {
    Scope,
    Pattern,
    /// Right of an `and`, whose left side was declared.
    And,
}

impl<'a> Checker<'a> {
    /// Declares the names of a pattern in a block, without types yet.
    pub(crate) fn declare_pattern(&mut self, pattern: &'a Pattern, scope: &Scope) {
        self.declare_names(pattern, scope, Place::Scope);
    }

    /// The same for a pattern with a scope of its own: of a case, a loop or a function.
    pub(crate) fn declare_own_pattern(&mut self, pattern: &'a Pattern, scope: &Scope) {
        self.declare_names(pattern, scope, Place::Pattern);
    }

    fn declare_names(&mut self, pattern: &'a Pattern, scope: &Scope, place: Place) {
        match &pattern.kind {
            PatternKind::Name(name) => self.declare_name(name, false, pattern.span, scope, place),
            PatternKind::Tuple(parts) => parts.iter().for_each(|part| self.declare_names(part, scope, place)),
            PatternKind::Record(fields) => {
                for field in fields {
                    match field {
                        PatternField::Value { pattern: Some(pattern), .. } => {
                            self.declare_names(pattern, scope, place)
                        }
                        PatternField::Value { name, pattern: None, .. } => {
                            self.declare_name(&name.name, false, name.span, scope, place);
                        }
                        PatternField::Type(_) => {}
                    }
                }
            }
            PatternKind::Tag(_, Some(inner))
            | PatternKind::Option(inner)
            | PatternKind::Annotation(inner, _) => {
                self.declare_names(inner, scope, place);
            }
            // Both alternatives bind the same names.
            PatternKind::Or(left, _) => self.declare_names(left, scope, place),
            PatternKind::And(left, right) => {
                self.declare_names(left, scope, place);
                self.declare_names(right, scope, Place::And);
            }
            _ => {}
        }
    }

    pub(crate) fn declare_value(&mut self, name: &str, var: bool, span: source::Span, scope: &Scope) {
        self.declare_name(name, var, span, scope, Place::Scope);
    }

    fn declare_name(&mut self, name: &str, var: bool, span: source::Span, scope: &Scope, place: Place) {
        if let Some(first) = scope.add(name, Value::new(None, var, span)) {
            let place = match place {
                Place::Scope => "in this scope",
                Place::Pattern => names::IN_PATTERN,
                Place::And => names::BESIDE_AND,
            };
            self.error(names::duplicate(span, first.span, name, place));
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
        if matches!(&*promoted, TyKind::None) {
            self.bind_all(pattern, ty, scope);
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
                TyKind::Tuple(types) => {
                    let error = types::tuple_size(self.types, pattern.span, parts.len(), types.len(), ty);
                    self.error(error);
                    self.bind_errors(pattern, scope);
                }
                _ => self.pattern_mismatch(pattern, "M0112", "a tuple", ty, scope),
            },
            PatternKind::Record(fields) => self.record_pattern(pattern, fields, ty, &promoted, scope),
            PatternKind::Tag(name, payload) => match &*promoted {
                TyKind::Variant(cases) => {
                    let case = field_named(cases, &name.name);
                    if case.is_none() {
                        self.error(types::case_never_met(self.types, name.span, &name.name, cases, ty));
                    }
                    // No value comes to what stands in a case that the type lacks.
                    let inner = case.map_or_else(Ty::none, |case| case.ty.clone());
                    match payload {
                        Some(payload) => self.pattern(payload, &inner, scope),
                        None if !inner.is_error() && !self.types.sub(&inner, &Ty::unit()) => {
                            self.error(types::payload_missing(
                                self.types,
                                "M0112",
                                pattern.span,
                                &name.name,
                                &inner,
                            ));
                        }
                        None => {}
                    }
                }
                _ => self.pattern_mismatch(pattern, "M0116", "a variant", ty, scope),
            },
            PatternKind::Option(inner) => match &*promoted {
                TyKind::Option(some) => self.pattern(inner, some, scope),
                TyKind::Prim(Prim::Null) => self.pattern(inner, &Ty::none(), scope),
                _ => self.pattern_mismatch(pattern, "M0115", "an option", ty, scope),
            },
            PatternKind::Annotation(inner, written) => {
                let written = self.ty(written, scope);
                // A type parameter in scope of an enclosing function may be narrower than what is matched.
                if !self.types.sub(ty, &written) {
                    self.error(types::pattern_annotation(self.types, pattern.span, ty, &written));
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
        self.bind_all(pattern, &Ty::error(), scope);
    }

    /// Gives every name of a pattern the same type.
    fn bind_all(&mut self, pattern: &'a Pattern, ty: &Ty, scope: &Scope) {
        self.record(pattern.id, ty);
        match &pattern.kind {
            PatternKind::Name(name) => self.bind(name, ty, scope),
            PatternKind::Tuple(parts) => parts.iter().for_each(|part| self.bind_all(part, ty, scope)),
            PatternKind::Record(fields) => {
                for field in fields {
                    match field {
                        PatternField::Value { pattern: Some(pattern), .. } => {
                            self.bind_all(pattern, ty, scope)
                        }
                        PatternField::Value { name, pattern: None, .. } => self.bind(&name.name, ty, scope),
                        PatternField::Type(_) => {}
                    }
                }
            }
            PatternKind::Annotation(inner, written) => {
                let written = self.ty(written, scope);
                self.pattern(inner, &written, scope);
            }
            PatternKind::Tag(_, Some(inner)) | PatternKind::Option(inner) => self.bind_all(inner, ty, scope),
            PatternKind::Or(left, right) | PatternKind::And(left, right) => {
                self.bind_all(left, ty, scope);
                self.bind_all(right, ty, scope);
            }
            _ => {}
        }
    }

    fn pattern_mismatch(
        &mut self,
        pattern: &'a Pattern,
        code: &'static str,
        what: &str,
        ty: &Ty,
        scope: &Scope,
    ) {
        self.error(types::pattern_mismatch(self.types, code, pattern.span, what, ty));
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
        let negative = negative && matches!(literal, Literal::Nat(_));
        let unsigned =
            matches!(&**promoted, TyKind::Prim(prim) if prim.width().is_some_and(|(_, signed)| !signed));
        if negative && matches!(&**promoted, TyKind::Prim(Prim::Nat)) {
            self.error(types::literal_never_met(self.types, pattern.span, ty));
            return;
        }
        if !(negative && unsigned) && self.check_literal(literal, negative, promoted, pattern.span) {
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
            self.pattern_mismatch(pattern, "M0113", "a record", ty, scope);
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
