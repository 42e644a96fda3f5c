//! Whatever byte of a data folder changes, `verify` says where.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use replica_api::{
    CanisterAction, CanisterChange, InstallMode, KeyValueWrite, PlatformBatch, Principal, Replica, Submitted,
    canister_id,
};
use replica_node::{Node, NodeOptions, verify};
use std::path::{Path, PathBuf};
use support::message;

/// Writes a data folder: an app that counts its calls over a few pages of memory, two checkpoints, and blocks after them.
fn write(folder: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let node = Node::open(folder, NodeOptions::default()).unwrap();
    let module = wat::parse_str(
        r#"(module (import "ic0" "msg_reply" (func $reply))
             (memory 1) (global $at (mut i32) (i32.const 0))
             (func (export "canister_update add")
               (global.set $at (i32.add (global.get $at) (i32.const 5000)))
               (i32.store (global.get $at) (i32.const 0x01020304))
               (call $reply)))"#,
    );
    let change = |action| CanisterChange { canister: canister_id(0), action };
    let owner = Principal::self_authenticating("owner");
    let install = CanisterAction::Install {
        mode: InstallMode::Install,
        module: module.unwrap().into(),
        arg: Vec::new(),
    };
    let changes = vec![change(CanisterAction::Create { controllers: vec![owner] }), change(install)];
    let writes = vec![KeyValueWrite { key: b"name".to_vec(), value: Some(b"counter".as_slice().into()) }];
    let batch = PlatformBatch { changes, writes, ..PlatformBatch::default() };
    runtime.block_on(node.platform(batch)).unwrap().unwrap();
    for round in 0..3 {
        for _ in 0..3 {
            let message = message(owner, canister_id(0), "add", Vec::new());
            assert!(matches!(runtime.block_on(node.call(message)).unwrap(), Submitted::Done(Ok(_))));
        }
        if round < 2 {
            runtime.block_on(node.checkpoint()).unwrap();
        }
    }
}

fn check(folder: &Path) -> Result<(), String> {
    verify(folder, &NodeOptions::default(), |_| {}).map(|_| ()).map_err(|error| error.to_string())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let parts = ["log", "checkpoints", "pages", "blobs"];
    let entries = parts.iter().flat_map(|part| std::fs::read_dir(folder.join(part)).unwrap());
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn a_folder_is_verified_and_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let contents =
        || files(folder.path()).iter().map(|path| std::fs::read(path).unwrap()).collect::<Vec<_>>();
    let before = contents();
    let verified = verify(folder.path(), &NodeOptions::default(), |_| {}).unwrap();
    assert!(verified.blocks >= 10, "{verified:?}");
    assert_eq!(verified.checkpoints.len(), 2);
    assert_eq!(verified.torn, None);
    assert_eq!(contents(), before);
    let node = Node::open(folder.path(), NodeOptions::default()).unwrap();
    assert_eq!(node.tip().2, verified.root, "a start finds the same");
    let in_use = check(folder.path()).unwrap_err();
    assert!(in_use.contains("another process"), "{in_use}");
}

#[test]
fn a_changed_byte_anywhere_is_found_and_its_file_named() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    for path in files(folder.path()) {
        let whole = std::fs::read(&path).unwrap();
        let step = (whole.len() / 40).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut changed = whole.clone();
            changed[at] ^= 0x40;
            std::fs::write(&path, &changed).unwrap();
            let found = check(folder.path());
            // A page that no checkpoint refers to any more, or padding, may be anything.
            let name = path.file_name().unwrap().to_str().unwrap();
            let Err(reason) = found else { panic!("byte {at} of {name} was not missed") };
            let is_blob = path.parent().unwrap().ends_with("blobs");
            assert!(
                reason.contains(name) || is_blob && reason.contains("checkpoint"),
                "byte {at} of {name}: {reason}"
            );
        }
        std::fs::write(&path, &whole).unwrap();
    }
    check(folder.path()).unwrap();
}

#[test]
fn a_torn_end_is_told_and_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let log = files(folder.path())
        .into_iter()
        .find(|path| path.extension().is_some_and(|end| end == "log"))
        .unwrap();
    let whole = std::fs::read(&log).unwrap();
    let mut torn = whole.clone();
    torn.extend([7; 20]);
    std::fs::write(&log, &torn).unwrap();
    let verified = verify(folder.path(), &NodeOptions::default(), |_| {}).unwrap();
    assert_eq!(verified.torn.unwrap().offset, whole.len() as u64);
    assert_eq!(std::fs::read(&log).unwrap(), torn, "nothing is cut off");
}
