//! Every public item of `library/core` has a line of documentation, and a program below `tests` that uses it.

mod uses;

#[test]
fn every_public_item_is_documented() {
    let missing: Vec<String> =
        items().into_iter().filter(|item| !item.documented).map(|item| item.place()).collect();
    assert!(missing.is_empty(), "without a line of documentation:\n{}", missing.join("\n"));
}

/// Modules for the library's own use.
const INSIDE: &str = "internal/";

#[test]
fn every_public_item_is_used_by_a_program() {
    let used = mo_compile::with_stack(uses::of_all_programs);
    let missing: Vec<String> = items()
        .into_iter()
        .filter(|item| !item.module.starts_with(INSIDE))
        .map(|item| item.place())
        .filter(|place| !used.contains(place))
        .collect();
    assert!(missing.is_empty(), "{} are used by no program:\n{}", missing.len(), missing.join("\n"));
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
