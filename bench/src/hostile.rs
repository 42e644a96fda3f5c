//! How much slower an app answers while others do their worst.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};
use replica_api::{
    CanisterAction, CanisterChange, CanisterId, IngressMessage, InstallMode, PlatformBatch, Principal,
    QueryRequest, Replica, Submitted, canister_id,
};
use replica_node::{Node, NodeOptions};
use replica_wasm::Limits;

const MODULE: &str = include_str!("../../tests/hostile/hostile.wat");
const HOSTILE: [&str; 7] = ["spin", "grow", "recurse", "storm", "huge", "trap_in_callback", "shout"];
/// How many canisters do it at once.
const AT_ONCE: u64 = 4;
/// The first ids belong to canisters of the network that tools ask for.
const FIRST: u64 = 10;
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
        install(&node, canister_id(FIRST + n)).await?;
    }
    println!(
        "| what {AT_ONCE} others do | call, µs: median | ratio | 99 % | ratio | query, µs: median | ratio |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut quiet = None;
    let wanted = HOSTILE.into_iter().filter(|method| only.is_none_or(|only| only == *method));
    for method in [None].into_iter().chain(wanted.map(Some)) {
        let harm: Vec<_> = (1..=AT_ONCE)
            .filter_map(|n| Some(tokio::spawn(repeat(node.clone(), canister_id(FIRST + n), method?))))
            .collect();
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
            let _ = call(&node, canister_id(FIRST + n), "fine").await;
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
            call(node, canister_id(FIRST), "fine").await?;
            calls.push(start.elapsed());
            let (sender, canister) = (owner(), canister_id(FIRST));
            let request =
                QueryRequest { sender, canister, method: "read".into(), arg: Vec::new(), sender_info: None };
            let start = Instant::now();
            node.query(request).await?.outcome.map_err(|reject| anyhow!("{}", reject.message))?;
            queries.push(start.elapsed());
        }
        calls.sort_unstable();
        queries.sort_unstable();
        Ok(Times { call: calls[CALLS / 2], late_call: calls[CALLS * 99 / 100], query: queries[CALLS / 2] })
    }
}

fn owner() -> Principal {
    Principal::self_authenticating(b"owner")
}

async fn install(node: &Node, canister: CanisterId) -> Result<()> {
    let module = wat::parse_str(MODULE).context("the hostile module")?.into();
    let create = CanisterAction::Create { controllers: vec![owner()] };
    let install = CanisterAction::Install { mode: InstallMode::Install, module, arg: Vec::new() };
    let changes = [create, install].map(|action| CanisterChange { canister, action }).into();
    let batch = PlatformBatch { changes, ..PlatformBatch::default() };
    node.platform(batch).await?.map(|_| ()).map_err(|reject| anyhow!("{}", reject.message))
}

async fn call(node: &Node, canister: CanisterId, method: &str) -> Result<Submitted> {
    let mut id = [0; 32];
    getrandom::fill(&mut id).map_err(|error| anyhow!("{error}"))?;
    let (method, arg, expiry) = (method.to_owned(), Vec::new(), u64::MAX);
    let effective_canister = canister;
    let message = IngressMessage {
        id,
        sender: owner(),
        canister,
        effective_canister,
        method,
        arg,
        expiry,
        sender_info: None,
    };
    Ok(node.call(message).await?)
}

async fn repeat(node: Node, canister: CanisterId, method: &'static str) {
    while call(&node, canister, method).await.is_ok() {}
}
