//! `selfwright own`: the link that makes a browser an owner on an app's page.

use serde_json::json;

use super::Common;
use crate::Outcome;

/// Print a link that makes the browser which opens it an owner on the app's page
#[derive(clap::Args)]
#[command(
    after_help = "The link works once, for a quarter of an hour.\n\nExample:\n  selfwright own guestbook"
)]
pub(crate) struct Args {
    app: String,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let link = common.client()?.post(&format!("apps/{}/claim", args.app), &json!({}))?;
    match link["url"].as_str() {
        Some(url) if !common.json => println!("{url}"),
        _ => println!("{link}"),
    }
    Ok(())
}
