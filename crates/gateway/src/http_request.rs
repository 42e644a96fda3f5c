//! Canisters that answer HTTP themselves, by the query `http_request`.
//!
//! Raw: the reply is passed on without checking its certificate. Streaming is not done yet.

use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use candid::{CandidType, Decode, Encode};
use replica_api::{CanisterId, IngressMessage, Principal, QueryRequest, Replica, Submitted};
use serde::Deserialize;
use serde_bytes::ByteBuf;
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(CandidType)]
struct HttpRequest {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: ByteBuf,
    certificate_version: Option<u16>,
}

#[derive(CandidType)]
struct HttpUpdateRequest {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: ByteBuf,
}

#[derive(CandidType, Deserialize)]
struct HttpResponse {
    status_code: u16,
    headers: Vec<(String, String)>,
    body: ByteBuf,
    upgrade: Option<bool>,
}

/// Headers that the server sets itself.
const OWN_HEADERS: [&str; 3] = ["content-length", "transfer-encoding", "connection"];
const CALL_NS: u64 = 60_000_000_000;

/// Asks the canister and turns its reply into a response.
pub(crate) async fn ask<R: Replica>(
    replica: &R,
    canister: CanisterId,
    parts: &Parts,
    body: &[u8],
) -> Response {
    let Some(info) = replica.canister_info(canister) else {
        return (StatusCode::NOT_FOUND, format!("There is no canister {canister}.\n")).into_response();
    };
    if !info.methods.iter().any(|(name, query)| name == "http_request" && *query) {
        return (StatusCode::NOT_FOUND, "There is no such page.\n").into_response();
    }
    let url = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let headers: Vec<(String, String)> = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let (method, body) = (parts.method.to_string(), ByteBuf::from(body.to_vec()));
    let request = HttpRequest {
        method: method.clone(),
        url: url.clone(),
        headers: headers.clone(),
        body: body.clone(),
        certificate_version: Some(2),
    };
    let arg = Encode!(&request).expect("our own types encode");
    let sender = Principal::anonymous();
    let query = QueryRequest { sender, canister, method: "http_request".into(), arg };
    let reply = match replica.query(query).await {
        Ok(reply) => reply.outcome,
        Err(error) => return (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")).into_response(),
    };
    let response = match reply.map(|reply| Decode!(&reply, HttpResponse)) {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => return bad_gateway(format!("the reply is not an HTTP response: {error}")),
        Err(reject) => return bad_gateway(reject.to_string()),
    };
    if response.upgrade != Some(true) {
        return pass_on(response);
    }
    upgrade(replica, canister, HttpUpdateRequest { method, url, headers, body }).await
}

/// Repeats the request as an update, because the canister asked for it.
async fn upgrade<R: Replica>(replica: &R, canister: CanisterId, request: HttpUpdateRequest) -> Response {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64);
    let mut id = [0; 32];
    // Nobody can look this request up; the id only has to differ from all others.
    id[..16].copy_from_slice(&u128::to_le_bytes(unique(now)));
    let arg = Encode!(&request).expect("our own types encode");
    let message = IngressMessage {
        id,
        sender: Principal::anonymous(),
        canister,
        effective_canister: canister,
        method: "http_request_update".into(),
        arg,
        expiry: now + CALL_NS,
    };
    match replica.call(message).await {
        Ok(Submitted::Done(Ok(reply))) => match Decode!(&reply, HttpResponse) {
            Ok(response) => pass_on(response),
            Err(error) => bad_gateway(format!("the reply is not an HTTP response: {error}")),
        },
        Ok(Submitted::Done(Err(reject)) | Submitted::Refused(reject)) => bad_gateway(reject.to_string()),
        Ok(Submitted::Running) => (StatusCode::GATEWAY_TIMEOUT, "The app takes too long.\n").into_response(),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")).into_response(),
    }
}

fn unique(now: u64) -> u128 {
    static COUNTER: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    u128::from(now) << 64 | u128::from(COUNTER.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
}

fn bad_gateway(message: String) -> Response {
    (StatusCode::BAD_GATEWAY, format!("{message}\n")).into_response()
}

fn pass_on(reply: HttpResponse) -> Response {
    let status = StatusCode::from_u16(reply.status_code).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = (status, reply.body.into_vec()).into_response();
    response.headers_mut().clear();
    for (name, value) in reply.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
            && !OWN_HEADERS.contains(&name.as_str())
        {
            response.headers_mut().append(name, value);
        }
    }
    response
}
