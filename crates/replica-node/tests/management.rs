//! The management canister, asked in Candid text: modules in pieces, history, metadata, and the two canisters that are stood in for.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/asked.rs"]
mod asked;
mod support;

use asked::{CREATE, OWNER, World, blob, record};
use replica_api::{MANAGEMENT, Principal, Replica, Submitted, canister_id};
use support::message;

const LEDGER: &str = "um5iw-rqaaa-aaaaq-qaaba-cai";
const MINTER: &str = "rkp4c-7iaaa-aaaaa-aaaca-cai";

fn sha256(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}

/// A module with a public custom section, in two pieces.
fn pieces() -> (Vec<u8>, Vec<u8>) {
    let module = wat::parse_str(
        r#"(module (@custom "icp:public note" "open") (@custom "icp:private secret" "closed") (memory 1)
             (func (export "canister_query nothing")))"#,
    );
    let module = module.expect("the text is a module");
    let (first, second) = module.split_at(module.len() / 2);
    (first.to_vec(), second.to_vec())
}

#[test]
fn a_module_comes_in_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path());
    world.manage("provisional_create_canister_with_cycles", CREATE);
    let (first, second) = pieces();
    for piece in [&first, &second] {
        let said = world.manage("upload_chunk", &record(&format!("chunk = {}", blob(piece))));
        assert!(said.contains("hash"), "{said}");
    }
    let stranger =
        world.call_of("stranger", MANAGEMENT, "upload_chunk", &record(&format!("chunk = {}", blob(&first))));
    assert!(stranger.contains("Only controllers"), "{stranger}");
    let large = world.manage("upload_chunk", &record(&format!("chunk = {}", blob(&vec![0; (1 << 20) + 1]))));
    assert!(large.contains("at most 1048576 bytes"), "{large}");
    // They outlive a restart.
    world.node.close();
    drop(world);
    let world = World::open(folder.path());
    assert_eq!(world.manage("stored_chunks", &record("")).matches("hash").count(), 2);

    let install = |list: &[&Vec<u8>], hash: &[u8]| {
        let list: String =
            list.iter().map(|piece| format!("record {{ hash = {} }};", blob(&sha256(piece)))).collect();
        let args = format!(
            "(record {{ mode = variant {{ install }}; target_canister = principal \"{}\"; chunk_hashes_list = vec {{ {list} }}; wasm_module_hash = {}; arg = blob \"\" }})",
            canister_id(0),
            blob(hash)
        );
        world.manage("install_chunked_code", &args)
    };
    let whole = [first.clone(), second.clone()].concat();
    let missing = install(&[&first, &vec![1, 2, 3]], &sha256(&whole));
    assert!(missing.contains("has no chunk"), "{missing}");
    let wrong = install(&[&second, &first], &sha256(&whole));
    assert!(wrong.contains("make a module with the hash"), "{wrong}");
    assert_eq!(install(&[&first, &second], &sha256(&whole)), "()");
    let info = world.node.canister(canister_id(0)).unwrap();
    assert_eq!(info.module.as_ref().unwrap().hash.to_vec(), sha256(&whole));
    assert_eq!(world.manage("clear_chunk_store", &record("")), "()");
    assert_eq!(world.manage("stored_chunks", &record("")), "(vec {})");
}

#[test]
fn history_and_metadata_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path());
    world.manage("provisional_create_canister_with_cycles", CREATE);
    let (first, second) = pieces();
    let module = blob(&[first, second].concat());
    let install =
        |mode: &str| record(&format!("mode = variant {{ {mode} }}; wasm_module = {module}; arg = blob \"\""));
    assert_eq!(world.manage("install_code", &install("install")), "()");
    assert_eq!(world.manage("install_code", &install("upgrade")), "()");
    assert!(world.manage("take_canister_snapshot", &record("")).contains("total_size"));
    assert_eq!(
        world.manage(
            "load_canister_snapshot",
            &record("snapshot_id = blob \"\\00\\00\\00\\00\\00\\00\\00\\01\"")
        ),
        "()"
    );
    let owner = Principal::self_authenticating(OWNER);
    let added = record(&format!(
        "settings = record {{ controllers = opt vec {{ principal \"{owner}\"; principal \"aaaaa-aa\" }} }}"
    ));
    assert_eq!(world.manage("update_settings", &added), "()");
    let info = world.manage("canister_info", &record("num_requested_changes = opt (4 : nat64)"));
    for word in ["code_deployment", "upgrade", "load_snapshot", "controllers_change", "from_user"] {
        assert!(info.contains(word), "no {word} in {info}");
    }
    assert!(!info.contains("creation"), "only the newest four were asked for: {info}");
    let value = |who: &str, name: &str| {
        world.call_of(who, MANAGEMENT, "canister_metadata", &record(&format!("name = \"{name}\"")))
    };
    assert!(value("stranger", "note").contains("open"), "{}", value("stranger", "note"));
    assert!(value("stranger", "secret").contains("Only controllers"));
    assert!(value(OWNER, "secret").contains("closed"));
    assert!(value(OWNER, "nothing").contains("no custom section named nothing"));
}

#[test]
fn tools_find_the_canisters_of_the_network() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path());
    assert!(world.query(MINTER, "get_default_subnets", "()").contains("principal"));
    assert!(world.query(LEDGER, "icrc1_balance_of", "(record {})").contains("nat"));
    let unknown = world.query(LEDGER, "icrc1_transfer", "()");
    assert!(unknown.contains("stands in"), "{unknown}");
    let ledger = Principal::from_text(LEDGER).unwrap();
    let minter = Principal::from_text(MINTER).unwrap();
    let mut made = Vec::new();
    for _ in 0..6 {
        let said = world.call_of(OWNER, ledger, "create_canister", "(record { amount = 1 : nat })");
        assert!(said.contains("canister_id"), "{said}");
        made = world.node.canisters();
    }
    assert_eq!(made.len(), 6);
    assert!(!made.contains(&minter), "its id is not given away: {made:?}");
}

#[test]
fn a_snapshot_is_read_and_built_up_again_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path());
    world.manage("provisional_create_canister_with_cycles", CREATE);
    let counter = wat::parse_str(
        r#"(module (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
             (import "ic0" "msg_reply" (func $reply))
             (memory 1) (global $calls (mut i64) (i64.const 0))
             (func $add (global.set $calls (i64.add (global.get $calls) (i64.const 1)))
               (i64.store (i32.const 70) (global.get $calls)))
             (func $answer (i64.store (i32.const 8) (global.get $calls))
               (call $append (i32.const 8) (i32.const 8)) (call $append (i32.const 70) (i32.const 8)) (call $reply))
             (func (export "canister_update add") (call $add) (call $answer)))"#,
    );
    let counter = counter.expect("the text is a module");
    let install = format!("mode = variant {{ install }}; wasm_module = {}; arg = blob \"\"", blob(&counter));
    assert_eq!(world.manage("install_code", &record(&install)), "()");
    let add = |number: u64| {
        let id = canister_id(number);
        let message = message(Principal::self_authenticating(OWNER), id, "add", Vec::new());
        match world.runtime.block_on(world.node.call(message)).unwrap() {
            Submitted::Done(Ok(reply)) => (reply[0], reply[8]),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((add(0), add(0)), ((1, 1), (2, 2)));
    world.manage("take_canister_snapshot", &record(""));
    let first = "snapshot_id = blob \"\\00\\00\\00\\00\\00\\00\\00\\01\"";
    let metadata = world.manage("read_canister_snapshot_metadata", &record(first));
    assert!(metadata.contains("65_536"), "{metadata}");
    let outside = format!(
        "{first}; kind = variant {{ wasm_memory = record {{ offset = 65000 : nat64; size = 1000 : nat64 }} }}"
    );
    assert!(world.manage("read_canister_snapshot_data", &record(&outside)).contains("lie outside"));

    // Its pieces, as a tool would carry them over.
    let snapshot = world.node.canister(canister_id(0)).unwrap().snapshots[&1].clone();
    let mut memory = vec![0; 65_536];
    snapshot.image.memory.read(0, &mut memory);
    world.manage("provisional_create_canister_with_cycles", CREATE);
    let other =
        |fields: &str| format!("(record {{ canister_id = principal \"{}\"; {fields} }})", canister_id(1));
    let sizes = |globals: &str| {
        format!(
            "wasm_module_size = {} : nat64; globals = vec {{ {globals} }}; wasm_memory_size = 65536 : nat64; stable_memory_size = 0 : nat64; certified_data = blob \"\"",
            counter.len()
        )
    };
    let piece = |number: u8, kind: &str, bytes: &[u8]| {
        let id = blob(&[0, 0, 0, 0, 0, 0, 0, number]);
        let kind = format!("variant {{ {kind} = record {{ offset = 0 : nat64 }} }}");
        other(&format!("snapshot_id = {id}; kind = {kind}; chunk = {}", blob(bytes)))
    };
    for (number, globals) in [(1, "variant { i64 = 2 : int64 }"), (2, "")] {
        assert!(world.manage("upload_canister_snapshot_metadata", &other(&sizes(globals))).contains("blob"));
        assert_eq!(
            world.manage("upload_canister_snapshot_data", &piece(number, "wasm_module", &counter)),
            "()"
        );
        assert_eq!(
            world.manage("upload_canister_snapshot_data", &piece(number, "wasm_memory", &memory)),
            "()"
        );
    }
    world.node.close();
    drop(world);
    let world = World::open(folder.path());
    let load = |number: u8| {
        world.manage(
            "load_canister_snapshot",
            &other(&format!("snapshot_id = {}", blob(&[0, 0, 0, 0, 0, 0, 0, number]))),
        )
    };
    assert!(load(2).contains("other globals than its module has"), "{}", load(2));
    assert_eq!(load(1), "()");
    let reply = world.node.canister(canister_id(1)).unwrap();
    assert_eq!(reply.image.globals, snapshot.image.globals);
    assert_eq!(reply.image.memory.digest(), snapshot.image.memory.digest());
    assert_eq!(reply.module.as_ref().unwrap().bytes, counter);
}
