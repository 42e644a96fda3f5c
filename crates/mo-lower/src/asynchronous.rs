//! Waiting and sending: blocks that run in messages of their own, calls of shared functions, what a message answers.

use std::collections::HashSet;

use mo_check::CallInfo;
use mo_ir::{Await, Expr, FuncId, Local, Op, Rep, Scalar, TypeId, Waiting, layout};
use mo_syntax::ast::{self, AwaitKind, Call, ExprKind, Function};
use mo_types::{Func, Sharing, Ty, TyKind};

use crate::expr::value_const;
use crate::frame::Frame;
use crate::kind::{Kind, coerce};
use crate::mentions::Mentions;
use crate::program::{Lower, Lowered};

/// How a function's body runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Running {
    /// At once, to its end.
    AtOnce,
    /// In the message that calls it, which may end and go on in between: the function gives its frame.
    InMessage,
    /// Later: the function gives a future, or for `async*` (true) the closure that makes the frame.
    Later(bool),
}

impl<'a> Lower<'a> {
    pub(crate) fn running(&self, function: &Function) -> Running {
        let ty = self.types().expand(&self.info().ty(function.id));
        let TyKind::Func(func) = &*ty else { return Running::AtOnce };
        let answers = func.sharing != Sharing::Local || self.system_functions.contains(&function.id);
        match (answers, function.async_body()) {
            (false, Some(star)) => Running::Later(star),
            (false, None) => Running::AtOnce,
            (true, _) if waits(&function.body) || self.gives_future(function, func) => Running::InMessage,
            (true, _) => Running::AtOnce,
        }
    }

    /// Whether the body of a shared function is written as the future: `func f() : async T = e`.
    fn gives_future(&self, function: &Function, func: &Func) -> bool {
        function.async_body().is_none() && self.answer(func).is_some()
    }

    /// What a shared function answers, if it does.
    pub(crate) fn answer(&self, func: &Func) -> Option<Ty> {
        match &*self.types().expand(&func.result) {
            TyKind::Async { result, .. } => Some(result.clone()),
            _ => None,
        }
    }

    /// Whether a call of a function starts a block that runs in a message of its own.
    pub(crate) fn starts_block(&self, func: &Func) -> bool {
        matches!(&*self.types().expand(&func.result), TyKind::Async { star: false, .. })
    }

    /// The body of a function, as it runs.
    pub(crate) fn body(&mut self, function: &'a Function, want: Kind) -> Expr {
        match self.running(function) {
            Running::AtOnce => self.lower(&function.body, want),
            Running::Later(star) => {
                let started = self.async_block(star, &function.body, None);
                coerce(started, Kind::Value, want)
            }
            Running::InMessage => {
                let is_future = match &*self.types().expand(&self.info().ty(function.id)) {
                    TyKind::Func(func) => self.gives_future(function, func),
                    _ => false,
                };
                if is_future {
                    self.await_expr(AwaitKind::Async, &function.body).0
                } else {
                    self.lower(&function.body, Kind::Value)
                }
            }
        }
    }

    /// `async { }`: starts the block and gives its future. `async* { }`: gives the closure that makes its frame.
    pub(crate) fn async_block(
        &mut self,
        star: bool,
        body: &'a ast::Expr,
        parenthetical: Option<&'a ast::Expr>,
    ) -> Expr {
        let id = self.out.reserve("async");
        let mut frame = Frame::new(Kind::Value);
        frame.shared = Mentions::of_expr(body).in_closures;
        frame.local(Rep::Value);
        self.frames.push(frame);
        let body = self.lower(body, Kind::Value);
        let frame = self.frames.pop().expect("pushed above");
        let captures = frame.captures.clone();
        let lowered = Lowered { frame, params: 1, closure: true, body };
        self.out.define(id, lowered.named("async"));
        self.out.waiting.push(id);
        let closure = self.make_closure(id, &captures, None);
        if star {
            return closure;
        }
        let (setup, cycles, _) = self.attributes(parenthetical);
        let (set, local) = self.hold(closure, Kind::Value);
        let start = self.runtime_value("future_start", vec![Expr::Get(local), cycles]);
        Expr::Seq(setup.into_iter().chain([set, start]).collect())
    }

    pub(crate) fn await_expr(&mut self, kind: AwaitKind, value: &'a ast::Expr) -> (Expr, Kind) {
        let waited = self.lower(value, Kind::Value);
        let kind = match kind {
            AwaitKind::Async => Waiting::Future,
            AwaitKind::Question => Waiting::IfPending,
            AwaitKind::Star => Waiting::Star,
        };
        let cleanup = self.all_finally();
        let failed = self.innermost_catch();
        (Expr::Await(Box::new(Await { kind, value: waited, failed, cleanup })), Kind::Value)
    }

    /// `(base with cycles = n; timeout = s)`: what computes them, and both as values, null if absent.
    pub(crate) fn attributes(&mut self, parenthetical: Option<&'a ast::Expr>) -> (Vec<Expr>, Expr, Expr) {
        let mut setup = Vec::new();
        let mut found = [("cycles", value_const(layout::NULL)), ("timeout", value_const(layout::NULL))];
        if let Some(ast::Expr { kind: ExprKind::Record { bases, fields }, .. }) = parenthetical {
            for base in bases {
                let ty = self.info().ty(base.id);
                let value = self.lower(base, Kind::Value);
                let (set, local) = self.hold(value, Kind::Value);
                setup.push(set);
                for (name, place) in &mut found {
                    if self.object_type(&ty).is_some_and(|object| object.field(name).is_some()) {
                        *place = self.field_of(&ty, name, Expr::Get(local));
                    }
                }
            }
            for field in fields {
                let value = match &field.value {
                    Some(value) => self.lower(value, Kind::Value),
                    None => match self.lookup(&field.name.name) {
                        Some(binding) => self.read_as(&binding, Kind::Value),
                        None => value_const(layout::NULL),
                    },
                };
                let (set, local) = self.hold(value, Kind::Value);
                setup.push(set);
                if let Some((_, place)) = found.iter_mut().find(|(name, _)| *name == field.name.name) {
                    *place = Expr::Get(local);
                }
            }
        }
        let [(_, cycles), (_, timeout)] = found;
        (setup, cycles, timeout)
    }

    /// The types of a shared function's arguments in a message: those of the parts, if the only argument is a tuple.
    pub(crate) fn wire_arguments(&mut self, func: &Func) -> (TypeId, bool) {
        let parts = match func.args.as_slice() {
            // A tuple that has a name is one argument.
            [only] => match &*only.ty {
                TyKind::Tuple(parts) => Some(parts.clone()),
                _ => None,
            },
            _ => None,
        };
        let is_tuple = parts.is_some();
        let types = parts.unwrap_or_else(|| func.args.iter().map(|arg| arg.ty.clone()).collect());
        let ids = types.iter().map(|ty| self.out.ty(ty, self.checked_types())).collect();
        (self.out.module.types.add(mo_ir::Type::Tuple(ids)), is_tuple)
    }

    /// The types of its results.
    pub(crate) fn wire_results(&mut self, answer: Option<&Ty>) -> TypeId {
        let ids = match answer {
            Some(ty) => self.out.results(ty, self.checked_types()),
            None => Vec::new(),
        };
        self.out.module.types.add(mo_ir::Type::Tuple(ids))
    }

    /// A call of a shared function: a message.
    pub(crate) fn shared_call(&mut self, call: &'a Call, info: &CallInfo) -> (Expr, Kind) {
        let callee = self.lower(&call.callee, Kind::Value);
        let (set_callee, callee) = self.hold(callee, Kind::Value);
        let (setup, values) = self.argument_values(call, info);
        let (types, is_tuple) = self.wire_arguments(&info.func);
        let mut values = values;
        let tuple = if is_tuple { values.remove(0) } else { Expr::op(Op::Tuple, values) };
        let (set_arguments, arguments) = self.hold(tuple, Kind::Value);
        let (attributes, cycles, timeout) = self.attributes(call.parenthetical.as_deref());
        let mut code = vec![set_callee];
        code.extend(setup);
        code.push(set_arguments);
        code.extend(attributes);
        let address = |id| (Expr::op(Op::TypeAddress(id), []), Kind::Scalar(Scalar::Nat32));
        let value = |expr| (expr, Kind::Value);
        let arguments = [value(Expr::Get(callee)), address(types), value(Expr::Get(arguments))];
        match self.answer(&info.func) {
            Some(answer) => {
                let results = self.wire_results(Some(&answer));
                let rest = [address(results), value(cycles), value(timeout)];
                let (future, _) = self.runtime("shared_call", arguments.into_iter().chain(rest).collect());
                code.push(Expr::op(Op::Machine(mo_ir::Machine::Value), [future]));
                (Expr::Seq(code), Kind::Value)
            }
            None => {
                let rest = [value(cycles), value(timeout)];
                let (sent, _) = self.runtime("oneway_call", arguments.into_iter().chain(rest).collect());
                code.extend([sent, Expr::UNIT]);
                (Expr::Seq(code), Kind::UNIT)
            }
        }
    }

    /// A shared function of this actor as a value.
    pub(crate) fn method_value(&mut self, name: &str) -> Expr {
        let this = self.runtime_value("self_principal", Vec::new());
        let name = self.text(name);
        Expr::op(Op::Tuple, [this, name])
    }

    /// `to_candid (a, b)`
    pub(crate) fn candid_of_values(&mut self, parts: &'a [ast::Expr]) -> Expr {
        let types = parts.iter().map(|part| self.info().ty(part.id)).collect::<Vec<_>>();
        let ids = types.iter().map(|ty| self.out.ty(ty, self.checked_types())).collect();
        let types = self.out.module.types.add(mo_ir::Type::Tuple(ids));
        let values = self.values(parts);
        let address = (Expr::op(Op::TypeAddress(types), []), Kind::Scalar(Scalar::Nat32));
        let tuple = (Expr::op(Op::Tuple, values), Kind::Value);
        let (blob, _) = self.runtime("candid_encode", vec![address, tuple]);
        Expr::op(Op::Machine(mo_ir::Machine::Value), [blob])
    }

    /// `from_candid blob` at a type `?T`: null if the message holds something else.
    pub(crate) fn values_of_candid(&mut self, expr: &'a ast::Expr, blob: &'a ast::Expr) -> Expr {
        let inner = match &*self.types().promote(&self.info().ty(expr.id)) {
            TyKind::Option(inner) => inner.clone(),
            _ => Ty::any(),
        };
        let types = self.wire_results(Some(&inner));
        let is_one = !matches!(&*inner, TyKind::Tuple(_));
        let blob = self.lower(blob, Kind::Value);
        let address = (Expr::op(Op::TypeAddress(types), []), Kind::Scalar(Scalar::Nat32));
        let (decoded, _) = self.runtime("candid_decode_blob", vec![address, (blob, Kind::Value)]);
        let decoded = Expr::op(Op::Machine(mo_ir::Machine::Value), [decoded]);
        let (set, local) = self.hold(decoded, Kind::Value);
        let found = if is_one { Expr::op(Op::Slot(0), [Expr::Get(local)]) } else { Expr::Get(local) };
        let is_null = Expr::op(Op::IsNull, [Expr::Get(local)]);
        let some = Expr::op(Op::Some, [found]);
        Expr::Seq(vec![set, crate::expr::if_else(is_null, value_const(layout::NULL), some, Kind::Value)])
    }

    /// `actor "principal"`
    pub(crate) fn actor_reference(&mut self, text: &'a ast::Expr) -> Expr {
        let text = self.lower(text, Kind::Value);
        self.runtime_value("principal_of_text", vec![text])
    }

    /// Runs a function that may wait, in the message here, and answers when it has finished: `answer` is the closure that does.
    pub(crate) fn run_in_message(&mut self, id: FuncId, args: Vec<Expr>, answer: Option<FuncId>) -> Expr {
        let (set, frame) = self.hold(Expr::Call(id, args), Kind::Value);
        let go_on = Expr::CallClosure(Box::new(Expr::Get(frame)), vec![value_const(0), value_const(0)]);
        let Some(answer) = answer else { return Expr::Seq(vec![set, go_on, Expr::UNIT]) };
        let answer = Expr::Closure(answer, Vec::new());
        let tell = Expr::op(Op::SetSlot(crate::suspend::DONE_SLOT), [Expr::Get(frame), answer]);
        // Who is to be told is there before the function runs, so that its end is the same at once and later.
        Expr::Seq(vec![set, tell, go_on, Expr::UNIT])
    }

    /// The closure that answers a message: `(outcome, failed)`.
    pub(crate) fn answering(&mut self, name: &str, results: TypeId, answer: &Ty) -> FuncId {
        let id = self.out.reserve(&format!("{name} (answers)"));
        let mut frame = Frame::new(Kind::Value);
        frame.local(Rep::Value);
        let (outcome, failed) = (frame.local(Rep::Value), frame.local(Rep::Value));
        self.frames.push(frame);
        let reply = self.reply(outcome, results, answer);
        let (reject, _) = self.runtime("reject_with", vec![(Expr::Get(outcome), Kind::Value)]);
        let status = Expr::op(Op::Unbox(Scalar::Nat32), [Expr::Get(failed)]);
        let arms = vec![(vec![0], reply), (vec![1], reject)];
        let choose = Expr::Switch(Box::new(status), arms, Box::new(Expr::UNIT), Rep::Unit);
        let body = Expr::Seq(vec![choose, value_const(0)]);
        let frame = self.frames.pop().expect("pushed above");
        let lowered = Lowered { frame, params: 3, closure: true, body };
        self.out.define(id, lowered.named(&format!("{name} (answers)")));
        id
    }

    /// Answers with a value. One that is no tuple is the only result.
    pub(crate) fn reply(&mut self, outcome: Local, results: TypeId, answer: &Ty) -> Expr {
        let tuple = match &**answer {
            TyKind::Tuple(_) => Expr::Get(outcome),
            _ => Expr::op(Op::Tuple, [Expr::Get(outcome)]),
        };
        let address = (Expr::op(Op::TypeAddress(results), []), Kind::Scalar(Scalar::Nat32));
        self.runtime("candid_reply", vec![address, (tuple, Kind::Value)]).0
    }

    /// Remembers that the system calls a function, which therefore runs in the message that it is called with.
    pub(crate) fn note_system_function(&mut self, function: &Function) {
        self.system_functions.insert(function.id);
    }
}

/// The functions of an actor that the system calls.
pub(crate) type SystemFunctions = HashSet<ast::NodeId>;

/// Returns whether something waits or fails in a body itself, functions and blocks in it left out.
pub(crate) fn waits(expr: &ast::Expr) -> bool {
    match &expr.kind {
        ExprKind::Await { .. } | ExprKind::Throw(_) => true,
        _ => crate::parts::any_part(expr, &mut waits),
    }
}
