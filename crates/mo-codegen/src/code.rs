//! A function under construction: instructions whose addresses and indices are not known yet.

mod array;
mod boxing;
mod compare;
mod convert;
mod facts;
mod fixed;
mod locals;
mod number;
mod object;
mod option;
mod trap;

use std::collections::BTreeSet;

pub(crate) use array::Index;
pub(crate) use facts::Facts;
pub(crate) use fixed::Fixed;
use mo_ir::{FuncId, GlobalId, LiteralId, Rep, ShapeId, TypeId};
pub(crate) use object::Expected;
pub(crate) use wasm_encoder::Instruction as I;
use wasm_encoder::{BlockType, MemArg, ValType};

use crate::helper::Helper;

/// A function, finished but for what linking fills in.
#[derive(Debug)]
pub(crate) struct Emitted {
    pub(crate) name: String,
    pub(crate) params: Vec<ValType>,
    pub(crate) results: Vec<ValType>,
    pub(crate) locals: Vec<ValType>,
    pub(crate) items: Vec<Item>,
    /// The shapes that the function makes or expects.
    pub(crate) shapes: BTreeSet<ShapeId>,
}

/// An instruction, or what becomes one when everything has its place.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Plain(I<'static>),
    Call(Callee),
    /// An indirect call of a closure entry with this many arguments besides the closure.
    CallEntry(usize),
    /// `i32.const` of an address or index.
    Address(Address),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Callee {
    Ic0(String),
    Runtime(String),
    Function(FuncId),
    /// The table's entry for a function whose own signature differs.
    Entry(FuncId),
    Helper(Helper),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Address {
    Root(Root),
    Type(TypeId),
    TypeSection,
    Message(Message),
    /// An index in the function table.
    Table(FuncId),
}

/// What a root slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Root {
    Literal(LiteralId),
    /// A closure without captured values: one is enough.
    Closure(FuncId),
    Global(GlobalId),
}

/// The traps of generated code, in the reference's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Message {
    Overflow,
    DivideByZero,
    NegativePower,
    LosingPrecision,
    OutOfBounds,
    ForeignMemory,
}

impl Message {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Message::Overflow => "arithmetic overflow",
            Message::DivideByZero => "divide by zero",
            Message::NegativePower => "negative power",
            Message::LosingPrecision => "losing precision",
            Message::OutOfBounds => "Array index out of bounds",
            Message::ForeignMemory => "the memory kept was not written by Selfwright",
        }
    }
}

/// An operand that can be read more than once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    Local(u32),
    I32(i32),
    I64(i64),
}

impl Place {
    /// Returns the slot of a small integer known at compile time.
    pub(crate) fn small(self) -> Option<i64> {
        match self {
            Place::I64(slot) if slot & 1 == 0 => Some(slot),
            _ => None,
        }
    }
}

/// Instructions in the making, with locals to borrow.
pub(crate) struct Code {
    pub(crate) items: Vec<Item>,
    pub(crate) shapes: BTreeSet<ShapeId>,
    params: Vec<ValType>,
    locals: Vec<ValType>,
    free: Vec<u32>,
    depth: u32,
    /// The places that may trap.
    traps: Vec<trap::Site>,
    /// How many loops are open.
    pub(crate) loops: u32,
    /// What is known of objects here.
    pub(crate) facts: Facts,
}

impl Code {
    pub(crate) fn new(params: Vec<ValType>) -> Code {
        Code {
            items: vec![],
            shapes: BTreeSet::new(),
            params,
            locals: vec![],
            free: vec![],
            depth: 0,
            traps: vec![],
            loops: 0,
            facts: Facts::default(),
        }
    }

    pub(crate) fn finish(self, name: &str, results: Vec<ValType>) -> Emitted {
        assert_eq!(self.depth, 0, "every block of {name} is closed");
        let Code { items, shapes, params, locals, traps, .. } = self;
        let mut items = trap::placed(items, &traps);
        items.retain(|item| !matches!(item, Item::Plain(I::Nop)));
        let locals = locals::grouped(&mut items, params.len(), locals);
        Emitted { name: name.to_owned(), params, results, locals, items, shapes }
    }

    /// Adds an instruction. A local that was just set and is read again stays on the stack.
    pub(crate) fn push(&mut self, instruction: I<'static>) {
        if let (I::LocalGet(read), Some(Item::Plain(last))) = (&instruction, self.items.last_mut())
            && matches!(last, I::LocalSet(set) if set == read)
        {
            *last = I::LocalTee(*read);
            return;
        }
        match instruction {
            I::Block(_) | I::Loop(_) | I::If(_) => self.depth += 1,
            I::End => self.depth -= 1,
            _ => {}
        }
        self.items.push(Item::Plain(instruction));
    }

    pub(crate) fn all<const N: usize>(&mut self, instructions: [I<'static>; N]) {
        for instruction in instructions {
            self.push(instruction);
        }
    }

    pub(crate) fn call(&mut self, callee: Callee) {
        self.items.push(Item::Call(callee));
    }

    pub(crate) fn runtime(&mut self, name: &str) {
        self.call(Callee::Runtime(name.to_owned()));
    }

    pub(crate) fn helper(&mut self, helper: Helper) {
        self.call(Callee::Helper(helper));
    }

    pub(crate) fn address(&mut self, address: Address) {
        self.items.push(Item::Address(address));
    }

    /// Chooses by the condition on the stack.
    pub(crate) fn choose(
        &mut self,
        result: ValType,
        yes: impl FnOnce(&mut Code),
        no: impl FnOnce(&mut Code),
    ) {
        self.push(I::If(BlockType::Result(result)));
        yes(self);
        self.push(I::Else);
        no(self);
        self.push(I::End);
    }

    /// Returns whether this place is worth the bytes that a call would save: it may run often.
    pub(crate) fn is_hot(&self) -> bool {
        self.loops > 0
    }

    /// Returns how many blocks are open.
    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    /// Branches to a block or loop by how many blocks were open inside it when it began.
    pub(crate) fn branch(&mut self, depth: u32) {
        self.push(I::Br(self.depth - depth));
    }

    /// The same if the condition on the stack holds.
    pub(crate) fn branch_if(&mut self, depth: u32) {
        self.push(I::BrIf(self.depth - depth));
    }

    /// Turns the condition on the stack around.
    pub(crate) fn negate(&mut self) {
        let opposite = match self.items.last() {
            Some(Item::Plain(last)) => compare::opposite(last),
            _ => None,
        };
        match (self.items.last(), opposite) {
            (Some(Item::Plain(I::I32Eqz)), _) => {
                self.items.pop();
            }
            (_, Some(opposite)) => {
                self.items.pop();
                self.push(opposite);
            }
            _ => self.push(I::I32Eqz),
        }
    }

    pub(crate) fn get(&mut self, place: Place) {
        self.push(match place {
            Place::Local(local) => I::LocalGet(local),
            Place::I32(n) => I::I32Const(n),
            Place::I64(n) => I::I64Const(n),
        });
    }

    /// Borrows a local until [`Code::give_back`].
    pub(crate) fn temp(&mut self, ty: ValType) -> u32 {
        let params = self.params.len();
        let fits = |local: &u32| self.locals[*local as usize - params] == ty;
        match self.free.iter().position(fits) {
            Some(index) => self.free.swap_remove(index),
            None => self.local(ty),
        }
    }

    pub(crate) fn give_back(&mut self, local: u32) {
        self.free.push(local);
    }

    /// Runs with a borrowed local that holds what is on the stack.
    pub(crate) fn held(&mut self, ty: ValType, then: impl FnOnce(&mut Code, u32)) {
        let local = self.temp(ty);
        self.push(I::LocalSet(local));
        then(self, local);
        self.give_back(local);
    }

    /// Adds a local for good.
    pub(crate) fn local(&mut self, ty: ValType) -> u32 {
        self.locals.push(ty);
        u32::try_from(self.params.len() + self.locals.len() - 1).expect("few locals")
    }

    /// Leaves whether the slot in a local is something other than an integer (1) or an integer (0).
    pub(crate) fn is_not_small(&mut self, local: u32) {
        self.all([I::LocalGet(local), I::I32WrapI64, I::I32Const(1), I::I32And]);
    }
}

/// Returns how a representation stands on the Wasm stack, if at all.
pub(crate) fn val_type(rep: Rep) -> Option<ValType> {
    match rep {
        Rep::Value | Rep::I64 => Some(ValType::I64),
        Rep::I32 => Some(ValType::I32),
        Rep::F64 => Some(ValType::F64),
        Rep::Unit | Rep::Never => None,
    }
}

/// Returns the type of a block that leaves this.
pub(crate) fn block_type(rep: Rep) -> BlockType {
    val_type(rep).map_or(BlockType::Empty, BlockType::Result)
}

/// An access to 4 bytes, at an offset.
pub(crate) fn word(offset: u32) -> MemArg {
    MemArg { offset: u64::from(offset), align: 2, memory_index: 0 }
}

/// An access to 8 bytes, at an offset.
pub(crate) fn double(offset: u32) -> MemArg {
    MemArg { offset: u64::from(offset), align: 3, memory_index: 0 }
}

/// An access to one byte, at an offset.
pub(crate) fn byte(offset: u32) -> MemArg {
    MemArg { offset: u64::from(offset), align: 0, memory_index: 0 }
}

/// An access to slot n of an object, relative to the pointer to it (address plus one).
pub(crate) fn slot(n: u32) -> MemArg {
    double(slot_offset(n))
}

/// Returns how far slot n is from the pointer to its object.
pub(crate) fn slot_offset(n: u32) -> u32 {
    7 + 8 * n
}

/// How far the header's upper half is from the pointer to its object.
pub(crate) const AUX: u32 = 3;
