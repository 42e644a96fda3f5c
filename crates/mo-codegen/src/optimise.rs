//! Small rewritings that are always right: boxes that cancel out, constants that are known.

use mo_ir::layout::{NULL, is_small, small};
use mo_ir::{Arith, Compare, Const, Expr, Num, Op, Scalar};

/// Rewrites an expression, its parts first.
pub(crate) fn optimise(expr: Expr) -> Expr {
    match expr {
        Expr::Const(_) | Expr::Get(_) | Expr::Continue(_) | Expr::Await(_) | Expr::Fail(_) => expr,
        Expr::Set(local, value) => Expr::Set(local, part(value)),
        Expr::Seq(exprs) => sequence(all(exprs)),
        Expr::If(condition, yes, no, rep) => branch(optimise(*condition), part(yes), part(no), rep),
        Expr::Switch(key, arms, default, rep) => {
            let arms = arms.into_iter().map(|(keys, arm)| (keys, optimise(arm))).collect();
            Expr::Switch(part(key), arms, part(default), rep)
        }
        Expr::Block(label, body, rep) => Expr::Block(label, part(body), rep),
        Expr::Loop(label, body) => Expr::Loop(label, part(body)),
        Expr::Break(label, value) => Expr::Break(label, part(value)),
        Expr::Return(value) => Expr::Return(part(value)),
        Expr::Call(id, args) => Expr::Call(id, all(args)),
        Expr::CallClosure(callee, args) => Expr::CallClosure(part(callee), all(args)),
        Expr::Closure(id, captures) => Expr::Closure(id, all(captures)),
        Expr::Op(op, operands) => operation(op, all(operands)),
    }
}

fn part(mut expr: Box<Expr>) -> Box<Expr> {
    *expr = optimise(std::mem::replace(&mut *expr, Expr::UNIT));
    expr
}

fn all(exprs: Vec<Expr>) -> Vec<Expr> {
    exprs.into_iter().map(optimise).collect()
}

/// What yields nothing and does nothing can go, except as the last.
fn sequence(mut exprs: Vec<Expr>) -> Expr {
    let last = exprs.pop();
    exprs.retain(|expr| !matches!(expr, Expr::Const(_) | Expr::Get(_)));
    exprs.extend(last);
    if exprs.len() == 1 { exprs.remove(0) } else { Expr::Seq(exprs) }
}

fn branch(condition: Expr, yes: Box<Expr>, no: Box<Expr>, rep: mo_ir::Rep) -> Expr {
    match condition {
        Expr::Const(Const::I32(known)) => *if known != 0 { yes } else { no },
        Expr::Op(Op::Not, mut operands) => branch(operands.remove(0), no, yes, rep),
        condition => Expr::If(Box::new(condition), yes, no, rep),
    }
}

fn operation(op: Op, mut operands: Vec<Expr>) -> Expr {
    if let Some(known) = fold(&op, &operands) {
        return Expr::Const(known);
    }
    match (&op, operands.first_mut()) {
        (Op::Box(outer), Some(Expr::Op(Op::Unbox(inner), below)))
            if inner == outer && *inner != Scalar::Unit =>
        {
            below.remove(0)
        }
        (Op::Unbox(outer), Some(Expr::Op(Op::Box(inner), below))) if inner == outer => below.remove(0),
        (Op::Unwrap, Some(Expr::Op(Op::Some, below))) => below.remove(0),
        (Op::Not, Some(Expr::Op(Op::Not, below))) => below.remove(0),
        (Op::Not, Some(Expr::Op(Op::CompareNum(compare, num), below))) if *num != Num::Float => {
            Expr::Op(Op::CompareNum(opposite(*compare), *num), std::mem::take(below))
        }
        _ => Expr::Op(op, operands),
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

    /// Compares what the printer says of both.
    #[track_caller]
    fn check(expr: Expr, expected: &str) {
        let function = Function {
            name: "f".into(),
            params: 0,
            closure: false,
            result: Rep::Value,
            locals: vec![],
            body: optimise(expr),
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
