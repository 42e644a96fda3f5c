//! Makes a module note which pages it writes: each store sets a byte in a second memory, for the page of 4 KiB
//! in which it begins. What it writes lies in that page or the next.
//!
//! The second memory belongs to the replica: the module's own code cannot name it, because a module with more than
//! one memory is refused.

use super::InvalidModuleError;
use crate::dirty::MARKS_WASM_PAGES;
use crate::memory::PAGE_BYTES;
use std::ops::Range;
use wasm_encoder::{Encode, Instruction, MemArg};
use wasmparser::{BinaryReaderError, FunctionBody, Operator};

/// The number of the marks among the memories.
const MARKS: u32 = 1;
/// Up to this offset of a store, it begins and ends in the page of its address or the next. 16 is the widest store.
const OFFSET_MAX: u64 = PAGE_BYTES as u64 - 16;

/// The memory of the marks.
pub(super) fn memory_type() -> wasm_encoder::MemoryType {
    wasm_encoder::MemoryType {
        minimum: MARKS_WASM_PAGES,
        maximum: Some(MARKS_WASM_PAGES),
        memory64: false,
        shared: false,
        page_size_log2: None,
    }
}

/// The locals that are added to a function that stores, by their order behind its own.
#[derive(Clone, Copy)]
enum Temp {
    /// Where is written, and for bulk instructions from where and how much; as wide as an address.
    Address,
    Source,
    Length,
    /// What is written; and the 32-bit operands of `memory.init`.
    I32,
    Count,
    I64,
    F32,
    F64,
    V128,
}

/// What an instruction writes.
enum Write {
    One { offset: u64, value: Temp },
    Fill,
    Copy,
    Init,
}

fn write_of(operator: &Operator<'_>) -> Option<Write> {
    use Operator as O;
    Some(match operator {
        O::I32Store { memarg } | O::I32Store8 { memarg } | O::I32Store16 { memarg } => {
            Write::One { offset: memarg.offset, value: Temp::I32 }
        }
        O::I64Store { memarg }
        | O::I64Store8 { memarg }
        | O::I64Store16 { memarg }
        | O::I64Store32 { memarg } => Write::One { offset: memarg.offset, value: Temp::I64 },
        O::F32Store { memarg } => Write::One { offset: memarg.offset, value: Temp::F32 },
        O::F64Store { memarg } => Write::One { offset: memarg.offset, value: Temp::F64 },
        O::V128Store { memarg }
        | O::V128Store8Lane { memarg, .. }
        | O::V128Store16Lane { memarg, .. }
        | O::V128Store32Lane { memarg, .. }
        | O::V128Store64Lane { memarg, .. } => Write::One { offset: memarg.offset, value: Temp::V128 },
        O::MemoryFill { .. } => Write::Fill,
        O::MemoryCopy { .. } => Write::Copy,
        O::MemoryInit { .. } => Write::Init,
        _ => return None,
    })
}

/// Adds marks to functions of a module whose addresses are `wide` or not.
pub(super) struct Marker<'a> {
    pub(super) wasm: &'a [u8],
    pub(super) wide: bool,
}

impl Marker<'_> {
    /// Returns the body of a function with as many parameters, with marks behind each store.
    pub(super) fn mark(&self, body: &FunctionBody<'_>, params: u32) -> Result<Vec<u8>, InvalidModuleError> {
        self.rewritten(body, params).map_err(|error| InvalidModuleError(error.to_string()))
    }

    fn rewritten(&self, body: &FunctionBody<'_>, params: u32) -> Result<Vec<u8>, BinaryReaderError> {
        let mut writes: Vec<(Range<usize>, Write)> = Vec::new();
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let (operator, at) = operators.read_with_offset()?;
            if let Some(write) = write_of(&operator) {
                writes.push((at..operators.original_position(), write));
            }
        }
        if writes.is_empty() {
            return Ok(self.wasm[body.range()].to_vec());
        }
        let (mut out, first) = self.locals(body, params)?;
        let mut copied = body.get_operators_reader()?.original_position();
        for (place, write) in writes {
            out.extend(&self.wasm[copied..place.start]);
            copied = place.end;
            self.store(&mut Code { out: &mut out, first }, &self.wasm[place], &write);
        }
        out.extend(&self.wasm[copied..body.range().end]);
        Ok(out)
    }

    /// Returns the declaration of a function's locals with ours behind its own, and the number of our first.
    fn locals(&self, body: &FunctionBody<'_>, params: u32) -> Result<(Vec<u8>, u32), BinaryReaderError> {
        use wasm_encoder::ValType::{F32, F64, I32, I64, V128};
        let mut reader = body.get_locals_reader()?;
        let groups = reader.get_count();
        let begin = reader.original_position();
        let mut first = params;
        for _ in 0..groups {
            first += reader.read()?.0;
        }
        let address = if self.wide { I64 } else { I32 };
        let ours = [(3, address), (2, I32), (1, I64), (1, F32), (1, F64), (1, V128)];
        let mut out = Vec::with_capacity(body.range().len() * 2);
        (groups + ours.len() as u32).encode(&mut out);
        out.extend(&self.wasm[begin..reader.original_position()]);
        for (count, ty) in ours {
            u32::encode(&count, &mut out);
            ty.encode(&mut out);
        }
        Ok((out, first))
    }

    /// Writes an instruction that stores, and its marks.
    fn store(&self, code: &mut Code<'_>, instruction: &[u8], write: &Write) {
        let operands: &[Temp] = match write {
            Write::One { value, .. } => &[Temp::Address, *value],
            Write::Fill => &[Temp::Address, Temp::I32, Temp::Length],
            Write::Copy => &[Temp::Address, Temp::Source, Temp::Length],
            Write::Init => &[Temp::Address, Temp::I32, Temp::Count],
        };
        // The operands stay where they are: all but the address, which lies lowest, are taken off and put back.
        operands[1..].iter().rev().for_each(|&operand| code.set(operand));
        code.put(&Instruction::LocalTee(code.local(Temp::Address)));
        operands[1..].iter().for_each(|&operand| code.get(operand));
        code.out.extend(instruction);
        code.get(Temp::Address);
        match write {
            Write::One { offset, .. } => {
                if *offset > OFFSET_MAX {
                    self.add(code, *offset);
                }
                self.to_page(code);
                code.put(&Instruction::I64Const(1));
                code.put(&Instruction::I64Store8(MemArg { offset: 0, align: 0, memory_index: MARKS }));
            }
            Write::Fill | Write::Copy | Write::Init => {
                self.to_page(code);
                code.put(&Instruction::I32Const(1));
                if let Write::Init = write {
                    code.get(Temp::Count);
                    code.put(&Instruction::I32Const(PAGE_BYTES.ilog2() as i32));
                    code.put(&Instruction::I32ShrU);
                } else {
                    code.get(Temp::Length);
                    self.to_page(code);
                }
                code.put(&Instruction::I32Const(1));
                code.put(&Instruction::I32Add);
                code.put(&Instruction::MemoryFill(MARKS));
            }
        }
    }

    /// Adds an offset to an address; the store has shown that the sum is one.
    fn add(&self, code: &mut Code<'_>, offset: u64) {
        if self.wide {
            code.put(&Instruction::I64Const(offset as i64));
            code.put(&Instruction::I64Add);
        } else {
            code.put(&Instruction::I32Const(offset as i32));
            code.put(&Instruction::I32Add);
        }
    }

    /// Turns an address or a length into a number of pages, 32 bits wide.
    fn to_page(&self, code: &mut Code<'_>) {
        let bits = PAGE_BYTES.ilog2();
        if self.wide {
            code.put(&Instruction::I64Const(i64::from(bits)));
            code.put(&Instruction::I64ShrU);
            code.put(&Instruction::I32WrapI64);
        } else {
            code.put(&Instruction::I32Const(bits as i32));
            code.put(&Instruction::I32ShrU);
        }
    }
}

/// The body that is being written.
struct Code<'a> {
    out: &'a mut Vec<u8>,
    /// The number of the first local that was added.
    first: u32,
}

impl Code<'_> {
    fn put(&mut self, instruction: &Instruction<'_>) {
        instruction.encode(self.out);
    }

    fn local(&self, temp: Temp) -> u32 {
        self.first + temp as u32
    }

    fn get(&mut self, temp: Temp) {
        self.put(&Instruction::LocalGet(self.local(temp)));
    }

    fn set(&mut self, temp: Temp) {
        self.put(&Instruction::LocalSet(self.local(temp)));
    }
}
