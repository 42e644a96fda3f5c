//! Makes blocks durable beside their execution, and only then lets out what came of them.
//!
//! The thread that makes blocks appends and executes them; this one syncs the log, once for all blocks that wait, publishes the newest of
//! their states and answers whoever waits for them. Where nothing else is to be done, the first thread syncs itself: that
//! saves waking another.

use crate::engine_loop::Shared;
use crate::published::Published;
use replica_api::{Reject, Submitted};
use replica_store::{DiskFile, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How long blocks may wait for others to be synced with, where nobody is in a hurry.
const PATIENCE: Duration = Duration::from_millis(2);
/// Blocks that may wait for one sync. A disk that stands still must not let memory grow.
const WAITING_MAX: usize = 256;

/// Somebody who hears of a block once it is durable.
pub(crate) enum Waiter {
    Call(oneshot::Sender<Submitted>, Submitted),
    Platform(oneshot::Sender<Result<Vec<u64>, Reject>>, Result<Vec<u64>, Reject>),
    Tick(oneshot::Sender<()>),
}

impl Waiter {
    fn wake(self) {
        // Nobody listens if the one who asked has gone.
        match self {
            Waiter::Call(sender, outcome) => drop(sender.send(outcome)),
            Waiter::Platform(sender, outcome) => drop(sender.send(outcome)),
            Waiter::Tick(sender) => drop(sender.send(())),
        }
    }
}

/// What becomes visible with a block.
pub(crate) struct Executed {
    pub(crate) published: Arc<Published>,
    pub(crate) waiters: Vec<Waiter>,
    /// Whether somebody waits who should not wait for more blocks.
    pub(crate) is_prompt: bool,
}

impl Executed {
    /// Lets it out; the block is durable.
    pub(crate) fn release(self, shared: &Shared) {
        *shared.published.write().expect("no writer panics") = self.published;
        self.waiters.into_iter().for_each(Waiter::wake);
    }
}

enum Item {
    /// The blocks that follow are in this file.
    Segment(Box<dyn DiskFile>),
    Block(Executed),
    /// Somebody asks for what a block has decided that may still wait.
    Waiter(Waiter),
    /// Say when everything before is durable.
    Barrier(SyncSender<()>),
}

impl Item {
    fn is_prompt(&self) -> bool {
        match self {
            Item::Block(executed) => executed.is_prompt,
            Item::Segment(_) => false,
            Item::Waiter(_) | Item::Barrier(_) => true,
        }
    }
}

/// The thread.
pub(crate) struct Syncing {
    items: Sender<Item>,
    waiting: Arc<AtomicUsize>,
    thread: JoinHandle<()>,
}

impl Syncing {
    pub(crate) fn start(shared: Arc<Shared>) -> Syncing {
        let (items, inbox) = channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let worker = Worker { inbox, waiting: waiting.clone(), shared, file: None };
        let thread = std::thread::Builder::new().name("sync".into());
        let thread = thread.spawn(move || worker.run()).expect("a thread can be started");
        Syncing { items, waiting, thread }
    }

    /// Whether all blocks are durable that were handed over.
    pub(crate) fn is_idle(&self) -> bool {
        self.waiting.load(Ordering::Acquire) == 0
    }

    /// Whether no more blocks should be made for now.
    pub(crate) fn is_full(&self) -> bool {
        self.waiting.load(Ordering::Acquire) >= WAITING_MAX
    }

    pub(crate) fn segment(&self, file: Box<dyn DiskFile>) {
        self.send(Item::Segment(file));
    }

    /// Hands a block over that was appended and executed.
    pub(crate) fn block(&self, executed: Executed) {
        self.waiting.fetch_add(1, Ordering::AcqRel);
        self.send(Item::Block(executed));
    }

    pub(crate) fn waiter(&self, waiter: Waiter) {
        self.send(Item::Waiter(waiter));
    }

    /// Waits until every block that was handed over is durable, or never will be.
    pub(crate) fn wait(&self) {
        let (done, barrier) = sync_channel(1);
        self.send(Item::Barrier(done));
        let _ = barrier.recv();
    }

    /// Where the thread has ended, the sync has failed: whoever waits is told by what is dropped.
    fn send(&self, item: Item) {
        let _ = self.items.send(item);
    }

    pub(crate) fn close(self) {
        drop(self.items);
        let _ = self.thread.join();
    }
}

struct Worker {
    inbox: Receiver<Item>,
    waiting: Arc<AtomicUsize>,
    shared: Arc<Shared>,
    file: Option<Box<dyn DiskFile>>,
}

impl Worker {
    fn run(mut self) {
        while let Ok(first) = self.inbox.recv() {
            let items = self.gather(first);
            if !self.settle(items) {
                return;
            }
        }
    }

    /// Takes what waits. Where only canisters wait that have used much, more blocks may come first: one sync then serves them all, and
    /// the disk is free when somebody else comes.
    fn gather(&self, first: Item) -> Vec<Item> {
        let (mut items, until) = (vec![first], Instant::now() + PATIENCE);
        loop {
            items.extend(self.inbox.try_iter());
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || items.iter().any(Item::is_prompt) {
                return items;
            }
            match self.inbox.recv_timeout(left) {
                Ok(item) => items.push(item),
                Err(_) => return items,
            }
        }
    }

    /// Tells whether to go on: not after a sync that failed, which would acknowledge what may be lost.
    fn settle(&mut self, items: Vec<Item>) -> bool {
        let (mut released, mut blocks) = (Vec::new(), 0);
        for item in items {
            match item {
                // The one before was synced when it was full.
                Item::Segment(file) => self.file = Some(file),
                Item::Block(executed) => {
                    blocks += 1;
                    released.push(Item::Block(executed));
                }
                other => released.push(other),
            }
        }
        if blocks > 0
            && let Some(file) = &mut self.file
            && let Err(error) = file.sync()
        {
            // First the reason: senders that are dropped have their callers look for it.
            self.shared.fail(&StoreError::Sync(error));
            return false;
        }
        for item in released {
            match item {
                Item::Block(executed) => executed.release(&self.shared),
                Item::Waiter(waiter) => waiter.wake(),
                Item::Barrier(done) => drop(done.send(())),
                Item::Segment(_) => {}
            }
        }
        self.waiting.fetch_sub(blocks, Ordering::AcqRel);
        true
    }
}
