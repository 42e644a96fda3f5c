//! Arguments of the right type, as whoever looks for a way in would choose them.

use candid::types::value::{IDLField, IDLValue, VariantValue};
use candid::types::{Function, Type, TypeEnv, TypeInner};
use candid::{IDLArgs, Int, Nat};
use num_bigint::{BigInt, Sign};
use replica_api::Principal;

use super::stored::Stored;

/// So many sets of arguments are made for a method.
const SETS_MAX: usize = 3;
/// Types may be recursive.
const DEPTH_MAX: u32 = 6;

/// Makes arguments for a method that `caller` tries; `others` are the other people.
pub(super) fn arguments(
    env: &TypeEnv,
    func: &Function,
    stored: &Stored,
    caller: Principal,
    others: &[Principal],
) -> Vec<Vec<u8>> {
    let mut sets: Vec<Vec<u8>> = Vec::new();
    for choice in 0..SETS_MAX {
        let maker = Maker { env, stored, caller, others, choice };
        let values: Option<Vec<IDLValue>> = func.args.iter().map(|ty| maker.value(ty, 0)).collect();
        let encoded = values.and_then(|args| IDLArgs { args }.to_bytes_with_types(env, &func.args).ok());
        if let Some(encoded) = encoded.filter(|encoded| !sets.contains(encoded)) {
            sets.push(encoded);
        }
    }
    sets
}

struct Maker<'a> {
    env: &'a TypeEnv,
    stored: &'a Stored,
    caller: Principal,
    others: &'a [Principal],
    /// Which of the sets this is.
    choice: usize,
}

impl Maker<'_> {
    /// A value of a type; none for types of which there is nothing to say.
    fn value(&self, ty: &Type, depth: u32) -> Option<IDLValue> {
        if depth > DEPTH_MAX {
            return None;
        }
        let ty = self.env.trace_type(ty).ok()?;
        Some(match ty.as_ref() {
            TypeInner::Null | TypeInner::Reserved => IDLValue::Null,
            TypeInner::Bool => IDLValue::Bool(self.choice.is_multiple_of(2)),
            TypeInner::Nat => IDLValue::Nat(Nat(self.number().to_biguint().unwrap_or_default())),
            TypeInner::Int => IDLValue::Int(Int(self.number())),
            TypeInner::Nat8 => IDLValue::Nat8(self.small()),
            TypeInner::Nat16 => IDLValue::Nat16(self.small()),
            TypeInner::Nat32 => IDLValue::Nat32(self.small()),
            TypeInner::Nat64 => IDLValue::Nat64(self.small()),
            TypeInner::Int8 => IDLValue::Int8(self.small()),
            TypeInner::Int16 => IDLValue::Int16(self.small()),
            TypeInner::Int32 => IDLValue::Int32(self.small()),
            TypeInner::Int64 => IDLValue::Int64(self.small()),
            TypeInner::Float32 => IDLValue::Float32(1.0),
            TypeInner::Float64 => IDLValue::Float64(1.0),
            TypeInner::Text => IDLValue::Text(self.text()),
            TypeInner::Principal => IDLValue::Principal(self.principal()),
            TypeInner::Opt(inner) if self.choice > 0 => {
                self.value(inner, depth + 1).map_or(IDLValue::None, |value| IDLValue::Opt(Box::new(value)))
            }
            TypeInner::Opt(_) => IDLValue::None,
            TypeInner::Vec(inner) if *inner.as_ref() == TypeInner::Nat8 => IDLValue::Blob(vec![1, 2, 3]),
            TypeInner::Vec(inner) if self.choice > 0 => IDLValue::Vec(vec![self.value(inner, depth + 1)?]),
            TypeInner::Vec(_) => IDLValue::Vec(Vec::new()),
            TypeInner::Record(fields) => {
                let fields = fields.iter().map(|field| {
                    Some(IDLField { id: (*field.id).clone(), val: self.value(&field.ty, depth + 1)? })
                });
                IDLValue::Record(fields.collect::<Option<_>>()?)
            }
            TypeInner::Variant(cases) if !cases.is_empty() => {
                let at = self.choice % cases.len();
                let val = self.value(&cases[at].ty, depth + 1)?;
                let case = IDLField { id: (*cases[at].id).clone(), val };
                IDLValue::Variant(VariantValue(Box::new(case), at as u64))
            }
            _ => return None,
        })
    }

    /// A number that means something to the app: of a row, if there are some.
    fn number(&self) -> BigInt {
        let known = self.stored.numbers.get(self.choice).filter(|number| number.sign() != Sign::Minus);
        known.cloned().unwrap_or_else(|| self.choice.into())
    }

    fn small<N: TryFrom<BigInt> + From<bool>>(&self) -> N {
        N::try_from(self.number()).unwrap_or_else(|_| N::from(true))
    }

    fn text(&self) -> String {
        self.stored.texts.get(self.choice).cloned().unwrap_or_else(|| format!("tried {}", self.choice))
    }

    /// Somebody else first: it is where harm is done. Then oneself.
    fn principal(&self) -> Principal {
        self.others.get(self.choice).copied().unwrap_or(self.caller)
    }
}
