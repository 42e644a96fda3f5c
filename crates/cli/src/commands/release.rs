//! `selfwright release`: files written by anyone, through the same gate.

use std::path::PathBuf;

use serde_json::json;

use super::{Common, folder_json, folder_name};
use crate::Outcome;

/// Release the files of a folder, through the gate; makes the app if there is none
#[derive(clap::Args)]
#[command(after_help = "Example:\n  selfwright release ./guestbook --app guestbook")]
pub(crate) struct Args {
    /// backend/main.mo (or a module, backend/main.wasm) and frontend/
    folder: PathBuf,
    /// The app [default: the folder's name]
    #[arg(long)]
    app: Option<String>,
    /// A line for the history
    #[arg(long, default_value = "")]
    note: String,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let app = args.app.clone().map_or_else(|| folder_name(&args.folder), Ok)?;
    let body = json!({ "app": app, "files": folder_json(&args.folder)?, "note": args.note });
    common.client()?.job(&app, "release", &body)
}
