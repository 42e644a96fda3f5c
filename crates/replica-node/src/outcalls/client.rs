//! One request of the web, from its address to its last byte: bounded in time and size, with no redirect followed, and to
//! public addresses only. The address that was checked is the one that is connected to.

use super::options::{OutcallOptions, is_public};
use replica_api::{HttpOutcome, HttpRequest, HttpResponse, Reject, RejectCode};
use replica_core::{check_headers, no_answer};
use std::io::{self, Read as _};
use std::time::Duration;
use ureq::config::Config;
use ureq::http::{self, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error};

/// Named to servers, unless the canister names itself.
const USER_AGENT: &str = "ic/1.0";
/// What the engine of a head may have before it is looked at: the limit of the specification, and room for what is between.
const HEAD_BYTES_MAX: usize = 64 << 10;

/// Sends requests.
pub(super) struct Client {
    options: OutcallOptions,
    agent: Agent,
}

impl Client {
    pub(super) fn new(options: OutcallOptions) -> Client {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(HEAD_BYTES_MAX)
            // A connection belongs to one request: canisters have nothing to learn of each other's.
            .max_idle_connections(0)
            // A proxy would look names up by itself, and the addresses could not be checked.
            .proxy(None)
            .allow_non_standard_methods(true)
            .user_agent(USER_AGENT)
            .accept("")
            .accept_encoding("")
            .build();
        let resolver = Checked { options: options.clone(), names: DefaultResolver::default() };
        Client { options, agent: Agent::with_parts(config, DefaultConnector::default(), resolver) }
    }

    /// Sends a request and waits for the whole answer, but not longer than `left`.
    pub(super) fn fetch(&self, request: &HttpRequest, left: Duration) -> HttpOutcome {
        let uri = self.address(&request.url)?;
        let mut built = http::Request::builder().method(request.method.name()).uri(uri);
        for (name, value) in &request.headers {
            // The length is what the body has.
            if !name.eq_ignore_ascii_case("content-length") {
                built = built.header(name, value);
            }
        }
        let invalid = |error: http::Error| fatal(format!("the HTTP request is not valid: {error}"));
        let sent = match &request.body {
            Some(body) => self.send(built.body(&**body).map_err(invalid)?, left),
            None => self.send(built.body(()).map_err(invalid)?, left),
        };
        let explain = |error: Error| explain(error, request, self.options.timeout);
        read(sent.map_err(explain)?, request, &explain)
    }

    fn send<S: ureq::AsSendBody>(
        &self,
        request: http::Request<S>,
        left: Duration,
    ) -> Result<http::Response<Body>, Error> {
        self.agent.run(self.agent.configure_request(request).timeout_global(Some(left)).build())
    }

    /// Reads an address, and says whether it may be asked at all.
    fn address(&self, url: &str) -> Result<Uri, Reject> {
        if !self.options.enabled {
            return Err(fatal("this replica sends no requests to the web".to_owned()));
        }
        let uri: Uri =
            escaped(url).parse().map_err(|error| fatal(format!("the URL {url:?} is not valid: {error}")))?;
        let Some(host) = uri.host().filter(|host| !host.is_empty()) else {
            return Err(fatal(format!("the URL {url:?} names no host")));
        };
        match uri.scheme_str() {
            Some("https") => Ok(uri),
            Some("http") if self.options.allows(host, port_of(&uri)) => Ok(uri),
            Some("http") => Err(fatal(format!("the URL {url:?} has to begin with https://"))),
            _ => Err(fatal(format!("the URL {url:?} does not begin with https://"))),
        }
    }
}

/// Looks names up, and leaves out what is not to be reached.
#[derive(Debug)]
struct Checked {
    options: OutcallOptions,
    names: DefaultResolver,
}

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        if self.options.allows(host, port_of(uri)) {
            return Ok(found);
        }
        let mut public = self.empty();
        found.iter().filter(|address| is_public(address.ip())).for_each(|address| public.push(*address));
        if public.is_empty() { Err(Error::Other(Box::new(NotPublic(host.to_owned())))) } else { Ok(public) }
    }
}

/// A host whose addresses are all of this machine or of the networks around it.
#[derive(Debug, thiserror::Error)]
#[error(
    "{0} is not a host of the public network; whoever runs the replica can allow it (`--outcalls-to {0}`)"
)]
struct NotPublic(String);

fn port_of(uri: &Uri) -> u16 {
    uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 })
}

/// Writes what an address has beside ASCII as it goes over the wire.
fn escaped(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii() { out.push(char::from(byte)) } else { out.push_str(&format!("%{byte:02X}")) }
    }
    out
}

fn read(
    response: http::Response<Body>,
    request: &HttpRequest,
    explain: &dyn Fn(Error) -> Reject,
) -> HttpOutcome {
    let (head, body) = response.into_parts();
    // A value that is not text is read byte by byte, as the first version of the protocol had it.
    let value = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    };
    let headers: Vec<(String, String)> = head
        .headers
        .iter()
        .map(|(name, bytes)| (name.as_str().to_owned(), value(bytes.as_bytes())))
        .collect();
    let headers_bytes = check_headers(&headers).map_err(fatal)? as u64;
    let room = request.response_bytes_max.checked_sub(headers_bytes).ok_or_else(|| too_large(request))?;
    let mut bytes = Vec::new();
    let mut reader = body.into_with_config().limit(u64::MAX).reader().take(room + 1);
    reader.read_to_end(&mut bytes).map_err(|error| explain(Error::from(error)))?;
    if bytes.len() as u64 > room {
        return Err(too_large(request));
    }
    Ok(HttpResponse { status: head.status.as_u16(), headers, body: bytes })
}

fn fatal(text: String) -> Reject {
    no_answer(RejectCode::SysFatal, text)
}

fn too_large(request: &HttpRequest) -> Reject {
    fatal(format!("the HTTP response has more than {} bytes", request.response_bytes_max))
}

/// A request whose time is over.
pub(super) fn too_late(timeout: Duration) -> Reject {
    no_answer(
        RejectCode::SysTransient,
        format!("the server did not answer within {} seconds", timeout.as_secs()),
    )
}

/// Says why there is no answer, and whether it is worth another attempt.
fn explain(error: Error, request: &HttpRequest, timeout: Duration) -> Reject {
    match error {
        Error::Timeout(_) => too_late(timeout),
        Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => too_late(timeout),
        Error::LargeResponseHeader(..) => {
            fatal(format!("the head of the HTTP response has more than {HEAD_BYTES_MAX} bytes"))
        }
        Error::Other(error) => fatal(error.to_string()),
        error @ (Error::Http(_) | Error::BadUri(_)) => {
            fatal(format!("the HTTP request is not valid: {error}"))
        }
        error => {
            let host = request
                .url
                .parse()
                .ok()
                .and_then(|uri: Uri| uri.host().map(str::to_owned))
                .unwrap_or_default();
            no_answer(RejectCode::SysTransient, format!("{host} could not be asked: {error}"))
        }
    }
}
