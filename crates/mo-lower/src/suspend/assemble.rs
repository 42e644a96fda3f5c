//! Writes the two functions: one that makes the frame, one that runs its segments.

use std::collections::{BTreeMap, BTreeSet};

use mo_ir::{Compare, Const, Expr, FuncId, Function, LabelId, Local, Machine, Num, Op, Rep, Scalar, Waiting};

use super::flatten::finish;
use super::live::Locals;
use super::{
    DONE_SLOT, End, FAILED, FIRST_KEPT_SLOT, FRAME, Flat, Head, OUTCOME, OUTCOME_SLOT, SHIFT, STATE,
    STATE_SLOT, Segment, target,
};
use crate::expr::value_const;

pub(super) fn assemble(
    function: &Function,
    mut flat: Flat,
    live: &[Locals],
    resume: FuncId,
) -> (Function, Function) {
    let reached = reached(&flat);
    let mut kept: BTreeMap<Local, u32> = BTreeMap::new();
    let parameters = (0..function.params).map(|at| Local(u32::try_from(at).expect("few parameters") + SHIFT));
    let waiting = flat.segments.iter().zip(live).enumerate();
    let after_waiting = waiting
        .filter(|(at, (segment, _))| segment.head.is_some() && reached.contains(at))
        .flat_map(|(_, (_, live))| live.iter().copied());
    let begins_with: Vec<Local> = parameters.filter(|local| live[0].contains(local)).collect();
    for local in begins_with.iter().copied().chain(after_waiting) {
        if flat.locals[local.0 as usize] != Rep::Unit {
            let next = FIRST_KEPT_SLOT + u32::try_from(kept.len()).expect("few locals");
            kept.entry(local).or_insert(next);
        }
    }
    let start = start(function, &kept, &flat.locals, resume);
    let awaited = {
        flat.locals.push(Rep::Value);
        Local(u32::try_from(flat.locals.len() - 1).expect("few locals"))
    };
    let status = {
        flat.locals.push(Rep::I32);
        Local(u32::try_from(flat.locals.len() - 1).expect("few locals"))
    };
    let dispatch = LabelId(flat.next_label);
    let mut assembly = Assembly { kept, locals: flat.locals, live, dispatch, awaited, status };
    let mut arms = Vec::new();
    for (at, segment) in flat.segments.into_iter().enumerate() {
        if reached.contains(&at) {
            let begin = if at == 0 { begins_with.clone() } else { Vec::new() };
            let code = assembly.segment(at, segment, &begin);
            arms.push((vec![u32::try_from(at).expect("few segments")], code));
        }
    }
    let state = Expr::op(Op::Unbox(Scalar::Nat32), [Expr::op(Op::Slot(STATE_SLOT), [Expr::Get(FRAME)])]);
    let unreachable = Box::new(Expr::op(Op::Unreachable, []));
    let switch = Expr::Switch(Box::new(Expr::Get(STATE)), arms, unreachable, Rep::Never);
    let body = Expr::Seq(vec![Expr::Set(STATE, Box::new(state)), Expr::Loop(dispatch, Box::new(switch))]);
    let run = Function {
        name: format!("{} (goes on)", function.name),
        params: 3,
        closure: true,
        result: Rep::Value,
        locals: assembly.locals,
        body,
    };
    (start, run)
}

/// The segments that can be come to.
fn reached(flat: &Flat) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        if reached.insert(at) {
            let segment = &flat.segments[at];
            segment.body.iter().for_each(|expr| jumps(expr, &mut open));
            if let Some(head) = &segment.head {
                jumps(&head.failed, &mut open);
            }
            if let End::Wait { next, .. } = segment.end {
                open.push(next);
            }
        }
    }
    reached
}

fn jumps(expr: &Expr, found: &mut Vec<usize>) {
    found.extend(target(expr));
    expr.parts().into_iter().for_each(|part| jumps(part, found));
}

/// The first function: makes the frame, with the parameters in it.
fn start(function: &Function, kept: &BTreeMap<Local, u32>, locals: &[Rep], resume: FuncId) -> Function {
    let mut slots = vec![value_const(0), value_const(mo_ir::layout::NULL), value_const(0)];
    slots.resize(slots.len() + kept.len(), value_const(0));
    for at in 0..function.params {
        let local = Local(u32::try_from(at).expect("few parameters"));
        let Some(slot) = kept.get(&Local(local.0 + SHIFT)) else { continue };
        slots[*slot as usize] = boxed(Expr::Get(local), locals[(local.0 + SHIFT) as usize]);
    }
    Function {
        name: function.name.clone(),
        params: function.params,
        closure: function.closure,
        result: Rep::Value,
        locals: function.locals[..function.params].to_vec(),
        body: Expr::Closure(resume, slots),
    }
}

struct Assembly<'a> {
    kept: BTreeMap<Local, u32>,
    locals: Vec<Rep>,
    live: &'a [Locals],
    dispatch: LabelId,
    /// What is being waited for.
    awaited: Local,
    status: Local,
}

impl Assembly<'_> {
    fn segment(&mut self, at: usize, segment: Segment, begin: &[Local]) -> Expr {
        let mut code = self.restore(begin);
        if let Some(head) = segment.head {
            let live: Vec<Local> = self.live[at].iter().copied().collect();
            code.extend(self.restore(&live));
            code.push(self.head(head));
        }
        code.extend(segment.body.into_iter().map(|expr| self.link(expr)));
        match segment.end {
            End::Gone => code.push(Expr::op(Op::Unreachable, [])),
            End::Wait { kind, value, next } => self.wait(kind, value, next, &mut code),
        }
        Expr::Seq(code)
    }

    fn restore(&self, locals: &[Local]) -> Vec<Expr> {
        let kept = locals.iter().filter_map(|local| self.kept.get(local).map(|slot| (*local, *slot)));
        kept.map(|(local, slot)| {
            let value = Expr::op(Op::Slot(slot), [Expr::Get(FRAME)]);
            Expr::Set(local, Box::new(unboxed(value, self.locals[local.0 as usize])))
        })
        .collect()
    }

    fn save(&self, next: usize) -> Vec<Expr> {
        let kept =
            self.live[next].iter().filter_map(|local| self.kept.get(local).map(|slot| (*local, *slot)));
        let mut code: Vec<Expr> = kept
            .map(|(local, slot)| {
                let value = boxed(Expr::Get(local), self.locals[local.0 as usize]);
                Expr::op(Op::SetSlot(slot), [Expr::Get(FRAME), value])
            })
            .collect();
        let state = i64::try_from(next).expect("few segments");
        let state = value_const(mo_ir::layout::small(state));
        code.push(Expr::op(Op::SetSlot(STATE_SLOT), [Expr::Get(FRAME), state]));
        code
    }

    /// What comes first after waiting: a look at how it went.
    fn head(&self, head: Head) -> Expr {
        let failed = || Expr::op(Op::Unbox(Scalar::Nat32), [Expr::Get(FAILED)]);
        let given_up = finish(value_const(0), 2);
        let given_up =
            Expr::Seq(head.cleanup.map(|it| self.link(it)).into_iter().chain([given_up]).collect());
        let two = Expr::Const(Const::I32(2));
        let is_given_up = Expr::op(Op::CompareNum(Compare::Eq, Num::Nat32), [failed(), two]);
        let wrong =
            Expr::If(Box::new(is_given_up), Box::new(given_up), Box::new(self.link(head.failed)), Rep::Never);
        let look = Expr::If(Box::new(failed()), Box::new(wrong), Box::new(Expr::UNIT), Rep::Unit);
        let take = head.result.map(|local| match self.locals[local.0 as usize] {
            Rep::Value => Expr::Set(local, Box::new(Expr::Get(OUTCOME))),
            rep => Expr::Set(local, Box::new(unboxed(Expr::Get(OUTCOME), rep))),
        });
        Expr::Seq([look].into_iter().chain(take).chain([Expr::UNIT]).collect())
    }

    fn wait(&mut self, kind: Waiting, value: Expr, next: usize, code: &mut Vec<Expr>) {
        let value = self.link(value);
        let value = match kind {
            Waiting::Star => Expr::CallClosure(Box::new(value), Vec::new()),
            Waiting::Future | Waiting::IfPending => value,
        };
        code.push(Expr::Set(self.awaited, Box::new(value)));
        code.extend(self.save(next));
        let awaited = || Expr::Get(self.awaited);
        let bits = |expr: Expr| Expr::op(Op::Machine(Machine::Bits), [expr]);
        let status = match kind {
            Waiting::Star => {
                let run = Expr::CallClosure(Box::new(awaited()), vec![value_const(0), value_const(0)]);
                Expr::op(Op::Unbox(Scalar::Nat32), [run])
            }
            Waiting::Future | Waiting::IfPending => {
                let at_once = Expr::Const(Const::I32(i32::from(kind == Waiting::IfPending)));
                let operands = [bits(awaited()), bits(Expr::Get(FRAME)), at_once];
                Expr::op(Op::Runtime("future_await".into()), operands)
            }
        };
        let suspended = || Expr::Return(Box::new(value_const(0)));
        if kind == Waiting::Future {
            code.extend([status, suspended()]);
            return;
        }
        code.push(Expr::Set(self.status, Box::new(status)));
        let mut pending = Vec::new();
        if kind == Waiting::Star {
            // The callee tells this frame when it has finished.
            pending.push(Expr::op(Op::SetSlot(DONE_SLOT), [awaited(), Expr::Get(FRAME)]));
        }
        pending.push(suspended());
        let is_there = Box::new(Expr::Get(self.status));
        code.push(Expr::If(is_there, Box::new(Expr::UNIT), Box::new(Expr::Seq(pending)), Rep::Unit));
        let outcome = match kind {
            Waiting::Star => Expr::op(Op::Slot(OUTCOME_SLOT), [awaited()]),
            _ => Expr::op(Op::Slot(1), [awaited()]),
        };
        code.push(Expr::Set(OUTCOME, Box::new(outcome)));
        let one = Expr::Const(Const::I32(1));
        let sub = Op::Arith { op: mo_ir::Arith::Sub, num: Num::Nat32, wrapping: true };
        let failed = Expr::op(sub, [Expr::Get(self.status), one]);
        code.push(Expr::Set(FAILED, Box::new(Expr::op(Op::Box(Scalar::Nat32), [failed]))));
        code.push(self.link(super::go_to(next)));
    }

    /// Turns jumps to segments into what they are: another round of the dispatching loop.
    fn link(&self, expr: Expr) -> Expr {
        if let Some(segment) = target(&expr) {
            let state = i32::try_from(segment).expect("few segments");
            let set = Expr::Set(STATE, Box::new(Expr::Const(Const::I32(state))));
            return Expr::Seq(vec![set, Expr::Continue(self.dispatch)]);
        }
        expr.map(&mut |part| self.link(part))
    }
}

/// A local as it is kept in a slot.
fn boxed(value: Expr, rep: Rep) -> Expr {
    match rep {
        Rep::I32 => Expr::op(Op::Box(Scalar::Nat32), [value]),
        Rep::I64 => Expr::op(Op::Box(Scalar::Nat64), [value]),
        Rep::F64 => Expr::op(Op::Box(Scalar::Float), [value]),
        Rep::Value | Rep::Unit | Rep::Never => value,
    }
}

fn unboxed(value: Expr, rep: Rep) -> Expr {
    match rep {
        Rep::I32 => Expr::op(Op::Unbox(Scalar::Nat32), [value]),
        Rep::I64 => Expr::op(Op::Unbox(Scalar::Nat64), [value]),
        Rep::F64 => Expr::op(Op::Unbox(Scalar::Float), [value]),
        Rep::Unit => Expr::UNIT,
        Rep::Value | Rep::Never => value,
    }
}
