//! Compares the code that our compiler and the reference compiler make of the same programs, on the same replica, and the
//! compilers themselves.
//!
//! `cargo run --profile fast -p bench` runs every program of `bench/programs` on both and prints instructions, time and
//! memory with the ratio; `.. compiler` measures checks and builds; `.. hard` how long programs take that were made to be hard. It
//! measures; it decides nothing. Start at [`main`].

mod compiler;
mod density;
mod hard;
mod hostile;
mod limits;
mod node;
mod pauses;
mod peer;
mod profile;
mod run;
mod table;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Parser;

/// As the program that is measured has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Compare produced code with the reference compiler's
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Args {
    #[command(subcommand)]
    other: Option<Other>,
    /// Only programs whose names contain this
    filter: Option<String>,
    /// Ours alone
    #[arg(long)]
    alone: bool,
    /// Instead of a comparison, where our code spends its instructions
    #[arg(long)]
    profile: bool,
}

#[derive(clap::Subcommand)]
enum Other {
    /// Compare the compilers themselves
    Compiler {
        /// Ours alone
        #[arg(long)]
        alone: bool,
    },
    /// How much slower an app answers while others do their worst
    Hostile {
        /// Only this kind of harm
        method: Option<String>,
    },
    /// What the machine and the parts allow at best, and how far the whole is from it
    Limits,
    /// Thousands of apps on one node
    Density {
        #[arg(long, default_value_t = 2_000)]
        apps: usize,
        /// Keep the apps in this folder, or take those that are there
        #[arg(long)]
        folder: Option<PathBuf>,
        #[arg(long, hide = true)]
        open: Option<PathBuf>,
    },
    /// Programs made to be hard: those that take our compiler longest
    Hard {
        /// Only those whose names contain this
        #[arg(default_value = "")]
        filter: String,
    },
}

fn main() -> Result<()> {
    let args = Args::parse();
    match args.other {
        Some(Other::Compiler { alone }) => return compiler::print(alone),
        Some(Other::Hostile { method }) => return hostile::print(method.as_deref()),
        Some(Other::Limits) => return limits::print(),
        Some(Other::Density { open: Some(folder), .. }) => return density::open(&folder),
        Some(Other::Density { apps, folder, .. }) => return density::print(apps, folder),
        Some(Other::Hard { filter }) => {
            hard::print(&filter);
            return Ok(());
        }
        None => {}
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut rows = Vec::new();
    for program in programs(&folder.join("programs"), args.filter.as_deref().unwrap_or_default())? {
        let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        eprintln!("{name}");
        if args.profile {
            profile::print(&name, &run::compile_with_names(&program)?)?;
            continue;
        }
        let wasm = run::compile(&program)?;
        let ours = run::measure_ours(&name, &wasm).with_context(|| format!("{name}, ours"))?;
        let pause = pauses::longest(&name, &run::compile_with_names(&program)?)
            .with_context(|| format!("{name}, collections"))?;
        let peer = if args.alone {
            None
        } else {
            let wasm = peer::compile(folder, &program)?;
            let measured = run::measure(&name, &wasm);
            // What the reference cannot do is no reason to stop.
            measured.map_err(|error| eprintln!("  reference: {error:#}")).ok()
        };
        rows.push(table::Row { name, ours, pause, peer });
    }
    if !args.profile {
        table::print(&rows);
    }
    Ok(())
}

fn programs(folder: &Path, filter: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "mo") && path.to_string_lossy().contains(filter) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
