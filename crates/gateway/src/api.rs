//! The handlers of `/api`. None fails: each rejection has one status and one body.

use crate::pages::Pages;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use candid::Decode;
use gateway_wire::{ClockRules, Content, Envelope, authenticate, check_expiry};
use replica_api::{
    CanisterId, IngressMessage, Label, MANAGEMENT, Principal, QueryRequest, Replica, ReplicaError, Submitted,
};
use std::time::{SystemTime, UNIX_EPOCH};

/// What the handlers share.
#[derive(Clone)]
pub struct Gateway<R, P> {
    pub replica: R,
    pub pages: P,
}

/// A request that is not carried out: status and words.
pub(crate) struct Refusal(StatusCode, String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}

impl From<ReplicaError> for Refusal {
    fn from(error: ReplicaError) -> Refusal {
        let status = match error {
            ReplicaError::Expired => StatusCode::BAD_REQUEST,
            ReplicaError::Stopped(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        Refusal(status, error.to_string())
    }
}

fn bad_request(message: impl ToString) -> Refusal {
    Refusal(StatusCode::BAD_REQUEST, message.to_string())
}

fn forbidden(message: impl ToString) -> Refusal {
    Refusal(StatusCode::FORBIDDEN, message.to_string())
}

fn cbor(body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/cbor")], body).into_response()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64)
}

type Answer = Result<Response, Refusal>;

/// `GET /api/v2/status`
pub(crate) async fn status<R: Replica, P: Pages>(State(gateway): State<Gateway<R, P>>) -> Response {
    cbor(gateway_wire::status_body(&gateway.replica.root_key_der(), env!("CARGO_PKG_VERSION")))
}

/// Decodes a request and proves who sent it.
fn check(body: &[u8], effective: Option<CanisterId>) -> Result<Envelope, Refusal> {
    let envelope = Envelope::decode(body).map_err(bad_request)?;
    let now = now();
    check_expiry(&envelope, ClockRules::at(now)).map_err(bad_request)?;
    authenticate(&envelope, effective, now).map_err(forbidden)?;
    Ok(envelope)
}

fn known_version(version: &str, known: &[&str]) -> Result<(), Refusal> {
    if known.contains(&version) {
        return Ok(());
    }
    Err(Refusal(StatusCode::NOT_FOUND, format!("this path has no version {version}")))
}

fn effective_id(text: &str) -> Result<CanisterId, Refusal> {
    Principal::from_text(text).map_err(|_| bad_request(format!("`{text}` is not a principal")))
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
            Err(bad_request(format!("the path names {effective}, the request is for {expected}")))
        }
        _ => Ok(()),
    }
}

#[derive(candid::CandidType, serde::Deserialize)]
struct Managed {
    canister_id: Principal,
}

fn managed_canister(arg: &[u8]) -> Option<CanisterId> {
    Decode!(arg, Managed).ok().map(|managed| managed.canister_id)
}

/// `POST /api/{v2,v3,v4}/canister/ID/call`
pub(crate) async fn call<R: Replica, P: Pages>(
    State(gateway): State<Gateway<R, P>>,
    Path((version, id)): Path<(String, String)>,
    body: Bytes,
) -> Answer {
    known_version(&version, &["v2", "v3", "v4"])?;
    let effective = effective_id(&id)?;
    let envelope = check(&body, Some(effective))?;
    let Content::Call { canister, method, arg } = envelope.content else {
        return Err(bad_request("the request is not a call"));
    };
    matches_path(canister, &method, &arg, effective)?;
    let request_id = envelope.request_id;
    let message = IngressMessage {
        id: request_id,
        sender: envelope.sender,
        canister,
        effective_canister: effective,
        method,
        arg,
        expiry: envelope.ingress_expiry,
    };
    let asynchronous = version == "v2";
    let submitted = if asynchronous {
        gateway.replica.submit(message).await?
    } else {
        gateway.replica.call(message).await?
    };
    match submitted {
        Submitted::Refused(reject) => Ok(cbor(gateway_wire::non_replicated_rejection(&reject))),
        Submitted::Done(_) if !asynchronous => {
            let path = vec![b"request_status".to_vec(), request_id.to_vec()];
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
    body: Bytes,
) -> Answer {
    known_version(&version, &["v2", "v3"])?;
    let effective = effective_id(&id)?;
    let envelope = check(&body, Some(effective))?;
    let Content::Query { canister, method, arg } = envelope.content else {
        return Err(bad_request("the request is not a query"));
    };
    matches_path(canister, &method, &arg, effective)?;
    let reply =
        gateway.replica.query(QueryRequest { sender: envelope.sender, canister, method, arg }).await?;
    let node = gateway.replica.node_id();
    let sign = |message: &[u8]| gateway.replica.sign_as_node(message);
    Ok(cbor(gateway_wire::query_body(
        &reply.outcome,
        reply.time,
        &envelope.request_id,
        node.as_slice(),
        sign,
    )))
}

/// `POST /api/{v2,v3}/canister/ID/read_state`
pub(crate) async fn read_state<R: Replica, P: Pages>(
    State(gateway): State<Gateway<R, P>>,
    Path((version, id)): Path<(String, String)>,
    body: Bytes,
) -> Answer {
    known_version(&version, &["v2", "v3"])?;
    let effective = effective_id(&id)?;
    let envelope = check(&body, Some(effective))?;
    let Content::ReadState { paths } = envelope.content else {
        return Err(bad_request("the request is not a read_state"));
    };
    for path in &paths {
        may_read(&gateway.replica, path, effective, envelope.sender)?;
    }
    let certificate = gateway.replica.read_state(paths).await?;
    Ok(cbor(gateway_wire::certificate_body(&certificate)))
}

/// `POST /api/{v2,v3}/subnet/ID/read_state`
pub(crate) async fn read_subnet_state<R: Replica, P: Pages>(
    State(gateway): State<Gateway<R, P>>,
    Path((version, _id)): Path<(String, String)>,
    body: Bytes,
) -> Answer {
    known_version(&version, &["v2", "v3"])?;
    let envelope = check(&body, None)?;
    let Content::ReadState { paths } = envelope.content else {
        return Err(bad_request("the request is not a read_state"));
    };
    if let Some(path) = paths.iter().find(|path| !is_public(path)) {
        return Err(Refusal(StatusCode::NOT_FOUND, format!("the path {} cannot be read here", show(path))));
    }
    let certificate = gateway.replica.read_state(paths).await?;
    Ok(cbor(gateway_wire::certificate_body(&certificate)))
}

fn is_public(path: &[Label]) -> bool {
    matches!(path.first().map(Vec::as_slice), Some(b"time" | b"subnet" | b"canister_ranges"))
}

fn show(path: &[Label]) -> String {
    path.iter().map(|label| format!("/{}", String::from_utf8_lossy(label))).collect()
}

/// Decides who may see a path of the state tree.
fn may_read<R: Replica>(
    replica: &R,
    path: &[Label],
    effective: CanisterId,
    sender: Principal,
) -> Result<(), Refusal> {
    let labels: Vec<&[u8]> = path.iter().map(Vec::as_slice).collect();
    match labels[..] {
        _ if is_public(path) => Ok(()),
        [b"request_status", id, ..] => {
            let id = id.try_into().map_err(|_| bad_request("a request id has 32 bytes"))?;
            match replica.request_origin(&id) {
                Some((origin, _)) if origin != sender => {
                    Err(forbidden("the request was made by someone else"))
                }
                Some((_, other)) if other != effective => {
                    Err(forbidden("the request was for another canister"))
                }
                _ => Ok(()),
            }
        }
        [
            b"canister",
            id,
            b"module_hash" | b"controllers" | b"canister_creation_timestamp" | b"last_install_timestamp",
        ] if id == effective.as_slice() => Ok(()),
        [b"canister", id, b"metadata", name] if id == effective.as_slice() => {
            let name = std::str::from_utf8(name).map_err(|_| bad_request("a section's name is UTF-8"))?;
            let private = replica.metadata(effective, name).is_some_and(|(public, _)| !public);
            let controller =
                || replica.canister_info(effective).is_some_and(|info| info.controllers.contains(&sender));
            if private && !controller() {
                return Err(forbidden(format!("the section `{name}` is only for controllers")));
            }
            Ok(())
        }
        _ => Err(Refusal(StatusCode::NOT_FOUND, format!("the path {} cannot be read", show(path)))),
    }
}
