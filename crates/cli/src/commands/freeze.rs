//! `selfwright freeze` and `thaw`: no changes for now.

use serde_json::json;

use super::Common;
use crate::Outcome;

/// Let nothing about an app be changed: no release, no consent, no rollback, whoever asks
#[derive(clap::Args)]
#[command(
    after_help = "The app runs on; `check` still says what a change would do. It is on record in `selfwright history APP`.\n\nExamples:\n  selfwright freeze shop\n  selfwright freeze shop \"the auditors are in the house until Friday\""
)]
pub(crate) struct FreezeArgs {
    app: String,
    /// Why; whoever tries to change it is told
    reason: Option<String>,
}

/// Take changes again
#[derive(clap::Args)]
#[command(after_help = "Example:\n  selfwright thaw shop")]
pub(crate) struct ThawArgs {
    app: String,
}

pub(crate) fn freeze(common: &Common, args: &FreezeArgs) -> Outcome {
    let body = json!({ "reason": args.reason.clone().unwrap_or_default() });
    common.client()?.post(&format!("apps/{}/freeze", args.app), &body).map(|_| ())
}

pub(crate) fn thaw(common: &Common, args: &ThawArgs) -> Outcome {
    common.client()?.delete(&format!("apps/{}/freeze", args.app)).map(|_| ())
}
