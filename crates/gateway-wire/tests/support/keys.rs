//! Keys of every kind that signs requests, from the signer's side.

use super::{Replica, canister, encode, labeled, map, wrapped};
use ciborium::Value;
use ic_principal::Principal;
use replica_api::HashTree;
use sha2::{Digest as _, Sha256};

pub(crate) const NOW: u64 = 1_700_000_000_000_000_000;

const ED25519: &str = "302a300506032b6570032100";
const P256: &str = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
const SECP256K1: &str = "3056301006072a8648ce3d020106052b8104000a034200";

/// A key, and what it takes to sign with it.
pub(crate) enum Key {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
    Secp256k1(k256::ecdsa::SigningKey),
    /// An authenticator with a key of another kind.
    WebAuthn(Box<Key>),
    /// A canister that certifies what it signs, under a seed.
    Canister(Principal, Vec<u8>, Replica),
}

impl Key {
    pub(crate) fn ed25519(seed: u8) -> Key {
        Key::Ed25519(ed25519_dalek::SigningKey::from_bytes(&[seed; 32]))
    }

    pub(crate) fn p256() -> Key {
        Key::P256(p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap())
    }

    pub(crate) fn secp256k1() -> Key {
        Key::Secp256k1(k256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap())
    }

    pub(crate) fn canister(number: u8, replica: u8) -> Key {
        Key::Canister(canister(number), b"a user".to_vec(), Replica::new(replica))
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        match self {
            Key::WebAuthn(inner) => return wrapped(1, &cose(inner)),
            Key::Canister(id, seed, _) => {
                return wrapped(2, &[&[id.as_slice().len() as u8], id.as_slice(), seed].concat());
            }
            _ => {}
        }
        let (prefix, key) = match self {
            Key::Ed25519(key) => (ED25519, key.verifying_key().as_bytes().to_vec()),
            Key::P256(key) => (P256, key.verifying_key().to_encoded_point(false).as_bytes().to_vec()),
            Key::Secp256k1(key) => {
                (SECP256K1, key.verifying_key().to_encoded_point(false).as_bytes().to_vec())
            }
            Key::WebAuthn(_) | Key::Canister(..) => unreachable!("answered above"),
        };
        [hex::decode(prefix).unwrap(), key].concat()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        use ed25519_dalek::Signer as _;
        match self {
            Key::Ed25519(key) => key.sign(message).to_vec(),
            Key::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            Key::Secp256k1(key) => {
                let signature: k256::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            Key::WebAuthn(inner) => assertion(inner, message),
            Key::Canister(id, seed, replica) => {
                let tree = labeled(b"sig", labeled(&digest(seed), labeled(&digest(message), leaf(b""))));
                let certificate = replica.certify(NOW, *id, &tree.digest());
                canister_signature(&certificate, &tree)
            }
        }
    }
}

fn leaf(value: &[u8]) -> HashTree {
    HashTree::Leaf(value.to_vec())
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn canister_signature(certificate: &[u8], tree: &HashTree) -> Vec<u8> {
    let mut bytes = Vec::new();
    tree.write_cbor(&mut bytes);
    let tree: Value = ciborium::from_reader(&bytes[..]).unwrap();
    encode(&map(vec![("certificate", Value::Bytes(certificate.to_vec())), ("tree", tree)]))
}

/// The public key of an authenticator (RFC 9053).
fn cose(key: &Key) -> Vec<u8> {
    let entries: Vec<(i64, Value)> = match key {
        Key::Ed25519(key) => {
            let x = Value::Bytes(key.verifying_key().as_bytes().to_vec());
            vec![(1, 1.into()), (3, (-8).into()), (-1, 6.into()), (-2, x)]
        }
        Key::P256(key) => {
            let point = key.verifying_key().to_encoded_point(false);
            let (x, y) = (point.x().unwrap().to_vec(), point.y().unwrap().to_vec());
            let (x, y) = (Value::Bytes(x), Value::Bytes(y));
            vec![(1, 2.into()), (3, (-7).into()), (-1, 1.into()), (-2, x), (-3, y)]
        }
        _ => unreachable!("no test has such an authenticator"),
    };
    let entries = entries.into_iter().map(|(label, value)| (label.into(), value)).collect();
    let mut bytes = Vec::new();
    ciborium::into_writer(&Value::Map(entries), &mut bytes).unwrap();
    bytes
}

/// What an authenticator answers when it is given the message as its challenge.
fn assertion(key: &Key, message: &[u8]) -> Vec<u8> {
    use base64::Engine as _;
    let challenge = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(message);
    let client =
        format!(r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"https://example.com"}}"#);
    let authenticator = [7; 37];
    let signed = [&authenticator[..], &digest(client.as_bytes())].concat();
    let signature = match key {
        Key::P256(key) => {
            use p256::ecdsa::signature::Signer as _;
            let signature: p256::ecdsa::Signature = key.sign(&signed);
            signature.to_der().as_bytes().to_vec()
        }
        other => other.sign(&signed),
    };
    encode(&map(vec![
        ("authenticator_data", Value::Bytes(authenticator.to_vec())),
        ("client_data_json", client.into()),
        ("signature", Value::Bytes(signature)),
    ]))
}
