//! The state of the machine between two blocks.

use crate::calls::{CallContext, PendingCall};
use crate::canister::Canister;
use crate::chunk_map::ChunkMap;
use crate::ingress::Ingress;
use crate::management::outcalls::Outcall;
use crate::queue::Queue;
use crate::secret::Secret;
use crate::slow::Slow;
use bytes::Bytes;
use replica_api::{
    CanisterId, Codec, Digest, HashTree, Input, Principal, RequestId, RequestStatus, SenderInfo, TimeNs,
    codec_struct, digest_leaf,
};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The newest rules that this version of the program knows. Those of a state begin with [`Input::Rules`], so that
/// blocks that were made before are carried out again as they were then.
pub const RULES_NEWEST: u64 = 2;

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

/// Bytes that the platform keeps, and their digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub bytes: Bytes,
    pub(crate) digest: Digest,
}

/// Everything that execution depends on. Cloning shares memory.
#[derive(Clone)]
pub struct State {
    pub identity: Arc<Identity>,
    pub height: u64,
    pub time: TimeNs,
    pub canisters: ChunkMap<CanisterId, Arc<Canister>>,
    pub platform: ChunkMap<Vec<u8>, Entry>,
    pub(crate) canisters_made: u64,
    pub(crate) ingress: Ingress,
    pub(crate) queue: Queue,
    /// Work that goes on beside the blocks, by number.
    pub(crate) slow: BTreeMap<u64, Slow>,
    pub(crate) contexts: ChunkMap<u64, CallContext>,
    pub(crate) pending: ChunkMap<u64, PendingCall>,
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
    /// Whether the last block had messages of canisters that have used much, while others wanted something, too.
    pub(crate) had_heavy: bool,
    agenda: Agenda,
}

/// What follows from the rest of the state, kept so that a block need not look at every canister and call.
#[derive(Clone, Default)]
struct Agenda {
    /// Canisters that may have changed since this was last brought up to date.
    touched: BTreeSet<CanisterId>,
    /// When the timers go off, of the canisters that have set one.
    timers: BTreeMap<CanisterId, TimeNs>,
    heartbeats: BTreeSet<CanisterId>,
    /// Calls that are not waited for for ever.
    deadlines: BTreeSet<(TimeNs, u64)>,
    open: BTreeMap<CanisterId, Open>,
}

/// What a canister has begun and not ended.
#[derive(Clone, Copy, Default)]
struct Open {
    contexts: usize,
    calls: usize,
}

impl State {
    /// The state before the first block.
    pub fn genesis(identity: Identity) -> State {
        State {
            identity: Arc::new(identity),
            height: 0,
            time: 0,
            canisters: ChunkMap::default(),
            platform: ChunkMap::default(),
            canisters_made: 0,
            ingress: Ingress::default(),
            queue: Queue::default(),
            slow: BTreeMap::new(),
            contexts: ChunkMap::default(),
            pending: ChunkMap::default(),
            outcalls: BTreeMap::new(),
            rules: 0,
            updates_total: 0,
            sender_infos: BTreeMap::new(),
            numbers_used: 0,
            heartbeat: 0,
            random_counter: 0,
            had_heavy: false,
            agenda: Agenda::default(),
        }
    }

    /// Returns a canister to change it; its digests are forgotten.
    pub(crate) fn canister_mut(&mut self, id: CanisterId) -> Option<&mut Canister> {
        let canister = Arc::make_mut(self.canisters.get_mut(&id)?);
        canister.digests = Default::default();
        self.agenda.touched.insert(id);
        Some(canister)
    }

    /// Puts a canister in, in place of the one with its id.
    pub(crate) fn put_canister(&mut self, canister: Arc<Canister>) {
        self.agenda.touched.insert(canister.id);
        self.canisters.insert(canister.id, canister);
    }

    pub(crate) fn remove_canister(&mut self, id: CanisterId) {
        self.agenda.touched.insert(id);
        self.canisters.remove(&id);
    }

    /// Notes what the canisters that changed have to do by themselves.
    pub(crate) fn settle_agenda(&mut self) {
        for id in std::mem::take(&mut self.agenda.touched) {
            let canister = self.canisters.get(&id);
            match canister.map_or(0, |canister| canister.facts.global_timer) {
                0 => self.agenda.timers.remove(&id),
                at => self.agenda.timers.insert(id, at),
            };
            if canister.is_some_and(|canister| crate::execute::wants_heartbeat(canister)) {
                self.agenda.heartbeats.insert(id);
            } else {
                self.agenda.heartbeats.remove(&id);
            }
        }
    }

    /// The canisters whose timers have gone off, and those with a heartbeat, except where somebody works on them beside the blocks.
    pub(crate) fn due_timers(&self) -> Vec<CanisterId> {
        let due =
            self.agenda.timers.iter().filter(|(id, at)| **at <= self.time && !self.queue.is_halted(**id));
        due.map(|(id, _)| *id).collect()
    }

    pub(crate) fn heartbeats(&self) -> impl Iterator<Item = CanisterId> {
        self.agenda.heartbeats.iter().copied().filter(|id| !self.queue.is_halted(*id))
    }

    /// When the next timer goes off.
    pub(crate) fn next_timer(&self) -> Option<TimeNs> {
        let moving = self.agenda.timers.iter().filter(|(id, _)| !self.queue.is_halted(**id));
        moving.map(|(_, at)| *at).min()
    }

    pub(crate) fn open_context(&mut self, number: u64, context: CallContext) {
        self.agenda.open.entry(context.canister).or_default().contexts += 1;
        self.contexts.insert(number, context);
    }

    pub(crate) fn close_context(&mut self, number: u64) -> Option<CallContext> {
        let context = self.contexts.remove(&number)?;
        self.change_open(context.canister, |open| open.contexts -= 1);
        Some(context)
    }

    /// Whether a canister works on a call.
    pub(crate) fn has_contexts(&self, canister: CanisterId) -> bool {
        self.agenda.open.get(&canister).is_some_and(|open| open.contexts > 0)
    }

    pub(crate) fn open_call(&mut self, number: u64, caller: CanisterId, call: PendingCall) {
        self.agenda.open.entry(caller).or_default().calls += 1;
        if call.deadline > 0 {
            self.agenda.deadlines.insert((call.deadline, number));
        }
        self.pending.insert(number, call);
    }

    /// Ends a call of a canister, unless it has ended.
    pub(crate) fn take_call(&mut self, number: u64) -> Option<PendingCall> {
        let call = self.pending.remove(&number)?;
        self.agenda.deadlines.remove(&(call.deadline, number));
        if let Some(canister) = self.contexts.get(&call.context).map(|context| context.canister) {
            self.change_open(canister, |open| open.calls -= 1);
        }
        Some(call)
    }

    fn change_open(&mut self, canister: CanisterId, change: impl FnOnce(&mut Open)) {
        let Some(open) = self.agenda.open.get_mut(&canister) else { return };
        change(open);
        if open.contexts == 0 && open.calls == 0 {
            self.agenda.open.remove(&canister);
        }
    }

    /// How many calls of a canister are open.
    pub(crate) fn open_calls(&self, canister: CanisterId) -> usize {
        self.agenda.open.get(&canister).map_or(0, |open| open.calls)
    }

    /// Takes the calls whose time is over, in the order of their numbers. Each is told so once.
    pub(crate) fn take_late_calls(&mut self) -> BTreeSet<u64> {
        let later = self.agenda.deadlines.split_off(&(self.time + 1, 0));
        let late = std::mem::replace(&mut self.agenda.deadlines, later);
        let numbers: BTreeSet<u64> = late.into_iter().map(|(_, number)| number).collect();
        for number in &numbers {
            if let Some(call) = self.pending.get_mut(number) {
                call.deadline = 0;
            }
        }
        numbers
    }

    /// Makes the agenda of a state that was read.
    pub(crate) fn make_agenda(&mut self) {
        self.agenda = Agenda { touched: self.canisters.keys().copied().collect(), ..Agenda::default() };
        self.settle_agenda();
        for context in self.contexts.values() {
            self.agenda.open.entry(context.canister).or_default().contexts += 1;
        }
        for (number, call) in self.pending.iter() {
            if call.deadline > 0 {
                self.agenda.deadlines.insert((call.deadline, *number));
            }
            if let Some(context) = self.contexts.get(&call.context) {
                self.agenda.open.entry(context.canister).or_default().calls += 1;
            }
        }
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
        self.ingress.insert(id, entry);
    }

    /// Forgets calls that could not be sent again anyway.
    pub(crate) fn drop_expired_ingress(&mut self) {
        self.ingress.begin_batch();
        for id in self.ingress.take_expired(self.time) {
            // A call in progress is kept, however late: its caller still wants the outcome.
            if self.ingress.get(&id).is_some_and(|entry| entry.status == RequestStatus::Processing) {
                self.ingress.postpone(id, self.time + POSTPONED_NS);
                continue;
            }
            self.ingress.remove(&id);
        }
    }

    pub(crate) fn write_platform(&mut self, key: Vec<u8>, value: Option<Arc<[u8]>>) {
        match value {
            Some(value) => {
                let digest = digest_leaf(&value);
                self.platform.insert(key, Entry { bytes: Bytes::from_owner(value), digest })
            }
            None => self.platform.remove(&key),
        };
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
        let heartbeat = self.heartbeats().next().map(|_| self.heartbeat + crate::execute::HEARTBEAT_NS);
        let deadline = self.agenda.deadlines.first().map(|(deadline, _)| *deadline);
        [self.next_timer(), heartbeat, deadline].into_iter().flatten().min()
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
        hash.update([u8::from(self.had_heavy)]);
        hash.update(self.canisters.digest(|_, canister| canister.digest().to_vec()));
        hash.update(self.ingress.calls.digest());
        hash.update(self.queue.digest());
        hash.update(self.contexts.digest(|number, context| [number.to_bytes(), context.to_bytes()].concat()));
        hash.update(self.pending.digest(|number, call| [number.to_bytes(), call.to_bytes()].concat()));
        hash.update(self.slow.to_bytes());
        hash.update(self.platform.digest(|key, value| [digest_leaf(key), value.digest].concat()));
        self.hash_new(&mut hash);
        hash.finalize().into()
    }
}

/// A leaf of the certified tree.
pub(crate) fn tree_leaf(bytes: impl Into<Vec<u8>>) -> HashTree {
    HashTree::Leaf(bytes.into())
}
