//! A live instance of a module that can take on any image of a canister with that module.
//!
//! It remembers which image its memory reflects. Taking on another one copies only the pages in which
//! the two differ, so a warm instance costs nothing, and a fork or a query runs the same way as a call.

use crate::dirty;
use crate::host::{Call, Host, HostTrap};
use crate::limits::Limits;
use crate::memory::{PAGE_BYTES, Page, PageMap, WASM_PAGE_BYTES};
use crate::message::{CallerSide, Entry, Global, Image, Message, Outcome, Trap, TrapKind};
use crate::metering::Metering;
use crate::module::{
    GLOBAL_PREFIX, MARKS_EXPORT, MEMORY_EXPORT, MethodKind, Module, START_EXPORT, TABLE_EXPORT,
};
use std::sync::Arc;
use wasmtime::{Func, Instance, InstancePre, Memory, Ref, Store, Table, Val};

pub(crate) struct Sandbox {
    store: Store<Host>,
    instance: Instance,
    memory: Option<Memory>,
    table: Option<Table>,
    globals: Vec<wasmtime::Global>,
    /// Where the module marks the pages that it writes; without it every page is compared.
    marks: Option<Memory>,
    pub(crate) metering: Metering,
    /// What the memory holds between messages.
    loaded: PageMap,
    /// Set when the memory grew in a message that was undone: Wasm memory cannot shrink.
    spoiled: bool,
}

impl Sandbox {
    /// Makes an instance that holds the initial image.
    pub(crate) fn new(
        pre: &InstancePre<Host>,
        metering: Metering,
        globals_count: usize,
        limits: &Arc<Limits>,
        initial: Option<&PageMap>,
    ) -> wasmtime::Result<Sandbox> {
        let engine = pre.module().engine();
        let host = Host {
            memory: None,
            marks: None,
            limits: limits.clone(),
            call: None,
            memory_bytes_max: limits.wasm_memory_bytes_max,
            memory_exhausted: false,
        };
        let mut store = Store::new(engine, host);
        store.limiter(|host| host);
        store.set_fuel(u64::MAX)?;
        let instance = pre.instantiate(&mut store)?;
        let memory = instance.get_memory(&mut store, MEMORY_EXPORT);
        let marks = instance.get_memory(&mut store, MARKS_EXPORT);
        let table = instance.get_table(&mut store, TABLE_EXPORT);
        let globals = (0..globals_count)
            .map(|order| {
                let global = instance.get_global(&mut store, &format!("{GLOBAL_PREFIX}{order}"));
                global.expect("the rewritten module exports every mutable global")
            })
            .collect();
        (store.data_mut().memory, store.data_mut().marks) = (memory, marks);
        let mut sandbox = Sandbox {
            store,
            instance,
            memory,
            table,
            globals,
            marks,
            metering,
            loaded: PageMap::default(),
            spoiled: false,
        };
        sandbox.loaded = match initial {
            Some(initial) => initial.clone(),
            None => sandbox.capture(),
        };
        Ok(sandbox)
    }

    /// Reads the whole memory into pages.
    fn capture(&self) -> PageMap {
        let bytes = self.memory.map_or(&[][..], |memory| memory.data(&self.store));
        let mut map = PageMap::zeros(bytes.len() as u64);
        for (index, page) in bytes.chunks_exact(PAGE_BYTES).enumerate() {
            map.set_page(index, Page::new(page));
        }
        map
    }

    /// The memory as it is between messages.
    pub(crate) fn loaded(&self) -> &PageMap {
        &self.loaded
    }

    /// The values of the mutable globals.
    pub(crate) fn read_globals(&mut self) -> Vec<Global> {
        let globals = self.globals.clone();
        globals.iter().map(|global| from_val(&global.get(&mut self.store))).collect()
    }

    /// Tells whether this instance can become the image: it may be smaller, but not larger.
    pub(crate) fn can_take_on(&self, image: &Image) -> bool {
        !self.spoiled && self.loaded.bytes() <= image.memory.bytes()
    }

    /// Makes memory and globals those of the image.
    fn take_on(&mut self, image: &Image) -> wasmtime::Result<()> {
        if let Some(memory) = self.memory {
            let more = image.memory.bytes() - self.loaded.bytes();
            if more > 0 {
                memory.grow(&mut self.store, more / WASM_PAGE_BYTES as u64)?;
            }
            let differing = image.memory.differing_pages(&self.loaded);
            restore_pages(memory.data_mut(&mut self.store), &image.memory, &differing);
            self.loaded = image.memory.clone();
        }
        for (global, value) in self.globals.clone().iter().zip(&image.globals) {
            global.set(&mut self.store, to_val(value))?;
        }
        Ok(())
    }

    /// Runs one message on the image. With `keep`, the image it leaves is returned.
    pub(crate) fn run(&mut self, module: &Module, image: &Image, message: Message, keep: bool) -> Outcome {
        let Message { entry, context, instructions_max } = message;
        if let Err(error) = self.take_on(image) {
            self.spoiled = true;
            let trap = Trap {
                kind: TrapKind::OutOfMemory,
                message: format!("its memory could not be mapped: {error}"),
            };
            return Outcome::undone(trap, 0, Vec::new());
        }
        let call = Call::new(&entry, context, instructions_max, image.stable.clone());
        self.store.data_mut().call = Some(call);
        self.store.data_mut().memory_exhausted = false;
        let result = self.enter(module, &entry, instructions_max).map_err(|error| self.explain(&error));
        let instructions = instructions_max - self.store.get_fuel().expect("fuel is switched on");
        let call = self.store.data_mut().call.take().expect("it was put there above");
        let keep = keep && result.is_ok();
        let (memory, pages_written) = self.settle(keep);
        let needs_instance = self.spoiled;
        if let Err(trap) = result {
            let undone = Outcome::undone(trap, instructions, call.prints);
            return Outcome {
                cycles_accepted: call.cycles_accepted,
                pages_written,
                needs_instance,
                ..undone
            };
        }
        let image = keep.then(|| Image { memory, globals: self.read_globals(), stable: call.stable });
        Outcome {
            result: Ok(()),
            image,
            pages_written,
            needs_instance,
            instructions,
            response: call.response,
            calls: call.calls,
            certified_data: call.certified_data,
            global_timer: call.global_timer,
            cycles_accepted: call.cycles_accepted,
            cycles_burned: call.cycles_burned,
            prints: call.prints,
            accepted: call.accepted,
        }
    }

    fn enter(&mut self, module: &Module, entry: &Entry, instructions_max: u64) -> wasmtime::Result<()> {
        self.store.set_fuel(instructions_max)?;
        if let Entry::Callback { function, .. } = entry {
            let target = self.table_function(function.function)?;
            return if module.interface.wide_memory {
                target.typed::<u64, ()>(&self.store)?.call(&mut self.store, function.environment)
            } else {
                target.typed::<u32, ()>(&self.store)?.call(&mut self.store, function.environment as u32)
            };
        }
        let Some(export) = export_name(module, entry) else { return Ok(()) };
        let function = self.instance.get_typed_func::<(), ()>(&mut self.store, &export)?;
        function.call(&mut self.store, ())
    }

    fn table_function(&mut self, index: u64) -> wasmtime::Result<Func> {
        let table =
            self.table.ok_or_else(|| crate::host::contract("the module has no table for callbacks"))?;
        match table.get(&mut self.store, index) {
            Some(Ref::Func(Some(function))) => Ok(function),
            _ => Err(crate::host::contract(format!("the table has no function {index} for a callback"))),
        }
    }

    /// Keeps what the message wrote, or takes it back. Returns the memory as it now is.
    fn settle(&mut self, keep: bool) -> (PageMap, usize) {
        let Some(memory) = self.memory else { return (PageMap::default(), 0) };
        let grown = memory.data_size(&self.store) as u64 > self.loaded.bytes();
        if grown && !keep {
            // It cannot be taken back, so it is not looked at either: that would take as long as the memory is large.
            self.spoiled = true;
            return (self.loaded.clone(), 0);
        }
        let page_count = memory.data_size(&self.store) / PAGE_BYTES;
        let mut written = match self.marks {
            Some(marks) => dirty::take_marked(marks.data_mut(&mut self.store), page_count),
            None => (0..page_count).collect(),
        };
        // A page may not have been written, or got the bytes that it had. How many did not counts for what a message costs, and so has to be exact.
        written.retain(|&index| dirty::differs(memory.data(&self.store), &self.loaded, index));
        if keep {
            let bytes = memory.data(&self.store);
            self.loaded.grow(bytes.len() as u64);
            for &index in &written {
                self.loaded.set_page(index, Page::new(&bytes[index * PAGE_BYTES..(index + 1) * PAGE_BYTES]));
            }
        } else if !written.is_empty() {
            restore_pages(memory.data_mut(&mut self.store), &self.loaded, &written);
        }
        (self.loaded.clone(), written.len())
    }

    fn explain(&self, error: &wasmtime::Error) -> Trap {
        if let Some(HostTrap(trap)) = error.downcast_ref::<HostTrap>() {
            return trap.clone();
        }
        match error.downcast_ref::<wasmtime::Trap>() {
            Some(wasmtime::Trap::OutOfFuel) => {
                Trap { kind: TrapKind::InstructionLimit, message: "the instruction limit was reached".into() }
            }
            Some(trap) if self.store.data().memory_exhausted => Trap {
                kind: TrapKind::OutOfMemory,
                message: format!("the memory limit was reached ({trap})"),
            },
            Some(trap) => Trap { kind: TrapKind::Engine, message: trap.to_string() },
            None => Trap { kind: TrapKind::Engine, message: error.to_string() },
        }
    }

    pub(crate) fn is_spoiled(&self) -> bool {
        self.spoiled
    }
}

impl Outcome {
    /// The outcome of a message of which nothing is kept.
    pub fn undone(trap: Trap, instructions: u64, prints: Vec<Vec<u8>>) -> Outcome {
        Outcome {
            result: Err(trap),
            image: None,
            pages_written: 0,
            needs_instance: false,
            instructions,
            response: None,
            calls: Vec::new(),
            certified_data: None,
            global_timer: None,
            cycles_accepted: 0,
            cycles_burned: 0,
            prints,
            accepted: false,
        }
    }
}

fn restore_pages(memory: &mut [u8], from: &PageMap, pages: &[usize]) {
    for &index in pages {
        let target = &mut memory[index * PAGE_BYTES..(index + 1) * PAGE_BYTES];
        match from.page(index) {
            Some(page) => target.copy_from_slice(page.bytes()),
            None => target.fill(0),
        }
    }
}

/// Returns the export to call, or nothing where the module leaves an optional entry point out.
fn export_name(module: &Module, entry: &Entry) -> Option<String> {
    let system = |name: &str| module.exports_system(name).then(|| name.to_owned());
    match entry {
        Entry::Start => module.has_start().then(|| START_EXPORT.to_owned()),
        Entry::Init => system("canister_init"),
        Entry::PreUpgrade => system("canister_pre_upgrade"),
        Entry::PostUpgrade => system("canister_post_upgrade"),
        Entry::InspectMessage => system("canister_inspect_message"),
        Entry::Heartbeat => system("canister_heartbeat"),
        Entry::GlobalTimer => system("canister_global_timer"),
        Entry::LowWasmMemory => system("canister_on_low_wasm_memory"),
        Entry::Update(name) => method(module, name, MethodKind::Update, "canister_update"),
        Entry::Query(name) | Entry::Transform(name) => {
            method(module, name, MethodKind::Query, "canister_query")
        }
        Entry::CompositeQuery(name) => {
            method(module, name, MethodKind::CompositeQuery, "canister_composite_query")
        }
        Entry::Callback { side: CallerSide::Reply | CallerSide::Reject | CallerSide::Cleanup, .. } => None,
    }
}

fn method(module: &Module, name: &str, kind: MethodKind, prefix: &str) -> Option<String> {
    assert_eq!(module.method(name), Some(kind), "the caller looks the method up before it runs it");
    Some(format!("{prefix} {name}"))
}

fn from_val(value: &Val) -> Global {
    match value {
        Val::I32(value) => Global::I32(*value as u32),
        Val::I64(value) => Global::I64(*value as u64),
        Val::F32(bits) => Global::F32(*bits),
        Val::F64(bits) => Global::F64(*bits),
        Val::V128(value) => Global::V128(value.as_u128()),
        _ => unreachable!("validation refuses mutable globals that hold references"),
    }
}

fn to_val(value: &Global) -> Val {
    match value {
        Global::I32(value) => Val::I32(*value as i32),
        Global::I64(value) => Val::I64(*value as i64),
        Global::F32(bits) => Val::F32(*bits),
        Global::F64(bits) => Val::F64(*bits),
        Global::V128(value) => Val::V128((*value).into()),
    }
}
