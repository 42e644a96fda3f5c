//! The compiler as a whole: a world of sources to a Wasm module.
//!
//! [`check`] and [`build`] list the stages. The library (`mo:core` and the runtime) is embedded. It does not know terminals
//! or replicas.

mod chain;
mod describe;
mod library;
pub mod most;
pub mod split;

use std::collections::BTreeMap;
use std::path::Path;

use mo_check::ModuleId;
use source::World;

pub use chain::has_steps;
pub use describe::{candid, stable_types};
pub use diagnostics::Diagnostic;
pub use library::{LibraryWorld, PREFIX, warm_up};
pub use mo_check::{Checked, ModuleKind};
pub use mo_check::{Level, Lints, Options};

/// How deep programs may nest: stages recurse over the tree, so they run on a thread with room for it.
const STACK_BYTES: usize = 256 << 20;

/// A compiled program.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub wasm: Vec<u8>,
    /// The diagnostics that did not reject the program.
    pub warnings: Vec<Diagnostic>,
}

/// Checks the file at `path` and what it imports.
pub fn check(world: &dyn World, path: &str, options: &Options) -> Checked {
    let options = with_library(options);
    let mut checked = library::check(world, path, &options);
    let (main, sources) = (checked.main().file, &checked.sources);
    // What could be better in a package is no affair of who uses it.
    let in_package = |file: source::FileId| {
        file != main
            && options.packages.values().any(|folder| Path::new(sources.path(file)).starts_with(folder))
    };
    checked.diagnostics.retain(|found| found.is_error() || !in_package(found.primary.file));
    checked
}

/// Checks and compiles the file at `path`. The first part has the sources, which diagnostics point into.
///
/// # Errors
/// The diagnostics that reject it.
pub fn build(
    world: &dyn World,
    path: &str,
    options: &Options,
) -> (Checked, Result<Compiled, Vec<Diagnostic>>) {
    build_with(world, path, options, false)
}

/// Like [`build`], with the names of functions in the module: for traces. A deployed module has no use for them.
///
/// # Errors
/// The diagnostics that reject it.
pub fn build_with_names(
    world: &dyn World,
    path: &str,
    options: &Options,
) -> (Checked, Result<Compiled, Vec<Diagnostic>>) {
    build_with(world, path, options, true)
}

fn build_with(
    world: &dyn World,
    path: &str,
    options: &Options,
    names: bool,
) -> (Checked, Result<Compiled, Vec<Diagnostic>>) {
    // Code is generated from what the library's functions do, so their bodies are looked at too.
    let checked = check(world, path, &Options { check_bodies: true, ..options.clone() });
    let compiled = classes(world, &checked, options).and_then(|classes| compile(&checked, &classes, names));
    (checked, compiled)
}

/// Returns the functions of a program as code generation gets them, those whose name contains `filter`: for whoever wants to
/// see what became of a program.
///
/// # Errors
/// The diagnostics that reject it.
pub fn listing(
    world: &dyn World,
    path: &str,
    options: &Options,
    filter: &str,
) -> Result<String, Vec<Diagnostic>> {
    let checked = check(world, path, &Options { check_bodies: true, ..options.clone() });
    let classes = classes(world, &checked, options)?;
    let module = mo_lower::lower(&checked, library::runtime(), &classes)?;
    let mut optimiser = mo_optimise::Optimiser::new(module, library::runtime().functions());
    let entries: Vec<_> = optimiser.module().exports.iter().map(|export| export.function).collect();
    entries.into_iter().for_each(|id| optimiser.prepare(id));
    let module = optimiser.into_module();
    let chosen = module.functions.iter().filter(|function| function.name.contains(filter));
    Ok(chosen.map(|function| mo_ir::print(&module, function)).collect())
}

/// Compiles the actor classes that a program imports: each becomes a module of its own inside the program's.
fn classes(
    world: &dyn World,
    checked: &Checked,
    options: &Options,
) -> Result<BTreeMap<ModuleId, Vec<u8>>, Vec<Diagnostic>> {
    let mut classes = BTreeMap::new();
    if checked.has_errors() {
        return Err(checked.diagnostics.clone());
    }
    for (id, module) in checked.parts() {
        if module.kind != ModuleKind::ActorClass || std::ptr::eq(module, checked.main()) {
            continue;
        }
        // The chain of migrations is the program's own.
        let (_, built) = build(world, &module.path, &Options { enhanced_migration: None, ..options.clone() });
        let compiled = built.map_err(|errors| {
            let first = errors.iter().find(|error| error.is_error()).map_or("", |error| &error.message);
            let message = format!("the actor class in {} cannot be compiled: {first}", module.path);
            vec![Diagnostic::error("S0002", source::Span::new(checked.main().file, 0, 0), message)]
        })?;
        classes.insert(id, compiled.wasm);
    }
    Ok(classes)
}

fn compile(
    checked: &Checked,
    classes: &BTreeMap<ModuleId, Vec<u8>>,
    names: bool,
) -> Result<Compiled, Vec<Diagnostic>> {
    let runtime = library::runtime();
    let module = mo_lower::lower(checked, runtime, classes)?;
    let options =
        mo_codegen::Options { names, prepared: runtime.functions(), ..mo_codegen::Options::default() };
    let mut wasm = mo_codegen::generate(module, &options).map_err(|error| {
        let span = source::Span::new(checked.main().file, 0, 0);
        vec![Diagnostic::error("S0002", span, format!("the program cannot be turned into a module: {error}"))]
    })?;
    if checked.main().actor.is_some() {
        for (name, content) in describe::sections(checked) {
            describe::append_section(&mut wasm, name, &content);
        }
    }
    Ok(Compiled { wasm, warnings: checked.diagnostics.clone() })
}

/// Runs a stage on a thread with a large stack.
pub fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        match thread.expect("a thread can be started").join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Adds the embedded packages to the settings.
fn with_library(options: &Options) -> Options {
    let mut options = options.clone();
    for name in library::PACKAGES {
        options.packages.entry(name.into()).or_insert_with(|| format!("{PREFIX}{name}"));
    }
    options.actor_idl.push(format!("{PREFIX}idl"));
    if options.implicit_packages.is_empty() {
        options.implicit_packages.push("core".into());
    }
    options
}
