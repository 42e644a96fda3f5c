//! The thread that turns waiting inputs into blocks.

use crate::beside::Beside;
use crate::chain::Chain;
use crate::keys::Keys;
use crate::node::NodeOptions;
use crate::outcalls::Outcalls;
use crate::published::Published;
use crate::syncing::{Executed, Syncing, Waiter};
use replica_api::{
    CallOutcome, CanisterAction, CanisterChange, CanisterId, ErrorCode, HttpOutcome, Input, KeyValueWrite,
    PlatformBatch, Reject, RequestId, RequestStatus, Submitted, TimeNs,
};
use replica_core::{Effect, Finished};
use replica_store::{Folder, StoreError, write_checkpoint};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::oneshot;

/// Inputs in one block, at most; the rest waits for the next.
const INPUTS_PER_BLOCK_MAX: usize = 1_000;

/// Bytes of one block after which the rest waits, too. One input more fits in any case.
const BLOCK_BYTES_MAX: usize = 16 << 20;
/// Bytes of one batch of the platform: a record of the log has to hold it.
const BATCH_BYTES_MAX: usize = 512 << 20;

/// What is asked of the thread.
pub(crate) enum Request {
    Call {
        message: replica_api::IngressMessage,
        wait: bool,
        reply: oneshot::Sender<Submitted>,
    },
    Platform {
        batch: replica_api::PlatformBatch,
        reply: oneshot::Sender<Result<Vec<u64>, Reject>>,
    },
    /// Make a block, so that time goes on.
    Tick {
        reply: oneshot::Sender<()>,
    },
    /// Write a checkpoint now and say when it is done.
    Checkpoint {
        reply: oneshot::Sender<Result<(), String>>,
    },
    /// The thread that wrote a checkpoint is done.
    CheckpointEnded,
    /// Work that was put off has ended; nothing is known of it if it failed in a way that is the program's own fault.
    Finished {
        number: u64,
        finished: Option<Box<Finished>>,
    },
    /// A request of the web has ended; it was of this canister, if it was sent.
    Fetched {
        number: u64,
        canister: Option<CanisterId>,
        outcome: HttpOutcome,
    },
    Stop,
}

/// What the thread and the handles share.
pub(crate) struct Shared {
    pub(crate) published: RwLock<Arc<Published>>,
    /// Why the thread ended, once it has.
    pub(crate) failure: RwLock<Option<String>>,
}

impl Shared {
    /// Notes why the replica cannot go on, unless something else was the reason.
    pub(crate) fn fail(&self, error: &StoreError) {
        let mut failure = self.failure.write().expect("no writer panics");
        if failure.is_none() {
            tracing::error!("the replica stops: {error}");
            *failure = Some(error.to_string());
        }
    }
}

pub(crate) struct Loop {
    pub(crate) options: NodeOptions,
    pub(crate) keys: Arc<Keys>,
    pub(crate) chain: Chain,
    pub(crate) folder: Option<Arc<Folder>>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) inbox: Receiver<Request>,
    /// The next request, where somebody has looked whether there is one.
    pub(crate) seen: Option<Request>,
    pub(crate) waiting: Waiting,
    pub(crate) syncing: Syncing,
    /// Whether the log can be synced by another thread.
    pub(crate) syncs_beside: bool,
    pub(crate) beside: Beside,
    pub(crate) outcalls: Outcalls,
    pub(crate) blocks_since_checkpoint: u64,
    /// The thread that writes a checkpoint, and where it says that it is done.
    pub(crate) checkpointing: Option<JoinHandle<()>>,
    pub(crate) own_inbox: Sender<Request>,
}

/// Who waits for what.
#[derive(Default)]
pub(crate) struct Waiting {
    calls: HashMap<RequestId, Vec<oneshot::Sender<Submitted>>>,
    platform: HashMap<RequestId, oneshot::Sender<Result<Vec<u64>, Reject>>>,
    ticks: Vec<oneshot::Sender<()>>,
    checkpoints: Vec<oneshot::Sender<Result<(), String>>>,
}

impl Loop {
    /// Runs until it is told to stop, or the log cannot be written.
    pub(crate) fn run(mut self) {
        for number in self.chain.state().slow_work() {
            self.beside.start(self.chain.state(), number);
        }
        self.outcalls.resume(self.chain.state());
        loop {
            let (inputs, stop) = self.gather();
            let must_run = !inputs.is_empty() || !self.waiting.ticks.is_empty() || self.is_due();
            if must_run && let Err(error) = self.make_block(inputs) {
                // Going on would acknowledge what may be lost. Senders that are dropped tell their callers.
                self.shared.fail(&error);
                self.await_checkpoint();
                self.syncing.close();
                return;
            }
            self.checkpoint_if_wanted();
            if stop {
                self.close();
                self.syncing.close();
                return;
            }
        }
    }

    /// Waits for something to do and takes all of it.
    fn gather(&mut self) -> (Vec<Input>, bool) {
        let (mut inputs, mut bytes) = (Vec::new(), 0);
        let first = match (self.seen.take(), self.until_wakeup()) {
            (Some(seen), _) => Ok(seen),
            (None, None) => self.inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            (None, Some(wait)) => self.inbox.recv_timeout(wait),
        };
        let mut next = match first {
            Ok(request) => Some(request),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return (inputs, true),
        };
        while let Some(request) = next {
            let count = inputs.len();
            if self.take(request, &mut inputs) {
                return (inputs, true);
            }
            bytes += inputs.get(count).map_or(0, input_bytes);
            next = if inputs.len() < INPUTS_PER_BLOCK_MAX && bytes < BLOCK_BYTES_MAX {
                self.inbox.try_recv().ok()
            } else {
                None
            };
        }
        (inputs, false)
    }

    /// Notes one request; tells whether it was the order to stop.
    fn take(&mut self, request: Request, inputs: &mut Vec<Input>) -> bool {
        match request {
            Request::Stop => return true,
            Request::CheckpointEnded => self.await_checkpoint(),
            Request::Finished { number, finished } => {
                self.beside.note(self.chain.state(), number, finished);
                inputs.push(Input::Completed { number });
            }
            Request::Fetched { number, canister, outcome } => {
                self.outcalls.note(canister);
                inputs.push(Input::Fetched { number, outcome });
            }
            Request::Tick { reply } => self.waiting.ticks.push(reply),
            Request::Checkpoint { reply } => self.waiting.checkpoints.push(reply),
            Request::Platform { batch, reply } if batch_bytes(&batch) > BATCH_BYTES_MAX => {
                let text = format!(
                    "the batch has {} bytes, and at most {BATCH_BYTES_MAX} go into one block",
                    batch_bytes(&batch)
                );
                let _ = reply.send(Err(Reject::new(ErrorCode::InvalidManagementPayload, text)));
            }
            Request::Platform { batch, reply } => {
                self.waiting.platform.insert(batch.id, reply);
                inputs.push(Input::Platform(batch));
            }
            Request::Call { message, wait, reply } => {
                let known = self.chain.state().ingress(&message.id).map(|entry| entry.status.clone());
                if let Some(outcome) = known.as_ref().and_then(outcome_of) {
                    // The block that decided it may not be durable yet.
                    self.syncing.waiter(Waiter::Call(reply, Submitted::Done(outcome)));
                    return false;
                }
                if wait {
                    self.waiting.calls.entry(message.id).or_default().push(reply);
                } else {
                    let _ = reply.send(Submitted::Running);
                }
                let waits_already =
                    inputs.iter().any(|i| matches!(i, Input::Ingress(other) if other.id == message.id));
                if known.is_none() && !waits_already {
                    inputs.push(Input::Ingress(message));
                }
            }
        }
        false
    }

    fn has_requests(&mut self) -> bool {
        self.seen = self.seen.take().or_else(|| self.inbox.try_recv().ok());
        self.seen.is_some()
    }

    fn until_wakeup(&self) -> Option<Duration> {
        self.chain.state().next_wakeup().map(|at| Duration::from_nanos(at.saturating_sub(now())))
    }

    fn is_due(&self) -> bool {
        self.chain.state().next_wakeup().is_some_and(|at| at <= now())
    }

    fn make_block(&mut self, inputs: Vec<Input>) -> Result<(), StoreError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).expect("the system's randomness does not fail");
        let (started, count) = (Instant::now(), inputs.len());
        if self.syncing.is_full() {
            self.syncing.wait();
        }
        if let Some(failure) = self.shared.failure.read().expect("no writer panics").clone() {
            return Err(StoreError::Stopped(failure));
        }
        let inputs = self.chain.state().with_rules(inputs);
        let effects = self.chain.execute(now(), seed, inputs, self.beside.take())?;
        let state = self.chain.state().clone();
        tracing::debug!(height = state.height, inputs = count, took = ?started.elapsed(), "block");
        let published = Arc::new(Published::new(state, self.keys.clone()));
        self.blocks_since_checkpoint += 1;
        // Batches and time are asked for by the platform.
        let asks = |effect: &Effect| matches!(effect, Effect::Prompt | Effect::PlatformDone { .. });
        let is_prompt = effects.iter().any(asks) || !self.waiting.ticks.is_empty();
        let waiters = self.waiters(effects);
        self.make_durable(Executed { published, waiters, is_prompt })
    }

    /// Syncs at once where nothing else is to be done, and has it done beside where something is.
    fn make_durable(&mut self, executed: Executed) -> Result<(), StoreError> {
        if let Some(file) = self.chain.log().segment()? {
            self.syncing.segment(file);
            self.syncs_beside = true;
        }
        let has_work = self.has_requests() || self.chain.state().has_light_work();
        let beside = has_work || !executed.is_prompt || !self.syncing.is_idle();
        if beside && self.syncs_beside {
            self.syncing.block(executed);
            return Ok(());
        }
        // First the reason: senders that are dropped have their callers look for it.
        self.chain.log().sync().inspect_err(|error| self.shared.fail(error))?;
        executed.release(&self.shared);
        Ok(())
    }

    /// Who hears of these effects, and what.
    fn waiters(&mut self, effects: Vec<Effect>) -> Vec<Waiter> {
        let mut found = Vec::new();
        for effect in effects {
            match effect {
                Effect::Answered { id, outcome } => {
                    let waiters = self.waiting.calls.remove(&id).into_iter().flatten();
                    found
                        .extend(waiters.map(|waiter| Waiter::Call(waiter, Submitted::Done(outcome.clone()))));
                }
                Effect::Prompt => {}
                Effect::PutOff { number } => self.beside.start(self.chain.state(), number),
                Effect::Fetch { number } => self.outcalls.start(self.chain.state(), number),
                Effect::PlatformDone { id, outcome } => {
                    let waiter = self.waiting.platform.remove(&id);
                    found.extend(waiter.map(|waiter| Waiter::Platform(waiter, outcome)));
                }
            }
        }
        found.extend(self.waiting.ticks.drain(..).map(Waiter::Tick));
        found
    }

    fn checkpoint_if_wanted(&mut self) {
        let Some(folder) = self.folder.clone() else {
            self.waiting.checkpoints.drain(..).for_each(|waiter| drop(waiter.send(Ok(()))));
            return;
        };
        let due = self.blocks_since_checkpoint >= self.options.blocks_per_checkpoint;
        let asked = !self.waiting.checkpoints.is_empty();
        // While one is being written, the next waits until its thread has said that it is done.
        if (!due && !asked) || self.checkpointing.is_some() {
            return;
        }
        self.blocks_since_checkpoint = 0;
        // A checkpoint must not be ahead of the log.
        self.syncing.wait();
        if self.shared.failure.read().expect("no writer panics").is_some() {
            return;
        }
        let (state, ended) = (self.chain.state().clone(), self.own_inbox.clone());
        let log_bytes_max = self.options.log_bytes_max;
        let waiters = std::mem::take(&mut self.waiting.checkpoints);
        self.checkpointing = Some(std::thread::spawn(move || {
            let outcome = write_checkpoint(&folder, &state, log_bytes_max).map_err(|error| error.to_string());
            if let Err(error) = &outcome {
                tracing::warn!("no checkpoint was written, recovery will take longer: {error}");
            }
            waiters.into_iter().for_each(|waiter| drop(waiter.send(outcome.clone())));
            let _ = ended.send(Request::CheckpointEnded);
        }));
    }

    /// Waits for the thread that writes a checkpoint: it has the folder open.
    fn await_checkpoint(&mut self) {
        if let Some(thread) = self.checkpointing.take() {
            let _ = thread.join();
        }
    }

    fn close(&mut self) {
        self.await_checkpoint();
        self.syncing.wait();
        if self.shared.failure.read().expect("no writer panics").is_some() {
            return;
        }
        if let Some(folder) = self.folder.as_ref().filter(|_| self.blocks_since_checkpoint > 0)
            && let Err(error) = write_checkpoint(folder, self.chain.state(), self.options.log_bytes_max)
        {
            tracing::warn!("no checkpoint was written at the end: {error}");
        }
        *self.shared.failure.write().expect("no writer panics") = Some("it was closed".into());
    }
}

/// About how much of a block an input takes up.
fn input_bytes(input: &Input) -> usize {
    match input {
        Input::Ingress(message) => message.arg.len() + message.method.len(),
        Input::Platform(batch) => batch_bytes(batch),
        Input::Completed { .. } | Input::Rules { .. } => 0,
        Input::Fetched { outcome, .. } => outcome.as_ref().map_or(0, |response| response.body.len()),
    }
}

fn batch_bytes(batch: &PlatformBatch) -> usize {
    let change = |change: &CanisterChange| match &change.action {
        CanisterAction::Install { module, arg, .. } => module.len() + arg.len(),
        _ => 0,
    };
    let write = |write: &KeyValueWrite| write.key.len() + write.value.as_ref().map_or(0, |value| value.len());
    batch.changes.iter().map(change).sum::<usize>() + batch.writes.iter().map(write).sum::<usize>()
}

fn outcome_of(status: &RequestStatus) -> Option<CallOutcome> {
    match status {
        RequestStatus::Processing => None,
        RequestStatus::Replied { reply } => Some(Ok(reply.clone())),
        RequestStatus::Rejected { reject } => Some(Err(reject.clone())),
    }
}

pub(crate) fn now() -> TimeNs {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as TimeNs)
}
