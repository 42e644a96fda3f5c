//! Counts in a module's memory where its code goes: what a fuzzer needs to know which input led somewhere new.

use std::ops::Range;

use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{CodeSection, Function, Instruction, MemArg};
use wasmparser::{FunctionBody, Operator, Parser};

/// Where the counters are, one byte each: the upper half of the remembered set, which a single message never fills.
pub const COUNTERS: Range<usize> = 0x1c_0000..0x1d_0000;

/// Rewrites a module so that each block counts in a byte of its own.
pub(crate) fn counting(wasm: &[u8]) -> Vec<u8> {
    let mut module = wasm_encoder::Module::new();
    let mut counter = Counter { next: COUNTERS.start };
    counter.parse_core_module(&mut module, Parser::new(0), wasm).expect("our own module can be read");
    module.finish()
}

struct Counter {
    next: usize,
}

impl Counter {
    fn count(&mut self, function: &mut Function) {
        if self.next >= COUNTERS.end {
            return;
        }
        let at = |offset: usize| MemArg { offset: offset as u64, align: 0, memory_index: 0 };
        function.instruction(&Instruction::I32Const(0));
        function.instruction(&Instruction::I32Const(0));
        function.instruction(&Instruction::I32Load8U(at(self.next)));
        function.instruction(&Instruction::I32Const(1));
        function.instruction(&Instruction::I32Add);
        function.instruction(&Instruction::I32Store8(at(self.next)));
        self.next += 1;
    }
}

impl Reencode for Counter {
    type Error = std::convert::Infallible;

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: wasmparser::CodeSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        utils::parse_code_section(self, code, section)
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        let mut function: Function = self.new_function_with_parsed_locals(&body)?;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            let opens = matches!(
                operator,
                Operator::Loop { .. } | Operator::If { .. } | Operator::Else | Operator::BrIf { .. }
            );
            function.instruction(&self.instruction(operator)?);
            if opens {
                self.count(&mut function);
            }
        }
        code.function(&function);
        Ok(())
    }
}
