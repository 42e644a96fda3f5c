//! Signed durable writes to the guest book of `bench/notes`, by the Rust agent: how many in a second, and how long each takes.
//!
//! `cargo run --release --example adds -- http://127.0.0.1:PORT CANISTER CONNECTIONS SECONDS`. Each reply is verified against the root key. The
//! agent's own work (a signature, the check of a certificate) is done on the same machine.

use candid::{Encode, Principal};
use ic_agent::Agent;
use ic_agent::identity::BasicIdentity;
use std::time::{Duration, Instant};

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, url, canister, connections, seconds] = &args[..] else {
        panic!("usage: adds URL CANISTER CONNECTIONS SECONDS");
    };
    let canister = Principal::from_text(canister).expect("a canister's id");
    let connections: u8 = connections.parse().expect("a number of connections, up to 255");
    let mut agents = Vec::new();
    for number in 0..connections {
        let identity = BasicIdentity::from_raw_key(&[number + 1; 32]);
        let agent = Agent::builder().with_url(url).with_identity(identity).build().expect("an agent");
        agent.fetch_root_key().await.expect("a root key");
        agents.push(agent);
    }
    let start = Instant::now();
    let until = start + Duration::from_secs(seconds.parse().expect("a number of seconds"));
    let mut workers = Vec::new();
    for agent in agents {
        workers.push(tokio::spawn(async move {
            let (mut times, text) = (Vec::new(), "z".repeat(100));
            let arg = Encode!(&"user1", &text).expect("it is encoded");
            while Instant::now() < until {
                let begun = Instant::now();
                agent.update(&canister, "write").with_arg(arg.clone()).call_and_wait().await.expect("a reply");
                times.push(begun.elapsed());
            }
            times
        }));
    }
    let mut times = Vec::new();
    for worker in workers {
        times.extend(worker.await.expect("a worker ends"));
    }
    let rate = times.len() as f64 / start.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e3;
    println!("{rate:.0} adds in a second, median {:.2} ms, 99 % {:.2} ms", at(50), at(99));
}
