//! The embedded library, as part of every world.

use std::sync::{LazyLock, Mutex};

use mo_check::{Base, Checked, Options};
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

    fn list(&self, folder: &str) -> Result<Vec<String>, String> {
        self.0.list(folder)
    }
}

fn file(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The embedded packages.
pub(crate) const PACKAGES: [&str; 2] = ["core", "base"];

/// The embedded packages, checked; filled by [`warm_up`].
static CHECKED: Mutex<Option<Base>> = Mutex::new(None);

/// Prepares for many compilations in this process: the embedded library is checked and the runtime made once, so that each
/// then looks at the program's own files only. Whoever compiles one file is better off without.
pub fn warm_up() {
    crate::with_stack(|| {
        check_packages();
        runtime();
    });
}

fn check_packages() {
    let mut checked = CHECKED.lock().expect("checking the library does not panic");
    if checked.is_none() {
        let (nothing, options) =
            (MemoryWorld::default(), Options { check_bodies: true, ..Options::default() });
        let is_package = |path: &&str| PACKAGES.iter().any(|name| path.split('/').next() == Some(name));
        let names = FILES.iter().map(|(path, _)| *path).filter(is_package);
        let paths: Vec<String> = names.map(|name| format!("{PREFIX}{name}")).collect();
        *checked = Some(Base::of(&LibraryWorld(&nothing), &paths, &crate::with_library(&options)));
    }
}

/// What the files import that were checked last: by path and settings, the last one at the end.
static RECENT: Mutex<Vec<(String, Options, Base)>> = Mutex::new(Vec::new());

/// Of how many files that is kept.
const RECENT_MAX: usize = 8;

/// Checks a file on what is known already.
pub(crate) fn check(world: &dyn World, path: &str, options: &Options) -> Checked {
    let base = base(options);
    let mut kept = take_recent(path, options);
    let checked = mo_check::check_again(&base, &mut kept, &LibraryWorld(world), path, options);
    if let (Some(kept), Ok(mut recent)) = (kept, RECENT.lock()) {
        if recent.len() >= RECENT_MAX {
            recent.remove(0);
        }
        recent.push((path.to_owned(), options.clone(), kept));
    }
    checked
}

fn take_recent(path: &str, options: &Options) -> Option<Base> {
    let mut recent = RECENT.lock().ok()?;
    let at = recent.iter().position(|(known, settings, _)| known == path && settings == options)?;
    Some(recent.remove(at).2)
}

/// Returns what is known of the library before a program is looked at: all of it after [`warm_up`], otherwise nothing.
fn base(options: &Options) -> Base {
    let is_embedded =
        |name: &&str| options.packages.get(*name).is_some_and(|dir| *dir == format!("{PREFIX}{name}"));
    if !PACKAGES.iter().all(is_embedded) {
        return Base::default();
    }
    // While another thread prepares, this one does without.
    CHECKED.try_lock().ok().and_then(|checked| checked.clone()).unwrap_or_default()
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

    fn list(&self, folder: &str) -> Result<Vec<String>, String> {
        self.0.list(folder)
    }
}
