//! `selfwright rollback`: an earlier release again.

use serde_json::json;

use super::Common;
use crate::Outcome;

/// Bring an earlier release back, through the gate
#[derive(clap::Args)]
#[command(
    after_help = "Its code is tried on today's data. Where it does not fit, the snapshot kept then is offered, with what would be lost.\n\nExamples:\n  selfwright rollback guestbook 2\n  selfwright rollback guestbook 2 --snapshot"
)]
pub(crate) struct Args {
    app: String,
    /// Its number, or the beginning of its id
    release: String,
    /// Take the data of then, too
    #[arg(long)]
    snapshot: bool,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let body = json!({ "release": args.release, "snapshot": args.snapshot });
    common.client()?.job(&args.app, &format!("apps/{}/rollback", args.app), &body)
}
