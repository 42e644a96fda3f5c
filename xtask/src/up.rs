//! `cargo xtask up`: builds what is needed and starts the platform.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::run::{cargo, root, run};
use crate::web;

/// How long the server may take until it answers.
const START_SECONDS_MAX: u64 = 30;

/// Starts the platform; with a wish, makes its app at once.
pub(crate) fn up(args: &[String]) -> Result<()> {
    let (options, words): (Vec<&String>, Vec<&String>) = args.iter().partition(|arg| arg.starts_with("--"));
    let options: Vec<&str> = options.into_iter().map(String::as_str).collect();
    web::build()?;
    run(".", &cargo(), &["build", "--quiet", "--profile", "fast", "--package", "cli"])?;
    let binary = root().join("target/fast/selfwright");
    let mut server = Command::new(&binary)
        .arg("up")
        .args(&options)
        .spawn()
        .with_context(|| format!("{} starts", binary.display()))?;
    if !words.is_empty() {
        let wish = words.into_iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        wait_until_ready(&binary, &options, &mut server)?;
        let made = Command::new(&binary).arg("new").arg(&wish).args(&options).status()?;
        if !made.success() {
            eprintln!("the wish was not carried out; the platform goes on running");
        }
    }
    let status = server.wait()?;
    if status.success() { Ok(()) } else { bail!("the platform stopped ({status})") }
}

fn wait_until_ready(
    binary: &std::path::Path,
    options: &[&str],
    server: &mut std::process::Child,
) -> Result<()> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(START_SECONDS_MAX) {
        if let Some(status) = server.try_wait()? {
            bail!("the platform did not start ({status})");
        }
        let asked = Command::new(binary)
            .arg("list")
            .args(options)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        if asked.success() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    bail!("the platform did not answer within {START_SECONDS_MAX} s")
}
