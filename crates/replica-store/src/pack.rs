//! A pack: pages that one checkpoint wrote, each with a checksum.

use crate::disk::{Disk, DiskFile, sync_name, write_fully};
use crate::folder::{FORMAT_VERSION, StoreError};
use crate::record::checksum;
use bytes::Bytes;
use replica_api::Digest;
use replica_wasm::{PAGE_BYTES, Page};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const MAGIC: &[u8; 8] = b"swpages\0";
const HEADER_BYTES: usize = 64;
/// A page and what tells that it is the one that was written here.
const ENTRY_BYTES: usize = 4 + PAGE_BYTES;
/// Pages that are written at once.
const BUFFER_BYTES: usize = 256 * ENTRY_BYTES;

/// The file of a pack, by its number.
pub(crate) fn pack_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:020}.pack"))
}

/// Where a page lies in its pack, in bytes.
pub(crate) fn page_offset(index: u64) -> u64 {
    HEADER_BYTES as u64 + index * ENTRY_BYTES as u64
}

fn header(version: u32, number: u64) -> [u8; HEADER_BYTES] {
    let mut header = [0; HEADER_BYTES];
    header[..8].copy_from_slice(MAGIC);
    header[8..12].copy_from_slice(&version.to_le_bytes());
    header[16..24].copy_from_slice(&number.to_le_bytes());
    let sum = checksum(&[&header]);
    header[12..16].copy_from_slice(&sum.to_le_bytes());
    header
}

fn page_checksum(number: u64, index: u64, bytes: &[u8]) -> [u8; 4] {
    checksum(&[&number.to_le_bytes(), &index.to_le_bytes(), bytes]).to_le_bytes()
}

/// A pack that is being written.
pub(crate) struct PackWriter {
    path: PathBuf,
    number: u64,
    file: Box<dyn DiskFile>,
    buffer: Vec<u8>,
    /// Bytes in the file.
    written: u64,
    pages: u64,
}

impl PackWriter {
    pub(crate) fn create(disk: &dyn Disk, folder: &Path, number: u64) -> Result<PackWriter, StoreError> {
        let path = pack_path(folder, number);
        let file = disk.create(&path).map_err(StoreError::write(&path))?;
        let buffer = header(FORMAT_VERSION, number).to_vec();
        Ok(PackWriter { path, number, file, buffer, written: 0, pages: 0 })
    }

    /// Adds a page and returns its index.
    pub(crate) fn add(&mut self, page: &Page) -> Result<u64, StoreError> {
        let index = self.pages;
        self.buffer.extend(page_checksum(self.number, index, page.bytes()));
        self.buffer.extend(page.bytes());
        self.pages += 1;
        if self.buffer.len() >= BUFFER_BYTES {
            self.flush()?;
        }
        Ok(index)
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        write_fully(&mut *self.file, self.written, &self.buffer).map_err(StoreError::write(&self.path))?;
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    /// Makes all of it durable.
    pub(crate) fn finish(mut self, disk: &dyn Disk) -> Result<(), StoreError> {
        self.flush()?;
        self.file.sync().and_then(|()| sync_name(disk, &self.path)).map_err(StoreError::write(&self.path))
    }
}

/// A pack that was written.
pub(crate) struct PackReader {
    path: PathBuf,
    number: u64,
    bytes: Bytes,
}

impl PackReader {
    pub(crate) fn open(disk: &dyn Disk, folder: &Path, number: u64) -> Result<PackReader, StoreError> {
        let path = pack_path(folder, number);
        let bytes = disk.map(&path).map_err(StoreError::read(&path))?;
        let Some(found) = bytes.get(..HEADER_BYTES) else {
            return Err(StoreError::damaged(&path, "it ends before its header at offset 0 does"));
        };
        let version = u32::from_le_bytes(found[8..12].try_into().expect("four bytes"));
        if found != header(version, number) {
            return Err(StoreError::damaged(&path, "its header at offset 0 is not that of this pack"));
        }
        if version != FORMAT_VERSION {
            return Err(StoreError::OtherFormat { path, found: version });
        }
        Ok(PackReader { path, number, bytes })
    }

    /// The bytes of a page, if they are those that were written.
    fn bytes_of(&self, index: u64) -> Result<Bytes, StoreError> {
        let offset = page_offset(index);
        let damaged =
            |reason| StoreError::damaged(&self.path, format!("the page at offset {offset} {reason}"));
        let from = usize::try_from(offset).ok().filter(|from| self.bytes.len() >= from + ENTRY_BYTES);
        let from = from.ok_or_else(|| damaged("is cut off"))?;
        let (sum, bytes) = self.bytes[from..from + ENTRY_BYTES].split_at(4);
        if sum != page_checksum(self.number, index, bytes) {
            return Err(damaged("has other bytes than were written"));
        }
        Ok(self.bytes.slice_ref(bytes))
    }

    /// A page, as a part of the file.
    pub(crate) fn page(&self, index: u64, digest: Digest, place: u64) -> Result<Arc<Page>, StoreError> {
        let page = Page::kept(self.bytes_of(index)?, digest, place);
        page.ok_or_else(|| StoreError::damaged(&self.path, format!("page {index} is not whole")))
    }

    /// Reads every page, whether a checkpoint still refers to it or not.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        let bytes = self.bytes.len() as u64;
        let pages = (bytes - HEADER_BYTES as u64) / ENTRY_BYTES as u64;
        for index in 0..pages {
            self.bytes_of(index)?;
        }
        if page_offset(pages) != bytes {
            let reason = format!("the page at offset {} is cut off", page_offset(pages));
            return Err(StoreError::damaged(&self.path, reason));
        }
        Ok(())
    }
}
