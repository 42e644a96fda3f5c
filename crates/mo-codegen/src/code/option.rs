//! Options and variants.

use mo_ir::layout::{NULL, TAG_SOME, TAG_VARIANT, header};
use wasm_encoder::{BlockType, ValType};

use super::{AUX, Code, I, byte, slot, word};
use crate::helper::Helper;

impl Code {
    /// Puts `?` before the value on the stack. An integer is its own.
    pub(crate) fn some(&mut self) {
        self.unless_small(Helper::Some);
    }

    /// Takes `?` from the value on the stack.
    pub(crate) fn unwrap(&mut self) {
        self.unless_small(Helper::Unwrap);
    }

    fn unless_small(&mut self, helper: Helper) {
        self.held(ValType::I64, |code, value| {
            code.is_not_small(value);
            code.choose(
                ValType::I64,
                |code| {
                    code.push(I::LocalGet(value));
                    code.helper(helper);
                },
                |code| code.push(I::LocalGet(value)),
            );
        });
    }

    pub(crate) fn is_null(&mut self) {
        self.all([I::I64Const(NULL.cast_signed()), I::I64Eq]);
    }

    /// The body of [`Helper::Some`]: `null` and what is wrapped already need another layer.
    pub(crate) fn some_slowly(&mut self) {
        self.push(I::LocalGet(0));
        self.is_null();
        self.choose(ValType::I32, |code| code.push(I::I32Const(1)), Code::is_some);
        self.all([I::I32Eqz, I::If(BlockType::Empty), I::LocalGet(0), I::Return, I::End]);
        let at = self.allocated(header(TAG_SOME, 1, 0), 16);
        self.all([I::LocalGet(at), I::LocalGet(0), I::I64Store(super::double(8))]);
        self.pointer(at);
    }

    /// The body of [`Helper::Unwrap`].
    pub(crate) fn unwrap_slowly(&mut self) {
        self.is_some();
        self.choose(
            ValType::I64,
            |code| code.all([I::LocalGet(0), I::I32WrapI64, I::I64Load(slot(0))]),
            |code| code.push(I::LocalGet(0)),
        );
    }

    /// Leaves whether the parameter is a pointer to SOME.
    fn is_some(&mut self) {
        self.all([I::LocalGet(0), I::I64Const(3), I::I64And, I::I64Const(1), I::I64Eq]);
        self.choose(
            ValType::I32,
            |code| {
                code.all([I::LocalGet(0), I::I32WrapI64, I::I32Const(1), I::I32Sub]);
                code.all([I::I32Load8U(byte(0)), I::I32Const(TAG_SOME as i32), I::I32Eq]);
            },
            |code| code.push(I::I32Const(0)),
        );
    }

    /// Leaves the label's hash: in the slot of a bare case, in the header of one with payload.
    pub(crate) fn variant_tag(&mut self) {
        self.held(ValType::I64, |code, value| {
            code.all([I::LocalGet(value), I::I32WrapI64, I::I32Const(2), I::I32And]);
            code.choose(
                ValType::I32,
                |code| code.all([I::LocalGet(value), I::I64Const(32), I::I64ShrU, I::I32WrapI64]),
                |code| code.all([I::LocalGet(value), I::I32WrapI64, I::I32Load(word(AUX))]),
            );
        });
    }

    /// Returns the header of a case with payload.
    pub(crate) fn variant_header(label: u32) -> u64 {
        header(TAG_VARIANT, 1, label)
    }
}
