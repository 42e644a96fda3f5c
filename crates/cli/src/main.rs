//! `selfwright`: the command line. It parses, speaks to the running server, prints, and exits; decisions are made elsewhere.

mod client;
mod commands;
mod failure;
mod output;
mod sandbox;
mod server;

use clap::{Parser, Subcommand};

use crate::commands::{
    backup, call, change, check, consent, data, export, freeze, history, import, list, logs, motoko, new,
    own, release, rollback, show, up, verify,
};
use crate::failure::Failure;

/// Compiling makes and drops many small objects, on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The self-writing internet in one program: say what you want, and it writes, checks and runs the app.
#[derive(Parser)]
#[command(
    version,
    name = "selfwright",
    after_help = "Start with `selfwright up`, then `selfwright new \"A guest book: visitors leave their name and a message\"`."
)]
struct Args {
    #[command(flatten)]
    common: commands::Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Up(up::Args),
    New(new::Args),
    Change(change::Args),
    Check(check::Args),
    Release(release::Args),
    Consent(consent::Args),
    List(list::Args),
    Show(show::Args),
    History(history::Args),
    Rollback(rollback::Args),
    Freeze(freeze::FreezeArgs),
    Thaw(freeze::ThawArgs),
    Data(data::Args),
    Call(call::Args),
    Logs(logs::Args),
    Own(own::Args),
    Export(export::Args),
    Import(import::Args),
    Backup(backup::Args),
    Verify(verify::Args),
    Motoko(motoko::Args),
}

/// Ends quietly when whoever reads the output has read enough (`selfwright list | head`): not a fault of ours.
fn end_with_the_reader() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.to_string().contains("failed printing to stdout") {
            std::process::exit(0);
        }
        report(panic);
    }));
}

fn main() {
    end_with_the_reader();
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let _ = error.print();
            std::process::exit(if error.use_stderr() { failure::USAGE } else { 0 });
        }
    };
    let common = args.common;
    let outcome = match args.command {
        Command::Up(args) => up::run(&common, &args),
        Command::New(args) => new::run(&common, &args),
        Command::Change(args) => change::run(&common, &args),
        Command::Check(args) => check::run(&common, &args),
        Command::Release(args) => release::run(&common, &args),
        Command::Consent(args) => consent::run(&common, &args),
        Command::List(_) => list::run(&common),
        Command::Show(args) => show::run(&common, &args),
        Command::History(args) => history::run(&common, &args),
        Command::Rollback(args) => rollback::run(&common, &args),
        Command::Freeze(args) => freeze::freeze(&common, &args),
        Command::Thaw(args) => freeze::thaw(&common, &args),
        Command::Data(args) => data::run(&common, &args),
        Command::Call(args) => call::run(&common, &args),
        Command::Logs(args) => logs::run(&common, &args),
        Command::Own(args) => own::run(&common, &args),
        Command::Export(args) => export::run(&common, &args),
        Command::Import(args) => import::run(&common, &args),
        Command::Backup(args) => backup::run(&common, &args),
        Command::Verify(args) => verify::run(&common, &args),
        Command::Motoko(args) => motoko::run(&common, &args),
    };
    if let Err(failure) = outcome {
        failure.print(common.json);
        std::process::exit(failure.code);
    }
}

/// What a verb comes to.
type Outcome = Result<(), Failure>;
