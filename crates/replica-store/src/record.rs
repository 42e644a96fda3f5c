//! One record of the log: length, checksum, chain, bytes.
//!
//! The chain digest covers all records before, so that a log cannot be recombined from two histories.

use replica_api::Digest;
use sha2::{Digest as _, Sha256};

const HEAD_BYTES: usize = 4 + 4 + 32;

/// A record that was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Record<'a> {
    pub payload: &'a [u8],
    /// What the next record's chain begins from.
    pub chain: Digest,
    /// Bytes the record takes up.
    pub length: usize,
}

/// Why no record could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    #[error("the record is cut off")]
    Torn,
    #[error("the checksum of the record is wrong")]
    Checksum,
    #[error("the record does not follow the one before it")]
    Chain,
}

/// Appends a record to `out` and returns the chain after it.
pub fn write_record(payload: &[u8], previous: &Digest, out: &mut Vec<u8>) -> Digest {
    let chain = chain_after(previous, payload);
    let length = (payload.len() as u32).to_le_bytes();
    out.extend(length);
    out.extend(checksum(&length, &chain, payload).to_le_bytes());
    out.extend(chain);
    out.extend(payload);
    chain
}

/// Reads the record at the front of `bytes`.
pub fn read_record<'a>(bytes: &'a [u8], previous: &Digest) -> Result<Record<'a>, RecordError> {
    let (payload, chain, length) = read_unchained(bytes)?;
    if chain != chain_after(previous, payload) {
        return Err(RecordError::Chain);
    }
    Ok(Record { payload, chain, length })
}

/// Tells whether any whole record begins somewhere in `bytes`: then what is before it was damaged later,
/// and not cut off by a crash.
pub(crate) fn holds_record(bytes: &[u8]) -> bool {
    (0..bytes.len()).any(|at| read_unchained(&bytes[at..]).is_ok())
}

fn read_unchained(bytes: &[u8]) -> Result<(&[u8], Digest, usize), RecordError> {
    let (head, rest) = bytes.split_at_checked(HEAD_BYTES).ok_or(RecordError::Torn)?;
    let length = u32::from_le_bytes(head[..4].try_into().expect("four bytes")) as usize;
    let payload = rest.get(..length).ok_or(RecordError::Torn)?;
    let chain: Digest = head[8..].try_into().expect("thirty-two bytes");
    if head[4..8] != checksum(&head[..4], &chain, payload).to_le_bytes() {
        return Err(RecordError::Checksum);
    }
    Ok((payload, chain, HEAD_BYTES + length))
}

fn chain_after(previous: &Digest, payload: &[u8]) -> Digest {
    Sha256::new().chain_update(previous).chain_update(payload).finalize().into()
}

fn checksum(length: &[u8], chain: &Digest, payload: &[u8]) -> u32 {
    let mut hash = crc32fast::Hasher::new();
    hash.update(length);
    hash.update(chain);
    hash.update(payload);
    hash.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn noise_is_refused_without_a_panic(bytes: Vec<u8>) {
            prop_assert!(read_record(&bytes, &[0; 32]).is_err());
        }

        #[test]
        fn what_is_written_is_read(payload: Vec<u8>, previous: [u8; 32]) {
            let mut out = Vec::new();
            let chain = write_record(&payload, &previous, &mut out);
            let record = read_record(&out, &previous).expect("just written");
            prop_assert_eq!((record.payload, record.chain, record.length), (&payload[..], chain, out.len()));
        }

        #[test]
        fn a_changed_bit_is_noticed(payload: [u8; 20], bit in 0usize..480) {
            let mut out = Vec::new();
            write_record(&payload, &[0; 32], &mut out);
            out[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(read_record(&out, &[0; 32]).is_err());
        }
    }
}
