//! A release candidate: files, and the module made of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use diagnostics::Diagnostic;
use mo_compile::Options;
use sha2::{Digest as _, Sha256};
use source::{MemoryWorld, Sources};
use upgrade::{Chain, Defaults, Interface, Migration, Objection, Plan, Stable, plan_upgrade};

use crate::error::Rendered;
use crate::{ErrorKind, PlatformError};

/// Path to content, with `/` between the parts.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Everything a release consists of.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub id: String,
    pub files: Files,
    pub wasm: Vec<u8>,
}

const ENTRIES: [&str; 3] = ["backend/main.mo", "src/backend/main.mo", "main.mo"];
const MODULE: &str = "backend/main.wasm";
const PAGES: [&str; 2] = ["frontend/", "src/frontend/"];
const FILES_BYTES_MAX: usize = 16 << 20;
const FILES_MAX: usize = 2_000;

impl Candidate {
    /// Compiles the files. A folder may bring its module ready-made, as `backend/main.wasm`.
    pub fn build(files: Files) -> Result<(Candidate, Vec<Rendered>), PlatformError> {
        let bytes: usize = files.values().map(Vec::len).sum();
        if bytes > FILES_BYTES_MAX || files.len() > FILES_MAX {
            let message = format!("{} files with {bytes} bytes are more than an app may have", files.len());
            return Err(PlatformError::new(ErrorKind::TooLarge, message));
        }
        let (wasm, warnings) =
            match (ENTRIES.iter().find(|path| files.contains_key(**path)), files.get(MODULE)) {
                (Some(entry), _) => compile(&files, entry)?,
                (None, Some(wasm)) => (wasm.clone(), Vec::new()),
                (None, None) => {
                    return Err(PlatformError::usage("there is no `backend/main.mo` among the files")
                        .hint("an app's folder has backend/main.mo and, for its page, frontend/index.html"));
                }
            };
        let id = digest(&files, &wasm);
        Ok((Candidate { id, files, wasm }, warnings))
    }

    /// Puts together what was kept.
    pub fn load(folder: &Path, id: &str) -> Result<Candidate, PlatformError> {
        let folder = folder.join(id);
        let lost = |error: std::io::Error| PlatformError::fault(format!("{}: {error}", folder.display()));
        let wasm = std::fs::read(folder.join("module.wasm")).map_err(lost)?;
        let mut files = Files::new();
        read_folder(&folder.join("files"), "", &mut files).map_err(lost)?;
        if digest(&files, &wasm) != id {
            return Err(PlatformError::fault(format!("the files kept of the release {id} were changed")));
        }
        Ok(Candidate { id: id.to_owned(), files, wasm })
    }

    /// Keeps files and module under their digest.
    pub fn keep(&self, folder: &Path) -> std::io::Result<()> {
        let place = folder.join(&self.id);
        if place.exists() {
            return Ok(());
        }
        let draft = folder.join(format!("{}.new", self.id));
        let _ = std::fs::remove_dir_all(&draft);
        write_synced(&draft.join("module.wasm"), &self.wasm)?;
        for (path, content) in &self.files {
            write_synced(&draft.join("files").join(path), content)?;
        }
        std::fs::rename(draft, place)?;
        std::fs::File::open(folder)?.sync_all()
    }

    /// The page: paths as they are asked for, and content.
    pub fn page(&self) -> impl Iterator<Item = (String, &[u8])> {
        self.files.iter().filter_map(|(path, content)| {
            let inside = PAGES.iter().find_map(|prefix| path.strip_prefix(prefix))?;
            Some((format!("/{inside}"), content.as_slice()))
        })
    }

    pub fn interface(&self) -> Option<String> {
        let kept = || self.files.get("backend/main.did").cloned();
        let section = section(&self.wasm, "icp:public candid:service").or_else(kept)?;
        String::from_utf8(section).ok()
    }

    /// Tells whether an upgrade keeps the memory.
    pub fn keeps_memory(&self) -> bool {
        ["icp:private enhanced-orthogonal-persistence", "icp:public enhanced-orthogonal-persistence"]
            .iter()
            .any(|name| section(&self.wasm, name).is_some())
    }
}

/// Whether a file is part of the page, which everybody can read.
pub(crate) fn is_page(path: &str) -> bool {
    PAGES.iter().any(|prefix| path.starts_with(prefix))
}

/// The stored variables that a module declares, if it says so.
pub fn stable_of(wasm: &[u8]) -> Option<Stable> {
    let stable = Stable::decode(&section(wasm, mo_ir::section::NAME)?).ok()?;
    let defaults = section(wasm, mo_ir::section::DEFAULTS).and_then(|bytes| Defaults::decode(&bytes).ok());
    Some(stable.with_defaults(defaults.unwrap_or_default()))
}

/// What an upgrade from one module to another migrates: by the migration in front of the actor, or by the steps of its chain that
/// the live module has not made.
///
/// # Errors
/// Steps that were changed after they were made.
pub fn migration_between(live: &[u8], candidate: &[u8]) -> Result<Option<Migration>, Vec<Objection>> {
    if let Some(chain) = chain_of(candidate) {
        return chain.pending(&chain_of(live).unwrap_or_default()).map(Some);
    }
    let read = |name: &str| Stable::decode(&section(candidate, name)?).ok();
    let [takes, gives] = mo_ir::section::MIGRATION.map(read);
    Ok(takes.zip(gives).map(|(takes, gives)| Migration { takes, gives }))
}

fn chain_of(wasm: &[u8]) -> Option<Chain> {
    Chain::decode(&section(wasm, mo_ir::section::CHAIN)?, &section(wasm, mo_ir::section::CHAIN_TYPES)?)
}

/// Plans the upgrade from one module to another, both of which say what they store.
pub fn plan_between(live: &[u8], candidate: &[u8]) -> Option<Result<Plan, Vec<Objection>>> {
    let (old, new) = (stable_of(live)?, stable_of(candidate)?);
    let plan = migration_between(live, candidate);
    Some(plan.and_then(|migration| plan_upgrade(&old, &new, migration.as_ref())))
}

pub fn interface_of(wasm: &[u8]) -> Option<Interface> {
    let text = String::from_utf8(section(wasm, "icp:public candid:service")?).ok()?;
    Interface::parse(&text).ok()
}

/// Returns a custom section of a module.
pub fn section(wasm: &[u8], name: &str) -> Option<Vec<u8>> {
    wasmparser::Parser::new(0).parse_all(wasm).find_map(|payload| match payload {
        Ok(wasmparser::Payload::CustomSection(section)) if section.name() == name => {
            Some(section.data().to_vec())
        }
        _ => None,
    })
}

fn compile(files: &Files, entry: &str) -> Result<(Vec<u8>, Vec<Rendered>), PlatformError> {
    let texts = files
        .iter()
        .filter(|(path, _)| path.ends_with(".mo"))
        .filter_map(|(path, content)| Some((path.clone(), String::from_utf8(content.clone()).ok()?)));
    let world = MemoryWorld::new(texts);
    mo_compile::with_stack(|| {
        let folder = format!("{}migrations", entry.trim_end_matches("main.mo"));
        let enhanced_migration = mo_compile::has_steps(&world, &folder).then_some(folder);
        let options = Options { enhanced_migration, ..Options::default() };
        let (checked, compiled) = mo_compile::build(&world, entry, &options);
        match compiled {
            Ok(compiled) => {
                let warnings = compiled.warnings.iter().map(|it| render(it, &checked.sources)).collect();
                Ok((compiled.wasm, warnings))
            }
            Err(found) => {
                let errors = found.iter().filter(|it| it.is_error()).count();
                let message = format!("the program has {errors} error{}", if errors == 1 { "" } else { "s" });
                let mut error = PlatformError::new(ErrorKind::Rejected, message);
                error.diagnostics = found.iter().map(|it| render(it, &checked.sources)).collect();
                Err(error)
            }
        }
    })
}

fn render(diagnostic: &Diagnostic, sources: &Sources) -> Rendered {
    Rendered {
        diagnostic: diagnostic.clone(),
        json: diagnostics::render_json(diagnostic, sources),
        text: diagnostics::render_terminal(diagnostic, sources, false),
    }
}

pub(crate) fn digest(files: &Files, wasm: &[u8]) -> String {
    let mut hash = Sha256::new();
    for (path, content) in files {
        hash.update((path.len() as u64).to_le_bytes());
        hash.update(path);
        hash.update(Sha256::digest(content));
    }
    hash.update(u64::MAX.to_le_bytes());
    hash.update(Sha256::digest(wasm));
    hex::encode(hash.finalize())
}

fn write_synced(path: &Path, content: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::File::create(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Reads an app's folder: what belongs to it, not what lies beside it.
pub fn read_folder(folder: &Path, prefix: &str, files: &mut Files) -> std::io::Result<()> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let hidden = name.starts_with('.') && name != ".well-known";
        if hidden || name == "node_modules" || name == "target" {
            continue;
        }
        let inside = format!("{prefix}{name}");
        if path.is_dir() {
            read_folder(&path, &format!("{inside}/"), files)?;
        } else if path.is_file() {
            files.insert(inside, std::fs::read(&path)?);
        }
    }
    Ok(())
}

/// Tells whether a path stays inside its folder.
pub fn is_plain_path(path: &str) -> bool {
    !path.is_empty()
        && path.len() < 500
        && !path.contains(['\\', '\0', ':'])
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}
