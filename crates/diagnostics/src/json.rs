//! One line of JSON for each diagnostic, in the form that the reference compiler's `--error-format=json` has.

use serde_json::{Value, json};
use source::{Sources, Span};

use crate::{Diagnostic, Edit, Safety};

/// Returns one object without a line break: code, severity, message, file, positions from one, and what else is known.
pub fn render_json(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut object = place(diagnostic.primary, sources);
    let extra = json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity.word(),
        "message": diagnostic.message,
        "notes": diagnostic.notes,
        "help": diagnostic.help,
        "related": diagnostic.related.iter().map(|(span, label)| related(*span, label, sources)).collect::<Vec<_>>(),
        "edits": diagnostic.edits.iter().map(|edit| edit_json(edit, sources)).collect::<Vec<_>>(),
    });
    merge(&mut object, extra);
    object.to_string()
}

fn place(span: Span, sources: &Sources) -> Value {
    let start = sources.position(span.file, span.start);
    let end = sources.position(span.file, span.end);
    json!({
        "file": sources.path(span.file),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "start_byte": span.start,
        "end_byte": span.end,
    })
}

fn related(span: Span, label: &str, sources: &Sources) -> Value {
    let mut object = place(span, sources);
    merge(&mut object, json!({ "label": label }));
    object
}

fn edit_json(edit: &Edit, sources: &Sources) -> Value {
    let mut object = place(edit.span, sources);
    merge(&mut object, json!({ "text": edit.text, "safe": edit.safety == Safety::Safe }));
    object
}

fn merge(object: &mut Value, extra: Value) {
    if let (Value::Object(object), Value::Object(extra)) = (object, extra) {
        object.extend(extra);
    }
}
