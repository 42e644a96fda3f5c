//! Arrays: bounds and elements.

use wasm_encoder::ValType;

use super::{AUX, Code, I, Message, Place, double, slot_offset, word};

/// Where in an array.
#[derive(Clone, Copy)]
pub(crate) enum Index {
    /// A slot that holds a Nat.
    Nat(Place),
    /// 32 bits.
    Unboxed(Place),
}

impl Code {
    pub(crate) fn array_get(&mut self, array: Place, index: Index) {
        self.element(array, index);
        self.push(I::I64Load(double(slot_offset(0))));
    }

    pub(crate) fn array_set(&mut self, array: Place, index: Index, value: Place, may_point: bool) {
        self.element(array, index);
        self.held(ValType::I32, |code, pointer| {
            code.store_offset(pointer, slot_offset(0), value, may_point);
        });
    }

    fn element_unboxed(&mut self, array: Place, index: Place) {
        self.get(index);
        self.get(array);
        self.all([I::I32WrapI64, I::I32Load(word(AUX)), I::I32GeU]);
        self.trap_if(Message::OutOfBounds);
        self.get(array);
        self.push(I::I32WrapI64);
        self.get(index);
        self.all([I::I32Const(3), I::I32Shl, I::I32Add]);
    }

    /// Leaves the array's size as a Nat.
    pub(crate) fn array_size(&mut self) {
        self.all([I::I32WrapI64, I::I32Load(word(AUX)), I::I64ExtendI32U, I::I64Const(1), I::I64Shl]);
    }

    /// Leaves the pointer to the array, moved to the element; traps outside of the array. Turning the slot by one bit leaves a
    /// small number as it is and makes anything else too large.
    fn element(&mut self, array: Place, index: Index) {
        let index = match index {
            Index::Unboxed(index) => return self.element_unboxed(array, index),
            Index::Nat(index) => index,
        };
        self.get(index);
        self.all([I::I64Const(1), I::I64Rotr]);
        self.held(ValType::I64, |code, number| {
            code.push(I::LocalGet(number));
            code.get(array);
            code.all([I::I32WrapI64, I::I32Load(word(AUX)), I::I64ExtendI32U, I::I64GeU]);
            code.trap_if(Message::OutOfBounds);
            code.get(array);
            code.all([I::I32WrapI64, I::LocalGet(number), I::I32WrapI64]);
            code.all([I::I32Const(3), I::I32Shl, I::I32Add]);
        });
    }
}
