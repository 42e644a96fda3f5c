//! Comparisons.

use mo_ir::{Compare, Num};
use wasm_encoder::ValType;

use super::{Code, I, Place};

impl Code {
    /// Compares Nats or Ints.
    pub(crate) fn number_compare(&mut self, compare: Compare, a: Place, b: Place) {
        if matches!(compare, Compare::Eq | Compare::Ne) {
            return self.number_equal(compare, a, b);
        }
        self.any_not_small(a, b);
        self.choose(
            ValType::I32,
            |code| code.sign_is(compare, a, b, "int_cmp"),
            |code| {
                code.get(a);
                code.get(b);
                code.push(compare_64(compare, true));
            },
        );
    }

    /// One number has one slot if it is small, so only two large ones need a closer look.
    fn number_equal(&mut self, compare: Compare, a: Place, b: Place) {
        self.get(a);
        self.get(b);
        if a.small().is_some() || b.small().is_some() {
            return self.push(compare_64(compare, true));
        }
        self.push(I::I64Eq);
        let equal = i32::from(compare == Compare::Eq);
        self.choose(
            ValType::I32,
            |code| code.push(I::I32Const(equal)),
            |code| {
                code.get(a);
                code.get(b);
                code.all([I::I64And, I::I32WrapI64, I::I32Const(1), I::I32And]);
                code.choose(
                    ValType::I32,
                    |code| code.sign_is(compare, a, b, "int_cmp"),
                    |code| code.push(I::I32Const(1 - equal)),
                );
            },
        );
    }

    /// Compares two texts or blobs; the same slot is equal without a look.
    pub(crate) fn bytes_compare(&mut self, compare: Compare, a: Place, b: Place, runtime: &str) {
        if !matches!(compare, Compare::Eq | Compare::Ne) {
            return self.sign_is(compare, a, b, runtime);
        }
        // Headers hold the number of bytes: most texts that differ differ in it.
        self.same_or(a, b, |code| {
            for operand in [a, b] {
                code.get(operand);
                code.all([I::I32WrapI64, I::I32Load(super::word(super::AUX))]);
            }
            code.push(I::I32Eq);
            code.choose(
                ValType::I32,
                |code| {
                    code.get(a);
                    code.get(b);
                    code.runtime("bytes_eq");
                },
                |code| code.push(I::I32Const(0)),
            );
        });
        if compare == Compare::Ne {
            self.push(I::I32Eqz);
        }
    }

    /// Leaves 1 if both slots are the same, else what the closer look says.
    pub(crate) fn same_or(&mut self, a: Place, b: Place, look: impl FnOnce(&mut Code)) {
        self.get(a);
        self.get(b);
        self.push(I::I64Eq);
        self.choose(ValType::I32, |code| code.push(I::I32Const(1)), look);
    }

    /// Compares unboxed numbers on the stack.
    pub(crate) fn scalar_compare(&mut self, compare: Compare, num: Num) {
        self.push(match num {
            Num::Float => compare_float(compare),
            Num::Nat64 => compare_64(compare, false),
            Num::Int64 => compare_64(compare, true),
            _ => compare_32(compare, matches!(num, Num::Int8 | Num::Int16 | Num::Int32)),
        });
    }

    /// Asks the runtime for the order of two things (below, at or above zero) and turns it into an answer.
    fn sign_is(&mut self, compare: Compare, a: Place, b: Place, runtime: &str) {
        self.get(a);
        self.get(b);
        self.runtime(runtime);
        self.all([I::I32Const(0), compare_32(compare, true)]);
    }
}

/// Returns the comparison that holds where another does not.
pub(super) fn opposite(comparison: &I<'_>) -> Option<I<'static>> {
    Some(match comparison {
        I::I32Eq => I::I32Ne,
        I::I32Ne => I::I32Eq,
        I::I32LtS => I::I32GeS,
        I::I32LtU => I::I32GeU,
        I::I32GtS => I::I32LeS,
        I::I32GtU => I::I32LeU,
        I::I32LeS => I::I32GtS,
        I::I32LeU => I::I32GtU,
        I::I32GeS => I::I32LtS,
        I::I32GeU => I::I32LtU,
        I::I64Eq => I::I64Ne,
        I::I64Ne => I::I64Eq,
        I::I64LtS => I::I64GeS,
        I::I64LtU => I::I64GeU,
        I::I64GtS => I::I64LeS,
        I::I64GtU => I::I64LeU,
        I::I64LeS => I::I64GtS,
        I::I64LeU => I::I64GtU,
        I::I64GeS => I::I64LtS,
        I::I64GeU => I::I64LtU,
        _ => return None,
    })
}

fn compare_32(compare: Compare, signed: bool) -> I<'static> {
    match (compare, signed) {
        (Compare::Eq, _) => I::I32Eq,
        (Compare::Ne, _) => I::I32Ne,
        (Compare::Lt, true) => I::I32LtS,
        (Compare::Lt, false) => I::I32LtU,
        (Compare::Le, true) => I::I32LeS,
        (Compare::Le, false) => I::I32LeU,
        (Compare::Gt, true) => I::I32GtS,
        (Compare::Gt, false) => I::I32GtU,
        (Compare::Ge, true) => I::I32GeS,
        (Compare::Ge, false) => I::I32GeU,
    }
}

fn compare_64(compare: Compare, signed: bool) -> I<'static> {
    match (compare, signed) {
        (Compare::Eq, _) => I::I64Eq,
        (Compare::Ne, _) => I::I64Ne,
        (Compare::Lt, true) => I::I64LtS,
        (Compare::Lt, false) => I::I64LtU,
        (Compare::Le, true) => I::I64LeS,
        (Compare::Le, false) => I::I64LeU,
        (Compare::Gt, true) => I::I64GtS,
        (Compare::Gt, false) => I::I64GtU,
        (Compare::Ge, true) => I::I64GeS,
        (Compare::Ge, false) => I::I64GeU,
    }
}

fn compare_float(compare: Compare) -> I<'static> {
    match compare {
        Compare::Eq => I::F64Eq,
        Compare::Ne => I::F64Ne,
        Compare::Lt => I::F64Lt,
        Compare::Le => I::F64Le,
        Compare::Gt => I::F64Gt,
        Compare::Ge => I::F64Ge,
    }
}
