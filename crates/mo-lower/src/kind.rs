//! Which representation a type's values have.

use mo_ir::{Const, Expr, Num, Op, Rep, Scalar};
use mo_types::{Prim, Ty, TyKind, Types};

/// How the result of an expression stands on the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Value,
    Scalar(Scalar),
    /// It never finishes.
    Never,
}

impl Kind {
    pub(crate) const UNIT: Kind = Kind::Scalar(Scalar::Unit);
    pub(crate) const BOOL: Kind = Kind::Scalar(Scalar::Bool);

    /// Returns the representation in the IR.
    pub(crate) fn rep(self) -> Rep {
        match self {
            Kind::Value => Rep::Value,
            Kind::Scalar(scalar) => scalar.rep(),
            Kind::Never => Rep::Never,
        }
    }

    /// Returns the kind of a type's values. Behind a type parameter everything is a value.
    pub(crate) fn of(ty: &Ty, types: &Types) -> Kind {
        match &*types.expand(ty) {
            TyKind::Prim(prim) => scalar(*prim).map_or(Kind::Value, Kind::Scalar),
            TyKind::Tuple(parts) if parts.is_empty() => Kind::UNIT,
            TyKind::None => Kind::Never,
            _ => Kind::Value,
        }
    }

    /// Like [`Kind::of`], for places that hold something: what never comes is a value there.
    pub(crate) fn of_place(ty: &Ty, types: &Types) -> Kind {
        match Kind::of(ty, types) {
            Kind::Never => Kind::Value,
            kind => kind,
        }
    }
}

fn scalar(prim: Prim) -> Option<Scalar> {
    Some(match prim {
        Prim::Bool => Scalar::Bool,
        Prim::Char => Scalar::Char,
        Prim::Nat8 => Scalar::Nat8,
        Prim::Nat16 => Scalar::Nat16,
        Prim::Nat32 => Scalar::Nat32,
        Prim::Nat64 => Scalar::Nat64,
        Prim::Int8 => Scalar::Int8,
        Prim::Int16 => Scalar::Int16,
        Prim::Int32 => Scalar::Int32,
        Prim::Int64 => Scalar::Int64,
        Prim::Float => Scalar::Float,
        _ => return None,
    })
}

/// Returns the arithmetic of a type.
pub(crate) fn num(prim: Prim) -> Option<Num> {
    Some(match prim {
        Prim::Nat => Num::Nat,
        Prim::Int => Num::Int,
        Prim::Nat8 => Num::Nat8,
        Prim::Nat16 => Num::Nat16,
        Prim::Nat32 => Num::Nat32,
        Prim::Nat64 => Num::Nat64,
        Prim::Int8 => Num::Int8,
        Prim::Int16 => Num::Int16,
        Prim::Int32 => Num::Int32,
        Prim::Int64 => Num::Int64,
        Prim::Float => Num::Float,
        _ => return None,
    })
}

/// Returns the kind of a number.
pub(crate) fn num_kind(num: Num) -> Kind {
    match num {
        Num::Nat | Num::Int => Kind::Value,
        Num::Nat8 => Kind::Scalar(Scalar::Nat8),
        Num::Nat16 => Kind::Scalar(Scalar::Nat16),
        Num::Nat32 => Kind::Scalar(Scalar::Nat32),
        Num::Nat64 => Kind::Scalar(Scalar::Nat64),
        Num::Int8 => Kind::Scalar(Scalar::Int8),
        Num::Int16 => Kind::Scalar(Scalar::Int16),
        Num::Int32 => Kind::Scalar(Scalar::Int32),
        Num::Int64 => Kind::Scalar(Scalar::Int64),
        Num::Float => Kind::Scalar(Scalar::Float),
    }
}

/// Whether `?T` may hold a `T` that looks like an option itself. Where it cannot, wrapping and unwrapping do nothing.
pub(crate) fn may_nest(ty: &Ty, types: &Types) -> bool {
    match &*types.expand(ty) {
        TyKind::Prim(prim) => *prim == Prim::Null,
        TyKind::Tuple(_)
        | TyKind::Array(_)
        | TyKind::VarArray(_)
        | TyKind::Object(_)
        | TyKind::Variant(_)
        | TyKind::Func(_) => false,
        _ => true,
    }
}

/// Wraps a value of a type in an option.
pub(crate) fn wrapped(value: Expr, ty: &Ty, types: &Types) -> Expr {
    if may_nest(ty, types) { Expr::op(Op::Some, [value]) } else { value }
}

/// Takes a value of a type out of an option that is not null.
pub(crate) fn unwrapped(value: Expr, ty: &Ty, types: &Types) -> Expr {
    if may_nest(ty, types) { Expr::op(Op::Unwrap, [value]) } else { value }
}

/// Brings an expression from one kind to another.
pub(crate) fn coerce(expr: Expr, from: Kind, to: Kind) -> Expr {
    match (from, to) {
        (from, to) if from == to => expr,
        (Kind::Value, Kind::Value) => expr,
        (Kind::Never, _) | (_, Kind::Never) => expr,
        (_, Kind::Scalar(Scalar::Unit)) => Expr::Seq(vec![expr, Expr::UNIT]),
        (Kind::Scalar(Scalar::Unit), Kind::Value) => Expr::Seq(vec![expr, Expr::Const(Const::Value(0))]),
        (Kind::Scalar(scalar), Kind::Value) => Expr::op(Op::Box(scalar), [expr]),
        (Kind::Value, Kind::Scalar(scalar)) => Expr::op(Op::Unbox(scalar), [expr]),
        // Two scalars only meet where the checker let an error through; keep the stack right.
        (Kind::Scalar(from), Kind::Scalar(to)) => {
            Expr::op(Op::Unbox(to), [coerce(expr, Kind::Scalar(from), Kind::Value)])
        }
    }
}
