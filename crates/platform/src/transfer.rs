//! An app leaves as one file, and comes in from one.

use candid::{CandidType, Encode, Principal};
use replica_api::{
    CanisterAction, CanisterChange, CanisterId, IngressMessage, MANAGEMENT, PlatformBatch, Replica as _,
    SnapshotId, Submitted,
};
use replica_wasm::{Global, PAGE_BYTES};
use serde::Deserialize;

use crate::archive::{ARCHIVE_BYTES_MAX, Archive, Memory, too_large};
use crate::candidate::Candidate;
use crate::platform::now_ms;
use crate::record::{App, Record, write_app, write_page, write_record, write_release};
use crate::{ErrorKind, Platform, PlatformError};

/// Bytes of one piece of a memory: what one message may bring.
const PIECE_BYTES: usize = 1 << 20;
const EXPIRY_NS: u64 = 120_000_000_000;

/// What came in.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub app: App,
    /// Whether the app wanted to be woken: it does so again from its next release on.
    pub had_timer: bool,
}

impl Platform {
    /// Returns an app as the bytes of one file: state, history, releases, page. Whose browsers own it is left out.
    ///
    /// # Errors
    /// There is no such app, or it is too large for one file.
    pub async fn export(&self, name: &str) -> Result<Vec<u8>, PlatformError> {
        // No release in between: code, page and records belong together.
        let _releasing = self.releasing.lock().await;
        let app = self.app(name)?;
        let canister = self.node.canister(app.canister);
        let canister =
            canister.ok_or_else(|| PlatformError::not_found(format!("`{name}` has no canister")))?;
        let bytes = canister.image.memory.bytes() + canister.image.stable.bytes();
        if bytes > ARCHIVE_BYTES_MAX as u64 {
            return Err(too_large(bytes));
        }
        let (records, releases) = (self.records.history(name), self.records.releases(name));
        let pages = self.records.page_paths(app.canister).into_iter().filter_map(|path| {
            let content = self.records.page(app.canister, &path)?;
            Some((path, content.to_vec()))
        });
        let mut candidates: Vec<Candidate> = Vec::new();
        for release in &releases {
            // Of what was refused or only asked about, the files are not always kept.
            let is_kept = self.releases_folder().join(&release.id).is_dir();
            if is_kept && candidates.iter().all(|known| known.id != release.id) {
                candidates.push(Candidate::load(&self.releases_folder(), &release.id)?);
            }
        }
        let archive = Archive {
            pages: pages.collect(),
            releases,
            records,
            candidates,
            globals: canister.image.globals.clone(),
            certified_data: canister.facts.certified_data.clone(),
            timer: canister.facts.global_timer,
            memory: Memory::of(&canister.image.memory),
            stable: Memory::of(&canister.image.stable),
            app,
        };
        let bytes = archive.to_bytes();
        if bytes.len() > ARCHIVE_BYTES_MAX { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
    }

    /// Makes an app of such a file, under its own name or another. It is there whole, or not at all.
    ///
    /// # Errors
    /// The bytes are no exported app, the name is taken, or the replica does not take it.
    pub async fn import(&self, bytes: &[u8], name: Option<&str>) -> Result<Imported, PlatformError> {
        let mut archive = Archive::from_bytes(bytes)?;
        if let Some(name) = name {
            Platform::check_name(name)?;
            archive.app.name = name.to_owned();
        }
        let _releasing = self.releasing.lock().await;
        if self.records.app(&archive.app.name).is_some() {
            let message = format!("there is already an app `{}`", archive.app.name);
            return Err(
                PlatformError::new(ErrorKind::Conflict, message).hint("give it another name: --app NAME")
            );
        }
        for candidate in &archive.candidates {
            self.keep(candidate)?;
        }
        archive.app.canister = self.node.free_canister_id();
        let canister = archive.app.canister;
        let create = CanisterAction::Create { controllers: vec![self.owner()] };
        self.change(canister, vec![create], Vec::new()).await?;
        let finished = self.fill(&archive).await;
        if finished.is_err() {
            // Nobody has heard of it yet.
            let _ = self.change(canister, vec![CanisterAction::Delete], Vec::new()).await;
        }
        finished
    }

    /// Brings the state into the new canister, and makes it an app with the last block.
    async fn fill(&self, archive: &Archive) -> Result<Imported, PlatformError> {
        let canister = archive.app.canister;
        let live =
            archive.live().ok_or_else(|| PlatformError::fault("the live release was checked before"))?;
        let metadata = UploadMetadata {
            canister_id: canister,
            replace_snapshot: None::<Vec<u8>>,
            wasm_module_size: live.wasm.len() as u64,
            globals: archive.globals.iter().map(exported).collect(),
            wasm_memory_size: archive.memory.bytes,
            stable_memory_size: archive.stable.bytes,
            certified_data: archive.certified_data.clone(),
        };
        let reply = self.manage(canister, "upload_canister_snapshot_metadata", encoded(&metadata)?).await?;
        let made: Uploaded = candid::decode_one(&reply)
            .map_err(|error| PlatformError::fault(format!("the replica answered something else: {error}")))?;
        let number = <[u8; 8]>::try_from(&made.snapshot_id[..]).map(SnapshotId::from_be_bytes);
        let number = number.map_err(|_| PlatformError::fault("the replica named no snapshot"))?;
        for (index, piece) in live.wasm.chunks(PIECE_BYTES).enumerate() {
            let at = Offset { offset: (index * PIECE_BYTES) as u64 };
            self.upload(canister, &made.snapshot_id, UploadKind::wasm_module(at), piece).await?;
        }
        for (offset, piece) in pieces(&archive.memory) {
            let kind = UploadKind::wasm_memory(Offset { offset });
            self.upload(canister, &made.snapshot_id, kind, &piece).await?;
        }
        for (offset, piece) in pieces(&archive.stable) {
            let kind = UploadKind::stable_memory(Offset { offset });
            self.upload(canister, &made.snapshot_id, kind, &piece).await?;
        }
        self.appear(archive, number).await
    }

    /// The block with which the app is there: code, state, page, releases and history.
    async fn appear(&self, archive: &Archive, snapshot: SnapshotId) -> Result<Imported, PlatformError> {
        let mut app = archive.app.clone();
        let live = archive.releases.iter().find(|release| release.sequence == app.live);
        let record = Record {
            index: app.records,
            time_ms: now_ms(),
            kind: "imported".into(),
            release: live.map_or_else(String::new, |live| live.id.clone()),
            by: self.owner().to_text(),
            text: "the app came in from a file, with its data and history".into(),
            signature: None,
            previous: archive.records.last().map_or_else(String::new, |last| last.hash.clone()),
            hash: String::new(),
        };
        let record = Record { hash: record.digest(), ..record };
        app.records += 1;
        let mut writes = vec![write_app(&app), write_record(&app.name, &record)];
        writes.extend(archive.records.iter().map(|record| write_record(&app.name, record)));
        for release in &archive.releases {
            // The snapshots stayed behind; a way back leads through the gate, with the data of then.
            let release = crate::record::Release { snapshot: None, ..release.clone() };
            writes.push(write_release(&app.name, &release));
        }
        writes.extend(
            archive.pages.iter().map(|(path, content)| write_page(app.canister, path, Some(content))),
        );
        let actions = vec![
            CanisterAction::LoadSnapshot { snapshot },
            CanisterAction::DropSnapshot { snapshot },
            CanisterAction::Manage,
        ];
        self.change(app.canister, actions, writes).await?;
        Ok(Imported { app, had_timer: archive.timer > 0 })
    }

    async fn change(
        &self,
        canister: CanisterId,
        actions: Vec<CanisterAction>,
        writes: Vec<replica_api::KeyValueWrite>,
    ) -> Result<(), PlatformError> {
        let changes = actions.into_iter().map(|action| CanisterChange { canister, action }).collect();
        let batch = PlatformBatch { id: [0; 32], caller: Some(self.owner()), changes, writes };
        self.node.platform(batch).await?.map(|_| ()).map_err(PlatformError::from)
    }

    async fn upload(
        &self,
        canister: CanisterId,
        snapshot: &[u8],
        kind: UploadKind,
        piece: &[u8],
    ) -> Result<(), PlatformError> {
        let data =
            UploadData { canister_id: canister, snapshot_id: snapshot.to_vec(), kind, chunk: piece.to_vec() };
        self.manage(canister, "upload_canister_snapshot_data", encoded(&data)?).await.map(|_| ())
    }

    /// Calls the management canister as the owner.
    async fn manage(
        &self,
        canister: CanisterId,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, PlatformError> {
        let mut id = [0; 32];
        getrandom::fill(&mut id).expect("the system's randomness does not fail");
        let message = IngressMessage {
            id,
            sender: self.owner(),
            canister: MANAGEMENT,
            effective_canister: canister,
            method: method.into(),
            arg,
            expiry: now_ms() * 1_000_000 + EXPIRY_NS,
            sender_info: None,
        };
        match self.node.call(message).await? {
            Submitted::Done(outcome) => outcome.map_err(PlatformError::from),
            Submitted::Refused(reject) => Err(reject.into()),
            Submitted::Running => Err(PlatformError::fault(format!("`{method}` did not end"))),
        }
    }
}

/// A memory in pieces of pages that lie beside each other; what is all zero is left out.
fn pieces(memory: &Memory) -> Vec<(u64, Vec<u8>)> {
    let mut pieces: Vec<(u64, Vec<u8>)> = Vec::new();
    for (index, page) in &memory.pages {
        let at = index * PAGE_BYTES as u64;
        match pieces.last_mut() {
            Some((offset, bytes)) if *offset + bytes.len() as u64 == at && bytes.len() < PIECE_BYTES => {
                bytes.extend(page);
            }
            _ => pieces.push((at, page.clone())),
        }
    }
    pieces
}

fn encoded(value: &impl CandidType) -> Result<Vec<u8>, PlatformError> {
    Encode!(value).map_err(|error| PlatformError::fault(format!("the argument cannot be encoded: {error}")))
}

fn exported(global: &Global) -> ExportedGlobal {
    match *global {
        Global::I32(bits) => ExportedGlobal::i32(bits.cast_signed()),
        Global::I64(bits) => ExportedGlobal::i64(bits.cast_signed()),
        Global::F32(bits) => ExportedGlobal::f32(f32::from_bits(bits)),
        Global::F64(bits) => ExportedGlobal::f64(f64::from_bits(bits)),
        Global::V128(bits) => ExportedGlobal::v128(candid::Nat::from(bits)),
    }
}

#[allow(non_camel_case_types, reason = "the names are those of the interface")]
#[derive(CandidType)]
enum ExportedGlobal {
    i32(i32),
    i64(i64),
    f32(f32),
    f64(f64),
    v128(candid::Nat),
}

#[derive(CandidType)]
struct UploadMetadata {
    canister_id: Principal,
    replace_snapshot: Option<Vec<u8>>,
    wasm_module_size: u64,
    globals: Vec<ExportedGlobal>,
    wasm_memory_size: u64,
    stable_memory_size: u64,
    certified_data: Vec<u8>,
}

#[derive(CandidType, Deserialize)]
struct Uploaded {
    snapshot_id: Vec<u8>,
}

#[derive(CandidType)]
struct Offset {
    offset: u64,
}

#[allow(non_camel_case_types, reason = "the names are those of the interface")]
#[derive(CandidType)]
enum UploadKind {
    wasm_module(Offset),
    wasm_memory(Offset),
    stable_memory(Offset),
}

#[derive(CandidType)]
struct UploadData {
    canister_id: Principal,
    snapshot_id: Vec<u8>,
    kind: UploadKind,
    chunk: Vec<u8>,
}
