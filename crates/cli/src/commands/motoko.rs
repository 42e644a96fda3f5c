//! `selfwright motoko`: the compiler by itself.

mod build;
mod check;
mod compatible;
mod explain;
mod flags;
mod interface;
mod output;
mod run;
mod script;
mod serve;

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

use super::Common;
use crate::Outcome;
use crate::failure::Failure;
use flags::Flags;
use output::Output;

/// Check, compile and run Motoko
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Parse and type-check; every error, with its fix where there is one
    Check {
        #[command(flatten)]
        flags: Flags,
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Run a program of declarations and print what it prints
    Run {
        #[command(flatten)]
        flags: Flags,
        file: PathBuf,
    },
    /// Compile an actor to a module
    Build {
        #[command(flatten)]
        flags: Flags,
        file: PathBuf,
        #[arg(short, long, value_name = "OUT.wasm")]
        output: PathBuf,
    },
    /// Print the Candid interface of the actor
    Candid {
        #[command(flatten)]
        flags: Flags,
        file: PathBuf,
    },
    /// Print what the actor keeps over upgrades
    StableTypes {
        #[command(flatten)]
        flags: Flags,
        file: PathBuf,
    },
    /// Tell whether one version's stored data fits the next, and what becomes of each variable
    StableCompatible {
        #[command(flatten)]
        flags: Flags,
        old: PathBuf,
        new: PathBuf,
    },
    /// Install, call and upgrade canisters on a replica in memory, step by step
    Script { file: PathBuf },
    /// Answer commands from standard input, one JSON object a line
    Serve,
    /// Explain a diagnostic by its code
    Explain { code: String },
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    if matches!(args.command, Command::Serve) {
        return serve::run();
    }
    let mut output = Output::new(common.json || !std::io::stdout().is_terminal());
    let code = perform(&args.command, &mut output);
    // Whoever reads may have read enough; that is no fault of the program's.
    let _ = std::io::stdout().write_all(output.stdout.as_bytes());
    let _ = std::io::stderr().write_all(output.stderr.as_bytes());
    match code {
        0 => Ok(()),
        code => Err(Failure::silent(code)),
    }
}

/// Carries a command out and returns its exit code.
fn perform(command: &Command, output: &mut Output) -> i32 {
    let result = match command {
        Command::Check { flags, files } => check::run(flags, files, output),
        Command::Run { flags, file } => run::run(flags, file, output),
        Command::Build { flags, file, output: target } => build::run(flags, file, target, output),
        Command::Candid { flags, file } => interface::candid(flags, file, output),
        Command::StableTypes { flags, file } => interface::stable_types(flags, file, output),
        Command::StableCompatible { flags, old, new } => compatible::run(flags, old, new, output),
        Command::Script { file } => script::run(file, output),
        Command::Explain { code } => explain::run(code, output),
        Command::Serve => Err(Failure::usage("`serve` cannot be served")),
    };
    match result {
        Ok(()) => 0,
        Err(failure) => {
            output.stderr.push_str(&failure.text());
            failure.code
        }
    }
}
