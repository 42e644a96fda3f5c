//! Options of any depth, and variants.

use mo_ir::layout::{NULL, case, label_hash, small};
use mo_ir::{Expr, Op, Rep};

use crate::build::{get, int, slot};
use crate::machine::Program;

/// Puts `?` before null that many times.
fn nested(depth: u32) -> Expr {
    (0..depth).fold(get(0), |inner, _| Expr::op(Op::Some, [inner]))
}

fn unwrapped(value: Expr, depth: u32) -> Expr {
    (0..depth).fold(value, |outer, _| Expr::op(Op::Unwrap, [outer]))
}

/// Through a tuple, so that nothing cancels out before it runs.
fn opaque(value: Expr) -> Expr {
    Expr::op(Op::Slot(0), [Expr::op(Op::Tuple, [value])])
}

fn run(body: Expr, argument: u64) -> u64 {
    Program::of(&[Rep::Value], &[], Rep::Value, body).start().call(&[argument]).expect("does not trap")
}

#[test]
fn nulls_keep_their_depth() {
    for depth in 0..5 {
        assert_eq!(run(unwrapped(opaque(nested(depth)), depth), NULL), NULL);
        let body = Expr::op(Op::IsNull, [unwrapped(opaque(nested(5)), depth)]);
        let found = Program::of(&[Rep::Value], &[], Rep::I32, body).start().call(&[NULL]);
        assert_eq!(found, Ok(0), "null within {} layers", 5 - depth);
    }
}

#[test]
fn a_value_is_its_own_option() {
    assert_eq!(run(nested(3), small(7)), small(7));
    assert_eq!(run(nested(1), case(5)), case(5));
    let text = Expr::op(Op::Tuple, [get(0)]);
    let body = Expr::op(Op::Slot(0), [opaque(Expr::op(Op::Some, [text]))]);
    assert_eq!(run(body, small(3)), small(3));
}

#[test]
fn layers_are_objects_only_around_null() {
    let mut running = Program::of(&[Rep::Value], &[], Rep::Value, nested(2)).start();
    let outer = running.call(&[NULL]).expect("does not trap");
    let (header, slots) = running.memory().read(outer, 1);
    assert_eq!(header, mo_ir::layout::header(mo_ir::layout::TAG_SOME, 1, 0));
    assert_eq!(running.memory().read(slots[0], 1), (header, vec![NULL]));
}

#[test]
fn known_options() {
    assert_eq!(run(Expr::op(Op::Unwrap, [Expr::op(Op::Some, [get(0)])]), NULL), NULL);
    assert_eq!(run(Expr::op(Op::Some, [int(4)]), 0), small(4));
    let null = Expr::op(Op::Some, [slot(NULL)]);
    assert_eq!(run(Expr::op(Op::Unwrap, [opaque(null)]), 0), NULL);
}

#[test]
fn variants_know_their_label() {
    let (red, rgb) = (label_hash("red"), label_hash("rgb"));
    let tag = |value: Expr| {
        let body = Expr::op(Op::VariantTag, [value]);
        Program::of(&[Rep::Value], &[], Rep::I32, body).start().call(&[small(9)])
    };
    assert_eq!(tag(opaque(slot(case(red)))), Ok(u64::from(red)));
    assert_eq!(tag(opaque(Expr::op(Op::Variant(rgb), [get(0)]))), Ok(u64::from(rgb)));
    let payload = Expr::op(Op::VariantPayload, [Expr::op(Op::Variant(rgb), [get(0)])]);
    assert_eq!(run(payload, small(9)), small(9));
}
