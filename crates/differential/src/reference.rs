//! The reference compiler: a process that answers lines of JSON.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::json;

use crate::{Finding, Verdict};

pub struct Reference {
    flags: Vec<String>,
    /// Programs have what they import only.
    alone: bool,
    process: Process,
}

struct Process {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
}

/// Programs on which the reference takes longer are ones that it does not come back from. The first one of a process takes long,
/// since the library is read with it, and longer on a machine that has other things to do.
const ANSWER_MAX: Duration = Duration::from_secs(200);

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
        let implicit = ["--implicit-package", "core"].map(str::to_owned);
        let flags = [&implicit, flags].concat();
        let process = Self::process(&flags)?;
        Ok(Reference { flags, alone: false, process })
    }

    /// Starts it so that programs have what they import only, which is much faster.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start_alone() -> Result<Reference> {
        Ok(Reference { flags: Vec::new(), alone: true, process: Self::process(&[])? })
    }

    fn process(flags: &[String]) -> Result<Process> {
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
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Process { child, input, lines })
    }

    /// Asks about a program; runs it too if that is wanted and it is accepted.
    ///
    /// # Errors
    /// The process does not answer.
    pub fn judge(&mut self, program: &str, run: bool) -> Result<Verdict> {
        self.judge_with(program, &[], run)
    }

    /// The same for a program with files that it imports.
    ///
    /// # Errors
    /// The process does not answer.
    pub fn judge_with(&mut self, program: &str, files: &[(String, String)], run: bool) -> Result<Verdict> {
        let asked = json!({ "source": program, "files": files, "run": run, "alone": self.alone });
        writeln!(self.process.input, "{asked}")?;
        let Ok(line) = self.process.lines.recv_timeout(ANSWER_MAX) else {
            self.process = Self::process(&self.flags)?;
            return Ok(Verdict { failed: Some("no answer".into()), ..Verdict::default() });
        };
        let reply: Reply = serde_json::from_str(&line)?;
        let mut findings: Vec<Finding> = reply
            .diagnostics
            .into_iter()
            .filter(|found| !found.elsewhere && !found.code.is_empty())
            .map(|Found { severity, code, line, .. }| Finding { line, severity, code })
            .collect();
        findings.sort();
        findings.dedup();
        let printed = reply.printed.lines().map(str::to_owned).collect();
        Ok(Verdict { findings, printed, trapped: reply.stopped, failed: reply.failed })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
