//! The replica's face on HTTP: the Internet Computer's interface, and the apps' pages.
//!
//! Turns requests into calls on a [`replica_api::Replica`] and answers into responses. It knows nothing
//! of how the replica works, nor where pages come from ([`Pages`]). Start at [`router`].

mod api;
mod http_request;
mod pages;

pub use api::Gateway;
pub use pages::{Asset, NoPages, Pages};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use replica_api::Replica;

/// What the Internet Computer's edge takes.
const BODY_BYTES_MAX: usize = 4 << 20;

/// Makes the routes; the platform's server merges them with its own.
pub fn router<R: Replica, P: Pages>(replica: R, pages: P) -> Router {
    let gateway = Gateway { replica, pages };
    Router::new()
        .route("/_/health", get(|| async { "ok\n" }))
        .route("/api/v2/status", get(api::status::<R, P>))
        .route("/api/{version}/canister/{id}/call", post(api::call::<R, P>))
        .route("/api/{version}/canister/{id}/query", post(api::query::<R, P>))
        .route("/api/{version}/canister/{id}/read_state", post(api::read_state::<R, P>))
        .route("/api/{version}/subnet/{id}/read_state", post(api::read_subnet_state::<R, P>))
        .fallback(pages::serve::<R, P>)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(cross_origin))
        .with_state(gateway)
}

/// Lets pages of other origins call, as agents in browsers do; every call proves its sender itself.
async fn cross_origin(request: axum::extract::Request, next: Next) -> Response {
    let preflight = request.method() == Method::OPTIONS;
    let mut response =
        if preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if preflight {
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST, HEAD, OPTIONS"),
        );
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
    response
}
