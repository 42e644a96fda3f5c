//! Hard programs are answered within bounds that do not depend on a clock: bytes taken from the allocator, in all and at once.
#![expect(unsafe_code, reason = "an allocator that counts cannot be written without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use fuzzing::{Target, cases};

struct Counting;

/// Bytes that were ever asked for, bytes that are in use, and the most that were.
static TAKEN: AtomicUsize = AtomicUsize::new(0);
static USED: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is left to the system's allocator; counting touches no memory of its callers.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.fetch_add(layout.size(), Ordering::Relaxed);
        let used = USED.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(used, Ordering::Relaxed);
        // SAFETY: the caller keeps the promises that the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// An ordinary program of a thousand lines takes about a tenth of the first and a twentieth of the second.
const TAKEN_MAX: usize = 4 << 30;
const PEAK_MAX: usize = 1 << 30;

#[test]
fn hard_programs_stay_within_bounds() {
    mo_compile::warm_up();
    let mut wrong = Vec::new();
    for case in cases() {
        let (taken, used) = (TAKEN.load(Ordering::Relaxed), USED.load(Ordering::Relaxed));
        PEAK.store(used, Ordering::Relaxed);
        Target::Compiler.run(case.text.as_bytes());
        let taken = TAKEN.load(Ordering::Relaxed) - taken;
        let peak = PEAK.load(Ordering::Relaxed).saturating_sub(used);
        if taken > TAKEN_MAX || peak > PEAK_MAX {
            wrong.push(format!("{}: {} MB in all, {} MB at once", case.name, taken >> 20, peak >> 20));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
