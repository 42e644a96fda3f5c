//! Requests to an app's own host: its page, or what its `http_request` answers.

use crate::api::Gateway;
use crate::http_request;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use replica_api::{CanisterId, Principal, Replica};

/// A file of an app's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    pub content_type: String,
    pub bytes: Bytes,
}

/// Where the apps' pages come from.
pub trait Pages: Clone + Send + Sync + 'static {
    /// Returns the canister behind a name (the first label of the host).
    fn resolve(&self, name: &str) -> Option<CanisterId>;

    /// Returns a file of the live release's page; the path begins with `/`.
    fn asset(&self, canister: CanisterId, path: &str) -> Option<Asset>;
}

/// For a bare replica: hosts are canister ids, and there are no pages.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPages;

impl Pages for NoPages {
    fn resolve(&self, _name: &str) -> Option<CanisterId> {
        None
    }

    fn asset(&self, _canister: CanisterId, _path: &str) -> Option<Asset> {
        None
    }
}

const BODY_BYTES_MAX: usize = 4 << 20;

/// Serves what no other route takes.
pub(crate) async fn serve<R: Replica, P: Pages>(
    State(gateway): State<Gateway<R, P>>,
    request: Request,
) -> Response {
    let Some(canister) = host_canister(request.headers(), request.uri().query(), &gateway.pages) else {
        return (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response();
    };
    let path = request.uri().path();
    let index = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let asset = gateway.pages.asset(canister, path).or_else(|| gateway.pages.asset(canister, &index));
    if let Some(asset) = asset {
        return ([(header::CONTENT_TYPE, asset.content_type)], asset.bytes).into_response();
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, BODY_BYTES_MAX).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "The request is too large.\n").into_response();
    };
    http_request::ask(&gateway.replica, canister, &parts, &body).await
}

/// Finds the canister a host means: an id, a name of the platform, or `?canisterId=`.
fn host_canister<P: Pages>(headers: &HeaderMap, query: Option<&str>, pages: &P) -> Option<CanisterId> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.split(':').next().and_then(|host| host.split_once('.')).map(|(label, _)| label);
    let by_host = name.and_then(|label| pages.resolve(label).or_else(|| canister_text(label)));
    by_host.or_else(|| {
        let pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == "canisterId").find_map(|(_, value)| canister_text(value))
    })
}

fn canister_text(text: &str) -> Option<CanisterId> {
    Principal::from_text(text).ok().filter(|id| id.as_slice().len() == 10)
}
