//! Closures, and functions that the replica calls back.

use mo_ir::layout::{TAG_CLOSURE, small};
use mo_ir::{Arith, Expr, Num, Op, Rep};

use crate::build::{arith, get, int, seq, set};
use crate::machine::Program;

fn call(closure: Expr, args: impl Into<Vec<Expr>>) -> Expr {
    Expr::CallClosure(Box::new(closure), args.into())
}

fn add(a: Expr, b: Expr) -> Expr {
    arith(Arith::Add, Num::Nat, a, b)
}

#[test]
fn a_closure_reads_what_it_captured() {
    let mut program = Program::new();
    let captured = |n: u32| Expr::op(Op::Slot(n), [get(0)]);
    let inner = program.closure("inner", 1, add(add(captured(0), captured(1)), get(1)));
    let made = Expr::Closure(inner, vec![get(0), int(100)]);
    program.run(&[Rep::Value], &[], Rep::Value, call(made, [int(1000)]));
    assert_eq!(program.start().small(&[1]), Ok(1101));
}

#[test]
fn a_function_without_captures_is_one_closure() {
    let mut program = Program::new();
    let double = program.function("double", &[Rep::Value], &[], Rep::Value, add(get(0), get(0)));
    let made = || Expr::Closure(double, vec![]);
    let body = seq([set(1, made()), call(get(1), [call(made(), [get(0)])])]);
    program.run(&[Rep::Value], &[Rep::Value], Rep::Value, body);
    let mut running = program.start();
    let free = running.memory().u32(mo_ir::layout::AT_FREE);
    assert_eq!(running.small(&[5]), Ok(20));
    assert_eq!(running.memory().u32(mo_ir::layout::AT_FREE), free);
}

#[test]
fn a_closure_may_call_itself() {
    let mut program = Program::new();
    // f(n) = if n == 0 then 0 else n + f(n - 1), where f is captured.
    let own = Expr::op(Op::Slot(0), [get(0)]);
    let less = arith(Arith::Sub, Num::Nat, get(1), int(1));
    let zero = crate::build::compare(mo_ir::Compare::Eq, Num::Nat, get(1), int(0));
    let body = crate::build::if_(zero, int(0), add(get(1), call(own, [less])), Rep::Value);
    let f = program.closure("f", 1, body);
    let null = crate::build::slot(mo_ir::layout::NULL);
    let body = seq([
        set(1, Expr::Closure(f, vec![null])),
        Expr::op(Op::SetSlot(0), [get(1), get(1)]),
        call(get(1), [get(0)]),
    ]);
    program.run(&[Rep::Value], &[Rep::Value], Rep::Value, body);
    assert_eq!(program.start().small(&[100]), Ok(5050));
}

#[test]
fn a_closure_that_never_returns_may_stand_for_any() {
    let mut program = Program::new();
    let message = program.text("no way out");
    let fail = program.function("fail", &[Rep::Value], &[], Rep::Never, Expr::op(Op::Trap, [message]));
    program.run(&[Rep::Value], &[], Rep::Value, call(Expr::Closure(fail, vec![]), [get(0)]));
    assert_eq!(program.start().small(&[1]), Err("no way out".to_owned()));
}

#[test]
fn the_header_has_the_index_in_the_table() {
    let mut program = Program::new();
    let inner = program.closure("inner", 0, Expr::op(Op::Slot(0), [get(0)]));
    let made = Expr::Closure(inner, vec![get(0)]);
    program.run(&[Rep::Value], &[], Rep::Value, made);
    let mut running = program.start();
    let closure = running.call(&[small(3)]).expect("does not trap");
    let (header, slots) = running.memory().read(closure, 1);
    assert_eq!((header & 0xff, header >> 8 & 0xff_ffff, header >> 32), (TAG_CLOSURE, 1, 1));
    assert_eq!(slots, [small(3)]);
}

#[test]
fn a_callback_takes_an_environment() {
    let mut program = Program::new();
    let callback = program.function("reply", &[Rep::I32], &[], Rep::Unit, Expr::UNIT);
    program.run(&[], &[], Rep::I32, Expr::op(Op::TableIndex(callback), []));
    assert_eq!(program.start().call(&[]), Ok(1));
    let text = wasmprinter::print_bytes(program.wasm()).expect("valid");
    assert!(text.contains("(elem (;0;) (i32.const 1) func $reply)"), "{text}");
}
