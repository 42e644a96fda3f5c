//! `selfwright change`: a wish about an app that is there.

use serde_json::json;

use super::{Common, answers, wish_text};
use crate::Outcome;

/// Change an app by a wish, through the gate
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  selfwright change guestbook \"Each message also has an optional city\"\n  selfwright change guestbook \"Rename message to comment\"\n\nExit code 3: your consent is needed; nothing has changed."
)]
pub(crate) struct Args {
    app: String,
    /// What should change; `-` reads it from standard input
    wish: String,
    /// Answer a question that was asked before
    #[arg(long = "answer", value_name = "ID=OPTION")]
    answers: Vec<String>,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let body = json!({ "wish": wish_text(&args.wish)?, "answers": answers(&args.answers)? });
    common.client()?.job(&args.app, &format!("apps/{}/wish", args.app), &body)
}
