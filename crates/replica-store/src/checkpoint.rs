//! Checkpoints: a state file that refers to pages in packs and to blobs by digest.
//!
//! A page that an earlier checkpoint wrote is referred to, not written again. Once many packs are in
//! use, the next checkpoint writes all pages to one, and the old packs go with the last file naming them.

use crate::disk::{Access, Disk, read_file, write_whole};
use crate::folder::{FORMAT_VERSION, Folder, StoreError, numbered};
use crate::log::{Torn, read_log, remove_covered};
use crate::pack::{PackReader, PackWriter};
use crate::record::checksum;
use bytes::Bytes;
use replica_api::{Codec, Digest};
use replica_core::{Identity, PageSink, PageSource, RestoreError, State};
use replica_wasm::{Engine, Page};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

const MAGIC: &[u8; 8] = b"swstate\0";
const PACKS_MAX: usize = 16;
const KEPT: usize = 2;

/// A state file in decoded form.
pub(crate) struct StateFile {
    /// The root of the state.
    pub(crate) root: Digest,
    /// What it refers to.
    pub(crate) packs: BTreeSet<u64>,
    pub(crate) blobs: BTreeSet<Digest>,
    state: Vec<u8>,
}
replica_api::codec_struct!(StateFile { root, packs, blobs, state });

/// Writes a checkpoint. A crash in the middle leaves the older ones as they were. The log may keep `log_bytes_max`
/// bytes of segments that the older checkpoint covers; the oldest go first.
///
/// # Errors
/// The disk says no; what is there stays as it was.
pub fn write_checkpoint(folder: &Folder, state: &State, log_bytes_max: u64) -> Result<(), StoreError> {
    let (root, disk) = (state.root(), &*folder.disk);
    let packs = numbered(disk, &folder.join("pages"), "pack")?;
    let pack = packs.last().map_or(1, |(number, _)| number + 1);
    let mut sink = Sink {
        folder,
        rewrite_all: packs.len() > PACKS_MAX,
        pack,
        writer: PackWriter::create(disk, &folder.join("pages"), pack)?,
        existing: packs.iter().map(|(number, _)| *number).collect(),
        placed: HashMap::new(),
        packs: BTreeSet::new(),
        blobs: BTreeSet::new(),
    };
    let bytes = state.save(&mut sink)?;
    let Sink { writer, placed, packs, blobs, .. } = sink;
    writer.finish(disk)?;
    // Also for those that are there already: a checkpoint that failed may have left them with names that do not last.
    let blob_folder = folder.join("blobs");
    disk.sync_folder(&blob_folder).map_err(StoreError::write(&blob_folder))?;
    let content = StateFile { root, packs, blobs, state: bytes }.to_bytes();
    let path = folder.join(&format!("checkpoints/{:020}.state", state.height));
    let whole = [&header(FORMAT_VERSION, &content)[..], &content].concat();
    write_whole(disk, &path, &whole).map_err(StoreError::write(&path))?;
    // Only now may the next checkpoint rely on these pages being there.
    #[allow(
        clippy::iter_over_hash_type,
        reason = "each page is marked on its own; the order does not matter"
    )]
    for (page, at) in placed.into_values() {
        page.stored.store(at, Ordering::Release);
    }
    drop_unneeded(folder, log_bytes_max)
}

fn header(version: u32, content: &[u8]) -> [u8; 16] {
    let mut header = [0; 16];
    header[..8].copy_from_slice(MAGIC);
    header[8..12].copy_from_slice(&version.to_le_bytes());
    let sum = checksum(&[&header, content]);
    header[12..].copy_from_slice(&sum.to_le_bytes());
    header
}

/// Restores the newest checkpoint that is whole, and names those that are not.
///
/// # Errors
/// The folder cannot be read, or a checkpoint has another format.
pub fn load_newest(
    folder: &Folder,
    identity: &Identity,
    engine: &Engine,
) -> Result<(Option<State>, Vec<StoreError>), StoreError> {
    let mut damaged = Vec::new();
    for (height, path) in checkpoints(&*folder.disk, &folder.join("checkpoints"))?.into_iter().rev() {
        match load_checkpoint(folder, height, &path, identity, engine) {
            Ok(state) => return Ok((Some(state), damaged)),
            Err(error @ StoreError::OtherFormat { .. }) => return Err(error),
            Err(error) => damaged.push(error),
        }
    }
    Ok((None, damaged))
}

/// Restores a checkpoint whose state is the one it says it is.
///
/// # Errors
/// What of it is not as it was written.
pub fn load_checkpoint(
    folder: &Folder,
    height: u64,
    path: &Path,
    identity: &Identity,
    engine: &Engine,
) -> Result<State, StoreError> {
    let (root, state) = restore(folder, path, identity, engine)?;
    if state.root() != root {
        return Err(StoreError::damaged(path, "the state in it has another root than it says"));
    }
    if state.height != height {
        let reason = format!("it is of block {}, and its name says {height}", state.height);
        return Err(StoreError::damaged(path, reason));
    }
    Ok(state)
}

/// Lists the checkpoints: height and file, in ascending order.
///
/// # Errors
/// The folder cannot be read.
pub fn checkpoints(disk: &dyn Disk, folder: &Path) -> Result<Vec<(u64, PathBuf)>, StoreError> {
    numbered(disk, folder, "state")
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
    let found = load_checkpoint(folder, state.height, path, &state.identity, engine)?;
    if found.root() != state.root() {
        return Err(StoreError::damaged(path, "it has another root than the blocks lead to"));
    }
    Ok(())
}

/// Reads every file of log, checkpoints, pages and blobs, also pages that no checkpoint refers to any more. Returns a torn end
/// of the log, if there is one. What the blocks come to is not looked at.
///
/// # Errors
/// The first that is not as it was written, with the place in it.
pub fn check_files(folder: &Folder) -> Result<Option<Torn>, StoreError> {
    let disk = &*folder.disk;
    let torn = read_log(disk, &folder.join("log"), |_| true)?;
    let mut packs = BTreeSet::new();
    for (_, path) in checkpoints(disk, &folder.join("checkpoints"))? {
        packs.extend(read_state_file(disk, &path)?.packs);
    }
    // A pack that no checkpoint names is what a crash left unfinished, and is removed at the next checkpoint.
    let pages = folder.join("pages");
    for number in packs {
        PackReader::open(disk, &pages, number)?.check()?;
    }
    let blobs = folder.join("blobs");
    for path in disk.list(&blobs).map_err(StoreError::read(&blobs))? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // What a crash left unfinished has another ending, and nobody reads it.
        if let Some(digest) = hex::decode(name).ok().and_then(|digest| digest.try_into().ok()) {
            read_blob(disk, &path, &digest)?;
        }
    }
    Ok(torn)
}

/// Returns the root that a checkpoint says it has, and the state in it.
fn restore(
    folder: &Folder,
    path: &Path,
    identity: &Identity,
    engine: &Engine,
) -> Result<(Digest, State), StoreError> {
    let file = read_state_file(&*folder.disk, path)?;
    let mut source = Source { folder, packs: BTreeMap::new() };
    let state =
        State::restore(&file.state, identity.clone(), engine, &mut source).map_err(|error| match error {
            RestoreError::Source(error) => error,
            RestoreError::Damaged => StoreError::damaged(path, "its content does not decode"),
            RestoreError::Module(reason) => StoreError::damaged(path, reason),
        })?;
    Ok((file.root, state))
}

pub(crate) fn read_state_file(disk: &dyn Disk, path: &Path) -> Result<StateFile, StoreError> {
    let bytes = read_file(disk, path).map_err(StoreError::read(path))?;
    let split = bytes.split_at_checked(16).filter(|(head, _)| head.starts_with(MAGIC));
    let (head, content) =
        split.ok_or_else(|| StoreError::damaged(path, "it does not begin as a checkpoint"))?;
    let version = u32::from_le_bytes(head[8..12].try_into().expect("four bytes"));
    if head != header(version, content) {
        return Err(StoreError::damaged(path, "its checksum is wrong"));
    }
    if version != FORMAT_VERSION {
        return Err(StoreError::OtherFormat { path: path.to_owned(), found: version });
    }
    StateFile::from_bytes(content).map_err(|_| StoreError::damaged(path, "it does not decode"))
}

/// Keeps the newest checkpoints and what they refer to, unless somebody copies the folder just now.
fn drop_unneeded(folder: &Folder, log_bytes_max: u64) -> Result<(), StoreError> {
    let Some(_hold) = folder.try_hold()? else { return Ok(()) };
    let disk = &*folder.disk;
    let files = checkpoints(disk, &folder.join("checkpoints"))?;
    let (old, kept) = files.split_at(files.len().saturating_sub(KEPT));
    let (mut packs, mut blobs) = (BTreeSet::new(), BTreeSet::new());
    for (_, path) in kept {
        match read_state_file(disk, path) {
            Ok(file) => {
                packs.extend(file.packs);
                blobs.extend(file.blobs.iter().map(hex::encode));
            }
            // Without it nobody knows what is needed. It goes with the checkpoints after it.
            Err(error) => {
                tracing::warn!("{error}; nothing is removed while it is among the newest");
                return Ok(());
            }
        }
    }
    let remove = |path: &Path| disk.remove(path).map_err(StoreError::write(path));
    for (_, path) in old {
        remove(path)?;
    }
    // The names of what refers go before what is referred to.
    let checkpoints = folder.join("checkpoints");
    disk.sync_folder(&checkpoints).map_err(StoreError::write(&checkpoints))?;
    for (number, path) in numbered(disk, &folder.join("pages"), "pack")? {
        if !packs.contains(&number) {
            remove(&path)?;
        }
    }
    let blob_folder = folder.join("blobs");
    for path in disk.list(&blob_folder).map_err(StoreError::read(&blob_folder))? {
        if !path.file_name().and_then(|name| name.to_str()).is_some_and(|name| blobs.contains(name)) {
            remove(&path)?;
        }
    }
    // One checkpoint may turn out to be damaged: the log reaches back to the one before it.
    if let [(oldest, _), _, ..] = kept {
        remove_covered(folder, *oldest, log_bytes_max)?;
    }
    Ok(())
}

struct Sink<'a> {
    folder: &'a Folder,
    rewrite_all: bool,
    pack: u64,
    writer: PackWriter,
    /// Packs that are there; a page whose pack is gone is written again.
    existing: BTreeSet<u64>,
    /// Pages written to this pack, by address: one shared between canisters or snapshots is met twice.
    placed: HashMap<*const Page, (Arc<Page>, u64)>,
    packs: BTreeSet<u64>,
    blobs: BTreeSet<Digest>,
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
        let at = place(self.pack, self.writer.add(page)?);
        self.packs.insert(self.pack);
        self.placed.insert(Arc::as_ptr(page), (page.clone(), at));
        Ok(at)
    }

    fn blob(&mut self, digest: &Digest, bytes: &[u8]) -> Result<(), StoreError> {
        let path = blob_path(&self.folder.join("blobs"), digest);
        if !self.blobs.insert(*digest) {
            return Ok(());
        }
        let disk = &*self.folder.disk;
        if disk.open(&path, Access::Read).is_err() {
            write_whole(disk, &path, bytes).map_err(StoreError::write(&path))?;
        }
        Ok(())
    }
}

pub(crate) fn blob_path(folder: &Path, digest: &Digest) -> PathBuf {
    folder.join(hex::encode(digest))
}

/// Reads a blob; modules have their SHA-256 for a name, entries of the platform that of a leaf of the certified tree.
pub(crate) fn read_blob(disk: &dyn Disk, path: &Path, digest: &Digest) -> Result<Bytes, StoreError> {
    let bytes = disk.map(path).map_err(StoreError::read(path))?;
    let plain: Digest = Sha256::digest(&bytes).into();
    if plain != *digest && replica_api::digest_leaf(&bytes) != *digest {
        return Err(StoreError::damaged(path, "it has other bytes than were written"));
    }
    Ok(bytes)
}

struct Source<'a> {
    folder: &'a Folder,
    packs: BTreeMap<u64, PackReader>,
}

impl PageSource for Source<'_> {
    type Error = StoreError;

    fn page(&mut self, at: u64, digest: Digest) -> Result<Arc<Page>, StoreError> {
        let (pack, index) = (at >> 32, at & 0xffff_ffff);
        let reader = match self.packs.entry(pack) {
            std::collections::btree_map::Entry::Occupied(open) => open.into_mut(),
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(PackReader::open(&*self.folder.disk, &self.folder.join("pages"), pack)?)
            }
        };
        reader.page(index, digest, at)
    }

    fn blob(&mut self, digest: &Digest) -> Result<Bytes, StoreError> {
        read_blob(&*self.folder.disk, &blob_path(&self.folder.join("blobs"), digest), digest)
    }
}
