//! Actor classes: their arguments when they are installed, and the canisters that imported ones make.

use std::collections::HashMap;

use mo_check::{Actor, CallInfo};
use mo_ir::{Expr, Literal, Machine, Op, Rep, Scalar};
use mo_syntax::ast::{self, Call, ExprKind};
use mo_types::{Argument, Func, Sharing, Ty};

use crate::actor::ActorSource;
use crate::binding::Binding;
use crate::expr::value_const;
use crate::frame::Frame;
use crate::kind::Kind;
use crate::program::{Lower, Lowered};

impl<'a> Lower<'a> {
    /// Names the parameters of an actor class; its body begins by reading them out of the message.
    pub(crate) fn class_arguments(&mut self, source: &ActorSource<'a>, actor: &Actor) {
        let Some(parameters) = &actor.parameters else { return };
        self.frame().scopes.push(HashMap::new());
        for pattern in source.context.into_iter().chain(source.patterns) {
            for (name, _) in pattern.bound() {
                let id = self.out.global(&name);
                self.frame().bind(&name, Binding::Global { id });
            }
        }
        let func = constructor(parameters);
        let init = self.initialiser(|lower| {
            let mut code = Vec::new();
            if let Some(context) = source.context {
                code.push(lower.message_context(context));
            }
            let (types, is_tuple) = lower.wire_arguments(&func);
            let message = (Expr::op(Op::TypeAddress(types), []), Kind::Scalar(Scalar::Nat32));
            let (decoded, _) = lower.runtime("candid_decode", vec![message]);
            let (set, tuple) = lower.hold(Expr::op(Op::Machine(Machine::Value), [decoded]), Kind::Value);
            code.push(set);
            for (at, pattern) in (0u32..).zip(source.patterns) {
                let whole = Expr::Get(tuple);
                let value = if is_tuple { whole } else { Expr::op(Op::Slot(at), [whole]) };
                let kind = lower.place(&parameters[at as usize]);
                let (set, local) = lower.hold(crate::kind::coerce(value, Kind::Value, kind), kind);
                code.push(set);
                code.push(lower.bind_pattern(pattern, local, kind));
            }
            Expr::Seq(code.into_iter().chain([Expr::UNIT]).collect())
        });
        self.push_statement(init);
    }

    /// `M.C(args)` and `(system M.C)(mode)(args)`: a canister with the class's code. Returns nothing if the call is no such thing.
    pub(crate) fn make_actor(&mut self, call: &'a Call, info: &CallInfo) -> Option<(Expr, Kind)> {
        let (class, mode) = match &call.callee.kind {
            ExprKind::Call(inner) => match &inner.callee.kind {
                ExprKind::SystemMember(base, name) => {
                    let base = self.static_binding(base)?;
                    (self.member(&base, &name.name)?, Some(inner.arguments.first()?))
                }
                _ => return None,
            },
            _ => (self.static_binding(&call.callee)?, None),
        };
        let Binding::ActorClass(module) = class else { return None };
        let wasm = self.classes.get(&module)?.clone();
        let mode = match mode {
            Some(mode) => self.lower(mode, Kind::Value),
            None => self.new_canister(),
        };
        let (set_mode, mode) = self.hold(mode, Kind::Value);
        let (setup, values) = self.argument_values(call, info);
        let message = self.message_to_class(&info.func, values);
        let (set_message, message) = self.hold(message, Kind::Value);
        let (attributes, cycles, _) = self.attributes(call.parenthetical.as_deref());
        let cycles = self.or_nothing(cycles);
        let made = self.made_of(wasm, Expr::Get(message), Expr::Get(mode), cycles);
        let whole = [set_mode].into_iter().chain(setup).chain([set_message]).chain(attributes).chain([made]);
        Some((Expr::Seq(whole.collect()), Kind::Value))
    }

    /// A class as a value: the function that makes a canister of it.
    pub(crate) fn class_as_value(&mut self, class: mo_check::ModuleId) -> Expr {
        let parameters = self.checked.module(class).actor.as_ref().and_then(|actor| actor.parameters.clone());
        let (Some(parameters), Some(wasm)) = (parameters, self.classes.get(&class).cloned()) else {
            return self.not_yet(source::Span::default(), "a class without code as a value").0;
        };
        let id = self.out.reserve("make an actor");
        let mut frame = Frame::new(Kind::Value);
        frame.local(Rep::Value);
        let values = parameters.iter().map(|_| Expr::Get(frame.local(Rep::Value))).collect();
        let params = frame.locals.len();
        self.frames.push(frame);
        let message = self.message_to_class(&constructor(&parameters), values);
        let mode = self.new_canister();
        let body = self.made_of(wasm, message, mode, value_const(0));
        let frame = self.frames.pop().expect("pushed above");
        self.out.define(id, Lowered { frame, params, closure: true, body }.named("make an actor"));
        Expr::Closure(id, Vec::new())
    }

    /// The arguments of a class as its canister is given them.
    fn message_to_class(&mut self, func: &Func, mut values: Vec<Expr>) -> Expr {
        let (types, is_tuple) = self.wire_arguments(func);
        let tuple = if is_tuple { values.remove(0) } else { Expr::op(Op::Tuple, values) };
        let address = (Expr::op(Op::TypeAddress(types), []), Kind::Scalar(Scalar::Nat32));
        let (message, _) = self.runtime("candid_encode", vec![address, (tuple, Kind::Value)]);
        Expr::op(Op::Machine(Machine::Value), [message])
    }

    fn made_of(&mut self, wasm: Vec<u8>, message: Expr, mode: Expr, cycles: Expr) -> Expr {
        let code = self.out.literal(Literal::Blob(wasm));
        let code = Expr::Const(mo_ir::Const::Literal(code));
        self.runtime_value("make_actor", vec![code, message, mode, cycles])
    }

    /// A number of cycles that may be null.
    fn or_nothing(&mut self, cycles: Expr) -> Expr {
        let (set, local) = self.hold(cycles, Kind::Value);
        let is_null = Expr::op(Op::IsNull, [Expr::Get(local)]);
        let chosen = crate::expr::if_else(is_null, value_const(0), Expr::Get(local), Kind::Value);
        Expr::Seq(vec![set, chosen])
    }

    /// `#new { settings = null }`
    fn new_canister(&mut self) -> Expr {
        let (shape, _) = self.out.shape(["settings"].into_iter());
        let record = Expr::op(Op::Object(shape), [value_const(mo_ir::layout::NULL)]);
        Expr::op(Op::Variant(mo_ir::layout::label_hash("new")), [record])
    }

    /// The class that a file ends with, for those who import it.
    pub(crate) fn class_of(program: &ast::Program) -> Option<&ast::Class> {
        match program.decs.last().map(|dec| &dec.kind) {
            Some(ast::DecKind::Class(class)) => Some(class),
            _ => None,
        }
    }
}

/// A function that takes what the class takes.
fn constructor(parameters: &[Ty]) -> Func {
    let args = parameters.iter().map(|ty| Argument { name: None, implicit: false, ty: ty.clone() }).collect();
    Func { sharing: Sharing::Shared, parameters: Vec::new(), system: false, args, result: Ty::unit() }
}
