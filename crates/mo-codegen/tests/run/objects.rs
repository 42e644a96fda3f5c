//! Objects, tuples and cells; fields where they are not expected; what is remembered of writes into old objects.

use mo_ir::layout::{AT_FREE, AT_OLD_END, AT_REMEMBERED_COUNT, AT_STABLE, REMEMBERED, label_hash, small};
use mo_ir::{Expr, Op, Rep, Scalar, ShapeId};

use crate::build::{get, int, seq, set};
use crate::machine::{Program, Running};

fn field(shape: ShapeId, label: &str, of: Expr) -> Expr {
    Expr::op(Op::Field { shape, label: label_hash(label) }, [of])
}

fn set_field(shape: ShapeId, label: &str, of: Expr, value: Expr) -> Expr {
    Expr::op(Op::SetField { shape, label: label_hash(label) }, [of, value])
}

#[test]
fn fields_are_found_by_label() {
    let mut program = Program::new();
    let point = program.shape(&["x", "y", "name"]);
    let slots: Vec<Expr> = crate::build::labels(&["x", "y", "name"])
        .iter()
        .map(|label| {
            int(match label.as_str() {
                "x" => 1,
                "y" => 2,
                _ => 3,
            })
        })
        .collect();
    let body = seq([set(0, Expr::op(Op::Object(point), slots)), field(point, "y", get(0))]);
    program.run(&[], &[Rep::Value], Rep::Value, body);
    assert_eq!(program.start().small(&[]), Ok(2));
}

/// A program that expects `{ x; y }`, writes `y` and adds up both.
fn expects_point() -> Program {
    let mut program = Program::new();
    let point = program.shape(&["x", "y"]);
    program.shape(&["x", "y", "z", "a"]);
    let sum = crate::build::arith(
        mo_ir::Arith::Add,
        mo_ir::Num::Nat,
        field(point, "x", get(0)),
        field(point, "y", get(0)),
    );
    program.run(
        &[Rep::Value, Rep::Value],
        &[],
        Rep::Value,
        seq([set_field(point, "y", get(0), get(1)), sum]),
    );
    program
}

#[test]
fn a_field_of_the_expected_shape_is_read_at_once() {
    let mut running = expects_point().start();
    running.slow_paths();
    let object = running.memory().record(&[("x", small(40)), ("y", small(7))]);
    assert_eq!(running.call(&[object, small(2)]), Ok(small(42)));
    assert_eq!(running.slow_paths(), 0);
}

#[test]
fn a_field_of_a_subtype_is_found_by_the_runtime() {
    let mut program = expects_point();
    // The wider shape is part of the program, because something makes such objects.
    let wide = ShapeId(1);
    let make = program.function("make", &[], &[], Rep::Value, Expr::op(Op::Object(wide), [0; 4].map(int)));
    program.export_tested("make", make);
    let mut running = program.start();
    running.slow_paths();
    let fields = [("x", small(40)), ("y", small(7)), ("z", small(8)), ("a", small(9))];
    let object = running.memory().record(&fields);
    assert_eq!(running.call(&[object, small(2)]), Ok(small(42)));
    assert_eq!(running.slow_paths(), 3);
}

#[test]
fn shapes_are_registered_at_start() {
    let mut running = expects_point().start();
    let object = running.memory().record(&[("x", small(1)), ("y", small(2))]);
    let at = running.memory().object_slot(object, label_hash("y"));
    assert_eq!(running.memory().u64(at), small(2));
}

#[test]
fn tuples_and_cells() {
    let tuple = Expr::op(Op::Tuple, [int(1), int(2), int(3)]);
    assert_eq!(Program::of(&[], &[], Rep::Value, Expr::op(Op::Slot(2), [tuple])).start().small(&[]), Ok(3));
    assert_eq!(Program::of(&[], &[], Rep::Value, Expr::op(Op::Tuple, [])).start().call(&[]), Ok(0));
    let body = seq([
        set(0, Expr::op(Op::Cell, [int(1)])),
        Expr::op(Op::SetSlot(0), [get(0), int(5)]),
        Expr::op(Op::Slot(0), [get(0)]),
    ]);
    assert_eq!(Program::of(&[], &[Rep::Value], Rep::Value, body).start().small(&[]), Ok(5));
}

/// Everything allocated so far has survived a message.
fn grow_old(running: &mut Running) {
    let free = running.memory().u32(AT_FREE);
    running.memory().set_u32(AT_OLD_END, free);
}

/// Returns the remembered slots, and forgets them.
fn remembered(running: &mut Running) -> Vec<u32> {
    let count = running.memory().u32(AT_REMEMBERED_COUNT);
    running.memory().set_u32(AT_REMEMBERED_COUNT, 0);
    (0..count).map(|index| running.memory().u32(REMEMBERED + 4 * index)).collect()
}

/// Runs a write into an old and a young object, of an old and a young value and of a number; only the young value in the old
/// object is remembered, at the slot's offset.
#[track_caller]
fn check_barrier(program: &Program, make: impl Fn(&mut Running) -> u64, offset: u32) {
    let mut running = program.start();
    let old = make(&mut running);
    let old_value = running.memory().text(b"old");
    grow_old(&mut running);
    let young = make(&mut running);
    let young_value = running.memory().text(b"young");
    let written = |running: &mut Running, object: u64, value: u64| {
        running.call(&[object, value]).expect("does not trap");
        let at = object as u32 - 1 + offset;
        assert_eq!(running.memory().u64(at), value);
        remembered(running)
    };
    assert_eq!(written(&mut running, old, young_value), [old as u32 - 1 + offset]);
    assert_eq!(written(&mut running, old, old_value), []);
    assert_eq!(written(&mut running, old, small(3)), []);
    assert_eq!(written(&mut running, old, mo_ir::layout::case(u32::MAX)), []);
    assert_eq!(written(&mut running, old, mo_ir::layout::NULL), []);
    assert_eq!(written(&mut running, young, young_value), []);
}

#[test]
fn writes_to_slots_are_remembered() {
    let body = Expr::op(Op::SetSlot(1), [get(0), get(1)]);
    let program = Program::of(&[Rep::Value; 2], &[], Rep::Unit, body);
    let header = mo_ir::layout::header(mo_ir::layout::TAG_TUPLE, 2, 0);
    check_barrier(&program, |running| running.memory().object(header, &[0, 0]), 16);
}

#[test]
fn writes_to_fields_are_remembered() {
    let mut program = Program::new();
    let shape = program.shape(&["x"]);
    program.run(&[Rep::Value; 2], &[], Rep::Unit, set_field(shape, "x", get(0), get(1)));
    check_barrier(&program, |running| running.memory().record(&[("x", 0)]), 8);
}

#[test]
fn writes_to_arrays_are_remembered() {
    let body = Expr::op(Op::ArraySet, [get(0), int(2), get(1)]);
    let program = Program::of(&[Rep::Value; 2], &[], Rep::Unit, body);
    let header = mo_ir::layout::header(mo_ir::layout::TAG_ARRAY, 0, 3);
    check_barrier(&program, |running| running.memory().object(header, &[0; 3]), 24);
}

#[test]
fn writes_to_stable_variables_are_remembered() {
    let body = seq([Expr::op(Op::SetStable(1), [get(0)]), Expr::op(Op::Stable(1), [])]);
    let mut running = Program::of(&[Rep::Value], &[], Rep::Value, body).start();
    let object = running.memory().record(&[("a", 0), ("b", 0)]);
    running.memory().set_u64(AT_STABLE, object);
    grow_old(&mut running);
    let young = running.memory().text(b"young");
    assert_eq!(running.call(&[young]), Ok(young));
    assert_eq!(remembered(&mut running), [object as u32 - 1 + 16]);
    assert_eq!(running.memory().u64(object as u32 - 1 + 16), young);
}

#[test]
fn a_number_is_written_without_a_look() {
    let boxed = Expr::op(Op::Box(Scalar::Nat32), [get(1)]);
    let body = Expr::op(Op::SetSlot(0), [get(0), boxed]);
    let program = Program::of(&[Rep::Value, Rep::I32], &[], Rep::Unit, body);
    let text = wasmprinter::print_bytes(program.wasm()).expect("valid");
    assert!(!text.contains("Barrier"));
}
