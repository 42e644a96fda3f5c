//! What code looks like: the representation above, the Wasm it becomes below.

use mo_ir::layout::label_hash;
use mo_ir::{Arith, Compare, Expr, Num, Op, Rep};

use crate::build::{arith, compare, get, if_, int};
use crate::machine::Program;

fn listing(program: &Program) -> String {
    let tested = program.module.functions.iter().find(|it| it.name == "tested").expect("there is one");
    let text = wasmprinter::print_bytes(program.wasm_as_it_stands()).expect("valid");
    let start = text.find("(func $tested").expect("it is reached");
    let body: Vec<&str> = text[start..].lines().skip(1).take_while(|line| !line.starts_with("  )")).collect();
    let body: Vec<&str> = body.into_iter().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
    format!("{}\n{}\n", mo_ir::print(&program.module, tested), body.join("\n"))
}

#[test]
fn addition() {
    let body = arith(Arith::Add, Num::Nat, get(0), get(1));
    insta::assert_snapshot!(listing(&Program::of(&[Rep::Value; 2], &[], Rep::Value, body)));
}

#[test]
fn counting() {
    let less = compare(Compare::Lt, Num::Nat, get(0), int(10));
    let body = if_(less, arith(Arith::Add, Num::Nat, get(0), int(1)), int(0), Rep::Value);
    insta::assert_snapshot!(listing(&Program::of(&[Rep::Value], &[], Rep::Value, body)));
}

#[test]
fn fields() {
    let mut program = Program::new();
    let shape = program.shape(&["x", "y"]);
    let y = label_hash("y");
    let read = Expr::op(Op::Field { shape, label: y }, [get(0)]);
    let body = Expr::op(Op::SetField { shape, label: label_hash("x") }, [get(0), read]);
    program.run(&[Rep::Value], &[], Rep::Unit, body);
    insta::assert_snapshot!(listing(&program));
}

#[test]
fn elements() {
    let pair = Expr::op(Op::Tuple, [get(1), int(0)]);
    let body = Expr::op(Op::ArraySet, [get(0), get(1), pair]);
    insta::assert_snapshot!(listing(&Program::of(&[Rep::Value; 2], &[], Rep::Unit, body)));
}
