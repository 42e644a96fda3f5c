//! Arithmetic of fixed width: 8 and 16 bits within 32, 32 within 64, 64 with care.

use mo_ir::{Arith, Num};
use wasm_encoder::{BlockType, ValType};

use super::{Code, I, Message, Place};
use crate::helper::Helper;

/// A type of fixed width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fixed {
    pub(crate) bits: u32,
    pub(crate) signed: bool,
}

impl Fixed {
    pub(crate) fn of(num: Num) -> Option<Fixed> {
        let (bits, signed) = match num {
            Num::Nat8 => (8, false),
            Num::Nat16 => (16, false),
            Num::Nat32 => (32, false),
            Num::Nat64 => (64, false),
            Num::Int8 => (8, true),
            Num::Int16 => (16, true),
            Num::Int32 => (32, true),
            Num::Int64 => (64, true),
            Num::Nat | Num::Int | Num::Float => return None,
        };
        Some(Fixed { bits, signed })
    }

    /// Whether an operation needs each operand once, one after the other.
    pub(crate) fn is_in_order(self, op: Arith, wrapping: bool) -> bool {
        match op {
            Arith::Add | Arith::Sub | Arith::Mul => wrapping || self.bits < 64,
            Arith::Div | Arith::Rem | Arith::Pow => false,
            _ => true,
        }
    }

    fn mask(self) -> i32 {
        if self.bits == 32 { -1 } else { (1 << self.bits) - 1 }
    }

    pub(crate) fn val_type(self) -> ValType {
        if self.bits == 64 { ValType::I64 } else { ValType::I32 }
    }

    fn constant(self, n: i32) -> I<'static> {
        if self.bits == 64 { I::I64Const(n.into()) } else { I::I32Const(n) }
    }
}

impl Code {
    pub(crate) fn fixed_arith(&mut self, op: Arith, fixed: Fixed, wrapping: bool, a: Place, b: Place) {
        match op {
            _ if fixed.is_in_order(op, wrapping) => {
                self.get(a);
                self.after_first(op, fixed, wrapping);
                self.get(b);
                self.after_second(op, fixed, wrapping);
            }
            Arith::Div => self.fixed_quotient(fixed, a, b),
            Arith::Rem => self.fixed_remainder(fixed, a, b),
            Arith::Pow => {
                self.get(a);
                self.get(b);
                self.helper(Helper::Power(fixed, wrapping));
            }
            _ => self.checked_64(op, fixed, a, b),
        }
    }

    /// What happens to the first operand before the second is there; for operations that are in order.
    pub(crate) fn after_first(&mut self, op: Arith, fixed: Fixed, wrapping: bool) {
        match op {
            Arith::Add | Arith::Sub | Arith::Mul if !wrapping && fixed.bits == 32 => self.widen(fixed),
            Arith::RotateLeft | Arith::RotateRight => self.repeated(fixed),
            _ => {}
        }
    }

    /// The operation, with both operands on the stack; for operations that are in order.
    pub(crate) fn after_second(&mut self, op: Arith, fixed: Fixed, wrapping: bool) {
        let plain = if fixed.bits == 64 { plain_64 } else { plain_32 };
        match op {
            Arith::Add | Arith::Sub | Arith::Mul if wrapping => {
                self.push(plain(op));
                self.normalise(fixed);
            }
            Arith::Add | Arith::Sub | Arith::Mul if fixed.bits == 32 => {
                self.widen(fixed);
                self.push(plain_64(op));
                self.narrowed(fixed, Message::Overflow);
            }
            Arith::ShiftLeft | Arith::ShiftRight => self.shift(op, fixed),
            Arith::RotateLeft | Arith::RotateRight => self.rotate(op, fixed),
            Arith::And | Arith::Or | Arith::Xor => self.push(plain(op)),
            _ => {
                self.push(plain(op));
                self.must_be_normal(fixed);
            }
        }
    }

    pub(crate) fn fixed_negate(&mut self, fixed: Fixed, wrapping: bool, a: Place) {
        let zero = if fixed.bits == 64 { Place::I64(0) } else { Place::I32(0) };
        self.fixed_arith(Arith::Sub, fixed, wrapping, zero, a);
    }

    pub(crate) fn fixed_complement(&mut self, fixed: Fixed, a: Place) {
        self.get(a);
        match fixed {
            Fixed { bits: 64, .. } => self.all([I::I64Const(-1), I::I64Xor]),
            Fixed { signed: true, .. } => self.all([I::I32Const(-1), I::I32Xor]),
            Fixed { .. } => self.all([I::I32Const(fixed.mask()), I::I32Xor]),
        }
    }

    /// Cuts what is on the stack to the width, extending it as the type says.
    pub(super) fn normalise(&mut self, fixed: Fixed) {
        match (fixed.bits, fixed.signed) {
            (32 | 64, _) => {}
            (8, true) => self.push(I::I32Extend8S),
            (_, true) => self.push(I::I32Extend16S),
            (_, false) => self.all([I::I32Const(fixed.mask()), I::I32And]),
        }
    }

    /// Widens a normalised number of up to 32 bits.
    pub(super) fn widen(&mut self, fixed: Fixed) {
        match fixed {
            Fixed { bits: 64, .. } => {}
            Fixed { signed: true, .. } => self.push(I::I64ExtendI32S),
            Fixed { signed: false, .. } => self.push(I::I64ExtendI32U),
        }
    }

    /// Traps unless the number on the stack has the width.
    fn must_be_normal(&mut self, fixed: Fixed) {
        self.held(ValType::I32, |code, result| {
            code.push(I::LocalGet(result));
            code.normalise(fixed);
            code.all([I::LocalGet(result), I::I32Ne]);
            code.trap_if(Message::Overflow);
            code.push(I::LocalGet(result));
        });
    }

    /// Takes 64 bits, signed, to a type of up to 32; traps if they do not fit.
    pub(super) fn narrowed(&mut self, fixed: Fixed, message: Message) {
        self.held(ValType::I64, |code, wide| {
            code.all([I::LocalGet(wide), I::I32WrapI64]);
            code.normalise(fixed);
            code.held(ValType::I32, |code, narrow| {
                code.push(I::LocalGet(narrow));
                code.widen(fixed);
                code.all([I::LocalGet(wide), I::I64Ne]);
                code.trap_if(message);
                code.push(I::LocalGet(narrow));
            });
        });
    }

    fn checked_64(&mut self, op: Arith, fixed: Fixed, a: Place, b: Place) {
        if op == Arith::Mul {
            self.get(a);
            self.get(b);
            return self.helper(Helper::Multiply64 { signed: fixed.signed });
        }
        let add = op == Arith::Add;
        self.get(a);
        self.get(b);
        self.push(plain_64(op));
        self.held(ValType::I64, |code, result| {
            let result = Place::Local(result);
            if fixed.signed {
                // The result has the wrong sign.
                code.get(a);
                code.get(if add { result } else { b });
                code.push(I::I64Xor);
                code.get(if add { b } else { a });
                code.get(result);
                code.all([I::I64Xor, I::I64And, I::I64Const(0), I::I64LtS]);
            } else {
                code.get(if add { result } else { a });
                code.get(if add { a } else { b });
                code.push(I::I64LtU);
            }
            code.trap_if(Message::Overflow);
            code.get(result);
        });
    }

    fn must_not_be_zero(&mut self, fixed: Fixed, b: Place) {
        if !matches!(b, Place::Local(_) | Place::I32(0) | Place::I64(0)) {
            return;
        }
        self.get(b);
        self.push(if fixed.bits == 64 { I::I64Eqz } else { I::I32Eqz });
        self.trap_if(Message::DivideByZero);
    }

    fn fixed_quotient(&mut self, fixed: Fixed, a: Place, b: Place) {
        self.must_not_be_zero(fixed, b);
        if fixed.signed && fixed.bits == 64 {
            self.get(a);
            self.all([I::I64Const(i64::MIN), I::I64Eq]);
            self.get(b);
            self.all([I::I64Const(-1), I::I64Eq, I::I32And]);
            self.trap_if(Message::Overflow);
        }
        self.get(a);
        if fixed.signed && fixed.bits == 32 {
            self.push(I::I64ExtendI32S);
        }
        self.get(b);
        match (fixed.bits, fixed.signed) {
            (64, true) => self.push(I::I64DivS),
            (64, false) => self.push(I::I64DivU),
            (_, false) => self.push(I::I32DivU),
            (32, true) => {
                self.all([I::I64ExtendI32S, I::I64DivS]);
                self.narrowed(fixed, Message::Overflow);
            }
            (_, true) => {
                self.push(I::I32DivS);
                self.must_be_normal(fixed);
            }
        }
    }

    fn fixed_remainder(&mut self, fixed: Fixed, a: Place, b: Place) {
        self.must_not_be_zero(fixed, b);
        self.get(a);
        self.get(b);
        self.push(match (fixed.bits, fixed.signed) {
            (64, true) => I::I64RemS,
            (64, false) => I::I64RemU,
            (_, true) => I::I32RemS,
            (_, false) => I::I32RemU,
        });
    }

    fn shift(&mut self, op: Arith, fixed: Fixed) {
        if fixed.bits < 32 {
            self.all([I::I32Const(fixed.bits as i32 - 1), I::I32And]);
        }
        let left = op == Arith::ShiftLeft;
        self.push(match (fixed.bits, fixed.signed) {
            (64, _) if left => I::I64Shl,
            (64, true) => I::I64ShrS,
            (64, false) => I::I64ShrU,
            _ if left => I::I32Shl,
            (_, true) => I::I32ShrS,
            (_, false) => I::I32ShrU,
        });
        if left {
            self.normalise(fixed);
        }
    }

    /// A narrow number is repeated to fill 32 bits before it is rotated.
    fn repeated(&mut self, fixed: Fixed) {
        let repeat = match fixed.bits {
            8 => 0x0101_0101,
            16 => 0x0001_0001,
            _ => return,
        };
        self.all([I::I32Const(fixed.mask()), I::I32And, I::I32Const(repeat), I::I32Mul]);
    }

    fn rotate(&mut self, op: Arith, fixed: Fixed) {
        self.push(match (op, fixed.bits) {
            (Arith::RotateLeft, 64) => I::I64Rotl,
            (Arith::RotateLeft, _) => I::I32Rotl,
            (_, 64) => I::I64Rotr,
            (_, _) => I::I32Rotr,
        });
        self.normalise(fixed);
    }

    /// The body of [`Helper::Multiply64`]: traps when the product of its parameters does not fit.
    pub(crate) fn multiply_64(&mut self, signed: bool) {
        self.all([I::LocalGet(0), I::LocalGet(1), I::I64Mul]);
        self.held(ValType::I64, |code, product| {
            if signed {
                // One of them, added to half the range, within 32 bits: then no closer look is needed.
                code.all([I::LocalGet(0), I::I64Const(1 << 31), I::I64Add]);
                code.all([I::LocalGet(1), I::I64Const(1 << 31), I::I64Add, I::I64Or]);
            } else {
                code.all([I::LocalGet(0), I::LocalGet(1), I::I64Or]);
            }
            code.all([I::I64Const(32), I::I64ShrU, I::I64Eqz, I::If(BlockType::Empty)]);
            code.all([I::LocalGet(product), I::Return, I::End]);
            code.all([I::LocalGet(0), I::I64Eqz, I::If(BlockType::Empty), I::I64Const(0), I::Return, I::End]);
            if signed {
                code.all([I::LocalGet(0), I::I64Const(-1), I::I64Eq, I::If(BlockType::Empty)]);
                code.all([I::LocalGet(1), I::I64Const(i64::MIN), I::I64Eq]);
                code.trap_if(Message::Overflow);
                code.all([I::LocalGet(product), I::Return, I::End]);
            }
            code.all([I::LocalGet(product), I::LocalGet(0), if signed { I::I64DivS } else { I::I64DivU }]);
            code.all([I::LocalGet(1), I::I64Ne]);
            code.trap_if(Message::Overflow);
            code.push(I::LocalGet(product));
        });
    }

    /// The body of [`Helper::Power`]: squares and multiplies. Where a square overflows that is still needed, the power does.
    pub(crate) fn power(&mut self, fixed: Fixed, wrapping: bool) {
        let (base, exponent) = (Place::Local(0), Place::Local(1));
        let result = self.temp(fixed.val_type());
        let is_64 = fixed.bits == 64;
        if fixed.signed {
            self.get(exponent);
            self.all([fixed.constant(0), if is_64 { I::I64LtS } else { I::I32LtS }]);
            self.trap_if(Message::NegativePower);
        }
        self.all([fixed.constant(1), I::LocalSet(result), I::Loop(BlockType::Empty)]);
        self.get(exponent);
        if is_64 {
            self.push(I::I32WrapI64);
        }
        self.all([I::I32Const(1), I::I32And, I::If(BlockType::Empty)]);
        self.fixed_arith(Arith::Mul, fixed, wrapping, Place::Local(result), base);
        self.all([I::LocalSet(result), I::End]);
        self.get(exponent);
        self.all([fixed.constant(1), if is_64 { I::I64ShrU } else { I::I32ShrU }, I::LocalSet(1)]);
        self.all([I::LocalGet(1), if is_64 { I::I64Eqz } else { I::I32Eqz }, I::If(BlockType::Empty)]);
        self.all([I::LocalGet(result), I::Return, I::End]);
        self.fixed_arith(Arith::Mul, fixed, wrapping, base, base);
        self.all([I::LocalSet(0), I::Br(0), I::End, I::Unreachable]);
        self.give_back(result);
    }
}

fn plain_32(op: Arith) -> I<'static> {
    match op {
        Arith::Add => I::I32Add,
        Arith::Sub => I::I32Sub,
        Arith::Mul => I::I32Mul,
        Arith::And => I::I32And,
        Arith::Or => I::I32Or,
        Arith::Xor => I::I32Xor,
        _ => unreachable!("{op:?} is more than one instruction"),
    }
}

fn plain_64(op: Arith) -> I<'static> {
    match op {
        Arith::Add => I::I64Add,
        Arith::Sub => I::I64Sub,
        Arith::Mul => I::I64Mul,
        Arith::And => I::I64And,
        Arith::Or => I::I64Or,
        Arith::Xor => I::I64Xor,
        _ => unreachable!("{op:?} is more than one instruction"),
    }
}
