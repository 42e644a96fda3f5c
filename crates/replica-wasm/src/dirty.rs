//! Which pages of a running memory were written since the last time someone asked.

#[cfg(target_os = "linux")]
mod userfault;

use crate::memory::{PAGE_BYTES, PageMap};

/// Finds the pages that a message may have written.
pub(crate) trait DirtyPages: Send {
    /// Returns the indices of pages that may differ from `committed`, in order, and starts afresh.
    fn take(&mut self, memory: &[u8], committed: &PageMap) -> Vec<usize>;

    /// Forgets what was written so far, because the caller wrote it.
    fn reset(&mut self, memory: &[u8]);
}

/// Compares every page with the committed image: works everywhere, costs as much as the memory is large.
pub(crate) struct Compare;

impl DirtyPages for Compare {
    fn take(&mut self, memory: &[u8], committed: &PageMap) -> Vec<usize> {
        (0..memory.len() / PAGE_BYTES).filter(|&index| differs(memory, committed, index)).collect()
    }

    fn reset(&mut self, _memory: &[u8]) {}
}

/// Tells whether a page of the memory has other bytes than the committed one.
pub(crate) fn differs(memory: &[u8], committed: &PageMap, index: usize) -> bool {
    let bytes = &memory[index * PAGE_BYTES..(index + 1) * PAGE_BYTES];
    match committed.page(index) {
        Some(page) => page.bytes() != bytes,
        None => bytes.iter().any(|&byte| byte != 0),
    }
}

/// Picks the cheapest way this machine offers.
pub(crate) fn best() -> Box<dyn DirtyPages> {
    #[cfg(target_os = "linux")]
    if let Some(userfault) = userfault::Userfault::new() {
        return Box::new(userfault);
    }
    Box::new(Compare)
}
