//! `cargo xtask up`: builds what is needed and starts the platform.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::run::{cargo, root, run};
use crate::web;

/// How long the server may take until it answers.
const START_SECONDS_MAX: u64 = 30;

/// Build what is needed and start the platform; with a wish, make its app at once
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What an app should do, in plain English
    wish: Vec<String>,
    /// The data folder
    #[arg(long, value_name = "DIR")]
    data: Option<String>,
    /// The port; 0 takes a free one
    #[arg(long)]
    port: Option<u16>,
    /// An address to listen on instead of 127.0.0.1
    #[arg(long, value_name = "ADDR[:PORT]")]
    listen: Option<String>,
}

impl Args {
    /// What every verb of the program is told.
    fn common(&self) -> Vec<String> {
        self.data.iter().flat_map(|data| ["--data".into(), data.clone()]).collect()
    }

    fn server(&self) -> Vec<String> {
        let port = self.port.iter().flat_map(|port| ["--port".into(), port.to_string()]);
        let listen = self.listen.iter().flat_map(|address| ["--listen".into(), address.clone()]);
        port.chain(listen).collect()
    }
}

/// Starts the platform; with a wish, makes its app at once.
pub(crate) fn up(args: &Args) -> Result<()> {
    web::build()?;
    run(".", &cargo(), &["build", "--profile", "fast", "--package", "cli"])?;
    let binary = root().join("target/fast/selfwright");
    let mut server = Command::new(&binary)
        .arg("up")
        .args(args.common())
        .args(args.server())
        .spawn()
        .with_context(|| format!("{} starts", binary.display()))?;
    if !args.wish.is_empty() {
        wait_until_ready(&binary, &args.common(), &mut server)?;
        let made = Command::new(&binary).arg("new").arg(args.wish.join(" ")).args(args.common()).status()?;
        if !made.success() {
            eprintln!("the wish was not carried out; the platform goes on running");
        }
    }
    let status = server.wait()?;
    if status.success() { Ok(()) } else { bail!("the platform stopped ({status})") }
}

fn wait_until_ready(
    binary: &std::path::Path,
    options: &[String],
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
