//! Functions: their parameters, their captured values, their closures.

use std::collections::HashSet;
use std::rc::Rc;

use mo_ir::{Const, Expr, FuncId, Local, Op, Rep, layout};
use mo_syntax::ast::{Function, PatternKind};

use crate::binding::{Binding, Signature};
use crate::frame::Frame;
use crate::kind::{Kind, coerce};
use crate::mentions::Mentions;
use crate::program::{Lower, Lowered};

impl<'a> Lower<'a> {
    /// Lowers a function that captures nothing.
    pub(crate) fn static_function(&mut self, id: FuncId, function: &'a Function) {
        let signature = self.signature(function);
        let lowered = self.function(function, &signature, false);
        self.out.define(id, lowered.named(&signature.name));
        if signature.in_message {
            self.out.waiting.push(id);
        }
    }

    /// Lowers a function's parameters and body in a frame of its own.
    pub(crate) fn function(
        &mut self,
        function: &'a Function,
        signature: &Signature,
        closure: bool,
    ) -> Lowered {
        let mut frame = Frame::new(signature.result);
        frame.shared = Mentions::of_expr(&function.body).in_closures;
        if closure {
            frame.local(Rep::Value);
        }
        let params: Vec<(Local, Kind)> =
            signature.params.iter().map(|kind| (frame.local(kind.rep()), *kind)).collect();
        frame.ready.extend(params.iter().map(|(local, _)| *local));
        let count = frame.locals.len();
        self.frames.push(frame);
        let mut body = Vec::new();
        if let Some(context) = &function.sharing.context {
            body.push(self.message_context(context));
        }
        body.push(self.bind_parameters(&function.patterns, &params));
        let result = signature.result;
        body.push(self.body(function, result));
        let frame = self.frames.pop().expect("pushed above");
        Lowered { frame, params: count, closure, body: Expr::Seq(body) }
    }

    /// Binds what is passed. The checker lets one pattern take several arguments, and several patterns one tuple.
    fn bind_parameters(&mut self, patterns: &'a [mo_syntax::ast::Pattern], params: &[(Local, Kind)]) -> Expr {
        match (patterns, params) {
            _ if patterns.len() == params.len() => {
                let pairs = patterns.iter().zip(params);
                Expr::Seq(
                    pairs
                        .map(|(pattern, (local, kind))| self.bind_parameter(pattern, *local, *kind))
                        .collect(),
                )
            }
            (parts, [(tuple, _)]) => self.tuple_parts(*tuple, parts, None),
            ([pattern], _) => {
                let values: Vec<Expr> = params
                    .iter()
                    .map(|(local, kind)| coerce(Expr::Get(*local), *kind, Kind::Value))
                    .collect();
                let whole = if values.is_empty() {
                    Expr::Const(Const::Value(0))
                } else {
                    Expr::op(Op::Tuple, values)
                };
                let tuple = self.frame().local(Rep::Value);
                self.frame().ready.insert(tuple);
                let set = Expr::Set(tuple, Box::new(whole));
                Expr::Seq(vec![set, self.bind_parameter(pattern, tuple, Kind::Value)])
            }
            _ => unreachable!("the checker refuses functions of another number of parameters"),
        }
    }

    fn bind_parameter(&mut self, pattern: &'a mo_syntax::ast::Pattern, local: Local, kind: Kind) -> Expr {
        match &pattern.kind {
            PatternKind::Name(name) => {
                self.frame().bind(name, Binding::Local { local, kind });
                Expr::UNIT
            }
            PatternKind::Annotation(inner, _) => self.bind_parameter(inner, local, kind),
            PatternKind::Wild => Expr::UNIT,
            _ => self.bind_pattern(pattern, local, kind),
        }
    }

    /// `shared ({ caller })`
    pub(crate) fn message_context(&mut self, context: &'a mo_syntax::ast::Pattern) -> Expr {
        let caller = self.runtime_value("caller", Vec::new());
        let (shape, _) = self.out.shape(["caller"].into_iter());
        let local = self.frame().local(Rep::Value);
        let set = Expr::Set(local, Box::new(Expr::op(Op::Object(shape), [caller])));
        Expr::Seq(vec![set, self.bind_pattern(context, local, Kind::Value)])
    }

    /// An anonymous function as a value.
    pub(crate) fn lambda(&mut self, function: &'a Function) -> Expr {
        if function.sharing.mode != mo_syntax::ast::SharingMode::Local {
            return self.not_yet(function.span, "a shared function as a value").0;
        }
        let typed = self.signature(function);
        let name = function.name.as_ref().map_or("anonymous", |name| &name.name);
        let signature = Signature { name: name.to_owned(), ..typed };
        let id = self.out.reserve(name);
        let captures = self.closure_function(id, function, &signature);
        self.make_closure(id, &captures, None)
    }

    /// Lowers a function with captured values: all its parameters and its result are values.
    pub(crate) fn closure_function(
        &mut self,
        id: FuncId,
        function: &'a Function,
        signature: &Signature,
    ) -> Vec<Binding> {
        let inner = uniform(signature);
        let typed = self.signature(function);
        let mut frame = Frame::new(Kind::Value);
        frame.shared = Mentions::of_expr(&function.body).in_closures;
        frame.local(Rep::Value);
        let params: Vec<Local> = inner.params.iter().map(|_| frame.local(Rep::Value)).collect();
        frame.ready.extend(params.iter().copied());
        let count = frame.locals.len();
        self.frames.push(frame);
        let mut body = Vec::new();
        // Scalars are unboxed once rather than at each use.
        let unboxed: Vec<(Local, Kind)> = params
            .iter()
            .zip(&typed.params)
            .map(|(&local, &kind)| {
                let Kind::Scalar(_) = kind else { return (local, kind) };
                let unboxed = self.frame().local(kind.rep());
                self.frame().ready.insert(unboxed);
                body.push(Expr::Set(unboxed, Box::new(coerce(Expr::Get(local), Kind::Value, kind))));
                (unboxed, kind)
            })
            .collect();
        body.push(self.bind_parameters(&function.patterns, &unboxed));
        body.push(self.body(function, Kind::Value));
        let frame = self.frames.pop().expect("pushed above");
        let captures = frame.captures.clone();
        let lowered = Lowered { frame, params: count, closure: true, body: Expr::Seq(body) };
        self.out.define(id, lowered.named(&signature.name));
        captures
    }

    /// Allocates a closure. Values that are not there yet are stored when they come, if the closure's local is known.
    pub(crate) fn make_closure(&mut self, id: FuncId, captures: &[Binding], own: Option<Local>) -> Expr {
        let mut slots = Vec::new();
        for (at, capture) in captures.iter().enumerate() {
            let local = match capture {
                Binding::Local { local, .. } | Binding::Cell { local, .. } => Some(*local),
                _ => None,
            };
            match local {
                Some(local) if !self.frame().ready.contains(&local) && own.is_some() => {
                    let slot = u32::try_from(at).expect("few captures");
                    let own = own.expect("checked");
                    self.frame().patches.entry(local).or_default().push((own, slot));
                    slots.push(Expr::Const(Const::Value(layout::NULL)));
                }
                _ => slots.push(self.capture_slot(capture)),
            }
        }
        Expr::Closure(id, slots)
    }

    /// What goes into a closure's slot: the value, or the cell itself.
    fn capture_slot(&mut self, capture: &Binding) -> Expr {
        match capture {
            Binding::Cell { local, .. } => Expr::Get(*local),
            Binding::Capture { index, .. } => Expr::op(Op::Slot(*index), [Expr::Get(Local(0))]),
            other => self.read_as(other, Kind::Value),
        }
    }

    /// Marks a local as having its value, and stores it in closures that were made before.
    pub(crate) fn is_ready(&mut self, local: Local, kind: Kind) -> Expr {
        let frame = self.frame();
        frame.ready.insert(local);
        let Some(patches) = frame.patches.remove(&local) else { return Expr::UNIT };
        let stores = patches.into_iter().map(|(closure, slot)| {
            let value = coerce(Expr::Get(local), kind, Kind::Value);
            Expr::op(Op::SetSlot(slot), [Expr::Get(closure), value])
        });
        Expr::Seq(stores.chain([Expr::UNIT]).collect())
    }

    /// Finds a name. One of an enclosing function is captured.
    pub(crate) fn lookup(&mut self, name: &str) -> Option<Binding> {
        let top = self.frames.len() - 1;
        let found =
            (0..=top).rev().find_map(|at| self.frames[at].find(name).map(|binding| (at, binding.clone())));
        let (at, mut binding) = found?;
        if self.frames[at].is_static || !binding.is_local() {
            return Some(binding);
        }
        for frame in at + 1..=top {
            binding = self.capture(frame, &binding);
        }
        Some(binding)
    }

    /// Makes a binding of the enclosing frame available in a frame.
    fn capture(&mut self, frame: usize, binding: &Binding) -> Binding {
        match binding {
            Binding::LocalFunc { id, signature, closure } => {
                let closure = Box::new(self.capture(frame, closure));
                Binding::LocalFunc { id: *id, signature: signature.clone(), closure }
            }
            Binding::Field { object, shape, label, kind } => {
                let object = Box::new(self.capture(frame, object));
                Binding::Field { object, shape: *shape, label: *label, kind: *kind }
            }
            Binding::Local { local, kind } => {
                self.capture_as(frame, binding, &format!("local {}", local.0), *kind, false)
            }
            Binding::Cell { local, kind } => {
                self.capture_as(frame, binding, &format!("local {}", local.0), *kind, true)
            }
            Binding::Capture { index, kind, cell } => {
                self.capture_as(frame, binding, &format!("capture {index}"), *kind, *cell)
            }
            other => other.clone(),
        }
    }

    fn capture_as(&mut self, frame: usize, binding: &Binding, key: &str, kind: Kind, cell: bool) -> Binding {
        let frame = &mut self.frames[frame];
        let index = match frame.captured.get(key) {
            Some(index) => *index,
            None => {
                let index = u32::try_from(frame.captures.len()).expect("few captures");
                frame.captures.push(binding.clone());
                frame.captured.insert(key.to_owned(), index);
                index
            }
        };
        Binding::Capture { index, kind, cell }
    }

    /// Declares the functions of a block: those that capture nothing become static, the others get a closure each.
    pub(crate) fn declare_local_functions(&mut self, functions: &[&'a Function], values: &HashSet<String>) {
        let mentions: Vec<HashSet<String>> =
            functions.iter().map(|function| Mentions::of_function(function)).collect();
        let names: Vec<&str> = functions
            .iter()
            .map(|function| function.name.as_ref().map_or("", |name| name.name.as_str()))
            .collect();
        let mut open: Vec<bool> =
            mentions.iter().map(|names| names.iter().any(|name| self.is_local_value(name, values))).collect();
        // Calling one that captures makes a function one that captures.
        loop {
            let next: Vec<bool> = mentions
                .iter()
                .enumerate()
                .map(|(at, mentioned)| {
                    open[at] || names.iter().zip(&open).any(|(name, open)| *open && mentioned.contains(*name))
                })
                .collect();
            if next == open {
                break;
            }
            open = next;
        }
        for ((function, name), open) in functions.iter().zip(&names).zip(&open) {
            let signature = self.signature(function);
            let id = self.out.reserve(name);
            let binding = if *open {
                let local = self.frame().local(Rep::Value);
                let closure = Box::new(Binding::Local { local, kind: Kind::Value });
                Binding::LocalFunc { id, signature: Rc::new(uniform(&signature)), closure }
            } else {
                Binding::Func { id, signature: Rc::new(signature) }
            };
            self.frame().bind(name, binding);
        }
    }

    /// Whether a name means something that a closure would have to capture.
    fn is_local_value(&self, name: &str, values: &HashSet<String>) -> bool {
        if values.contains(name) {
            return true;
        }
        let found = self
            .frames
            .iter()
            .rev()
            .find_map(|frame| frame.find(name).map(|binding| (frame.is_static, binding)));
        found.is_some_and(|(is_static, binding)| !is_static && binding.is_local())
    }

    /// Lowers a function of a block where it stands.
    pub(crate) fn local_function(&mut self, function: &'a Function) -> Expr {
        let Some(name) = &function.name else { return Expr::UNIT };
        let cell = self.arrive(&name.name);
        match self.frame().find(&name.name).cloned() {
            Some(Binding::Func { id, .. }) => {
                self.static_function(id, function);
                Expr::UNIT
            }
            Some(Binding::LocalFunc { id, signature, closure }) => {
                let Binding::Local { local, .. } = *closure else { return Expr::UNIT };
                let captures = self.closure_function(id, function, &signature);
                let closure = self.make_closure(id, &captures, Some(local));
                let set = Expr::Set(local, Box::new(closure));
                let patch = self.is_ready(local, Kind::Value);
                let fill = cell.map_or(Expr::UNIT, |cell| Self::fill(cell, local, Kind::Value));
                Expr::Seq(vec![set, patch, fill])
            }
            _ => Expr::UNIT,
        }
    }

    /// A closure for a function that has no captured values, or whose representation is not uniform.
    pub(crate) fn function_value(&mut self, id: FuncId, signature: &Signature) -> Expr {
        if signature.is_shared {
            return self.method_value(&signature.name);
        }
        if let Some(wrapper) = self.out.wrappers.get(&id) {
            return Expr::Closure(*wrapper, Vec::new());
        }
        let wrapper = self.out.reserve(&signature.name);
        self.out.wrappers.insert(id, wrapper);
        let mut frame = Frame::new(Kind::Value);
        frame.local(Rep::Value);
        let params: Vec<Local> = signature.params.iter().map(|_| frame.local(Rep::Value)).collect();
        let args = params
            .iter()
            .zip(&signature.params)
            .map(|(local, kind)| coerce(Expr::Get(*local), Kind::Value, *kind));
        let body = coerce(Expr::Call(id, args.collect()), signature.result, Kind::Value);
        let lowered = Lowered { params: frame.locals.len(), frame, closure: true, body };
        self.out.define(wrapper, lowered.named(&signature.name));
        Expr::Closure(wrapper, Vec::new())
    }
}

/// The signature with everything as a value.
pub(crate) fn uniform(signature: &Signature) -> Signature {
    Signature::of_values(signature.name.clone(), signature.params.len())
}
