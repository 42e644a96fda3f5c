//! Anonymous functions: their parameters and results come from what is written or from what is expected.

use mo_syntax::ast::{Expr, Function, SharingMode};
use mo_types::{Func, Sharing, Ty, TyKind};
use source::Span;

use super::{Checker, Deferred, Returns};
use crate::errors::types;
use crate::scope::Scope;

impl<'a> Checker<'a> {
    /// An anonymous function about which nothing is expected.
    pub(crate) fn infer_lambda(&mut self, function: &'a Function, scope: &Scope) -> Ty {
        let (ty, inner) = self.signature(function, scope, false);
        let TyKind::Func(func) = &*ty else { return ty };
        self.record(function.id, &ty);
        // Its type is written down, so its body can wait until what is declared later has a type.
        let sharing = Self::written_sharing(function);
        let result = self.body_result(function, sharing, &func.result);
        let context = self.body_context(function, sharing, &func.result, Returns::Known(result.clone()));
        self.deferred.push(Deferred { function, scope: inner, result, context });
        ty
    }

    /// An anonymous function against a function type: its arguments may do without annotations. False if the numbers of
    /// arguments differ.
    pub(crate) fn check_lambda(
        &mut self,
        expr: &'a Expr,
        function: &'a Function,
        wanted: &Func,
        expected: &Ty,
        scope: &Scope,
    ) -> bool {
        let Some(ty) = self.lambda(function, wanted, scope) else { return false };
        self.record(expr.id, &ty);
        self.fits(expr.span, &ty, expected);
        true
    }

    /// Types an anonymous function from the arguments that its surroundings will pass. Where the wanted result is
    /// still being inferred, the body says what it is.
    pub(crate) fn lambda(&mut self, function: &'a Function, wanted: &Func, scope: &Scope) -> Option<Ty> {
        if !function.parameters.is_empty() || !wanted.parameters.is_empty() {
            return None;
        }
        if function.sharing.mode != SharingMode::Local || wanted.sharing != Sharing::Local {
            return None;
        }
        let mut args: Vec<Ty> = wanted.args.iter().map(|arg| self.types.resolve(&arg.ty)).collect();
        let passed = self.passed(function, &args)?;
        let inner = scope.inner();
        for (at, (pattern, passed)) in function.patterns.iter().zip(&passed).enumerate() {
            self.declare_own_pattern(pattern, &inner);
            // An annotation may take more than what will be passed.
            let Some(written) = self.annotated_type(pattern, &inner) else {
                self.pattern(pattern, passed, &inner);
                continue;
            };
            if !self.types.sub(passed, &written) {
                self.error(types::pattern_annotation(self.types, pattern.span, passed, &written));
            } else if args.len() == function.patterns.len() {
                args[at] = written.clone();
            }
            self.pattern(pattern, &written, &inner);
        }
        let annotation = function.result.as_ref().map(|ty| self.ty(ty, &inner));
        let wanted_result = self.types.resolve(&wanted.result);
        let result = match annotation {
            Some(ty) => {
                self.function_body(function, &inner, &ty);
                self.given_result(function, ty, &wanted_result)
            }
            None if self.types.unsolved(&wanted_result).is_empty() => {
                self.function_body(function, &inner, &wanted_result);
                wanted_result
            }
            None => self.infer_body(function, &inner, &wanted_result),
        };
        let ty = Ty::func(args, result);
        self.record(function.id, &ty);
        Some(ty)
    }

    /// What each pattern of an anonymous function is given: `func(a, b)` takes a pair apart, and `func pair` takes two
    /// arguments as one. Nothing where it is not known yet whether one argument is a tuple.
    fn passed(&mut self, function: &'a Function, args: &[Ty]) -> Option<Vec<Ty>> {
        let count = function.patterns.len();
        if args.len() == count {
            return Some(args.to_vec());
        }
        let whole = match args {
            [only] => only.clone(),
            several => Ty::tuple(several.to_vec()),
        };
        if count == 1 {
            return Some(vec![whole]);
        }
        let span = header(function);
        match &*self.types.promote(&whole) {
            TyKind::Tuple(parts) if parts.len() == count => return Some(parts.clone()),
            TyKind::Infer(_) => return None,
            TyKind::Error => {}
            TyKind::Tuple(parts) => {
                self.error(types::tuple_size(self.types, span, count, parts.len(), &whole));
            }
            _ => self.error(types::pattern_mismatch(self.types, "M0112", span, "a tuple", &whole)),
        }
        Some(vec![Ty::error(); count])
    }

    /// The result that an anonymous function is written with, unless another one is known to be wanted.
    fn given_result(&mut self, function: &'a Function, written: Ty, wanted: &Ty) -> Ty {
        if !self.types.unsolved(wanted).is_empty() || self.types.sub(&written, wanted) {
            return written;
        }
        let span = function.result.as_ref().map_or(function.span, |ty| ty.span);
        self.error(types::result_mismatch(self.types, span, &written, wanted));
        wanted.clone()
    }

    /// Checks a body now, since what follows depends on it.
    pub(crate) fn function_body(&mut self, function: &'a Function, scope: &Scope, result: &Ty) {
        let sharing = Self::written_sharing(function);
        let wanted = self.body_result(function, sharing, result);
        let context = self.body_context(function, sharing, result, Returns::Known(wanted.clone()));
        let result = wanted;
        let outer = std::mem::replace(&mut self.context, context);
        self.check(&function.body, &result, scope);
        self.context = outer;
    }

    fn infer_body(&mut self, function: &'a Function, scope: &Scope, wanted: &Ty) -> Ty {
        let sharing = Self::written_sharing(function);
        let context = self.body_context(function, sharing, wanted, Returns::Inferred(Ty::none()));
        let outer = std::mem::replace(&mut self.context, context);
        let found = match &*self.types.expand(wanted) {
            // Even a partly known result helps: the shape of a tuple, the cases of a variant.
            TyKind::Infer(_) => self.infer(&function.body, scope),
            _ => self.infer(&function.body, scope),
        };
        let returned = match self.context.result.take() {
            Some(Returns::Inferred(ty)) => ty,
            _ => Ty::none(),
        };
        self.context = outer;
        self.types.lub(&found, &returned)
    }
}

/// Where a function's parameters stand.
fn header(function: &Function) -> Span {
    match function.patterns.as_slice() {
        [] => function.span,
        [first, .., last] => Span { end: last.span.end, ..first.span },
        [only] => only.span,
    }
}
