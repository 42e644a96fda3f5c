//! Chores of the repository. `cargo xtask up` starts everything, `cargo xtask test` runs every test.

mod differential;
mod fuzz;
mod run;
mod test;
mod up;
mod web;

use std::process::ExitCode;

use clap::Parser;

/// Chores of the repository
#[derive(Parser)]
#[command(name = "cargo xtask")]
enum Chore {
    Up(up::Args),
    /// Run every test, the browser ones too
    Test,
    /// Build the web parts only
    Web,
    /// Compare with the reference compiler and keep what it says of new programs
    Differential {
        /// Ask about every program again
        #[arg(long)]
        all: bool,
        /// Compare random programs instead
        #[arg(long)]
        random: bool,
        /// With --random: for so long
        #[arg(long, default_value_t = 600)]
        seconds: u64,
        /// With --random: the first program
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Parts of the names of the files that are wanted
        files: Vec<String>,
    },
    Fuzz(fuzz::Args),
    /// What CI checks before the tests: formatting and clippy
    Lint,
}

fn main() -> ExitCode {
    let done = match Chore::parse() {
        Chore::Up(args) => up::up(&args),
        Chore::Test => test::all(),
        Chore::Web => web::build(),
        Chore::Differential { random: true, seconds, seed, .. } => differential::random(seconds, seed),
        Chore::Differential { all, files, .. } => differential::refresh(all, &files),
        Chore::Fuzz(args) => fuzz::fuzz(&args),
        Chore::Lint => test::lint(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The causes in words; where in the chore it happened helps nobody.
            eprintln!("error: {}", error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": "));
            ExitCode::FAILURE
        }
    }
}
