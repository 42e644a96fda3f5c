//! What is short and stands for something huge: types, patterns, inference.

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    [types(), patterns(), inference()].concat()
}

/// `count` definitions, each in terms of the next.
fn doubling(name: &str, body: &str, count: usize) -> String {
    let line = |at: usize| {
        let next = format!("{name}{}", at + 1);
        format!("type {name}{at} = {};\n", body.replace("NEXT", &next))
    };
    (0..count).map(line).collect::<String>() + &format!("type {name}{count} = Nat;\n")
}

fn types() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, body) in [
        ("tuples", "(NEXT, NEXT)"),
        ("records", "{ a : NEXT; b : NEXT }"),
        ("variants", "{ #a : NEXT; #b : NEXT }"),
        ("functions", "NEXT -> NEXT"),
        ("mutable arrays", "([var NEXT], [var NEXT])"),
        ("shared functions", "shared (NEXT, NEXT) -> async NEXT"),
    ] {
        let (one, other) = (doubling("A", body, 40), doubling("B", body, 40));
        let wrong = other.replace("type B40 = Nat", "type B40 = Text");
        cases.extend([
            Case::new(format!("doubled {name}, compared"), format!("{one}{other}func f(x : A0) : B0 {{ x }};")),
            Case::new(format!("doubled {name}, compared with what they are not"), format!("{one}{wrong}func f(x : A0) : B0 {{ x }};")),
            Case::new(format!("doubled {name}, joined"), format!("{one}{wrong}func f(x : A0, y : B0) {{ ignore [x, y]; ignore if true x else y }};")),
            Case::new(format!("doubled {name}, inferred"), format!("{one}{other}func id<T>(x : T, _ : T) : T {{ x }}; func f(x : A0, y : B0) : A0 {{ id(x, y) }};")),
            Case::new(format!("doubled {name}, shown"), format!("{one}func f(x : A0) : Text {{ debug_show x }};")),
            Case::new(format!("doubled {name}, compared as values"), format!("{one}func f(x : A0, y : A0) : Bool {{ x == y }};")),
            Case::new(format!("doubled {name}, in messages"), format!("{one}actor {{ public func f(x : A0) : async A0 {{ x }} }};")),
            Case::new(format!("doubled {name}, as Candid"), format!("{one}func f(x : A0) : ?A0 {{ from_candid(to_candid(x)) }};")),
            Case::new(format!("doubled {name}, stored"), format!("{one}actor {{ var x : ?A0 = null; public func f() : async () {{ x := null }} }};")),
        ]);
    }
    let nested = |depth: usize| format!("{}Nat{}", "P<".repeat(depth), ">".repeat(depth));
    let deep = nested(100);
    cases.extend([
        Case::new("a pair of pairs, by name", format!("type P<A> = (A, A); func f(x : {deep}) : {deep} {{ x }}; actor {{ var x : ?{deep} = null }};")),
        Case::new("a pair of pairs, shown", format!("type P<A> = (A, A); func f(x : {deep}) : Text {{ debug_show x }};")),
        Case::new("a pair of pairs, in messages", format!("type P<A> = {{ a : A; b : A }}; actor {{ public func f(x : {deep}) : async {deep} {{ x }} }};")),
        Case::new("a pair of pairs, wrong", format!("type P<A> = (A, A); func f(x : {deep}) : {} {{ x }};", nested(99))),
        Case::new("a type that grows", "type L<T> = ?(T, L<L<T>>); type M<T> = ?(T, M<M<T>>); func f(x : L<Nat>) : M<Nat> { x };"),
        Case::new("a type that grows in two places", "type L<T> = { a : ?L<[T]>; b : ?L<(T, T)> }; type M<T> = { a : ?M<[T]>; b : ?M<(T, T)> }; func f(x : L<Nat>) : M<Nat> { x };"),
        Case::new("a type that grows, sent", "type L<T> = ?(T, L<[T]>); actor { public func f(x : L<Nat>) : async () {} };"),
        Case::new("a type that grows, shown", "type L<T> = ?(T, L<[T]>); func f(x : L<Nat>) : Text { debug_show x };"),
        Case::new("a type that grows, stored", "type L<T> = ?(T, L<[T]>); actor { var x : ?L<Nat> = null };"),
        Case::new("a type that grows in two places, sent", "type L<T> = { a : ?L<[T]>; b : ?L<(T, T)> }; actor { public func f(x : L<Nat>) : async () {} };"),
        Case::new("a type that is itself", "type T = T; type A = B; type B = A; let x : T = 1; let y : A = x;"),
        Case::new("a type that turns its parameters", "type T<A, B, C, D, E, F> = ?(A, T<B, C, D, E, F, A>); type U<A, B, C, D, E, F> = ?(A, U<B, C, D, E, F, A>); func f(x : T<Nat, Int, Text, Bool, Char, Blob>) : U<Nat, Int, Text, Bool, Char, Blob> { x };"),
        Case::new("types that grow into each other", "type A<T> = ?B<[T]>; type B<T> = ?C<?T>; type C<T> = ?A<(T, T)>; func f(x : A<Nat>) : B<Nat> { x };"),
        Case::new("an object that contains itself with a function", "type T = { f : T -> T; g : (T, T) -> T }; type U = { f : U -> U; g : (U, U) -> U }; func f(x : T) : U { x };"),
        Case::new("bounds of bounds", format!("func f<A0{}>(x : A0) : A30 {{ x }};", (1..31).map(|at| format!(", A{at} <: (A{}, A{0})", at - 1)).collect::<String>())),
        Case::new("classes of classes", "class C<T>(x : T) { public func f() : C<C<T>> { C<C<T>>(C<T>(x)) } }; let c = C<Nat>(1).f().f().f();"),
        Case::new("a function that calls itself at ever larger types", "func f<T>(x : T, n : Nat) : Text { if (n == 0) debug_show 1 else f((x, x), n - 1) }; ignore f(1, 3);"),
    ]);
    cases
}

fn patterns() -> Vec<Case> {
    let tuple = |part: &str, count: usize| vec![part; count].join(", ");
    let mut cases = vec![
        Case::new(
            "a product of alternatives",
            format!(
                "type V = {{ #a; #b }}; func f(x : ({})) {{ switch x {{ case ({}) {{}} }} }};",
                tuple("V", 30),
                tuple("#a or #b", 30)
            ),
        ),
        Case::new(
            "nested alternatives",
            format!(
                "func f(x : Nat) {{ switch x {{ case ({}1{}) {{}}; case _ {{}} }} }};",
                "(1 or ".repeat(150),
                ")".repeat(150)
            ),
        ),
    ];
    for (name, count) in [("12", 12), ("24", 24), ("60", 60)] {
        let all = tuple("Bool", count);
        let diagonal = |value: &str| -> String {
            (0..count)
                .map(|at| {
                    let parts: Vec<&str> =
                        (0..count).map(|other| if other == at { value } else { "_" }).collect();
                    format!("case ({}) {at}; ", parts.join(", "))
                })
                .collect()
        };
        cases.push(Case::new(
            format!("a diagonal over {name} Bools"),
            format!("func f(x : ({all})) : Nat {{ switch x {{ {} }} }};", diagonal("true")),
        ));
        cases.push(Case::new(
            format!("both diagonals over {name} Bools"),
            format!(
                "func f(x : ({all})) : Nat {{ switch x {{ {}{} }} }};",
                diagonal("true"),
                diagonal("false")
            ),
        ));
        let pairs: String = (0..count - 1)
            .flat_map(|at| ["true", "false"].map(|value| (at, value)))
            .map(|(at, value)| {
                let parts: Vec<&str> = (0..count)
                    .map(|other| if other == at || other == at + 1 { value } else { "_" })
                    .collect();
                format!("case ({}) {at}; ", parts.join(", "))
            })
            .collect();
        cases.push(Case::new(
            format!("neighbours over {name} Bools"),
            format!("func f(x : ({all})) : Nat {{ switch x {{ {pairs} }} }};"),
        ));
    }
    cases.push(Case::new(
        "variants in variants",
        "type V = { #a : V; #b : V; #c : (V, V); #d }; func f(x : (V, V, V)) : Nat { switch x { case (#a(#a(#a _)), _, _) 1; case (_, #c(#a _, #b _), _) 2; case (_, _, #c(#c(_, #d), #d)) 3; case (#c(#a _, #c(#b _, _)), #b(#b _), #a _) 4; case (#d, #d, #d) 5 } };",
    ));
    cases
}

fn inference() -> Vec<Case> {
    let generic = "func g<A, B>(f : A -> B, x : A) : B { f x }; func h<A>(f : () -> A) : A { f() }; func p<A>(x : A, _ : A) : A { x };";
    let core = "import Array \"mo:core/Array\"; import Nat \"mo:core/Nat\"; import Map \"mo:core/Map\"; import Text \"mo:core/Text\";\n";
    let around = |before: &str, inside: &str, behind: &str, depth: usize| {
        format!("{}{inside}{}", before.repeat(depth), behind.repeat(depth))
    };
    vec![
        Case::new(
            "lambdas in generic calls",
            format!("{generic}\nlet x = {};", around("h(func () = ", "1", ")", 60)),
        ),
        Case::new(
            "lambdas with parameters in generic calls",
            format!("{generic}\nlet x = {};", around("g(func x = ", "x", ", 1)", 60)),
        ),
        Case::new(
            "written type arguments in lambdas",
            format!("{generic}\nlet x = {};", around("h<Nat>(func () = ", "1", ")", 60)),
        ),
        Case::new(
            "blocks in generic calls",
            format!("{generic}\nlet x = {};", around("h(func () { ", "1", " })", 60)),
        ),
        Case::new(
            "generic calls in both arguments",
            format!("{generic}\nlet x = {};", around("p(p(1, 2), ", "3", ")", 60)),
        ),
        Case::new(
            "a literal under many operators",
            format!("let x : Float = {};", around("(1 + ", "1", ")", 150)),
        ),
        Case::new(
            "conditions over literals",
            format!("let x : Nat8 = {};", around("(if true 1 else ", "1", ")", 100)),
        ),
        Case::new(
            "switches as arguments",
            format!("{generic}\nlet x = {};", around("p(switch 1 { case _ ", "1", " }, 2)", 60)),
        ),
        Case::new(
            "map in map in map",
            format!("{core}let x = [1].map(func (_) = {});", around("[1].map(func (_) = ", "1", ")", 30)),
        ),
        Case::new("a chain of maps", format!("{core}let x = [1]{};", ".map(func x = x + 1)".repeat(150))),
        Case::new(
            "records in records with updates",
            format!("let r = {{ a = 1 }}; let x = {};", around("{ r with a = ", "1", " }", 100)),
        ),
        Case::new(
            "comparison of arrays of arrays",
            format!(
                "{core}func f(x : {0}) {{ ignore Map.empty<{0}, Nat>().add(x, 1) }};",
                around("[", "Nat", "]", 40)
            ),
        ),
        Case::new(
            "comparison of tuples of arrays",
            format!(
                "{core}func cmp<A, B>(a : (A, B), b : (A, B), compare : (implicit : (A, A) -> {{ #less; #equal; #greater }}), compare2 : (implicit : (compare : (B, B) -> {{ #less; #equal; #greater }}))) : {{ #less; #equal; #greater }} {{ ignore (a, b, compare, compare2); #less }}; module M {{ public let compare = cmp }}; func f(x : {0}) {{ ignore Map.empty<{0}, Nat>().add(x, 1) }};",
                around("(", "Nat", ", Nat)", 12)
            ),
        ),
        Case::new(
            "no comparison for a deep type",
            format!(
                "{core}func f(x : {0}) {{ ignore Map.empty<{0}, Nat>().add(x, 1) }};",
                around("[?", "Nat", "]", 20)
            ),
        ),
        Case::new(
            "functions that return functions",
            format!(
                "let f = {}; let x = f{};",
                around("func (x : Nat) : Any = ", "x", "", 100),
                "(1)".repeat(3)
            ),
        ),
        Case::new(
            "asynchronous blocks",
            format!(
                "actor {{ public func f() : async () {{ {} }} }};",
                around("await async { ", "", " };", 100)
            ),
        ),
        Case::new(
            "awaits in every branch",
            format!(
                "actor {{ public func f(b : Bool) : async () {{ {} }} }};",
                around("if b { await async {} } else { ", "", " };", 100)
            ),
        ),
        Case::new(
            "awaits in loops",
            format!(
                "actor {{ public func f(b : Bool) : async () {{ {} }} }};",
                around("while b { await async {}; ", "", " };", 60)
            ),
        ),
        Case::new(
            "tries with finally",
            format!(
                "actor {{ func g() {{}}; public func f() : async () {{ {} }} }};",
                around("try { await async {}; ", "", " } catch _ {} finally { g() };", 40)
            ),
        ),
        Case::new(
            "finally in finally",
            format!(
                "actor {{ public func f() : async () {{ {} }} }};",
                around("try { await async {} } finally { ", "", " };", 40)
            ),
        ),
        Case::new(
            "labels and ways out",
            format!("func f(b : Bool) {{ {} }};", around("label l loop { if b break l; ", "", " };", 100)),
        ),
        Case::new("a function in place of each of its calls", {
            let doubled =
                |at: usize| format!("func f{}(x : Nat) : Nat {{ f{at}(f{at}(x)) + f{at}(x) }};\n", at + 1);
            let functions: String = (0..30).map(doubled).collect();
            format!("func f0(x : Nat) : Nat {{ x + 1 }};\n{functions}ignore f30(1);")
        }),
        Case::new("functions that take functions", {
            let line = |at: usize| {
                format!(
                    "func f{}(g : Nat -> Nat) : Nat {{ f{at}(func x = g(x + {at})) + f{at}(func x = g(x) * 2) }};\n",
                    at + 1
                )
            };
            let functions: String = (0..30).map(line).collect();
            format!("func f0(g : Nat -> Nat) : Nat {{ g 1 }};\n{functions}ignore f30(func x = x);")
        }),
    ]
}
