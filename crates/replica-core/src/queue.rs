//! Messages that wait: each canister has a line of its own, and the canister that has used least of late comes first.
//!
//! What a canister's messages cost is counted, and halved every few milliseconds. One that has used much makes way for those that have
//! not. One whose messages turn out to be dear is known for some time after, and its messages are put off ([`crate::slow`]) before they
//! begin. While a canister is worked on beside the blocks, its line is halted.

use crate::calls::Job;
use crate::chunk_map::ChunkMap;
use replica_api::{CanisterId, Codec as _, Digest, TimeNs, codec_struct};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Messages in one line, at most.
const LINE_MAX: usize = 5_000;
/// What a canister has used counts half after so long.
const HALVED_AFTER_NS: TimeNs = 8_000_000;
/// What counts as nothing, in instructions.
const LITTLE: u64 = 10_000;
/// So many messages of a canister are put off once one of them was dear.
const PUT_OFF_AFTER_DEAR: u64 = 64;

/// Messages are numbered from here on: before those that wait there is room for others.
const FIRST: u64 = 1 << 32;

/// What a canister has used of late.
#[derive(Clone, Debug, Default)]
struct Use {
    /// In instructions, and what else costs time, measured in them.
    spent: u64,
    /// How many of its next messages are put off at once.
    put_off: u64,
}
codec_struct!(Use { spent, put_off });

/// A canister's turn: the less it has used, the sooner, and then in the order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Turn {
    /// The number of bits of what was spent when the canister got its turn.
    pub(crate) spent_bits: u64,
    order: u64,
    pub(crate) line: CanisterId,
}
codec_struct!(Turn { spent_bits, order, line });

/// The lines.
#[derive(Clone, Default)]
pub(crate) struct Queue {
    waiting: ChunkMap<(CanisterId, u64), Arc<Job>>,
    lengths: BTreeMap<CanisterId, usize>,
    /// Canisters with a message in a line that moves, each once.
    turns: BTreeSet<Turn>,
    halted: BTreeSet<CanisterId>,
    used: BTreeMap<CanisterId, Use>,
    halved: TimeNs,
    /// Messages and turns so far, which orders them.
    counter: u64,
}

impl Queue {
    /// Puts a message at the end of a canister's line.
    pub(crate) fn push(&mut self, line: CanisterId, job: Job) {
        self.counter += 1;
        self.waiting.insert((line, FIRST + self.counter), Arc::new(job));
        let length = self.lengths.entry(line).or_default();
        *length += 1;
        if *length == 1 && !self.halted.contains(&line) {
            self.give_turn(line);
        }
    }

    /// Puts a message before all others of a canister's line.
    pub(crate) fn push_first(&mut self, line: CanisterId, job: Job) {
        let first =
            self.waiting.range_from(&(line, 0)).next().map(|(key, _)| *key).filter(|key| key.0 == line);
        let Some((_, number)) = first else { return self.push(line, job) };
        self.waiting.insert((line, number - 1), Arc::new(job));
        *self.lengths.entry(line).or_default() += 1;
    }

    fn give_turn(&mut self, line: CanisterId) {
        self.counter += 1;
        let spent_bits = u64::from(u64::BITS - self.spent(line).leading_zeros());
        self.turns.insert(Turn { spent_bits, order: self.counter, line });
    }

    /// Whose turn is next.
    pub(crate) fn next(&self) -> Option<Turn> {
        self.turns.first().copied()
    }

    /// Takes the next message of whose turn it is.
    pub(crate) fn pop(&mut self) -> Option<Job> {
        let Turn { line, .. } = self.turns.pop_first()?;
        let (key, _) =
            self.waiting.range_from(&(line, 0)).next().expect("only canisters with a line have turns");
        let key = *key;
        let job = self.waiting.remove(&key)?;
        let length = self.lengths.get_mut(&line).expect("it has a line");
        *length -= 1;
        if *length == 0 {
            self.lengths.remove(&line);
        } else {
            self.give_turn(line);
        }
        Some(Arc::unwrap_or_clone(job))
    }

    /// Whether a canister's line takes no more.
    pub(crate) fn is_full(&self, line: CanisterId) -> bool {
        self.lengths.get(&line).is_some_and(|length| *length >= LINE_MAX)
    }

    /// Whether nothing can run now.
    pub(crate) fn is_idle(&self) -> bool {
        self.turns.is_empty()
    }

    pub(crate) fn halt(&mut self, line: CanisterId) {
        self.halted.insert(line);
        self.turns.retain(|turn| turn.line != line);
    }

    pub(crate) fn release(&mut self, line: CanisterId) {
        if self.halted.remove(&line) && self.lengths.contains_key(&line) {
            self.give_turn(line);
        }
    }

    pub(crate) fn is_halted(&self, line: CanisterId) -> bool {
        self.halted.contains(&line)
    }

    /// Lets what was used count less, as time goes by.
    pub(crate) fn forget_use(&mut self, now: TimeNs) {
        let halvings = (now.saturating_sub(self.halved) / HALVED_AFTER_NS).min(64);
        if halvings == 0 {
            return;
        }
        self.halved = now - now % HALVED_AFTER_NS;
        self.used.retain(|_, used| {
            used.spent = used.spent.checked_shr(halvings as u32).unwrap_or(0);
            used.spent >= LITTLE || used.put_off > 0
        });
    }

    /// Counts what a message has cost. One that cost more than `dear` has the next ones put off.
    pub(crate) fn charge(&mut self, line: CanisterId, cost: u64, dear: u64) {
        let used = self.used.entry(line).or_default();
        used.spent = used.spent.saturating_add(cost);
        if cost > dear {
            used.put_off = PUT_OFF_AFTER_DEAR;
        }
    }

    /// Notes that a message of a canister did not end within its share.
    pub(crate) fn note_dear(&mut self, line: CanisterId) {
        self.used.entry(line).or_default().put_off = PUT_OFF_AFTER_DEAR;
    }

    /// Whether a canister's next message is put off before it begins; it counts as one that was.
    pub(crate) fn takes_put_off(&mut self, line: CanisterId) -> bool {
        let Some(used) = self.used.get_mut(&line) else { return false };
        let is_dear = used.put_off > 0;
        used.put_off = used.put_off.saturating_sub(1);
        is_dear
    }

    fn spent(&self, line: CanisterId) -> u64 {
        self.used.get(&line).map_or(0, |used| used.spent)
    }

    /// Whether more than one canister has used something of late. Before rules 2, those count that are only
    /// remembered because a message of theirs was dear once.
    pub(crate) fn is_shared(&self, idle_count: bool) -> bool {
        self.used.values().filter(|used| idle_count || used.spent >= LITTLE).nth(1).is_some()
    }

    /// What goes into the root of the state.
    pub(crate) fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        hash.update(self.waiting.digest(|key, job| [key.to_bytes(), job.to_bytes()].concat()));
        hash.update(self.turns_and_use());
        hash.update(self.halted.to_bytes());
        hash.finalize().into()
    }

    fn turns_and_use(&self) -> Vec<u8> {
        (self.turns.clone(), (self.used.clone(), (self.halved, self.counter))).to_bytes()
    }

    /// The queue as bytes, without which lines are halted: that follows from the work beside the blocks.
    pub(crate) fn encode(&self, to: &mut replica_api::Encoder) {
        let waiting: Vec<((CanisterId, u64), Job)> =
            self.waiting.iter().map(|(key, job)| (*key, Job::clone(job))).collect();
        waiting.encode(to);
        to.bytes.extend(self.turns_and_use());
    }

    pub(crate) fn decode(from: &mut replica_api::Decoder<'_>) -> Result<Queue, replica_api::TruncatedError> {
        let mut queue = Queue::default();
        for ((line, number), job) in Vec::<((CanisterId, u64), Job)>::decode(from)? {
            queue.waiting.insert((line, number), Arc::new(job));
            *queue.lengths.entry(line).or_default() += 1;
        }
        (queue.turns, (queue.used, (queue.halved, queue.counter))) = replica_api::Codec::decode(from)?;
        Ok(queue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::Job;
    use replica_api::canister_id;
    use replica_wasm::Entry;

    const SECOND_NS: TimeNs = 1_000_000_000;

    fn push(queue: &mut Queue, number: u64) {
        let canister = canister_id(number);
        queue.push(canister, Job::Task { canister, entry: Entry::GlobalTimer });
    }

    fn next(queue: &Queue) -> Option<CanisterId> {
        queue.next().map(|turn| turn.line)
    }

    #[test]
    fn who_has_used_least_comes_first() {
        let mut queue = Queue::default();
        queue.charge(canister_id(1), 5_000_000, u64::MAX);
        push(&mut queue, 1);
        push(&mut queue, 2);
        assert_eq!(next(&queue), Some(canister_id(2)));
        queue.pop();
        assert_eq!(next(&queue), Some(canister_id(1)), "the other has nothing to do");
    }

    #[test]
    fn use_is_forgotten_and_what_was_dear_is_not_in_use() {
        let mut queue = Queue::default();
        queue.charge(canister_id(1), 5_000_000, 1_000_000);
        queue.charge(canister_id(2), 100_000, 1_000_000);
        assert!(queue.is_shared(false));
        queue.forget_use(SECOND_NS);
        queue.charge(canister_id(2), 100_000, 1_000_000);
        assert!(!queue.is_shared(false), "only one has used something of late");
        assert!(queue.takes_put_off(canister_id(1)), "its next messages are put off all the same");
        assert!(!queue.takes_put_off(canister_id(2)));
    }

    #[test]
    fn a_message_can_come_before_all_others_of_its_line() {
        let mut queue = Queue::default();
        push(&mut queue, 1);
        push(&mut queue, 1);
        let first = Job::Task { canister: canister_id(1), entry: Entry::LowWasmMemory };
        queue.push_first(canister_id(1), first);
        let entries = std::iter::from_fn(|| queue.pop()).map(|job| match job {
            Job::Task { entry, .. } => entry,
            other => panic!("{other:?} was not put there"),
        });
        assert_eq!(
            entries.collect::<Vec<_>>(),
            [Entry::LowWasmMemory, Entry::GlobalTimer, Entry::GlobalTimer]
        );
    }
}
