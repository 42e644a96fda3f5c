//! The one port: the Studio and the owner's API on the loopback names, signing in and apps on theirs (`docs/design/platform-api.md`).

mod api;
mod auth;
mod claim;
mod identity;
pub(crate) mod json;
mod operations;
mod studio;
mod transfer;

pub(crate) use studio::web_folder;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use platform::Platform;
use platform::pages::AppPages;
use tokio::sync::watch;
use tower::ServiceExt as _;

/// What every handler sees.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) platform: Platform,
    pub(crate) token: Arc<str>,
    pub(crate) port: u16,
    /// Where people sign in if that is a host of the operator's domain: `https://id.example.com`.
    pub(crate) public_identity: Option<Arc<str>>,
    pub(crate) started: Instant,
    /// What callers and apps may ask for, and where it is counted.
    pub(crate) limits: gateway::Options,
    /// The host named after the identity provider's canister.
    pub(crate) provider_host: Arc<str>,
    /// Becomes true once that canister has its code.
    pub(crate) provider_ready: watch::Receiver<bool>,
    /// Becomes true when the server is told to stop.
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Server {
    /// The address of an app's page.
    pub(crate) fn url(&self, app: &str) -> String {
        format!("http://{app}.localhost:{}/", self.port)
    }

    pub(crate) fn studio_url(&self) -> String {
        format!("http://localhost:{}/", self.port)
    }

    /// Where people sign in.
    pub(crate) fn identity_url(&self) -> String {
        match &self.public_identity {
            Some(origin) => format!("{origin}/"),
            None => format!("http://{}:{}/", identity::NAME, self.port),
        }
    }

    /// Whether a host is the one of the operator's domain where people sign in.
    fn is_public_identity(&self, host: &str) -> bool {
        let origin = self.public_identity.as_ref().and_then(|origin| origin.strip_prefix("https://"));
        origin.is_some_and(|named| gateway::host_name(named) == gateway::host_name(host))
    }
}

/// Whose host a request names.
enum Host {
    Studio,
    /// The identity provider, with the page that it shows there.
    Identity(&'static str),
    App,
    Stranger,
}

/// Makes the routes of the port.
pub(crate) fn router(server: Server) -> Router {
    let identity = server.identity_url().trim_end_matches('/').into();
    let pages = AppPages { platform: server.platform.clone(), sdk: studio::sdk(), identity };
    let routes = gateway::routes(server.platform.node().clone(), pages, &server.limits);
    let studio = api::router(server.clone()).fallback(studio::serve);
    Router::new().fallback(move |request: Request| {
        let (server, studio) = (server.clone(), studio.clone());
        let (interface, apps) = (routes.interface.clone(), routes.hosts.clone());
        async move { dispatch(request, server, interface, apps, studio).await }
    })
}

async fn dispatch(
    request: Request,
    server: Server,
    interface: Router,
    apps: Router,
    studio: Router,
) -> Response {
    let path = request.uri().path();
    // The Internet Computer's interface is the same on every host: who calls is proven by signatures. Nothing that an app
    // shows may come with it to the platform's own hosts.
    let is_agent = path.starts_with("/api/") || path == "/_/health";
    let chosen = match host(&request, &server) {
        Host::Studio if is_agent => interface,
        Host::Studio => match operations::answer(&server, path) {
            Some(answer) => return answer,
            None => studio,
        },
        Host::Identity(_) if is_agent => interface,
        Host::Identity(page) => return identity::serve(&server, page, request).await,
        Host::App if path == claim::PATH => return claim::claim(&server, request).await,
        Host::App => apps,
        Host::Stranger => {
            return (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response();
        }
    };
    chosen.oneshot(request).await.into_response()
}

/// A name of somebody else's that points to this machine is a stranger: its pages must not reach the owner's API.
fn host(request: &Request, server: &Server) -> Host {
    let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = named.or_else(|| request.uri().authority().map(|it| it.as_str())).unwrap_or_default();
    if server.limits.domains.contains_key(gateway::host_name(host)) {
        return Host::App;
    }
    if server.is_public_identity(host) {
        return Host::Identity(identity::PAGE_TO_SIGN_IN);
    }
    let suffix = format!(":{}", server.port);
    let Some(name) = host.strip_suffix(&suffix).or((server.port == 80).then_some(host)) else {
        return Host::Stranger;
    };
    match name {
        "localhost" | "127.0.0.1" | "[::1]" => Host::Studio,
        other => match identity::page_of(server, other) {
            Some(page) => Host::Identity(page),
            None if is_apps(other) => Host::App,
            None => Host::Stranger,
        },
    }
}

/// Whether this is `NAME.localhost` or `NAME.raw.localhost`. Below `id.localhost`, say, no app may show anything: a host has a
/// claim to the passkeys of the hosts that it is below.
fn is_apps(host: &str) -> bool {
    let Some(name) = host.strip_suffix(".localhost") else { return false };
    let name = name.strip_suffix(".raw").unwrap_or(name);
    !name.is_empty() && !name.contains('.')
}
