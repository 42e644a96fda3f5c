//! The Candid types of `aaaaa-aa`, as far as it is served here. Names are the wire's.
#![allow(non_camel_case_types, reason = "the variants are spelt as on the wire")]

use candid::{CandidType, Nat, Principal};
use serde::Deserialize;
use serde_bytes::ByteBuf;

#[derive(CandidType, Deserialize)]
pub(super) struct CanisterRecord {
    pub(super) canister_id: Principal,
}

/// As much of `install_chunked_code` as says which canister it changes.
#[derive(CandidType, Deserialize)]
pub(super) struct InstallTarget {
    pub(super) target_canister: Principal,
}

#[derive(CandidType, Deserialize)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(CandidType, Deserialize)]
pub(super) enum Visibility {
    controllers,
    public,
    allowed_viewers(Vec<Principal>),
}

#[derive(CandidType, Deserialize, Default)]
pub(crate) struct Settings {
    pub(super) controllers: Option<Vec<Principal>>,
    pub(super) freezing_threshold: Option<Nat>,
    pub(super) wasm_memory_limit: Option<Nat>,
    pub(super) wasm_memory_threshold: Option<Nat>,
    pub(super) log_visibility: Option<Visibility>,
    pub(super) snapshot_visibility: Option<Visibility>,
    pub(super) status_visibility: Option<Visibility>,
    pub(super) environment_variables: Option<Vec<Variable>>,
}

#[derive(CandidType, Deserialize)]
pub(super) struct ProvisionalCreate {
    pub(super) amount: Option<Nat>,
    pub(super) settings: Option<Settings>,
    pub(super) specified_id: Option<Principal>,
}

#[derive(CandidType, Deserialize)]
pub(super) struct Create {
    pub(super) settings: Option<Settings>,
}

#[derive(CandidType, Deserialize)]
pub(super) struct TopUp {
    pub(super) canister_id: Principal,
    pub(super) amount: Nat,
}

#[derive(CandidType, Deserialize)]
pub(super) enum Persistence {
    keep,
    replace,
}

#[derive(CandidType, Deserialize, Default)]
pub(super) struct UpgradeOptions {
    pub(super) skip_pre_upgrade: Option<bool>,
    pub(super) wasm_memory_persistence: Option<Persistence>,
}

#[derive(CandidType, Deserialize)]
pub(super) enum Mode {
    install,
    reinstall,
    upgrade(Option<UpgradeOptions>),
}

#[derive(CandidType, Deserialize)]
pub(super) struct Install {
    pub(super) mode: Mode,
    pub(super) canister_id: Principal,
    pub(super) wasm_module: ByteBuf,
    pub(super) arg: ByteBuf,
}

#[derive(CandidType, Deserialize)]
pub(super) struct UploadChunk {
    pub(super) canister_id: Principal,
    pub(super) chunk: ByteBuf,
}

#[derive(CandidType, Deserialize)]
pub(super) struct ChunkHash {
    pub(super) hash: ByteBuf,
}

impl ChunkHash {
    pub(super) fn of(digest: &replica_api::Digest) -> ChunkHash {
        ChunkHash { hash: ByteBuf::from(digest.to_vec()) }
    }
}

#[derive(CandidType, Deserialize)]
pub(super) struct InstallChunked {
    pub(super) mode: Mode,
    pub(super) target_canister: Principal,
    pub(super) store_canister: Option<Principal>,
    pub(super) chunk_hashes_list: Vec<ChunkHash>,
    pub(super) wasm_module_hash: ByteBuf,
    pub(super) arg: ByteBuf,
}

#[derive(CandidType, Deserialize)]
pub(super) struct MetadataOf {
    pub(super) canister_id: Principal,
    pub(super) name: String,
}

#[derive(CandidType)]
pub(super) struct MetadataValue {
    pub(super) value: ByteBuf,
}

#[derive(CandidType, Deserialize)]
pub(super) struct UpdateSettings {
    pub(super) canister_id: Principal,
    pub(super) settings: Settings,
}

#[derive(CandidType, Deserialize)]
pub(super) struct TakeSnapshot {
    pub(super) canister_id: Principal,
    pub(super) replace_snapshot: Option<ByteBuf>,
}

#[derive(CandidType, Deserialize)]
pub(super) struct LoadSnapshot {
    pub(super) canister_id: Principal,
    pub(super) snapshot_id: ByteBuf,
}

#[derive(CandidType)]
pub(super) struct SnapshotInfo {
    pub(super) id: ByteBuf,
    pub(super) taken_at_timestamp: u64,
    pub(super) total_size: u64,
}

#[derive(CandidType, Deserialize)]
pub(super) struct InfoOf {
    pub(super) canister_id: Principal,
    pub(super) num_requested_changes: Option<u64>,
}

#[derive(CandidType)]
pub(super) enum Origin {
    from_user { user_id: Principal },
    from_canister { canister_id: Principal, canister_version: Option<u64> },
}

#[derive(CandidType)]
pub(super) enum Deployment {
    install,
    reinstall,
    upgrade,
}

#[derive(CandidType)]
pub(super) enum Details {
    creation { controllers: Vec<Principal>, environment_variables_hash: Option<ByteBuf> },
    code_uninstall,
    code_deployment { mode: Deployment, module_hash: ByteBuf },
    load_snapshot { canister_version: u64, snapshot_id: ByteBuf, taken_at_timestamp: u64 },
    controllers_change { controllers: Vec<Principal> },
}

#[derive(CandidType)]
pub(super) struct ChangeTold {
    pub(super) timestamp_nanos: u64,
    pub(super) canister_version: u64,
    pub(super) origin: Origin,
    /// Changes of a kind that the specification does not name have none.
    pub(super) details: Option<Details>,
}

#[derive(CandidType)]
pub(super) struct Info {
    pub(super) total_num_changes: u64,
    pub(super) recent_changes: Vec<ChangeTold>,
    pub(super) module_hash: Option<ByteBuf>,
    pub(super) controllers: Vec<Principal>,
}

#[derive(CandidType)]
pub(super) enum RunStatus {
    running,
    stopping,
    stopped,
}

#[derive(CandidType)]
pub(super) struct DefiniteSettings {
    pub(super) controllers: Vec<Principal>,
    pub(super) compute_allocation: Nat,
    pub(super) memory_allocation: Nat,
    pub(super) freezing_threshold: Nat,
    pub(super) reserved_cycles_limit: Nat,
    pub(super) minimum_incoming_canister_call_cycles: Nat,
    pub(super) log_visibility: Visibility,
    pub(super) snapshot_visibility: Visibility,
    pub(super) status_visibility: Visibility,
    /// Not in the specification's list, but `icp` 1.5 decodes nothing without it.
    pub(super) log_memory_limit: Nat,
    pub(super) wasm_memory_limit: Nat,
    pub(super) wasm_memory_threshold: Nat,
    pub(super) environment_variables: Vec<Variable>,
}

#[derive(CandidType)]
pub(super) struct MemoryMetrics {
    pub(super) wasm_memory_size: Nat,
    pub(super) stable_memory_size: Nat,
    pub(super) global_memory_size: Nat,
    pub(super) wasm_binary_size: Nat,
    pub(super) custom_sections_size: Nat,
    pub(super) canister_history_size: Nat,
    pub(super) wasm_chunk_store_size: Nat,
    pub(super) snapshots_size: Nat,
    /// As `log_memory_limit`: `icp` 1.5 wants it.
    pub(super) log_memory_store_size: Nat,
}

#[derive(CandidType)]
pub(super) struct QueryStats {
    pub(super) num_calls_total: Nat,
    pub(super) num_instructions_total: Nat,
    pub(super) request_payload_bytes_total: Nat,
    pub(super) response_payload_bytes_total: Nat,
}

#[derive(CandidType)]
pub(super) struct Status {
    pub(super) status: RunStatus,
    pub(super) ready_for_migration: bool,
    pub(super) version: u64,
    pub(super) settings: DefiniteSettings,
    pub(super) module_hash: Option<ByteBuf>,
    pub(super) memory_size: Nat,
    pub(super) memory_metrics: MemoryMetrics,
    pub(super) cycles: Nat,
    pub(super) reserved_cycles: Nat,
    pub(super) idle_cycles_burned_per_day: Nat,
    pub(super) query_stats: QueryStats,
}

#[derive(CandidType)]
pub(super) struct Log {
    pub(super) idx: u64,
    pub(super) timestamp_nanos: u64,
    pub(super) content: ByteBuf,
}

#[derive(CandidType)]
pub(super) struct Logs {
    pub(super) canister_log_records: Vec<Log>,
}

#[derive(CandidType)]
pub(super) enum SnapshotSource {
    taken_from_canister(candid::Reserved),
    metadata_upload(candid::Reserved),
}

#[derive(CandidType, Deserialize)]
pub(super) enum ExportedGlobal {
    i32(i32),
    i64(i64),
    f32(f32),
    f64(f64),
    v128(Nat),
}

#[derive(CandidType, Deserialize)]
pub(super) enum Timer {
    inactive,
    active(u64),
}

#[derive(CandidType, Deserialize)]
pub(super) enum LowMemoryHook {
    condition_not_satisfied,
    ready,
    executed,
}

#[derive(CandidType)]
pub(super) struct SnapshotMetadata {
    pub(super) source: SnapshotSource,
    pub(super) taken_at_timestamp: u64,
    pub(super) wasm_module_size: u64,
    pub(super) globals: Vec<ExportedGlobal>,
    pub(super) wasm_memory_size: u64,
    pub(super) stable_memory_size: u64,
    pub(super) wasm_chunk_store: Vec<ChunkHash>,
    pub(super) canister_version: u64,
    pub(super) certified_data: ByteBuf,
    pub(super) global_timer: Option<Timer>,
    pub(super) on_low_wasm_memory_hook_status: Option<LowMemoryHook>,
}

#[derive(CandidType, Deserialize)]
pub(super) struct UploadMetadata {
    pub(super) canister_id: Principal,
    pub(super) replace_snapshot: Option<ByteBuf>,
    pub(super) wasm_module_size: u64,
    pub(super) globals: Vec<ExportedGlobal>,
    pub(super) wasm_memory_size: u64,
    pub(super) stable_memory_size: u64,
    pub(super) certified_data: ByteBuf,
    pub(super) global_timer: Option<Timer>,
    pub(super) on_low_wasm_memory_hook_status: Option<LowMemoryHook>,
}

#[derive(CandidType)]
pub(super) struct UploadedSnapshot {
    pub(super) snapshot_id: ByteBuf,
}

#[derive(CandidType, Deserialize)]
pub(super) struct Range {
    pub(super) offset: u64,
    pub(super) size: u64,
}

#[derive(CandidType, Deserialize)]
pub(super) enum ReadKind {
    wasm_module(Range),
    wasm_memory(Range),
    stable_memory(Range),
    wasm_chunk(ChunkHash),
}

#[derive(CandidType, Deserialize)]
pub(super) struct ReadData {
    pub(super) canister_id: Principal,
    pub(super) snapshot_id: ByteBuf,
    pub(super) kind: ReadKind,
}

#[derive(CandidType)]
pub(super) struct Piece {
    pub(super) chunk: ByteBuf,
}

#[derive(CandidType, Deserialize)]
pub(super) struct Offset {
    pub(super) offset: u64,
}

#[derive(CandidType, Deserialize)]
pub(super) enum UploadKind {
    wasm_module(Offset),
    wasm_memory(Offset),
    stable_memory(Offset),
    wasm_chunk,
}

#[derive(CandidType, Deserialize)]
pub(super) struct UploadData {
    pub(super) canister_id: Principal,
    pub(super) snapshot_id: ByteBuf,
    pub(super) kind: UploadKind,
    pub(super) chunk: ByteBuf,
}

candid::define_function!(pub(super) TransformMethod : (Transformed) -> (WebResponse) query);

#[derive(CandidType, Deserialize)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(CandidType, Deserialize)]
pub(super) enum HttpVerb {
    get,
    head,
    post,
    put,
    delete,
    patch,
}

#[derive(CandidType, Deserialize)]
pub(super) struct TransformOf {
    pub(super) function: TransformMethod,
    pub(super) context: ByteBuf,
}

#[derive(CandidType, Deserialize)]
pub(super) struct HttpArgs {
    pub(super) url: String,
    pub(super) max_response_bytes: Option<u64>,
    pub(super) method: HttpVerb,
    pub(super) headers: Vec<Header>,
    pub(super) body: Option<ByteBuf>,
    pub(super) transform: Option<TransformOf>,
    pub(super) is_replicated: Option<bool>,
}

#[derive(CandidType, Deserialize)]
pub(super) struct WebResponse {
    pub(super) status: Nat,
    pub(super) headers: Vec<Header>,
    pub(super) body: ByteBuf,
}

/// What the method is given that an answer goes through.
#[derive(CandidType, Deserialize)]
pub(super) struct Transformed {
    pub(super) response: WebResponse,
    pub(super) context: ByteBuf,
}

#[derive(CandidType, Deserialize)]
pub(super) enum EcdsaCurve {
    secp256k1,
}

#[derive(CandidType, Deserialize)]
pub(super) struct EcdsaKeyId {
    pub(super) curve: EcdsaCurve,
    pub(super) name: String,
}

#[derive(CandidType, Deserialize)]
pub(super) struct EcdsaPublicKey {
    pub(super) canister_id: Option<Principal>,
    pub(super) derivation_path: Vec<ByteBuf>,
    pub(super) key_id: EcdsaKeyId,
}

#[derive(CandidType, Deserialize)]
pub(super) struct SignWithEcdsa {
    pub(super) message_hash: ByteBuf,
    pub(super) derivation_path: Vec<ByteBuf>,
    pub(super) key_id: EcdsaKeyId,
}

#[derive(CandidType, Deserialize)]
pub(super) enum SchnorrAlgorithm {
    bip340secp256k1,
    ed25519,
}

#[derive(CandidType, Deserialize)]
pub(super) struct SchnorrKeyId {
    pub(super) algorithm: SchnorrAlgorithm,
    pub(super) name: String,
}

#[derive(CandidType, Deserialize)]
pub(super) struct SchnorrPublicKey {
    pub(super) canister_id: Option<Principal>,
    pub(super) derivation_path: Vec<ByteBuf>,
    pub(super) key_id: SchnorrKeyId,
}

#[derive(CandidType, Deserialize)]
pub(super) enum SchnorrAux {
    bip341 { merkle_root_hash: ByteBuf },
}

#[derive(CandidType, Deserialize)]
pub(super) struct SignWithSchnorr {
    pub(super) message: ByteBuf,
    pub(super) derivation_path: Vec<ByteBuf>,
    pub(super) key_id: SchnorrKeyId,
    pub(super) aux: Option<SchnorrAux>,
}

#[derive(CandidType)]
pub(super) struct PublicKey {
    pub(super) public_key: ByteBuf,
    pub(super) chain_code: ByteBuf,
}

impl PublicKey {
    pub(super) fn of(key: &[u8], chain_code: &[u8]) -> PublicKey {
        PublicKey { public_key: ByteBuf::from(key), chain_code: ByteBuf::from(chain_code) }
    }
}

#[derive(CandidType)]
pub(super) struct Signature {
    pub(super) signature: ByteBuf,
}

impl Signature {
    pub(super) fn of(bytes: &[u8]) -> Signature {
        Signature { signature: ByteBuf::from(bytes) }
    }
}

#[derive(CandidType, Deserialize)]
pub(super) enum VetkdCurve {
    bls12_381_g2,
}

#[derive(CandidType, Deserialize)]
pub(super) struct VetkdKeyId {
    pub(super) curve: VetkdCurve,
    pub(super) name: String,
}

#[derive(CandidType, Deserialize)]
pub(super) struct VetkdPublicKey {
    pub(super) canister_id: Option<Principal>,
    pub(super) context: ByteBuf,
    pub(super) key_id: VetkdKeyId,
}

#[derive(CandidType, Deserialize)]
pub(super) struct VetkdDeriveKey {
    pub(super) input: ByteBuf,
    pub(super) context: ByteBuf,
    pub(super) transport_public_key: ByteBuf,
    pub(super) key_id: VetkdKeyId,
}

#[derive(CandidType)]
pub(super) struct VetkdKey {
    pub(super) public_key: ByteBuf,
}

#[derive(CandidType)]
pub(super) struct EncryptedKey {
    pub(super) encrypted_key: ByteBuf,
}
