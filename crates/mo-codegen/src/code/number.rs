//! Arithmetic of Nat and Int: small ones inline, others in the runtime.

use mo_ir::{Arith, Num};
use wasm_encoder::{BlockType, ValType};

use super::{Code, I, Message, Place};
use crate::helper::Helper;

impl Code {
    pub(crate) fn number_arith(&mut self, op: Arith, num: Num, a: Place, b: Place) {
        match op {
            Arith::Add | Arith::Sub => self.sum(op, num, a, b),
            Arith::Mul => self.product(num, a, b),
            Arith::Div => self.quotient(num, a, b),
            Arith::Rem => self.remainder(num, a, b),
            Arith::Pow => {
                self.get(a);
                self.get(b);
                self.runtime(if num == Num::Nat { "nat_pow" } else { "int_pow" });
            }
            _ => unreachable!("the verifier allows {op:?} for fixed widths only"),
        }
    }

    /// Only the least small number has no small opposite: then both signs are set.
    pub(crate) fn number_negate(&mut self, a: Place) {
        let result = self.temp(ValType::I64);
        self.push(I::I64Const(0));
        self.get(a);
        self.all([I::I64Sub, I::LocalSet(result), I::LocalGet(result)]);
        self.get(a);
        self.all([I::I64And, I::I64Const(63), I::I64ShrU]);
        self.get(a);
        self.all([I::I64Or, I::I32WrapI64, I::I32Const(1), I::I32And]);
        self.slow_or("int_neg", &[a], |code| code.push(I::LocalGet(result)));
        self.give_back(result);
    }

    /// Adds or subtracts whole slots. One test tells whether an operand is no small integer or the result left the range: what is
    /// no small integer is odd, and so is its sum with one that is. Only two odd ones hide each other, so one is asked itself.
    fn sum(&mut self, op: Arith, num: Num, a: Place, b: Place) {
        let add = op == Arith::Add;
        let result = self.temp(ValType::I64);
        self.get(a);
        self.get(b);
        self.all([if add { I::I64Add } else { I::I64Sub }, I::LocalSet(result)]);
        let may_hide = a.small().is_none() && b.small().is_none();
        if num == Num::Int {
            self.get(a);
            self.get(if add { Place::Local(result) } else { b });
            self.push(I::I64Xor);
            self.get(if add { b } else { a });
            self.all([I::LocalGet(result), I::I64Xor, I::I64And, I::I64Const(63), I::I64ShrU]);
            self.all([I::LocalGet(result), I::I64Or]);
        } else {
            self.push(I::LocalGet(result));
        }
        if may_hide {
            self.get(a);
            self.push(I::I64Or);
        }
        if num == Num::Nat {
            // Naturals have no sign: a sum that overflows and a difference below zero both get one. It goes beside the other bit.
            self.all([I::I64Const(1), I::I64Rotl, I::I32WrapI64, I::I32Const(3), I::I32And]);
        } else {
            self.all([I::I32WrapI64, I::I32Const(1), I::I32And]);
        }
        let slow = match (add, num) {
            (true, _) => "int_add",
            (false, Num::Nat) => "nat_sub",
            (false, _) => "int_sub",
        };
        self.slow_or(slow, &[a, b], |code| code.push(I::LocalGet(result)));
        self.give_back(result);
    }

    /// Multiplies small integers of up to 31 bits, whose product is small again.
    fn product(&mut self, num: Num, a: Place, b: Place) {
        if num == Num::Nat {
            self.get(a);
            self.get(b);
            self.all([I::I64Or, I::I64Const(!0xffff_fffe), I::I64And]);
        } else {
            self.beyond_32_bits(a);
            self.beyond_32_bits(b);
            self.push(I::I64Or);
            self.get(a);
            self.get(b);
            self.all([I::I64Or, I::I64Const(1), I::I64And, I::I64Or]);
        }
        self.all([I::I64Const(0), I::I64Ne]);
        self.slow_or("int_mul", &[a, b], |code| {
            code.get(a);
            code.all([I::I64Const(1), I::I64ShrS]);
            code.get(b);
            code.push(I::I64Mul);
        });
    }

    /// Leaves zero if the slot is its own lower half, sign-extended.
    fn beyond_32_bits(&mut self, a: Place) {
        self.get(a);
        self.get(a);
        self.all([I::I64Extend32S, I::I64Xor]);
    }

    fn quotient(&mut self, num: Num, a: Place, b: Place) {
        self.any_not_small(a, b);
        match b.small() {
            // Minus one can lead out of the range, zero nowhere.
            Some(0 | -2) => self.all([I::Drop, I::I32Const(1)]),
            Some(_) => {}
            None => {
                // From -2 to 0: the slots of both, and one between that no integer has.
                self.get(b);
                self.all([I::I64Const(2), I::I64Add, I::I64Const(3), I::I64LtU, I::I32Or]);
            }
        }
        self.slow_division(Helper::IntDivide, a, b);
        self.all([if num == Num::Nat { I::I64DivU } else { I::I64DivS }, I::I64Const(1), I::I64Shl, I::End]);
    }

    fn remainder(&mut self, num: Num, a: Place, b: Place) {
        self.any_not_small(a, b);
        match b.small() {
            Some(0) => self.all([I::Drop, I::I32Const(1)]),
            Some(_) => {}
            None => {
                self.get(b);
                self.all([I::I64Eqz, I::I32Or]);
            }
        }
        self.slow_division(Helper::IntRemainder, a, b);
        self.all([if num == Num::Nat { I::I64RemU } else { I::I64RemS }, I::End]);
    }

    /// If the condition on the stack holds, divides out of line, else goes on with the operands on the stack.
    fn slow_division(&mut self, slow: Helper, a: Place, b: Place) {
        self.push(I::If(BlockType::Result(ValType::I64)));
        self.get(a);
        self.get(b);
        self.helper(slow);
        self.push(I::Else);
        self.get(a);
        self.get(b);
    }

    /// Leaves whether one of the slots is no small integer.
    pub(super) fn any_not_small(&mut self, a: Place, b: Place) {
        match (a.small(), b.small()) {
            (Some(_), Some(_)) => return self.push(I::I32Const(0)),
            (Some(_), None) => self.get(b),
            (None, Some(_)) => self.get(a),
            (None, None) => {
                self.get(a);
                self.get(b);
                self.push(I::I64Or);
            }
        }
        self.all([I::I32WrapI64, I::I32Const(1), I::I32And]);
    }

    /// If the condition on the stack holds, calls the runtime with the operands, else does it the fast way.
    fn slow_or(&mut self, slow: &str, operands: &[Place], fast: impl FnOnce(&mut Code)) {
        self.push(I::If(BlockType::Result(ValType::I64)));
        for operand in operands {
            self.get(*operand);
        }
        self.runtime(slow);
        self.push(I::Else);
        fast(self);
        self.push(I::End);
    }

    /// Divides the parameters, of which at least one is large or the divisor is 0 or -1.
    pub(crate) fn divide_slowly(&mut self, runtime: &str) {
        self.all([I::LocalGet(1), I::I64Eqz]);
        self.trap_if(Message::DivideByZero);
        self.all([I::LocalGet(0), I::LocalGet(1)]);
        self.runtime(runtime);
    }
}
