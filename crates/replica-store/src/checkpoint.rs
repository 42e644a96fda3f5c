//! Checkpoints: a state file that refers to pages in packs and to blobs by digest.
//!
//! A page that an earlier checkpoint wrote is referred to, not written again. Once many packs are in
//! use, the next checkpoint writes all pages to one, and the old packs go with the last file naming them.

use crate::folder::{Folder, StoreError, sync_folder, write_whole};
use replica_api::{Codec, Digest};
use replica_core::{Identity, PageSink, PageSource, RestoreError, State};
use replica_wasm::{Engine, PAGE_BYTES, Page};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

const MAGIC: &[u8; 8] = b"swstate\x01";
const PACKS_MAX: usize = 16;
const KEPT: usize = 2;

/// A state file in decoded form: root, packs it needs, blobs it needs, the state itself.
type StateFile = (Digest, (BTreeSet<u64>, (BTreeSet<Digest>, Vec<u8>)));

/// Writes a checkpoint. A crash in the middle leaves the older ones as they were.
pub fn write_checkpoint(folder: &Folder, state: &State) -> Result<(), StoreError> {
    let root = state.root();
    let packs = numbered(&folder.join("pages"), "pack")?;
    let pack = packs.last().map_or(1, |(number, _)| number + 1);
    let path = folder.join(&format!("pages/{pack:020}.pack"));
    let file = File::create(&path).map_err(StoreError::write(&path))?;
    let mut sink = Sink {
        folder,
        rewrite_all: packs.len() > PACKS_MAX,
        pack,
        path,
        file: BufWriter::with_capacity(1 << 20, file),
        written: 0,
        existing: packs.iter().map(|(number, _)| *number).collect(),
        placed: HashMap::new(),
        packs: BTreeSet::new(),
        blobs: BTreeSet::new(),
    };
    let bytes = state.save(&mut sink)?;
    let (packs, blobs, placed) = sink.finish()?;
    let content: StateFile = (root, (packs, (blobs, bytes)));
    let content = content.to_bytes();
    let mut whole = MAGIC.to_vec();
    whole.extend(crc32fast::hash(&content).to_le_bytes());
    whole.extend(content);
    write_whole(&folder.join(&format!("checkpoints/{:020}.state", state.height)), &whole)?;
    // Only now may the next checkpoint rely on these pages being there.
    #[allow(
        clippy::iter_over_hash_type,
        reason = "each page is marked on its own; the order does not matter"
    )]
    for (page, at) in placed.into_values() {
        page.stored.store(at, Ordering::Release);
    }
    drop_unneeded(folder)
}

/// Restores the newest checkpoint that is whole; damaged ones are named in a warning and passed over.
pub fn load_newest(
    folder: &Folder,
    identity: &Identity,
    engine: &Engine,
) -> Result<Option<State>, StoreError> {
    for (_, path) in state_files(folder)?.into_iter().rev() {
        match load(folder, &path, identity, engine) {
            Ok(state) => return Ok(Some(state)),
            Err(error) => tracing::warn!("{error}; an older checkpoint is tried"),
        }
    }
    Ok(None)
}

fn load(folder: &Folder, path: &Path, identity: &Identity, engine: &Engine) -> Result<State, StoreError> {
    let (root, state) = restore(folder, path, identity, engine)?;
    if state.root() != root {
        let reason = "the state in it has another root than it says".into();
        return Err(StoreError::DamagedCheckpoint { path: path.to_owned(), reason });
    }
    Ok(state)
}

/// Lists the checkpoints: height and file, in ascending order.
pub fn checkpoints(folder: &Folder) -> Result<Vec<(u64, PathBuf)>, StoreError> {
    state_files(folder)
}

/// Compares a checkpoint with the state that the blocks lead to at its height.
///
/// # Errors
/// What of it is not as it was written: the file, and the place in it where one can be told.
pub fn compare_checkpoint(
    folder: &Folder,
    path: &Path,
    state: &State,
    engine: &Engine,
) -> Result<(), StoreError> {
    let damaged =
        |path: &Path, reason: String| StoreError::DamagedCheckpoint { path: path.to_owned(), reason };
    let (root, restored) = restore(folder, path, &state.identity, engine)?;
    if root != state.root() {
        return Err(damaged(path, "it has another root than the blocks lead to".into()));
    }
    if restored.root() == root {
        return Ok(());
    }
    for (id, canister) in &restored.canisters {
        let Some(known) = state.canisters.get(id) else { continue };
        for (map, other) in
            [(&canister.image.memory, &known.image.memory), (&canister.image.stable, &known.image.stable)]
        {
            let (mut found, digest) = (None, |page: Option<&Arc<Page>>| page.map(|page| *page.digest()));
            map.for_each_page(|index, page| {
                if found.is_none() && Some(*page.digest()) != digest(other.page(index)) {
                    found = Some(page.stored.load(Ordering::Acquire));
                }
            });
            if let Some(at) = found {
                let pack = folder.join(&format!("pages/{:020}.pack", at >> 32));
                let offset = (at & 0xffff_ffff) * PAGE_BYTES as u64;
                let reason = format!(
                    "the page at offset {offset}, of canister {id}, has other bytes than were written"
                );
                return Err(damaged(&pack, reason));
            }
        }
        let hash = |canister: &replica_core::Canister| canister.module.as_ref().map(|module| module.hash);
        if let (Some(found), Some(written)) = (hash(canister), hash(known))
            && found != written
        {
            let blob = folder.join(&format!("blobs/{}", hex::encode(written)));
            return Err(damaged(
                &blob,
                format!("the module of canister {id} has other bytes than were written"),
            ));
        }
    }
    Err(damaged(path, "what it refers to has other bytes than were written".into()))
}

/// Returns the root that a checkpoint says it has, and the state in it.
fn restore(
    folder: &Folder,
    path: &Path,
    identity: &Identity,
    engine: &Engine,
) -> Result<(Digest, State), StoreError> {
    let damaged = |reason: String| StoreError::DamagedCheckpoint { path: path.to_owned(), reason };
    let (root, (_, (_, bytes))) = read_state_file(path)?;
    let mut source = Source { folder, packs: Default::default() };
    let state =
        State::restore(&bytes, identity.clone(), engine, &mut source).map_err(|error| match error {
            RestoreError::Source(error) => error,
            RestoreError::Damaged => damaged("its content does not decode".into()),
            RestoreError::Module(reason) => damaged(reason),
        })?;
    Ok((root, state))
}

fn read_state_file(path: &Path) -> Result<StateFile, StoreError> {
    let damaged =
        |reason: &str| StoreError::DamagedCheckpoint { path: path.to_owned(), reason: reason.into() };
    let bytes = std::fs::read(path).map_err(StoreError::read(path))?;
    let content = bytes.strip_prefix(MAGIC).and_then(|rest| rest.split_at_checked(4));
    let (checksum, content) = content.ok_or_else(|| damaged("it does not begin as a checkpoint"))?;
    if checksum != crc32fast::hash(content).to_le_bytes() {
        return Err(damaged("its checksum is wrong"));
    }
    StateFile::from_bytes(content).map_err(|_| damaged("it does not decode"))
}

fn state_files(folder: &Folder) -> Result<Vec<(u64, PathBuf)>, StoreError> {
    numbered(&folder.join("checkpoints"), "state")
}

fn numbered(folder: &Path, extension: &str) -> Result<Vec<(u64, PathBuf)>, StoreError> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(StoreError::read(folder))? {
        let path = entry.map_err(StoreError::read(folder))?.path();
        let number = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok());
        if let (Some(number), true) = (number, path.extension().is_some_and(|e| e == extension)) {
            found.push((number, path));
        }
    }
    found.sort();
    Ok(found)
}

/// Keeps the newest checkpoints and what they refer to.
fn drop_unneeded(folder: &Folder) -> Result<(), StoreError> {
    let files = state_files(folder)?;
    let (old, kept) = files.split_at(files.len().saturating_sub(KEPT));
    let (mut packs, mut blobs) = (BTreeSet::new(), BTreeSet::new());
    for (_, path) in kept {
        let (_, (used_packs, (used_blobs, _))) = read_state_file(path)?;
        packs.extend(used_packs);
        blobs.extend(used_blobs.iter().map(hex::encode));
    }
    for (_, path) in old {
        std::fs::remove_file(path).map_err(StoreError::write(path))?;
    }
    for (number, path) in numbered(&folder.join("pages"), "pack")? {
        if !packs.contains(&number) {
            std::fs::remove_file(&path).map_err(StoreError::write(&path))?;
        }
    }
    let blob_folder = folder.join("blobs");
    for entry in std::fs::read_dir(&blob_folder).map_err(StoreError::read(&blob_folder))? {
        let entry = entry.map_err(StoreError::read(&blob_folder))?;
        if !blobs.contains(&*entry.file_name().to_string_lossy()) {
            std::fs::remove_file(entry.path()).map_err(StoreError::write(&blob_folder))?;
        }
    }
    Ok(())
}

struct Sink<'a> {
    folder: &'a Folder,
    rewrite_all: bool,
    pack: u64,
    path: PathBuf,
    file: BufWriter<File>,
    written: u64,
    /// Packs that are there; a page whose pack is gone is written again.
    existing: BTreeSet<u64>,
    /// Pages written to this pack, by address: one shared between canisters or snapshots is met twice.
    placed: HashMap<*const Page, (Arc<Page>, u64)>,
    packs: BTreeSet<u64>,
    blobs: BTreeSet<Digest>,
}

type Finished = (BTreeSet<u64>, BTreeSet<Digest>, HashMap<*const Page, (Arc<Page>, u64)>);

impl Sink<'_> {
    fn finish(mut self) -> Result<Finished, StoreError> {
        let sync = |file: &mut BufWriter<File>| {
            file.flush()?;
            file.get_ref().sync_all()
        };
        sync(&mut self.file).and_then(|()| sync_folder(&self.path)).map_err(StoreError::write(&self.path))?;
        Ok((self.packs, self.blobs, self.placed))
    }
}

/// A page's place in one number: pack and index, 32 bits each. Packs are counted from 1.
fn place(pack: u64, index: u64) -> u64 {
    pack << 32 | index
}

impl PageSink for Sink<'_> {
    type Error = StoreError;

    fn page(&mut self, page: &Arc<Page>) -> Result<u64, StoreError> {
        if let Some((_, at)) = self.placed.get(&Arc::as_ptr(page)) {
            return Ok(*at);
        }
        let known = page.stored.load(Ordering::Acquire);
        if known != 0 && !self.rewrite_all && self.existing.contains(&(known >> 32)) {
            self.packs.insert(known >> 32);
            return Ok(known);
        }
        self.file.write_all(&page.bytes).map_err(StoreError::write(&self.path))?;
        let at = place(self.pack, self.written);
        self.written += 1;
        self.packs.insert(self.pack);
        self.placed.insert(Arc::as_ptr(page), (page.clone(), at));
        Ok(at)
    }

    fn blob(&mut self, digest: &Digest, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.folder.join(&format!("blobs/{}", hex::encode(digest)));
        if self.blobs.insert(*digest) && !path.exists() {
            write_whole(&path, bytes)?;
        }
        Ok(())
    }
}

struct Source<'a> {
    folder: &'a Folder,
    packs: BTreeMap<u64, File>,
}

impl PageSource for Source<'_> {
    type Error = StoreError;

    fn page(&mut self, at: u64) -> Result<Arc<Page>, StoreError> {
        let (pack, index) = (at >> 32, at & 0xffff_ffff);
        let path = self.folder.join(&format!("pages/{pack:020}.pack"));
        let file = match self.packs.entry(pack) {
            std::collections::btree_map::Entry::Occupied(open) => open.into_mut(),
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(File::open(&path).map_err(StoreError::read(&path))?)
            }
        };
        let mut bytes = [0; PAGE_BYTES];
        file.read_exact_at(&mut bytes, index * PAGE_BYTES as u64).map_err(StoreError::read(&path))?;
        let zero =
            || StoreError::DamagedCheckpoint { path, reason: "a page that was written is all zero".into() };
        let page = Page::new(&bytes).ok_or_else(zero)?;
        page.stored.store(at, Ordering::Release);
        Ok(page)
    }

    fn blob(&mut self, digest: &Digest) -> Result<Vec<u8>, StoreError> {
        let path = self.folder.join(&format!("blobs/{}", hex::encode(digest)));
        std::fs::read(&path).map_err(StoreError::read(&path))
    }
}
