//! `differential refresh [FILE..]`: asks the reference about every fixture again. `cargo xtask differential` calls it.

use anyhow::{Result, bail};
use differential::{Case, Fixture, Reference, UNEXPLAINED, judge};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if !Reference::available() {
        bail!("Node or the reference compiler is missing: npm install in tests/differential");
    }
    match args.first().map(String::as_str) {
        Some("refresh") => refresh(&args[1..]),
        _ => bail!("usage: differential refresh [FILE..]"),
    }
}

/// Asks both sides about every program and writes down what they say.
fn refresh(names: &[String]) -> Result<()> {
    let mut unexplained = 0;
    for path in testkit::files("tests/differential", ".md") {
        let shown = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if shown == "README.md" || path.components().any(|part| part.as_os_str() == "node_modules") {
            continue;
        }
        if !names.is_empty() && names.iter().all(|name| !shown.contains(name.as_str())) {
            continue;
        }
        let mut fixture = Fixture::read(&path);
        let flags: Vec<String> =
            if fixture.warn.is_empty() { Vec::new() } else { vec!["-W".into(), fixture.warn.join(",")] };
        let mut reference = Reference::start(&flags)?;
        for case in &mut fixture.cases {
            unexplained += usize::from(refresh_case(case, &fixture.warn, &mut reference, &shown)?);
        }
        fixture.write();
    }
    println!("{unexplained} differences without a reason");
    Ok(())
}

/// Returns whether a difference is left that nobody has given a reason for.
fn refresh_case(case: &mut Case, warn: &[String], reference: &mut Reference, file: &str) -> Result<bool> {
    let theirs = reference.judge(&case.program, !case.program.contains("actor"))?;
    let ours = judge(&case.program, warn);
    case.reference = theirs.to_string();
    case.ours = (ours != theirs).then(|| ours.to_string());
    let unexplained = case.ours.is_some() && case.reason.as_deref().is_none_or(|reason| reason == UNEXPLAINED);
    if unexplained {
        let what = if ours.accepted() != theirs.accepted() {
            "VERDICT"
        } else if ours.codes("error") != theirs.codes("error") {
            "error codes"
        } else if ours.codes("warning") != theirs.codes("warning") {
            "warnings"
        } else if ours.findings == theirs.findings {
            "OUTPUT"
        } else {
            "lines"
        };
        println!("== {file}: {}: {what}\n{}-- reference: {theirs}-- ours: {ours}", case.title, case.program);
    }
    Ok(unexplained)
}
