//! How much slower an app answers while others do their worst.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use replica_api::canister_id;
use replica_node::{Node, NodeOptions};
use replica_wasm::Limits;

use crate::node::{self, FIRST};

const MODULE: &str = include_str!("../../tests/hostile/hostile.wat");
const HOSTILE: [&str; 7] = ["spin", "grow", "recurse", "storm", "huge", "trap_in_callback", "shout"];
/// How many canisters do it at once.
const AT_ONCE: u64 = 4;
const CALLS: usize = 1_000;

/// Prints, for each kind of harm, how long calls and queries of another canister take, beside quiet.
pub(crate) fn print(only: Option<&str>) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("selfwright-hostile-{}", std::process::id()));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let measured = runtime.block_on(measure(&folder, only));
    let _ = std::fs::remove_dir_all(&folder);
    measured
}

async fn measure(folder: &std::path::Path, only: Option<&str>) -> Result<()> {
    // A twentieth of what messages may run otherwise, so that what is under way ends.
    let limits = Limits { update_instructions_max: 2_000_000_000, ..Limits::default() };
    let node = Node::open(folder, NodeOptions { limits, ..NodeOptions::default() })?;
    for n in 0..=AT_ONCE {
        let module = wat::parse_str(MODULE).context("the hostile module")?.into();
        node::install(&node, canister_id(FIRST + n), module, Vec::new()).await?;
    }
    println!(
        "| what {AT_ONCE} others do | call, µs: median | ratio | 99 % | ratio | query, µs: median | ratio |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut quiet = None;
    let wanted = HOSTILE.into_iter().filter(|method| only.is_none_or(|only| only == *method));
    for method in [None].into_iter().chain(wanted.map(Some)) {
        let harm: Vec<_> =
            (1..=AT_ONCE).filter_map(|n| Some(tokio::spawn(repeat(node.clone(), n, method?)))).collect();
        tokio::time::sleep(Duration::from_millis(300)).await;
        let times = Times::of(&node).await?;
        harm.iter().for_each(tokio::task::JoinHandle::abort);
        let base = quiet.get_or_insert(times);
        let ratio = |now: Duration, then: Duration| now.as_secs_f64() / then.as_secs_f64();
        println!(
            "| {} | {} | {:.2} | {} | {:.2} | {} | {:.2} |",
            method.unwrap_or("nothing"),
            times.call.as_micros(),
            ratio(times.call, base.call),
            times.late_call.as_micros(),
            ratio(times.late_call, base.late_call),
            times.query.as_micros(),
            ratio(times.query, base.query),
        );
        // What is under way ends first.
        for n in 1..=AT_ONCE {
            let _ = call(&node, n, "fine").await;
        }
    }
    node.close();
    Ok(())
}

#[derive(Clone, Copy)]
struct Times {
    call: Duration,
    late_call: Duration,
    query: Duration,
}

impl Times {
    async fn of(node: &Node) -> Result<Times> {
        let (mut calls, mut queries) = (Vec::new(), Vec::new());
        for _ in 0..CALLS {
            let start = Instant::now();
            call(node, 0, "fine").await?;
            calls.push(start.elapsed());
            let start = Instant::now();
            node::query(node, canister_id(FIRST), "read", Vec::new()).await?;
            queries.push(start.elapsed());
        }
        calls.sort_unstable();
        queries.sort_unstable();
        Ok(Times { call: calls[CALLS / 2], late_call: calls[CALLS * 99 / 100], query: queries[CALLS / 2] })
    }
}

async fn call(node: &Node, number: u64, method: &str) -> Result<()> {
    node::call(node, canister_id(FIRST + number), method, Vec::new()).await
}

async fn repeat(node: Node, number: u64, method: &'static str) {
    loop {
        // Most of it ends in a reject.
        let _ = call(&node, number, method).await;
    }
}
