//! `selfwright verify`: proves that a data folder is as it was written.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use replica_node::NodeError;
use serde_json::json;

use super::Common;
use crate::Outcome;
use crate::client::data_folder;
use crate::failure::{Failure, REFUSED};

/// Carry out every block of a data folder again and compare what comes of it; nothing is changed
#[derive(clap::Args)]
#[command(
    after_help = "The server must not be running on the folder.\n\nExample:\n  selfwright verify --data /var/lib/selfwright"
)]
pub(crate) struct Args {}

/// How often a terminal hears how far it is.
const PAUSE: Duration = Duration::from_millis(200);

pub(crate) fn run(common: &Common) -> Outcome {
    let folder = data_folder(common.data.as_deref())?;
    let (started, mut told) = (Instant::now(), Instant::now());
    let shows_progress = std::io::stderr().is_terminal();
    let verified = platform::verify(&folder, |height| {
        if shows_progress && told.elapsed() > PAUSE {
            told = Instant::now();
            let _ = write!(std::io::stderr(), "\rblock {height}");
        }
    });
    if shows_progress {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
    let verified = verified.map_err(|error| {
        let hint = match &error {
            error if error.is_in_use() => "stop the server first; it holds the folder",
            NodeError::Store(StoreError::NoFolder(_)) => "name the one that is meant: --data DIR",
            _ => "keep the folder as it is, and bring back the newest backup",
        };
        Failure::new(REFUSED, error.to_string()).hint(hint)
    })?;
    let root = hex::encode(verified.root);
    if common.json {
        let torn =
            verified.torn.map(|it| json!({ "segment": it.segment, "offset": it.offset, "bytes": it.bytes }));
        println!(
            "{}",
            json!({ "blocks": verified.blocks, "root": root, "checkpoints": verified.checkpoints, "torn": torn })
        );
        return Ok(());
    }
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{} blocks were carried out again in {seconds:.1} s; every one is as it was written",
        verified.blocks
    );
    println!("checkpoints that agree: {}", verified.checkpoints.len());
    println!("root: {root}");
    if let Some(torn) = verified.torn {
        let (bytes, at) = (torn.bytes, torn.offset);
        println!(
            "the last record was not written whole: {bytes} bytes at {at} of {}; nobody was told of it, and the next start cuts it off",
            torn.segment.display()
        );
    }
    Ok(())
}
