//! Modules that mean no good: whatever they do, others are answered, and what was done can be done again.
//!
//! The tests say what must hold at any speed; how much slower others become is measured by `bench hostile`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use replica_api::{
    CanisterAction, CanisterChange, CanisterId, ErrorCode, InstallMode, PlatformBatch, Principal,
    QueryRequest, Reject, Replica, Submitted, canister_id,
};
use replica_node::{Node, NodeOptions, verify};
use replica_wasm::Limits;
use std::path::Path;
use std::time::Duration;
use support::message;

/// Does what its methods are called after.
const HOSTILE: &str = include_str!("../../../tests/hostile/hostile.wat");

/// Starts so, and never ends.
const NEVER_BEGINS: &str = r#"(module (memory 1) (func (export "canister_init") (loop $again (br $again))))"#;

fn owner() -> Principal {
    Principal::self_authenticating(b"owner")
}

fn friendly() -> CanisterId {
    canister_id(0)
}

fn hostile() -> CanisterId {
    canister_id(1)
}

/// Limits that are reached soon, but not within the share of a block.
fn options() -> NodeOptions {
    let limits = Limits {
        update_instructions_max: 400_000_000,
        query_instructions_max: 100_000_000,
        install_instructions_max: 400_000_000,
        wasm_memory_bytes_max: 64 << 20,
        ..Limits::default()
    };
    NodeOptions { limits, call_wait: Duration::from_secs(120), ..NodeOptions::default() }
}

struct World {
    node: Node,
    runtime: tokio::runtime::Runtime,
}

impl World {
    fn open(folder: &Path) -> World {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        World { node: Node::open(folder, options()).unwrap(), runtime }
    }

    fn install(&self, canister: CanisterId, text: &str) -> Result<(), Reject> {
        self.install_module(canister, wat::parse_str(text).unwrap())
    }

    fn install_module(&self, canister: CanisterId, module: Vec<u8>) -> Result<(), Reject> {
        let module = module.into();
        let create = CanisterAction::Create { controllers: vec![owner()] };
        let install = CanisterAction::Install { mode: InstallMode::Install, module, arg: Vec::new() };
        let changes = [create, install].map(|action| CanisterChange { canister, action }).into();
        let batch = PlatformBatch { changes, ..PlatformBatch::default() };
        self.runtime.block_on(self.node.platform(batch)).unwrap().map(|_| ())
    }

    fn call(&self, canister: CanisterId, method: &str) -> Result<Vec<u8>, ErrorCode> {
        match self.runtime.block_on(self.node.call(message(owner(), canister, method, Vec::new()))).unwrap() {
            Submitted::Done(outcome) => outcome.map_err(|reject| reject.error),
            other => panic!("{method} did not end: {other:?}"),
        }
    }

    /// Hands in a call and does not wait for it.
    fn begin(&self, canister: CanisterId, method: &str) {
        self.runtime.block_on(self.node.submit(message(owner(), canister, method, Vec::new()))).unwrap();
    }

    fn query(&self, canister: CanisterId, method: &str) -> Result<Vec<u8>, ErrorCode> {
        let request = QueryRequest {
            sender: owner(),
            canister,
            method: method.into(),
            arg: Vec::new(),
            sender_info: None,
        };
        self.runtime.block_on(self.node.query(request)).unwrap().outcome.map_err(|reject| reject.error)
    }
}

#[test]
fn what_a_hostile_module_does_is_its_own_affair() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path());
    world.install(friendly(), HOSTILE).unwrap();
    world.install(hostile(), HOSTILE).unwrap();
    let told = [
        ("spin", ErrorCode::CanisterInstructionLimitExceeded),
        ("grow", ErrorCode::CanisterOutOfMemory),
        ("recurse", ErrorCode::CanisterTrapped),
        ("storm", ErrorCode::CanisterTrapped),
        ("huge", ErrorCode::CanisterContractViolation),
        ("trap_in_callback", ErrorCode::CanisterTrapped),
        ("spin_in_cleanup", ErrorCode::CanisterTrapped),
        ("shout", ErrorCode::CanisterInstructionLimitExceeded),
    ];
    for (method, error) in told {
        // Both are under way before anything of the first is known.
        world.begin(hostile(), method);
        assert_eq!(world.call(friendly(), "fine").unwrap(), b"fine", "while another does {method}");
        assert_eq!(world.query(friendly(), "read").unwrap(), b"fine", "while another does {method}");
        let told = world.call(hostile(), method).unwrap_err();
        // Where the first storm has all calls that a canister may have open, the second makes none, and says nothing.
        let silent = method == "storm" && told == ErrorCode::CanisterDidNotReply;
        assert!(told == error || silent, "{method}: {told:?}");
        assert_eq!(world.call(hostile(), "fine").unwrap(), b"fine", "after {method}");
    }
    assert_eq!(
        world.query(hostile(), "spin_query").unwrap_err(),
        ErrorCode::CanisterInstructionLimitExceeded
    );
    let never = world.install(canister_id(2), NEVER_BEGINS).unwrap_err();
    assert_eq!(never.error, ErrorCode::CanisterInstructionLimitExceeded);
    assert!(world.node.canister(canister_id(2)).is_none(), "a batch is carried out whole, or not at all");

    let tip = world.node.tip();
    world.node.close();
    drop(world);
    let verified = verify(folder.path(), &options(), |_| {}).expect("the blocks come to the same again");
    assert_eq!(verified.blocks, tip.0, "without what was known of their slow work");
    assert_eq!(World::open(folder.path()).node.tip(), tip);
}

#[test]
fn others_are_answered_while_one_never_ends() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path());
    world.install(friendly(), HOSTILE).unwrap();
    world.install(hostile(), HOSTILE).unwrap();
    let before = world.node.tip().0;
    world.begin(hostile(), "spin");
    world.begin(hostile(), "fine");
    for _ in 0..20 {
        assert_eq!(world.call(friendly(), "fine").unwrap(), b"fine");
    }
    assert!(world.node.tip().0 >= before + 20, "each of these calls had a block of its own");
    assert_eq!(
        world.call(hostile(), "fine").unwrap(),
        b"fine",
        "its own calls wait for it, and are answered"
    );
}

#[test]
fn work_that_a_stop_interrupts_is_done_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path());
    world.install(hostile(), HOSTILE).unwrap();
    world.begin(hostile(), "spin");
    world.begin(hostile(), "fine");
    world.node.close();
    drop(world);
    let world = World::open(folder.path());
    assert_eq!(world.call(hostile(), "fine").unwrap(), b"fine");
    let logs = world.node.logs(hostile());
    let traps = logs.iter().filter(|record| record.content.starts_with(b"[TRAP]: the instruction limit"));
    assert_eq!(traps.count(), 1, "it was carried out once, to its end");
}

/// What the generated modules may import and have to export.
const IMPORTS: &str = r#"(module
  (import "ic0" "msg_reply_data_append" (func (param i32 i32)))
  (import "ic0" "msg_reply" (func))
  (import "ic0" "trap" (func (param i32 i32)))
  (import "ic0" "debug_print" (func (param i32 i32)))
  (import "ic0" "time" (func (result i64)))
  (import "ic0" "global_timer_set" (func (param i64) (result i64)))
  (import "ic0" "stable64_grow" (func (param i64) (result i64)))
  (import "ic0" "stable64_write" (func (param i64 i64 i64)))
  (import "ic0" "call_new" (func (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "ic0" "call_perform" (func (result i32))))"#;
const EXPORTS: &str = r#"(module
  (func (export "canister_init")) (func (export "canister_update run")) (func (export "canister_query look"))
  (func (export "canister_global_timer")))"#;

/// A module made of noise that the seed stands for, of up to a quarter of a megabyte.
fn module_of_noise(seed: u64) -> Option<Vec<u8>> {
    let mut noise = Vec::with_capacity(1 << 18);
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    while noise.len() < 1 << 18 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        noise.extend(state.to_le_bytes());
    }
    let config = wasm_smith::Config {
        available_imports: Some(wat::parse_str(IMPORTS).unwrap()),
        exports: Some(wat::parse_str(EXPORTS).unwrap()),
        max_instructions: 20_000,
        max_memories: 1,
        memory64_enabled: false,
        gc_enabled: false,
        exceptions_enabled: false,
        relaxed_simd_enabled: false,
        threads_enabled: false,
        tail_call_enabled: false,
        reference_types_enabled: false,
        allow_start_export: true,
        ..wasm_smith::Config::default()
    };
    let module = wasm_smith::Module::new(config, &mut arbitrary::Unstructured::new(&noise)).ok()?;
    Some(module.to_bytes())
}

#[test]
fn modules_of_noise_harm_nobody() {
    const MODULES: u64 = 60;
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path());
    world.install(friendly(), HOSTILE).unwrap();
    let mut ran = 0;
    for seed in 1..=MODULES {
        let Some(module) = module_of_noise(seed) else { continue };
        let canister = canister_id(seed);
        if world.install_module(canister, module).is_ok() {
            ran += 1;
            world.begin(canister, "run");
            let _ = world.query(canister, "look");
        }
        assert_eq!(world.call(friendly(), "fine").unwrap(), b"fine", "beside the module {seed}");
    }
    assert!(ran > 0, "some of {MODULES} modules are accepted and run");
    world.node.close();
    let tip = world.node.tip();
    drop(world);
    let verified = verify(folder.path(), &options(), |_| {}).expect("noise comes to the same again");
    assert_eq!(verified.root, tip.2);
}
