//! What the parser makes of small texts.

use source::FileId;

use super::parse;
use crate::ast::{DecKind, ExprKind};

/// The messages for a text.
fn errors(text: &str) -> Vec<String> {
    parse(FileId(0), text).errors.into_iter().map(|error| error.message).collect()
}

fn accepts(text: &str) {
    assert_eq!(errors(text), Vec::<String>::new(), "{text}");
}

#[test]
fn everyday_forms_parse() {
    accepts(
        "import Map \"mo:core/Map\"; import { type A; b } \"./x\"; persistent actor { let a = Map.empty<Nat, Text>(); };",
    );
    accepts(
        "actor { public shared ({ caller }) func f(x : Nat, y : ?Text) : async { #ok : Nat; #err : Text } { #ok(x + 1) } }",
    );
    accepts(
        "actor { public query func f() : async [(Nat, Text)] { items.entries().toArray() }; stable var x = 0; transient let y = 1 }",
    );
    accepts("func f<T <: { x : Nat }>(a : T, b : (implicit : (T, T) -> Bool)) : T = a;");
    accepts(
        "let x = if (a < b) 1 else 2; let y = switch (m) { case (?v) v; case null 0 }; while (x > 0) { x -= 1 };",
    );
    accepts(
        "let r = { a = 1; var b = 2; c }; let s = { r with a = 2 }; let t = { r and s }; let u = { r and s with q = 1 };",
    );
    accepts("let f = func (x) = x + 1; let g = func(a : Nat, b : Nat) : Nat { a * b }; f 1; g(1, 2);");
    accepts("type T<A> = { #leaf; #node : (T<A>, A, T<A>) }; type F = shared query Nat -> async Text;");
    accepts("mixin (state : S) { public shared func f() : async () { state.x += 1 } }");
    accepts("(with migration = M.run) persistent actor { include Mix(state); var x : Nat = 0 }");
    accepts(
        "label l for (x in xs.values()) { if (x == 0) continue l; break l }; loop { x += 1 } while (x < 3);",
    );
    accepts("let ?x = f() else return; let #a(n) = g() else { return 1 }; ignore do ? { f()! };");
    accepts("for ((k, v) in m.entries()) { debug_show (k, v) |> Debug.print(_) };");
    accepts(
        "let n = f<Nat, [var Text]>(x) ; let c = a < b and c > d; let z = x ?? 0; let h = a # \"b\" # debug_show c;",
    );
}

#[test]
fn heads_need_no_parentheses_when_braces_follow() {
    accepts(
        "if x > 1 { f() } else { g() }; while not done { h() }; switch x { case #a { 1 } case #b { 2 } }; for x in xs { }",
    );
    accepts("if (a) and (b) { 1 } else { 2 }; if (a) -1 else #x");
}

#[test]
fn one_tag_takes_one_operand() {
    let parsed = parse(FileId(0), "#tag n + 1");
    let DecKind::Expr(expr) = &parsed.program.decs[0].kind else { panic!("an expression") };
    assert!(matches!(expr.kind, ExprKind::Binary(..)), "(#tag n) + 1");
}

#[test]
fn several_errors_are_found_in_one_run() {
    let text =
        "actor {\n  let x := 1;\n  func f() -> Nat { 2 }\n  func g() { if (a) { b } };\n  let label = 3;\n}";
    assert_eq!(
        errors(text),
        [
            "found `:=` where `=` was expected",
            "found `->` where `:` was expected",
            "a `;` is missing here",
            "found `label` where a name was expected"
        ]
    );
}

#[test]
fn noise_and_depth_do_not_panic() {
    for text in [
        "((((",
        "}}}}",
        "actor {",
        "\"abc",
        "'",
        "/* /*",
        "case case",
        "let",
        "func (",
        "{ with }",
        "a.",
        "<<<",
        "#",
        "\u{0}",
    ] {
        assert!(parse(FileId(0), text).program.nodes < 100);
    }
    let deep = "(".repeat(100_000);
    assert!(errors(&deep).iter().any(|message| message.contains("nests more than")));
}

#[test]
fn chains_may_be_long_but_not_endless() {
    accepts(&format!("let x = {}1;", "1 + ".repeat(5_000)));
    accepts(&format!("let x = y{};", ".a".repeat(5_000)));
    let many = "let x = a.b + 1 * 2; ".repeat(5_000);
    accepts(&many);
    let (operators, suffixes) = ("1 + ".repeat(100_000) + "1", "x".to_owned() + &"[0]".repeat(100_000));
    let types = "{} and ".repeat(100_000) + "{}";
    for text in
        [format!("let x = {operators};"), format!("let x = {suffixes};"), format!("type T = {types};")]
    {
        assert_eq!(errors(&text), ["this is a chain of more than 6000 links"]);
    }
}

/// What has to be read before it is known what it is must not be read anew at each level.
#[test]
fn nothing_is_read_twice() {
    let nested = |before: &str, inside: &str, behind: &str| {
        format!("let x = {}{inside}{};", before.repeat(20), behind.repeat(20))
    };
    for text in [
        nested("if (", "true", ") and true { true } else { true }"),
        nested("switch (", "x", ").a { case _ 1 }"),
        nested("do { (with cycles = ", "1", ") f() }"),
    ] {
        accepts(&text);
        assert!(parse(FileId(0), &text).program.nodes < 1_000, "{text}");
    }
}

#[test]
fn a_comparison_is_no_type_argument() {
    accepts("let a = x<y; let b = [x<y, y>x]; let c = f<{ a : Nat; b : [T] }>(x); if (a<b) { c };");
    accepts(&"a<b; ".repeat(50_000));
    accepts(&format!("let x = [{}];", "a<b, ".repeat(50_000)));
}

#[test]
fn heads_go_on_behind_their_parentheses() {
    accepts("if (a).b { 1 } else { 2 }; while (a) or (b) { c() }; switch (f).x { case _ 1 };");
    accepts("(with migration = f) actor {}");
    accepts("func f() { (with cycles = 1) g(); (with cycles = 2) async {} };");
}

#[test]
fn a_list_left_open_ends_where_the_next_declaration_begins() {
    for text in
        ["module {\n type A = (a : actor;\n type B = (x : Nat) -> Nat;\n}", "[1, 2\nlet x = 1;", "f(1 }"]
    {
        assert!(!errors(text).is_empty(), "{text}");
    }
}
