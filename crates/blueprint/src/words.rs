//! What the owner reads: the app in plain words.

use std::fmt::Write as _;

use crate::model::{Action, Blueprint, Entity, Field, Kind, Order, Who};
use crate::names::with_article;

/// Returns the whole app in plain words.
pub fn summary(blueprint: &Blueprint) -> String {
    let mut text = format!("{}\n", blueprint.name);
    for entity in &blueprint.entities {
        let fields: Vec<String> = entity.fields.iter().map(field_words).collect();
        let _ = writeln!(text, "\nA list of {}, {}.", entity.plural, order(entity));
        let _ = writeln!(text, "{} has {}.", crate::names::heading(&with_article(&entity.name)), listed(&fields));
        for sentence in access(entity) {
            let _ = writeln!(text, "- {sentence}.");
        }
        if entity.search {
            let _ = writeln!(text, "The page has a search box.");
        }
        if let Some(field) = entity.narrow.and_then(|id| entity.field(id)) {
            let _ = writeln!(text, "The list can be narrowed by {}.", field.name);
        }
        if entity.export {
            let _ = writeln!(text, "The page offers the {} as a CSV file.", entity.plural);
        }
    }
    text
}

/// Returns a sentence per action: who may do it.
pub fn access(entity: &Entity) -> Vec<String> {
    Action::ALL.iter().map(|action| rule(entity, *action)).collect()
}

/// Returns who may do this, as a sentence without its full stop.
pub fn rule(entity: &Entity, action: Action) -> String {
    let (one, many) = (with_article(&entity.name), &entity.plural);
    let does = match action {
        Action::List => format!("see the {many}"),
        Action::Add => format!("add {one}"),
        Action::Change => format!("change {one}"),
        Action::Remove => format!("remove {one}"),
    };
    match (entity.rules.of(action), action) {
        (Who::Author, Action::List) => format!("Each person sees only the {many} they added"),
        (Who::AuthorOrOwner, Action::List) => {
            format!("Each person sees only the {many} they added, and the owner of this app sees all")
        }
        (Who::Everyone, _) => format!("Everyone may {does}"),
        (Who::SignedIn, _) => format!("Whoever is signed in may {does}"),
        (Who::Author, _) => format!("Only the person who added it may {does}"),
        (Who::AuthorOrOwner, _) => format!("Only the person who added it and the owner of this app may {does}"),
        (Who::Owner, _) => format!("Only the owner of this app may {does}"),
        (Who::Nobody, _) => format!("Nobody may {does}"),
    }
}

/// Returns a field as it stands in a sentence: `name (must be given)`.
pub fn field_words(field: &Field) -> String {
    let mut notes = Vec::new();
    match field.kind {
        Kind::Text | Kind::LongText => {}
        Kind::Choice => notes.push(format!("one of {}", field.options.join(", "))),
        other => notes.push(kind(other).to_owned()),
    }
    if field.kind.can_be_required() {
        notes.push(if field.required { "must be given" } else { "optional" }.to_owned());
    }
    if notes.is_empty() { field.name.clone() } else { format!("{} ({})", field.name, notes.join("; ")) }
}

/// Returns what a value of this kind is called.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::LongText => "long text",
        Kind::Number => "number",
        Kind::Decimal => "number with two decimals",
        Kind::YesNo => "yes or no",
        Kind::Date => "date",
        Kind::Time => "time of day",
        Kind::Choice => "choice",
    }
}

/// Returns how a list is ordered.
pub fn order(entity: &Entity) -> String {
    let name = |id| entity.field(id).map_or("a field", |field| field.name.as_str());
    match entity.order {
        Order::NewestFirst => "newest first".to_owned(),
        Order::OldestFirst => "oldest first".to_owned(),
        Order::Ascending(id) => format!("by {}, smallest first", name(id)),
        Order::Descending(id) => format!("by {}, largest first", name(id)),
    }
}

/// Returns the parts as they stand in a sentence: `a, b and c`.
pub(crate) fn listed(parts: &[String]) -> String {
    match parts {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
