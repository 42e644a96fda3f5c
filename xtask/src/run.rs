//! Other programs: where they are, and running them so that a failure says what failed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// Returns the repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository").to_owned()
}

/// Runs a program in a folder of the repository, with its output shown, and says how long it took.
pub(crate) fn run(folder: &str, program: &str, args: &[&str]) -> Result<()> {
    let name = Path::new(program).file_name().map_or_else(|| program.into(), |name| name.to_string_lossy());
    let shown = format!("{name} {}", args.join(" "));
    println!("> {shown}");
    let start = Instant::now();
    let status = Command::new(program)
        .args(args)
        .current_dir(root().join(folder))
        .status()
        .with_context(|| format!("`{program}` cannot be started; is it installed?"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    println!("  done in {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Returns whether a program can be started.
pub(crate) fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Returns the cargo that runs this chore.
pub(crate) fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".into())
}
