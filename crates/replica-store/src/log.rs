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
            let read = read_segment(path, follows, next_first.is_none(), from, &mut |block| {
                visit(block);
                true
            })?;
            if let Some(torn) = &read.torn {
                cut_off(torn)?;
            }
            chain = read.chain;
            end = Some((path.clone(), read.bytes));
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

/// An end of the log that was not written whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    pub segment: PathBuf,
    pub offset: u64,
    pub bytes: u64,
}

/// Reads the whole log and changes nothing; `visit` says whether to go on. Returns a torn end, if there is one.
///
/// # Errors
/// Where the log is damaged.
pub fn read_log(folder: &Path, mut visit: impl FnMut(Block) -> bool) -> Result<Option<Torn>, StoreError> {
    let segments = segments(folder)?;
    let (mut follows, mut goes_on) = (None, true);
    for (order, (_, path)) in segments.iter().enumerate() {
        let is_last = order + 1 == segments.len();
        let read = read_segment(path, follows, is_last, 0, &mut |block| {
            goes_on = goes_on && visit(block);
            goes_on
        })?;
        if !goes_on || is_last {
            return Ok(read.torn);
        }
        follows = Some(read.chain);
    }
    Ok(None)
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

/// What was read of a segment.
struct SegmentRead {
    /// Up to where it is whole.
    bytes: u64,
    /// The chain there.
    chain: Digest,
    torn: Option<Torn>,
}

/// Reads a segment; `visit` says whether to go on.
fn read_segment(
    path: &Path,
    follows: Option<Digest>,
    last: bool,
    from: u64,
    visit: &mut impl FnMut(Block) -> bool,
) -> Result<SegmentRead, StoreError> {
    let bytes = std::fs::read(path).map_err(StoreError::read(path))?;
    let damaged = |offset: usize, reason: String| StoreError::DamagedLog {
        segment: path.to_owned(),
        offset: offset as u64,
        reason,
    };
    if bytes.len() < HEADER_BYTES && last {
        tracing::warn!("the log segment {} was cut off at its start and is made anew", path.display());
        return Ok(SegmentRead { bytes: 0, chain: follows.unwrap_or_default(), torn: None });
    }
    if bytes.len() < HEADER_BYTES || bytes[..8] != *MAGIC {
        return Err(damaged(0, "the segment does not begin as one".into()));
    }
    let mut chain: Digest = bytes[8..HEADER_BYTES].try_into().expect("thirty-two bytes");
    if follows.is_some_and(|before| before != chain) {
        return Err(damaged(8, "the segment does not follow the one before it".into()));
    }
    let (mut at, mut torn) = (HEADER_BYTES, None);
    while at < bytes.len() {
        match read_record(&bytes[at..], &chain) {
            Ok(record) => {
                let block =
                    Block::from_bytes(record.payload).map_err(|error| damaged(at, error.to_string()))?;
                let goes_on = block.height < from || visit(block);
                (chain, at) = (record.chain, at + record.length);
                if !goes_on {
                    break;
                }
            }
            Err(RecordError::Torn | RecordError::Checksum) if last && !holds_record(&bytes[at + 1..]) => {
                let (offset, bytes) = (at as u64, (bytes.len() - at) as u64);
                torn = Some(Torn { segment: path.to_owned(), offset, bytes });
                break;
            }
            Err(error) => return Err(damaged(at, error.to_string())),
        }
    }
    Ok(SegmentRead { bytes: at as u64, chain, torn })
}

fn cut_off(torn: &Torn) -> Result<(), StoreError> {
    let Torn { segment: path, offset, bytes } = torn;
    tracing::warn!(
        "the last record of {} was not whole: {bytes} bytes at {offset} are cut off",
        path.display()
    );
    let cut = || {
        let file = OpenOptions::new().write(true).open(path)?;
        file.set_len(*offset)?;
        file.sync_all()
    };
    cut().map_err(StoreError::write(path))
}
