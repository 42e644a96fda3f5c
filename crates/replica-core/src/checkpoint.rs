//! A state as bytes: the pages go to whoever stores them, and come back by reference.

use crate::beyond::{Beyond, LowMemory, SnapshotBeyond};
use crate::calls::{CallContext, Job, PendingCall};
use crate::canister::{Canister, Digests, Facts, Snapshot};
use crate::management::outcalls::Outcall;
use crate::slow::Slow;
use crate::state::{Identity, IngressEntry, State};
use replica_api::{CanisterId, Codec, Decoder, Digest, Encoder, RequestId, TruncatedError};
use replica_wasm::{Engine, Image, Module, Page, PageMap};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Takes what is too large to be written twice.
pub trait PageSink {
    type Error;
    /// Stores a page, unless it is stored already, and says where.
    fn page(&mut self, page: &Arc<Page>) -> Result<u64, Self::Error>;
    /// Stores bytes under their digest, unless they are there.
    fn blob(&mut self, digest: &Digest, bytes: &[u8]) -> Result<(), Self::Error>;
}

/// Gives back what a sink took.
pub trait PageSource {
    type Error;
    fn page(&mut self, place: u64) -> Result<Arc<Page>, Self::Error>;
    fn blob(&mut self, digest: &Digest) -> Result<Vec<u8>, Self::Error>;
}

/// Why a state could not be restored.
#[derive(Debug)]
pub enum RestoreError<E> {
    Source(E),
    Damaged,
    /// The engine no longer accepts a module that once was installed.
    Module(String),
}

impl<E> From<TruncatedError> for RestoreError<E> {
    fn from(_: TruncatedError) -> RestoreError<E> {
        RestoreError::Damaged
    }
}

impl State {
    /// Writes the state; pages and modules go to the sink.
    pub fn save<S: PageSink>(&self, sink: &mut S) -> Result<Vec<u8>, S::Error> {
        let mut to = Encoder::default();
        (self.height, self.time).encode(&mut to);
        (self.canisters_made, self.numbers_used).encode(&mut to);
        (self.heartbeat, self.random_counter).encode(&mut to);
        let ingress: Vec<(RequestId, IngressEntry)> =
            self.ingress.iter().map(|(id, e)| (*id, e.clone())).collect();
        ingress.encode(&mut to);
        // What waited was here before each canister had a line.
        VecDeque::<Job>::new().encode(&mut to);
        self.contexts.encode(&mut to);
        self.pending.encode(&mut to);
        (self.platform.len() as u64).encode(&mut to);
        for (key, value) in &self.platform {
            let digest = replica_api::digest_leaf(value);
            sink.blob(&digest, value)?;
            (key.clone(), digest).encode(&mut to);
        }
        (self.canisters.len() as u64).encode(&mut to);
        for canister in self.canisters.values() {
            save_canister(canister, sink, &mut to)?;
        }
        let managed: Vec<CanisterId> =
            self.canisters.values().filter(|canister| canister.managed).map(|canister| canister.id).collect();
        let chunks = self.save_chunks(sink)?;
        let snapshots: Vec<_> =
            self.canisters.values().flat_map(|it| it.snapshots.iter().map(|s| (it.id, s))).collect();
        let waiting = self.queue.jobs();
        let is_busy = !waiting.is_empty() || !self.slow.is_empty() || self.rules > 0;
        let has = [!managed.is_empty(), !chunks.is_empty(), !snapshots.is_empty() || is_busy];
        if has.contains(&true) {
            managed.encode(&mut to);
        }
        if has[1..].contains(&true) {
            chunks.encode(&mut to);
        }
        if has[2] {
            (snapshots.len() as u64).encode(&mut to);
            for (id, (number, snapshot)) in snapshots {
                (id, *number).encode(&mut to);
                (snapshot.version, snapshot.upload.is_some()).encode(&mut to);
                snapshot.upload.iter().try_for_each(|upload| save_pages(upload, sink, &mut to))?;
            }
        }
        if is_busy {
            (self.slow.clone(), waiting).encode(&mut to);
        }
        if self.rules > 0 {
            self.save_new(sink, &mut to)?;
        }
        Ok(to.bytes)
    }

    /// Writes what there was not in the first version.
    fn save_new<S: PageSink>(&self, sink: &mut S, to: &mut Encoder) -> Result<(), S::Error> {
        (self.rules, self.updates_total).encode(to);
        let outcalls = self.open_outcalls().map(|(number, outcall)| (number, outcall.clone()));
        outcalls.collect::<Vec<_>>().encode(to);
        let changed = self.canisters.values().filter(|canister| !canister.beyond.is_default());
        changed.map(|canister| (canister.id, canister.beyond.clone())).collect::<Vec<_>>().encode(to);
        let mut snapshots = Vec::new();
        for canister in self.canisters.values() {
            for (number, snapshot) in &canister.snapshots {
                let Some(beyond) = &snapshot.beyond else { continue };
                beyond.chunks.iter().try_for_each(|(digest, bytes)| sink.blob(digest, bytes))?;
                let chunks: Vec<Digest> = beyond.chunks.keys().copied().collect();
                let states = (beyond.global_timer, beyond.low_memory);
                snapshots.push(((canister.id, *number), (states, chunks)));
            }
        }
        snapshots.encode(to);
        self.sender_infos.encode(to);
        Ok(())
    }

    fn restore_new<S: PageSource>(
        &mut self,
        source: &mut S,
        from: &mut Decoder<'_>,
    ) -> Result<(), RestoreError<S::Error>> {
        (self.rules, self.updates_total) = Codec::decode(from)?;
        for (number, outcall) in Vec::<(u64, Outcall)>::decode(from)? {
            self.open_outcall(number, outcall);
        }
        for (id, beyond) in Vec::<(CanisterId, Beyond)>::decode(from)? {
            self.canister_mut(id).ok_or(RestoreError::Damaged)?.beyond = beyond;
        }
        for ((id, number), (states, digests)) in Vec::<SavedSnapshot>::decode(from)? {
            let mut chunks = BTreeMap::new();
            for digest in digests {
                chunks.insert(digest, source.blob(&digest).map_err(RestoreError::Source)?.into());
            }
            let canister = self.canister_mut(id).ok_or(RestoreError::Damaged)?;
            let snapshot = canister.snapshots.get_mut(&number).ok_or(RestoreError::Damaged)?;
            let (global_timer, low_memory) = states;
            Arc::make_mut(snapshot).beyond = Some(SnapshotBeyond { global_timer, low_memory, chunks });
        }
        self.sender_infos = Codec::decode(from)?;
        Ok(())
    }

    /// Saves the pieces of modules that canisters keep, and lists them.
    fn save_chunks<S: PageSink>(&self, sink: &mut S) -> Result<Vec<(CanisterId, Vec<Digest>)>, S::Error> {
        let mut stores = Vec::new();
        for canister in self.canisters.values().filter(|canister| !canister.chunks.is_empty()) {
            for (digest, bytes) in &canister.chunks {
                sink.blob(digest, bytes)?;
            }
            stores.push((canister.id, canister.chunks.keys().copied().collect()));
        }
        Ok(stores)
    }

    /// Reads a state that was saved.
    pub fn restore<S: PageSource>(
        bytes: &[u8],
        identity: Identity,
        engine: &Engine,
        source: &mut S,
    ) -> Result<State, RestoreError<S::Error>> {
        let from = &mut Decoder { rest: bytes };
        let mut state = State::genesis(identity);
        (state.height, state.time) = Codec::decode(from)?;
        (state.canisters_made, state.numbers_used) = Codec::decode(from)?;
        (state.heartbeat, state.random_counter) = Codec::decode(from)?;
        for (id, entry) in Vec::<(RequestId, IngressEntry)>::decode(from)? {
            state.set_ingress(id, entry);
        }
        let waiting = VecDeque::<Job>::decode(from)?;
        state.contexts = BTreeMap::<u64, CallContext>::decode(from)?;
        state.pending = BTreeMap::<u64, PendingCall>::decode(from)?;
        for _ in 0..u64::decode(from)? {
            let (key, digest) = <(Vec<u8>, Digest)>::decode(from)?;
            let value = source.blob(&digest).map_err(RestoreError::Source)?;
            state.write_platform(key, Some(value.into()));
        }
        for _ in 0..u64::decode(from)? {
            let canister = restore_canister(engine, source, from)?;
            state.canisters.insert(canister.id, Arc::new(canister));
        }
        // Where there are none of these, and before there were such things, the bytes end here or after the first.
        let managed = if from.rest.is_empty() { Vec::new() } else { Vec::<CanisterId>::decode(from)? };
        for id in managed {
            state.canister_mut(id).ok_or(RestoreError::Damaged)?.managed = true;
        }
        let stores =
            if from.rest.is_empty() { Vec::new() } else { Vec::<(CanisterId, Vec<Digest>)>::decode(from)? };
        for (id, chunks) in stores {
            for digest in chunks {
                let bytes = source.blob(&digest).map_err(RestoreError::Source)?;
                state.canister_mut(id).ok_or(RestoreError::Damaged)?.chunks.insert(digest, bytes.into());
            }
        }
        let snapshots = if from.rest.is_empty() { 0 } else { u64::decode(from)? };
        for _ in 0..snapshots {
            let (id, number) = <(CanisterId, u64)>::decode(from)?;
            let (version, has_upload) = <(u64, bool)>::decode(from)?;
            let upload = if has_upload { Some(restore_pages(source, from)?) } else { None };
            let canister = state.canister_mut(id).ok_or(RestoreError::Damaged)?;
            let snapshot = canister.snapshots.get_mut(&number).ok_or(RestoreError::Damaged)?;
            let snapshot = Arc::make_mut(snapshot);
            (snapshot.version, snapshot.upload) = (version, upload);
        }
        if !from.rest.is_empty() {
            state.restore_work(from)?;
        }
        if !from.rest.is_empty() {
            state.restore_new(source, from)?;
        }
        for job in waiting {
            let line = state.line_of(&job);
            state.queue.push(line, job);
        }
        if from.rest.is_empty() { Ok(state) } else { Err(RestoreError::Damaged) }
    }
}

/// Whose snapshot, its timer and its state of memory, the pieces kept with it.
type SavedSnapshot = ((CanisterId, u64), ((Option<u64>, Option<LowMemory>), Vec<Digest>));

impl State {
    /// Reads the work that goes on beside the blocks, and what waits.
    fn restore_work(&mut self, from: &mut Decoder<'_>) -> Result<(), TruncatedError> {
        let (slow, waiting) = <(BTreeMap<u64, Slow>, Vec<(CanisterId, Job)>)>::decode(from)?;
        for piece in slow.values() {
            for line in self.halted_by(&piece.work) {
                self.queue.halt(line);
            }
        }
        self.slow = slow;
        waiting.into_iter().for_each(|(line, job)| self.queue.push(line, job));
        Ok(())
    }
}

fn save_canister<S: PageSink>(canister: &Canister, sink: &mut S, to: &mut Encoder) -> Result<(), S::Error> {
    canister.id.encode(to);
    canister.facts.encode(to);
    save_code_and_data(canister.module.as_ref(), &canister.image, sink, to)?;
    (canister.snapshots.len() as u64).encode(to);
    for (number, snapshot) in &canister.snapshots {
        (*number, snapshot.time).encode(to);
        snapshot.certified_data.encode(to);
        save_code_and_data(snapshot.module.as_ref(), &snapshot.image, sink, to)?;
    }
    Ok(())
}

fn save_code_and_data<S: PageSink>(
    module: Option<&Arc<Module>>,
    image: &Image,
    sink: &mut S,
    to: &mut Encoder,
) -> Result<(), S::Error> {
    if let Some(module) = module {
        sink.blob(&module.hash, &module.bytes)?;
    }
    module.map(|module| module.hash).encode(to);
    image.globals.encode(to);
    save_pages(&image.memory, sink, to)?;
    save_pages(&image.stable, sink, to)
}

fn save_pages<S: PageSink>(map: &PageMap, sink: &mut S, to: &mut Encoder) -> Result<(), S::Error> {
    let mut places = Vec::new();
    let mut failed = None;
    map.for_each_page(|index, page| {
        if failed.is_none() {
            match sink.page(page) {
                Ok(place) => places.push((index as u64, place)),
                Err(error) => failed = Some(error),
            }
        }
    });
    map.bytes().encode(to);
    places.encode(to);
    failed.map_or(Ok(()), Err)
}

fn restore_canister<S: PageSource>(
    engine: &Engine,
    source: &mut S,
    from: &mut Decoder<'_>,
) -> Result<Canister, RestoreError<S::Error>> {
    let id = CanisterId::decode(from)?;
    let facts = Facts::decode(from)?;
    let (module, image) = restore_code_and_data(engine, source, from)?;
    let mut snapshots = BTreeMap::new();
    for _ in 0..u64::decode(from)? {
        let (number, time) = <(u64, u64)>::decode(from)?;
        let certified_data = Vec::decode(from)?;
        let (module, image) = restore_code_and_data(engine, source, from)?;
        let (version, upload, beyond) = (0, None, None);
        let snapshot = Snapshot { time, module, image, certified_data, version, upload, beyond };
        snapshots.insert(number, Arc::new(snapshot));
    }
    let (chunks, managed, digests) = (BTreeMap::new(), false, Digests::default());
    let beyond = Beyond::default();
    Ok(Canister { id, facts, module, image, snapshots, chunks, managed, beyond, digests })
}

type CodeAndData = (Option<Arc<Module>>, Image);

fn restore_code_and_data<S: PageSource>(
    engine: &Engine,
    source: &mut S,
    from: &mut Decoder<'_>,
) -> Result<CodeAndData, RestoreError<S::Error>> {
    let module = match Option::<Digest>::decode(from)? {
        None => None,
        Some(hash) => {
            let bytes = source.blob(&hash).map_err(RestoreError::Source)?;
            Some(engine.load(&bytes).map_err(|error| RestoreError::Module(error.to_string()))?)
        }
    };
    let globals = Vec::decode(from)?;
    let memory = restore_pages(source, from)?;
    let stable = restore_pages(source, from)?;
    Ok((module, Image { memory, globals, stable }))
}

fn restore_pages<S: PageSource>(
    source: &mut S,
    from: &mut Decoder<'_>,
) -> Result<PageMap, RestoreError<S::Error>> {
    let mut map = PageMap::zeros(u64::decode(from)?);
    for (index, place) in Vec::<(u64, u64)>::decode(from)? {
        if index as usize >= map.page_count() {
            return Err(RestoreError::Damaged);
        }
        map.set_page(index as usize, Some(source.page(place).map_err(RestoreError::Source)?));
    }
    Ok(map)
}
