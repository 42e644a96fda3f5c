//! The state of the machine between two blocks.

use crate::calls::{CallContext, PendingCall};
use crate::canister::Canister;
use crate::ingress::Ingress;
use crate::management::outcalls::Outcall;
use crate::queue::Queue;
use crate::secret::Secret;
use crate::slow::Slow;
use crate::trie::Trie;
use replica_api::{
    CanisterId, Codec, Digest, HashTree, Input, Principal, RequestId, RequestStatus, SenderInfo, TimeNs,
    codec_struct, digest_leaf,
};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The newest rules that this version of the program knows. Those of a state begin with [`Input::Rules`], so that
/// blocks that were made before are carried out again as they were then.
pub const RULES_NEWEST: u64 = 1;

/// How long a call that outlives its expiry is kept before it is looked at again.
const POSTPONED_NS: TimeNs = 60_000_000_000;

/// Who the replica is to its clients; it does not change while the data folder lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub root_key_der: Arc<[u8]>,
    pub node_key_der: Arc<[u8]>,
    pub subnet: Principal,
    pub node: Principal,
    /// What the keys are made from that canisters sign with.
    pub secret: Secret,
    /// Whether it stands in for the canisters of the network that tools ask for.
    pub standins: bool,
}

/// What is remembered of a call from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IngressEntry {
    pub sender: Principal,
    pub effective_canister: CanisterId,
    pub expiry: TimeNs,
    pub status: RequestStatus,
}
codec_struct!(IngressEntry { sender, effective_canister, expiry, status });

/// Everything that execution depends on. Cloning shares memory.
#[derive(Clone)]
pub struct State {
    pub identity: Arc<Identity>,
    pub height: u64,
    pub time: TimeNs,
    pub canisters: BTreeMap<CanisterId, Arc<Canister>>,
    pub platform: BTreeMap<Vec<u8>, Arc<[u8]>>,
    pub(crate) canisters_made: u64,
    pub(crate) ingress: Ingress,
    pub(crate) ingress_tree: Trie,
    pub(crate) queue: Queue,
    /// Work that goes on beside the blocks, by number.
    pub(crate) slow: BTreeMap<u64, Slow>,
    pub(crate) contexts: BTreeMap<u64, CallContext>,
    pub(crate) pending: BTreeMap<u64, PendingCall>,
    /// Requests of canisters that are under way, with their digests.
    pub(crate) outcalls: BTreeMap<u64, (Arc<Outcall>, Digest)>,
    /// What holds of the rules that came after the first version ([`RULES_NEWEST`]).
    pub(crate) rules: u64,
    /// Calls from outside that were taken since these rules hold.
    pub(crate) updates_total: u64,
    /// What is told of the senders of calls that go on.
    pub(crate) sender_infos: BTreeMap<RequestId, SenderInfo>,
    pub(crate) numbers_used: u64,
    pub(crate) heartbeat: TimeNs,
    pub(crate) random_counter: u64,
    platform_digest: OnceLock<Digest>,
}

impl State {
    /// The state before the first block.
    pub fn genesis(identity: Identity) -> State {
        State {
            identity: Arc::new(identity),
            height: 0,
            time: 0,
            canisters: BTreeMap::new(),
            platform: BTreeMap::new(),
            canisters_made: 0,
            ingress: Ingress::default(),
            ingress_tree: Trie::default(),
            queue: Queue::default(),
            slow: BTreeMap::new(),
            contexts: BTreeMap::new(),
            pending: BTreeMap::new(),
            outcalls: BTreeMap::new(),
            rules: 0,
            updates_total: 0,
            sender_infos: BTreeMap::new(),
            numbers_used: 0,
            heartbeat: 0,
            random_counter: 0,
            platform_digest: OnceLock::new(),
        }
    }

    /// Returns a canister to change it; its digests are forgotten.
    pub(crate) fn canister_mut(&mut self, id: CanisterId) -> Option<&mut Canister> {
        let canister = Arc::make_mut(self.canisters.get_mut(&id)?);
        canister.digests = Default::default();
        Some(canister)
    }

    /// Returns the id that the next canister gets. Those of the network's own, which tools ask for, are left out.
    pub fn free_canister_id(&self) -> CanisterId {
        let ids = (self.canisters_made..).map(replica_api::canister_id);
        { ids }.find(|id| !self.stands_in_for(*id)).expect("there are two of them only")
    }

    /// Whether the replica answers for this canister itself.
    pub(crate) fn stands_in_for(&self, id: CanisterId) -> bool {
        self.identity.standins && crate::standins::is_standin(id) && !self.canisters.contains_key(&id)
    }

    /// Returns the status of a call from outside, while it is remembered.
    pub fn ingress(&self, id: &RequestId) -> Option<&IngressEntry> {
        self.ingress.get(id)
    }

    pub(crate) fn set_ingress(&mut self, id: RequestId, entry: IngressEntry) {
        self.ingress_tree.insert(id, crate::tree::status_tree(&entry.status).digest());
        self.ingress.insert(id, entry);
    }

    /// Forgets calls that could not be sent again anyway.
    pub(crate) fn drop_expired_ingress(&mut self) {
        for id in self.ingress.take_expired(self.time) {
            // A call in progress is kept, however late: its caller still wants the outcome.
            if self.ingress.get(&id).is_some_and(|entry| entry.status == RequestStatus::Processing) {
                self.ingress.postpone(id, self.time + POSTPONED_NS);
                continue;
            }
            self.ingress.remove(&id);
            self.ingress_tree.remove(&id);
        }
    }

    pub(crate) fn write_platform(&mut self, key: Vec<u8>, value: Option<Arc<[u8]>>) {
        match value {
            Some(value) => self.platform.insert(key, value),
            None => self.platform.remove(&key),
        };
        self.platform_digest = OnceLock::new();
    }

    /// Returns a number never used before, for contexts and calls.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.numbers_used += 1;
        self.numbers_used
    }

    /// When the machine next has something to do by itself.
    pub fn next_wakeup(&self) -> Option<TimeNs> {
        if !self.queue.is_idle() {
            return Some(self.time);
        }
        let moving = || self.canisters.values().filter(|canister| !self.queue.is_halted(canister.id));
        let timers = moving().map(|canister| canister.facts.global_timer).filter(|&at| at > 0).min();
        let beats = moving().any(|canister| crate::execute::wants_heartbeat(canister));
        let heartbeat = beats.then_some(self.heartbeat + crate::execute::HEARTBEAT_NS);
        let deadlines = self.pending.values().map(|call| call.deadline).filter(|&at| at > 0).min();
        [timers, heartbeat, deadlines].into_iter().flatten().min()
    }

    /// Adds what there was not in the first version: without it, states are as they were then.
    fn hash_new(&self, hash: &mut Sha256) {
        hash.update([self.rules, self.updates_total].map(u64::to_le_bytes).concat());
        for (number, (_, digest)) in &self.outcalls {
            hash.update(number.to_le_bytes());
            hash.update(digest);
        }
        if !self.sender_infos.is_empty() {
            hash.update(self.sender_infos.to_bytes());
        }
    }

    /// Puts before a block's inputs that the rules of this version of the program hold, unless they do already.
    pub fn with_rules(&self, mut inputs: Vec<Input>) -> Vec<Input> {
        if self.rules < RULES_NEWEST {
            inputs.insert(0, Input::Rules { version: RULES_NEWEST });
        }
        inputs
    }

    /// Returns the digest of the full state: equal on every replica after the same blocks.
    pub fn root(&self) -> Digest {
        let mut hash = Sha256::new();
        hash.update(self.height.to_le_bytes());
        hash.update(self.time.to_le_bytes());
        hash.update(
            [self.canisters_made, self.numbers_used, self.heartbeat, self.random_counter]
                .map(u64::to_le_bytes)
                .concat(),
        );
        for canister in self.canisters.values() {
            hash.update(canister.digest());
        }
        hash.update(self.ingress_tree.digest());
        hash.update(self.queue.bytes());
        hash.update(self.contexts.to_bytes());
        hash.update(self.pending.to_bytes());
        if !self.slow.is_empty() {
            hash.update(self.slow.to_bytes());
        }
        if self.rules > 0 {
            self.hash_new(&mut hash);
        }
        hash.update(self.platform_digest.get_or_init(|| platform_digest(&self.platform)));
        hash.finalize().into()
    }
}

fn platform_digest(platform: &BTreeMap<Vec<u8>, Arc<[u8]>>) -> Digest {
    let mut hash = Sha256::new();
    for (key, value) in platform {
        hash.update(digest_leaf(key));
        hash.update(digest_leaf(value));
    }
    hash.finalize().into()
}

/// A leaf of the certified tree.
pub(crate) fn tree_leaf(bytes: impl Into<Vec<u8>>) -> HashTree {
    HashTree::Leaf(bytes.into())
}
