//! Requests to the replica as a whole, by the id of its subnet: what is created there, and its part of the state.

use crate::access::{is_public, show};
use crate::api::{Gateway, checked, known_version, principal, submit};
use crate::pages::Pages;
use crate::refusal::{Answer, Refusal, read_body};
use axum::body::Body;
use axum::extract::{Path, State};
use gateway_wire::Content;
use replica_api::{MANAGEMENT, Principal, QueryRequest, Replica};

/// Checks that a path names this replica.
fn own_subnet<R: Replica>(replica: &R, id: &str) -> Result<Principal, Refusal> {
    let subnet = principal(id)?;
    if subnet == replica.subnet_id() {
        return Ok(subnet);
    }
    Err(Refusal::bad_request(format!("the path names the subnet {subnet}, this is {}", replica.subnet_id())))
}

/// `POST /api/v4/subnet/ID/call`: canisters are created on a subnet, not on another canister.
pub(crate) async fn call<R: Replica, P: Pages>(
    State(gateway): State<Gateway<R, P>>,
    Path((version, id)): Path<(String, String)>,
    body: Body,
) -> Answer {
    known_version(&version, &["v4"])?;
    let subnet = own_subnet(&gateway.replica, &id)?;
    let envelope = checked(&gateway, &read_body(body).await?, None)?;
    match &envelope.content {
        Content::Call { canister: MANAGEMENT, method, .. } if method == "create_canister" => {}
        _ => return Err(Refusal::bad_request("a subnet is called for `create_canister` of aaaaa-aa only")),
    }
    submit(&gateway, envelope, subnet, true).await
}

/// `POST /api/v3/subnet/ID/query`
pub(crate) async fn query<R: Replica, P: Pages>(
    State(gateway): State<Gateway<R, P>>,
    Path((version, id)): Path<(String, String)>,
    body: Body,
) -> Answer {
    known_version(&version, &["v3"])?;
    own_subnet(&gateway.replica, &id)?;
    let envelope = checked(&gateway, &read_body(body).await?, None)?;
    match envelope.content {
        Content::Query { canister: MANAGEMENT, method, arg } if method == "list_canisters" => {
            let request = QueryRequest {
                sender: envelope.sender,
                canister: MANAGEMENT,
                method,
                arg,
                sender_info: None,
            };
            crate::api::answer_query(&gateway, request, &envelope.request_id).await
        }
        _ => Err(Refusal::bad_request("a subnet is asked for `list_canisters` of aaaaa-aa only")),
    }
}

/// `POST /api/{v2,v3}/subnet/ID/read_state`
pub(crate) async fn read_state<R: Replica, P: Pages>(
    State(gateway): State<Gateway<R, P>>,
    Path((version, id)): Path<(String, String)>,
    body: Body,
) -> Answer {
    known_version(&version, &["v2", "v3"])?;
    // Agents ask here about any subnet they have heard of; the certificate proves which there are.
    principal(&id)?;
    let envelope = checked(&gateway, &read_body(body).await?, None)?;
    let Content::ReadState { paths } = envelope.content else {
        return Err(Refusal::bad_request("the request is not a read_state"));
    };
    if let Some(path) = paths.iter().find(|path| !is_public(path)) {
        return Err(Refusal::not_found(format!("the path {} cannot be read here", show(path))));
    }
    let certificate = gateway.replica.read_state(paths).await?;
    Ok(crate::api::cbor(gateway_wire::certificate_body(&certificate)))
}
