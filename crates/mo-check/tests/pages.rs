//! Every code that the compiler gives has a page and a fixture, and the index lists the pages.

use std::collections::BTreeSet;

use testkit::{files, root};

#[test]
fn every_code_has_a_page() {
    let given = codes_in_source();
    let pages: BTreeSet<String> = files("docs/diagnostics", ".md")
        .iter()
        .filter_map(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .filter(|stem| stem != "README")
        .collect();
    let missing: Vec<&String> = given.difference(&pages).collect();
    assert!(missing.is_empty(), "codes without a page in docs/diagnostics: {missing:?}");
    let idle: Vec<&String> = pages.difference(&given).filter(|code| *code != "M0002").collect();
    assert!(idle.is_empty(), "pages of codes that nothing gives: {idle:?}");
    let index =
        std::fs::read_to_string(root().join("docs/diagnostics/README.md")).expect("the index is there");
    let unlisted: Vec<&String> = pages.iter().filter(|code| !index.contains(&format!("[{code}]"))).collect();
    assert!(unlisted.is_empty(), "pages that the index does not list: {unlisted:?}");
}

/// Faults of the compiler itself: if a program were known that shows one, it would be mended.
const FAULTS: [&str; 1] = ["S0002"];

#[test]
fn every_code_has_a_fixture() {
    let expected = expected_findings();
    let given = codes_in_source();
    let missing: Vec<&String> = given
        .iter()
        .filter(|code| !FAULTS.contains(&code.as_str()) && !expected.contains(code.as_str()))
        .collect();
    assert!(missing.is_empty(), "codes that no fixture expects: {missing:?}");
}

/// What the fixtures below `tests`, and the tests of limits, say that the compiler finds.
fn expected_findings() -> String {
    let limits = root().join("crates/mo-check/tests/limits.rs");
    let mut text = std::fs::read_to_string(limits).expect("the test can be read");
    for ending in [".md", ".txt"] {
        for path in files("tests", ending).iter().filter(|path| !is_foreign(path)) {
            let fixture = std::fs::read_to_string(path).expect("a fixture can be read");
            // Where our findings are others than the reference's, they stand behind them.
            text.extend(fixture.split("\n### ").map(|case| case.rsplit("```ours").next().unwrap_or(case)));
        }
    }
    text
}

fn is_foreign(path: &std::path::Path) -> bool {
    path.ends_with("README.md") || path.components().any(|part| part.as_os_str() == "node_modules")
}

/// Codes in quotes, in the sources of the compiler; the table of levels names codes that others may give.
fn codes_in_source() -> BTreeSet<String> {
    let is_source = |path: &std::path::Path| {
        let text = path.to_string_lossy();
        let gives = ["/mo-", "/upgrade/", "/cli/"].iter().any(|part| text.contains(part));
        gives && text.contains("/src/") && !text.ends_with("lints.rs")
    };
    let mut found = BTreeSet::new();
    for path in files("crates", ".rs").iter().filter(|path| is_source(path)) {
        let text = std::fs::read_to_string(path).expect("a source can be read");
        for piece in text.split('"') {
            let digits = piece.strip_prefix(['M', 'S']).filter(|rest| rest.len() == 4);
            if digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())) {
                found.insert(piece.to_owned());
            }
        }
    }
    found
}
