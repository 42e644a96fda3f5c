//! The module as a whole: what gets in, how memory is set up, and what an upgrade keeps.

use mo_codegen::{CodegenError, Options, generate};
use mo_ir::layout::{
    AT_FREE, AT_MAGIC, AT_MEMORY_LIMIT, AT_OLD_END, AT_ROOT_COUNT, AT_STABLE, HEAP, MAGIC, NULL, ROOTS, small,
};
use mo_ir::{Compare, Expr, Literal, Module, Num, Op, Prim, Rep, Type};

use crate::build::{get, int, seq};
use crate::machine::Program;

#[test]
fn a_fresh_memory_is_set_up() {
    let mut running = Program::of(&[], &[], Rep::Unit, Expr::UNIT).start();
    let memory = running.memory();
    assert_eq!(memory.u64(AT_MAGIC), MAGIC);
    assert_eq!((memory.u32(AT_FREE), memory.u32(AT_OLD_END)), (HEAP, HEAP));
    assert_eq!(memory.u64(AT_STABLE), NULL);
    assert_eq!(memory.u32(AT_MEMORY_LIMIT) as usize, memory.all().len());
}

#[test]
fn literals_are_objects_in_roots() {
    let mut program = Program::new();
    let big = Literal::Big { negative: true, limbs: vec![0, 0, 1] };
    let parts = [
        program.text("a text, longer than a word"),
        program.text(""),
        program.literal(Literal::Blob(vec![1, 2, 3])),
        program.literal(big),
        program.literal(Literal::Float(0.5)),
        program.literal(Literal::Bits64(u64::MAX / 3)),
    ];
    program.run(&[], &[], Rep::Value, Expr::op(Op::Tuple, parts));
    let mut running = program.start();
    let tuple = running.call(&[]).expect("does not trap");
    let memory = running.memory();
    let (_, slots) = memory.read(tuple, 6);
    let two_pow_64: num_bigint::BigInt = num_bigint::BigInt::from(1) << 64;
    assert_eq!(memory.bytes(slots[0]), b"a text, longer than a word");
    assert_eq!(memory.bytes(slots[1]), b"");
    assert_eq!(memory.bytes(slots[2]), [1, 2, 3]);
    assert_eq!(memory.read_int(slots[3]), -two_pow_64);
    assert_eq!(memory.read(slots[4], 1).1, [0.5f64.to_bits()]);
    assert_eq!(memory.read(slots[5], 1).1, [u64::MAX / 3]);
    assert_eq!(memory.u32(AT_ROOT_COUNT), 6);
    assert_eq!(memory.u64(ROOTS), slots[0]);
}

/// A program that has a text, a transient counter and a stable slot.
fn counter(text: &str) -> Program {
    let mut program = Program::new();
    let global = program.global("counter");
    let text = program.text(text);
    let next = crate::build::arith(mo_ir::Arith::Add, Num::Nat, Expr::op(Op::Global(global), []), int(1));
    let count = program.function("count", &[], &[], Rep::Unit, Expr::op(Op::SetGlobal(global), [next]));
    let start = program.function("begin", &[], &[], Rep::Unit, Expr::op(Op::SetGlobal(global), [int(100)]));
    program.module.start = Some(start);
    program.export("count", count);
    let parts = [Expr::op(Op::Global(global), []), text];
    program.run(&[], &[], Rep::Value, Expr::op(Op::Tuple, parts));
    program
}

#[test]
fn start_runs_and_globals_keep_their_values() {
    let mut running = counter("one").start();
    running.export("count").expect("does not trap");
    running.export("count").expect("does not trap");
    let tuple = running.call(&[]).expect("does not trap");
    assert_eq!(running.memory().read(tuple, 2).1[0], small(102));
}

#[test]
fn an_upgrade_keeps_the_heap_and_replaces_the_rest() {
    let mut old = counter("one").start();
    old.export("count").expect("does not trap");
    let kept = old.memory().text(b"kept");
    old.memory().set_u64(AT_STABLE, kept);
    let mut new = counter("another text").upgrade(&mut old);
    assert_eq!(new.memory().u64(AT_STABLE), kept);
    assert_eq!(new.memory().bytes(kept), b"kept");
    let tuple = new.call(&[]).expect("does not trap");
    let slots = new.memory().read(tuple, 2).1;
    assert_eq!(slots[0], small(100));
    assert_eq!(new.memory().bytes(slots[1]), b"another text");
}

#[test]
fn a_foreign_memory_is_refused() {
    let mut foreign = vec![0; HEAP as usize];
    foreign[..8].copy_from_slice(b"SOMETHIN");
    let trap = counter("one").upgrade_on(&foreign);
    assert_eq!(trap.as_deref(), Some("the memory kept was not written by Selfwright"));
}

#[test]
fn only_what_is_needed_gets_in() {
    let mut program = Program::new();
    let unused = program.text("never said");
    program.function("unused", &[], &[], Rep::Value, unused);
    program.run(
        &[Rep::Value],
        &[],
        Rep::I32,
        Expr::op(Op::CompareNum(Compare::Lt, Num::Nat), [get(0), int(5)]),
    );
    let text = wasmprinter::print_bytes(program.wasm()).expect("valid");
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("(func $"))
        .map(|rest| &rest[..rest.find(" (;").expect("numbered")])
        .collect();
    assert_eq!(names, [r#""test run""#, "int_cmp", "start"]);
    // The fourth refuses memory that is not ours; helpers have no names.
    assert_eq!(text.lines().filter(|line| line.trim().starts_with("(func ")).count(), 4);
    assert!(!text.contains("never said"));
    assert_eq!(text.matches("(import \"ic0\"").count(), 2);
}

#[test]
fn names_may_be_left_off() {
    let program = counter("one");
    let bare =
        generate(program.module.clone(), &Options { names: false, ..Options::default() }).expect("generates");
    assert!(bare.len() < program.wasm().len());
    assert!(!String::from_utf8_lossy(&bare).contains("begin"));
}

#[test]
fn sections_are_added() {
    let mut program = counter("one");
    program.module.sections.push(("icp:public candid:service".to_owned(), b"service : {}".to_vec()));
    let nat = program.module.types.add(Type::Prim(Prim::Nat));
    let field = mo_ir::Field { label: "count".to_owned(), var: true, ty: nat };
    let stable = program.module.types.add(Type::Object(vec![field]));
    program.module.stable = Some(stable);
    let wasm = program.wasm();
    let sections: Vec<(String, Vec<u8>)> = wasmparser::Parser::new(0)
        .parse_all(&wasm)
        .filter_map(|payload| match payload.expect("valid") {
            wasmparser::Payload::CustomSection(it) => Some((it.name().to_owned(), it.data().to_vec())),
            _ => None,
        })
        .collect();
    assert_eq!(sections[0], ("icp:public candid:service".to_owned(), b"service : {}".to_vec()));
    assert_eq!(sections[1].0, "selfwright:types");
    let decoded = mo_ir::section::decode(&sections[1].1).expect("encoded by us");
    let stable = decoded.stable.expect("it is an actor");
    assert_eq!(decoded.types.get(stable).fields()[0].label, "count");
    assert_eq!(sections[2].0, "name");
}

#[test]
fn types_have_addresses() {
    let mut program = Program::new();
    program.module.types.add(Type::Prim(Prim::Text));
    let nat = program.module.types.add(Type::Prim(Prim::Nat));
    program.run(&[Rep::Value], &[], Rep::Value, Expr::op(Op::Show(nat), [get(0)]));
    // The host shows the word at the type's address: the kind of Nat is 2.
    assert_eq!(program.start().text(&[small(7)]), Ok("2: 7".to_owned()));
    let mut program = Program::new();
    let nat = program.module.types.add(Type::Prim(Prim::Nat));
    program.run(&[Rep::Value; 2], &[], Rep::I32, Expr::op(Op::Equal(nat), [get(0), get(1)]));
    let mut running = program.start();
    assert_eq!(running.call(&[small(7), small(7)]), Ok(1));
    assert_eq!(running.slow_paths(), 0);
    assert_eq!(running.call(&[small(7), small(8)]), Ok(0));
}

#[test]
fn a_float_need_not_equal_itself() {
    let mut program = Program::new();
    let float = program.module.types.add(Type::Prim(Prim::Float));
    let tuple = program.module.types.add(Type::Tuple(vec![float]));
    program.run(&[Rep::Value; 2], &[], Rep::I32, Expr::op(Op::Equal(tuple), [get(0), get(1)]));
    let mut running = program.start();
    running.call(&[small(7), small(7)]).expect("does not trap");
    assert_eq!(running.slow_paths(), 1);
}

#[test]
fn texts() {
    let mut program = Program::new();
    let (a, b) = (program.text("self"), program.text("wright"));
    let whole = program.text("selfwright");
    let both = Expr::op(Op::TextConcat, [a.clone(), b.clone()]);
    let equal = |it: Compare, x: Expr, y: Expr| Expr::op(Op::CompareText(it), [x, y]);
    let bits = [
        equal(Compare::Eq, both.clone(), whole.clone()),
        equal(Compare::Ne, a.clone(), b.clone()),
        equal(Compare::Lt, a.clone(), b),
        equal(Compare::Ge, both, whole),
        equal(Compare::Eq, a.clone(), a),
    ];
    let boxed = bits.map(|bit| Expr::op(Op::Box(mo_ir::Scalar::Bool), [bit]));
    program.run(&[], &[], Rep::Value, Expr::op(Op::Tuple, boxed));
    let mut running = program.start();
    let tuple = running.call(&[]).expect("does not trap");
    assert_eq!(running.memory().read(tuple, 5).1, [small(1); 5]);
}

#[test]
fn a_missing_runtime_function_is_named() {
    let mut program = Program::of(&[Rep::Value], &[], Rep::Value, Expr::op(Op::TextConcat, [get(0), get(0)]));
    program.module.runtime.remove("text_concat");
    let error = generate(program.module.clone(), &Options::default()).expect_err("it is needed");
    assert_eq!(error, CodegenError::MissingRuntime("text_concat".to_owned()));
}

#[test]
fn too_much_static_data_is_refused() {
    let mut program = Program::new();
    let many: Vec<Expr> = (0..200_000).map(|n| program.literal(Literal::Bits64(n))).collect();
    program.run(&[], &[], Rep::Unit, seq([seq(many), Expr::UNIT]));
    // What is dropped at once is not needed at all.
    assert!(generate(program.module.clone(), &Options::default()).is_ok());
    let mut program = Program::new();
    let many: Vec<Expr> = (0..200_000).map(|n| program.literal(Literal::Bits64(n))).collect();
    program.run(&[], &[], Rep::Value, Expr::op(Op::Array, many));
    let error = generate(program.module.clone(), &Options::default()).expect_err("1.6 MB of roots");
    assert!(matches!(error, CodegenError::StaticsTooLarge { .. }), "{error}");
}

#[test]
fn broken_rules_are_a_fault_of_ours() {
    let program = Program::of(&[], &[], Rep::I32, int(1));
    let Module { .. } = program.module;
    let outcome = std::panic::catch_unwind(|| generate(program.module.clone(), &Options::default()));
    assert!(outcome.is_err());
}

/// Returns two different labels for which something is the same; there are enough labels that some are.
fn colliding(of: impl Fn(&str) -> u32) -> (String, String) {
    let mut seen = std::collections::BTreeMap::new();
    for n in 0..1_000_000u32 {
        // Scattered, because labels that differ in the last letters only never collide.
        let label = format!("field_{:x}", u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        if let Some(other) = seen.insert(of(&label), label.clone()) {
            return (other, label);
        }
    }
    panic!("a million labels without a collision");
}

/// Returns why a program is refused that makes an object of each of these shapes.
fn refusal(shapes: &[&[&str]]) -> CodegenError {
    let mut program = Program::new();
    let objects: Vec<Expr> = shapes
        .iter()
        .map(|labels| Expr::op(Op::Object(program.shape(labels)), vec![int(0); labels.len()]))
        .collect();
    program.run(&[], &[], Rep::Value, Expr::op(Op::Tuple, objects));
    generate(program.module.clone(), &Options::default()).expect_err("something collides")
}

#[test]
fn labels_and_shapes_that_collide_are_refused() {
    use mo_ir::layout::{label_hash, shape_hash};
    let (a, b) = colliding(label_hash);
    assert!(matches!(refusal(&[&[&a, &b]]), CodegenError::LabelCollision(_)));
    let (a, b) = colliding(|label| shape_hash(&[label_hash(label)]));
    assert!(matches!(refusal(&[&[&a], &[&b]]), CodegenError::ShapeCollision { .. }));
}

#[test]
fn a_runtime_function_of_another_type_is_named() {
    let mut program = Program::of(&[Rep::Value], &[], Rep::Value, Expr::op(Op::TextConcat, [get(0), get(0)]));
    let other = program.function("text_concat", &[Rep::Value], &[], Rep::Value, get(0));
    program.module.runtime.insert("text_concat".to_owned(), other);
    let error = generate(program.module.clone(), &Options::default()).expect_err("one operand is missing");
    assert_eq!(error.to_string(), "the runtime's `text_concat` should be (vv) -> v");
}
