//! Literals, names and comments of a megabyte.

use super::Case;

const MEGABYTE: usize = 1 << 20;

pub(super) fn cases() -> Vec<Case> {
    let million = "7".repeat(1_000_000);
    let mut cases = Vec::new();
    for (name, literal) in literals(&million) {
        cases.extend([
            Case::new(name, format!("let x = {literal};")),
            Case::new(format!("{name}, negative"), format!("let x : Int = -{literal};")),
            Case::new(format!("{name}, as a Nat8"), format!("let x : Nat8 = {literal};")),
            Case::new(format!("{name}, as a Float"), format!("let x : Float = {literal};")),
            Case::new(format!("{name}, as a Blob"), format!("let x : Blob = {literal};")),
            Case::new(
                format!("{name}, as a pattern"),
                format!("func f(x : Nat) {{ switch x {{ case ({literal}) {{}}; case _ {{}} }} }};"),
            ),
            Case::new(format!("{name}, imported"), format!("import A {literal};")),
        ]);
    }
    cases.extend(words());
    cases
}

fn literals(million: &str) -> Vec<(&'static str, String)> {
    vec![
        ("a text of a megabyte", format!("\"{}\"", "a".repeat(MEGABYTE))),
        ("a text of wide characters", format!("\"{}\"", "\u{1F600}".repeat(MEGABYTE / 4))),
        ("a text of escapes", format!("\"{}\"", "\\u{1F600}\\n".repeat(MEGABYTE / 11))),
        ("a text of bytes", format!("\"{}\"", "\\ff".repeat(MEGABYTE / 3))),
        ("a text of wrong escapes", format!("\"{}\"", "\\q".repeat(MEGABYTE / 2))),
        ("a text of escapes left open", format!("\"{}\"", "\\u{".repeat(MEGABYTE / 3))),
        ("a text of escapes of nothing", format!("\"{}\"", "\\u".repeat(MEGABYTE / 2))),
        ("a text of lines", format!("\"{}\"", "\n".repeat(MEGABYTE))),
        ("a text left open", format!("\"{}", "a".repeat(MEGABYTE))),
        ("an escape of a megabyte", format!("\"\\u{{{}}}\"", "0".repeat(MEGABYTE))),
        ("a character of a megabyte", format!("'{}'", "a".repeat(MEGABYTE))),
        ("a character with an escape of a megabyte", format!("'\\u{{{}}}'", "0".repeat(MEGABYTE))),
        ("a number of a million digits", million.to_owned()),
        ("a number of a million zeros", "0".repeat(MEGABYTE)),
        ("a number with underscores", "1_".repeat(MEGABYTE / 2) + "1"),
        ("a hexadecimal number of a million digits", format!("0x{}", "f".repeat(1_000_000))),
        ("a float of a million digits", format!("0.{million}")),
        ("a float of a million digits before the point", format!("{million}.5")),
        ("a float with an exponent of a million digits", format!("1e{million}")),
        ("a hexadecimal float of a million digits", format!("0x1.{}p4", "f".repeat(1_000_000))),
    ]
}

fn words() -> Vec<Case> {
    let name = "a".repeat(MEGABYTE);
    vec![
        Case::new(
            "a float with a huge exponent",
            "let x = 1.0e999999999999999999; let y = 1.0e-99999999999999;",
        ),
        Case::new("a name of a megabyte", format!("let {name} = 1; let y = {name}; let z = {name}x;")),
        Case::new(
            "a field of a megabyte",
            format!("let r = {{ {name} = 1 }}; let y = r.{name}; let z = r.{name}x;"),
        ),
        Case::new("a method of a megabyte", format!("actor {{ public func {name}() : async () {{}} }};")),
        Case::new(
            "a variable of a megabyte",
            format!("actor {{ var {name} = 1; public func f() : async Nat {{ {name} }} }};"),
        ),
        Case::new("a function of a megabyte", format!("func {name}() {{}}; {name}();")),
        Case::new(
            "a type of a megabyte",
            format!("type {name} = Nat; func f(x : {name}) : {name}x {{ x }};"),
        ),
        Case::new(
            "a tag of a megabyte",
            format!(
                "func f(x : {{ #{name} : Nat }}) {{ switch x {{ case (#{name} n) {{ ignore n }} }} }}; f(#{name}x 1);"
            ),
        ),
        Case::new("a label of a megabyte", format!("label {name} loop {{ break {name} }};")),
        Case::new(
            "an import of a megabyte",
            format!(
                "import A \"./{name}\"; import B \"mo:{name}/{name}\"; import C \"canister:{name}\"; import D \"../{}\";",
                "../".repeat(MEGABYTE / 3)
            ),
        ),
        Case::new("a comment of a megabyte", format!("/// {name}\nlet x = 1;")),
        Case::new("a comment of a megabyte left open", format!("/* {name}\nlet x = 1;")),
        Case::new("many comments", "// a\n/* b */".repeat(MEGABYTE / 12)),
        Case::new("a line of a megabyte with a mistake", format!("let x = {};", "1 + ".repeat(MEGABYTE / 4))),
        Case::new("blanks", " ".repeat(MEGABYTE)),
        Case::new("empty lines", "\n".repeat(MEGABYTE)),
        Case::new("empty lines before a mistake", "\n".repeat(MEGABYTE) + "let x : Text = 1;"),
        Case::new("semicolons", ";".repeat(MEGABYTE / 4)),
        Case::new("a megabyte of what starts nothing", "\\".repeat(MEGABYTE)),
        Case::new("a megabyte of quotes", "\"".repeat(MEGABYTE)),
        Case::new("a megabyte of single quotes", "'".repeat(MEGABYTE)),
        Case::new("a megabyte of closing braces", "}".repeat(MEGABYTE)),
        Case::new("a megabyte of dots", "let x = y".to_owned() + &".".repeat(MEGABYTE)),
        Case::new("a megabyte of numbers and dots", "let x = y".to_owned() + &".0".repeat(MEGABYTE / 2)),
        Case::new("a megabyte of zero bytes", "\0".repeat(MEGABYTE)),
        Case::new("a megabyte of wide characters", "\u{1F600}".repeat(MEGABYTE / 4)),
        Case::new("a megabyte of public", "public ".repeat(MEGABYTE / 7)),
        Case::new(
            "an actor of a megabyte of public",
            format!("actor {{ {} }}", "public ".repeat(MEGABYTE / 7)),
        ),
    ]
}
