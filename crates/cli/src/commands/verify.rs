//! `selfwright verify`: proves that a data folder is as it was written, or shows what there was after a block.

use std::path::Path;
use std::time::Instant;

use platform::past::PastApp;
use platform::release::time_text;
use replica_node::{NodeError, StoreError};
use serde_json::{Value, json};

use super::Common;
use crate::Outcome;
use crate::client::data_folder;
use crate::failure::{Failure, REFUSED};
use crate::output::{Progress, cell, table};

/// Carry out every block of a data folder again and compare what comes of it; nothing is changed
#[derive(clap::Args)]
#[command(
    after_help = "The server must not be running on the folder; a backup of it can be looked at at any time.\n\nExamples:\n  selfwright verify --data /var/lib/selfwright\n  selfwright verify --at 1200 --data /mnt/backup/monday     (what there was after block 1200)"
)]
pub(crate) struct Args {
    /// Show what there was after this block instead, from the newest checkpoint before it
    #[arg(long, value_name = "BLOCK")]
    at: Option<u64>,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let folder = data_folder(common.data.as_deref())?;
    match args.at {
        None => verify(common, &folder),
        Some(block) => look_back(common, &folder, block),
    }
}

fn failure(error: &NodeError) -> Failure {
    let hint = match error {
        error if error.is_in_use() => "stop the server first; it holds the folder",
        NodeError::Store(StoreError::NoFolder(_)) => "name the one that is meant: --data DIR",
        NodeError::Store(StoreError::OtherFormat { .. }) => "`selfwright --version` says which one this is",
        NodeError::NotKept { .. } => "name a block that is kept, or look into an older backup",
        _ => "keep the folder as it is, and bring back the newest backup",
    };
    Failure::new(REFUSED, error.to_string()).hint(hint)
}

fn verify(common: &Common, folder: &Path) -> Outcome {
    let (started, mut progress) = (Instant::now(), Progress::default());
    let verified = platform::verify(folder, |height| progress.say(|| format!("block {height}")));
    progress.clear();
    let verified = verified.map_err(|error| failure(&error))?;
    let root = hex::encode(verified.root);
    if common.json {
        let torn =
            verified.torn.map(|it| json!({ "segment": it.segment, "offset": it.offset, "bytes": it.bytes }));
        println!(
            "{}",
            json!({
                "base": verified.base, "blocks": verified.blocks, "root": root,
                "checkpoints": verified.checkpoints, "torn": torn,
            })
        );
        return Ok(());
    }
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{} blocks were carried out again in {seconds:.1} s; every one is as it was written",
        verified.blocks - verified.base
    );
    if verified.base > 0 {
        println!(
            "the blocks up to {} were removed; what was there then is taken from a checkpoint",
            verified.base
        );
    }
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

fn look_back(common: &Common, folder: &Path, block: u64) -> Outcome {
    let mut progress = Progress::default();
    let past = platform::look_back(folder, block, |height| progress.say(|| format!("block {height}")));
    progress.clear();
    let past = past.map_err(|error| failure(&error))?;
    let (time_ms, root) = (past.time / 1_000_000, hex::encode(past.root));
    if common.json {
        let app = |it: &PastApp| {
            json!({
                "name": it.app.name, "number": it.app.numbers, "canister": it.app.canister.to_text(),
                "stateHash": it.state.map(hex::encode), "collections": it.data["collections"],
            })
        };
        let apps: Vec<Value> = past.apps.iter().map(app).collect();
        println!(
            "{}",
            json!({ "block": past.block, "base": past.base, "timeMs": time_ms, "root": root, "apps": apps })
        );
        return Ok(());
    }
    println!("after block {}, at {} (UTC)", past.block, time_text(time_ms));
    println!("root: {root}");
    let rows: Vec<Vec<String>> = past.apps.iter().flat_map(rows).collect();
    if rows.is_empty() {
        println!("there were no apps yet");
    } else {
        table(&["APP", "RELEASE", "STORED", "ROWS"], &rows);
    }
    Ok(())
}

/// A line for each variable that an app had, and one for an app without.
fn rows(it: &PastApp) -> Vec<Vec<String>> {
    let row = |stored: &Value, rows: &Value| {
        vec![it.app.name.clone(), it.app.numbers.to_string(), cell(stored), cell(rows)]
    };
    let collections = it.data["collections"].as_array().map_or(&[][..], Vec::as_slice);
    match collections {
        [] => vec![row(&it.data["unreadable"], &Value::Null)],
        some => some.iter().map(|variable| row(&variable["path"], &variable["rows"])).collect(),
    }
}
