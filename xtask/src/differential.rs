//! `cargo xtask differential`: asks the reference compiler about the fixtures of `tests/differential`.

use anyhow::Result;

use crate::run::{cargo, has, root, run};

/// Refreshes what the reference says: of new programs, or of every one.
pub(crate) fn refresh(all: bool, files: &[String]) -> Result<()> {
    if !install()? {
        anyhow::bail!("Node or its registry cannot be reached; the reference compiler is needed to refresh");
    }
    let mut words = vec!["refresh"];
    words.extend(all.then_some("--all"));
    words.extend(files.iter().map(String::as_str));
    differential(&words)
}

/// Compares random programs for some time, from a seed on.
pub(crate) fn random(seconds: u64, seed: u64) -> Result<()> {
    if !install()? {
        anyhow::bail!("Node or its registry cannot be reached; the reference compiler is needed to compare");
    }
    let (seconds, seed) = (seconds.to_string(), seed.to_string());
    differential(&["random", "--seconds", &seconds, "--seed", &seed])
}

/// Runs the program that asks both compilers. It is built with the whole workspace: alone it would have other features of the
/// crates that it needs, and they would all be built again.
fn differential(words: &[&str]) -> Result<()> {
    run(".", &cargo(), &["build", "--quiet", "--workspace", "--bins"])?;
    run(".", "target/debug/differential", words)
}

/// Installs the reference compiler where that is possible.
fn install() -> Result<bool> {
    let folder = "tests/differential";
    if !has("node") || !has("npm") {
        return Ok(false);
    }
    if root().join(folder).join("node_modules/motoko").is_dir() {
        return Ok(true);
    }
    Ok(run(folder, "npm", &["ci", "--silent"]).is_ok())
}
