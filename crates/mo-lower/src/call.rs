//! Calls: of known functions directly, of closures through their table entry, of primitives as what they are.

use mo_check::{CallInfo, Implicit, Reference};
use mo_ir::{Expr, Op, Rep, layout};
use mo_syntax::ast::{self, Call, ExprKind};
use mo_types::Sharing;

use crate::binding::Binding;
use crate::expr::value_const;
use crate::frame::Frame;
use crate::kind::{Kind, coerce};
use crate::program::{Lower, Lowered};

/// An argument in place.
enum Given<'a> {
    Written(&'a ast::Expr),
    Implicit(Implicit),
    /// Part of a tuple that is held in a local.
    Part(Expr),
}

impl<'a> Lower<'a> {
    /// Returns what an expression stands for if that is known without running anything.
    pub(crate) fn static_binding(&mut self, expr: &'a ast::Expr) -> Option<Binding> {
        match &expr.kind {
            ExprKind::Name(name) => self.lookup(name),
            ExprKind::Field(base, name) => {
                let base = self.static_binding(base)?;
                self.member(&base, &name.name)
            }
            ExprKind::Annotation(inner, _) => self.static_binding(inner),
            _ => None,
        }
    }

    pub(crate) fn call(&mut self, expr: &'a ast::Expr, call: &'a Call) -> (Expr, Kind) {
        let Some(info) = self.info().call(expr.id).cloned() else {
            return self.not_yet(expr.span, "this call");
        };
        if info.func.sharing != Sharing::Local {
            return self.shared_call(call, &info);
        }
        if let Some(made) = self.make_actor(call, &info) {
            return made;
        }
        // Where nothing is sent, the checker has said that attributes have no effect.
        if let Some(parenthetical) = &call.parenthetical
            && self.starts_block(&info.func)
        {
            return self.attached_call(expr, call, &info, parenthetical);
        }
        if let Some(reference) = info.dot.clone() {
            let Some(binding) = self.reference(&reference) else {
                return self.not_yet(expr.span, "this call");
            };
            let ExprKind::Field(base, _) = &call.callee.kind else {
                return self.not_yet(expr.span, "this call");
            };
            let written = std::iter::once(&**base).chain(&call.arguments);
            let given = self.arrange(written, &info);
            return self.call_binding(&binding, &info, given, expr);
        }
        let (setup, given) = self.arguments(call, &info);
        let (result, kind) = match self.static_binding(&call.callee) {
            Some(binding) => self.call_binding(&binding, &info, given, expr),
            None => match &call.callee.kind {
                ExprKind::Field(base, name) if self.object_type(&self.info().ty(base.id)).is_none() => {
                    self.call_builtin(expr, base, &name.name, given)
                }
                _ => {
                    let callee = self.lower(&call.callee, Kind::Value);
                    self.call_closure(callee, given)
                }
            },
        };
        (Expr::Seq(setup.into_iter().chain([result]).collect()), kind)
    }

    /// A call of an asynchronous function here, with cycles: they go along with the message that its block is started by.
    fn attached_call(
        &mut self,
        expr: &'a ast::Expr,
        call: &'a Call,
        info: &CallInfo,
        parenthetical: &'a ast::Expr,
    ) -> (Expr, Kind) {
        let (mut code, given, binding) = match (&info.dot, &call.callee.kind) {
            (Some(reference), ExprKind::Field(base, _)) => {
                let written = std::iter::once(&**base).chain(&call.arguments);
                (Vec::new(), self.arrange(written, info), self.reference(reference))
            }
            _ => {
                let (setup, given) = self.arguments(call, info);
                (setup, given, self.static_binding(&call.callee))
            }
        };
        let callee = match &binding {
            Some(_) => None,
            None => {
                let callee = self.lower(&call.callee, Kind::Value);
                let (set, local) = self.hold(callee, Kind::Value);
                code.insert(0, set);
                Some(local)
            }
        };
        // What comes to be before the cycles are attached cannot take them away.
        let mut parts = Vec::new();
        for given in given {
            let value = self.given(given, Kind::Value);
            let (set, local) = self.hold(value, Kind::Value);
            code.push(set);
            parts.push(Given::Part(Expr::Get(local)));
        }
        let (attributes, cycles, _) = self.attributes(Some(parenthetical));
        code.extend(attributes);
        code.push(self.runtime("attach_cycles", vec![(cycles, Kind::Value)]).0);
        let (result, kind) = match (&binding, callee) {
            (Some(binding), _) => self.call_binding(binding, info, parts, expr),
            (None, Some(callee)) => self.call_closure(Expr::Get(callee), parts),
            (None, None) => self.not_yet(expr.span, "this call"),
        };
        let (set, local) = self.hold(coerce(result, kind, Kind::Value), Kind::Value);
        let none = value_const(layout::NULL);
        let detach = self.runtime("attach_cycles", vec![(none, Kind::Value)]).0;
        code.extend([set, detach, Expr::Get(local)]);
        (Expr::Seq(code), Kind::Value)
    }

    /// Puts the written arguments and the implicit ones at their positions.
    fn arrange(&self, written: impl Iterator<Item = &'a ast::Expr>, info: &CallInfo) -> Vec<Given<'a>> {
        let mut written = written;
        (0..info.func.args.len())
            .filter_map(|at| match info.implicits.iter().find(|(position, _)| *position == at) {
                Some((_, implicit)) => Some(Given::Implicit(implicit.clone())),
                None => written.next().map(Given::Written),
            })
            .collect()
    }

    fn arguments(&mut self, call: &'a Call, info: &CallInfo) -> (Vec<Expr>, Vec<Given<'a>>) {
        if info.spread {
            let tuple = self.lower(&call.arguments[0], Kind::Value);
            let (set, local) = self.hold(tuple, Kind::Value);
            let count = u32::try_from(info.func.args.len()).expect("few arguments");
            let parts =
                (0..count).map(|at| Given::Part(Expr::op(Op::Slot(at), [Expr::Get(local)]))).collect();
            return (vec![set], parts);
        }
        if info.pack {
            let parts = self.values(&call.arguments);
            let tuple = if parts.is_empty() { value_const(0) } else { Expr::op(Op::Tuple, parts) };
            return (Vec::new(), vec![Given::Part(tuple)]);
        }
        (Vec::new(), self.arrange(call.arguments.iter(), info))
    }

    /// The arguments as values, in order.
    pub(crate) fn argument_values(&mut self, call: &'a Call, info: &CallInfo) -> (Vec<Expr>, Vec<Expr>) {
        let (setup, given) = self.arguments(call, info);
        let values = given.into_iter().map(|given| self.given(given, Kind::Value)).collect();
        (setup, values)
    }

    fn given(&mut self, given: Given<'a>, want: Kind) -> Expr {
        match given {
            Given::Written(expr) => self.lower(expr, want),
            Given::Implicit(implicit) => {
                let value = self.implicit(&implicit);
                coerce(value, Kind::Value, want)
            }
            Given::Part(value) => coerce(value, Kind::Value, want),
        }
    }

    fn call_binding(
        &mut self,
        binding: &Binding,
        info: &CallInfo,
        given: Vec<Given<'a>>,
        expr: &'a ast::Expr,
    ) -> (Expr, Kind) {
        match binding {
            Binding::Func { id, signature } => {
                let args = given
                    .into_iter()
                    .zip(&signature.params)
                    .map(|(given, kind)| self.given(given, *kind))
                    .collect();
                self.finish_call(Expr::Call(*id, args), signature.result, expr)
            }
            Binding::LocalFunc { id, signature, closure } => {
                let mut args = vec![self.read_as(closure, Kind::Value)];
                args.extend(
                    given.into_iter().zip(&signature.params).map(|(given, kind)| self.given(given, *kind)),
                );
                self.finish_call(Expr::Call(*id, args), Kind::Value, expr)
            }
            Binding::Prim(name) => {
                let kinds: Vec<Kind> = info.func.args.iter().map(|arg| self.place(&arg.ty)).collect();
                let args = given
                    .into_iter()
                    .zip(&kinds)
                    .map(|(given, kind)| (self.given(given, *kind), *kind))
                    .collect();
                let result = self.place(&info.func.result);
                self.primitive(name, args, result, expr.span)
            }
            Binding::Machine(name) => {
                let kinds: Vec<Kind> = info.func.args.iter().map(|arg| self.place(&arg.ty)).collect();
                let args =
                    given.into_iter().zip(&kinds).map(|(given, kind)| self.given(given, *kind)).collect();
                let result = self.place(&info.func.result);
                self.machine(name, args, result, expr.span)
            }
            other => {
                let callee = self.read_as(other, Kind::Value);
                self.call_closure(callee, given)
            }
        }
    }

    /// A function that never returns leaves nothing behind.
    fn finish_call(&mut self, call: Expr, result: Kind, expr: &'a ast::Expr) -> (Expr, Kind) {
        if self.kind(&self.info().ty(expr.id)) == Kind::Never {
            return (Expr::Seq(vec![call, Expr::op(Op::Unreachable, [])]), Kind::Never);
        }
        (call, result)
    }

    fn call_closure(&mut self, callee: Expr, given: Vec<Given<'a>>) -> (Expr, Kind) {
        let args = given.into_iter().map(|given| self.given(given, Kind::Value)).collect();
        (Expr::CallClosure(Box::new(callee), args), Kind::Value)
    }

    /// The value for an implicit argument.
    pub(crate) fn implicit(&mut self, implicit: &Implicit) -> Expr {
        match implicit {
            Implicit::Direct(reference) => self.reference_value(reference),
            Implicit::Derived { reference, func, implicits } => {
                let values: Vec<(usize, Expr)> =
                    implicits.iter().map(|(at, implicit)| (*at, self.implicit(implicit))).collect();
                self.derived(reference, func.args.len(), values)
            }
        }
    }

    pub(crate) fn reference_value(&mut self, reference: &Reference) -> Expr {
        match self.reference(reference) {
            Some(binding) => self.read_value(&binding),
            None => value_const(layout::NULL),
        }
    }

    /// A closure over a function and its implicit arguments, which takes the others.
    fn derived(&mut self, reference: &Reference, count: usize, implicits: Vec<(usize, Expr)>) -> Expr {
        let function = self.reference_value(reference);
        let id = self.out.reserve("derived");
        let mut frame = Frame::new(Kind::Value);
        let own = frame.local(Rep::Value);
        let slot = |at: u32| Expr::op(Op::Slot(at), [Expr::Get(own)]);
        let mut args = Vec::new();
        let mut captured = 1u32;
        for at in 0..count {
            if implicits.iter().any(|(position, _)| *position == at) {
                args.push(slot(captured));
                captured += 1;
            } else {
                args.push(Expr::Get(frame.local(Rep::Value)));
            }
        }
        let body = Expr::CallClosure(Box::new(slot(0)), args);
        let lowered = Lowered { params: frame.locals.len(), frame, closure: true, body };
        self.out.define(id, lowered.named("derived"));
        let captures = std::iter::once(function).chain(implicits.into_iter().map(|(_, value)| value));
        Expr::Closure(id, captures.collect())
    }

    fn call_builtin(
        &mut self,
        expr: &'a ast::Expr,
        base: &'a ast::Expr,
        name: &str,
        given: Vec<Given<'a>>,
    ) -> (Expr, Kind) {
        let mut operands = vec![self.lower(base, Kind::Value)];
        operands.extend(given.into_iter().map(|given| self.given(given, Kind::Value)));
        let ty = self.info().ty(base.id);
        match self.builtin(&ty, name, operands) {
            Some(result) => result,
            None => self.not_yet(expr.span, &format!("the member `{name}`")),
        }
    }
}
