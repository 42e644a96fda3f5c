//! The log of blocks, in segments.

use crate::folder::{StoreError, sync_folder};
use crate::record::{RecordError, holds_record, read_record, write_record};
use replica_api::{Block, Codec, Digest};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where blocks go before anyone hears of them.
pub trait Log: Send + 'static {
    /// Adds a block; it may be lost until [`Log::sync`] returns.
    fn append(&mut self, block: &Block) -> Result<(), StoreError>;
    /// Makes everything appended durable.
    fn sync(&mut self) -> Result<(), StoreError>;
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

const MAGIC: &[u8; 8] = b"swlog\0\0\x01";
const HEADER_BYTES: usize = 8 + 32;
const SEGMENT_BYTES_MAX: u64 = 64 << 20;

/// A log in a folder.
pub struct DiskLog {
    folder: PathBuf,
    path: PathBuf,
    file: File,
    bytes: u64,
    chain: Digest,
    segment_bytes_max: u64,
}

impl DiskLog {
    /// Opens the log, calls `visit` with every block from the height `from` on, and cuts off a torn end.
    pub fn open(folder: &Path, from: u64, visit: impl FnMut(Block)) -> Result<DiskLog, StoreError> {
        DiskLog::open_with(folder, from, SEGMENT_BYTES_MAX, visit)
    }

    /// The same, with segments of another size.
    pub fn open_with(
        folder: &Path,
        from: u64,
        segment_bytes_max: u64,
        mut visit: impl FnMut(Block),
    ) -> Result<DiskLog, StoreError> {
        let segments = segments(folder)?;
        let mut chain = [0; 32];
        let mut end = None;
        for (order, (first, path)) in segments.iter().enumerate() {
            let next_first = segments.get(order + 1).map(|(first, _)| *first);
            // The blocks of a whole older segment are in the checkpoint already; its chain is carried by
            // the header of the next one.
            if next_first.is_some_and(|next| next <= from) {
                continue;
            }
            let follows = if *first <= from || order == 0 { None } else { Some(chain) };
            let (bytes, after) = read_segment(path, follows, next_first.is_none(), from, &mut visit)?;
            chain = after;
            end = Some((path.clone(), bytes));
        }
        let (path, bytes) = match end {
            Some((path, bytes)) if bytes >= HEADER_BYTES as u64 => (path, bytes),
            _ => {
                let path = segment_path(folder, segments.last().map_or(1, |(first, _)| *first));
                start_segment(&path, &chain)?;
                (path, HEADER_BYTES as u64)
            }
        };
        let file = OpenOptions::new().append(true).open(&path).map_err(StoreError::write(&path))?;
        Ok(DiskLog { folder: folder.to_owned(), path, file, bytes, chain, segment_bytes_max })
    }
}

impl Log for DiskLog {
    fn append(&mut self, block: &Block) -> Result<(), StoreError> {
        if self.bytes >= self.segment_bytes_max {
            self.sync()?;
            let path = segment_path(&self.folder, block.height);
            start_segment(&path, &self.chain)?;
            self.file = OpenOptions::new().append(true).open(&path).map_err(StoreError::write(&path))?;
            (self.path, self.bytes) = (path, HEADER_BYTES as u64);
        }
        let mut record = Vec::new();
        let chain = write_record(&block.to_bytes(), &self.chain, &mut record);
        self.file.write_all(&record).map_err(StoreError::write(&self.path))?;
        self.chain = chain;
        self.bytes += record.len() as u64;
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.file.sync_data().map_err(StoreError::write(&self.path))
    }
}

fn segment_path(folder: &Path, first: u64) -> PathBuf {
    folder.join(format!("{first:020}.log"))
}

fn segments(folder: &Path) -> Result<Vec<(u64, PathBuf)>, StoreError> {
    let mut segments = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(StoreError::read(folder))? {
        let path = entry.map_err(StoreError::read(folder))?.path();
        let first = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok());
        if let (Some(first), true) = (first, path.extension().is_some_and(|extension| extension == "log")) {
            segments.push((first, path));
        }
    }
    segments.sort();
    Ok(segments)
}

fn start_segment(path: &Path, chain: &Digest) -> Result<(), StoreError> {
    let start = || {
        let mut file = File::create(path)?;
        file.write_all(&[&MAGIC[..], chain].concat())?;
        file.sync_all()?;
        sync_folder(path)
    };
    start().map_err(StoreError::write(path))
}

/// Reads a segment and returns its length (after cutting off a torn end) and the chain after it.
fn read_segment(
    path: &Path,
    follows: Option<Digest>,
    last: bool,
    from: u64,
    visit: &mut impl FnMut(Block),
) -> Result<(u64, Digest), StoreError> {
    let bytes = std::fs::read(path).map_err(StoreError::read(path))?;
    let damaged = |offset: usize, reason: String| StoreError::DamagedLog {
        segment: path.to_owned(),
        offset: offset as u64,
        reason,
    };
    if bytes.len() < HEADER_BYTES && last {
        tracing::warn!("the log segment {} was cut off at its start and is made anew", path.display());
        return Ok((0, follows.unwrap_or_default()));
    }
    if bytes.len() < HEADER_BYTES || bytes[..8] != *MAGIC {
        return Err(damaged(0, "the segment does not begin as one".into()));
    }
    let mut chain: Digest = bytes[8..HEADER_BYTES].try_into().expect("thirty-two bytes");
    if follows.is_some_and(|before| before != chain) {
        return Err(damaged(8, "the segment does not follow the one before it".into()));
    }
    let mut at = HEADER_BYTES;
    while at < bytes.len() {
        match read_record(&bytes[at..], &chain) {
            Ok(record) => {
                let block =
                    Block::from_bytes(record.payload).map_err(|error| damaged(at, error.to_string()))?;
                if block.height >= from {
                    visit(block);
                }
                (chain, at) = (record.chain, at + record.length);
            }
            Err(RecordError::Torn | RecordError::Checksum) if last && !holds_record(&bytes[at + 1..]) => {
                cut_off(path, at, bytes.len())?;
                break;
            }
            Err(error) => return Err(damaged(at, error.to_string())),
        }
    }
    Ok((at as u64, chain))
}

fn cut_off(path: &Path, at: usize, length: usize) -> Result<(), StoreError> {
    let torn = length - at;
    tracing::warn!("the last record of {} was not whole: {torn} bytes at {at} are cut off", path.display());
    let cut = || {
        let file = OpenOptions::new().write(true).open(path)?;
        file.set_len(at as u64)?;
        file.sync_all()
    };
    cut().map_err(StoreError::write(path))
}
