//! The identity provider's page, on hosts of its own: nothing else is served there, and nobody shows it in a frame.

use std::time::Duration;

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use platform::pages::content_type;
use replica_api::{CanisterId, Principal, Replica as _};
use serde_json::json;

use super::Server;
use super::studio::file;

/// What `web/identity/dist` held when the program was built.
const PAGE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/identity.rs"));
const MISSING: &str = "The sign-in page was not built into this program: run `cargo xtask up`, or set SELFWRIGHT_WEB to the folder web.\n";

/// The name under which people see it; passkeys belong to this host.
pub(super) const NAME: &str = "id.localhost";
/// A name that tools give the identity provider of a local network.
const OTHER_NAME: &str = "id.ai.localhost";

/// How long a page waits for the canister of a server that has just started.
const START_SECONDS_MAX: Duration = Duration::from_secs(30);

/// Scripts are our own, and no text becomes code. Other origins are asked only whether they let an origin sign in as theirs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' https: http://localhost:* \
     http://*.localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'";

/// The page on which people sign in; other hosts send them there.
pub(super) const PAGE_TO_SIGN_IN: &str = "index.html";

/// The page that a host of the identity provider shows: the one on which people sign in, or the one that sends them there.
pub(super) fn page_of(server: &Server, host: &str) -> Option<&'static str> {
    match host {
        // Passkeys belong to one host: where there is a public one, this one leads to it.
        NAME if server.public_identity.is_some() => Some("relay.html"),
        NAME => Some(PAGE_TO_SIGN_IN),
        OTHER_NAME => Some("relay.html"),
        _ => (*host == *server.provider_host).then_some("relay.html"),
    }
}

/// Serves the page: every path without a file is the page's own.
pub(super) async fn serve(server: &Server, page: &str, request: Request) -> Response {
    let reads = request.method() == Method::GET || request.method() == Method::HEAD;
    if !reads {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")], "").into_response();
    }
    let name = request.uri().path().trim_start_matches('/');
    let mut response = match (name, name.contains('.')) {
        ("identity.json", _) => about(server).await,
        ("origin.json", _) => origin(server, request.uri().query().unwrap_or_default()),
        (name, true) => match file("identity/dist", PAGE, name) {
            Some(bytes) => ([(header::CONTENT_TYPE, content_type(name))], bytes).into_response(),
            None => (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response(),
        },
        (_, false) => match file("identity/dist", PAGE, page) {
            Some(bytes) => ([(header::CONTENT_TYPE, content_type(page))], bytes).into_response(),
            None => (StatusCode::SERVICE_UNAVAILABLE, MISSING).into_response(),
        },
    };
    protect(response.headers_mut());
    response
}

/// Where the canister is and which key certifies what it says.
async fn about(server: &Server) -> Response {
    let mut ready = server.provider_ready.clone();
    let waited = tokio::time::timeout(START_SECONDS_MAX, ready.wait_for(|ready| *ready)).await;
    match (waited, server.platform.provider()) {
        (Ok(Ok(_)), Some(canister)) => Json(json!({
            "canisterId": canister.to_text(),
            "rootKey": hex::encode(server.platform.node().root_key_der()),
            "origin": server.identity_url().trim_end_matches('/'),
        }))
        .into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "Signing in is not ready yet.\n").into_response(),
    }
}

/// What an origin is to the identity provider: an app of this platform stays the same under every name and port, and so do its
/// users to it.
fn origin(server: &Server, asked: &str) -> Response {
    let app = app_behind(server, asked);
    let name = app.and_then(|app| server.platform.records().app_of(app));
    Json(json!({
        "origin": app.map_or(asked.to_owned(), |app| format!("canister:{app}")),
        "shown": name.map_or(asked.to_owned(), |app| app.name),
    }))
    .into_response()
}

/// The canister that this port serves at an origin.
fn app_behind(server: &Server, origin: &str) -> Option<CanisterId> {
    if let Some(host) = origin.strip_prefix("https://") {
        let app = server.limits.domains.get(gateway::host_name(host))?;
        return server.platform.records().app(app).map(|app| app.canister);
    }
    let host = origin.strip_prefix("http://")?;
    let host = host.strip_suffix(&format!(":{}", server.port)).or((server.port == 80).then_some(host))?;
    // With one label before it: what a canister answers unverified, at `ID.raw.localhost`, is not the app.
    let name = host.strip_suffix(".localhost").filter(|name| !name.contains('.'))?;
    let app = server.platform.records().app(name).map(|app| app.canister);
    app.or_else(|| {
        let id = Principal::from_text(name).ok()?;
        (id.to_text() == name && server.platform.node().canister_info(id).is_some()).then_some(id)
    })
}

fn protect(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
        (
            HeaderName::from_static("permissions-policy"),
            "publickey-credentials-get=(self), publickey-credentials-create=(self)",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
