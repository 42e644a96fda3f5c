//! Blocks, branches, loops and jumps.

use std::collections::{HashMap, HashSet};

use mo_ir::{Const, Expr, LabelId, Local, Op, Rep, layout};
use mo_syntax::ast::{self, Case, Dec, DecKind, ExprKind, Function, Ident, Pattern, PatternKind};
use mo_types::TyKind;

use crate::binding::Binding;
use crate::expr::{if_else, value_const};
use crate::frame::{Label, drop_value};
use crate::kind::{Kind, coerce, unwrapped};
use crate::program::Lower;

impl<'a> Lower<'a> {
    pub(crate) fn if_expr(
        &mut self,
        condition: &'a ast::Expr,
        then: &'a ast::Expr,
        otherwise: Option<&'a ast::Expr>,
        want: Kind,
    ) -> Expr {
        let condition = self.lower(condition, Kind::BOOL);
        let Some(otherwise) = otherwise else {
            let then = self.lower(then, Kind::UNIT);
            return coerce(if_else(condition, then, Expr::UNIT, Kind::UNIT), Kind::UNIT, want);
        };
        let then = self.lower(then, want);
        let otherwise = self.lower(otherwise, want);
        if_else(condition, then, otherwise, want)
    }

    /// A block in a scope of its own.
    pub(crate) fn block(&mut self, decs: &'a [Dec], want: Kind) -> Expr {
        self.frame().scopes.push(HashMap::new());
        let result = self.block_in_scope(decs, want);
        self.frame().scopes.pop();
        result
    }

    fn block_in_scope(&mut self, decs: &'a [Dec], want: Kind) -> Expr {
        self.declare_functions(decs.iter());
        let mut body = self.declare_forward(&decs.iter().collect::<Vec<_>>());
        let Some((last, before)) = decs.split_last() else { return coerce(Expr::UNIT, Kind::UNIT, want) };
        for dec in before {
            body.push(self.dec(dec));
        }
        match &last.kind {
            DecKind::Expr(expr) => body.push(self.lower(expr, want)),
            _ => {
                let unit = self.dec(last);
                body.push(coerce(unit, Kind::UNIT, want));
            }
        }
        Expr::Seq(body)
    }

    pub(crate) fn declare_functions(&mut self, decs: impl Iterator<Item = &'a Dec> + Clone) {
        let functions: Vec<&'a Function> = decs
            .clone()
            .filter_map(|dec| match &dec.kind {
                DecKind::Func(function) => Some(function),
                _ => None,
            })
            .collect();
        for dec in decs.clone() {
            if let DecKind::Class(class) = &dec.kind {
                self.declare_local_class(class);
            }
        }
        if functions.is_empty() {
            return;
        }
        let values: HashSet<String> =
            decs.filter(|dec| !matches!(dec.kind, DecKind::Func(_))).flat_map(Dec::names).collect();
        // Values that functions mention need their locals now, so that closures can name them.
        self.declare_local_functions(&functions, &values);
    }

    /// A declaration or statement inside a function.
    pub(crate) fn dec(&mut self, dec: &'a Dec) -> Expr {
        match &dec.kind {
            DecKind::Expr(expr) => self.lower(expr, Kind::UNIT),
            DecKind::Let { pattern, value: Some(value), otherwise } => {
                self.let_dec(pattern, value, otherwise.as_ref())
            }
            DecKind::Var { name, value: Some(value), .. } => self.var_dec(name, value),
            DecKind::Func(function) => self.local_function(function),
            DecKind::Type(_) => Expr::UNIT,
            DecKind::Class(class) => self.local_class(class),
            DecKind::Object(block) => {
                let (object, _) = self.object_value(block);
                let local = self.frame().local(Rep::Value);
                self.frame().ready.insert(local);
                let mut body = vec![Expr::Set(local, Box::new(object))];
                if let Some(name) = &block.name {
                    let cell = self.arrive(&name.name);
                    self.frame().bind(&name.name, Binding::Local { local, kind: Kind::Value });
                    body.extend(cell.map(|cell| Self::fill(cell, local, Kind::Value)));
                }
                body.push(Expr::UNIT);
                Expr::Seq(body)
            }
            _ => self.not_yet(dec.span, "this declaration").0,
        }
    }

    fn let_dec(
        &mut self,
        pattern: &'a Pattern,
        value: &'a ast::Expr,
        otherwise: Option<&'a ast::Expr>,
    ) -> Expr {
        let kind = self.place(&self.info().ty(pattern.id));
        let lowered = self.lower(value, kind);
        let local = self.frame().local(kind.rep());
        let set = Expr::Set(local, Box::new(lowered));
        let bind = match otherwise {
            Some(otherwise) => self.let_else(pattern, local, kind, otherwise),
            None => self.bind_pattern(pattern, local, kind),
        };
        Expr::Seq(vec![set, bind])
    }

    /// `let p = e else { .. }`: what `else` holds never finishes.
    pub(crate) fn let_else(
        &mut self,
        pattern: &'a Pattern,
        local: Local,
        kind: Kind,
        otherwise: &'a ast::Expr,
    ) -> Expr {
        let (matched, failed) = (self.frame().label(), self.frame().label());
        let bind = self.match_pattern(pattern, local, kind, failed);
        let otherwise = self.lower(otherwise, Kind::UNIT);
        let tries = Expr::Block(
            failed,
            Box::new(Expr::Seq(vec![bind, Expr::Break(matched, Box::new(Expr::UNIT))])),
            Rep::Unit,
        );
        let body = Expr::Seq(vec![tries, otherwise, Expr::op(Op::Unreachable, [])]);
        Expr::Block(matched, Box::new(body), Rep::Unit)
    }

    fn var_dec(&mut self, name: &'a Ident, value: &'a ast::Expr) -> Expr {
        // The variable's kind is that of its type, which its value was checked against.
        let kind = self.place(&self.variable_type(value));
        if let Some(cell) = self.arrive(&name.name) {
            let value = self.lower(value, Kind::Value);
            self.frame().bind(&name.name, Binding::Cell { local: cell, kind });
            return Expr::Seq(vec![Expr::op(Op::SetSlot(0), [Expr::Get(cell), value]), Expr::UNIT]);
        }
        if self.frame().shared.contains(&name.name) {
            let value = self.lower(value, Kind::Value);
            let local = self.frame().local(Rep::Value);
            let set = Expr::Set(local, Box::new(Expr::op(Op::Cell, [value])));
            self.frame().bind(&name.name, Binding::Cell { local, kind });
            let patch = self.is_ready(local, Kind::Value);
            return Expr::Seq(vec![set, patch]);
        }
        let (value, found) = self.natural(value);
        // Where the declared type is wider than the value's (Any, a type parameter), a scalar would not fit later values.
        let kind = if found == kind { kind } else { Kind::Value };
        let local = self.frame().local(kind.rep());
        self.frame().ready.insert(local);
        self.frame().bind(&name.name, Binding::Local { local, kind });
        Expr::Set(local, Box::new(coerce(value, found, kind)))
    }

    fn variable_type(&self, value: &ast::Expr) -> mo_types::Ty {
        self.info().ty(value.id)
    }

    pub(crate) fn switch(&mut self, subject: &'a ast::Expr, cases: &'a [Case], want: Kind) -> Expr {
        let kind = self.place(&self.info().ty(subject.id));
        let value = self.lower(subject, kind);
        let local = self.frame().local(kind.rep());
        self.frame().ready.insert(local);
        let set = Expr::Set(local, Box::new(value));
        let body = self
            .by_tag(local, cases, want)
            .or_else(|| self.by_option(local, cases, want))
            .or_else(|| self.by_tree(local, kind, cases, want))
            .unwrap_or_else(|| self.one_by_one(local, kind, cases, want));
        Expr::Seq(vec![set, body])
    }

    /// Cases in order: each tries its pattern and goes on to the next if it does not match.
    fn one_by_one(&mut self, local: Local, kind: Kind, cases: &'a [Case], want: Kind) -> Expr {
        let done = self.frame().label();
        let mut body = Vec::new();
        for case in cases {
            let next = self.frame().label();
            self.frame().scopes.push(HashMap::new());
            let bind = self.match_pattern(&case.pattern, local, kind, next);
            let result = self.lower(&case.body, want);
            self.frame().scopes.pop();
            let leave = Expr::Break(done, Box::new(result));
            body.push(Expr::Block(next, Box::new(Expr::Seq(vec![bind, leave])), Rep::Unit));
        }
        body.push(Expr::op(Op::Unreachable, []));
        Expr::Block(done, Box::new(Expr::Seq(body)), want.rep())
    }

    /// Cases that are each a tag with a pattern that cannot fail, then perhaps one for the rest: a jump by tag.
    fn by_tag(&mut self, local: Local, cases: &'a [Case], want: Kind) -> Option<Expr> {
        let mut seen = HashSet::new();
        let rest = cases.last().filter(|case| matches!(case.pattern.kind, PatternKind::Wild));
        let tagged = if rest.is_some() { &cases[..cases.len() - 1] } else { cases };
        let simple = tagged.iter().all(|case| {
            tags(&case.pattern).is_some_and(|tags| tags.iter().all(|(name, _)| seen.insert(*name)))
        });
        if !simple || tagged.len() < 2 {
            return None;
        }
        let mut arms = Vec::new();
        for case in tagged {
            let found = tags(&case.pattern)?;
            self.frame().scopes.push(HashMap::new());
            let mut body = Vec::new();
            if let [(_, Some(payload))] = found.as_slice() {
                let kind = self.place(&self.info().ty(payload.id));
                let inner = self.frame().local(kind.rep());
                let value = Expr::op(Op::VariantPayload, [Expr::Get(local)]);
                body.push(Expr::Set(inner, Box::new(coerce(value, Kind::Value, kind))));
                body.push(self.bind_pattern(payload, inner, kind));
            }
            body.push(self.lower(&case.body, want));
            self.frame().scopes.pop();
            let keys = found.iter().map(|(name, _)| layout::label_hash(name)).collect();
            arms.push((keys, Expr::Seq(body)));
        }
        let default = match rest {
            Some(case) => self.lower(&case.body, want),
            None => Expr::op(Op::Unreachable, []),
        };
        let tag = Expr::op(Op::VariantTag, [Expr::Get(local)]);
        Some(Expr::Switch(Box::new(tag), arms, Box::new(default), want.rep()))
    }

    /// Cases by tag whose payloads may still fail: a jump to the first case of the tag, and from a case that fails to the next
    /// of its tag. Every body stands once.
    fn by_tree(&mut self, local: Local, kind: Kind, cases: &'a [Case], want: Kind) -> Option<Expr> {
        let all: Vec<Option<Vec<&str>>> =
            cases.iter().map(|case| tags_of(&case.pattern)).collect::<Option<_>>()?;
        let mut names: Vec<&str> = all.iter().flatten().flatten().copied().collect();
        names.sort_unstable();
        names.dedup();
        if names.len() < 2 {
            return None;
        }
        let candidate = |name: &str, from: usize| {
            (from..all.len()).find(|at| all[*at].as_ref().is_none_or(|tags| tags.contains(&name)))
        };
        let labels: Vec<LabelId> = cases.iter().map(|_| self.frame().label()).collect();
        let done = self.frame().label();
        let jump = |to: Option<usize>| match to {
            Some(at) => Expr::Break(labels[at], Box::new(Expr::UNIT)),
            None => Expr::op(Op::Unreachable, []),
        };
        let arms =
            names.iter().map(|name| (vec![layout::label_hash(name)], jump(candidate(name, 0)))).collect();
        let rest = all.iter().position(Option::is_none);
        let tag = Expr::op(Op::VariantTag, [Expr::Get(local)]);
        let mut whole = Expr::Switch(Box::new(tag), arms, Box::new(jump(rest)), Rep::Unit);
        for (at, case) in cases.iter().enumerate() {
            self.frame().scopes.push(HashMap::new());
            let bind = match payload_of(&case.pattern) {
                Some((name, payload)) => {
                    let next = candidate(name, at + 1).map(|next| labels[next]);
                    self.payload_parts(local, payload, next)
                }
                None if all[at].is_none() => self.bind_pattern(&case.pattern, local, kind),
                None => Expr::UNIT,
            };
            let result = self.lower(&case.body, want);
            self.frame().scopes.pop();
            let tried = Expr::Block(labels[at], Box::new(whole), Rep::Unit);
            whole = Expr::Seq(vec![tried, bind, Expr::Break(done, Box::new(result))]);
        }
        Some(Expr::Block(done, Box::new(whole), want.rep()))
    }

    /// `null`, and a value whose pattern cannot fail: one test.
    fn by_option(&mut self, local: Local, cases: &'a [Case], want: Kind) -> Option<Expr> {
        let is_null = |pattern: &Pattern| matches!(pattern.kind, PatternKind::Literal(ast::Literal::Null));
        let (none, some, inner) = match cases {
            [none, some] if is_null(&none.pattern) => (none, some, whole_option(&some.pattern)?),
            [some, none] if is_null(&none.pattern) || matches!(none.pattern.kind, PatternKind::Wild) => {
                (none, some, whole_option(&some.pattern)?)
            }
            _ => return None,
        };
        let none = self.lower(&none.body, want);
        self.frame().scopes.push(HashMap::new());
        let bind = self.unwrapped_parts(local, inner, None);
        let some = Expr::Seq(vec![bind, self.lower(&some.body, want)]);
        self.frame().scopes.pop();
        Some(if_else(Expr::op(Op::IsNull, [Expr::Get(local)]), none, some, want))
    }

    pub(crate) fn while_loop(
        &mut self,
        condition: &'a ast::Expr,
        body: &'a ast::Expr,
        name: Option<&str>,
    ) -> Expr {
        let (exit, next, again) = self.loop_labels(name);
        let condition = self.lower(condition, Kind::BOOL);
        let body = self.lower(body, Kind::UNIT);
        self.frame().labels.pop();
        let stop = if_else(condition, Expr::UNIT, Expr::Break(exit, Box::new(Expr::UNIT)), Kind::UNIT);
        let round = Expr::Seq(vec![stop, Expr::Block(next, Box::new(body), Rep::Unit)]);
        loop_of(exit, again, round)
    }

    pub(crate) fn endless_loop(
        &mut self,
        expr: &'a ast::Expr,
        body: &'a ast::Expr,
        condition: Option<&'a ast::Expr>,
        name: Option<&str>,
    ) -> (Expr, Kind) {
        let (exit, next, again) = self.loop_labels(name);
        let lowered = self.lower(body, Kind::UNIT);
        let mut round = vec![Expr::Block(next, Box::new(lowered), Rep::Unit)];
        self.frame().labels.pop();
        if let Some(condition) = condition {
            let condition = self.lower(condition, Kind::BOOL);
            round.push(if_else(condition, Expr::UNIT, Expr::Break(exit, Box::new(Expr::UNIT)), Kind::UNIT));
        }
        let looped = loop_of(exit, again, Expr::Seq(round));
        if condition.is_none()
            && name.is_none()
            && matches!(&*self.types().expand(&self.info().ty(expr.id)), TyKind::None)
        {
            return (Expr::Seq(vec![looped, Expr::op(Op::Unreachable, [])]), Kind::Never);
        }
        (looped, Kind::UNIT)
    }

    pub(crate) fn for_loop(
        &mut self,
        pattern: &'a Pattern,
        iterator: &'a ast::Expr,
        body: &'a ast::Expr,
        name: Option<&str>,
    ) -> Expr {
        if let Some((values, of)) = self.counted_values(iterator) {
            return match of {
                Counted::Array => self.for_array(pattern, values, body, name),
                Counted::Blob => self.for_blob(pattern, values, body, name),
            };
        }
        let iterator_type = self.info().ty(iterator.id);
        let object = self.lower(iterator, Kind::Value);
        let next_function = self.frame().local(Rep::Value);
        let field = self.field_of(&iterator_type, "next", object);
        let set = Expr::Set(next_function, Box::new(field));
        let (exit, next, again) = self.loop_labels(name);
        let item = self.frame().local(Rep::Value);
        let call =
            Expr::Set(item, Box::new(Expr::CallClosure(Box::new(Expr::Get(next_function)), Vec::new())));
        let stop = if_else(
            Expr::op(Op::IsNull, [Expr::Get(item)]),
            Expr::Break(exit, Box::new(Expr::UNIT)),
            Expr::UNIT,
            Kind::UNIT,
        );
        let kind = self.place(&self.info().ty(pattern.id));
        let element = unwrapped(Expr::Get(item), &self.info().ty(pattern.id), self.types());
        let element = coerce(element, Kind::Value, kind);
        let round = self.round(pattern, element, kind, body, next);
        self.frame().labels.pop();
        Expr::Seq(vec![set, loop_of(exit, again, Expr::Seq(vec![call, stop, round]))])
    }

    /// One round of a loop: binds the element, runs the body.
    fn round(
        &mut self,
        pattern: &'a Pattern,
        element: Expr,
        kind: Kind,
        body: &'a ast::Expr,
        next: LabelId,
    ) -> Expr {
        self.frame().scopes.push(HashMap::new());
        let local = self.frame().local(kind.rep());
        let set = Expr::Set(local, Box::new(element));
        let bind = self.bind_pattern(pattern, local, kind);
        let body = self.lower(body, Kind::UNIT);
        self.frame().scopes.pop();
        Expr::Block(next, Box::new(Expr::Seq(vec![set, bind, body])), Rep::Unit)
    }

    /// `array.values()`, over which a loop counts instead of asking an iterator.
    fn counted_values(&self, iterator: &'a ast::Expr) -> Option<(&'a ast::Expr, Counted)> {
        let ExprKind::Call(call) = &iterator.kind else { return None };
        let ExprKind::Field(base, name) = &call.callee.kind else { return None };
        let counted = match &*self.types().promote(&self.info().ty(base.id)) {
            TyKind::Array(_) | TyKind::VarArray(_) => Counted::Array,
            TyKind::Prim(mo_types::Prim::Blob) => Counted::Blob,
            _ => return None,
        };
        let builtin = self.info().call(iterator.id).is_some_and(|call| call.dot.is_none());
        (builtin && matches!(name.name.as_str(), "values" | "vals")).then_some((&**base, counted))
    }

    /// A loop over bytes, which lie behind the header. Only the blob itself is kept from round to round: what is awaited in
    /// a round may move it.
    fn for_blob(
        &mut self,
        pattern: &'a Pattern,
        blob: &'a ast::Expr,
        body: &'a ast::Expr,
        name: Option<&str>,
    ) -> Expr {
        let lowered = self.lower(blob, Kind::Value);
        let (blob, at) = (self.frame().local(Rep::Value), self.frame().local(Rep::I32));
        let i32_const = |n: u32| Expr::Const(Const::I32(n.cast_signed()));
        let add = Op::Arith { op: mo_ir::Arith::Add, num: mo_ir::Num::Nat32, wrapping: true };
        let plus = |a: Expr, b: Expr| Expr::op(add.clone(), [a, b]);
        let machine = |machine: mo_ir::Machine, operand: Expr| Expr::op(Op::Machine(machine), [operand]);
        // A pointer is the address plus one.
        let pointer = || machine(mo_ir::Machine::Wrap, machine(mo_ir::Machine::Bits, Expr::Get(blob)));
        let size = machine(mo_ir::Machine::Load(mo_ir::Width::W32), plus(pointer(), i32_const(3)));
        let address = plus(plus(pointer(), Expr::Get(at)), i32_const(7));
        let byte = machine(mo_ir::Machine::Load(mo_ir::Width::W8), address);
        let (exit, next, again) = self.loop_labels(name);
        let more = Expr::op(Op::CompareNum(mo_ir::Compare::Lt, mo_ir::Num::Nat32), [Expr::Get(at), size]);
        let stop = if_else(more, Expr::UNIT, Expr::Break(exit, Box::new(Expr::UNIT)), Kind::UNIT);
        let item = self.frame().local(Rep::I32);
        let load = Expr::Set(item, Box::new(byte));
        let step = Expr::Set(at, Box::new(plus(Expr::Get(at), i32_const(1))));
        let kind = self.place(&self.info().ty(pattern.id));
        let byte_kind = Kind::Scalar(mo_ir::Scalar::Nat8);
        let round = self.round(pattern, coerce(Expr::Get(item), byte_kind, kind), kind, body, next);
        self.frame().labels.pop();
        let setup = vec![Expr::Set(blob, Box::new(lowered)), Expr::Set(at, Box::new(i32_const(0)))];
        Expr::Seq([setup, vec![loop_of(exit, again, Expr::Seq(vec![stop, load, step, round]))]].concat())
    }

    fn for_array(
        &mut self,
        pattern: &'a Pattern,
        array: &'a ast::Expr,
        body: &'a ast::Expr,
        name: Option<&str>,
    ) -> Expr {
        let lowered = self.lower(array, Kind::Value);
        let (array, at, size) =
            (self.frame().local(Rep::Value), self.frame().local(Rep::I64), self.frame().local(Rep::I64));
        let bits = |expr: Expr| Expr::op(Op::Machine(mo_ir::Machine::Bits), [expr]);
        let setup = vec![
            Expr::Set(array, Box::new(lowered)),
            Expr::Set(at, Box::new(Expr::Const(Const::I64(0)))),
            Expr::Set(size, Box::new(bits(Expr::op(Op::ArraySize, [Expr::Get(array)])))),
        ];
        let (exit, next, again) = self.loop_labels(name);
        // Both count as slots do: shifted left by one.
        let compare = Op::CompareNum(mo_ir::Compare::Lt, mo_ir::Num::Nat64);
        let stop = if_else(
            Expr::op(compare, [Expr::Get(at), Expr::Get(size)]),
            Expr::UNIT,
            Expr::Break(exit, Box::new(Expr::UNIT)),
            Kind::UNIT,
        );
        let item = self.frame().local(Rep::Value);
        let index = Expr::op(Op::Machine(mo_ir::Machine::Value), [Expr::Get(at)]);
        let load = Expr::Set(item, Box::new(Expr::op(Op::ArrayGet, [Expr::Get(array), index])));
        let add = Op::Arith { op: mo_ir::Arith::Add, num: mo_ir::Num::Nat64, wrapping: true };
        let step = Expr::Set(at, Box::new(Expr::op(add, [Expr::Get(at), Expr::Const(Const::I64(2))])));
        let kind = self.place(&self.info().ty(pattern.id));
        let round = self.round(pattern, coerce(Expr::Get(item), Kind::Value, kind), kind, body, next);
        self.frame().labels.pop();
        Expr::Seq([setup, vec![loop_of(exit, again, Expr::Seq(vec![stop, load, step, round]))]].concat())
    }

    fn loop_labels(&mut self, name: Option<&str>) -> (LabelId, LabelId, LabelId) {
        let frame = self.frame();
        let (exit, next, again) = (frame.label(), frame.label(), frame.label());
        let name = name.unwrap_or_default().to_owned();
        frame.labels.push(Label { name, exit, kind: Kind::UNIT, next: Some(next) });
        (exit, next, again)
    }

    pub(crate) fn label(&mut self, name: &'a Ident, body: &'a ast::Expr, want: Kind) -> Expr {
        let looped = match &body.kind {
            ExprKind::While(condition, inner) => Some(self.while_loop(condition, inner, Some(&name.name))),
            ExprKind::Loop(inner, condition) => {
                Some(self.endless_loop(body, inner, condition.as_deref(), Some(&name.name)).0)
            }
            ExprKind::For(pattern, iterator, inner) => {
                Some(self.for_loop(pattern, iterator, inner, Some(&name.name)))
            }
            _ => None,
        };
        if let Some(looped) = looped {
            return coerce(looped, Kind::UNIT, want);
        }
        let exit = self.frame().label();
        self.frame().labels.push(Label { name: name.name.clone(), exit, kind: want, next: None });
        let body = self.lower(body, want);
        self.frame().labels.pop();
        Expr::Block(exit, Box::new(body), want.rep())
    }

    pub(crate) fn break_to(&mut self, name: Option<&Ident>, value: Option<&'a ast::Expr>) -> Expr {
        let Some(at) = self.find_label(name) else { return Expr::op(Op::Unreachable, []) };
        let (exit, kind) = (self.frame().labels[at].exit, self.frame().labels[at].kind);
        let value = match value {
            Some(value) => self.lower(value, kind),
            None => coerce(Expr::UNIT, Kind::UNIT, kind),
        };
        let leave = |value| Expr::Break(exit, Box::new(value));
        self.leaving(value, kind, |region| region.labels > at, leave)
    }

    pub(crate) fn continue_to(&mut self, name: Option<&Ident>) -> Expr {
        let Some(at) = self.find_label(name) else { return Expr::op(Op::Unreachable, []) };
        let Some(next) = self.frame().labels[at].next else { return Expr::op(Op::Unreachable, []) };
        let leave = |value| Expr::Break(next, Box::new(value));
        self.leaving(Expr::UNIT, Kind::UNIT, |region| region.labels > at, leave)
    }

    fn find_label(&mut self, name: Option<&Ident>) -> Option<usize> {
        let labels = &self.frame().labels;
        match name {
            Some(name) => labels.iter().rposition(|label| label.name == name.name),
            None => labels.iter().rposition(|label| label.next.is_some()),
        }
    }

    pub(crate) fn return_from(&mut self, value: Option<&'a ast::Expr>) -> Expr {
        let kind = self.frame().result;
        let value = match value {
            Some(value) => self.lower(value, kind),
            None => coerce(Expr::UNIT, Kind::UNIT, kind),
        };
        self.leaving(value, kind, |_| true, |value| Expr::Return(Box::new(value)))
    }

    /// `left ?? right`: the right side only runs when it is needed.
    pub(crate) fn coalesce(&mut self, left: &'a ast::Expr, right: &'a ast::Expr, want: Kind) -> Expr {
        let left = self.lower(left, Kind::Value);
        let local = self.frame().local(Rep::Value);
        let set = Expr::Set(local, Box::new(left));
        let right = self.lower(right, want);
        let unwrapped = coerce(Expr::op(Op::Unwrap, [Expr::Get(local)]), Kind::Value, want);
        let is_null = Expr::op(Op::IsNull, [Expr::Get(local)]);
        Expr::Seq(vec![set, if_else(is_null, right, unwrapped, want)])
    }

    pub(crate) fn pipe(&mut self, value: &'a ast::Expr, function: &'a ast::Expr, want: Kind) -> Expr {
        let kind = self.place(&self.info().ty(value.id));
        let value = self.lower(value, kind);
        let local = self.frame().local(kind.rep());
        self.frame().ready.insert(local);
        let set = Expr::Set(local, Box::new(value));
        let outer = self.frame().placeholder.replace(Binding::Local { local, kind });
        let result = self.lower(function, want);
        self.frame().placeholder = outer;
        Expr::Seq(vec![set, result])
    }

    pub(crate) fn do_option(&mut self, body: &'a ast::Expr) -> Expr {
        let label = self.frame().label();
        self.frame().option_blocks.push(label);
        let body = self.lower(body, Kind::Value);
        self.frame().option_blocks.pop();
        Expr::Block(label, Box::new(Expr::op(Op::Some, [body])), Rep::Value)
    }

    pub(crate) fn bang(&mut self, inner: &'a ast::Expr) -> Expr {
        let inner = self.lower(inner, Kind::Value);
        let local = self.frame().local(Rep::Value);
        let set = Expr::Set(local, Box::new(inner));
        let Some(label) = self.frame().option_blocks.last().copied() else { return drop_value(set) };
        let at = self.frame().option_blocks.len() - 1;
        let null = value_const(layout::NULL);
        let leave = |value| Expr::Break(label, Box::new(value));
        let leave = self.leaving(null, Kind::Value, |region| region.options > at, leave);
        let check = if_else(Expr::op(Op::IsNull, [Expr::Get(local)]), leave, Expr::UNIT, Kind::UNIT);
        Expr::Seq(vec![set, check, Expr::op(Op::Unwrap, [Expr::Get(local)])])
    }

    /// A local for a value that is used more than once.
    pub(crate) fn hold(&mut self, value: Expr, kind: Kind) -> (Expr, Local) {
        let local = self.frame().local(kind.rep());
        self.frame().ready.insert(local);
        (Expr::Set(local, Box::new(value)), local)
    }
}

/// What a loop counts over.
#[derive(Clone, Copy)]
enum Counted {
    Array,
    Blob,
}

/// Runs a round until something breaks to the exit.
pub(crate) fn loop_of(exit: LabelId, again: LabelId, round: Expr) -> Expr {
    Expr::Block(exit, Box::new(Expr::Loop(again, Box::new(round))), Rep::Unit)
}

/// The tags that a pattern matches, if it is a tag (or several without payloads) with a payload that cannot fail.
fn tags(pattern: &Pattern) -> Option<Vec<(&str, Option<&Pattern>)>> {
    match &pattern.kind {
        PatternKind::Tag(name, None) => Some(vec![(name.name.as_str(), None)]),
        PatternKind::Tag(name, Some(payload)) if cannot_fail(payload) => {
            Some(vec![(name.name.as_str(), Some(payload))])
        }
        PatternKind::Or(left, right) => {
            let both = [tags(left)?, tags(right)?].concat();
            both.iter().all(|(_, payload)| payload.is_none()).then_some(both)
        }
        PatternKind::Annotation(inner, _) => tags(inner),
        _ => None,
    }
}

/// Returns the pattern behind `?`, if it matches whatever is there.
fn whole_option(pattern: &Pattern) -> Option<&Pattern> {
    match &pattern.kind {
        PatternKind::Option(inner) if cannot_fail(inner) => Some(inner),
        _ => None,
    }
}

/// Returns the tags that a pattern matches, or nothing for one that matches whatever comes; fails for other patterns.
fn tags_of(pattern: &Pattern) -> Option<Option<Vec<&str>>> {
    match &pattern.kind {
        PatternKind::Wild | PatternKind::Name(_) => Some(None),
        PatternKind::Tag(name, _) => Some(Some(vec![&name.name])),
        PatternKind::Annotation(inner, _) => tags_of(inner),
        PatternKind::Or(..) => {
            tags(pattern).map(|found| Some(found.into_iter().map(|(name, _)| name).collect()))
        }
        _ => None,
    }
}

/// Returns the payload of a pattern that matches one tag.
fn payload_of(pattern: &Pattern) -> Option<(&str, &Pattern)> {
    match &pattern.kind {
        PatternKind::Tag(name, Some(payload)) => Some((&name.name, payload)),
        PatternKind::Annotation(inner, _) => payload_of(inner),
        _ => None,
    }
}

/// Whether a pattern matches every value of its type, whatever the type.
pub(crate) fn cannot_fail(pattern: &Pattern) -> bool {
    match &pattern.kind {
        PatternKind::Wild | PatternKind::Name(_) => true,
        PatternKind::Tuple(parts) => parts.iter().all(cannot_fail),
        PatternKind::Record(fields) => fields.iter().all(|field| match field {
            ast::PatternField::Value { pattern: Some(pattern), .. } => cannot_fail(pattern),
            _ => true,
        }),
        PatternKind::Annotation(inner, _) => cannot_fail(inner),
        _ => false,
    }
}
