//! Records, variants, fields, and assignment.

use mo_ir::{Expr, Local, Op, layout::label_hash};
use mo_syntax::ast::{self, BinaryOp, ExprKind, Ident, RecordField};
use mo_types::{Object, Ty, TyKind};

use crate::binding::Binding;
use crate::expr::value_const;
use crate::kind::{Kind, coerce};
use crate::program::Lower;

/// A type that is an object's.
pub(crate) struct ObjectType(Ty);

impl std::ops::Deref for ObjectType {
    type Target = Object;

    fn deref(&self) -> &Object {
        match &*self.0 {
            TyKind::Object(object) => object,
            _ => unreachable!("it was looked at when this was made"),
        }
    }
}

impl<'a> Lower<'a> {
    pub(crate) fn object_type(&self, ty: &Ty) -> Option<ObjectType> {
        let promoted = self.types().promote(ty);
        matches!(&*promoted, TyKind::Object(_)).then_some(ObjectType(promoted))
    }

    /// `{ x = 1 }`, `{ base with x = 1 }`
    pub(crate) fn record(
        &mut self,
        expr: &'a ast::Expr,
        bases: &'a [ast::Expr],
        fields: &'a [RecordField],
    ) -> Expr {
        let ty = self.info().ty(expr.id);
        let names: Vec<String> = match self.object_type(&ty) {
            Some(object) => object.fields.iter().map(|field| field.name.clone()).collect(),
            None => fields.iter().map(|field| field.name.name.clone()).collect(),
        };
        let mut body = Vec::new();
        let mut held: Vec<(Local, Ty)> = Vec::new();
        for base in bases {
            let ty = self.info().ty(base.id);
            let value = self.lower(base, Kind::Value);
            let (set, local) = self.hold(value, Kind::Value);
            body.push(set);
            held.push((local, ty));
        }
        // Values are computed in the order they are written, then put in slot order.
        let mut values: Vec<(String, Local)> = Vec::new();
        for field in fields {
            let value = match &field.value {
                Some(value) => self.lower(value, Kind::Value),
                None => match self.lookup(&field.name.name) {
                    Some(binding) => self.read_value(&binding),
                    None => value_const(0),
                },
            };
            let (set, local) = self.hold(value, Kind::Value);
            body.push(set);
            values.push((field.name.name.clone(), local));
        }
        let (shape, labels) = self.out.shape(names.iter().map(String::as_str));
        let mut slots = Vec::new();
        for label in &labels {
            if let Some((_, local)) = values.iter().find(|(name, _)| name == label) {
                slots.push(Expr::Get(*local));
                continue;
            }
            let base = held
                .iter()
                .rev()
                .find(|(_, ty)| self.object_type(ty).is_some_and(|object| object.field(label).is_some()))
                .cloned();
            slots.push(match base {
                Some((local, ty)) => self.field_of(&ty, label, Expr::Get(local)),
                None => value_const(0),
            });
        }
        body.push(Expr::op(Op::Object(shape), slots));
        Expr::Seq(body)
    }

    pub(crate) fn tag(&mut self, name: &str, payload: Option<&'a ast::Expr>) -> Expr {
        match payload {
            None => value_const(mo_ir::layout::case(label_hash(name))),
            Some(payload) => {
                let kind = self.kind(&self.info().ty(payload.id));
                let value = self.lower(payload, if kind == Kind::UNIT { Kind::UNIT } else { Kind::Value });
                // `#tag ()` is `#tag`.
                if kind == Kind::UNIT {
                    return Expr::Seq(vec![value, value_const(mo_ir::layout::case(label_hash(name)))]);
                }
                Expr::op(Op::Variant(label_hash(name)), [value])
            }
        }
    }

    /// Reads a field of an object of a known type.
    pub(crate) fn field_of(&mut self, ty: &Ty, name: &str, object: Expr) -> Expr {
        if self.object_type(ty).is_some_and(|object| object.sort == mo_types::Sort::Actor) {
            let name = self.text(name);
            return Expr::op(Op::Tuple, [object, name]);
        }
        let shape = self.shape_of(ty);
        Expr::op(Op::Field { shape, label: label_hash(name) }, [object])
    }

    /// `base.name` that is not called.
    pub(crate) fn field(
        &mut self,
        expr: &'a ast::Expr,
        base: &'a ast::Expr,
        name: &'a Ident,
    ) -> (Expr, Kind) {
        match self.static_binding(expr) {
            Some(Binding::Prim(name)) => {
                return self.primitive_value(&name, &self.info().ty(expr.id), expr.span);
            }
            Some(binding) => return self.read(&binding),
            None => {}
        }
        let ty = self.info().ty(base.id);
        match self.object_type(&ty) {
            Some(_) => {
                let object = self.lower(base, Kind::Value);
                (self.field_of(&ty, &name.name, object), Kind::Value)
            }
            None => self.builtin_as_value(expr, base, name),
        }
    }

    pub(crate) fn assign(&mut self, target: &'a ast::Expr, value: &'a ast::Expr) -> Expr {
        match &target.kind {
            ExprKind::Name(name) => {
                let Some(binding) = self.lookup(name) else {
                    return self.not_yet(target.span, "this assignment").0;
                };
                let (value, kind) = self.natural(value);
                self.write(&binding, value, kind)
            }
            ExprKind::Field(base, name) => {
                let shape = self.shape_of(&self.info().ty(base.id));
                let operands = [self.lower(base, Kind::Value), self.lower(value, Kind::Value)];
                Expr::op(Op::SetField { shape, label: label_hash(&name.name) }, operands)
            }
            ExprKind::Index(base, index) => {
                let operands = [
                    self.lower(base, Kind::Value),
                    self.lower(index, Kind::Value),
                    self.lower(value, Kind::Value),
                ];
                Expr::op(Op::ArraySet, operands)
            }
            ExprKind::Annotation(inner, _) => self.assign(inner, value),
            _ => self.not_yet(target.span, "this assignment").0,
        }
    }

    fn shape_of(&mut self, ty: &Ty) -> mo_ir::ShapeId {
        let object = self.object_type(ty);
        let fields = object.as_ref().map_or(&[][..], |object| &object.fields);
        self.out.shape_of_type(ty, fields)
    }

    /// `target op= value`: the parts of the target run once.
    pub(crate) fn assign_op(
        &mut self,
        expr: &'a ast::Expr,
        op: BinaryOp,
        target: &'a ast::Expr,
        value: &'a ast::Expr,
    ) -> Expr {
        let _ = expr;
        let ty = self.info().ty(target.id);
        match &target.kind {
            ExprKind::Name(name) => {
                let Some(binding) = self.lookup(name) else {
                    return self.not_yet(target.span, "this assignment").0;
                };
                if op == BinaryOp::Concat && self.may_append(&binding) {
                    return self.append(&binding, value);
                }
                let (old, old_kind) = self.read(&binding);
                let (result, kind) = self.apply_operator(op, &ty, (old, old_kind), value);
                self.write(&binding, result, kind)
            }
            ExprKind::Field(base, name) => {
                let base_ty = self.info().ty(base.id);
                let shape = self.shape_of(&base_ty);
                let object = self.lower(base, Kind::Value);
                let (set, local) = self.hold(object, Kind::Value);
                let old = self.field_of(&base_ty, &name.name, Expr::Get(local));
                let (result, kind) = self.apply_operator(op, &ty, (old, Kind::Value), value);
                let result = coerce(result, kind, Kind::Value);
                let store = Expr::op(
                    Op::SetField { shape, label: label_hash(&name.name) },
                    [Expr::Get(local), result],
                );
                Expr::Seq(vec![set, store])
            }
            ExprKind::Index(base, index) => {
                let (array, at) = (self.lower(base, Kind::Value), self.lower(index, Kind::Value));
                let (set_array, array) = self.hold(array, Kind::Value);
                let (set_at, at) = self.hold(at, Kind::Value);
                let old = Expr::op(Op::ArrayGet, [Expr::Get(array), Expr::Get(at)]);
                let (result, kind) = self.apply_operator(op, &ty, (old, Kind::Value), value);
                let result = coerce(result, kind, Kind::Value);
                let store = Expr::op(Op::ArraySet, [Expr::Get(array), Expr::Get(at), result]);
                Expr::Seq(vec![set_array, set_at, store])
            }
            _ => self.not_yet(target.span, "this assignment").0,
        }
    }

    /// A module used as a value: an object of its functions and values.
    pub(crate) fn module_value(&mut self, module: &crate::binding::StaticModule) -> Expr {
        let mut names: Vec<&String> = module.members.keys().collect();
        names.sort();
        let (shape, labels) = self.out.shape(names.iter().map(|name| name.as_str()));
        let slots: Vec<Expr> = labels
            .iter()
            .map(|label| match module.members.get(label) {
                Some(binding) => self.read_value(&binding.clone()),
                None => value_const(0),
            })
            .collect();
        Expr::op(Op::Object(shape), slots)
    }
}
