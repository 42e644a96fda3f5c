//! Sends the requests that canisters make of the web, beside the blocks, and hands back what came of them.
//!
//! How many are under way at once is bounded, of one canister and of all; those beyond wait, and their time runs. An
//! answer comes in any case, after [`OutcallOptions::timeout`] at the latest.

mod client;
mod options;

pub use options::{AllowedHost, OutcallOptions};

use crate::engine_loop::Request;
use client::Client;
use replica_api::{CanisterId, HttpOutcome, RejectCode};
use replica_core::{Outcall, State, no_answer};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Instant;

/// Requests under way.
pub(crate) struct Outcalls {
    options: OutcallOptions,
    client: Arc<Client>,
    done: Sender<Request>,
    /// How many of each canister are being sent.
    sending: BTreeMap<CanisterId, usize>,
    waiting: VecDeque<Waiting>,
}

struct Waiting {
    number: u64,
    outcall: Arc<Outcall>,
    since: Instant,
}

impl Outcalls {
    /// `done` is told of each request that has ended.
    pub(crate) fn new(options: OutcallOptions, done: Sender<Request>) -> Outcalls {
        let client = Arc::new(Client::new(options.clone()));
        Outcalls { options, client, done, sending: BTreeMap::new(), waiting: VecDeque::new() }
    }

    /// Takes up what was under way when the replica ended. What only reads is asked again; whether anything else was
    /// carried out is not known, and it is not for the replica to do it twice.
    pub(crate) fn resume(&mut self, state: &State) {
        let open: Vec<(u64, bool)> = state
            .open_outcalls()
            .map(|(number, outcall)| (number, outcall.request.method.only_reads()))
            .collect();
        for (number, only_reads) in open {
            if only_reads {
                self.start(state, number);
            } else {
                let text = "the replica was started anew before the answer came; whether the server has carried out the request is not known";
                self.end(number, Err(no_answer(RejectCode::SysUnknown, text)));
            }
        }
    }

    /// Sends a request of the state, or has it wait for a place.
    pub(crate) fn start(&mut self, state: &State, number: u64) {
        let Some(outcall) = state.outcall(number).cloned() else { return };
        self.waiting.push_back(Waiting { number, outcall, since: Instant::now() });
        self.send_waiting();
    }

    /// Notes that a request of a canister has ended, and sends what waited for its place.
    pub(crate) fn note(&mut self, canister: Option<CanisterId>) {
        if let Some(canister) = canister {
            let sending = self.sending.get_mut(&canister).expect("it was counted when it was sent");
            *sending -= 1;
            if *sending == 0 {
                self.sending.remove(&canister);
            }
        }
        self.send_waiting();
    }

    fn send_waiting(&mut self) {
        let mut blocked = VecDeque::new();
        while let Some(next) = self.waiting.pop_front() {
            let all: usize = self.sending.values().sum();
            let own = self.sending.get(&next.outcall.canister).copied().unwrap_or(0);
            if all >= self.options.at_once_max || own >= self.options.at_once_of_one_max {
                blocked.push_back(next);
            } else {
                self.send(next);
            }
        }
        self.waiting = blocked;
    }

    fn send(&mut self, Waiting { number, outcall, since }: Waiting) {
        let canister = outcall.canister;
        *self.sending.entry(canister).or_default() += 1;
        let (client, done, timeout) = (self.client.clone(), self.done.clone(), self.options.timeout);
        let work = move || {
            let outcome = match timeout.checked_sub(since.elapsed()) {
                Some(left) if !left.is_zero() => client.fetch(&outcall.request, left),
                _ => Err(client::too_late(timeout)),
            };
            // Nobody listens once the replica has ended.
            let _ = done.send(Request::Fetched { number, canister: Some(canister), outcome });
        };
        let thread = std::thread::Builder::new().name("outcall".into());
        if let Err(error) = thread.spawn(work) {
            let text = format!("the HTTP request could not be sent: {error}");
            let outcome = Err(no_answer(RejectCode::SysTransient, text));
            let _ = self.done.send(Request::Fetched { number, canister: Some(canister), outcome });
        }
    }

    fn end(&self, number: u64, outcome: HttpOutcome) {
        let _ = self.done.send(Request::Fetched { number, canister: None, outcome });
    }
}
