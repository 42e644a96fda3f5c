//! The running replica: releases, forks, timers, calls between canisters, and what a restart finds.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use replica_api::{
    Block, CallOutcome, CanisterAction, CanisterChange, CanisterId, ErrorCode, IngressMessage, InstallMode,
    KeyValueWrite, MANAGEMENT, PlatformBatch, Principal, QueryRequest, Replica, ReplicaError, Submitted,
    canister_id,
};
use replica_node::{Node, NodeError, NodeOptions};
use replica_store::{Log, StoreError};
use std::path::Path;
use std::time::Duration;
use support::message;

/// Counts in memory, which it keeps over upgrades, and knows a number that stands for its version.
fn counter(version: u32) -> Vec<u8> {
    let text = format!(
        r#"(module
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "trap" (func $trap (param i32 i32)))
  (import "ic0" "global_timer_set" (func $timer (param i64) (result i64)))
  (import "ic0" "call_new" (func $call_new (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "ic0" "call_perform" (func $call_perform (result i32)))
  (import "ic0" "canister_self_copy" (func $self_copy (param i32 i32 i32)))
  (import "ic0" "msg_reject_code" (func $reject_code (result i32)))
  (@custom "icp:public enhanced-orthogonal-persistence" "")
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 0) $on_reply $on_reject)
  (func $init (if (i32.eqz (i32.load (i32.const 100))) (then (i32.store (i32.const 100) (i32.const 1)))))
  (func $answer
    (i32.store (i32.const 4) (i32.const {version}))
    (call $append (i32.const 0) (i32.const 8)) (call $reply))
  (func $bump (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1))))
  (func $on_reply (param i32) (call $bump) (call $answer))
  (func $on_reject (param i32) (i32.store (i32.const 0) (i32.const 1000)) (call $answer))
  (func $call_self (param $name_bytes i32)
    (i64.store (i32.const 200) (i64.const 0x706d7562)) ;; "bump", then nothing
    (call $self_copy (i32.const 300) (i32.const 0) (i32.const 10))
    (call $call_new (i32.const 300) (i32.const 10) (i32.const 200) (local.get $name_bytes)
      (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))
    (drop (call $call_perform)))
  (func (export "canister_init") (call $init))
  (func (export "canister_post_upgrade") (if (i32.eq (i32.const {version}) (i32.const 13)) (then unreachable)))
  (func (export "canister_global_timer") (call $bump))
  (func (export "canister_update wake") (drop (call $timer (i64.const 1))) (call $answer))
  (func (export "canister_update bump") (call $bump) (call $answer))
  (func (export "canister_update bump_twice") (call $bump) (call $call_self (i32.const 4)))
  (func (export "canister_update call_nothing") (call $call_self (i32.const 3)))
  (func (export "canister_update silent"))
  (func (export "canister_query read") (call $answer)))"#
    );
    wat::parse_str(text).expect("the text is a module")
}

/// Opens the replica in a folder, with a runtime to wait on it.
struct World {
    node: Node,
    runtime: tokio::runtime::Runtime,
}

impl World {
    fn open(folder: &Path) -> World {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let node = Node::open(folder, NodeOptions::default()).expect("the replica opens");
        World { node, runtime }
    }

    fn with_counter(folder: &Path) -> World {
        let world = World::open(folder);
        let create = CanisterAction::Create { controllers: vec![owner()] };
        world.release(vec![create, install(InstallMode::Install, 1)], &[]).expect("it is installed");
        world
    }

    fn release(&self, actions: Vec<CanisterAction>, writes: &[(&str, &str)]) -> Result<Vec<u64>, ErrorCode> {
        let changes = actions.into_iter().map(|action| CanisterChange { canister: app(), action }).collect();
        let write = |(key, value): &(&str, &str)| KeyValueWrite {
            key: key.as_bytes().to_vec(),
            value: Some(value.as_bytes().into()),
        };
        let batch =
            PlatformBatch { changes, writes: writes.iter().map(write).collect(), ..PlatformBatch::default() };
        self.runtime
            .block_on(self.node.platform(batch))
            .expect("the replica runs")
            .map_err(|reject| reject.error)
    }

    fn call(&self, method: &str) -> CallOutcome {
        self.send(message(owner(), app(), method, Vec::new()))
    }

    fn send(&self, message: IngressMessage) -> CallOutcome {
        match self.runtime.block_on(self.node.call(message)).expect("the replica runs") {
            Submitted::Done(outcome) => outcome,
            other => panic!("the call did not end: {other:?}"),
        }
    }

    /// Calls a method of the management canister as the owner.
    fn manage(&self, method: &str) -> Result<Vec<u8>, (ErrorCode, String)> {
        let message = message(owner(), MANAGEMENT, method, management_arg(method));
        let message = IngressMessage { effective_canister: app(), ..message };
        let outcome = match self.runtime.block_on(self.node.call(message)).expect("the replica runs") {
            Submitted::Done(outcome) => outcome,
            Submitted::Refused(reject) => Err(reject),
            Submitted::Running => panic!("the call did not end"),
        };
        outcome.map_err(|reject| (reject.error, reject.message))
    }

    /// The count and the version.
    fn read(&self) -> (u32, u32) {
        let request = QueryRequest {
            sender: owner(),
            canister: app(),
            method: "read".into(),
            arg: Vec::new(),
            sender_info: None,
        };
        counts(&self.runtime.block_on(self.node.query(request)).expect("the replica runs").outcome)
    }
}

/// An argument that fits a method of the management canister.
fn management_arg(method: &str) -> Vec<u8> {
    let id = app();
    let text = match method {
        "install_code" => format!(
            "(record {{ mode = variant {{ reinstall }}; canister_id = principal \"{id}\"; wasm_module = blob \"\"; arg = blob \"\" }})"
        ),
        "update_settings" => {
            format!("(record {{ canister_id = principal \"{id}\"; settings = record {{}} }})")
        }
        "load_canister_snapshot" | "delete_canister_snapshot" => format!(
            "(record {{ canister_id = principal \"{id}\"; snapshot_id = blob \"\\00\\00\\00\\00\\00\\00\\00\\01\" }})"
        ),
        _ => format!("(record {{ canister_id = principal \"{id}\" }})"),
    };
    candid_parser::parse_idl_args(&text).expect("it is Candid").to_bytes().expect("it can be encoded")
}

fn counts(outcome: &CallOutcome) -> (u32, u32) {
    let reply = outcome.as_ref().expect("there is a reply");
    let number = |at: usize| u32::from_le_bytes(reply[at..at + 4].try_into().unwrap());
    (number(0), number(4))
}

fn app() -> CanisterId {
    canister_id(0)
}

fn owner() -> Principal {
    Principal::self_authenticating(b"owner")
}

fn install(mode: InstallMode, version: u32) -> CanisterAction {
    CanisterAction::Install { mode, module: counter(version).into(), arg: Vec::new() }
}

fn upgrade() -> InstallMode {
    InstallMode::Upgrade { keep_memory: Some(true), skip_pre_upgrade: false }
}

#[test]
fn an_upgrade_keeps_the_variables() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::with_counter(folder.path());
    assert_eq!(counts(&world.call("bump")), (1, 1));
    world.release(vec![install(upgrade(), 2)], &[]).unwrap();
    assert_eq!(world.read(), (1, 2));
    let forgetful = InstallMode::Upgrade { keep_memory: None, skip_pre_upgrade: false };
    let refused = world.release(vec![install(forgetful, 3)], &[]);
    assert_eq!(refused, Err(ErrorCode::CanisterContractViolation), "whether to keep memory must be said");
}

#[test]
fn a_release_is_whole_or_nothing_and_can_be_rolled_back() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::with_counter(folder.path());
    world.call("bump").unwrap();
    let snapshots =
        world.release(vec![CanisterAction::TakeSnapshot, install(upgrade(), 2)], &[("page", "new")]);
    assert_eq!(world.node.platform_get(b"page").as_deref(), Some(&b"new"[..]));
    world.call("bump").unwrap();
    assert_eq!(world.read(), (2, 2));

    let trapping =
        world.release(vec![CanisterAction::TakeSnapshot, install(upgrade(), 13)], &[("page", "bad")]);
    assert_eq!(trapping, Err(ErrorCode::CanisterTrapped));
    assert_eq!(world.read(), (2, 2));
    assert_eq!(
        world.node.platform_get(b"page").as_deref(),
        Some(&b"new"[..]),
        "the page stayed with its backend"
    );

    let snapshot = snapshots.unwrap()[0];
    world.release(vec![CanisterAction::LoadSnapshot { snapshot }], &[("page", "old")]).unwrap();
    assert_eq!(world.read(), (1, 1));
}

#[test]
fn a_fork_changes_nothing_live() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::with_counter(folder.path());
    world.call("bump").unwrap();
    let live = world.node.tip();
    let mut fork = world.node.fork(&[app()]);
    fork.install(app(), owner(), upgrade(), &counter(9), b"").unwrap();
    let reply = fork.call(owner(), app(), "bump_twice", b"");
    assert_eq!(counts(&reply.outcome), (4, 9));
    assert!(reply.instructions > 0);
    assert_eq!(counts(&fork.query(owner(), app(), "read", b"")), (4, 9));
    let mut bytes = [0; 4];
    fork.canister(app()).unwrap().image.memory.read(0, &mut bytes);
    assert_eq!(bytes, [4, 0, 0, 0], "the heap of a fork can be inspected");
    assert_eq!(world.node.tip(), live);
    assert_eq!(world.read(), (1, 1));
}

#[test]
fn calls_between_canisters_run_their_callbacks() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::with_counter(folder.path());
    assert_eq!(
        counts(&world.call("bump_twice")),
        (3, 1),
        "once before, once in the call, once in the callback"
    );
    assert_eq!(counts(&world.call("call_nothing")), (1000, 1), "the reject callback ran");
    assert_eq!(world.call("silent").unwrap_err().error, ErrorCode::CanisterDidNotReply);
}

#[test]
fn a_due_timer_runs_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::with_counter(folder.path());
    world.call("wake").unwrap();
    for _ in 0..100 {
        if world.read() == (1, 1) {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the timer did not run");
}

#[test]
fn a_restart_ends_in_the_same_root_from_the_log_and_from_a_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::with_counter(folder.path());
    world.call("bump").unwrap();
    world.runtime.block_on(world.node.checkpoint()).unwrap();
    world.release(vec![CanisterAction::TakeSnapshot, install(upgrade(), 2)], &[("page", "new")]).unwrap();
    world.call("bump_twice").unwrap();
    let tip = world.node.tip();

    // What a crash at this moment leaves: the folder as it is, without the end that `close` writes.
    let crashed = tempfile::tempdir().unwrap();
    copy(folder.path(), crashed.path());
    assert_eq!(World::open(crashed.path()).node.tip(), tip, "checkpoint and replay");

    let replayed = tempfile::tempdir().unwrap();
    copy(folder.path(), replayed.path());
    std::fs::remove_dir_all(replayed.path().join("checkpoints")).unwrap();
    assert_eq!(World::open(replayed.path()).node.tip(), tip, "replay of everything");

    drop(world);
    let reopened = World::open(folder.path());
    assert_eq!(reopened.node.tip(), tip, "the checkpoint written at the end");
    assert_eq!(counts(&reopened.call("bump")), (5, 2));
}

#[test]
fn checkpoints_that_are_asked_for_together_are_all_answered() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::with_counter(folder.path());
    world.runtime.block_on(async {
        let asked: Vec<_> = (0..20)
            .map(|_| {
                let node = world.node.clone();
                tokio::spawn(async move { node.checkpoint().await })
            })
            .collect();
        for checkpoint in asked {
            checkpoint.await.unwrap().unwrap();
        }
    });
    // And who closes the replica can open it again at once.
    for _ in 0..20 {
        world.runtime.block_on(world.node.checkpoint()).unwrap();
    }
    world.node.close();
    drop(World::open(folder.path()));
}

#[test]
fn what_a_start_has_replayed_goes_into_the_next_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    drop(World::with_counter(folder.path()));
    // As a crash leaves it: the log, and no checkpoint.
    std::fs::remove_dir_all(folder.path().join("checkpoints")).unwrap();
    drop(World::open(folder.path()));
    assert_eq!(std::fs::read_dir(folder.path().join("checkpoints")).unwrap().count(), 1);
}

#[test]
fn the_same_call_sent_twice_runs_once() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::with_counter(folder.path());
    let bump = message(owner(), app(), "bump", Vec::new());
    let first = world.send(bump.clone()).unwrap();
    assert_eq!(world.send(bump).unwrap(), first);
    assert_eq!(world.read(), (1, 1));
}

#[test]
fn controllers_of_a_managed_canister_read_about_it_and_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::with_counter(folder.path());
    let unmanaged = world.node.tip().2;
    assert_eq!(world.manage("take_canister_snapshot").map(|_| ()), Ok(()), "not managed yet");
    world.release(vec![CanisterAction::Manage], &[]).unwrap();
    let managed = world.node.canister(app()).unwrap();
    assert_ne!(world.node.tip().2, unmanaged);
    assert!(managed.managed);
    let changing = [
        "install_code",
        "update_settings",
        "start_canister",
        "stop_canister",
        "uninstall_code",
        "delete_canister",
        "take_canister_snapshot",
        "load_canister_snapshot",
        "delete_canister_snapshot",
    ];
    for method in changing {
        let (error, message) = world.manage(method).expect_err(method);
        assert_eq!(error, ErrorCode::CanisterInvalidController, "{method}");
        assert_eq!(message, "this canister belongs to the platform: change it with a release", "{method}");
    }
    for method in ["canister_status", "list_canister_snapshots", "canister_info"] {
        world.manage(method).expect(method);
    }
    let logs = QueryRequest {
        sender: owner(),
        canister: MANAGEMENT,
        method: "fetch_canister_logs".into(),
        arg: management_arg("fetch_canister_logs"),
        sender_info: None,
    };
    world.runtime.block_on(world.node.query(logs)).unwrap().outcome.expect("its controller reads its logs");
    assert_eq!(counts(&world.call("bump")), (1, 1));

    // The platform goes on as before, and nothing of this is forgotten.
    world.release(vec![CanisterAction::TakeSnapshot, install(upgrade(), 2)], &[]).unwrap();
    let tip = world.node.tip();
    let crashed = tempfile::tempdir().unwrap();
    copy(folder.path(), crashed.path());
    assert_eq!(World::open(crashed.path()).node.tip(), tip, "replay");
    drop(world);
    let world = World::open(folder.path());
    assert_eq!(world.node.tip(), tip, "checkpoint");
    assert_eq!(world.manage("uninstall_code").unwrap_err().0, ErrorCode::CanisterInvalidController);
    assert!(world.node.fork(&[app()]).canister(app()).unwrap().managed);
}

#[test]
fn a_canister_that_controls_a_managed_one_cannot_change_it_either() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::with_counter(folder.path());
    let controllers = vec![owner(), canister_id(7)];
    world.release(vec![CanisterAction::SetControllers { controllers }], &[]).unwrap();
    let mut fork = world.node.fork(&[app()]);
    let by_canister = |fork: &mut replica_core::Fork| {
        fork.call(canister_id(7), MANAGEMENT, "stop_canister", &management_arg("stop_canister"))
    };
    assert!(by_canister(&mut fork.fork()).outcome.is_ok());
    let manage = CanisterChange { canister: app(), action: CanisterAction::Manage };
    fork.change(owner(), vec![manage]).unwrap();
    let reject = by_canister(&mut fork).outcome.unwrap_err();
    assert_eq!(reject.error, ErrorCode::CanisterInvalidController);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_by_name() {
    let read_only = tempfile::tempdir().unwrap();
    let path = read_only.path().join("data");
    let mut permissions = std::fs::metadata(read_only.path()).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(read_only.path(), permissions.clone()).unwrap();
    // The administrator writes where nobody may; no one writes in /proc.
    let paths = if std::fs::create_dir(&path).is_ok() { vec![] } else { vec![path] };
    #[cfg(target_os = "linux")]
    let paths = [paths, vec!["/proc/selfwright".into()]].concat();
    for path in paths {
        let error = Node::open(&path, NodeOptions::default()).err().expect("it cannot be opened");
        let NodeError::Store(StoreError::Write { path: named, .. }) = &error else { panic!("{error}") };
        assert!(named.starts_with(&path), "{error}");
        assert!(error.to_string().ends_with("(is the disk full, or mounted read-only?)"), "{error}");
    }
}

/// A disk that has room for so many blocks.
struct SmallDisk {
    blocks_left: usize,
}

impl Log for SmallDisk {
    fn append(&mut self, _block: &Block) -> Result<(), StoreError> {
        self.blocks_left = self.blocks_left.checked_sub(1).ok_or_else(|| StoreError::Write {
            path: "/data/log/1.log".into(),
            source: std::io::ErrorKind::StorageFull.into(),
        })?;
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

#[test]
fn a_full_disk_stops_the_replica_before_it_acknowledges_anything() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // A release takes two blocks: one that puts its installation off, and one that takes it over.
    let node = Node::with_log(NodeOptions::default(), Box::new(SmallDisk { blocks_left: 3 })).unwrap();
    let world = World { node, runtime };
    let create = CanisterAction::Create { controllers: vec![owner()] };
    world.release(vec![create, install(InstallMode::Install, 1)], &[]).unwrap();
    assert_eq!(counts(&world.call("bump")), (1, 1));
    let write = KeyValueWrite { key: b"page".to_vec(), value: None };
    let batch = PlatformBatch { writes: vec![write], ..PlatformBatch::default() };
    for _ in 0..2 {
        let outcome = world.runtime.block_on(world.node.platform(batch.clone()));
        let Err(ReplicaError::Stopped(why)) = outcome else { panic!("{outcome:?}") };
        assert!(why.contains("/data/log/1.log cannot be written"), "{why}");
        assert!(why.ends_with("(is the disk full, or mounted read-only?)"), "{why}");
    }
    assert_eq!(world.node.tip().0, 3, "what is shown is what is on disk");
}

fn copy(source: &Path, target: &Path) {
    std::fs::create_dir_all(target).unwrap();
    for entry in std::fs::read_dir(source).unwrap() {
        let entry = entry.unwrap();
        let to = target.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}
