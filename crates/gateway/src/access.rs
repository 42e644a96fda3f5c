//! Who may read what of the state tree (specification, "Request: Read state").

use crate::refusal::Refusal;
use gateway_wire::Envelope;
use replica_api::{CanisterId, Label, Principal, Replica};

/// Checks that a request may read all of its paths.
pub(crate) fn check<R: Replica>(
    replica: &R,
    paths: &[Vec<Label>],
    effective: CanisterId,
    envelope: &Envelope,
) -> Result<(), Refusal> {
    let mut requests = paths.iter().filter(|path| path.first().is_some_and(|it| it == b"request_status"));
    let first = requests.next().and_then(|path| path.get(1));
    if requests.any(|path| path.get(1) != first) {
        return Err(Refusal::bad_request("one request can be asked about at a time"));
    }
    paths.iter().try_for_each(|path| may_read(replica, path, effective, envelope.sender))
}

/// Tells whether everyone may read a path, of any canister or subnet.
pub(crate) fn is_public(path: &[Label]) -> bool {
    matches!(path.first().map(Vec::as_slice), Some(b"time" | b"subnet" | b"canister_ranges"))
}

/// Writes a path as text.
pub(crate) fn show(path: &[Label]) -> String {
    path.iter().map(|label| format!("/{}", label.escape_ascii())).collect()
}

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
            let id = id.try_into().map_err(|_| Refusal::bad_request("a request id has 32 bytes"))?;
            match replica.request_origin(&id) {
                Some((origin, _)) if origin != sender => {
                    Err(Refusal::forbidden("the request was made by someone else"))
                }
                Some((_, other)) if other != effective => {
                    Err(Refusal::forbidden("the request was for another canister"))
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
            let name = std::str::from_utf8(name)
                .map_err(|_| Refusal::bad_request("the name of a section is UTF-8"))?;
            let private = replica.metadata(effective, name).is_some_and(|(public, _)| !public);
            let controller =
                || replica.canister_info(effective).is_some_and(|info| info.controllers.contains(&sender));
            if private && !controller() {
                return Err(Refusal::forbidden(format!("the section `{name}` is only for controllers")));
            }
            Ok(())
        }
        _ => Err(Refusal::not_found(format!("the path {} cannot be read", show(path)))),
    }
}
