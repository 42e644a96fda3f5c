//! What the store asks of a disk, and the disk of the machine.
//!
//! Everything that is durable goes through [`Disk`], so that a simulated one can tear writes, fail syncs and
//! lose what was not synced (crate `replica-sim`).

use bytes::Bytes;
use std::any::Any;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{FileExt, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// What holds a lock until it is dropped.
pub type Guard = Box<dyn Any + Send + Sync>;

/// Files by path. What was written is durable once the file is synced, and its name once the folder is.
pub trait Disk: Send + Sync + 'static {
    /// Makes a folder with all those it lies in.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Lists the files in a folder, in no order.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
    /// Makes an empty file, in place of one that may be there.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// The same, for a file that only its owner may read.
    fn create_private(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Opens a file that is there.
    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn DiskFile>>;
    /// Returns a file whole, which nobody changes any more; where that is possible, as memory that the system may drop and read again.
    fn map(&self, path: &Path) -> io::Result<Bytes> {
        let file = self.open(path, Access::Read)?;
        let mut bytes = vec![0; usize::try_from(file.length()?).map_err(io::Error::other)?];
        read_fully(&*file, 0, &mut bytes)?;
        Ok(bytes.into())
    }
    /// Gives a file another name, in place of one that may be there.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names of the files in a folder durable.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Locks a file, making it if need be; nothing if somebody else holds it.
    fn try_lock(&self, path: &Path) -> io::Result<Option<Guard>>;
}

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
}

/// An open file.
pub trait DiskFile: Send {
    /// Reads from an offset in bytes on and returns how many bytes came, which may be fewer than were asked for.
    fn read_at(&self, offset: u64, to: &mut [u8]) -> io::Result<usize>;
    /// Writes from an offset on and returns how many bytes went, which may be fewer than were given.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize>;
    /// The length of the file, in bytes.
    fn length(&self) -> io::Result<u64>;
    /// Cuts the file off.
    fn set_length(&mut self, bytes: u64) -> io::Result<()>;
    /// Makes what was written durable.
    fn sync(&mut self) -> io::Result<()>;
}

/// Files smaller than this are read: a mapping has its price, too.
const MAPPED_BYTES_MIN: u64 = 16 << 10;

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
    }

    #[allow(unsafe_code, reason = "a mapping is memory that a file stands behind")]
    fn map(&self, path: &Path) -> io::Result<Bytes> {
        let mut file = File::open(path)?;
        if file.metadata()?.len() < MAPPED_BYTES_MIN {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            return Ok(bytes.into());
        }
        // SAFETY: what is mapped are packs and blobs. They are written before they get their names, never changed after, and removed only as
        // a whole, which leaves a mapping as it is.
        Ok(Bytes::from_owner(unsafe { memmap2::Mmap::map(&file)? }))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path)?))
    }

    fn create_private(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        Ok(Box::new(options.read(true).write(true).create(true).truncate(true).mode(0o600).open(path)?))
    }

    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(OpenOptions::new().read(true).write(access == Access::Write).open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Guard>> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl DiskFile for File {
    fn read_at(&self, offset: u64, to: &mut [u8]) -> io::Result<usize> {
        FileExt::read_at(self, to, offset)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize> {
        FileExt::write_at(self, bytes, offset)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn set_length(&mut self, bytes: u64) -> io::Result<()> {
        self.set_len(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.flush()?;
        self.sync_data()
    }
}

/// Reads a file whole. It is an error if fewer bytes come than the file has.
///
/// # Errors
/// What the disk says.
pub fn read_file(disk: &dyn Disk, path: &Path) -> io::Result<Vec<u8>> {
    let file = disk.open(path, Access::Read)?;
    let mut bytes = vec![0; usize::try_from(file.length()?).map_err(io::Error::other)?];
    read_fully(&*file, 0, &mut bytes)?;
    Ok(bytes)
}

/// Fills `to` from an offset on, in as many steps as it takes.
pub(crate) fn read_fully(file: &dyn DiskFile, mut offset: u64, mut to: &mut [u8]) -> io::Result<()> {
    while !to.is_empty() {
        match file.read_at(offset, to) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                to = &mut to[count..];
                offset += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Writes all the bytes from an offset on, in as many steps as it takes.
pub(crate) fn write_fully(file: &mut dyn DiskFile, mut offset: u64, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write_at(offset, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => {
                bytes = &bytes[count..];
                offset += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Writes a file so that after a crash it is there whole or not at all.
pub(crate) fn write_whole(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    put(disk, disk.create(&unfinished)?, &unfinished, path, bytes)
}

/// The same, for a file that only its owner may read.
///
/// # Errors
/// What the disk says.
pub fn write_private(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    put(disk, disk.create_private(&unfinished)?, &unfinished, path, bytes)
}

fn put(
    disk: &dyn Disk,
    mut file: Box<dyn DiskFile>,
    unfinished: &Path,
    path: &Path,
    bytes: &[u8],
) -> io::Result<()> {
    write_fully(&mut *file, 0, bytes)?;
    file.sync()?;
    disk.rename(unfinished, path)?;
    sync_name(disk, path)
}

/// Makes the name of a file durable.
pub(crate) fn sync_name(disk: &dyn Disk, file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), |folder| disk.sync_folder(folder))
}
