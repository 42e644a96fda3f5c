//! Finds which locals each segment needs from before: what a frame keeps while it waits.

use std::collections::BTreeSet;

use mo_ir::{Expr, Local};

use super::{End, Flat, SHIFT, Segment, target};

pub(super) type Locals = BTreeSet<Local>;

/// Returns for each segment the locals whose values it, or what follows it, may read.
pub(super) fn live(flat: &Flat) -> Vec<Locals> {
    let mut live = vec![Locals::new(); flat.segments.len()];
    loop {
        let mut changed = false;
        for at in (0..flat.segments.len()).rev() {
            let needed = needed(&flat.segments[at], &live);
            if needed.len() != live[at].len() {
                live[at] = needed;
                changed = true;
            }
        }
        if !changed {
            return live;
        }
    }
}

/// One segment's needs. What is assigned in a branch or loop only counts within it, which at worst keeps too much.
fn needed(segment: &Segment, live: &[Locals]) -> Locals {
    let mut walk = Walk { live, assigned: Locals::new(), needed: Locals::new() };
    if let Some(head) = &segment.head {
        walk.apart(&head.failed);
        head.cleanup.iter().for_each(|cleanup| walk.apart(cleanup));
        walk.assigned.extend(head.result);
    }
    segment.body.iter().for_each(|expr| walk.expr(expr));
    if let End::Wait { value, next, .. } = &segment.end {
        walk.expr(value);
        walk.follows(*next);
    }
    walk.needed
}

struct Walk<'a> {
    live: &'a [Locals],
    assigned: Locals,
    needed: Locals,
}

impl Walk<'_> {
    fn expr(&mut self, expr: &Expr) {
        if let Some(segment) = target(expr) {
            self.follows(segment);
            return;
        }
        match expr {
            Expr::Get(local) => self.read(*local),
            Expr::Set(local, value) => {
                self.expr(value);
                self.assigned.insert(*local);
            }
            Expr::If(condition, yes, no, _) => {
                self.expr(condition);
                self.apart(yes);
                self.apart(no);
            }
            Expr::Switch(key, arms, default, _) => {
                self.expr(key);
                arms.iter().for_each(|(_, arm)| self.apart(arm));
                self.apart(default);
            }
            Expr::Block(_, body, _) | Expr::Loop(_, body) => self.apart(body),
            _ => expr.parts().into_iter().for_each(|part| self.expr(part)),
        }
    }

    /// Looks at code that may not run to its end.
    fn apart(&mut self, expr: &Expr) {
        let before = self.assigned.clone();
        self.expr(expr);
        self.assigned = before;
    }

    fn follows(&mut self, segment: usize) {
        for local in &self.live[segment] {
            self.read(*local);
        }
    }

    fn read(&mut self, local: Local) {
        if local.0 >= SHIFT && !self.assigned.contains(&local) {
            self.needed.insert(local);
        }
    }
}
