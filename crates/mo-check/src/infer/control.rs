//! Branches, loops and jumps.

use mo_syntax::ast::{Case, Expr, Ident, Pattern, Type};
use mo_types::{Prim, Ty, TyKind};
use source::Span;

use super::{Checker, Context, Label, Returns};
use crate::errors::{names, types};
use crate::scope::Scope;

impl<'a> Checker<'a> {
    pub(crate) fn infer_if(
        &mut self,
        condition: &'a Expr,
        then: &'a Expr,
        otherwise: Option<&'a Expr>,
        scope: &Scope,
    ) -> Ty {
        self.check(condition, &Prim::Bool.into(), scope);
        let Some(otherwise) = otherwise else {
            self.check(then, &Ty::unit(), scope);
            return Ty::unit();
        };
        // The first branch may need what the second one is, when it is only a literal.
        if self.infers_fully(otherwise) && !self.infers_fully(then) {
            let b = self.infer(otherwise, scope);
            let a = self.branch(then, &b, scope);
            let joined = self.types.lub(&a, &b);
            self.nothing_in_common("M0081", [then, otherwise].into_iter(), &joined);
            return joined;
        }
        let a = self.infer(then, scope);
        let b = self.branch(otherwise, &a, scope);
        let joined = self.types.lub(&a, &b);
        self.nothing_in_common("M0081", [then, otherwise].into_iter(), &joined);
        joined
    }

    /// Infers a branch; number literals in it follow the other branch.
    fn branch(&mut self, expr: &'a Expr, other: &Ty, scope: &Scope) -> Ty {
        match &*self.types.promote(other) {
            TyKind::Prim(prim) if (prim.width().is_some() || prim.is_float()) && !self.infers_fully(expr) => {
                self.check(expr, other, scope);
                other.clone()
            }
            _ => self.infer(expr, scope),
        }
    }

    pub(crate) fn infer_switch(
        &mut self,
        expr: &'a Expr,
        subject: &'a Expr,
        cases: &'a [Case],
        scope: &Scope,
    ) -> Ty {
        let ty = self.infer(subject, scope);
        let mut bodies = Vec::new();
        for case in cases {
            let inner = self.case_scope(case, &ty, scope);
            bodies.push(self.infer(&case.body, &inner));
        }
        let joined = self.types.lub_all(&bodies);
        self.nothing_in_common("M0101", cases.iter().map(|case| &case.body), &joined);
        self.coverage(expr.span, cases, &ty);
        joined
    }

    pub(crate) fn check_switch(
        &mut self,
        expr: &'a Expr,
        subject: &'a Expr,
        cases: &'a [Case],
        expected: &Ty,
        scope: &Scope,
    ) {
        let ty = self.infer(subject, scope);
        for case in cases {
            let inner = self.case_scope(case, &ty, scope);
            self.check(&case.body, expected, &inner);
        }
        self.coverage(expr.span, cases, &ty);
    }

    pub(crate) fn case_scope(&mut self, case: &'a Case, ty: &Ty, scope: &Scope) -> Scope {
        let inner = scope.inner();
        self.declare_own_pattern(&case.pattern, &inner);
        self.pattern(&case.pattern, ty, &inner);
        inner
    }

    pub(crate) fn while_loop(&mut self, condition: &'a Expr, body: &'a Expr, scope: &Scope) -> Ty {
        self.check(condition, &Prim::Bool.into(), scope);
        self.in_loop(|checker| checker.check(body, &Ty::unit(), scope));
        Ty::unit()
    }

    pub(crate) fn endless_loop(&mut self, body: &'a Expr, condition: Option<&'a Expr>, scope: &Scope) -> Ty {
        self.in_loop(|checker| checker.check(body, &Ty::unit(), scope));
        match condition {
            Some(condition) => {
                self.check(condition, &Prim::Bool.into(), scope);
                Ty::unit()
            }
            None if crate::infer::control::leaves(body, 0) => Ty::unit(),
            None => Ty::none(),
        }
    }

    pub(crate) fn for_loop(
        &mut self,
        pattern: &'a Pattern,
        iterator: &'a Expr,
        body: &'a Expr,
        scope: &Scope,
    ) -> Ty {
        let ty = self.infer(iterator, scope);
        let element = self.element_of(&ty, iterator.span);
        let inner = scope.inner();
        self.declare_own_pattern(pattern, &inner);
        self.pattern(pattern, &element, &inner);
        self.in_loop(|checker| checker.check(body, &Ty::unit(), &inner));
        Ty::unit()
    }

    /// What an iterator gives: it is `{ next : () -> ?T }`.
    fn element_of(&mut self, ty: &Ty, span: Span) -> Ty {
        if let TyKind::Object(object) = &*self.types.promote(ty)
            && let Some(next) = object.field("next")
            && let TyKind::Func(func) = &*self.types.promote(&next.ty)
            && func.args.is_empty()
            && let TyKind::Option(element) = &*self.types.promote(&func.result)
        {
            return element.clone();
        }
        if !self.types.promote(ty).is_error() {
            self.error(types::not_an_iterator(self.types, span, ty));
        }
        Ty::error()
    }

    fn in_loop(&mut self, body: impl FnOnce(&mut Self)) {
        self.context.labels.push(Label { name: String::new(), ty: Ty::unit(), is_loop: true });
        body(self);
        self.context.labels.pop();
    }

    pub(crate) fn label(
        &mut self,
        name: &'a Ident,
        ty: Option<&'a Type>,
        body: &'a Expr,
        scope: &Scope,
    ) -> Ty {
        let ty = ty.map_or_else(Ty::unit, |ty| self.ty(ty, scope));
        self.labelled(name, body, &ty, scope);
        ty
    }

    pub(crate) fn check_label(&mut self, name: &'a Ident, body: &'a Expr, expected: &Ty, scope: &Scope) {
        self.labelled(name, body, expected, scope);
    }

    fn labelled(&mut self, name: &'a Ident, body: &'a Expr, ty: &Ty, scope: &Scope) {
        use mo_syntax::ast::ExprKind as E;
        let is_loop = matches!(&body.kind, E::Loop(..) | E::While(..) | E::For(..));
        self.context.labels.push(Label { name: name.name.clone(), ty: ty.clone(), is_loop });
        if is_loop {
            // A labelled endless loop may be left by a break to its label.
            self.infer(body, scope);
        } else {
            self.check(body, ty, scope);
        }
        self.context.labels.pop();
    }

    pub(crate) fn break_to(
        &mut self,
        span: Span,
        name: Option<&'a Ident>,
        value: Option<&'a Expr>,
        scope: &Scope,
    ) -> Ty {
        match self.find_label(span, name, false) {
            Some(ty) => match value {
                Some(value) => self.check(value, &ty, scope),
                None => {
                    self.fits(span, &Ty::unit(), &ty);
                }
            },
            None => {
                if let Some(value) = value {
                    self.infer(value, scope);
                }
            }
        }
        Ty::none()
    }

    pub(crate) fn continue_to(&mut self, span: Span, name: Option<&'a Ident>) -> Ty {
        self.find_label(span, name, true);
        Ty::none()
    }

    fn find_label(&mut self, span: Span, name: Option<&Ident>, of_loop: bool) -> Option<Ty> {
        let mut labels = self.context.labels.iter().rev();
        let found = match name {
            Some(name) => labels.find(|label| label.name == name.name),
            None => labels.find(|label| label.is_loop && label.name.is_empty()),
        };
        match found {
            Some(label) if label.is_loop || !of_loop => Some(label.ty.clone()),
            Some(_) => {
                self.error(names::continue_of_no_loop(span));
                None
            }
            None => {
                let known: Vec<String> = self.context.labels.iter().map(|label| label.name.clone()).collect();
                self.error(names::unknown_label(span, name.map(|name| name.name.as_str()), &known));
                None
            }
        }
    }

    pub(crate) fn return_from(&mut self, span: Span, value: Option<&'a Expr>, scope: &Scope) -> Ty {
        match self.context.result.clone() {
            Some(Returns::Known(ty)) => match value {
                Some(value) => self.check(value, &ty, scope),
                None => {
                    self.fits(span, &Ty::unit(), &ty);
                }
            },
            Some(Returns::Inferred(so_far)) => {
                let found = value.map_or_else(Ty::unit, |value| self.infer(value, scope));
                let joined = self.types.lub(&so_far, &found);
                self.context.result = Some(Returns::Inferred(joined));
            }
            None => {
                self.error(names::misplaced_return(span));
                if let Some(value) = value {
                    self.infer(value, scope);
                }
            }
        }
        Ty::none()
    }

    pub(crate) fn function_context(&self, result: Returns) -> Context {
        Context { result: Some(result), in_actor: self.context.in_actor, ..Context::default() }
    }
}

/// Whether an unlabelled `break` in a loop's body leaves that loop.
pub(crate) fn leaves(expr: &Expr, depth: u32) -> bool {
    use mo_syntax::ast::{DecKind, ExprKind as E};
    if depth > 100 {
        return true;
    }
    let inner = |expr: &Expr| leaves(expr, depth + 1);
    match &expr.kind {
        E::Break(None, _) => true,
        E::Block(decs) => decs.iter().any(|dec| match &dec.kind {
            DecKind::Expr(expr) => inner(expr),
            DecKind::Let { value, otherwise, .. } => {
                value.as_ref().is_some_and(inner) || otherwise.as_ref().is_some_and(inner)
            }
            DecKind::Var { value, .. } => value.as_ref().is_some_and(inner),
            _ => false,
        }),
        E::If(condition, then, otherwise) => {
            inner(condition) || inner(then) || otherwise.as_deref().is_some_and(inner)
        }
        E::Switch(subject, cases) => inner(subject) || cases.iter().any(|case| inner(&case.body)),
        E::Label(_, _, body) | E::Ignore(body) | E::Debug(body) | E::DoOption(body) => inner(body),
        E::Try { body, cases, .. } => inner(body) || cases.iter().any(|case| inner(&case.body)),
        E::And(a, b) | E::Or(a, b) | E::Coalesce(a, b) => inner(a) || inner(b),
        _ => false,
    }
}
