//! Long constants that code mentions often: a global that never changes is read in two bytes, where a shape takes six and a
//! header eleven. Engines put the constant in its place again.

use std::collections::BTreeMap;

use wasm_encoder::{ConstExpr, Encode as _, GlobalSection, GlobalType, ValType};

use crate::code::{Emitted, I, Item};

/// How many globals there are at most: the index of each is one byte.
const GLOBALS_MAX: usize = 128;

/// What reading a global takes.
const READ_BYTES: usize = 2;
/// What a global takes besides the instruction that gives its value.
const GLOBAL_BYTES: usize = 3;

/// The constants that are worth a global, each with its index.
pub(crate) struct Constants {
    indices: BTreeMap<Constant, u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Constant {
    I32(i32),
    I64(i64),
}

impl Constants {
    /// Finds them in the code of a module.
    pub(crate) fn of(functions: &[Emitted]) -> Constants {
        let mut uses: BTreeMap<Constant, usize> = BTreeMap::new();
        for item in functions.iter().flat_map(|function| &function.items) {
            if let Item::Plain(instruction) = item
                && let Some(constant) = constant(instruction)
            {
                *uses.entry(constant).or_default() += 1;
            }
        }
        let mut gains: Vec<(usize, Constant)> = uses
            .into_iter()
            .map(|(constant, uses)| {
                let bytes = constant.bytes();
                let gain = (bytes.saturating_sub(READ_BYTES) * uses).saturating_sub(bytes + GLOBAL_BYTES);
                (gain, constant)
            })
            .filter(|(gain, _)| *gain > 0)
            .collect();
        gains.sort_by_key(|(gain, _)| std::cmp::Reverse(*gain));
        let chosen = gains.into_iter().map(|(_, constant)| constant).take(GLOBALS_MAX);
        Constants { indices: chosen.zip(0..).collect() }
    }

    /// Returns the section that defines them, if there are any.
    pub(crate) fn section(&self) -> Option<GlobalSection> {
        let mut by_index: Vec<(u32, Constant)> =
            self.indices.iter().map(|(it, index)| (*index, *it)).collect();
        by_index.sort_unstable();
        let mut section = GlobalSection::new();
        for (_, constant) in &by_index {
            let (val_type, value) = match constant {
                Constant::I32(n) => (ValType::I32, ConstExpr::i32_const(*n)),
                Constant::I64(n) => (ValType::I64, ConstExpr::i64_const(*n)),
            };
            section.global(GlobalType { val_type, mutable: false, shared: false }, &value);
        }
        (!by_index.is_empty()).then_some(section)
    }

    /// Returns the instruction that stands for one.
    pub(crate) fn shortened(&self, instruction: &I<'static>) -> I<'static> {
        match constant(instruction).and_then(|constant| self.indices.get(&constant)) {
            Some(index) => I::GlobalGet(*index),
            None => instruction.clone(),
        }
    }
}

impl Constant {
    /// Returns how many bytes the instruction has that gives it.
    fn bytes(self) -> usize {
        let mut bytes = vec![];
        match self {
            Constant::I32(n) => I::I32Const(n).encode(&mut bytes),
            Constant::I64(n) => I::I64Const(n).encode(&mut bytes),
        }
        bytes.len()
    }
}

fn constant(instruction: &I<'static>) -> Option<Constant> {
    match instruction {
        I::I32Const(n) => Some(Constant::I32(*n)),
        I::I64Const(n) => Some(Constant::I64(*n)),
        _ => None,
    }
}
