//! `selfwright export`: an app with its state as one file.

use std::path::PathBuf;

use serde_json::json;

use super::Common;
use crate::Outcome;
use crate::failure::{Failure, REFUSED};
use crate::output::Progress;

/// Write an app with its data, releases and history to one file
#[derive(clap::Args)]
#[command(
    after_help = "The file holds all of the app's data: keep it as safe as the app. Whose browsers own the app is not in it.\n\nExample:\n  selfwright export guestbook -o guestbook.app"
)]
pub(crate) struct Args {
    app: String,
    /// The file; it must not be there yet
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let name = args.output.display();
    if args.output.exists() {
        return Err(
            Failure::usage(format!("{name} is there already")).hint("name a file that is not: -o FILE")
        );
    }
    let mut progress = Progress::default();
    let bytes = common.client()?.download(&format!("apps/{}/export", args.app), &mut |bytes| {
        progress.say(|| format!("{} MB", bytes / 1_000_000))
    });
    progress.clear();
    let bytes = bytes?;
    // Whole or not at all, and for nobody else to read.
    platform::identity::write_secret(&args.output, &bytes)
        .map_err(|error| Failure::new(REFUSED, format!("{name} cannot be written: {error}")))?;
    if common.json {
        println!("{}", json!({ "app": args.app, "file": args.output, "bytes": bytes.len() }));
    } else {
        println!("`{}` is in {name}: {} bytes", args.app, bytes.len());
    }
    Ok(())
}
