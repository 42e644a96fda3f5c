//! `differential refresh [FILE..]`: asks the reference about every fixture again; `differential random`: compares random programs.
//! `cargo xtask differential` calls it.

mod search;

use anyhow::{Result, bail};
use differential::{Case, Fixture, Reference, UNEXPLAINED, judge};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if !Reference::available() {
        bail!("Node or the reference compiler is missing: npm install in tests/differential");
    }
    match args.first().map(String::as_str) {
        Some("refresh") => refresh(&args[1..]),
        Some("random") => search::search(&search::Settings::read(&args[1..])?),
        Some("write") => search::write(&search::Settings::read(&args[1..])?),
        _ => bail!("usage: differential refresh [FILE..] | random [--seconds N] [--seed N] | write --seed N"),
    }
}

/// Asks the reference about programs that it was not asked about (with `--all`, about every program), asks ours about all,
/// and writes down what they say.
fn refresh(args: &[String]) -> Result<()> {
    let all = args.iter().any(|arg| arg == "--all");
    let names: Vec<&String> = args.iter().filter(|arg| !arg.starts_with("--")).collect();
    let mut unexplained = 0;
    for path in testkit::files("tests/differential", ".md") {
        let shown = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let foreign =
            shown == "README.md" || path.components().any(|part| part.as_os_str() == "node_modules");
        let unwanted = !names.is_empty() && names.iter().all(|name| !shown.contains(name.as_str()));
        if foreign || unwanted {
            continue;
        }
        let mut fixture = Fixture::read(&path);
        let mut asker = Asker { flags: fixture.flags(), reference: None };
        for at in 0..fixture.cases.len() {
            let case = &mut fixture.cases[at];
            if all || case.reference.is_empty() {
                case.reference = asker.ask(case)?;
                fixture.write();
            }
            let (case, warn) = (&mut fixture.cases[at], &fixture.warn);
            unexplained += usize::from(compare(case, warn, &shown));
        }
        fixture.write();
    }
    println!("{unexplained} differences without a reason");
    Ok(())
}

/// The reference, started when it is needed.
struct Asker {
    flags: Vec<String>,
    reference: Option<Reference>,
}

impl Asker {
    fn ask(&mut self, case: &Case) -> Result<String> {
        let Case { program, files, .. } = case;
        let reference = match self.reference.take() {
            Some(running) => running,
            None => Reference::start(&self.flags)?,
        };
        let verdict =
            self.reference.insert(reference).judge_with(program, files, !program.contains("actor"))?;
        // Without an answer nothing is known; the next refresh asks again.
        Ok(if verdict.failed.is_some() { String::new() } else { verdict.to_string() })
    }
}

/// Returns whether a difference is left that nobody has given a reason for.
fn compare(case: &mut Case, warn: &[String], file: &str) -> bool {
    if case.reference.is_empty() {
        return false;
    }
    let ours = judge(&case.program, &case.files, warn).to_string();
    case.ours = (ours != case.reference).then(|| ours.clone());
    let unexplained =
        case.ours.is_some() && case.reason.as_deref().is_none_or(|reason| reason == UNEXPLAINED);
    if unexplained {
        let (title, program, reference) = (&case.title, &case.program, &case.reference);
        println!("== {file}: {title}\n{program}-- reference: {reference}-- ours: {ours}");
    }
    unexplained
}
