//! Messages that wait: each canister has a line of its own, and the canisters take turns.
//!
//! One that is sent very much to makes others wait for one message of its at a time. A line can be halted, while its canister is worked on
//! beside the blocks ([`crate::slow`]).

use crate::calls::Job;
use replica_api::{CanisterId, Codec as _};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Messages in one line, at most.
const LINE_MAX: usize = 5_000;

/// The lines.
#[derive(Clone, Default)]
pub(crate) struct Queue {
    lines: BTreeMap<CanisterId, VecDeque<Job>>,
    /// Whose turn it is: canisters with a message in a line that moves, each once.
    turns: VecDeque<CanisterId>,
    halted: BTreeSet<CanisterId>,
}

impl Queue {
    /// Puts a message at the end of a canister's line.
    pub(crate) fn push(&mut self, line: CanisterId, job: Job) {
        let jobs = self.lines.entry(line).or_default();
        jobs.push_back(job);
        if jobs.len() == 1 && !self.halted.contains(&line) {
            self.turns.push_back(line);
        }
    }

    /// Puts a message before all others of a canister's line.
    pub(crate) fn push_first(&mut self, line: CanisterId, job: Job) {
        self.push(line, job);
        if let Some(jobs) = self.lines.get_mut(&line) {
            jobs.rotate_right(1);
        }
    }

    /// Takes the next message. The canister's turn comes again when all others had theirs.
    pub(crate) fn pop(&mut self) -> Option<Job> {
        let line = self.turns.pop_front()?;
        let jobs = self.lines.get_mut(&line).expect("only canisters with a line have turns");
        let job = jobs.pop_front();
        if jobs.is_empty() {
            self.lines.remove(&line);
        } else {
            self.turns.push_back(line);
        }
        job
    }

    /// Whether a canister's line takes no more.
    pub(crate) fn is_full(&self, line: CanisterId) -> bool {
        self.lines.get(&line).is_some_and(|jobs| jobs.len() >= LINE_MAX)
    }

    /// Whether nothing can run now.
    pub(crate) fn is_idle(&self) -> bool {
        self.turns.is_empty()
    }

    pub(crate) fn halt(&mut self, line: CanisterId) {
        self.halted.insert(line);
        self.turns.retain(|turn| *turn != line);
    }

    pub(crate) fn release(&mut self, line: CanisterId) {
        if self.halted.remove(&line) && self.lines.contains_key(&line) {
            self.turns.push_back(line);
        }
    }

    pub(crate) fn is_halted(&self, line: CanisterId) -> bool {
        self.halted.contains(&line)
    }

    /// All messages: those whose turn comes first, then those that stand still. Pushed again in this order, into lines that are halted
    /// alike, they make the same queue.
    pub(crate) fn jobs(&self) -> Vec<(CanisterId, Job)> {
        let still = self.lines.keys().filter(|line| self.halted.contains(line));
        let order = self.turns.iter().chain(still);
        order.flat_map(|line| self.lines[line].iter().map(|job| (*line, job.clone()))).collect()
    }

    /// What goes into the root of the state.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        // An empty queue, as after most blocks, has the bytes it always had.
        let mut bytes = self.jobs().into_iter().map(|(_, job)| job).collect::<VecDeque<Job>>().to_bytes();
        bytes.extend(self.halted.iter().flat_map(|line| line.as_slice().to_vec()));
        bytes
    }
}
