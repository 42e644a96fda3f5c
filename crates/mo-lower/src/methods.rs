//! How messages come into an actor: its public functions, and those that the system calls.

use std::rc::Rc;

use mo_check::Actor;
use mo_ir::{Expr, FuncId, Local, Machine, Op, Rep, Scalar};
use mo_types::{Func, Sharing, TyKind};

use crate::binding::{Binding, Signature};
use crate::expr::{if_else, value_const};
use crate::frame::Frame;
use crate::kind::{Kind, coerce};
use crate::program::{Lower, Lowered};

impl Lower<'_> {
    /// A public method: reads the message, calls the function, replies.
    pub(crate) fn method(&mut self, method: &mo_check::Method) {
        let TyKind::Func(func) = &*self.types().expand(&method.ty) else { return };
        let Some(Binding::Func { id, signature }) = self.lookup(&method.name) else { return };
        let prefix = match method.sharing {
            Sharing::Query => "canister_query",
            Sharing::Composite => "canister_composite_query",
            Sharing::Local | Sharing::Shared => "canister_update",
        };
        let answer = self.answer(func);
        let results = self.wire_results(answer.as_ref());
        let answering = match &answer {
            Some(answer) if signature.in_message => Some(self.answering(&method.name, results, answer)),
            _ => None,
        };
        let updates = method.sharing == Sharing::Shared;
        let export = format!("{prefix} {}", method.name);
        self.entry(&export, |lower| {
            let (set, args) = lower.received_arguments(func, &signature);
            let mut body = vec![set];
            match (&answer, signature.in_message) {
                (Some(_), true) => body.push(lower.run_in_message(id, args, answering)),
                (Some(answer), false) => {
                    let call = coerce(Expr::Call(id, args), signature.result, Kind::Value);
                    let (hold, result) = lower.hold(call, Kind::Value);
                    body.push(hold);
                    body.push(lower.reply(result, results, answer));
                }
                // Nobody waits for an answer: it is given when the message ends.
                (None, in_message) => {
                    body.push(if in_message {
                        lower.run_in_message(id, args, None)
                    } else {
                        Expr::Seq(vec![Expr::Call(id, args), Expr::UNIT])
                    });
                    let nothing = mo_types::Ty::unit();
                    let (hold, result) = lower.hold(value_const(0), Kind::Value);
                    body.push(hold);
                    body.push(lower.reply(result, results, &nothing));
                }
            }
            if updates {
                body.push(Expr::op(Op::Runtime("message_end".into()), []));
            }
            (body, ())
        });
    }

    /// The arguments of the message, decoded, as the function takes them.
    fn received_arguments(&mut self, func: &Func, signature: &Rc<Signature>) -> (Expr, Vec<Expr>) {
        let (types, is_tuple) = self.wire_arguments(func);
        let message = (Expr::op(Op::TypeAddress(types), []), Kind::Scalar(Scalar::Nat32));
        let (decoded, _) = self.runtime("candid_decode", vec![message]);
        let decoded = Expr::op(Op::Machine(Machine::Value), [decoded]);
        let (set, tuple) = self.hold(decoded, Kind::Value);
        let slots = (0u32..).zip(&signature.params).map(|(at, kind)| {
            let whole = Expr::Get(tuple);
            let value = if is_tuple { whole } else { Expr::op(Op::Slot(at), [whole]) };
            coerce(value, Kind::Value, *kind)
        });
        (set, slots.collect())
    }

    /// What the system calls by itself.
    pub(crate) fn system_entries(&mut self, system: &[(String, FuncId)], actor: &Actor) {
        let end = || Expr::op(Op::Runtime("message_end".into()), []);
        for (name, id) in system {
            let Some(Binding::Func { signature, .. }) = self.lookup(name) else { continue };
            let export = match name.as_str() {
                "preupgrade" => "canister_pre_upgrade",
                "heartbeat" => "canister_heartbeat",
                "timer" => "canister_global_timer",
                "lowmemory" => "canister_on_low_wasm_memory",
                "inspect" => {
                    self.inspect(*id, &signature, actor);
                    continue;
                }
                _ => continue,
            };
            self.entry(export, |lower| {
                let args: Vec<Expr> = match name.as_str() {
                    "timer" => vec![lower.primitive_closure("global_timer_set")],
                    _ => Vec::new(),
                };
                let run = if signature.in_message {
                    lower.run_in_message(*id, args, None)
                } else {
                    Expr::Seq(vec![Expr::Call(*id, args), Expr::UNIT])
                };
                (vec![run, end()], ())
            });
        }
    }

    /// A closure over an `ic0` function that takes a Nat64.
    fn primitive_closure(&mut self, import: &str) -> Expr {
        let id = self.out.reserve(import);
        let mut frame = Frame::new(Kind::Value);
        frame.local(Rep::Value);
        let value = frame.local(Rep::Value);
        let nanoseconds = coerce(Expr::Get(value), Kind::Value, Kind::Scalar(Scalar::Nat64));
        let call = Expr::op(Op::Ic0(import.to_owned()), [nanoseconds]);
        let lowered =
            Lowered { params: 2, frame, closure: true, body: Expr::Seq(vec![call, value_const(0)]) };
        self.out.define(id, lowered.named(import));
        Expr::Closure(id, Vec::new())
    }

    /// `system func inspect`: looks at a message before it is let in.
    fn inspect(&mut self, id: FuncId, signature: &Rc<Signature>, actor: &Actor) {
        let Some(wanted) = self.inspected_fields(actor) else { return };
        let signature = signature.clone();
        let methods: Vec<(String, FuncId)> = actor
            .methods
            .iter()
            .filter_map(|method| Some((method.name.clone(), self.decoder(method)?)))
            .collect();
        self.entry("canister_inspect_message", |lower| {
            let (set, name) = {
                let name = lower.runtime_value("method_name", Vec::new());
                lower.hold(name, Kind::Value)
            };
            let message = lower.frame().local(Rep::Value);
            let unknown = lower.trap("the app has no such function");
            let mut chosen = unknown;
            for (method, decoder) in methods.iter().rev() {
                let text = lower.text(method);
                let is_it = Expr::op(Op::CompareText(mo_ir::Compare::Eq), [Expr::Get(name), text]);
                let tag = mo_ir::layout::label_hash(method);
                let case = Expr::op(Op::Variant(tag), [Expr::Closure(*decoder, Vec::new())]);
                chosen = if_else(is_it, Expr::Set(message, Box::new(case)), chosen, Kind::UNIT);
            }
            let (shape, labels) = lower.out.shape(wanted.iter().map(String::as_str));
            let slots = labels.iter().map(|label| lower.inspected(label, message)).collect::<Vec<_>>();
            let record = Expr::op(Op::Object(shape), slots);
            let args =
                signature.params.iter().map(|kind| coerce(record.clone(), Kind::Value, *kind)).collect();
            let verdict = coerce(Expr::Call(id, args), signature.result, Kind::BOOL);
            let accept = Expr::op(Op::Ic0("accept_message".into()), []);
            (vec![set, chosen, if_else(verdict, accept, Expr::UNIT, Kind::UNIT)], ())
        });
    }

    /// The fields of the record that `inspect` takes, of which it may leave some out.
    fn inspected_fields(&self, actor: &Actor) -> Option<Vec<String>> {
        let (_, ty) = actor.system.iter().find(|(name, _)| name == "inspect")?;
        let TyKind::Func(func) = &*self.types().expand(ty) else { return None };
        let argument = func.args.first()?;
        let object = self.object_type(&argument.ty)?;
        Some(object.fields.iter().map(|field| field.name.clone()).collect())
    }

    fn inspected(&mut self, label: &str, message: Local) -> Expr {
        match label {
            "caller" => self.runtime_value("caller", Vec::new()),
            "arg" => self.runtime_value("received", Vec::new()),
            _ => Expr::Get(message),
        }
    }

    /// A closure that reads the arguments of a method out of the message.
    fn decoder(&mut self, method: &mo_check::Method) -> Option<FuncId> {
        let TyKind::Func(func) = &*self.types().expand(&method.ty) else { return None };
        let (types, is_tuple) = self.wire_arguments(func);
        let is_one = func.args.len() == 1 && !is_tuple;
        let name = format!("{} (arguments)", method.name);
        let id = self.out.reserve(&name);
        let mut frame = Frame::new(Kind::Value);
        frame.local(Rep::Value);
        self.frames.push(frame);
        let message = (Expr::op(Op::TypeAddress(types), []), Kind::Scalar(Scalar::Nat32));
        let (decoded, _) = self.runtime("candid_decode", vec![message]);
        let decoded = Expr::op(Op::Machine(Machine::Value), [decoded]);
        let body = if is_one { Expr::op(Op::Slot(0), [decoded]) } else { decoded };
        let frame = self.frames.pop().expect("pushed above");
        let lowered = Lowered { params: 1, frame, closure: true, body };
        self.out.define(id, lowered.named(&name));
        Some(id)
    }
}
