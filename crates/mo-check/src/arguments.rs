//! Arguments: those that say what the type arguments are come before those that need to know.

use mo_syntax::ast::{Expr, ExprKind, Function, Literal, PatternKind};
use mo_types::{ConId, Func, InferId, Solution, Ty, TyKind};
use source::Span;

use crate::errors::{calls, types};
use crate::infer::Checker;
use crate::scope::Scope;

/// An argument: an expression, or the receiver of a contextual dot, whose type is known.
#[derive(Clone, Copy)]
pub(crate) enum Actual<'a> {
    Receiver(&'a Expr),
    Expr(&'a Expr),
}

/// An argument of another type than is wanted, of which parts may be inferred.
struct Misfit {
    span: Span,
    found: Ty,
    wanted: Ty,
}

impl<'a> Checker<'a> {
    /// Checks the arguments of a call, which say what its type arguments are where those are not written.
    pub(crate) fn check_arguments(
        &mut self,
        actuals: &[Actual<'a>],
        positions: &[usize],
        func: &Func,
        map: &[(ConId, Ty)],
        scope: &Scope,
    ) {
        let wanted: Vec<Ty> = positions.iter().map(|&at| func.args[at].ty.subst(map)).collect();
        let mut soft = Vec::new();
        let mut lambdas = Vec::new();
        let mut misfits = Vec::new();
        for (actual, wanted) in actuals.iter().zip(&wanted) {
            match actual {
                Actual::Receiver(base) => {
                    let ty = self.info.ty(base.id);
                    self.fits(base.span, &ty, wanted);
                }
                Actual::Expr(argument) if is_lambda(argument) => lambdas.push((*argument, wanted)),
                Actual::Expr(argument) if is_soft(argument) => soft.push((*argument, wanted)),
                Actual::Expr(argument) => {
                    if self.types.unsolved(wanted).is_empty() {
                        self.check_argument(argument, wanted, func, scope);
                    } else {
                        self.infer_argument(argument, wanted, &mut misfits, scope);
                    }
                }
            }
        }
        // Literals last: they follow whatever the others determine.
        soft.sort_by_key(|(argument, _)| is_literal(argument));
        for (argument, wanted) in soft {
            match self.determined(wanted, is_literal(argument)) {
                Some(ty) => self.check_argument(argument, &ty, func, scope),
                None => self.infer_argument(argument, wanted, &mut misfits, scope),
            }
        }
        misfits.into_iter().for_each(|misfit| self.misfit(misfit));
        for (argument, wanted) in lambdas {
            self.lambda_argument(argument, wanted, func, scope);
        }
    }

    /// Checks an argument whose type the others determine. Where that is inferred, a literal is an argument like any other.
    fn check_argument(&mut self, argument: &'a Expr, wanted: &Ty, func: &Func, scope: &Scope) {
        let before = self.diagnostics.len();
        self.check(argument, wanted, scope);
        if !func.parameters.is_empty() {
            for found in self.diagnostics.iter_mut().skip(before) {
                if found.primary == argument.span && found.code == Some("M0050") {
                    found.code = Some("M0096");
                }
            }
        }
    }

    /// Infers an argument, which says more about the type arguments if it fits.
    fn infer_argument(&mut self, argument: &'a Expr, wanted: &Ty, misfits: &mut Vec<Misfit>, scope: &Scope) {
        let found = self.infer(argument, scope);
        misfits.extend(self.learn_from(argument, found, wanted));
    }

    fn learn_from(&mut self, argument: &Expr, found: Ty, wanted: &Ty) -> Option<Misfit> {
        let mark = self.types.save();
        if self.types.sub(&found, wanted) {
            return None;
        }
        self.types.restore(mark);
        Some(Misfit { span: argument.span, found, wanted: wanted.clone() })
    }

    /// Reports an argument that does not fit: its type is another one, if the other arguments say which it should be.
    fn misfit(&mut self, Misfit { span, found, wanted }: Misfit) {
        let open: Vec<InferId> = self.types.unsolved(&wanted);
        let (known, unknown): (Vec<InferId>, Vec<InferId>) = open.into_iter().partition(|variable| {
            let bounds = self.types.bounds(*variable);
            bounds.lower.is_some() || bounds.upper.is_some()
        });
        let solved: Vec<(InferId, Ty)> = known
            .into_iter()
            .filter_map(|variable| match self.types.choose(variable) {
                Solution::Known(ty) => Some((variable, ty)),
                Solution::Unknown => None,
            })
            .collect();
        let shown = replace(&self.types.resolve(&wanted), &solved);
        if unknown.is_empty() {
            self.error(types::mismatch(self.types, span, &found, &shown));
        } else {
            self.error(calls::no_instance(self.types, span, &found, &shown));
        }
        // Nothing more is said of what this argument should have told.
        for variable in unknown {
            self.types.solve(variable, Ty::error());
        }
    }

    /// The type with its variables replaced, if nothing is left to choose.
    fn determined(&self, ty: &Ty, loosely: bool) -> Option<Ty> {
        let unsolved = self.types.unsolved(ty);
        let mut solved = Vec::new();
        for variable in unsolved {
            let bounds = self.types.bounds(variable);
            let exact = match (&bounds.lower, &bounds.upper) {
                (Some(lower), Some(upper)) if self.types.equal(lower, upper) => lower.clone(),
                (Some(lower), None) if loosely && is_number(lower) => lower.clone(),
                (None, Some(upper)) => upper.clone(),
                _ => return None,
            };
            if !self.types.unsolved(&exact).is_empty() {
                return None;
            }
            solved.push((variable, exact));
        }
        Some(replace(&self.types.resolve(ty), &solved))
    }

    fn lambda_argument(&mut self, argument: &'a Expr, wanted: &Ty, func: &Func, scope: &Scope) {
        let expanded = self.types.expand(wanted);
        let found = match (&*expanded, &argument.kind) {
            (TyKind::Func(wanted), ExprKind::Func(function)) => {
                // The parameters must be known before the body is looked at.
                for arg in &wanted.args {
                    for variable in self.types.unsolved(&arg.ty) {
                        if let Solution::Known(ty) = self.types.choose(variable) {
                            self.types.solve(variable, ty);
                        }
                    }
                }
                // What is expected of the call may say what the function has to give.
                if let Some(known) = self.determined(&expanded, false) {
                    return self.check(argument, &known, scope);
                }
                self.lambda(function, wanted, scope)
            }
            _ => match self.determined(wanted, false) {
                Some(ty) => return self.check_argument(argument, &ty, func, scope),
                None => None,
            },
        };
        let found = match found {
            Some(ty) => {
                self.record(argument.id, &ty);
                ty
            }
            None => self.infer(argument, scope),
        };
        if let Some(misfit) = self.learn_from(argument, found, wanted) {
            self.misfit(misfit);
        }
    }
}

/// Replaces types being inferred by chosen ones.
fn replace(ty: &Ty, solved: &[(InferId, Ty)]) -> Ty {
    if let TyKind::Infer(variable) = &**ty {
        return solved
            .iter()
            .find(|(known, _)| known == variable)
            .map_or_else(|| ty.clone(), |(_, ty)| ty.clone());
    }
    ty.map(&mut |part| replace(part, solved))
}

fn is_number(ty: &Ty) -> bool {
    matches!(&**ty, TyKind::Prim(prim) if prim.width().is_some() || prim.is_float())
}

/// Whether an argument is an anonymous function that needs to be told its parameters' types.
pub(crate) fn is_lambda(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Func(function) => !is_annotated(function),
        _ => false,
    }
}

fn is_annotated(function: &Function) -> bool {
    let annotated =
        function.patterns.iter().all(|pattern| matches!(pattern.kind, PatternKind::Annotation(..)));
    annotated && function.result.is_some()
}

/// Whether an argument's type can depend on what is expected.
fn is_soft(expr: &Expr) -> bool {
    !matches!(
        &expr.kind,
        ExprKind::Name(_)
            | ExprKind::Field(..)
            | ExprKind::Projection(..)
            | ExprKind::Index(..)
            | ExprKind::Annotation(..)
            | ExprKind::Func(_)
            | ExprKind::Literal(Literal::Bool(_) | Literal::Char(_))
    )
}

fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(Literal::Nat(_) | Literal::Float(_)) => true,
        ExprKind::Unary(_, inner) => is_literal(inner),
        ExprKind::Binary(_, left, right) => is_literal(left) && is_literal(right),
        _ => false,
    }
}
