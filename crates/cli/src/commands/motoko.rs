//! `selfwright motoko`: the compiler by itself.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use diagnostics::Diagnostic;
use mo_compile::Options;
use source::{DiskWorld, Sources};

use super::Common;
use crate::Outcome;
use crate::failure::{FAULT, Failure, REFUSED};

/// Check and compile Motoko
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
}

/// What the reference compiler's flags of the same names mean.
#[derive(clap::Args)]
struct Flags {
    /// Where a package is
    #[arg(long, num_args = 2, value_names = ["NAME", "DIR"], action = clap::ArgAction::Append)]
    package: Vec<String>,
    /// A package whose modules may give implicit arguments
    #[arg(long, value_name = "NAME")]
    implicit_package: Vec<String>,
    /// Allow these warnings
    #[arg(short = 'A', value_name = "CODES")]
    allow: Vec<String>,
    /// Warn of these
    #[arg(short = 'W', value_name = "CODES")]
    warn: Vec<String>,
    /// Make errors of these
    #[arg(short = 'E', value_name = "CODES")]
    deny: Vec<String>,
    /// Warnings are errors
    #[arg(long = "error-on-warnings", alias = "Werror")]
    werror: bool,
    #[arg(long, hide = true)]
    release: bool,
    #[arg(long, hide = true)]
    default_persistent_actors: bool,
    #[arg(long, hide = true)]
    ai_errors: bool,
}

impl Flags {
    fn options(&self) -> Options {
        let pairs = self.package.as_chunks::<2>().0.iter();
        Options {
            packages: pairs.map(|[name, folder]| (name.clone(), folder.clone())).collect(),
            implicit_packages: self.implicit_package.clone(),
            ..Options::default()
        }
    }

    /// Changes severities as the flags say; what is allowed is left out.
    fn adjust(&self, found: &[Diagnostic]) -> Vec<Diagnostic> {
        let among = |lists: &[String], code: Option<&str>| {
            lists.iter().flat_map(|list| list.split(',')).any(|listed| Some(listed) == code)
        };
        let mut adjusted = Vec::new();
        for diagnostic in found {
            let mut diagnostic = diagnostic.clone();
            if !diagnostic.is_error() {
                if among(&self.allow, diagnostic.code) {
                    continue;
                }
                if self.werror || among(&self.deny, diagnostic.code) {
                    diagnostic.severity = diagnostics::Severity::Error;
                }
            }
            adjusted.push(diagnostic);
        }
        adjusted
    }
}

pub(crate) fn run(common: &Common, args: &Args) -> Outcome {
    let json = common.json || !std::io::stdout().is_terminal();
    match &args.command {
        Command::Check { flags, files } => {
            let mut good = true;
            for file in files {
                good &= check(file, flags, json)?;
            }
            if good { Ok(()) } else { Err(Failure::silent(REFUSED)) }
        }
        Command::Build { flags, file, output } => build(file, flags, output, json),
        Command::Candid { flags, file } => candid(file, flags, json),
    }
}

fn check(file: &Path, flags: &Flags, json: bool) -> Result<bool, Failure> {
    let path = readable(file)?;
    Ok(mo_compile::with_stack(|| {
        let checked = mo_compile::check(&DiskWorld, &path, &flags.options());
        show(&flags.adjust(&checked.diagnostics), &checked.sources, json)
    }))
}

fn build(file: &Path, flags: &Flags, output: &Path, json: bool) -> Outcome {
    let path = readable(file)?;
    let wasm = mo_compile::with_stack(|| {
        let (checked, compiled) = mo_compile::build(&DiskWorld, &path, &flags.options());
        let (found, wasm) = match compiled {
            Ok(compiled) => (compiled.warnings, Some(compiled.wasm)),
            Err(found) => (found, None),
        };
        show(&flags.adjust(&found), &checked.sources, json).then_some(wasm).flatten()
    });
    let wasm = wasm.ok_or_else(|| Failure::silent(REFUSED))?;
    std::fs::write(output, wasm)
        .map_err(|error| Failure::new(FAULT, format!("{}: {error}", output.display())))
}

fn candid(file: &Path, flags: &Flags, json: bool) -> Outcome {
    let path = readable(file)?;
    mo_compile::with_stack(|| {
        let checked = mo_compile::check(&DiskWorld, &path, &flags.options());
        if checked.has_errors() {
            show(&flags.adjust(&checked.diagnostics), &checked.sources, json);
            return Err(Failure::silent(REFUSED));
        }
        let interface = mo_compile::candid(&checked)
            .ok_or_else(|| Failure::new(REFUSED, format!("{path} has no actor")))?;
        println!("{}", interface.trim_end());
        Ok(())
    })
}

/// Prints what was found and tells whether the program is accepted.
fn show(found: &[Diagnostic], sources: &Sources, json: bool) -> bool {
    for diagnostic in found {
        if json {
            println!("{}", diagnostics::render_json(diagnostic, sources));
        } else {
            println!("{}\n", diagnostics::render_terminal(diagnostic, sources, true));
        }
    }
    found.iter().all(|diagnostic| !diagnostic.is_error())
}

fn readable(file: &Path) -> Result<String, Failure> {
    if !file.is_file() {
        return Err(Failure::usage(format!("there is no file {}", file.display())));
    }
    file.to_str().map(str::to_owned).ok_or_else(|| Failure::usage("the path is not UTF-8"))
}
