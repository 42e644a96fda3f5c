//! A thousand seeds of a disk that fails; `SELFWRIGHT_SEED=N` runs one alone, `SELFWRIGHT_SEED=M..N` others.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use replica_sim::storage::{Report, engine, run};

const SEEDS: u64 = 1_000;

#[test]
fn a_thousand_seeds_lose_nothing_and_repeat_nothing() {
    let engine = engine();
    let seeds = match std::env::var("SELFWRIGHT_SEED") {
        Ok(text) => {
            let number = |text: &str| text.parse::<u64>().expect("SELFWRIGHT_SEED is a number, or M..N");
            text.split_once("..")
                .map_or_else(|| number(&text)..number(&text) + 1, |(m, n)| number(m)..number(n))
        }
        Err(_) => 0..SEEDS,
    };
    let is_all = seeds == (0..SEEDS);
    let (mut total, mut failed) = (Report::default(), Vec::new());
    for seed in seeds {
        match run(seed, &engine) {
            Ok(report) => add(&mut total, &report),
            Err(reason) => failed.push(format!("seed {seed}: {reason}")),
        }
    }
    println!("{total:?}");
    assert!(
        failed.is_empty(),
        "{} seeds failed; SELFWRIGHT_SEED=N runs one alone:\n{}",
        failed.len(),
        failed.join("\n")
    );
    // What is never met proves nothing.
    if is_all {
        for (what, count) in [
            ("acknowledged writes", total.acknowledged),
            ("power cuts", total.power_cuts),
            ("restarts", total.restarts),
            ("stops", total.stops),
            ("checkpoints", total.checkpoints),
            ("flipped bits", total.flips),
            ("whole blocks that nobody was told of", total.whole_unacknowledged),
        ] {
            assert!(count >= SEEDS / 10, "{count} {what} in {SEEDS} seeds");
        }
    }
}

#[test]
fn a_seed_gives_the_same_run_every_time() {
    let engine = engine();
    for seed in 0..10 {
        assert_eq!(run(seed, &engine), run(seed, &replica_sim::storage::engine()), "seed {seed}");
    }
}

fn add(total: &mut Report, report: &Report) {
    total.acknowledged += report.acknowledged;
    total.power_cuts += report.power_cuts;
    total.restarts += report.restarts;
    total.stops += report.stops;
    total.checkpoints += report.checkpoints;
    total.flips += report.flips;
    total.whole_unacknowledged += report.whole_unacknowledged;
    total.operations += report.operations;
}
