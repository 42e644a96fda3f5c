//! What fuzzers start from: the programs of the tests.

#[cfg(feature = "candid")]
mod messages;

use std::path::Path;

use testkit::{files, markdown_blocks};

use crate::Target;
use crate::readers::SEPARATOR;

/// Programs longer than this teach a fuzzer nothing that shorter ones do not.
const BYTES_MAX: usize = 16 << 10;

/// Returns inputs for a reader to start from.
pub fn seeds(target: Target) -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = match target {
        Target::Parser | Target::Checker | Target::Compiler => programs(),
        #[cfg(feature = "candid")]
        Target::Candid => messages::messages(),
        #[cfg(not(feature = "candid"))]
        Target::Candid => Vec::new(),
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
fn kept(target: Target) -> Vec<(String, Vec<u8>)> {
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
    found.push(
        b"type t = opt record { nat; t }; service : (t) -> { f : (t, int8) -> (vec t) query; }".to_vec(),
    );
    found
}

fn signatures() -> Vec<Vec<u8>> {
    let written = files("tests", ".most").iter().map(|path| read(path)).collect::<Vec<_>>();
    let example = "// Version: 1.0.0\ntype T<A> = {a : A; var b : [var ?T<A>]};\nactor {\n  stable x : T<Nat>;\n  stable var y : {#a; #b : Int}\n};\n";
    let migrated = "// Version: 4.0.0\n{\n  \"one\" : {} -> {x : Nat};\n  \"two\" : {x : Nat} -> {x : Int}\n};\nactor {\n  stable x : Int\n};\n";
    let between =
        "// Version: 3.0.0\nactor ({ in x : Nat; stable y : Text }, { stable x : Int; stable y : Text });\n";
    let mut found = written;
    for old in [example, migrated, between] {
        found.extend([example, migrated, between].map(|new| format!("{old}{SEPARATOR}{new}").into_bytes()));
    }
    found
}
