//! What fuzzers start from: the programs of the tests.

use std::path::Path;

use candid::{Encode, Principal};
use testkit::{files, markdown_blocks};

use crate::Target;
use crate::readers::SEPARATOR;

/// Programs longer than this teach a fuzzer nothing that shorter ones do not.
const BYTES_MAX: usize = 16 << 10;

/// Returns inputs for a reader to start from.
pub fn seeds(target: Target) -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = match target {
        Target::Parser | Target::Checker | Target::Build => programs(),
        Target::Candid => messages(),
        Target::Interface => interfaces(),
        Target::Signature => signatures(),
    };
    found.extend(kept(target).into_iter().map(|(_, bytes)| bytes));
    found.retain(|bytes| bytes.len() <= BYTES_MAX);
    found.sort();
    found.dedup();
    found
}

/// Returns what was found once: the name of the fixture and its content.
pub fn kept(target: Target) -> Vec<(String, Vec<u8>)> {
    let folder = format!("tests/fuzz/{}", target.name());
    let found = files(&folder, "").into_iter().map(|path| (path.display().to_string(), read(&path)));
    found.collect()
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn programs() -> Vec<Vec<u8>> {
    let written = files("tests", ".mo").into_iter().chain(files("library/core", ".mo"));
    let fenced = files("tests/language", ".md").into_iter().chain(files("tests/differential", ".md"));
    let blocks = fenced.filter(|path| !path.to_string_lossy().contains("node_modules"));
    let blocks = blocks.flat_map(|path| markdown_blocks(&path, "motoko"));
    written.map(|path| read(&path)).chain(blocks.map(|block| block.text.into_bytes())).collect()
}

fn interfaces() -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = files("library/idl", ".did").iter().map(|path| read(path)).collect();
    found.push(b"type t = opt record { nat; t }; service : (t) -> { f : (t, int8) -> (vec t) query; }".to_vec());
    found
}

fn signatures() -> Vec<Vec<u8>> {
    let written = files("tests", ".most").iter().map(|path| read(path)).collect::<Vec<_>>();
    let example = "// Version: 1.0.0\ntype T<A> = {a : A; var b : [var ?T<A>]};\nactor {\n  stable x : T<Nat>;\n  stable var y : {#a; #b : Int}\n};\n";
    let migrated = "// Version: 4.0.0\n{\n  \"one\" : {} -> {x : Nat};\n  \"two\" : {x : Nat} -> {x : Int}\n};\nactor {\n  stable x : Int\n};\n";
    let between = "// Version: 3.0.0\nactor ({ in x : Nat; stable y : Text }, { stable x : Int; stable y : Text });\n";
    let mut found = written;
    for old in [example, migrated, between] {
        found.extend([example, migrated, between].map(|new| format!("{old}{SEPARATOR}{new}").into_bytes()));
    }
    found
}

/// Messages of several kinds, each for every method.
fn messages() -> Vec<Vec<u8>> {
    let encoded = [
        Encode!(),
        Encode!(&candid::Nat::from(5u8), &candid::Int::from(-7), &vec![candid::Int::from(1)]),
        Encode!(&Some(Principal::anonymous()), &"text", &vec![1u8, 2, 3]),
        Encode!(&(1u8, 2u16, 3u32, 4u64), &(-1i8, -2i16, -3i32, -4i64), &1.5f64, &2.5f32, &true),
        Encode!(&vec![(), ()], &vec![Some(candid::Reserved)], &Some(Some("a")), &()),
    ];
    let text = [
        "(record { a = 1 : nat8; b = vec { 2 : nat16 }; c = opt (3 : nat32); d = 4 : nat64; e = record { 1 : int8; 2 : int16; 3 : int32; 4 : int64 }; f = 1.0 : float64; g = 65 : nat32; h = \"h\"; i = blob \"i\"; j = principal \"aaaaa-aa\"; k = vec { opt true; null }; l = variant { two = 2 : nat } })",
        "(opt record { head = 1 : int; tail = opt record { head = 2 : int; tail = null } }, opt variant { leaf = \"x\" })",
        "(func \"aaaaa-aa\".raw_rand, service \"aaaaa-aa\", vec { principal \"aaaaa-aa\" }, null)",
        "(record { a = opt (1 : nat); b = opt opt \"x\"; c = null; d = 5; e = opt variant { x } }, null)",
        "(vec {}, vec { record {} }, vec { null; null }, vec { null : reserved })",
    ];
    let written = text.iter().map(|text| {
        let arguments = candid_parser::parse_idl_args(text).expect("the message is well formed");
        arguments.to_bytes().expect("the message can be encoded")
    });
    let all: Vec<Vec<u8>> = encoded.into_iter().filter_map(Result::ok).chain(written).collect();
    (0..6u8).flat_map(|method| all.iter().map(move |bytes| [&[method], bytes.as_slice()].concat())).collect()
}
