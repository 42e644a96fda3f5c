//! What is long without nesting: chains of operators and of what stands behind a name.

use super::Case;

const OPERANDS: usize = 5_000;

/// What follows a name again and again.
const SUFFIXES: &[(&str, &str)] = &[
    ("fields", ".a"),
    ("projections", ".0"),
    ("empty calls", "()"),
    ("method calls", ".f()"),
    ("indexes", "[0]"),
    ("bangs", "!"),
    ("type arguments", "<Nat>()"),
    ("annotations", " : Nat"),
    ("pipes", " |> f(_)"),
];

/// Operators, with operands and the type of the chain.
const OPERATORS: &[(&str, &str)] = &[
    ("+", "1"),
    ("-", "1"),
    ("*", "1"),
    ("/", "1"),
    ("%", "1"),
    ("**", "1"),
    ("+%", "(1 : Nat8)"),
    ("-%", "(1 : Nat8)"),
    ("*%", "(1 : Nat8)"),
    ("**%", "(1 : Nat8)"),
    ("&", "(1 : Nat8)"),
    ("|", "(1 : Nat8)"),
    ("^", "(1 : Nat8)"),
    ("<<", "(1 : Nat8)"),
    (">>", "(1 : Nat8)"),
    ("<<>", "(1 : Nat8)"),
    ("<>>", "(1 : Nat8)"),
    ("#", "\"a\""),
    ("and", "true"),
    ("or", "true"),
    ("??", "null"),
    ("==", "1"),
    ("<", "1"),
    (">=", "1"),
    (":=", "x"),
    ("+=", "x"),
    ("|>", "f(_)"),
    ("->", "Nat"),
    (".", "x"),
    (",", "x"),
    ("=", "x"),
];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, suffix) in SUFFIXES {
        for count in [200, OPERANDS, 40 * OPERANDS] {
            let text = format!("let x = (1, 2); let y = x{};", suffix.repeat(count));
            cases.push(Case::new(format!("{count} {name} behind a name"), text));
        }
    }
    for (operator, operand) in OPERATORS {
        let chain = vec![*operand; OPERANDS].join(&format!(" {operator} "));
        cases.push(Case::new(format!("a chain of `{operator}`"), format!("let y = {chain};")));
        let inside = format!("func f(x : Nat) : Nat {{ x }}; func g() {{ var x = 1; ignore ({chain}) }};");
        cases.push(Case::new(format!("a chain of `{operator}` in a function"), inside));
        let long = vec![*operand; 40 * OPERANDS].join(&format!(" {operator} "));
        cases.push(Case::new(format!("a very long chain of `{operator}`"), format!("let y = {long};")));
    }
    for (name, ty) in [("and", "{ a : Nat }"), ("or", "{ #a }")] {
        for count in [OPERANDS, 20 * OPERANDS] {
            let chain = vec![ty; count].join(&format!(" {name} "));
            cases.push(Case::new(
                format!("{count} types with `{name}`"),
                format!("type T = {chain}; let x : ?T = null;"),
            ));
        }
    }
    for (name, pattern) in [("or", "1"), ("and", "_")] {
        for count in [OPERANDS, 20 * OPERANDS] {
            let chain = vec![pattern; count].join(&format!(" {name} "));
            let text = format!("func f(x : Nat) {{ switch x {{ case ({chain}) {{}}; case _ {{}} }} }};");
            cases.push(Case::new(format!("{count} patterns with `{name}`"), text));
        }
    }
    cases
}
