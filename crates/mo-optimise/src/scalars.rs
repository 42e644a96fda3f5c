//! Objects and tuples that never leave the function: their parts become locals, and nothing is made.

use std::collections::{BTreeMap, BTreeSet};

use mo_ir::{Expr, Local, Op, Rep, ShapeId};

use crate::copy::new_local;

/// What an aggregate is made of, and the locals that its parts become.
struct Parts {
    kind: Made,
    locals: Vec<Local>,
}

#[derive(Clone, Copy, PartialEq)]
enum Made {
    Object(ShapeId),
    Tuple,
}

/// Replaces aggregates that are made in one place and only read by parts. `position` says where a label is in a shape.
pub(crate) fn replace(
    body: Expr,
    params: usize,
    locals: &mut Vec<Rep>,
    position: &impl Fn(ShapeId, u32) -> Option<usize>,
) -> Expr {
    let mut made: BTreeMap<Local, (Made, usize)> = BTreeMap::new();
    let mut spoilt: BTreeSet<Local> = BTreeSet::new();
    find(&body, &mut made, &mut spoilt, position);
    let mut chosen: Vec<(Local, Made, usize)> = made
        .into_iter()
        .filter(|(local, _)| !spoilt.contains(local) && local.0 as usize >= params)
        .map(|(local, (kind, count))| (local, kind, count))
        .collect();
    if chosen.is_empty() {
        return body;
    }
    // Numbers of locals do not depend on the order of a table.
    chosen.sort_by_key(|(local, ..)| *local);
    let parts: BTreeMap<Local, Parts> = chosen
        .into_iter()
        .map(|(local, kind, count)| {
            let parts = (0..count).map(|_| new_local(locals, Rep::Value)).collect();
            (local, Parts { kind, locals: parts })
        })
        .collect();
    rewrite(body, &parts, position)
}

fn made_of(expr: &Expr) -> Option<(Made, usize)> {
    match expr {
        Expr::Op(Op::Object(shape), parts) => Some((Made::Object(*shape), parts.len())),
        Expr::Op(Op::Tuple, parts) if !parts.is_empty() => Some((Made::Tuple, parts.len())),
        _ => None,
    }
}

/// Which part of an aggregate an operation reads.
fn part_read(op: &Op, kind: Made, position: &impl Fn(ShapeId, u32) -> Option<usize>) -> Option<usize> {
    match (op, kind) {
        (Op::Field { label, .. }, Made::Object(shape)) => position(shape, *label),
        (Op::Slot(at), Made::Tuple) => Some(*at as usize),
        _ => None,
    }
}

fn find(
    expr: &Expr,
    made: &mut BTreeMap<Local, (Made, usize)>,
    spoilt: &mut BTreeSet<Local>,
    position: &impl Fn(ShapeId, u32) -> Option<usize>,
) {
    match expr {
        Expr::Set(local, value) => match made_of(value) {
            // One that is made of its own parts would lose some on the way.
            Some(found) if !made.contains_key(local) && !reads(value, *local) => {
                made.insert(*local, found);
            }
            _ => {
                spoilt.insert(*local);
            }
        },
        Expr::Get(local) => {
            spoilt.insert(*local);
        }
        // A read of a part is no use of the whole. The aggregate is made before it is read, so its kind is known here
        // unless the read comes first in a loop, and then it is left alone.
        Expr::Op(op, operands) => {
            if let [Expr::Get(local)] = operands.as_slice() {
                let known = made.get(local).is_some_and(|(kind, count)| {
                    part_read(op, *kind, position).is_some_and(|at| at < *count)
                });
                if !known {
                    spoilt.insert(*local);
                }
                return;
            }
        }
        _ => {}
    }
    for part in expr.parts() {
        find(part, made, spoilt, position);
    }
}

fn reads(expr: &Expr, local: Local) -> bool {
    *expr == Expr::Get(local) || expr.parts().into_iter().any(|part| reads(part, local))
}

fn rewrite(
    expr: Expr,
    parts: &BTreeMap<Local, Parts>,
    position: &impl Fn(ShapeId, u32) -> Option<usize>,
) -> Expr {
    match expr {
        Expr::Set(local, value) if parts.contains_key(&local) => match *value {
            Expr::Op(_, operands) => {
                let sets = operands.into_iter().zip(&parts[&local].locals);
                let sets =
                    sets.map(|(value, part)| Expr::Set(*part, Box::new(rewrite(value, parts, position))));
                Expr::Seq(sets.collect())
            }
            other => Expr::Set(local, Box::new(other)),
        },
        Expr::Op(op, operands) => {
            if let [Expr::Get(local)] = operands.as_slice()
                && let Some(found) = parts.get(local)
                && let Some(at) = part_read(&op, found.kind, position)
            {
                return Expr::Get(found.locals[at]);
            }
            Expr::Op(op, operands.into_iter().map(|part| rewrite(part, parts, position)).collect())
        }
        other => other.map(&mut |part| rewrite(part, parts, position)),
    }
}
