//! What the system interface sees and collects while one message runs.

use crate::limits::Limits;
use crate::memory::PageMap;
use crate::message::{CallerSide, Context, Entry, OutgoingCall, Response, Trap, TrapKind};
use std::sync::Arc;
use wasmtime::{Caller, Memory, ResourceLimiter};

/// Kinds of entry points as bits, for the table of who may call what. The letters are the specification's.
pub(crate) mod mode {
    pub(crate) const I: u32 = 1;
    pub(crate) const G: u32 = 1 << 1;
    pub(crate) const U: u32 = 1 << 2;
    pub(crate) const RQ: u32 = 1 << 3;
    pub(crate) const NRQ: u32 = 1 << 4;
    pub(crate) const CQ: u32 = 1 << 5;
    pub(crate) const RY: u32 = 1 << 6;
    pub(crate) const RT: u32 = 1 << 7;
    pub(crate) const CRY: u32 = 1 << 8;
    pub(crate) const CRT: u32 = 1 << 9;
    pub(crate) const C: u32 = 1 << 10;
    pub(crate) const CC: u32 = 1 << 11;
    pub(crate) const F: u32 = 1 << 12;
    pub(crate) const T: u32 = 1 << 13;
    pub(crate) const START: u32 = 1 << 14;
    pub(crate) const TQ: u32 = 1 << 15;
    /// Everything but the start function.
    pub(crate) const ALL: u32 = (START - 1) | TQ;
    pub(crate) const ALL_AND_START: u32 = ALL | START;
}

/// The state of one message in flight.
pub(crate) struct Host {
    pub(crate) memory: Option<Memory>,
    /// Where the pages of `memory` that are written are marked.
    pub(crate) marks: Option<Memory>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) call: Option<Call>,
    /// How large the module's memory may become.
    pub(crate) memory_bytes_max: u64,
    /// Set when growing memory failed, to explain a trap that follows.
    pub(crate) memory_exhausted: bool,
}

/// Everything that belongs to one message and is gone with it.
pub(crate) struct Call {
    pub(crate) mode: u32,
    pub(crate) context: Context,
    pub(crate) instructions_max: u64,
    pub(crate) stable: PageMap,
    pub(crate) reply: Vec<u8>,
    pub(crate) response: Option<Response>,
    pub(crate) pending: Option<OutgoingCall>,
    pub(crate) calls: Vec<OutgoingCall>,
    pub(crate) certified_data: Option<Vec<u8>>,
    pub(crate) global_timer: Option<u64>,
    pub(crate) cycles_accepted: u128,
    pub(crate) cycles_burned: u128,
    pub(crate) cycles_sent: u128,
    pub(crate) prints: Vec<Vec<u8>>,
    pub(crate) prints_bytes: usize,
    pub(crate) accepted: bool,
    /// Made on first use, because making it costs a signature.
    pub(crate) certificate: Option<Vec<u8>>,
}

impl Call {
    pub(crate) fn new(entry: &Entry, context: Context, instructions_max: u64, stable: PageMap) -> Call {
        Call {
            mode: mode_of(entry, context.replicated),
            context,
            instructions_max,
            stable,
            reply: Vec::new(),
            response: None,
            pending: None,
            calls: Vec::new(),
            certified_data: None,
            global_timer: None,
            cycles_accepted: 0,
            cycles_burned: 0,
            cycles_sent: 0,
            prints: Vec::new(),
            prints_bytes: 0,
            accepted: false,
            certificate: None,
        }
    }

    /// Cycles the canister could still spend in this message.
    pub(crate) fn cycles_left(&self) -> u128 {
        (self.context.balance + self.cycles_accepted).saturating_sub(self.cycles_burned + self.cycles_sent)
    }
}

fn mode_of(entry: &Entry, replicated: bool) -> u32 {
    match entry {
        Entry::Start => mode::START,
        Entry::Init | Entry::PostUpgrade => mode::I,
        Entry::PreUpgrade => mode::G,
        Entry::InspectMessage => mode::F,
        Entry::Heartbeat | Entry::GlobalTimer | Entry::LowWasmMemory => mode::T,
        Entry::Update(_) => mode::U,
        Entry::Query(_) if replicated => mode::RQ,
        Entry::Query(_) => mode::NRQ,
        Entry::CompositeQuery(_) => mode::CQ,
        Entry::Transform(_) => mode::TQ,
        Entry::Callback { side, composite, .. } => match (side, composite) {
            (CallerSide::Reply, false) => mode::RY,
            (CallerSide::Reject, false) => mode::RT,
            (CallerSide::Cleanup, false) => mode::C,
            (CallerSide::Reply, true) => mode::CRY,
            (CallerSide::Reject, true) => mode::CRT,
            (CallerSide::Cleanup, true) => mode::CC,
        },
    }
}

impl ResourceLimiter for Host {
    fn memory_growing(&mut self, _now: usize, wanted: usize, _max: Option<usize>) -> wasmtime::Result<bool> {
        let limit = self.call.as_ref().map_or(0, |call| call.context.wasm_memory_limit);
        if limit > 0 && wanted as u64 > limit {
            let message = format!("{wanted} bytes are wanted, and wasm_memory_limit is {limit}");
            return Err(wasmtime::Error::new(HostTrap(Trap { kind: TrapKind::MemoryLimit, message })));
        }
        let allowed = wanted as u64 <= self.memory_bytes_max;
        self.memory_exhausted |= !allowed;
        Ok(allowed)
    }

    fn table_growing(&mut self, _now: usize, wanted: usize, _max: Option<usize>) -> wasmtime::Result<bool> {
        Ok(wanted <= 1_000_000)
    }
}

/// A trap raised by the system interface, on its way through the engine.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", .0.message)]
pub(crate) struct HostTrap(pub(crate) Trap);

/// Makes the error that ends a message for breaking a rule.
pub(crate) fn contract(message: impl Into<String>) -> wasmtime::Error {
    wasmtime::Error::new(HostTrap(Trap { kind: TrapKind::Contract, message: message.into() }))
}

/// The call in flight; there is one whenever the module's code runs.
pub(crate) fn call<'a>(caller: &'a mut Caller<'_, Host>) -> &'a mut Call {
    caller.data_mut().call.as_mut().expect("module code runs only during a call")
}

/// Takes instructions for work that the host does.
pub(crate) fn charge(caller: &mut Caller<'_, Host>, instructions: u64) -> wasmtime::Result<()> {
    let left = caller.get_fuel()?;
    let rest = left.checked_sub(instructions);
    caller.set_fuel(rest.unwrap_or(0))?;
    if rest.is_some() { Ok(()) } else { Err(wasmtime::Trap::OutOfFuel.into()) }
}

/// Copies bytes out of the module's memory.
pub(crate) fn read(caller: &mut Caller<'_, Host>, source: u64, length: u64) -> wasmtime::Result<Vec<u8>> {
    charge(caller, length)?;
    let memory = caller.data().memory.ok_or_else(|| contract("the module has no memory"))?;
    let range = bounds(source, length, memory.data_size(&*caller))?;
    Ok(memory.data(&*caller)[range].to_vec())
}

/// Copies bytes into the module's memory.
pub(crate) fn write(caller: &mut Caller<'_, Host>, target: u64, bytes: &[u8]) -> wasmtime::Result<()> {
    charge(caller, bytes.len() as u64)?;
    if bytes.is_empty() && caller.data().memory.is_none() {
        return Ok(());
    }
    let memory = caller.data().memory.ok_or_else(|| contract("the module has no memory"))?;
    let range = bounds(target, bytes.len() as u64, memory.data_size(&*caller))?;
    if let Some(marks) = caller.data().marks {
        crate::dirty::mark(marks.data_mut(&mut *caller), &range);
    }
    memory.data_mut(&mut *caller)[range].copy_from_slice(bytes);
    Ok(())
}

/// Copies a part of some bytes into the module's memory.
pub(crate) fn copy_out(
    caller: &mut Caller<'_, Host>,
    bytes: &[u8],
    (target, offset, length): (u64, u64, u64),
) -> wasmtime::Result<()> {
    let range = bounds(offset, length, bytes.len())?;
    write(caller, target, &bytes[range])
}

fn bounds(start: u64, length: u64, available: usize) -> wasmtime::Result<std::ops::Range<usize>> {
    match start.checked_add(length) {
        Some(end) if end <= available as u64 => Ok(start as usize..end as usize),
        _ => Err(contract(format!("{length} bytes at {start} lie outside of the {available} there are"))),
    }
}
