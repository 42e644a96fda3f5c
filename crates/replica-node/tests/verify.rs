//! Whatever byte of a data folder changes, `verify` says where.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use replica_api::{
    CanisterAction, CanisterChange, InstallMode, KeyValueWrite, PlatformBatch, Principal, Replica, Submitted,
    canister_id,
};
use replica_node::{Node, NodeOptions, look_back, verify};
use std::os::unix::fs::FileExt as _;
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
               (global.set $at (i32.add (global.get $at) (i32.const 1500)))
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

/// Every byte of every kind of file: log, checkpoint, pages, modules and entries of the platform, keys, format.
#[test]
fn a_changed_byte_anywhere_is_found_and_its_file_named() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let mut paths = files(folder.path());
    paths.extend(["keys", "format"].map(|name| folder.path().join(name)));
    let mut kinds = std::collections::BTreeSet::new();
    for path in paths {
        let whole = std::fs::read(&path).unwrap();
        assert!(!whole.is_empty());
        kinds.insert(path.parent().unwrap().to_owned());
        // In place: a file that is cut off and written anew is flushed by some systems, which takes its time.
        let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        for (at, byte) in whole.iter().enumerate() {
            file.write_all_at(&[byte ^ 1 << (at % 8)], at as u64).unwrap();
            let place = format!("byte {at} of {}", path.display());
            let Err(reason) = check(folder.path()) else { panic!("{place} was missed") };
            assert!(reason.contains(path.to_str().unwrap()), "{place}: {reason}");
            if path.extension().is_some_and(|ending| ending == "log" || ending == "pack") {
                let offset = reason.split("offset ").nth(1).expect(&reason);
                let offset: usize =
                    offset.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().expect(&reason);
                assert!(offset <= at && at < offset + 8192, "{place}: {reason}");
            }
            file.write_all_at(&[*byte], at as u64).unwrap();
        }
        assert_eq!(std::fs::read(&path).unwrap(), whole);
    }
    assert_eq!(kinds.len(), 5, "{kinds:?}");
    check(folder.path()).unwrap();
}

/// Who can write all files can also make their checksums right: then the blocks tell.
#[test]
fn a_checkpoint_made_up_whole_is_found_by_the_blocks() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let other = tempfile::tempdir().unwrap();
    write(other.path());

    for part in ["checkpoints", "pages", "blobs"] {
        for entry in std::fs::read_dir(other.path().join(part)).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, folder.path().join(part).join(path.file_name().unwrap())).unwrap();
        }
    }
    let reason = check(folder.path()).unwrap_err();
    assert!(reason.contains("it has another root than the blocks lead to"), "{reason}");
}

/// Options under which every few blocks fill a segment, and nothing is kept that a checkpoint covers.
fn forgetful() -> NodeOptions {
    NodeOptions { segment_bytes_max: 600, log_bytes_max: 0, ..NodeOptions::default() }
}

/// Adds calls one by one, with a checkpoint after each third.
fn go_on(node: &Node, calls: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let owner = Principal::self_authenticating("owner");
    for call in 0..calls {
        let message = message(owner, canister_id(0), "add", Vec::new());
        assert!(matches!(runtime.block_on(node.call(message)).unwrap(), Submitted::Done(Ok(_))));
        if call % 3 == 2 {
            runtime.block_on(node.checkpoint()).unwrap();
        }
    }
}

#[test]
fn segments_behind_the_checkpoints_go_and_the_rest_is_still_proven() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let node = Node::open(folder.path(), forgetful()).unwrap();
    go_on(&node, 30);
    let tip = node.tip();
    node.close();
    drop(node);
    let log = std::fs::read_dir(folder.path().join("log")).unwrap().count();
    assert!(log < 12, "{log} segments are left");
    let verified = verify(folder.path(), &NodeOptions::default(), |_| {}).unwrap();
    assert!(verified.base > 20, "{verified:?}");
    assert_eq!((verified.blocks, verified.root), (tip.0, tip.2));
    assert_eq!(verified.checkpoints.len(), 2);
    assert_eq!(verified.checkpoints[0], verified.base);

    // What is kept can be looked at, what is gone cannot, and both are said.
    let look =
        |at| look_back(folder.path(), &NodeOptions::default(), at, |_| {}).map(|(found, _)| found.root);
    assert_eq!(look(tip.0).unwrap(), tip.2);
    look(verified.base).unwrap();
    let gone = look(3).unwrap_err().to_string();
    let words = format!("those after the blocks {} to {} can", verified.base, tip.0);
    assert!(gone.contains(&words), "{gone}");

    // Without its newest checkpoint it starts from the one before, and ends in the same state.
    let newest = folder.path().join(format!("checkpoints/{:020}.state", verified.checkpoints[1]));
    let whole = std::fs::read(&newest).unwrap();
    std::fs::write(&newest, &whole[..whole.len() - 1]).unwrap();
    let node = Node::open(folder.path(), forgetful()).unwrap();
    assert_eq!(node.tip(), tip);
    drop(node);

    // Without both there is no way, and the file that is needed is named.
    for entry in std::fs::read_dir(folder.path().join("checkpoints")).unwrap() {
        let path = entry.unwrap().path();
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    }
    let error = Node::open(folder.path(), forgetful()).err().unwrap().to_string();
    assert!(error.contains("the checkpoint") && error.contains(".state is damaged"), "{error}");
}

#[test]
fn a_checkpoint_writes_the_pages_that_changed() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let node = Node::open(folder.path(), NodeOptions::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let packs = || {
        let entries = std::fs::read_dir(folder.path().join("pages")).unwrap().map(|entry| entry.unwrap());
        let mut packs: Vec<(PathBuf, u64)> =
            entries.map(|entry| (entry.path(), entry.metadata().unwrap().len())).collect();
        packs.sort();
        packs
    };
    let before = packs();
    go_on(&node, 1);
    runtime.block_on(node.checkpoint()).unwrap();
    let after = packs();
    assert_eq!(after[..before.len()], before[..], "what was written stays as it was");
    let [(_, bytes)] = after[before.len()..] else { panic!("{after:?}") };
    assert_eq!(bytes, 64 + 4100, "one call changes one page");
}

#[test]
fn every_block_that_is_kept_can_be_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let last = verify(folder.path(), &NodeOptions::default(), |_| {}).unwrap().blocks;
    let calls = |at: u64| {
        let (_, state) = look_back(folder.path(), &NodeOptions::default(), at, |_| {}).unwrap();
        assert_eq!(state.height, at);
        let bytes = state.canisters.get(&canister_id(0)).map(|it| it.image.globals.clone());
        format!("{bytes:?}")
    };
    let states: std::collections::BTreeSet<String> = (0..=last).map(calls).collect();
    assert_eq!(states.len(), 11, "none, then nought to nine calls: {states:?}");
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
    torn.extend(&whole[64..84]);
    std::fs::write(&log, &torn).unwrap();
    let verified = verify(folder.path(), &NodeOptions::default(), |_| {}).unwrap();
    assert_eq!(verified.torn.unwrap().offset, whole.len() as u64);
    assert_eq!(std::fs::read(&log).unwrap(), torn, "nothing is cut off");
}
