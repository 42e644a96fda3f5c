//! The method that lists: who sees what, in which order, narrowed by what, a part at a time.

use std::fmt::Write as _;

use super::record::kept_name;
use super::{
    LONG_TEXT_CHARS_MAX, TEXT_CHARS_MAX, list_type, may, options_type, row_type, rows_name, view_name,
};
use crate::model::{Entity, Field, Kind, Order, Who};
use crate::names::pascal;

/// Writes the method that lists.
pub(super) fn list(entity: &Entity, out: &mut String) {
    let (options, list, many) = (options_type(entity), list_type(entity), pascal(&entity.codes));
    let part = rows_per_reply(entity);
    let _ = writeln!(out, "  /// Lists {}, {} at most: from the given position on.", entity.plural, part);
    let _ = writeln!(
        out,
        "  public shared query ({{ caller }}) func list{many}(options : ?{options}) : async {list} {{"
    );
    super::rules::guard(entity, crate::model::Action::List, out);
    let rest = match (entity.search, entity.narrow.is_some()) {
        (true, true) => "; search = null; only = null",
        (true, false) => "; search = null",
        (false, true) => "; only = null",
        (false, false) => "",
    };
    let _ = writeln!(out, "    let wanted : {options} = switch (options) {{");
    let _ = writeln!(out, "      case (?options) {{ options }};");
    let _ = writeln!(out, "      case null {{ {{ id = null; from = null{rest} }} }};\n    }};");
    if entity.search {
        let _ = writeln!(out, "    let search = switch (wanted.search) {{");
        let _ =
            writeln!(out, "      case (?text) {{ text.toLower() }};\n      case null {{ \"\" }};\n    }};");
    }
    let entries = if entity.order == Order::NewestFirst { "reverseEntries" } else { "entries" };
    let _ = write!(out, "    let found = {}.{entries}()", rows_name(entity));
    conditions(entity, out);
    out.push_str(".toArray()");
    sorted(entity, out);
    out.push_str(";\n    let total = found.size();\n");
    out.push_str(
        "    let from = Nat.min(switch (wanted.from) { case (?from) { from }; case null { 0 } }, total);\n",
    );
    let view = view_name(entity);
    let _ = writeln!(out, "    let part = found.sliceToArray(from, Nat.min(from + {part}, total));");
    let _ = writeln!(
        out,
        "    {{ rows = part.map(func((id, row)) {{ {view}(caller, id, row) }}); total }};\n  }};\n"
    );
}

/// Returns how many rows fit into one reply of two megabytes, each as long as it may be.
fn rows_per_reply(entity: &Entity) -> u32 {
    let bytes_of = |field: &Field| match field.kind {
        Kind::Text => TEXT_CHARS_MAX * 4,
        Kind::LongText => LONG_TEXT_CHARS_MAX * 4,
        Kind::Choice => 60 * 4,
        _ => 16,
    };
    let bytes = 32 + entity.fields.iter().map(bytes_of).sum::<u32>();
    (1_800_000 / bytes).clamp(1, 100)
}

fn conditions(entity: &Entity, out: &mut String) {
    let mut all =
        vec!["(switch (wanted.id) { case (?wanted) { wanted == id }; case null { true } })".to_owned()];
    if matches!(entity.rules.list, Who::Author | Who::AuthorOrOwner) {
        all.insert(0, format!("({})", may(entity.rules.list)));
    }
    if let Some(field) = entity.narrow.and_then(|id| entity.field(id)) {
        let condition = narrowed(field);
        all.push(format!(
            "(switch (wanted.only) {{ case (?only) {{ {condition} }}; case null {{ true }} }})"
        ));
    }
    if entity.search {
        let texts: Vec<&Field> = entity.fields.iter().filter(|field| field.kind.is_text()).collect();
        let contains: Vec<String> = texts.iter().map(|field| contains(field)).collect();
        all.push(format!(
            "(search == \"\"{})",
            contains.iter().map(|c| format!(" or {c}")).collect::<String>()
        ));
    }
    let uses_row = all.iter().any(|condition| condition.contains("row."));
    let row = if uses_row { "row" } else { "_" };
    let _ = write!(out, ".filter(func((id, {row})) {{\n      {}\n    }})", all.join(" and\n      "));
}

fn narrowed(field: &Field) -> String {
    let name = kept_name(field);
    match (field.kind, field.nullable) {
        (Kind::YesNo, false) => format!("row.{name} == (only == \"yes\")"),
        (Kind::YesNo, true) => format!("(row.{name} == ?true) == (only == \"yes\")"),
        (_, false) => format!("row.{name} == only"),
        (_, true) => format!("row.{name} == ?only"),
    }
}

fn contains(field: &Field) -> String {
    let name = kept_name(field);
    if field.nullable {
        format!(
            "(switch (row.{name}) {{ case (?text) {{ text.toLower().contains(#text search) }}; case null {{ false }} }})"
        )
    } else {
        format!("row.{name}.toLower().contains(#text search)")
    }
}

fn sorted(entity: &Entity, out: &mut String) {
    let (by, left, right) = match entity.order {
        Order::NewestFirst | Order::OldestFirst => return,
        Order::Ascending(by) => (by, "left", "right"),
        Order::Descending(by) => (by, "right", "left"),
    };
    let Some(field) = entity.field(by) else { return };
    let row = row_type(entity);
    let _ = write!(
        out,
        ".sort(func((_, left) : (Nat, {row}), (_, right) : (Nat, {row})) : {{ #less; #equal; #greater }} {{\n      {}.compare({}, {})\n    }})",
        if field.kind.is_text() { "Text" } else { "Int" },
        sort_key(field, left),
        sort_key(field, right),
    );
}

fn sort_key(field: &Field, row: &str) -> String {
    let value = format!("{row}.{}", kept_name(field));
    let plain = |value: &str| match field.kind {
        Kind::YesNo => format!("(if ({value}) {{ 1 }} else {{ 0 }})"),
        Kind::Text | Kind::LongText => format!("{value}.toLower()"),
        _ => value.to_owned(),
    };
    if field.nullable {
        let blank = if field.kind.is_text() { "\"\"" } else { "0" };
        format!("(switch ({value}) {{ case (?value) {{ {} }}; case null {{ {blank} }} }})", plain("value"))
    } else {
        plain(&value)
    }
}
