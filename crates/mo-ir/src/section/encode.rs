//! From a type table to words.

use std::collections::BTreeMap;

use super::kind;
use crate::layout::label_hash;
use crate::{Field, Type, TypeId, TypeTable};

/// A type section, and where in it each type lies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoded {
    pub words: Vec<u32>,
    /// Byte offsets of the types that are part of the section.
    pub offsets: BTreeMap<TypeId, u32>,
}

impl Encoded {
    /// Returns the section as it stands in a module.
    pub fn bytes(&self) -> Vec<u8> {
        self.words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }
}

/// Encodes the types that can be reached from the stable object and the roots.
pub fn encode(table: &TypeTable, stable: Option<TypeId>, roots: impl IntoIterator<Item = TypeId>) -> Encoded {
    let types = reachable(table, stable.into_iter().chain(roots));
    let mut place = 2;
    let mut offsets = BTreeMap::new();
    for id in &types {
        offsets.insert(*id, place * 4);
        place += node_words(table.get(*id));
    }
    let labels = label_words(table, &types, place);
    let mut words = vec![0, stable.map_or(0, |id| offsets[&id])];
    for id in &types {
        node(table.get(*id), &offsets, &labels.offsets, &mut words);
    }
    words.extend(labels.words);
    words[0] = word(words.len());
    Encoded { words, offsets }
}

/// Returns the types in the order in which they are met.
fn reachable(table: &TypeTable, roots: impl IntoIterator<Item = TypeId>) -> Vec<TypeId> {
    let mut met: Vec<TypeId> = Vec::new();
    let mut seen = vec![false; table.types.len()];
    let mut meet = |id: TypeId, met: &mut Vec<TypeId>| {
        if !std::mem::replace(&mut seen[id.0 as usize], true) {
            met.push(id);
        }
    };
    for id in roots {
        meet(id, &mut met);
    }
    let mut next = 0;
    while let Some(id) = met.get(next).copied() {
        for child in table.get(id).children() {
            meet(child, &mut met);
        }
        next += 1;
    }
    met
}

fn node_words(ty: &Type) -> u32 {
    match ty {
        Type::Prim(_) => 1,
        Type::Option(_) | Type::Array(_) | Type::VarArray(_) | Type::Weak(_) => 2,
        Type::Tuple(types) => 2 + word(types.len()),
        Type::Object(fields) => 2 + 4 * word(fields.len()),
        Type::Variant(fields) | Type::Actor(fields) => 2 + 3 * word(fields.len()),
        Type::Shared { args, results, .. } => 4 + word(args.len()) + word(results.len()),
    }
}

#[derive(Default)]
struct Labels<'a> {
    words: Vec<u32>,
    offsets: BTreeMap<&'a str, u32>,
}

/// Lays every label once behind the nodes, which end at this word.
fn label_words<'a>(table: &'a TypeTable, types: &[TypeId], start: u32) -> Labels<'a> {
    let mut labels = Labels::default();
    for field in types.iter().flat_map(|id| table.get(*id).fields()) {
        let Labels { words, offsets } = &mut labels;
        offsets.entry(&field.label).or_insert_with(|| {
            let offset = (start + word(words.len())) * 4;
            words.push(word(field.label.len()));
            words.extend(field.label.as_bytes().chunks(4).map(|chunk| {
                let mut bytes = [0; 4];
                bytes[..chunk.len()].copy_from_slice(chunk);
                u32::from_le_bytes(bytes)
            }));
            offset
        });
    }
    labels
}

fn node(ty: &Type, offsets: &BTreeMap<TypeId, u32>, labels: &BTreeMap<&str, u32>, words: &mut Vec<u32>) {
    let list = |types: &[TypeId], words: &mut Vec<u32>| {
        words.push(word(types.len()));
        words.extend(types.iter().map(|id| offsets[id]));
    };
    let fields = |fields: &[Field], with_var: bool, words: &mut Vec<u32>| {
        words.push(word(fields.len()));
        for field in fields {
            words.extend([label_hash(&field.label), labels[field.label.as_str()]]);
            words.extend(with_var.then_some(u32::from(field.var)));
            words.push(offsets[&field.ty]);
        }
    };
    words.push(ty.kind());
    match ty {
        Type::Prim(_) => {}
        Type::Option(element) | Type::Array(element) | Type::VarArray(element) | Type::Weak(element) => {
            words.push(offsets[element])
        }
        Type::Tuple(types) => list(types, words),
        Type::Object(all) => fields(all, true, words),
        Type::Variant(all) | Type::Actor(all) => fields(all, false, words),
        Type::Shared { mode, args, results } => {
            words.push(*mode as u32);
            list(args, words);
            list(results, words);
        }
    }
}

impl Type {
    fn kind(&self) -> u32 {
        match self {
            Type::Prim(prim) => *prim as u32,
            Type::Option(_) => kind::OPTION,
            Type::Array(_) => kind::ARRAY,
            Type::VarArray(_) => kind::VAR_ARRAY,
            Type::Tuple(_) => kind::TUPLE,
            Type::Object(_) => kind::OBJECT,
            Type::Variant(_) => kind::VARIANT,
            Type::Shared { .. } => kind::SHARED,
            Type::Actor(_) => kind::ACTOR,
            Type::Weak(_) => kind::WEAK,
        }
    }
}

fn word(n: usize) -> u32 {
    u32::try_from(n).expect("a type section is smaller than 4 GiB")
}
