//! Which pages of a memory a message has written.
//!
//! The compiled form of a module (`module/marks.rs`) notes each store in a second memory of the instance, a byte
//! for each page. So the cost of a message follows what it writes, on every system, and no kernel is asked.

use crate::memory::{PAGE_BYTES, PageMap};

/// One byte for each page of the largest memory, 4 GiB, and one more.
pub(crate) const MARKS_WASM_PAGES: u64 = 17;
/// How far a store may reach beyond its mark: into the next page.
const REACH: usize = 2;

/// Returns the pages that marks name, in order, and takes the marks away.
pub(crate) fn take_marked(marks: &mut [u8], page_count: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let used = marks.len().min(page_count.next_multiple_of(GROUP) + GROUP);
    for (group, bytes) in marks[..used].as_chunks_mut::<GROUP>().0.iter_mut().enumerate() {
        if *bytes == [0; GROUP] {
            continue;
        }
        for (offset, _) in bytes.iter().enumerate().filter(|(_, mark)| **mark != 0) {
            let first = group * GROUP + offset;
            let begun = found.last().map_or(0, |last| last + 1);
            found.extend((first.max(begun)..first + REACH).filter(|&page| page < page_count));
        }
        *bytes = [0; GROUP];
    }
    found
}

/// Marks are looked at so many at once.
const GROUP: usize = 64;

/// Marks the pages of a range that the host writes.
pub(crate) fn mark(marks: &mut [u8], range: &std::ops::Range<usize>) {
    if !range.is_empty() {
        marks[range.start / PAGE_BYTES..=(range.end - 1) / PAGE_BYTES].fill(1);
    }
}

/// Tells whether a page of the memory has other bytes than the committed one.
pub(crate) fn differs(memory: &[u8], committed: &PageMap, index: usize) -> bool {
    let bytes = &memory[index * PAGE_BYTES..(index + 1) * PAGE_BYTES];
    match committed.page(index) {
        Some(page) => page.bytes() != bytes,
        None => bytes.as_chunks::<16>().0.iter().any(|chunk| u128::from_ne_bytes(*chunk) != 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_once_in_order_with_the_page_behind() {
        let mut marks = vec![0; 1000];
        for page in [0, 1, 70, 127, 199] {
            marks[page] = 1;
        }
        assert_eq!(take_marked(&mut marks, 200), [0, 1, 2, 70, 71, 127, 128, 199]);
        assert_eq!(take_marked(&mut marks, 200), [0; 0]);
        assert!(marks.iter().all(|&mark| mark == 0));
    }
}
