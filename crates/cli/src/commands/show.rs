//! `selfwright show`: one app.

use super::Common;
use crate::Outcome;
use crate::client::print_verdict;
use crate::output::{cell, time};

/// Show an app: address, release, what waits
#[derive(clap::Args)]
#[command(after_help = "Example:\n  selfwright show guestbook")]
pub(crate) struct Args {
    app: String,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let app = common.client()?.get(&format!("apps/{}", args.app))?;
    if common.json {
        println!("{app}");
        return Ok(());
    }
    let id = cell(&app["release"]);
    println!("{}  {}", cell(&app["name"]), cell(&app["url"]));
    println!("  canister   {}", cell(&app["canisterId"]));
    println!(
        "  release    {} ({}), since {}",
        cell(&app["number"]),
        id.get(..8).unwrap_or(&id),
        time(&app["releasedMs"])
    );
    println!("  memory     {} KB", app["memoryBytes"].as_u64().unwrap_or_default() / 1024);
    println!("  state      {}", cell(&app["stateHash"]));
    if let Some(reason) = app["frozen"].as_str() {
        println!("  frozen     {reason}");
    }
    let methods = app["interface"]["methods"].as_array().cloned().unwrap_or_default();
    let methods: Vec<String> =
        methods.iter().map(|it| format!("{} ({})", cell(&it["name"]), cell(&it["mode"]))).collect();
    println!("  methods    {}", methods.join(", "));
    for release in app["pendingReleases"].as_array().into_iter().flatten() {
        let id = cell(&release["id"]);
        println!("waiting: {} {}", id.get(..8).unwrap_or(&id), cell(&release["note"]));
        print_verdict(&release["verdict"]);
    }
    Ok(())
}
