//! Requests to an app's own host: its page, or what its `http_request` answers.

use crate::api::Gateway;
use crate::assets;
use crate::hosts::{host, target};
use crate::http_request;
use crate::metrics::Kind;
use crate::refusal::{Refusal, read_body};
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use replica_api::{CanisterId, Replica};
use std::sync::Arc;

/// A file of an app's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    pub content_type: String,
    pub bytes: Bytes,
}

impl Asset {
    /// Makes a file of bytes that someone else keeps too, without copying them.
    pub fn shared(content_type: &str, bytes: Arc<[u8]>) -> Asset {
        Asset { content_type: content_type.to_owned(), bytes: Bytes::from_owner(bytes) }
    }
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

/// Serves what no other route takes.
pub(crate) async fn serve<R: Replica, P: Pages>(
    State(gateway): State<Gateway<R, P>>,
    request: Request,
) -> Response {
    let host = host(request.headers(), request.uri());
    let query = request.uri().query().filter(|_| gateway.by_parameter);
    let Some(target) = target(host, query, &gateway.pages, &gateway.domains) else {
        return Refusal::not_found("There is nothing at this address.").into_response();
    };
    if let Err(refusal) = gateway.rates.take_app(target.canister) {
        return refusal.into_response();
    }
    let reads = request.method() == Method::GET || request.method() == Method::HEAD;
    let path = request.uri().path();
    if let Some((path, asset)) = find(&gateway.pages, target.canister, path).filter(|_| reads) {
        let beside = |ending: &str| gateway.pages.asset(target.canister, &format!("{path}{ending}"));
        return counted(assets::respond(request.headers(), &path, &asset, beside), Kind::Asset);
    }
    let answers = http_request::answers(&gateway.replica, target.canister);
    if !reads && !answers && find(&gateway.pages, target.canister, path).is_some() {
        let allowed = [(header::ALLOW, "GET, HEAD")];
        return (StatusCode::METHOD_NOT_ALLOWED, allowed, "A page can only be read.\n").into_response();
    }
    let (parts, body) = request.into_parts();
    let response = match read_body(body).await {
        Ok(body) => http_request::ask(&gateway, target, &parts, body).await,
        Err(refusal) => Err(refusal),
    };
    counted(response.into_response(), Kind::Canister)
}

fn counted(mut response: Response, kind: Kind) -> Response {
    response.extensions_mut().insert(kind);
    response
}

/// Finds a file, or the index of a folder.
fn find<P: Pages>(pages: &P, canister: CanisterId, path: &str) -> Option<(String, Asset)> {
    let index = path.ends_with('/').then(|| format!("{path}index.html"));
    let paths = [Some(path.to_owned()), index];
    paths.into_iter().flatten().find_map(|path| pages.asset(canister, &path).map(|asset| (path, asset)))
}
