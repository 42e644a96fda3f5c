//! Our side.

use mo_compile::{Checked, Level, Lints, Options};
use source::MemoryWorld;

use crate::{Finding, Verdict};

/// Findings that version 2.0 made errors and the reference, which is older, still warns of.
const ERRORS_SINCE_2: [&str; 13] = [
    "M0145", "M0222", "M0210", "M0212", "M0215", "M0128", "M0242", "M0005", "M0074", "M0081", "M0101",
    "M0166", "M0167",
];

/// Checks a program with the files that it imports and, if it is accepted and has no actor, runs it.
pub fn judge(program: &str, files: &[(String, String)], warn: &[String]) -> Verdict {
    judge_with(program, files, warn, &[])
}

/// The same without the modules of `mo:core` that the program does not import.
pub fn judge_alone(program: &str) -> Verdict {
    // A package that is not there offers nothing.
    judge_with(program, &[], &[], &["none"])
}

fn judge_with(program: &str, files: &[(String, String)], warn: &[String], implicit: &[&str]) -> Verdict {
    let levels = ERRORS_SINCE_2.into_iter().map(str::to_owned).chain(warn.iter().cloned());
    let lints = Lints { levels: levels.map(|code| (code, Level::Warn)).collect(), ..Lints::default() };
    let implicit_packages = implicit.iter().map(|name| (*name).to_owned()).collect();
    let options = Options { lints, implicit_packages, ..Options::default() };
    let imported = files.iter().map(|(name, source)| (name.as_str(), source.as_str()));
    let world = MemoryWorld::new(imported.chain([("Main.mo", program)]));
    mo_compile::with_stack(|| {
        let checked = mo_compile::check(&world, "Main.mo", &options);
        let mut verdict = Verdict { findings: findings(&checked), ..Verdict::default() };
        if verdict.accepted() && runs(&checked) {
            run(&world, &options, &mut verdict);
        }
        verdict
    })
}

/// Whether the file is a program of declarations.
pub(crate) fn runs(checked: &Checked) -> bool {
    checked.main().actor.is_none() && checked.main().kind == mo_compile::ModuleKind::Program
}

fn run(world: &MemoryWorld, options: &Options, verdict: &mut Verdict) {
    let (checked, compiled) = mo_compile::build(world, "Main.mo", options);
    let wasm = match compiled {
        Ok(compiled) => compiled.wasm,
        Err(found) => {
            let words: Vec<String> = found.iter().map(|it| it.message.clone()).collect();
            let _ = checked;
            verdict.failed = Some(words.join("; "));
            return;
        }
    };
    match mo_run::run_program(&wasm, None) {
        Ok(ran) => {
            verdict.printed = ran.printed.iter().flat_map(|text| text.lines().map(str::to_owned)).collect();
            verdict.trapped = ran.trap.is_some();
        }
        Err(error) => verdict.failed = Some(error),
    }
}

fn findings(checked: &Checked) -> Vec<Finding> {
    let mut findings: Vec<Finding> = checked
        .diagnostics
        .iter()
        .map(|diagnostic| Finding {
            line: checked.sources.position(diagnostic.primary.file, diagnostic.primary.start).line,
            severity: diagnostic.severity.word().to_owned(),
            code: diagnostic.code.unwrap_or_default().to_owned(),
        })
        .collect();
    findings.sort();
    findings.dedup();
    findings
}
