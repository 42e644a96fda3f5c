//! The power goes while messages are being added: what was acknowledged is there, once, in order, and the state is the one
//! that the blocks lead to. `SELFWRIGHT_KILLS=N` sets how often.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::world::World;

const ROUNDS: usize = 30;
const WRITERS: usize = 16;
/// How often all blocks are carried out again: it takes longer each time.
const ROUNDS_PER_PROOF: usize = 10;

#[test]
fn kills_under_sixteen_writers_lose_nothing_and_repeat_nothing() {
    let rounds = std::env::var("SELFWRIGHT_KILLS").map_or(ROUNDS, |text| text.parse().unwrap());
    let mut world = World::with_guestbook(0);
    let mut acknowledged: Vec<(u64, String)> = Vec::new();
    for round in 0..rounds {
        let killed = AtomicBool::new(false);
        let answers = Mutex::new(Vec::new());
        let (address, token) = (format!("http://127.0.0.1:{}/_/api", world.port), world.token());
        std::thread::scope(|scope| {
            for writer in 0..WRITERS {
                let (killed, answers, address, token) = (&killed, &answers, &address, &token);
                scope.spawn(move || {
                    for n in 0.. {
                        let text = format!("round {round} writer {writer} message {n}");
                        match add(address, token, &text) {
                            Some(id) => answers.lock().unwrap().push((id, text)),
                            None if killed.load(Ordering::SeqCst) => return,
                            None => std::thread::yield_now(),
                        }
                    }
                });
            }
            // A few are acknowledged, however slow the machine is; then not always at the same moment of a block.
            while answers.lock().unwrap().len() < 1 + round % 5 {
                std::thread::yield_now();
            }
            std::thread::sleep(Duration::from_millis((round as u64 * 7) % 23));
            killed.store(true, Ordering::SeqCst);
            world.kill();
        });
        acknowledged.extend(answers.into_inner().unwrap());
        let proof = (round % ROUNDS_PER_PROOF == 0 || round + 1 == rounds).then(|| world.json(&["verify"]));
        world.start();
        if let Some(proof) = proof {
            let (height, root) = status(&world);
            assert_eq!(
                (&proof["blocks"], &proof["root"]),
                (&height, &root),
                "round {round}: the state found at a start"
            );
        }
        let rows = world.rows("guestbook", "entries");
        check(&rows, &acknowledged, round);
    }
    println!("{rounds} kills, {} acknowledged writes", acknowledged.len());
    assert!(acknowledged.len() > rounds, "there was something to lose: {}", acknowledged.len());
}

fn check(rows: &[Value], acknowledged: &[(u64, String)], round: usize) {
    let stored: Vec<(u64, &str)> = rows
        .iter()
        .map(|row| (row["value"]["id"].as_u64().unwrap(), row["value"]["message"].as_str().unwrap()))
        .collect();
    assert!(stored.is_sorted_by(|one, next| one.0 < next.0), "round {round}: out of order");
    let mut texts: Vec<&str> = stored.iter().map(|(_, text)| *text).collect();
    texts.sort_unstable();
    assert!(texts.is_sorted_by(|one, next| one < next), "round {round}: something was applied twice");
    let stored: BTreeMap<u64, &str> = stored.into_iter().collect();
    for (id, text) in acknowledged {
        assert_eq!(stored.get(id), Some(&text.as_str()), "round {round}: {id} {text:?} was lost");
    }
}

/// Height and root of the newest state, as the server shows them.
fn status(world: &World) -> (Value, Value) {
    let request = ureq::get(format!("http://127.0.0.1:{}/_/api/status", world.port));
    let request = request.header("Authorization", format!("Bearer {}", world.token()));
    let status: Value = request.call().unwrap().body_mut().read_json().unwrap();
    (status["height"].clone(), status["root"].clone())
}

/// Returns the number that the app gave the message, if it answered.
fn add(address: &str, token: &str, text: &str) -> Option<u64> {
    let body = json!({
        "method": "addEntry",
        "args": format!("(record {{ name = \"x\"; message = \"{text}\" }})"),
        "as": "ann",
    });
    let request = ureq::post(format!("{address}/apps/guestbook/call"))
        .header("Authorization", format!("Bearer {token}"))
        .send_json(&body);
    let reply: Value = request.ok()?.body_mut().read_json().ok()?;
    reply["reply"].as_str()?.trim_start_matches('(').split(' ').next()?.replace('_', "").parse().ok()
}
