//! Members that arrays, texts and blobs have without an import.

use mo_ir::{Expr, Op, Rep, Scalar};
use mo_syntax::ast::{self, Ident};
use mo_types::{Prim, Ty, TyKind};

use crate::frame::Frame;
use crate::kind::{Kind, coerce};
use crate::program::{Lower, Lowered};

impl<'a> Lower<'a> {
    /// Applies a built-in member: the receiver is the first operand.
    pub(crate) fn builtin(&mut self, ty: &Ty, name: &str, operands: Vec<Expr>) -> Option<(Expr, Kind)> {
        let promoted = self.types().promote(ty);
        let value = |expr: Expr| Some((expr, Kind::Value));
        match (&*promoted, name) {
            (TyKind::Array(_) | TyKind::VarArray(_), "size") => value(Expr::op(Op::ArraySize, operands)),
            (TyKind::Array(_) | TyKind::VarArray(_), "get") => value(Expr::op(Op::ArrayGet, operands)),
            (TyKind::VarArray(_), "put") => Some((Expr::op(Op::ArraySet, operands), Kind::UNIT)),
            (TyKind::Array(_) | TyKind::VarArray(_), "keys") => {
                value(self.runtime_value("array_keys", operands))
            }
            (TyKind::Array(_) | TyKind::VarArray(_), "values" | "vals") => {
                value(self.runtime_value("array_values", operands))
            }
            (TyKind::Prim(Prim::Text), "size") => value(self.runtime_count("text_size", operands)),
            (TyKind::Prim(Prim::Blob), "size") => value(self.runtime_count("byte_size", operands)),
            (TyKind::Prim(Prim::Text), "chars") => value(self.runtime_value("text_chars", operands)),
            (TyKind::Prim(Prim::Blob), "values" | "vals") => {
                value(self.runtime_value("blob_values", operands))
            }
            (TyKind::Prim(Prim::Blob), "get") => value(self.runtime_value("blob_at", operands)),
            _ => None,
        }
    }

    /// A count of 32 bits as a Nat.
    fn runtime_count(&mut self, name: &str, operands: Vec<Expr>) -> Expr {
        let args = operands.into_iter().map(|operand| (operand, Kind::Value)).collect();
        let (count, _) = self.runtime(name, args);
        coerce(count, Kind::Scalar(Scalar::Nat32), Kind::Value)
    }

    /// A built-in member that is not called: a closure over the receiver.
    pub(crate) fn builtin_as_value(
        &mut self,
        expr: &'a ast::Expr,
        base: &'a ast::Expr,
        name: &'a Ident,
    ) -> (Expr, Kind) {
        let receiver = self.lower(base, Kind::Value);
        let ty = self.info().ty(base.id);
        let count = match &*self.types().promote(&self.info().ty(expr.id)) {
            TyKind::Func(func) => func.args.len(),
            _ => return self.not_yet(expr.span, &format!("the member `{}`", name.name)),
        };
        let id = self.out.reserve(&name.name);
        let mut frame = Frame::new(Kind::Value);
        let own = frame.local(Rep::Value);
        let mut operands = vec![Expr::op(Op::Slot(0), [Expr::Get(own)])];
        operands.extend((0..count).map(|_| Expr::Get(frame.local(Rep::Value))));
        let Some((body, kind)) = self.builtin(&ty, &name.name, operands) else {
            return self.not_yet(expr.span, &format!("the member `{}`", name.name));
        };
        let body = coerce(body, kind, Kind::Value);
        let lowered = Lowered { params: frame.locals.len(), frame, closure: true, body };
        self.out.define(id, lowered.named(&name.name));
        (Expr::Closure(id, vec![receiver]), Kind::Value)
    }
}
