//! The log of blocks, in segments.

use crate::disk::{Access, Disk, DiskFile, sync_name, write_fully};
use crate::folder::{FORMAT_VERSION, Folder, StoreError, numbered};
use crate::record::{ALIGN, PAYLOAD_BYTES_MAX, Place, write_record};
use crate::segment::{Read, SegmentRead, is_never_begun, read_segment, segment_header};
use replica_api::{Block, Codec, Digest};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where blocks go before anyone hears of them.
pub trait Log: Send + 'static {
    /// Adds a block; it may be lost until [`Log::sync`] returns.
    ///
    /// # Errors
    /// The block cannot be written; from then on nothing can.
    fn append(&mut self, block: &Block) -> Result<(), StoreError>;
    /// Makes everything appended durable.
    ///
    /// # Errors
    /// It may not be; from then on nothing can be written.
    fn sync(&mut self) -> Result<(), StoreError>;
    /// Returns the file that blocks are appended to, opened once more to be synced beside, if it is another one than last time. Files before it
    /// are durable. Nothing where only [`Log::sync`] makes blocks durable.
    ///
    /// # Errors
    /// It cannot be opened.
    fn segment(&mut self) -> Result<Option<Box<dyn DiskFile>>, StoreError> {
        Ok(None)
    }
}

/// A log that lasts as long as the process.
#[derive(Default)]
pub struct MemoryLog {
    pub blocks: Vec<Block>,
}

impl Log for MemoryLog {
    fn append(&mut self, block: &Block) -> Result<(), StoreError> {
        self.blocks.push(block.clone());
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// How large a segment grows before the next one begins, in bytes.
pub const SEGMENT_BYTES_MAX: u64 = 64 << 20;

/// A log in a folder.
pub struct DiskLog {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    path: PathBuf,
    file: Box<dyn DiskFile>,
    bytes: u64,
    chain: Digest,
    salt: Digest,
    segment_bytes_max: u64,
    /// The segment that was given out to be synced.
    given: Option<PathBuf>,
    /// Why nothing more is written. A disk that failed once may have dropped what it said to have taken.
    stopped: Option<String>,
}

impl DiskLog {
    /// Opens the log of a data folder, calls `visit` with every block from the height `from` on, and cuts off a
    /// torn end. Segments are `segment_bytes_max` long, and one block more.
    ///
    /// # Errors
    /// The log is damaged, has another format, or the disk says no.
    pub fn open(
        folder: &Folder,
        from: u64,
        segment_bytes_max: u64,
        mut visit: impl FnMut(Block),
    ) -> Result<DiskLog, StoreError> {
        let (disk, folder) = (folder.disk.clone(), folder.join("log"));
        let (segments, never_begun) = begun_segments(&*disk, &folder)?;
        if let Some((_, path)) = &never_begun {
            tracing::warn!("the log segment {} was cut off at its start and is made anew", path.display());
            let removed = disk.remove(path).and_then(|()| disk.sync_folder(&folder));
            removed.map_err(StoreError::write(path))?;
        }
        let (mut chain, mut end) = ([0; 32], None);
        for (order, (first, path)) in segments.iter().enumerate() {
            let next_first = segments.get(order + 1).map(|(first, _)| *first);
            // The blocks of a whole older segment are in the checkpoint already; its chain is carried by
            // the header of the next one.
            if next_first.is_some_and(|next| next <= from) {
                continue;
            }
            let how = Read {
                first: *first,
                follows: (*first > from && order > 0).then_some(chain),
                may_be_torn: next_first.is_none() && never_begun.is_none(),
                from,
            };
            let read = read_segment(&*disk, path, how, &mut |block| {
                visit(block);
                true
            })?;
            chain = read.chain;
            end = Some((path.clone(), read));
        }
        let (path, salt, bytes) = match end {
            Some((path, read)) => {
                if read.height + 1 < from {
                    return Err(lost(path, read.whole.len() as u64, read.height, from));
                }
                settle(&*disk, &path, &read)?;
                (path, read.salt, read.whole.len() as u64)
            }
            None if from > 1 => return Err(lost(folder, 0, 0, from)),
            None => {
                let first = never_begun.map_or(1, |(first, _)| first);
                let path = segment_path(&folder, first);
                start_segment(&*disk, &path, first, &chain)?;
                (path, chain, ALIGN as u64)
            }
        };
        let file = disk.open(&path, Access::Write).map_err(StoreError::write(&path))?;
        Ok(DiskLog {
            disk,
            folder,
            path,
            file,
            bytes,
            chain,
            salt,
            segment_bytes_max,
            given: None,
            stopped: None,
        })
    }

    fn start_next(&mut self, first: u64) -> Result<(), StoreError> {
        self.file.sync().map_err(StoreError::write(&self.path))?;
        let path = segment_path(&self.folder, first);
        start_segment(&*self.disk, &path, first, &self.chain)?;
        self.file = self.disk.open(&path, Access::Write).map_err(StoreError::write(&path))?;
        (self.path, self.bytes, self.salt) = (path, ALIGN as u64, self.chain);
        Ok(())
    }

    fn write(&mut self, block: &Block) -> Result<(), StoreError> {
        if self.bytes >= self.segment_bytes_max {
            self.start_next(block.height)?;
        }
        let payload = block.to_bytes();
        if payload.len() > PAYLOAD_BYTES_MAX {
            let reason = format!("a block has {} bytes, and at most {PAYLOAD_BYTES_MAX} fit", payload.len());
            return Err(StoreError::write(&self.path)(std::io::Error::other(reason)));
        }
        let mut record = Vec::new();
        let place = Place { at: self.bytes, salt: self.salt };
        let chain = write_record(&payload, &self.chain, place, &mut record);
        write_fully(&mut *self.file, self.bytes, &record).map_err(StoreError::write(&self.path))?;
        self.chain = chain;
        self.bytes += record.len() as u64;
        Ok(())
    }

    /// Does something, unless something failed before; remembers if it fails.
    fn unless_stopped(
        &mut self,
        step: impl FnOnce(&mut DiskLog) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if let Some(reason) = &self.stopped {
            return Err(StoreError::Stopped(reason.clone()));
        }
        step(self).inspect_err(|error| self.stopped = Some(error.to_string()))
    }
}

impl Log for DiskLog {
    fn append(&mut self, block: &Block) -> Result<(), StoreError> {
        self.unless_stopped(|log| log.write(block))
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.unless_stopped(|log| log.file.sync().map_err(StoreError::write(&log.path)))
    }

    fn segment(&mut self) -> Result<Option<Box<dyn DiskFile>>, StoreError> {
        if self.given.as_ref() == Some(&self.path) {
            return Ok(None);
        }
        let file = self.disk.open(&self.path, Access::Write).map_err(StoreError::write(&self.path))?;
        self.given = Some(self.path.clone());
        Ok(Some(file))
    }
}

/// An end of the log that was not written whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    pub segment: PathBuf,
    /// In bytes, like the length.
    pub offset: u64,
    pub bytes: u64,
}

/// Reads the whole log and changes nothing; `visit` says whether to go on. Returns a torn end, if there is one.
///
/// # Errors
/// Where the log is damaged.
pub fn read_log(
    disk: &dyn Disk,
    folder: &Path,
    mut visit: impl FnMut(Block) -> bool,
) -> Result<Option<Torn>, StoreError> {
    let (segments, never_begun) = begun_segments(disk, folder)?;
    let (mut follows, mut torn) = (None, None);
    for (order, (first, path)) in segments.iter().enumerate() {
        let may_be_torn = order + 1 == segments.len() && never_begun.is_none();
        let mut goes_on = true;
        let read =
            read_segment(disk, path, Read { first: *first, follows, may_be_torn, from: 0 }, &mut |block| {
                goes_on = visit(block);
                goes_on
            })?;
        if !goes_on {
            return Ok(None);
        }
        (follows, torn) = (Some(read.chain), read.torn);
    }
    Ok(torn.or(never_begun.map(|(_, segment)| Torn { segment, offset: 0, bytes: 0 })))
}

/// Returns the height of the first block that the log begins with, if there is a log.
///
/// # Errors
/// The folder cannot be read.
pub fn first_height(disk: &dyn Disk, folder: &Path) -> Result<Option<u64>, StoreError> {
    Ok(segments(disk, folder)?.first().map(|(first, _)| *first))
}

/// Removes the oldest segments while the log is larger than `bytes_max` and every block of them is at or below
/// `height`. Returns how many bytes went.
pub(crate) fn remove_covered(folder: &Folder, height: u64, bytes_max: u64) -> Result<u64, StoreError> {
    let (disk, log) = (&*folder.disk, folder.join("log"));
    let segments = segments(disk, &log)?;
    let mut sizes = Vec::new();
    for (_, path) in &segments {
        let length = disk.open(path, Access::Read).and_then(|file| file.length());
        sizes.push(length.map_err(StoreError::read(path))?);
    }
    let (mut total, mut removed) = (sizes.iter().sum::<u64>(), 0);
    for (order, (_, path)) in segments.iter().enumerate() {
        let covered = segments.get(order + 1).is_some_and(|(next, _)| *next <= height + 1);
        // The newest may have just been begun: should its header be lost, its chain is in the one before.
        let covered = covered && order + 2 < segments.len();
        if !covered || total <= bytes_max {
            break;
        }
        // One by one, so that a crash never leaves a hole in the middle.
        disk.remove(path).and_then(|()| disk.sync_folder(&log)).map_err(StoreError::write(path))?;
        total -= sizes[order];
        removed += sizes[order];
    }
    Ok(removed)
}

/// The error of a log that ends before a checkpoint does, which no crash brings about.
fn lost(segment: PathBuf, offset: u64, height: u64, from: u64) -> StoreError {
    let reason = format!("the log ends with block {height}, and there is a checkpoint of block {}", from - 1);
    StoreError::DamagedLog { segment, offset, reason }
}

fn segment_path(folder: &Path, first: u64) -> PathBuf {
    folder.join(format!("{first:020}.log"))
}

/// A segment: the height of its first block, and its file.
pub(crate) type Named = (u64, PathBuf);

/// Lists the segments, and apart from them a last one of which not even the header was written.
pub(crate) fn begun_segments(
    disk: &dyn Disk,
    folder: &Path,
) -> Result<(Vec<Named>, Option<Named>), StoreError> {
    let mut segments = segments(disk, folder)?;
    let never_begun = match segments.last() {
        Some((_, path)) if is_never_begun(disk, path)? => segments.pop(),
        _ => None,
    };
    Ok((segments, never_begun))
}

fn segments(disk: &dyn Disk, folder: &Path) -> Result<Vec<Named>, StoreError> {
    numbered(disk, folder, "log")
}

fn start_segment(disk: &dyn Disk, path: &Path, first: u64, chain: &Digest) -> Result<(), StoreError> {
    let start = || {
        let mut file = disk.create(path)?;
        write_fully(&mut *file, 0, &segment_header(FORMAT_VERSION, first, chain))?;
        file.sync()?;
        sync_name(disk, path)
    };
    start().map_err(StoreError::write(path))
}

/// Makes the end of the log what it was read as, on the disk too: a torn record is cut off, and the last whole
/// one is written again. A sync of it may have failed, and then the system no longer knows that it is not there.
fn settle(disk: &dyn Disk, path: &Path, read: &SegmentRead) -> Result<(), StoreError> {
    if let Some(torn) = &read.torn {
        tracing::warn!(
            "the last record of {} was not whole: {} bytes at {} are cut off",
            path.display(),
            torn.bytes,
            torn.offset
        );
    }
    let settle = || {
        let mut file = disk.open(path, Access::Write)?;
        if read.torn.is_some() {
            file.set_length(read.whole.len() as u64)?;
        }
        write_fully(&mut *file, read.last_at, &read.whole[read.last_at as usize..])?;
        file.sync()?;
        sync_name(disk, path)
    };
    settle().map_err(StoreError::write(path))
}
