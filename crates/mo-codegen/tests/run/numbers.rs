//! Nat and Int against `num_bigint`, around every edge of what is small.

use std::cell::RefCell;

use mo_ir::{Arith, Compare, Expr, Num, Op, Rep, Unary};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::build::{arith, compare, get, int};
use crate::machine::{Program, Running};

/// Numbers near the powers of two where something changes, and some far beyond.
pub(crate) fn numbers() -> impl Strategy<Value = BigInt> {
    let near = |bits: u32| (-3..4i64).prop_map(move |n| (BigInt::from(1) << bits) + n);
    let magnitude = prop_oneof![
        (0..200i64).prop_map(BigInt::from),
        prop_oneof![
            Just(29u32),
            Just(30),
            Just(31),
            Just(32),
            Just(33),
            Just(61),
            Just(62),
            Just(63),
            Just(64)
        ]
        .prop_flat_map(near),
        any::<i64>().prop_map(BigInt::from),
        any::<i128>().prop_map(BigInt::from),
    ];
    (magnitude, any::<bool>()).prop_map(|(n, negative)| if negative { -n } else { n })
}

fn binary(num: Num, op: Arith) -> RefCell<Running> {
    let body = arith(op, num, get(0), get(1));
    RefCell::new(Program::of(&[Rep::Value; 2], &[], Rep::Value, body).start())
}

fn check_binary(num: Num, op: Arith, expected: impl Fn(&BigInt, &BigInt) -> Result<BigInt, String>) {
    let running = binary(num, op);
    let test = |(a, b): (BigInt, BigInt)| {
        let (a, b) = if num == Num::Nat { (a.abs(), b.abs()) } else { (a, b) };
        let found = running.borrow_mut().ints(&[a.clone(), b.clone()]);
        prop_assert_eq!(found, expected(&a, &b), "{} {:?} {}", a, op, b);
        Ok(())
    };
    TestRunner::default().run(&(numbers(), numbers()), test).expect("agrees");
}

#[test]
fn integers_add_subtract_and_multiply() {
    check_binary(Num::Int, Arith::Add, |a, b| Ok(a + b));
    check_binary(Num::Int, Arith::Sub, |a, b| Ok(a - b));
    check_binary(Num::Int, Arith::Mul, |a, b| Ok(a * b));
}

#[test]
fn integers_divide_toward_zero() {
    let unless_zero = |b: &BigInt| if b.is_zero() { Err("divide by zero".to_owned()) } else { Ok(()) };
    check_binary(Num::Int, Arith::Div, |a, b| unless_zero(b).map(|()| a / b));
    check_binary(Num::Int, Arith::Rem, |a, b| unless_zero(b).map(|()| a % b));
    check_binary(Num::Nat, Arith::Div, |a, b| unless_zero(b).map(|()| a / b));
    check_binary(Num::Nat, Arith::Rem, |a, b| unless_zero(b).map(|()| a % b));
}

#[test]
fn naturals_stop_at_zero() {
    check_binary(Num::Nat, Arith::Add, |a, b| Ok(a + b));
    check_binary(Num::Nat, Arith::Mul, |a, b| Ok(a * b));
    check_binary(Num::Nat, Arith::Sub, |a, b| {
        if b > a { Err("Natural subtraction underflow".to_owned()) } else { Ok(a - b) }
    });
}

#[test]
fn constants_take_short_cuts_to_the_same_result() {
    for constant in [-2, -1, 1, 2, 7, 1 << 31, -(1 << 40), (1 << 62) - 1, -(1 << 62)] {
        for op in [Arith::Add, Arith::Sub, Arith::Mul, Arith::Div, Arith::Rem] {
            let body = arith(op, Num::Int, get(0), int(constant));
            let running = RefCell::new(Program::of(&[Rep::Value], &[], Rep::Value, body).start());
            let test = |a: BigInt| {
                let b = BigInt::from(constant);
                let expected = match op {
                    Arith::Add => &a + &b,
                    Arith::Sub => &a - &b,
                    Arith::Mul => &a * &b,
                    Arith::Div => &a / &b,
                    _ => &a % &b,
                };
                prop_assert_eq!(running.borrow_mut().ints(std::slice::from_ref(&a)), Ok(expected));
                Ok(())
            };
            let mut runner = TestRunner::new(ProptestConfig::with_cases(32));
            runner.run(&numbers(), test).expect("agrees");
        }
    }
}

#[test]
fn a_constant_divisor_of_zero_traps() {
    for op in [Arith::Div, Arith::Rem] {
        let body = arith(op, Num::Nat, get(0), int(0));
        let mut running = Program::of(&[Rep::Value], &[], Rep::Value, body).start();
        assert_eq!(running.small(&[5]), Err("divide by zero".to_owned()));
    }
}

#[test]
fn negation() {
    let negate = Op::Unary { op: Unary::Negate, num: Num::Int, wrapping: false };
    let program = Program::of(&[Rep::Value], &[], Rep::Value, Expr::op(negate, [get(0)]));
    let running = RefCell::new(program.start());
    let test = |a: BigInt| {
        prop_assert_eq!(running.borrow_mut().ints(std::slice::from_ref(&a)), Ok(-a));
        Ok(())
    };
    TestRunner::default().run(&numbers(), test).expect("agrees");
}

#[test]
fn powers_are_the_runtimes() {
    assert_eq!(binary(Num::Nat, Arith::Pow).borrow_mut().small(&[3, 4]), Ok(81));
    assert_eq!(binary(Num::Int, Arith::Pow).borrow_mut().small(&[-3, 3]), Ok(-27));
}

#[test]
fn comparisons() {
    let holds = |it: Compare, order: std::cmp::Ordering| match it {
        Compare::Eq => order.is_eq(),
        Compare::Ne => order.is_ne(),
        Compare::Lt => order.is_lt(),
        Compare::Le => order.is_le(),
        Compare::Gt => order.is_gt(),
        Compare::Ge => order.is_ge(),
    };
    for it in [Compare::Eq, Compare::Ne, Compare::Lt, Compare::Le, Compare::Gt, Compare::Ge] {
        let body = compare(it, Num::Int, get(0), get(1));
        let running = RefCell::new(Program::of(&[Rep::Value; 2], &[], Rep::I32, body).start());
        let test = |(a, b): (BigInt, BigInt)| {
            let mut running = running.borrow_mut();
            for (a, b) in [(&a, &b), (&a, &a)] {
                // Each number is allocated anew, so that one large number has two slots.
                let slots = [running.memory().int(a), running.memory().int(b)];
                let expected = u64::from(holds(it, a.cmp(b)));
                prop_assert_eq!(running.call(&slots), Ok(expected), "{} {:?} {}", a, it, b);
            }
            Ok(())
        };
        TestRunner::default().run(&(numbers(), numbers()), test).expect("agrees");
    }
}

#[test]
fn small_numbers_take_no_slow_path() {
    let sum = arith(Arith::Add, Num::Nat, get(0), get(1));
    let body = arith(Arith::Rem, Num::Nat, arith(Arith::Mul, Num::Nat, sum, get(1)), int(1000));
    let mut running = Program::of(&[Rep::Value; 2], &[], Rep::Value, body).start();
    assert_eq!(running.small(&[1_000_000, 999]), Ok((1_000_999 * 999) % 1000));
    assert_eq!(running.slow_paths(), 0);
    assert_eq!(
        running.small(&[1 << 61, 1 << 61]),
        Ok((1i128 << 123).rem_euclid(1000).to_i64().expect("small"))
    );
    assert_eq!(running.slow_paths(), 3);
}
