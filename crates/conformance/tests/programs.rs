//! Runs `tests/programs/*.mo`: programs with actors in them, and what they print, written below each behind `//> `.

use source::MemoryWorld;
use testkit::{bless, files};

const MARK: &str = "//> ";

#[test]
fn programs_with_actors_print_what_is_written_below_them() {
    let mut wrong = Vec::new();
    for path in files("tests/programs", ".mo") {
        let text = std::fs::read_to_string(&path).expect("a fixture can be read");
        let source: String =
            text.lines().filter(|line| !line.starts_with(MARK)).map(|line| format!("{line}\n")).collect();
        let printed = printed(&source);
        let below: String = printed.iter().map(|line| format!("{MARK}{line}\n")).collect();
        let actual = format!("{source}{below}");
        if bless() {
            std::fs::write(&path, actual).expect("a fixture can be written");
        } else if actual != text {
            wrong.push(format!("{}:\n{}", path.display(), printed.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What a program prints, or why it does not; the reason that it stops for comes last.
fn printed(source: &str) -> Vec<String> {
    let world = MemoryWorld::new([("Main.mo", source)]);
    let built = mo_compile::with_stack(|| {
        let split = mo_compile::split::split(&world, "Main.mo").expect("the program has actors in it");
        let (_, compiled) =
            mo_compile::build(&split.over(&world), "Main.mo", &mo_compile::Options::default());
        compiled.map(|compiled| compiled.wasm)
    });
    match built {
        Ok(wasm) => {
            let ran = mo_run::run_program(&wasm, Some(mo_compile::split::ENTRY)).expect("a replica starts");
            ran.printed.into_iter().chain(ran.trap.map(|why| format!("trap: {why}"))).collect()
        }
        Err(found) => found.iter().map(|found| found.message.clone()).collect(),
    }
}
