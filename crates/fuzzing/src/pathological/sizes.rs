//! What is long: tables, very many names, very many mistakes.

use std::fmt::Write as _;

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new("an array of 100 000 numbers", format!("let x = [{}];", "1234567, ".repeat(100_000))),
        Case::new("an array of 20 000 texts", format!("let x = [{}];", "\"abc\", ".repeat(20_000))),
        Case::new(
            "an array of 10 000 records",
            format!("let x = [{}];", "{ a = 1; b = \"x\" }, ".repeat(10_000)),
        ),
        Case::new("an array of mixed numbers", format!("let x : [Int] = [{}];", "1, -1, ".repeat(20_000))),
        Case::new("a tuple of 10 000 parts", format!("let x = ({});", "1, ".repeat(10_000))),
        Case::new("a call with 10 000 arguments", format!("func f() {{}}; f({});", "1, ".repeat(10_000))),
        Case::new("a text of 20 000 pieces", format!("let x = {}\"\";", "\"a\" # ".repeat(4_000))),
    ];
    cases.extend(names());
    cases.extend(mistakes());
    cases
}

/// Calls `line` for each number, and returns all lines.
fn lines(count: usize, line: impl Fn(&mut String, usize)) -> String {
    let mut text = String::new();
    (0..count).for_each(|at| line(&mut text, at));
    text
}

/// Very many names.
fn names() -> Vec<Case> {
    let numbered = |count: usize, pattern: &str| -> String {
        (0..count)
            .map(|at| pattern.replace("NEXT", &(at + 1).to_string()).replace("AT", &at.to_string()))
            .collect()
    };
    vec![
        Case::new("10 000 variables", numbered(10_000, "let xAT = AT;\n")),
        Case::new(
            "10 000 functions",
            numbered(10_000, "func fAT() : Nat { fNEXT() };\n") + "func f10000() : Nat { 0 };",
        ),
        Case::new(
            "3 000 types in a row",
            numbered(3_000, "type TAT = ?TNEXT;\n") + "type T3000 = Nat; let x : T0 = null;",
        ),
        Case::new(
            "a ring of 1 000 types",
            numbered(999, "type TAT = { a : ?TNEXT; b : Nat };\n")
                + "type T999 = { a : ?T0; b : Nat }; func f(x : T0) : T500 { x };",
        ),
        Case::new(
            "a record of 5 000 fields",
            format!("let x = {{ {} }}; let y = x.a4999;", numbered(5_000, "aAT = AT; ")),
        ),
        Case::new(
            "an object type of 5 000 fields",
            format!("type T = {{ {} }}; func f(x : T) : T {{ x }};", numbered(5_000, "aAT : Nat; ")),
        ),
        Case::new(
            "a variant of 3 000 cases, all looked at",
            format!(
                "type V = {{ {} }}; func f(v : V) : Nat {{ switch v {{ {} }} }};",
                numbered(3_000, "#aAT : Nat; "),
                numbered(3_000, "case (#aAT x) x; ")
            ),
        ),
        Case::new(
            "a switch over 5 000 numbers",
            format!(
                "func f(n : Nat) : Nat {{ switch n {{ {} case _ 0 }} }};",
                numbered(5_000, "case AT AT; ")
            ),
        ),
        Case::new(
            "a switch over 3 000 texts",
            format!(
                "func f(n : Text) : Nat {{ switch n {{ {} case _ 0 }} }};",
                numbered(3_000, "case \"aAT\" AT; ")
            ),
        ),
        Case::new("a variant of 5 000 cases in one pattern", {
            let alternatives = (0..5_000).map(|at| format!("#a{at}")).collect::<Vec<_>>().join(" or ");
            format!(
                "type V = {{ {} }}; func f(v : V) {{ switch v {{ case ({alternatives}) {{}} }} }};",
                numbered(5_000, "#aAT; ")
            )
        }),
        Case::new(
            "an actor with 2 000 methods",
            format!("actor {{ {} }};", numbered(2_000, "public func mAT(x : Nat) : async Nat { x };\n")),
        ),
        Case::new(
            "an actor with 5 000 variables",
            format!("actor {{ {} }};", numbered(5_000, "var vAT = AT;\n")),
        ),
        Case::new(
            "a function of 10 000 statements",
            format!("func f() {{ var x = 0; {} }};", "x += 1;\n".repeat(10_000)),
        ),
        Case::new("1 000 type parameters", {
            let parameters = (0..1_000).map(|at| format!("A{at}")).collect::<Vec<_>>().join(", ");
            format!("func f<{parameters}>(x : A0) : A999 {{ f(x) }};")
        }),
        Case::new(
            "shadowing, 150 deep",
            format!("let x = 1; {}{}", "do { let x = x + 1; ".repeat(150), "};".repeat(150)),
        ),
    ]
}

/// Very many mistakes.
fn mistakes() -> Vec<Case> {
    let known = lines(3_000, |text, at| {
        let _ = writeln!(text, "let name{at} = {at};");
    });
    let unknown = lines(3_000, |text, at| {
        let _ = writeln!(text, "ignore nmae{at};");
    });
    vec![
        Case::new("3 000 unknown names beside 3 000 known ones", known + &unknown),
        Case::new("10 000 names twice", lines(10_000, |text, _| text.push_str("let x = 1;\n"))),
        Case::new("10 000 wrong types", lines(10_000, |text, _| text.push_str("ignore (1 : Text);\n"))),
        Case::new(
            "10 000 unknown fields",
            format!("let r = {{ a = 1 }};\n{}", "ignore r.b;\n".repeat(10_000)),
        ),
        Case::new("10 000 unknown methods", "ignore (1).f();\n".repeat(10_000)),
        Case::new("10 000 missing semicolons", "let x = 1 let y = 2\n".repeat(5_000)),
        Case::new("10 000 unknown imports", "import A \"mo:core/Nope\";\n".repeat(10_000)),
        Case::new("a wrong record of 2 000 fields", {
            let fields = |ty: &str| lines(2_000, |text, at| text.push_str(&format!("a{at} : {ty}; ")));
            format!("func f(x : {{ {} }}) : {{ {} }} {{ x }};", fields("Nat"), fields("Text"))
        }),
    ]
}
