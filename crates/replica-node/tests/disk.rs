//! A disk that fails under the running replica: nobody is answered any more, and the next start finds what was acknowledged.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use replica_api::{
    CallOutcome, CanisterAction, CanisterChange, InstallMode, KeyValueWrite, PlatformBatch, Principal,
    QueryRequest, Replica, ReplicaError, Submitted, canister_id,
};
use replica_node::{Node, NodeOptions};
use replica_store::{Access, Disk, DiskFile, Guard, RealDisk};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use support::message;

/// What the log's files do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Works,
    /// A sync fails, as when the device is gone.
    FailsToSync,
    /// There is room for a part of a write.
    IsFull,
    /// A sync does not return.
    Hangs,
}

#[derive(Default)]
struct Switch {
    mood: Mutex<Option<Mood>>,
    changed: Condvar,
    log_syncs: AtomicUsize,
    hanging: AtomicUsize,
}

impl Switch {
    fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = Some(mood);
        self.changed.notify_all();
    }

    fn mood(&self) -> Mood {
        self.mood.lock().unwrap().unwrap_or(Mood::Works)
    }
}

/// The machine's disk, with a switch on what belongs to the log.
#[derive(Clone)]
struct Moody {
    switch: Arc<Switch>,
}

struct MoodyFile {
    file: Box<dyn DiskFile>,
    switch: Arc<Switch>,
    is_log: bool,
}

impl Moody {
    fn wrap(&self, path: &Path, file: io::Result<Box<dyn DiskFile>>) -> io::Result<Box<dyn DiskFile>> {
        let is_log = path.extension().is_some_and(|ending| ending == "log");
        Ok(Box::new(MoodyFile { file: file?, switch: self.switch.clone(), is_log }))
    }
}

impl Disk for Moody {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.create_folder(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        RealDisk.list(folder)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.wrap(path, RealDisk.create(path))
    }
    fn create_private(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.wrap(path, RealDisk.create_private(path))
    }
    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn DiskFile>> {
        self.wrap(path, RealDisk.open(path, access))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.sync_folder(folder)
    }
    fn try_lock(&self, path: &Path) -> io::Result<Option<Guard>> {
        RealDisk.try_lock(path)
    }
}

impl DiskFile for MoodyFile {
    fn read_at(&self, offset: u64, to: &mut [u8]) -> io::Result<usize> {
        self.file.read_at(offset, to)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize> {
        if self.is_log && self.switch.mood() == Mood::IsFull {
            self.file.write_at(offset, &bytes[..bytes.len() / 2])?;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.file.write_at(offset, bytes)
    }

    fn length(&self) -> io::Result<u64> {
        self.file.length()
    }

    fn set_length(&mut self, bytes: u64) -> io::Result<()> {
        self.file.set_length(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        if !self.is_log {
            return self.file.sync();
        }
        self.switch.log_syncs.fetch_add(1, Ordering::SeqCst);
        let mut mood = self.switch.mood.lock().unwrap();
        while *mood == Some(Mood::Hangs) {
            self.switch.hanging.store(1, Ordering::SeqCst);
            mood = self.switch.changed.wait(mood).unwrap();
        }
        if *mood == Some(Mood::FailsToSync) {
            return Err(io::Error::other("input/output error"));
        }
        self.file.sync()
    }
}

struct World {
    folder: tempfile::TempDir,
    switch: Arc<Switch>,
    node: Node,
    runtime: tokio::runtime::Runtime,
}

const COUNTER: &str = r#"(module
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_reply" (func $reply))
  (memory 1)
  (func $read (call $append (i32.const 0) (i32.const 4)) (call $reply))
  (func (export "canister_update bump")
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
    (call $read))
  (func (export "canister_query read") (call $read)))"#;

fn number(outcome: &CallOutcome) -> u32 {
    u32::from_le_bytes(outcome.as_ref().unwrap()[..4].try_into().unwrap())
}

fn batch(byte: u8) -> PlatformBatch {
    let write = KeyValueWrite { key: vec![byte], value: Some([byte].as_slice().into()) };
    PlatformBatch { writes: vec![write], ..PlatformBatch::default() }
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let switch = Arc::<Switch>::default();
        let disk = Arc::new(Moody { switch: switch.clone() });
        let node = Node::open_on(disk, &folder.path().join("data"), NodeOptions::default()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let world = World { folder, switch, node, runtime };
        let change = |action| CanisterChange { canister: canister_id(0), action };
        let module = wat::parse_str(COUNTER).unwrap().into();
        let install = CanisterAction::Install { mode: InstallMode::Install, module, arg: Vec::new() };
        let changes = vec![change(CanisterAction::Create { controllers: Vec::new() }), change(install)];
        let batch = PlatformBatch { changes, ..PlatformBatch::default() };
        world.runtime.block_on(world.node.platform(batch)).unwrap().unwrap();
        world
    }

    /// The same folder with a disk that works.
    fn restart(&mut self) {
        self.node.close();
        let folder = self.folder.path().join("data");
        // The loop holds the folder until its thread has ended, which `close` waits for.
        self.node = Node::in_memory(NodeOptions::default()).unwrap();
        self.node = Node::open(&folder, NodeOptions::default()).unwrap();
    }

    fn bump(&self) -> Result<u32, ReplicaError> {
        let message = message(Principal::anonymous(), canister_id(0), "bump", Vec::new());
        match self.runtime.block_on(self.node.call(message))? {
            Submitted::Done(outcome) => Ok(number(&outcome)),
            other => panic!("{other:?}"),
        }
    }

    fn read(&self) -> Result<u32, ReplicaError> {
        let (sender, canister, method) = (Principal::anonymous(), canister_id(0), "read".into());
        let request = QueryRequest { sender, canister, method, arg: Vec::new(), sender_info: None };
        Ok(number(&self.runtime.block_on(self.node.query(request))?.outcome))
    }

    /// Lets some calls wait together; returns what each heard.
    fn bump_together(&self, calls: usize) -> Vec<Result<Submitted, ReplicaError>> {
        self.runtime.block_on(async {
            let call = || {
                let node = self.node.clone();
                let message = message(Principal::anonymous(), canister_id(0), "bump", Vec::new());
                tokio::spawn(async move { node.call(message).await })
            };
            let mut answers = Vec::new();
            for call in (0..calls).map(|_| call()).collect::<Vec<_>>() {
                answers.push(call.await.unwrap());
            }
            answers
        })
    }
}

fn stops_and_starts_again(mood: Mood, words: &str) {
    let mut world = World::new();
    assert_eq!(world.bump().unwrap(), 1);
    assert_eq!(world.bump().unwrap(), 2);
    let tip = world.node.tip();

    world.switch.set(mood);
    for answer in world.bump_together(5) {
        let Err(ReplicaError::Stopped(why)) = answer else { panic!("{mood:?}: {answer:?}") };
        assert!(why.contains("00000000000000000001.log cannot be written"), "{why}");
        assert!(why.contains(words), "{why}");
    }
    // The disk is well again, and still nothing is said: what it took before may be gone.
    world.switch.set(Mood::Works);
    assert!(matches!(world.bump(), Err(ReplicaError::Stopped(_))), "a call");
    assert!(matches!(world.read(), Err(ReplicaError::Stopped(_))), "a query");
    let batch = world.runtime.block_on(world.node.platform(batch(1)));
    assert!(matches!(batch, Err(ReplicaError::Stopped(_))), "a batch");
    let state = world.runtime.block_on(world.node.read_state(Vec::new()));
    assert!(matches!(state, Err(ReplicaError::Stopped(_))), "a certificate");
    assert_eq!(world.node.tip(), tip, "what is shown is what was acknowledged");

    world.restart();
    // Of the five that nobody was told of, those of the block that failed are there together, or not.
    let found = world.read().unwrap();
    assert!((2..=7).contains(&found), "{found} after two that were acknowledged and five that were not");
    assert_eq!(world.bump().unwrap(), found + 1);
    world.restart();
    assert_eq!(world.read().unwrap(), found + 1);
}

#[test]
fn a_failed_sync_stops_the_replica_and_a_start_goes_on() {
    stops_and_starts_again(Mood::FailsToSync, "input/output error");
}

#[test]
fn a_failed_write_stops_the_replica_and_a_start_goes_on() {
    stops_and_starts_again(Mood::IsFull, "(is the disk full, or mounted read-only?)");
}

#[test]
fn one_sync_serves_all_that_wait() {
    const WAITING: usize = 50;
    let world = World::new();
    let (height, syncs) = (world.node.tip().0, world.switch.log_syncs.load(Ordering::SeqCst));
    world.switch.set(Mood::Hangs);
    world.runtime.block_on(async {
        let send = |byte: u8| {
            let node = world.node.clone();
            tokio::spawn(async move { node.platform(batch(byte)).await })
        };
        let first = send(0);
        while world.switch.hanging.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        let sent = Arc::new(AtomicUsize::new(0));
        let others: Vec<_> = (1..=WAITING)
            .map(|byte| {
                let (node, sent) = (world.node.clone(), sent.clone());
                tokio::spawn(async move {
                    sent.fetch_add(1, Ordering::SeqCst);
                    node.platform(batch(byte as u8)).await
                })
            })
            .collect();
        // A batch is in the replica's inbox when its task first waits, and all tasks run on this thread.
        while sent.load(Ordering::SeqCst) < WAITING {
            tokio::task::yield_now().await;
        }
        world.switch.set(Mood::Works);
        first.await.unwrap().unwrap().unwrap();
        for other in others {
            other.await.unwrap().unwrap().unwrap();
        }
    });
    assert_eq!(world.switch.log_syncs.load(Ordering::SeqCst) - syncs, 2, "the first, and one for the others");
    assert_eq!(world.node.tip().0 - height, 2);
}
