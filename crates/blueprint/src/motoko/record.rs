//! What a row is in memory, what comes in and what goes out.

use std::fmt::Write as _;

use super::{
    LONG_TEXT_CHARS_MAX, TEXT_CHARS_MAX, checked_name, list_type, literal, new_type, one_line, options_type,
    row_type, value_type, view_name, view_type,
};
use crate::model::{Entity, Field, Kind, Retired};
use crate::names::{camel, free, with_article};

/// Writes the types of one list.
pub(super) fn types(entity: &Entity, out: &mut String) {
    let name = with_article(&entity.name);
    let _ = writeln!(out, "  /// {}, as it is kept.", crate::names::heading(&one_line(&name)));
    out.push_str(&row_declaration(entity, &row_type(entity), "  "));
    let _ = writeln!(out, "\n  /// What {} is made from.", one_line(&name));
    let _ = writeln!(out, "  public type {} = {{", new_type(entity));
    for field in &entity.fields {
        let _ = writeln!(
            out,
            "    {} : {};{}",
            field.code,
            value_type(field.kind, field.nullable),
            renamed(field)
        );
    }
    let _ =
        writeln!(out, "  }};\n\n  /// {}, as the caller sees it.", crate::names::heading(&one_line(&name)));
    let _ = writeln!(out, "  public type {} = {{\n    id : Nat;\n    addedAtMs : Int;", view_type(entity));
    for field in &entity.fields {
        let _ = writeln!(out, "    {} : {};", field.code, value_type(field.kind, field.nullable));
    }
    for field in still_answered(entity) {
        let _ = writeln!(
            out,
            "    {} : {}; // removed; open pages expect it",
            field.code,
            value_type(field.kind, false)
        );
    }
    let _ = writeln!(out, "    mayChange : Bool;\n    mayRemove : Bool;\n  }};\n");
    let _ = writeln!(
        out,
        "  public type {} = {{ rows : [{}]; total : Nat }};",
        list_type(entity),
        view_type(entity)
    );
    let narrow = if entity.narrow.is_some() { "; only : ?Text" } else { "" };
    let search = if entity.search { "; search : ?Text" } else { "" };
    let _ = writeln!(
        out,
        "  public type {} = {{ id : ?Nat; from : ?Nat{search}{narrow} }};\n",
        options_type(entity)
    );
}

/// Returns the declaration of a row's type in memory.
pub(super) fn row_declaration(entity: &Entity, name: &str, indent: &str) -> String {
    let mut out =
        format!("{indent}type {name} = {{\n{indent}  addedBy : Principal;\n{indent}  addedAt : Int;\n");
    for field in &entity.fields {
        let _ = writeln!(out, "{indent}  {} : {};", kept_name(field), value_type(field.kind, field.nullable));
    }
    let _ = writeln!(out, "{indent}}};");
    out
}

/// Writes the function from a row to what the caller sees of it.
pub(super) fn view(entity: &Entity, out: &mut String) {
    let (row, view) = (row_type(entity), view_type(entity));
    let name = view_name(entity);
    let _ = writeln!(out, "  func {name}(caller : Principal, id : Nat, row : {row}) : {view} {{\n    {{");
    out.push_str("      id;\n      addedAtMs = row.addedAt / 1_000_000;\n");
    for field in &entity.fields {
        let _ = writeln!(out, "      {} = row.{};", field.code, kept_name(field));
    }
    for field in still_answered(entity) {
        let _ = writeln!(out, "      {} = {};", field.code, blank(field.kind));
    }
    let _ = writeln!(out, "      mayChange = {};", super::may(entity.rules.change));
    let _ = writeln!(out, "      mayRemove = {};\n    }};\n  }};\n", super::may(entity.rules.remove));
}

/// Writes the function from what came in to a row, which traps when something does not fit.
pub(super) fn checked(entity: &Entity, out: &mut String) {
    let (name, new, row) = (checked_name(entity), new_type(entity), row_type(entity));
    let _ =
        writeln!(out, "  func {name}(new : {new}, addedBy : Principal, addedAt : Int) : {row} {{\n    {{");
    out.push_str("      addedBy;\n      addedAt;\n");
    for field in &entity.fields {
        let _ = writeln!(out, "      {} = {};", kept_name(field), checked_value(field));
    }
    out.push_str("    };\n  };\n\n");
}

/// Returns what a field is called in memory: by its present name, unlike on the wire.
pub(super) fn kept_name(field: &Field) -> String {
    free(camel(&field.name), "Value")
}

/// Returns what stands in for a value that there is none of.
pub(super) fn blank(kind: Kind) -> &'static str {
    match kind {
        Kind::Number | Kind::Decimal => "0",
        Kind::YesNo => "false",
        _ => "\"\"",
    }
}

fn checked_value(field: &Field) -> String {
    let value = format!("new.{}", field.code);
    let name = literal(&field.name);
    if !field.nullable {
        return check_call(field, &name, &value, field.required);
    }
    if field.kind == Kind::YesNo {
        return value;
    }
    let check = check_call(field, &name, "value", field.required);
    format!("given({name}, {value}, {}, func(value) {{ {check} }})", field.required)
}

fn check_call(field: &Field, name: &str, value: &str, required: bool) -> String {
    match field.kind {
        Kind::Text => format!("checkedText({name}, {value}, {required}, {TEXT_CHARS_MAX})"),
        Kind::LongText => format!("checkedText({name}, {value}, {required}, {LONG_TEXT_CHARS_MAX})"),
        Kind::Number | Kind::Decimal => format!("checkedNumber({name}, {value})"),
        Kind::YesNo => value.to_owned(),
        Kind::Date => format!("checkedShape({name}, {value}, {required}, \"0000-00-00\")"),
        Kind::Time => format!("checkedShape({name}, {value}, {required}, \"00:00\")"),
        Kind::Choice => {
            let options: Vec<String> = field.options.iter().map(|option| literal(option)).collect();
            format!("checkedChoice({name}, {value}, {required}, [{}])", options.join(", "))
        }
    }
}

/// Returns the removed fields without which an open page could not read a reply.
fn still_answered(entity: &Entity) -> impl Iterator<Item = &Retired> {
    entity.retired.iter().filter(|field| !field.nullable)
}

fn renamed(field: &Field) -> String {
    let name = kept_name(field);
    if name == field.code { String::new() } else { format!(" // now called {name}; open pages know it so") }
}
