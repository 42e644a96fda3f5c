//! Inner values to the JSON of `docs/design/platform-api.md`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use platform::job::{Ended, Event, Understanding, What};
use platform::record::{App, Record, Release};
use platform::{ErrorKind, PlatformError, Rendered};
use serde_json::{Value, json};
use upgrade::Verdict;

use super::Server;

pub(super) fn app(server: &Server, app: &App) -> Value {
    let info = server.platform.canister(app);
    let live = server.platform.records().release(&app.name, app.live);
    let pending = server.platform.records().releases(&app.name);
    let pending =
        pending.iter().filter(|release| release.status == platform::record::Status::Waiting).count();
    let state = info.as_ref().is_some_and(|info| info.running);
    json!({
        "name": app.name,
        "canisterId": app.canister.to_text(),
        "url": server.url(&app.name),
        "release": live.as_ref().map(|live| &live.id),
        "number": live.as_ref().and_then(|live| live.number),
        "state": if state { "running" } else { "stopped" },
        "createdMs": app.created_ms,
        "releasedMs": app.released_ms,
        "memoryBytes": info.as_ref().map(|info| info.memory_bytes),
        "instructions": info.as_ref().map(|info| info.instructions_total),
        "frozen": app.frozen,
        "stateHash": server.platform.node().canister(app.canister).map(|it| hex::encode(it.digest())),
        "pending": pending,
    })
}

pub(super) fn release(release: &Release) -> Value {
    let mut verdict = verdict(&release.verdict, &release.consented);
    let rows = release.rehearsal.rows.iter();
    verdict["rehearsal"] = json!({
        "ms": release.rehearsal.ms,
        "instructions": release.rehearsal.instructions,
        "rows": rows.map(|(path, before, after)| json!({ "path": path, "before": before, "after": after })).collect::<Vec<_>>(),
    });
    json!({
        "id": release.id,
        "number": release.number,
        "status": release.status.word(),
        "createdMs": release.created_ms,
        "note": release.note,
        "wish": release.wish,
        "snapshot": release.snapshot,
        "restores": release.restore,
        "verdict": verdict,
    })
}

pub(super) fn verdict(verdict: &Verdict, consented: &[String]) -> Value {
    let mut value = serde_json::to_value(verdict).expect("plain data can be encoded");
    if let Some(items) = value["items"].as_array_mut() {
        for item in items {
            let said = consented.iter().any(|id| item["id"] == **id);
            item["consented"] = json!(said);
        }
    }
    value
}

pub(super) fn record(record: &Record) -> Value {
    json!({
        "index": record.index,
        "timeMs": record.time_ms,
        "kind": record.kind,
        "release": record.release,
        "by": record.by,
        "text": record.text,
        "signature": record.signature,
        "hash": record.hash,
        "previous": record.previous,
    })
}

pub(super) fn understanding(found: &Understanding) -> Value {
    let questions = found
        .questions
        .iter()
        .map(|it| json!({ "id": it.id, "text": it.text, "options": it.options, "default": it.default }));
    json!({
        "name": found.name,
        "understood": found.understood,
        "questions": questions.collect::<Vec<_>>(),
        "notUnderstood": found.not_understood,
    })
}

/// Returns the name and the data of an event.
pub(super) fn event(server: &Server, event: &Event) -> (&'static str, Value) {
    let (name, mut data) = match &event.what {
        What::Started(stage, text) => {
            ("stage", json!({ "stage": stage.word(), "status": "started", "tookMs": null, "text": text }))
        }
        What::Finished { stage, ok, took_ms, text } => {
            let status = if *ok { "done" } else { "failed" };
            ("stage", json!({ "stage": stage.word(), "status": status, "tookMs": took_ms, "text": text }))
        }
        What::Understood(found) => ("understood", understanding(found)),
        What::Diagnostics(found) => ("diagnostics", json!({ "diagnostics": diagnostics(found) })),
        What::Verdict { release, verdict: said } => {
            ("verdict", json!({ "release": release, "verdict": verdict(said, &[]) }))
        }
        What::Failed(error) => ("failed", json!({ "error": error_json(error) })),
        What::Ended(ended) => end(server, &event.app, ended),
    };
    data["job"] = json!(event.job);
    data["app"] = json!(event.app);
    data["ms"] = json!(event.ms);
    (name, data)
}

fn end(server: &Server, app: &str, ended: &Ended) -> (&'static str, Value) {
    let url = server.url(app);
    match ended {
        Ended::Released { release, number } => {
            ("done", json!({ "outcome": "released", "release": release, "number": number, "url": url }))
        }
        Ended::Unchanged { release, number } => {
            ("done", json!({ "outcome": "unchanged", "release": release, "number": number, "url": url }))
        }
        Ended::Checked { release } => {
            ("done", json!({ "outcome": "checked", "release": release, "number": null, "url": url }))
        }
        Ended::Waiting { release, items } => ("waiting", json!({ "release": release, "items": items })),
        Ended::Refused { release, message, reasons } => {
            ("refused", json!({ "release": release, "message": message, "reasons": reasons }))
        }
    }
}

pub(crate) fn diagnostics(found: &[Rendered]) -> Vec<Value> {
    found
        .iter()
        .map(|it| {
            let mut value: Value = serde_json::from_str(&it.json).expect("the renderer writes JSON");
            value["endLine"] = value["end_line"].take();
            value["endColumn"] = value["end_column"].take();
            value["rendered"] = json!(it.text);
            value
        })
        .collect()
}

fn kind_word(kind: ErrorKind) -> (&'static str, StatusCode) {
    match kind {
        ErrorKind::NotFound => ("not-found", StatusCode::NOT_FOUND),
        ErrorKind::Usage => ("usage", StatusCode::BAD_REQUEST),
        ErrorKind::Conflict => ("conflict", StatusCode::CONFLICT),
        ErrorKind::TooLarge => ("too-large", StatusCode::PAYLOAD_TOO_LARGE),
        ErrorKind::Forbidden => ("forbidden", StatusCode::FORBIDDEN),
        ErrorKind::TooMany => ("too-many", StatusCode::TOO_MANY_REQUESTS),
        ErrorKind::Rejected => ("rejected", StatusCode::UNPROCESSABLE_ENTITY),
        ErrorKind::Trapped => ("trapped", StatusCode::UNPROCESSABLE_ENTITY),
        ErrorKind::Fault => ("fault", StatusCode::INTERNAL_SERVER_ERROR),
        ErrorKind::Stopped => ("stopped", StatusCode::SERVICE_UNAVAILABLE),
    }
}

fn error_json(error: &PlatformError) -> Value {
    let mut value = json!({ "kind": kind_word(error.kind).0, "message": error.message, "hint": error.hint });
    if !error.diagnostics.is_empty() {
        value["diagnostics"] = json!(diagnostics(&error.diagnostics));
    }
    value
}

/// An error as a response.
pub(super) fn failed(error: &PlatformError) -> Response {
    (kind_word(error.kind).1, Json(json!({ "error": error_json(error) }))).into_response()
}

pub(super) fn error_response(status: StatusCode, kind: &str, message: &str, hint: Option<&str>) -> Response {
    let error = json!({ "kind": kind, "message": message, "hint": hint });
    (status, Json(json!({ "error": error }))).into_response()
}
