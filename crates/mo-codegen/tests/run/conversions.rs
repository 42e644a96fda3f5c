//! Conversions between all types of numbers, and boxes around them.

use std::cell::RefCell;

use mo_ir::{Expr, Literal, Num, Op, Rep, Scalar};
use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::build::{convert, get};
use crate::fixed::{WIDTHS, Width};
use crate::machine::{Program, Running};
use crate::numbers::numbers;

const TOO_MUCH: &str = "losing precision";

fn start(from: Num, to: Num, wrapping: bool) -> RefCell<Running> {
    let body = Expr::op(Op::Convert { from, to, wrapping }, [get(0)]);
    RefCell::new(Program::of(&[from.rep()], &[], to.rep(), body).start())
}

fn cases() -> TestRunner {
    TestRunner::new(ProptestConfig::with_cases(64))
}

#[test]
fn between_fixed_widths() {
    for (from, to) in WIDTHS.into_iter().flat_map(|from| WIDTHS.map(|to| (from, to))) {
        for wrapping in [false, true] {
            let running = start(from.num, to.num, wrapping);
            let test = |n: i128| {
                let found = running.borrow_mut().call(&[from.raw(n)]).map(|raw| to.value(raw));
                let exact = BigInt::from(n);
                let expected = if wrapping { Ok(to.wrap(&exact)) } else { to.fit(&exact, TOO_MUCH) };
                prop_assert_eq!(found, expected, "{} from {:?} to {:?}", n, from.num, to.num);
                Ok(())
            };
            cases().run(&from.any(), test).expect("agrees");
        }
    }
}

#[test]
fn from_numbers_to_fixed_widths() {
    for (from, to) in [Num::Nat, Num::Int].into_iter().flat_map(|from| WIDTHS.map(|to| (from, to))) {
        for wrapping in [false, true] {
            let running = start(from, to.num, wrapping);
            let test = |n: BigInt| {
                let n = if from == Num::Nat { n.abs() } else { n };
                let mut running = running.borrow_mut();
                let slot = running.memory().int(&n);
                let found = running.call(&[slot]).map(|raw| to.value(raw));
                let expected = if wrapping { Ok(to.wrap(&n)) } else { to.fit(&n, TOO_MUCH) };
                prop_assert_eq!(found, expected, "{} to {:?}", n, to.num);
                Ok(())
            };
            cases().run(&numbers(), test).expect("agrees");
        }
    }
}

#[test]
fn from_fixed_widths_to_numbers() {
    for (from, to) in WIDTHS.into_iter().flat_map(|from| [Num::Nat, Num::Int].map(|to| (from, to))) {
        let running = start(from.num, to, false);
        let test = |n: i128| {
            let mut running = running.borrow_mut();
            let found = running.call(&[from.raw(n)]).map(|slot| running.memory().read_int(slot));
            let expected =
                if to == Num::Nat && n < 0 { Err(TOO_MUCH.to_owned()) } else { Ok(BigInt::from(n)) };
            prop_assert_eq!(found, expected, "{} from {:?}", n, from.num);
            Ok(())
        };
        cases().run(&from.any(), test).expect("agrees");
    }
}

#[test]
fn an_integer_is_a_natural_from_zero_on() {
    let running = start(Num::Int, Num::Nat, false);
    let test = |n: BigInt| {
        let expected = if n.is_negative() { Err(TOO_MUCH.to_owned()) } else { Ok(n.clone()) };
        prop_assert_eq!(running.borrow_mut().ints(&[n]), expected);
        Ok(())
    };
    cases().run(&numbers(), test).expect("agrees");
}

/// Floats near the edges of everything, and those that are no numbers.
fn floats() -> impl Strategy<Value = f64> {
    let edge = prop_oneof![Just(7), Just(8), Just(31), Just(32), Just(62), Just(63), Just(64), Just(70)];
    prop_oneof![
        (edge, -2.0..2.0f64, any::<bool>()).prop_map(|(bits, by, negative)| {
            let n = 2f64.powi(bits) + by;
            if negative { -n } else { n }
        }),
        -2.0..2.0f64,
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(-0.0),
        any::<f64>(),
    ]
}

fn truncated(n: f64, to: Width) -> Result<i128, String> {
    let exact = BigInt::from_f64(n).ok_or(TOO_MUCH)?;
    to.fit(&exact, TOO_MUCH)
}

#[test]
fn floats_are_cut_off() {
    for to in WIDTHS {
        let running = start(Num::Float, to.num, false);
        let test = |n: f64| {
            let found = running.borrow_mut().call(&[n.to_bits()]).map(|raw| to.value(raw));
            prop_assert_eq!(found, truncated(n, to), "{} to {:?}", n, to.num);
            Ok(())
        };
        cases().run(&floats(), test).expect("agrees");
    }
    let running = start(Num::Float, Num::Int, false);
    let test = |n: f64| {
        let mut running = running.borrow_mut();
        let found = running.call(&[n.to_bits()]).map(|slot| running.memory().read_int(slot));
        prop_assert_eq!(found, BigInt::from_f64(n).ok_or_else(|| "not a number".to_owned()), "{}", n);
        Ok(())
    };
    cases().run(&floats(), test).expect("agrees");
}

#[test]
fn numbers_become_floats() {
    for from in WIDTHS {
        let running = start(from.num, Num::Float, false);
        let test = |n: i128| {
            let found = running.borrow_mut().call(&[from.raw(n)]).map(f64::from_bits);
            prop_assert_eq!(found, Ok(n as f64));
            Ok(())
        };
        cases().run(&from.any(), test).expect("agrees");
    }
    let running = start(Num::Int, Num::Float, false);
    let test = |n: BigInt| {
        let mut running = running.borrow_mut();
        let slot = running.memory().int(&n);
        prop_assert_eq!(running.call(&[slot]).map(f64::from_bits), Ok(n.to_f64().expect("rounds")));
        Ok(())
    };
    cases().run(&numbers(), test).expect("agrees");
}

/// Boxes and unboxes; the global between them keeps both from cancelling out.
fn through_a_box(scalar: Scalar) -> RefCell<Running> {
    let mut program = Program::new();
    let global = program.global("box");
    let boxed = Expr::op(Op::SetGlobal(global), [Expr::op(Op::Box(scalar), [get(0)])]);
    let unboxed = Expr::op(Op::Unbox(scalar), [Expr::op(Op::Global(global), [])]);
    program.run(&[scalar.rep()], &[], scalar.rep(), Expr::Seq(vec![boxed, unboxed]));
    RefCell::new(program.start())
}

#[test]
fn a_box_keeps_what_is_in_it() {
    let scalars = [
        Scalar::Nat8,
        Scalar::Nat16,
        Scalar::Nat32,
        Scalar::Nat64,
        Scalar::Int8,
        Scalar::Int16,
        Scalar::Int32,
        Scalar::Int64,
    ];
    for (scalar, width) in scalars.into_iter().zip(WIDTHS) {
        let running = through_a_box(scalar);
        let test = |n: i128| {
            prop_assert_eq!(running.borrow_mut().call(&[width.raw(n)]).map(|raw| width.value(raw)), Ok(n));
            Ok(())
        };
        cases().run(&width.any(), test).expect("agrees");
    }
    let running = through_a_box(Scalar::Float);
    for n in [0.5, -0.0, f64::MAX, f64::NEG_INFINITY] {
        assert_eq!(running.borrow_mut().call(&[n.to_bits()]), Ok(n.to_bits()));
    }
}

#[test]
fn boxes_have_the_documented_slots() {
    let slot = |scalar: Scalar, raw: u64| {
        let body = Expr::op(Op::Box(scalar), [get(0)]);
        let mut running = Program::of(&[scalar.rep()], &[], Rep::Value, body).start();
        let slot = running.call(&[raw]).expect("does not trap");
        if slot & 1 == 0 { (slot, 0) } else { running.memory().read(slot, 1).map_first() }
    };
    assert_eq!(slot(Scalar::Bool, 1), (2, 0));
    assert_eq!(slot(Scalar::Int8, u64::from(-3i32 as u32)), (-6i64 as u64, 0));
    assert_eq!(slot(Scalar::Nat64, 5), (10, 0));
    assert_eq!(slot(Scalar::Nat64, u64::MAX), (-2i64 as u64, 0));
    assert_eq!(slot(Scalar::Nat64, 1 << 62), (11 | 1 << 8, 1 << 62));
    assert_eq!(slot(Scalar::Int64, 1 << 63), (11 | 1 << 8, 1 << 63));
    assert_eq!(slot(Scalar::Float, 1.5f64.to_bits()), (12 | 1 << 8, 1.5f64.to_bits()));
}

trait MapFirst {
    fn map_first(self) -> (u64, u64);
}

impl MapFirst for (u64, Vec<u64>) {
    fn map_first(self) -> (u64, u64) {
        (self.0, self.1[0])
    }
}

#[test]
fn a_unit_is_boxed_as_zero() {
    let body = Expr::op(Op::Box(Scalar::Unit), [Expr::UNIT]);
    assert_eq!(Program::of(&[], &[], Rep::Value, body).start().call(&[]), Ok(0));
    let body = Expr::op(Op::Unbox(Scalar::Unit), [get(0)]);
    assert_eq!(Program::of(&[Rep::Value], &[], Rep::Unit, body).start().call(&[0]), Ok(0));
}

#[test]
fn known_conversions_are_made_at_once() {
    let mut program = Program::new();
    let float = program.literal(Literal::Float(2.5));
    program.run(
        &[],
        &[],
        Rep::Value,
        convert(Num::Float, Num::Int, Expr::op(Op::Unbox(Scalar::Float), [float])),
    );
    assert_eq!(program.start().small(&[]), Ok(2));
}
