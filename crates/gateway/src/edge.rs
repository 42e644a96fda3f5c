//! What holds for every request: an id, a budget, a time limit, counting, and headers for other origins.

use crate::metrics::{Kind, Metrics};
use crate::rates::Rates;
use crate::refusal::Refusal;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tracing::Instrument as _;

/// The header that names a request in the log.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

#[derive(Clone)]
pub(crate) struct Edge {
    pub(crate) rates: Arc<Rates>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) time_max: Duration,
}

/// A request counts as running until it is answered or whoever sent it has gone.
struct Running(Arc<Metrics>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Goes around all routes.
pub(crate) async fn edge(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    let (id, started) = (request_id(), Instant::now());
    let preflight = request.method() == Method::OPTIONS;
    let kind = kind_of(request.uri().path());
    let span = tracing::info_span!("request", %id, method = %request.method(), path = %request.uri().path());
    edge.metrics.begin();
    let running = Running(edge.metrics.clone());
    let mut response = answer(&edge, request, next).instrument(span.clone()).await;
    drop(running);
    let (took, status) = (started.elapsed(), response.status());
    let kind = response.extensions().get::<Kind>().copied().unwrap_or(kind);
    edge.metrics.count(kind, status, took);
    span.in_scope(|| {
        let (status, took_us) = (status.as_u16(), took.as_micros() as u64);
        if status >= 500 {
            tracing::warn!(status, took_us, ?kind, "answered");
        } else {
            tracing::info!(status, took_us, ?kind, "answered");
        }
    });
    let id = HeaderValue::try_from(id).expect("hexadecimal digits are a header's value");
    response.headers_mut().insert(REQUEST_ID, id);
    allow_other_origins(&mut response, preflight);
    response
}

async fn answer(edge: &Edge, request: Request, next: Next) -> Response {
    if request.method() == Method::OPTIONS {
        return StatusCode::NO_CONTENT.into_response();
    }
    let caller = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip());
    if let Some(Err(refusal)) = caller.map(|caller| edge.rates.take_caller(caller)) {
        return refusal.into_response();
    }
    match tokio::time::timeout(edge.time_max, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let message = format!("there was no answer within {} s", edge.time_max.as_secs());
            Refusal::new(StatusCode::GATEWAY_TIMEOUT, message).into_response()
        }
    }
}

/// Lets pages of other origins call, as agents in browsers do; every call proves its sender itself.
fn allow_other_origins(response: &mut Response, preflight: bool) {
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        // What a canister says of its own response stays.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        "x-request-id, retry-after, etag, accept-ranges, content-range",
    );
    if preflight {
        set(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, HEAD, OPTIONS");
        // The star stands for all names but this one.
        set(header::ACCESS_CONTROL_ALLOW_HEADERS, "*, authorization");
        set(header::ACCESS_CONTROL_MAX_AGE, "600");
    }
}

fn kind_of(path: &str) -> Kind {
    let Some(path) = path.strip_prefix("/api/") else { return Kind::Other };
    match path.rsplit('/').next() {
        Some("status") => Kind::Status,
        Some("call") => Kind::Call,
        Some("query") => Kind::Query,
        Some("read_state") => Kind::ReadState,
        _ => Kind::Other,
    }
}

/// Makes a name that no other request of this process has, and hardly one of another.
fn request_id() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    static STARTED: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    let started = STARTED.get_or_init(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u32)
    });
    format!("{started:08x}-{:08x}", COUNTER.fetch_add(1, Ordering::Relaxed))
}
