//! Spoils programs the way people do: a wrong type, a misspelt name, a case left out, arguments in the wrong order.

use super::chance::Chance;
use super::source::{Node, Source};

/// Makes one change, which most often makes a program ill-typed.
pub(super) fn mutate(source: Source, chance: &mut Chance) -> Source {
    for _ in 0..20 {
        let at = source.imports.len() + chance.below(source.size() - source.imports.len());
        let choice = chance.below(16);
        let mut changed = source.edited(at, &mut |nodes, index| match choice {
            0..=1 => {
                nodes.remove(index);
            }
            2 => {
                let twin = nodes[index].clone();
                nodes.insert(index, twin);
            }
            3 => nodes.insert(index, Node::line(*chance.choose(&EXTRA))),
            4 if index > 0 => nodes.swap(index, index - 1),
            _ => {
                let head = respelt(&nodes[index].head, chance);
                nodes[index].head = head;
            }
        });
        if choice == 5 && chance.percent(20) && !source.imports.is_empty() {
            changed = source.without(chance.below(source.imports.len()));
        }
        if changed != source {
            return changed;
        }
    }
    source
}

/// Statements that are wrong, or unusual, almost anywhere.
const EXTRA: [&str; 22] = [
    "1;",
    "\"text\";",
    "return;",
    "return 1;",
    "break;",
    "continue;",
    "break nowhere;",
    "let unused = 1;",
    "var never = 1;",
    "ignore unbound;",
    "let (p, q) = 5;",
    "let { a } = 3;",
    "await f();",
    "throw 1;",
    "assert 1;",
    "ignore (null!);",
    "let same : Nat = -1;",
    "ignore (1 : Text);",
    "type Loop = Loop;",
    "ignore (5 : Nat8) + 300;",
    "debug { ignore 1 };",
    "for (x in 5) {};",
];

/// Words and signs, each with what people write for it.
const INSTEAD: [(&str, &[&str]); 30] = [
    ("Nat", &["Int", "Text", "Nat8", "Bool", "nat", "?Nat"]),
    ("Int", &["Nat", "Text", "Float", "Integer"]),
    ("Text", &["Nat", "Char", "String", "Blob"]),
    ("Bool", &["Nat", "Boolean"]),
    ("Char", &["Text"]),
    ("Float", &["Int", "Nat"]),
    ("Blob", &["Text", "[Nat8]"]),
    ("let", &["var", "const"]),
    ("var", &["let", ""]),
    ("func", &["function", ""]),
    ("case", &["", "when"]),
    ("null", &["0", "_", "none"]),
    ("true", &["1", "True"]),
    ("and", &["or", "&&"]),
    ("or", &["and", "||"]),
    ("not", &["!", "-"]),
    ("debug_show", &["", "show"]),
    ("return", &[""]),
    ("public", &["", "private"]),
    ("else", &[""]),
    ("+", &["-", "#", "and", "+%"]),
    ("*", &["/", "#", "**", "*%"]),
    ("#", &["+", "?"]),
    ("?", &["", "??"]),
    (":=", &["=", "+="]),
    ("=", &[":=", "=="]),
    ("==", &["=", "!="]),
    (";", &["", ";;", ","]),
    ("->", &["=>", ":"]),
    (".", &["", "!."]),
];

/// Returns the line with one token changed.
fn respelt(line: &str, chance: &mut Chance) -> String {
    let mut tokens = tokens(line);
    let words: Vec<usize> = (0..tokens.len()).filter(|at| !tokens[*at].trim().is_empty()).collect();
    if words.is_empty() {
        return line.to_owned();
    }
    let at = *chance.choose(&words);
    let token = tokens[at].clone();
    let known = INSTEAD.iter().find(|(from, _)| *from == token);
    if let (Some((_, choices)), true) = (known, chance.percent(80)) {
        tokens[at] = (*chance.choose(choices)).to_owned();
    } else if token.starts_with(|c: char| c.is_alphabetic()) {
        tokens[at] = match chance.below(4) {
            0 => format!("{token}x"),
            1 => token[..token.len() - 1].to_owned(),
            _ => word(&tokens, chance),
        };
    } else if token.starts_with(|c: char| c.is_ascii_digit()) {
        let values =
            ["-1", "\"1\"", "300", "1.5", "'c'", "true", "null", "99999999999999999999999", "#a", "()"];
        tokens[at] = (*chance.choose(&values)).to_owned();
    } else if token == "," {
        swap_around(&mut tokens, at);
    } else if chance.percent(20) {
        tokens.remove(at);
    } else if token.starts_with('"') {
        tokens[at] = (*chance.choose(&["1", "'c'", "(\"a\", 1)", "null"])).to_owned();
    }
    tokens.concat()
}

/// Another word of the line.
fn word(tokens: &[String], chance: &mut Chance) -> String {
    let words: Vec<&String> =
        tokens.iter().filter(|token| token.starts_with(|c: char| c.is_alphabetic())).collect();
    (*chance.choose(&words)).clone()
}

/// Swaps the tokens on both sides of a comma.
fn swap_around(tokens: &mut [String], at: usize) {
    let before = (0..at).rev().find(|at| !tokens[*at].trim().is_empty());
    let after = (at + 1..tokens.len()).find(|at| !tokens[*at].trim().is_empty());
    if let (Some(before), Some(after)) = (before, after) {
        tokens.swap(before, after);
    }
}

/// Cuts a line into words, numbers, quoted texts, spaces and signs.
fn tokens(line: &str) -> Vec<String> {
    let kind = |c: char| match c {
        _ if c.is_alphanumeric() || c == '_' => 0,
        ' ' => 1,
        '(' | ')' | '{' | '}' | '[' | ']' | ',' | ';' | '"' => 2,
        _ => 3,
    };
    let mut tokens: Vec<String> = Vec::new();
    let mut quoted = false;
    let mut last = (2, ' ');
    for c in line.chars() {
        let inside = quoted && !tokens.is_empty();
        if c == '"' && last.1 != '\\' {
            quoted = !quoted;
        }
        match tokens.last_mut() {
            Some(token) if inside || (kind(c) == last.0 && kind(c) != 2) => token.push(c),
            _ => tokens.push(c.to_string()),
        }
        last = (if inside { 2 } else { kind(c) }, c);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn lines_are_cut_into_words_and_signs() {
        assert_eq!(
            tokens("let x1 = f(\"a \\\" b\", 5) +% y;"),
            [
                "let",
                " ",
                "x1",
                " ",
                "=",
                " ",
                "f",
                "(",
                "\"a \\\" b\"",
                ",",
                " ",
                "5",
                ")",
                " ",
                "+%",
                " ",
                "y",
                ";"
            ]
        );
    }
}
