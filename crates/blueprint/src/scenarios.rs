//! What must hold, as a text that a person can read and a machine can run: who calls what, and what comes back.
//!
//! ```text
//! scenario: Everyone may add a message
//!
//! as somebody
//!   addMessage (record { name = "name 1" }) -> $id
//!   listMessages (opt record { id = opt $id }) has "name 1"
//! as anonymous
//!   removeMessage ($id) refused "Only"
//! ```
//!
//! `as NAME` says who calls from there on: `owner` (of the app), `anonymous`, or a local test identity of that name.
//! A call is a method and its arguments in Candid text. `-> $word` keeps the first value of the reply for later calls;
//! `has "TEXT"` and `lacks "TEXT"` look for a text in the reply's Candid text; `refused "TEXT"` wants a trap or reject whose
//! message contains the text. Without any of these the call need only succeed. A line that starts with `#` is a remark.

use std::fmt::Write as _;

use crate::File;
use crate::model::{Action, Blueprint, Entity, Field, Kind, Who};
use crate::names::pascal;
use crate::words::rule;

/// Returns a file of scenarios per list.
pub fn scenarios(blueprint: &Blueprint) -> Vec<File> {
    let file = |entity: &Entity| File::new(&format!("scenarios/{}.txt", entity.codes), text(entity));
    blueprint.entities.iter().filter(|entity| entity.rules.add != Who::Nobody).map(file).collect()
}

fn text(entity: &Entity) -> String {
    let mut out = String::new();
    let (one, many) = (pascal(&entity.code), pascal(&entity.codes));
    let adder = allowed(entity.rules.add);
    let (row, sign) = sample(entity);
    let _ = writeln!(out, "scenario: {}\n\nas {adder}\n  add{one} ({row}) -> $id", rule(entity, Action::Add));
    let viewer = if entity.rules.list == Who::Owner { "owner" } else { adder };
    if entity.rules.list != Who::Nobody {
        let _ = writeln!(out, "as {viewer}\n  list{many} (opt record {{ id = opt $id }}) {sign}");
    }
    let list = format!("list{many} (opt record {{ id = opt $id }})");
    if let Some((who, check)) = refused_list(entity) {
        let _ = writeln!(
            out,
            "\nscenario: {}\n\nas {adder}\n  add{one} ({row}) -> $id",
            rule(entity, Action::List)
        );
        let _ = writeln!(out, "as {who}\n  {list} {check}");
    }
    for (action, verb, more) in
        [(Action::Change, "change", format!(", {row}")), (Action::Remove, "remove", String::new())]
    {
        let who = entity.rules.of(action);
        if who == Who::Nobody {
            continue;
        }
        let _ =
            writeln!(out, "\nscenario: {}\n\nas {adder}\n  add{one} ({row}) -> $id", rule(entity, action));
        if who != Who::Everyone {
            let stranger = if who == Who::SignedIn { "anonymous" } else { "stranger" };
            let _ = writeln!(out, "as {stranger}\n  {verb}{one} ($id{more}) refused \"may\"");
        }
        let allowed = match who {
            Who::Author | Who::AuthorOrOwner => adder,
            other => allowed(other),
        };
        let _ = writeln!(out, "as {allowed}\n  {verb}{one} ($id{more})");
    }
    if let Some(field) = entity.fields.iter().find(|field| field.required && field.kind.is_text()) {
        let without =
            record(
                entity,
                |candidate| if candidate.id == field.id { missing(candidate) } else { value(candidate) },
            );
        let _ = writeln!(
            out,
            "\nscenario: The {} of {} must be given\n",
            field.name,
            crate::names::with_article(&entity.name)
        );
        let _ = writeln!(out, "as {adder}\n  add{one} ({without}) refused \"{}\"", field.name);
    }
    out
}

/// Returns who gets nothing from the list, and how that shows.
fn refused_list(entity: &Entity) -> Option<(&'static str, &'static str)> {
    match entity.rules.list {
        Who::Everyone | Who::Nobody => None,
        Who::SignedIn => Some(("anonymous", "refused \"may\"")),
        Who::Owner => Some(("stranger", "refused \"may\"")),
        Who::Author | Who::AuthorOrOwner => Some(("stranger", "has \"total = 0\"")),
    }
}

fn allowed(who: Who) -> &'static str {
    if who == Who::Owner { "owner" } else { "somebody" }
}

/// Returns a row that may be added, and what shows that it is there.
fn sample(entity: &Entity) -> (String, String) {
    let text = entity.fields.iter().find(|field| matches!(field.kind, Kind::Text | Kind::LongText));
    let sign =
        text.map_or("has \"total = 1\"".to_owned(), |field| format!("has \"{} 1\"", plain(&field.name)));
    (record(entity, value), sign)
}

fn record(entity: &Entity, value: impl Fn(&Field) -> String) -> String {
    let fields: Vec<String> =
        entity.fields.iter().map(|field| format!("{} = {}", field.code, value(field))).collect();
    format!("record {{ {} }}", fields.join("; "))
}

fn value(field: &Field) -> String {
    let value = match field.kind {
        Kind::Text | Kind::LongText => format!("\"{} 1\"", plain(&field.name)),
        Kind::Number => "3 : int".to_owned(),
        Kind::Decimal => "1250 : int".to_owned(),
        Kind::YesNo => "false".to_owned(),
        Kind::Date => "\"2026-11-23\"".to_owned(),
        Kind::Time => "\"17:45\"".to_owned(),
        Kind::Choice => format!("\"{}\"", plain(field.options.first().map_or("", String::as_str))),
    };
    if field.nullable { format!("opt ({value})") } else { value }
}

fn missing(field: &Field) -> String {
    if field.nullable { "null".to_owned() } else { "\"\"".to_owned() }
}

fn plain(text: &str) -> String {
    text.replace(['"', '\\'], "")
}
