//! Modules that are too large for one message come in pieces, which a canister keeps until they are put together.

use super::types::{CanisterRecord, ChunkHash, InstallChunked, UploadChunk};
use super::{Decode, bad_payload, check_controller, empty_reply, encode, mode_of};
use crate::canister::Canister;
use crate::execute::Machine;
use crate::install::not_found;
use replica_api::{CanisterId, Digest, ErrorCode, Principal, Reject};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// The most bytes of one piece.
pub(super) const CHUNK_BYTES_MAX: usize = 1 << 20;
/// How many pieces a canister keeps.
pub(super) const CHUNKS_MAX: usize = 100;

pub(super) fn bytes_stored(canister: &Canister) -> u64 {
    canister.chunks.values().map(|chunk| chunk.len() as u64).sum()
}

impl Machine<'_> {
    pub(super) fn upload_chunk(&mut self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let UploadChunk { canister_id, chunk } = decode!(arg, UploadChunk);
        if chunk.len() > CHUNK_BYTES_MAX {
            return Err(bad_payload(format!(
                "a chunk has at most {CHUNK_BYTES_MAX} bytes, this one {}",
                chunk.len()
            )));
        }
        let canister = self.store_of(canister_id, caller)?;
        let hash: Digest = Sha256::digest(&chunk).into();
        if canister.chunks.len() >= CHUNKS_MAX && !canister.chunks.contains_key(&hash) {
            let text =
                format!("Canister {canister_id} keeps {CHUNKS_MAX} chunks already: clear its chunk store");
            return Err(Reject::new(ErrorCode::CanisterRejectedMessage, text));
        }
        canister.chunks.insert(hash, chunk.into_vec().into());
        Ok(encode(&ChunkHash::of(&hash)))
    }

    pub(super) fn stored_chunks(&mut self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let id = decode!(arg, CanisterRecord).canister_id;
        let hashes = self.store_of(id, caller)?.chunks.keys();
        Ok(encode(&hashes.map(ChunkHash::of).collect::<Vec<_>>()))
    }

    pub(super) fn clear_chunk_store(&mut self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let id = decode!(arg, CanisterRecord).canister_id;
        self.store_of(id, caller)?.chunks.clear();
        Ok(empty_reply())
    }

    pub(super) fn install_chunked_code(&mut self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let wanted = decode!(arg, InstallChunked);
        self.controlled(wanted.target_canister, caller)?;
        let store = self.store_of(wanted.store_canister.unwrap_or(wanted.target_canister), caller)?;
        let mut module = Vec::new();
        for ChunkHash { hash } in &wanted.chunk_hashes_list {
            let digest: Digest =
                hash.as_slice().try_into().map_err(|_| bad_payload("a hash has 32 bytes"))?;
            let chunk = store.chunks.get(&digest).ok_or_else(|| {
                bad_payload(format!("the store of canister {} has no chunk {}", store.id, hex::encode(hash)))
            })?;
            module.extend_from_slice(chunk);
        }
        let found: Digest = Sha256::digest(&module).into();
        if wanted.wasm_module_hash.as_slice() != found {
            let (wanted, found) = (hex::encode(&wanted.wasm_module_hash), hex::encode(found));
            return Err(bad_payload(format!("the chunks make a module with the hash {found}, not {wanted}")));
        }
        let arg = Arc::from(wanted.arg.into_vec());
        self.install(wanted.target_canister, caller, mode_of(wanted.mode), &module, arg)?;
        Ok(empty_reply())
    }

    /// Finds the canister whose store is used: its controllers may, and the canister itself.
    fn store_of(&mut self, id: CanisterId, caller: Principal) -> Result<&mut Canister, Reject> {
        let canister = self.state.canister_mut(id).ok_or_else(|| not_found(id))?;
        if caller != id {
            check_controller(canister, caller)?;
        }
        Ok(canister)
    }
}
