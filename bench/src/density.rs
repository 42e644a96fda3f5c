//! Thousands of apps on one node: what an idle one costs, how soon it answers, and how soon the node is up with all of them.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use replica_api::{CanisterId, KeyValueWrite, canister_id};
use replica_node::{Node, NodeOptions};
use wasm_encoder::{CustomSection, Encode as _};

use crate::node::{self, FIRST};

/// Of each app's page, in bytes.
const PAGE_BYTES: usize = 40_000;
const NOTES: usize = 20;
/// Apps that are asked for the first time.
const ASKED: usize = 400;

/// Makes so many apps in a folder of its own, unless it is there, and has another process open it.
pub(crate) fn print(apps: usize, folder: Option<PathBuf>) -> Result<()> {
    let own = std::env::temp_dir().join(format!("selfwright-density-{}", std::process::id()));
    let kept = folder.is_some();
    let folder = folder.unwrap_or(own);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let without = folder.join("without");
    if !folder.join("with").exists() {
        runtime.block_on(fill(&without, 0))?;
        runtime.block_on(fill(&folder.join("with"), apps))?;
    }
    let (bare, full) = (open_apart(&without)?, open_apart(&folder.join("with"))?);
    if !kept {
        std::fs::remove_dir_all(&folder)?;
    }
    let per_app = |after: u64| after.saturating_sub(bare.anonymous_kb) as f64 / apps.max(1) as f64;
    println!(
        "| {apps} apps, each of its own module, {NOTES} notes and a page of {PAGE_BYTES} bytes | |\n|---|---|"
    );
    println!("| start of the node without apps, ms | {} |", bare.start_ms);
    println!("| start of the node with them, ms | {} |", full.start_ms);
    println!("| memory of an idle app beyond the page cache, KB | {:.1} |", per_app(full.anonymous_kb));
    println!("| the same after {ASKED} of them were asked and called, KB | {:.1} |", per_app(full.later_kb));
    println!(
        "| first reply of an idle app to a query, ms: median, 99 % | {:.2}, {:.2} |",
        full.query[0], full.query[1]
    );
    println!(
        "| first reply of an idle app to a call, ms: median, 99 % | {:.2}, {:.2} |",
        full.call[0], full.call[1]
    );
    println!("| a call afterwards, ms: median, 99 % | {:.2}, {:.2} |", full.again[0], full.again[1]);
    Ok(())
}

/// What the other process found.
struct Opened {
    start_ms: u64,
    anonymous_kb: u64,
    later_kb: u64,
    query: [f64; 2],
    call: [f64; 2],
    again: [f64; 2],
}

fn open_apart(folder: &Path) -> Result<Opened> {
    let program = std::env::current_exe()?;
    let output = std::process::Command::new(program).args(["density", "--open"]).arg(folder).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("the node did not open: {}", String::from_utf8_lossy(&output.stderr));
    }
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [start, anonymous, later, q1, q2, c1, c2, a1, a2] = numbers[..] else { bail!("it printed {text}") };
    Ok(Opened {
        start_ms: start as u64,
        anonymous_kb: anonymous as u64,
        later_kb: later as u64,
        query: [q1, q2],
        call: [c1, c2],
        again: [a1, a2],
    })
}

/// Opens a folder and prints what [`open_apart`] reads.
pub(crate) fn open(folder: &Path) -> Result<()> {
    let start = Instant::now();
    let node = Node::open(folder, NodeOptions::default())?;
    let started = start.elapsed();
    let anonymous = anonymous_kb()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let apps: Vec<CanisterId> = node.canisters();
        let step = (apps.len() / ASKED.max(1)).max(1);
        let (mut queries, mut calls, mut again) = (Vec::new(), Vec::new(), Vec::new());
        for (at, app) in apps.iter().step_by(step).take(ASKED).enumerate() {
            let start = Instant::now();
            if at % 2 == 0 {
                query(&node, *app, "/list?limit=20").await?;
                queries.push(start.elapsed());
            } else {
                add(&node, *app).await?;
                calls.push(start.elapsed());
                let start = Instant::now();
                add(&node, *app).await?;
                again.push(start.elapsed());
            }
        }
        let shown = |times: &mut Vec<Duration>| {
            times.sort_unstable();
            let at = |share: usize| {
                times.get(times.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3)
            };
            format!("{} {}", at(50), at(99))
        };
        println!(
            "{} {anonymous} {} {} {} {}",
            started.as_millis(),
            anonymous_kb()?,
            shown(&mut queries),
            shown(&mut calls),
            shown(&mut again)
        );
        Ok(())
    })
}

/// Memory that no file stands behind, in KB.
fn anonymous_kb() -> Result<u64> {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup")?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Anonymous:"));
    let number =
        line.and_then(|line| line.split_whitespace().next()).context("no line of anonymous memory")?;
    Ok(number.parse()?)
}

async fn fill(folder: &Path, apps: usize) -> Result<()> {
    let node = Node::open(folder, NodeOptions::default())?;
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("notes/backend/main.mo");
    let module = crate::run::compile(&program)?;
    for number in 0..apps {
        let canister = canister_id(FIRST + number as u64);
        let module = distinct(&module, number).into();
        let page: Vec<u8> = (0..PAGE_BYTES).map(|at| (at * (number + 3) % 251) as u8).collect();
        let key = format!("page/{canister}/index.html").into_bytes();
        let writes = vec![KeyValueWrite { key, value: Some(page.into()) }];
        node::install(&node, canister, module, writes).await?;
        for _ in 0..NOTES {
            add(&node, canister).await?;
        }
        if number % 100 == 99 {
            eprintln!("{} apps", number + 1);
        }
    }
    node.checkpoint().await?;
    node.close();
    Ok(())
}

/// A module of its own: one that no other app can share.
fn distinct(module: &[u8], number: usize) -> Vec<u8> {
    let mut own = module.to_vec();
    own.push(0);
    CustomSection { name: "number".into(), data: number.to_le_bytes().as_slice().into() }.encode(&mut own);
    own
}

/// The Candid of a request to `http_request` or `http_request_update`.
fn request(method: &str, url: &str, body: &str) -> Vec<u8> {
    let text = |text: &str, into: &mut Vec<u8>| {
        text.len().encode(into);
        into.extend(text.as_bytes());
    };
    // record { url : text; method : text; body : blob; headers : vec record { text; text } }, by the hashes of the labels
    let hash =
        |label: &str| label.bytes().fold(0u32, |hash, byte| hash.wrapping_mul(223).wrapping_add(byte.into()));
    let mut fields = [("url", 0x71), ("method", 0x71), ("body", 0), ("headers", 1)];
    fields.sort_by_key(|(label, _)| hash(label));
    let mut bytes = b"DIDL\x04\x6d\x7b\x6d\x02\x6c\x02\x00\x71\x01\x71\x6c\x04".to_vec();
    for (label, ty) in fields {
        hash(label).encode(&mut bytes);
        bytes.push(ty);
    }
    bytes.extend([1, 3]);
    for (label, _) in fields {
        match label {
            "url" => text(url, &mut bytes),
            "method" => text(method, &mut bytes),
            "body" => text(body, &mut bytes),
            _ => bytes.push(0),
        }
    }
    bytes
}

async fn query(node: &Node, canister: CanisterId, url: &str) -> Result<()> {
    node::query(node, canister, "http_request", request("GET", url, "")).await
}

async fn add(node: &Node, canister: CanisterId) -> Result<()> {
    let note = format!(r#"{{"author":"user1","text":"{}"}}"#, "z".repeat(100));
    node::call(node, canister, "http_request_update", request("POST", "/add", &note)).await
}
