//! Work that a block does not wait for: messages that run on after their share of a block, and installations.
//!
//! Such work is noted in the state with the time of its block, and the lines of its canisters are halted. Whoever makes blocks has it carried
//! out meanwhile on a copy of the state ([`work_off`]), which runs no less deterministically than a block, and puts
//! [`Input::Completed`](replica_api::Input::Completed) into a later one. That block does the work again, with the outcomes of the executions
//! at hand; a replay, which has none, executes. Nothing of the canisters changes in between, so both come to the same.

use crate::calls::{Job, Pending};
use crate::execute::{Effect, Machine};
use crate::state::State;
use replica_api::{Block, CanisterId, Codec, Decoder, Encoder, PlatformBatch, TimeNs, TruncatedError};
use replica_wasm::{Engine, Outcome};
use std::collections::VecDeque;

/// What was put off.
#[derive(Clone, Debug)]
pub(crate) struct Slow {
    /// Of the block that it belongs to, which is the time that the canister sees.
    pub(crate) time: TimeNs,
    pub(crate) work: Work,
}
replica_api::codec_struct!(Slow { time, work });

#[derive(Clone, Debug)]
pub(crate) enum Work {
    /// The message of a context.
    Message { context: u64, pending: Pending },
    /// A call of the management canister, or a batch of the platform.
    Job(Job),
}

impl Codec for Work {
    fn encode(&self, to: &mut Encoder) {
        match self {
            Work::Message { context, pending } => {
                to.bytes.push(1);
                context.encode(to);
                pending.encode(to);
            }
            Work::Job(job) => {
                to.bytes.push(2);
                job.encode(to);
            }
        }
    }

    fn decode(from: &mut Decoder<'_>) -> Result<Work, TruncatedError> {
        match from.take(1)?[0] {
            1 => Ok(Work::Message { context: u64::decode(from)?, pending: Pending::decode(from)? }),
            2 => Ok(Work::Job(Job::decode(from)?)),
            _ => Err(TruncatedError),
        }
    }
}

/// What executions came to, in their order.
#[derive(Default)]
pub(crate) enum Memo {
    #[default]
    None,
    Recording(Vec<Outcome>),
    Known(VecDeque<Outcome>),
}

/// Work that was carried out on a copy.
pub struct Finished {
    outcomes: Vec<Outcome>,
    /// Keeps the modules that were loaded for it until it is taken over.
    _after: State,
}

impl State {
    /// Work that is to be carried out beside the blocks, by number.
    pub fn slow_work(&self) -> impl Iterator<Item = u64> {
        self.slow.keys().copied()
    }

    /// Whether a piece of work is a message of a canister, and not an installation or release.
    pub fn is_message(&self, number: u64) -> bool {
        matches!(self.slow.get(&number), Some(Slow { work: Work::Message { .. }, .. }))
    }

    /// Whose lines a piece of work halts.
    pub(crate) fn halted_by(&self, work: &Work) -> Vec<CanisterId> {
        match work {
            Work::Message { context, .. } => {
                self.contexts.get(context).map(|it| it.canister).into_iter().collect()
            }
            Work::Job(Job::Platform(batch)) => targets(batch),
            Work::Job(job) => vec![self.line_of(job)],
        }
    }
}

/// The canisters that a batch changes.
pub(crate) fn targets(batch: &PlatformBatch) -> Vec<CanisterId> {
    let mut found: Vec<CanisterId> = batch.changes.iter().map(|change| change.canister).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Carries out slow work on a copy of the state.
pub fn work_off(engine: &Engine, state: &State, number: u64) -> Finished {
    let mut after = state.clone();
    let block = Block {
        height: after.height,
        time: after.time,
        seed: [0; 32],
        previous_root: [0; 32],
        inputs: Vec::new(),
    };
    let mut machine = Machine::new(engine, &mut after, &block);
    machine.memo = Memo::Recording(Vec::new());
    machine.complete(number, None);
    let outcomes = match std::mem::take(&mut machine.memo) {
        Memo::Recording(outcomes) => outcomes,
        _ => Vec::new(),
    };
    Finished { outcomes, _after: after }
}

impl Machine<'_> {
    /// Puts work off, and halts the lines of its canisters.
    pub(crate) fn put_off(&mut self, work: Work) {
        for canister in self.state.halted_by(&work) {
            self.state.queue.halt(canister);
        }
        let number = self.state.next_number();
        self.state.slow.insert(number, Slow { time: self.now, work });
        self.effects.push(Effect::PutOff { number });
    }

    /// Does the work that was put off, with what is known of it.
    pub(crate) fn complete(&mut self, number: u64, finished: Option<Finished>) {
        let Some(Slow { time, work }) = self.state.slow.remove(&number) else { return };
        for canister in self.state.halted_by(&work) {
            self.state.queue.release(canister);
        }
        if let Some(Finished { outcomes, .. }) = finished {
            self.memo = Memo::Known(outcomes.into());
        }
        let (now, share) = (std::mem::replace(&mut self.now, time), self.share.take());
        let before = self.spent;
        let worker = match &work {
            Work::Message { context, .. } => self.state.contexts.get(context).map(|it| it.canister),
            Work::Job(_) => None,
        };
        match work {
            Work::Message { context, pending } => self.run(context, pending),
            Work::Job(job) => self.run_job_now(job),
        }
        (self.now, self.share) = (now, share);
        // It did not take the block's time.
        let cost = self.spent - std::mem::replace(&mut self.spent, before);
        if let Some(canister) = worker {
            self.charge(canister, cost, false);
        }
        if let Memo::Known(_) = self.memo {
            self.memo = Memo::None;
        }
    }
}
