//! Canisters that answer HTTP themselves, by the query `http_request` (HTTP gateway protocol).
//!
//! What a query answers is checked against what the canister certified, and not shown otherwise; an upgraded call
//! and a `raw` host need no such check. A body that comes in pieces is put together first, because what is
//! certified is the whole.

use crate::api::{Gateway, now};
use crate::canister_http::{
    Callback, HttpRequest, HttpResponse, HttpUpdateRequest, read_chunk, read_response, token_arg,
};
use crate::hosts::{Target, host};
use crate::pages::Pages;
use crate::refusal::{Answer, Refusal};
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use candid::Encode;
use gateway_wire::{HttpExchange, verify_response};
use replica_api::{CanisterId, IngressMessage, Principal, QueryRequest, Replica, Submitted};
use serde_bytes::ByteBuf;

/// Headers that belong to a connection, and so to the server.
const OWN_HEADERS: [&str; 6] =
    ["content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "trailer"];
const CALL_NS: u64 = 60_000_000_000;
/// So many pieces a body may come in, and so large it may become.
const CALLBACKS_MAX: usize = 1_000;
const BODY_BYTES_MAX: usize = 64 << 20;

/// Tells whether a canister answers HTTP.
pub(crate) fn answers<R: Replica>(replica: &R, canister: CanisterId) -> bool {
    replica.is_query(canister, "http_request") == Some(true)
}

/// Asks the canister and turns its reply into a response.
pub(crate) async fn ask<R: Replica, P: Pages>(
    gateway: &Gateway<R, P>,
    target: Target,
    parts: &Parts,
    body: Bytes,
) -> Answer {
    if !answers(&gateway.replica, target.canister) {
        return Err(match gateway.replica.canister_info(target.canister) {
            None => Refusal::not_found(format!("There is no canister {}.", target.canister)),
            Some(_) => Refusal::not_found("There is no such page."),
        });
    }
    let asked = Asked::read(parts, body);
    let arg = Encode!(&HttpRequest {
        method: asked.method.clone(),
        url: asked.url.clone(),
        headers: asked.headers.clone(),
        body: ByteBuf::from(asked.body.to_vec()),
        certificate_version: Some(2),
    });
    let reply =
        query(&gateway.replica, target.canister, "http_request", arg.expect("our own types encode")).await?;
    let mut response = read_response(&reply).map_err(not_http)?;
    if response.upgrade {
        let response = upgrade(&gateway.replica, target.canister, asked).await?;
        return Ok(pass_on(response.status, response.headers, response.body));
    }
    if let Some(callback) = response.streaming.take() {
        collect(&gateway.replica, target.canister, callback, &mut response.body).await?;
    }
    let headers = if target.raw { response.headers } else { verify(gateway, target, &asked, &response)? };
    Ok(pass_on(response.status, headers, response.body))
}

/// A request as the canister sees it.
struct Asked {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Asked {
    fn read(parts: &Parts, body: Bytes) -> Asked {
        let url = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let mut headers: Vec<(String, String)> = parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        if !parts.headers.contains_key("host") {
            // HTTP/2 has it in the address.
            headers.push(("host".into(), host(&parts.headers, &parts.uri).to_owned()));
        }
        Asked { method: parts.method.to_string(), url, headers, body }
    }
}

async fn query<R: Replica>(
    replica: &R,
    canister: CanisterId,
    method: &str,
    arg: Vec<u8>,
) -> Result<Vec<u8>, Refusal> {
    let sender = Principal::anonymous();
    let reply = replica
        .query(QueryRequest { sender, canister, method: method.to_owned(), arg, sender_info: None })
        .await?;
    reply.outcome.map_err(bad_gateway)
}

/// Checks a response and returns the headers that may be passed on.
fn verify<R: Replica, P: Pages>(
    gateway: &Gateway<R, P>,
    target: Target,
    asked: &Asked,
    response: &HttpResponse,
) -> Result<Vec<(String, String)>, Refusal> {
    let versions = gateway.replica.metadata(target.canister, "supported_certificate_versions");
    let versions = versions.map(|(_, text)| String::from_utf8_lossy(&text).into_owned()).unwrap_or_default();
    let version_min = if versions.split(',').any(|version| version.trim() == "2") { 2 } else { 1 };
    let exchange = HttpExchange {
        canister: target.canister,
        method: &asked.method,
        url: &asked.url,
        request_headers: &asked.headers,
        request_body: &asked.body,
        status: response.status,
        response_headers: &response.headers,
        response_body: &response.body,
    };
    verify_response(&exchange, &gateway.root, now(), version_min).map_err(|error| {
        let canister = target.canister;
        bad_gateway(format!(
            "the app's response cannot be verified, so it is not shown: {error}. The app has to certify what \
             `http_request` answers, or to upgrade to a call; unverified, it is at {canister}.raw"
        ))
    })
}

/// Asks for the rest of a body, piece by piece.
async fn collect<R: Replica>(
    replica: &R,
    canister: CanisterId,
    callback: Callback,
    body: &mut Vec<u8>,
) -> Result<(), Refusal> {
    if callback.canister != canister {
        let other = callback.canister;
        return Err(bad_gateway(format!("the app lets another canister, {other}, go on with its body")));
    }
    let mut next = Some(callback.token);
    for _ in 0..CALLBACKS_MAX {
        let Some(token) = next else { return Ok(()) };
        let arg = token_arg(token).map_err(not_http)?;
        let reply = query(replica, canister, &callback.method, arg).await?;
        let chunk = read_chunk(&reply).map_err(not_http)?;
        if body.len() + chunk.body.len() > BODY_BYTES_MAX {
            return Err(bad_gateway(format!("the body is larger than {BODY_BYTES_MAX} bytes")));
        }
        body.extend(chunk.body);
        next = chunk.token;
    }
    match next {
        None => Ok(()),
        Some(_) => Err(bad_gateway(format!("the body comes in more than {CALLBACKS_MAX} pieces"))),
    }
}

/// Repeats the request as an update, because the canister asked for it.
async fn upgrade<R: Replica>(
    replica: &R,
    canister: CanisterId,
    asked: Asked,
) -> Result<HttpResponse, Refusal> {
    let now = now();
    let mut id = [0; 32];
    // Nobody can look this request up; the id only has to differ from all others.
    id[..16].copy_from_slice(&u128::to_le_bytes(unique(now)));
    let body = ByteBuf::from(asked.body.to_vec());
    let request = HttpUpdateRequest { method: asked.method, url: asked.url, headers: asked.headers, body };
    let message = IngressMessage {
        id,
        sender: Principal::anonymous(),
        canister,
        effective_canister: canister,
        method: "http_request_update".into(),
        arg: Encode!(&request).expect("our own types encode"),
        expiry: now + CALL_NS,
        sender_info: None,
    };
    let response = match replica.call(message).await? {
        Submitted::Done(Ok(reply)) => read_response(&reply).map_err(not_http)?,
        Submitted::Done(Err(reject)) | Submitted::Refused(reject) => return Err(bad_gateway(reject)),
        Submitted::Running => {
            return Err(Refusal::new(StatusCode::GATEWAY_TIMEOUT, "The app takes too long."));
        }
    };
    if response.streaming.is_some() {
        return Err(bad_gateway("the answer of an upgraded call is whole; this one comes in pieces"));
    }
    Ok(response)
}

fn unique(now: u64) -> u128 {
    static COUNTER: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    u128::from(now) << 64 | u128::from(COUNTER.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
}

fn bad_gateway(message: impl ToString) -> Refusal {
    Refusal::new(StatusCode::BAD_GATEWAY, message)
}

fn not_http(message: String) -> Refusal {
    bad_gateway(format!("the app's reply is not an HTTP response: {message}"))
}

fn pass_on(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Response {
    // 1xx and 101 are between server and client; an app has no say there.
    let status = StatusCode::from_u16(status).ok().filter(|status| status.as_u16() >= 200);
    let mut response = (status.unwrap_or(StatusCode::BAD_GATEWAY), body).into_response();
    response.headers_mut().clear();
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
            && !OWN_HEADERS.contains(&name.as_str())
        {
            response.headers_mut().append(name, value);
        }
    }
    response
}
