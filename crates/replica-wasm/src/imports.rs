//! The `ic0` functions, for 32-bit and 64-bit memories alike.
//!
//! Each is one entry: its name, who may call it, its parameters, what it does. `I` is the width of an
//! address in the module at hand.

mod calls;
mod data;
mod stable;
mod system;

use crate::host::{Host, call, charge, contract};
use wasmtime::{Caller, Linker};

/// An address or a length in the module's memory: 32 or 64 bits wide.
pub(crate) trait Address: wasmtime::WasmTy + Copy + Send + Sync + 'static {
    fn wide(self) -> u64;
    fn narrow(value: u64) -> Self;
}

impl Address for u32 {
    fn wide(self) -> u64 {
        u64::from(self)
    }
    fn narrow(value: u64) -> u32 {
        value as u32
    }
}

impl Address for u64 {
    fn wide(self) -> u64 {
        self
    }
    fn narrow(value: u64) -> u64 {
        value
    }
}

/// Instructions that entering the host costs, before the bytes it moves.
const ENTRY_INSTRUCTIONS: u64 = 50;

/// Charges for the entry and checks that the function may be called here.
pub(crate) fn enter(caller: &mut Caller<'_, Host>, name: &str, allowed: u32) -> wasmtime::Result<()> {
    charge(caller, ENTRY_INSTRUCTIONS)?;
    if call(caller).mode & allowed == 0 {
        return Err(contract(format!("ic0.{name} cannot be called from this entry point")));
    }
    Ok(())
}

/// Defines imports: `name [who may call] (caller, parameters) -> result { body }`, the body a `Result`.
macro_rules! imports {
    ($linker:ident; $($name:ident [$allowed:expr] ($caller:ident $(, $param:ident : $ty:ty)*) $(-> $result:ty)? $body:block)*) => {$(
        $linker.func_wrap("ic0", stringify!($name), |mut caller: wasmtime::Caller<'_, $crate::host::Host> $(, $param: $ty)*| {
            let $caller = &mut caller;
            $crate::imports::enter($caller, stringify!($name), $allowed)?;
            let result: wasmtime::Result<imports!(@result $($result)?)> = $body;
            result
        })?;
    )*};
    (@result) => { () };
    (@result $result:ty) => { $result };
}
pub(crate) use imports;

/// Makes the linker for modules whose addresses are of the type `I`.
pub(crate) fn link<I: Address>(engine: &wasmtime::Engine) -> wasmtime::Result<Linker<Host>> {
    let mut linker = Linker::new(engine);
    data::link::<I>(&mut linker)?;
    calls::link::<I>(&mut linker)?;
    stable::link(&mut linker)?;
    system::link::<I>(&mut linker)?;
    Ok(linker)
}

/// Makes the linker for modules with 32-bit addresses, with the forms that only they may import.
pub(crate) fn link_narrow(engine: &wasmtime::Engine) -> wasmtime::Result<Linker<Host>> {
    let mut linker = link::<u32>(engine)?;
    stable::link_legacy(&mut linker)?;
    system::link_legacy(&mut linker)?;
    Ok(linker)
}
