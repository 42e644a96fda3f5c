//! Checks that a module keeps the rules of the representation: run between passes in tests and debug builds.

use std::collections::BTreeMap;

use crate::{Const, Expr, FuncId, Function, LabelId, Local, Module, Op, Rep, TypeId};

/// Returns every rule that the module breaks.
pub fn verify(module: &Module) -> Result<(), Vec<Fault>> {
    let mut faults = module_faults(module);
    for function in &module.functions {
        faults.extend(function_faults(module, function));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// A broken rule: a fault of the pass before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("in {place}: {rule}")]
pub struct Fault {
    /// The function's name, or `module`.
    pub place: String,
    pub rule: String,
}

fn module_faults(module: &Module) -> Vec<Fault> {
    let mut rules = Vec::new();
    let nullary = module.exports.iter().map(|export| (export.name.as_str(), export.function));
    for (name, id) in nullary.chain(module.start.map(|id| ("start", id))) {
        match module.functions.get(id.0 as usize) {
            None => rules.push(format!("`{name}` is no function")),
            Some(function) if function.params > 0 || !matches!(function.result, Rep::Unit | Rep::Never) => {
                rules.push(format!("`{name}` must take and give nothing"));
            }
            Some(_) => {}
        }
    }
    for labels in &module.shapes {
        if !labels.is_sorted_by_key(|label| crate::layout::label_hash(label)) {
            rules.push(format!("the shape {labels:?} is not in the order of its hashes"));
        }
    }
    rules.into_iter().map(|rule| Fault { place: "module".to_owned(), rule }).collect()
}

fn function_faults(module: &Module, function: &Function) -> Vec<Fault> {
    let mut check = Check { module, function, labels: BTreeMap::new(), faults: Vec::new() };
    if function.params > function.locals.len() {
        check.fault("has more parameters than locals");
        return check.faults;
    }
    if function.closure && function.locals.first() != Some(&Rep::Value) {
        check.fault("is a closure, but its first local is no value");
    }
    if function.locals.contains(&Rep::Never) {
        check.fault("has a local that can hold nothing");
    }
    let body = check.expr(&function.body);
    check.agree("the body", body, function.result);
    check.faults
}

struct Check<'a> {
    module: &'a Module,
    function: &'a Function,
    /// The labels in scope: what a break must bring, or nothing for a loop.
    labels: BTreeMap<LabelId, Option<Rep>>,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, rule: impl Into<String>) {
        self.faults.push(Fault { place: self.function.name.clone(), rule: rule.into() });
    }

    /// Something that never finishes may stand anywhere.
    fn agree(&mut self, what: &str, found: Rep, expected: Rep) {
        if found != expected && found != Rep::Never {
            self.fault(format!("{what} is {found:?}, expected {expected:?}"));
        }
    }

    /// Checks an expression and returns its representation.
    fn expr(&mut self, expr: &Expr) -> Rep {
        match expr {
            Expr::Const(constant) => self.constant(*constant),
            Expr::Get(local) => self.local(*local),
            Expr::Set(local, value) => {
                let expected = self.local(*local);
                let found = self.expr(value);
                self.agree("an assigned value", found, expected);
                unless_never(found, Rep::Unit)
            }
            Expr::Seq(exprs) => {
                exprs.iter().fold(Rep::Unit, |before, expr| unless_never(before, self.expr(expr)))
            }
            Expr::If(condition, yes, no, rep) => {
                let found = self.expr(condition);
                self.agree("a condition", found, Rep::I32);
                self.branches([yes.as_ref(), no.as_ref()], *rep);
                unless_never(found, *rep)
            }
            Expr::Switch(key, arms, default, rep) => {
                let found = self.expr(key);
                self.agree("a switched value", found, Rep::I32);
                self.distinct_keys(arms);
                self.branches(arms.iter().map(|(_, arm)| arm).chain([default.as_ref()]), *rep);
                unless_never(found, *rep)
            }
            Expr::Block(label, body, rep) => {
                self.scope(*label, Some(*rep), body, *rep);
                *rep
            }
            Expr::Loop(label, body) => {
                self.scope(*label, None, body, Rep::Unit);
                Rep::Never
            }
            Expr::Break(label, value) => {
                let found = self.expr(value);
                match self.labels.get(label) {
                    Some(Some(expected)) => self.agree("a break's value", found, *expected),
                    _ => self.fault(format!("no block {label:?} to break from")),
                }
                Rep::Never
            }
            Expr::Continue(label) => {
                if self.labels.get(label) != Some(&None) {
                    self.fault(format!("no loop {label:?} to continue"));
                }
                Rep::Never
            }
            Expr::Return(value) => {
                let found = self.expr(value);
                self.agree("a returned value", found, self.function.result);
                Rep::Never
            }
            Expr::Call(id, args) => self.call(*id, args),
            Expr::CallClosure(callee, args) => {
                let found = self.expr(callee);
                self.agree("a called closure", found, Rep::Value);
                let args = self.operands("a closure's arguments", args, &vec![Rep::Value; args.len()]);
                unless_never(found, unless_never(args, Rep::Value))
            }
            Expr::Closure(id, captures) => {
                self.table_entry(*id, false);
                if !captures.is_empty() && self.module.function(*id).is_some_and(|callee| !callee.closure) {
                    self.fault("captures are given to a function that has none");
                }
                let found = self.operands("captures", captures, &vec![Rep::Value; captures.len()]);
                unless_never(found, Rep::Value)
            }
            Expr::Op(op, operands) => self.op(op, operands),
            Expr::Await(_) | Expr::Fail(_) => {
                self.fault("waits, but is no state machine yet");
                Rep::Never
            }
        }
    }

    fn constant(&mut self, constant: Const) -> Rep {
        if let Const::Literal(id) = constant
            && id.0 as usize >= self.module.literals.len()
        {
            self.fault(format!("no literal {id:?}"));
        }
        constant.rep()
    }

    fn local(&mut self, local: Local) -> Rep {
        let rep = self.function.locals.get(local.0 as usize).copied();
        if rep.is_none() {
            self.fault(format!("no local {local:?}"));
        }
        rep.unwrap_or(Rep::Never)
    }

    fn branches<'e>(&mut self, branches: impl IntoIterator<Item = &'e Expr>, rep: Rep) {
        for branch in branches {
            let found = self.expr(branch);
            self.agree("a branch", found, rep);
        }
    }

    fn distinct_keys(&mut self, arms: &[(Vec<u32>, Expr)]) {
        let mut keys: Vec<u32> = arms.iter().flat_map(|(keys, _)| keys).copied().collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() < count {
            self.fault("a switch has one key twice");
        }
    }

    fn scope(&mut self, label: LabelId, brings: Option<Rep>, body: &Expr, rep: Rep) {
        if self.labels.insert(label, brings).is_some() {
            self.fault(format!("{label:?} within itself"));
        }
        let found = self.expr(body);
        self.agree("a block's body", found, rep);
        self.labels.remove(&label);
    }

    fn call(&mut self, id: FuncId, args: &[Expr]) -> Rep {
        let Some(callee) = self.module.function(id) else {
            self.fault(format!("no function {id:?}"));
            return Rep::Never;
        };
        let found = self.operands(&format!("arguments of {}", callee.name), args, callee.parameters());
        unless_never(found, callee.result)
    }

    fn op(&mut self, op: &Op, operands: &[Expr]) -> Rep {
        self.indices(op, operands.len());
        match op.signature(self.module, operands.len()) {
            Ok(signature) => {
                let found = self.operands(&format!("operands of {op:?}"), operands, &signature.operands);
                unless_never(found, signature.result)
            }
            Err(rule) => {
                self.fault(rule);
                Rep::Never
            }
        }
    }

    /// Returns [`Rep::Never`] if one of the operands never finishes, else unit.
    fn operands(&mut self, what: &str, operands: &[Expr], expected: &[Rep]) -> Rep {
        if operands.len() != expected.len() {
            self.fault(format!("{what}: {} given, {} expected", operands.len(), expected.len()));
        }
        let mut whole = Rep::Unit;
        for (index, operand) in operands.iter().enumerate() {
            let found = self.expr(operand);
            if let Some(expected) = expected.get(index) {
                self.agree(what, found, *expected);
            }
            whole = unless_never(found, whole);
        }
        whole
    }

    /// Checks what an operation names: shapes, labels, types, globals, functions.
    fn indices(&mut self, op: &Op, operand_count: usize) {
        match op {
            Op::Object(shape) => match self.module.shapes.get(shape.0 as usize) {
                None => self.fault(format!("no shape {shape:?}")),
                Some(labels) if labels.len() != operand_count => {
                    self.fault(format!("an object of {} slots gets {operand_count}", labels.len()));
                }
                Some(_) => {}
            },
            Op::Field { shape, label } | Op::SetField { shape, label } => {
                let labels = self.module.shapes.get(shape.0 as usize);
                // They are in the order of their hashes, or that is a fault already.
                let is_there = |all: &Vec<String>| {
                    all.binary_search_by_key(label, |it| crate::layout::label_hash(it)).is_ok()
                };
                if !labels.is_some_and(is_there) {
                    self.fault(format!("no label {label:#x} in {shape:?}"));
                }
            }
            Op::Equal(ty) | Op::Show(ty) | Op::TypeAddress(ty) => self.ty(*ty),
            Op::Global(id) | Op::SetGlobal(id) if id.0 as usize >= self.module.globals.len() => {
                self.fault(format!("no global {id:?}"));
            }
            Op::TableIndex(id) => self.table_entry(*id, true),
            _ => {}
        }
    }

    fn ty(&mut self, id: TypeId) {
        if id.0 as usize >= self.module.types.types.len() {
            self.fault(format!("no type {id:?}"));
        }
    }

    /// A closure entry passes values only, so the function behind it must take and give values; a callback takes an
    /// environment of 32 bits and gives nothing.
    fn table_entry(&mut self, id: FuncId, may_be_callback: bool) {
        let Some(function) = self.module.function(id) else {
            self.fault(format!("no function {id:?}"));
            return;
        };
        let values = function.parameters().iter().all(|rep| *rep == Rep::Value)
            && matches!(function.result, Rep::Value | Rep::Never);
        if !(values || may_be_callback && function.is_callback()) {
            self.fault(format!("{} is used as a closure, but does not take and give values", function.name));
        }
    }
}

fn unless_never(before: Rep, then: Rep) -> Rep {
    if before == Rep::Never { Rep::Never } else { then }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Export, Num};

    fn module(result: Rep, body: Expr) -> Module {
        let function = Function {
            name: "f".into(),
            params: 1,
            closure: false,
            result,
            locals: vec![Rep::I32, Rep::Value],
            body,
        };
        Module { functions: vec![function], ..Module::default() }
    }

    #[track_caller]
    fn check(result: Rep, body: Expr, expected: &str) {
        let faults = verify(&module(result, body)).err().unwrap_or_default();
        let found: Vec<String> = faults.iter().map(Fault::to_string).collect();
        assert_eq!(found.join("\n"), expected);
    }

    fn get(n: u32) -> Expr {
        Expr::Get(Local(n))
    }

    #[test]
    fn agrees_with_what_is_right() {
        check(Rep::I32, get(0), "");
        check(Rep::I32, Expr::Return(Box::new(get(0))), "");
        check(Rep::Unit, Expr::Set(Local(1), Box::new(Expr::op(Op::Unreachable, []))), "");
    }

    #[test]
    fn finds_a_wrong_representation() {
        check(Rep::Value, get(0), "in f: the body is I32, expected Value");
        check(
            Rep::Unit,
            Expr::Set(Local(0), Box::new(get(1))),
            "in f: an assigned value is Value, expected I32",
        );
        check(Rep::I32, Expr::op(Op::Not, [get(1)]), "in f: operands of Not is Value, expected I32");
    }

    #[test]
    fn finds_what_is_not_there() {
        check(Rep::Unit, Expr::Seq(vec![get(7), Expr::UNIT]), "in f: no local Local(7)");
        check(Rep::Unit, Expr::Continue(LabelId(3)), "in f: no loop LabelId(3) to continue");
        check(Rep::Value, Expr::op(Op::Runtime("nap".into()), []), "in f: no runtime function `nap`");
        check(Rep::I32, Expr::Call(FuncId(4), vec![]), "in f: no function FuncId(4)");
    }

    #[test]
    fn finds_arithmetic_that_does_not_exist() {
        let op = Op::Unary { op: crate::Unary::Negate, num: Num::Nat, wrapping: false };
        check(Rep::Value, Expr::op(op, [get(1)]), "in f: Nat has no Negate");
    }

    #[test]
    fn wants_exports_without_parameters() {
        let mut module = module(Rep::I32, get(0));
        module.exports.push(Export { name: "canister_init".into(), function: FuncId(0) });
        let faults = verify(&module).expect_err("takes an argument");
        assert_eq!(faults[0].to_string(), "in module: `canister_init` must take and give nothing");
    }

    #[test]
    fn wants_values_in_closures() {
        let fault = "in f: f is used as a closure, but does not take and give values";
        check(Rep::I32, Expr::Seq(vec![Expr::Closure(FuncId(0), vec![]), get(0)]), fault);
    }
}
