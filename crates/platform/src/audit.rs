//! What all stored values amount to: rows of each collection, and for each field how many values, how many different ones,
//! their sum and a digest that does not depend on their order. Two audits are compared by [`compare`].

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use mo_ir::TypeId;
use num_bigint::BigInt;
use upgrade::{Fact, Loss, show_type};

use crate::heap::{Heap, HeapError, Layer, Scalar, Slot};

/// Everything stored, in numbers.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    pub collections: BTreeMap<String, u64>,
    pub columns: BTreeMap<String, Column>,
}

/// All values that one field has in all rows.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub ty: String,
    /// Neither null nor the empty text.
    pub values: u64,
    /// Different values, up to a limit.
    pub distinct: BTreeSet<u64>,
    pub sum: Option<Sum>,
    /// Sum of the values' hashes: equal for equal values in any order.
    pub digest: u64,
}

/// A sum of numbers, and their bounds.
#[derive(Clone, Debug, PartialEq)]
pub enum Sum {
    Integer(BigInt),
    Float(f64),
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Sum::Integer(sum) => sum.fmt(f),
            Sum::Float(sum) => sum.fmt(f),
        }
    }
}

const DISTINCT_MAX: usize = 100_000;
const DEPTH_MAX: usize = 400;

/// Counts everything that is stored.
pub fn audit(heap: &Heap<'_>) -> Result<Audit, HeapError> {
    let mut walk = Walk { heap, audit: Audit::default(), open: Vec::new() };
    for (name, slot) in heap.variables()? {
        walk.value(slot, name.to_owned())?;
    }
    Ok(walk.audit)
}

struct Walk<'h, 'm> {
    heap: &'h Heap<'m>,
    audit: Audit,
    /// Types being walked and the paths where they began: a type within itself goes on under the same path.
    open: Vec<(TypeId, String)>,
}

impl Walk<'_, '_> {
    fn value(&mut self, slot: Slot, path: String) -> Result<(), HeapError> {
        if self.open.len() > DEPTH_MAX {
            return Err(HeapError::TooMuch);
        }
        let path = self.open.iter().find(|(ty, _)| *ty == slot.ty).map_or(path, |(_, begun)| begun.clone());
        match self.heap.layer(slot)? {
            Layer::Scalar(scalar) => self.scalar(slot.ty, &scalar, path),
            Layer::Some(inner) => self.value(inner, path)?,
            Layer::Tuple(parts) => {
                for (at, part) in parts.into_iter().enumerate() {
                    self.value(part, format!("{path}.{at}"))?;
                }
            }
            Layer::Record(fields) => {
                let fields: Vec<(String, Slot)> =
                    fields.into_iter().map(|(name, slot)| (format!("{path}.{name}"), slot)).collect();
                self.open.push((slot.ty, path));
                for (path, slot) in fields {
                    self.value(slot, path)?;
                }
                self.open.pop();
            }
            Layer::Variant(label, payload) => {
                let case = label.to_owned();
                self.note(slot.ty, path.clone(), &case, true, None);
                self.open.push((slot.ty, path.clone()));
                self.value(payload, format!("{path}.#{case}"))?;
                self.open.pop();
            }
            Layer::Rows(rows) => {
                let heap = self.heap;
                *self.audit.collections.entry(path.clone()).or_default() += heap.row_count(&rows)?;
                let key_path = format!("{path}.key");
                // A map's key says which row it is; where there is nothing but the key, it is the row.
                let key_path = if rows.value.is_none() { path.clone() } else { key_path };
                heap.for_each_row(&rows, &mut |key, value| {
                    if let Some(key) = key {
                        self.value(key, key_path.clone())?;
                    }
                    value.map_or(Ok(()), |value| self.value(value, path.clone()))
                })?;
            }
        }
        Ok(())
    }

    fn scalar(&mut self, ty: TypeId, scalar: &Scalar, path: String) {
        let sum = match scalar {
            Scalar::Integer(value) => Some(Sum::Integer(value.clone())),
            Scalar::Float(value) => Some(Sum::Float(*value)),
            _ => None,
        };
        match scalar {
            Scalar::Null => {
                self.audit.columns.entry(path).or_default();
            }
            Scalar::Bool(value) => self.note(ty, path, value, true, sum),
            Scalar::Integer(value) => self.note(ty, path, value, true, sum),
            Scalar::Float(value) => self.note(ty, path, &value.to_bits(), true, sum),
            Scalar::Char(value) => self.note(ty, path, value, true, sum),
            Scalar::Text(value) => self.note(ty, path, value, !value.is_empty(), sum),
            Scalar::Blob(value) | Scalar::Principal(value) => {
                self.note(ty, path, value, !value.is_empty(), sum)
            }
            Scalar::Opaque(_) => {}
        }
    }

    fn note(&mut self, ty: TypeId, path: String, value: &impl Hash, filled: bool, sum: Option<Sum>) {
        let types = self.heap.types();
        let column = self.audit.columns.entry(path).or_default();
        if column.ty.is_empty() {
            column.ty = show_type(types, ty);
        }
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        let hash = hasher.finish();
        column.values += u64::from(filled);
        column.digest = column.digest.wrapping_add(hash);
        if column.distinct.len() < DISTINCT_MAX {
            column.distinct.insert(hash);
        }
        column.sum = match (column.sum.take(), sum) {
            (Some(Sum::Integer(a)), Some(Sum::Integer(b))) => Some(Sum::Integer(a + b)),
            (Some(Sum::Float(a)), Some(Sum::Float(b))) => Some(Sum::Float(a + b)),
            (None, sum) => sum,
            (sum, _) => sum,
        };
    }
}

/// Says what became of everything that was stored.
pub fn compare(before: &Audit, after: &Audit) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut homes = Homes::default();
    for (path, &rows) in &before.collections {
        if homes.is_gone(path) {
            continue;
        }
        let home = homes.of(path);
        match after.collections.get(&home) {
            Some(&now) => {
                if now < rows {
                    homes.shrunk.push(path.clone());
                }
                facts.push(Fact::Rows { path: path.clone(), before: rows, after: now });
            }
            None if rows == 0 => homes.gone.push(path.clone()),
            None => match found_elsewhere(before, after, path, rows) {
                Some(to) => {
                    facts.push(Fact::CollectionMoved { from: path.clone(), to: to.clone(), rows });
                    homes.moved.push((path.clone(), to));
                }
                None => {
                    facts.push(Fact::CollectionGone { path: path.clone(), rows });
                    homes.gone.push(path.clone());
                }
            },
        }
    }
    let mut taken = BTreeSet::new();
    for (path, column) in &before.columns {
        if column.values == 0 || homes.is_gone(path) || homes.is_shrunk(path) {
            continue;
        }
        match after.columns.get(&homes.of(path)) {
            Some(now) => facts.extend(changed(path, column, now)),
            None => facts.push(values_gone(before, after, &homes, path, column, &mut taken)),
        }
    }
    facts
}

/// Where things went.
#[derive(Default)]
struct Homes {
    moved: Vec<(String, String)>,
    gone: Vec<String>,
    shrunk: Vec<String>,
}

impl Homes {
    fn of(&self, path: &str) -> String {
        let moved = self.moved.iter().rev().find(|(from, _)| is_below(path, from));
        moved.map_or_else(|| path.to_owned(), |(from, to)| format!("{to}{}", &path[from.len()..]))
    }

    fn is_gone(&self, path: &str) -> bool {
        self.gone.iter().any(|gone| is_below(path, gone))
    }

    fn is_shrunk(&self, path: &str) -> bool {
        self.shrunk.iter().any(|shrunk| is_below(path, shrunk))
    }
}

fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn below<'a>(audit: &'a Audit, path: &'a str) -> impl Iterator<Item = (&'a str, &'a Column)> {
    let columns = audit.columns.iter();
    columns
        .filter(move |(other, _)| is_below(other, path))
        .map(move |(other, column)| (&other[path.len()..], column))
}

/// Finds a new collection with as many rows and at least one field of the same content.
fn found_elsewhere(before: &Audit, after: &Audit, path: &str, rows: u64) -> Option<String> {
    let candidates = after
        .collections
        .iter()
        .filter(|(other, now)| **now == rows && !before.collections.contains_key(*other));
    candidates
        .map(|(other, _)| {
            let shared = below(before, path).filter(|(_, column)| {
                column.values > 0 && below(after, other).any(|(_, now)| same_content(column, now))
            });
            (shared.count(), other.clone())
        })
        .filter(|(shared, _)| *shared > 0)
        .max()
        .map(|(_, other)| other)
}

fn same_content(before: &Column, after: &Column) -> bool {
    before.digest == after.digest && before.values == after.values
}

fn values_gone(
    before: &Audit,
    after: &Audit,
    homes: &Homes,
    path: &str,
    column: &Column,
    taken: &mut BTreeSet<String>,
) -> Fact {
    let home = homes.of(path);
    let parent = |path: &str| path.rsplit_once('.').map(|(parent, _)| parent.to_owned());
    let originals: BTreeSet<String> = before.columns.keys().map(|path| homes.of(path)).collect();
    let fresh: Vec<(&String, &Column)> = after
        .columns
        .iter()
        .filter(|(other, _)| !originals.contains(*other) && !taken.contains(*other))
        .collect();
    let siblings = |other: &str| parent(other) == parent(&home);
    let same =
        fresh.iter().filter(|(_, now)| same_content(column, now)).max_by_key(|(other, _)| siblings(other));
    if let Some((to, _)) = same {
        taken.insert((*to).clone());
        return Fact::ValuesMoved { from: path.to_owned(), to: (*to).clone(), values: column.values };
    }
    let constant = fresh.iter().find(|(other, now)| {
        siblings(other) && now.ty == column.ty && now.distinct.len() <= 1 && column.distinct.len() > 1
    });
    let loss = constant.map_or(Loss::Dropped, |(other, _)| Loss::InsteadOf((*other).clone()));
    Fact::ValuesGone { path: path.to_owned(), values: column.values, loss }
}

fn changed(path: &str, before: &Column, after: &Column) -> Option<Fact> {
    let path = path.to_owned();
    if after.values < before.values {
        return Some(Fact::ValuesFell { path, before: before.values, after: after.values });
    }
    if same_content(before, after) {
        return None;
    }
    let (different, now) = (before.distinct.len(), after.distinct.len());
    if now < different {
        return Some(Fact::ValuesMerged { path, before: different as u64, after: now as u64 });
    }
    match (&before.sum, &after.sum) {
        (Some(was), Some(is)) if was != is && before.ty == after.ty => {
            Some(Fact::SumChanged { path, before: was.to_string(), after: is.to_string() })
        }
        _ => Some(Fact::ContentChanged { path, values: before.values }),
    }
}

/// Says what an upgrade that should find nothing left to do has changed.
pub fn compare_second_run(first: &Audit, second: &Audit) -> Vec<Fact> {
    let of = |path: &String, before: String, after: String| Fact::NotRepeatable {
        path: path.clone(),
        before,
        after,
    };
    let mut facts = Vec::new();
    for (path, rows) in &first.collections {
        let now = second.collections.get(path).copied().unwrap_or_default();
        if now != *rows {
            facts.push(of(path, format!("{rows} rows"), format!("{now} rows")));
        }
    }
    for (path, column) in &first.columns {
        match second.columns.get(path) {
            Some(now) if same_content(column, now) => {}
            Some(now) => facts.push(match (&column.sum, &now.sum) {
                (Some(was), Some(is)) => of(path, format!("a sum of {was}"), format!("a sum of {is}")),
                _ => of(path, format!("{} values", column.values), "other content".into()),
            }),
            None => facts.push(of(path, format!("{} values", column.values), "nothing".into())),
        }
    }
    facts
}
