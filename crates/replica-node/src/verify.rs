//! Proves a data folder: every block from the first is carried out again, and the checkpoints are compared with what comes of it.

use crate::keys::Keys;
use crate::node::{NodeError, NodeOptions, lasting_identity, replay};
use replica_api::Digest;
use replica_core::State;
use replica_store::{Folder, StoreError, Torn, checkpoints, compare_checkpoint, read_log};
use replica_wasm::Engine;
use std::path::Path;

/// A data folder that is as it was written.
#[derive(Clone, Debug)]
pub struct Verified {
    pub blocks: u64,
    /// Of the state after the last block.
    pub root: Digest,
    /// Heights of the checkpoints, all of which agree with the blocks.
    pub checkpoints: Vec<u64>,
    /// An end of the log that was not written whole; the next start cuts it off.
    pub torn: Option<Torn>,
}

/// Verifies a data folder that no replica has open, and changes nothing in it. `progress` hears of every block's height.
///
/// # Errors
/// The first thing that is not as it was written, with its place.
pub fn verify(
    path: &Path,
    options: &NodeOptions,
    mut progress: impl FnMut(u64),
) -> Result<Verified, NodeError> {
    if !path.join("format").is_file() {
        return Err(NodeError::NoFolder(path.to_owned()));
    }
    let folder = Folder::open(path)?;
    let keys = Keys::load_or_create(&folder.join("keys")).map_err(NodeError::Keys)?;
    let engine = Engine::new(options.limits.clone(), Some(&folder.join("code")))?;
    let mut state = State::genesis(lasting_identity(&keys));
    let mut waiting: std::collections::BTreeMap<u64, _> = checkpoints(&folder)?.into_iter().collect();
    let (mut compared, mut problem) = (Vec::new(), None);
    let torn = read_log(&folder.join("log"), |block| {
        progress(block.height);
        let mut step = || -> Result<(), NodeError> {
            replay(&engine, &mut state, 0, &block)?;
            if let Some(checkpoint) = waiting.remove(&block.height) {
                compare_checkpoint(&folder, &checkpoint, &state, &engine)?;
                compared.push(block.height);
            }
            Ok(())
        };
        problem = step().err();
        problem.is_none()
    })?;
    if let Some(problem) = problem {
        return Err(problem);
    }
    if let Some((checkpoint, _)) = waiting.pop_first() {
        // What looks like an end that was never written whole was written: its block is in a checkpoint.
        return Err(match torn {
            Some(Torn { segment, offset, .. }) => {
                let reason = format!("the record was changed or cut off, and the block {checkpoint} is lost");
                StoreError::DamagedLog { segment, offset, reason }.into()
            }
            None => NodeError::Missing { checkpoint, blocks: state.height },
        });
    }
    Ok(Verified { blocks: state.height, root: state.root(), checkpoints: compared, torn })
}
