//! Who may do what, and the methods that add, change and remove.

use std::fmt::Write as _;

use super::{ROWS_MAX, checked_name, literal, may, new_type, rows_name};
use crate::model::{Action, Blueprint, Entity, Who};
use crate::names::{pascal, with_article};

/// Writes the method that tells a page what its user may do.
pub(super) fn access(blueprint: &Blueprint, out: &mut String) {
    if blueprint.entities.is_empty() {
        return;
    }
    out.push_str("  /// Tells what the caller may do, so that a page offers only that.\n");
    let uses_caller = blueprint.entities.iter().any(|entity| {
        let Entity { rules, .. } = entity;
        [rules.list, rules.add].iter().any(|who| !matches!(who, Who::Everyone | Who::Nobody))
    });
    let caller = if uses_caller { "shared query ({ caller })" } else { "query" };
    let _ = writeln!(out, "  public {caller} func access() : async {{");
    for entity in &blueprint.entities {
        let _ = writeln!(out, "    {} : {{ mayList : Bool; mayAdd : Bool }};", entity.codes);
    }
    out.push_str("  } {\n");
    out.push_str("    {\n");
    for entity in &blueprint.entities {
        let (list, add) = (may(listing(entity.rules.list)), may(entity.rules.add));
        let _ = writeln!(out, "      {} = {{ mayList = {list}; mayAdd = {add} }};", entity.codes);
    }
    out.push_str("    };\n  };\n\n");
}

/// Writes the check that the caller may do this, where not everyone may.
pub(super) fn guard(entity: &Entity, action: Action, out: &mut String) {
    let rule = entity.rules.of(action);
    let who = if action == Action::List { listing(rule) } else { rule };
    if who == Who::Everyone {
        return;
    }
    let refusal = literal(&format!("{}.", crate::words::rule(entity, action)));
    let _ = writeln!(out, "    if (not ({})) {{\n      Runtime.trap({refusal});\n    }};", may(who));
}

/// Writes the method that adds.
pub(super) fn add(entity: &Entity, out: &mut String) {
    if entity.rules.add == Who::Nobody {
        return;
    }
    let (one, new, checked, rows) =
        (pascal(&entity.code), new_type(entity), checked_name(entity), rows_name(entity));
    let _ = writeln!(out, "  /// Adds {} and returns its id.", with_article(&entity.name));
    let _ = writeln!(out, "  public shared ({{ caller }}) func add{one}(new : {new}) : async Nat {{");
    guard(entity, Action::Add, out);
    let full = literal(&format!("There are {ROWS_MAX} {} already, and no more fit.", entity.plural));
    let _ = writeln!(out, "    if ({rows}.size() >= {ROWS_MAX}) {{ Runtime.trap({full}) }};");
    let _ = writeln!(out, "    let row = {checked}(new, caller, Time.now());");
    let _ =
        writeln!(out, "    let id = nextId;\n    nextId += 1;\n    {rows}.add(id, row);\n    id;\n  }};\n");
}

/// Writes the method that changes.
pub(super) fn change(entity: &Entity, out: &mut String) {
    if entity.rules.change == Who::Nobody {
        return;
    }
    let (one, new, checked, rows) =
        (pascal(&entity.code), new_type(entity), checked_name(entity), rows_name(entity));
    let _ = writeln!(out, "  /// Gives {} new values.", with_article(&entity.name));
    let _ =
        writeln!(out, "  public shared ({{ caller }}) func change{one}(id : Nat, new : {new}) : async () {{");
    found_row(entity, "row", out);
    guard(entity, Action::Change, out);
    let _ = writeln!(out, "    {rows}.add(id, {checked}(new, row.addedBy, row.addedAt));\n  }};\n");
}

/// Writes the method that removes.
pub(super) fn remove(entity: &Entity, out: &mut String) {
    if entity.rules.remove == Who::Nobody {
        return;
    }
    let (one, rows) = (pascal(&entity.code), rows_name(entity));
    let _ = writeln!(out, "  /// Removes {}.", with_article(&entity.name));
    let caller = if entity.rules.remove == Who::Everyone { "" } else { "shared ({ caller }) " };
    let _ = writeln!(out, "  public {caller}func remove{one}(id : Nat) : async () {{");
    let needs_row = matches!(entity.rules.remove, Who::Author | Who::AuthorOrOwner);
    if needs_row {
        found_row(entity, "row", out);
    }
    guard(entity, Action::Remove, out);
    let _ = writeln!(out, "    {rows}.remove(id);\n  }};\n");
}

fn found_row(entity: &Entity, name: &str, out: &mut String) {
    let rows = rows_name(entity);
    let gone = literal(&format!("This {} is not there any more.", entity.name));
    let _ = writeln!(out, "    let {name} = switch ({rows}.get(id)) {{");
    let _ =
        writeln!(out, "      case (?row) {{ row }};\n      case null {{ Runtime.trap({gone}) }};\n    }};");
}

/// Returns who may ask for the list at all: where each sees only their own rows, whoever can have any.
fn listing(who: Who) -> Who {
    match who {
        Who::Author | Who::AuthorOrOwner => Who::SignedIn,
        other => other,
    }
}
