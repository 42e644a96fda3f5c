//! A release tried out on a fork of the live app. The live app does not notice.

use std::time::Instant;

use replica_api::{CanisterAction, CanisterChange, CanisterId, ErrorCode, InstallMode, Principal, Reject};
use replica_core::Fork;
use replica_node::Node;
use upgrade::{Fact, Interface, compare_interfaces};

use crate::access::{TRIAL_MAX, Version, compare_access};
use crate::audit::{Audit, audit, compare, compare_second_run};
use crate::candidate::{Candidate, interface_of, plan_between, stable_of};
use crate::heap::{Heap, HeapError};
use crate::record::Rehearsal;

/// `DIDL` with no types and no values: the arguments of a method that takes none.
const NO_ARGUMENTS: &[u8] = b"DIDL\0\0";

/// Compares types and interface of the live module and the candidate; takes milliseconds.
pub fn check_types(live_wasm: &[u8], candidate: &Candidate) -> Vec<Fact> {
    let mut facts = Vec::new();
    match plan_between(live_wasm, &candidate.wasm) {
        Some(plan) => facts.extend(Fact::of_plan(&plan)),
        None if stable_of(live_wasm).is_some() => {
            facts.push(Fact::Unreadable { message: "the new module does not say what it stores".into() })
        }
        None => {}
    }
    let new = candidate.interface().and_then(|text| Interface::parse(&text).ok());
    if let (Some(old), Some(new)) = (interface_of(live_wasm), new) {
        facts.extend(compare_interfaces(&old, &new));
    }
    facts
}

/// Tries a first installation.
pub fn rehearse_start(node: &Node, owner: Principal, candidate: &Candidate) -> (Vec<Fact>, Rehearsal) {
    let started = Instant::now();
    let canister = node.free_canister_id();
    let mut fork = node.fork(&[]);
    let actions = [CanisterAction::Create { controllers: vec![owner] }, CanisterAction::Manage];
    let changes = actions.into_iter().map(|action| CanisterChange { canister, action });
    let created = fork.change(owner, changes.collect());
    let installed = created
        .and_then(|()| fork.install(canister, owner, InstallMode::Install, &candidate.wasm, NO_ARGUMENTS));
    let mut facts = Vec::new();
    if let Err(reject) = installed {
        facts.push(match reject.error {
            ErrorCode::CanisterInvalidWasm => Fact::NotAModule { message: reject.message },
            _ => Fact::StartFailed { message: last_words(&fork, canister, &reject) },
        });
    }
    let rehearsal =
        Rehearsal { ms: elapsed_ms(started), instructions: fork.instructions(), rows: Vec::new() };
    (facts, rehearsal)
}

/// Tries an upgrade on all of today's data.
pub fn rehearse_upgrade(
    node: &Node,
    canister: CanisterId,
    owner: Principal,
    candidate: &Candidate,
) -> (Vec<Fact>, Rehearsal) {
    let started = Instant::now();
    let mut fork = node.fork(&[canister]);
    let before = audit_of(&fork, canister);
    let live_wasm =
        fork.canister(canister).and_then(|it| it.module.as_ref().map(|module| module.bytes.clone()));
    let live_wasm = live_wasm.unwrap_or_default();
    // As it is today, to try things on beside the new version.
    let mut today = fork.fork();
    let spent_before = fork.instructions();
    let upgraded = fork.install(canister, owner, upgrade_mode(candidate), &candidate.wasm, NO_ARGUMENTS);
    let instructions = fork.instructions().saturating_sub(spent_before);
    let mut rehearsal = Rehearsal { ms: 0, instructions, rows: Vec::new() };
    if let Err(reject) = upgraded {
        rehearsal.ms = elapsed_ms(started);
        return (vec![failure(&fork, canister, &reject, instructions)], rehearsal);
    }
    let mut facts = vec![Fact::Rehearsed { instructions }];
    let after = audit_of(&fork, canister);
    match (&before, &after) {
        (Ok(before), Ok(after)) => {
            let found = compare(before, after);
            rehearsal.rows = rows_of(&found);
            facts.extend(found);
            facts.extend(second_run(&fork, canister, owner, candidate, after));
        }
        // A module of another compiler was and remains a closed book; one that becomes it is not.
        (Err(HeapError::Foreign), Err(HeapError::Foreign)) => {}
        (Err(error), _) | (_, Err(error)) => facts.push(Fact::Unreadable { message: error.to_string() }),
    }
    let interface = candidate.interface().and_then(|text| Interface::parse(&text).ok());
    if let (Some(old), Some(new)) = (interface_of(&live_wasm), interface) {
        today.limit(TRIAL_MAX);
        fork.limit(TRIAL_MAX);
        let old = Version { fork: &today, interface: &old };
        let new = Version { fork: &fork, interface: &new };
        facts.extend(compare_access(canister, owner, &old, &new));
    }
    rehearsal.ms = elapsed_ms(started);
    (facts, rehearsal)
}

/// How a candidate goes over what is there.
pub fn upgrade_mode(candidate: &Candidate) -> InstallMode {
    let keep_memory = candidate.keeps_memory().then_some(true);
    InstallMode::Upgrade { keep_memory, skip_pre_upgrade: false }
}

/// Counts what a canister stores now.
pub fn audit_of(fork: &Fork, canister: CanisterId) -> Result<Audit, HeapError> {
    let canister = fork.canister(canister).ok_or(HeapError::Foreign)?;
    audit(&Heap::open(&canister.image.memory)?)
}

fn rows_of(facts: &[Fact]) -> Vec<(String, u64, u64)> {
    facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Rows { path, before, after } => Some((path.clone(), *before, *after)),
            Fact::CollectionMoved { to, rows, .. } => Some((to.clone(), *rows, *rows)),
            Fact::CollectionGone { path, rows } => Some((path.clone(), *rows, 0)),
            _ => None,
        })
        .collect()
}

fn failure(fork: &Fork, canister: CanisterId, reject: &Reject, instructions: u64) -> Fact {
    match reject.error {
        ErrorCode::CanisterInvalidWasm => Fact::NotAModule { message: reject.message.clone() },
        ErrorCode::CanisterInstructionLimitExceeded => Fact::UpgradeTooLong { instructions },
        ErrorCode::CanisterOutOfMemory => Fact::UpgradeOutOfMemory { message: reject.message.clone() },
        _ => Fact::UpgradeTrapped { message: last_words(fork, canister, reject) },
    }
}

/// What the canister said when it failed.
fn last_words(fork: &Fork, canister: CanisterId, reject: &Reject) -> String {
    let logs = fork.canister(canister).map(|canister| &canister.facts.logs);
    let last =
        logs.and_then(|logs| logs.iter().next_back()).map(|record| String::from_utf8_lossy(&record.content));
    match last {
        Some(last) if !reject.message.contains(&*last) => {
            format!("{} (last printed: {last})", reject.message)
        }
        _ => reject.message.clone(),
    }
}

/// Carries out the same upgrade again, where its types allow that. It has nothing left to do.
fn second_run(
    fork: &Fork,
    canister: CanisterId,
    owner: Principal,
    candidate: &Candidate,
    first: &Audit,
) -> Vec<Fact> {
    if plan_between(&candidate.wasm, &candidate.wasm).is_none_or(|plan| plan.is_err()) {
        return Vec::new();
    }
    let mut again = fork.fork();
    if again.install(canister, owner, upgrade_mode(candidate), &candidate.wasm, NO_ARGUMENTS).is_err() {
        return Vec::new();
    }
    audit_of(&again, canister).map_or_else(|_| Vec::new(), |second| compare_second_run(first, &second))
}

fn elapsed_ms(started: Instant) -> u64 {
    started.elapsed().as_millis() as u64
}
