//! Expressions.

use mo_ir::{Const, Expr, Literal as IrLiteral, Num, Op, Scalar, layout};
use mo_syntax::ast::{self, ExprKind, Literal};
use mo_types::{Prim, Ty, TyKind};
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

use mo_check::natural;

use crate::binding::Binding;
use crate::kind::{Kind, coerce, wrapped};
use crate::program::Lower;

impl<'a> Lower<'a> {
    /// Lowers an expression to what its surroundings want.
    pub(crate) fn lower(&mut self, expr: &'a ast::Expr, want: Kind) -> Expr {
        match &expr.kind {
            ExprKind::If(condition, then, otherwise) => {
                self.if_expr(condition, then, otherwise.as_deref(), want)
            }
            ExprKind::Switch(subject, cases) => self.switch(subject, cases, want),
            ExprKind::Block(decs) => self.block(decs, want),
            ExprKind::Label(name, _, body) => self.label(name, body, want),
            ExprKind::Annotation(inner, _) => self.lower(inner, want),
            ExprKind::Coalesce(left, right) => self.coalesce(left, right, want),
            ExprKind::Pipe(value, function) => self.pipe(value, function, want),
            ExprKind::Try { body, cases, finally } => self.try_expr(body, cases, finally.as_deref(), want),
            _ => {
                let (lowered, kind) = self.natural(expr);
                coerce(lowered, kind, want)
            }
        }
    }

    /// Lowers an expression in the kind that comes by itself.
    pub(crate) fn natural(&mut self, expr: &'a ast::Expr) -> (Expr, Kind) {
        let unit = |expr: Expr| (expr, Kind::UNIT);
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal(literal, false, &self.info().ty(expr.id)),
            ExprKind::Name(name) => match self.lookup(name) {
                Some(Binding::Prim(name)) => self.primitive_value(&name, &self.info().ty(expr.id), expr.span),
                Some(binding) if self.appended.contains(name) => self.read_sealed(&binding),
                Some(binding) => self.read(&binding),
                None => self.not_yet(expr.span, &format!("the name `{name}` here")),
            },
            ExprKind::Placeholder => match self.frame().placeholder.clone() {
                Some(binding) => self.read(&binding),
                None => self.not_yet(expr.span, "`_` here"),
            },
            ExprKind::Tuple(parts) if parts.is_empty() => (Expr::UNIT, Kind::UNIT),
            ExprKind::Tuple(parts) => (Expr::op(Op::Tuple, self.values(parts)), Kind::Value),
            ExprKind::Array { parts, .. } => (Expr::op(Op::Array, self.values(parts)), Kind::Value),
            ExprKind::Record { bases, fields } => (self.record(expr, bases, fields), Kind::Value),
            ExprKind::Object(block) => self.object_value(block),
            ExprKind::Class(class) => (self.class_value(class), Kind::Value),
            ExprKind::Tag { name, payload } => (self.tag(&name.name, payload.as_deref()), Kind::Value),
            ExprKind::Option(inner) => {
                let value = self.lower(inner, Kind::Value);
                (wrapped(value, &self.info().ty(inner.id), self.types()), Kind::Value)
            }
            ExprKind::Field(base, name) => self.field(expr, base, name),
            ExprKind::Projection(base, index) => {
                let base = self.lower(base, Kind::Value);
                (Expr::op(Op::Slot(*index), [base]), Kind::Value)
            }
            ExprKind::Index(base, index) => {
                let operands = [self.lower(base, Kind::Value), self.lower(index, Kind::Value)];
                (Expr::op(Op::ArrayGet, operands), Kind::Value)
            }
            ExprKind::Call(call) => self.call(expr, call),
            ExprKind::Unary(op, operand) => self.unary(expr, *op, operand),
            ExprKind::Binary(op, left, right) => self.binary(expr, *op, left, right),
            ExprKind::Compare(op, left, right) => self.compare(expr, *op, left, right),
            ExprKind::And(left, right) => {
                let (left, right) = (self.lower(left, Kind::BOOL), self.lower(right, Kind::BOOL));
                (if_else(left, right, bool_const(false), Kind::BOOL), Kind::BOOL)
            }
            ExprKind::Or(left, right) => {
                let (left, right) = (self.lower(left, Kind::BOOL), self.lower(right, Kind::BOOL));
                (if_else(left, bool_const(true), right, Kind::BOOL), Kind::BOOL)
            }
            ExprKind::Not(operand) => {
                let operand = self.lower(operand, Kind::BOOL);
                (Expr::op(Op::Not, [operand]), Kind::BOOL)
            }
            ExprKind::Assign(target, value) => unit(self.assign(target, value)),
            ExprKind::AssignOp(op, target, value) => unit(self.assign_op(expr, *op, target, value)),
            ExprKind::DoOption(body) => (self.do_option(body), Kind::Value),
            ExprKind::Bang(inner) => (self.bang(inner), Kind::Value),
            ExprKind::While(condition, body) => unit(self.while_loop(condition, body, None)),
            ExprKind::Loop(body, condition) => self.endless_loop(expr, body, condition.as_deref(), None),
            ExprKind::For(pattern, iterator, body) => unit(self.for_loop(pattern, iterator, body, None)),
            ExprKind::Break(name, value) => (self.break_to(name.as_ref(), value.as_deref()), Kind::Never),
            ExprKind::Continue(name) => (self.continue_to(name.as_ref()), Kind::Never),
            ExprKind::Return(value) => (self.return_from(value.as_deref()), Kind::Never),
            ExprKind::Func(function) => (self.lambda(function), Kind::Value),
            ExprKind::Debug(body) => unit(self.lower(body, Kind::UNIT)),
            ExprKind::DebugShow(value) => {
                let ty = self.info().operand(expr.id);
                let id = self.out.ty(&ty, self.checked_types());
                let value = self.lower(value, Kind::Value);
                (Expr::op(Op::Show(id), [value]), Kind::Value)
            }
            ExprKind::Ignore(value) => {
                let (value, kind) = self.natural(value);
                unit(coerce(value, kind, Kind::UNIT))
            }
            ExprKind::Assert(condition) => {
                let condition = self.lower(condition, Kind::BOOL);
                let trap = self.trap("assertion failed");
                unit(if_else(condition, Expr::UNIT, trap, Kind::UNIT))
            }
            ExprKind::If(..)
            | ExprKind::Switch(..)
            | ExprKind::Block(_)
            | ExprKind::Label(..)
            | ExprKind::Annotation(..)
            | ExprKind::Coalesce(..)
            | ExprKind::Try { .. }
            | ExprKind::Pipe(..) => {
                let kind = self.kind(&self.info().ty(expr.id));
                // A form that never finishes still has branches, which have to agree on something.
                let want = if kind == Kind::Never { Kind::UNIT } else { kind };
                let lowered = self.lower(expr, want);
                if kind == Kind::Never {
                    return (Expr::Seq(vec![lowered, Expr::op(Op::Unreachable, [])]), Kind::Never);
                }
                (lowered, want)
            }
            ExprKind::Async { star, body, parenthetical } => {
                (self.async_block(*star, body, parenthetical.as_deref()), Kind::Value)
            }
            ExprKind::Await { kind, value } => {
                let (waited, found) = self.await_expr(*kind, value);
                match self.kind(&self.info().ty(expr.id)) {
                    Kind::Never => (Expr::Seq(vec![waited, Expr::op(Op::Unreachable, [])]), Kind::Never),
                    _ => (waited, found),
                }
            }
            ExprKind::Throw(error) => (self.throw(error), Kind::Never),
            ExprKind::ToCandid(parts) => (self.candid_of_values(parts), Kind::Value),
            ExprKind::FromCandid(blob) => (self.values_of_candid(expr, blob), Kind::Value),
            ExprKind::ActorReference(text) => (self.actor_reference(text), Kind::Value),
            _ => self.not_yet(expr.span, "this form"),
        }
    }

    pub(crate) fn checked_types(&self) -> &'a mo_types::Types {
        &self.checked.types
    }

    pub(crate) fn values(&mut self, parts: &'a [ast::Expr]) -> Vec<Expr> {
        parts.iter().map(|part| self.lower(part, Kind::Value)).collect()
    }

    pub(crate) fn literal(&mut self, literal: &Literal, negative: bool, ty: &Ty) -> (Expr, Kind) {
        let promoted = self.types().promote(ty);
        let prim = match &*promoted {
            TyKind::Prim(prim) => Some(*prim),
            _ => None,
        };
        match literal {
            Literal::Null => (value_const(layout::NULL), Kind::Value),
            Literal::Bool(value) => (bool_const(*value), Kind::BOOL),
            Literal::Char(c) => (Expr::Const(Const::I32(*c as i32)), Kind::Scalar(Scalar::Char)),
            Literal::Text(text) if prim == Some(Prim::Blob) => {
                let id = self.out.literal(IrLiteral::Blob(text.as_bytes().to_vec()));
                (Expr::Const(Const::Literal(id)), Kind::Value)
            }
            Literal::Text(text) => (self.text(text), Kind::Value),
            Literal::Bytes(bytes) => {
                let id = self.out.literal(IrLiteral::Blob(bytes.clone()));
                (Expr::Const(Const::Literal(id)), Kind::Value)
            }
            Literal::Float(digits) => {
                let value = float(digits);
                let value = if prim == Some(Prim::Float32) { nearest_float32(value) } else { value };
                (Expr::Const(Const::F64(if negative { -value } else { value })), Kind::Scalar(Scalar::Float))
            }
            Literal::Nat(digits) => {
                let value = natural(digits);
                self.number(&if negative { -value } else { value }, prim.unwrap_or(Prim::Int))
            }
        }
    }

    fn number(&mut self, value: &BigInt, prim: Prim) -> (Expr, Kind) {
        let wrapped = || value.to_i64().or_else(|| value.to_u64().map(u64::cast_signed)).unwrap_or_default();
        match crate::kind::num(prim) {
            Some(Num::Float) => {
                let value = value.to_f64().unwrap_or(f64::INFINITY);
                let value = if prim == Prim::Float32 { nearest_float32(value) } else { value };
                (Expr::Const(Const::F64(value)), Kind::Scalar(Scalar::Float))
            }
            Some(num @ (Num::Nat64 | Num::Int64)) => {
                (Expr::Const(Const::I64(wrapped())), crate::kind::num_kind(num))
            }
            Some(Num::Nat | Num::Int) | None => (self.integer(value), Kind::Value),
            // Fixed widths up to 32 bits: the low bits, extended as the type is.
            Some(num) => {
                let bits =
                    i32::from_le_bytes(wrapped().to_le_bytes()[..4].try_into().expect("four of eight bytes"));
                (Expr::Const(Const::I32(bits)), crate::kind::num_kind(num))
            }
        }
    }

    fn integer(&mut self, value: &BigInt) -> Expr {
        match value.to_i128() {
            Some(small) if layout::is_small(small) => {
                value_const(layout::small(i64::try_from(small).expect("63 bits fit in 64")))
            }
            _ => {
                let (sign, limbs) = value.to_u32_digits();
                let id = self.out.literal(IrLiteral::Big { negative: sign == Sign::Minus, limbs });
                Expr::Const(Const::Literal(id))
            }
        }
    }

    pub(crate) fn text(&mut self, text: &str) -> Expr {
        Expr::Const(Const::Literal(self.out.text(text)))
    }

    pub(crate) fn trap(&mut self, message: &str) -> Expr {
        let text = self.text(message);
        Expr::op(Op::Trap, [text])
    }

    /// Reads a binding.
    pub(crate) fn read(&mut self, binding: &Binding) -> (Expr, Kind) {
        match binding {
            Binding::Local { local, kind } => (Expr::Get(*local), *kind),
            Binding::Cell { local, kind } => {
                let _ = kind;
                (Expr::op(Op::Slot(0), [Expr::Get(*local)]), Kind::Value)
            }
            Binding::Capture { index, cell, .. } => {
                let slot = Expr::op(Op::Slot(*index), [Expr::Get(mo_ir::Local(0))]);
                (if *cell { Expr::op(Op::Slot(0), [slot]) } else { slot }, Kind::Value)
            }
            Binding::Func { id, signature } => (self.function_value(*id, signature), Kind::Value),
            Binding::LocalFunc { closure, .. } => self.read(closure),
            Binding::Global { id, .. } => (Expr::op(Op::Global(*id), []), Kind::Value),
            Binding::Actor(principal) => {
                let text = self.text(principal);
                (self.runtime_value("principal_of_text", vec![text]), Kind::Value)
            }
            Binding::Itself => (self.runtime_value("self_principal", Vec::new()), Kind::Value),
            Binding::Stable { index, .. } => (Expr::op(Op::Stable(*index), []), Kind::Value),
            Binding::Field { object, shape, label, .. } => {
                let (object, _) = self.read(object);
                (Expr::op(Op::Field { shape: *shape, label: *label }, [object]), Kind::Value)
            }
            Binding::Module(module) => {
                let module = module.clone();
                (self.module_value(&module), Kind::Value)
            }
            Binding::ActorClass(class) => (self.class_as_value(*class), Kind::Value),
            Binding::Prim(_) | Binding::PrimModule | Binding::MachineModule | Binding::Machine(_) => {
                self.not_yet(source::Span::default(), "a module of primitives as a value")
            }
        }
    }

    /// Assigns to a binding a value that is given as a value.
    pub(crate) fn write(&mut self, binding: &Binding, value: Expr, kind: Kind) -> Expr {
        let as_value = |value: Expr| coerce(value, kind, Kind::Value);
        match binding {
            Binding::Local { local, kind: wanted } => {
                Expr::Set(*local, Box::new(coerce(value, kind, *wanted)))
            }
            Binding::Cell { local, .. } => Expr::op(Op::SetSlot(0), [Expr::Get(*local), as_value(value)]),
            Binding::Capture { index, .. } => {
                let cell = Expr::op(Op::Slot(*index), [Expr::Get(mo_ir::Local(0))]);
                Expr::op(Op::SetSlot(0), [cell, as_value(value)])
            }
            Binding::Global { id, .. } => Expr::op(Op::SetGlobal(*id), [as_value(value)]),
            Binding::Stable { index, .. } => Expr::op(Op::SetStable(*index), [as_value(value)]),
            Binding::Field { object, shape, label, .. } => {
                let (object, _) = self.read(object);
                Expr::op(Op::SetField { shape: *shape, label: *label }, [object, as_value(value)])
            }
            _ => Expr::op(Op::Unreachable, []),
        }
    }

    /// Calls a function of the runtime that takes and gives values.
    pub(crate) fn runtime_value(&mut self, name: &str, args: Vec<Expr>) -> Expr {
        let (expr, kind) = self.runtime(name, args.into_iter().map(|arg| (arg, Kind::Value)).collect());
        match kind {
            Kind::Scalar(Scalar::Nat64) => Expr::op(Op::Machine(mo_ir::Machine::Value), [expr]),
            kind => coerce(expr, kind, Kind::Value),
        }
    }

    /// Calls a function of the runtime. Values are passed as their bits where the function takes 64 of them.
    pub(crate) fn runtime(&mut self, name: &str, args: Vec<(Expr, Kind)>) -> (Expr, Kind) {
        let Some(id) = self.out.module.runtime.get(name).copied() else {
            panic!("the runtime has no function `{name}`");
        };
        let function = &self.out.module.functions[id.0 as usize];
        let wanted: Vec<mo_ir::Rep> = function.locals[..function.params].to_vec();
        let kind = match function.result {
            mo_ir::Rep::Value | mo_ir::Rep::Never => Kind::Value,
            mo_ir::Rep::I32 => Kind::Scalar(Scalar::Nat32),
            mo_ir::Rep::I64 => Kind::Scalar(Scalar::Nat64),
            mo_ir::Rep::F64 => Kind::Scalar(Scalar::Float),
            mo_ir::Rep::Unit => Kind::UNIT,
        };
        let args = args
            .into_iter()
            .zip(wanted)
            .map(|((arg, kind), rep)| match (kind, rep) {
                (Kind::Value, mo_ir::Rep::I64) => Expr::op(Op::Machine(mo_ir::Machine::Bits), [arg]),
                _ => arg,
            })
            .collect::<Vec<_>>();
        (Expr::op(Op::Runtime(name.to_owned()), args), kind)
    }
}

pub(crate) fn value_const(bits: u64) -> Expr {
    Expr::Const(Const::Value(bits))
}

pub(crate) fn bool_const(value: bool) -> Expr {
    Expr::Const(Const::I32(i32::from(value)))
}

pub(crate) fn if_else(condition: Expr, then: Expr, otherwise: Expr, kind: Kind) -> Expr {
    Expr::If(Box::new(condition), Box::new(then), Box::new(otherwise), kind.rep())
}

/// Returns the value of a float literal without underscores, decimal or hexadecimal.
pub(crate) fn float(digits: &str) -> f64 {
    let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) else {
        return digits.parse().unwrap_or(f64::NAN);
    };
    let (mantissa, exponent) = hex.split_once(['p', 'P']).unwrap_or((hex, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    // What is beyond 64 bits only decides how the last one is rounded.
    let (mut value, mut dropped) = (0u64, 0i64);
    for digit in whole.chars().chain(fraction.chars()).filter_map(|c| c.to_digit(16)) {
        if value < 1 << 60 {
            value = value << 4 | u64::from(digit);
        } else {
            value |= u64::from(digit != 0);
            dropped += 4;
        }
    }
    let exponent = match (exponent.parse::<i64>(), exponent.starts_with('-')) {
        (Ok(exponent), _) => exponent.clamp(-EXPONENT_MAX, EXPONENT_MAX),
        (Err(_), true) => -EXPONENT_MAX,
        (Err(_), false) => EXPONENT_MAX,
    };
    let scale = exponent + dropped - 4 * i64::try_from(fraction.len()).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "a hexadecimal literal beyond 53 bits is rounded")]
    let value = value as f64;
    scaled(value, scale)
}

/// Exponents beyond this give zero or infinity, whatever stands before them.
const EXPONENT_MAX: i64 = 1 << 40;

/// Returns the value times a power of two. In two steps, because the power alone may be out of range where the product is not.
fn scaled(value: f64, scale: i64) -> f64 {
    let scale = i32::try_from(scale.clamp(-4_000, 4_000)).expect("a small number");
    value * 2f64.powi(scale / 2) * 2f64.powi(scale - scale / 2)
}

/// Returns the number that a Float32 holds for another.
#[expect(clippy::cast_possible_truncation, reason = "rounding is what is asked for")]
fn nearest_float32(value: f64) -> f64 {
    f64::from(value as f32)
}
