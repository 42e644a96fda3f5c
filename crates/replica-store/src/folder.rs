//! The data folder: one process at a time, one format version, and errors that say what to do.

use crate::disk::{Disk, Guard, RealDisk, read_file, write_whole};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The version of everything in the folder; another one is refused rather than misread.
///
/// 2: records of the log lie at multiples of 64 bytes, and pages have checksums. 3: what waits, and what canisters have used of late, is part of
/// the state and its root.
pub const FORMAT_VERSION: u32 = 3;

const PARTS: [&str; 6] = ["", "log", "checkpoints", "pages", "blobs", "code"];

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("another process has the data folder {} open", .0.display())]
    InUse(PathBuf),
    #[error(
        "{} has format {found}, and this program reads format {FORMAT_VERSION}: {}", path.display(),
        if *found > FORMAT_VERSION { "use a newer version of it" } else { "use the version that wrote it" }
    )]
    OtherFormat { path: PathBuf, found: u32 },
    #[error("{} does not say which format the data folder has: it should hold the number {FORMAT_VERSION}", path.display())]
    NoFormat { path: PathBuf },
    #[error("{} cannot be written: {source} (is the disk full, or mounted read-only?)", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{} cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("the log is damaged: segment {}, offset {offset}: {reason}", segment.display())]
    DamagedLog { segment: PathBuf, offset: u64, reason: String },
    #[error("the checkpoint {} is damaged: {reason}", path.display())]
    DamagedCheckpoint { path: PathBuf, reason: String },
    #[error("{} is no data folder", .0.display())]
    NoFolder(PathBuf),
    #[error("{} is not empty, and a backup begins with an empty folder", .0.display())]
    NotEmpty(PathBuf),
    #[error("{} is being copied by somebody else", .0.display())]
    Held(PathBuf),
    #[error("the log cannot be synced: {0} (is the disk full, or mounted read-only?)")]
    Sync(io::Error),
    #[error("the log has stopped, because {0}")]
    Stopped(String),
}

impl StoreError {
    pub(crate) fn write(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
        let path = path.to_owned();
        move |source| StoreError::Write { path, source }
    }

    pub(crate) fn read(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
        let path = path.to_owned();
        move |source| StoreError::Read { path, source }
    }

    pub(crate) fn damaged(path: &Path, reason: impl Into<String>) -> StoreError {
        StoreError::DamagedCheckpoint { path: path.to_owned(), reason: reason.into() }
    }
}

/// An opened data folder; it is locked while this value lives.
pub struct Folder {
    path: PathBuf,
    pub(crate) disk: Arc<dyn Disk>,
    _lock: Guard,
}

impl Folder {
    /// Opens a folder of this machine, making it if need be.
    ///
    /// # Errors
    /// Another process has it open, it has another format, or the disk says no.
    pub fn open(path: &Path) -> Result<Folder, StoreError> {
        Folder::open_on(Arc::new(RealDisk), path)
    }

    /// The same on any disk.
    ///
    /// # Errors
    /// See [`Folder::open`].
    pub fn open_on(disk: Arc<dyn Disk>, path: &Path) -> Result<Folder, StoreError> {
        for part in PARTS {
            let folder = path.join(part);
            disk.create_folder(&folder).map_err(StoreError::write(&folder))?;
        }
        let lock_path = path.join("lock");
        let lock = disk.try_lock(&lock_path).map_err(StoreError::write(&lock_path))?;
        let lock = lock.ok_or_else(|| StoreError::InUse(path.to_owned()))?;
        check_format(&*disk, &path.join("format"))?;
        Ok(Folder { path: path.to_owned(), disk, _lock: lock })
    }

    /// A file or folder inside.
    pub fn join(&self, part: &str) -> PathBuf {
        self.path.join(part)
    }

    /// The disk it is on.
    pub fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }

    /// Keeps files from being removed while somebody copies them; nothing if somebody else does so already.
    ///
    /// # Errors
    /// The file that is locked cannot be made.
    pub(crate) fn try_hold(&self) -> Result<Option<Guard>, StoreError> {
        hold(&*self.disk, &self.path)
    }
}

/// Takes the lock under which files are removed, or kept from being so.
pub(crate) fn hold(disk: &dyn Disk, folder: &Path) -> Result<Option<Guard>, StoreError> {
    let path = folder.join("hold");
    disk.try_lock(&path).map_err(StoreError::write(&path))
}

fn check_format(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    match read_file(disk, path) {
        Ok(found) => read_format(path, &found),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // With it the names of the folders become durable, too.
            write_format(disk, path).map_err(StoreError::write(path))
        }
        Err(source) => Err(StoreError::Read { path: path.to_owned(), source }),
    }
}

pub(crate) fn read_format(path: &Path, found: &[u8]) -> Result<(), StoreError> {
    let found = std::str::from_utf8(found).ok().and_then(|text| text.strip_suffix('\n')?.parse().ok());
    match found {
        Some(FORMAT_VERSION) => Ok(()),
        Some(found) => Err(StoreError::OtherFormat { path: path.to_owned(), found }),
        None => Err(StoreError::NoFormat { path: path.to_owned() }),
    }
}

pub(crate) fn write_format(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    write_whole(disk, path, format!("{FORMAT_VERSION}\n").as_bytes())
}

/// Files named by a number and an ending, in ascending order.
pub(crate) fn numbered(
    disk: &dyn Disk,
    folder: &Path,
    extension: &str,
) -> Result<Vec<(u64, PathBuf)>, StoreError> {
    let mut found = Vec::new();
    for path in disk.list(folder).map_err(StoreError::read(folder))? {
        let number = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok());
        if let (Some(number), true) = (number, path.extension().is_some_and(|e| e == extension)) {
            found.push((number, path));
        }
    }
    found.sort();
    Ok(found)
}
