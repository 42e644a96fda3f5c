//! Where an expression gets its value: the ends of its branches.

use mo_ir::{Expr, LabelId, Op, Rep};

/// How many ends a tree may have for an operation to be put at each.
const LEAVES_MAX: usize = 8;

/// Whether the value comes from several places, or from behind statements.
pub(crate) fn is_tree(expr: &Expr) -> bool {
    match expr {
        Expr::Seq(exprs) => exprs.len() > 1,
        Expr::If(..) | Expr::Block(..) | Expr::Switch(..) => true,
        _ => false,
    }
}

/// Whether an expression never gives a value.
pub(crate) fn is_never(expr: &Expr) -> bool {
    match expr {
        Expr::Break(..) | Expr::Continue(_) | Expr::Return(_) | Expr::Loop(..) => true,
        Expr::Op(op, _) => matches!(op, Op::Trap | Op::Unreachable),
        Expr::Seq(exprs) => exprs.iter().any(is_never),
        Expr::If(_, yes, no, _) => is_never(yes) && is_never(no),
        Expr::Switch(_, arms, default, _) => arms.iter().all(|(_, arm)| is_never(arm)) && is_never(default),
        _ => false,
    }
}

/// Whether one of few ends is such.
pub(crate) fn any_leaf(expr: &Expr, such: &impl Fn(&Expr) -> bool) -> bool {
    leaves(expr).is_some_and(|leaves| leaves.into_iter().any(such))
}

/// Whether there are few ends, and all are such.
pub(crate) fn all_leaves(expr: &Expr, such: &impl Fn(&Expr) -> bool) -> bool {
    leaves(expr).is_some_and(|leaves| !leaves.is_empty() && leaves.into_iter().all(such))
}

/// Returns the ends that give a value, if they are few.
pub(crate) fn leaves(expr: &Expr) -> Option<Vec<&Expr>> {
    let mut found = Vec::new();
    collect(expr, &mut found).then_some(found)
}

fn collect<'a>(expr: &'a Expr, found: &mut Vec<&'a Expr>) -> bool {
    match expr {
        _ if is_never(expr) => true,
        Expr::Seq(exprs) if !exprs.is_empty() => collect(&exprs[exprs.len() - 1], found),
        Expr::If(_, yes, no, _) => collect(yes, found) && collect(no, found),
        Expr::Switch(_, arms, default, _) => {
            arms.iter().all(|(_, arm)| collect(arm, found)) && collect(default, found)
        }
        Expr::Block(label, body, _) => collect(body, found) && collect_breaks(body, *label, found),
        leaf => {
            found.push(leaf);
            found.len() <= LEAVES_MAX
        }
    }
}

fn collect_breaks<'a>(expr: &'a Expr, label: LabelId, found: &mut Vec<&'a Expr>) -> bool {
    let here = match expr {
        Expr::Break(to, value) if *to == label => collect(value, found),
        _ => true,
    };
    here && expr.parts().into_iter().all(|part| collect_breaks(part, label, found))
}

/// Puts an operation at each end. The tree then gives another representation.
pub(crate) fn push(expr: Expr, rep: Rep, leaf: &mut impl FnMut(Expr) -> Expr) -> Expr {
    match expr {
        expr if is_never(&expr) => never(expr, rep),
        Expr::Seq(mut exprs) if !exprs.is_empty() => {
            let last = exprs.pop().unwrap_or(Expr::UNIT);
            exprs.push(push(last, rep, leaf));
            Expr::Seq(exprs)
        }
        Expr::If(condition, yes, no, _) => {
            let (yes, no) = (push(*yes, rep, leaf), push(*no, rep, leaf));
            Expr::If(condition, Box::new(yes), Box::new(no), rep)
        }
        Expr::Switch(key, arms, default, _) => {
            let arms = arms.into_iter().map(|(keys, arm)| (keys, push(arm, rep, leaf))).collect();
            Expr::Switch(key, arms, Box::new(push(*default, rep, leaf)), rep)
        }
        Expr::Block(label, body, _) => {
            let body = push_breaks(push(*body, rep, leaf), label, rep, leaf);
            Expr::Block(label, Box::new(body), rep)
        }
        other => leaf(other),
    }
}

/// An expression that never gives a value, where one of another representation is expected.
fn never(expr: Expr, rep: Rep) -> Expr {
    match expr {
        Expr::Seq(exprs) => {
            // Nothing runs behind the first that does not end.
            let end = exprs.iter().position(is_never).map_or(exprs.len(), |at| at + 1);
            let kept = exprs.into_iter().take(end).enumerate();
            Expr::Seq(kept.map(|(at, expr)| if at + 1 == end { never(expr, rep) } else { expr }).collect())
        }
        Expr::If(condition, yes, no, _) => {
            Expr::If(condition, Box::new(never(*yes, rep)), Box::new(never(*no, rep)), rep)
        }
        Expr::Switch(key, arms, default, _) => {
            let arms = arms.into_iter().map(|(keys, arm)| (keys, never(arm, rep))).collect();
            Expr::Switch(key, arms, Box::new(never(*default, rep)), rep)
        }
        other => other,
    }
}

fn push_breaks(expr: Expr, label: LabelId, rep: Rep, leaf: &mut impl FnMut(Expr) -> Expr) -> Expr {
    let expr = expr.map(&mut |part| push_breaks(part, label, rep, leaf));
    match expr {
        Expr::Break(to, value) if to == label => match push(*value, rep, leaf) {
            value if is_never(&value) => value,
            value => Expr::Break(to, Box::new(value)),
        },
        other => other,
    }
}
