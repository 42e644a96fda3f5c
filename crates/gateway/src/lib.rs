//! The replica's face on HTTP: the Internet Computer's interface, and the apps' pages.
//!
//! Turns requests into calls on a [`replica_api::Replica`] and answers into responses. It knows nothing
//! of how the replica works, nor where pages come from ([`Pages`]). Start at [`router`]; [`serve`] puts the
//! routes on a port.

mod access;
mod api;
mod assets;
mod canister_http;
mod edge;
mod hosts;
mod http_request;
mod metrics;
mod options;
mod pages;
mod rates;
mod refusal;
mod serve;
mod subnet;

pub use api::Gateway;
pub use edge::REQUEST_ID;
pub use hosts::host_name;
pub use metrics::{Fact, FactKind, Metrics};
pub use options::{Options, Rate};
pub use pages::{Asset, NoPages, Pages};
pub use serve::{ServeOptions, serve};

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use edge::Edge;
use gateway_wire::RootKey;
use rates::Rates;
use replica_api::Replica;
use std::sync::Arc;

/// Makes the routes; the platform's server merges them with its own.
pub fn router<R: Replica, P: Pages>(replica: R, pages: P, options: &Options) -> Router {
    let root = RootKey::from_der(&replica.root_key_der()).expect("a replica's own key is a BLS key in DER");
    let rates = Arc::new(Rates::new(options));
    let edge =
        Edge { rates: rates.clone(), metrics: options.metrics.clone(), time_max: options.request_time_max };
    let gateway = Gateway { replica, pages, root: Arc::new(root), rates, domains: options.domains.clone() };
    Router::new()
        .route("/_/health", get(|| async { "ok\n" }))
        .route("/api/v2/status", get(api::status::<R, P>))
        .route("/api/{version}/canister/{id}/call", post(api::call::<R, P>))
        .route("/api/{version}/canister/{id}/query", post(api::query::<R, P>))
        .route("/api/{version}/canister/{id}/read_state", post(api::read_state::<R, P>))
        .route("/api/{version}/subnet/{id}/call", post(subnet::call::<R, P>))
        .route("/api/{version}/subnet/{id}/query", post(subnet::query::<R, P>))
        .route("/api/{version}/subnet/{id}/read_state", post(subnet::read_state::<R, P>))
        .fallback(pages::serve::<R, P>)
        .layer(from_fn_with_state(edge, edge::edge))
        .with_state(gateway)
}
