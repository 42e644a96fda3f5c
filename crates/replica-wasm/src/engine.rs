//! Compiles modules once and keeps instances warm.

use crate::host::Host;
use crate::imports;
use crate::instance::Sandbox;
use crate::limits::Limits;
use crate::message::{Image, Message, Outcome, Trap, TrapKind};
use crate::metering::{Metering, weights};
use crate::module::{self, InvalidModuleError, Loaded, Module};
use bytes::Bytes;
use replica_api::{CanisterId, Digest};
use sha2::{Digest as _, Sha256};
use std::collections::{HashMap, VecDeque};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::{Duration, Instant};
use wasmtime::{Config, Linker};

/// Part of the cache's file names: another compiler or other settings must not find old code.
const CODE_VERSION: &str = "48-2";
const CODE_VERSION_EACH: &str = "48-1";
/// How many instances stay in memory while idle, and for how long.
const WARM_INSTANCES_MAX: usize = 256;
const WARM_FOR: Duration = Duration::from_secs(60);
/// How many modules stay ready to run.
const LOADED_MAX: usize = 256;
/// Of the host's stack, so that depth is limited alike everywhere.
const WASM_STACK_BYTES: usize = 1 << 20;

/// Why a module could not be made ready to run.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error(transparent)]
    Invalid(#[from] InvalidModuleError),
    #[error("the Wasm engine could not be set up: {0}")]
    Setup(String),
}

/// Runs messages. Shared by everything that executes: blocks, queries, forks.
pub struct Engine {
    pub limits: Arc<Limits>,
    weighted: Compiler,
    /// For blocks of old, so it is made only when there are some.
    each: OnceLock<Compiler>,
    cache: Option<PathBuf>,
    modules: Mutex<HashMap<Digest, Weak<Module>>>,
    /// Modules that are ready to run, the one that has been so for longest first.
    loaded: Mutex<VecDeque<Weak<Module>>>,
    warm: Mutex<Vec<Warm>>,
}

/// An idle instance; the list is in order of use, oldest first.
struct Warm {
    canister: CanisterId,
    module: Digest,
    sandbox: Sandbox,
    since: Instant,
}

impl Warm {
    fn fits(&self, canister: CanisterId, module: &Module, image: &Image) -> bool {
        self.canister == canister && self.module == module.hash && self.sandbox.can_take_on(image)
    }
}

impl Engine {
    /// Sets the engine up; compiled code is kept in `cache`, if one is given.
    pub fn new(limits: Limits, cache: Option<&Path>) -> Result<Engine, EngineError> {
        let setup = |error: wasmtime::Error| EngineError::Setup(format!("{error:#}"));
        Ok(Engine {
            limits: Arc::new(limits),
            weighted: Compiler::new(Metering::Weighted).map_err(setup)?,
            each: OnceLock::new(),
            cache: cache.map(Path::to_owned),
            modules: Mutex::default(),
            loaded: Mutex::default(),
            warm: Mutex::default(),
        })
    }

    /// Validates and compiles a module (`.wasm` or `.wasm.gz`), or finds it already compiled.
    pub fn load(&self, uploaded: &[u8]) -> Result<Arc<Module>, EngineError> {
        let hash: Digest = Sha256::digest(uploaded).into();
        if let Some(module) = self.known(&hash) {
            return Ok(module);
        }
        let bytes = Bytes::copy_from_slice(uploaded);
        let unpacked = unpack(&bytes, self.limits.module_bytes_max)?;
        let interface = module::inspect(&unpacked, &self.limits)?;
        let module = Arc::new(Module { hash, bytes, interface, loaded: Mutex::default() });
        self.make_ready(&module, Metering::Weighted)?;
        self.note(&module);
        Ok(module)
    }

    /// Takes up a module that was loaded before, whose bytes have this digest. Its code is loaded when it first runs.
    pub fn recall(&self, hash: Digest, bytes: Bytes) -> Result<Arc<Module>, EngineError> {
        if let Some(module) = self.known(&hash) {
            return Ok(module);
        }
        let unpacked = unpack(&bytes, self.limits.module_bytes_max)?;
        let interface = module::describe(&unpacked, &self.limits)?;
        let module = Arc::new(Module { hash, bytes, interface, loaded: Mutex::default() });
        self.note(&module);
        Ok(module)
    }

    fn known(&self, hash: &Digest) -> Option<Arc<Module>> {
        self.modules.lock().expect("no holder of this lock panics").get(hash).and_then(Weak::upgrade)
    }

    fn note(&self, module: &Arc<Module>) {
        let mut modules = self.modules.lock().expect("no holder of this lock panics");
        if modules.len() == modules.capacity() {
            modules.retain(|_, known| known.strong_count() > 0);
        }
        modules.insert(module.hash, Arc::downgrade(module));
    }

    /// Returns what it takes to run a module, and loads it if it is not in memory.
    pub(crate) fn make_ready(
        &self,
        module: &Arc<Module>,
        metering: Metering,
    ) -> Result<Arc<Loaded>, EngineError> {
        let mut place = module.loaded.lock().expect("no holder of this lock panics");
        if let Some(loaded) = place.as_ref().filter(|loaded| loaded.metering == metering) {
            return Ok(loaded.clone());
        }
        let unpacked = unpack(&module.bytes, self.limits.module_bytes_max)?;
        let compiler = self.compiler(metering)?;
        let compiled = self.compile(compiler, module.hash, &unpacked)?;
        let linker = if module.interface.wide_memory { &compiler.wide } else { &compiler.narrow };
        let refuse = |error: wasmtime::Error| {
            InvalidModuleError(format!("the module cannot be instantiated: {error:#}"))
        };
        let instance = linker.instantiate_pre(&compiled).map_err(refuse)?;
        let globals = module.interface.globals_mutable;
        let mut sandbox = Sandbox::new(&instance, metering, globals, &self.limits, None).map_err(refuse)?;
        let (initial_memory, initial_globals) = (sandbox.loaded().clone(), sandbox.read_globals());
        let loaded = Arc::new(Loaded { metering, instance, initial_memory, initial_globals });
        *place = Some(loaded.clone());
        drop(place);
        let mut ready = self.loaded.lock().expect("no holder of this lock panics");
        ready.push_back(Arc::downgrade(module));
        let oldest =
            if ready.len() > LOADED_MAX { ready.pop_front().and_then(|it| it.upgrade()) } else { None };
        drop(ready);
        if let Some(oldest) = oldest {
            let unloaded = oldest.loaded.lock().expect("no holder of this lock panics").take();
            drop(unloaded);
        }
        Ok(loaded)
    }

    /// Returns the image of a canister with this module in which no code has run yet.
    pub fn initial_image(&self, module: &Arc<Module>) -> Result<Image, EngineError> {
        Ok(self.make_ready(module, Metering::Weighted)?.initial_image())
    }

    /// Compiles a module into the cache, unless it is there: it is not compiled when somebody waits for it.
    pub fn compile_ahead(&self, module: &Module) -> Result<(), EngineError> {
        if self.code_file(&self.weighted, &module.hash).is_some_and(|file| !file.exists()) {
            let unpacked = unpack(&module.bytes, self.limits.module_bytes_max)?;
            self.compile(&self.weighted, module.hash, &unpacked)?;
        }
        Ok(())
    }

    fn compiler(&self, metering: Metering) -> Result<&Compiler, EngineError> {
        if metering == Metering::Weighted {
            return Ok(&self.weighted);
        }
        if self.each.get().is_none() {
            let made = Compiler::new(metering).map_err(|error| EngineError::Setup(format!("{error:#}")))?;
            // Another thread may have been faster.
            let _ = self.each.set(made);
        }
        Ok(self.each.get().expect("it was made above"))
    }

    /// Where the code of a module is kept.
    fn code_file(&self, compiler: &Compiler, hash: &Digest) -> Option<PathBuf> {
        let version = match compiler.metering {
            Metering::Weighted => CODE_VERSION,
            Metering::Each => CODE_VERSION_EACH,
        };
        let name = format!("{}-{version}.code", hex::encode(hash));
        self.cache.as_ref().map(|folder| folder.join(name))
    }

    fn compile(
        &self,
        compiler: &Compiler,
        hash: Digest,
        wasm: &[u8],
    ) -> Result<wasmtime::Module, EngineError> {
        let file = self.code_file(compiler, &hash);
        if let Some(file) = file.as_ref().filter(|file| file.exists()) {
            // SAFETY: the folder is the replica's own, behind its lock; the file was written by `store` below
            // from `Module::serialize`, whole (it is renamed into place), and the engine checks its version.
            let known = unsafe { wasmtime::Module::deserialize_file(&compiler.engine, file) };
            if let Ok(module) = known {
                return Ok(module);
            }
        }
        let rewritten = module::rewrite(wasm, compiler.metering == Metering::Weighted)?;
        let compiled = wasmtime::Module::new(&compiler.engine, rewritten)
            .map_err(|error| InvalidModuleError(format!("the module could not be compiled: {error:#}")))?;
        if let Some(file) = file {
            // A cache that cannot be written costs time at the next start and nothing else.
            let _ = store(&file, &compiled);
        }
        Ok(compiled)
    }

    /// Runs one message of a canister on its image; `keep` says whether the image it leaves is wanted.
    pub fn execute(
        &self,
        canister: CanisterId,
        module: &Arc<Module>,
        image: &Image,
        message: Message,
        keep: bool,
    ) -> Outcome {
        let metering = message.context.metering;
        let mut sandbox = match self.sandbox(canister, module, image, metering) {
            Ok(sandbox) => sandbox,
            Err(error) => {
                let message = format!("no instance could be made: {error:#}");
                return Outcome::undone(Trap { kind: TrapKind::OutOfMemory, message }, 0, Vec::new());
            }
        };
        let outcome = sandbox.run(module, image, message, keep);
        if !sandbox.is_spoiled() {
            self.put_back(Warm { canister, module: module.hash, sandbox, since: Instant::now() });
        }
        outcome
    }

    fn sandbox(
        &self,
        canister: CanisterId,
        module: &Arc<Module>,
        image: &Image,
        metering: Metering,
    ) -> wasmtime::Result<Sandbox> {
        let mut warm = self.warm.lock().expect("no holder of this lock panics");
        let fits = |idle: &Warm| idle.sandbox.metering == metering && idle.fits(canister, module, image);
        if let Some(index) = warm.iter().rposition(fits) {
            return Ok(warm.remove(index).sandbox);
        }
        drop(warm);
        let loaded =
            self.make_ready(module, metering).map_err(|error| wasmtime::Error::msg(error.to_string()))?;
        let globals = module.interface.globals_mutable;
        Sandbox::new(&loaded.instance, metering, globals, &self.limits, Some(&loaded.initial_memory))
    }

    /// Whether an idle instance waits for the canister's next message: to make one takes as long as its memory is large.
    pub fn is_warm(&self, canister: CanisterId, module: &Module, image: &Image) -> bool {
        let warm = self.warm.lock().expect("no holder of this lock panics");
        warm.iter().any(|idle| idle.fits(canister, module, image))
    }

    fn put_back(&self, idle: Warm) {
        let mut warm = self.warm.lock().expect("no holder of this lock panics");
        let long_idle = warm.partition_point(|other| idle.since.duration_since(other.since) > WARM_FOR);
        let full = usize::from(warm.len() >= WARM_INSTANCES_MAX);
        let dropped: Vec<Warm> = warm.drain(..long_idle.max(full)).collect();
        warm.push(idle);
        drop(warm);
        // Unmapping takes time and is done outside of the lock.
        drop(dropped);
    }

    /// Drops the warm instances of a canister (its code was replaced, or it is gone).
    pub fn forget(&self, canister: CanisterId) {
        self.warm.lock().expect("no holder of this lock panics").retain(|idle| idle.canister != canister);
    }
}

/// Wasmtime, set up for one way of metering.
struct Compiler {
    metering: Metering,
    engine: wasmtime::Engine,
    narrow: Linker<Host>,
    wide: Linker<Host>,
}

impl Compiler {
    fn new(metering: Metering) -> wasmtime::Result<Compiler> {
        let engine = wasmtime::Engine::new(&config(metering))?;
        let (narrow, wide) = (imports::link_narrow(&engine)?, imports::link::<u64>(&engine)?);
        Ok(Compiler { metering, engine, narrow, wide })
    }
}

/// Settings under which every machine computes the same.
fn config(metering: Metering) -> Config {
    let mut config = Config::new();
    if metering == Metering::Weighted {
        // The second memory has the marks of written pages.
        config.operator_cost(weights()).wasm_multi_memory(true);
    }
    config
        .consume_fuel(true)
        .cranelift_nan_canonicalization(true)
        .wasm_relaxed_simd(false)
        .wasm_memory64(true)
        .wasm_wide_arithmetic(true)
        .wasm_backtrace_max_frames(None)
        .max_wasm_stack(WASM_STACK_BYTES)
        // A file in memory for each module costs more than to copy the little that modules bring.
        .memory_init_cow(false);
    config
}

fn unpack(uploaded: &Bytes, bytes_max: usize) -> Result<Bytes, InvalidModuleError> {
    if !uploaded.starts_with(&[0x1f, 0x8b]) {
        return Ok(uploaded.clone());
    }
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&**uploaded)
        .take(bytes_max as u64 + 1)
        .read_to_end(&mut unpacked)
        .map_err(|error| InvalidModuleError(format!("the module is not whole gzip data: {error}")))?;
    Ok(unpacked.into())
}

fn store(file: &Path, compiled: &wasmtime::Module) -> Result<(), Box<dyn std::error::Error>> {
    let unfinished = file.with_extension("unfinished");
    std::fs::write(&unfinished, compiled.serialize()?)?;
    std::fs::rename(&unfinished, file)?;
    Ok(())
}
