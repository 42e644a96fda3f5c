//! A few random programs through both compilers, if Node and the reference are there.

use differential::random::{Library, compare, program, spoiled};
use differential::{Reference, judge_alone};

/// A longer search is `cargo xtask differential --random`.
const SEEDS: std::ops::RangeInclusive<u64> = 20..=25;

#[test]
fn random_programs_are_judged_alike() {
    if !Reference::available() {
        eprintln!("skipped: Node or the reference compiler (npm ci in tests/differential) is not there");
        return;
    }
    let library = Library::read();
    let mut reference = Reference::start_alone().expect("node can be started");
    for seed in SEEDS {
        let source = if seed % 2 == 0 { spoiled(&library, seed) } else { program(&library, seed) };
        let text = source.text();
        let ours = judge_alone(&text);
        let theirs = reference.judge(&text, ours.accepted()).expect("the reference answers");
        assert!(theirs.failed.is_none(), "seed {seed}: the reference failed: {theirs}");
        if let Some(difference) = compare(&theirs, &ours) {
            let explained = difference.is_known(&text) || difference.may_be_fewer_types();
            assert!(explained, "seed {seed}: {difference}\n{text}");
        }
    }
}
