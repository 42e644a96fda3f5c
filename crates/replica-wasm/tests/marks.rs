//! Every kind of store, at the edges of pages: what is kept after a message is what the memory holds, in modules
//! that mark what they write as in those that are compared page by page.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use replica_api::canister_id;
use replica_wasm::{Context, Engine, Entry, Image, Limits, Message, Metering};
use support::context;

/// An instruction that stores, with the operands behind the address, and how many bytes it writes.
const STORES: [(&str, &str, u64); 14] = [
    ("i32.store", "(i32.const 0x1a2b3c4d)", 4),
    ("i32.store8", "(i32.const 0x4d)", 1),
    ("i32.store16", "(i32.const 0x3c4d)", 2),
    ("i64.store", "(i64.const 0x1a2b3c4d5e6f7a8b)", 8),
    ("i64.store8", "(i64.const 0x8b)", 1),
    ("i64.store16", "(i64.const 0x7a8b)", 2),
    ("i64.store32", "(i64.const 0x5e6f7a8b)", 4),
    ("f32.store", "(f32.const 1.5)", 4),
    ("f64.store", "(f64.const -2.5)", 8),
    ("v128.store", "(v128.const i64x2 0x1122334455667788 -1)", 16),
    ("v128.store8_lane", "(v128.const i64x2 0x88 0)", 1),
    ("v128.store16_lane", "(v128.const i64x2 0x7788 0)", 2),
    ("v128.store32_lane", "(v128.const i64x2 0x55667788 0)", 4),
    ("v128.store64_lane", "(v128.const i64x2 0x1122334455667788 0)", 8),
];
/// Offsets in an instruction: none, those around which a store begins two pages behind its address, and far ones.
const OFFSETS: [u64; 7] = [0, 1, 4079, 4080, 4081, 4096, 150_000];
const BULK: [&str; 5] = [
    "(memory.fill (A.const 4095) (i32.const 7) (A.const 1))",
    "(memory.fill (A.const 8190) (i32.const 8) (A.const 12293))",
    "(memory.fill (A.const 65536) (i32.const 8) (A.const 0))",
    "(memory.copy (A.const 69631) (A.const 0) (A.const 4098))",
    "(memory.init $text (A.const 131070) (i32.const 0) (i32.const 5))",
];

/// A module with a method for each store at each offset and address, and for each bulk instruction; addresses have
/// the type `A`.
fn module(address: &str) -> (Vec<u8>, Vec<String>) {
    let mut bodies: Vec<String> = BULK.iter().map(|body| (*body).to_owned()).collect();
    for (name, value, width) in STORES {
        let lane = if name.ends_with("lane") { " 0" } else { "" };
        for offset in OFFSETS {
            // Whole in the page before an edge, over the edge, behind it.
            for begin in [8192 - width, 8193 - width, 8192, 3] {
                bodies.push(format!("({name} offset={offset}{lane} (A.const {begin}) {value})"));
            }
        }
    }
    bodies.push(
        "(local $kept i32) (local.set $kept (i32.const 9))
         (if (i32.eqz (memory.size)) (then (unreachable)))
         (i32.store (A.const 40000) (local.get $kept))"
            .replace(
                "(memory.size)",
                if address == "i64" { "(i32.wrap_i64 (memory.size))" } else { "(memory.size)" },
            ),
    );
    let names: Vec<String> = (0..bodies.len()).map(|number| format!("m{number}")).collect();
    let methods = names
        .iter()
        .zip(&bodies)
        .map(|(name, body)| format!("(func (export \"canister_update {name}\") {body})\n"));
    let memory = if address == "i64" { "(memory i64 4)" } else { "(memory 4)" };
    let text = format!(
        "(module {memory} (data $text \"hello\") (data (A.const 4094) \"edge\") {})",
        methods.collect::<String>()
    );
    (
        wat::parse_str(text.replace("A.const", &format!("{address}.const"))).expect("the text is a module"),
        names,
    )
}

/// The image after each of the methods, one after the other.
fn digests(address: &str, metering: Metering) -> Vec<([u8; 32], usize)> {
    let engine = Engine::new(Limits::default(), None).expect("the engine starts");
    let (wasm, methods) = module(address);
    let module = engine.load(&wasm).expect("it is accepted");
    let mut image: Image = engine.initial_image(&module).unwrap();
    let mut digests = Vec::new();
    for method in methods {
        let context = Context { metering, ..context() };
        let message = Message { entry: Entry::Update(method), context, instructions_max: 1_000_000 };
        let outcome = engine.execute(canister_id(1), &module, &image, message, true);
        assert_eq!(outcome.result, Ok(()));
        image = outcome.image.expect("it is kept");
        digests.push((image.memory.digest(), outcome.pages_written));
    }
    digests
}

#[test]
fn marks_miss_no_page() {
    assert_eq!(digests("i32", Metering::Weighted), digests("i32", Metering::Each));
}

#[test]
fn marks_miss_no_page_of_a_64_bit_memory() {
    assert_eq!(digests("i64", Metering::Weighted), digests("i64", Metering::Each));
}
