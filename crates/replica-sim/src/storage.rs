//! Writers on a replica whose disk fails: what was acknowledged is there, once, in order, after every crash.

use crate::{Faults, Rng, SimulatedDisk};
use replica_api::{
    Block, CallOutcome, CanisterAction, CanisterChange, IngressMessage, Input, InstallMode, KeyValueWrite,
    PlatformBatch, Principal, RequestId, canister_id,
};
use replica_core::{Effect, Identity, Secret, State, execute_block, work_off};
use replica_node::{Chain, NodeError};
use replica_store::{Folder, check_files, write_checkpoint};
use replica_wasm::{Engine, Limits};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Keeps the numbers it is given, in the order they came.
const LIST: &str = r#"(module
  (import "ic0" "msg_arg_data_copy" (func $arg (param i32 i32 i32)))
  (import "ic0" "msg_reply" (func $reply))
  (memory 1)
  (func (export "canister_update put")
    (call $arg (i32.add (i32.const 4) (i32.load (i32.const 0))) (i32.const 0) (i32.const 4))
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 4)))
    (call $reply)))"#;

const WRITERS: u64 = 6;
const STEPS: u64 = 60;
const BLOCK_NS: u64 = 20_000_000;
/// Longer than any run: no call is forgotten.
const EXPIRY_NS: u64 = 3_600_000_000_000;

/// What happened in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub acknowledged: u64,
    pub power_cuts: u64,
    pub restarts: u64,
    pub stops: u64,
    pub checkpoints: u64,
    pub flips: u64,
    /// Of blocks that nobody was told of, those that were there after all.
    pub whole_unacknowledged: u64,
    pub operations: u64,
    /// The root of the state at the end.
    pub root: [u8; 32],
}

/// Runs one seed.
///
/// # Errors
/// The property that does not hold, in words.
pub fn run(seed: u64, engine: &Arc<Engine>) -> Result<Report, String> {
    let mut world = World::new(seed, engine.clone());
    world.start(true)?;
    world.install()?;
    for _ in 0..STEPS {
        world.step()?;
    }
    world.disk.set_faults(Faults::default());
    world.recover(true)?;
    world.report.root = world.model.root();
    world.report.operations = world.disk.operations();
    Ok(world.report)
}

/// The engine that all runs may share: compiled code is the same in each.
///
/// # Panics
/// The engine cannot be set up on this machine.
pub fn engine() -> Arc<Engine> {
    Arc::new(Engine::new(Limits::default(), None).expect("the engine can be set up"))
}

struct World {
    rng: Rng,
    engine: Arc<Engine>,
    disk: SimulatedDisk,
    path: PathBuf,
    segment_bytes_max: u64,
    log_bytes_max: u64,
    faults: Faults,
    /// What runs; nothing after a stop, until it is started again.
    running: Option<(Chain, Arc<Folder>)>,
    /// The state that a machine without a disk has.
    model: State,
    /// A block that was handed in and not acknowledged.
    attempted: Option<Block>,
    /// What each writer waits for: the same until it is acknowledged.
    waiting: Vec<IngressMessage>,
    numbers: BTreeMap<RequestId, u32>,
    acknowledged: Vec<u32>,
    /// A state of which a checkpoint will be written some blocks later, as the thread beside the replica does it.
    captured: Option<State>,
    next_number: u32,
    report: Report,
}

fn identity() -> Identity {
    let id = Principal::self_authenticating;
    let (root_key_der, node_key_der) = (b"root"[..].into(), b"node"[..].into());
    let secret = Secret::from_seed(b"seed");
    let (subnet, node) = (id("subnet"), id("node"));
    Identity { root_key_der, node_key_der, subnet, node, secret, standins: true }
}

fn list() -> Principal {
    canister_id(0)
}

impl World {
    fn new(seed: u64, engine: Arc<Engine>) -> World {
        let mut rng = Rng::new(seed);
        let disk = SimulatedDisk::new(rng.number());
        let often = |rng: &mut Rng, times: u64| if rng.once_in(3) { 20 + rng.below(times) } else { 0 };
        let faults = Faults {
            write: often(&mut rng, 100),
            sync: often(&mut rng, 100),
            read: often(&mut rng, 400),
            short: if rng.once_in(2) { 2 + rng.below(10) } else { 0 },
            name: often(&mut rng, 200),
            bytes_max: if rng.once_in(4) { 30_000 + rng.below(100_000) } else { 0 },
        };
        let mut world = World {
            engine,
            disk,
            path: "/simulated".into(),
            segment_bytes_max: 300 + rng.below(6_000),
            log_bytes_max: [0, 5_000, u64::MAX][rng.below(3) as usize],
            faults,
            running: None,
            model: State::genesis(identity()),
            attempted: None,
            waiting: Vec::new(),
            numbers: BTreeMap::new(),
            acknowledged: Vec::new(),
            captured: None,
            next_number: 1,
            report: Report::default(),
            rng,
        };
        world.waiting = (0..WRITERS).map(|_| world.next_message()).collect();
        world
    }

    fn next_message(&mut self) -> IngressMessage {
        let number = self.next_number;
        self.next_number += 1;
        let mut id = [0; 32];
        id[..4].copy_from_slice(&number.to_be_bytes());
        self.numbers.insert(id, number);
        IngressMessage {
            id,
            sender: Principal::anonymous(),
            canister: list(),
            effective_canister: list(),
            method: "put".into(),
            arg: number.to_le_bytes().to_vec(),
            expiry: EXPIRY_NS,
            sender_info: None,
        }
    }

    fn install(&mut self) -> Result<(), String> {
        let module = wat::parse_str(LIST).map_err(|error| error.to_string())?;
        let change = |action| CanisterChange { canister: list(), action };
        let install =
            CanisterAction::Install { mode: InstallMode::Install, module: module.into(), arg: Vec::new() };
        let changes = vec![change(CanisterAction::Create { controllers: Vec::new() }), change(install)];
        let batch = PlatformBatch { id: [1; 32], changes, ..PlatformBatch::default() };
        self.commit(vec![Input::Platform(batch)])?;
        self.disk.set_faults(self.faults);
        // The installation is put off; a later block takes it over.
        self.commit(Vec::new())
    }

    fn step(&mut self) -> Result<(), String> {
        if self.running.is_none() {
            let power_cut = self.disk.is_off() || self.rng.once_in(2);
            return self.recover(power_cut);
        }
        match self.rng.below(20) {
            0 => self.recover(true),
            1 => self.recover(false),
            2 => {
                let operations = 1 + self.rng.below(40);
                self.disk.end_power_after(operations);
                Ok(())
            }
            3 => {
                self.captured = self.running.as_ref().map(|(chain, _)| chain.state().clone());
                Ok(())
            }
            4..6 => self.checkpoint(),
            6 if self.rng.once_in(2) => self.damage(),
            _ => {
                let inputs = self.inputs();
                self.commit(inputs)
            }
        }
    }

    /// Calls of some writers, and now and then a write of the platform's with long runs of zeros in it.
    fn inputs(&mut self) -> Vec<Input> {
        let mut inputs = Vec::new();
        for writer in 0..self.waiting.len() {
            if self.rng.once_in(3) {
                inputs.push(Input::Ingress(self.waiting[writer].clone()));
            }
        }
        if self.rng.once_in(5) {
            let mut value = vec![0; self.rng.below(4_000) as usize];
            let at = self.rng.below(value.len() as u64) as usize;
            value.iter_mut().skip(at).take(20).for_each(|byte| *byte = 7);
            let key = vec![b'k', self.rng.below(4) as u8];
            let writes = vec![KeyValueWrite { key, value: Some(value.into()) }];
            let id = self.rng.seed();
            inputs.push(Input::Platform(PlatformBatch { id, writes, ..PlatformBatch::default() }));
        }
        inputs
    }

    fn commit(&mut self, mut inputs: Vec<Input>) -> Result<(), String> {
        let mut finished = BTreeMap::new();
        for number in self.model.slow_work() {
            inputs.push(Input::Completed { number });
            if self.rng.once_in(2) {
                finished.insert(number, work_off(&self.engine, &self.model, number));
            }
        }
        let (time, seed) = (self.model.time + 1 + self.rng.below(BLOCK_NS), self.rng.seed());
        let block = Block {
            height: self.model.height + 1,
            time,
            seed,
            previous_root: self.model.root(),
            inputs: inputs.clone(),
        };
        let Some((chain, _)) = &mut self.running else { return Ok(()) };
        match chain.commit(time, seed, inputs, finished) {
            Ok(effects) => {
                execute_block(&self.engine, &mut self.model, &block);
                if chain.state().root() != self.model.root() {
                    return Err(format!("block {} has another root than without a disk", block.height));
                }
                self.acknowledge(effects)
            }
            Err(error) => {
                self.report.stops += 1;
                // It must not go on: the next attempt fails as well, with nothing said to anyone.
                if chain.commit(time, seed, Vec::new(), BTreeMap::new()).is_ok() {
                    return Err(format!("a block was made after {error}"));
                }
                (self.running, self.attempted) = (None, Some(block));
                Ok(())
            }
        }
    }

    fn acknowledge(&mut self, effects: Vec<Effect>) -> Result<(), String> {
        for effect in effects {
            let Effect::Answered { id, outcome } = effect else { continue };
            let number = self.numbers[&id];
            let outcome: CallOutcome = outcome;
            outcome.map_err(|reject| format!("{number} was rejected: {reject}"))?;
            self.took(number);
        }
        Ok(())
    }

    /// A writer has its answer, and thinks of the next number.
    fn took(&mut self, number: u32) {
        self.acknowledged.push(number);
        self.report.acknowledged += 1;
        let writer = self.waiting.iter().position(|message| message.arg == number.to_le_bytes());
        if let Some(writer) = writer {
            self.waiting[writer] = self.next_message();
        }
    }

    fn checkpoint(&mut self) -> Result<(), String> {
        let Some((chain, folder)) = &self.running else { return Ok(()) };
        let state = self.captured.take().unwrap_or_else(|| chain.state().clone());
        if write_checkpoint(folder, &state, self.log_bytes_max).is_ok() {
            self.report.checkpoints += 1;
        }
        Ok(())
    }

    /// Ends the process, with or without the power, and starts it again until it runs.
    fn recover(&mut self, power_cut: bool) -> Result<(), String> {
        (self.running, self.captured) = (None, None);
        if power_cut {
            self.report.power_cuts += 1;
            self.disk.cut_power();
        } else {
            self.report.restarts += 1;
            self.disk.restart();
        }
        // A start may fail as long as the disk does, and must leave things so that the next one does not.
        self.disk.set_faults(self.faults);
        if self.rng.once_in(4) {
            let operations = 1 + self.rng.below(60);
            self.disk.end_power_after(operations);
        }
        if self.rng.once_in(2) && self.start(false)? {
            return Ok(());
        }
        if self.disk.is_off() {
            self.disk.cut_power();
        }
        self.disk.restart();
        self.disk.set_faults(Faults::default());
        self.start(true)?;
        self.disk.set_faults(self.faults);
        Ok(())
    }

    fn open(&self) -> Result<(Chain, Arc<Folder>), NodeError> {
        let folder = Arc::new(Folder::open_on(Arc::new(self.disk.clone()), &self.path)?);
        let opened = Chain::open(&folder, identity(), self.engine.clone(), self.segment_bytes_max)?;
        // No crash damages a checkpoint that counts as written.
        match opened.damaged.into_iter().next() {
            Some(error) => Err(error.into()),
            None => Ok((opened.chain, folder)),
        }
    }

    /// Starts the replica and compares what it finds. `must` says that the disk does not fail just now.
    fn start(&mut self, must: bool) -> Result<bool, String> {
        match self.open() {
            Ok(running) => {
                self.compare(running.0.state())?;
                self.running = Some(running);
                Ok(true)
            }
            Err(error) if must => Err(format!("it does not start after a crash: {error}")),
            Err(_) => Ok(false),
        }
    }

    /// What was recovered is what was acknowledged, and the block that was not acknowledged whole or not at all.
    fn compare(&mut self, recovered: &State) -> Result<(), String> {
        if let Some(block) = self.attempted.take()
            && recovered.height == block.height
        {
            self.report.whole_unacknowledged += 1;
            let effects = execute_block(&self.engine, &mut self.model, &block);
            self.acknowledge(effects)?;
        }
        let (found, expected) = (recovered.height, self.model.height);
        if found != expected {
            return Err(format!("block {expected} was acknowledged, and block {found} is the last"));
        }
        if recovered.root() != self.model.root() {
            return Err(format!("after block {found} the root is another than that of the replay"));
        }
        let stored = stored(recovered);
        if stored != self.acknowledged {
            return Err(format!("stored are {stored:?}, acknowledged were {:?}", self.acknowledged));
        }
        Ok(())
    }

    /// Flips a bit of what is on the disk: it is named, and never taken for what was written.
    fn damage(&mut self) -> Result<(), String> {
        self.recover(false)?;
        self.disk.set_faults(Faults::default());
        self.disk.restart();
        self.checkpoint()?;
        for _ in 0..self.rng.below(4) {
            let inputs = self.inputs();
            self.commit(inputs)?;
        }
        self.running = None;
        self.disk.restart();
        let files: Vec<PathBuf> = self.disk.files().into_iter().filter(|path| holds_data(path)).collect();
        let Some(path) = self.rng.pick(&files).cloned() else { return Ok(()) };
        let before = self.disk.content(&path).unwrap_or_default();
        let (offset, bit) = (self.rng.below(before.len() as u64), self.rng.below(8) as u8);
        if !self.disk.flip(&path, offset, bit) {
            return Err(format!("{} is empty", path.display()));
        }
        self.report.flips += 1;
        let place = format!("bit {bit} at {offset} of {}", path.display());
        let checked =
            Folder::open_on(Arc::new(self.disk.clone()), &self.path).and_then(|it| check_files(&it));
        self.disk.restart();
        names(checked.map(|_| ()).map_err(|error| error.to_string()), &path, offset, &before)
            .map_err(|found| format!("{place}: a check says {found}"))?;
        // A start either finds a way around it or names it.
        match self.open() {
            Ok((chain, _)) if chain.state().root() == self.model.root() => {}
            Ok(_) => return Err(format!("{place}: it starts with another state")),
            Err(error) => names(Err(error.to_string()), &path, offset, &before)
                .map_err(|found| format!("{place}: a start says {found}"))?,
        }
        self.disk.flip(&path, offset, bit);
        self.recover(false)
    }
}

fn holds_data(path: &Path) -> bool {
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    matches!(folder, Some("log" | "checkpoints" | "pages" | "blobs"))
        && path.extension().is_none_or(|ending| ending != "unfinished")
}

/// Tells whether an error names the file, and of the log the record too.
fn names(found: Result<(), String>, path: &Path, offset: u64, before: &[u8]) -> Result<(), String> {
    let Err(error) = found else { return Err("that all is as it was written".into()) };
    let is_log = path.extension().is_some_and(|ending| ending == "log");
    let wanted = if is_log { format!("offset {}:", record_at(before, offset)) } else { String::new() };
    if error.contains(&path.display().to_string()) && error.contains(&wanted) { Ok(()) } else { Err(error) }
}

/// Where the record begins that holds an offset of a segment; 0 for its header.
fn record_at(segment: &[u8], offset: u64) -> u64 {
    let (mut at, mut next) = (0, 64);
    while next <= offset as usize && next < segment.len() {
        let length = u32::from_le_bytes(segment[next..next + 4].try_into().expect("four bytes")) as usize;
        (at, next) = (next, next + 64 + length.next_multiple_of(64));
    }
    at as u64
}

/// The numbers in the list.
fn stored(state: &State) -> Vec<u32> {
    let Some(canister) = state.canisters.get(&list()) else { return Vec::new() };
    let number = |at: u64| {
        let mut bytes = [0; 4];
        canister.image.memory.read(at, &mut bytes);
        u32::from_le_bytes(bytes)
    };
    (0..u64::from(number(0)) / 4).map(|index| number(4 + index * 4)).collect()
}
