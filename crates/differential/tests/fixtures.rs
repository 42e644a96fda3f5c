//! Our verdict on every program of `tests/differential/*.md` is the reference's, or another one for a reason.

use differential::{Fixture, UNEXPLAINED, judge};

#[test]
fn verdicts_are_the_references_or_have_a_reason() {
    let mut wrong = Vec::new();
    let mut programs = 0;
    for path in testkit::files("tests/differential", ".md") {
        if path.ends_with("README.md") || path.components().any(|part| part.as_os_str() == "node_modules") {
            continue;
        }
        let fixture = Fixture::read(&path);
        // Programs that the reference was not asked about yet are waiting for `cargo xtask differential`.
        for case in fixture.cases.iter().filter(|case| !case.reference.is_empty()) {
            programs += 1;
            let actual = judge(&case.program, &case.files, &fixture.warn).to_string();
            let wanted = case.ours.as_ref().unwrap_or(&case.reference);
            let explained = case.ours.is_none() || case.reason.as_deref().is_some_and(|it| it != UNEXPLAINED);
            if actual != *wanted || !explained {
                wrong.push(format!(
                    "{}: {}\nwanted: {wanted}found: {actual}{}",
                    path.display(),
                    case.title,
                    if explained { "" } else { "(the difference has no reason)\n" }
                ));
            }
        }
    }
    assert!(programs > 0, "there are programs to compare");
    assert!(wrong.is_empty(), "{} of {programs} differ:\n\n{}", wrong.len(), wrong.join("\n"));
}

/// The rows of the language name programs that are there.
#[test]
fn rows_of_the_language_have_programs() {
    let folder = testkit::root().join("tests/differential");
    let table = std::fs::read_to_string(folder.join("README.md")).expect("the table is there");
    let rows =
        table.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.rsplit_once(" | "));
    let named: Vec<&str> = rows.flat_map(|(_, programs)| programs.split("; ")).collect();
    assert!(named.len() > 100, "the table has rows");
    let is_there = |name: &str| match name.split_once(": ") {
        Some((file, title)) => Fixture::read(&folder.join(file)).cases.iter().any(|case| case.title == title),
        None => name == "Programs" || testkit::root().join(name).exists(),
    };
    let missing: Vec<&str> = named.into_iter().filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "rows name programs that are not there: {missing:#?}");
}
