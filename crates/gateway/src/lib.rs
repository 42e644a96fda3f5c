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
mod tls;

pub use api::Gateway;
pub use edge::REQUEST_ID;
pub use hosts::host_name;
pub use metrics::{Fact, FactKind, Metrics};
pub use options::{Options, Rate};
pub use pages::{Asset, NoPages, Pages};
pub use serve::{ServeOptions, serve, serve_tls};
pub use tls::{CertificateFiles, Certificates, TlsError};

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use edge::Edge;
use gateway_wire::RootKey;
use rates::Rates;
use refusal::Refusal;
use replica_api::Replica;
use std::sync::Arc;

/// What a server puts on its hosts. Both parts count together.
pub struct Routes {
    /// The Internet Computer's interface and nothing else, for hosts with pages of their own.
    pub interface: Router,
    /// The same, and what the canister that the host names shows.
    pub hosts: Router,
}

/// Makes the routes of a gateway that has its port to itself.
pub fn router<R: Replica, P: Pages>(replica: R, pages: P, options: &Options) -> Router {
    routes(replica, pages, options).hosts
}

/// Makes the routes; the platform's server puts its own beside them.
pub fn routes<R: Replica, P: Pages>(replica: R, pages: P, options: &Options) -> Routes {
    let root = RootKey::from_der(&replica.root_key_der()).expect("a replica's own key is a BLS key in DER");
    let rates = Arc::new(Rates::new(options));
    let edge =
        Edge { rates: rates.clone(), metrics: options.metrics.clone(), time_max: options.request_time_max };
    let (by_parameter, domains) = (options.canister_by_parameter, options.domains.clone());
    let gateway = Gateway { replica, pages, root: Arc::new(root), rates, by_parameter, domains };
    let interface = Router::new()
        .route("/_/health", get(|| async { "ok\n" }))
        .route("/api/v2/status", get(api::status::<R, P>))
        .route("/api/{version}/canister/{id}/call", post(api::call::<R, P>))
        .route("/api/{version}/canister/{id}/query", post(api::query::<R, P>))
        .route("/api/{version}/canister/{id}/read_state", post(api::read_state::<R, P>))
        .route("/api/{version}/subnet/{id}/call", post(subnet::call::<R, P>))
        .route("/api/{version}/subnet/{id}/query", post(subnet::query::<R, P>))
        .route("/api/{version}/subnet/{id}/read_state", post(subnet::read_state::<R, P>));
    let finished = |router: Router<Gateway<R, P>>| {
        router.layer(from_fn_with_state(edge.clone(), edge::edge)).with_state(gateway.clone())
    };
    Routes {
        interface: finished(interface.clone().fallback(nothing)),
        hosts: finished(interface.fallback(pages::serve::<R, P>)),
    }
}

async fn nothing() -> Refusal {
    Refusal::not_found("There is nothing at this address.")
}
