//! What a function's body has: how much, and which locals it assigns and reads how often.

use std::collections::BTreeMap;

use mo_ir::{Const, Expr, Function, GlobalId, Local, Module, Op};

use crate::simplify;

/// Returns how many expressions there are, unless they are more than a limit.
pub(crate) fn nodes(expr: &Expr, most: usize) -> Option<usize> {
    let mut waiting = vec![expr];
    let mut count = 0;
    while let Some(expr) = waiting.pop() {
        count += 1;
        if count > most {
            return None;
        }
        waiting.extend(expr.parts());
    }
    Some(count)
}

/// How often a local is assigned and read.
#[derive(Clone, Copy, Default)]
pub(crate) struct Uses {
    pub(crate) sets: u32,
    pub(crate) gets: u32,
}

/// Returns the uses of each local.
pub(crate) fn uses(expr: &Expr) -> BTreeMap<Local, Uses> {
    let mut found: BTreeMap<Local, Uses> = BTreeMap::new();
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        match expr {
            Expr::Get(local) => found.entry(*local).or_default().gets += 1,
            Expr::Set(local, _) => found.entry(*local).or_default().sets += 1,
            _ => {}
        }
        waiting.extend(expr.parts());
    }
    found
}

/// Returns the root slots that are given a value in one place only, an immediate constant. Reading one before that would give
/// zero; the definedness of names rules that out.
pub(crate) fn constants(module: &Module) -> BTreeMap<GlobalId, Const> {
    let mut found: BTreeMap<GlobalId, Option<Const>> = BTreeMap::new();
    for function in &module.functions {
        let mut waiting = vec![&function.body];
        while let Some(expr) = waiting.pop() {
            if let Expr::Op(Op::SetGlobal(id), operands) = expr {
                let constant = match found.contains_key(id) {
                    true => None,
                    false => immediate(&operands[0], function),
                };
                found.insert(*id, constant);
            }
            waiting.extend(expr.parts());
        }
    }
    found.into_iter().filter_map(|(id, constant)| Some((id, constant?))).collect()
}

/// Returns the immediate constant that a value always is: as it stands, or by way of a local, as patterns leave it.
fn immediate(value: &Expr, function: &Function) -> Option<Const> {
    match value {
        Expr::Const(constant @ Const::Value(_)) => Some(*constant),
        Expr::Get(local) => match only_value(*local, function)? {
            Expr::Const(constant @ Const::Value(_)) => Some(*constant),
            _ => None,
        },
        Expr::Op(op @ Op::Box(_), operands) => {
            let inner = match &operands[0] {
                Expr::Get(local) => only_value(*local, function)?.clone(),
                other => other.clone(),
            };
            match simplify::operation(op.clone(), vec![inner]) {
                Expr::Const(constant @ Const::Value(_)) => Some(constant),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Returns what a local is assigned, if that happens in one place.
fn only_value(local: Local, function: &Function) -> Option<&Expr> {
    let mut found = None;
    let mut waiting = vec![&function.body];
    while let Some(expr) = waiting.pop() {
        if let Expr::Set(set, value) = expr
            && *set == local
            && found.replace(&**value).is_some()
        {
            return None;
        }
        waiting.extend(expr.parts());
    }
    found.filter(|_| local.0 as usize >= function.params)
}

/// Returns the largest number of a label.
pub(crate) fn labels(expr: &Expr) -> u32 {
    let mut most = 0;
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        if let Expr::Block(label, ..) | Expr::Loop(label, _) = expr {
            most = most.max(label.0 + 1);
        }
        waiting.extend(expr.parts());
    }
    most
}
