//! The handle through which everyone speaks to the running replica.

use crate::beside::{Beside, Rank, yield_to_others};
use crate::chain::Chain;
use crate::engine_loop::{Loop, Request, Shared, Waiting, now};
use crate::keys::Keys;
use crate::outcalls::{OutcallOptions, Outcalls};
use crate::published::Published;
use crate::queries::Queries;
use crate::syncing::Syncing;
use bytes::Bytes;
use replica_api::{
    CanisterId, CanisterInfo, Certificate, Digest, IngressMessage, Label, LogRecord, PlatformBatch,
    Principal, QueryReply, QueryRequest, Reject, Replica, ReplicaError, RequestId, Submitted, TimeNs,
};
use replica_core::{Canister, Change, Fork, Identity, State, inspect_ingress};
use replica_store::{Disk, Folder, Log, MemoryLog, RealDisk, SEGMENT_BYTES_MAX, StoreError};
use replica_wasm::{Engine, EngineError, Limits, MethodKind};
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// How a node behaves.
#[derive(Clone, Debug)]
pub struct NodeOptions {
    pub limits: Limits,
    pub blocks_per_checkpoint: u64,
    /// How large a segment of the log grows, in bytes.
    pub segment_bytes_max: u64,
    /// How many bytes of the log are kept although checkpoints cover them; the oldest segments go first.
    pub log_bytes_max: u64,
    /// How long a synchronous call waits before its caller is told to poll.
    pub call_wait: Duration,
    /// How old the state may be that queries and certificates are served from.
    pub state_age_max: Duration,
    /// What canisters may ask of the web.
    pub outcalls: OutcallOptions,
}

impl Default for NodeOptions {
    fn default() -> NodeOptions {
        NodeOptions {
            limits: Limits::default(),
            blocks_per_checkpoint: 2_000,
            segment_bytes_max: SEGMENT_BYTES_MAX,
            log_bytes_max: u64::MAX,
            call_wait: Duration::from_secs(10),
            state_age_max: Duration::from_secs(1),
            outcalls: OutcallOptions::default(),
        }
    }
}

/// Why a node could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error("the replica's keys cannot be read or made: {0}")]
    Keys(std::io::Error),
    #[error(
        "the log and the program disagree: the state before block {height} has another root than when the block \
         was made. The data folder was changed, or this version computes differently"
    )]
    Diverged { height: u64 },
    #[error("the log begins at block {found}, but the newest whole checkpoint ends at {checkpoint}")]
    Gap { checkpoint: u64, found: u64 },
    #[error(
        "the state after block {at} cannot be brought back: those after the blocks {oldest} to {last} can"
    )]
    NotKept { at: u64, oldest: u64, last: u64 },
    #[error("a file cannot be copied: {0}")]
    Copy(std::io::Error),
    #[error("there is a checkpoint of block {checkpoint}, but the log ends at block {blocks}")]
    Missing { checkpoint: u64, blocks: u64 },
}

impl NodeError {
    /// Whether another process has the data folder open.
    pub fn is_in_use(&self) -> bool {
        matches!(self, NodeError::Store(StoreError::InUse(_)))
    }
}

/// A running replica. Clones are handles to the same one; it ends when [`Node::close`] is called or the
/// last handle is gone.
#[derive(Clone)]
pub struct Node {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Arc<Engine>,
    queries: Queries,
    keys: Arc<Keys>,
    shared: Arc<Shared>,
    inbox: Mutex<Sender<Request>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    options: NodeOptions,
}

impl Node {
    /// Opens the replica in a data folder: newest whole checkpoint, then the blocks after it.
    ///
    /// # Errors
    /// What of the folder is not as it was written, or what the disk says.
    pub fn open(path: &Path, options: NodeOptions) -> Result<Node, NodeError> {
        Node::open_on(Arc::new(RealDisk), path, options)
    }

    /// The same on any disk.
    ///
    /// # Errors
    /// See [`Node::open`].
    pub fn open_on(disk: Arc<dyn Disk>, path: &Path, options: NodeOptions) -> Result<Node, NodeError> {
        let folder = Arc::new(Folder::open_on(disk, path)?);
        let keys = Keys::load_or_create(&**folder.disk(), &folder.join("keys")).map_err(NodeError::Keys)?;
        let engine = Arc::new(Engine::new(options.limits.clone(), Some(&folder.join("code")))?);
        let opened =
            Chain::open(&folder, lasting_identity(&keys), engine.clone(), options.segment_bytes_max)?;
        for error in &opened.damaged {
            tracing::warn!("{error}; an older one was taken, and the blocks after it");
        }
        let behind = opened.chain.state().height - opened.checkpoint;
        Ok(Node::start(options, engine, keys, opened.chain, Some((folder, behind))))
    }

    /// Starts a replica that forgets everything when it ends.
    pub fn in_memory(options: NodeOptions) -> Result<Node, NodeError> {
        Node::with_log(options, Box::new(MemoryLog::default()))
    }

    /// Starts an empty replica whose blocks go to a log of the caller's, and whose state stays in memory.
    pub fn with_log(options: NodeOptions, log: Box<dyn Log>) -> Result<Node, NodeError> {
        let mut seed = [0; 64];
        getrandom::fill(&mut seed).expect("the system's randomness does not fail");
        let keys = Keys::from_seed(&seed);
        let engine = Arc::new(Engine::new(options.limits.clone(), None)?);
        let state = State::genesis(keys.identity());
        let chain = Chain::new(engine.clone(), state, log);
        Ok(Node::start(options, engine, keys, chain, None))
    }

    fn start(
        options: NodeOptions,
        engine: Arc<Engine>,
        keys: Keys,
        chain: Chain,
        // With how many blocks there are since the newest checkpoint in it.
        folder: Option<(Arc<Folder>, u64)>,
    ) -> Node {
        let keys = Arc::new(keys);
        let published = Arc::new(Published::new(chain.state().clone(), keys.clone()));
        let shared = Arc::new(Shared { published: RwLock::new(published), failure: RwLock::new(None) });
        if folder.is_some() {
            compile_ahead(&engine, chain.state());
        }
        let (inbox, requests) = channel();
        let (folder, blocks_since_checkpoint) = folder.map_or((None, 0), |(it, behind)| (Some(it), behind));
        let machine = Loop {
            options: options.clone(),
            keys: keys.clone(),
            chain,
            folder,
            shared: shared.clone(),
            inbox: requests,
            seen: None,
            waiting: Waiting::default(),
            syncing: Syncing::start(shared.clone()),
            syncs_beside: false,
            beside: Beside::new(engine.clone(), inbox.clone()),
            outcalls: Outcalls::new(options.outcalls.clone(), inbox.clone()),
            blocks_since_checkpoint,
            checkpointing: None,
            own_inbox: inbox.clone(),
        };
        let thread = std::thread::Builder::new()
            .name("replica".into())
            .stack_size(16 << 20)
            .spawn(move || machine.run())
            .expect("a thread can be started");
        let inner = Inner {
            queries: Queries::new(engine.clone()),
            engine,
            keys,
            shared,
            inbox: Mutex::new(inbox),
            thread: Mutex::new(Some(thread)),
            options,
        };
        Node { inner: Arc::new(inner) }
    }

    /// Writes a checkpoint and ends the replica; handles that are left answer that it has stopped.
    pub fn close(&self) {
        self.inner.close();
    }

    /// Writes a checkpoint now.
    pub async fn checkpoint(&self) -> Result<(), ReplicaError> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Checkpoint { reply })?;
        answer.await.map_err(|_| self.stopped())?.map_err(ReplicaError::Stopped)
    }

    /// Takes a copy of canisters on which anything can be tried without the live ones noticing.
    pub fn fork(&self, canisters: &[CanisterId]) -> Fork {
        Fork::new(&self.published().state, canisters, self.inner.engine.clone())
    }

    /// A canister as of the newest block: facts, module, memory, snapshots.
    pub fn canister(&self, id: CanisterId) -> Option<Arc<Canister>> {
        self.published().state.canisters.get(&id).cloned()
    }

    /// All canisters, in the order of their ids.
    pub fn canisters(&self) -> Vec<CanisterId> {
        self.published().state.canisters.keys().copied().collect()
    }

    /// The id that the next created canister may take.
    pub fn free_canister_id(&self) -> CanisterId {
        self.published().state.free_canister_id()
    }

    /// What a canister printed and why it trapped, oldest first.
    pub fn logs(&self, id: CanisterId) -> Vec<LogRecord> {
        self.canister(id).map_or_else(Vec::new, |canister| canister.facts.logs.iter().cloned().collect())
    }

    /// The changes of a canister's code and control, oldest first.
    pub fn history(&self, id: CanisterId) -> Vec<Change> {
        self.canister(id).map_or_else(Vec::new, |canister| canister.facts.history.iter().cloned().collect())
    }

    /// Reads an entry of the platform's data.
    pub fn platform_get(&self, key: &[u8]) -> Option<Bytes> {
        self.published().state.platform.get(key).map(|entry| entry.bytes.clone())
    }

    /// Lists entries of the platform's data whose keys begin alike.
    pub fn platform_list(&self, prefix: &[u8]) -> Vec<(Vec<u8>, Bytes)> {
        let published = self.published();
        let from = published.state.platform.range_from(prefix);
        from.take_while(|(key, _)| key.starts_with(prefix))
            .map(|(key, entry)| (key.clone(), entry.bytes.clone()))
            .collect()
    }

    /// Height, time and root digest of the newest committed state.
    pub fn tip(&self) -> (u64, TimeNs, Digest) {
        let published = self.published();
        (published.state.height, published.state.time, published.state.root())
    }

    /// Why the replica has stopped, if it has.
    pub fn failure(&self) -> Option<String> {
        self.inner.shared.failure.read().expect("no writer panics").clone()
    }

    fn published(&self) -> Arc<Published> {
        self.inner.shared.published.read().expect("no writer panics").clone()
    }

    fn stopped(&self) -> ReplicaError {
        ReplicaError::Stopped(self.failure().unwrap_or_else(|| "its thread is gone".into()))
    }

    fn send(&self, request: Request) -> Result<(), ReplicaError> {
        let sent = self.inner.inbox.lock().expect("no holder panics").send(request);
        sent.map_err(|_| self.stopped())
    }

    async fn take(&self, message: IngressMessage, wait: bool) -> Result<Submitted, ReplicaError> {
        if message.expiry < now() {
            return Err(ReplicaError::Expired);
        }
        let inspected = if self.asks_canister(message.canister) {
            let node = self.clone();
            let inspected = tokio::task::spawn_blocking(move || node.inspect(message)).await;
            inspected.map_err(|_| self.stopped())?
        } else {
            self.inspect(message)
        };
        let message = match inspected {
            Ok(message) => message,
            Err(reject) => return Ok(Submitted::Refused(reject)),
        };
        let (reply, answer) = oneshot::channel();
        self.send(Request::Call { message, wait, reply })?;
        match tokio::time::timeout(self.inner.options.call_wait, answer).await {
            Ok(answer) => answer.map_err(|_| self.stopped()),
            Err(_) => Ok(Submitted::Running),
        }
    }

    /// Whether the canister's own code has a say in what is let in.
    fn asks_canister(&self, id: CanisterId) -> bool {
        let published = self.published();
        let module = published.state.canisters.get(&id).and_then(|canister| canister.module.as_ref());
        module.is_some_and(|module| module.exports_system("canister_inspect_message"))
    }

    fn inspect(&self, message: IngressMessage) -> Result<IngressMessage, Reject> {
        let published = self.published();
        let state = &published.state;
        let canister = state.canisters.get(&message.canister).map(|canister| &**canister);
        inspect_ingress(&self.inner.engine, &state.identity, state.time, canister, &message).map(|()| message)
    }

    /// Waits for a block if the newest is too old: an idle replica makes none, but time goes on.
    async fn fresh(&self) -> Result<Arc<Published>, ReplicaError> {
        if self.failure().is_some() {
            return Err(self.stopped());
        }
        let published = self.published();
        if now().saturating_sub(published.state.time) < self.inner.options.state_age_max.as_nanos() as TimeNs
        {
            return Ok(published);
        }
        let (reply, answer) = oneshot::channel();
        self.send(Request::Tick { reply })?;
        answer.await.map_err(|_| self.stopped())?;
        Ok(self.published())
    }
}

/// Compiles, beside everything else, the modules whose code the folder lacks: another version of the engine has another code.
fn compile_ahead(engine: &Arc<Engine>, state: &State) {
    let modules: Vec<_> = state.canisters.values().filter_map(|canister| canister.module.clone()).collect();
    let engine = engine.clone();
    let work = move || {
        yield_to_others(Rank::Low);
        for module in modules {
            if let Err(error) = engine.compile_ahead(&module) {
                tracing::warn!(
                    "the module {} cannot be compiled any more: {error}",
                    hex::encode(module.hash)
                );
            }
        }
    };
    // Without the thread, a module is compiled when it first runs.
    let _ = std::thread::Builder::new().name("compile".into()).spawn(work);
}

/// Who a replica with a data folder is: tools find there what they look for.
pub(crate) fn lasting_identity(keys: &Keys) -> Identity {
    Identity { standins: true, ..keys.identity() }
}

impl Inner {
    fn close(&self) {
        let _ = self.inbox.lock().expect("no holder panics").send(Request::Stop);
        if let Some(thread) = self.thread.lock().expect("no holder panics").take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

impl Replica for Node {
    async fn call(&self, message: IngressMessage) -> Result<Submitted, ReplicaError> {
        self.take(message, true).await
    }

    async fn submit(&self, message: IngressMessage) -> Result<Submitted, ReplicaError> {
        self.take(message, false).await
    }

    async fn query(&self, request: QueryRequest) -> Result<QueryReply, ReplicaError> {
        let published = self.fresh().await?;
        self.inner.queries.answer(published, request).await
    }

    async fn read_state(&self, mut paths: Vec<Vec<Label>>) -> Result<Certificate, ReplicaError> {
        paths.push(vec![b"time".to_vec()]);
        Ok(self.fresh().await?.certificate(&paths))
    }

    async fn platform(&self, batch: PlatformBatch) -> Result<Result<Vec<u64>, Reject>, ReplicaError> {
        let mut batch = batch;
        // The submitter need not think of a name for it.
        if batch.id == [0; 32] {
            getrandom::fill(&mut batch.id).expect("the system's randomness does not fail");
        }
        let (reply, answer) = oneshot::channel();
        self.send(Request::Platform { batch, reply })?;
        answer.await.map_err(|_| self.stopped())
    }

    fn canister_info(&self, id: CanisterId) -> Option<CanisterInfo> {
        let canister = self.canister(id)?;
        let methods = canister.module.iter().flat_map(|module| module.methods());
        Some(CanisterInfo {
            id,
            controllers: canister.facts.controllers.clone(),
            module_hash: canister.module.as_ref().map(|module| module.hash),
            running: canister.facts.run_state == replica_core::RunState::Running,
            version: canister.facts.version,
            memory_bytes: canister.image.memory.bytes(),
            stable_memory_bytes: canister.image.stable.bytes(),
            cycles: canister.facts.cycles,
            instructions_total: canister.facts.instructions_total,
            snapshots: canister.snapshots.keys().copied().collect(),
            methods: methods.map(|(name, kind)| (name.to_owned(), kind != MethodKind::Update)).collect(),
        })
    }

    fn is_query(&self, id: CanisterId, method: &str) -> Option<bool> {
        let published = self.published();
        let module = published.state.canisters.get(&id)?.module.as_ref()?;
        Some(module.method(method)? != MethodKind::Update)
    }

    fn metadata(&self, id: CanisterId, name: &str) -> Option<(bool, Arc<[u8]>)> {
        let canister = self.canister(id)?;
        let section = canister.module.as_ref()?.metadata().get(name)?.clone();
        Some((section.public, Arc::from(&section.content[..])))
    }

    fn request_origin(&self, id: &RequestId) -> Option<(Principal, CanisterId)> {
        let published = self.published();
        published.state.ingress(id).map(|entry| (entry.sender, entry.effective_canister))
    }

    fn root_key_der(&self) -> Vec<u8> {
        self.published().state.identity.root_key_der.to_vec()
    }

    fn node_key_der(&self) -> Vec<u8> {
        self.published().state.identity.node_key_der.to_vec()
    }

    fn sign_as_node(&self, message: &[u8]) -> [u8; 64] {
        self.inner.keys.sign_as_node(message)
    }

    fn subnet_id(&self) -> Principal {
        self.published().state.identity.subnet
    }

    fn node_id(&self) -> Principal {
        self.published().state.identity.node
    }
}
