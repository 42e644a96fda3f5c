//! Threads that carry out pieces of work and wait a while for more: to make and end a thread for each stops all others of
//! the process for a moment, as its stack is mapped and unmapped.

use crate::beside::{Rank, yield_to_others};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// As much as the main thread has: modules may be nested deeply.
const STACK_BYTES: usize = 16 << 20;
/// How long a thread waits for work before it ends.
const WAITS_FOR: Duration = Duration::from_secs(5);

type Work = Box<dyn FnOnce() + Send>;

/// Threads of one rank; as many as there is work at a time. Whoever hands out work bounds it.
#[derive(Clone)]
pub(crate) struct Crew {
    name: &'static str,
    rank: Rank,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    work: VecDeque<Work>,
    /// Threads that wait.
    idle: usize,
}

impl Crew {
    pub(crate) fn new(name: &'static str, rank: Rank) -> Crew {
        Crew { name, rank, shared: Arc::default() }
    }

    /// Has a piece of work carried out.
    ///
    /// # Errors
    /// The system has no thread left.
    pub(crate) fn run(&self, work: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
        let mut state = self.shared.state.lock().expect("no holder of this lock panics");
        state.work.push_back(Box::new(work));
        if state.work.len() <= state.idle {
            drop(state);
            self.shared.changed.notify_one();
            return Ok(());
        }
        drop(state);
        let (shared, rank) = (self.shared.clone(), self.rank);
        let thread = std::thread::Builder::new().name(self.name.into()).stack_size(STACK_BYTES);
        thread.spawn(move || {
            yield_to_others(rank);
            while let Some(work) = shared.next() {
                work();
            }
        })?;
        Ok(())
    }
}

impl Shared {
    /// Waits for a piece of work; none if there was none for long.
    fn next(&self) -> Option<Work> {
        let mut state = self.state.lock().expect("no holder of this lock panics");
        if state.work.is_empty() {
            state.idle += 1;
            let waited = self.changed.wait_timeout_while(state, WAITS_FOR, |state| state.work.is_empty());
            state = waited.expect("no holder of this lock panics").0;
            state.idle -= 1;
        }
        state.work.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::sync::mpsc;

    #[test]
    fn threads_are_used_again_and_as_many_as_there_is_work() {
        let crew = Crew::new("crew", Rank::Low);
        let (sender, threads) = mpsc::channel();
        let mut seen = BTreeSet::new();
        for _ in 0..50 {
            // Once it waits again.
            while seen.len() == 1
                && crew.shared.state.lock().expect("no holder of this lock panics").idle == 0
            {
                std::thread::yield_now();
            }
            let sender = sender.clone();
            crew.run(move || sender.send(std::thread::current().id()).expect("the test listens"))
                .expect("there is a thread");
            seen.insert(format!("{:?}", threads.recv().expect("it was carried out")));
        }
        assert_eq!(seen.len(), 1, "{seen:?}");
        // Each waits for the other: neither could end alone.
        let meeting = Arc::new(std::sync::Barrier::new(2));
        for _ in 0..2 {
            let (meeting, sender) = (meeting.clone(), sender.clone());
            crew.run(move || {
                meeting.wait();
                sender.send(std::thread::current().id()).expect("the test listens");
            })
            .expect("there is a thread");
        }
        assert_ne!(threads.recv().expect("it was carried out"), threads.recv().expect("it was carried out"));
    }
}
