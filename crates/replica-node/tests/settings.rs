//! The settings of a canister and what follows from them: limits of memory, who sees what, what a snapshot brings back.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/asked.rs"]
mod asked;
mod support;

use asked::{CREATE, OWNER, World, blob, record};
use replica_api::{MANAGEMENT, Principal, canister_id};

/// Grows by a page a call, and counts how often it heard that memory runs out: `grow` replies pages and count as Candid.
fn grower(pages: u32) -> Vec<u8> {
    let text = format!(
        r#"(module
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "debug_print" (func $print (param i32 i32)))
  (import "ic0" "global_timer_set" (func $timer (param i64) (result i64)))
  (memory {pages})
  (data (i32.const 16) "DIDL\00\02\7b\7b")
  (func $answer
    (i32.store8 (i32.const 24) (memory.size))
    (i32.store8 (i32.const 25) (i32.load (i32.const 0)))
    (call $append (i32.const 16) (i32.const 10)) (call $reply))
  (func (export "canister_on_low_wasm_memory")
    (call $print (i32.const 16) (i32.const 4))
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1))))
  (func (export "canister_global_timer") (drop (memory.grow (i32.const 1))))
  (func (export "canister_update grow") (drop (memory.grow (i32.const 1))) (call $answer))
  (func (export "canister_update later") (drop (call $timer (i64.const 9000000000000000000))) (call $answer))
  (func (export "canister_update soon") (drop (call $timer (i64.const 1))) (call $answer))
  (func (export "canister_query look") (call $answer)))"#
    );
    wat::parse_str(text).expect("the text is a module")
}

/// A canister with that module on it.
fn world(folder: &std::path::Path, settings: &str) -> World {
    let world = World::open(folder);
    world.manage("provisional_create_canister_with_cycles", CREATE);
    check_settings(&world, settings);
    assert_eq!(world.manage("install_code", &install("install", 1)), "()");
    world
}

fn install(mode: &str, pages: u32) -> String {
    record(&format!("mode = variant {{ {mode} }}; wasm_module = {}; arg = blob \"\"", blob(&grower(pages))))
}

fn check_settings(world: &World, settings: &str) {
    assert_eq!(
        world.manage("update_settings", &record(&format!("settings = record {{ {settings} }}"))),
        "()"
    );
}

/// Calls a method and compares how many pages there are, and how often the canister was told that they run out.
fn check_call(world: &World, method: &str, pages: u8, told: u8) {
    let said = world.call_of(OWNER, canister_id(0), method, "()");
    assert_eq!(said, format!("({pages} : nat8, {told} : nat8)"), "{method}");
}

#[test]
fn memory_grows_no_further_than_the_canister_wants() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path(), "wasm_memory_limit = opt (196608 : nat)");
    check_call(&world, "grow", 2, 0);
    check_call(&world, "grow", 3, 0);
    let refused = world.call_of(OWNER, canister_id(0), "grow", "()");
    assert!(refused.contains("CanisterWasmMemoryLimitExceeded"), "{refused}");
    assert!(refused.contains("262144 bytes are wanted, and wasm_memory_limit is 196608"), "{refused}");
    check_call(&world, "look", 3, 0);
    // The limit is for calls: a timer goes beyond it.
    check_call(&world, "soon", 3, 0);
    let look = || world.call_of(OWNER, canister_id(0), "look", "()");
    assert!((0..1_000).any(|_| look() == "(4 : nat8, 0 : nat8)"), "the timer has not run: {}", look());
    // It is for what an installation begins with, too.
    let large = world.manage("install_code", &install("reinstall", 4));
    assert!(large.contains("begins with 262144 bytes of Wasm memory"), "{large}");
    check_call(&world, "look", 4, 0);
    check_settings(&world, "wasm_memory_limit = opt (0 : nat)");
    check_call(&world, "grow", 5, 0);
    let beyond = record("settings = record { wasm_memory_limit = opt (281474976710657 : nat) }");
    let beyond = world.manage("update_settings", &beyond);
    assert!(beyond.contains("wasm_memory_limit is at most 281474976710656"), "{beyond}");
}

#[test]
fn a_canister_hears_once_that_its_memory_runs_out() {
    let folder = tempfile::tempdir().unwrap();
    let limits = "wasm_memory_limit = opt (262144 : nat); wasm_memory_threshold = opt (131073 : nat)";
    let world = world(folder.path(), limits);
    check_call(&world, "look", 1, 0);
    check_call(&world, "grow", 2, 0);
    // It ran before this call.
    check_call(&world, "grow", 3, 1);
    check_call(&world, "look", 3, 1);
    // What it has heard outlives a restart.
    world.node.close();
    drop(world);
    let world = World::open(folder.path());
    check_call(&world, "look", 3, 1);
    check_settings(&world, "wasm_memory_limit = opt (655360 : nat)");
    check_call(&world, "look", 3, 1);
    // There was enough for a while: it hears again.
    check_settings(&world, "wasm_memory_limit = opt (262144 : nat)");
    check_call(&world, "look", 3, 2);
    let root = world.node.tip();
    world.node.close();
    drop(world);
    let verified =
        replica_node::verify(folder.path(), &replica_node::NodeOptions::default(), |_| {}).unwrap();
    assert_eq!((verified.blocks, verified.root), (root.0, root.2));
}

#[test]
fn settings_say_who_sees_what() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path(), "");
    world.manage("take_canister_snapshot", &record(""));
    let snapshot = "snapshot_id = blob \"\\00\\00\\00\\00\\00\\00\\00\\01\"";
    let reads: [(&str, &str, String); 4] = [
        ("status_visibility", "canister_status", record("")),
        ("snapshot_visibility", "list_canister_snapshots", record("")),
        ("snapshot_visibility", "read_canister_snapshot_metadata", record(snapshot)),
        ("log_visibility", "fetch_canister_logs", record("")),
    ];
    let friend = Principal::self_authenticating("friend");
    for (setting, method, args) in &reads {
        let ask = |who: &str| match *method {
            "fetch_canister_logs" => world.query_of(who, MANAGEMENT, method, args),
            _ => world.call_of(who, MANAGEMENT, method, args),
        };
        let check = |visibility: &str, others: &[(&str, bool)]| {
            check_settings(&world, &format!("{setting} = opt variant {{ {visibility} }}"));
            for (who, may) in others {
                let said = ask(who);
                assert_eq!(
                    !said.contains("Only controllers"),
                    *may,
                    "{method} by {who} with {visibility}: {said}"
                );
            }
        };
        check("controllers", &[(OWNER, true), ("friend", false), ("stranger", false)]);
        check(
            &format!("allowed_viewers = vec {{ principal \"{friend}\" }}"),
            &[(OWNER, true), ("friend", true), ("stranger", false)],
        );
        check("public", &[(OWNER, true), ("friend", true), ("stranger", true)]);
    }
    let many = format!("vec {{ {} }}", format!("principal \"{friend}\";").repeat(11));
    let many =
        format!("settings = record {{ status_visibility = opt variant {{ allowed_viewers = {many} }} }}");
    let many = world.manage("update_settings", &record(&many));
    assert!(many.contains("at most 10 viewers are allowed, and these are 11"), "{many}");
    // What is set is told.
    let status = world.manage("canister_status", &record(""));
    assert_eq!(status.matches("variant").count() - 1, 3, "running, and three times who may see: {status}");
}

#[test]
fn a_snapshot_brings_back_timer_and_chunks() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(folder.path(), "");
    check_call(&world, "later", 1, 0);
    world.manage("upload_chunk", &record("chunk = blob \"abc\""));
    world.manage("take_canister_snapshot", &record(""));
    assert_eq!(world.manage("install_code", &install("reinstall", 1)), "()");
    assert_eq!(world.manage("clear_chunk_store", &record("")), "()");
    world.node.close();
    drop(world);
    let world = World::open(folder.path());
    let timer = |world: &World| world.node.canister(canister_id(0)).unwrap().facts.global_timer;
    assert_eq!((timer(&world), world.manage("stored_chunks", &record(""))), (0, "(vec {})".to_owned()));
    let snapshot = "snapshot_id = blob \"\\00\\00\\00\\00\\00\\00\\00\\01\"";
    let metadata = world.manage("read_canister_snapshot_metadata", &record(snapshot));
    assert!(metadata.contains("9_000_000_000_000_000_000"), "{metadata}");
    assert_eq!(world.manage("load_canister_snapshot", &record(snapshot)), "()");
    assert_eq!(timer(&world), 9_000_000_000_000_000_000);
    assert_eq!(world.manage("stored_chunks", &record("")).matches("hash").count(), 1);
}
