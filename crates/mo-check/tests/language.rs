//! Runs `tests/language/**.md`: each block is a program, and below a line stands what is wrong with it.

use diagnostics::Diagnostic;
use source::{MemoryWorld, Sources};
use testkit::{FILE, block_files, check_blocks};

#[test]
fn programs_are_accepted_or_rejected_as_written() {
    check_blocks("tests/language", "motoko", annotate);
}

/// Returns the program with its diagnostics written below the lines they point at.
fn annotate(text: &str) -> String {
    let text: String =
        text.lines().filter(|line| !is_annotation(line)).map(|line| format!("{line}\n")).collect();
    let files = block_files(&text);
    let world = MemoryWorld::new(files.clone());
    let checked = mo_check::check(&world, "Main.mo", &mo_check::Options::default());
    let mut out = String::new();
    for (at, (name, program)) in files.iter().enumerate() {
        if at > 0 {
            out.push_str(&format!("{FILE}{name}\n"));
        }
        for (at, line) in program.lines().enumerate() {
            out.push_str(line);
            out.push('\n');
            for diagnostic in &checked.diagnostics {
                let place = checked.sources.position(diagnostic.primary.file, diagnostic.primary.start);
                if place.line == at + 1 && checked.sources.path(diagnostic.primary.file) == name {
                    out.push_str(&annotation(diagnostic, &checked.sources));
                }
            }
        }
    }
    out
}

fn is_annotation(line: &str) -> bool {
    line.strip_prefix("//")
        .is_some_and(|rest| rest.trim_start().starts_with("^ ") || rest.trim_start().starts_with("help: "))
}

fn annotation(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let column = sources.position(diagnostic.primary.file, diagnostic.primary.start).column;
    let pad = " ".repeat(column.saturating_sub(3));
    let code = diagnostic.code.unwrap_or_default();
    let mut out = format!("//{pad}^ {}[{code}]: {}\n", diagnostic.severity.word(), diagnostic.message);
    if let Some(help) = &diagnostic.help {
        out.push_str(&format!("//{pad}  help: {help}\n"));
    }
    out
}
