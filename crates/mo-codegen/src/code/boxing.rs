//! Between unboxed scalars and slots.

use mo_ir::Scalar;
use wasm_encoder::ValType;

use super::{Callee, Code, I, slot};
use crate::helper::Helper;

impl Code {
    /// Boxes the scalar on the stack.
    pub(crate) fn boxed(&mut self, scalar: Scalar) {
        match scalar {
            Scalar::Unit => self.push(I::I64Const(0)),
            Scalar::Float => self.helper(Helper::BoxFloat),
            Scalar::Nat64 | Scalar::Int64 => self.small_or(Callee::Helper(Helper::Box64)),
            Scalar::Int8 | Scalar::Int16 | Scalar::Int32 => {
                self.all([I::I64ExtendI32S, I::I64Const(1), I::I64Shl]);
            }
            _ => self.all([I::I64ExtendI32U, I::I64Const(1), I::I64Shl]),
        }
    }

    /// Makes a slot of the signed 64 bits on the stack; a call helps if they need more than 63.
    pub(super) fn small_or(&mut self, large: Callee) {
        self.held(ValType::I64, |code, raw| {
            let small = code.temp(ValType::I64);
            code.all([I::LocalGet(raw), I::I64Const(1), I::I64Shl, I::LocalSet(small)]);
            code.all([I::LocalGet(small), I::I64Const(1), I::I64ShrS, I::LocalGet(raw), I::I64Eq]);
            code.choose(
                ValType::I64,
                |code| code.push(I::LocalGet(small)),
                |code| {
                    code.push(I::LocalGet(raw));
                    code.call(large);
                },
            );
            code.give_back(small);
        });
    }

    /// Unboxes the value on the stack, which is known to be of that type.
    pub(crate) fn unboxed(&mut self, scalar: Scalar) {
        match scalar {
            Scalar::Unit => self.push(I::Drop),
            Scalar::Float => self.all([I::I32WrapI64, I::F64Load(slot(0))]),
            Scalar::Nat64 | Scalar::Int64 => self.held(ValType::I64, |code, value| {
                code.is_not_small(value);
                code.choose(
                    ValType::I64,
                    |code| code.all([I::LocalGet(value), I::I32WrapI64, I::I64Load(slot(0))]),
                    |code| code.all([I::LocalGet(value), I::I64Const(1), I::I64ShrS]),
                );
            }),
            _ => self.all([I::I64Const(1), I::I64ShrU, I::I32WrapI64]),
        }
    }
}
