//! A choice by a value that was itself just chosen: the first choice goes straight to where the second would.
//!
//! A comparison gives `#less`, `#equal` or `#greater` and its caller switches over them; when the comparison's body
//! stands in the caller, nothing need be made and tested in between.

use std::collections::BTreeMap;

use mo_ir::{Const, Expr, LabelId, Local, Op, Rep};

use crate::{measure, simplify, tail};

/// Fuses choices everywhere in a body.
pub(crate) fn fuse(body: Expr, next_label: &mut u32) -> Expr {
    let reads = measure::uses(&body).into_iter().map(|(local, uses)| (local, uses.gets)).collect();
    Fuser { reads, next_label }.walk(body)
}

struct Fuser<'a> {
    reads: BTreeMap<Local, u32>,
    next_label: &'a mut u32,
}

impl Fuser<'_> {
    fn walk(&mut self, expr: Expr) -> Expr {
        match expr.map(&mut |part| self.walk(part)) {
            Expr::Seq(exprs) => self.sequence(exprs),
            Expr::Switch(key, arms, default, rep) => self.switch(*key, arms, *default, rep),
            other => other,
        }
    }

    /// `set %x (a choice); switch by the tag of %x`
    fn sequence(&mut self, exprs: Vec<Expr>) -> Expr {
        let mut done: Vec<Expr> = Vec::with_capacity(exprs.len());
        for expr in exprs {
            let fused = match (done.pop(), expr) {
                (Some(Expr::Set(local, value)), Expr::Switch(key, arms, default, rep))
                    if self.is_only_tag(&key, local) && tail::all_leaves(&value, &is_bare_case) =>
                {
                    let key = simplify::operation(Op::VariantTag, vec![*value]);
                    self.switch(key, arms, *default, rep)
                }
                (before, expr) => {
                    done.extend(before);
                    expr
                }
            };
            done.push(fused);
        }
        simplify::simplify(Expr::Seq(done))
    }

    fn is_only_tag(&self, key: &Expr, local: Local) -> bool {
        matches!(key, Expr::Op(Op::VariantTag, operands) if operands[0] == Expr::Get(local))
            && self.reads.get(&local) == Some(&1)
    }

    fn switch(&mut self, key: Expr, arms: Vec<(Vec<u32>, Expr)>, default: Expr, rep: Rep) -> Expr {
        if !tail::is_tree(&key) || !tail::all_leaves(&key, &|leaf| key_of(leaf).is_some()) {
            return Expr::Switch(Box::new(key), arms, Box::new(default), rep);
        }
        let target = |key: u32| arms.iter().position(|(keys, _)| keys.contains(&key)).unwrap_or(arms.len());
        let labels: Vec<LabelId> = (0..=arms.len()).map(|_| self.label()).collect();
        let chosen = tail::push(key, Rep::Unit, &mut |leaf| {
            let at = key_of(&leaf).map_or(arms.len(), target);
            Expr::Break(labels[at], Box::new(Expr::UNIT))
        });
        let used: Vec<bool> = labels.iter().map(|label| breaks_to(&chosen, *label)).collect();
        let exit = self.label();
        let mut whole = Expr::Seq(vec![chosen, Expr::op(Op::Unreachable, [])]);
        let bodies = arms.into_iter().map(|(_, arm)| arm).chain([default]);
        for ((body, label), _) in bodies.zip(&labels).zip(&used).filter(|(_, used)| **used) {
            let leave = if rep == Rep::Never || tail::is_never(&body) {
                body
            } else {
                Expr::Break(exit, Box::new(body))
            };
            whole = Expr::Seq(vec![Expr::Block(*label, Box::new(whole), Rep::Unit), leave]);
        }
        if rep == Rep::Never { whole } else { Expr::Block(exit, Box::new(whole), rep) }
    }

    fn label(&mut self) -> LabelId {
        *self.next_label += 1;
        LabelId(*self.next_label - 1)
    }
}

fn is_bare_case(leaf: &Expr) -> bool {
    matches!(leaf, Expr::Const(Const::Value(slot)) if slot & 7 == 7)
}

fn key_of(leaf: &Expr) -> Option<u32> {
    match leaf {
        Expr::Const(Const::I32(key)) => Some(key.cast_unsigned()),
        _ => None,
    }
}

fn breaks_to(expr: &Expr, label: LabelId) -> bool {
    matches!(expr, Expr::Break(to, _) if *to == label)
        || expr.parts().into_iter().any(|part| breaks_to(part, label))
}
