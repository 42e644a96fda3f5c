//! Short words for IR.

use mo_ir::layout::{label_hash, small};
use mo_ir::{Arith, Compare, Const, Expr, LabelId, Local, Num, Op, Rep};

pub(crate) fn get(local: u32) -> Expr {
    Expr::Get(Local(local))
}

pub(crate) fn set(local: u32, value: Expr) -> Expr {
    Expr::Set(Local(local), Box::new(value))
}

pub(crate) fn seq(exprs: impl Into<Vec<Expr>>) -> Expr {
    Expr::Seq(exprs.into())
}

/// A small Nat or Int.
pub(crate) fn int(n: i64) -> Expr {
    slot(small(n))
}

pub(crate) fn slot(bits: u64) -> Expr {
    Expr::Const(Const::Value(bits))
}

pub(crate) fn i32_(n: i32) -> Expr {
    Expr::Const(Const::I32(n))
}

pub(crate) fn i64_(n: i64) -> Expr {
    Expr::Const(Const::I64(n))
}

pub(crate) fn if_(condition: Expr, yes: Expr, no: Expr, rep: Rep) -> Expr {
    Expr::If(Box::new(condition), Box::new(yes), Box::new(no), rep)
}

pub(crate) fn block(label: u32, body: Expr, rep: Rep) -> Expr {
    Expr::Block(LabelId(label), Box::new(body), rep)
}

pub(crate) fn loop_(label: u32, body: Expr) -> Expr {
    Expr::Loop(LabelId(label), Box::new(body))
}

pub(crate) fn break_(label: u32, value: Expr) -> Expr {
    Expr::Break(LabelId(label), Box::new(value))
}

pub(crate) fn arith(op: Arith, num: Num, a: Expr, b: Expr) -> Expr {
    Expr::op(Op::Arith { op, num, wrapping: false }, [a, b])
}

pub(crate) fn wrapping(op: Arith, num: Num, a: Expr, b: Expr) -> Expr {
    Expr::op(Op::Arith { op, num, wrapping: true }, [a, b])
}

pub(crate) fn compare(compare: Compare, num: Num, a: Expr, b: Expr) -> Expr {
    Expr::op(Op::CompareNum(compare, num), [a, b])
}

pub(crate) fn convert(from: Num, to: Num, value: Expr) -> Expr {
    Expr::op(Op::Convert { from, to, wrapping: false }, [value])
}

/// Labels in the order of their hashes.
pub(crate) fn labels(labels: &[&str]) -> Vec<String> {
    let mut labels: Vec<String> = labels.iter().map(|it| (*it).to_owned()).collect();
    labels.sort_by_key(|label| label_hash(label));
    labels
}
