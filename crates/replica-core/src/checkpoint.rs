//! A state as bytes: the pages go to whoever stores them, and come back by reference.

use crate::beyond::{Beyond, SnapshotBeyond};
use crate::canister::{Canister, Digests, Facts, Snapshot};
use crate::chunk_map::ChunkMap;
use crate::management::outcalls::Outcall;
use crate::queue::Queue;
use crate::slow::Slow;
use crate::state::{Entry, Identity, IngressEntry, State};
use bytes::Bytes;
use replica_api::{CanisterId, Codec, Decoder, Digest, Encoder, RequestId, TruncatedError};
use replica_wasm::{Engine, Image, Module, Page, PageMap};
use std::collections::BTreeMap;
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
    /// Returns the page at a place, which has this digest.
    fn page(&mut self, place: u64, digest: Digest) -> Result<Arc<Page>, Self::Error>;
    fn blob(&mut self, digest: &Digest) -> Result<Bytes, Self::Error>;
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
        self.had_heavy.encode(&mut to);
        let ingress: Vec<(RequestId, IngressEntry)> =
            self.ingress.iter().map(|(id, e)| (*id, e.clone())).collect();
        ingress.encode(&mut to);
        save_map(&self.contexts, &mut to);
        save_map(&self.pending, &mut to);
        self.slow.encode(&mut to);
        self.queue.encode(&mut to);
        (self.platform.len() as u64).encode(&mut to);
        for (key, value) in self.platform.iter() {
            sink.blob(&value.digest, &value.bytes)?;
            (key.clone(), value.digest).encode(&mut to);
        }
        (self.canisters.len() as u64).encode(&mut to);
        for canister in self.canisters.values() {
            save_canister(canister, sink, &mut to)?;
        }
        (self.rules, self.updates_total).encode(&mut to);
        let outcalls = self.open_outcalls().map(|(number, outcall)| (number, outcall.clone()));
        outcalls.collect::<Vec<_>>().encode(&mut to);
        self.sender_infos.encode(&mut to);
        Ok(to.bytes)
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
        state.had_heavy = Codec::decode(from)?;
        for (id, entry) in Vec::<(RequestId, IngressEntry)>::decode(from)? {
            state.set_ingress(id, entry);
        }
        state.contexts = restore_map(from)?;
        state.pending = restore_map(from)?;
        state.slow = BTreeMap::<u64, Slow>::decode(from)?;
        state.queue = Queue::decode(from)?;
        for _ in 0..u64::decode(from)? {
            let (key, digest) = <(Vec<u8>, Digest)>::decode(from)?;
            let bytes = source.blob(&digest).map_err(RestoreError::Source)?;
            state.platform.insert(key, Entry { bytes, digest });
        }
        for _ in 0..u64::decode(from)? {
            state.put_canister(Arc::new(restore_canister(engine, source, from)?));
        }
        (state.rules, state.updates_total) = Codec::decode(from)?;
        for (number, outcall) in Vec::<(u64, Outcall)>::decode(from)? {
            state.open_outcall(number, outcall);
        }
        state.sender_infos = Codec::decode(from)?;
        state.make_agenda();
        let halted: Vec<CanisterId> =
            state.slow.values().flat_map(|piece| state.halted_by(&piece.work)).collect();
        halted.into_iter().for_each(|line| state.queue.halt(line));
        if from.rest.is_empty() { Ok(state) } else { Err(RestoreError::Damaged) }
    }
}

fn save_map<V: Codec + Clone>(map: &ChunkMap<u64, V>, to: &mut Encoder) {
    (map.len() as u64).encode(to);
    for (number, value) in map.iter() {
        number.encode(to);
        value.encode(to);
    }
}

fn restore_map<V: Codec + Clone>(from: &mut Decoder<'_>) -> Result<ChunkMap<u64, V>, TruncatedError> {
    let mut map = ChunkMap::default();
    for _ in 0..u64::decode(from)? {
        let (number, value) = <(u64, V)>::decode(from)?;
        map.insert(number, value);
    }
    Ok(map)
}

fn save_canister<S: PageSink>(canister: &Canister, sink: &mut S, to: &mut Encoder) -> Result<(), S::Error> {
    canister.id.encode(to);
    canister.facts.encode(to);
    canister.managed.encode(to);
    canister.beyond.encode(to);
    save_code_and_data(canister.module.as_ref(), &canister.image, sink, to)?;
    save_chunks(&canister.chunks, sink, to)?;
    (canister.snapshots.len() as u64).encode(to);
    for (number, snapshot) in &canister.snapshots {
        (*number, snapshot.time).encode(to);
        snapshot.certified_data.encode(to);
        (snapshot.version, snapshot.upload.is_some()).encode(to);
        snapshot.upload.iter().try_for_each(|upload| save_pages(upload, sink, to))?;
        save_code_and_data(snapshot.module.as_ref(), &snapshot.image, sink, to)?;
        snapshot.beyond.is_some().encode(to);
        if let Some(SnapshotBeyond { global_timer, low_memory, chunks }) = &snapshot.beyond {
            (*global_timer, *low_memory).encode(to);
            save_chunks(chunks, sink, to)?;
        }
    }
    Ok(())
}

/// Pieces of modules, by their digests.
type Chunks = BTreeMap<Digest, Arc<[u8]>>;

fn save_chunks<S: PageSink>(chunks: &Chunks, sink: &mut S, to: &mut Encoder) -> Result<(), S::Error> {
    chunks.iter().try_for_each(|(digest, bytes)| sink.blob(digest, bytes))?;
    chunks.keys().copied().collect::<Vec<Digest>>().encode(to);
    Ok(())
}

fn restore_chunks<S: PageSource>(
    source: &mut S,
    from: &mut Decoder<'_>,
) -> Result<Chunks, RestoreError<S::Error>> {
    let chunk = |digest: Digest| {
        let bytes = source.blob(&digest).map_err(RestoreError::Source)?;
        Ok((digest, Arc::from(&bytes[..])))
    };
    Vec::<Digest>::decode(from)?.into_iter().map(chunk).collect()
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
                Ok(place) => places.push((index as u64, (place, *page.digest()))),
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
    let managed = bool::decode(from)?;
    let beyond = Beyond::decode(from)?;
    let (module, image) = restore_code_and_data(engine, source, from)?;
    let chunks = restore_chunks(source, from)?;
    let mut snapshots = BTreeMap::new();
    for _ in 0..u64::decode(from)? {
        let (number, time) = <(u64, u64)>::decode(from)?;
        let certified_data = Vec::decode(from)?;
        let (version, has_upload) = <(u64, bool)>::decode(from)?;
        let upload = if has_upload { Some(restore_pages(source, from)?) } else { None };
        let (module, image) = restore_code_and_data(engine, source, from)?;
        let beyond = if bool::decode(from)? {
            let (global_timer, low_memory) = Codec::decode(from)?;
            Some(SnapshotBeyond { global_timer, low_memory, chunks: restore_chunks(source, from)? })
        } else {
            None
        };
        let snapshot = Snapshot { time, module, image, certified_data, version, upload, beyond };
        snapshots.insert(number, Arc::new(snapshot));
    }
    let digests = Digests::default();
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
            Some(engine.recall(hash, bytes).map_err(|error| RestoreError::Module(error.to_string()))?)
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
    for (index, (place, digest)) in Vec::<(u64, (u64, Digest))>::decode(from)? {
        if index as usize >= map.page_count() {
            return Err(RestoreError::Damaged);
        }
        map.set_page(index as usize, Some(source.page(place, digest).map_err(RestoreError::Source)?));
    }
    Ok(map)
}
