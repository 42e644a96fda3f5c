//! Loads a file and everything it imports, and checks them, the imported ones first.

use std::collections::BTreeMap;
use std::sync::Arc;

use diagnostics::Diagnostic;
use mo_syntax::ast::{self, DecKind, ObjectSort};
use mo_types::{Ty, Types};
use source::{FileId, Sources, Span, World};

use crate::errors::imports;
use crate::infer::Checker;
use crate::info::{Actor, Info};

/// Index into [`Checked::modules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModuleId(pub u32);

/// Settings of a compilation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Package name to the folder of its files: `mo:core/Map` is `packages["core"]/Map.mo`.
    pub packages: BTreeMap<String, String>,
    /// Packages whose modules may give implicit arguments without being imported.
    pub implicit_packages: Vec<String>,
    /// Packages known to be right: bodies of their functions are only checked if asked.
    pub check_bodies: bool,
    /// How findings are taken that flags can change.
    pub lints: crate::Lints,
    /// Names for actors elsewhere: `canister:NAME` is `actor_aliases[NAME]`, a principal.
    pub actor_aliases: BTreeMap<String, String>,
    /// Folders with the interfaces of actors elsewhere, in the order in which they are looked through: `NAME.did` or `PRINCIPAL.did`.
    pub actor_idl: Vec<String>,
    /// The folder of the chain of migrations of the actor in the file asked for.
    pub enhanced_migration: Option<String>,
}

/// A checked program. The last module is the file that was asked for.
pub struct Checked {
    pub sources: Sources,
    pub types: Types,
    /// Imported modules stand before those that import them. Some may be there without being part of the program: see
    /// [`Checked::is_part`].
    pub modules: Vec<Arc<Module>>,
    /// Which modules the program imports.
    parts: Vec<bool>,
    /// Actors elsewhere that are imported.
    pub actors: Vec<ImportedActor>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Index into [`Checked::actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorId(pub u32);

/// An actor that runs elsewhere, or only the types of its interface.
#[derive(Clone)]
pub struct ImportedActor {
    pub ty: Ty,
    /// Its principal as text.
    pub principal: String,
}

impl Checked {
    /// Returns the file that was asked for.
    pub fn main(&self) -> &Module {
        self.modules.last().expect("the file asked for is a module")
    }

    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.0 as usize]
    }

    /// Returns the modules that the program consists of.
    pub fn parts(&self) -> impl Iterator<Item = (ModuleId, &Module)> {
        let numbered = (0..).map(ModuleId).zip(&self.modules).zip(&self.parts);
        numbered.filter(|(_, part)| **part).map(|((id, module), _)| (id, &**module))
    }

    /// Returns whether the program imports a module. Others were checked before and only keep their place.
    pub fn is_part(&self, id: ModuleId) -> bool {
        self.parts[id.0 as usize]
    }

    /// Returns the type that a module declared in the main file defines.
    pub fn type_in_module(&self, module: &str, name: &str) -> Option<Ty> {
        let main = self.main();
        let block = main.program.decs.iter().find_map(|dec| match &dec.kind {
            DecKind::Object(block) if block.name.as_ref().is_some_and(|known| known.name == module) => {
                Some(block)
            }
            _ => None,
        })?;
        match &*main.info.ty(block.id) {
            mo_types::TyKind::Object(object) => {
                let member = object.types.iter().find(|member| member.name == name)?;
                Some(Ty::con(member.con, Vec::new()))
            }
            _ => None,
        }
    }

    /// Returns whether the program is rejected.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// One file.
pub struct Module {
    pub path: String,
    pub file: FileId,
    pub program: Arc<ast::Program>,
    pub kind: ModuleKind,
    /// What each import of the program names.
    pub imports: Vec<Import>,
    /// What an importer sees.
    pub ty: Ty,
    pub info: Info,
    pub actor: Option<Actor>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleKind {
    Module,
    Mixin,
    /// An actor class, which others may import.
    ActorClass,
    /// An actor, or a program of declarations.
    Program,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Import {
    Module(ModuleId),
    /// The privileged primitives (`mo:prim`).
    Prim,
    /// The machine, for the runtime (`mo:machine`).
    Machine,
    /// An actor that runs elsewhere.
    Actor(ActorId),
    /// The types of an interface file.
    Types(ActorId),
    /// Could not be loaded; an error was reported.
    Unknown,
}

/// Checks the file at `path` in a world.
///
/// Modules of implicit packages are only loaded if something is not found without them: most programs import what they use.
pub fn check(world: &dyn World, path: &str, options: &Options) -> Checked {
    check_on(&Base::default(), world, path, options)
}

/// Like [`check`], with modules that were checked before.
pub fn check_on(base: &Base, world: &dyn World, path: &str, options: &Options) -> Checked {
    check_again(base, &mut None, world, path, options)
}

/// Like [`check_on`], again and again for one file: what it imports is kept, and looked at again only if it has changed.
pub fn check_again(
    base: &Base,
    kept: &mut Option<Base>,
    world: &dyn World,
    path: &str,
    options: &Options,
) -> Checked {
    let plain_options = Options { implicit_packages: Vec::new(), ..options.clone() };
    let start = kept.take().filter(|kept| kept.is_current(world, &plain_options));
    let (plain, imported) = check_with(start.as_ref().unwrap_or(base), world, path, &plain_options);
    *kept = imported;
    let unresolved = |d: &Diagnostic| matches!(d.code, Some("M0070" | "M0072" | "M0230"));
    if options.implicit_packages.is_empty() || !plain.diagnostics.iter().any(unresolved) {
        return plain;
    }
    let errors = |checked: &Checked| checked.diagnostics.iter().filter(|d| d.is_error()).count();
    let (full, _) = check_with(base, world, path, options);
    if errors(&full) < errors(&plain) { full } else { plain }
}

/// Checks a program; returns what it imports as well, if that can be kept.
fn check_with(base: &Base, world: &dyn World, path: &str, options: &Options) -> (Checked, Option<Base>) {
    let mut loader = Loader::new(base, world, options);
    loader.load_main(path);
    loader.diagnostics.extend(loader.base.said_before(&loader.parts));
    let Loader {
        base: Base { sources, types, modules, actors, .. }, parts, mut diagnostics, imported, ..
    } = loader;
    diagnostics.sort_by_key(|d| (d.primary.file, d.primary.start, d.severity));
    diagnostics.dedup();
    let mut diagnostics = options.lints.apply(diagnostics);
    // A program with errors is not finished: what would use a name may be what is missing.
    if diagnostics.iter().any(Diagnostic::is_error) {
        let unfinished = ["M0194", "M0198", "M0240", "M0241", "M0244"];
        diagnostics
            .retain(|found| found.is_error() || !found.code.is_some_and(|code| unfinished.contains(&code)));
    }
    (Checked { sources, types, modules, parts, actors, diagnostics }, imported)
}

/// Modules that are the same in every program, checked once: what a check starts from.
#[derive(Clone, Default)]
pub struct Base {
    pub(crate) sources: Sources,
    pub(crate) types: Types,
    pub(crate) modules: Vec<Arc<Module>>,
    pub(crate) actors: Vec<ImportedActor>,
    by_path: BTreeMap<String, ModuleId>,
    /// The types of `mo:prim` and `mo:machine`, once one of them is imported.
    pub(crate) primitives: Option<(Ty, Ty)>,
    /// How many modules at the beginning never change.
    pub(crate) fixed: usize,
    /// What was found out about the others.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Base {
    /// Checks files that never change, and what they import. They have no errors.
    pub fn of(world: &dyn World, paths: &[String], options: &Options) -> Base {
        let mut loader = Loader::new(&Base::default(), world, options);
        for path in
            paths.iter().filter(|path| !loader.base.by_path.contains_key(path.as_str())).collect::<Vec<_>>()
        {
            if let Ok(text) = world.read(path) {
                loader.load(path, &text);
            }
        }
        loader.base.types.settle();
        loader.base.fixed = loader.base.modules.len();
        loader.base
    }

    fn primitives(&mut self) {
        if self.primitives.is_none() {
            self.primitives = Some(crate::members::primitive_modules(&self.types));
        }
    }
}

pub(crate) struct Loader<'a> {
    pub(crate) world: &'a dyn World,
    pub(crate) options: &'a Options,
    pub(crate) base: Base,
    /// Which modules the program imports, directly or not.
    parts: Vec<bool>,
    pub(crate) loading: Vec<String>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What there is before the program's main file, for the next check.
    imported: Option<Base>,
}

impl<'a> Loader<'a> {
    pub(crate) fn new(base: &Base, world: &'a dyn World, options: &'a Options) -> Loader<'a> {
        let (base, parts) = (base.clone(), vec![false; base.modules.len()]);
        let (loading, diagnostics) = (Vec::new(), Vec::new());
        Loader { world, options, base, parts, loading, diagnostics, imported: None }
    }

    /// Makes a module that was checked before a part of the program, with all that it imports.
    fn take_part(&mut self, id: ModuleId) {
        if std::mem::replace(&mut self.parts[id.0 as usize], true) {
            return;
        }
        let module = self.base.modules[id.0 as usize].clone();
        for import in &module.imports {
            if let Import::Module(id) = import {
                self.take_part(*id);
            }
        }
    }

    fn load_main(&mut self, path: &str) {
        match self.world.read(path) {
            Ok(text) => {
                self.load(path, &text);
            }
            Err(reason) => {
                let file = self.base.sources.set(path, "");
                self.diagnostics.push(imports::unreadable(Span::new(file, 0, 0), path, &reason));
                self.add(Module {
                    path: path.into(),
                    file,
                    program: Arc::default(),
                    kind: ModuleKind::Program,
                    imports: Vec::new(),
                    ty: Ty::error(),
                    info: Info::default(),
                    actor: None,
                });
            }
        }
    }

    fn load(&mut self, path: &str, text: &str) -> ModuleId {
        let file = self.base.sources.set(path, text);
        let parsed = mo_syntax::parse(file, text);
        self.diagnostics.extend(parsed.errors);
        let program = Arc::new(parsed.program);
        self.loading.push(path.to_owned());
        let in_package = self.options.packages.values().any(|dir| path.starts_with(&format!("{dir}/")));
        let imports: Vec<Import> = program.imports.iter().map(|import| self.import(path, import)).collect();
        let is_main = self.loading.len() == 1;
        if !in_package || is_main {
            self.implicit_modules();
        }
        if is_main && self.base.fixed > 0 {
            self.imported = self.base.kept(&self.diagnostics, file);
        }
        let chain = if is_main { self.chain(file, &program) } else { None };
        self.loading.pop();

        let kind = kind_of(&program);
        let mut checker = Checker::new(&self.base, &self.parts, self.options, program.nodes);
        checker.is_chained = chain.is_some();
        let skip_bodies = in_package && !self.options.check_bodies;
        let (result, diagnostics) = checker.program(&program, &imports, kind, skip_bodies);
        self.diagnostics.extend(diagnostics);

        let (ty, info, mut actor) = (result.ty, result.info, result.actor);
        if let Some(actor) = &mut actor {
            actor.chain = chain;
            self.compare_versions(actor);
        }
        let id = self.add(Module { path: path.into(), file, program, kind, imports, ty, info, actor });
        self.base.by_path.insert(path.into(), id);
        id
    }

    fn add(&mut self, module: Module) -> ModuleId {
        let id = ModuleId(u32::try_from(self.base.modules.len()).expect("fewer than 2^32 modules"));
        self.base.modules.push(Arc::new(module));
        self.parts.push(true);
        id
    }

    /// Loads the modules of implicit packages that everyday implicit arguments come from. What the program imports may
    /// need them before the program itself does.
    fn implicit_modules(&mut self) {
        for package in &self.options.implicit_packages {
            let Some(dir) = self.options.packages.get(package) else { continue };
            for name in IMPLICIT_MODULES {
                let path = format!("{dir}/{name}.mo");
                if let Some(&id) = self.base.by_path.get(&path) {
                    self.take_part(id);
                } else if !self.loading.contains(&path)
                    && let Ok(text) = self.world.read(&path)
                {
                    self.load(&path, &text);
                }
            }
        }
    }

    fn import(&mut self, importer: &str, import: &ast::Import) -> Import {
        let span = import.url_span;
        let path = match self.resolve(importer, &import.url) {
            Target::File(path) => path,
            Target::Prim => {
                self.base.primitives();
                return Import::Prim;
            }
            Target::Machine => {
                self.base.primitives();
                return Import::Machine;
            }
            Target::Interface(interface) => return self.import_interface(span, &interface),
            Target::Error(error) => {
                self.diagnostics.push(error(span));
                return Import::Unknown;
            }
        };
        if self.loading.contains(&path) {
            self.diagnostics.push(imports::cycle(span, &path));
            return Import::Unknown;
        }
        match self.file(&path) {
            Ok(id) => {
                let module = &self.base.modules[id.0 as usize];
                // A file that does not parse may be anything.
                let is_broken =
                    self.diagnostics.iter().any(|d| d.is_error() && d.primary.file == module.file);
                if module.kind == ModuleKind::Program && !is_broken {
                    self.diagnostics.push(imports::not_importable(span, &import.url));
                }
                Import::Module(id)
            }
            Err(_) => {
                let near = self.similar(&path);
                self.diagnostics.push(imports::missing_file(span, &import.url, near));
                Import::Unknown
            }
        }
    }

    /// Makes a file a part of the program, unless it is one.
    ///
    /// # Errors
    /// In one sentence, why it cannot be read.
    pub(crate) fn file(&mut self, path: &str) -> Result<ModuleId, String> {
        if let Some(&id) = self.base.by_path.get(path) {
            self.take_part(id);
            return Ok(id);
        }
        let text = self.world.read(path)?;
        Ok(self.load(path, &text))
    }

    pub(crate) fn resolve(&self, importer: &str, url: &str) -> Target {
        if let Some(rest) = url.strip_prefix("mo:") {
            if matches!(rest, "prim" | "⛔") {
                return Target::Prim;
            }
            if rest == "machine" {
                return Target::Machine;
            }
            let (package, module) = rest.split_once('/').unwrap_or((rest, "lib"));
            return match self.options.packages.get(package) {
                Some(dir) => Target::File(format!("{dir}/{module}.mo")),
                None => {
                    let (package, known) =
                        (package.to_owned(), self.options.packages.keys().cloned().collect::<Vec<_>>());
                    Target::Error(Box::new(move |span| imports::unknown_package(span, &package, &known)))
                }
            };
        }
        if let Some(target) = self.interface(importer, url) {
            return target;
        }
        if let Some((scheme, _)) = url.split_once(':') {
            let scheme = scheme.to_owned();
            return Target::Error(Box::new(move |span| imports::scheme_not_yet(span, &scheme)));
        }
        let base = importer.rsplit_once('/').map_or("", |(dir, _)| dir);
        let joined = join(base, url);
        let path = if joined.ends_with(".mo") { joined } else { format!("{joined}.mo") };
        // A folder stands for the `lib.mo` inside it.
        if !self.base.by_path.contains_key(&path) && !self.world.exists(&path) {
            let lib = format!("{}/lib.mo", path.trim_end_matches(".mo"));
            if self.world.exists(&lib) {
                return Target::File(lib);
            }
        }
        Target::File(path)
    }

    /// A file beside the missing one whose name is close.
    fn similar(&self, path: &str) -> Option<String> {
        let (dir, name) = path.rsplit_once('/')?;
        let known: Vec<String> = self
            .base
            .by_path
            .iter()
            .filter(|(_, id)| self.parts[id.0 as usize])
            .filter_map(|(known, _)| known.strip_prefix(&format!("{dir}/")))
            .map(str::to_owned)
            .collect();
        let all = known.iter().map(String::as_str).chain(crate::members::CORE_NAMES.iter().copied());
        diagnostics::did_you_mean(name.trim_end_matches(".mo"), all)
            .map(|near| near.trim_end_matches(".mo").to_owned())
    }
}

pub(crate) enum Target {
    File(String),
    Prim,
    Machine,
    Interface(crate::idl::Wanted),
    Error(Box<dyn Fn(Span) -> Diagnostic>),
}

/// Modules of `core` whose functions are found behind a dot or as implicit arguments.
const IMPLICIT_MODULES: [&str; 22] = [
    "Iter",
    "Array",
    "VarArray",
    "List",
    "Map",
    "Set",
    "Option",
    "Result",
    "Nat",
    "Int",
    "Text",
    "Principal",
    "Nat8",
    "Nat16",
    "Nat32",
    "Nat64",
    "Int64",
    "Bool",
    "Char",
    "Blob",
    "Float",
    "Order",
];

fn kind_of(program: &ast::Program) -> ModuleKind {
    match program.decs.last().map(|dec| &dec.kind) {
        Some(DecKind::Mixin(_)) => ModuleKind::Mixin,
        Some(DecKind::Object(block)) if block.sort == ObjectSort::Module => ModuleKind::Module,
        Some(DecKind::Class(class)) if class.sort == ObjectSort::Actor => ModuleKind::ActorClass,
        _ => ModuleKind::Program,
    }
}

/// Joins a relative path, resolving `.` and `..`.
pub(crate) fn join(base: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = if relative.starts_with('/') { vec![""] } else { base.split('/').collect() };
    if base.is_empty() && !relative.starts_with('/') {
        parts.clear();
    }
    for part in relative.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn relative_paths_are_joined() {
        assert_eq!(join("app/backend", "./types"), "app/backend/types");
        assert_eq!(join("app/backend", "../shared/a"), "app/shared/a");
        assert_eq!(join("", "./a"), "a");
        assert_eq!(join("", "../a"), "../a");
        assert_eq!(join("/x/y", "z"), "/x/y/z");
    }
}
