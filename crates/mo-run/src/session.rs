//! Canisters on a fork of an empty replica, and what they print.

use std::collections::BTreeMap;

use replica_api::{CallOutcome, CanisterId, ErrorCode, InstallMode, Principal, Reject};
use replica_core::Fork;
use replica_node::{Node, NodeOptions};
use replica_wasm::Limits;

/// Prints may be as many as a test wants to compare.
const PRINT_BYTES_MAX: usize = 16 << 20;
/// How often time is moved to the next timer for a call that has not been answered.
const TIMERS_PER_CALL_MAX: usize = 1_000;

/// A replica in memory that nobody else sees. Everything on it is done by the anonymous principal.
pub struct Session {
    /// Keeps the engine of the fork alive.
    _node: Node,
    fork: Fork,
    /// How many prints of each canister have been handed out.
    seen: BTreeMap<CanisterId, u64>,
}

impl Session {
    /// Starts without canisters.
    ///
    /// # Errors
    /// What kept the replica from starting.
    pub fn new() -> Result<Session, String> {
        let limits = Limits {
            debug_print_bytes_max: PRINT_BYTES_MAX,
            log_bytes_max: PRINT_BYTES_MAX,
            log_records_max: 1_000_000,
            ..Limits::default()
        };
        let options = NodeOptions { limits, ..NodeOptions::default() };
        let node = Node::in_memory(options).map_err(|error| error.to_string())?;
        let mut fork = node.fork(&[]);
        fork.run_one_by_one();
        Ok(Session { _node: node, fork, seen: BTreeMap::new() })
    }

    /// Puts code into a canister, which is made if it is not there.
    ///
    /// # Errors
    /// The reject; nothing has changed then, except that the canister is there.
    pub fn install(
        &mut self,
        canister: CanisterId,
        mode: InstallMode,
        wasm: &[u8],
        arg: &[u8],
    ) -> Result<(), Reject> {
        if self.fork.canister(canister).is_none() {
            self.fork.create(canister, vec![Principal::anonymous(), canister])?;
        }
        self.fork.install(canister, Principal::anonymous(), mode, wasm, arg)?;
        self.fork.settle();
        Ok(())
    }

    /// Calls a method as an update and lets everything that it set off end. Time passes while the answer waits for timers.
    pub fn update(&mut self, canister: CanisterId, method: &str, arg: &[u8]) -> CallOutcome {
        let call = self.fork.submit(Principal::anonymous(), canister, method, arg);
        self.fork.settle();
        for _ in 0..TIMERS_PER_CALL_MAX {
            if self.fork.answer(call).is_some() || !self.fork.advance_to_timer() {
                break;
            }
        }
        let outcome = self.fork.answer(call);
        outcome.unwrap_or_else(|| {
            Err(Reject::new(ErrorCode::CanisterDidNotReply, "the canister did not answer the call"))
        })
    }

    /// Asks a query method.
    pub fn query(&self, canister: CanisterId, method: &str, arg: &[u8]) -> CallOutcome {
        self.fork.query(Principal::anonymous(), canister, method, arg)
    }

    /// Returns what all canisters printed since it was last asked, in order of time.
    pub fn printed(&mut self) -> Vec<String> {
        let mut new = Vec::new();
        for canister in self.fork.canisters() {
            let seen = self.seen.entry(canister.id).or_default();
            for record in canister.facts.logs.iter().filter(|record| record.index >= *seen) {
                // The replica notes traps among the prints; they are not printed by the program.
                if !record.content.starts_with(b"[TRAP]: ") {
                    let line = String::from_utf8_lossy(&record.content).into_owned();
                    new.push((record.time, canister.id, record.index, line));
                }
            }
            *seen = canister.facts.logs_next;
        }
        new.sort();
        new.into_iter().map(|(.., line)| line).collect()
    }
}
