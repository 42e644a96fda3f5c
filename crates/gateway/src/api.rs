//! The handlers of `/api/.../canister` (specification, "HTTPS Interface"). None fails: each rejection has one status
//! and one body.

use crate::access;
use crate::pages::Pages;
use crate::rates::Rates;
use crate::refusal::{Answer, Refusal, read_body};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use candid::{Decode, DecoderConfig};
use gateway_wire::{ClockRules, Content, Envelope, RootKey, authenticate, check_expiry};
use replica_api::{
    CanisterId, IngressMessage, MANAGEMENT, Principal, QueryRequest, Replica, RequestId, SenderInfo,
    Submitted,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// What the handlers share.
#[derive(Clone)]
pub struct Gateway<R, P> {
    pub replica: R,
    pub pages: P,
    pub(crate) root: Arc<RootKey>,
    pub(crate) rates: Arc<Rates>,
    pub(crate) domains: Arc<BTreeMap<String, String>>,
    /// Whether `?canisterId=` is looked at.
    pub(crate) by_parameter: bool,
}

/// What skipping over the rest of an argument may cost, in candid's own measure.
const SKIPPING_QUOTA: usize = 10_000_000;

pub(crate) fn cbor(body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/cbor")], body).into_response()
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64)
}

/// `GET /api/v2/status`
pub(crate) async fn status<R: Replica, P: Pages>(State(gateway): State<Gateway<R, P>>) -> Response {
    cbor(gateway_wire::status_body(&gateway.replica.root_key_der(), env!("CARGO_PKG_VERSION")))
}

/// Decodes a request and proves who sent it.
pub(crate) fn checked<R: Replica, P: Pages>(
    gateway: &Gateway<R, P>,
    body: &[u8],
    effective: Option<CanisterId>,
) -> Result<Envelope, Refusal> {
    let envelope = Envelope::decode(body).map_err(Refusal::bad_request)?;
    let now = now();
    check_expiry(&envelope, ClockRules::at(now)).map_err(Refusal::bad_request)?;
    authenticate(&envelope, effective, now, &gateway.root).map_err(Refusal::forbidden)?;
    Ok(envelope)
}

/// Reads, checks and counts a request to a canister.
async fn receive<R: Replica, P: Pages>(
    gateway: &Gateway<R, P>,
    id: &str,
    body: Body,
) -> Result<(CanisterId, Envelope), Refusal> {
    let effective = principal(id)?;
    // Before anything that costs: a body, a signature.
    gateway.rates.take_app(effective)?;
    let envelope = checked(gateway, &read_body(body).await?, Some(effective))?;
    Ok((effective, envelope))
}

pub(crate) fn known_version(version: &str, known: &[&str]) -> Result<(), Refusal> {
    if known.contains(&version) {
        return Ok(());
    }
    let known = known.join(", ");
    Err(Refusal::not_found(format!("this path has no version {version}, but {known}")))
}

pub(crate) fn principal(text: &str) -> Result<Principal, Refusal> {
    Principal::from_text(text).map_err(|_| Refusal::bad_request(format!("`{text}` is not a principal")))
}

/// Checks that a request goes where its path says: management calls name their canister in the argument.
fn matches_path(
    canister: CanisterId,
    method: &str,
    arg: &[u8],
    effective: CanisterId,
) -> Result<(), Refusal> {
    let creates = matches!(method, "create_canister" | "provisional_create_canister_with_cycles");
    let expected = if canister != MANAGEMENT {
        Some(canister)
    } else if creates {
        None
    } else {
        managed_canister(arg)
    };
    match expected {
        Some(expected) if expected != effective => {
            Err(Refusal::bad_request(format!("the path names {effective}, the request is for {expected}")))
        }
        _ => Ok(()),
    }
}

/// The canister that a management call is about; `install_chunked_code` has its own word for it.
#[derive(candid::CandidType, serde::Deserialize)]
struct Managed {
    canister_id: Option<Principal>,
    target_canister: Option<Principal>,
}

fn managed_canister(arg: &[u8]) -> Option<CanisterId> {
    let mut config = DecoderConfig::new();
    config.set_skipping_quota(SKIPPING_QUOTA).set_full_error_message(false);
    let managed = Decode!([config]; arg, Managed).ok()?;
    managed.target_canister.or(managed.canister_id)
}

/// `POST /api/{v2,v3,v4}/canister/ID/call`
pub(crate) async fn call<R: Replica, P: Pages>(
    State(gateway): State<Gateway<R, P>>,
    Path((version, id)): Path<(String, String)>,
    body: Body,
) -> Answer {
    known_version(&version, &["v2", "v3", "v4"])?;
    let (effective, envelope) = receive(&gateway, &id, body).await?;
    let Content::Call { canister, method, arg } = &envelope.content else {
        return Err(Refusal::bad_request("the request is not a call"));
    };
    matches_path(*canister, method, arg, effective)?;
    submit(&gateway, envelope, effective, version != "v2").await
}

/// Hands a call in; with `wait`, until it has ended or it takes too long.
pub(crate) async fn submit<R: Replica, P: Pages>(
    gateway: &Gateway<R, P>,
    envelope: Envelope,
    effective_canister: Principal,
    wait: bool,
) -> Answer {
    let Content::Call { canister, method, arg } = envelope.content else {
        return Err(Refusal::bad_request("the request is not a call"));
    };
    let id = envelope.request_id;
    let expiry = envelope.ingress_expiry;
    let message = IngressMessage {
        id,
        sender: envelope.sender,
        canister,
        effective_canister,
        method,
        arg,
        expiry,
        sender_info: envelope.sender_info.map(told),
    };
    let submitted =
        if wait { gateway.replica.call(message).await? } else { gateway.replica.submit(message).await? };
    match submitted {
        Submitted::Refused(reject) => Ok(cbor(gateway_wire::non_replicated_rejection(&reject))),
        Submitted::Done(_) if wait => {
            let path = vec![b"request_status".to_vec(), id.to_vec()];
            let certificate = gateway.replica.read_state(vec![path]).await?;
            Ok(cbor(gateway_wire::replied_body(&certificate)))
        }
        Submitted::Done(_) | Submitted::Running => Ok(StatusCode::ACCEPTED.into_response()),
    }
}

/// `POST /api/{v2,v3}/canister/ID/query`
pub(crate) async fn query<R: Replica, P: Pages>(
    State(gateway): State<Gateway<R, P>>,
    Path((version, id)): Path<(String, String)>,
    body: Body,
) -> Answer {
    known_version(&version, &["v2", "v3"])?;
    let (effective, envelope) = receive(&gateway, &id, body).await?;
    let Content::Query { canister, method, arg } = envelope.content else {
        return Err(Refusal::bad_request("the request is not a query"));
    };
    matches_path(canister, &method, &arg, effective)?;
    let sender_info = envelope.sender_info.map(told);
    let request = QueryRequest { sender: envelope.sender, canister, method, arg, sender_info };
    answer_query(&gateway, request, &envelope.request_id).await
}

/// What a canister says of a sender, without the signature, which has been checked.
fn told(said: gateway_wire::SenderInfo) -> SenderInfo {
    SenderInfo { info: said.info.into(), signer: said.signer }
}

/// Asks, and signs what was answered.
pub(crate) async fn answer_query<R: Replica, P: Pages>(
    gateway: &Gateway<R, P>,
    request: QueryRequest,
    id: &RequestId,
) -> Answer {
    let reply = gateway.replica.query(request).await?;
    let node = gateway.replica.node_id();
    let sign = |message: &[u8]| gateway.replica.sign_as_node(message);
    Ok(cbor(gateway_wire::query_body(&reply.outcome, reply.time, id, node.as_slice(), sign)))
}

/// `POST /api/{v2,v3}/canister/ID/read_state`
pub(crate) async fn read_state<R: Replica, P: Pages>(
    State(gateway): State<Gateway<R, P>>,
    Path((version, id)): Path<(String, String)>,
    body: Body,
) -> Answer {
    known_version(&version, &["v2", "v3"])?;
    let (effective, envelope) = receive(&gateway, &id, body).await?;
    let Content::ReadState { paths } = &envelope.content else {
        return Err(Refusal::bad_request("the request is not a read_state"));
    };
    access::check(&gateway.replica, paths, effective, &envelope)?;
    let certificate = gateway.replica.read_state(paths.clone()).await?;
    // The state may be newer than the one looked at: a request that was unknown then may be someone else's now.
    access::check(&gateway.replica, paths, effective, &envelope)?;
    Ok(cbor(gateway_wire::certificate_body(&certificate)))
}
