//! A copy of a data folder, whether somebody writes to it or not.
//!
//! Checkpoints, packs and blobs never change once they are there, and the log only grows. So the checkpoints are
//! copied first, then the log up to its last whole record: together they are a folder as a crash might have left it.
//! Everything is checked on the way, so that damage is not carried over unseen.

use crate::checkpoint::{blob_path, checkpoints, read_blob, read_state_file};
use crate::disk::{Access, Disk, Guard, read_file, read_fully, write_fully, write_whole};
use crate::folder::{StoreError, hold, read_format, write_format};
use crate::log::begun_segments;
use crate::pack::{PackReader, pack_path};
use crate::segment::{Read, read_segment};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const PIECE_BYTES: usize = 1 << 20;
/// How long to wait while files are being removed, or another copy is made.
const WAIT_MAX: Duration = Duration::from_secs(30);
const WAIT_STEP: Duration = Duration::from_millis(20);

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// The height of the last block.
    pub height: u64,
    pub checkpoints: usize,
    pub files: usize,
    pub bytes: u64,
}

/// Copies log, checkpoints and what they refer to into an empty folder; it is no data folder before [`seal_copy`].
/// `progress` hears how many bytes are copied.
///
/// # Errors
/// Either folder is not what it should be, something is damaged, or the disk says no.
pub fn copy_store(
    disk: &dyn Disk,
    from: &Path,
    to: &Path,
    progress: &mut dyn FnMut(u64),
) -> Result<Copied, StoreError> {
    let format = from.join("format");
    let found = read_file(disk, &format).map_err(|_| StoreError::NoFolder(from.to_owned()))?;
    read_format(&format, &found)?;
    for part in ["", "log", "checkpoints", "pages", "blobs"] {
        let folder = to.join(part);
        disk.create_folder(&folder).map_err(StoreError::write(&folder))?;
        if part.is_empty() && !disk.list(to).map_err(StoreError::read(to))?.is_empty() {
            return Err(StoreError::NotEmpty(to.to_owned()));
        }
    }
    let _hold = wait_to_hold(disk, from)?;
    let mut copy = Copy { disk, from, to, copied: Copied::default(), progress };
    copy.checkpoints()?;
    copy.log()?;
    for part in ["log", "checkpoints", "pages", "blobs", ""] {
        let folder = to.join(part);
        disk.sync_folder(&folder).map_err(StoreError::write(&folder))?;
    }
    Ok(copy.copied)
}

/// Makes a copy a data folder: the last step, so that half a copy is never taken for one.
///
/// # Errors
/// The disk says no.
pub fn seal_copy(disk: &dyn Disk, to: &Path) -> Result<(), StoreError> {
    let path = to.join("format");
    write_format(disk, &path).map_err(StoreError::write(&path))
}

fn wait_to_hold(disk: &dyn Disk, folder: &Path) -> Result<Guard, StoreError> {
    let begun = Instant::now();
    loop {
        if let Some(guard) = hold(disk, folder)? {
            return Ok(guard);
        }
        if begun.elapsed() > WAIT_MAX {
            return Err(StoreError::Held(folder.to_owned()));
        }
        std::thread::sleep(WAIT_STEP);
    }
}

struct Copy<'a> {
    disk: &'a dyn Disk,
    from: &'a Path,
    to: &'a Path,
    copied: Copied,
    progress: &'a mut dyn FnMut(u64),
}

impl Copy<'_> {
    fn checkpoints(&mut self) -> Result<(), StoreError> {
        let (mut packs, mut blobs) = (BTreeSet::new(), BTreeSet::new());
        let files = checkpoints(self.disk, &self.from.join("checkpoints"))?;
        for (_, path) in &files {
            let file = read_state_file(self.disk, path)?;
            packs.extend(file.packs);
            blobs.extend(file.blobs);
        }
        for number in packs {
            self.file(&pack_path(&self.from.join("pages"), number))?;
            PackReader::open(self.disk, &self.to.join("pages"), number)?.check()?;
        }
        for digest in blobs {
            let path = blob_path(&self.from.join("blobs"), &digest);
            let bytes = read_blob(self.disk, &path, &digest)?;
            self.whole(&path, &bytes)?;
        }
        for (_, path) in &files {
            self.file(path)?;
            read_state_file(self.disk, &self.target(path))?;
        }
        self.copied.checkpoints = files.len();
        Ok(())
    }

    fn log(&mut self) -> Result<(), StoreError> {
        let (segments, never_begun) = begun_segments(self.disk, &self.from.join("log"))?;
        let mut follows = None;
        for (order, (first, path)) in segments.iter().enumerate() {
            // Somebody may be writing to the last one just now.
            let may_be_torn = order + 1 == segments.len() && never_begun.is_none();
            let height = &mut self.copied.height;
            let how = Read { first: *first, follows, may_be_torn, from: 0 };
            let read = read_segment(self.disk, path, how, &mut |block| {
                *height = block.height;
                true
            })?;
            follows = Some(read.chain);
            self.whole(path, &read.whole)?;
        }
        Ok(())
    }

    fn target(&self, path: &Path) -> PathBuf {
        self.to.join(path.strip_prefix(self.from).expect("what is copied lies in the folder"))
    }

    fn whole(&mut self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let target = self.target(path);
        write_whole(self.disk, &target, bytes).map_err(StoreError::write(&target))?;
        self.count(bytes.len());
        self.copied.files += 1;
        Ok(())
    }

    /// Copies a file that does not change, piece by piece.
    fn file(&mut self, path: &Path) -> Result<(), StoreError> {
        let target = self.target(path);
        let source = self.disk.open(path, Access::Read).map_err(StoreError::read(path))?;
        let length = source.length().map_err(StoreError::read(path))?;
        let mut file = self.disk.create(&target).map_err(StoreError::write(&target))?;
        let (mut at, mut piece) = (0, vec![0; PIECE_BYTES]);
        while at < length {
            let piece = &mut piece[..PIECE_BYTES.min((length - at) as usize)];
            read_fully(&*source, at, piece).map_err(StoreError::read(path))?;
            write_fully(&mut *file, at, piece).map_err(StoreError::write(&target))?;
            at += piece.len() as u64;
            self.count(piece.len());
        }
        self.copied.files += 1;
        file.sync().map_err(StoreError::write(&target))
    }

    fn count(&mut self, bytes: usize) {
        self.copied.bytes += bytes as u64;
        (self.progress)(self.copied.bytes);
    }
}
