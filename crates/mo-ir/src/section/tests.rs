//! What is encoded is decoded again; noise is refused.

use proptest::prelude::*;

use super::*;
use crate::layout::label_hash;
use crate::{Field, Mode, Prim, Type, TypeId, TypeTable};

fn field(label: &str, var: bool, ty: TypeId) -> Field {
    Field { label: label.into(), var, ty }
}

/// `{ var next : ?Node; tag : { #a; #bb : Nat }; f : shared query Text -> () }`, where Node is the whole again.
fn recursive() -> (TypeTable, TypeId) {
    let mut table = TypeTable::default();
    let node = table.add(Type::Prim(Prim::None));
    let nat = table.add(Type::Prim(Prim::Nat));
    let text = table.add(Type::Prim(Prim::Text));
    let unit = table.add(Type::Tuple(vec![]));
    let option = table.add(Type::Option(node));
    let variant = table.add(Type::Variant(vec![field("a", false, unit), field("bb", false, nat)]));
    let shared = table.add(Type::Shared { mode: Mode::Query, args: vec![text], results: vec![] });
    let mut fields =
        vec![field("next", true, option), field("tag", false, variant), field("f", false, shared)];
    fields.sort_by_key(|field| label_hash(&field.label));
    table.types[node.0 as usize] = Type::Object(fields);
    table.add(Type::Prim(Prim::Float)); // reached by nothing
    (table, node)
}

/// Writes a type with everything in it, each object once.
fn describe(table: &TypeTable, id: TypeId, open: &mut Vec<TypeId>) -> String {
    if let Some(depth) = open.iter().position(|it| *it == id) {
        return format!("^{depth}");
    }
    open.push(id);
    let ty = table.get(id);
    let fields: Vec<String> =
        ty.fields().iter().map(|it| format!("{}{}", if it.var { "var " } else { "" }, it.label)).collect();
    let children: Vec<String> = ty.children().into_iter().map(|child| describe(table, child, open)).collect();
    open.pop();
    let kind = match ty {
        Type::Prim(prim) => format!("{prim:?}"),
        Type::Shared { mode, args, .. } => format!("{mode:?}/{}", args.len()),
        _ => String::new(),
    };
    format!("{kind}{fields:?}({})", children.join(", "))
}

#[test]
fn decodes_what_was_encoded() {
    let (table, node) = recursive();
    let encoded = encode(&table, Some(node), []);
    let decoded = decode(&encoded.bytes()).expect("encoded above");
    let stable = decoded.stable.expect("given above");
    assert_eq!(describe(&decoded.types, stable, &mut vec![]), describe(&table, node, &mut vec![]));
    assert_eq!(decoded.types.types.len(), table.types.len() - 1);
}

#[test]
fn lays_out_words_as_documented() {
    let mut table = TypeTable::default();
    let nat = table.add(Type::Prim(Prim::Nat));
    let object = table.add(Type::Object(vec![field("count", true, nat)]));
    let array = table.add(Type::VarArray(object));
    let encoded = encode(&table, Some(object), [array]);
    let count = label_hash("count");
    let text = u32::from_le_bytes(*b"coun");
    assert_eq!(encoded.words, [14, 8, 24, 1, count, 44, 1, 40, 22, 8, 2, 5, text, u32::from(b't')]);
    assert_eq!(encoded.offsets[&array], 32);
}

#[test]
fn reads_a_type_at_an_offset() {
    let (table, node) = recursive();
    let encoded = encode(&table, None, [node]);
    let bytes = encoded.bytes();
    assert_eq!(decode(&bytes).expect("encoded above").stable, None);
    let mut decoder = Decoder::new(&bytes).expect("encoded above");
    let id = decoder.read(encoded.offsets[&node]).expect("encoded above");
    assert_eq!(describe(decoder.types(), id, &mut vec![]), describe(&table, node, &mut vec![]));
}

#[test]
fn refuses_overlapping_nodes() {
    // Each word from the second on could be read as a tuple of all words after it.
    let mut words = vec![24; 1000];
    words[1] = 8;
    for (index, word) in words.iter_mut().enumerate().skip(2) {
        *word = if index % 2 == 0 { 23 } else { 400 };
    }
    words[0] = 1000;
    let bytes: Vec<u8> = words.iter().flat_map(|word: &u32| word.to_le_bytes()).collect();
    assert!(decode(&bytes).is_err());
}

/// A section with some of its words replaced: closer to a valid one than noise.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let (table, node) = recursive();
    let words = encode(&table, Some(node), []).words;
    let count = words.len();
    proptest::collection::vec((1..count, 0..200u32), 1..4).prop_map(move |changes| {
        let mut words = words.clone();
        for (index, word) in changes {
            words[index] = word;
        }
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    })
}

proptest! {
    #[test]
    fn noise_is_no_panic(mut words in proptest::collection::vec(prop_oneof![0..64u32, any::<u32>()], 2..64)) {
        words[0] = words.len() as u32;
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        let _ = decode(&bytes);
    }

    #[test]
    fn any_bytes_are_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn damage_is_no_panic(bytes in damaged()) {
        let _ = decode(&bytes);
    }
}
