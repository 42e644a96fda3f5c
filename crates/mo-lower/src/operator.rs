//! Operators and comparisons, at the type the checker chose.

use mo_ir::{Arith, Compare, Expr, Machine, Num, Op, Scalar, Unary};
use mo_syntax::ast::{self, BinaryOp, CompareOp, ExprKind, UnaryOp};
use mo_types::{Prim, Ty, TyKind};

use crate::kind::{Kind, coerce, num, num_kind};
use crate::program::Lower;

impl<'a> Lower<'a> {
    fn prim(&self, ty: &Ty) -> Option<Prim> {
        match &*self.types().promote(ty) {
            TyKind::Prim(prim) => Some(*prim),
            _ => None,
        }
    }

    pub(crate) fn unary(&mut self, expr: &'a ast::Expr, op: UnaryOp, operand: &'a ast::Expr) -> (Expr, Kind) {
        let ty = self.info().ty(expr.id);
        if let ExprKind::Literal(literal) = &operand.kind
            && op != UnaryOp::Complement
        {
            return self.literal(literal, op == UnaryOp::Minus, &ty);
        }
        let Some(num) = self.prim(&ty).and_then(num) else { return self.not_yet(expr.span, "this operator") };
        let kind = num_kind(num);
        let operand = self.lower(operand, kind);
        match op {
            UnaryOp::Plus => (operand, kind),
            UnaryOp::Minus => {
                (Expr::op(Op::Unary { op: Unary::Negate, num, wrapping: false }, [operand]), kind)
            }
            UnaryOp::Complement => {
                (Expr::op(Op::Unary { op: Unary::Complement, num, wrapping: false }, [operand]), kind)
            }
        }
    }

    pub(crate) fn binary(
        &mut self,
        expr: &'a ast::Expr,
        op: BinaryOp,
        left: &'a ast::Expr,
        right: &'a ast::Expr,
    ) -> (Expr, Kind) {
        let ty = self.info().ty(expr.id);
        let left = self.natural(left);
        self.apply_operator(op, &ty, left, right)
    }

    /// Applies an operator at a type to a lowered left side and a right side still to be lowered.
    pub(crate) fn apply_operator(
        &mut self,
        op: BinaryOp,
        ty: &Ty,
        left: (Expr, Kind),
        right: &'a ast::Expr,
    ) -> (Expr, Kind) {
        if op == BinaryOp::Concat {
            let left = coerce(left.0, left.1, Kind::Value);
            let right = self.lower(right, Kind::Value);
            return (Expr::op(Op::TextConcat, [left, right]), Kind::Value);
        }
        let Some(num) = self.prim(ty).and_then(num) else { return self.not_yet(right.span, "this operator") };
        let kind = num_kind(num);
        let (op, wrapping) = arith(op);
        let left = coerce(left.0, left.1, kind);
        let right = self.lower(right, kind);
        let result = Expr::op(Op::Arith { op, num, wrapping }, [left, right]);
        (if self.prim(ty) == Some(Prim::Float32) { rounded(result) } else { result }, kind)
    }

    pub(crate) fn compare(
        &mut self,
        expr: &'a ast::Expr,
        op: CompareOp,
        left: &'a ast::Expr,
        right: &'a ast::Expr,
    ) -> (Expr, Kind) {
        let ty = self.info().operand(expr.id);
        let promoted = self.types().promote(&ty);
        let op = compare(op);
        let (machine, kind) = match &*promoted {
            TyKind::Prim(Prim::Bool) => (Op::CompareNum(op, Num::Nat32), Kind::BOOL),
            TyKind::Prim(Prim::Char) => (Op::CompareNum(op, Num::Nat32), Kind::Scalar(Scalar::Char)),
            TyKind::Prim(Prim::Text) => (Op::CompareText(op), Kind::Value),
            TyKind::Prim(Prim::Blob | Prim::Principal) => (Op::CompareBlob(op), Kind::Value),
            TyKind::Prim(prim) if num(*prim).is_some() => {
                let num = num(*prim).expect("tested");
                (Op::CompareNum(op, num), num_kind(num))
            }
            _ => {
                let id = self.out.ty(&ty, self.checked_types());
                let operands = [self.lower(left, Kind::Value), self.lower(right, Kind::Value)];
                let equal = Expr::op(Op::Equal(id), operands);
                let result = if op == Compare::Ne { Expr::op(Op::Not, [equal]) } else { equal };
                return (result, Kind::BOOL);
            }
        };
        let operands = [self.lower(left, kind), self.lower(right, kind)];
        (Expr::op(machine, operands), Kind::BOOL)
    }
}

/// Rounds a Float to what a Float32 can hold.
pub(crate) fn rounded(number: Expr) -> Expr {
    Expr::op(Op::Machine(Machine::RoundFloat32), [number])
}

fn compare(op: CompareOp) -> Compare {
    match op {
        CompareOp::Eq => Compare::Eq,
        CompareOp::Ne => Compare::Ne,
        CompareOp::Lt => Compare::Lt,
        CompareOp::Le => Compare::Le,
        CompareOp::Gt => Compare::Gt,
        CompareOp::Ge => Compare::Ge,
    }
}

fn arith(op: BinaryOp) -> (Arith, bool) {
    match op {
        BinaryOp::Add | BinaryOp::Concat => (Arith::Add, false),
        BinaryOp::Sub => (Arith::Sub, false),
        BinaryOp::Mul => (Arith::Mul, false),
        BinaryOp::Div => (Arith::Div, false),
        BinaryOp::Rem => (Arith::Rem, false),
        BinaryOp::Pow => (Arith::Pow, false),
        BinaryOp::WrapAdd => (Arith::Add, true),
        BinaryOp::WrapSub => (Arith::Sub, true),
        BinaryOp::WrapMul => (Arith::Mul, true),
        BinaryOp::WrapPow => (Arith::Pow, true),
        BinaryOp::And => (Arith::And, false),
        BinaryOp::Or => (Arith::Or, false),
        BinaryOp::Xor => (Arith::Xor, false),
        BinaryOp::ShiftLeft => (Arith::ShiftLeft, false),
        BinaryOp::ShiftRight => (Arith::ShiftRight, false),
        BinaryOp::RotateLeft => (Arith::RotateLeft, false),
        BinaryOp::RotateRight => (Arith::RotateRight, false),
    }
}
