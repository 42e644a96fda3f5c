//! From words to identifiers: `date of birth` becomes `dateOfBirth`, never a word that Motoko keeps for itself.

/// Returns the words as an identifier that starts small: `dateOfBirth`.
pub(crate) fn camel(words: &str) -> String {
    let pascal = pascal(words);
    let mut chars = pascal.chars();
    match chars.next() {
        Some(first) => first.to_ascii_lowercase().to_string() + chars.as_str(),
        None => pascal,
    }
}

/// Returns the words as an identifier that starts large: `DateOfBirth`.
///
/// Letters outside ASCII are spelt without their accents where there is a usual spelling and dropped elsewhere.
pub(crate) fn pascal(words: &str) -> String {
    let plain: String = words.replace(['\'', '\u{2019}'], "").chars().map(plain_letters).collect();
    let name: String = plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(capitalised)
        .collect();
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        Some(_) => name,
        None => "Item".to_owned(),
    }
}

/// Returns the words with a large first letter, as a heading has it.
pub fn heading(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

/// Returns the usual plural: `boxes` for `box`, `categories` for `category`.
pub fn plural(word: &str) -> String {
    const IRREGULAR: [(&str, &str); 9] = [
        ("person", "people"),
        ("child", "children"),
        ("man", "men"),
        ("woman", "women"),
        ("dish", "dishes"),
        ("news", "news"),
        ("feedback", "feedback"),
        ("staff", "staff"),
        ("equipment", "equipment"),
    ];
    let (before, last) =
        word.rsplit_once(' ').map_or(("", word), |(_, last)| (&word[..word.len() - last.len()], last));
    let last = match IRREGULAR.iter().find(|(one, _)| *one == last) {
        Some((_, many)) => (*many).to_owned(),
        None if ends_in_consonant_y(last) => format!("{}ies", &last[..last.len() - 1]),
        None if ["s", "x", "z", "ch", "sh"].iter().any(|end| last.ends_with(end)) => format!("{last}es"),
        None => format!("{last}s"),
    };
    format!("{before}{last}")
}

/// Returns the article that fits: `an invoice`, `a visit`.
pub fn with_article(noun: &str) -> String {
    let vowel = noun.chars().next().is_some_and(|first| "aeiouAEIOU".contains(first));
    let sounds_otherwise = ["user", "unit", "one", "uni", "eu"].iter().any(|start| noun.starts_with(start));
    let article = if (vowel && !sounds_otherwise) || noun.starts_with("hour") { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Returns the name, or the name with `suffix` where Motoko or the generated program keeps it for itself.
pub(crate) fn free(name: String, suffix: &str) -> String {
    if KEYWORDS.contains(&name.as_str()) || TAKEN.contains(&name.as_str()) { name + suffix } else { name }
}

/// Returns the name, numbered where it is in use.
pub(crate) fn unused(name: &str, is_used: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{name}{number}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|candidate| !is_used(candidate))
        .expect("numbers do not end")
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

fn ends_in_consonant_y(word: &str) -> bool {
    let mut last = word.chars().rev();
    last.next() == Some('y') && last.next().is_some_and(|before| !"aeiou".contains(before))
}

fn plain_letters(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' | 'É' | 'È' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'Ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'ß' => 's',
        other => other,
    }
}

/// What the language keeps for itself.
const KEYWORDS: [&str; 66] = [
    "actor",
    "and",
    "assert",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "composite",
    "continue",
    "debug",
    "debug_show",
    "do",
    "else",
    "false",
    "finally",
    "flexible",
    "for",
    "from_candid",
    "func",
    "if",
    "ignore",
    "implicit",
    "import",
    "in",
    "include",
    "label",
    "let",
    "loop",
    "mixin",
    "module",
    "not",
    "null",
    "object",
    "or",
    "persistent",
    "private",
    "public",
    "query",
    "return",
    "shared",
    "stable",
    "switch",
    "system",
    "then",
    "throw",
    "to_candid",
    "transient",
    "true",
    "try",
    "type",
    "var",
    "weak",
    "while",
    "with",
    "Array",
    "Bool",
    "Int",
    "Map",
    "Nat",
    "Principal",
    "Runtime",
    "Text",
    "Time",
    "Iter",
];

/// What the generated program calls its own.
const TAKEN: [&str; 27] = [
    "access",
    "addedAt",
    "addedAtMs",
    "addedBy",
    "caller",
    "checkedChoice",
    "checkedNumber",
    "checkedShape",
    "checkedText",
    "entry",
    "found",
    "from",
    "given",
    "id",
    "isAuthor",
    "left",
    "mayChange",
    "mayRemove",
    "new",
    "nextId",
    "old",
    "options",
    "right",
    "row",
    "rows",
    "total",
    "wanted",
];
