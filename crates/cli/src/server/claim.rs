//! How the owner's browser becomes an owner on an app's page: a code made at the Studio, used up at the app's origin.

use axum::Json;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use gateway::Pages as _;
use platform::pages::AppPages;
use platform::{ErrorKind, PlatformError};
use replica_api::Principal;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Server;
use super::json::failed;

pub(super) const PATH: &str = "/_/claim";
const BODY_BYTES_MAX: usize = 4 << 10;

/// `POST /_/api/apps/NAME/claim`, at the Studio's origin.
pub(super) async fn make_code(State(server): State<Server>, Path(app): Path<String>) -> Response {
    match server.platform.claim_code(&app) {
        Err(error) => failed(&error),
        Ok(made) => {
            let url = format!("{}#claim={}", server.url(&app), made.code);
            Json(json!({ "url": url, "expiresMs": made.expires_ms })).into_response()
        }
    }
}

/// `GET /_/api/apps/NAME/owners`
pub(super) async fn owners(State(server): State<Server>, Path(app): Path<String>) -> Response {
    match server.platform.owners(&app) {
        Err(error) => failed(&error),
        Ok(owners) => {
            let shown = owners
                .iter()
                .map(|owner| json!({ "principal": owner.principal.to_text(), "addedMs": owner.added_ms }));
            Json(json!({ "owners": shown.collect::<Vec<Value>>() })).into_response()
        }
    }
}

/// `DELETE /_/api/apps/NAME/owners/PRINCIPAL`
pub(super) async fn revoke(
    State(server): State<Server>,
    Path((app, principal)): Path<(String, String)>,
) -> Response {
    let outcome = match read_principal(&principal) {
        Err(error) => Err(error),
        Ok(principal) => server.platform.revoke_owner(&app, principal).await,
    };
    outcome.map_or_else(|error| failed(&error), |()| StatusCode::NO_CONTENT.into_response())
}

#[derive(Deserialize)]
struct ClaimBody {
    code: String,
    principal: String,
}

/// `POST /_/claim`, at an app's origin.
pub(super) async fn claim(server: &Server, request: Request) -> Response {
    if request.method() != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "POST")]).into_response();
    }
    let (parts, body) = request.into_parts();
    let outcome = match to_bytes(body, BODY_BYTES_MAX).await {
        Err(_) => Err(PlatformError::new(ErrorKind::TooLarge, "the body is too large")),
        Ok(body) => carry_out(server, &parts.headers, body).await,
    };
    outcome.map_or_else(|error| failed(&error), |()| StatusCode::NO_CONTENT.into_response())
}

async fn carry_out(server: &Server, headers: &HeaderMap, body: Bytes) -> Result<(), PlatformError> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("host").unwrap_or_default();
    // Pages elsewhere could only guess, but they would use up the attempts of those who need not.
    let own_origin = text("origin").is_none_or(|origin| origin.strip_prefix("http://") == Some(host));
    if !own_origin || text("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        let message = "only the app's own page can ask for this";
        return Err(PlatformError::new(ErrorKind::Forbidden, message));
    }
    let app = app_of(server, host)?;
    let body: ClaimBody = serde_json::from_slice(&body)
        .map_err(|error| PlatformError::usage(format!("the body is not right: {error}")))?;
    server.platform.claim(&app, &body.code, read_principal(&body.principal)?).await
}

/// The app of a host: by its name, or the id of its canister.
fn app_of(server: &Server, host: &str) -> Result<String, PlatformError> {
    let label = host.split('.').next().unwrap_or_default();
    let pages = AppPages { platform: server.platform.clone(), sdk: [].into(), identity: "".into() };
    let canister = pages.resolve(label).or_else(|| Principal::from_text(label).ok());
    let found = canister.and_then(|canister| server.platform.records().app_of(canister));
    found.map(|app| app.name).ok_or_else(|| PlatformError::not_found("there is no app at this address"))
}

fn read_principal(text: &str) -> Result<Principal, PlatformError> {
    Principal::from_text(text).map_err(|_| PlatformError::usage(format!("`{text}` is not a principal")))
}
