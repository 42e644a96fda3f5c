//! Stable memory: bytes beside the main memory that every upgrade keeps.

use super::imports;
use crate::host::mode::*;
use crate::host::{Host, call, contract, read, write};
use crate::memory::WASM_PAGE_BYTES;
use wasmtime::{Caller, Linker};

/// What growing returns when it failed.
const FAILED: u64 = u64::MAX;

pub(super) fn link(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    imports! { linker;
        stable64_size [ALL_AND_START] (caller) -> u64 { Ok(pages(caller)) }
        stable64_grow [ALL_AND_START] (caller, new_pages: u64) -> u64 { Ok(grow(caller, new_pages)) }
        stable64_write [ALL_AND_START] (caller, offset: u64, source: u64, size: u64) {
            stable_write(caller, offset, source, size)
        }
        stable64_read [ALL_AND_START] (caller, target: u64, offset: u64, size: u64) {
            stable_read(caller, target, offset, size)
        }
    }
    Ok(())
}

pub(super) fn link_legacy(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    imports! { linker;
        stable_size [ALL_AND_START] (caller) -> u32 { Ok(pages(caller) as u32) }
        stable_grow [ALL_AND_START] (caller, new_pages: u32) -> u32 {
            if pages(caller) + u64::from(new_pages) > 1 << 16 {
                return Ok(u32::MAX);
            }
            Ok(grow(caller, u64::from(new_pages)) as u32)
        }
        stable_write [ALL_AND_START] (caller, offset: u32, source: u32, size: u32) {
            stable_write(caller, u64::from(offset), u64::from(source), u64::from(size))
        }
        stable_read [ALL_AND_START] (caller, target: u32, offset: u32, size: u32) {
            stable_read(caller, u64::from(target), u64::from(offset), u64::from(size))
        }
    }
    Ok(())
}

fn pages(caller: &mut Caller<'_, Host>) -> u64 {
    call(caller).stable.bytes() / WASM_PAGE_BYTES as u64
}

fn grow(caller: &mut Caller<'_, Host>, new_pages: u64) -> u64 {
    let bytes_max = caller.data().limits.stable_memory_bytes_max;
    let old = pages(caller);
    let wanted = old.saturating_add(new_pages).saturating_mul(WASM_PAGE_BYTES as u64);
    if wanted > bytes_max {
        return FAILED;
    }
    call(caller).stable.grow(wanted);
    old
}

fn inside(caller: &mut Caller<'_, Host>, offset: u64, size: u64) -> wasmtime::Result<()> {
    let bytes = call(caller).stable.bytes();
    match offset.checked_add(size) {
        Some(end) if end <= bytes => Ok(()),
        _ => Err(contract(format!("{size} bytes at {offset} lie outside of {bytes} bytes of stable memory"))),
    }
}

fn stable_write(caller: &mut Caller<'_, Host>, offset: u64, source: u64, size: u64) -> wasmtime::Result<()> {
    inside(caller, offset, size)?;
    let bytes = read(caller, source, size)?;
    call(caller).stable.write(offset, &bytes);
    Ok(())
}

fn stable_read(caller: &mut Caller<'_, Host>, target: u64, offset: u64, size: u64) -> wasmtime::Result<()> {
    inside(caller, offset, size)?;
    // The target is checked before room for the bytes is made.
    let room = caller.data().memory.map_or(0, |memory| memory.data_size(&*caller)) as u64;
    if target.checked_add(size).is_none_or(|end| end > room) {
        return Err(contract(format!("{size} bytes at {target} lie outside of memory")));
    }
    let mut bytes = vec![0; size as usize];
    call(caller).stable.read(offset, &mut bytes);
    write(caller, target, &bytes)
}
