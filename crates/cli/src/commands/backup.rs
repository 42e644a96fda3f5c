//! `selfwright backup`: copies a data folder while its server goes on.

use std::path::PathBuf;
use std::time::Instant;

use replica_node::{NodeError, StoreError};
use serde_json::json;

use super::Common;
use crate::Outcome;
use crate::client::data_folder;
use crate::failure::{Failure, REFUSED};
use crate::output::Progress;

/// Copy the whole data folder into an empty one, also while the server is writing
#[derive(clap::Args)]
#[command(
    after_help = "What was acknowledged before is in the copy. It holds the keys of all apps: keep it as safe as the data folder.\n\nExamples:\n  selfwright backup --to /mnt/backup/monday\n  selfwright verify --data /mnt/backup/monday\n  selfwright up --data /mnt/backup/monday       (to go on from it)"
)]
pub(crate) struct Args {
    /// The folder to make, or an empty one
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let folder = data_folder(common.data.as_deref())?;
    let (started, mut progress) = (Instant::now(), Progress::default());
    let copied = platform::backup(&folder, &args.to, &mut |bytes| {
        progress.say(|| format!("{} MB", bytes / 1_000_000))
    });
    progress.clear();
    let copied = copied.map_err(|error| {
        let hint = match &error {
            NodeError::Store(StoreError::NoFolder(_)) => "name the one that is meant: --data DIR",
            NodeError::Store(StoreError::NotEmpty(_)) => "name a folder that does not exist yet: --to DIR",
            NodeError::Store(StoreError::DamagedLog { .. } | StoreError::DamagedCheckpoint { .. }) => {
                "nothing was backed up; keep older backups, and stop the server to run `selfwright verify`"
            }
            NodeError::Store(StoreError::Held(_)) => "wait until the other backup is done",
            _ => "remove what was copied so far before you try again",
        };
        Failure::new(REFUSED, error.to_string()).hint(hint)
    })?;
    if common.json {
        println!(
            "{}",
            json!({
                "to": args.to, "block": copied.height, "checkpoints": copied.checkpoints,
                "files": copied.files, "bytes": copied.bytes,
            })
        );
        return Ok(());
    }
    println!(
        "block {} and all before it are in {}: {} files, {} bytes, {:.1} s",
        copied.height,
        args.to.display(),
        copied.files,
        copied.bytes,
        started.elapsed().as_secs_f64()
    );
    Ok(())
}
