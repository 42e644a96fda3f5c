//! Waiting, sending and failing: `async`, `await`, `try`, `throw`, references to actors, and what only some functions may do.

use mo_syntax::ast::{self, AwaitKind, Call, Case, Expr, ExprKind, SharingMode};
use mo_types::{Field, Func, Prim, Sharing, Sort, Ty, TyKind};
use source::Span;

use super::{Checker, Returns};
use crate::errors::asynchronous as errors;
use crate::info::Method;
use crate::scope::Scope;

/// What the function around an expression may do besides computing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Asynchrony {
    /// Nothing: it runs to its end at once.
    #[default]
    Synchronous,
    /// `= e` for a function whose result is `async T`: it may start `e`, but wait for nothing.
    Starts,
    /// It may send, wait and fail.
    Waits,
    /// A query may fail, but neither send nor wait.
    Query,
    /// A composite query may call queries and wait for them.
    Composite,
}

impl Asynchrony {
    fn may_fail(self) -> bool {
        matches!(self, Asynchrony::Waits | Asynchrony::Query | Asynchrony::Composite)
    }

    fn may_wait(self) -> bool {
        matches!(self, Asynchrony::Waits | Asynchrony::Composite)
    }
}

impl<'a> Checker<'a> {
    /// What the body of a function may do.
    pub(crate) fn asynchrony_of(
        &self,
        function: &ast::Function,
        sharing: Sharing,
        result: &Ty,
    ) -> Asynchrony {
        let is_async = matches!(&*self.types.expand(result), TyKind::Async { .. });
        match sharing {
            Sharing::Query => Asynchrony::Query,
            Sharing::Composite => Asynchrony::Composite,
            Sharing::Local | Sharing::Shared if is_async && function.async_body().is_none() => {
                Asynchrony::Starts
            }
            Sharing::Local if !is_async => Asynchrony::Synchronous,
            Sharing::Local | Sharing::Shared => Asynchrony::Waits,
        }
    }

    /// What the body of a function must give, the capability it has, and what surrounds it.
    pub(crate) fn body_context(
        &self,
        function: &ast::Function,
        sharing: Sharing,
        result: &Ty,
        returns: Returns,
    ) -> super::Context {
        let asynchrony = self.asynchrony_of(function, sharing, result);
        super::Context {
            asynchrony,
            system: asynchrony == Asynchrony::Waits
                || asynchrony == Asynchrony::Starts
                || function.parameters.iter().any(|parameter| parameter.system),
            ..self.function_context(returns)
        }
    }

    /// What the body of a function gives: for `async T { .. }`, a T.
    pub(crate) fn body_result(&self, function: &ast::Function, sharing: Sharing, result: &Ty) -> Ty {
        // A shared function without `async` was reported already.
        let wraps = function.async_body().is_some() || sharing != Sharing::Local && !function.is_expression;
        match &*self.types.expand(result) {
            TyKind::Async { result, .. } if wraps => result.clone(),
            _ => result.clone(),
        }
    }

    /// `async { .. }` or `async* { .. }`; the result is known if `expected` is.
    pub(crate) fn async_block(
        &mut self,
        expr: &'a Expr,
        star: bool,
        body: &'a Expr,
        expected: Option<&Ty>,
        scope: &Scope,
    ) -> Ty {
        let capable = matches!(self.context.asynchrony, Asynchrony::Waits | Asynchrony::Starts)
            || star && self.context.asynchrony == Asynchrony::Composite;
        if !capable {
            let query = matches!(self.context.asynchrony, Asynchrony::Query | Asynchrony::Composite);
            self.error(errors::misplaced("M0037", expr.span, "`async`", query));
        }
        if let ExprKind::Async { parenthetical: Some(parenthetical), .. } = &expr.kind {
            self.attributes(parenthetical, scope);
        }
        let returns = match expected {
            Some(ty) => Returns::Known(ty.clone()),
            None => Returns::Inferred(Ty::none()),
        };
        let asynchrony = match self.context.asynchrony {
            Asynchrony::Composite => Asynchrony::Composite,
            _ => Asynchrony::Waits,
        };
        let context = super::Context { asynchrony, system: true, ..self.function_context(returns) };
        let outer = std::mem::replace(&mut self.context, context);
        let inner = scope.boundary();
        let result = match expected {
            Some(ty) => {
                self.check(body, ty, &inner);
                ty.clone()
            }
            None => {
                let found = self.infer(body, &inner);
                match self.context.result.take() {
                    Some(Returns::Inferred(returned)) => self.types.lub(&found, &returned),
                    _ => found,
                }
            }
        };
        self.context = outer;
        if !star && let Some(part) = self.types.unshared_part(&result) {
            self.error(errors::content_not_shared(self.types, body.span, &result, &part));
        }
        TyKind::Async { star, result }.into()
    }

    pub(crate) fn await_expr(
        &mut self,
        expr: &'a Expr,
        kind: AwaitKind,
        value: &'a Expr,
        expected: Option<&Ty>,
        scope: &Scope,
    ) -> Ty {
        if !self.context.asynchrony.may_wait() {
            let query = self.context.asynchrony == Asynchrony::Query;
            self.error(errors::misplaced("M0038", expr.span, "`await`", query));
        }
        let star = kind == AwaitKind::Star;
        // What is expected of the result helps a block that is started here.
        if let (Some(expected), ExprKind::Async { star: found, body, .. }) = (expected, &value.kind)
            && *found == star
        {
            let ty = self.async_block(value, star, body, Some(expected), scope);
            self.record(value.id, &ty);
            return expected.clone();
        }
        let ty = self.infer(value, scope);
        match &*self.types.promote(&ty) {
            TyKind::Async { star: found, result } if *found == star => {
                if !star {
                    self.same_scope(value, scope);
                }
                result.clone()
            }
            TyKind::Error | TyKind::None => Ty::error(),
            _ => {
                self.error(errors::not_async(self.types, value.span, &ty, kind));
                Ty::error()
            }
        }
    }

    /// Only the asynchronous function that started something can wait for it: the answer comes back to its message.
    fn same_scope(&mut self, value: &Expr, scope: &Scope) {
        let ExprKind::Name(name) = &value.kind else { return };
        if let Some((declared, true)) = scope.value_across_boundary(name) {
            self.error(errors::other_scope(value.span, name, declared.span));
        }
    }

    pub(crate) fn throw(&mut self, expr: &'a Expr, value: &'a Expr, scope: &Scope) -> Ty {
        if !self.context.asynchrony.may_fail() {
            self.error(errors::misplaced("M0039", expr.span, "`throw`", false));
        }
        self.check(value, &Prim::Error.into(), scope);
        Ty::none()
    }

    pub(crate) fn try_expr(
        &mut self,
        expr: &'a Expr,
        body: &'a Expr,
        cases: &'a [Case],
        finally: Option<&'a Expr>,
        expected: Option<&Ty>,
        scope: &Scope,
    ) -> Ty {
        if !self.context.asynchrony.may_fail() {
            self.error(errors::misplaced("M0039", expr.span, "`try`", false));
        }
        let mut joined = match expected {
            Some(ty) => {
                self.check(body, ty, scope);
                ty.clone()
            }
            None => self.infer(body, scope),
        };
        for case in cases {
            let inner = self.case_scope(case, &Prim::Error.into(), scope);
            match expected {
                Some(ty) => self.check(&case.body, ty, &inner),
                None => {
                    let found = self.infer(&case.body, &inner);
                    joined = self.types.lub(&joined, &found);
                }
            }
        }
        if let Some(finally) = finally {
            // It also runs when the message is given up, so it can neither wait nor leave.
            let context = super::Context {
                in_actor: self.context.in_actor,
                system: self.context.system,
                ..super::Context::default()
            };
            let outer = std::mem::replace(&mut self.context, context);
            self.check(finally, &Ty::unit(), scope);
            self.context = outer;
        }
        joined
    }

    /// `actor "principal"`: which functions the actor has comes from what is expected.
    pub(crate) fn actor_reference(
        &mut self,
        expr: &'a Expr,
        text: &'a Expr,
        expected: Option<&Ty>,
        scope: &Scope,
    ) -> Ty {
        self.check(text, &Prim::Text.into(), scope);
        let Some(expected) = expected else {
            self.error(errors::actor_type_unknown(expr.span));
            return Ty::error();
        };
        match &*self.types.promote(expected) {
            TyKind::Object(object) if object.sort == Sort::Actor => {}
            TyKind::Error => {}
            _ => self.error(errors::not_an_actor_type(self.types, expr.span, expected)),
        }
        expected.clone()
    }

    pub(crate) fn candid_of_values(&mut self, parts: &'a [Expr], scope: &Scope) -> Ty {
        for part in parts {
            let ty = self.infer(part, scope);
            if let Some(offending) = self.types.unshared_part(&ty) {
                self.error(errors::not_encodable(self.types, part.span, &ty, &offending));
            }
        }
        Prim::Blob.into()
    }

    pub(crate) fn values_of_candid(
        &mut self,
        expr: &'a Expr,
        blob: &'a Expr,
        expected: Option<&Ty>,
        scope: &Scope,
    ) -> Ty {
        self.check(blob, &Prim::Blob.into(), scope);
        let Some(expected) = expected else {
            self.error(errors::decoded_type_unknown(expr.span));
            return Ty::error();
        };
        match &*self.types.promote(expected) {
            TyKind::Option(inner) if self.types.unshared_part(inner).is_none() => {}
            TyKind::Error => {}
            _ => self.error(errors::decoded_type(self.types, expr.span, expected)),
        }
        expected.clone()
    }

    /// Forms whose type comes from what is expected; false if expectation is no help.
    pub(crate) fn check_asynchronous(&mut self, expr: &'a Expr, expected: &Ty, scope: &Scope) -> bool {
        let wanted = self.types.expand(expected);
        match (&expr.kind, &*wanted) {
            (ExprKind::Async { star, body, .. }, TyKind::Async { star: wanted, result })
                if star == wanted =>
            {
                self.async_block(expr, *star, body, Some(result), scope);
            }
            (ExprKind::Await { kind, value }, _) if matches!(value.kind, ExprKind::Async { .. }) => {
                let found = self.await_expr(expr, *kind, value, Some(expected), scope);
                self.fits(expr.span, &found, expected);
            }
            (ExprKind::Try { body, cases, finally }, _) => {
                self.try_expr(expr, body, cases, finally.as_deref(), Some(expected), scope);
            }
            (ExprKind::ActorReference(text), _) => {
                self.actor_reference(expr, text, Some(expected), scope);
            }
            (ExprKind::FromCandid(blob), _) => {
                self.values_of_candid(expr, blob, Some(expected), scope);
            }
            _ => return false,
        }
        true
    }

    /// Whether a call may be made here: of a shared function, and with the capability `system`.
    pub(crate) fn call_capabilities(&mut self, span: Span, call: &'a Call, func: &Func, scope: &Scope) {
        if func.system && !self.context.system {
            self.error(errors::system_missing(span));
        }
        if func.system && !call.system {
            self.error(errors::system_implied(span, call.callee.span));
        }
        if call.system && !func.system {
            self.error(errors::system_unexpected(call.callee.span));
        }
        let starts = matches!(&*self.types.expand(&func.result), TyKind::Async { star: false, .. });
        if let Some(parenthetical) = &call.parenthetical {
            self.attributes(parenthetical, scope);
            if func.sharing == Sharing::Local && !starts {
                self.error(errors::misplaced_attributes(parenthetical.span));
            }
        }
        match (func.sharing, self.context.asynchrony) {
            (Sharing::Local, Asynchrony::Query) if starts => self.error(errors::query_cannot_send(span)),
            (Sharing::Local, Asynchrony::Composite) if starts => {
                self.error(errors::composite_sends_update(span));
            }
            (Sharing::Local, Asynchrony::Synchronous) if starts => self.error(errors::cannot_send(span)),
            (Sharing::Local, _) => {}
            // What starts a block by `= async { .. }` is not in the block itself.
            (_, Asynchrony::Synchronous | Asynchrony::Starts) => self.error(errors::cannot_send(span)),
            (_, Asynchrony::Query) => self.error(errors::query_cannot_send(span)),
            (Sharing::Shared, Asynchrony::Composite) => self.error(errors::composite_sends_update(span)),
            (Sharing::Composite, Asynchrony::Waits) => self.error(errors::composite_from_outside(span)),
            _ => {}
        }
    }

    /// `(base with cycles = n; timeout = s)`
    fn attributes(&mut self, parenthetical: &'a Expr, scope: &Scope) {
        let ExprKind::Record { bases, fields } = &parenthetical.kind else { return };
        if bases.is_empty() && fields.is_empty() {
            self.error(errors::no_attributes(parenthetical.span));
        }
        let wanted = |name: &str| match name {
            "cycles" => Some(Ty::from(Prim::Nat)),
            "timeout" => Some(Ty::from(Prim::Nat32)),
            _ => None,
        };
        for base in bases {
            let ty = self.infer(base, scope);
            let Some(object) = self.as_object(&ty) else {
                if !self.types.promote(&ty).is_error() {
                    let record = Ty::object(Sort::Object, Vec::new(), Vec::new());
                    self.fits(base.span, &ty, &record);
                }
                continue;
            };
            for field in &object.fields {
                match wanted(&field.name) {
                    Some(wanted) => {
                        self.fits(base.span, &field.ty, &wanted);
                    }
                    None => self.error(errors::unknown_attribute(base.span, &field.name)),
                }
            }
        }
        for field in fields {
            let Some(wanted) = wanted(&field.name.name) else {
                self.error(errors::unknown_attribute(field.name.span, &field.name.name));
                if let Some(value) = &field.value {
                    self.infer(value, scope);
                }
                continue;
            };
            match &field.value {
                Some(value) => self.check(value, &wanted, scope),
                None => {
                    if let Some(value) = scope.value(&field.name.name) {
                        value.used.set(true);
                        let ty = value.ty.borrow().clone().unwrap_or_else(Ty::error);
                        self.fits(field.span, &ty, &wanted);
                    }
                }
            }
        }
    }

    /// The functions that the system calls have the types that it calls them at.
    pub(crate) fn system_functions(&mut self, system: &[(String, Ty, Span)], methods: &[Method]) {
        for (name, ty, span) in system {
            let starts = |star| Ty::from(TyKind::Async { star, result: Ty::unit() });
            let wanted = match name.as_str() {
                "heartbeat" => Ty::func(Vec::new(), starts(false)),
                "timer" => {
                    let set = Ty::func(vec![Prim::Nat64.into()], Ty::unit());
                    Ty::func(vec![set], starts(false))
                }
                "lowmemory" => Ty::func(Vec::new(), starts(true)),
                "preupgrade" | "postupgrade" => Ty::func(Vec::new(), Ty::unit()),
                "inspect" => Ty::func(vec![self.inspected(methods)], Prim::Bool.into()),
                _ => {
                    self.error(errors::unknown_system_function(*span, name));
                    continue;
                }
            };
            if !self.types.sub(ty, &wanted) {
                self.error(errors::system_function_type(self.types, *span, name, ty, &wanted));
            }
        }
    }

    /// What `inspect` may look at: who calls, the bytes, and which function with which arguments.
    fn inspected(&self, methods: &[Method]) -> Ty {
        let field = |name: &str, ty: Ty| Field { name: name.into(), var: false, ty };
        let cases = methods
            .iter()
            .filter_map(|method| match &*self.types.expand(&method.ty) {
                TyKind::Func(func) => {
                    let args = Ty::tuple(func.args.iter().map(|arg| arg.ty.clone()).collect());
                    Some(field(&method.name, Ty::func(Vec::new(), args)))
                }
                _ => None,
            })
            .collect();
        let fields = vec![
            field("arg", Prim::Blob.into()),
            field("caller", Prim::Principal.into()),
            field("msg", Ty::variant(cases)),
        ];
        Ty::object(Sort::Object, fields, Vec::new())
    }

    /// `(system M.C)`: the constructor of an imported actor class with a say in where it installs.
    pub(crate) fn system_member(
        &mut self,
        expr: &'a Expr,
        base: &'a Expr,
        name: &'a ast::Ident,
        scope: &Scope,
    ) -> Ty {
        let class = self.infer(base, scope);
        let constructor = self.as_object(&class).and_then(|object| object.field(&name.name).cloned());
        let Some(constructor) = constructor else {
            self.unknown_field(&class, name, Some(base), scope);
            return Ty::error();
        };
        match &*self.types.promote(&constructor.ty) {
            TyKind::Func(func) if self.constructs_actor(func) => {
                Ty::func(vec![crate::actor_class::install_mode()], constructor.ty.clone())
            }
            _ => {
                self.error(errors::not_a_class(self.types, expr.span, &constructor.ty));
                Ty::error()
            }
        }
    }

    /// The sharing that a written function has, before it is known where it stands.
    pub(crate) fn written_sharing(function: &ast::Function) -> Sharing {
        match function.sharing.mode {
            SharingMode::Local => Sharing::Local,
            SharingMode::Shared => Sharing::Shared,
            SharingMode::Query => Sharing::Query,
            SharingMode::Composite => Sharing::Composite,
        }
    }
}
