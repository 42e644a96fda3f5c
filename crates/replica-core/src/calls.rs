//! Calls in progress: who waits for whom, and what happens when a message has run.

use crate::canister::RunState;
use crate::execute::Machine;
use crate::management::outcalls::Fetched;
use crate::slow::Work;
use crate::state::State;
use replica_api::{
    CallOutcome, CanisterId, ErrorCode, MANAGEMENT, PlatformBatch, Principal, Reject, RejectCode, RequestId,
    RequestStatus, SenderInfo, TimeNs, codec_enum, codec_struct,
};
use replica_wasm::{Callback, CallerSide, Entry, MethodKind, Outcome, OutgoingCall, Response};
use std::sync::Arc;

/// Who gets the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Ingress(RequestId),
    /// A call another canister made, by its number.
    Canister(u64),
    /// A timer or a heartbeat: nobody.
    System,
}
codec_enum!(Origin { 1 => Ingress(id), 2 => Canister(number), 3 => System });

/// A call that a canister has begun to work on.
#[derive(Clone, Debug)]
pub(crate) struct CallContext {
    pub(crate) canister: CanisterId,
    pub(crate) caller: Principal,
    pub(crate) origin: Origin,
    pub(crate) answered: bool,
    pub(crate) outstanding: u64,
    pub(crate) cycles_available: u128,
    pub(crate) instructions: u64,
    pub(crate) deadline: TimeNs,
}
codec_struct!(CallContext {
    canister,
    caller,
    origin,
    answered,
    outstanding,
    cycles_available,
    instructions,
    deadline
});

/// A call that a canister has made and waits for.
#[derive(Clone, Debug)]
pub(crate) struct PendingCall {
    pub(crate) context: u64,
    pub(crate) on_reply: Callback,
    pub(crate) on_reject: Callback,
    pub(crate) on_cleanup: Option<Callback>,
    /// When a best-effort caller stops waiting; 0 means never.
    pub(crate) deadline: TimeNs,
}
codec_struct!(PendingCall { context, on_reply, on_reject, on_cleanup, deadline });

/// A message that waits for its turn.
#[derive(Clone, Debug)]
pub(crate) enum Job {
    Call {
        callee: CanisterId,
        caller: Principal,
        method: String,
        arg: Vec<u8>,
        cycles: u128,
        origin: Origin,
        deadline: TimeNs,
    },
    Answer {
        call: u64,
        outcome: Result<Vec<u8>, Reject>,
        refund: u128,
    },
    /// What the system has a canister do: its timer, its heartbeat.
    Task {
        canister: CanisterId,
        entry: Entry,
    },
    Platform(PlatformBatch),
    /// What the web answered, on its way through its canister's method.
    Fetched(Box<Fetched>),
}

/// A message of a context, about to run.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) entry: Entry,
    pub(crate) arg: Arc<[u8]>,
    pub(crate) reject: Option<Reject>,
    pub(crate) refund: u128,
    /// Of a callback: what runs if it traps.
    pub(crate) cleanup: Option<Callback>,
    /// Of a cleanup: why it runs.
    pub(crate) trap: Option<Reject>,
}
codec_struct!(Pending { entry, arg, reject, refund, cleanup, trap });

impl replica_api::Codec for Job {
    fn encode(&self, to: &mut replica_api::Encoder) {
        match self {
            Job::Call { callee, caller, method, arg, cycles, origin, deadline } => {
                to.bytes.push(1);
                callee.encode(to);
                caller.encode(to);
                method.encode(to);
                arg.encode(to);
                cycles.encode(to);
                origin.encode(to);
                deadline.encode(to);
            }
            Job::Answer { call, outcome, refund } => {
                to.bytes.push(2);
                call.encode(to);
                refund.encode(to);
                outcome.as_ref().ok().cloned().encode(to);
                outcome.as_ref().err().cloned().encode(to);
            }
            Job::Task { canister, entry } => {
                to.bytes.push(3);
                canister.encode(to);
                entry.encode(to);
            }
            Job::Platform(batch) => {
                to.bytes.push(4);
                batch.encode(to);
            }
            Job::Fetched(fetched) => {
                to.bytes.push(5);
                fetched.encode(to);
            }
        }
    }

    fn decode(from: &mut replica_api::Decoder<'_>) -> Result<Job, replica_api::TruncatedError> {
        match from.take(1)?[0] {
            1 => Ok(Job::Call {
                callee: Principal::decode(from)?,
                caller: Principal::decode(from)?,
                method: String::decode(from)?,
                arg: Vec::decode(from)?,
                cycles: u128::decode(from)?,
                origin: Origin::decode(from)?,
                deadline: u64::decode(from)?,
            }),
            2 => {
                let (call, refund) = (u64::decode(from)?, u128::decode(from)?);
                let (reply, reject) = (Option::<Vec<u8>>::decode(from)?, Option::<Reject>::decode(from)?);
                let outcome = match (reply, reject) {
                    (Some(reply), None) => Ok(reply),
                    (None, Some(reject)) => Err(reject),
                    _ => return Err(replica_api::TruncatedError),
                };
                Ok(Job::Answer { call, outcome, refund })
            }
            3 => Ok(Job::Task { canister: Principal::decode(from)?, entry: Entry::decode(from)? }),
            4 => Ok(Job::Platform(PlatformBatch::decode(from)?)),
            5 => Ok(Job::Fetched(Box::new(Fetched::decode(from)?))),
            _ => Err(replica_api::TruncatedError),
        }
    }
}

impl State {
    /// Whose line a message waits in.
    pub(crate) fn line_of(&self, job: &Job) -> CanisterId {
        match job {
            Job::Call { callee: MANAGEMENT, method, arg, .. } => {
                crate::management::changed_by(method, arg).unwrap_or(MANAGEMENT)
            }
            Job::Call { callee, .. } => *callee,
            Job::Answer { call, .. } => {
                let context = self.pending.get(call).and_then(|pending| self.contexts.get(&pending.context));
                context.map_or(MANAGEMENT, |context| context.canister)
            }
            Job::Task { canister, .. } => *canister,
            Job::Fetched(fetched) => fetched.canister,
            Job::Platform(batch) => {
                let targets = crate::slow::targets(batch);
                // It waits for the last of them.
                let halted = targets.iter().find(|target| self.queue.is_halted(**target));
                halted.or(targets.first()).copied().unwrap_or(MANAGEMENT)
            }
        }
    }
}

impl State {
    /// What is told of the sender of a call from outside.
    pub(crate) fn sender_info(&self, origin: &Origin) -> Option<&SenderInfo> {
        match origin {
            Origin::Ingress(id) => self.sender_infos.get(id),
            Origin::Canister(_) | Origin::System => None,
        }
    }

    /// Forgets it, when the call is over.
    fn forget_sender(&mut self, origin: &Origin) {
        if let Origin::Ingress(id) = origin {
            self.sender_infos.remove(id);
        }
    }
}

const CALLS_PER_CANISTER_MAX: usize = 500;

impl Machine<'_> {
    /// Puts a message into its line.
    pub(crate) fn enqueue(&mut self, job: Job) {
        let line = self.state.line_of(&job);
        self.state.queue.push(line, job);
    }

    /// Puts a call into the line of its callee, or refuses it if that is full.
    pub(crate) fn enqueue_call(&mut self, job: Job) {
        let line = self.state.line_of(&job);
        match job {
            Job::Call { callee, origin, cycles, .. } if self.state.queue.is_full(line) => {
                let text = format!("too many messages wait for canister {callee} already");
                self.refuse(origin, Reject::new(ErrorCode::CanisterQueueFull, text), cycles);
            }
            job => self.state.queue.push(line, job),
        }
    }

    /// Carries out one waiting message, or puts it off if nobody should wait for it.
    pub(crate) fn run_job(&mut self, job: Job) {
        let line = self.state.line_of(&job);
        if self.state.queue.is_halted(line) {
            // A batch changes several canisters, and another of them is being worked on.
            return self.state.queue.push(line, job);
        }
        let installs = match &job {
            Job::Call { callee: MANAGEMENT, method, .. } => crate::management::installs(method),
            Job::Platform(batch) => crate::platform::installs(batch),
            _ => false,
        };
        if installs && self.share.is_some() {
            return self.put_off(Work::Job(job));
        }
        self.run_job_now(job);
    }

    pub(crate) fn run_job_now(&mut self, job: Job) {
        match job {
            Job::Call { callee: MANAGEMENT, caller, method, arg, cycles, origin, .. } => {
                self.state.forget_sender(&origin);
                self.manage(caller, &method, &arg, cycles, origin);
            }
            Job::Call { callee, caller, method, arg, origin, .. } if self.state.stands_in_for(callee) => {
                self.state.forget_sender(&origin);
                let outcome = self.stand_in(callee, caller, &method, &arg);
                self.answer(origin, outcome, 0);
            }
            Job::Call { callee, caller, method, arg, cycles, origin, deadline } => {
                let context = CallContext {
                    canister: callee,
                    caller,
                    origin,
                    answered: false,
                    outstanding: 0,
                    cycles_available: cycles,
                    instructions: 0,
                    deadline,
                };
                match self.entry_for(callee, &method) {
                    Ok(entry) => self.begin(context, entry, arg.into()),
                    Err(reject) => self.refuse(context.origin, reject, cycles),
                }
            }
            Job::Answer { call, outcome, refund } => self.resume(call, outcome, refund),
            Job::Task { canister, entry } => self.run_task(canister, entry),
            Job::Platform(batch) => self.run_platform(&batch),
            Job::Fetched(fetched) => self.transform(fetched),
        }
    }

    fn entry_for(&self, callee: CanisterId, method: &str) -> Result<Entry, Reject> {
        let Some(canister) = self.state.canisters.get(&callee) else {
            return Err(Reject::new(ErrorCode::CanisterNotFound, format!("Canister {callee} not found")));
        };
        match canister.facts.run_state {
            RunState::Running => {}
            RunState::Stopping => {
                return Err(Reject::new(
                    ErrorCode::CanisterStopping,
                    format!("Canister {callee} is stopping"),
                ));
            }
            RunState::Stopped => {
                return Err(Reject::new(ErrorCode::CanisterStopped, format!("Canister {callee} is stopped")));
            }
        }
        let Some(module) = &canister.module else {
            return Err(no_module(callee));
        };
        match module.method(method) {
            Some(MethodKind::Update) => Ok(Entry::Update(method.to_owned())),
            Some(MethodKind::Query) => Ok(Entry::Query(method.to_owned())),
            Some(MethodKind::CompositeQuery) => Err(Reject::new(
                ErrorCode::CompositeQueryCalledInReplicatedMode,
                format!("Composite query {method} of canister {callee} cannot be called as an update"),
            )),
            None => Err(no_method(callee, method)),
        }
    }

    /// Opens a context and runs its first message.
    pub(crate) fn begin(&mut self, context: CallContext, entry: Entry, arg: Arc<[u8]>) {
        let number = self.state.next_number();
        self.state.open_context(number, context);
        self.run(number, Pending { entry, arg, reject: None, refund: 0, cleanup: None, trap: None });
    }

    /// Runs a message of a context and what follows from it, or puts it off.
    pub(crate) fn run(&mut self, number: u64, pending: Pending) {
        let canister = self.state.contexts[&number].canister;
        let is_dear = self.share.is_some() && self.state.queue.takes_put_off(canister);
        let outcome = if is_dear { None } else { self.run_message(number, &pending) };
        let Some(outcome) = outcome else {
            if !is_dear {
                self.state.queue.note_dear(canister);
            }
            return self.put_off(Work::Message { context: number, pending });
        };
        let Pending { reject, cleanup, trap, .. } = pending;
        if let (Err(failure), Some(function)) = (&outcome.result, cleanup) {
            let entry = Entry::Callback { side: CallerSide::Cleanup, function, composite: false };
            // Whatever the cleanup does, the callback's own trap is what the caller hears of.
            let trap = Some(failure.to_reject(canister));
            return self
                .run(number, Pending { entry, arg: [].into(), reject, refund: 0, cleanup: None, trap });
        }
        match trap {
            Some(_) => self.finish(number, trap),
            None => self.finish_message(number, outcome),
        }
    }

    /// Runs the callback of a call that was answered.
    fn resume(&mut self, call: u64, outcome: CallOutcome, refund: u128) {
        // A best-effort call that timed out was answered then; what comes later is dropped.
        let Some(pending) = self.state.take_call(call) else { return };
        let number = pending.context;
        let Some(context) = self.state.contexts.get_mut(&number) else { return };
        context.outstanding -= 1;
        let canister = context.canister;
        if let Some(canister) = self.state.canister_mut(canister) {
            canister.facts.cycles += refund;
        }
        if self.state.canisters.get(&canister).is_none_or(|canister| canister.module.is_none()) {
            return self.finish(number, Some(no_module(canister)));
        }
        let (side, function, arg, reject) = match outcome {
            Ok(reply) => (CallerSide::Reply, pending.on_reply, reply.into(), None),
            Err(reject) => (CallerSide::Reject, pending.on_reject, [].into(), Some(reject)),
        };
        let entry = Entry::Callback { side, function, composite: false };
        let cleanup = pending.on_cleanup;
        self.run(number, Pending { entry, arg, reject, refund, cleanup, trap: None });
    }

    /// Sends what the message wanted sent, and closes the context if nothing is left to wait for.
    fn finish_message(&mut self, number: u64, outcome: Outcome) {
        let context = self.state.contexts.get(&number).expect("the context of a message outlives it");
        let canister = context.canister;
        let trap = outcome.result.err().map(|trap| trap.to_reject(canister));
        for call in outcome.calls {
            self.send(number, call);
        }
        if let Some(response) = outcome.response {
            self.respond(number, from_response(response));
        }
        self.finish(number, trap);
    }

    fn send(&mut self, context_number: u64, call: OutgoingCall) {
        let number = self.state.next_number();
        let deadline = call.timeout_seconds.map_or(0, |s| self.now + u64::from(s.min(300)) * 1_000_000_000);
        let context =
            self.state.contexts.get_mut(&context_number).expect("the message of this context has just run");
        context.outstanding += 1;
        let caller = context.canister;
        let OutgoingCall { callee, method, arg, cycles, on_reply, on_reject, on_cleanup, .. } = call;
        let pending = PendingCall { context: context_number, on_reply, on_reject, on_cleanup, deadline };
        self.state.open_call(number, caller, pending);
        let origin = Origin::Canister(number);
        self.enqueue_call(Job::Call { callee, caller, method, arg, cycles, origin, deadline });
    }

    fn respond(&mut self, number: u64, outcome: CallOutcome) {
        let context = self.state.contexts.get_mut(&number).expect("the message of this context has just run");
        context.answered = true;
        let refund = std::mem::take(&mut context.cycles_available);
        let origin = context.origin.clone();
        self.answer(origin, outcome, refund);
    }

    fn finish(&mut self, number: u64, trap: Option<Reject>) {
        let context = &self.state.contexts[&number];
        if context.outstanding > 0 {
            return;
        }
        let canister = context.canister;
        if !context.answered && context.origin != Origin::System {
            let silent = || {
                let text = format!("Canister {canister} did not produce a response");
                Reject::new(ErrorCode::CanisterDidNotReply, text)
            };
            self.respond(number, Err(trap.unwrap_or_else(silent)));
        }
        if let Some(CallContext { origin, .. }) = self.state.close_context(number) {
            self.state.forget_sender(&origin);
        }
        self.finish_stopping(canister);
    }

    /// Answers a call that is not begun.
    fn refuse(&mut self, origin: Origin, reject: Reject, refund: u128) {
        self.state.forget_sender(&origin);
        self.answer(origin, Err(reject), refund);
    }

    /// Delivers an answer to whoever waits for it.
    pub(crate) fn answer(&mut self, origin: Origin, outcome: CallOutcome, refund: u128) {
        match origin {
            Origin::Ingress(id) => {
                let status = match &outcome {
                    Ok(reply) => RequestStatus::Replied { reply: reply.clone() },
                    Err(reject) => RequestStatus::Rejected { reject: reject.clone() },
                };
                if let Some(entry) = self.state.ingress.get(&id).cloned() {
                    self.state.set_ingress(id, crate::state::IngressEntry { status, ..entry });
                }
                self.effects.push(crate::Effect::Answered { id, outcome });
            }
            Origin::Canister(call) => self.enqueue(Job::Answer { call, outcome, refund }),
            Origin::System => {}
        }
    }

    /// Rejects best-effort calls whose time is over.
    pub(crate) fn expire_calls(&mut self) {
        for call in self.state.take_late_calls() {
            let reject = Reject::new(ErrorCode::DeadlineExpired, "the call was not answered in time");
            self.enqueue(Job::Answer { call, outcome: Err(reject), refund: 0 });
        }
    }

    /// How many more calls a canister may make now.
    pub(crate) fn call_slots(&self, canister: CanisterId) -> usize {
        CALLS_PER_CANISTER_MAX.saturating_sub(self.state.open_calls(canister))
    }
}

pub(crate) fn from_response(response: Response) -> CallOutcome {
    match response {
        Response::Reply(reply) => Ok(reply),
        Response::Reject(message) => Err(Reject {
            code: RejectCode::CanisterReject,
            error: ErrorCode::CanisterRejectedMessage,
            message,
        }),
    }
}

pub(crate) fn no_module(canister: CanisterId) -> Reject {
    let text = format!("Requested canister {canister} has no Wasm module; install one first");
    Reject::new(ErrorCode::CanisterWasmModuleNotFound, text)
}

pub(crate) fn no_method(canister: CanisterId, method: &str) -> Reject {
    Reject::new(ErrorCode::CanisterMethodNotFound, format!("Canister {canister} has no method '{method}'"))
}
