//! Numbers of fixed width against Rust's wide integers.

use std::cell::RefCell;

use mo_ir::{Arith, Compare, Expr, Num, Op, Rep, Unary};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::build::{arith, compare, get, wrapping};
use crate::machine::{Program, Running};

/// A type of fixed width, as a test sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Width {
    pub(crate) num: Num,
    pub(crate) bits: u32,
    pub(crate) signed: bool,
}

pub(crate) const WIDTHS: [Width; 8] = [
    Width { num: Num::Nat8, bits: 8, signed: false },
    Width { num: Num::Nat16, bits: 16, signed: false },
    Width { num: Num::Nat32, bits: 32, signed: false },
    Width { num: Num::Nat64, bits: 64, signed: false },
    Width { num: Num::Int8, bits: 8, signed: true },
    Width { num: Num::Int16, bits: 16, signed: true },
    Width { num: Num::Int32, bits: 32, signed: true },
    Width { num: Num::Int64, bits: 64, signed: true },
];

impl Width {
    pub(crate) fn min(self) -> i128 {
        if self.signed { -(1 << (self.bits - 1)) } else { 0 }
    }

    pub(crate) fn max(self) -> i128 {
        if self.signed { (1 << (self.bits - 1)) - 1 } else { (1 << self.bits) - 1 }
    }

    /// Cuts a number to the width.
    pub(crate) fn wrap(self, n: &BigInt) -> i128 {
        let modulus = BigInt::one() << self.bits;
        let rest = (((n % &modulus) + &modulus) % &modulus).to_i128().expect("below the modulus");
        if rest > self.max() { rest - (1 << self.bits) } else { rest }
    }

    pub(crate) fn fit(self, n: &BigInt, message: &str) -> Result<i128, String> {
        n.to_i128().filter(|n| (self.min()..=self.max()).contains(n)).ok_or_else(|| message.to_owned())
    }

    /// Returns the bits of a number as they stand in its representation.
    pub(crate) fn raw(self, n: i128) -> u64 {
        if self.bits == 64 { n as u64 } else { u64::from(n as u32) }
    }

    pub(crate) fn value(self, raw: u64) -> i128 {
        let n = match (self.bits, self.signed) {
            (64, true) => i128::from(raw.cast_signed()),
            (64, false) => i128::from(raw),
            (_, true) => i128::from(raw as i32),
            (_, false) => i128::from(raw as u32),
        };
        assert!((self.min()..=self.max()).contains(&n), "{n} is no normalised {:?}", self.num);
        n
    }

    /// Edges and everything between.
    pub(crate) fn any(self) -> impl Strategy<Value = i128> {
        let (min, max) = (self.min(), self.max());
        let half = self.bits / 2;
        prop_oneof![
            3 => min..=max,
            1 => min..=min + 2,
            1 => max - 2..=max,
            2 => (-3..=3i128).prop_map(move |n| n.clamp(min, max)),
            1 => (-2..=2i128).prop_map(move |n| (n + (1i128 << half)).clamp(min, max)),
        ]
    }
}

fn start(width: Width, op: Arith, wraps: bool) -> RefCell<Running> {
    let build = if wraps { wrapping } else { arith };
    let body = build(op, width.num, get(0), get(1));
    let rep = width.num.rep();
    RefCell::new(Program::of(&[rep; 2], &[], rep, body).start())
}

/// Compares an operation with what it should give, at all widths.
fn check(op: Arith, wraps: bool, expected: impl Fn(Width, i128, i128) -> Result<i128, String>) {
    for width in WIDTHS {
        let running = start(width, op, wraps);
        let test = |(a, b): (i128, i128)| {
            let found = running.borrow_mut().call(&[width.raw(a), width.raw(b)]).map(|raw| width.value(raw));
            prop_assert_eq!(found, expected(width, a, b), "{} {:?} {} in {:?}", a, op, b, width.num);
            Ok(())
        };
        TestRunner::default().run(&(width.any(), width.any()), test).expect("agrees");
    }
}

fn exact(op: Arith, a: i128, b: i128) -> BigInt {
    let (a, b) = (BigInt::from(a), BigInt::from(b));
    match op {
        Arith::Add => a + b,
        Arith::Sub => a - b,
        Arith::Mul => a * b,
        Arith::Div => a / b,
        Arith::Rem => a % b,
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn overflow_traps() {
    for op in [Arith::Add, Arith::Sub, Arith::Mul] {
        check(op, false, |width, a, b| width.fit(&exact(op, a, b), "arithmetic overflow"));
    }
}

#[test]
fn wrapping_wraps() {
    for op in [Arith::Add, Arith::Sub, Arith::Mul] {
        check(op, true, |width, a, b| Ok(width.wrap(&exact(op, a, b))));
    }
}

#[test]
fn division_traps_by_zero_and_where_the_least_has_no_opposite() {
    for op in [Arith::Div, Arith::Rem] {
        check(op, false, |width, a, b| match b {
            0 => Err("divide by zero".to_owned()),
            _ => width.fit(&exact(op, a, b), "arithmetic overflow"),
        });
    }
}

#[test]
fn powers() {
    let power = |width: Width, a: i128, b: i128, wraps: bool| {
        if b < 0 {
            return Err("negative power".to_owned());
        }
        if wraps {
            let modulus = BigInt::one() << width.bits;
            return Ok(width.wrap(&BigInt::from(a).modpow(&b.into(), &modulus)));
        }
        let base = BigInt::from(a);
        if base.abs() <= BigInt::one() {
            let odd = b % 2 == 1;
            return Ok(if b == 0 {
                1
            } else if odd {
                a
            } else {
                a * a
            });
        }
        let exponent = u32::try_from(b).ok().filter(|it| *it <= 64).ok_or("arithmetic overflow")?;
        width.fit(&base.pow(exponent), "arithmetic overflow")
    };
    for wraps in [false, true] {
        check(Arith::Pow, wraps, |width, a, b| power(width, a, b, wraps));
        for width in WIDTHS {
            let running = start(width, Arith::Pow, wraps);
            for (a, b) in (-16..=16i128).flat_map(|a| (0..=70i128).map(move |b| (a, b))) {
                if a >= width.min() {
                    let found = running.borrow_mut().call(&[width.raw(a), width.raw(b)]);
                    assert_eq!(
                        found.map(|raw| width.value(raw)),
                        power(width, a, b, wraps),
                        "{a}**{b} {width:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn bits() {
    check(Arith::And, false, |_, a, b| Ok(a & b));
    check(Arith::Or, false, |_, a, b| Ok(a | b));
    check(Arith::Xor, false, |_, a, b| Ok(a ^ b));
}

#[test]
fn shifts_are_modulo_the_width() {
    let amount = |width: Width, b: i128| b.rem_euclid(i128::from(width.bits)) as u32;
    check(Arith::ShiftLeft, false, |width, a, b| Ok(width.wrap(&(BigInt::from(a) << amount(width, b)))));
    check(Arith::ShiftRight, false, |width, a, b| Ok(a >> amount(width, b)));
}

#[test]
fn rotations() {
    let rotated = |width: Width, a: i128, left: u32| {
        let unsigned = a & ((1 << width.bits) - 1);
        let turned = (unsigned << left) | (unsigned >> (width.bits - left));
        width.wrap(&BigInt::from(turned & ((1 << width.bits) - 1)))
    };
    let amount = |width: Width, b: i128| b.rem_euclid(i128::from(width.bits)) as u32;
    check(Arith::RotateLeft, false, |width, a, b| Ok(rotated(width, a, amount(width, b))));
    check(Arith::RotateRight, false, |width, a, b| {
        Ok(rotated(width, a, (width.bits - amount(width, b)) % width.bits))
    });
}

#[test]
fn negation_and_complement() {
    for width in WIDTHS {
        let rep = width.num.rep();
        let run = |op: Unary, wraps: bool, n: i128| {
            let op = Op::Unary { op, num: width.num, wrapping: wraps };
            let body = Expr::op(op, [get(0)]);
            let found = Program::of(&[rep], &[], rep, body).start().call(&[width.raw(n)]);
            found.map(|raw| width.value(raw))
        };
        for n in [width.min(), 0, 1, width.max()] {
            let opposite = BigInt::from(-n);
            assert_eq!(run(Unary::Negate, false, n), width.fit(&opposite, "arithmetic overflow"));
            assert_eq!(run(Unary::Negate, true, n), Ok(width.wrap(&opposite)));
            assert_eq!(run(Unary::Complement, false, n), Ok(width.wrap(&BigInt::from(-n - 1))));
        }
    }
}

#[test]
fn comparisons_know_signs() {
    for width in WIDTHS {
        for (it, holds) in
            [(Compare::Lt, true), (Compare::Ge, false), (Compare::Eq, false), (Compare::Ne, true)]
        {
            let body = compare(it, width.num, get(0), get(1));
            let mut running = Program::of(&[width.num.rep(); 2], &[], Rep::I32, body).start();
            let found = running.call(&[width.raw(width.min()), width.raw(width.max())]);
            assert_eq!(found, Ok(u64::from(holds)), "{it:?} {:?}", width.num);
        }
    }
}
