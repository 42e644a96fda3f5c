//! The embedded library, as part of every world.

use std::sync::LazyLock;

use mo_check::{Checked, Options};
use mo_lower::Runtime;
use source::{MemoryWorld, World};

/// Files of the library: path below `library/`, and text.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// What paths of embedded files begin with.
pub const PREFIX: &str = "library:/";

/// A world that has the library besides its own files.
pub struct LibraryWorld<'a>(pub &'a dyn World);

impl World for LibraryWorld<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        match path.strip_prefix(PREFIX) {
            Some(name) => {
                file(name).map(str::to_owned).ok_or_else(|| format!("the library has no file {name}"))
            }
            None => self.0.read(path),
        }
    }

    fn exists(&self, path: &str) -> bool {
        match path.strip_prefix(PREFIX) {
            Some(name) => file(name).is_some(),
            None => self.0.exists(path),
        }
    }
}

fn file(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Returns the runtime, ready to be built on. The first call of a process makes it.
pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: LazyLock<Runtime> =
        LazyLock::new(|| Runtime::lower(&checked_runtime()).map(mo_optimise::prepared));
    &RUNTIME
}

/// Checks the runtime: a file that imports all of it.
fn checked_runtime() -> Checked {
    let modules = FILES.iter().filter_map(|(name, _)| name.strip_prefix("runtime/"));
    let imports: String = modules
        .enumerate()
        .map(|(at, name)| format!("import M{at} \"./{}\";\n", name.trim_end_matches(".mo")))
        .collect();
    let root = format!("{PREFIX}runtime/all.mo");
    let world = MemoryWorld::new([(root.clone(), imports)]);
    let with_library = Overlay(&world);
    // The runtime is checked in full: its types decide what code is generated.
    let options = Options { check_bodies: true, ..Options::default() };
    let checked = mo_check::check(&with_library, &root, &options);
    let errors: Vec<String> = checked
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .map(|diagnostic| diagnostics::render_terminal(diagnostic, &checked.sources, false))
        .collect();
    assert!(errors.is_empty(), "the runtime is well typed:\n{}", errors.join("\n"));
    checked
}

/// The root file, and the library for everything else.
struct Overlay<'a>(&'a MemoryWorld);

impl World for Overlay<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        if self.0.exists(path) { self.0.read(path) } else { LibraryWorld(self.0).read(path) }
    }

    fn exists(&self, path: &str) -> bool {
        self.0.exists(path) || LibraryWorld(self.0).exists(path)
    }
}
