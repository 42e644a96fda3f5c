//! Compares `library/core` with `library/core-api.tsv`: every public member that apps may use exists, with an equal type.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use mo_check::{
    Checked,
    mo_types::{Argument, Body, Func, Object, Ty, TyKind},
};
use source::MemoryWorld;

/// Insides of the reference's library, which no app has a reason to import.
const INSIDES: [&str; 2] = ["internal/BTreeHelper", "internal/SortHelper"];

/// Members that need `await` or references to other actors, not compiled yet: one that is written must go from here.
const AWAITING_ACTORS: &[&str] = &[
    "Random.AsyncRandom",
    "Random.blob",
    "Random.bool",
    "Random.crypto",
    "Random.cryptoFromState",
    "Random.intRange",
    "Random.nat64",
    "Random.nat64Range",
    "Random.nat8",
    "Random.natRange",
];

/// One line of the table.
struct Row {
    module: String,
    name: String,
    kind: String,
    signature: String,
}

#[test]
fn core_has_every_member_with_its_type() {
    let rows = rows();
    let wrong = mo_compile::with_stack(|| differences(&rows));
    assert!(wrong.is_empty(), "{} of {} members differ:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

fn rows() -> Vec<Row> {
    let path = testkit::root().join("library/core-api.tsv");
    let text = std::fs::read_to_string(path).expect("the table can be read");
    let rows = text.lines().skip(1).map(|line| {
        let mut cells = line.split('\t').map(str::to_owned);
        let mut cell = || cells.next().expect("a line has four cells");
        Row { module: cell(), name: cell(), kind: cell(), signature: cell() }
    });
    rows.filter(|row| !INSIDES.contains(&row.module.as_str())).collect()
}

fn differences(rows: &[Row]) -> Vec<String> {
    let mut by_module: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        by_module.entry(&row.module).or_default().push(row);
    }
    let mut wrong = Vec::new();
    for (module, rows) in by_module {
        if testkit::root().join(format!("library/core/{module}.mo")).exists() {
            compare_module(module, &rows, &mut wrong);
        } else {
            wrong.push(format!("{module}: the module is missing"));
        }
    }
    wrong
}

fn compare_module(module: &str, rows: &[&Row], wrong: &mut Vec<String>) {
    let source = expectations(module, rows);
    let world = MemoryWorld::new([("Expected.mo", source.as_str())]);
    let checked = mo_compile::check(&world, "Expected.mo", &mo_compile::Options::default());
    for diagnostic in checked.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
        wrong.push(diagnostics::render_terminal(diagnostic, &checked.sources, false));
    }
    let path = format!("{}core/{module}.mo", mo_compile::PREFIX);
    let actual = checked.modules.iter().find(|found| found.path == path).expect("the module was imported");
    let (actual, expected) = (members(&checked, &actual.ty), members(&checked, &checked.main().ty));
    for row in rows {
        let what = format!("{module}.{}", row.name);
        if matches!(row.kind.as_str(), "type" | "class")
            && !AWAITING_ACTORS.contains(&what.as_str())
            && !actual.types.iter().any(|member| member.name == row.name)
        {
            wrong.push(format!("{what}: the type is missing"));
        }
        if row.kind == "type" {
            continue;
        }
        if AWAITING_ACTORS.contains(&what.as_str()) {
            if actual.field(&row.name).is_some() {
                wrong.push(format!("{what}: it is there, so nothing waits for it"));
            }
            continue;
        }
        let Some(expected) =
            expected.types.iter().find(|member| member.name == expectation(&row.name)).and_then(|member| {
                match checked.types.body(member.con) {
                    Body::Def(ty) => Some(ty),
                    Body::Abstract(_) | Body::Pending => None,
                }
            })
        else {
            continue;
        };
        match actual.field(&row.name) {
            None => wrong.push(format!("{what}: missing; {}", row.signature)),
            Some(field) if !same(&checked, &field.ty, &expected) => {
                let (actual, expected) = (checked.types.show(&field.ty), checked.types.show(&expected));
                wrong.push(format!("{what}: has the type\n    {actual}\nwanted\n    {expected}"));
            }
            Some(_) => {}
        }
    }
}

/// Writes a module of types: what each member should have.
fn expectations(module: &str, rows: &[&Row]) -> String {
    let mut source = format!("import Own \"mo:core/{module}\";\n");
    for library in ["Types", "Order", "Iter", "Result", "Time"] {
        let _ = writeln!(source, "import {library} \"mo:core/{library}\";");
    }
    for library in ["List", "Map", "Queue", "Set"] {
        let _ = writeln!(source, "import Pure{library} \"mo:core/pure/{library}\";");
    }
    source.push_str("import Prim \"mo:prim\";\n");
    source.push_str("module {\n");
    let own: Vec<&str> = rows
        .iter()
        .filter(|row| matches!(row.kind.as_str(), "type" | "class"))
        .map(|row| row.name.as_str())
        .collect();
    for row in rows.iter().filter(|row| matches!(row.kind.as_str(), "type" | "class")) {
        if AWAITING_ACTORS.contains(&format!("{module}.{}", row.name).as_str()) {
            continue;
        }
        let parameters = row.signature.strip_prefix(&format!("type {}", row.name)).unwrap_or_default();
        let _ = writeln!(source, "type {}{parameters} = Own.{}{parameters};", row.name, row.name);
    }
    for (name, parameters) in [("Iter", "<T>"), ("Order", ""), ("List", "<T>")] {
        if !own.contains(&name) {
            let _ = writeln!(source, "type {name}{parameters} = Types.{name}{parameters};");
        }
    }
    let waits = |row: &&&Row| AWAITING_ACTORS.contains(&format!("{module}.{}", row.name).as_str());
    for row in rows.iter().filter(|row| row.kind != "type" && !waits(row)) {
        let _ = writeln!(source, "public type {} = {};", expectation(&row.name), member_type(row));
    }
    source.push_str("}\n");
    source
}

fn expectation(name: &str) -> String {
    format!("Of_{name}")
}

/// Returns the type of a member as text.
fn member_type(row: &Row) -> String {
    let start = format!("{} {}", if row.kind == "value" { "let" } else { &row.kind }, row.name);
    let rest = row.signature.strip_prefix(&start).expect("a signature begins with kind and name").trim();
    if row.kind == "value" {
        return rest.trim_start_matches(':').trim().to_owned();
    }
    let end = end_of_parameters(rest);
    let (parameters, result) = rest.split_at(end);
    let result = result.trim().trim_start_matches(':').trim();
    let result = match result {
        "" if row.kind == "class" => &row.name,
        "" => "()",
        result => result,
    };
    format!("{parameters} -> {result}")
}

/// Returns where the parenthesis that closes the parameters stands, plus one.
fn end_of_parameters(text: &str) -> usize {
    let open = text.find('(').expect("a function has parameters");
    let mut depth = 0;
    for (at, char) in text.char_indices().skip_while(|(at, _)| *at < open) {
        match char {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

fn members(checked: &Checked, ty: &Ty) -> Object {
    match &*checked.types.expand(ty) {
        TyKind::Object(object) => object.clone(),
        other => panic!("a module has fields: {other:?}"),
    }
}

/// Equal types, and for functions also the names that matter to callers.
fn same(checked: &Checked, actual: &Ty, expected: &Ty) -> bool {
    checked.types.equal(actual, expected)
        && match (&*checked.types.expand(actual), &*checked.types.expand(expected)) {
            (TyKind::Func(actual), TyKind::Func(expected)) => same_parameters(actual, expected),
            _ => true,
        }
}

fn same_parameters(actual: &Func, expected: &Func) -> bool {
    actual.system == expected.system
        && actual.args.len() == expected.args.len()
        && actual
            .args
            .iter()
            .zip(&expected.args)
            .all(|(a, b)| a.implicit == b.implicit && (a.name == b.name || (b.name.is_none() && !is_self(a))))
}

/// A name that is not wanted may help readers, unless it makes the function one that stands behind a dot.
fn is_self(argument: &Argument) -> bool {
    argument.name.as_deref() == Some("self")
}
