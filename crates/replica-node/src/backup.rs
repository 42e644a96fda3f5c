//! A copy of a data folder, also of one that a replica writes to.

use crate::node::NodeError;
use replica_store::{Copied, RealDisk, StoreError, copy_store, seal_copy};
use std::io;
use std::path::{Path, PathBuf};

/// Copies a data folder into an empty one: log, checkpoints, the replica's keys, and the folders `also` of whoever
/// embeds the replica. What was acknowledged before the call is in the copy. `progress` hears how many bytes are copied.
///
/// # Errors
/// Something is damaged, the target is not empty, or the disk says no; then the target is no data folder.
pub fn backup(
    from: &Path,
    to: &Path,
    also: &[&str],
    progress: &mut dyn FnMut(u64),
) -> Result<Copied, NodeError> {
    let mut copied = copy_store(&RealDisk, from, to, progress)?;
    let mut files: Vec<PathBuf> = vec!["keys".into()];
    for folder in also {
        list(from, Path::new(folder), &mut files).map_err(NodeError::Copy)?;
    }
    for path in files {
        let (source, target) = (from.join(&path), to.join(&path));
        copied.bytes += copy(&source, &target)
            .map_err(|error| NodeError::Copy(io::Error::other(format!("{}: {error}", source.display()))))?;
        copied.files += 1;
        progress(copied.bytes);
    }
    seal_copy(&RealDisk, to).map_err(|error: StoreError| NodeError::from(error))?;
    Ok(copied)
}

/// Lists the files below a folder that are written whole; others have one of two endings.
fn list(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match std::fs::read_dir(root.join(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if path.extension().is_some_and(|ending| ending == "new" || ending == "unfinished") {
            continue;
        }
        if entry.file_type()?.is_dir() {
            list(root, &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// Copies a file with its permissions: keys stay their owner's.
fn copy(source: &Path, target: &Path) -> io::Result<u64> {
    let folder = target.parent().expect("the target lies in a folder");
    std::fs::create_dir_all(folder)?;
    let bytes = std::fs::copy(source, target)?;
    std::fs::File::open(target)?.sync_all()?;
    std::fs::File::open(folder)?.sync_all()?;
    Ok(bytes)
}
