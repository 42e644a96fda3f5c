//! Cuts a body into segments at the points where it waits.

use std::collections::HashMap;

use mo_ir::{Const, Expr, Function, LabelId, Local, Machine, Module, Op, Rep};

use super::{End, FRAME, Flat, Head, OUTCOME, SHIFT, Segment, go_to};

pub(super) fn flatten(module: &Module, function: &Function) -> Flat {
    let mut locals = vec![Rep::Value, Rep::Value, Rep::Value, Rep::I32];
    locals.extend(&function.locals);
    let mut flatten = Flatten {
        module,
        segments: vec![Segment { head: None, body: Vec::new(), end: End::Gone }],
        current: 0,
        locals,
        blocks: HashMap::new(),
        loops: HashMap::new(),
    };
    let result = flatten.local(function.result);
    flatten.run(function.body.clone(), Some(result));
    let value = flatten.value_of(result, function.result);
    flatten.emit(finish(value, 0));
    let next_label = highest_label(&function.body) + 1;
    Flat { segments: flatten.segments, locals: flatten.locals, next_label }
}

/// Ends the function: with a value (0), with an error (1), or given up (2).
pub(super) fn finish(outcome: Expr, failed: i32) -> Expr {
    let bits = |expr: Expr| Expr::op(Op::Machine(Machine::Bits), [expr]);
    let operands = [bits(Expr::Get(FRAME)), bits(outcome), Expr::Const(Const::I32(failed))];
    let status = Expr::op(Op::Runtime("frame_finish".into()), operands);
    Expr::Return(Box::new(Expr::op(Op::Machine(Machine::Value), [status])))
}

struct Flatten<'a> {
    module: &'a Module,
    segments: Vec<Segment>,
    current: usize,
    locals: Vec<Rep>,
    /// Blocks that are cut: where leaving them leads, and where their value goes.
    blocks: HashMap<LabelId, (usize, Option<Local>)>,
    /// Loops that are cut: where they begin.
    loops: HashMap<LabelId, usize>,
}

impl Flatten<'_> {
    fn local(&mut self, rep: Rep) -> Local {
        self.locals.push(if rep == Rep::Never { Rep::Value } else { rep });
        Local(u32::try_from(self.locals.len() - 1).expect("fewer than 2^32 locals"))
    }

    fn segment(&mut self) -> usize {
        self.segments.push(Segment { head: None, body: Vec::new(), end: End::Gone });
        self.segments.len() - 1
    }

    fn emit(&mut self, expr: Expr) {
        self.segments[self.current].body.push(expr);
    }

    fn jump(&mut self, segment: usize) {
        self.emit(go_to(segment));
    }

    fn value_of(&self, local: Local, rep: Rep) -> Expr {
        match rep {
            Rep::Unit => Expr::Const(Const::Value(0)),
            _ => Expr::Get(local),
        }
    }

    /// Runs an expression and stores its value, if anybody wants it.
    fn run(&mut self, expr: Expr, into: Option<Local>) {
        if waits(&expr) {
            self.cut(expr, into);
            return;
        }
        let plain = self.plain(expr);
        self.store(into, plain);
    }

    fn store(&mut self, into: Option<Local>, value: Expr) {
        self.emit(match into {
            Some(local) => Expr::Set(local, Box::new(value)),
            None => value,
        });
    }

    /// Cuts an expression in which something waits.
    fn cut(&mut self, expr: Expr, into: Option<Local>) {
        match expr {
            Expr::Set(local, value) => self.run(*value, Some(moved(local))),
            Expr::Seq(mut exprs) => {
                let last = exprs.pop();
                exprs.into_iter().for_each(|expr| self.run(expr, None));
                last.into_iter().for_each(|expr| self.run(expr, into));
            }
            Expr::If(condition, yes, no, _) => {
                let condition = self.operand(*condition);
                let (yes_at, no_at, join) = (self.segment(), self.segment(), self.segment());
                let branch = Expr::If(
                    Box::new(condition),
                    Box::new(go_to(yes_at)),
                    Box::new(go_to(no_at)),
                    Rep::Never,
                );
                self.emit(branch);
                for (at, side) in [(yes_at, *yes), (no_at, *no)] {
                    self.current = at;
                    self.run(side, into);
                    self.jump(join);
                }
                self.current = join;
            }
            Expr::Switch(key, arms, default, _) => {
                let key = self.operand(*key);
                let join = self.segment();
                let mut sides = Vec::new();
                let mut jumps = Vec::new();
                for (keys, arm) in arms {
                    let at = self.segment();
                    jumps.push((keys, go_to(at)));
                    sides.push((at, arm));
                }
                let at = self.segment();
                sides.push((at, *default));
                self.emit(Expr::Switch(Box::new(key), jumps, Box::new(go_to(at)), Rep::Never));
                for (at, side) in sides {
                    self.current = at;
                    self.run(side, into);
                    self.jump(join);
                }
                self.current = join;
            }
            Expr::Block(label, body, _) => {
                let join = self.segment();
                self.blocks.insert(label, (join, into));
                self.run(*body, into);
                self.jump(join);
                self.current = join;
            }
            Expr::Loop(label, body) => {
                let again = self.segment();
                self.loops.insert(label, again);
                self.jump(again);
                self.current = again;
                self.run(*body, None);
                self.jump(again);
                self.current = self.segment();
            }
            Expr::Break(label, value) => {
                let (join, into) = self.blocks[&label];
                self.run(*value, into);
                self.jump(join);
                self.current = self.segment();
            }
            Expr::Return(value) => self.leave(*value, 0),
            Expr::Fail(error) => self.leave(*error, 1),
            Expr::Call(id, args) => {
                let args = self.operands(args);
                self.store(into, Expr::Call(id, args));
            }
            Expr::CallClosure(callee, args) => {
                let mut all = self.operands([*callee].into_iter().chain(args).collect());
                let callee = all.remove(0);
                self.store(into, Expr::CallClosure(Box::new(callee), all));
            }
            Expr::Closure(id, captures) => {
                let captures = self.operands(captures);
                self.store(into, Expr::Closure(id, captures));
            }
            Expr::Op(op, operands) => {
                let operands = self.operands(operands);
                self.store(into, Expr::Op(op, operands));
            }
            Expr::Await(waiting) => self.wait(*waiting, into),
            Expr::Const(_) | Expr::Get(_) | Expr::Continue(_) => unreachable!("nothing waits in a leaf"),
        }
    }

    fn leave(&mut self, value: Expr, failed: i32) {
        let rep = self.rep(&value);
        let local = self.local(rep);
        self.run(value, Some(local));
        let value = self.value_of(local, rep);
        self.emit(finish(value, failed));
        self.current = self.segment();
    }

    fn wait(&mut self, waiting: mo_ir::Await, into: Option<Local>) {
        let value = self.operand(waiting.value);
        let next = self.segment();
        self.segments[self.current].end = End::Wait { kind: waiting.kind, value, next };
        let failed = match waiting.failed {
            Some(label) => {
                let (join, into) = self.blocks[&label];
                let take = into.map(|local| Expr::Set(local, Box::new(Expr::Get(OUTCOME))));
                Expr::Seq(take.into_iter().chain([go_to(join)]).collect())
            }
            None => finish(Expr::Get(OUTCOME), 1),
        };
        let cleanup = waiting.cleanup.map(|cleanup| self.plain(cleanup));
        self.segments[next].head = Some(Head { result: into, failed, cleanup });
        self.current = next;
    }

    /// Returns an expression to stand as an operand: what waits in it has been waited for.
    fn operand(&mut self, expr: Expr) -> Expr {
        if !waits(&expr) {
            return self.plain(expr);
        }
        let rep = self.rep(&expr);
        let local = self.local(rep);
        self.cut(expr, Some(local));
        match rep {
            Rep::Unit => Expr::UNIT,
            _ => Expr::Get(local),
        }
    }

    /// Operands in order: those before the last that waits are computed before it does.
    fn operands(&mut self, operands: Vec<Expr>) -> Vec<Expr> {
        let last = operands.iter().rposition(waits);
        let mut done = Vec::new();
        for (at, operand) in operands.into_iter().enumerate() {
            let early = last.is_some_and(|last| at < last);
            if early && !waits(&operand) && !matches!(operand, Expr::Const(_)) {
                let rep = self.rep(&operand);
                let local = self.local(rep);
                let plain = self.plain(operand);
                self.emit(Expr::Set(local, Box::new(plain)));
                done.push(if rep == Rep::Unit { Expr::UNIT } else { Expr::Get(local) });
            } else {
                done.push(self.operand(operand));
            }
        }
        done
    }

    /// Rewrites an expression in which nothing waits: its locals are moved, its ways out lead to segments.
    fn plain(&mut self, expr: Expr) -> Expr {
        match expr {
            Expr::Get(local) => Expr::Get(moved(local)),
            Expr::Set(local, value) => Expr::Set(moved(local), Box::new(self.plain(*value))),
            Expr::Break(label, value) => {
                let value = self.plain(*value);
                match self.blocks.get(&label) {
                    Some((join, into)) => {
                        let value = match into {
                            Some(local) => Expr::Set(*local, Box::new(value)),
                            None => value,
                        };
                        Expr::Seq(vec![value, go_to(*join)])
                    }
                    None => Expr::Break(label, Box::new(value)),
                }
            }
            Expr::Continue(label) => match self.loops.get(&label) {
                Some(segment) => go_to(*segment),
                None => expr,
            },
            Expr::Return(value) => self.plain_end(*value, 0),
            Expr::Fail(error) => self.plain_end(*error, 1),
            Expr::Const(_) => expr,
            Expr::Seq(exprs) => Expr::Seq(self.all(exprs)),
            Expr::If(condition, yes, no, rep) => {
                let condition = self.plain(*condition);
                let (yes, no) = (self.plain(*yes), self.plain(*no));
                Expr::If(Box::new(condition), Box::new(yes), Box::new(no), rep)
            }
            Expr::Switch(key, arms, default, rep) => {
                let key = self.plain(*key);
                let arms = arms.into_iter().map(|(keys, arm)| (keys, self.plain(arm))).collect();
                Expr::Switch(Box::new(key), arms, Box::new(self.plain(*default)), rep)
            }
            Expr::Block(label, body, rep) => Expr::Block(label, Box::new(self.plain(*body)), rep),
            Expr::Loop(label, body) => Expr::Loop(label, Box::new(self.plain(*body))),
            Expr::Call(id, args) => Expr::Call(id, self.all(args)),
            Expr::CallClosure(callee, args) => {
                let callee = self.plain(*callee);
                Expr::CallClosure(Box::new(callee), self.all(args))
            }
            Expr::Closure(id, captures) => Expr::Closure(id, self.all(captures)),
            Expr::Op(op, operands) => Expr::Op(op, self.all(operands)),
            Expr::Await(_) => unreachable!("nothing waits here"),
        }
    }

    fn all(&mut self, exprs: Vec<Expr>) -> Vec<Expr> {
        exprs.into_iter().map(|expr| self.plain(expr)).collect()
    }

    fn plain_end(&mut self, value: Expr, failed: i32) -> Expr {
        let is_unit = self.rep(&value) == Rep::Unit;
        let value = self.plain(value);
        let value = if is_unit { Expr::Seq(vec![value, Expr::Const(Const::Value(0))]) } else { value };
        finish(value, failed)
    }

    /// The representation of an expression of the original function.
    fn rep(&self, expr: &Expr) -> Rep {
        match expr {
            Expr::Const(constant) => constant.rep(),
            Expr::Get(local) => self.locals[moved(*local).0 as usize],
            Expr::Set(..) => Rep::Unit,
            Expr::Seq(exprs) => exprs.last().map_or(Rep::Unit, |last| self.rep(last)),
            Expr::If(_, _, _, rep) | Expr::Switch(_, _, _, rep) | Expr::Block(_, _, rep) => *rep,
            Expr::Loop(..) | Expr::Break(..) | Expr::Continue(_) | Expr::Return(_) | Expr::Fail(_) => {
                Rep::Never
            }
            Expr::Call(id, _) => self.module.function(*id).map_or(Rep::Value, |callee| callee.result),
            Expr::CallClosure(..) | Expr::Closure(..) | Expr::Await(_) => Rep::Value,
            Expr::Op(op, operands) => {
                op.signature(self.module, operands.len()).map_or(Rep::Value, |signature| signature.result)
            }
        }
    }
}

fn moved(local: Local) -> Local {
    Local(local.0 + SHIFT)
}

/// Whether a point of waiting is in an expression.
fn waits(expr: &Expr) -> bool {
    matches!(expr, Expr::Await(_)) || expr.parts().into_iter().any(waits)
}

fn highest_label(expr: &Expr) -> u32 {
    let own = match expr {
        Expr::Block(label, ..) | Expr::Loop(label, _) => label.0,
        _ => 0,
    };
    expr.parts().into_iter().map(highest_label).fold(own, u32::max)
}
