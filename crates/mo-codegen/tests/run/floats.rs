//! Floats.

use mo_ir::{Arith, Compare, Expr, Machine, Num, Op, Rep, Unary};

use crate::build::{arith, compare, get};
use crate::machine::Program;

fn run(body: Expr, arguments: &[f64]) -> f64 {
    let params = vec![Rep::F64; arguments.len()];
    let raw: Vec<u64> = arguments.iter().map(|it| it.to_bits()).collect();
    f64::from_bits(Program::of(&params, &[], Rep::F64, body).start().call(&raw).expect("does not trap"))
}

fn operate(op: Arith, a: f64, b: f64) -> f64 {
    run(arith(op, Num::Float, get(0), get(1)), &[a, b])
}

#[test]
fn arithmetic() {
    assert_eq!(operate(Arith::Add, 0.1, 0.2), 0.1 + 0.2);
    assert_eq!(operate(Arith::Sub, 1.0, 0.75), 0.25);
    assert_eq!(operate(Arith::Mul, 3.0, 0.5), 1.5);
    assert_eq!(operate(Arith::Div, 1.0, 0.0), f64::INFINITY);
    assert_eq!(operate(Arith::Rem, 7.5, 2.0), 1.5);
    assert_eq!(operate(Arith::Pow, 2.0, 0.5), 2f64.powf(0.5));
}

#[test]
fn one_operand() {
    let negate = Op::Unary { op: Unary::Negate, num: Num::Float, wrapping: false };
    assert_eq!(run(Expr::op(negate, [get(0)]), &[2.5]), -2.5);
    let machine = |it: Machine, n: f64| run(Expr::op(Op::Machine(it), [get(0)]), &[n]);
    assert_eq!(machine(Machine::FloatFloor, -2.5), -3.0);
    assert_eq!(machine(Machine::FloatCeil, -2.5), -2.0);
    assert_eq!(machine(Machine::FloatTrunc, -2.5), -2.0);
    assert_eq!(machine(Machine::FloatNearest, 2.5), 2.0);
    assert_eq!(machine(Machine::FloatSqrt, 2.25), 1.5);
    assert_eq!(machine(Machine::FloatAbs, -0.5), 0.5);
}

#[test]
fn what_is_no_number_is_not_even_itself() {
    let ask = |it: Compare| {
        let body = compare(it, Num::Float, get(0), get(1));
        let nan = f64::NAN.to_bits();
        Program::of(&[Rep::F64; 2], &[], Rep::I32, body).start().call(&[nan, nan])
    };
    assert_eq!(ask(Compare::Eq), Ok(0));
    assert_eq!(ask(Compare::Ne), Ok(1));
    assert_eq!(ask(Compare::Le), Ok(0));
}

#[test]
fn a_denied_comparison_is_not_its_opposite() {
    let body = Expr::op(Op::Not, [compare(Compare::Lt, Num::Float, get(0), get(0))]);
    let mut running = Program::of(&[Rep::F64], &[], Rep::I32, body).start();
    assert_eq!(running.call(&[f64::NAN.to_bits()]), Ok(1));
}
