//! Modules with 64-bit memories: addresses beyond 32 bits are looked at whole, and what a message did is kept or undone alike.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use replica_api::canister_id;
use replica_wasm::{
    Callback, CallerSide, Context, Engine, Entry, Image, Limits, Message, Module, Outcome, Response, TrapKind,
};
use std::sync::Arc;

const WIDE: &str = r#"(module
  (import "ic0" "msg_arg_data_size" (func $arg_size (result i64)))
  (import "ic0" "msg_arg_data_copy" (func $arg_copy (param i64 i64 i64)))
  (import "ic0" "msg_reply_data_append" (func $append (param i64 i64)))
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "stable64_grow" (func $stable_grow (param i64) (result i64)))
  (import "ic0" "stable64_write" (func $stable_write (param i64 i64 i64)))
  (import "ic0" "stable64_read" (func $stable_read (param i64 i64 i64)))
  (import "ic0" "call_new" (func $call_new (param i64 i64 i64 i64 i64 i64 i64 i64)))
  (import "ic0" "call_data_append" (func $call_append (param i64 i64)))
  (import "ic0" "call_perform" (func $perform (result i32)))
  (memory i64 1)
  (table 1 funcref) (elem (i32.const 0) $later)
  (global $calls (mut i64) (i64.const 0))
  (func $count (global.set $calls (i64.add (global.get $calls) (i64.const 1)))
    (i64.store (i64.const 0) (global.get $calls)))
  (func $tell (call $append (i64.const 0) (i64.const 8)) (call $reply))
  (func (export "canister_update count") (call $count) (call $tell))
  (func (export "canister_update echo")
    (call $arg_copy (i64.const 500) (i64.const 0) (call $arg_size))
    (call $append (i64.const 500) (call $arg_size)) (call $reply))
  (func (export "canister_update grow_and_trap") (call $count) (drop (memory.grow (i64.const 5))) unreachable)
  (func (export "canister_update keep")
    (call $count) (drop (call $stable_grow (i64.const 1))) (call $stable_write (i64.const 9) (i64.const 0) (i64.const 8))
    (call $stable_read (i64.const 800) (i64.const 9) (i64.const 8))
    (call $append (i64.const 800) (i64.const 8)) (call $reply))
  (func (export "canister_update read_far") (call $append (i64.const 0x1_0000_0000) (i64.const 8)))
  (func (export "canister_update read_past_the_end") (call $append (i64.const -1) (i64.const 8)))
  (func (export "canister_update write_far") (call $arg_copy (i64.const 0x1_0000_0000) (i64.const 0) (call $arg_size)))
  (func (export "canister_update load_far") (drop (i64.load (i64.const 0x1_0000_0000))))
  (func (export "canister_update grow_too_far") (drop (memory.grow (i64.const 0x1_0000))) (i64.store (i64.const 0x1_0000_0000) (i64.const 1)))
  (func $later (param $environment i64) (i64.store (i64.const 0) (local.get $environment)) (call $tell))
  (func (export "canister_update call")
    (call $call_new (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0)
      (i64.const 0) (i64.const 0x1_2345_6789) (i64.const 0) (i64.const 2))
    (call $call_append (i64.const 0) (i64.const 3))
    (drop (call $perform))))"#;

struct Bench {
    engine: Engine,
    module: Arc<Module>,
    image: Image,
}

impl Bench {
    fn new() -> Bench {
        let engine = Engine::new(Limits::default(), None).unwrap();
        let module = engine.load(&wat::parse_str(WIDE).unwrap()).expect("it is accepted");
        let image = engine.initial_image(&module).unwrap();
        Bench { engine, module, image }
    }

    fn run(&mut self, entry: Entry, arg: &[u8]) -> Outcome {
        let message = Message { entry, context: context(arg), instructions_max: 1_000_000 };
        let outcome = self.engine.execute(canister_id(1), &self.module, &self.image, message, true);
        if let Some(image) = &outcome.image {
            self.image = image.clone();
        }
        outcome
    }

    fn update(&mut self, method: &str, arg: &[u8]) -> Outcome {
        self.run(Entry::Update(method.into()), arg)
    }

    fn check(&mut self, method: &str, arg: &[u8], expected: &[u8]) {
        let outcome = self.update(method, arg);
        assert_eq!(
            outcome.response,
            Some(Response::Reply(expected.to_vec())),
            "{method}: {:?}",
            outcome.result
        );
    }

    fn check_trap(&mut self, method: &str, expected: TrapKind) {
        let trap = self.update(method, b"abc").result.expect_err("it traps");
        assert_eq!(trap.kind, expected, "{method}: {}", trap.message);
    }
}

fn context(arg: &[u8]) -> Context {
    Context { arg: arg.into(), replicated: true, ..support::context() }
}

#[test]
fn a_module_with_a_64_bit_memory_runs() {
    let mut bench = Bench::new();
    bench.check("count", b"", &1u64.to_le_bytes());
    bench.check("echo", b"an argument", b"an argument");
    bench.check_trap("grow_and_trap", TrapKind::Engine);
    assert_eq!(bench.image.memory.bytes(), 65_536);
    bench.check("count", b"", &2u64.to_le_bytes());
    bench.check("keep", b"", &3u64.to_le_bytes());
    assert_eq!(bench.image.stable.bytes(), 65_536);
}

#[test]
fn addresses_are_looked_at_whole() {
    let mut bench = Bench::new();
    for method in ["read_far", "read_past_the_end", "write_far"] {
        bench.check_trap(method, TrapKind::Contract);
    }
    bench.check_trap("load_far", TrapKind::Engine);
    bench.check_trap("grow_too_far", TrapKind::OutOfMemory);
    bench.check("count", b"", &1u64.to_le_bytes());
}

#[test]
fn a_callback_gets_back_all_64_bits() {
    let mut bench = Bench::new();
    let outcome = bench.update("call", b"");
    let call = &outcome.calls[0];
    assert_eq!((call.on_reply.environment, call.on_reject.environment), (0x1_2345_6789, 2));
    let function: Callback = call.on_reply;
    let entry = Entry::Callback { side: CallerSide::Reply, function, composite: false };
    let outcome = bench.run(entry, b"");
    assert_eq!(outcome.response, Some(Response::Reply(0x1_2345_6789u64.to_le_bytes().to_vec())));
}
