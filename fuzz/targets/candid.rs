//! Feeds the Candid reader, which runs as Wasm: its code counts where it goes, and the fuzzer is told.
#![no_main]

use fuzzing::{COUNTERS, CandidHost};

/// The fuzzer looks at what lies in this section besides its own counters.
#[unsafe(link_section = "__libfuzzer_extra_counters")]
static mut EXTRA: [u8; COUNTERS.end - COUNTERS.start] = [0; COUNTERS.end - COUNTERS.start];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    CandidHost::shared().run_counting(bytes, |counters| {
        // SAFETY: the fuzzer reads the counters between runs only, and runs are not concurrent.
        unsafe { std::ptr::copy_nonoverlapping(counters.as_ptr(), (&raw mut EXTRA).cast::<u8>(), counters.len()) };
    });
});
