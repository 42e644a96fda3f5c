//! The data folder: one process at a time, one format version, and errors that say what to do.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The version of everything in the folder; a newer one is refused rather than misread.
const FORMAT_VERSION: u32 = 1;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("another process has the data folder {0} open")]
    InUse(PathBuf),
    #[error(
        "the data folder has format {found}, this program reads up to {FORMAT_VERSION}: use a newer version of it"
    )]
    NewerFormat { found: String },
    #[error("{} cannot be written: {source} (is the disk full, or mounted read-only?)", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{} cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("the log is damaged: segment {}, offset {offset}: {reason}", segment.display())]
    DamagedLog { segment: PathBuf, offset: u64, reason: String },
    #[error("the checkpoint {} is damaged: {reason}", path.display())]
    DamagedCheckpoint { path: PathBuf, reason: String },
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
}

/// An opened data folder; it is locked while this value lives.
pub struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Opens a folder, making it if need be.
    pub fn open(path: &Path) -> Result<Folder, StoreError> {
        for part in ["", "log", "checkpoints", "pages", "blobs", "code"] {
            let folder = path.join(part);
            std::fs::create_dir_all(&folder).map_err(StoreError::write(&folder))?;
        }
        let lock_path = path.join("lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(StoreError::write(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(path.to_owned())),
            Err(TryLockError::Error(source)) => return Err(StoreError::Write { path: lock_path, source }),
        }
        check_format(&path.join("format"))?;
        Ok(Folder { path: path.to_owned(), _lock: lock })
    }

    /// A file or folder inside.
    pub fn join(&self, part: &str) -> PathBuf {
        self.path.join(part)
    }
}

fn check_format(path: &Path) -> Result<(), StoreError> {
    match std::fs::read_to_string(path) {
        Ok(found) => {
            let known = found.trim().parse::<u32>().is_ok_and(|version| version <= FORMAT_VERSION);
            if known { Ok(()) } else { Err(StoreError::NewerFormat { found: found.trim().to_owned() }) }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            write_whole(path, format!("{FORMAT_VERSION}\n").as_bytes())
        }
        Err(source) => Err(StoreError::Read { path: path.to_owned(), source }),
    }
}

/// Writes a file so that after a crash it is there whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let unfinished = path.with_extension("unfinished");
    let write = || {
        let mut file = File::create(&unfinished)?;
        io::Write::write_all(&mut file, bytes)?;
        file.sync_all()?;
        std::fs::rename(&unfinished, path)?;
        sync_folder(path)
    };
    write().map_err(StoreError::write(path))
}

/// Makes the name of a file durable.
pub(crate) fn sync_folder(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}
