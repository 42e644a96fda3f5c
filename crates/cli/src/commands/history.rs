//! `selfwright history`: what was decided, and the releases.

use super::Common;
use crate::Outcome;
use crate::output::{cell, table, time};

/// Show an app's releases and decisions
#[derive(clap::Args)]
#[command(after_help = "Example:\n  selfwright history guestbook")]
pub(crate) struct Args {
    app: String,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let reply = common.client()?.get(&format!("apps/{}/history", args.app))?;
    let records = reply["records"].as_array().cloned().unwrap_or_default();
    if common.json {
        records.iter().for_each(|record| println!("{record}"));
        return Ok(());
    }
    let row = |record: &serde_json::Value| {
        let id = cell(&record["release"]);
        vec![
            time(&record["timeMs"]),
            cell(&record["kind"]),
            id.get(..8).unwrap_or(&id).to_owned(),
            cell(&record["text"]),
        ]
    };
    table(&["TIME (UTC)", "WHAT", "RELEASE", "WORDS"], &records.iter().map(row).collect::<Vec<_>>());
    Ok(())
}
