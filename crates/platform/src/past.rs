//! A data folder looked at from outside: proven, copied, or as it was after some block.

use std::path::Path;

use replica_api::{Digest, TimeNs};
use replica_node::{Copied, NodeError, Verified};
use serde_json::{Value as Json, json};

use crate::data::overview_of;
use crate::platform::node_options;
use crate::record::App;

/// What the platform keeps beside the replica's own files.
const FOLDERS: [&str; 2] = ["identities", "releases"];

/// Verifies a data folder that no server has open: see [`replica_node::verify`].
///
/// # Errors
/// The first thing that is not as it was written, with its place.
pub fn verify(data: &Path, progress: impl FnMut(u64)) -> Result<Verified, NodeError> {
    replica_node::verify(data, &node_options(), progress)
}

/// Copies a data folder, also that of a running server: see [`replica_node::backup`].
///
/// # Errors
/// Something is damaged, the target is not empty, or the disk says no.
pub fn backup(data: &Path, to: &Path, progress: &mut dyn FnMut(u64)) -> Result<Copied, NodeError> {
    replica_node::backup(data, to, &FOLDERS, progress)
}

/// What there was after a block.
#[derive(Clone, Debug)]
pub struct Past {
    pub block: u64,
    /// The checkpoint that the blocks were carried out from; 0 for the first block.
    pub base: u64,
    pub time: TimeNs,
    pub root: Digest,
    pub apps: Vec<PastApp>,
}

/// An app as it was.
#[derive(Clone, Debug)]
pub struct PastApp {
    pub app: App,
    /// The digest of its canister.
    pub state: Option<Digest>,
    /// What it had stored, as [`crate::Platform::data`] gives it without a path.
    pub data: Json,
}

/// Brings back what there was after a block, in a data folder that no server has open.
///
/// # Errors
/// The block is not kept, or what leads to it is not as it was written.
pub fn look_back(data: &Path, block: u64, progress: impl FnMut(u64)) -> Result<Past, NodeError> {
    let (verified, state) = replica_node::look_back(data, &node_options(), block, progress)?;
    let from = b"app/".to_vec();
    let entries = state.platform.range_from(&from).take_while(|(key, _)| key.starts_with(&from));
    let apps = entries.filter_map(|(_, value)| serde_json::from_slice::<App>(&value.bytes).ok()).map(|app| {
        let canister = state.canisters.get(&app.canister);
        let data = canister.map_or(json!({ "collections": [] }), |it| overview_of(it));
        PastApp { state: canister.map(|it| it.digest()), data, app }
    });
    let Verified { base, blocks, time, root, .. } = verified;
    Ok(Past { block: blocks, base, time, root, apps: apps.collect() })
}
