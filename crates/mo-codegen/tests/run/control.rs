//! Branches, loops, switches and ways out of them.

use mo_ir::{Arith, Compare, Const, Expr, LabelId, Num, Op, Rep};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::build::{arith, block, break_, compare, get, i32_, i64_, if_, int, loop_, seq, set};
use crate::machine::Program;

#[test]
fn a_loop_is_left_with_a_value() {
    // The first power of two above the argument.
    let above = compare(Compare::Gt, Num::Nat, get(1), get(0));
    let double = set(1, arith(Arith::Mul, Num::Nat, get(1), int(2)));
    let round = if_(above, break_(0, get(1)), double, Rep::Unit);
    let body = seq([set(1, int(1)), block(0, loop_(1, round), Rep::Value)]);
    let mut running = Program::of(&[Rep::Value], &[Rep::Value], Rep::Value, body).start();
    assert_eq!(running.small(&[1000]), Ok(1024));
}

#[test]
fn a_round_may_be_cut_short() {
    // Adds up the odd numbers up to the argument.
    let odd = Expr::op(
        Op::Convert { from: Num::Nat, to: Num::Nat32, wrapping: false },
        [arith(Arith::Rem, Num::Nat, get(1), int(2))],
    );
    let next = set(1, arith(Arith::Add, Num::Nat, get(1), int(1)));
    let done = compare(Compare::Ge, Num::Nat, get(1), get(0));
    let round = seq([
        if_(done, break_(0, Expr::UNIT), Expr::UNIT, Rep::Unit),
        next,
        if_(
            odd,
            seq([set(2, arith(Arith::Add, Num::Nat, get(2), get(1))), Expr::Continue(LabelId(1))]),
            Expr::UNIT,
            Rep::Unit,
        ),
    ]);
    let body = seq([block(0, loop_(1, round), Rep::Unit), get(2)]);
    let mut running = Program::of(&[Rep::Value], &[Rep::Value; 2], Rep::Value, body).start();
    assert_eq!(running.small(&[10]), Ok(25));
}

#[test]
fn what_never_finishes_may_stand_anywhere() {
    let return_ = |n: i64| Expr::Return(Box::new(int(n)));
    let cases = [
        arith(Arith::Add, Num::Nat, get(0), return_(1)),
        arith(Arith::Add, Num::Nat, return_(1), get(0)),
        Expr::op(Op::Tuple, [get(0), return_(1)]),
        Expr::op(Op::ArrayGet, [return_(1), get(0)]),
        seq([get(0), return_(1), get(0)]),
        set_then(return_(1)),
        if_(return_(1), int(2), int(3), Rep::Value),
        if_(compare(Compare::Eq, Num::Nat, get(0), get(0)), return_(1), return_(2), Rep::Never),
        block(0, return_(1), Rep::Never),
        loop_(0, return_(1)),
        Expr::Switch(Box::new(i32_(7)), vec![(vec![1], return_(2))], Box::new(return_(1)), Rep::Never),
        Expr::Switch(Box::new(return_(1)), vec![], Box::new(int(0)), Rep::Value),
        Expr::CallClosure(Box::new(return_(1)), vec![get(0)]),
        Expr::CallClosure(Box::new(get(0)), vec![return_(1)]),
        break_then(return_(1)),
    ];
    for body in cases {
        let listing = format!("{body:?}");
        let mut running = Program::of(&[Rep::Value], &[], Rep::Value, body).start();
        assert_eq!(running.small(&[5]), Ok(1), "{listing}");
    }
}

fn set_then(value: Expr) -> Expr {
    seq([set(0, value), get(0)])
}

fn break_then(value: Expr) -> Expr {
    block(0, seq([break_(0, value), int(9)]), Rep::Value)
}

#[test]
fn a_call_of_what_never_returns_ends_the_path() {
    let mut program = Program::new();
    let message = program.text("stop");
    let stop = program.function("stop", &[], &[], Rep::Never, Expr::op(Op::Trap, [message]));
    let zero = compare(Compare::Eq, Num::Nat, get(0), int(0));
    program.run(&[Rep::Value], &[], Rep::Value, if_(zero, Expr::Call(stop, vec![]), get(0), Rep::Value));
    let mut running = program.start();
    assert_eq!(running.small(&[3]), Ok(3));
    assert_eq!(running.small(&[0]), Err("stop".to_owned()));
}

#[test]
fn operands_are_read_before_they_are_assigned() {
    // x + (x := 10; x) with x = 1
    let body = arith(Arith::Add, Num::Nat, get(0), seq([set(0, int(10)), get(0)]));
    assert_eq!(Program::of(&[Rep::Value], &[], Rep::Value, body).start().small(&[1]), Ok(11));
    let pair = Expr::op(Op::Tuple, [get(0), seq([set(0, int(10)), get(0)])]);
    let body = Expr::op(Op::Slot(0), [pair]);
    assert_eq!(Program::of(&[Rep::Value], &[], Rep::Value, body).start().small(&[1]), Ok(1));
}

#[test]
fn units_take_no_room() {
    let mut program = Program::new();
    let params = [Rep::Unit, Rep::Value, Rep::Unit, Rep::I64];
    let body = seq([set(0, get(2)), set(4, get(3)), get(0), get(4)]);
    let f = program.function("f", &params, &[Rep::I64], Rep::I64, body);
    program.run(&[], &[], Rep::I64, Expr::Call(f, vec![Expr::UNIT, int(1), Expr::UNIT, i64_(42)]));
    assert_eq!(program.start().call(&[]), Ok(42));
}

/// Arms with one to three keys each, dense or far apart.
fn arms() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let key = prop_oneof![0..20u32, any::<u32>(), (0..8u32).prop_map(|n| u32::MAX - n)];
    proptest::collection::btree_set(key, 0..24).prop_flat_map(|keys| {
        let keys: Vec<u32> = keys.into_iter().collect();
        (Just(keys).prop_shuffle(), 1..4usize)
            .prop_map(|(keys, size)| keys.chunks(size).map(<[u32]>::to_vec).collect())
    })
}

#[test]
fn a_switch_finds_the_arm() {
    let test = |(arms, others): (Vec<Vec<u32>>, Vec<u32>)| {
        let bodies =
            arms.iter().enumerate().map(|(index, keys)| (keys.clone(), i32_(index as i32))).collect();
        let body = Expr::Switch(Box::new(get(0)), bodies, Box::new(i32_(-1)), Rep::I32);
        let mut running = Program::of(&[Rep::I32], &[], Rep::I32, body).start();
        let arm_of = |key: u32| arms.iter().position(|keys| keys.contains(&key));
        for key in arms.iter().flatten().copied().flat_map(|key| [key, key.wrapping_add(1)]).chain(others) {
            let expected = arm_of(key).map_or(u64::from(u32::MAX), |index| index as u64);
            prop_assert_eq!(running.call(&[u64::from(key)]), Ok(expected), "key {}", key);
        }
        Ok(())
    };
    let others = proptest::collection::vec(any::<u32>(), 4);
    TestRunner::new(ProptestConfig::with_cases(48)).run(&(arms(), others), test).expect("agrees");
}

#[test]
fn arms_may_leave_the_switch_in_other_ways() {
    let arms = vec![
        (vec![1], break_(0, int(10))),
        (vec![2, 5], Expr::Return(Box::new(int(20)))),
        (vec![3], Expr::Const(Const::Value(mo_ir::layout::small(30)))),
    ];
    let switch = Expr::Switch(Box::new(get(0)), arms, Box::new(int(40)), Rep::Value);
    let body = block(0, arith(Arith::Add, Num::Nat, switch, int(1)), Rep::Value);
    let mut running = Program::of(&[Rep::I32], &[], Rep::Value, body).start();
    let mut run = |key: u64| running.call(&[key]).map(|slot| slot >> 1);
    assert_eq!([run(1), run(2), run(3), run(4), run(5)], [10, 20, 31, 41, 20].map(Ok));
}
