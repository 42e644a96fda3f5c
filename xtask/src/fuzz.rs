//! `cargo xtask fuzz`: builds the fuzzers of `fuzz/` with coverage and runs them.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{cargo, root};

/// Feed the readers of untrusted input with what nobody wrote
#[derive(clap::Args)]
pub(crate) struct Args {
    /// One of parser, checker, compiler, candid, interface, signature; all in turn if none is named
    target: Option<String>,
    /// How long each runs
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

const TARGETS: [&str; 6] = ["parser", "checker", "compiler", "candid", "interface", "signature"];

/// What makes the stable compiler count where code goes.
const COVERAGE: &str = "--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Where everything goes that fuzzing makes.
const FOLDER: &str = "target/fuzz";

/// Runs one fuzzer or all. What one finds is left in `target/fuzz/found`; kept in `tests/fuzz`, it becomes a test.
pub(crate) fn fuzz(args: &Args) -> Result<()> {
    let chosen: Vec<&str> = match &args.target {
        Some(name) => match TARGETS.iter().find(|target| *target == name) {
            Some(target) => vec![target],
            None => bail!("there is no fuzzer {name:?}; there are {}", TARGETS.join(", ")),
        },
        None => TARGETS.to_vec(),
    };
    let mut failed = Vec::new();
    for target in chosen {
        let binary = build(target)?;
        if !run(target, &binary, args.seconds)? {
            failed.push(target);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("found something: {}; the inputs are in {FOLDER}/found", failed.join(", "))
}

/// Builds a fuzzer and returns its path below the root.
fn build(target: &str) -> Result<String> {
    // The code of the Candid reader counts by itself, and the engine that runs it need not.
    let (folder, flags) = if target == "candid" { ("plain", "") } else { ("covered", COVERAGE) };
    let triple = triple()?;
    let folder = format!("{FOLDER}/{folder}");
    let args = ["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", &triple];
    let more = ["--target-dir", &folder, "--bin", target, "--features", features(target)];
    perform(Command::new(cargo()).args(args).args(more).env("RUSTFLAGS", flags))?;
    Ok(format!("{folder}/{triple}/release/{target}"))
}

fn run(target: &str, binary: &str, seconds: u32) -> Result<bool> {
    let (seeds, corpus) = (format!("{FOLDER}/seeds/{target}"), format!("{FOLDER}/corpus/{target}"));
    let found = root().join(FOLDER).join("found");
    for folder in [root().join(&seeds), root().join(&corpus), found.clone()] {
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    let example = ["run", "--quiet", "--package", "fuzzing", "--no-default-features", "--example", "seeds"];
    perform(Command::new(cargo()).args(example).args([
        "--features",
        features(target),
        "--",
        target,
        &seeds,
    ]))?;
    let length = if target == "candid" { 4_096 } else { 16_384 };
    let status = Command::new(root().join(binary))
        .current_dir(root())
        .arg(format!("-max_total_time={seconds}"))
        .args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"])
        .arg(format!("-max_len={length}"))
        .arg(format!("-artifact_prefix={}/{target}-", found.display()))
        .args([&corpus, &seeds])
        .status()
        .with_context(|| format!("{binary} starts"))?;
    Ok(status.success())
}

/// Only one of the readers needs an engine.
fn features(target: &str) -> &'static str {
    if target == "candid" { "candid" } else { "" }
}

fn perform(command: &mut Command) -> Result<()> {
    let status = command.current_dir(root()).status().context("cargo starts")?;
    if status.success() { Ok(()) } else { bail!("cargo failed ({status})") }
}

/// Returns the name of this machine's target: flags for it do not reach build scripts.
fn triple() -> Result<String> {
    let output = Command::new("rustc").arg("-vV").output().context("`rustc` starts")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc says what machine this is")
}
