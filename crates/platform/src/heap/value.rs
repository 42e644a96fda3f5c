//! Values as trees, cut where they go too deep or on for too long.

use num_bigint::BigInt;

use super::{Heap, HeapError, Layer, Scalar, Slot};

/// A value taken out of the memory.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Scalar(Scalar),
    Some(Box<Value>),
    Record(Vec<(String, Value)>),
    Tuple(Vec<Value>),
    Variant(String, Option<Box<Value>>),
    /// Rows; `total` counts also those that were left out.
    Rows {
        keyed: bool,
        rows: Vec<Row>,
        total: u64,
    },
    /// More lies here.
    Cut,
}

/// Key and value, where there is one.
pub type Row = (Option<Value>, Option<Value>);

/// How much is taken.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub depth_max: usize,
    pub rows_max: usize,
    pub text_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { depth_max: 12, rows_max: 100, text_bytes_max: 4096 }
    }
}

/// Ends a visit early; never leaves this module.
const ENOUGH: HeapError = HeapError::TooMuch;

impl Heap<'_> {
    /// Takes a value out of the memory.
    pub fn value(&self, slot: Slot, limits: &Limits) -> Result<Value, HeapError> {
        self.value_at(slot, limits, 0)
    }

    /// Takes `limit` rows from `offset` on, and the number of all.
    pub fn page(
        &self,
        rows: &super::Collection,
        offset: u64,
        limit: usize,
        limits: &Limits,
    ) -> Result<(Vec<Row>, u64), HeapError> {
        self.rows(rows, offset, limit, limits, 1)
    }

    fn rows(
        &self,
        rows: &super::Collection,
        offset: u64,
        limit: usize,
        limits: &Limits,
        depth: usize,
    ) -> Result<(Vec<Row>, u64), HeapError> {
        let total = self.row_count(rows)?;
        let (mut taken, mut at) = (Vec::new(), 0);
        let outcome = self.for_each_row(rows, &mut |key, value| {
            at += 1;
            if at <= offset {
                return Ok(());
            }
            if taken.len() == limit {
                return Err(ENOUGH);
            }
            let take = |slot: Option<Slot>| slot.map(|slot| self.value_at(slot, limits, depth)).transpose();
            taken.push((take(key)?, take(value)?));
            Ok(())
        });
        match outcome {
            Err(error) if error != ENOUGH || taken.len() < limit => Err(error),
            _ => Ok((taken, total)),
        }
    }

    fn value_at(&self, slot: Slot, limits: &Limits, depth: usize) -> Result<Value, HeapError> {
        if depth > limits.depth_max {
            return Ok(Value::Cut);
        }
        let inner = |slot: Slot| self.value_at(slot, limits, depth + 1);
        Ok(match self.layer(slot)? {
            Layer::Scalar(scalar) => Value::Scalar(scalar),
            Layer::Some(slot) => Value::Some(Box::new(inner(slot)?)),
            Layer::Record(fields) => {
                let fields = fields.into_iter().map(|(name, slot)| Ok((name.to_owned(), inner(slot)?)));
                Value::Record(fields.collect::<Result<_, HeapError>>()?)
            }
            Layer::Tuple(parts) => Value::Tuple(parts.into_iter().map(inner).collect::<Result<_, _>>()?),
            Layer::Variant(label, slot) => {
                let payload = inner(slot)?;
                let payload = (payload != Value::Tuple(Vec::new())).then(|| Box::new(payload));
                Value::Variant(label.to_owned(), payload)
            }
            Layer::Rows(rows) => {
                let (taken, total) = self.rows(&rows, 0, limits.rows_max, limits, depth + 1)?;
                Value::Rows { keyed: rows.key.is_some(), rows: taken, total }
            }
        })
    }
}

impl Value {
    /// Returns the value as JSON, as `docs/design/platform-api.md` describes it.
    pub fn to_json(&self, limits: &Limits) -> serde_json::Value {
        use serde_json::{Value as Json, json};
        match self {
            Value::Scalar(scalar) => scalar_json(scalar, limits),
            Value::Some(inner) => inner.to_json(limits),
            Value::Record(fields) => Json::Object(
                fields.iter().map(|(name, value)| (name.clone(), value.to_json(limits))).collect(),
            ),
            Value::Tuple(parts) => Json::Array(parts.iter().map(|part| part.to_json(limits)).collect()),
            Value::Variant(label, None) => json!(format!("#{label}")),
            Value::Variant(label, Some(payload)) => json!({ format!("#{label}"): payload.to_json(limits) }),
            Value::Rows { rows, .. } => {
                let of = |value: &Option<Value>| value.as_ref().map(|value| value.to_json(limits));
                Json::Array(
                    rows.iter()
                        .map(|(key, value)| match (of(key), of(value)) {
                            (Some(key), Some(value)) => json!({ "key": key, "value": value }),
                            (Some(one), None) | (None, Some(one)) => one,
                            (None, None) => Json::Null,
                        })
                        .collect(),
                )
            }
            Value::Cut => json!("…"),
        }
    }
}

/// JSON's numbers are exact up to this.
const EXACT_MAX: i64 = 1 << 53;

fn scalar_json(scalar: &Scalar, limits: &Limits) -> serde_json::Value {
    use serde_json::json;
    match scalar {
        Scalar::Null => serde_json::Value::Null,
        Scalar::Bool(value) => json!(value),
        Scalar::Integer(value) => integer_json(value),
        Scalar::Float(value) if value.is_finite() => json!(value),
        Scalar::Float(value) => json!(value.to_string()),
        Scalar::Char(value) => json!(value),
        Scalar::Text(text) if text.len() <= limits.text_bytes_max => json!(text),
        Scalar::Text(text) => {
            let cut: String = text.chars().take(limits.text_bytes_max / 4).collect();
            json!(format!("{cut}…"))
        }
        Scalar::Blob(bytes) if bytes.len() <= limits.text_bytes_max => json!({ "blob": hex::encode(bytes) }),
        Scalar::Blob(bytes) => {
            json!({ "blob": hex::encode(&bytes[..limits.text_bytes_max]), "bytes": bytes.len() })
        }
        Scalar::Principal(bytes) => match replica_api::Principal::try_from_slice(bytes) {
            Ok(principal) => json!(principal.to_text()),
            Err(_) => json!({ "blob": hex::encode(bytes) }),
        },
        Scalar::Opaque(what) => json!(format!("({what})")),
    }
}

fn integer_json(value: &BigInt) -> serde_json::Value {
    match i64::try_from(value) {
        Ok(small) if (-EXACT_MAX..=EXACT_MAX).contains(&small) => serde_json::json!(small),
        _ => serde_json::json!(value.to_string()),
    }
}
