//! `selfwright new`: a wish becomes a running app.

use serde_json::json;

use super::{Common, answers, wish_text};
use crate::Outcome;

/// Make an app of a wish, in plain English
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  selfwright new \"A guest book: visitors leave their name and a message, newest first\"\n  selfwright new - --name pets < wish.txt"
)]
pub(crate) struct Args {
    /// What the app should do; `-` reads it from standard input
    wish: String,
    /// The app's name [default: from the wish]
    #[arg(long)]
    name: Option<String>,
    /// Answer a question that was asked before
    #[arg(long = "answer", value_name = "ID=OPTION")]
    answers: Vec<String>,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let body =
        json!({ "wish": wish_text(&args.wish)?, "name": args.name, "answers": answers(&args.answers)? });
    common.client()?.job("", "wish", &body)
}
