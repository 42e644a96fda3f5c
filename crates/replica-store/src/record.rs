//! One record of the log: a header of 64 bytes, a payload, and zeros up to the next multiple of 64.
//!
//! The chain digest covers all records before, so that a log cannot be recombined from two histories. A write
//! that a crash cut short leaves sectors that were never written, and those read as zeros. What is written is mixed
//! with numbers that follow from its place, so that no sector of it is zero, whatever the payload is: so a record that was
//! never finished can be told from one that was changed later.

use replica_api::Digest;
use sha2::{Digest as _, Sha256};

/// Where records begin: a header never lies across two sectors, so it is there or it is zeros.
pub(crate) const ALIGN: usize = 64;
/// What a disk writes whole or not at all, at least.
const SECTOR: u64 = 512;
/// The most bytes of one payload.
pub(crate) const PAYLOAD_BYTES_MAX: usize = 1 << 30;

/// A record that was read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) payload: Vec<u8>,
    /// What the next record's chain begins from.
    pub(crate) chain: Digest,
    /// Bytes the record takes up.
    pub(crate) length: usize,
}

/// Why no record could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RecordError {
    /// It was not written whole, as a crash leaves it.
    #[error("the record is cut off")]
    Torn,
    #[error("the checksum of the record's header is wrong")]
    Header,
    #[error("the checksum of the record is wrong")]
    Checksum,
    #[error("the record does not follow the one before it")]
    Chain,
}

/// Where a record is, and in which segment: checksums depend on it.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// Offset in the segment, in bytes.
    pub(crate) at: u64,
    /// The chain at the segment's start; nobody outside can make bytes that look like a record of it.
    pub(crate) salt: Digest,
}

/// Appends a record to `out` and returns the chain after it.
pub(crate) fn write_record(payload: &[u8], previous: &Digest, place: Place, out: &mut Vec<u8>) -> Digest {
    let chain = chain_after(previous, payload);
    let start = out.len();
    out.extend([0; ALIGN]);
    out.extend(payload);
    out.resize(start + ALIGN + payload.len().next_multiple_of(ALIGN), 0);
    let (head, body) = out[start..].split_at_mut(ALIGN);
    mix(body, place);
    head[..4].copy_from_slice(&(payload.len() as u32).to_le_bytes());
    head[8..12].copy_from_slice(&checksum(&[&place.salt, body]).to_le_bytes());
    head[16..48].copy_from_slice(&chain);
    let own = header_checksum(head, place);
    head[12..16].copy_from_slice(&own);
    chain
}

/// Reads the record at the front of `bytes`.
pub(crate) fn read_record(bytes: &[u8], previous: &Digest, place: Place) -> Result<Record, RecordError> {
    let (header, body) = read_whole(bytes, place)?;
    let mut payload = body.to_vec();
    mix(&mut payload, place);
    payload.truncate(header.payload_bytes);
    if header.chain != chain_after(previous, &payload) {
        return Err(RecordError::Chain);
    }
    Ok(Record { payload, chain: header.chain, length: header.length })
}

/// Tells whether any whole record begins behind the one at the front of `bytes`, which is not whole: then that one
/// was damaged later, and not cut off by a crash.
pub(crate) fn record_follows(bytes: &[u8], place: Place) -> bool {
    // What a header says to be payload is not looked into.
    let first = read_header(bytes, place).map_or(ALIGN, |header| header.length);
    (first..bytes.len()).step_by(ALIGN).any(|skipped| {
        let place = Place { at: place.at + skipped as u64, ..place };
        read_whole(&bytes[skipped..], place).is_ok()
    })
}

struct Header {
    payload_bytes: usize,
    checksum: u32,
    chain: Digest,
    /// With the payload and what fills it up.
    length: usize,
}

fn read_header(bytes: &[u8], place: Place) -> Result<Header, RecordError> {
    let head = bytes.get(..ALIGN).ok_or(RecordError::Torn)?;
    if head.iter().all(|byte| *byte == 0) {
        return Err(RecordError::Torn);
    }
    if head[12..16] != header_checksum(head, place) {
        return Err(RecordError::Header);
    }
    let number = |at: usize| u32::from_le_bytes(head[at..at + 4].try_into().expect("four bytes"));
    let payload_bytes = number(0) as usize;
    Ok(Header {
        payload_bytes,
        checksum: number(8),
        chain: head[16..48].try_into().expect("thirty-two bytes"),
        length: ALIGN + payload_bytes.next_multiple_of(ALIGN),
    })
}

/// Returns header and body of a record with the right checksums.
fn read_whole(bytes: &[u8], place: Place) -> Result<(Header, &[u8]), RecordError> {
    let header = read_header(bytes, place)?;
    let body = bytes.get(ALIGN..header.length).ok_or(RecordError::Torn)?;
    if checksum(&[&place.salt, body]) == header.checksum {
        return Ok((header, body));
    }
    Err(if has_unwritten_sector(body, place) { RecordError::Torn } else { RecordError::Checksum })
}

/// Whether this body's part of some sector is all zero.
fn has_unwritten_sector(body: &[u8], place: Place) -> bool {
    let first = (SECTOR - (place.at + ALIGN as u64) % SECTOR) as usize;
    let (start, rest) = body.split_at(first.min(body.len()));
    let mut parts = std::iter::once(start).chain(rest.chunks(SECTOR as usize));
    parts.any(|part| !part.is_empty() && part.iter().all(|byte| *byte == 0))
}

/// Mixes a body with the numbers of its place; a second time gives back what it was.
fn mix(body: &mut [u8], place: Place) {
    let salt = u64::from_le_bytes(place.salt[..8].try_into().expect("eight bytes"));
    let mut state = salt ^ place.at.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for part in body.chunks_mut(8) {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^= number >> 31;
        part.iter_mut().zip(number.to_le_bytes()).for_each(|(byte, other)| *byte ^= other);
    }
}

fn header_checksum(head: &[u8], place: Place) -> [u8; 4] {
    checksum(&[&place.salt, &place.at.to_le_bytes(), &head[..12], &head[16..]]).to_le_bytes()
}

fn chain_after(previous: &Digest, payload: &[u8]) -> Digest {
    Sha256::new().chain_update(previous).chain_update(payload).finalize().into()
}

/// The checksum over some bytes after each other.
pub(crate) fn checksum(parts: &[&[u8]]) -> u32 {
    let mut hash = crc32fast::Hasher::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(slots: u64) -> Place {
        Place { at: slots * ALIGN as u64, salt: [3; 32] }
    }

    fn written(payload: &[u8], previous: &Digest, place: Place) -> Vec<u8> {
        let mut out = Vec::new();
        write_record(payload, previous, place, &mut out);
        out
    }

    /// A payload with long runs of zeros in it, as Wasm modules have.
    fn sparse() -> impl Strategy<Value = Vec<u8>> {
        proptest::collection::vec((0..1200usize, any::<u8>()), 0..4).prop_map(|runs| {
            runs.iter().flat_map(|(zeros, byte)| [vec![0; *zeros], vec![*byte]].concat()).collect()
        })
    }

    proptest! {
        #[test]
        fn noise_is_refused_without_a_panic(bytes: Vec<u8>, slots in 0u64..20) {
            prop_assert!(read_record(&bytes, &[0; 32], place(slots)).is_err());
            prop_assert!(!record_follows(&bytes, place(slots)));
        }

        #[test]
        fn what_is_written_is_read(payload in sparse(), previous: [u8; 32], slots in 0u64..20) {
            let out = written(&payload, &previous, place(slots));
            let record = read_record(&out, &previous, place(slots)).expect("just written");
            prop_assert_eq!((&record.payload, record.length), (&payload, out.len()));
            prop_assert_eq!(record.length % ALIGN, 0);
        }

        #[test]
        fn a_changed_bit_is_no_torn_write(payload in sparse(), slots in 0u64..20, at: usize, bit in 0u8..8) {
            let mut out = written(&payload, &[0; 32], place(slots));
            let at = at % out.len();
            out[at] ^= 1_u8 << bit;
            let error = read_record(&out, &[0; 32], place(slots)).expect_err("a changed bit");
            prop_assert_ne!(error, RecordError::Torn, "byte {}", at);
        }

        #[test]
        fn sectors_that_were_not_written_make_a_torn_write(payload in sparse(), slots in 0u64..20, lost: u64, length: usize) {
            let place = place(slots);
            let mut out = written(&payload, &[0; 32], place);
            let whole = out.clone();
            for (index, byte) in out.iter_mut().enumerate() {
                let sector = (place.at + index as u64) / SECTOR - place.at / SECTOR;
                if lost >> (sector % 64) & 1 == 1 {
                    *byte = 0;
                }
            }
            out.truncate(length % (whole.len() + 1));
            let read = read_record(&out, &[0; 32], place);
            if out == whole {
                prop_assert!(read.is_ok());
            } else {
                prop_assert_eq!(read, Err(RecordError::Torn));
            }
        }
    }
}
