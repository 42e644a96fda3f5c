//! The reference compiler: a process that answers lines of JSON.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::json;

use crate::{Finding, Verdict};

pub struct Reference {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

#[derive(Deserialize)]
struct Reply {
    #[serde(default)]
    diagnostics: Vec<Found>,
    #[serde(default)]
    printed: String,
    #[serde(default)]
    stopped: bool,
    failed: Option<String>,
}

#[derive(Deserialize)]
struct Found {
    severity: String,
    code: String,
    line: usize,
    elsewhere: bool,
}

impl Reference {
    /// Returns where the driver and its package are.
    pub fn folder() -> PathBuf {
        testkit::root().join("tests/differential")
    }

    /// Whether the reference compiler is installed and Node is there.
    pub fn available() -> bool {
        let node = Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success());
        node && Self::folder().join("node_modules/motoko").is_dir()
    }

    /// Starts it with some flags.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(flags: &[String]) -> Result<Reference> {
        let folder: &Path = &Self::folder();
        let mut child = Command::new("node")
            .arg("--stack-size=3000")
            .arg("oracle.mjs")
            .args(flags)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("node cannot be started")?;
        let input = child.stdin.take().context("the process has an input")?;
        let output = BufReader::new(child.stdout.take().context("the process has an output")?);
        Ok(Reference { child, input, output })
    }

    /// Asks about a program; runs it too if that is wanted and it is accepted.
    ///
    /// # Errors
    /// The process does not answer.
    pub fn judge(&mut self, program: &str, run: bool) -> Result<Verdict> {
        writeln!(self.input, "{}", json!({ "source": program, "run": run }))?;
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            bail!("the reference compiler ended on:\n{program}");
        }
        let reply: Reply = serde_json::from_str(&line)?;
        let mut findings: Vec<Finding> = reply
            .diagnostics
            .into_iter()
            .filter(|found| !found.elsewhere)
            .map(|Found { severity, code, line, .. }| Finding { line, severity, code })
            .collect();
        findings.sort();
        findings.dedup();
        let printed = reply.printed.lines().map(str::to_owned).collect();
        Ok(Verdict { findings, printed, trapped: reply.stopped, failed: reply.failed })
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
