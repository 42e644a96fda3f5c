//! What the checker reports: one function for each diagnostic, from facts to words.

pub(crate) mod actors;
pub(crate) mod asynchronous;
pub(crate) mod calls;
pub(crate) mod imports;
pub(crate) mod migrations;
pub(crate) mod names;
pub(crate) mod not_yet;
pub(crate) mod style;
pub(crate) mod types;

/// Joins names for a message, with quotes.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().take(12).map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
pub(crate) mod unused;
