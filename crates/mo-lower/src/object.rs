//! Objects made at run time: `object { }` and instances of classes.

use std::collections::HashMap;
use std::rc::Rc;

use mo_ir::{Expr, Local, Op, Rep, layout::label_hash};
use mo_syntax::ast::{Class, DecField, DecKind, ObjectBlock};
use mo_types::TyKind;

use crate::binding::{Binding, Signature};
use crate::expr::value_const;
use crate::frame::Frame;
use crate::function::uniform;
use crate::kind::{Kind, coerce};
use crate::mentions::Mentions;
use crate::program::{Lower, Lowered, is_public};

impl<'a> Lower<'a> {
    pub(crate) fn object_value(&mut self, block: &'a ObjectBlock) -> (Expr, Kind) {
        let mentioned = Mentions::of_fields(&block.fields).in_closures;
        self.frame().shared.extend(mentioned);
        (self.object_fields(&block.fields, None), Kind::Value)
    }

    /// Makes an object: its variables first, so that methods can name them, then its fields in their slots.
    fn object_fields(&mut self, fields: &'a [DecField], this: Option<&str>) -> Expr {
        self.frame().scopes.push(HashMap::new());
        let public: Vec<String> = fields
            .iter()
            .filter(|field| is_public(field) && !matches!(field.dec.kind, DecKind::Type(_)))
            .flat_map(|field| field.dec.names())
            .collect();
        let (shape, labels) = self.out.shape(public.iter().map(String::as_str));
        let empty = labels.iter().map(|_| value_const(0)).collect::<Vec<_>>();
        let (set, object) = self.hold(Expr::op(Op::Object(shape), empty), Kind::Value);
        let mut body = vec![set];
        let itself = Binding::Local { local: object, kind: Kind::Value };
        if let Some(this) = this {
            self.frame().bind(this, itself.clone());
        }
        self.declare_functions(fields.iter().map(|field| &field.dec));
        for field in fields {
            if let DecKind::Var { name, value: Some(value), .. } = &field.dec.kind
                && is_public(field)
            {
                // The variable is the field.
                let (label, kind) = (label_hash(&name.name), self.place(&self.info().ty(value.id)));
                let object = Box::new(itself.clone());
                self.frame().bind(&name.name, Binding::Field { object, shape, label, kind });
            }
        }
        body.extend(self.declare_forward(&fields.iter().map(|field| &field.dec).collect::<Vec<_>>()));
        for field in fields {
            if let DecKind::Var { name, value: Some(value), .. } = &field.dec.kind
                && is_public(field)
            {
                let value = self.lower(value, Kind::Value);
                let label = label_hash(&name.name);
                body.push(Expr::op(Op::SetField { shape, label }, [Expr::Get(object), value]));
                continue;
            }
            body.push(self.dec(&field.dec));
            if is_public(field) {
                for name in field.dec.names() {
                    body.push(self.store_field(&name, object, shape));
                }
            }
        }
        self.frame().scopes.pop();
        body.push(Expr::Get(object));
        Expr::Seq(body)
    }

    fn store_field(&mut self, name: &str, object: Local, shape: mo_ir::ShapeId) -> Expr {
        let Some(binding) = self.lookup(name) else { return Expr::UNIT };
        let value = self.read_value(&binding);
        Expr::op(Op::SetField { shape, label: label_hash(name) }, [Expr::Get(object), value])
    }

    /// A class of a file: a function that makes its objects.
    pub(crate) fn declare_static_class(&mut self, class: &'a Class) {
        let Some(name) = &class.name else { return };
        let id = self.out.reserve(&name.name);
        let signature = Rc::new(self.class_signature(class));
        self.frame().bind(&name.name, Binding::Func { id, signature });
    }

    fn class_signature(&self, class: &Class) -> Signature {
        let name = class.name.as_ref().map_or_else(String::new, |name| name.name.clone());
        let params = match &*self.types().expand(&self.info().ty(class.id)) {
            TyKind::Func(func) => func.args.iter().map(|arg| self.place(&arg.ty)).collect(),
            _ => vec![Kind::Value; class.patterns.len()],
        };
        Signature { params, ..Signature::of_values(name, 0) }
    }

    pub(crate) fn static_class(&mut self, class: &'a Class) {
        let Some(name) = &class.name else { return };
        let Some(Binding::Func { id, signature }) = self.lookup(&name.name) else { return };
        let mut frame = Frame::new(Kind::Value);
        frame.shared = Mentions::of_fields(&class.fields).in_closures;
        let params: Vec<(Local, Kind)> =
            signature.params.iter().map(|kind| (frame.local(kind.rep()), *kind)).collect();
        frame.ready.extend(params.iter().map(|(local, _)| *local));
        let count = frame.locals.len();
        self.frames.push(frame);
        let mut body = Vec::new();
        for (pattern, (local, kind)) in class.patterns.iter().zip(&params) {
            body.push(self.bind_pattern(pattern, *local, *kind));
        }
        let this = class.this.as_ref().map(|this| this.name.as_str());
        let object = self.object_fields(&class.fields, this);
        body.push(coerce(object, Kind::Value, Kind::Value));
        let frame = self.frames.pop().expect("pushed above");
        debug_assert!(frame.locals.first().is_none_or(|rep| *rep != Rep::Never), "parameters are places");
        let lowered = Lowered { frame, params: count, closure: false, body: Expr::Seq(body) };
        self.out.define(id, lowered.named(&signature.name));
    }

    /// A class inside a function: a closure that makes its objects.
    pub(crate) fn declare_local_class(&mut self, class: &'a Class) {
        let Some(name) = &class.name else { return };
        let id = self.out.reserve(&name.name);
        let local = self.frame().local(Rep::Value);
        let closure = Box::new(Binding::Local { local, kind: Kind::Value });
        let signature = Rc::new(uniform(&self.class_signature(class)));
        self.frame().bind(&name.name, Binding::LocalFunc { id, signature, closure });
    }

    /// Makes the closure of a class where the class stands.
    pub(crate) fn local_class(&mut self, class: &'a Class) -> Expr {
        let Some(name) = &class.name else { return Expr::UNIT };
        let cell = self.arrive(&name.name);
        let Some(Binding::LocalFunc { id, closure, .. }) = self.frame().find(&name.name).cloned() else {
            return self.not_yet(class.span, "a class here").0;
        };
        let Binding::Local { local, .. } = *closure else { return Expr::UNIT };
        let captures = self.closure_class(id, class);
        let closure = self.make_closure(id, &captures, Some(local));
        let set = Expr::Set(local, Box::new(closure));
        let patch = self.is_ready(local, Kind::Value);
        let fill = cell.map_or(Expr::UNIT, |cell| Self::fill(cell, local, Kind::Value));
        Expr::Seq(vec![set, patch, fill])
    }

    /// A class without a name, as a value.
    pub(crate) fn class_value(&mut self, class: &'a Class) -> Expr {
        let id = self.out.reserve("class");
        let captures = self.closure_class(id, class);
        self.make_closure(id, &captures, None)
    }

    /// Lowers a class with captured values: all its parameters are values.
    fn closure_class(&mut self, id: mo_ir::FuncId, class: &'a Class) -> Vec<Binding> {
        let typed = self.class_signature(class);
        let mut frame = Frame::new(Kind::Value);
        frame.shared = Mentions::of_fields(&class.fields).in_closures;
        frame.local(Rep::Value);
        let params: Vec<Local> = typed.params.iter().map(|_| frame.local(Rep::Value)).collect();
        frame.ready.extend(params.iter().copied());
        let count = frame.locals.len();
        self.frames.push(frame);
        let mut body = Vec::new();
        for ((pattern, param), kind) in class.patterns.iter().zip(&params).zip(&typed.params) {
            let local = self.frame().local(kind.rep());
            self.frame().ready.insert(local);
            body.push(Expr::Set(local, Box::new(coerce(Expr::Get(*param), Kind::Value, *kind))));
            body.push(self.bind_pattern(pattern, local, *kind));
        }
        let this = class.this.as_ref().map(|this| this.name.as_str());
        body.push(self.object_fields(&class.fields, this));
        let frame = self.frames.pop().expect("pushed above");
        let captures = frame.captures.clone();
        let lowered = Lowered { frame, params: count, closure: true, body: Expr::Seq(body) };
        self.out.define(id, lowered.named(&typed.name));
        captures
    }
}
