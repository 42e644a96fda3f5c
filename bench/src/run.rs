//! One module on the replica: its calls, what they cost, what memory it comes to.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use replica_api::{InstallMode, Principal, canister_id};
use replica_core::Fork;
use replica_node::{Node, NodeOptions};
use replica_wasm::Global;
use source::{DiskWorld, World};

/// How often `churn` is called: a million insertions and deletions in all, once it is filled.
const CHURN_CALLS: usize = 110;

const KEEP: InstallMode = InstallMode::Upgrade { keep_memory: Some(true), skip_pre_upgrade: false };

/// What a program came to.
pub(crate) struct Measured {
    pub(crate) instructions: u64,
    pub(crate) time: Duration,
    pub(crate) longest_call: Duration,
    pub(crate) memory_bytes: u64,
    /// What is stored in the end: known of our programs only.
    pub(crate) live_bytes: Option<u64>,
    pub(crate) module_bytes: usize,
    /// The last reply: both compilers' programs must say the same.
    pub(crate) reply: Vec<u8>,
}

/// Compiles a program with our compiler, as it is deployed.
pub(crate) fn compile(program: &Path) -> Result<Vec<u8>> {
    compile_by(program, mo_compile::build)
}

/// The same, with the names of functions, for those who look into it.
pub(crate) fn compile_with_names(program: &Path) -> Result<Vec<u8>> {
    compile_by(program, mo_compile::build_with_names)
}

type Built = (mo_compile::Checked, Result<mo_compile::Compiled, Vec<mo_compile::Diagnostic>>);

fn compile_by(program: &Path, build: fn(&dyn World, &str, &mo_compile::Options) -> Built) -> Result<Vec<u8>> {
    let path = program.display().to_string();
    mo_compile::with_stack(|| {
        let (_, built) = build(&DiskWorld, &path, &mo_compile::Options::default());
        built.map(|compiled| compiled.wasm).map_err(|errors| {
            let messages: Vec<String> = errors.into_iter().map(|error| error.message).collect();
            anyhow!("{path}: {}", messages.join("; "))
        })
    })
}

/// Installs a module on a replica of its own and calls it.
pub(crate) fn measure(name: &str, wasm: &[u8]) -> Result<Measured> {
    let (measured, _) = called(name, wasm)?;
    Ok(measured)
}

/// The same for a module of ours, which says what is live: an upgrade collects everything and notes what is left.
pub(crate) fn measure_ours(name: &str, wasm: &[u8]) -> Result<Measured> {
    let (mut measured, mut fork) = called(name, wasm)?;
    let (canister, owner) = (canister_id(0), owner());
    let upgraded = fork.install(canister, owner, KEEP, wasm, b"DIDL\0\0");
    upgraded.map_err(|reject| anyhow!("the upgrade: {}", reject.message))?;
    let Some(found) = fork.canister(canister) else { bail!("the canister is gone") };
    let mut live = [0; 4];
    found.image.memory.read(u64::from(mo_ir::layout::AT_LIVE_BYTES), &mut live);
    measured.live_bytes = Some(u32::from_le_bytes(live).into());
    Ok(measured)
}

/// Measures, and looks at the canister's globals afterwards.
pub(crate) fn measured_with(name: &str, wasm: &[u8], look: impl FnOnce(&[Global])) -> Result<Measured> {
    let (measured, fork) = called(name, wasm)?;
    let Some(found) = fork.canister(canister_id(0)) else { bail!("the canister is gone") };
    look(&found.image.globals);
    Ok(measured)
}

fn owner() -> Principal {
    Principal::self_authenticating(b"owner")
}

fn called(name: &str, wasm: &[u8]) -> Result<(Measured, Fork)> {
    let node = Node::in_memory(NodeOptions::default()).map_err(|error| anyhow!("{error}"))?;
    let mut fork = node.fork(&[]);
    let (canister, owner) = (canister_id(0), owner());
    let said = |reject: replica_api::Reject| anyhow!("{}", reject.message);
    fork.create(canister, vec![owner]).map_err(said)?;
    fork.install(canister, owner, InstallMode::Install, wasm, b"DIDL\0\0").map_err(said)?;
    let mut measured = Measured {
        instructions: 0,
        time: Duration::ZERO,
        longest_call: Duration::ZERO,
        memory_bytes: 0,
        live_bytes: None,
        module_bytes: wasm.len(),
        reply: b"DIDL\0\0".to_vec(),
    };
    for method in methods(name) {
        call(&mut fork, method, owner, &mut measured)?;
    }
    let Some(found) = fork.canister(canister) else { bail!("the canister is gone") };
    measured.memory_bytes = found.image.memory.bytes();
    Ok((measured, fork))
}

/// The methods that are called, in order.
pub(crate) fn methods(name: &str) -> Vec<&'static str> {
    match name {
        // What the first gives is what the second takes.
        "candid" => vec!["make", "take"],
        "churn" => vec!["run"; CHURN_CALLS],
        _ => vec!["run"],
    }
}

fn call(fork: &mut Fork, method: &str, caller: Principal, measured: &mut Measured) -> Result<()> {
    let arg = if method == "take" { std::mem::take(&mut measured.reply) } else { b"DIDL\0\0".to_vec() };
    let start = Instant::now();
    let answer = fork.call(caller, canister_id(0), method, &arg);
    let took = start.elapsed();
    measured.time += took;
    measured.longest_call = measured.longest_call.max(took);
    measured.instructions += answer.instructions;
    measured.reply = answer.outcome.map_err(|reject| anyhow!("{method}: {}", reject.message))?;
    Ok(())
}
