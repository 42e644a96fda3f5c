//! What nests: brackets, prefixes and suffixes, thousands deep, closed and left open.

use super::Case;

const DEPTH: usize = 10_000;

/// Name, what stands before each level, what is inside, what stands behind each level.
const EXPRESSIONS: &[(&str, &str, &str, &str)] = &[
    ("parentheses", "(", "1", ")"),
    ("tuples", "(1, ", "1", ")"),
    ("arrays", "[", "1", "]"),
    ("mutable arrays", "[var ", "1", "]"),
    ("records", "{ a = ", "1", " }"),
    ("record updates", "{ ", "x", " with a = 1 }"),
    ("blocks", "do { ", "1", " }"),
    ("option blocks", "do ? { ", "1", " }"),
    ("ifs", "if true { ", "1", " } else { 1 }"),
    ("else ifs", "if true { 1 } else ", "1", ""),
    ("conditions", "if (", "true", ") true else false"),
    ("switches", "switch 1 { case _ { ", "1", " } }"),
    ("subjects", "switch (", "1", ") { case _ 1 }"),
    ("loops", "loop { ", "1", " }"),
    ("whiles", "while true { ", "1", " }"),
    ("fors", "for (i in [1].values()) { ", "1", " }"),
    ("labels", "label l ", "1", ""),
    ("functions", "func () { ", "1", " }"),
    ("short functions", "func x = ", "1", ""),
    ("calls", "f(", "1", ")"),
    ("calls without parentheses", "f ", "1", ""),
    ("indexes", "a[", "1", "]"),
    ("objects", "object { public let a = ", "1", " }"),
    ("actors", "actor { let a = ", "1", " }"),
    ("classes", "class () { let a = ", "1", " }"),
    ("options", "?", "1", ""),
    ("tags", "#a ", "1", ""),
    ("tags with parentheses", "#a(", "1", ")"),
    ("minuses", "-", "1", ""),
    ("pluses", "+", "1", ""),
    ("complements", "^", "1", ""),
    ("nots", "not ", "true", ""),
    ("ignores", "ignore ", "1", ""),
    ("asserts", "assert ", "true", ""),
    ("returns", "return ", "1", ""),
    ("throws", "throw ", "1", ""),
    ("awaits", "await ", "x", ""),
    ("awaits of async*", "await* ", "x", ""),
    ("asyncs", "async ", "1", ""),
    ("tries", "try { ", "1", " } catch _ { 1 }"),
    ("debug shows", "debug_show(", "1", ")"),
    ("to_candid", "to_candid(", "1", ")"),
    ("from_candid", "from_candid(", "1", ")"),
    ("annotations", "(", "1", " : Nat)"),
    ("debug blocks", "debug { ", "1", " }"),
    ("heads that go on", "if (", "true", ") and true { true } else { true }"),
    ("heads that go on with a dot", "switch (", "x", ").a { case _ { 1 } }"),
    ("heads of loops that go on", "while (", "true", ") or false { }"),
    ("parentheticals", "(with cycles = ", "1", ") f()"),
    ("parentheticals in blocks", "do { (with cycles = ", "1", ") f() }"),
    ("parentheticals with a base", "(", "x", " with cycles = 1) f()"),
    ("type arguments", "f<{ a : Nat }>(", "1", ")"),
    ("tuples on both sides", "(1, 2, ", "1", ", 3)"),
    ("pipes in parentheses", "(", "1", " |> f(_))"),
    ("coalescing", "(null ?? ", "1", ")"),
    ("blocks with lets", "do { let x = ", "1", "; x }"),
    ("lets with otherwise", "do { let ?x = ", "null", " else return; 1 }"),
];

const TYPES: &[(&str, &str, &str, &str)] = &[
    ("parentheses", "(", "Nat", ")"),
    ("tuples", "(Nat, ", "Nat", ")"),
    ("options", "?", "Nat", ""),
    ("arrays", "[", "Nat", "]"),
    ("mutable arrays", "[var ", "Nat", "]"),
    ("objects", "{ a : ", "Nat", " }"),
    ("variants", "{ #a : ", "Nat", " }"),
    ("functions", "Nat -> ", "Nat", ""),
    ("arguments of functions", "(", "Nat", ") -> Nat"),
    ("asyncs", "async ", "Nat", ""),
    ("weak references", "weak ", "Nat", ""),
    ("type arguments", "T<", "Nat", ">"),
    ("unions", "{} or ", "{}", ""),
    ("intersections", "{} and ", "{}", ""),
    ("bounds", "<A <: ", "Nat", ">() -> ()"),
    ("actors", "actor { a : ", "Nat", " }"),
];

const PATTERNS: &[(&str, &str, &str, &str)] = &[
    ("parentheses", "(", "x", ")"),
    ("tuples", "(_, ", "x", ")"),
    ("options", "?", "x", ""),
    ("tags", "#a ", "x", ""),
    ("tags with parentheses", "#a(", "x", ")"),
    ("records", "{ a = ", "x", " }"),
    ("alternatives", "1 or ", "1", ""),
    ("annotations", "(", "x", " : Nat)"),
];

/// Declarations in declarations.
const DECLARATIONS: &[(&str, &str, &str, &str)] = &[
    ("modules", "module M { ", "", " };"),
    ("public modules", "module { public module M { ", "", " } };"),
    ("functions", "func f() { ", "", " };"),
    ("classes", "class C() { ", "", " };"),
    ("objects", "object o { ", "", " };"),
    ("lets", "let x = do { ", "", " };"),
    ("block comments", "/*", "", "*/"),
];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, before, inside, behind) in EXPRESSIONS {
        add(&mut cases, &format!("{name} in expressions"), "let x = ", before, inside, behind);
    }
    for (name, before, inside, behind) in TYPES {
        add(&mut cases, &format!("{name} in types"), "type T = ", before, inside, behind);
    }
    for (name, before, inside, behind) in PATTERNS {
        let (open, close) = (before.repeat(DEPTH), behind.repeat(DEPTH));
        let text = format!("switch 1 {{ case ({open}{inside}{close}) {{}} }};");
        cases.push(Case::new(format!("{name} in patterns"), text));
        let (open_less, close_less) = (before.repeat(60), behind.repeat(60));
        let text = format!("func f(t : T) {{ switch t {{ case ({open_less}{inside}{close_less}) {{}} }} }};");
        cases.push(Case::new(format!("{name} in patterns, 60 deep"), text));
        cases.push(Case::new(format!("{name} in patterns, left open"), format!("let {open}")));
    }
    for (name, before, inside, behind) in DECLARATIONS {
        add(&mut cases, &format!("{name} in declarations"), "", before, inside, behind);
    }
    for (name, piece) in [
        ("comparisons that look like type arguments", "a<b; "),
        ("comparisons in a list", "a<b, "),
        ("comparisons in brackets", "[a<b"),
        ("type arguments in type arguments", "a<"),
        ("parentheticals left open", "(with a = 1; "),
        ("parentheticals closed by another bracket", "(with ]; "),
        ("declarations in parentheticals", "(with\nlet x = 1;\n"),
    ] {
        cases.push(Case::new(name, piece.repeat(50_000)));
        cases.push(Case::new(format!("{name}, in an array"), format!("let x = [{}];", piece.repeat(50_000))));
    }
    for bracket in ["(", "[", "{", ")", "]", "}", "<", ">", "\"", "'", "/*", "*/", "//", "#", "@", "\\"] {
        cases.push(Case::new(format!("nothing but {bracket}"), bracket.repeat(DEPTH)));
    }
    cases
}

/// Closed, left open, and closed without having been opened.
fn add(cases: &mut Vec<Case>, name: &str, start: &str, before: &str, inside: &str, behind: &str) {
    let (open, close) = (before.repeat(DEPTH), behind.repeat(DEPTH));
    cases.push(Case::new(name, format!("{start}{open}{inside}{close};")));
    cases.push(Case::new(format!("{name}, left open"), format!("{start}{open}{inside}")));
    if !behind.is_empty() {
        cases.push(Case::new(format!("{name}, never opened"), format!("{start}{inside}{close}")));
    }
    // As deep as the parser lets things nest, which depends on the form, so that all later stages see it.
    for depth in [25, 60, 150] {
        let (open, close) = (before.repeat(depth), behind.repeat(depth));
        cases.push(Case::new(format!("{name}, {depth} deep"), format!("{start}{open}{inside}{close};")));
    }
}
