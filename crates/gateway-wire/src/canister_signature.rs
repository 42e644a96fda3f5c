//! Signatures that a canister makes by certifying them (specification, "Canister signatures"): how
//! Internet Identity signs the delegations it hands out.

use crate::cbor;
use crate::certificate::{CertificateError, RootKey};
use crate::tree::{tree_of, value_at};
use ic_principal::Principal;
use sha2::{Digest as _, Sha256};

const DEPTH_MAX: usize = 250;

/// Why a canister's signature was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CanisterSignatureError {
    #[error("the key does not name a canister")]
    Key,
    #[error("the signature is not a map of certificate and tree")]
    Malformed,
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    #[error("canister {0} has certified something else")]
    NotCertified(Principal),
    #[error("canister {0} has not signed this")]
    NotSigned(Principal),
}

/// Splits a public key (the bits of its DER) into the canister and the seed.
pub(crate) fn split_key(bits: &[u8]) -> Result<(Principal, &[u8]), CanisterSignatureError> {
    let (&length, rest) = bits.split_first().ok_or(CanisterSignatureError::Key)?;
    let (id, seed) = rest.split_at_checked(length.into()).ok_or(CanisterSignatureError::Key)?;
    let id = Principal::try_from_slice(id).map_err(|_| CanisterSignatureError::Key)?;
    Ok((id, seed))
}

/// Checks that the canister certified `/sig/H(seed)/H(message)`.
pub(crate) fn verify(
    bits: &[u8],
    message: &[u8],
    signature: &[u8],
    root: &RootKey,
) -> Result<(), CanisterSignatureError> {
    let (canister, seed) = split_key(bits)?;
    let parts = cbor::decode(signature, DEPTH_MAX).map_err(|_| CanisterSignatureError::Malformed)?;
    let certificate = cbor::bytes(&parts, "certificate").ok_or(CanisterSignatureError::Malformed)?;
    let tree = cbor::entry(&parts, "tree").and_then(|tree| tree_of(tree).ok());
    let tree = tree.ok_or(CanisterSignatureError::Malformed)?;
    // The cheap half first: a signature over the curve costs a hundred times as much.
    let path = [&b"sig"[..], &Sha256::digest(seed), &Sha256::digest(message)];
    if value_at(&tree, &path) != Some(b"") {
        return Err(CanisterSignatureError::NotSigned(canister));
    }
    let state = root.verify(certificate)?;
    let data = value_at(&state, &[b"canister", canister.as_slice(), b"certified_data"]);
    if data != Some(&tree.digest()) {
        return Err(CanisterSignatureError::NotCertified(canister));
    }
    Ok(())
}
