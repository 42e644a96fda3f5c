//! Committed memory: pages shared between versions, hashed once.

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, OnceLock};

/// The unit of sharing, hashing and storing.
pub const PAGE_BYTES: usize = 4096;
/// The unit in which Wasm grows memory.
pub const WASM_PAGE_BYTES: usize = 65536;
const CHUNK_PAGES: usize = 256;

type Digest = [u8; 32];

/// Four KiB that never change: bytes of its own, or a part of a file that is mapped.
pub struct Page {
    bytes: Bytes,
    digest: OnceLock<Digest>,
    /// Where the store keeps this page; its own affair, 0 while nowhere.
    pub stored: AtomicU64,
}

impl Page {
    /// Makes a page, or nothing if all of it is zero.
    pub fn new(bytes: &[u8]) -> Option<Arc<Page>> {
        let bytes: &[u8; PAGE_BYTES] = bytes.try_into().expect("a page has the size of a page");
        if is_zero(bytes) {
            return None;
        }
        let bytes = Bytes::copy_from_slice(bytes);
        Some(Arc::new(Page { bytes, digest: OnceLock::new(), stored: AtomicU64::new(0) }))
    }

    /// Makes a page of bytes that somebody else keeps, with the digest that they are known to have. Nothing if it is no whole page.
    pub fn kept(bytes: Bytes, digest: Digest, stored: u64) -> Option<Arc<Page>> {
        let is_whole = bytes.len() == PAGE_BYTES;
        is_whole.then(|| Arc::new(Page { bytes, digest: digest.into(), stored: AtomicU64::new(stored) }))
    }

    /// Its content.
    pub fn bytes(&self) -> &[u8; PAGE_BYTES] {
        (*self.bytes).try_into().expect("a page is made with the size of a page")
    }

    /// Returns the digest of the bytes.
    pub fn digest(&self) -> &Digest {
        self.digest.get_or_init(|| Sha256::digest(self.bytes()).into())
    }
}

fn is_zero(bytes: &[u8; PAGE_BYTES]) -> bool {
    // Sixteen bytes at a time, because this runs over every page a message touched.
    bytes.as_chunks::<16>().0.iter().all(|chunk| u128::from_ne_bytes(*chunk) == 0)
}

/// A group of pages, so that copying a map costs a pointer per MiB and its digest is kept in parts.
#[derive(Default)]
struct Chunk {
    pages: Vec<Option<Arc<Page>>>,
    digest: OnceLock<Digest>,
}

impl Clone for Chunk {
    fn clone(&self) -> Chunk {
        // A chunk is cloned to be changed, so its digest does not come along.
        Chunk { pages: self.pages.clone(), digest: OnceLock::new() }
    }
}

impl Chunk {
    fn empty() -> Chunk {
        Chunk { pages: vec![None; CHUNK_PAGES], digest: OnceLock::new() }
    }

    fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| {
            if self.pages.iter().all(Option::is_none) {
                return [0; 32];
            }
            let mut hash = Sha256::new();
            for page in &self.pages {
                hash.update(page.as_ref().map_or(&[0; 32], |page| page.digest()));
            }
            hash.finalize().into()
        })
    }
}

/// A memory as a sparse list of pages; a page that is all zero is absent. Cloning is cheap.
#[derive(Clone, Default)]
pub struct PageMap {
    chunks: Vec<Option<Arc<Chunk>>>,
    bytes: u64,
}

impl PageMap {
    /// Makes a memory of zeros.
    pub fn zeros(bytes: u64) -> PageMap {
        let mut map = PageMap::default();
        map.grow(bytes);
        map
    }

    /// The size of the memory.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The number of pages, absent ones included.
    pub fn page_count(&self) -> usize {
        (self.bytes as usize).div_ceil(PAGE_BYTES)
    }

    /// Makes the memory larger, with zeros; it never shrinks.
    pub fn grow(&mut self, bytes: u64) {
        self.bytes = self.bytes.max(bytes);
        self.chunks.resize(self.page_count().div_ceil(CHUNK_PAGES), None);
    }

    /// Returns a page, unless it is all zero.
    pub fn page(&self, index: usize) -> Option<&Arc<Page>> {
        self.chunks.get(index / CHUNK_PAGES)?.as_ref()?.pages[index % CHUNK_PAGES].as_ref()
    }

    /// Replaces a page.
    pub fn set_page(&mut self, index: usize, page: Option<Arc<Page>>) {
        let chunk = &mut self.chunks[index / CHUNK_PAGES];
        if page.is_none() && chunk.is_none() {
            return;
        }
        let chunk = Arc::make_mut(chunk.get_or_insert_with(|| Arc::new(Chunk::empty())));
        chunk.digest = OnceLock::new();
        chunk.pages[index % CHUNK_PAGES] = page;
    }

    /// Calls `visit` with each page that is not all zero.
    pub fn for_each_page(&self, mut visit: impl FnMut(usize, &Arc<Page>)) {
        for (group, chunk) in self.chunks.iter().enumerate() {
            for (offset, page) in chunk.iter().flat_map(|chunk| chunk.pages.iter().enumerate()) {
                if let Some(page) = page {
                    visit(group * CHUNK_PAGES + offset, page);
                }
            }
        }
    }

    /// Returns the indices of pages that are not the same page in `other`: shared parts are skipped unseen.
    pub fn differing_pages(&self, other: &PageMap) -> Vec<usize> {
        let mut differing = Vec::new();
        for group in 0..self.chunks.len().max(other.chunks.len()) {
            let ours = self.chunks.get(group).and_then(Option::as_ref);
            let theirs = other.chunks.get(group).and_then(Option::as_ref);
            if same(ours, theirs) {
                continue;
            }
            for offset in 0..CHUNK_PAGES {
                let index = group * CHUNK_PAGES + offset;
                if !same(self.page(index), other.page(index)) {
                    differing.push(index);
                }
            }
        }
        differing
    }

    /// Copies out bytes that lie inside the memory.
    pub fn read(&self, offset: u64, to: &mut [u8]) {
        for (index, range, part) in spans(offset, to.len()) {
            match self.page(index) {
                Some(page) => to[part].copy_from_slice(&page.bytes()[range]),
                None => to[part].fill(0),
            }
        }
    }

    /// Copies in bytes that lie inside the memory.
    pub fn write(&mut self, offset: u64, from: &[u8]) {
        for (index, range, part) in spans(offset, from.len()) {
            let mut bytes = self.page(index).map_or([0; PAGE_BYTES], |page| *page.bytes());
            bytes[range].copy_from_slice(&from[part]);
            self.set_page(index, Page::new(&bytes));
        }
    }

    /// Returns a digest of size and content, at the cost of what changed since the last time.
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        hash.update(self.bytes.to_le_bytes());
        for chunk in &self.chunks {
            hash.update(chunk.as_ref().map_or([0; 32], |chunk| chunk.digest()));
        }
        hash.finalize().into()
    }
}

fn same<T>(left: Option<&Arc<T>>, right: Option<&Arc<T>>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => Arc::ptr_eq(left, right),
        (None, None) => true,
        _ => false,
    }
}

/// Splits a range at page borders: page index, range within the page, range within the whole.
fn spans(
    offset: u64,
    length: usize,
) -> impl Iterator<Item = (usize, std::ops::Range<usize>, std::ops::Range<usize>)> {
    let mut done = 0;
    std::iter::from_fn(move || {
        if done == length {
            return None;
        }
        let at = offset as usize + done;
        let start = at % PAGE_BYTES;
        let count = (PAGE_BYTES - start).min(length - done);
        done += count;
        Some((at / PAGE_BYTES, start..start + count, done - count..done))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_written_across_pages_are_read_back() {
        let mut map = PageMap::zeros(3 * PAGE_BYTES as u64);
        map.write(4090, &[9; 5000]);
        let mut back = vec![0; 5002];
        map.read(4089, &mut back);
        assert_eq!((back[0], back[1], back[5000], back[5001]), (0, 9, 9, 0));
    }

    #[test]
    fn the_digest_depends_on_content_not_on_history() {
        let mut map = PageMap::zeros(1 << 21);
        let before = map.digest();
        map.write(70_000, b"hello");
        assert_ne!(map.digest(), before);
        map.write(70_000, &[0; 5]);
        assert_eq!(map.digest(), before, "a page set back to zero counts as absent");
    }

    #[test]
    fn only_pages_that_were_replaced_differ() {
        let mut map = PageMap::zeros(1 << 24);
        let old = map.clone();
        map.write(5 * PAGE_BYTES as u64, &[1]);
        assert_eq!(map.differing_pages(&old), [5]);
    }
}
