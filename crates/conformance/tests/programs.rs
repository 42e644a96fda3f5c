//! Runs `tests/programs/*.mo`: programs with actors in them, and what they print, written below each.

use source::MemoryWorld;

#[test]
fn programs_with_actors_print_what_is_written_below_them() {
    testkit::check_below("tests/programs", "//> ", printed);
}

/// What a program prints, or why it does not; the reason that it stops for comes last.
fn printed(source: &str) -> Vec<String> {
    let world = MemoryWorld::new([("Main.mo", source)]);
    let (_, built) = mo_compile::with_stack(|| {
        mo_compile::split::build(&world, "Main.mo", &mo_compile::Options::default())
    });
    match built {
        Ok((compiled, entry)) => {
            let ran = mo_run::run_program(&compiled.wasm, entry).expect("a replica starts");
            ran.printed.into_iter().chain(ran.trap.map(|why| format!("trap: {why}"))).collect()
        }
        Err(found) => found.iter().map(|found| found.message.clone()).collect(),
    }
}
