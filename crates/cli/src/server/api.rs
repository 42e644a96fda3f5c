//! The owner's API, one handler a route.

use std::collections::BTreeMap;
use std::convert::Infallible;

use author::Wish;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use platform::archive::ARCHIVE_BYTES_MAX;
use platform::candidate::{Candidate, Files};
use platform::identity::OWNER;
use platform::interface::interface_json;
use platform::job::{Ended, Event, Job, What};
use platform::record::Status;
use platform::release::Proposal;
use platform::{Platform, PlatformError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::{BroadcastStream, UnboundedReceiverStream, WatchStream};

use super::json::{self as to_json, failed};
use super::{Server, auth, claim, transfer};

const BODY_BYTES_MAX: usize = 24 << 20;

pub(super) fn router(server: Server) -> Router {
    let api = Router::new()
        .route("/session", post(auth::session))
        .route("/status", get(status))
        .route("/apps", get(apps))
        .route("/apps/{app}", get(app))
        .route("/understand", post(understand))
        .route("/wish", post(new_app))
        .route("/apps/{app}/wish", post(change_app))
        .route("/release", post(release))
        .route("/apps/{app}/consent", post(consent))
        .route("/apps/{app}/dismiss", post(dismiss))
        .route("/apps/{app}/freeze", post(freeze).delete(thaw))
        .route("/apps/{app}/rollback", post(roll_back))
        .route("/apps/{app}/history", get(history))
        .route("/apps/{app}/releases/{release}/files", get(files))
        .route("/apps/{app}/data", get(data))
        .route("/apps/{app}/logs", get(logs))
        .route("/apps/{app}/call", post(call))
        .route("/apps/{app}/claim", post(claim::make_code))
        .route("/apps/{app}/owners", get(claim::owners))
        .route("/apps/{app}/owners/{principal}", delete(claim::revoke))
        .route("/apps/{app}/export", get(transfer::export))
        .route("/import", post(transfer::import).layer(DefaultBodyLimit::max(ARCHIVE_BYTES_MAX)))
        .route("/events", get(events))
        .fallback(|| async { failed(&PlatformError::not_found("the API has no such path")) })
        .layer(from_fn_with_state(server.clone(), auth::check))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(server);
    Router::new().nest("/_/api", api)
}

/// Bodies are JSON whatever they say they are; what is wrong with one is said.
fn body<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, PlatformError> {
    serde_json::from_slice(bytes)
        .map_err(|error| PlatformError::usage(format!("the body is not right: {error}")))
}

fn answer(outcome: Result<Value, PlatformError>) -> Response {
    match outcome {
        Ok(value) => Json(value).into_response(),
        Err(error) => failed(&error),
    }
}

/// Carries out a job and streams its events. If the reader goes away, it goes on.
fn stream<F>(server: Server, app: &str, work: impl FnOnce(Platform, Job) -> F) -> Response
where
    F: Future<Output = Result<Ended, PlatformError>> + Send + 'static,
{
    let (job, events) = server.platform.job(app);
    let running = work(server.platform.clone(), job.clone());
    tokio::spawn(async move {
        match running.await {
            Ok(ended) => job.emit(What::Ended(ended)),
            Err(error) => job.emit(What::Failed(error)),
        }
    });
    let mut ended = false;
    let events = UnboundedReceiverStream::new(events).take_while(move |event| {
        let goes_on = !ended;
        ended = matches!(event.what, What::Ended(_) | What::Failed(_));
        goes_on
    });
    let events = events.map(move |event| Ok::<_, Infallible>(sse(&server, &event)));
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

fn sse(server: &Server, event: &Event) -> SseEvent {
    let (name, data) = to_json::event(server, event);
    SseEvent::default().event(name).data(data.to_string())
}

async fn status(State(server): State<Server>) -> Response {
    let (height, _, root) = server.platform.node().tip();
    answer(Ok(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "data": server.platform.folder().display().to_string(),
        "port": server.port,
        "owner": server.platform.owner().to_text(),
        "height": height,
        "root": hex::encode(root),
        "apps": server.platform.records().apps().len(),
        "uptimeMs": server.started.elapsed().as_millis() as u64,
    })))
}

async fn apps(State(server): State<Server>) -> Response {
    let apps = server.platform.records().apps();
    answer(Ok(json!({ "apps": apps.iter().map(|app| to_json::app(&server, app)).collect::<Vec<_>>() })))
}

async fn app(State(server): State<Server>, Path(name): Path<String>) -> Response {
    let shown = || {
        let app = server.platform.app(&name)?;
        let mut value = to_json::app(&server, &app);
        let mut releases = server.platform.records().releases(&name);
        releases.reverse();
        let of = |wanted: &dyn Fn(Status) -> bool| -> Vec<Value> {
            releases.iter().filter(|it| wanted(it.status)).map(to_json::release).collect()
        };
        value["pendingReleases"] = json!(of(&|status| status == Status::Waiting));
        value["releases"] = json!(of(&|_| true));
        value["interface"] = server.platform.interface(&app).map_or(Value::Null, |it| interface_json(&it));
        Ok(value)
    };
    answer(shown())
}

#[derive(Deserialize)]
struct WishBody {
    wish: String,
    app: Option<String>,
    name: Option<String>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

async fn understand(State(server): State<Server>, bytes: Bytes) -> Response {
    let found = body::<WishBody>(&bytes)
        .and_then(|body| author::understand(&server.platform, body.app.as_deref(), &body.wish));
    answer(found.map(|found| to_json::understanding(&found)))
}

async fn new_app(State(server): State<Server>, bytes: Bytes) -> Response {
    match body::<WishBody>(&bytes) {
        Err(error) => failed(&error),
        Ok(WishBody { wish, name, answers, .. }) => {
            stream(server, name.clone().as_deref().unwrap_or_default(), |platform, job| async move {
                author::new_app(&platform, &Wish { text: wish, answers }, name.as_deref(), &job).await
            })
        }
    }
}

async fn change_app(State(server): State<Server>, Path(app): Path<String>, bytes: Bytes) -> Response {
    match body::<WishBody>(&bytes).and_then(|body| server.platform.app(&app).map(|_| body)) {
        Err(error) => failed(&error),
        Ok(WishBody { wish, answers, .. }) => stream(server, &app.clone(), |platform, job| async move {
            author::change_app(&platform, &app, &Wish { text: wish, answers }, &job).await
        }),
    }
}

#[derive(Deserialize)]
struct ReleaseBody {
    app: String,
    files: BTreeMap<String, Content>,
    #[serde(default)]
    check: bool,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Bytes { base64: String },
}

fn read_files(contents: BTreeMap<String, Content>) -> Result<Files, PlatformError> {
    let read = |(path, content): (String, Content)| {
        let bytes = match content {
            Content::Text(text) => text.into_bytes(),
            Content::Bytes { base64 } => STANDARD
                .decode(base64)
                .map_err(|_| PlatformError::usage(format!("`{path}` is not Base64")))?,
        };
        Ok((path, bytes))
    };
    contents.into_iter().map(read).collect()
}

async fn release(State(server): State<Server>, bytes: Bytes) -> Response {
    let proposal = body::<ReleaseBody>(&bytes).and_then(|body| {
        let files = read_files(body.files)?;
        Ok(Proposal { app: body.app, files, note: body.note, wish: None, check_only: body.check })
    });
    match proposal {
        Err(error) => failed(&error),
        Ok(proposal) => stream(server, &proposal.app.clone(), |platform, job| async move {
            platform.propose(proposal, &job).await
        }),
    }
}

#[derive(Deserialize)]
struct DecisionBody {
    release: String,
    #[serde(default)]
    items: Vec<String>,
    #[serde(default)]
    snapshot: bool,
}

async fn consent(State(server): State<Server>, Path(app): Path<String>, bytes: Bytes) -> Response {
    match body::<DecisionBody>(&bytes).and_then(|body| server.platform.app(&app).map(|_| body)) {
        Err(error) => failed(&error),
        Ok(body) => stream(server, &app.clone(), |platform, job| async move {
            platform.consent(&app, &body.release, &body.items, &job).await
        }),
    }
}

async fn dismiss(State(server): State<Server>, Path(app): Path<String>, bytes: Bytes) -> Response {
    let outcome = match body::<DecisionBody>(&bytes) {
        Err(error) => Err(error),
        Ok(body) => server.platform.dismiss(&app, &body.release).await,
    };
    outcome.map_or_else(|error| failed(&error), |()| StatusCode::NO_CONTENT.into_response())
}

#[derive(serde::Deserialize)]
struct FreezeBody {
    #[serde(default)]
    reason: String,
}

const REASON_CHARS_MAX: usize = 500;

async fn freeze(State(server): State<Server>, Path(app): Path<String>, bytes: Bytes) -> Response {
    let outcome = match body::<FreezeBody>(&bytes) {
        Err(error) => Err(error),
        Ok(body) => {
            let reason: String = body.reason.trim().chars().take(REASON_CHARS_MAX).collect();
            let reason = if reason.is_empty() { "the owner wants no changes for now".into() } else { reason };
            server.platform.freeze(&app, Some(reason)).await
        }
    };
    outcome.map_or_else(|error| failed(&error), |()| StatusCode::NO_CONTENT.into_response())
}

async fn thaw(State(server): State<Server>, Path(app): Path<String>) -> Response {
    let outcome = server.platform.freeze(&app, None).await;
    outcome.map_or_else(|error| failed(&error), |()| StatusCode::NO_CONTENT.into_response())
}

async fn roll_back(State(server): State<Server>, Path(app): Path<String>, bytes: Bytes) -> Response {
    match body::<DecisionBody>(&bytes).and_then(|body| server.platform.app(&app).map(|_| body)) {
        Err(error) => failed(&error),
        Ok(body) => stream(server, &app.clone(), |platform, job| async move {
            platform.roll_back(&app, &body.release, body.snapshot, &job).await
        }),
    }
}

async fn history(State(server): State<Server>, Path(app): Path<String>) -> Response {
    answer(server.platform.app(&app).map(|app| {
        let records = server.platform.records().history(&app.name);
        json!({ "records": records.iter().map(to_json::record).collect::<Vec<_>>() })
    }))
}

async fn files(State(server): State<Server>, Path((app, release)): Path<(String, String)>) -> Response {
    let read = || {
        let app = server.platform.app(&app)?;
        let release = server.platform.release_of(&app, &release)?;
        let candidate = Candidate::load(&server.platform.folder().join("releases"), &release.id)?;
        let files: serde_json::Map<String, Value> = candidate
            .files
            .into_iter()
            .map(|(path, bytes)| {
                let content = match String::from_utf8(bytes) {
                    Ok(text) => json!(text),
                    Err(bytes) => json!({ "base64": STANDARD.encode(bytes.as_bytes()) }),
                };
                (path, content)
            })
            .collect();
        Ok(json!({ "files": files }))
    };
    answer(read())
}

#[derive(Deserialize)]
struct DataQuery {
    #[serde(default)]
    path: String,
    #[serde(default)]
    offset: u64,
    limit: Option<usize>,
}

async fn data(
    State(server): State<Server>,
    Path(app): Path<String>,
    Query(query): Query<DataQuery>,
) -> Response {
    let platform = server.platform.clone();
    let read = tokio::task::spawn_blocking(move || {
        let app = platform.app(&app)?;
        platform.data(&app, &query.path, query.offset, query.limit.unwrap_or(100))
    });
    answer(read.await.unwrap_or_else(|_| Err(PlatformError::fault("the data could not be read"))))
}

#[derive(Deserialize)]
struct LogsQuery {
    after: Option<u64>,
}

async fn logs(
    State(server): State<Server>,
    Path(app): Path<String>,
    Query(query): Query<LogsQuery>,
) -> Response {
    answer(server.platform.app(&app).map(|app| {
        let logs = server.platform.node().logs(app.canister);
        let wanted = logs.iter().filter(|record| query.after.is_none_or(|after| record.index > after));
        let line = |record: &replica_api::LogRecord| {
            let text = String::from_utf8_lossy(&record.content);
            json!({ "index": record.index, "timeMs": record.time / 1_000_000, "text": text })
        };
        json!({ "logs": wanted.map(line).collect::<Vec<_>>() })
    }))
}

#[derive(Deserialize)]
struct CallBody {
    method: String,
    #[serde(default)]
    args: String,
    #[serde(rename = "as")]
    caller: Option<String>,
}

async fn call(State(server): State<Server>, Path(app): Path<String>, bytes: Bytes) -> Response {
    let outcome = match body::<CallBody>(&bytes) {
        Err(error) => Err(error),
        Ok(body) => {
            let caller = body.caller.as_deref().unwrap_or(OWNER);
            server.platform.call(&app, &body.method, &body.args, caller).await
        }
    };
    answer(outcome.map(|reply| json!({ "reply": reply.text, "ms": reply.took.as_secs_f64() * 1000.0 })))
}

async fn events(State(server): State<Server>) -> Response {
    let events = BroadcastStream::new(server.platform.watch());
    // Whoever is too slow misses some; the next ones are as good.
    let stopping = WatchStream::new(server.stopping.clone()).filter(|stopping| *stopping).map(|_| None);
    let events = events.filter_map(Result::ok).map(move |event| Some(sse(&server, &event)));
    // A reader stays for ever, but no longer than the server.
    let events = events.merge(stopping).map_while(|event| event.map(Ok::<_, Infallible>));
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}
