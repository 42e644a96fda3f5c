//! The same blocks come to the same root: in every build, on every machine, whether long work is done by the block that takes it over or was
//! done on another thread before.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use replica_api::{
    Block, CanisterAction, CanisterChange, IngressMessage, Input, InstallMode, PlatformBatch, Principal,
    canister_id,
};
use replica_core::{Effect, Finished, Identity, RULES_NEWEST, Secret, State, execute_block_with, work_off};
use replica_wasm::{Engine, Limits};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What every build has to come to, by the rules that hold. It changes with what a block does, and with nothing else; under old
/// rules, never.
const ROOTS: [(u64, &str); 2] = [
    (0, "a9a4c6565aa16b566c07180a4bf765731ee16c1ad19bcfd6e5e558c8e27d2062"),
    (RULES_NEWEST, "2cfe0a2260aa70f013d47cc41dfb1bda15ed3aa4a41ba99bb66d8f1dac614526"),
];

const HOSTILE: &str = include_str!("../../../tests/hostile/hostile.wat");
const METHODS: [&str; 8] =
    ["spin", "grow", "recurse", "storm", "huge", "trap_in_callback", "spin_in_cleanup", "shout"];
const CANISTERS: u64 = 3;

fn limits() -> Limits {
    Limits {
        update_instructions_max: 40_000_000,
        wasm_memory_bytes_max: 16 << 20,
        share_instructions_max: 1_000_000,
        ..Limits::default()
    }
}

fn identity() -> Identity {
    let (root_key_der, node_key_der) = (Arc::from(*b"root key"), Arc::from(*b"node key"));
    let [subnet, node] = [b"subnet".as_slice(), b"node"].map(Principal::self_authenticating);
    let secret = Secret::from_seed(b"seed");
    Identity { root_key_der, node_key_der, subnet, node, secret, standins: false }
}

/// The inputs of a block: first the rules and the canisters, then calls of all their methods by turns.
fn inputs(height: u64, rules: u64) -> Vec<Input> {
    let owner = Principal::self_authenticating(b"owner");
    if height == 1 {
        let module: Arc<[u8]> = wat::parse_str(HOSTILE).unwrap().into();
        let install = |module: &Arc<[u8]>| CanisterAction::Install {
            mode: InstallMode::Install,
            module: module.clone(),
            arg: Vec::new(),
        };
        let changes = (0..CANISTERS).flat_map(|n| {
            let create = CanisterAction::Create { controllers: vec![owner] };
            [create, install(&module)].map(|action| CanisterChange { canister: canister_id(n), action })
        });
        let batch = PlatformBatch { changes: changes.collect(), ..PlatformBatch::default() };
        let rules = (rules > 0).then_some(Input::Rules { version: rules });
        return rules.into_iter().chain([Input::Platform(batch)]).collect();
    }
    (0..CANISTERS)
        .map(|n| {
            let method = METHODS[((height + n) % METHODS.len() as u64) as usize];
            let mut id = [0; 32];
            id[..8].copy_from_slice(&(height * CANISTERS + n).to_be_bytes());
            let canister = canister_id(n);
            let (method, arg, expiry) = (method.to_owned(), Vec::new(), u64::MAX);
            let effective_canister = canister;
            let message = IngressMessage {
                id,
                sender: owner,
                canister,
                effective_canister,
                method,
                arg,
                expiry,
                sender_info: None,
            };
            Input::Ingress(message)
        })
        .collect()
}

/// Carries out the blocks. Work that a block puts off is taken over three blocks later; with `beside`, another thread does it meanwhile.
fn run(rules: u64, beside: bool) -> String {
    let engine = Arc::new(Engine::new(limits(), None).unwrap());
    let mut state = State::genesis(identity());
    let mut known: BTreeMap<u64, std::thread::JoinHandle<Finished>> = BTreeMap::new();
    let mut due: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for height in 1..=60 {
        let numbers = due.remove(&height).unwrap_or_default();
        let finished =
            numbers.iter().filter_map(|number| Some((*number, known.remove(number)?.join().unwrap())));
        let finished: BTreeMap<u64, Finished> = finished.collect();
        assert_eq!(finished.len(), if beside { numbers.len() } else { 0 });
        let mut inputs = if height <= 40 { inputs(height, rules) } else { Vec::new() };
        inputs.extend(numbers.into_iter().map(|number| Input::Completed { number }));
        let block = Block {
            height,
            time: height * 1_000,
            seed: [height as u8; 32],
            previous_root: state.root(),
            inputs,
        };
        for effect in execute_block_with(&engine, &mut state, &block, finished) {
            let Effect::PutOff { number } = effect else { continue };
            due.entry(height + 3).or_default().push(number);
            if beside {
                let (engine, state) = (engine.clone(), state.clone());
                known.insert(number, std::thread::spawn(move || work_off(&engine, &state, number)));
            }
        }
    }
    hex::encode(state.root())
}

#[test]
fn the_same_blocks_come_to_the_same_root() {
    for (rules, root) in ROOTS {
        assert_eq!(run(rules, false), root, "rules {rules}: each block does its own work");
        assert_eq!(run(rules, true), root, "rules {rules}: other threads have done it");
    }
}
