//! What survives: the log of blocks, checkpoints of the state, and the lock on their folder.
//!
//! The log is the truth: a block is synced before anyone hears of it. Checkpoints only shorten recovery,
//! which is the newest whole checkpoint and the blocks after it. Nothing here decides what a block
//! means or when it is made. Start at [`Folder`]; all of it goes through [`Disk`].

mod backup;
mod checkpoint;
mod disk;
mod folder;
mod log;
mod pack;
mod record;
mod segment;

pub use backup::{Copied, copy_store, seal_copy};
pub use checkpoint::{
    check_files, checkpoints, compare_checkpoint, load_checkpoint, load_newest, write_checkpoint,
};
pub use disk::{Access, Disk, DiskFile, Guard, RealDisk, read_file, write_private};
pub use folder::{FORMAT_VERSION, Folder, StoreError};
pub use log::{DiskLog, Log, MemoryLog, SEGMENT_BYTES_MAX, Torn, first_height, read_log};
