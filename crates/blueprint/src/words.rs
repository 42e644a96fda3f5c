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
        let _ =
            writeln!(text, "{} has {}.", crate::names::heading(&with_article(&entity.name)), listed(&fields));
        for sentence in access(entity, &Action::ALL) {
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

/// Returns who may do each of these, in as few sentences as say it.
pub fn access(entity: &Entity, actions: &[Action]) -> Vec<String> {
    let mut groups: Vec<(Who, Vec<Action>)> = Vec::new();
    for action in actions {
        let who = entity.rules.of(*action);
        let own_list = *action == Action::List && matches!(who, Who::Author | Who::AuthorOrOwner);
        match groups
            .last_mut()
            .filter(|(known, of)| *known == who && !of.contains(&Action::List) && !own_list)
        {
            Some((_, of)) => of.push(*action),
            None => groups.push((who, vec![*action])),
        }
    }
    let sentence = |(who, of): &(Who, Vec<Action>)| match of.as_slice() {
        [one] => rule(entity, *one),
        many => {
            let verbs: Vec<&str> = many.iter().map(|action| verb(*action)).collect();
            let (last, first) = verbs.split_last().expect("more than one");
            may(*who, &format!("{} or {last} {}", first.join(", "), with_article(&entity.name)))
        }
    };
    groups.iter().map(sentence).collect()
}

/// Returns who may do this, as a sentence without its full stop.
pub fn rule(entity: &Entity, action: Action) -> String {
    let (one, many) = (with_article(&entity.name), &entity.plural);
    let does =
        if action == Action::List { format!("see the {many}") } else { format!("{} {one}", verb(action)) };
    match (entity.rules.of(action), action) {
        (Who::Author, Action::List) => format!("Each person sees only the {many} they added"),
        (Who::AuthorOrOwner, Action::List) => {
            format!("Each person sees only the {many} they added, and the owner of this app sees all")
        }
        (who, _) => may(who, &does),
    }
}

fn may(who: Who, does: &str) -> String {
    match who {
        Who::Everyone => format!("Everyone may {does}"),
        Who::SignedIn => format!("Whoever is signed in may {does}"),
        Who::Author => format!("Only the person who added it may {does}"),
        Who::AuthorOrOwner => format!("Only the person who added it and the owner of this app may {does}"),
        Who::Owner => format!("Only the owner of this app may {does}"),
        Who::Nobody => format!("Nobody may {does}"),
    }
}

fn verb(action: Action) -> &'static str {
    match action {
        Action::List => "see",
        Action::Add => "add",
        Action::Change => "change",
        Action::Remove => "remove",
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
    let ends = |id| match entity.field(id).map(|field| field.kind) {
        Some(Kind::Date | Kind::Time) => ("earliest", "latest"),
        Some(Kind::Number | Kind::Decimal) => ("smallest", "largest"),
        _ => ("A", "Z"),
    };
    match entity.order {
        Order::NewestFirst => "newest first".to_owned(),
        Order::OldestFirst => "oldest first".to_owned(),
        Order::Ascending(id) => format!("by {}, {} first", name(id), ends(id).0),
        Order::Descending(id) => format!("by {}, {} first", name(id), ends(id).1),
    }
}

/// Returns the parts as they stand in a sentence: `a, b and c`.
pub fn listed(parts: &[String]) -> String {
    match parts {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
