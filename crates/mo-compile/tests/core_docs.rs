//! Every public item of `library/core` has a line of documentation, and a program below `tests` that mentions it.

use std::collections::BTreeSet;

/// Modules whose members only do something between canisters, or over time; their tests come with that part of the language.
const BETWEEN_CANISTERS: [&str; 5] = ["Cycles", "Error", "InternetComputer", "Timer", "CallerAttributes"];

/// Members that end a program or need an app around them, and types that are used under other names.
const UNNAMED: [&str; 9] = [
    "todo",
    "unreachable",
    "envVar",
    "envVarNames",
    "getCertificate",
    "Error",
    "ErrorCode",
    "TimerId",
    "Tree",
];

#[test]
fn every_public_item_is_documented() {
    let missing: Vec<String> =
        items().into_iter().filter(|item| !item.documented).map(|item| item.place()).collect();
    assert!(missing.is_empty(), "without a line of documentation:\n{}", missing.join("\n"));
}

#[test]
fn every_public_item_is_mentioned_in_a_test() {
    let words = words_of_tests();
    let missing: Vec<String> = items()
        .into_iter()
        .filter(|item| {
            !item.module.starts_with("internal/") && !BETWEEN_CANISTERS.contains(&item.module.as_str())
        })
        .filter(|item| !UNNAMED.contains(&item.name.as_str()) && !words.contains(&item.name))
        .filter(|item| item.module != "Types")
        .map(|item| item.place())
        .collect();
    assert!(missing.is_empty(), "mentioned in no test:\n{}", missing.join("\n"));
}

struct Item {
    module: String,
    name: String,
    documented: bool,
}

impl Item {
    fn place(&self) -> String {
        format!("{}.{}", self.module, self.name)
    }
}

fn items() -> Vec<Item> {
    let mut items = Vec::new();
    for path in testkit::files("library/core", ".mo") {
        let text = std::fs::read_to_string(&path).expect("a module can be read");
        let root = testkit::root().join("library/core");
        let module = path.strip_prefix(root).expect("it was found there").with_extension("");
        let mut above = "";
        for line in text.lines().map(str::trim) {
            if let Some(name) = public_name(line) {
                let module = module.to_string_lossy().into_owned();
                items.push(Item { module, name, documented: above.starts_with("///") });
            }
            above = line;
        }
    }
    assert!(items.len() > 1000, "the library is there");
    items
}

/// Returns the name that a line declares for everybody.
fn public_name(line: &str) -> Option<String> {
    let rest = line.strip_prefix("public ")?;
    let rest = ["func ", "let ", "class ", "type "].iter().find_map(|kind| rest.strip_prefix(kind))?;
    Some(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
}

fn words_of_tests() -> BTreeSet<String> {
    ["tests/library", "tests/run", "tests/actors"]
        .iter()
        .flat_map(|folder| testkit::files(folder, ".mo"))
        .flat_map(|path| {
            let text = std::fs::read_to_string(path).expect("a test can be read");
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned);
            words.collect::<Vec<_>>()
        })
        .collect()
}
