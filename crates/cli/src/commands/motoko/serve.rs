//! `selfwright motoko serve`: commands as lines of JSON, for tools that check often.

use std::io::{BufRead as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use clap::Parser as _;
use serde::Deserialize;
use serde_json::json;

use super::output::Output;
use super::{Command, perform};
use crate::Outcome;
use crate::failure::{FAULT, Failure, USAGE};

#[derive(Deserialize)]
struct Request {
    argv: Vec<String>,
    /// Seconds.
    timeout: Option<f64>,
}

/// A command without the words before it.
#[derive(clap::Parser)]
#[command(name = "motoko", no_binary_name = true)]
struct Line {
    /// Lines of JSON, as they are anyway
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

/// How long a command may take that names no time.
const SECONDS_DEFAULT: f64 = 600.0;

pub(super) fn run() -> Outcome {
    // The first command does not wait for what makes the later ones fast.
    std::thread::spawn(mo_compile::warm_up);
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| Failure::usage(format!("standard input is no text: {error}")))?;
        if line.trim().is_empty() {
            continue;
        }
        let (code, output) = answer(&line);
        let reply = json!({ "code": code, "stdout": output.stdout, "stderr": output.stderr });
        let mut out = std::io::stdout().lock();
        if writeln!(out, "{reply}").and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    Ok(())
}

fn answer(line: &str) -> (i32, Output) {
    let refused = |message: String| (USAGE, Output { stderr: message, ..Output::new(true) });
    let request: Request = match serde_json::from_str(line) {
        Ok(request) => request,
        Err(error) => return refused(format!("the line is no request: {error}\n")),
    };
    let command = match Line::try_parse_from(&request.argv) {
        Ok(line) => line.command,
        Err(error) if error.use_stderr() => return refused(error.to_string()),
        Err(help) => return (0, Output { stdout: help.to_string(), ..Output::new(true) }),
    };
    let seconds = request.timeout.filter(|seconds| *seconds > 0.0).unwrap_or(SECONDS_DEFAULT);
    in_time(command, Duration::from_secs_f64(seconds.min(86_400.0)))
}

/// Carries a command out on a thread of its own, so that one that takes for ever does not hold up the next.
fn in_time(command: Command, limit: Duration) -> (i32, Output) {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(|| {
            let mut output = Output::new(true);
            (perform(&command, &mut output), output)
        }));
        let _ = sender.send(result);
    });
    let fault =
        |message: &str| (FAULT, Output { stderr: format!("error: {message}\n"), ..Output::new(true) });
    match receiver.recv_timeout(limit) {
        Ok(Ok(done)) => done,
        Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
            fault("the compiler failed; this is its own fault")
        }
        Err(RecvTimeoutError::Timeout) => fault("the command took longer than it was given"),
    }
}
