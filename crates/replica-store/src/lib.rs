//! What survives: the log of blocks, checkpoints of the state, and the lock on their folder.
//!
//! The log is the truth: a block is synced before anyone hears of it. Checkpoints only shorten recovery,
//! which is the newest whole checkpoint and the blocks after it. Nothing here decides what a block
//! means or when it is made. Start at [`Folder`].

mod checkpoint;
mod folder;
mod log;
mod record;

pub use checkpoint::{checkpoints, compare_checkpoint, load_newest, write_checkpoint};
pub use folder::{Folder, StoreError};
pub use log::{DiskLog, Log, MemoryLog, Torn, read_log};
pub use record::{Record, RecordError, read_record, write_record};
