//! One block, from its inputs to the state after it.

use crate::calls::{CallContext, Job, Origin};
use crate::canister::{Canister, RunState};
use crate::state::{IngressEntry, State};
use replica_api::{
    Block, CallOutcome, CanisterId, ErrorCode, IngressMessage, Input, MANAGEMENT, Principal, Reject,
    RequestId, RequestStatus, TimeNs,
};
use replica_wasm::{Context, Engine, Entry, Limits, Message, Outcome};
use std::sync::Arc;

/// What someone else has to do because of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A call from outside has ended.
    Answered { id: RequestId, outcome: CallOutcome },
    /// A batch of the platform was carried out (with the snapshots taken), or nothing of it.
    PlatformDone { id: RequestId, outcome: Result<Vec<u64>, Reject> },
}

/// About how often heartbeats run.
pub(crate) const HEARTBEAT_NS: TimeNs = 1_000_000_000;
/// Messages of canisters to each other that run in one block; the rest waits for the next.
pub(crate) const MESSAGES_PER_BLOCK_MAX: usize = 2_000;

/// A block in execution.
pub(crate) struct Machine<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) state: &'a mut State,
    pub(crate) block: &'a Block,
    pub(crate) effects: Vec<Effect>,
}

/// Executes a block on the state it follows.
pub fn execute_block(engine: &Engine, state: &mut State, block: &Block) -> Vec<Effect> {
    execute(engine, state, block, MESSAGES_PER_BLOCK_MAX)
}

/// Executes a block in which at most so many messages run beside its inputs.
pub(crate) fn execute(engine: &Engine, state: &mut State, block: &Block, messages_max: usize) -> Vec<Effect> {
    assert_eq!(block.height, state.height + 1, "blocks are executed in order");
    state.height = block.height;
    state.time = state.time.max(block.time);
    let mut machine = Machine { engine, state, block, effects: Vec::new() };
    machine.state.drop_expired_ingress();
    machine.expire_calls();
    for input in &block.inputs {
        match input {
            Input::Ingress(message) => machine.take_ingress(message),
            Input::Platform(batch) => machine.run_platform(batch),
        }
        // Each call runs to its first wait before the next begins, so a block reads like its log.
        machine.drain(1);
    }
    machine.run_timers();
    machine.drain(messages_max);
    machine.effects
}

impl Machine<'_> {
    fn drain(&mut self, messages_max: usize) {
        for _ in 0..messages_max {
            let Some(job) = self.state.queue.pop_front() else { break };
            self.run_job(job);
        }
    }

    fn take_ingress(&mut self, message: &IngressMessage) {
        let IngressMessage { id, sender, canister, effective_canister, method, arg, expiry } =
            message.clone();
        // At most once: a repetition hears the first outcome from its status.
        if self.state.ingress.get(&id).is_some() || expiry < self.state.time {
            return;
        }
        let status = RequestStatus::Processing;
        self.state.set_ingress(id, IngressEntry { sender, effective_canister, expiry, status });
        let origin = Origin::Ingress(id);
        let (caller, callee) = (sender, canister);
        self.state.queue.push_back(Job::Call { callee, caller, method, arg, cycles: 0, origin, deadline: 0 });
    }

    fn run_timers(&mut self) {
        let now = self.state.time;
        let due: Vec<CanisterId> = self
            .state
            .canisters
            .values()
            .filter(|canister| (1..=now).contains(&canister.facts.global_timer))
            .map(|canister| canister.id)
            .collect();
        for id in due {
            let canister = self.state.canister_mut(id).expect("it was listed above");
            canister.facts.global_timer = 0;
            if canister.facts.run_state == RunState::Running && canister.module.is_some() {
                self.run_task(id, Entry::GlobalTimer);
            }
        }
        if now >= self.state.heartbeat + HEARTBEAT_NS {
            self.state.heartbeat = now;
            let beating: Vec<CanisterId> =
                self.state.canisters.values().filter(|c| wants_heartbeat(c)).map(|c| c.id).collect();
            for id in beating {
                self.run_task(id, Entry::Heartbeat);
            }
        }
    }

    fn run_task(&mut self, canister: CanisterId, entry: Entry) {
        let context = CallContext {
            canister,
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

    /// Runs one message of a context and commits what it leaves.
    pub(crate) fn run_message(
        &mut self,
        number: u64,
        entry: Entry,
        arg: Arc<[u8]>,
        reject: Option<Reject>,
        refund: u128,
        keep: bool,
    ) -> Outcome {
        let call_context = self.state.contexts[&number].clone();
        let canister = &self.state.canisters[&call_context.canister];
        let context = Context {
            arg,
            reject,
            deadline: call_context.deadline,
            answered: call_context.answered || call_context.origin == Origin::System,
            cycles_available: call_context.cycles_available,
            cycles_refunded: refund,
            instructions_before: call_context.instructions,
            call_slots: self.call_slots(call_context.canister),
            ..surroundings(self.state, canister, call_context.caller)
        };
        let message =
            Message { entry, context, instructions_max: self.engine.limits.update_instructions_max };
        let outcome = self.execute(call_context.canister, message, keep);
        let context = self.state.contexts.get_mut(&number).expect("nothing closes a context while it runs");
        context.instructions += outcome.instructions;
        context.cycles_available = context.cycles_available.saturating_sub(outcome.cycles_accepted);
        outcome
    }

    /// Runs a message on a canister's image and keeps the results in the state.
    pub(crate) fn execute(&mut self, id: CanisterId, message: Message, keep: bool) -> Outcome {
        let canister = &self.state.canisters[&id];
        let module = canister.module.clone().expect("callers look for the module first");
        let image = canister.image.clone();
        let mut outcome = self.engine.execute(id, &module, &image, message, keep);
        drop(image);
        let time = self.state.time;
        let canister = self.state.canister_mut(id).expect("it was there above");
        commit(canister, &mut outcome, &self.engine.limits, time, keep);
        outcome
    }
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
pub(crate) fn surroundings(state: &State, canister: &Canister, caller: Principal) -> Context {
    Context { replicated: true, ..view(&state.identity, state.time, canister, caller) }
}

/// The same for a query, which knows no more of the state than its canister.
pub(crate) fn view(
    identity: &crate::Identity,
    time: TimeNs,
    canister: &Canister,
    caller: Principal,
) -> Context {
    Context {
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
