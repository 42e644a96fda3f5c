//! Who is believed: every kind of key, and chains of delegations.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use ciborium::Value;
use gateway_wire::{AuthError, Envelope, EnvelopeError, KeyError, authenticate, hash_of_map};
use ic_principal::Principal;

const NOW: u64 = 1_700_000_000_000_000_000;
const ED25519: &str = "302a300506032b6570032100";
const P256: &str = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
const SECP256K1: &str = "3056301006072a8648ce3d020106052b8104000a034200";

enum Key {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
    Secp256k1(k256::ecdsa::SigningKey),
}

impl Key {
    fn ed25519(seed: u8) -> Key {
        Key::Ed25519(ed25519_dalek::SigningKey::from_bytes(&[seed; 32]))
    }

    fn p256() -> Key {
        Key::P256(p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap())
    }

    fn secp256k1() -> Key {
        Key::Secp256k1(k256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap())
    }

    fn der(&self) -> Vec<u8> {
        let (prefix, key) = match self {
            Key::Ed25519(key) => (ED25519, key.verifying_key().as_bytes().to_vec()),
            Key::P256(key) => (P256, key.verifying_key().to_encoded_point(false).as_bytes().to_vec()),
            Key::Secp256k1(key) => {
                (SECP256K1, key.verifying_key().to_encoded_point(false).as_bytes().to_vec())
            }
        };
        [hex::decode(prefix).unwrap(), key].concat()
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
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
        }
    }
}

fn canister(number: u8) -> Principal {
    Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, number, 1, 1])
}

fn map(entries: Vec<(&str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

fn hash(value: &Value) -> [u8; 32] {
    let entries = value.as_map().unwrap().iter();
    hash_of_map(entries.map(|(key, value)| (key.as_text().unwrap(), value))).unwrap()
}

/// A delegation from one key to another.
struct Delegation<'a> {
    from: &'a Key,
    to: &'a Key,
    expiration: u64,
    targets: Option<Vec<Principal>>,
}

impl Delegation<'_> {
    fn value(&self) -> Value {
        let mut inner = vec![("pubkey", Value::Bytes(self.to.der())), ("expiration", self.expiration.into())];
        if let Some(targets) = &self.targets {
            let targets = targets.iter().map(|target| Value::Bytes(target.as_slice().to_vec()));
            inner.push(("targets", Value::Array(targets.collect())));
        }
        let inner = map(inner);
        let message = [b"\x1Aic-request-auth-delegation", &hash(&inner)[..]].concat();
        map(vec![("delegation", inner), ("signature", Value::Bytes(self.from.sign(&message)))])
    }
}

/// A call of canister 1, sent by one key and signed by another.
fn request(sender: &Key, signer: &Key, delegations: &[Delegation<'_>]) -> Vec<u8> {
    let content = map(vec![
        ("request_type", "call".into()),
        ("sender", Value::Bytes(Principal::self_authenticating(sender.der()).as_slice().to_vec())),
        ("ingress_expiry", NOW.into()),
        ("canister_id", Value::Bytes(canister(1).as_slice().to_vec())),
        ("method_name", "greet".into()),
        ("arg", Value::Bytes(b"DIDL\0\0".to_vec())),
    ]);
    let signature = signer.sign(&[b"\x0Aic-request", &hash(&content)[..]].concat());
    let mut envelope = vec![
        ("content", content),
        ("sender_pubkey", Value::Bytes(sender.der())),
        ("sender_sig", Value::Bytes(signature)),
    ];
    if !delegations.is_empty() {
        let delegations = delegations.iter().map(Delegation::value).collect();
        envelope.push(("sender_delegation", Value::Array(delegations)));
    }
    let mut body = Vec::new();
    ciborium::into_writer(&map(envelope), &mut body).unwrap();
    body
}

fn check(body: &[u8]) -> Result<(), AuthError> {
    authenticate(&Envelope::decode(body).unwrap(), Some(canister(1)), NOW)
}

#[test]
fn every_kind_of_key_signs_and_no_changed_signature_passes() {
    for key in [Key::ed25519(7), Key::p256(), Key::secp256k1()] {
        let body = request(&key, &key, &[]);
        assert_eq!(check(&body), Ok(()));
        let good = Envelope::decode(&body).unwrap();
        for at in [0, 31, 32, 63] {
            let mut envelope = good.clone();
            envelope.signature.as_mut().unwrap()[at] ^= 1;
            let refused = authenticate(&envelope, None, NOW);
            assert_eq!(refused, Err(AuthError::Signature(KeyError::Wrong)), "byte {at}");
        }
        let mut envelope = good.clone();
        envelope.signature.as_mut().unwrap().pop();
        assert_eq!(authenticate(&envelope, None, NOW), Err(AuthError::Signature(KeyError::Wrong)));
        let mut envelope = good.clone();
        envelope.request_id[0] ^= 1;
        assert_eq!(authenticate(&envelope, None, NOW), Err(AuthError::Signature(KeyError::Wrong)));
        let stranger = Key::ed25519(9);
        assert_eq!(check(&request(&key, &stranger, &[])), Err(AuthError::Signature(KeyError::Wrong)));
        let envelope = Envelope { public_key: Some(stranger.der()), ..good };
        assert!(matches!(authenticate(&envelope, None, NOW), Err(AuthError::NotTheSender(_))));
    }
}

#[test]
fn the_larger_of_the_two_secp256k1_signatures_is_taken_too() {
    let key = Key::secp256k1();
    let mut envelope = Envelope::decode(&request(&key, &key, &[])).unwrap();
    let signature = k256::ecdsa::Signature::from_slice(envelope.signature.as_ref().unwrap()).unwrap();
    let (r, s) = signature.split_scalars();
    let other = k256::ecdsa::Signature::from_scalars(r, -*s).unwrap();
    envelope.signature = Some(other.to_bytes().to_vec());
    assert_eq!(authenticate(&envelope, None, NOW), Ok(()));
}

#[test]
fn delegations_hold_for_their_time_and_their_canisters() {
    let (first, second, third) = (Key::p256(), Key::secp256k1(), Key::ed25519(3));
    let link = |from, to, expiration, targets| Delegation { from, to, expiration, targets };
    let chain = [
        link(&first, &second, NOW, None),
        link(&second, &third, NOW + 1, Some(vec![canister(2), canister(1)])),
    ];
    assert_eq!(check(&request(&first, &third, &chain)), Ok(()));
    assert_eq!(
        check(&request(&first, &second, &chain)),
        Err(AuthError::Signature(KeyError::Wrong)),
        "the last key signs"
    );
    let late = [link(&first, &third, NOW - 1, None)];
    assert_eq!(check(&request(&first, &third, &late)), Err(AuthError::DelegationExpired(NOW - 1)));
    let elsewhere = [link(&first, &third, NOW, Some(vec![canister(2)]))];
    assert_eq!(check(&request(&first, &third, &elsewhere)), Err(AuthError::DelegationTarget(canister(1))));
    let forged = [link(&second, &third, NOW, None)];
    assert_eq!(check(&request(&first, &third, &forged)), Err(AuthError::Signature(KeyError::Wrong)));
    let circle = [link(&first, &second, NOW, None), link(&second, &first, NOW, None)];
    assert_eq!(check(&request(&first, &first, &circle)), Err(AuthError::DelegationLoop));
}

#[test]
fn twenty_delegations_are_followed_and_twenty_one_refused() {
    let keys: Vec<Key> = (1..=22).map(Key::ed25519).collect();
    let links: Vec<Delegation<'_>> = keys
        .windows(2)
        .map(|pair| Delegation { from: &pair[0], to: &pair[1], expiration: NOW, targets: None })
        .collect();
    assert_eq!(check(&request(&keys[0], &keys[20], &links[..20])), Ok(()));
    let refused = Envelope::decode(&request(&keys[0], &keys[21], &links)).unwrap_err();
    assert_eq!(refused, EnvelopeError::TooMany("delegations"));
}
