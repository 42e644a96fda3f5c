//! The representation as text, for fixtures and for whoever looks at what lowering made.

use std::fmt::Write;

use crate::{Const, Expr, FuncId, Function, Module, Op, ShapeId};

/// Returns a function as an indented listing.
pub fn print(module: &Module, function: &Function) -> String {
    let mut printer = Printer { module, text: String::new() };
    let locals: Vec<String> =
        function.locals.iter().enumerate().map(|(index, rep)| format!("%{index}:{rep:?}")).collect();
    let (params, rest) = locals.split_at(function.params);
    let closure = if function.closure { " closure" } else { "" };
    let _ = write!(
        printer.text,
        "func{closure} {}({}) -> {:?}",
        function.name,
        params.join(" "),
        function.result
    );
    if !rest.is_empty() {
        let _ = write!(printer.text, " locals {}", rest.join(" "));
    }
    printer.line(1, &function.body);
    printer.text.push('\n');
    printer.text
}

/// What is longer than this on one line is broken into several.
const LINE_WIDTH: usize = 96;

struct Printer<'a> {
    module: &'a Module,
    text: String,
}

impl Printer<'_> {
    fn line(&mut self, indent: usize, expr: &Expr) {
        let _ = write!(self.text, "\n{:width$}", "", width = indent * 2);
        let (head, parts) = (self.head(expr), expr.parts());
        let flat = self.flat(expr);
        if parts.is_empty() || flat.len() + indent * 2 <= LINE_WIDTH && !flat.contains("seq") {
            self.text.push_str(&flat);
            return;
        }
        let _ = write!(self.text, "({head}");
        for part in parts {
            self.line(indent + 1, part);
        }
        self.text.push(')');
    }

    fn flat(&self, expr: &Expr) -> String {
        let (head, parts) = (self.head(expr), expr.parts());
        if parts.is_empty() {
            return head;
        }
        let parts: Vec<String> = parts.into_iter().map(|part| self.flat(part)).collect();
        format!("({head} {})", parts.join(" "))
    }

    /// Returns what an expression does with its parts.
    fn head(&self, expr: &Expr) -> String {
        match expr {
            Expr::Const(constant) => constant_text(*constant),
            Expr::Get(local) => format!("%{}", local.0),
            Expr::Set(local, _) => format!("set %{}", local.0),
            Expr::Seq(_) => "seq".to_owned(),
            Expr::If(_, _, _, rep) => format!("if {rep:?}"),
            Expr::Switch(_, arms, _, rep) => {
                let keys: Vec<String> = arms.iter().map(|(keys, _)| format!("{keys:x?}")).collect();
                format!("switch {rep:?} {}", keys.join(" "))
            }
            Expr::Block(label, _, rep) => format!("block @{} {rep:?}", label.0),
            Expr::Loop(label, _) => format!("loop @{}", label.0),
            Expr::Break(label, _) => format!("break @{}", label.0),
            Expr::Continue(label) => format!("continue @{}", label.0),
            Expr::Return(_) => "return".to_owned(),
            Expr::Call(id, _) => format!("call {}", self.name(*id)),
            Expr::CallClosure(..) => "call-closure".to_owned(),
            Expr::Closure(id, _) => format!("closure {}", self.name(*id)),
            Expr::Op(op, _) => self.op(op),
            Expr::Await(waiting) => match waiting.failed {
                Some(label) => format!("await {:?} else @{}", waiting.kind, label.0),
                None => format!("await {:?}", waiting.kind),
            },
            Expr::Fail(_) => "fail".to_owned(),
        }
    }

    fn name(&self, id: FuncId) -> String {
        self.module.function(id).map_or_else(|| format!("?{}", id.0), |function| function.name.clone())
    }

    fn shape(&self, id: ShapeId) -> String {
        self.module.shapes.get(id.0 as usize).map_or_else(|| format!("?{}", id.0), |it| it.join(","))
    }

    fn op(&self, op: &Op) -> String {
        let wrapped = |wrapping: &bool| if *wrapping { "%" } else { "" };
        match op {
            Op::Arith { op, num, wrapping } => format!("{op:?}{}.{num:?}", wrapped(wrapping)),
            Op::Unary { op, num, wrapping } => format!("{op:?}{}.{num:?}", wrapped(wrapping)),
            Op::CompareNum(compare, num) => format!("{compare:?}.{num:?}"),
            Op::Convert { from, to, wrapping } => format!("Convert{}.{from:?}.{to:?}", wrapped(wrapping)),
            Op::Object(shape) => format!("Object{{{}}}", self.shape(*shape)),
            Op::Field { shape, label } => {
                format!("Field.{}{{{}}}", self.label(*shape, *label), self.shape(*shape))
            }
            Op::SetField { shape, label } => {
                format!("SetField.{}{{{}}}", self.label(*shape, *label), self.shape(*shape))
            }
            Op::Variant(hash) => format!("Variant.{hash:x}"),
            Op::Runtime(name) => format!("runtime.{name}"),
            Op::Ic0(name) => format!("ic0.{name}"),
            Op::Machine(machine) => format!("{machine:?}"),
            Op::TableIndex(id) => format!("TableIndex.{}", self.name(*id)),
            other => format!("{other:?}"),
        }
    }

    fn label(&self, shape: ShapeId, hash: u32) -> String {
        let labels = self.module.shapes.get(shape.0 as usize);
        let found = labels.and_then(|all| all.iter().find(|it| crate::layout::label_hash(it) == hash));
        found.cloned().unwrap_or_else(|| format!("{hash:x}"))
    }
}

fn constant_text(constant: Const) -> String {
    match constant {
        Const::I32(n) => format!("{n}:i32"),
        Const::I64(n) => format!("{n}:i64"),
        Const::F64(n) => format!("{n:?}"),
        Const::Value(crate::layout::NULL) => "null".to_owned(),
        Const::Value(bits) if bits & 1 == 0 => format!("{}", bits as i64 >> 1),
        Const::Value(bits) => format!("#{:x}", bits >> 32),
        Const::Literal(id) => format!("literal.{}", id.0),
        Const::Unit => "()".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Arith, LabelId, Local, Num, Rep};

    #[test]
    fn shows_what_a_function_does() {
        let add = Op::Arith { op: Arith::Add, num: Num::Nat, wrapping: false };
        let sum = Expr::op(add, [Expr::Get(Local(0)), Expr::Const(Const::Value(2))]);
        let body = Expr::Seq(vec![
            Expr::Set(Local(0), Box::new(sum)),
            Expr::Block(LabelId(0), Box::new(Expr::Get(Local(0))), Rep::Value),
        ]);
        let function = Function {
            name: "next".into(),
            params: 1,
            closure: false,
            result: Rep::Value,
            locals: vec![Rep::Value],
            body,
        };
        let expected = "\
func next(%0:Value) -> Value
  (seq
    (set %0 (Add.Nat %0 1))
    (block @0 Value %0))
";
        assert_eq!(print(&Module::default(), &function), expected);
    }
}
