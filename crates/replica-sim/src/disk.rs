//! A disk in memory that keeps apart what a process sees and what a power cut leaves.

use crate::rng::Rng;
use replica_store::{Access, Disk, DiskFile, Guard};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

const SECTOR: usize = 512;

/// How often a disk fails: once in so many operations, never for 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// A write says that it failed, after a part of it.
    pub write: u64,
    /// A sync says that it failed, and what it should have written is forgotten but for some sectors.
    pub sync: u64,
    /// A read says that it failed.
    pub read: u64,
    /// A read or write does a part of what it was asked, and says so.
    pub short: u64,
    /// Making, renaming or removing a file fails.
    pub name: u64,
    /// How many bytes all files may have together; 0 for any number.
    pub bytes_max: u64,
}

/// A disk whose faults follow from a seed. Clones are the same disk.
#[derive(Clone)]
pub struct SimulatedDisk {
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    rng: Rng,
    faults: Faults,
    files: BTreeMap<u64, Content>,
    /// Names as a process sees them, and as they are on the disk.
    seen: BTreeMap<PathBuf, u64>,
    kept: BTreeMap<PathBuf, u64>,
    /// Changes of names that no sync has made durable.
    renames: Vec<(PathBuf, Option<u64>)>,
    folders: BTreeSet<PathBuf>,
    locks: BTreeSet<PathBuf>,
    next_file: u64,
    operations: u64,
    power_ends_at: Option<u64>,
}

#[derive(Default)]
struct Content {
    seen: Vec<u8>,
    kept: Vec<u8>,
    /// What no sync has made durable.
    unsynced: Vec<Change>,
}

enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Length(usize),
}

impl Content {
    fn apply(bytes: &mut Vec<u8>, change: &Change) {
        match change {
            Change::Length(length) => bytes.resize(*length, 0),
            Change::Write { offset, bytes: written } => {
                bytes.resize(bytes.len().max(offset + written.len()), 0);
                bytes[*offset..offset + written.len()].copy_from_slice(written);
            }
        }
    }

    fn change(&mut self, change: Change) {
        Content::apply(&mut self.seen, &change);
        self.unsynced.push(change);
    }

    fn sync(&mut self) {
        for change in std::mem::take(&mut self.unsynced) {
            Content::apply(&mut self.kept, &change);
        }
    }

    /// Writes some sectors of what was not synced, in any order, and forgets the rest.
    fn tear(&mut self, rng: &mut Rng) {
        // Everything, nothing, a part from the start, or any sectors.
        let way = rng.below(4);
        for change in std::mem::take(&mut self.unsynced) {
            match &change {
                Change::Length(_) if rng.once_in(2) => Content::apply(&mut self.kept, &change),
                Change::Length(_) => {}
                Change::Write { offset, bytes } => {
                    let cut = rng.below(bytes.len() as u64 + 1) as usize;
                    for (offset, part) in sectors(*offset, bytes) {
                        let end = offset + part.len();
                        let goes = match way {
                            0 => true,
                            1 => false,
                            2 => end <= cut,
                            _ => rng.once_in(2),
                        };
                        if goes {
                            let bytes = part.to_vec();
                            Content::apply(&mut self.kept, &Change::Write { offset, bytes });
                        }
                    }
                    // The length may be there without the bytes, which then are zeros.
                    if way == 3 && rng.once_in(4) {
                        let length = self.kept.len().max(offset + bytes.len());
                        self.kept.resize(length, 0);
                    }
                }
            }
        }
    }
}

/// The parts of a write that lie in one sector each.
fn sectors(offset: usize, bytes: &[u8]) -> Vec<(usize, &[u8])> {
    let (mut parts, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let length = (SECTOR - (offset + at) % SECTOR).min(bytes.len() - at);
        parts.push((offset + at, &bytes[at..at + length]));
        at += length;
    }
    parts
}

impl SimulatedDisk {
    pub fn new(seed: u64) -> SimulatedDisk {
        let inner = Inner {
            rng: Rng::new(seed),
            faults: Faults::default(),
            files: BTreeMap::new(),
            seen: BTreeMap::new(),
            kept: BTreeMap::new(),
            renames: Vec::new(),
            folders: BTreeSet::new(),
            locks: BTreeSet::new(),
            next_file: 1,
            operations: 0,
            power_ends_at: None,
        };
        SimulatedDisk { inner: Arc::new(Mutex::new(inner)) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no holder panics")
    }

    pub fn set_faults(&self, faults: Faults) {
        self.inner().faults = faults;
    }

    /// Lets the power go in the course of the `operations`-th operation from now on: it is done in part, and none
    /// after it is done at all.
    pub fn end_power_after(&self, operations: u64) {
        let mut inner = self.inner();
        inner.power_ends_at = Some(inner.operations + operations);
    }

    /// Whether the power is gone.
    pub fn is_off(&self) -> bool {
        let inner = self.inner();
        inner.power_ends_at.is_some_and(|at| inner.operations >= at)
    }

    /// How many operations there were.
    pub fn operations(&self) -> u64 {
        self.inner().operations
    }

    /// Cuts the power and brings it back: what was not synced is there in part, and names in part.
    pub fn cut_power(&self) {
        let mut inner = self.inner();
        let Inner { rng, files, kept, renames, .. } = &mut *inner;
        for content in files.values_mut() {
            content.tear(rng);
            content.seen = content.kept.clone();
        }
        for (path, file) in std::mem::take(renames) {
            if rng.once_in(2) {
                set(kept, path, file);
            }
        }
        inner.seen = inner.kept.clone();
        inner.restart();
    }

    /// Ends the process and leaves the machine on: what was written is seen, synced or not.
    pub fn restart(&self) {
        self.inner().restart();
    }

    /// The files there are, as a process sees them.
    pub fn files(&self) -> Vec<PathBuf> {
        self.inner().seen.keys().cloned().collect()
    }

    /// The bytes of a file, as a process sees them.
    pub fn content(&self, path: &Path) -> Option<Vec<u8>> {
        let inner = self.inner();
        Some(inner.files[inner.seen.get(path)?].seen.clone())
    }

    /// Flips a bit of a file where it is. Tells whether there is such a bit.
    pub fn flip(&self, path: &Path, offset: u64, bit: u8) -> bool {
        let mut inner = self.inner();
        let Some(file) = inner.seen.get(path).copied() else { return false };
        let content = inner.files.get_mut(&file).expect("every name has a file");
        let flip = |bytes: &mut Vec<u8>| {
            bytes.get_mut(offset as usize).map(|byte| *byte ^= 1 << (bit % 8)).is_some()
        };
        let kept = flip(&mut content.kept);
        flip(&mut content.seen) || kept
    }
}

fn set(names: &mut BTreeMap<PathBuf, u64>, path: PathBuf, file: Option<u64>) {
    match file {
        Some(file) => names.insert(path, file),
        None => names.remove(&path),
    };
}

fn failed(what: &str) -> io::Error {
    io::Error::other(format!("simulated: {what}"))
}

fn missing() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Inner {
    fn restart(&mut self) {
        self.locks.clear();
        self.power_ends_at = None;
    }

    /// Counts an operation. An error says that the power is gone, `true` that it goes in the middle of this one.
    fn begin(&mut self) -> io::Result<bool> {
        self.operations += 1;
        match self.power_ends_at {
            Some(at) if self.operations > at => Err(failed("the power is gone")),
            Some(at) => Ok(self.operations == at),
            None => Ok(false),
        }
    }

    fn fails(&mut self, times: u64) -> bool {
        self.rng.once_in(times)
    }

    fn file(&self, path: &Path) -> io::Result<u64> {
        self.seen.get(path).copied().ok_or_else(missing)
    }

    fn name(&mut self, path: &Path, file: Option<u64>) {
        set(&mut self.seen, path.to_owned(), file);
        self.renames.push((path.to_owned(), file));
    }

    /// One change of names, or an error.
    fn change_names(&mut self, changes: &[(&Path, Option<u64>)]) -> io::Result<()> {
        let ends = self.begin()?;
        if self.fails(self.faults.name) {
            return Err(failed("a name cannot be changed"));
        }
        for (path, file) in changes {
            self.name(path, *file);
        }
        if ends { Err(failed("the power is gone")) } else { Ok(()) }
    }

    fn bytes(&self) -> u64 {
        let named: BTreeSet<u64> = self.seen.values().copied().collect();
        named.iter().map(|file| self.files[file].seen.len() as u64).sum()
    }
}

impl Disk for SimulatedDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        let mut inner = self.inner();
        inner.begin()?;
        inner.folders.extend(path.ancestors().map(Path::to_owned));
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut inner = self.inner();
        inner.begin()?;
        let faults = inner.faults;
        if inner.fails(faults.read) {
            return Err(failed("a folder cannot be read"));
        }
        let found = inner.seen.keys().filter(|path| path.parent() == Some(folder)).cloned().collect();
        if inner.folders.contains(folder) { Ok(found) } else { Err(missing()) }
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut inner = self.inner();
        let file = inner.next_file;
        inner.next_file += 1;
        inner.files.insert(file, Content::default());
        inner.change_names(&[(path, Some(file))])?;
        Ok(Box::new(SimulatedFile { inner: self.inner.clone(), file }))
    }

    fn create_private(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.create(path)
    }

    fn open(&self, path: &Path, _access: Access) -> io::Result<Box<dyn DiskFile>> {
        let mut inner = self.inner();
        inner.begin()?;
        let file = inner.file(path)?;
        Ok(Box::new(SimulatedFile { inner: self.inner.clone(), file }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut inner = self.inner();
        let file = inner.file(from)?;
        inner.change_names(&[(to, Some(file)), (from, None)])
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut inner = self.inner();
        inner.file(path)?;
        inner.change_names(&[(path, None)])
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut inner = self.inner();
        let ends = inner.begin()?;
        let faults = inner.faults;
        if ends || inner.fails(faults.sync) {
            return Err(failed("a folder cannot be synced"));
        }
        let renames = std::mem::take(&mut inner.renames);
        let (here, elsewhere) = renames.into_iter().partition(|(path, _)| path.parent() == Some(folder));
        inner.renames = elsewhere;
        let here: Vec<(PathBuf, Option<u64>)> = here;
        here.into_iter().for_each(|(path, file)| set(&mut inner.kept, path, file));
        Ok(())
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Guard>> {
        let mut inner = self.inner();
        inner.begin()?;
        let free = inner.locks.insert(path.to_owned());
        Ok(free.then(|| Box::new(Lock { inner: self.inner.clone(), path: path.to_owned() }) as Guard))
    }
}

struct Lock {
    inner: Arc<Mutex<Inner>>,
    path: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Ok(mut inner) = self.inner.lock() {
            inner.locks.remove(&self.path);
        }
    }
}

struct SimulatedFile {
    inner: Arc<Mutex<Inner>>,
    file: u64,
}

impl SimulatedFile {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no holder panics")
    }
}

impl DiskFile for SimulatedFile {
    fn read_at(&self, offset: u64, to: &mut [u8]) -> io::Result<usize> {
        let mut inner = self.inner();
        inner.begin()?;
        let faults = inner.faults;
        if inner.fails(faults.read) {
            return Err(failed("a file cannot be read"));
        }
        let wanted = if to.len() > 1 && inner.fails(faults.short) {
            1 + inner.rng.below(to.len() as u64 - 1) as usize
        } else {
            to.len()
        };
        let bytes = &inner.files[&self.file].seen;
        let rest = bytes.get(offset as usize..).unwrap_or_default();
        let count = wanted.min(rest.len());
        to[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize> {
        let mut inner = self.inner();
        let ends = inner.begin()?;
        let faults = inner.faults;
        let fails = inner.fails(faults.write);
        let part = inner.rng.below(bytes.len() as u64 + 1) as usize;
        let mut count = bytes.len();
        if ends || fails {
            count = part;
        } else if inner.fails(faults.short) {
            // A system takes pages, and so never stops within a sector and goes on from there.
            let end = (offset as usize + part) / SECTOR * SECTOR;
            count = end.checked_sub(offset as usize).filter(|whole| *whole > 0).unwrap_or(count);
        }
        let full = faults.bytes_max > 0 && {
            let length = inner.files[&self.file].seen.len();
            let grows = (offset as usize + count).saturating_sub(length) as u64;
            inner.bytes() + grows > faults.bytes_max
        };
        if full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let content = inner.files.get_mut(&self.file).expect("an open file is there");
        content.change(Change::Write { offset: offset as usize, bytes: bytes[..count].to_vec() });
        if ends || fails {
            return Err(failed(if ends { "the power is gone" } else { "a file cannot be written" }));
        }
        Ok(count)
    }

    fn length(&self) -> io::Result<u64> {
        let mut inner = self.inner();
        inner.begin()?;
        Ok(inner.files[&self.file].seen.len() as u64)
    }

    fn set_length(&mut self, bytes: u64) -> io::Result<()> {
        let mut inner = self.inner();
        let ends = inner.begin()?;
        let content = inner.files.get_mut(&self.file).expect("an open file is there");
        content.change(Change::Length(bytes as usize));
        if ends { Err(failed("the power is gone")) } else { Ok(()) }
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut inner = self.inner();
        let ends = inner.begin()?;
        if ends {
            return Err(failed("the power is gone"));
        }
        let faults = inner.faults;
        let fails = inner.fails(faults.sync);
        let Inner { rng, files, .. } = &mut *inner;
        let content = files.get_mut(&self.file).expect("an open file is there");
        if fails {
            // As Linux does it: the pages count as written from now on, and no later sync tries again.
            content.tear(rng);
            return Err(failed("a file cannot be synced"));
        }
        content.sync();
        Ok(())
    }
}
