//! Apps as files: the one route that answers with bytes, and the one that takes them.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;

use super::Server;
use super::json::failed;

pub(super) async fn export(State(server): State<Server>, Path(app): Path<String>) -> Response {
    match server.platform.export(&app).await {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response(),
        Err(error) => failed(&error),
    }
}

#[derive(Deserialize)]
pub(super) struct ImportQuery {
    name: Option<String>,
}

pub(super) async fn import(
    State(server): State<Server>,
    Query(query): Query<ImportQuery>,
    bytes: Bytes,
) -> Response {
    // If whoever asked goes away, it goes on to its end.
    let platform = server.platform.clone();
    let work = tokio::spawn(async move { platform.import(&bytes, query.name.as_deref()).await });
    let outcome = work.await.unwrap_or_else(|_| Err(platform::PlatformError::fault("the import broke off")));
    match outcome {
        Ok(imported) => Json(json!({
            "app": imported.app.name,
            "canisterId": imported.app.canister.to_text(),
            "url": server.url(&imported.app.name),
            "number": imported.app.numbers,
            "hadTimer": imported.had_timer,
        }))
        .into_response(),
        Err(error) => failed(&error),
    }
}
