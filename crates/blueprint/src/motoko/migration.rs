//! From the rows of the version before to those of the new one, matched by id, so that a renamed field keeps its values.

use std::fmt::Write as _;

use super::record::{blank, kept_name, row_declaration};
use super::{row_type, rows_name, value_type};
use crate::model::{Blueprint, Entity, Field};

/// Returns the module that carries the rows over, or none when they are kept as they were.
///
/// What was removed is consumed and not produced: the gate sees that and asks.
pub fn migration_from(old: &Blueprint, new: &Blueprint) -> Option<String> {
    let steps: Vec<Step> =
        old.entities.iter().filter_map(|entity| step(entity, new.entity(entity.id))).collect();
    if steps.is_empty() {
        return None;
    }
    let mut text = String::from(
        "/// Carries the rows of the version before over to this one. Used once.\n\nimport Map \"mo:core/Map\";\n",
    );
    if steps.iter().any(|step| step.function.contains("Principal")) {
        text.push_str("import Principal \"mo:core/Principal\";\n");
    }
    text.push_str("\nmodule {\n");
    for step in &steps {
        text.push_str(&step.types);
    }
    let inputs: Vec<&str> = steps.iter().map(|step| step.input.as_str()).collect();
    let outputs: Vec<&str> = steps.iter().filter_map(|step| step.output.as_deref()).collect();
    let _ = writeln!(
        text,
        "  public func run(old : {{\n{}  }}) : {{\n{}  }} {{\n    {{",
        inputs.concat(),
        outputs.concat()
    );
    for step in &steps {
        text.push_str(&step.function);
    }
    text.push_str("    };\n  };\n};\n");
    Some(text)
}

struct Step {
    types: String,
    input: String,
    output: Option<String>,
    function: String,
}

fn step(old: &Entity, new: Option<&Entity>) -> Option<Step> {
    let old_type = format!("Old{}", row_type(old));
    let old_types = row_declaration(old, &old_type, "  ") + "\n";
    let input = format!("    {} : Map.Map<Nat, {old_type}>;\n", rows_name(old));
    let Some(new) = new else {
        return Some(Step { types: old_types, input, output: None, function: String::new() });
    };
    let (old_rows, new_rows) = (rows_name(old), rows_name(new));
    if old_rows == new_rows && shape(old) == shape(new) {
        return None;
    }
    let new_type = format!("New{}", row_type(new));
    let types = old_types + &row_declaration(new, &new_type, "  ") + "\n";
    let output = Some(format!("    {new_rows} : Map.Map<Nat, {new_type}>;\n"));
    if shape(old) == shape(new) {
        let function = format!("      {new_rows} = old.{old_rows};\n");
        return Some(Step { types, input, output, function });
    }
    let mut function = format!(
        "      {new_rows} = old.{old_rows}.map(\n        func(_ : Nat, row : {old_type}) : {new_type} {{\n          {{\n"
    );
    function.push_str("            addedBy = row.addedBy;\n            addedAt = row.addedAt;\n");
    for field in &new.fields {
        let _ =
            writeln!(function, "            {} = {};", kept_name(field), carried(old.field(field.id), field));
    }
    function.push_str("          };\n        }\n      );\n");
    Some(Step { types, input, output, function })
}

/// Returns the value of a field in the new row.
fn carried(old: Option<&Field>, new: &Field) -> String {
    match old {
        None if new.nullable => "null".to_owned(),
        None => blank(new.kind).to_owned(),
        // Text cannot become a number by itself: the old values go, and the gate asks about it.
        Some(old) if value_type(old.kind, false) != value_type(new.kind, false) => carried(None, new),
        Some(old) => {
            let value = format!("row.{}", kept_name(old));
            match (old.nullable, new.nullable) {
                (false, true) => format!("?(row.{})", kept_name(old)),
                (true, false) => {
                    format!(
                        "switch ({value}) {{ case (?value) {{ value }}; case null {{ {} }} }}",
                        blank(new.kind)
                    )
                }
                _ => value,
            }
        }
    }
}

/// Returns what tells whether two rows are kept alike: which field has which name and type, in any order.
fn shape(entity: &Entity) -> Vec<(u32, String, String)> {
    let of = |field: &Field| (field.id, kept_name(field), value_type(field.kind, field.nullable));
    let mut shape: Vec<_> = entity.fields.iter().map(of).collect();
    shape.sort();
    shape
}
