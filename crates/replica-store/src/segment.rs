//! One segment of the log: a header of 64 bytes, then records.

use crate::disk::{Access, Disk, read_file};
use crate::folder::{FORMAT_VERSION, StoreError};
use crate::log::Torn;
use crate::record::{ALIGN, Place, RecordError, checksum, read_record, record_follows};
use replica_api::{Block, Codec, Digest};
use std::path::Path;

const MAGIC: &[u8; 8] = b"swlog\0\0\0";

/// How a segment is to be read.
pub(crate) struct Read {
    /// The height of its first block, as its name says.
    pub(crate) first: u64,
    /// The chain that it has to begin with.
    pub(crate) follows: Option<Digest>,
    /// Whether it may end in a record that is not whole.
    pub(crate) may_be_torn: bool,
    /// Blocks below are checked and not told of.
    pub(crate) from: u64,
}

/// What was read of a segment.
pub(crate) struct SegmentRead {
    /// The height of its last block; that of the block before its first, if it has none.
    pub(crate) height: u64,
    /// The chain there.
    pub(crate) chain: Digest,
    /// The chain at its start.
    pub(crate) salt: Digest,
    /// All bytes up to where it is whole.
    pub(crate) whole: Vec<u8>,
    /// Where the last whole record begins; 0, as the header does, if there is none.
    pub(crate) last_at: u64,
    pub(crate) torn: Option<Torn>,
}

/// Version and height at fixed places, so that every version of this program can tell which one wrote it.
pub(crate) fn segment_header(version: u32, first: u64, chain: &Digest) -> [u8; ALIGN] {
    let mut header = [0; ALIGN];
    header[..8].copy_from_slice(MAGIC);
    header[8..12].copy_from_slice(&version.to_le_bytes());
    header[16..24].copy_from_slice(&first.to_le_bytes());
    header[24..56].copy_from_slice(chain);
    let sum = checksum(&[&header]);
    header[12..16].copy_from_slice(&sum.to_le_bytes());
    header
}

/// Tells whether not even a segment's header was written. No record is written before the header is durable.
pub(crate) fn is_never_begun(disk: &dyn Disk, path: &Path) -> Result<bool, StoreError> {
    let length = disk.open(path, Access::Read).and_then(|file| file.length());
    if length.map_err(StoreError::read(path))? > ALIGN as u64 {
        return Ok(false);
    }
    let bytes = read_file(disk, path).map_err(StoreError::read(path))?;
    Ok(bytes.len() < ALIGN || bytes.iter().all(|byte| *byte == 0))
}

/// Reads a segment; `visit` says whether to go on.
pub(crate) fn read_segment(
    disk: &dyn Disk,
    path: &Path,
    how: Read,
    visit: &mut impl FnMut(Block) -> bool,
) -> Result<SegmentRead, StoreError> {
    let mut bytes = read_file(disk, path).map_err(StoreError::read(path))?;
    let damaged = |offset: usize, reason: String| StoreError::DamagedLog {
        segment: path.to_owned(),
        offset: offset as u64,
        reason,
    };
    let salt = read_header(&bytes, path, how.first).map_err(|problem| match problem {
        Problem::Reason(reason) => damaged(0, reason),
        Problem::Error(error) => error,
    })?;
    if how.follows.is_some_and(|before| before != salt) {
        return Err(damaged(0, "the segment does not follow the one before it".into()));
    }
    let (mut at, mut chain, mut torn, mut last_at) = (ALIGN, salt, None, 0);
    let mut height = how.first.saturating_sub(1);
    while at < bytes.len() {
        let place = Place { at: at as u64, salt };
        match read_record(&bytes[at..], &chain, place) {
            Ok(record) => {
                let block =
                    Block::from_bytes(&record.payload).map_err(|error| damaged(at, error.to_string()))?;
                height = block.height;
                let goes_on = block.height < how.from || visit(block);
                (chain, last_at, at) = (record.chain, at, at + record.length);
                if !goes_on {
                    break;
                }
            }
            Err(RecordError::Torn) if how.may_be_torn && !record_follows(&bytes[at..], place) => {
                let (offset, bytes) = (at as u64, (bytes.len() - at) as u64);
                torn = Some(Torn { segment: path.to_owned(), offset, bytes });
                break;
            }
            Err(error) => return Err(damaged(at, error.to_string())),
        }
    }
    bytes.truncate(at);
    Ok(SegmentRead { height, chain, salt, whole: bytes, last_at: last_at as u64, torn })
}

enum Problem {
    Reason(String),
    Error(StoreError),
}

/// Returns the chain that the segment begins with.
fn read_header(bytes: &[u8], path: &Path, first: u64) -> Result<Digest, Problem> {
    let header = bytes.get(..ALIGN).filter(|header| header.starts_with(MAGIC));
    let header = header.ok_or_else(|| Problem::Reason("the segment does not begin as one".into()))?;
    let version = u32::from_le_bytes(header[8..12].try_into().expect("four bytes"));
    let chain: Digest = header[24..56].try_into().expect("thirty-two bytes");
    let found = u64::from_le_bytes(header[16..24].try_into().expect("eight bytes"));
    if header != segment_header(version, found, &chain) {
        return Err(Problem::Reason("the checksum of the segment's header is wrong".into()));
    }
    if version != FORMAT_VERSION {
        return Err(Problem::Error(StoreError::OtherFormat { path: path.to_owned(), found: version }));
    }
    if found != first {
        let reason = format!("the segment begins with block {found}, and its name says {first}");
        return Err(Problem::Reason(reason));
    }
    Ok(chain)
}
