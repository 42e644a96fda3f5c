//! `selfwright check`: everything the gate says, without releasing.

use std::path::PathBuf;

use serde_json::json;

use super::{Common, folder_json, folder_name};
use crate::Outcome;

/// Say everything the gate says about a folder, and release nothing
#[derive(clap::Args)]
#[command(after_help = "Example:\n  selfwright check ./guestbook --against guestbook")]
pub(crate) struct Args {
    folder: PathBuf,
    /// The live app to compare with [default: the folder's name]
    #[arg(long, value_name = "APP")]
    against: Option<String>,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let app = args.against.clone().map_or_else(|| folder_name(&args.folder), Ok)?;
    let body = json!({ "app": app, "files": folder_json(&args.folder)?, "check": true });
    common.client()?.job(&app, "release", &body)
}
