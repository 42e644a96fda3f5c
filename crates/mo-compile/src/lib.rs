//! The compiler as a whole: a world of sources to a Wasm module.
//!
//! [`check`] and [`build`] list the stages. The library (`mo:core` and the runtime) is embedded. It does not know terminals
//! or replicas.

mod describe;
mod library;
pub mod most;

use diagnostics::Diagnostic;
use source::World;

pub use describe::{candid, stable_types};
pub use library::{LibraryWorld, PREFIX};
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
    mo_check::check(&LibraryWorld(world), path, &with_library(options))
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
    // Code is generated from what the library's functions do, so their bodies are looked at too.
    let checked = check(world, path, &Options { check_bodies: true, ..options.clone() });
    let compiled = compile(&checked);
    (checked, compiled)
}

fn compile(checked: &Checked) -> Result<Compiled, Vec<Diagnostic>> {
    if checked.has_errors() {
        return Err(checked.diagnostics.clone());
    }
    let runtime = library::runtime();
    let module = mo_lower::lower(checked, &runtime)?;
    let mut wasm = mo_codegen::generate(&module, &mo_codegen::Options { names: true }).map_err(|error| {
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
    options.packages.entry("core".into()).or_insert_with(|| format!("{PREFIX}core"));
    if options.implicit_packages.is_empty() {
        options.implicit_packages.push("core".into());
    }
    options
}
