//! Whether a blueprint fits together: every objection at once.

use std::collections::BTreeMap;

use crate::model::{Action, Blueprint, Entity, Field, Kind, Order, Who};
use crate::motoko::names_in_program;
use crate::names::{camel, free};

pub const ENTITIES_MAX: usize = 12;
pub const FIELDS_MAX: usize = 40;
pub const OPTIONS_MAX: usize = 50;
pub const NAME_CHARS_MAX: usize = 60;

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("{what} has no name; give it one")]
    NoName { what: String },
    #[error("the name `{name}` has more than {NAME_CHARS_MAX} characters or a line break; shorten it")]
    LongName { name: String },
    #[error("there are {found} {what}, at most {most} fit; leave some out")]
    TooMany { what: String, found: usize, most: usize },
    #[error("{entity} has no field; add one")]
    NoField { entity: String },
    #[error("the id {id} is used twice; give each a number of its own")]
    SameId { id: u32 },
    #[error("the id {id} is not below next_id = {next}; raise next_id")]
    IdNotGiven { id: u32, next: u32 },
    #[error("{what} are both called `{name}` in the program; rename one")]
    SameName { what: String, name: String },
    #[error(
        "`{code}` of {what} is no name that the program can use; take letters and digits, a small letter first"
    )]
    Code { what: String, code: String },
    #[error("`{code}` of {what} is a word that the program needs itself; take another")]
    TakenCode { what: String, code: String },
    #[error("{entity} refers to field {id}, which it does not have; take the id of one of its fields")]
    NoSuchField { entity: String, id: u32 },
    #[error(
        "{entity} can be narrowed by a yes/no or a choice only, and `{field}` is neither; take another field"
    )]
    Narrow { entity: String, field: String },
    #[error("`{field}` is a choice and has fewer than two options; list what can be chosen")]
    FewOptions { field: String },
    #[error("`{field}` has options and is no choice; make it one or drop the options")]
    OddOptions { field: String },
    #[error("`{field}` has the option `{option}` twice or empty; drop it")]
    SameOption { field: String, option: String },
    #[error("`{field}` starts with `{default}`, which is no {kind}; change the default")]
    Default { field: String, default: String, kind: &'static str },
    #[error("only the author of a row may add {entity}, and before it is added it has none; say who may")]
    AuthorAdds { entity: String },
}

/// Returns every objection to a blueprint; none when it can be used.
pub fn check(blueprint: &Blueprint) -> Vec<Problem> {
    let mut problems = Vec::new();
    check_name("the app", &blueprint.name, &mut problems);
    check_count("lists", blueprint.entities.len(), ENTITIES_MAX, &mut problems);
    check_ids(blueprint, &mut problems);
    for entity in &blueprint.entities {
        check_entity(entity, &mut problems);
    }
    if problems.is_empty() {
        check_program_names(blueprint, &mut problems);
    }
    problems
}

/// Whether a default can be the value of a field.
pub(crate) fn fits(kind: Kind, options: &[String], value: &str) -> bool {
    match kind {
        Kind::Text | Kind::LongText => value.chars().count() <= 4_000,
        Kind::Number => value.parse::<i64>().is_ok_and(|number| number.abs() <= 1_000_000_000_000),
        Kind::Decimal => value.parse::<f64>().is_ok_and(|number| number.abs() <= 1e12),
        Kind::YesNo => matches!(value, "yes" | "no"),
        Kind::Date => value.len() == 10 && shape(value) == "0000-00-00",
        Kind::Time => value.len() == 5 && shape(value) == "00:00",
        Kind::Choice => options.iter().any(|option| option == value),
    }
}

fn check_entity(entity: &Entity, problems: &mut Vec<Problem>) {
    check_name("a list", &entity.name, problems);
    check_name("a list", &entity.plural, problems);
    check_code(&entity.plural, &entity.code, problems);
    check_code(&entity.plural, &entity.codes, problems);
    check_count(&format!("fields of {}", entity.plural), entity.fields.len(), FIELDS_MAX, problems);
    check_count(&format!("removed fields of {}", entity.plural), entity.retired.len(), 200, problems);
    if entity.fields.is_empty() {
        problems.push(Problem::NoField { entity: entity.plural.clone() });
    }
    if matches!(entity.rules.of(Action::Add), Who::Author | Who::AuthorOrOwner) {
        problems.push(Problem::AuthorAdds { entity: entity.plural.clone() });
    }
    for field in &entity.fields {
        check_field(field, problems);
    }
    check_same("fields", entity.fields.iter().map(|field| free(camel(&field.name), "Value")), problems);
    let codes =
        entity.fields.iter().map(|field| &field.code).chain(entity.retired.iter().map(|field| &field.code));
    check_same("fields", codes.cloned(), problems);
    for retired in &entity.retired {
        check_code(&entity.plural, &retired.code, problems);
    }
    let by = match entity.order {
        Order::Ascending(id) | Order::Descending(id) => Some(id),
        Order::NewestFirst | Order::OldestFirst => None,
    };
    for id in by.into_iter().chain(entity.narrow) {
        if entity.field(id).is_none() {
            problems.push(Problem::NoSuchField { entity: entity.plural.clone(), id });
        }
    }
    if let Some(field) = entity.narrow.and_then(|id| entity.field(id))
        && !matches!(field.kind, Kind::YesNo | Kind::Choice)
    {
        problems.push(Problem::Narrow { entity: entity.plural.clone(), field: field.name.clone() });
    }
}

fn check_field(field: &Field, problems: &mut Vec<Problem>) {
    check_name("a field", &field.name, problems);
    check_code(&field.name, &field.code, problems);
    if free(field.code.clone(), "Value") != field.code {
        problems.push(Problem::TakenCode { what: field.name.clone(), code: field.code.clone() });
    }
    check_count(&format!("options of {}", field.name), field.options.len(), OPTIONS_MAX, problems);
    let name = || field.name.clone();
    match field.kind {
        Kind::Choice if field.options.len() < 2 => problems.push(Problem::FewOptions { field: name() }),
        Kind::Choice => {}
        _ if field.options.is_empty() => {}
        _ => problems.push(Problem::OddOptions { field: name() }),
    }
    for (position, option) in field.options.iter().enumerate() {
        if option.is_empty() || field.options[..position].contains(option) {
            problems.push(Problem::SameOption { field: name(), option: option.clone() });
        } else {
            check_name("an option", option, problems);
        }
    }
    if let Some(default) = &field.default
        && !fits(field.kind, &field.options, default)
    {
        let (default, kind) = (default.clone(), crate::words::kind(field.kind));
        problems.push(Problem::Default { field: name(), default, kind });
    }
}

fn check_ids(blueprint: &Blueprint, problems: &mut Vec<Problem>) {
    let mut seen = BTreeMap::new();
    let fields = blueprint.entities.iter().flat_map(|entity| entity.fields.iter().map(|field| field.id));
    for id in blueprint.entities.iter().map(|entity| entity.id).chain(fields) {
        if seen.insert(id, ()).is_some() {
            problems.push(Problem::SameId { id });
        }
        if id >= blueprint.next_id {
            problems.push(Problem::IdNotGiven { id, next: blueprint.next_id });
        }
    }
}

fn check_program_names(blueprint: &Blueprint, problems: &mut Vec<Problem>) {
    let (values, types) = names_in_program(blueprint);
    check_same("two things", values.into_iter(), problems);
    check_same("two things", types.into_iter(), problems);
}

fn check_same(what: &str, names: impl Iterator<Item = String>, problems: &mut Vec<Problem>) {
    let mut seen = BTreeMap::new();
    for name in names {
        if seen.insert(name.clone(), ()).is_some() {
            problems.push(Problem::SameName { what: what.to_owned(), name });
        }
    }
}

fn check_name(what: &str, name: &str, problems: &mut Vec<Problem>) {
    if name.trim().is_empty() {
        problems.push(Problem::NoName { what: what.to_owned() });
    } else if name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        problems.push(Problem::LongName {
            name: name.chars().take(NAME_CHARS_MAX).filter(|c| !c.is_control()).collect(),
        });
    }
}

fn check_code(what: &str, code: &str, problems: &mut Vec<Problem>) {
    let starts_small = code.chars().next().is_some_and(|first| first.is_ascii_lowercase());
    let plain = code.chars().all(|c| c.is_ascii_alphanumeric()) && code.len() <= 2 * NAME_CHARS_MAX;
    if !starts_small || !plain {
        let code = code.chars().take(NAME_CHARS_MAX).collect();
        problems.push(Problem::Code { what: what.to_owned(), code });
    }
}

fn check_count(what: &str, found: usize, most: usize, problems: &mut Vec<Problem>) {
    if found > most {
        problems.push(Problem::TooMany { what: what.to_owned(), found, most });
    }
}

fn shape(value: &str) -> String {
    value.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}
