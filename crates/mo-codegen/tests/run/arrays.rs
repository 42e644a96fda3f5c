//! Arrays: elements, bounds, and sizes that the memory does not have yet.

use mo_ir::layout::{AT_MEMORY_LIMIT, HEAP};
use mo_ir::{Expr, Op, Rep, Scalar};

use crate::build::{get, int, seq, set};
use crate::machine::Program;

fn array(elements: impl Into<Vec<Expr>>) -> Expr {
    Expr::op(Op::Array, elements)
}

#[test]
fn elements_are_read_by_index() {
    let body = Expr::op(Op::ArrayGet, [array([int(10), int(20), int(30)]), get(0)]);
    let mut running = Program::of(&[Rep::Value], &[], Rep::Value, body).start();
    assert_eq!(running.small(&[0]), Ok(10));
    assert_eq!(running.small(&[2]), Ok(30));
    assert_eq!(running.small(&[3]), Err("Array index out of bounds".to_owned()));
}

#[test]
fn an_index_that_is_a_large_number_is_out_of_bounds() {
    let body = Expr::op(Op::ArrayGet, [array([int(1)]), get(0)]);
    let mut running = Program::of(&[Rep::Value], &[], Rep::Value, body).start();
    let large = num_bigint::BigInt::from(1) << 64;
    assert_eq!(running.ints(&[large]), Err("Array index out of bounds".to_owned()));
    // The slot of a pointer is an odd number that could be below twice a large array's size.
    let mut program = Program::new();
    let many = Expr::op(Op::ArrayFill, [int(1 << 12), int(7)]);
    program.run(&[Rep::Value], &[], Rep::Value, Expr::op(Op::ArrayGet, [many, get(0)]));
    assert_eq!(program.start().call(&[9]), Err("Array index out of bounds".to_owned()));
}

#[test]
fn elements_are_written() {
    let body = seq([
        set(1, array([int(1), int(2)])),
        Expr::op(Op::ArraySet, [get(1), get(0), int(9)]),
        Expr::op(Op::ArrayGet, [get(1), int(1)]),
    ]);
    let mut running = Program::of(&[Rep::Value], &[Rep::Value], Rep::Value, body).start();
    assert_eq!(running.small(&[1]), Ok(9));
    assert_eq!(running.small(&[0]), Ok(2));
    assert_eq!(running.small(&[2]), Err("Array index out of bounds".to_owned()));
}

#[test]
fn sizes() {
    let size = |of: Expr| {
        let body = Expr::op(Op::ArraySize, [of]);
        Program::of(&[], &[], Rep::Value, body).start().small(&[])
    };
    assert_eq!(size(array([])), Ok(0));
    assert_eq!(size(array([int(1), int(2)])), Ok(2));
    assert_eq!(size(Expr::op(Op::ArrayFill, [int(100), int(0)])), Ok(100));
}

#[test]
fn a_large_array_is_made_by_the_runtime() {
    let many: Vec<Expr> = (0..10_000).map(int).collect();
    let body = Expr::op(Op::ArrayGet, [array(many), get(0)]);
    let mut running = Program::of(&[Rep::Value], &[], Rep::Value, body).start();
    assert_eq!(running.small(&[9_999]), Ok(9_999));
}

#[test]
fn memory_grows_when_it_is_used_up() {
    // Each round makes an array of one element, the array of the round before: more than a page altogether.
    let link = set(1, array([get(1)]));
    let counted = set(0, crate::build::arith(mo_ir::Arith::Sub, mo_ir::Num::Nat, get(0), int(1)));
    let done = Expr::op(Op::CompareNum(mo_ir::Compare::Eq, mo_ir::Num::Nat), [get(0), int(0)]);
    let round = crate::build::if_(done, crate::build::break_(0, get(1)), seq([link, counted]), Rep::Unit);
    let body = crate::build::block(0, crate::build::loop_(1, round), Rep::Value);
    let mut running = Program::of(&[Rep::Value], &[Rep::Value], Rep::Value, body).start();
    running.memory().set_u32(AT_MEMORY_LIMIT, HEAP);
    let mut slot = running.call(&[mo_ir::layout::small(20_000)]).expect("does not trap");
    let mut depth = 0;
    while slot != 0 {
        slot = running.memory().read(slot, 1).1[0];
        depth += 1;
    }
    assert_eq!(depth, 20_000);
    assert_eq!(running.memory().u32(AT_MEMORY_LIMIT), HEAP + 5 * 0x1_0000);
}

#[test]
fn an_index_may_come_from_a_box() {
    let index = Expr::op(Op::Box(Scalar::Nat32), [get(0)]);
    let body = Expr::op(Op::ArrayGet, [array([int(5), int(6)]), index]);
    let mut running = Program::of(&[Rep::I32], &[], Rep::Value, body).start();
    assert_eq!(running.call(&[1]), Ok(mo_ir::layout::small(6)));
}
