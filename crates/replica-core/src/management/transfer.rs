//! Snapshots as bytes: read piece by piece, and built up the same way in another place.

use super::types::{
    ChunkHash, ExportedGlobal, LoadSnapshot, LowMemoryHook, Piece, Range, ReadData, ReadKind,
    SnapshotMetadata, SnapshotSource, Timer, UploadData, UploadKind, UploadMetadata, UploadedSnapshot,
};
use super::{Decode, bad_payload, check_visible, chunks, empty_reply, encode, snapshot_number};
use crate::beyond::{LowMemory, SnapshotBeyond};
use crate::canister::{Canister, Snapshot};
use crate::execute::Machine;
use crate::install::not_found;
use candid::Nat;
use replica_api::{CanisterId, Digest, ErrorCode, Principal, Reject, TimeNs};
use replica_wasm::{Global, Image, PageMap};
use serde_bytes::ByteBuf;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most bytes of one piece: a reply has to hold it.
const PIECE_BYTES_MAX: u64 = 2 << 20;
/// What an uploaded snapshot may say it has.
const MODULE_BYTES_MAX: u64 = 100 << 20;
const MEMORY_BYTES_MAX: u64 = 4 << 30;
const STABLE_BYTES_MAX: u64 = 500 << 30;
const GLOBALS_MAX: usize = 1000;

impl Machine<'_> {
    pub(super) fn read_snapshot_metadata(
        &mut self,
        caller: Principal,
        arg: &[u8],
    ) -> Result<Vec<u8>, Reject> {
        let LoadSnapshot { canister_id, snapshot_id } = decode!(arg, LoadSnapshot);
        let (canister, snapshot) = self.snapshot(canister_id, &snapshot_id, caller)?;
        let beyond = snapshot.beyond.as_ref();
        let source = match snapshot.upload {
            None => SnapshotSource::taken_from_canister(candid::Reserved),
            Some(_) => SnapshotSource::metadata_upload(candid::Reserved),
        };
        Ok(encode(&SnapshotMetadata {
            source,
            taken_at_timestamp: snapshot.time,
            wasm_module_size: module_bytes(snapshot),
            globals: snapshot.image.globals.iter().map(exported).collect(),
            wasm_memory_size: snapshot.image.memory.bytes(),
            stable_memory_size: snapshot.image.stable.bytes(),
            wasm_chunk_store: chunks_of(canister, snapshot).keys().map(ChunkHash::of).collect(),
            canister_version: snapshot.version,
            certified_data: ByteBuf::from(snapshot.certified_data.clone()),
            global_timer: beyond.map_or(Some(0), |it| it.global_timer).map(timer),
            on_low_wasm_memory_hook_status: beyond
                .map_or(Some(LowMemory::Enough), |it| it.low_memory)
                .map(hook),
        }))
    }

    pub(super) fn read_snapshot_data(&mut self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let ReadData { canister_id, snapshot_id, kind } = decode!(arg, ReadData);
        let (canister, snapshot) = self.snapshot(canister_id, &snapshot_id, caller)?;
        let piece = match kind {
            ReadKind::wasm_module(range) => match (&snapshot.upload, &snapshot.module) {
                (Some(upload), _) => read(upload, &range)?,
                (None, Some(module)) => {
                    let (from, to) = bounds(&range, module.bytes.len() as u64)?;
                    module.bytes[from..to].to_vec()
                }
                (None, None) => return Err(bad_payload("the snapshot has no module")),
            },
            ReadKind::wasm_memory(range) => read(&snapshot.image.memory, &range)?,
            ReadKind::stable_memory(range) => read(&snapshot.image.stable, &range)?,
            ReadKind::wasm_chunk(ChunkHash { hash }) => {
                let found = chunks_of(canister, snapshot)
                    .iter()
                    .find(|(known, _)| known.as_slice() == hash.as_slice());
                found.ok_or_else(|| bad_payload("the canister keeps no such chunk"))?.1.to_vec()
            }
        };
        Ok(encode(&Piece { chunk: ByteBuf::from(piece) }))
    }

    pub(super) fn upload_snapshot_metadata(
        &mut self,
        caller: Principal,
        arg: &[u8],
    ) -> Result<Vec<u8>, Reject> {
        let wanted = decode!(arg, UploadMetadata);
        let sizes = [
            ("module", wanted.wasm_module_size, MODULE_BYTES_MAX),
            ("memory", wanted.wasm_memory_size, MEMORY_BYTES_MAX),
            ("stable memory", wanted.stable_memory_size, STABLE_BYTES_MAX),
        ];
        if let Some((what, size, most)) = sizes.into_iter().find(|(_, size, most)| size > most) {
            return Err(bad_payload(format!("a {what} has at most {most} bytes, this one {size}")));
        }
        if wanted.globals.len() > GLOBALS_MAX || wanted.certified_data.len() > 32 {
            return Err(bad_payload(
                "there are more globals, or more certified data, than a canister can have",
            ));
        }
        let globals = wanted.globals.iter().map(imported).collect::<Result<Vec<_>, _>>()?;
        let (time, rules) = (self.state.time, self.state.rules);
        let beyond = (rules >= 1).then(|| SnapshotBeyond {
            global_timer: wanted.global_timer.map(timer_read),
            low_memory: wanted.on_low_wasm_memory_hook_status.map(hook_read),
            ..SnapshotBeyond::default()
        });
        let canister = self.controlled(wanted.canister_id, caller)?;
        if let Some(old) = wanted.replace_snapshot {
            canister.snapshots.remove(&snapshot_number(&old)?);
        }
        let number = canister.facts.snapshots_next;
        canister.facts.snapshots_next += 1;
        let image = Image {
            memory: PageMap::zeros(wanted.wasm_memory_size),
            globals,
            stable: PageMap::zeros(wanted.stable_memory_size),
        };
        let snapshot = Snapshot {
            time,
            module: None,
            image,
            certified_data: wanted.certified_data.into_vec(),
            version: 0,
            upload: Some(PageMap::zeros(wanted.wasm_module_size)),
            beyond,
        };
        canister.snapshots.insert(number, Arc::new(snapshot));
        Ok(encode(&UploadedSnapshot { snapshot_id: ByteBuf::from(number.to_be_bytes().to_vec()) }))
    }

    pub(super) fn upload_snapshot_data(&mut self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let UploadData { canister_id, snapshot_id, kind, chunk } = decode!(arg, UploadData);
        let number = snapshot_number(&snapshot_id)?;
        let canister = self.controlled(canister_id, caller)?;
        let known = canister.snapshots.get_mut(&number).ok_or_else(|| no_snapshot(canister_id, number))?;
        let snapshot = Arc::make_mut(known);
        let Some(upload) = &mut snapshot.upload else {
            return Err(bad_payload("this snapshot was taken, not uploaded: nothing can be written to it"));
        };
        match kind {
            UploadKind::wasm_module(at) => write(upload, at.offset, &chunk)?,
            UploadKind::wasm_memory(at) => write(&mut snapshot.image.memory, at.offset, &chunk)?,
            UploadKind::stable_memory(at) => write(&mut snapshot.image.stable, at.offset, &chunk)?,
            UploadKind::wasm_chunk => {
                use sha2::Digest as _;
                let hash = sha2::Sha256::digest(&chunk).into();
                match &mut snapshot.beyond {
                    Some(beyond) => put_chunk(&mut beyond.chunks, hash, chunk.into_vec())?,
                    None => drop(canister.chunks.insert(hash, chunk.into_vec().into())),
                }
            }
        }
        Ok(empty_reply())
    }

    fn snapshot(
        &self,
        id: CanisterId,
        snapshot: &[u8],
        caller: Principal,
    ) -> Result<(&Canister, &Snapshot), Reject> {
        let number = snapshot_number(snapshot)?;
        let canister = self.state.canisters.get(&id).ok_or_else(|| not_found(id))?;
        check_visible(canister.may_see_snapshots(caller), canister, caller)?;
        let snapshot = canister.snapshots.get(&number).ok_or_else(|| no_snapshot(id, number))?;
        Ok((canister, snapshot))
    }
}

/// The pieces that a snapshot holds; those of the first version held none, and the canister's were taken for theirs.
fn chunks_of<'a>(canister: &'a Canister, snapshot: &'a Snapshot) -> &'a BTreeMap<Digest, Arc<[u8]>> {
    snapshot.beyond.as_ref().map_or(&canister.chunks, |beyond| &beyond.chunks)
}

fn put_chunk(store: &mut BTreeMap<Digest, Arc<[u8]>>, hash: Digest, chunk: Vec<u8>) -> Result<(), Reject> {
    if chunk.len() > chunks::CHUNK_BYTES_MAX || store.len() >= chunks::CHUNKS_MAX {
        return Err(bad_payload(format!(
            "a snapshot has at most {} chunks of at most {} bytes",
            chunks::CHUNKS_MAX,
            chunks::CHUNK_BYTES_MAX
        )));
    }
    store.insert(hash, chunk.into());
    Ok(())
}

fn timer(at: TimeNs) -> Timer {
    if at == 0 { Timer::inactive } else { Timer::active(at) }
}

fn timer_read(timer: Timer) -> TimeNs {
    match timer {
        Timer::inactive => 0,
        Timer::active(at) => at,
    }
}

fn hook(state: LowMemory) -> LowMemoryHook {
    match state {
        LowMemory::Enough => LowMemoryHook::condition_not_satisfied,
        LowMemory::Due => LowMemoryHook::ready,
        LowMemory::Done => LowMemoryHook::executed,
    }
}

fn hook_read(hook: LowMemoryHook) -> LowMemory {
    match hook {
        LowMemoryHook::condition_not_satisfied => LowMemory::Enough,
        LowMemoryHook::ready => LowMemory::Due,
        LowMemoryHook::executed => LowMemory::Done,
    }
}

fn no_snapshot(id: CanisterId, number: u64) -> Reject {
    Reject::new(ErrorCode::CanisterSnapshotNotFound, format!("Canister {id} has no snapshot {number}"))
}

pub(super) fn module_bytes(snapshot: &Snapshot) -> u64 {
    let uploaded = snapshot.upload.as_ref().map(PageMap::bytes);
    uploaded.unwrap_or_else(|| snapshot.module.as_ref().map_or(0, |module| module.bytes.len() as u64))
}

/// Returns where a range begins and ends, if it lies inside and is not too long.
fn bounds(range: &Range, size: u64) -> Result<(usize, usize), Reject> {
    let end = range.offset.checked_add(range.size).filter(|end| *end <= size);
    match end {
        Some(end) if range.size <= PIECE_BYTES_MAX => Ok((range.offset as usize, end as usize)),
        Some(_) => Err(bad_payload(format!("at most {PIECE_BYTES_MAX} bytes are read at once"))),
        None => Err(bad_payload(format!(
            "there are {size} bytes; {} from {} on lie outside",
            range.size, range.offset
        ))),
    }
}

fn read(map: &PageMap, range: &Range) -> Result<Vec<u8>, Reject> {
    bounds(range, map.bytes())?;
    let mut bytes = vec![0; range.size as usize];
    map.read(range.offset, &mut bytes);
    Ok(bytes)
}

fn write(map: &mut PageMap, offset: u64, bytes: &[u8]) -> Result<(), Reject> {
    bounds(&Range { offset, size: bytes.len() as u64 }, map.bytes())?;
    map.write(offset, bytes);
    Ok(())
}

fn exported(global: &Global) -> ExportedGlobal {
    match *global {
        Global::I32(bits) => ExportedGlobal::i32(bits.cast_signed()),
        Global::I64(bits) => ExportedGlobal::i64(bits.cast_signed()),
        Global::F32(bits) => ExportedGlobal::f32(f32::from_bits(bits)),
        Global::F64(bits) => ExportedGlobal::f64(f64::from_bits(bits)),
        Global::V128(bits) => ExportedGlobal::v128(Nat::from(bits)),
    }
}

fn imported(global: &ExportedGlobal) -> Result<Global, Reject> {
    Ok(match global {
        ExportedGlobal::i32(number) => Global::I32(number.cast_unsigned()),
        ExportedGlobal::i64(number) => Global::I64(number.cast_unsigned()),
        ExportedGlobal::f32(number) => Global::F32(number.to_bits()),
        ExportedGlobal::f64(number) => Global::F64(number.to_bits()),
        ExportedGlobal::v128(number) => Global::V128(super::amount_of(number)?),
    })
}
