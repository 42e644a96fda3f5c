//! Small rewritings that are always right: boxes that cancel out, constants that are known.

use std::cmp::Ordering;

use mo_ir::layout::{NULL, is_small, small};
use mo_ir::{Arith, Compare, Const, Expr, Local, Machine, Num, Op, Rep, Scalar};

use crate::{measure, tail};

/// Rewrites an expression whose parts are simple already.
pub(crate) fn simplify(expr: Expr) -> Expr {
    match expr {
        Expr::Seq(exprs) => sequence(exprs),
        Expr::Set(local, value) => match *value {
            Expr::Seq(mut exprs) if exprs.len() > 1 => {
                let last = exprs.pop().unwrap_or(Expr::UNIT);
                exprs.push(Expr::Set(local, Box::new(last)));
                sequence(exprs)
            }
            value => Expr::Set(local, Box::new(value)),
        },
        Expr::If(condition, yes, no, rep) => branch(*condition, yes, no, rep),
        Expr::Op(op, operands) => operation(op, operands),
        other => other,
    }
}

/// Drops assignments of locals that nothing reads; what they would hold is still computed if that does something.
pub(crate) fn forget_unread(body: &mut Expr) {
    let uses = measure::uses(body);
    let unread = |local: &Local| uses.get(local).is_none_or(|uses| uses.gets == 0);
    let whole = std::mem::replace(body, Expr::UNIT);
    *body = forget(whole, &unread);
}

fn forget(expr: Expr, unread: &impl Fn(&Local) -> bool) -> Expr {
    match expr.map(&mut |part| forget(part, unread)) {
        Expr::Set(local, value) if unread(&local) => sequence(vec![*value, Expr::UNIT]),
        other => simplify(other),
    }
}

/// What yields nothing and does nothing can go, except as the last; so can what stands behind something that never finishes.
fn sequence(exprs: Vec<Expr>) -> Expr {
    let mut flat = Vec::with_capacity(exprs.len());
    let count = exprs.len();
    for (at, expr) in exprs.into_iter().enumerate() {
        match expr {
            // An inner sequence that is not the last yields nothing to anybody either.
            Expr::Seq(inner) if !inner.is_empty() || at + 1 < count => flat.extend(inner),
            other => flat.push(other),
        }
    }
    let last = flat.pop();
    flat.retain(|expr| !matches!(expr, Expr::Const(_) | Expr::Get(_)));
    flat.extend(last);
    if flat.len() == 1 { flat.remove(0) } else { Expr::Seq(flat) }
}

fn branch(condition: Expr, yes: Box<Expr>, no: Box<Expr>, rep: Rep) -> Expr {
    match condition {
        Expr::Const(Const::I32(known)) => *if known != 0 { yes } else { no },
        Expr::Op(Op::Not, mut operands) => branch(operands.remove(0), no, yes, rep),
        Expr::Seq(mut exprs) if exprs.len() > 1 => {
            let condition = exprs.pop().unwrap_or(Expr::UNIT);
            exprs.push(branch(condition, yes, no, rep));
            sequence(exprs)
        }
        condition => match (&*yes, &*no) {
            (Expr::Const(Const::I32(1)), Expr::Const(Const::I32(0))) if is_truth(&condition) => condition,
            (Expr::Const(Const::I32(0)), Expr::Const(Const::I32(1))) if is_truth(&condition) => {
                operation(Op::Not, vec![condition])
            }
            _ => Expr::If(Box::new(condition), yes, no, rep),
        },
    }
}

/// Whether an expression gives 0 or 1, whatever happens.
fn is_truth(expr: &Expr) -> bool {
    match expr {
        Expr::Op(
            Op::Not
            | Op::IsNull
            | Op::Equal(_)
            | Op::CompareNum(..)
            | Op::CompareText(_)
            | Op::CompareBlob(_),
            _,
        )
        | Expr::Const(Const::I32(0 | 1)) => true,
        Expr::If(_, yes, no, _) => is_truth(yes) && is_truth(no),
        _ => false,
    }
}

pub(crate) fn operation(op: Op, mut operands: Vec<Expr>) -> Expr {
    if let Some(known) = fold(&op, &operands) {
        return Expr::Const(known);
    }
    if let Some(pushed) = into_tails(&op, &mut operands) {
        return pushed;
    }
    if matches!(op, Op::Equal(_)) && operands.iter().any(is_immediate) {
        // A small integer, null or a bare case is equal to the same bits only.
        let bits = operands.into_iter().map(|it| operation(Op::Machine(Machine::Bits), vec![it]));
        return operation(Op::CompareNum(Compare::Eq, Num::Nat64), bits.collect());
    }
    match (&op, operands.first_mut()) {
        (Op::Box(outer), Some(Expr::Op(Op::Unbox(inner), below)))
            if inner == outer && *inner != Scalar::Unit =>
        {
            below.remove(0)
        }
        (Op::Unbox(outer), Some(Expr::Op(Op::Box(inner), below))) if inner == outer => below.remove(0),
        (Op::Unwrap, Some(Expr::Op(Op::Some, below))) => below.remove(0),
        // The only field of an object that was made for it, such as an iterator's.
        (Op::Field { .. }, Some(Expr::Op(Op::Object(_), below))) if below.len() == 1 => below.remove(0),
        // A number that was made wider is itself again.
        (
            Op::Convert { from: Num::Nat | Num::Int, to, .. },
            Some(Expr::Op(Op::Convert { from, to: Num::Nat | Num::Int, .. }, below)),
        ) if from == to && *from != Num::Float => below.remove(0),
        // An array's size fits in 32 bits.
        (
            Op::Convert { from: Num::Nat, to: Num::Nat32, wrapping: false },
            Some(Expr::Op(Op::ArraySize, _)),
        ) => Expr::Op(Op::Convert { from: Num::Nat, to: Num::Nat32, wrapping: true }, operands),
        (Op::Not, Some(Expr::Op(Op::Not, below))) => below.remove(0),
        (Op::Not, Some(Expr::Op(Op::CompareNum(compare, num), below))) if *num != Num::Float => {
            Expr::Op(Op::CompareNum(opposite(*compare), *num), std::mem::take(below))
        }
        _ => Expr::Op(op, operands),
    }
}

/// Moves an operation to where its operand gets its value, if it is simpler there: a box that is made on one way only, a
/// choice between known values.
fn into_tails(op: &Op, operands: &mut Vec<Expr>) -> Option<Expr> {
    let pays = |inner: &Expr| match op {
        Op::Unbox(scalar) => tail::any_leaf(inner, &|leaf| is_boxed(leaf, *scalar)),
        Op::Field { .. } => {
            matches!(inner, Expr::Seq(_))
                && tail::any_leaf(inner, &|leaf| matches!(leaf, Expr::Op(Op::Object(_), _)))
        }
        Op::Unwrap => tail::any_leaf(inner, &|leaf| matches!(leaf, Expr::Op(Op::Some, _))),
        Op::Machine(Machine::Bits) | Op::IsNull | Op::VariantTag => tail::all_leaves(inner, &is_immediate),
        Op::CompareNum(Compare::Eq | Compare::Ne, Num::Nat64) => {
            tail::all_leaves(inner, &|leaf| matches!(leaf, Expr::Const(_)))
        }
        _ => false,
    };
    let rep = match op {
        Op::Unbox(scalar) => scalar.rep(),
        Op::Unwrap | Op::Field { .. } => Rep::Value,
        Op::Machine(Machine::Bits) => Rep::I64,
        _ => Rep::I32,
    };
    let inner = operands.first()?;
    if !tail::is_tree(inner) || !pays(inner) {
        return None;
    }
    let second = match operands.get(1) {
        None => None,
        Some(constant @ Expr::Const(_)) => Some(constant.clone()),
        Some(_) => return None,
    };
    let tree = operands.remove(0);
    Some(tail::push(tree, rep, &mut |leaf| {
        operation(op.clone(), [leaf].into_iter().chain(second.clone()).collect())
    }))
}

fn is_boxed(leaf: &Expr, scalar: Scalar) -> bool {
    match leaf {
        Expr::Const(Const::Value(slot)) => unboxed(scalar, *slot).is_some(),
        Expr::Op(Op::Box(found), _) => *found == scalar,
        _ => false,
    }
}

fn is_immediate(expr: &Expr) -> bool {
    matches!(expr, Expr::Const(Const::Value(_)))
}

fn holds(compare: Compare, order: Ordering) -> bool {
    match compare {
        Compare::Eq => order.is_eq(),
        Compare::Ne => order.is_ne(),
        Compare::Lt => order.is_lt(),
        Compare::Le => order.is_le(),
        Compare::Gt => order.is_gt(),
        Compare::Ge => order.is_ge(),
    }
}

fn opposite(compare: Compare) -> Compare {
    match compare {
        Compare::Eq => Compare::Ne,
        Compare::Ne => Compare::Eq,
        Compare::Lt => Compare::Ge,
        Compare::Ge => Compare::Lt,
        Compare::Gt => Compare::Le,
        Compare::Le => Compare::Gt,
    }
}

/// Returns the result of an operation on constants, if it is known and does not trap.
fn fold(op: &Op, operands: &[Expr]) -> Option<Const> {
    match (op, operands) {
        (Op::Machine(Machine::Bits), [Expr::Const(Const::Value(slot))]) => {
            Some(Const::I64(slot.cast_signed()))
        }
        (Op::CompareNum(compare, num), [Expr::Const(a), Expr::Const(b)]) => {
            let order = integer(*num, *a)?.cmp(&integer(*num, *b)?);
            Some(Const::I32(i32::from(holds(*compare, order))))
        }
        (Op::VariantTag, [Expr::Const(Const::Value(slot))]) if slot & 7 == 7 => {
            Some(Const::I32((slot >> 32) as u32 as i32))
        }
        (Op::Not, [Expr::Const(Const::I32(n))]) => Some(Const::I32(i32::from(*n == 0))),
        (Op::IsNull, [Expr::Const(Const::Value(slot))]) => Some(Const::I32(i32::from(*slot == NULL))),
        (Op::Unwrap, [Expr::Const(Const::Value(slot))]) => Some(Const::Value(*slot)),
        (Op::Box(Scalar::Unit), [Expr::Const(Const::Unit)]) => Some(Const::Value(0)),
        (Op::Box(scalar), [Expr::Const(constant)]) => boxed(*scalar, *constant),
        (Op::Unbox(scalar), [Expr::Const(Const::Value(slot))]) => unboxed(*scalar, *slot),
        (Op::Convert { from, to, .. }, [Expr::Const(constant)]) => number(*to, integer(*from, *constant)?),
        (Op::Arith { op, num, .. }, [Expr::Const(a), Expr::Const(b)]) => {
            number(*num, arith(*op, integer(*num, *a)?, integer(*num, *b)?)?)
        }
        _ => None,
    }
}

fn boxed(scalar: Scalar, constant: Const) -> Option<Const> {
    Some(Const::Value(match (scalar, constant) {
        (Scalar::Int8 | Scalar::Int16 | Scalar::Int32, Const::I32(n)) => small(n.into()),
        (_, Const::I32(n)) => small(n.cast_unsigned().into()),
        (_, Const::I64(n)) if is_small(n.into()) => small(n),
        _ => return None,
    }))
}

fn unboxed(scalar: Scalar, slot: u64) -> Option<Const> {
    let n = (slot & 1 == 0).then_some(slot.cast_signed() >> 1)?;
    match scalar.rep() {
        mo_ir::Rep::I32 => Some(Const::I32(n as i32)),
        mo_ir::Rep::I64 => Some(Const::I64(n)),
        _ => None,
    }
}

fn arith(op: Arith, a: i128, b: i128) -> Option<i128> {
    match op {
        Arith::Add => a.checked_add(b),
        Arith::Sub => a.checked_sub(b),
        Arith::Mul => a.checked_mul(b),
        Arith::Div => a.checked_div(b),
        Arith::Rem => a.checked_rem(b),
        _ => None,
    }
}

/// Returns the number that a constant is.
fn integer(num: Num, constant: Const) -> Option<i128> {
    Some(match (num, constant) {
        (Num::Nat | Num::Int, Const::Value(slot)) if slot & 1 == 0 => (slot.cast_signed() >> 1).into(),
        (Num::Int8 | Num::Int16 | Num::Int32, Const::I32(n)) => n.into(),
        (Num::Nat8 | Num::Nat16 | Num::Nat32, Const::I32(n)) => n.cast_unsigned().into(),
        (Num::Int64, Const::I64(n)) => n.into(),
        (Num::Nat64, Const::I64(n)) => n.cast_unsigned().into(),
        _ => return None,
    })
}

/// Returns the constant that a number is, if its type has it. The range decides, so wrapping is left to run time.
fn number(num: Num, n: i128) -> Option<Const> {
    let unsigned = |bits: u32| (0..1i128 << bits).contains(&n);
    let signed = |bits: u32| (-(1i128 << (bits - 1))..1i128 << (bits - 1)).contains(&n);
    let (fits, constant) = match num {
        Num::Nat => (n >= 0 && is_small(n), Const::Value(small(n as i64))),
        Num::Int => (is_small(n), Const::Value(small(n as i64))),
        Num::Nat8 => (unsigned(8), Const::I32(n as i32)),
        Num::Nat16 => (unsigned(16), Const::I32(n as i32)),
        Num::Nat32 => (unsigned(32), Const::I32(n as u32 as i32)),
        Num::Nat64 => (unsigned(64), Const::I64(n as u64 as i64)),
        Num::Int8 => (signed(8), Const::I32(n as i32)),
        Num::Int16 => (signed(16), Const::I32(n as i32)),
        Num::Int32 => (signed(32), Const::I32(n as i32)),
        Num::Int64 => (signed(64), Const::I64(n as i64)),
        Num::Float => return None,
    };
    fits.then_some(constant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mo_ir::{Function, Local, Module, Rep};

    fn whole(expr: Expr) -> Expr {
        simplify(expr.map(&mut whole))
    }

    /// Compares what the printer says of both.
    #[track_caller]
    fn check(expr: Expr, expected: &str) {
        let function = Function {
            name: "f".into(),
            params: 0,
            closure: false,
            result: Rep::Value,
            locals: vec![],
            body: whole(expr),
        };
        let text = mo_ir::print(&Module::default(), &function);
        assert_eq!(text.trim_start_matches("func f() -> Value\n").trim(), expected);
    }

    fn x() -> Expr {
        Expr::Get(Local(0))
    }

    fn value(n: i64) -> Expr {
        Expr::Const(Const::Value(small(n)))
    }

    fn arith(op: Arith, num: Num, a: Expr, b: Expr) -> Expr {
        Expr::op(Op::Arith { op, num, wrapping: false }, [a, b])
    }

    #[test]
    fn boxes_cancel_out() {
        let unboxed = |scalar: Scalar| Expr::op(Op::Unbox(scalar), [x()]);
        check(Expr::op(Op::Box(Scalar::Nat32), [unboxed(Scalar::Nat32)]), "%0");
        check(Expr::op(Op::Box(Scalar::Int32), [unboxed(Scalar::Nat32)]), "(Box(Int32) (Unbox(Nat32) %0))");
        check(Expr::op(Op::Unwrap, [Expr::op(Op::Some, [x()])]), "%0");
    }

    #[test]
    fn constants_are_computed_where_they_fit() {
        check(arith(Arith::Mul, Num::Nat, value(6), value(7)), "42");
        check(arith(Arith::Sub, Num::Nat, value(6), value(7)), "(Sub.Nat 6 7)");
        check(arith(Arith::Sub, Num::Int, value(6), value(7)), "-1");
        check(arith(Arith::Div, Num::Int, value(6), value(0)), "(Div.Int 6 0)");
        check(
            arith(Arith::Mul, Num::Int, value(1 << 40), value(1 << 40)),
            "(Mul.Int 1099511627776 1099511627776)",
        );
        let byte = |n: i32| Expr::Const(Const::I32(n));
        check(arith(Arith::Add, Num::Nat8, byte(200), byte(100)), "(Add.Nat8 200:i32 100:i32)");
        let narrow = Op::Convert { from: Num::Nat, to: Num::Nat8, wrapping: false };
        check(Expr::op(narrow.clone(), [value(255)]), "255:i32");
        check(Expr::op(narrow, [value(256)]), "(Convert.Nat.Nat8 256)");
    }

    #[test]
    fn conditions_are_turned_around() {
        let less = |num: Num| Expr::op(Op::CompareNum(Compare::Lt, num), [x(), x()]);
        check(Expr::op(Op::Not, [less(Num::Nat)]), "(Ge.Nat %0 %0)");
        check(Expr::op(Op::Not, [less(Num::Float)]), "(Not (Lt.Float %0 %0))");
        let denied = Expr::op(Op::Not, [less(Num::Float)]);
        let branch = Expr::If(Box::new(denied), Box::new(value(1)), Box::new(value(2)), Rep::Value);
        check(branch, "(if Value (Lt.Float %0 %0) 2 1)");
    }

    #[test]
    fn known_branches_are_taken() {
        let known = Expr::op(Op::IsNull, [Expr::Const(Const::Value(NULL))]);
        check(Expr::If(Box::new(known), Box::new(value(1)), Box::new(x()), Rep::Value), "1");
    }
}
