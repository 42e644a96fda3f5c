//! Carries out what blocks put off, on threads that yield to everything else.

use crate::crew::Crew;
use crate::engine_loop::Request;
use replica_core::{Finished, State, work_off};
use replica_wasm::Engine;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// Pieces of work at a time. They share what the blocks leave of the processors; more only wait longer.
const THREADS_MAX: usize = 32;
/// Lowest of the priorities that Linux has for ordinary threads.
const NICENESS: i32 = 19;

/// The work that goes on, and what came of it until a block takes it over.
pub(crate) struct Beside {
    engine: Arc<Engine>,
    done: Sender<Request>,
    /// For messages, and for what somebody waits for: releases and installations.
    messages: Crew,
    releases: Crew,
    running: usize,
    waiting: VecDeque<u64>,
    finished: BTreeMap<u64, Finished>,
}

impl Beside {
    /// `done` is told of each piece of work that has ended.
    pub(crate) fn new(engine: Arc<Engine>, done: Sender<Request>) -> Beside {
        Beside {
            engine,
            done,
            messages: Crew::new("beside", Rank::Idle),
            releases: Crew::new("release", Rank::Low),
            running: 0,
            waiting: VecDeque::new(),
            finished: BTreeMap::new(),
        }
    }

    /// Has a piece of work of the state carried out.
    pub(crate) fn start(&mut self, state: &State, number: u64) {
        if self.running >= THREADS_MAX {
            self.waiting.push_back(number);
            return;
        }
        self.running += 1;
        let (engine, done, state) = (self.engine.clone(), self.done.clone(), state.clone());
        let crew = if state.is_message(number) { &self.messages } else { &self.releases };
        let work = move || {
            // Without an outcome the block that takes it over does the work itself, and fails as it failed here.
            let attempt = std::panic::AssertUnwindSafe(|| work_off(&engine, &state, number));
            let finished = std::panic::catch_unwind(attempt).ok().map(Box::new);
            // Nobody listens once the replica has ended.
            let _ = done.send(Request::Finished { number, finished });
        };
        crew.run(work).expect("a thread can be started");
    }

    /// Notes that a piece of work has ended, and goes on with the next.
    pub(crate) fn note(&mut self, state: &State, number: u64, finished: Option<Box<Finished>>) {
        self.running -= 1;
        self.finished.extend(finished.map(|finished| (number, *finished)));
        if let Some(next) = self.waiting.pop_front() {
            self.start(state, next);
        }
    }

    /// What is known of work that has ended.
    pub(crate) fn take(&mut self) -> BTreeMap<u64, Finished> {
        std::mem::take(&mut self.finished)
    }
}

/// How far a thread stands back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    /// It gets little of a processor that others want.
    Low,
    /// It gets next to nothing of it, and never makes others wait for its turn to end.
    Idle,
}

/// Blocks and queries go first. Where the system does not let a thread do so, all are alike.
#[allow(unsafe_code, reason = "a system call for which the safe wrappers have no function")]
pub(crate) fn yield_to_others(rank: Rank) {
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICENESS);
    #[cfg(target_os = "linux")]
    if rank == Rank::Idle {
        let parameters = libc::sched_param { sched_priority: 0 };
        // SAFETY: 0 is the calling thread, and the parameters live until after the call. A refusal leaves the thread as it was.
        unsafe { libc::sched_setscheduler(0, libc::SCHED_IDLE, &parameters) };
    }
}
