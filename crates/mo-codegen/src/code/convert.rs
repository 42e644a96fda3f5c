//! Conversions between types of numbers.

use mo_ir::{Num, Rep};
use wasm_encoder::ValType;

use super::fixed::Fixed;
use super::{Callee, Code, I, Message};
use crate::helper::Helper;

const F64_2_POW_62: f64 = 4_611_686_018_427_387_904.0;
const F64_2_POW_63: f64 = 9_223_372_036_854_775_808.0;
const F64_2_POW_64: f64 = 18_446_744_073_709_551_616.0;

impl Code {
    /// Converts the number on the stack.
    pub(crate) fn convert(&mut self, from: Num, to: Num, wrapping: bool) {
        match (Fixed::of(from), Fixed::of(to)) {
            (Some(from), Some(to)) => self.fixed_to_fixed(from, to, wrapping),
            (Some(from), None) if to == Num::Float => self.fixed_to_float(from),
            (Some(from), None) => self.fixed_to_number(from, to),
            (None, Some(to)) if from == Num::Float => self.float_to_fixed(to),
            (None, Some(to)) => self.number_to_fixed(to, wrapping),
            (None, None) => match (from.rep(), to.rep()) {
                (Rep::Value, Rep::F64) => self.number_to_float(),
                (Rep::F64, Rep::Value) => {
                    self.float_to_number();
                    self.natural_if(to == Num::Nat);
                }
                (Rep::Value, Rep::Value) => self.natural_if(from == Num::Int && to == Num::Nat),
                _ => {}
            },
        }
    }

    fn natural_if(&mut self, wanted: bool) {
        if wanted {
            self.helper(Helper::IntToNat);
        }
    }

    fn fixed_to_fixed(&mut self, from: Fixed, to: Fixed, wrapping: bool) {
        match (from.bits == 64, to.bits == 64) {
            (_, true) => {
                self.widen(from);
                if from.signed != to.signed && (from.signed || from.bits == 64) && !wrapping {
                    self.must_not_be_negative();
                }
            }
            (is_64, false) if wrapping => {
                if is_64 {
                    self.push(I::I32WrapI64);
                }
                self.normalise(to);
            }
            (is_64, false) => {
                self.widen(from);
                if is_64 && !from.signed && to.signed {
                    self.must_not_be_negative();
                }
                self.narrowed(to, Message::LosingPrecision);
            }
        }
    }

    /// Traps if the 64 bits on the stack, read as signed, are below zero: no other type of the same numbers has them.
    fn must_not_be_negative(&mut self) {
        self.held(ValType::I64, |code, raw| {
            code.all([I::LocalGet(raw), I::I64Const(0), I::I64LtS]);
            code.trap_if(Message::LosingPrecision);
            code.push(I::LocalGet(raw));
        });
    }

    fn fixed_to_float(&mut self, from: Fixed) {
        self.push(match (from.bits, from.signed) {
            (64, true) => I::F64ConvertI64S,
            (64, false) => I::F64ConvertI64U,
            (_, true) => I::F64ConvertI32S,
            (_, false) => I::F64ConvertI32U,
        });
    }

    fn fixed_to_number(&mut self, from: Fixed, to: Num) {
        self.widen(from);
        if from.signed && to == Num::Nat {
            self.must_not_be_negative();
        }
        match (from.bits, from.signed) {
            (64, true) => self.small_or(Callee::Runtime("i64_to_int".to_owned())),
            (64, false) => self.held(ValType::I64, |code, raw| {
                code.all([I::LocalGet(raw), I::I64Const(62), I::I64ShrU, I::I64Eqz]);
                code.choose(
                    ValType::I64,
                    |code| code.all([I::LocalGet(raw), I::I64Const(1), I::I64Shl]),
                    |code| {
                        code.push(I::LocalGet(raw));
                        code.runtime("u64_to_int");
                    },
                );
            }),
            _ => self.all([I::I64Const(1), I::I64Shl]),
        }
    }

    fn number_to_fixed(&mut self, to: Fixed, wrapping: bool) {
        if wrapping {
            self.small_part("int_wrap64", 1);
        } else {
            match (to.bits, to.signed) {
                (64, true) => self.small_part("int_to_i64", 1),
                // A negative small integer is looked at in the runtime, which traps.
                (64, false) => self.small_part("int_to_u64", 1 | i64::MIN),
                _ => return self.small_to_narrow(to),
            }
        }
        if to.bits < 64 {
            self.push(I::I32WrapI64);
            self.normalise(to);
        }
    }

    /// Leaves the small integer in the slot on the stack, or what the runtime says where one of these bits is set.
    fn small_part(&mut self, large: &str, bits: i64) {
        self.held(ValType::I64, |code, value| {
            code.all([I::LocalGet(value), I::I64Const(bits), I::I64And, I::I64Eqz]);
            code.choose(
                ValType::I64,
                |code| code.all([I::LocalGet(value), I::I64Const(1), I::I64ShrS]),
                |code| {
                    code.push(I::LocalGet(value));
                    code.runtime(large);
                },
            );
        });
    }

    /// Takes a slot to up to 32 bits: fits if the slot made from them is the same again.
    fn small_to_narrow(&mut self, to: Fixed) {
        self.held(ValType::I64, |code, value| {
            code.all([I::LocalGet(value), I::I64Const(1), I::I64ShrU, I::I32WrapI64]);
            code.normalise(to);
            code.held(ValType::I32, |code, narrow| {
                code.push(I::LocalGet(narrow));
                code.widen(to);
                code.all([I::I64Const(1), I::I64Shl, I::LocalGet(value), I::I64Ne]);
                code.trap_if(Message::LosingPrecision);
                code.push(I::LocalGet(narrow));
            });
        });
    }

    fn number_to_float(&mut self) {
        self.held(ValType::I64, |code, value| {
            code.is_not_small(value);
            code.choose(
                ValType::F64,
                |code| {
                    code.push(I::LocalGet(value));
                    code.runtime("int_to_f64");
                },
                |code| code.all([I::LocalGet(value), I::I64Const(1), I::I64ShrS, I::F64ConvertI64S]),
            );
        });
    }

    fn float_to_number(&mut self) {
        self.held(ValType::F64, |code, float| {
            code.all([I::LocalGet(float), I::F64Abs, I::F64Const(F64_2_POW_62.into()), I::F64Lt]);
            code.choose(
                ValType::I64,
                |code| code.all([I::LocalGet(float), I::I64TruncF64S, I::I64Const(1), I::I64Shl]),
                |code| {
                    code.push(I::LocalGet(float));
                    code.runtime("f64_to_int");
                },
            );
        });
    }

    /// Traps outside the range and for what is no number: a comparison with that is false.
    fn float_to_fixed(&mut self, to: Fixed) {
        self.held(ValType::F64, |code, float| {
            let unsigned_64 = to.bits == 64 && !to.signed;
            if unsigned_64 {
                code.all([I::LocalGet(float), I::F64Const((-1.0).into()), I::F64Gt]);
                code.all([I::LocalGet(float), I::F64Const(F64_2_POW_64.into()), I::F64Lt, I::I32And]);
            } else {
                code.all([I::LocalGet(float), I::F64Const((-F64_2_POW_63).into()), I::F64Ge]);
                code.all([I::LocalGet(float), I::F64Const(F64_2_POW_63.into()), I::F64Lt, I::I32And]);
            }
            code.push(I::I32Eqz);
            code.trap_if(Message::LosingPrecision);
            code.all([I::LocalGet(float), if unsigned_64 { I::I64TruncF64U } else { I::I64TruncF64S }]);
        });
        if to.bits < 64 {
            self.narrowed(to, Message::LosingPrecision);
        }
    }
}
