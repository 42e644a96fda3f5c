//! What fuzzers found once, and what they start from, is read without a fault.

use fuzzing::{Target, seeds};

fn all_are_read(target: Target) {
    let seeds = seeds(target);
    assert!(!seeds.is_empty(), "the fuzzer of {} starts from nothing", target.name());
    mo_compile::warm_up();
    seeds.iter().for_each(|bytes| target.run(bytes));
}

#[test]
fn parser() {
    all_are_read(Target::Parser);
}

#[test]
fn checker() {
    all_are_read(Target::Checker);
}

#[test]
fn compiler() {
    all_are_read(Target::Compiler);
}

#[test]
fn candid() {
    all_are_read(Target::Candid);
}

#[test]
fn interface() {
    all_are_read(Target::Interface);
}

#[test]
fn signature() {
    all_are_read(Target::Signature);
}
