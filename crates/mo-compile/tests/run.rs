//! Runs `tests/run/*.mo` and `tests/library/*.mo` and compares what they print with what is written below the source.

use std::sync::{Arc, Mutex};

use source::MemoryWorld;
use testkit::check_below;
use wasmtime::{Caller, Engine, Linker, Module, Store};

#[test]
fn programs_print_what_is_written_below_them() {
    run_all("tests/run", "//> ");
}

#[test]
fn the_library_does_what_its_programs_say() {
    run_all("tests/library", "// prints: ");
}

fn run_all(folder: &str, mark: &str) {
    check_below(folder, mark, |source| mo_compile::with_stack(|| run(source)));
}

/// Returns what a program prints, or why it does not.
fn run(source: &str) -> Vec<String> {
    let world = MemoryWorld::new([("Main.mo", source)]);
    let (checked, compiled) = mo_compile::build(&world, "Main.mo", &mo_compile::Options::default());
    let shown = |list: &[diagnostics::Diagnostic]| {
        list.iter()
            .flat_map(|d| {
                diagnostics::render_terminal(d, &checked.sources, false)
                    .lines()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .collect::<Vec<_>>()
    };
    match compiled {
        Ok(compiled) => execute(&compiled.wasm),
        Err(errors) => shown(&errors),
    }
}

fn execute(wasm: &[u8]) -> Vec<String> {
    let engine = Engine::default();
    let module = match Module::new(&engine, wasm) {
        Ok(module) => module,
        Err(error) => return vec![format!("invalid: {error:?}")],
    };
    let printed = Arc::new(Mutex::new(Vec::new()));
    let mut linker: Linker<()> = Linker::new(&engine);
    let lines = printed.clone();
    let text = |caller: &mut Caller<'_, ()>, from: i32, size: i32| {
        let memory = caller
            .get_export("memory")
            .and_then(wasmtime::Extern::into_memory)
            .expect("the module has a memory");
        let (from, size) =
            (usize::try_from(from).expect("an address"), usize::try_from(size).expect("a size"));
        String::from_utf8_lossy(&memory.data(&*caller)[from..from + size]).into_owned()
    };
    linker
        .func_wrap("ic0", "debug_print", move |mut caller: Caller<'_, ()>, from: i32, size: i32| {
            let line = text(&mut caller, from, size);
            lines.lock().expect("one thread").push(line);
        })
        .expect("one definition");
    let lines = printed.clone();
    linker
        .func_wrap(
            "ic0",
            "trap",
            move |mut caller: Caller<'_, ()>, from: i32, size: i32| -> wasmtime::Result<()> {
                let line = text(&mut caller, from, size);
                lines.lock().expect("one thread").push(format!("trap: {line}"));
                Err(wasmtime::Error::msg("trapped"))
            },
        )
        .expect("one definition");
    linker.define_unknown_imports_as_traps(&module).expect("imports can be stubbed");
    let mut store = Store::new(&engine, ());
    if let Err(error) = linker.instantiate(&mut store, &module)
        && !printed.lock().expect("one thread").last().is_some_and(|line| line.starts_with("trap: "))
    {
        printed.lock().expect("one thread").push(format!("stopped: {error:?}").replace("\n", " | "));
    }
    printed.lock().expect("one thread").clone()
}
