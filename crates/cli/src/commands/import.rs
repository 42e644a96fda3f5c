//! `selfwright import`: an app with its state from one file.

use std::path::PathBuf;

use super::Common;
use crate::Outcome;
use crate::failure::Failure;
use crate::output::{Progress, cell};

/// Make an app of a file that `selfwright export` has written
#[derive(clap::Args)]
#[command(
    after_help = "The app comes in with its code, data, releases and history, and belongs to you.\n\nExamples:\n  selfwright import guestbook.app\n  selfwright import guestbook.app --app guestbook-copy"
)]
pub(crate) struct Args {
    file: PathBuf,
    /// Another name for the app
    #[arg(long, value_name = "NAME")]
    app: Option<String>,
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    if let Some(name) = &args.app {
        platform::Platform::check_name(name).map_err(|error| {
            Failure::usage(error.message).hint("small letters, digits and `-`, beginning with a letter")
        })?;
    }
    let client = common.client()?;
    let file = std::fs::File::open(&args.file).and_then(|file| Ok((file.metadata()?.len(), file)));
    let (length, file) =
        file.map_err(|error| Failure::usage(format!("{} cannot be read: {error}", args.file.display())))?;
    let path = args.app.as_ref().map_or_else(|| "import".into(), |name| format!("import?name={name}"));
    let mut progress = Progress::default();
    let reply = client.upload(&path, file, &mut |bytes| {
        progress.say(|| format!("{} of {} MB", bytes / 1_000_000, length / 1_000_000));
    });
    progress.clear();
    let reply = reply?;
    if common.json {
        println!("{reply}");
        return Ok(());
    }
    println!("`{}` is live: {}", cell(&reply["app"]), cell(&reply["url"]));
    if reply["hadTimer"] == true {
        println!("its timers begin again with its next release: `selfwright release` or `selfwright change`");
    }
    Ok(())
}
