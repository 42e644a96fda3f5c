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
                    // What is written is told as it is: to write a long number anew takes long.
                    let shown = if digits.len() > 100 { shortened(digits) } else { value.to_string() };
                    self.error(types::literal_out_of_range(span, &shown, prim.name()));
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
pub fn natural(digits: &str) -> BigInt {
    match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) => BigInt::from_str_radix(hex, 16).unwrap_or_default(),
        None => decimal(digits),
    }
}

/// How many digits are turned into a number at once, which takes time in their square.
const DIGITS_AT_ONCE: usize = 1_000;

/// Returns the value of decimal digits. Neighbouring pieces are joined, so that long numbers are multiplied by long ones, which pays.
fn decimal(digits: &str) -> BigInt {
    let chunks = digits.as_bytes().rchunks(DIGITS_AT_ONCE);
    let value = |chunk: &[u8]| BigInt::parse_bytes(chunk, 10).unwrap_or_default();
    // The least piece first.
    let mut pieces: Vec<BigInt> = chunks.map(value).collect();
    let mut power = BigInt::from(10).pow(u32::try_from(DIGITS_AT_ONCE).expect("a small number"));
    while pieces.len() > 1 {
        pieces = pieces
            .chunks(2)
            .map(|pair| pair.iter().rev().fold(BigInt::ZERO, |high, low| high * &power + low))
            .collect();
        power = &power * &power;
    }
    pieces.pop().unwrap_or_default()
}

/// Returns digits that fit in a message.
fn shortened(digits: &str) -> String {
    if digits.len() <= 100 { digits.to_owned() } else { format!("{}...", &digits[..97]) }
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
