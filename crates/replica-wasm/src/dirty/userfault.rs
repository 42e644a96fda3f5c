//! Linux 6.7 and later: the kernel marks written pages itself, and one call reads and clears the marks.
//!
//! The cost of a message is then proportional to what it wrote, plus a walk over the page table
//! (some 2 ns per resident page). No signal handler is involved, so nothing collides with Wasmtime's.

use super::{Compare, DirtyPages};
use crate::memory::{PAGE_BYTES, PageMap};
use std::fs::File;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::OnceLock;

const UFFD_API: u64 = 0xAA;
const UFFD_USER_MODE_ONLY: libc::c_int = 1;
const UFFD_FEATURE_PAGEFAULT_FLAG_WP: u64 = 1;
const UFFD_FEATURE_WP_ASYNC: u64 = 1 << 15;
const UFFDIO_API: libc::c_ulong = 0xc018_aa3f;
const UFFDIO_REGISTER: libc::c_ulong = 0xc020_aa00;
const UFFDIO_REGISTER_MODE_WP: u64 = 2;
const PAGEMAP_SCAN: libc::c_ulong = 0xc060_6610;
const PM_SCAN_WP_MATCHING: u64 = 1;
const PM_SCAN_CHECK_WPASYNC: u64 = 2;
const PAGE_IS_WRITTEN: u64 = 2;
const REGIONS_PER_SCAN: usize = 512;

#[repr(C)]
#[derive(Clone, Copy, Default)]
struct Region {
    start: u64,
    end: u64,
    categories: u64,
}

#[repr(C)]
#[derive(Default)]
struct ScanArgument {
    size: u64,
    flags: u64,
    start: u64,
    end: u64,
    walk_end: u64,
    regions: u64,
    regions_count: u64,
    pages_max: u64,
    category_inverted: u64,
    category_mask: u64,
    category_anyof_mask: u64,
    return_mask: u64,
}

/// The two files through which the kernel is asked; one pair serves the whole process.
struct Kernel {
    userfault: OwnedFd,
    pagemap: File,
}

fn kernel() -> Option<&'static Kernel> {
    static KERNEL: OnceLock<Option<Kernel>> = OnceLock::new();
    KERNEL.get_or_init(Kernel::open).as_ref()
}

impl Kernel {
    fn open() -> Option<Kernel> {
        let flags = libc::O_CLOEXEC | libc::O_NONBLOCK | UFFD_USER_MODE_ONLY;
        // SAFETY: the call takes one integer and returns a new file descriptor or -1.
        let raw = unsafe { libc::syscall(libc::SYS_userfaultfd, flags) };
        if raw < 0 {
            return None;
        }
        // SAFETY: the kernel has just handed out this descriptor, and nobody else knows it.
        let userfault = unsafe { OwnedFd::from_raw_fd(raw as i32) };
        let mut api = [UFFD_API, UFFD_FEATURE_WP_ASYNC | UFFD_FEATURE_PAGEFAULT_FLAG_WP, 0];
        // SAFETY: `api` is the three-word `struct uffdio_api` that this request reads and writes.
        let agreed = unsafe { libc::ioctl(userfault.as_raw_fd(), UFFDIO_API, api.as_mut_ptr()) };
        let kernel = Kernel { userfault, pagemap: File::open("/proc/self/pagemap").ok()? };
        (agreed == 0).then_some(kernel)
    }

    fn register(&self, start: u64, bytes: u64) -> bool {
        let mut argument = [start, bytes, UFFDIO_REGISTER_MODE_WP, 0];
        // SAFETY: `argument` is the four-word `struct uffdio_register`; the kernel checks the range, and
        // tracking writes changes nothing about the meaning of the memory in it.
        unsafe { libc::ioctl(self.userfault.as_raw_fd(), UFFDIO_REGISTER, argument.as_mut_ptr()) == 0 }
    }

    /// Returns the written ranges between two addresses and protects them again.
    fn scan(&self, start: u64, end: u64) -> Option<Vec<Region>> {
        let mut found = Vec::new();
        let mut at = start;
        while at < end {
            let mut regions = [Region::default(); REGIONS_PER_SCAN];
            let mut argument = ScanArgument {
                size: size_of::<ScanArgument>() as u64,
                flags: PM_SCAN_WP_MATCHING | PM_SCAN_CHECK_WPASYNC,
                start: at,
                end,
                regions: regions.as_mut_ptr() as u64,
                regions_count: REGIONS_PER_SCAN as u64,
                category_mask: PAGE_IS_WRITTEN,
                return_mask: PAGE_IS_WRITTEN,
                ..ScanArgument::default()
            };
            // SAFETY: `argument` is the kernel's `struct pm_scan_arg`, and its vector points at
            // `REGIONS_PER_SCAN` regions that live until after the call.
            let count = unsafe { libc::ioctl(self.pagemap.as_raw_fd(), PAGEMAP_SCAN, &mut argument) };
            if count < 0 {
                return None;
            }
            found.extend_from_slice(&regions[..count as usize]);
            at = argument.walk_end.max(at + PAGE_BYTES as u64);
        }
        Some(found)
    }
}

pub(super) struct Userfault {
    kernel: &'static Kernel,
    base: u64,
    registered_bytes: u64,
    /// Set once the kernel declines a range; comparing takes over.
    declined: bool,
}

impl Userfault {
    pub(super) fn new() -> Option<Userfault> {
        Some(Userfault { kernel: kernel()?, base: 0, registered_bytes: 0, declined: false })
    }

    /// Registers what the memory has grown by; never-tracked pages count as written.
    fn follow(&mut self, memory: &[u8]) {
        let (base, bytes) = (memory.as_ptr() as u64, memory.len() as u64);
        if base != self.base {
            (self.base, self.registered_bytes) = (base, 0);
        }
        if bytes > self.registered_bytes && !self.declined {
            let (start, length) = (base + self.registered_bytes, bytes - self.registered_bytes);
            self.declined = !self.kernel.register(start, length);
            self.registered_bytes = bytes;
        }
    }
}

impl DirtyPages for Userfault {
    fn take(&mut self, memory: &[u8], committed: &PageMap) -> Vec<usize> {
        self.follow(memory);
        let end = self.base + memory.len() as u64;
        let scanned = if self.declined { None } else { self.kernel.scan(self.base, end) };
        let Some(regions) = scanned else {
            self.declined = true;
            return Compare.take(memory, committed);
        };
        regions
            .iter()
            .flat_map(|region| (region.start..region.end).step_by(PAGE_BYTES))
            .map(|address| (address - self.base) as usize / PAGE_BYTES)
            .filter(|&index| super::differs(memory, committed, index))
            .collect()
    }

    fn reset(&mut self, memory: &[u8]) {
        self.follow(memory);
        if !self.declined {
            self.declined = self.kernel.scan(self.base, self.base + memory.len() as u64).is_none();
        }
    }
}
