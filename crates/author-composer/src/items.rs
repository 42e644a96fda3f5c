//! Lists of things in a sentence: `a record number, arrival date (optional) and the owner's name`.

use std::ops::Range;

use blueprint::{Kind, NewField};

use crate::lexicon::{is_beyond, kind_of};
use crate::words::Words;

/// One thing of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// Its words without articles: `arrival date`.
    pub(crate) name: String,
    /// Whether it is said to be needed or not.
    pub(crate) required: Option<bool>,
    /// What can be chosen: `(open, closed)`.
    pub(crate) options: Vec<String>,
    pub(crate) kind: Option<Kind>,
    pub(crate) range: Range<usize>,
}

impl Item {
    /// Returns the field that it describes.
    pub(crate) fn field(&self, required_otherwise: bool) -> NewField {
        let kind = if self.options.len() > 1 {
            Kind::Choice
        } else {
            self.kind.unwrap_or_else(|| kind_of(&self.name))
        };
        let options: Vec<&str> =
            if kind == Kind::Choice { self.options.iter().map(String::as_str).collect() } else { Vec::new() };
        let field = NewField::new(&self.name, kind).options(&options);
        if self.required.unwrap_or(required_otherwise) { field.required() } else { field }
    }
}

/// Words after which a list of things is over, since another thought begins.
const ENDS: &[&str] = &[
    "so",
    "that",
    "which",
    "who",
    "where",
    "when",
    "while",
    "let",
    "lets",
    "show",
    "shows",
    "with",
    "for",
    "in",
    "on",
    "at",
    "by",
    "to",
    "from",
    "newest",
    "oldest",
    "latest",
    "search",
    "searchable",
    "find",
    "import",
    "export",
    "only",
    "anyone",
    "everyone",
    "everybody",
    "anybody",
    "nobody",
    "each",
    "every",
    "i",
    "we",
    "they",
    "it",
    "you",
    "people",
    "can",
    "may",
    "must",
    "should",
    "if",
    "but",
    "because",
    "plus",
    "then",
    "see",
    "sees",
    "write",
    "send",
    "order",
    "sorted",
    "ordered",
    "is",
    "are",
    "has",
    "have",
    "make",
    "set",
    "watch",
    "allow",
    "delete",
    "add",
    "tick",
    "also",
    "whether",
    "most",
    "what",
    "nothing",
    "add",
    "using",
];

/// Words before the name of a thing that are no part of it.
const BEFORE: &[&str] = &[
    "a",
    "an",
    "the",
    "their",
    "his",
    "her",
    "its",
    "our",
    "my",
    "your",
    "some",
    "any",
    "one",
    "optional",
    "optionally",
    "required",
    "mandatory",
    "new",
    "also",
    "every",
    "all",
    "possibly",
];

/// Reads the things from `start` on; returns them and where the list is over.
pub(crate) fn items(words: &Words, start: usize) -> (Vec<Item>, usize) {
    let mut items = Vec::new();
    let mut at = start;
    loop {
        let Some(item) = item(words, at) else { return (items, at) };
        at = item.range.end;
        items.push(item);
        let next = separator(words, at);
        if next == at {
            return (items, at);
        }
        at = next;
    }
}

/// Returns where the next thing begins, past commas and `and`.
fn separator(words: &Words, start: usize) -> usize {
    let mut at = start;
    while matches!(words.at(at), "," | "and" | "or" | "&") || (at > start && words.at(at) == "also") {
        at += 1;
    }
    at
}

fn item(words: &Words, start: usize) -> Option<Item> {
    let mut at = start;
    let mut required = None;
    while BEFORE.contains(&words.at(at)) {
        required = needed(words.at(at)).or(required);
        at += 1;
    }
    // "Whether it is lent out" is a yes or no.
    let whether = words.at(at) == "whether";
    while whether
        && matches!(
            words.at(at),
            "whether" | "it" | "they" | "is" | "are" | "has" | "have" | "been" | "the" | "was"
        )
    {
        at += 1;
    }
    let first = at;
    // After an article even "make" and "order" are things.
    if matches!(words.at(at.wrapping_sub(1)), "a" | "an" | "the")
        && ENDS.contains(&words.at(at))
        && !words.ends(at)
    {
        at += 1;
    }
    while !words.ends(at)
        && !matches!(words.at(at), "," | "and" | "or" | "(" | ")" | "&")
        && !ENDS.contains(&words.at(at))
    {
        if words.at(at) == "they" {
            break;
        }
        at += 1;
    }
    let length = at - first;
    if length == 0 || length > 5 || (first..at).any(|index| is_beyond(words.at(index))) {
        return None;
    }
    let mut name: Vec<&str> = (first..at).map(|index| words.at(index)).collect();
    while name.len() > 1 && matches!(name.last(), Some(&("too" | "as" | "well" | "please"))) {
        name.pop();
    }
    let mut item = Item {
        name: name.join(" "),
        required,
        options: Vec::new(),
        kind: whether.then_some(Kind::YesNo),
        range: start..at,
    };
    read_bracket(words, &mut item);
    Some(item)
}

/// Reads what stands in brackets after a thing: `(optional)`, `(number)`, `(open, closed)`.
fn read_bracket(words: &Words, item: &mut Item) {
    if words.at(item.range.end) != "(" {
        return;
    }
    let start = item.range.end + 1;
    let Some(end) = (start..words.len().min(start + 60)).find(|index| words.at(*index) == ")") else {
        return;
    };
    let mut part = start;
    for index in start..=end {
        if index < end && !matches!(words.at(index), "," | "or" | "and" | "/") {
            continue;
        }
        let text = words.quote(part..index).trim().to_owned();
        part = index + 1;
        match (needed(&text.to_lowercase()), kind_named(&text.to_lowercase())) {
            (Some(required), _) => item.required = Some(required),
            (_, Some(kind)) => item.kind = Some(kind),
            _ if text.is_empty() || item.options.contains(&text) => {}
            _ => item.options.push(text),
        }
    }
    item.range.end = end + 1;
}

/// Returns the kind of value that a word names.
pub(crate) fn kind_named(word: &str) -> Option<Kind> {
    Some(match word {
        "text" | "word" | "words" | "one line" => Kind::Text,
        "long text" | "lines" | "several lines" | "paragraph" => Kind::LongText,
        "number" | "whole number" | "integer" => Kind::Number,
        "money" | "amount" | "decimal" | "price" => Kind::Decimal,
        "yes/no" | "yes no" | "checkbox" | "tick box" | "yes or no" => Kind::YesNo,
        "date" | "day" => Kind::Date,
        "time" => Kind::Time,
        _ => return None,
    })
}

/// Returns whether a word says that something must be given, or need not.
pub(crate) fn needed(word: &str) -> Option<bool> {
    match word {
        "required" | "mandatory" | "compulsory" | "needed" | "must" => Some(true),
        "optional" | "optionally" | "voluntary" | "possibly" => Some(false),
        _ => None,
    }
}
