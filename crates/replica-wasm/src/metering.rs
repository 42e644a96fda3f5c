//! What instructions cost. It decides what a block comes to, so each version of it stays as it is.

use wasmtime::OperatorCost;

/// How the instructions of a message are counted, and in which form its module is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metering {
    /// Each instruction counts one. Blocks before rules 2 were made so.
    Each,
    /// What does work counts two, and what only names a value, nothing. That is closer to the time that it takes,
    /// and leaves room for the marks of written pages, which are not the module's own.
    Weighted,
}

macro_rules! free {
    ($cost:ident: $($op:ident),*) => { $($cost.$op = 0;)* };
}

macro_rules! doubled {
    ($($(@$proposal:ident)? $op:ident $({ $($arg:ident: $ty:ty),* })? => $visit:ident ($($ann:tt)*))*) => {
        /// The cost of each instruction under [`Metering::Weighted`].
        pub(crate) fn weights() -> OperatorCost {
            let mut cost = OperatorCost::new();
            $(cost.$op *= 2;)*
            free! { cost: LocalGet, LocalSet, LocalTee, I32Const, I64Const, F32Const, F64Const, V128Const, RefNull, RefFunc }
            // Only marks of written pages use it: compilers store a byte of an i32.
            cost.I64Store8 = 0;
            cost
        }
    };
}
wasmparser::for_each_operator!(doubled);
