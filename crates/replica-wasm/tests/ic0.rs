//! Every function of the system interface, row by row of `tests/ic0/interface.tsv`: it is there, for 32-bit and for 64-bit
//! memories, it may be called where the row says so, and nowhere else.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use replica_api::{ErrorCode, Reject, canister_id};
use replica_wasm::{Callback, CallerSide, Context, Engine, Entry, Limits, Message, Outcome};
use std::sync::Arc;

const TABLE: &str = include_str!("../../../tests/ic0/interface.tsv");

struct Row {
    name: &'static str,
    parameters: Vec<&'static str>,
    result: Option<&'static str>,
    places: Vec<&'static str>,
    only_narrow: bool,
}

fn rows() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(row).collect()
}

fn row(line: &'static str) -> Row {
    let [name, parameters, result, places, width] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
    let words = |text: &'static str| text.split(' ').filter(|word| *word != "-").collect::<Vec<_>>();
    Row {
        name,
        parameters: words(parameters),
        result: words(result).first().copied(),
        places: words(places),
        only_narrow: width == "32",
    }
}

/// A module that calls the function, with zeros, wherever it can be entered.
fn prober(row: &Row, wide: bool) -> Vec<u8> {
    let width = |kind: &&'static str| match *kind {
        "I" if wide => "i64",
        "I" => "i32",
        other => other,
    };
    let parameters: Vec<&str> = row.parameters.iter().map(width).collect();
    let zeros: String = parameters.iter().map(|kind| format!(" ({kind}.const 0)")).collect();
    let call = format!("(call $asked{zeros})");
    let (result, call) = match row.result.as_ref().map(width) {
        Some(kind) => (format!("(result {kind})"), format!("(drop {call})")),
        None => (String::new(), call),
    };
    let (parameters, name) = (parameters.join(" "), row.name);
    let (memory, environment) = if wide { ("i64 1", "i64") } else { ("1", "i32") };
    let exports: String = [
        "init",
        "pre_upgrade",
        "post_upgrade",
        "heartbeat",
        "global_timer",
        "on_low_wasm_memory",
        "inspect_message",
        "update x",
        "query y",
        "composite_query z",
    ]
    .map(|entry| format!("(export \"canister_{entry}\" (func $probe))"))
    .concat();
    let text = format!(
        r#"(module (import "ic0" "{name}" (func $asked (param {parameters}) {result}))
  (memory {memory}) (table 1 funcref) (elem (i32.const 0) $callback)
  (func $probe {call}) (func $callback (param {environment}) {call}) (start $probe) {exports})"#
    );
    wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Where code can be entered: the letters of the table, whether it is replicated there, and the entries.
fn places() -> Vec<(&'static str, bool, Vec<Entry>)> {
    let callback = |side, composite| {
        vec![Entry::Callback { side, function: Callback { function: 0, environment: 0 }, composite }]
    };
    vec![
        ("I", true, vec![Entry::Init, Entry::PostUpgrade]),
        ("G", true, vec![Entry::PreUpgrade]),
        ("U", true, vec![Entry::Update("x".into())]),
        ("RQ", true, vec![Entry::Query("y".into())]),
        ("NRQ", false, vec![Entry::Query("y".into())]),
        ("TQ", false, vec![Entry::Transform("y".into())]),
        ("CQ", false, vec![Entry::CompositeQuery("z".into())]),
        ("Ry", true, callback(CallerSide::Reply, false)),
        ("Rt", true, callback(CallerSide::Reject, false)),
        ("C", true, callback(CallerSide::Cleanup, false)),
        ("CRy", false, callback(CallerSide::Reply, true)),
        ("CRt", false, callback(CallerSide::Reject, true)),
        ("CC", false, callback(CallerSide::Cleanup, true)),
        ("F", false, vec![Entry::InspectMessage]),
        ("T", true, vec![Entry::Heartbeat, Entry::GlobalTimer, Entry::LowWasmMemory]),
        ("s", true, vec![Entry::Start]),
    ]
}

fn context(replicated: bool) -> Context {
    Context {
        reject: Some(Reject::new(ErrorCode::CanisterRejectedMessage, "no")),
        method: "x".into(),
        replicated,
        data_certificate: Some(Arc::new(|| vec![1])),
        ..support::context()
    }
}

/// Whether the interface let the function be called; what it then says of the zeros is another matter.
fn was_let_in(outcome: &Outcome) -> bool {
    !outcome
        .result
        .as_ref()
        .is_err_and(|trap| trap.message.contains("cannot be called from this entry point"))
}

#[test]
fn every_function_is_there_and_callable_where_its_row_says_so() {
    let engine = Engine::new(Limits::default(), None).unwrap();
    let rows = rows();
    assert_eq!(rows.len(), 74);
    let mut wrong = Vec::new();
    for row in &rows {
        for wide in [false, true] {
            let module = engine.load(&prober(row, wide));
            let there = !(wide && row.only_narrow);
            assert_eq!(module.is_ok(), there, "{} with wide = {wide}: {:?}", row.name, module.err());
            let Ok(module) = module else { continue };
            for (place, replicated, entries) in places() {
                let allowed = row.places.contains(&place) || (row.places.contains(&"*") && place != "s");
                for entry in entries {
                    let message = Message {
                        entry: entry.clone(),
                        context: context(replicated),
                        instructions_max: 1_000_000,
                    };
                    let outcome = engine.execute(
                        canister_id(1),
                        &module,
                        &engine.initial_image(&module).unwrap(),
                        message,
                        false,
                    );
                    if was_let_in(&outcome) != allowed {
                        wrong.push(format!("{} in {entry:?} (wide = {wide}): should be {allowed}", row.name));
                    }
                }
            }
            engine.forget(canister_id(1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
