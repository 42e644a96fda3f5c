//! Heap objects: making them, reading and writing their slots.

use mo_ir::layout::{AT_FREE, AT_MEMORY_LIMIT, AT_OLD_END};
use wasm_encoder::{BlockType, ValType};

use super::facts::HasShape;
use super::{Code, I, Item, Place, double, slot, slot_offset, word};
use crate::helper::Helper;

/// Larger objects are always made by the runtime, so that adding their size to an address cannot overflow.
const INLINE_BYTES_MAX: u32 = 1 << 12;

impl Code {
    /// Makes an object and leaves its address in a borrowed local. Its slots are zero.
    pub(crate) fn allocated(&mut self, header: u64, bytes: u32) -> u32 {
        let at = self.temp(ValType::I32);
        let size = I::I32Const(bytes.cast_signed());
        if !self.is_hot() && bytes <= INLINE_BYTES_MAX {
            self.all([I::I64Const(header.cast_signed()), size]);
            self.helper(Helper::New);
            self.push(I::LocalSet(at));
            return at;
        }
        if bytes > INLINE_BYTES_MAX {
            self.push(size);
            self.runtime("alloc");
            self.push(I::LocalSet(at));
        } else {
            self.bump(at, Place::I32(bytes.cast_signed()));
        }
        self.all([I::LocalGet(at), I::I64Const(header.cast_signed()), I::I64Store(double(0))]);
        at
    }

    /// Takes the next bytes if the memory has them; otherwise the runtime grows it.
    fn bump(&mut self, at: u32, bytes: Place) {
        let end = self.temp(ValType::I32);
        self.all([I::I32Const(0), I::I32Load(word(AT_FREE)), I::LocalSet(at), I::LocalGet(at)]);
        self.get(bytes);
        self.all([I::I32Add, I::LocalSet(end), I::LocalGet(end)]);
        self.all([I::I32Const(0), I::I32Load(word(AT_MEMORY_LIMIT)), I::I32GtU, I::If(BlockType::Empty)]);
        self.get(bytes);
        self.runtime("alloc");
        self.all([I::LocalSet(at), I::Else]);
        self.all([I::I32Const(0), I::LocalGet(end), I::I32Store(word(AT_FREE)), I::End]);
        self.give_back(end);
    }

    /// The body of [`Helper::New`]: an object with a header (0) and so many bytes with it (1).
    pub(crate) fn new_object(&mut self) {
        let at = self.temp(ValType::I32);
        self.bump(at, Place::Local(1));
        self.all([I::LocalGet(at), I::LocalGet(0), I::I64Store(double(0)), I::LocalGet(at)]);
        self.give_back(at);
    }

    /// Leaves the pointer to an object whose address is in a borrowed local.
    pub(crate) fn pointer(&mut self, at: u32) {
        self.all([I::LocalGet(at), I::I32Const(1), I::I32Or, I::I64ExtendI32U]);
        self.give_back(at);
    }

    /// Reads slot n of the object whose pointer is on the stack.
    pub(crate) fn load_slot(&mut self, n: u32) {
        self.all([I::I32WrapI64, I::I64Load(slot(n))]);
    }

    /// Writes slot n of the object behind a pointer.
    pub(crate) fn store_slot(&mut self, n: u32, object: Place, value: Place, may_point: bool) {
        self.get(object);
        self.push(I::I32WrapI64);
        self.held(ValType::I32, |code, pointer| {
            code.store_offset(pointer, slot_offset(n), value, may_point);
        });
    }

    /// Writes a value some bytes behind a pointer to an object, and remembers the place if the object is old.
    pub(crate) fn store_offset(&mut self, pointer: u32, offset: u32, value: Place, may_point: bool) {
        if may_point && !self.is_hot() {
            // A pointer that was put aside for this only need not be.
            match self.items.last() {
                Some(Item::Plain(I::LocalSet(set))) if *set == pointer => drop(self.items.pop()),
                _ => self.push(I::LocalGet(pointer)),
            }
            if offset > 0 {
                self.all([I::I32Const(offset.cast_signed()), I::I32Add]);
            }
            self.get(value);
            return self.helper(Helper::Store);
        }
        self.push(I::LocalGet(pointer));
        self.get(value);
        self.push(I::I64Store(double(offset)));
        if may_point {
            self.remembered(pointer, offset, value);
        }
    }

    /// Remembers a place in an object if the object is old and the value may be young.
    fn remembered(&mut self, pointer: u32, offset: u32, value: Place) {
        self.all([I::LocalGet(pointer), I::I32Const(0), I::I32Load(word(AT_OLD_END)), I::I32LtU]);
        self.all([I::If(BlockType::Empty), I::LocalGet(pointer)]);
        if offset > 0 {
            self.all([I::I32Const(offset.cast_signed()), I::I32Add]);
        }
        self.get(value);
        self.helper(Helper::Barrier);
        self.push(I::End);
    }

    /// The body of [`Helper::Store`]: writes a value (1) into a slot (0).
    pub(crate) fn store(&mut self) {
        self.all([I::LocalGet(0), I::LocalGet(1), I::I64Store(double(0))]);
        self.remembered(0, 0, Place::Local(1));
    }

    /// Reads a field: at its usual place if the object has the expected shape, else where the runtime finds it.
    pub(crate) fn load_field(&mut self, expected: Expected, object: Place) {
        let fast = |code: &mut Code| {
            code.get(object);
            code.load_slot(expected.index);
        };
        match self.has_shape(expected, object) {
            HasShape::Yes => fast(self),
            HasShape::Tested => self.choose(ValType::I64, fast, |code| {
                code.get(object);
                code.helper(Helper::FieldSlow(expected.label));
            }),
        }
    }

    pub(crate) fn store_field(&mut self, expected: Expected, object: Place, value: Place, may_point: bool) {
        let fast = |code: &mut Code| {
            code.get(object);
            code.all([I::I32WrapI64, I::I32Const(slot_offset(expected.index).cast_signed()), I::I32Add]);
        };
        match self.has_shape(expected, object) {
            HasShape::Yes => fast(self),
            HasShape::Tested => self.choose(ValType::I32, fast, |code| {
                code.get(object);
                code.helper(Helper::SlotSlow(expected.label));
            }),
        }
        self.held(ValType::I32, |code, address| code.store_offset(address, 0, value, may_point));
    }

    /// The body of [`Helper::Barrier`]: remembers an old slot (0) if the value stored in it (1) is a young pointer.
    pub(crate) fn barrier(&mut self) {
        self.all([I::LocalGet(1), I::I64Const(3), I::I64And, I::I64Const(1), I::I64Eq]);
        self.all([I::LocalGet(1), I::I32WrapI64]);
        self.all([I::I32Const(0), I::I32Load(word(AT_OLD_END)), I::I32GtU, I::I32And]);
        self.all([I::If(BlockType::Empty), I::LocalGet(0)]);
        self.runtime("remember");
        self.push(I::End);
    }
}

/// Where a field is in objects of the shape that its type suggests.
#[derive(Clone, Copy)]
pub(crate) struct Expected {
    pub(crate) shape: u32,
    pub(crate) label: u32,
    pub(crate) index: u32,
}
