//! Live data as tables, straight from the memory: no code of the app runs, no method has to exist.

use serde_json::{Value as Json, json};
use upgrade::show_type;

use crate::heap::{Collection, Heap, HeapError, Layer, Limits, Row, Slot, Value};
use crate::record::App;
use crate::{ErrorKind, Platform, PlatformError};

const ROWS_MAX: usize = 10_000;

impl Platform {
    /// Returns stored data as `docs/design/platform-api.md` describes it: all variables, or what lies at a path.
    pub fn data(&self, app: &App, path: &str, offset: u64, limit: usize) -> Result<Json, PlatformError> {
        let canister = self.node.canister(app.canister);
        let canister =
            canister.ok_or_else(|| PlatformError::not_found(format!("`{}` has no canister", app.name)))?;
        let heap = Heap::open(&canister.image.memory).map_err(unreadable)?;
        if path.is_empty() {
            overview(&heap).map_err(unreadable)
        } else {
            at_path(&heap, path, offset, limit.min(ROWS_MAX))
        }
    }
}

/// What a canister has stored, as far as its memory tells.
pub(crate) fn overview_of(canister: &replica_core::Canister) -> Json {
    let overview = Heap::open(&canister.image.memory).and_then(|heap| overview(&heap));
    overview.unwrap_or_else(|error| json!({ "collections": [], "unreadable": error.to_string() }))
}

fn unreadable(error: HeapError) -> PlatformError {
    PlatformError::new(ErrorKind::Rejected, format!("the stored data cannot be shown: {error}"))
}

fn overview(heap: &Heap<'_>) -> Result<Json, HeapError> {
    let mut variables = Vec::new();
    for (name, slot) in heap.variables()? {
        let rows = match heap.layer(slot)? {
            Layer::Rows(rows) => json!(heap.row_count(&rows)?),
            _ => Json::Null,
        };
        variables.push(json!({ "path": name, "type": show_type(heap.types(), slot.ty), "rows": rows }));
    }
    Ok(json!({
        "path": "", "type": "", "kind": "value", "total": variables.len(), "rows": [], "columns": null,
        "collections": variables, "truncated": false,
    }))
}

fn at_path(heap: &Heap<'_>, path: &str, offset: u64, limit: usize) -> Result<Json, PlatformError> {
    let slot = find(heap, path)?;
    let ty = show_type(heap.types(), slot.ty);
    let limits = Limits::default();
    match heap.layer(slot).map_err(unreadable)? {
        Layer::Rows(rows) => {
            let (taken, total) = heap.page(&rows, offset, limit, &limits).map_err(unreadable)?;
            let columns = columns(&taken);
            let truncated = offset + (taken.len() as u64) < total;
            let of =
                |value: &Option<Value>| value.as_ref().map_or(Json::Null, |value| value.to_json(&limits));
            let is_set = is_set(&rows);
            let rows: Vec<Json> = taken
                .iter()
                .map(|(key, value)| {
                    if is_set {
                        json!({ "key": null, "value": of(key) })
                    } else {
                        json!({ "key": of(key), "value": of(value) })
                    }
                })
                .collect();
            Ok(json!({
                "path": path, "type": ty, "kind": "rows", "total": total, "rows": rows, "columns": columns,
                "collections": [], "truncated": truncated,
            }))
        }
        _ => {
            let value = heap.value(slot, &limits).map_err(unreadable)?.to_json(&limits);
            Ok(json!({
                "path": path, "type": ty, "kind": "value", "total": 1, "rows": [{ "key": null, "value": value }],
                "columns": null, "collections": [], "truncated": false,
            }))
        }
    }
}

fn is_set(rows: &Collection) -> bool {
    rows.value.is_none()
}

/// The fields of the rows, if they are records.
fn columns(rows: &[Row]) -> Option<Vec<String>> {
    match rows.first()? {
        (_, Some(Value::Record(fields))) | (Some(Value::Record(fields)), None) => {
            Some(fields.iter().map(|(name, _)| name.clone()).collect())
        }
        _ => None,
    }
}

/// Follows names of variables and fields, separated by dots.
fn find(heap: &Heap<'_>, path: &str) -> Result<Slot, PlatformError> {
    let mut parts = path.split('.');
    let first = parts.next().unwrap_or_default();
    let variables = heap.variables().map_err(unreadable)?;
    let mut slot = pick(&variables, first, "variable")?;
    for part in parts {
        let fields = loop {
            match heap.layer(slot).map_err(unreadable)? {
                Layer::Some(inner) => slot = inner,
                Layer::Record(fields) => break fields,
                _ => {
                    return Err(PlatformError::not_found(format!(
                        "there are no fields before `{part}` in `{path}`"
                    )));
                }
            }
        };
        slot = pick(&fields, part, "field")?;
    }
    Ok(slot)
}

fn pick(named: &[(&str, Slot)], name: &str, what: &str) -> Result<Slot, PlatformError> {
    if let Some((_, slot)) = named.iter().find(|(known, _)| *known == name) {
        return Ok(*slot);
    }
    let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    let error = PlatformError::not_found(format!("there is no {what} `{name}`"));
    Err(match diagnostics::did_you_mean(name, names.iter().copied()) {
        Some(close) => error.hint(format!("did you mean `{close}`?")),
        None => error.hint(format!("there are {}", names.join(", "))),
    })
}
