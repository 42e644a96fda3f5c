//! One message at a time: what is kept, what is undone, what is refused. The modules stand as text.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use replica_api::canister_id;
use replica_wasm::{Engine, EngineError, Entry, Image, Limits, Message, Module, Outcome, Response, TrapKind};
use std::sync::Arc;
use support::context;

const COUNTER: &str = r#"
(module
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "trap" (func $trap (param i32 i32)))
  (import "ic0" "stable64_grow" (func $stable_grow (param i64) (result i64)))
  (memory 1)
  (global $calls (mut i64) (i64.const 0))
  (data (i32.const 100) "no more")
  (func $bump
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
    (global.set $calls (i64.add (global.get $calls) (i64.const 1))))
  (func $answer
    (i64.store (i32.const 8) (global.get $calls))
    (call $append (i32.const 0) (i32.const 16))
    (call $reply))
  (func (export "canister_update bump") (call $bump) (call $answer))
  (func (export "canister_query read") (call $answer))
  (func (export "canister_query bump_in_vain") (call $bump) (call $answer))
  (func (export "canister_update bump_and_trap")
    (call $bump)
    (drop (memory.grow (i32.const 3)))
    (drop (call $stable_grow (i64.const 1)))
    (call $trap (i32.const 100) (i32.const 7)))
  (func (export "canister_update bump_forever") (loop $again (call $bump) (br $again)))
  (func (export "canister_update fill_forever")
    (loop $again (memory.fill (i32.const 0) (i32.const 1) (i32.const 60000)) (br $again)))
  (func (export "canister_query reply_twice") (call $reply) (call $reply)))
"#;

struct Bench {
    engine: Engine,
    module: Arc<Module>,
    image: Image,
}

impl Bench {
    fn new(wat: &str) -> Bench {
        let limits = Limits { update_instructions_max: 1_000_000, ..Limits::default() };
        let engine = Engine::new(limits, None).expect("the engine starts");
        let module =
            engine.load(&wat::parse_str(wat).expect("the text is a module")).expect("it is accepted");
        let image = engine.initial_image(&module).unwrap();
        Bench { engine, module, image }
    }

    fn run(&mut self, entry: Entry, keep: bool) -> Outcome {
        let message = Message { entry, context: context(), instructions_max: 1_000_000 };
        let outcome = self.engine.execute(canister_id(1), &self.module, &self.image, message, keep);
        if let Some(image) = &outcome.image {
            self.image = image.clone();
        }
        outcome
    }

    fn update(&mut self, method: &str) -> Outcome {
        self.run(Entry::Update(method.into()), true)
    }

    fn query(&mut self, method: &str) -> Outcome {
        self.run(Entry::Query(method.into()), false)
    }
}

/// The reply of the counter: the count in memory and the count in the global.
fn counts(outcome: Outcome) -> (u32, u64) {
    let Some(Response::Reply(reply)) = outcome.response else { panic!("no reply: {:?}", outcome.result) };
    let (memory, global) = reply.split_at(8);
    (u32::from_le_bytes(memory[..4].try_into().unwrap()), u64::from_le_bytes(global.try_into().unwrap()))
}

fn trap(outcome: Outcome) -> TrapKind {
    assert!(outcome.image.is_none(), "nothing of a trapped message is kept");
    outcome.result.expect_err("it traps").kind
}

#[test]
fn an_update_is_kept_in_memory_and_globals() {
    let mut bench = Bench::new(COUNTER);
    assert_eq!(counts(bench.update("bump")), (1, 1));
    assert_eq!(counts(bench.update("bump")), (2, 2));
    assert_eq!(counts(bench.query("read")), (2, 2));
}

#[test]
fn only_written_pages_are_taken() {
    let mut bench = Bench::new(&COUNTER.replace("(memory 1)", "(memory 100)"));
    bench.update("bump");
    let pages_written = bench.update("bump").pages_written;
    assert_eq!(pages_written, 1, "the counter and the buffer of the reply share a page");
}

#[test]
fn what_a_query_writes_is_dropped() {
    let mut bench = Bench::new(COUNTER);
    bench.update("bump");
    assert_eq!(counts(bench.query("bump_in_vain")), (2, 2));
    assert_eq!(counts(bench.query("read")), (1, 1));
}

#[test]
fn a_trap_undoes_memory_globals_and_stable_memory() {
    let mut bench = Bench::new(COUNTER);
    bench.update("bump");
    assert_eq!(trap(bench.update("bump_and_trap")), TrapKind::Called);
    assert_eq!(bench.image.memory.bytes(), 65536);
    assert_eq!(bench.image.stable.bytes(), 0);
    assert_eq!(counts(bench.query("read")), (1, 1));
    assert_eq!(counts(bench.update("bump")), (2, 2));
}

#[test]
fn an_endless_loop_ends_at_the_instruction_limit() {
    let mut bench = Bench::new(COUNTER);
    bench.update("bump");
    assert_eq!(trap(bench.update("bump_forever")), TrapKind::InstructionLimit);
    assert_eq!(trap(bench.update("fill_forever")), TrapKind::InstructionLimit);
    assert_eq!(counts(bench.query("read")), (1, 1));
}

#[test]
fn a_call_is_answered_at_most_once() {
    let mut bench = Bench::new(COUNTER);
    assert_eq!(trap(bench.query("reply_twice")), TrapKind::Contract);
}

#[test]
fn the_same_messages_cost_the_same_and_leave_the_same() {
    let run = || {
        let mut bench = Bench::new(COUNTER);
        let spent: Vec<u64> = (0..3).map(|_| bench.update("bump").instructions).collect();
        (spent, bench.image.memory.digest())
    };
    assert_eq!(run(), run());
}

/// Asserts that a module is refused, with these words in the reason.
fn refused(wat: &str, reason: &str) {
    let engine = Engine::new(Limits::default(), None).expect("the engine starts");
    let Err(EngineError::Invalid(error)) = engine.load(&wat::parse_str(wat).expect("the text is a module"))
    else {
        panic!("the module was accepted: {wat}")
    };
    assert!(error.to_string().contains(reason), "the reason was: {error}");
}

#[test]
fn modules_that_break_the_rules_are_refused() {
    refused(r#"(module (import "env" "print" (func)))"#, "imports env.print");
    refused(r#"(module (import "ic0" "no_such" (func)))"#, "cannot be instantiated");
    refused(r#"(module (func (export "canister_updat f")))"#, "reserved");
    refused(
        r#"(module (func (export "canister_update f")) (func (export "canister_query f")))"#,
        "exported twice",
    );
    refused(
        "(module (table 1 funcref) (func (table.set (i32.const 0) (ref.null func))))",
        "would not outlast a restart",
    );
}

#[test]
fn metadata_sections_are_read() {
    let bench = Bench::new(r#"(module (@custom "icp:public candid:service" "service : {}"))"#);
    let section = &bench.module.metadata()["candid:service"];
    assert!(section.public);
    assert_eq!(&section.content[..], b"service : {}");
}
