//! Checks the programs of `tests/chains/*.md`, each an actor with its chain of migrations, and compares what is said of them: the
//! diagnostics, or the stable signature.

use mo_compile::Options;
use source::MemoryWorld;
use testkit::{block_files, check_blocks};

/// What begins the lines that say what comes out.
const MARK: &str = "//> ";

#[test]
fn chains_are_judged_as_written() {
    check_blocks("tests/chains", "motoko", judged);
}

/// Returns the files of a block with what is said of them below.
fn judged(block: &str) -> String {
    let source: String =
        block.lines().filter(|line| !line.starts_with(MARK)).map(|line| format!("{line}\n")).collect();
    let world = MemoryWorld::new(block_files(&source));
    let options = Options { enhanced_migration: Some("migrations".into()), ..Options::default() };
    let lines = mo_compile::with_stack(|| {
        let checked = mo_compile::check(&world, "Main.mo", &options);
        // What nothing uses is not what these programs are about.
        let found = checked.diagnostics.iter().filter(|found| found.code != Some("M0194"));
        let mut lines: Vec<String> = found
            .map(|found| {
                let at = checked.sources.position(found.primary.file, found.primary.start);
                let (path, word) = (checked.sources.path(found.primary.file), found.severity.word());
                let code = found.code.unwrap_or_default();
                format!("{path}:{}:{} {word}[{code}]: {}", at.line, at.column, found.message)
            })
            .collect();
        if !checked.has_errors() {
            lines.extend(mo_compile::stable_types(&checked).unwrap_or_default().lines().map(str::to_owned));
        }
        lines
    });
    let below: String = lines.iter().map(|line| format!("{MARK}{line}\n")).collect();
    format!("{source}{below}")
}
