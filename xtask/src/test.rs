//! `cargo xtask test` and `cargo xtask lint`.

use std::process::Command;

use anyhow::Result;

use crate::run::{cargo, has, root, run};
use crate::web;

/// Runs every test: Rust, web, browser, tools, the Rust agent.
pub(crate) fn all() -> Result<()> {
    web::build()?;
    rust()?;
    web::test()?;
    browser()?;
    tools()?;
    rust_agent()
}

/// Checks formatting and lints.
pub(crate) fn lint() -> Result<()> {
    run(".", &cargo(), &["fmt", "--all", "--check"])?;
    run(".", &cargo(), &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"])
}

fn rust() -> Result<()> {
    if has_nextest() {
        return run(
            ".",
            &cargo(),
            &["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "fail"],
        );
    }
    println!("(cargo-nextest is not installed; plain `cargo test` does the same, slower)");
    run(".", &cargo(), &["test", "--quiet", "--workspace"])
}

fn has_nextest() -> bool {
    Command::new(cargo()).args(["nextest", "--version"]).output().is_ok_and(|output| output.status.success())
}

/// Tests in a real browser. They need Chromium: found, or installed where that is possible.
fn browser() -> Result<()> {
    let folder = "tests/browser";
    if !root().join(folder).join("package.json").is_file() {
        return Ok(());
    }
    let Some(chromium) = find_chromium() else {
        anyhow::bail!(
            "the browser tests need Chromium, and none was found. Install it (Debian and Ubuntu: apt-get install chromium), \
             or name one in CHROMIUM"
        );
    };
    println!("browser: {chromium}");
    // As the tests have it: alone, the package would have its dependencies, the engine among them, built once more with other features.
    run(".", &cargo(), &["test", "--quiet", "--workspace", "--no-run"])?;
    web::install(folder)?;
    run(folder, "npm", &["test", "--silent"])
}

/// Command-line tools that others wrote, against the real server, which the browser tests have built. Where a tool does not exist
/// for this machine, its tests say so.
fn tools() -> Result<()> {
    let folder = "tests/tools";
    web::install(folder)?;
    run(folder, "npm", &["test", "--silent"])
}

/// The Rust agent against the server that the browser tests have built, in a workspace of its own.
fn rust_agent() -> Result<()> {
    let target = root().join("target/agent");
    let target = target.to_str().expect("the path of a repository is text");
    run("tests/agent", &cargo(), &["test", "--quiet", "--locked", "--target-dir", target])
}

fn find_chromium() -> Option<String> {
    let named = std::env::var("CHROMIUM").ok();
    let known = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].map(str::to_owned);
    let found = named.into_iter().chain(known).find(|name| has(name));
    found.or_else(install_chromium)
}

/// On Debian, as root, the browser can be had.
fn install_chromium() -> Option<String> {
    if !has("apt-get") {
        return None;
    }
    println!("no Chromium found; trying apt-get install chromium");
    let apt =
        |args: &[&str]| Command::new("apt-get").args(args).env("DEBIAN_FRONTEND", "noninteractive").status();
    let _ = apt(&["update", "-qq"]);
    let _ = apt(&["install", "-y", "-qq", "chromium"]);
    has("chromium").then(|| "chromium".to_owned())
}
