//! Copies of functions: with other locals and labels in place of a call, or with some parameters known.

use std::collections::HashMap;

use mo_ir::{Expr, Function, LabelId, Local, Rep};

use crate::Known;

/// Returns a copy of a function in which parameters that are known static closures are replaced by them.
pub(crate) fn specialised(function: &Function, known: &[Known]) -> Function {
    let is_static = |local: usize| matches!(known.get(local), Some(Known::Static(_)));
    let mut numbers = HashMap::new();
    let mut locals = Vec::new();
    for (index, rep) in function.locals.iter().enumerate().filter(|(index, _)| !is_static(*index)) {
        numbers.insert(local(index), local(locals.len()));
        locals.push(*rep);
    }
    let body = renamed(function.body.clone(), &mut |it| match known.get(it.0 as usize) {
        Some(Known::Static(id)) => Expr::Closure(*id, Vec::new()),
        _ => Expr::Get(numbers[&it]),
    });
    let body = reassigned(body, &numbers);
    let gone = (0..function.params).filter(|index| is_static(*index)).count();
    Function { params: function.params - gone, locals, body, ..function.clone() }
}

fn local(index: usize) -> Local {
    Local(u32::try_from(index).expect("fewer than 2^32 locals"))
}

/// Replaces what locals are read.
pub(crate) fn renamed(expr: Expr, read: &mut impl FnMut(Local) -> Expr) -> Expr {
    match expr {
        Expr::Get(local) => read(local),
        other => other.map(&mut |part| renamed(part, read)),
    }
}

fn reassigned(expr: Expr, numbers: &HashMap<Local, Local>) -> Expr {
    match expr.map(&mut |part| reassigned(part, numbers)) {
        Expr::Set(local, value) => Expr::Set(numbers[&local], value),
        other => other,
    }
}

/// A function's body on its way into another function.
pub(crate) struct Grafted<'a> {
    /// What stands for each local of the function: a local of the other, or an expression without effect.
    pub(crate) locals: Vec<Expr>,
    /// The first label that the other function does not use.
    pub(crate) next_label: &'a mut u32,
    /// Where its `return` goes.
    pub(crate) exit: LabelId,
    pub(crate) labels: HashMap<LabelId, LabelId>,
    pub(crate) returns: bool,
}

impl Grafted<'_> {
    /// Returns the body in terms of the other function.
    pub(crate) fn graft(&mut self, expr: Expr) -> Expr {
        match expr {
            Expr::Get(local) => self.locals[local.0 as usize].clone(),
            Expr::Set(local, value) => {
                let value = Box::new(self.graft(*value));
                match self.locals[local.0 as usize] {
                    Expr::Get(local) => Expr::Set(local, value),
                    _ => unreachable!("only locals that are never assigned are replaced"),
                }
            }
            Expr::Return(value) => {
                self.returns = true;
                Expr::Break(self.exit, Box::new(self.graft(*value)))
            }
            Expr::Block(label, body, rep) => {
                let label = self.label(label);
                Expr::Block(label, Box::new(self.graft(*body)), rep)
            }
            Expr::Loop(label, body) => {
                let label = self.label(label);
                Expr::Loop(label, Box::new(self.graft(*body)))
            }
            Expr::Break(label, value) => {
                let value = Box::new(self.graft(*value));
                Expr::Break(self.label(label), value)
            }
            Expr::Continue(label) => Expr::Continue(self.label(label)),
            other => other.map(&mut |part| self.graft(part)),
        }
    }

    fn label(&mut self, label: LabelId) -> LabelId {
        *self.labels.entry(label).or_insert_with(|| {
            *self.next_label += 1;
            LabelId(*self.next_label - 1)
        })
    }
}

/// Adds a local.
pub(crate) fn new_local(locals: &mut Vec<Rep>, rep: Rep) -> Local {
    locals.push(if rep == Rep::Never { Rep::Value } else { rep });
    local(locals.len() - 1)
}
