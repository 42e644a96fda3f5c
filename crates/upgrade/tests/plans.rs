//! `tests/upgrade/<case>/{old.mo,new.mo}`: what the gate says on types, as `plan.txt` has it.

use std::fmt::Write as _;
use std::path::Path;

use mo_compile::Options;
use source::MemoryWorld;
use testkit::{bless, files};
use upgrade::{Defaults, Fact, Interface, Migration, Stable, compare_interfaces, judge, plan_upgrade};

#[test]
fn plans_read_as_they_are_written() {
    let mut wrong = Vec::new();
    for old in files("tests/upgrade", "old.mo") {
        let case = old.parent().expect("a fixture is in a folder");
        let said = say(&compile(&old), &compile(&case.join("new.mo")));
        let expected = case.join("plan.txt");
        if bless() {
            std::fs::write(&expected, &said).expect("a fixture can be written");
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != said {
            wrong.push(format!("{}:\n{said}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn compile(path: &Path) -> Vec<u8> {
    let text = std::fs::read_to_string(path).expect("a fixture can be read");
    let world = MemoryWorld::new([("Main.mo", text)]);
    mo_compile::with_stack(|| {
        let (checked, compiled) = mo_compile::build(&world, "Main.mo", &Options::default());
        let errors = |found: Vec<diagnostics::Diagnostic>| {
            found
                .iter()
                .map(|it| diagnostics::render_terminal(it, &checked.sources, false))
                .collect::<String>()
        };
        compiled.map_err(errors).unwrap_or_else(|found| panic!("{}:\n{found}", path.display())).wasm
    })
}

/// Says verdict, reasons, items and notes, a line each.
fn say(old: &[u8], new: &[u8]) -> String {
    let stable = |wasm: &[u8], name: &str| section(wasm, name).and_then(|bytes| Stable::decode(&bytes).ok());
    let defaults =
        section(new, mo_ir::section::DEFAULTS).map(|bytes| Defaults::decode(&bytes).expect("ours"));
    let types = |wasm: &[u8]| stable(wasm, mo_ir::section::NAME).expect("an actor has stored variables");
    let after = types(new).with_defaults(defaults.unwrap_or_default());
    let [takes, gives] = mo_ir::section::MIGRATION.map(|name| stable(new, name));
    let migration = takes.zip(gives).map(|(takes, gives)| Migration { takes, gives });
    let mut facts = Fact::of_plan(&plan_upgrade(&types(old), &after, migration.as_ref()));
    facts.extend(compare_interfaces(&interface(old), &interface(new)));
    let verdict = judge(&facts);
    let mut out = format!("{}\n", verdict.summary);
    for reason in &verdict.reasons {
        writeln!(out, "refused [{}] {}", reason.code, reason.message).expect("a string takes everything");
    }
    for item in &verdict.items {
        writeln!(out, "asks [{}] {}", item.id, item.detail).expect("a string takes everything");
    }
    for note in &verdict.notes {
        writeln!(out, "note {note}").expect("a string takes everything");
    }
    out
}

fn interface(wasm: &[u8]) -> Interface {
    let text = section(wasm, "icp:public candid:service").expect("an actor has an interface");
    Interface::parse(&String::from_utf8(text).expect("Candid is text")).expect("the compiler writes Candid")
}

fn section(wasm: &[u8], name: &str) -> Option<Vec<u8>> {
    wasmparser::Parser::new(0).parse_all(wasm).find_map(|payload| match payload {
        Ok(wasmparser::Payload::CustomSection(section)) if section.name() == name => {
            Some(section.data().to_vec())
        }
        _ => None,
    })
}
