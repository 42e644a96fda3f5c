//! `selfwright logs`: what an app printed, and why it trapped.

use std::time::Duration;

use super::Common;
use crate::Outcome;
use crate::output::{cell, time};

/// Show what an app printed, and why it trapped
#[derive(clap::Args)]
#[command(after_help = "Example:\n  selfwright logs guestbook -f")]
pub(crate) struct Args {
    app: String,
    /// Go on with what comes
    #[arg(short, long)]
    follow: bool,
}

const PAUSE: Duration = Duration::from_millis(500);

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let client = common.client()?;
    let mut after = None;
    loop {
        let query = after.map_or_else(String::new, |after: u64| format!("?after={after}"));
        let reply = client.get(&format!("apps/{}/logs{query}", args.app))?;
        for line in reply["logs"].as_array().into_iter().flatten() {
            after = line["index"].as_u64().or(after);
            if common.json {
                println!("{line}");
            } else {
                println!("{}  {}", time(&line["timeMs"]), cell(&line["text"]));
            }
        }
        if !args.follow {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
}
