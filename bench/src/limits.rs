//! What the machine and the parts allow at best, and how far the whole is from it.

use std::io::Write as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};
use ed25519_dalek::{Signer as _, SigningKey};
use gateway_wire::{RootKey, verify_signature};
use replica_api::{Certificate, HashTree, canister_id};
use replica_core::Fork;
use replica_node::{Keys, Node, NodeOptions};

use crate::node::{self, FIRST, owner};

const EMPTY: &str = r#"(module
  (import "ic0" "msg_reply" (func $reply))
  (memory 1)
  (func (export "canister_update update") (call $reply))
  (func (export "canister_query query") (call $reply)))"#;
const TIMES: usize = 2_000;
/// Calls that are under way at once where many are.
const AT_ONCE: usize = 64;

/// Prints the table.
pub(crate) fn print() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("selfwright-limits-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&folder);
    let _ = std::fs::remove_dir_all(&folder);
    measured
}

fn measure(folder: &Path) -> Result<()> {
    println!("| what | median, µs | 99 %, µs | in a second |\n|---|---|---|---|");
    let appended = sync(folder, 0)?;
    row("sync of a file that grows, 512 bytes", &appended, 1);
    row("sync of a file that is there, 512 bytes", &sync(folder, 4 << 20)?, 1);
    signatures()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(calls(folder, appended[TIMES / 2]))
}

/// Times of so many syncs, shortest first.
fn sync(folder: &Path, made_bytes: usize) -> Result<Vec<Duration>> {
    let path = folder.join("sync");
    let mut file = std::fs::File::create(&path)?;
    file.write_all(&vec![1; made_bytes])?;
    file.sync_all()?;
    times(|at| {
        file.write_all_at(&[7; 512], (at * 512) as u64)?;
        Ok(file.sync_data()?)
    })
}

fn times(mut step: impl FnMut(usize) -> Result<()>) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    for at in 0..TIMES {
        let start = Instant::now();
        step(at)?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times)
}

fn row(what: &str, times: &[Duration], each: usize) {
    let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e6 / each as f64;
    println!("| {what} | {:.1} | {:.1} | {:.0} |", at(50), at(99), 1e6 / at(50));
}

fn signatures() -> Result<()> {
    let message = [9; 200];
    let key = SigningKey::from_bytes(&[5; 32]);
    let (signature, der) = (key.sign(&message).to_bytes(), der_of(&key));
    let keys = Keys::from_seed(&[3; 64]);
    let public = RootKey::from_der(&keys.identity().root_key_der).map_err(|error| anyhow!("{error}"))?;
    let checked = times(|_| Ok(verify_signature(&der, &message, &signature, &public)?))?;
    row("check of an Ed25519 signature", &checked, 1);
    let root = [4; 32];
    let made = times(|at| {
        anyhow::ensure!(!keys.sign_root(&root).is_empty(), "signature {at} is empty");
        Ok(())
    })?;
    row("signature of a root (BLS)", &made, 1);
    let tree = HashTree::Leaf(b"time".to_vec());
    let signature = keys.sign_root(&tree.digest());
    let certificate = Certificate { tree, signature }.to_cbor();
    let checked = times(|_| public.verify(&certificate).map(drop).map_err(|error| anyhow!("{error}")))?;
    row("check of a certificate (BLS)", &checked, 1);
    Ok(())
}

/// An Ed25519 key in DER (RFC 8410).
fn der_of(key: &SigningKey) -> Vec<u8> {
    let prefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    [prefix.as_slice(), key.verifying_key().as_bytes()].concat()
}

async fn calls(folder: &Path, sync: Duration) -> Result<()> {
    let memory = Node::in_memory(NodeOptions::default())?;
    install(&memory).await?;
    let mut fork: Fork = memory.fork(&[canister_id(FIRST)]);
    let on_fork = times(|_| {
        let reply = fork.call(owner(), canister_id(FIRST), "update", &[]);
        reply.outcome.map(|_| ()).map_err(|reject| anyhow!("{}", reject.message))
    })?;
    row("empty call: execution and a block, without disk and threads", &on_fork, 1);
    let asked = times(|_| {
        let reply = fork.query(owner(), canister_id(FIRST), "query", &[]);
        reply.map(|_| ()).map_err(|reject| anyhow!("{}", reject.message))
    })?;
    row("empty query: execution", &asked, 1);
    let node = Node::open(&folder.join("node"), NodeOptions::default())?;
    install(&node).await?;
    row("empty query of the node", &one_by_one(&node, true).await?, 1);
    let alone = one_by_one(&node, false).await?;
    row("empty call of the node, durable, one at a time", &alone, 1);
    println!(
        "| as many times the sync as that is | {:.2} | | |",
        alone[TIMES / 2].as_secs_f64() / sync.as_secs_f64()
    );
    let (cpu, start) = (cpu_time()?, Instant::now());
    let workers: Vec<_> = (0..AT_ONCE).map(|_| tokio::spawn(many(node.clone()))).collect();
    for worker in workers {
        worker.await??;
    }
    let (count, wall) = (AT_ONCE * TIMES / 10, start.elapsed());
    row(&format!("empty call of the node, durable, {AT_ONCE} at once"), &[wall; 1], count);
    row("processor time of such a call", &[cpu_time()? - cpu; 1], count);
    node.close();
    Ok(())
}

async fn many(node: Node) -> Result<()> {
    for _ in 0..TIMES / 10 {
        call(&node).await?;
    }
    Ok(())
}

async fn one_by_one(node: &Node, query: bool) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let start = Instant::now();
        if query {
            node::query(node, canister_id(FIRST), "query", Vec::new()).await?;
        } else {
            call(node).await?;
        }
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times)
}

async fn call(node: &Node) -> Result<()> {
    node::call(node, canister_id(FIRST), "update", Vec::new()).await
}

async fn install(node: &Node) -> Result<()> {
    let module = wat::parse_str(EMPTY).context("the empty module")?.into();
    node::install(node, canister_id(FIRST), module, Vec::new()).await
}

/// What all threads of this process have run.
fn cpu_time() -> Result<Duration> {
    let mut total = 0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        // A thread may have ended since.
        let Ok(line) = std::fs::read_to_string(thread?.path().join("schedstat")) else { continue };
        total += line.split(' ').next().and_then(|ns| ns.parse::<u64>().ok()).unwrap_or(0);
    }
    Ok(Duration::from_nanos(total))
}
