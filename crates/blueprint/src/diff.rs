//! What a change does, in plain words, matched by id.

use crate::model::{Action, Blueprint, Entity, Field};
use crate::words::{field_words, order, rule};

/// Returns a sentence for each thing that is different; none when nothing is.
pub fn diff(old: &Blueprint, new: &Blueprint) -> Vec<String> {
    let mut words = Vec::new();
    if old.name != new.name {
        words.push(format!("The app is called {} instead of {}.", new.name, old.name));
    }
    for entity in &old.entities {
        match new.entity(entity.id) {
            Some(after) => entity_diff(entity, after, &mut words),
            None => words.push(format!("The list of {} goes away, with all its rows.", entity.plural)),
        }
    }
    for entity in new.entities.iter().filter(|entity| old.entity(entity.id).is_none()) {
        let fields: Vec<String> = entity.fields.iter().map(field_words).collect();
        words.push(format!(
            "There is a new list of {} with {}.",
            entity.plural,
            crate::words::listed(&fields)
        ));
        words.extend(crate::words::access(entity, &Action::ALL).into_iter().map(|sentence| sentence + "."));
    }
    words
}

fn entity_diff(old: &Entity, new: &Entity, words: &mut Vec<String>) {
    if (&old.name, &old.plural) != (&new.name, &new.plural) {
        words.push(format!("The {} are called {}.", old.plural, new.plural));
    }
    for field in &old.fields {
        match new.field(field.id) {
            Some(after) => field_diff(old, field, after, words),
            None => {
                words.push(format!("The {} of the {} goes away, with what is in it.", field.name, old.plural))
            }
        }
    }
    for field in new.fields.iter().filter(|field| old.field(field.id).is_none()) {
        let article = crate::names::with_article(&new.name);
        words.push(format!("{} also has {}.", crate::names::heading(&article), field_words(field)));
    }
    for action in Action::ALL {
        if old.rules.of(action) != new.rules.of(action) {
            words.push(format!("{}. Before: {}.", rule(new, action), rule(old, action)));
        }
    }
    if order(old) != order(new) {
        words.push(format!("The {} are listed {} instead of {}.", new.plural, order(new), order(old)));
    }
    for (before, after, what) in
        [(old.search, new.search, "a search box"), (old.export, new.export, "a CSV file")]
    {
        if before != after {
            let verb = if after { "now has" } else { "no longer has" };
            words.push(format!("The page {verb} {what} for the {}.", new.plural));
        }
    }
    if old.narrow != new.narrow {
        words.push(match new.narrow.and_then(|id| new.field(id)) {
            Some(field) => format!("The {} can be narrowed by {}.", new.plural, field.name),
            None => format!("The {} can no longer be narrowed.", new.plural),
        });
    }
}

fn field_diff(entity: &Entity, old: &Field, new: &Field, words: &mut Vec<String>) {
    let one = &entity.name;
    if old.name != new.name {
        words.push(format!("The {} of the {one} is called {}; what is in it stays.", old.name, new.name));
    }
    if old.required != new.required {
        let must = if new.required { "must be given from now on" } else { "need not be given any more" };
        words.push(format!("The {} of the {one} {must}; what is there stays as it is.", new.name));
    }
    if (old.kind, &old.options) != (new.kind, &new.options) {
        words.push(format!("The {} of the {one} becomes {}.", new.name, field_words(new)));
    }
    if old.default != new.default {
        words.push(match &new.default {
            Some(default) => format!("The form starts with {default} as the {}.", new.name),
            None => format!("The form no longer fills in the {}.", new.name),
        });
    }
}
