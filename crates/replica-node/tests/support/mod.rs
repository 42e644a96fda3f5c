//! A call from outside, as the tests of this crate make it.

use replica_api::{CanisterId, IngressMessage, Principal};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos().try_into().unwrap()
}

/// Returns a call that is none of those made before, on this folder or another.
pub(crate) fn message(sender: Principal, canister: CanisterId, method: &str, arg: Vec<u8>) -> IngressMessage {
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let mut id = [0; 32];
    id[..8].copy_from_slice(&now().to_be_bytes());
    id[8..16].copy_from_slice(&CALLS.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    let expiry = now() + 60_000_000_000;
    IngressMessage {
        id,
        sender,
        canister,
        effective_canister: canister,
        method: method.into(),
        arg,
        expiry,
        sender_info: None,
    }
}
