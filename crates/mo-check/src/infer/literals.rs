//! Literals: a number takes the type that is expected of it.

use mo_syntax::ast::Literal;
use mo_types::{Prim, Ty, TyKind};
use num_bigint::BigInt;
use num_traits::Num;
use source::Span;

use super::Checker;
use crate::errors::types;

impl Checker<'_> {
    pub(crate) fn infer_literal(&mut self, literal: &Literal, span: Span) -> Ty {
        match literal {
            Literal::Null => Prim::Null.into(),
            Literal::Bool(_) => Prim::Bool.into(),
            Literal::Nat(_) => Prim::Nat.into(),
            Literal::Float(_) => Prim::Float.into(),
            Literal::Char(_) => Prim::Char.into(),
            Literal::Text(_) => Prim::Text.into(),
            Literal::Bytes(_) => {
                self.error(types::text_not_utf8(span));
                Ty::error()
            }
        }
    }

    /// Checks a literal against a type that gives it its form; false if the type says nothing about it.
    pub(crate) fn check_literal(
        &mut self,
        literal: &Literal,
        negative: bool,
        wanted: &Ty,
        span: Span,
    ) -> bool {
        match (literal, &**wanted) {
            (Literal::Nat(digits), TyKind::Prim(prim)) if prim.is_number() => {
                let value = natural(digits);
                let value = if negative { -value } else { value };
                if *prim == Prim::Nat && negative {
                    return false;
                }
                if !in_range(&value, *prim) {
                    self.error(types::literal_out_of_range(span, &value.to_string(), prim.name()));
                }
                true
            }
            (Literal::Float(_), TyKind::Prim(prim)) if prim.is_float() => true,
            (Literal::Text(_) | Literal::Bytes(_), TyKind::Prim(Prim::Blob)) if !negative => true,
            _ => false,
        }
    }
}

/// Returns the value of a literal as written, without underscores.
pub(crate) fn natural(digits: &str) -> BigInt {
    let parsed = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) => BigInt::from_str_radix(hex, 16),
        None => BigInt::from_str_radix(digits, 10),
    };
    parsed.unwrap_or_default()
}

fn in_range(value: &BigInt, prim: Prim) -> bool {
    let Some((bits, signed)) = prim.width() else { return true };
    let one = BigInt::from(1);
    let (low, high) = if signed {
        (-(one.clone() << (bits - 1)), (one << (bits - 1)) - 1)
    } else {
        (BigInt::from(0), (one << bits) - 1)
    };
    (low..=high).contains(value)
}
