//! One canister: its code, its data, and the facts kept about it.

use replica_api::{
    CanisterId, Codec, Digest, LogRecord, Principal, SnapshotId, TimeNs, codec_enum, codec_struct,
};
use replica_wasm::{Image, Limits, Module, PageMap};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::beyond::{Beyond, SnapshotBeyond};
use crate::calls::Origin;
use crate::chunk_map::Ring;

const HISTORY_MAX: usize = 100;

/// Whether calls are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    Running,
    Stopping,
    Stopped,
}
codec_enum!(RunState { 1 => Running, 2 => Stopping, 3 => Stopped });

/// A change of code or control, as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub time: TimeNs,
    pub version: u64,
    pub by: Principal,
    pub what: String,
    pub module_hash: Option<Digest>,
}
codec_struct!(Change { time, version, by, what, module_hash });

/// Everything about a canister that is neither code nor memory.
#[derive(Clone, Debug)]
pub struct Facts {
    pub controllers: Vec<Principal>,
    pub run_state: RunState,
    pub cycles: u128,
    pub version: u64,
    pub created: TimeNs,
    pub installed: TimeNs,
    pub certified_data: Vec<u8>,
    pub global_timer: TimeNs,
    pub instructions_total: u64,
    pub logs: Ring<LogRecord>,
    pub logs_next: u64,
    pub history: Ring<Change>,
    pub history_total: u64,
    pub environment_variables: Vec<(String, String)>,
    pub logs_public: bool,
    pub freezing_threshold: u128,
    pub wasm_memory_limit: u128,
    pub wasm_memory_threshold: u128,
    pub(crate) stop_waiters: Vec<Origin>,
    pub snapshots_next: SnapshotId,
}
codec_struct!(Facts {
    controllers,
    run_state,
    cycles,
    version,
    created,
    installed,
    certified_data,
    global_timer,
    instructions_total,
    logs,
    logs_next,
    history,
    history_total,
    environment_variables,
    logs_public,
    freezing_threshold,
    wasm_memory_limit,
    wasm_memory_threshold,
    stop_waiters,
    snapshots_next,
});

/// Code and state, kept together.
#[derive(Clone)]
pub struct Snapshot {
    pub time: TimeNs,
    pub module: Option<Arc<Module>>,
    pub image: Image,
    pub certified_data: Vec<u8>,
    /// The canister's version when it was taken; 0 where it was uploaded.
    pub version: u64,
    /// Of one that is being uploaded: the bytes of its module, as far as they are there.
    pub upload: Option<PageMap>,
    /// None in those of the first version: what it would hold was not kept then.
    pub beyond: Option<SnapshotBeyond>,
}

/// A canister. Cloning shares its memory.
#[derive(Clone)]
pub struct Canister {
    pub id: CanisterId,
    pub facts: Facts,
    pub module: Option<Arc<Module>>,
    pub image: Image,
    pub snapshots: BTreeMap<SnapshotId, Arc<Snapshot>>,
    /// Pieces of modules that are too large for one message, by their SHA-256.
    pub chunks: BTreeMap<Digest, Arc<[u8]>>,
    /// Only the platform changes it: its controllers are known to its program, and can read about it.
    /// Beside [`Facts`], so that states from before there was such a thing keep their roots.
    pub managed: bool,
    pub beyond: Beyond,
    pub(crate) digests: Digests,
}

/// Digests that hold until the canister is touched.
#[derive(Default)]
pub(crate) struct Digests {
    whole: OnceLock<Digest>,
    pub(crate) certified: OnceLock<Digest>,
}

impl Clone for Digests {
    fn clone(&self) -> Digests {
        // Whoever clones a canister is about to change it.
        Digests::default()
    }
}

impl Canister {
    pub(crate) fn new(id: CanisterId, controllers: Vec<Principal>, cycles: u128, time: TimeNs) -> Canister {
        let facts = Facts {
            controllers,
            run_state: RunState::Running,
            cycles,
            version: 0,
            created: time,
            installed: 0,
            certified_data: Vec::new(),
            global_timer: 0,
            instructions_total: 0,
            logs: Ring::default(),
            logs_next: 0,
            history: Ring::default(),
            history_total: 0,
            environment_variables: Vec::new(),
            logs_public: false,
            freezing_threshold: 2_592_000,
            wasm_memory_limit: 0,
            wasm_memory_threshold: 0,
            stop_waiters: Vec::new(),
            snapshots_next: 1,
        };
        let (module, image, snapshots) = (None, Image::default(), BTreeMap::new());
        let (chunks, managed, digests) = (BTreeMap::new(), false, Digests::default());
        let beyond = Beyond::default();
        Canister { id, facts, module, image, snapshots, chunks, managed, beyond, digests }
    }

    pub(crate) fn is_controller(&self, id: Principal) -> bool {
        self.facts.controllers.contains(&id)
    }

    /// Keeps what was printed, the newest of it if there is too much.
    pub(crate) fn log(&mut self, limits: &Limits, time: TimeNs, lines: impl IntoIterator<Item = Vec<u8>>) {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_none() {
            return;
        }
        for content in lines {
            self.facts.logs.push_back(LogRecord { index: self.facts.logs_next, time, content });
            self.facts.logs_next += 1;
        }
        let mut bytes: usize = self.facts.logs.iter().map(|record| record.content.len()).sum();
        while self.facts.logs.len() > limits.log_records_max
            || (bytes > limits.log_bytes_max && self.facts.logs.len() > 1)
        {
            bytes -= self.facts.logs.pop_front().map_or(0, |record| record.content.len());
        }
    }

    pub(crate) fn note_change(&mut self, time: TimeNs, by: Principal, what: &str) {
        self.facts.version += 1;
        let module_hash = self.module.as_ref().map(|module| module.hash);
        let change = Change { time, version: self.facts.version, by, what: what.to_owned(), module_hash };
        self.facts.history.push_back(change);
        self.facts.history_total += 1;
        if self.facts.history.len() > HISTORY_MAX {
            self.facts.history.pop_front();
        }
    }

    /// Returns the digest of everything in the canister.
    pub fn digest(&self) -> Digest {
        *self.digests.whole.get_or_init(|| {
            let mut hash = Sha256::new();
            hash.update(self.id.as_slice());
            hash.update(self.facts.logs.digest());
            hash.update(self.facts.history.digest());
            let (logs, history) = (Ring::default(), Ring::default());
            hash.update(Facts { logs, history, ..self.facts.clone() }.to_bytes());
            hash_code_and_data(&mut hash, self.module.as_ref(), &self.image);
            for (number, snapshot) in &self.snapshots {
                hash.update(number.to_le_bytes());
                hash_code_and_data(&mut hash, snapshot.module.as_ref(), &snapshot.image);
                if let Some(upload) = &snapshot.upload {
                    hash.update(upload.digest());
                }
                if let Some(beyond) = &snapshot.beyond {
                    hash_beyond(&mut hash, beyond);
                }
            }
            if self.managed {
                hash.update(b"managed");
            }
            for chunk in self.chunks.keys() {
                hash.update(b"chunk");
                hash.update(chunk);
            }
            if !self.beyond.is_default() {
                hash.update(b"beyond");
                hash.update(self.beyond.to_bytes());
            }
            hash.finalize().into()
        })
    }
}

fn hash_beyond(hash: &mut Sha256, beyond: &SnapshotBeyond) {
    hash.update((beyond.global_timer, beyond.low_memory).to_bytes());
    beyond.chunks.keys().for_each(|chunk| hash.update(chunk));
}

fn hash_code_and_data(hash: &mut Sha256, module: Option<&Arc<Module>>, image: &Image) {
    hash.update(module.map_or([0; 32], |module| module.hash));
    hash.update(image.memory.digest());
    hash.update(image.globals.to_bytes());
    hash.update(image.stable.digest());
}
