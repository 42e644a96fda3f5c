//! What the measurements of a node have in common: canisters, and calls of them.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Result, anyhow, bail};
use replica_api::{
    CanisterAction, CanisterChange, CanisterId, IngressMessage, InstallMode, KeyValueWrite, PlatformBatch,
    Principal, QueryRequest, Replica, Submitted,
};
use replica_node::Node;

/// The first ids belong to canisters of the network that tools ask for.
pub(crate) const FIRST: u64 = 10;

pub(crate) fn owner() -> Principal {
    Principal::self_authenticating(b"owner")
}

/// Makes a canister with a module, and writes what the platform keeps beside it.
pub(crate) async fn install(
    node: &Node,
    canister: CanisterId,
    module: Arc<[u8]>,
    writes: Vec<KeyValueWrite>,
) -> Result<()> {
    let create = CanisterAction::Create { controllers: vec![owner()] };
    // No arguments, in Candid.
    let arg = b"DIDL\0\0".to_vec();
    let install = CanisterAction::Install { mode: InstallMode::Install, module, arg };
    let changes = [create, install].map(|action| CanisterChange { canister, action }).into();
    let batch = PlatformBatch { changes, writes, ..PlatformBatch::default() };
    node.platform(batch).await?.map(|_| ()).map_err(|reject| anyhow!("{}", reject.message))
}

/// Calls a canister, as agents do: the call is remembered for a minute.
pub(crate) async fn call(node: &Node, canister: CanisterId, method: &str, arg: Vec<u8>) -> Result<()> {
    let mut id = [0; 32];
    getrandom::fill(&mut id).map_err(|error| anyhow!("{error}"))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let message = IngressMessage {
        id,
        sender: owner(),
        canister,
        effective_canister: canister,
        method: method.to_owned(),
        arg,
        expiry: (now + Duration::from_secs(60)).as_nanos() as u64,
        sender_info: None,
    };
    match node.call(message).await? {
        Submitted::Done(Ok(_)) => Ok(()),
        Submitted::Done(Err(reject)) | Submitted::Refused(reject) => bail!("{}", reject.message),
        Submitted::Running => bail!("the call of {method} was not answered in time"),
    }
}

pub(crate) async fn query(node: &Node, canister: CanisterId, method: &str, arg: Vec<u8>) -> Result<()> {
    let request =
        QueryRequest { sender: owner(), canister, method: method.to_owned(), arg, sender_info: None };
    node.query(request).await?.outcome.map(|_| ()).map_err(|reject| anyhow!("{}", reject.message))
}
