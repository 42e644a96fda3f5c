//! Public keys in DER, and the signatures they check.

use crate::canister_signature::{self, CanisterSignatureError};
use crate::cbor;
use crate::certificate::RootKey;
use base64::Engine as _;
use ciborium::Value;
use ic_principal::Principal;
use sha2::{Digest as _, Sha256};

const ED25519: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const P256: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
const SECP256K1: &[u8] = &[
    0x30, 0x56, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81,
    0x04, 0x00, 0x0a, 0x03, 0x42, 0x00,
];
/// Algorithm identifiers of the Internet Computer: DER-wrapped COSE, and canister signatures.
const COSE: &[u8] = &[0x30, 0x0c, 0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x83, 0xb8, 0x43, 0x01, 0x01];
const CANISTER: &[u8] = &[0x30, 0x0c, 0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x83, 0xb8, 0x43, 0x01, 0x02];
/// How deep the CBOR of keys and WebAuthn signatures is nested, at most.
const DEPTH_MAX: usize = 8;

/// Why a signature was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("the public key is of a kind that is not known here")]
    UnknownKey,
    #[error("the canister signature is not accepted: {0}")]
    CanisterSignature(#[from] CanisterSignatureError),
    #[error("the signature does not belong to the request and the key")]
    Wrong,
    #[error("the WebAuthn signature is malformed: {0}")]
    WebAuthn(&'static str),
}

/// Checks a signature with a DER key of any supported kind; what canisters sign is certified under the root key.
pub fn verify_signature(
    key_der: &[u8],
    message: &[u8],
    signature: &[u8],
    root: &RootKey,
) -> Result<(), KeyError> {
    if let Some(key) = key_der.strip_prefix(ED25519) {
        return verify_ed25519(key, message, signature);
    }
    if let Some(point) = key_der.strip_prefix(P256) {
        let signature = p256::ecdsa::Signature::from_slice(signature).map_err(|_| KeyError::Wrong)?;
        return verify_p256(point, message, &signature);
    }
    if let Some(point) = key_der.strip_prefix(SECP256K1) {
        use k256::ecdsa::signature::Verifier as _;
        let key = k256::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| KeyError::UnknownKey)?;
        let signature = k256::ecdsa::Signature::from_slice(signature).map_err(|_| KeyError::Wrong)?;
        // Some signers give the larger of the two valid values, which this library takes only normalised.
        let signature = signature.normalize_s().unwrap_or(signature);
        return key.verify(message, &signature).map_err(|_| KeyError::Wrong);
    }
    match wrapped(key_der) {
        Some((COSE, key)) => verify_webauthn(key, message, signature),
        Some((CANISTER, bits)) => Ok(canister_signature::verify(bits, message, signature, root)?),
        _ => Err(KeyError::UnknownKey),
    }
}

/// Returns the canister whose signatures a key checks, if it is a canister's key.
pub fn canister_of_key(key_der: &[u8]) -> Option<Principal> {
    match wrapped(key_der) {
        Some((CANISTER, bits)) => canister_signature::split_key(bits).ok().map(|(canister, _)| canister),
        _ => None,
    }
}

fn verify_ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), KeyError> {
    let key = key.try_into().map_err(|_| KeyError::UnknownKey)?;
    let key = ed25519_dalek::VerifyingKey::from_bytes(key).map_err(|_| KeyError::UnknownKey)?;
    let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| KeyError::Wrong)?;
    key.verify_strict(message, &signature).map_err(|_| KeyError::Wrong)
}

fn verify_p256(point: &[u8], message: &[u8], signature: &p256::ecdsa::Signature) -> Result<(), KeyError> {
    use p256::ecdsa::signature::Verifier as _;
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| KeyError::UnknownKey)?;
    key.verify(message, signature).map_err(|_| KeyError::Wrong)
}

/// Splits `SEQUENCE { algorithm, BIT STRING }` into the algorithm and the bits.
fn wrapped(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let body = element(der, 0x30)?;
    let (algorithm, rest) = body.split_at_checked(COSE.len())?;
    Some((algorithm, element(rest, 0x03)?.strip_prefix(&[0])?))
}

/// Returns the content of a DER element that fills the bytes exactly.
fn element(bytes: &[u8], tag: u8) -> Option<&[u8]> {
    let (&[found, first], rest) = bytes.split_first_chunk::<2>()?;
    let (length, content) = match first {
        0..=0x7f => (first as usize, rest),
        0x81 => (usize::from(*rest.first()?), &rest[1..]),
        0x82 => (u16::from_be_bytes(*rest.first_chunk()?) as usize, &rest[2..]),
        _ => return None,
    };
    (found == tag && content.len() == length).then_some(content)
}

/// Checks a signature of an authenticator (specification, "Web Authentication"): over its own data and the digest
/// of the client's, which holds the message as the challenge.
fn verify_webauthn(cose: &[u8], message: &[u8], signature: &[u8]) -> Result<(), KeyError> {
    let parts = cbor::decode(signature, DEPTH_MAX).map_err(|_| KeyError::WebAuthn("it is not CBOR"))?;
    let authenticator = cbor::bytes(&parts, "authenticator_data");
    let authenticator = authenticator.ok_or(KeyError::WebAuthn("no authenticator_data"))?;
    let client = cbor::entry(&parts, "client_data_json")
        .and_then(|value| value.as_text().map(str::as_bytes).or(value.as_bytes().map(Vec::as_slice)));
    let client = client.ok_or(KeyError::WebAuthn("no client_data_json"))?;
    let signature = cbor::bytes(&parts, "signature").ok_or(KeyError::WebAuthn("no signature"))?;
    let data: serde_json::Value =
        serde_json::from_slice(client).map_err(|_| KeyError::WebAuthn("client data is not JSON"))?;
    let challenge = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(message);
    if data["challenge"].as_str().map(|text| text.trim_end_matches('=')) != Some(&challenge) {
        return Err(KeyError::WebAuthn("the challenge is not the request"));
    }
    let signed = [authenticator, &Sha256::digest(client)].concat();
    match cose_key(cose).ok_or(KeyError::UnknownKey)? {
        CoseKey::Ed25519(key) => verify_ed25519(&key, &signed, signature),
        CoseKey::P256(point) => {
            let signature = p256::ecdsa::Signature::from_der(signature).map_err(|_| KeyError::Wrong)?;
            verify_p256(&point, &signed, &signature)
        }
    }
}

/// The kinds of COSE keys that are taken: EdDSA on Ed25519, and ES256.
enum CoseKey {
    Ed25519(Vec<u8>),
    P256(Vec<u8>),
}

fn cose_key(cose: &[u8]) -> Option<CoseKey> {
    let key = cbor::decode(cose, DEPTH_MAX).ok()?;
    let field = |label: i128| {
        let mut entries = key.as_map()?.iter();
        entries.find(|(key, _)| key.as_integer().map(i128::from) == Some(label)).map(|(_, value)| value)
    };
    let number = |label| field(label).and_then(Value::as_integer).map(i128::from);
    let coordinate = |label| field(label).and_then(Value::as_bytes).filter(|bytes| bytes.len() == 32);
    // Kind of key, algorithm, curve (RFC 9053).
    match (number(1)?, number(3)?, number(-1)?) {
        (1, -8, 6) => Some(CoseKey::Ed25519(coordinate(-2)?.clone())),
        (2, -7, 1) => Some(CoseKey::P256([&[4][..], coordinate(-2)?, coordinate(-3)?].concat())),
        _ => None,
    }
}
