//! What the data says about people, and what of it can be recognised in a reply.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use num_bigint::BigInt;
use replica_api::Principal;

use crate::heap::{Heap, HeapError, Layer, Scalar, Slot};

/// Of each collection, so many rows are looked at: enough to know its people and to recognise its values.
const ROWS_MAX: usize = 2_000;
const MARKS_MAX: usize = 50_000;
/// So many values of a type are tried as arguments.
const SAMPLES_MAX: usize = 4;
const PEOPLE_OF_PATH_MAX: usize = 2;
const PEOPLE_MAX: usize = 4;
const DEPTH_MAX: usize = 40;
/// A shorter text is found in replies by chance.
const MARK_BYTES_MIN: usize = 4;

/// Where a stored value lies, and whose row it is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub(super) path: String,
    pub(super) of: Option<Principal>,
}

/// What was found in a canister's data.
#[derive(Clone, Debug, Default)]
pub(super) struct Stored {
    people: Vec<(String, Principal)>,
    /// By the hash of a value, where it lies. `None`: in several places, so that it tells nothing.
    marks: BTreeMap<u64, Option<Mark>>,
    pub(super) numbers: Vec<BigInt>,
    pub(super) texts: Vec<String>,
}

impl Stored {
    pub(super) fn read(heap: &Heap<'_>) -> Result<Stored, HeapError> {
        let mut walk = Walk { heap, stored: Stored::default() };
        for (name, slot) in heap.variables()? {
            walk.value(slot, name, None, 0)?;
        }
        Ok(walk.stored)
    }

    /// Takes the places where values lay before an upgrade: what was renamed is the same to those who see it.
    pub(super) fn with_places_of(mut self, before: &Stored) -> Stored {
        for (hash, mark) in &mut self.marks {
            if let Some(known) = before.marks.get(hash) {
                mark.clone_from(known);
            }
        }
        self
    }

    /// People by the place where they stand.
    pub(super) fn people(&self) -> impl Iterator<Item = (String, Principal)> {
        self.people.iter().cloned()
    }

    /// Where a value of a reply is stored, if it is in one place only.
    pub(super) fn mark(&self, value: &[u8]) -> Option<&Mark> {
        self.marks.get(&hash(value))?.as_ref()
    }

    fn note_person(&mut self, path: &str, principal: Principal) {
        let of_path = self.people.iter().filter(|(known, _)| known == path).count();
        let is_known = self.people.iter().any(|(_, known)| *known == principal);
        let is_someone = principal != Principal::anonymous() && principal.as_slice().len() == 29;
        if is_someone && !is_known && of_path < PEOPLE_OF_PATH_MAX && self.people.len() < PEOPLE_MAX {
            self.people.push((path.to_owned(), principal));
        }
    }

    fn note_text(&mut self, path: &str, text: &str, of: Option<Principal>) {
        if self.texts.len() < SAMPLES_MAX
            && text.len() <= 100
            && !self.texts.iter().any(|known| known == text)
        {
            self.texts.push(text.to_owned());
        }
        if text.len() < MARK_BYTES_MIN || self.marks.len() >= MARKS_MAX {
            return;
        }
        let mark = Mark { path: path.to_owned(), of };
        self.marks
            .entry(hash(text.as_bytes()))
            .and_modify(|known| {
                if known.as_ref() != Some(&mark) {
                    *known = None;
                }
            })
            .or_insert(Some(mark.clone()));
    }

    fn note_number(&mut self, number: &BigInt) {
        if self.numbers.len() < SAMPLES_MAX && !self.numbers.contains(number) {
            self.numbers.push(number.clone());
        }
    }
}

fn hash(value: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

struct Walk<'h, 'm> {
    heap: &'h Heap<'m>,
    stored: Stored,
}

impl Walk<'_, '_> {
    /// Notes a value that lies at a path, in a row of somebody's.
    fn value(
        &mut self,
        slot: Slot,
        path: &str,
        of: Option<Principal>,
        depth: usize,
    ) -> Result<(), HeapError> {
        if depth > DEPTH_MAX {
            return Ok(());
        }
        match self.heap.layer(slot)? {
            Layer::Scalar(Scalar::Principal(bytes)) => {
                if let Some(principal) = principal(&bytes) {
                    self.stored.note_person(path, principal);
                }
            }
            Layer::Scalar(Scalar::Text(text)) => self.stored.note_text(path, &text, of),
            Layer::Scalar(_) => {}
            Layer::Some(inner) => self.value(inner, path, of, depth + 1)?,
            Layer::Variant(_, payload) => self.value(payload, path, of, depth + 1)?,
            Layer::Tuple(parts) => {
                let of = self.person_among(&parts)?.or(of);
                for part in parts {
                    self.value(part, path, of, depth + 1)?;
                }
            }
            Layer::Record(fields) => {
                let slots: Vec<Slot> = fields.iter().map(|(_, slot)| *slot).collect();
                let of = self.person_among(&slots)?.or(of);
                for (name, slot) in fields {
                    let path = format!("{path}.{name}");
                    if let ("id", Layer::Scalar(Scalar::Integer(number))) = (name, self.heap.layer(slot)?) {
                        self.stored.note_number(&number);
                    }
                    self.value(slot, &path, of, depth + 1)?;
                }
            }
            Layer::Rows(rows) => {
                let heap = self.heap;
                let mut seen = 0;
                heap.for_each_row(&rows, &mut |key, value| {
                    seen += 1;
                    if seen > ROWS_MAX {
                        return Ok(());
                    }
                    let whose = key.map_or(Ok(None), |key| self.key(key, path))?.or(of);
                    value.map_or(Ok(()), |value| self.value(value, path, whose, depth + 1))
                })?;
            }
        }
        Ok(())
    }

    /// Notes what says which row it is, and whose row it is if that is a person.
    fn key(&mut self, key: Slot, path: &str) -> Result<Option<Principal>, HeapError> {
        match self.heap.layer(key)? {
            Layer::Scalar(Scalar::Principal(bytes)) => {
                let person = principal(&bytes);
                if let Some(person) = person {
                    self.stored.note_person(path, person);
                }
                return Ok(person);
            }
            Layer::Scalar(Scalar::Integer(number)) => self.stored.note_number(&number),
            Layer::Scalar(Scalar::Text(text)) => self.stored.note_text(path, &text, None),
            _ => self.value(key, path, None, 0)?,
        }
        Ok(None)
    }

    /// The one person whom fields of a row name: it is that person's row.
    fn person_among(&mut self, slots: &[Slot]) -> Result<Option<Principal>, HeapError> {
        let mut found = BTreeSet::new();
        for slot in slots {
            if let Layer::Scalar(Scalar::Principal(bytes)) = self.heap.layer(*slot)? {
                found.extend(principal(&bytes));
            }
        }
        Ok(found.first().copied().filter(|_| found.len() == 1))
    }
}

fn principal(bytes: &[u8]) -> Option<Principal> {
    Principal::try_from_slice(bytes).ok()
}
