//! `selfwright motoko script`: canisters installed, called and upgraded step by step.

use std::path::{Path, PathBuf};

use clap::Parser as _;
use mo_run::Session;
use replica_api::{CallOutcome, CanisterId, ErrorCode, InstallMode, RejectCode};
use serde::Deserialize;
use serde_json::{Value, json};
use source::DiskWorld;

use super::flags::Flags;
use super::output::Output;
use crate::Outcome;
use crate::failure::{FAULT, Failure};

#[derive(Deserialize)]
struct Script {
    version: u64,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "lowercase")]
enum Step {
    Install(Install),
    Reinstall(Install),
    Upgrade(Install),
    Update(Call),
    Query(Call),
}

#[derive(Deserialize)]
struct Install {
    canister: CanisterId,
    source: PathBuf,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    arg: String,
}

#[derive(Deserialize)]
struct Call {
    canister: CanisterId,
    method: String,
    #[serde(default)]
    arg: String,
}

/// `()` in Candid.
const NO_ARGUMENTS: &[u8] = b"DIDL\0\0";

pub(super) fn run(file: &Path, output: &mut Output) -> Outcome {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::usage(format!("{}: {error}", file.display())))?;
    let script: Script = serde_json::from_str(&text)
        .map_err(|error| Failure::usage(format!("{} is no script: {error}", file.display())))?;
    if script.version != 1 {
        return Err(Failure::usage(format!("scripts of version {} are not known", script.version)));
    }
    let mut session = Session::new().map_err(|message| Failure::new(FAULT, message))?;
    for (at, step) in script.steps.iter().enumerate() {
        let mut line = perform(step, &mut session);
        line["step"] = json!(at);
        output.line(&line.to_string());
    }
    Ok(())
}

fn perform(step: &Step, session: &mut Session) -> Value {
    let upgrade = InstallMode::Upgrade { keep_memory: Some(true), skip_pre_upgrade: false };
    let (op, result) = match step {
        Step::Install(install) => ("install", put(install, InstallMode::Install, session)),
        Step::Reinstall(install) => ("reinstall", put(install, InstallMode::Reinstall, session)),
        Step::Upgrade(install) => ("upgrade", put(install, upgrade, session)),
        Step::Update(call) => {
            let update = |arg: &[u8]| session.update(call.canister, &call.method, arg);
            ("update", with_argument(&call.arg, update))
        }
        Step::Query(call) => {
            let query = |arg: &[u8]| session.query(call.canister, &call.method, arg);
            ("query", with_argument(&call.arg, query))
        }
    };
    let mut line = json!({ "op": op, "prints": session.printed() });
    match result {
        Err(error) => line["error"] = json!(error),
        Ok(Ok(reply)) => line["reply"] = json!(hex::encode(reply)),
        Ok(Err(reject)) => {
            line["reject"] = json!({
                "class": class(reject.code, reject.error),
                "code": reject.code as u64,
                "message": reject.message,
            });
        }
    }
    line
}

fn with_argument(arg: &str, call: impl FnOnce(&[u8]) -> CallOutcome) -> Result<CallOutcome, String> {
    let arg = hex::decode(arg).map_err(|error| format!("argument: {error}"))?;
    Ok(call(if arg.is_empty() { NO_ARGUMENTS } else { &arg }))
}

fn put(install: &Install, mode: InstallMode, session: &mut Session) -> Result<CallOutcome, String> {
    let wasm = compile(install).map_err(|message| format!("compile: {message}"))?;
    with_argument(&install.arg, |arg| {
        session.install(install.canister, mode, &wasm, arg).map(|()| NO_ARGUMENTS.to_vec())
    })
}

fn compile(install: &Install) -> Result<Vec<u8>, String> {
    let path = install.source.to_str().ok_or("the path is not UTF-8")?;
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let commented = text.lines().filter_map(|line| line.trim().strip_prefix("//MOC-FLAG"));
    let words = commented.flat_map(str::split_whitespace).map(str::to_owned);
    let line = FlagLine::try_parse_from(install.flags.iter().cloned().chain(words))
        .map_err(|error| error.to_string())?;
    let options = line.flags.options().map_err(|failure| failure.text())?;
    mo_compile::with_stack(|| {
        let (checked, compiled) = mo_compile::build(&DiskWorld, path, &options);
        compiled.map(|compiled| compiled.wasm).map_err(|found| {
            let errors = found.iter().filter(|diagnostic| diagnostic.is_error());
            let shown = errors.map(|error| diagnostics::render_terminal(error, &checked.sources, false));
            shown.collect::<Vec<_>>().join("\n")
        })
    })
}

#[derive(clap::Parser)]
#[command(name = "flags", no_binary_name = true)]
struct FlagLine {
    #[command(flatten)]
    flags: Flags,
}

/// The kinds of rejection that callers tell apart.
fn class(code: RejectCode, error: ErrorCode) -> &'static str {
    match (code, error) {
        (_, ErrorCode::CanisterMethodNotFound) => "no-method",
        (_, ErrorCode::CanisterDidNotReply) => "no-reply",
        (RejectCode::CanisterError, _) => "trap",
        _ => "reject",
    }
}
