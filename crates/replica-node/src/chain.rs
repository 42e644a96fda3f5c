//! The state and its log: a block is durable before anyone hears what came of it.

use crate::node::NodeError;
use replica_api::{Block, Digest, Input, TimeNs};
use replica_core::{Effect, Finished, Identity, State, execute_block, execute_block_with};
use replica_store::{DiskLog, Folder, Log, StoreError, load_newest};
use replica_wasm::Engine;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A state, and where the blocks after it go. It knows no clock and no randomness.
pub struct Chain {
    engine: Arc<Engine>,
    state: State,
    log: Box<dyn Log>,
}

/// A chain as a start finds it.
pub struct Opened {
    pub chain: Chain,
    /// The height of the checkpoint that it began from; 0 without one.
    pub checkpoint: u64,
    /// Newer checkpoints that are not whole, by name.
    pub damaged: Vec<StoreError>,
}

impl Chain {
    /// Begins a chain whose blocks go to a log.
    pub fn new(engine: Arc<Engine>, state: State, log: Box<dyn Log>) -> Chain {
        Chain { engine, state, log }
    }

    /// Recovers the chain of a data folder: the newest whole checkpoint, then the blocks after it.
    ///
    /// # Errors
    /// What of the folder is not as it was written, or what the disk says.
    pub fn open(
        folder: &Folder,
        identity: Identity,
        engine: Arc<Engine>,
        segment_bytes_max: u64,
    ) -> Result<Opened, NodeError> {
        let (restored, mut damaged) = load_newest(folder, &identity, &engine)?;
        let mut state = restored.unwrap_or_else(|| State::genesis(identity));
        let checkpoint = state.height;
        let mut problem = None;
        let log = DiskLog::open(folder, checkpoint + 1, segment_bytes_max, |block| {
            if problem.is_none() {
                problem = replay(&engine, &mut state, checkpoint, &block).err();
            }
        })?;
        match problem {
            // The blocks up to the checkpoint that is damaged are gone: that is what has to be brought back.
            Some(NodeError::Gap { .. }) if !damaged.is_empty() => Err(damaged.remove(0).into()),
            Some(error) => Err(error),
            None => Ok(Opened { chain: Chain { engine, state, log: Box::new(log) }, checkpoint, damaged }),
        }
    }

    /// The newest state.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Makes the next block of these inputs, carries it out and makes it durable. Of work that earlier blocks put off,
    /// `finished` is what is known already; the rest is done here if an input says that it has ended.
    ///
    /// The block's time is later than
    /// that of the one before, whatever `time` says, so that no two certificates carry the same time.
    ///
    /// # Errors
    /// The block may not be on the disk, and whoever waits for it must not be answered.
    pub fn commit(
        &mut self,
        time: TimeNs,
        seed: Digest,
        inputs: Vec<Input>,
        finished: BTreeMap<u64, Finished>,
    ) -> Result<Vec<Effect>, StoreError> {
        let effects = self.execute(time, seed, inputs, finished)?;
        self.log.sync()?;
        Ok(effects)
    }

    /// The same, and it is the caller's affair to make the block durable before anyone hears of it.
    pub(crate) fn execute(
        &mut self,
        time: TimeNs,
        seed: Digest,
        inputs: Vec<Input>,
        finished: BTreeMap<u64, Finished>,
    ) -> Result<Vec<Effect>, StoreError> {
        let block = Block {
            height: self.state.height + 1,
            time: time.max(self.state.time + 1),
            seed,
            previous_root: self.state.root(),
            inputs,
        };
        self.log.append(&block)?;
        Ok(execute_block_with(&self.engine, &mut self.state, &block, finished))
    }

    pub(crate) fn log(&mut self) -> &mut dyn Log {
        &mut *self.log
    }
}

/// Carries out a block that was carried out before.
pub(crate) fn replay(
    engine: &Engine,
    state: &mut State,
    checkpoint: u64,
    block: &Block,
) -> Result<(), NodeError> {
    if block.height != state.height + 1 {
        return Err(NodeError::Gap { checkpoint, found: block.height });
    }
    if block.previous_root != state.root() {
        return Err(NodeError::Diverged { height: block.height });
    }
    execute_block(engine, state, block);
    Ok(())
}
