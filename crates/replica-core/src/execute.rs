//! One block, from its inputs to the state after it.

use crate::beyond::LowMemory;
use crate::calls::{CallContext, Job, Origin, Pending};
use crate::canister::{Canister, RunState};
use crate::queue::Turn;
use crate::slow::{Finished, Memo};
use crate::state::{IngressEntry, State};
use replica_api::{
    Block, CallOutcome, CanisterId, ErrorCode, IngressMessage, Input, MANAGEMENT, Principal, Reject,
    RequestId, RequestStatus, TimeNs,
};
use replica_wasm::{Context, Engine, Entry, Limits, Message, Metering, Outcome, TrapKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What someone else has to do because of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A call from outside has ended.
    Answered { id: RequestId, outcome: CallOutcome },
    /// A batch of the platform was carried out (with the snapshots taken), or nothing of it.
    PlatformDone { id: RequestId, outcome: Result<Vec<u64>, Reject> },
    /// Work was put off, to be carried out beside the blocks ([`crate::work_off`]).
    PutOff { number: u64 },
    /// A canister that has not used much of late had a message in this block: whoever waits for it should not wait for more blocks.
    Prompt,
    /// A canister asks the web for something ([`State::outcall`]).
    Fetch { number: u64 },
}

/// About how often heartbeats run.
pub(crate) const HEARTBEAT_NS: TimeNs = 1_000_000_000;
/// Messages that run in one block; the rest waits for the next.
pub(crate) const MESSAGES_PER_BLOCK_MAX: usize = 2_000;
/// What a message costs beside its instructions, in instructions: to begin and end it, to keep a page that it wrote, to make its instance
/// anew because memory that grew cannot shrink.
const MESSAGE_COST: u64 = 80_000;
const PAGE_COST: u64 = 12_000;
const INSTANCE_COST: u64 = 2_500_000;
/// What it costs to end a message in the middle of it.
const TRAP_COST: u64 = 300_000;
/// A canister is heavy from so many bits of recent cost on, while others want something, too. All heavy ones together get so much of a block,
/// and a message of theirs no more.
const HEAVY_BITS: u64 = 24;
const HEAVY_SHARE: u64 = 300_000;
/// While others never stop wanting something, heavy ones get into each block of this multiple.
const MIXED_EVERY: u64 = 8;

/// A block in execution.
pub(crate) struct Machine<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) state: &'a mut State,
    pub(crate) block: &'a Block,
    pub(crate) effects: Vec<Effect>,
    /// What canisters are told of the time: the block's, or that of the block whose work is being completed.
    pub(crate) now: TimeNs,
    /// How long a message may run before it is put off; no message is, without.
    pub(crate) share: Option<u64>,
    /// What a message may run at most, whatever becomes of it.
    pub(crate) instructions_max: u64,
    pub(crate) memo: Memo,
    /// What the messages of this block have cost.
    pub(crate) spent: u64,
}

/// Executes a block on the state it follows.
pub fn execute_block(engine: &Engine, state: &mut State, block: &Block) -> Vec<Effect> {
    execute_block_with(engine, state, block, BTreeMap::new())
}

/// The same, with what came of work that was put off, by number. It is done again where nothing is known of it.
pub fn execute_block_with(
    engine: &Engine,
    state: &mut State,
    block: &Block,
    finished: BTreeMap<u64, Finished>,
) -> Vec<Effect> {
    let bounds = Bounds {
        share: Some(engine.limits.share_instructions_max),
        instructions_max: engine.limits.update_instructions_max,
        messages_max: MESSAGES_PER_BLOCK_MAX,
    };
    execute(engine, state, block, &bounds, finished)
}

/// What may run in a block.
pub(crate) struct Bounds {
    /// See [`Machine::share`].
    pub(crate) share: Option<u64>,
    pub(crate) instructions_max: u64,
    pub(crate) messages_max: usize,
}

/// Executes a block within bounds.
pub(crate) fn execute(
    engine: &Engine,
    state: &mut State,
    block: &Block,
    bounds: &Bounds,
    mut finished: BTreeMap<u64, Finished>,
) -> Vec<Effect> {
    assert_eq!(block.height, state.height + 1, "blocks are executed in order");
    state.height = block.height;
    state.time = state.time.max(block.time);
    let mut machine = Machine::new(engine, state, block);
    (machine.share, machine.instructions_max) = (bounds.share, bounds.instructions_max);
    machine.state.drop_expired_ingress();
    machine.state.queue.forget_use(block.time);
    machine.expire_calls();
    for input in &block.inputs {
        match input {
            Input::Ingress(message) => machine.take_ingress(message),
            Input::Platform(batch) => machine.enqueue(Job::Platform(batch.clone())),
            Input::Completed { number } => machine.complete(*number, finished.remove(number)),
            Input::Rules { version } => machine.state.rules = machine.state.rules.max(*version),
            Input::Fetched { number, outcome } => machine.take_fetched(*number, outcome.clone()),
        }
    }
    machine.run_timers();
    machine.drain(bounds.messages_max);
    let effects = machine.effects;
    state.settle_agenda();
    effects
}

impl<'a> Machine<'a> {
    pub(crate) fn new(engine: &'a Engine, state: &'a mut State, block: &'a Block) -> Machine<'a> {
        let now = state.time;
        let instructions_max = engine.limits.update_instructions_max;
        let (effects, memo) = (Vec::new(), Memo::None);
        Machine { engine, state, block, effects, now, share: None, instructions_max, memo, spent: 0 }
    }

    /// Lets messages run until nothing waits, or the block has enough.
    ///
    /// Canisters that used much get a part of the block, and seldom one of those in which others want something: they are answered once
    /// the block has ended.
    fn drain(&mut self, messages_max: usize) {
        let (mut light, mut heavy, mut heavy_cost) = (false, false, 0);
        for _ in 0..messages_max {
            let Some(turn) = self.state.queue.next() else { break };
            let is_heavy = self.state.is_heavy(&turn);
            if self.share.is_some() {
                // Before rules 2 every second block with others would do.
                let is_closed = self.state.had_heavy
                    || self.state.rules >= 2 && !self.state.height.is_multiple_of(MIXED_EVERY);
                let waits = is_heavy && (heavy_cost >= HEAVY_SHARE || light && is_closed);
                if waits || self.spent >= self.engine.limits.block_instructions_max {
                    break;
                }
            }
            let before = self.spent;
            self.spent += MESSAGE_COST;
            let Some(job) = self.state.queue.pop() else { break };
            let share = self.share;
            if is_heavy {
                self.share = share.map(|share| share.min(HEAVY_SHARE));
            }
            self.run_job(job);
            self.share = share;
            let cost = self.spent - before;
            self.charge(turn.line, cost, is_heavy);
            (light, heavy) = (light || !is_heavy, heavy || is_heavy);
            heavy_cost += if is_heavy { cost } else { 0 };
        }
        self.state.had_heavy = heavy;
        if light {
            self.effects.push(Effect::Prompt);
        }
    }

    /// Notes what a message has cost its canister. Where nothing is put off, nobody waits for others.
    pub(crate) fn charge(&mut self, line: CanisterId, cost: u64, is_heavy: bool) {
        if self.share.is_some() {
            // Of a heavy canister, less is dear.
            let whole = self.engine.limits.share_instructions_max;
            let dear = if is_heavy && self.state.rules >= 2 { HEAVY_SHARE.min(whole) } else { whole };
            self.state.queue.charge(line, cost, dear);
        }
    }

    fn take_ingress(&mut self, message: &IngressMessage) {
        let IngressMessage { id, sender, canister, effective_canister, method, arg, expiry, sender_info } =
            message.clone();
        // At most once: a repetition hears the first outcome from its status.
        if self.state.ingress.get(&id).is_some() || expiry < self.state.time {
            return;
        }
        let status = RequestStatus::Processing;
        self.state.set_ingress(id, IngressEntry { sender, effective_canister, expiry, status });
        if self.state.rules >= 1 {
            self.state.updates_total += 1;
            self.state.sender_infos.extend(sender_info.map(|info| (id, info)));
        }
        let origin = Origin::Ingress(id);
        let (caller, callee) = (sender, canister);
        self.enqueue_call(Job::Call { callee, caller, method, arg, cycles: 0, origin, deadline: 0 });
    }

    fn run_timers(&mut self) {
        let now = self.state.time;
        self.state.settle_agenda();
        for id in self.state.due_timers() {
            self.state.canister_mut(id).expect("only canisters have timers").facts.global_timer = 0;
            self.enqueue(Job::Task { canister: id, entry: Entry::GlobalTimer });
        }
        if now >= self.state.heartbeat + HEARTBEAT_NS {
            self.state.heartbeat = now;
            let beating: Vec<CanisterId> = self.state.heartbeats().collect();
            for id in beating {
                self.enqueue(Job::Task { canister: id, entry: Entry::Heartbeat });
            }
        }
    }

    pub(crate) fn run_task(&mut self, id: CanisterId, entry: Entry) {
        // It may have been stopped, or its code taken out, since it was its turn.
        let runs = |it: &Arc<Canister>| it.facts.run_state == RunState::Running && it.module.is_some();
        if !self.state.canisters.get(&id).is_some_and(runs) {
            return;
        }
        if entry == Entry::LowWasmMemory {
            let canister = self.state.canister_mut(id).expect("looked up above");
            // What made it due may have been taken back since.
            if canister.beyond.low_memory != LowMemory::Due {
                return;
            }
            canister.beyond.low_memory = LowMemory::Done;
        }
        let context = CallContext {
            canister: id,
            caller: MANAGEMENT,
            origin: Origin::System,
            answered: false,
            outstanding: 0,
            cycles_available: 0,
            instructions: 0,
            deadline: 0,
        };
        self.begin(context, entry, [].into());
    }

    /// Runs one message of a context and commits what it leaves. Returns nothing, and leaves nothing, if its share of the block is not
    /// enough for it.
    pub(crate) fn run_message(&mut self, number: u64, pending: &Pending) -> Option<Outcome> {
        let call_context = self.state.contexts[&number].clone();
        let canister = &self.state.canisters[&call_context.canister];
        let context = Context {
            arg: pending.arg.clone(),
            reject: pending.reject.clone(),
            deadline: call_context.deadline,
            answered: call_context.answered || call_context.origin == Origin::System,
            cycles_available: call_context.cycles_available,
            cycles_refunded: pending.refund,
            instructions_before: call_context.instructions,
            call_slots: self.call_slots(call_context.canister),
            sender_info: self.state.sender_info(&call_context.origin).cloned(),
            ..surroundings(self.state, self.now, canister, call_context.caller)
        };
        let wasm_memory_limit = match pending.entry {
            Entry::Update(_) => self.memory_limit(call_context.canister),
            _ => 0,
        };
        let context = Context { wasm_memory_limit, ..context };
        let whole = self.instructions_max;
        let instructions_max = self.share.map_or(whole, |share| share.min(whole));
        let message = Message { entry: pending.entry.clone(), context, instructions_max };
        let keep = !matches!(pending.entry, Entry::Query(_));
        let mut outcome = self.outcome_of(call_context.canister, message, keep);
        let ended = outcome.result.as_ref().err().map(|trap| trap.kind);
        if instructions_max < whole && ended == Some(TrapKind::InstructionLimit) {
            return None;
        }
        self.keep(call_context.canister, &mut outcome, keep);
        let context = self.state.contexts.get_mut(&number).expect("nothing closes a context while it runs");
        context.instructions += outcome.instructions;
        context.cycles_available = context.cycles_available.saturating_sub(outcome.cycles_accepted);
        Some(outcome)
    }

    /// Runs a message on a canister's image and keeps the results in the state.
    pub(crate) fn execute(&mut self, id: CanisterId, message: Message) -> Outcome {
        let mut outcome = self.outcome_of(id, message, true);
        self.keep(id, &mut outcome, true);
        outcome
    }

    /// Runs a message of which only the outcome, what was printed and what it cost stay.
    pub(crate) fn execute_in_vain(&mut self, id: CanisterId, message: Message) -> Outcome {
        let mut outcome = self.outcome_of(id, message, false);
        self.keep(id, &mut outcome, false);
        outcome
    }

    fn outcome_of(&mut self, id: CanisterId, message: Message, keep: bool) -> Outcome {
        let known = match &mut self.memo {
            Memo::Known(outcomes) => outcomes.pop_front(),
            _ => None,
        };
        let outcome = known.unwrap_or_else(|| {
            let canister = &self.state.canisters[&id];
            let module = canister.module.clone().expect("callers look for the module first");
            let image = canister.image.clone();
            self.engine.execute(id, &module, &image, message, keep)
        });
        self.spent += cost(&outcome);
        if let Memo::Recording(outcomes) = &mut self.memo {
            outcomes.push(outcome.clone());
        }
        outcome
    }

    /// Counts work of the replica itself to what the block's messages have run.
    pub(crate) fn spend(&mut self, instructions: u64) {
        self.spent += instructions;
    }

    fn keep(&mut self, id: CanisterId, outcome: &mut Outcome, keep: bool) {
        let time = self.now;
        let canister = self.state.canister_mut(id).expect("callers look for the canister first");
        commit(canister, outcome, &self.engine.limits, time, keep);
        if keep {
            self.watch_memory(id);
        }
    }

    /// How much memory a canister wants to have at most; 0 if it does not say.
    pub(crate) fn memory_limit(&self, id: CanisterId) -> u64 {
        let limit = self.state.canisters[&id].facts.wasm_memory_limit;
        if self.state.rules >= 1 { u64::try_from(limit).unwrap_or(u64::MAX) } else { 0 }
    }

    /// Has a canister hear, before its next message, that its memory runs out.
    pub(crate) fn watch_memory(&mut self, id: CanisterId) {
        let cares = |it: &Arc<Canister>| it.facts.wasm_memory_threshold > 0 || !it.beyond.is_default();
        if self.state.rules == 0 || !self.state.canisters.get(&id).is_some_and(cares) {
            return;
        }
        let canister = self.state.canister_mut(id).expect("looked up above");
        if canister.note_memory_left(&self.engine.limits) {
            self.state.queue.push_first(id, Job::Task { canister: id, entry: Entry::LowWasmMemory });
        }
    }
}

impl State {
    /// Whether a canister makes way for others.
    fn is_heavy(&self, turn: &Turn) -> bool {
        let idle_count = self.rules < 2;
        turn.spent_bits >= HEAVY_BITS && self.queue.is_shared(idle_count)
    }

    /// Whether a message waits of a canister that does not make way for others.
    pub fn has_light_work(&self) -> bool {
        self.queue.next().is_some_and(|turn| !self.is_heavy(&turn))
    }
}

fn cost(outcome: &Outcome) -> u64 {
    let pages = PAGE_COST * outcome.pages_written as u64;
    let trap = if outcome.result.is_err() { TRAP_COST } else { 0 };
    outcome.instructions + pages + trap + if outcome.needs_instance { INSTANCE_COST } else { 0 }
}

fn commit(canister: &mut Canister, outcome: &mut Outcome, limits: &Limits, time: TimeNs, keep: bool) {
    canister.facts.instructions_total += outcome.instructions;
    let trap = outcome.result.as_ref().err().map(|trap| format!("[TRAP]: {}", trap.message).into_bytes());
    canister.log(limits, time, std::mem::take(&mut outcome.prints).into_iter().chain(trap));
    canister.facts.cycles += outcome.cycles_accepted;
    if !keep || outcome.result.is_err() {
        return;
    }
    if let Some(image) = outcome.image.take() {
        canister.image = image;
    }
    if let Some(data) = outcome.certified_data.take() {
        canister.facts.certified_data = data;
    }
    if let Some(at) = outcome.global_timer {
        canister.facts.global_timer = at;
    }
    let sent: u128 = outcome.calls.iter().map(|call| call.cycles).sum();
    canister.facts.cycles = canister.facts.cycles.saturating_sub(sent + outcome.cycles_burned);
    canister.facts.version += 1;
}

pub(crate) fn wants_heartbeat(canister: &Canister) -> bool {
    canister.facts.run_state == RunState::Running
        && canister.module.as_ref().is_some_and(|module| module.exports_system("canister_heartbeat"))
}

/// What the system interface tells a canister about itself.
pub(crate) fn surroundings(state: &State, time: TimeNs, canister: &Canister, caller: Principal) -> Context {
    let metering = if state.rules >= 2 { Metering::Weighted } else { Metering::Each };
    Context { replicated: true, metering, ..view(&state.identity, time, canister, caller) }
}

/// The same for a query, which knows no more of the state than its canister.
pub(crate) fn view(
    identity: &crate::Identity,
    time: TimeNs,
    canister: &Canister,
    caller: Principal,
) -> Context {
    Context {
        metering: Metering::Weighted,
        canister: canister.id,
        caller,
        arg: [].into(),
        reject: None,
        method: String::new(),
        time,
        deadline: 0,
        replicated: false,
        answered: false,
        cycles_available: 0,
        cycles_refunded: 0,
        balance: canister.facts.cycles,
        version: canister.facts.version,
        status: canister.facts.run_state as u32 + 1,
        controllers: canister.facts.controllers.clone().into(),
        environment_variables: canister.facts.environment_variables.clone().into(),
        data_certificate: None,
        root_key: identity.root_key_der.clone(),
        subnet: identity.subnet,
        instructions_before: 0,
        global_timer: canister.facts.global_timer,
        call_slots: usize::MAX,
        wasm_memory_limit: 0,
        sender_info: None,
    }
}

/// Decides whether a call from outside may enter a block at all. Nothing of the canister changes.
pub fn inspect_ingress(
    engine: &Engine,
    identity: &crate::Identity,
    time: TimeNs,
    canister: Option<&Canister>,
    message: &IngressMessage,
) -> Result<(), Reject> {
    if message.canister == MANAGEMENT {
        return Ok(());
    }
    let id = message.canister;
    let Some(canister) = canister else {
        if identity.standins && crate::standins::is_standin(id) {
            return Ok(());
        }
        return Err(Reject::new(ErrorCode::CanisterNotFound, format!("Canister {id} not found")));
    };
    let Some(module) = &canister.module else { return Err(crate::calls::no_module(id)) };
    if !module.exports_system("canister_inspect_message") || canister.facts.run_state != RunState::Running {
        return Ok(());
    }
    let context = Context {
        arg: message.arg.clone().into(),
        method: message.method.clone(),
        sender_info: message.sender_info.clone(),
        ..view(identity, time, canister, message.sender)
    };
    let entry = Entry::InspectMessage;
    let message = Message { entry, context, instructions_max: engine.limits.inspect_instructions_max };
    let outcome = engine.execute(id, module, &canister.image, message, false);
    match outcome.result {
        Err(trap) => Err(trap.to_reject(id)),
        Ok(()) if outcome.accepted => Ok(()),
        Ok(()) => Err(Reject::new(
            ErrorCode::CanisterRejectedMessage,
            format!("Canister {id} rejected the message"),
        )),
    }
}
