//! Operators and comparisons.

use mo_syntax::ast::{BinaryOp, CompareOp, Expr, ExprKind, Literal, UnaryOp};
use mo_types::{Prim, Ty, TyKind};

use super::Checker;
use crate::errors::types;
use crate::scope::Scope;

impl<'a> Checker<'a> {
    pub(crate) fn unary(&mut self, expr: &'a Expr, op: UnaryOp, operand: &'a Expr, scope: &Scope) -> Ty {
        let ty = self.infer(operand, scope);
        let promoted = self.types.promote(&ty);
        let result = match (&*promoted, op) {
            (TyKind::Error | TyKind::None, _) => return promoted,
            (TyKind::Prim(Prim::Nat), UnaryOp::Minus | UnaryOp::Plus) => Some(Prim::Int),
            (TyKind::Prim(prim), UnaryOp::Plus | UnaryOp::Minus) => {
                let signed =
                    *prim == Prim::Int || prim.is_float() || prim.width().is_some_and(|(_, signed)| signed);
                signed.then_some(*prim)
            }
            (TyKind::Prim(prim), UnaryOp::Complement) => prim.width().map(|_| *prim),
            _ => None,
        };
        match result {
            Some(prim) => prim.into(),
            None => {
                self.error(types::unary_undefined(self.types, expr.span, op, &ty));
                Ty::error()
            }
        }
    }

    /// Checks `-1` and the like against a number type.
    pub(crate) fn check_unary(&mut self, op: UnaryOp, operand: &'a Expr, wanted: &Ty, scope: &Scope) -> bool {
        let TyKind::Prim(prim) = **wanted else { return false };
        if !prim.is_number() || (prim == Prim::Nat) {
            return false;
        }
        if let ExprKind::Literal(literal @ (Literal::Nat(_) | Literal::Float(_))) = &operand.kind
            && op != UnaryOp::Complement
        {
            let checked = self.check_literal(literal, op == UnaryOp::Minus, wanted, operand.span);
            if checked {
                self.record(operand.id, wanted);
            }
            return checked;
        }
        let allowed = match op {
            UnaryOp::Complement => prim.width().is_some(),
            _ => prim == Prim::Int || prim.is_float() || prim.width().is_some_and(|(_, signed)| signed),
        };
        if allowed {
            self.check(operand, wanted, scope);
        }
        allowed
    }

    pub(crate) fn binary(
        &mut self,
        expr: &'a Expr,
        op: BinaryOp,
        left: &'a Expr,
        right: &'a Expr,
        scope: &Scope,
    ) -> Ty {
        let (a, b) = self.operands(left, right, scope);
        let joined = self.types.lub(&a, &b);
        let promoted = self.types.promote(&joined);
        match &*promoted {
            TyKind::Error | TyKind::None => promoted,
            TyKind::Prim(prim) if defined(op, *prim) => {
                if op == BinaryOp::Sub && *prim == Prim::Nat {
                    self.error(types::may_trap(expr.span));
                }
                promoted.clone()
            }
            _ if self.is_unknown(&a) || self.is_unknown(&b) => Ty::error(),
            _ => {
                self.error(types::binary_undefined(self.types, expr.span, op, &a, &b));
                Ty::error()
            }
        }
    }

    /// Checks an operator's operands against the type wanted of the result; false if that type does not have it.
    pub(crate) fn check_binary(
        &mut self,
        op: BinaryOp,
        left: &'a Expr,
        right: &'a Expr,
        wanted: &Ty,
        scope: &Scope,
    ) -> bool {
        let TyKind::Prim(prim) = **wanted else { return false };
        // The operator works at the type wanted: `a - b` where an Int is wanted goes below zero instead of trapping.
        if !defined(op, prim) {
            return false;
        }
        self.check(left, wanted, scope);
        self.check(right, wanted, scope);
        true
    }

    pub(crate) fn compare(
        &mut self,
        expr: &'a Expr,
        op: CompareOp,
        left: &'a Expr,
        right: &'a Expr,
        scope: &Scope,
    ) -> Ty {
        let (a, b) = match (Self::is_literal(left), Self::is_literal(right)) {
            (false, true) if self.infers_fully(left) => {
                let a = self.infer(left, scope);
                let b = self.compared(right, &a, scope);
                (a, b)
            }
            (true, false) if self.infers_fully(right) => {
                let b = self.infer(right, scope);
                let a = self.compared(left, &b, scope);
                (a, b)
            }
            _ => self.operands(left, right, scope),
        };
        let joined = self.types.lub(&a, &b);
        let promoted = self.types.promote(&joined);
        let comparable = match (&*promoted, op) {
            (TyKind::Error | TyKind::None, _) => true,
            _ if self.is_unknown(&a) || self.is_unknown(&b) => true,
            (TyKind::Any, CompareOp::Eq | CompareOp::Ne) => true,
            (TyKind::Any, _) => false,
            (_, CompareOp::Eq | CompareOp::Ne) => self.types.unshared_part(&joined).is_none(),
            (TyKind::Prim(prim), _) => {
                prim.is_number()
                    || matches!(prim, Prim::Bool | Prim::Char | Prim::Text | Prim::Blob | Prim::Principal)
            }
            _ => false,
        };
        if !comparable {
            self.error(types::compare_undefined(self.types, expr.span, op, &a, &b));
        } else if !self.types.sub(&a, &b) && !self.types.sub(&b, &a) {
            self.error(types::incomparable(self.types, expr.span, &a, &b));
        }
        self.info.operands.insert(expr.id, joined);
        Prim::Bool.into()
    }

    fn is_unknown(&self, ty: &Ty) -> bool {
        self.types.promote(ty).is_error()
    }

    /// Infers both operands; a literal takes the type of the other side.
    fn operands(&mut self, left: &'a Expr, right: &'a Expr, scope: &Scope) -> (Ty, Ty) {
        match (self.infers_fully(left), self.infers_fully(right)) {
            (false, true) => {
                let b = self.infer(right, scope);
                let a = self.operand_like(left, &b, scope);
                (a, b)
            }
            (true, false) => {
                let a = self.infer(left, scope);
                let b = self.operand_like(right, &a, scope);
                (a, b)
            }
            _ => (self.infer(left, scope), self.infer(right, scope)),
        }
    }

    /// Infers an operand that contains literals, which take the type of the other side where that is a number.
    fn operand_like(&mut self, expr: &'a Expr, other: &Ty, scope: &Scope) -> Ty {
        let promoted = self.types.promote(other);
        match &*promoted {
            TyKind::Prim(prim) if (prim.width().is_some() || prim.is_float()) && self.is_numeric(expr) => {
                self.check(expr, &promoted, scope);
                promoted
            }
            TyKind::Prim(Prim::Blob) => {
                self.check(expr, &promoted, scope);
                promoted
            }
            _ => self.infer(expr, scope),
        }
    }

    fn is_literal(expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Literal(_) => true,
            ExprKind::Unary(UnaryOp::Minus, inner) => {
                matches!(inner.kind, ExprKind::Literal(Literal::Nat(_)))
            }
            _ => false,
        }
    }

    /// A literal that is compared with something of a type: it cannot be compared if it cannot have that type.
    fn compared(&mut self, literal: &'a Expr, other: &Ty, scope: &Scope) -> Ty {
        let promoted = self.types.promote(other);
        if matches!(&*promoted, TyKind::Error | TyKind::None | TyKind::Any | TyKind::Infer(_)) {
            return self.operand_like(literal, other, scope);
        }
        if matches!(literal.kind, ExprKind::Unary(..)) {
            if !matches!(*promoted, TyKind::Prim(Prim::Nat)) {
                return self.operand_like(literal, other, scope);
            }
            self.error(types::literal_mismatch(self.types, literal.span, &Prim::Int.into(), &promoted));
            return promoted;
        }
        self.check(literal, &promoted, scope);
        promoted
    }

    fn is_numeric(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Literal(literal) => matches!(literal, Literal::Nat(_) | Literal::Float(_)),
            ExprKind::Unary(_, inner) => self.is_numeric(inner),
            ExprKind::Binary(_, left, right) => self.is_numeric(left) || self.is_numeric(right),
            _ => false,
        }
    }

    /// Whether an expression's type does not depend on what is expected of it.
    pub(crate) fn infers_fully(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Literal(literal) => matches!(literal, Literal::Bool(_) | Literal::Char(_)),
            ExprKind::Unary(_, inner) => self.infers_fully(inner),
            ExprKind::Binary(_, left, right) => self.infers_fully(left) || self.infers_fully(right),
            ExprKind::Tuple(parts) => parts.iter().all(|part| self.infers_fully(part)),
            ExprKind::Option(inner) => self.infers_fully(inner),
            ExprKind::If(_, then, Some(otherwise)) => self.infers_fully(then) && self.infers_fully(otherwise),
            ExprKind::Block(_) | ExprKind::Switch(..) => false,
            _ => true,
        }
    }

    pub(crate) fn assign_op(
        &mut self,
        expr: &'a Expr,
        op: BinaryOp,
        target: &'a Expr,
        value: &'a Expr,
        scope: &Scope,
    ) -> Ty {
        let ty = self.target(target, scope);
        let promoted = self.types.promote(&ty);
        match &*promoted {
            TyKind::Error => {
                self.infer(value, scope);
            }
            TyKind::Prim(prim) if defined(op, *prim) => self.check(value, &ty, scope),
            _ => {
                let found = self.infer(value, scope);
                self.error(types::binary_undefined(self.types, expr.span, op, &ty, &found));
            }
        }
        Ty::unit()
    }
}

/// Whether a type has an operator.
fn defined(op: BinaryOp, prim: Prim) -> bool {
    use BinaryOp as B;
    match op {
        B::Add | B::Sub | B::Mul | B::Div | B::Rem | B::Pow => prim.is_number(),
        B::WrapAdd | B::WrapSub | B::WrapMul | B::WrapPow => prim.width().is_some(),
        B::And | B::Or | B::Xor | B::ShiftLeft | B::ShiftRight | B::RotateLeft | B::RotateRight => {
            prim.width().is_some()
        }
        B::Concat => prim == Prim::Text,
    }
}
