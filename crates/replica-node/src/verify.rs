//! Proves a data folder: every block that is kept is carried out again, and the checkpoints are compared with what comes of it.

use crate::chain::replay;
use crate::keys::Keys;
use crate::node::{NodeError, NodeOptions, lasting_identity};
use replica_api::{Digest, TimeNs};
use replica_core::State;
use replica_store::{
    Folder, StoreError, Torn, check_files, checkpoints, compare_checkpoint, first_height, load_checkpoint,
    read_log,
};
use replica_wasm::Engine;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A data folder that is as it was written.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The height of the checkpoint that was taken as given, as the blocks up to it were removed; 0 if all are there.
    pub base: u64,
    /// The height of the last block that was carried out.
    pub blocks: u64,
    pub time: TimeNs,
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
    let folder = open(path)?;
    let torn = check_files(&folder)?;
    let store = Store::new(folder, options)?;
    let oldest = store.oldest()?;
    let mut waiting = store.checkpoints()?;
    let mut state = match waiting.pop_first() {
        // All checkpoints need blocks from their own on, or there would be a gap behind them.
        Some((height, file)) if oldest > 1 => store.load(height, &file)?,
        first => {
            waiting.extend(first);
            State::genesis(lasting_identity(&store.keys))
        }
    };
    let base = state.height;
    let mut compared: Vec<u64> = (base > 0).then_some(base).into_iter().collect();
    store.replay(&mut state, u64::MAX, |state| {
        progress(state.height);
        if let Some(file) = waiting.remove(&state.height) {
            compare_checkpoint(&store.folder, &file, state, &store.engine)?;
            compared.push(state.height);
        }
        Ok(())
    })?;
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
    Ok(verified(base, &state, compared, torn))
}

/// Brings back the state as it was after a block, from the newest checkpoint before it. Changes nothing.
///
/// # Errors
/// The block is not kept, or what leads to it is not as it was written.
pub fn look_back(
    path: &Path,
    options: &NodeOptions,
    at: u64,
    mut progress: impl FnMut(u64),
) -> Result<(Verified, State), NodeError> {
    let store = Store::new(open(path)?, options)?;
    let oldest = store.oldest()?;
    let before = store.checkpoints()?.into_iter().rfind(|(height, _)| *height <= at);
    let mut state = match before {
        Some((height, file)) => store.load(height, &file)?,
        None => State::genesis(lasting_identity(&store.keys)),
    };
    let base = state.height;
    if oldest <= base + 1 {
        store.replay(&mut state, at, |state| {
            progress(state.height);
            Ok(())
        })?;
    }
    if state.height != at {
        let mut last = state.height;
        let torn = read_log(&**store.folder.disk(), &store.folder.join("log"), |block| {
            last = last.max(block.height);
            true
        });
        torn?;
        return Err(NodeError::NotKept { at, oldest: store.reachable(oldest)?, last });
    }
    Ok((verified(base, &state, Vec::new(), None), state))
}

fn verified(base: u64, state: &State, checkpoints: Vec<u64>, torn: Option<Torn>) -> Verified {
    Verified { base, blocks: state.height, time: state.time, root: state.root(), checkpoints, torn }
}

/// A data folder that is read only.
struct Store {
    folder: Folder,
    keys: Keys,
    engine: Engine,
}

fn open(path: &Path) -> Result<Folder, StoreError> {
    if path.join("format").is_file() {
        Folder::open(path)
    } else {
        Err(StoreError::NoFolder(path.to_owned()))
    }
}

impl Store {
    fn new(folder: Folder, options: &NodeOptions) -> Result<Store, NodeError> {
        let keys = Keys::load_or_create(&**folder.disk(), &folder.join("keys")).map_err(NodeError::Keys)?;
        // Without the code that is kept there: what proves the folder trusts nothing in it.
        let engine = Engine::new(options.limits.clone(), None)?;
        Ok(Store { folder, keys, engine })
    }

    /// The height of the first block that is kept.
    fn oldest(&self) -> Result<u64, StoreError> {
        Ok(first_height(&**self.folder.disk(), &self.folder.join("log"))?.unwrap_or(1))
    }

    /// The height of the first state that can be brought back; 0 is the one before any block.
    fn reachable(&self, oldest: u64) -> Result<u64, StoreError> {
        let first = self.checkpoints()?.into_iter().find(|(height, _)| height + 1 >= oldest);
        Ok(if oldest <= 1 { 0 } else { first.map_or(oldest, |(height, _)| height) })
    }

    fn checkpoints(&self) -> Result<BTreeMap<u64, PathBuf>, StoreError> {
        let found = checkpoints(&**self.folder.disk(), &self.folder.join("checkpoints"))?;
        Ok(found.into_iter().collect())
    }

    fn load(&self, height: u64, file: &Path) -> Result<State, StoreError> {
        load_checkpoint(&self.folder, height, file, &lasting_identity(&self.keys), &self.engine)
    }

    /// Carries out the blocks after a state, up to a height.
    fn replay(
        &self,
        state: &mut State,
        until: u64,
        mut each: impl FnMut(&State) -> Result<(), NodeError>,
    ) -> Result<(), NodeError> {
        let base = state.height;
        let mut problem = None;
        read_log(&**self.folder.disk(), &self.folder.join("log"), |block| {
            if block.height > base && block.height <= until {
                problem = replay(&self.engine, state, base, &block).and_then(|()| each(state)).err();
            }
            problem.is_none() && block.height < until
        })?;
        problem.map_or(Ok(()), Err)
    }
}
