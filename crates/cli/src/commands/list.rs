//! `selfwright list`: the apps.

use super::Common;
use crate::Outcome;
use crate::output::{cell, table, time};

/// List the apps
#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(common: &Common) -> Outcome {
    let reply = common.client()?.get("apps")?;
    let apps = reply["apps"].as_array().cloned().unwrap_or_default();
    if common.json {
        apps.iter().for_each(|app| println!("{app}"));
        return Ok(());
    }
    if apps.is_empty() {
        println!("There are no apps yet. `selfwright new \"WISH\"` makes one.");
        return Ok(());
    }
    let row = |app: &serde_json::Value| {
        vec![
            cell(&app["name"]),
            cell(&app["number"]),
            time(&app["releasedMs"]),
            cell(&app["pending"]),
            cell(&app["url"]),
        ]
    };
    table(
        &["NAME", "RELEASE", "SINCE (UTC)", "WAITING", "ADDRESS"],
        &apps.iter().map(row).collect::<Vec<_>>(),
    );
    Ok(())
}
