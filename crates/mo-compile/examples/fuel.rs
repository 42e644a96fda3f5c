//! Prints how many instructions programs take: `cargo run --release -p mo-compile --example fuel FILE...`.
//!
//! A file is a program in Motoko, or Wasm that another compiler made of it for a replica (memory of 32 or 64 bits) to compare with. What
//! it prints is shown before.

use source::DiskWorld;
use wasmtime::{Caller, Config, Engine, Extern, Linker, Memory, Module, Store, Val};

fn main() -> wasmtime::Result<()> {
    for path in std::env::args().skip(1) {
        let wasm = if path.ends_with(".wasm") {
            std::fs::read(&path)?
        } else {
            let (checked, built) = mo_compile::with_stack(|| {
                let (checked, built) = mo_compile::build(&DiskWorld, &path, &mo_compile::Options::default());
                (checked.sources, built)
            });
            match built {
                Ok(built) => built.wasm,
                Err(errors) => {
                    for error in errors {
                        print!("{}", diagnostics::render_terminal(&error, &checked, false));
                    }
                    continue;
                }
            }
        };
        let (fuel, pages) = run(&wasm)?;
        println!("{path}: {fuel} instructions, {pages} pages, {} bytes of Wasm", wasm.len());
    }
    Ok(())
}

fn run(wasm: &[u8]) -> wasmtime::Result<(u64, u64)> {
    let mut config = Config::new();
    config.consume_fuel(true).wasm_memory64(true);
    let engine = Engine::new(&config)?;
    let module = Module::new(&engine, wasm)?;
    let mut linker: Linker<()> = Linker::new(&engine);
    for import in module.imports().filter(|import| matches!(import.name(), "debug_print" | "trap")) {
        let ty = import.ty().func().cloned().expect("it is a function");
        let traps = import.name() == "trap";
        linker.func_new(import.module(), import.name(), ty, move |mut caller, arguments, _| {
            print_from(&mut caller, number(&arguments[0]), number(&arguments[1]));
            if traps { Err(wasmtime::Error::msg("trapped")) } else { Ok(()) }
        })?;
    }
    let mut store = Store::new(&engine, ());
    linker.define_unknown_imports_as_default_values(&mut store, &module)?;
    store.set_fuel(u64::MAX)?;
    let instance = linker.instantiate(&mut store, &module);
    let instance = match instance {
        Ok(instance) => instance,
        Err(error) => {
            println!("{error:?}");
            return Ok((u64::MAX - store.get_fuel()?, 0));
        }
    };
    if let Ok(start) = instance.get_typed_func::<(), ()>(&mut store, "canister_init")
        && let Err(error) = start.call(&mut store, ())
    {
        println!("{error:?}");
    }
    let pages = instance.get_memory(&mut store, "memory").map_or(0, |memory| memory.size(&store));
    Ok((u64::MAX - store.get_fuel()?, pages))
}

fn memory(caller: &mut Caller<'_, ()>) -> Memory {
    ["memory", "mem"]
        .iter()
        .find_map(|name| caller.get_export(name).and_then(Extern::into_memory))
        .expect("the module has a memory")
}

fn print_from(caller: &mut Caller<'_, ()>, at: u64, size: u64) {
    let memory = memory(caller);
    let (at, size) = (usize::try_from(at).expect("an address"), usize::try_from(size).expect("a size"));
    println!("{}", String::from_utf8_lossy(&memory.data(&*caller)[at..at + size]));
}

/// Returns an address or a size, of 32 or 64 bits.
fn number(value: &Val) -> u64 {
    match value {
        Val::I32(n) => u64::from(n.cast_unsigned()),
        Val::I64(n) => n.cast_unsigned(),
        _ => 0,
    }
}
