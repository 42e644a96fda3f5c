//! `selfwright consent`: the owner's yes.

use serde_json::json;

use super::Common;
use crate::Outcome;

/// Say yes to what a waiting release asks
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  selfwright consent guestbook 9f3c12ab\n  selfwright consent guestbook 9f3c12ab drop:messages.text\n  selfwright consent guestbook 9f3c12ab --no"
)]
pub(crate) struct Args {
    app: String,
    /// The beginning of the release's id
    release: String,
    /// The items [default: all]
    items: Vec<String>,
    /// Say no: the release is dropped
    #[arg(long, conflicts_with = "items")]
    no: bool,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let client = common.client()?;
    let body = json!({ "release": args.release, "items": args.items });
    if args.no {
        return client.post(&format!("apps/{}/dismiss", args.app), &body).map(|_| ());
    }
    client.job(&args.app, &format!("apps/{}/consent", args.app), &body)
}
