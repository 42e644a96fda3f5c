//! A private copy of some canisters, to try things on that the live ones must not feel.

use crate::canister::Canister;
use crate::execute::{Bounds, Effect, MESSAGES_PER_BLOCK_MAX, execute, inspect_ingress};
use crate::management::outcalls::no_answer;
use crate::query::{QueryView, query};
use crate::state::{Identity, State};
use replica_api::{
    Block, CallOutcome, CanisterAction, CanisterChange, CanisterId, IngressMessage, Input, InstallMode,
    PlatformBatch, Principal, QueryRequest, Reject, RejectCode, RequestId, RequestStatus, TimeNs,
};
use replica_wasm::Engine;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Canisters that share their memory with the live ones until either side writes.
///
/// Calls to canisters that were not forked are rejected as to unknown ones, and requests of the web are answered with
/// a reject, so nothing leaks out.
pub struct Fork {
    state: State,
    // The live engine: a fork may take over a warm instance and change only the pages that differ.
    engine: Arc<Engine>,
    counter: u64,
    one_by_one: bool,
    /// What a message may run at most.
    instructions_max: u64,
    /// Requests of the web that the next block rejects.
    unsent: Vec<u64>,
}

/// What a call on a fork came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForkReply {
    pub outcome: CallOutcome,
    pub instructions: u64,
}

/// Blocks a call may take before it counts as unanswered.
const BLOCKS_PER_CALL_MAX: usize = 100;
/// Canisters that set each other off for ever are left alone at some time.
const BLOCKS_TO_SETTLE_MAX: usize = 1_000;
const MESSAGES_TO_SETTLE_MAX: usize = 1_000_000;
const BLOCK_NS: TimeNs = 1_000_000;

impl Fork {
    /// Forks some canisters of a state.
    pub fn new(state: &State, canisters: &[CanisterId], engine: Arc<Engine>) -> Fork {
        let identity = (*state.identity).clone();
        let mut fork = State::genesis(Identity { secret: identity.secret.of_fork(), ..identity });
        (fork.height, fork.time) = (state.height, state.time);
        fork.rules = crate::state::RULES_NEWEST;
        (fork.canisters_made, fork.numbers_used) = (state.canisters_made, state.numbers_used);
        for id in canisters {
            if let Some(canister) = state.canisters.get(id) {
                fork.put_canister(canister.clone());
            }
        }
        fork.settle_agenda();
        let instructions_max = engine.limits.update_instructions_max;
        Fork { state: fork, engine, counter: 0, one_by_one: false, instructions_max, unsent: Vec::new() }
    }

    /// The time on the fork.
    pub fn time(&self) -> TimeNs {
        self.state.time
    }

    /// Lets time pass; timers that come due run.
    pub fn advance(&mut self, by: TimeNs) {
        self.state.time += by;
        self.step(Vec::new());
    }

    /// A canister of the fork: its memory, globals, module, metadata, logs.
    pub fn canister(&self, id: CanisterId) -> Option<&Arc<Canister>> {
        self.state.canisters.get(&id)
    }

    /// Makes another fork from this one, as it now stands.
    pub fn fork(&self) -> Fork {
        Fork {
            state: self.state.clone(),
            engine: self.engine.clone(),
            counter: self.counter,
            one_by_one: self.one_by_one,
            instructions_max: self.instructions_max,
            unsent: self.unsent.clone(),
        }
    }

    /// Installs or upgrades code; on an error nothing has changed.
    pub fn install(
        &mut self,
        canister: CanisterId,
        by: Principal,
        mode: InstallMode,
        module: &[u8],
        arg: &[u8],
    ) -> Result<(), Reject> {
        let action = CanisterAction::Install { mode, module: module.into(), arg: arg.to_vec() };
        self.change(by, vec![CanisterChange { canister, action }])
    }

    /// Makes an empty canister on the fork.
    pub fn create(&mut self, canister: CanisterId, controllers: Vec<Principal>) -> Result<(), Reject> {
        let action = CanisterAction::Create { controllers };
        self.change(replica_api::MANAGEMENT, vec![CanisterChange { canister, action }])
    }

    /// Carries out changes as a release would.
    pub fn change(&mut self, by: Principal, changes: Vec<CanisterChange>) -> Result<(), Reject> {
        let batch = PlatformBatch { id: [0; 32], caller: Some(by), changes, writes: Vec::new() };
        let effects = self.step(vec![Input::Platform(batch)]);
        let done = effects.into_iter().find_map(|effect| match effect {
            Effect::PlatformDone { outcome, .. } => Some(outcome),
            Effect::Answered { .. } | Effect::PutOff { .. } | Effect::Fetch { .. } | Effect::Prompt => None,
        });
        done.expect("a batch is always answered in its block").map(|_| ())
    }

    /// Says whether a call from outside would be let in.
    ///
    /// # Errors
    /// Why it would not.
    pub fn admits(
        &mut self,
        caller: Principal,
        canister: CanisterId,
        method: &str,
        arg: &[u8],
    ) -> Result<(), Reject> {
        let message = self.message(caller, canister, method, arg);
        let found = self.state.canisters.get(&canister).map(|canister| &**canister);
        inspect_ingress(&self.engine, &self.state.identity, self.state.time, found, &message)
    }

    /// Calls a method as an update and runs everything it sets off.
    pub fn call(&mut self, caller: Principal, canister: CanisterId, method: &str, arg: &[u8]) -> ForkReply {
        let before = self.instructions();
        let call = self.submit(caller, canister, method, arg);
        for _ in 0..BLOCKS_PER_CALL_MAX {
            if let Some(outcome) = self.answer(call) {
                return ForkReply { outcome, instructions: self.instructions() - before };
            }
            self.step(Vec::new());
        }
        let reject =
            Reject::new(replica_api::ErrorCode::CanisterDidNotReply, "the call was not answered on the fork");
        ForkReply { outcome: Err(reject), instructions: self.instructions() - before }
    }

    /// Hands in a call as an update, for [`Fork::answer`] to tell what came of it.
    pub fn submit(&mut self, caller: Principal, canister: CanisterId, method: &str, arg: &[u8]) -> RequestId {
        let message = self.message(caller, canister, method, arg);
        let id = message.id;
        self.step(vec![Input::Ingress(message)]);
        id
    }

    /// Returns the answer to a call that was handed in, if there is one already.
    pub fn answer(&self, call: RequestId) -> Option<CallOutcome> {
        match &self.state.ingress.get(&call)?.status {
            RequestStatus::Replied { reply } => Some(Ok(reply.clone())),
            RequestStatus::Rejected { reject } => Some(Err(reject.clone())),
            _ => None,
        }
    }

    /// From now on each message has a block, and so a time, of its own: the order of what canisters print can be told.
    pub fn run_one_by_one(&mut self) {
        self.one_by_one = true;
    }

    /// Lets messages and due timers run until nothing is left to do now.
    pub fn settle(&mut self) {
        let blocks_max = if self.one_by_one { MESSAGES_TO_SETTLE_MAX } else { BLOCKS_TO_SETTLE_MAX };
        for _ in 0..blocks_max {
            self.step(Vec::new());
            let is_idle = self.state.queue.is_idle() && self.unsent.is_empty();
            if is_idle && self.state.next_timer().is_none_or(|timer| timer > self.state.time) {
                return;
            }
        }
    }

    /// Moves time to the next timer and runs what comes of it. False if no timer is set.
    pub fn advance_to_timer(&mut self) -> bool {
        let Some(timer) = self.state.next_timer() else { return false };
        self.state.time = self.state.time.max(timer);
        self.settle();
        true
    }

    /// The canisters of the fork.
    pub fn canisters(&self) -> impl Iterator<Item = &Arc<Canister>> {
        self.state.canisters.values()
    }

    fn message(
        &mut self,
        caller: Principal,
        canister: CanisterId,
        method: &str,
        arg: &[u8],
    ) -> IngressMessage {
        self.counter += 1;
        let mut id = [0; 32];
        id[..8].copy_from_slice(&self.counter.to_le_bytes());
        IngressMessage {
            id,
            sender: caller,
            canister,
            effective_canister: canister,
            method: method.to_owned(),
            arg: arg.to_vec(),
            expiry: TimeNs::MAX,
            sender_info: None,
        }
    }

    /// Lets calls and queries run less than they may live: what never ends is found out sooner.
    pub fn limit(&mut self, instructions: u64) {
        self.instructions_max = instructions;
    }

    /// Asks a query method.
    pub fn query(&self, caller: Principal, canister: CanisterId, method: &str, arg: &[u8]) -> CallOutcome {
        let lookup = |id: CanisterId| self.state.canisters.get(&id).cloned();
        let view = QueryView {
            engine: &self.engine,
            identity: &self.state.identity,
            time: self.state.time,
            lookup: &lookup,
            data_certificate: None,
            instructions_max: self.engine.limits.query_instructions_max.min(self.instructions_max),
            is_exhausted: Cell::new(false),
        };
        query(
            &view,
            &QueryRequest {
                sender: caller,
                canister,
                method: method.to_owned(),
                arg: arg.to_vec(),
                sender_info: None,
            },
        )
    }

    /// Instructions spent by all canisters of the fork since they were made.
    pub fn instructions(&self) -> u64 {
        self.state.canisters.values().map(|canister| canister.facts.instructions_total).sum()
    }

    fn step(&mut self, inputs: Vec<Input>) -> Vec<Effect> {
        let passed = if self.one_by_one { 1 } else { BLOCK_NS };
        let messages_max = if self.one_by_one { 1 } else { MESSAGES_PER_BLOCK_MAX };
        let inputs = self.unsent.drain(..).map(refused).chain(inputs).collect();
        let block = Block {
            height: self.state.height + 1,
            time: self.state.time + passed,
            seed: [0; 32],
            previous_root: [0; 32],
            inputs,
        };
        let bounds = Bounds { share: None, instructions_max: self.instructions_max, messages_max };
        let effects = execute(&self.engine, &mut self.state, &block, &bounds, BTreeMap::new());
        self.unsent.extend(effects.iter().filter_map(|effect| match effect {
            Effect::Fetch { number } => Some(*number),
            _ => None,
        }));
        effects
    }
}

/// What becomes of a request of the web: nobody is to notice what is only tried.
fn refused(number: u64) -> Input {
    let text = "this is a copy of the app to try things on, and sends nothing to the web";
    Input::Fetched { number, outcome: Err(no_answer(RejectCode::SysFatal, text)) }
}
