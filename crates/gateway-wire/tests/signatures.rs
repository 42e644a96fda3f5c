//! Who is believed: every kind of key, and chains of delegations.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use ciborium::Value;
use gateway_wire::{
    AuthError, CanisterSignatureError, Envelope, EnvelopeError, KeyError, RootKey, hash_of_map,
};
use ic_principal::Principal;
use proptest::prelude::*;

mod support;

use support::keys::{Key, NOW};
use support::{Replica, canister, encode, map};

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
    permissions: Option<&'static str>,
}

impl Delegation<'_> {
    fn value(&self) -> Value {
        let mut inner = vec![("pubkey", Value::Bytes(self.to.der())), ("expiration", self.expiration.into())];
        if let Some(targets) = &self.targets {
            let targets = targets.iter().map(|target| Value::Bytes(target.as_slice().to_vec()));
            inner.push(("targets", Value::Array(targets.collect())));
        }
        inner.extend(self.permissions.map(|permissions| ("permissions", permissions.into())));
        let inner = map(inner);
        let message = [b"\x1Aic-request-auth-delegation", &hash(&inner)[..]].concat();
        map(vec![("delegation", inner), ("signature", Value::Bytes(self.from.sign(&message)))])
    }
}

/// A call of canister 1, sent by one key and signed by another.
fn request(sender: &Key, signer: &Key, delegations: &[Delegation<'_>]) -> Vec<u8> {
    request_of(call(sender, "call"), sender, signer, delegations)
}

fn call(sender: &Key, kind: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("request_type", kind.into()),
        ("sender", Value::Bytes(Principal::self_authenticating(sender.der()).as_slice().to_vec())),
        ("ingress_expiry", NOW.into()),
        ("canister_id", Value::Bytes(canister(1).as_slice().to_vec())),
        ("method_name", "greet".into()),
        ("arg", Value::Bytes(b"DIDL\0\0".to_vec())),
    ]
}

fn request_of(
    content: Vec<(&'static str, Value)>,
    sender: &Key,
    signer: &Key,
    delegations: &[Delegation<'_>],
) -> Vec<u8> {
    let content = map(content);
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

fn root() -> RootKey {
    RootKey::from_der(&Replica::new(1).key_der()).unwrap()
}

fn authenticate(envelope: &Envelope, effective: Option<Principal>, now: u64) -> Result<(), AuthError> {
    gateway_wire::authenticate(envelope, effective, now, &root())
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
    let link =
        |from, to, expiration, targets| Delegation { from, to, expiration, targets, permissions: None };
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
        .map(|pair| Delegation {
            from: &pair[0],
            to: &pair[1],
            expiration: NOW,
            targets: None,
            permissions: None,
        })
        .collect();
    assert_eq!(check(&request(&keys[0], &keys[20], &links[..20])), Ok(()));
    let refused = Envelope::decode(&request(&keys[0], &keys[21], &links)).unwrap_err();
    assert_eq!(refused, EnvelopeError::TooMany("delegations"));
}

#[test]
fn passkeys_of_both_kinds_sign_and_only_what_they_were_asked() {
    for inner in [Key::p256(), Key::ed25519(5)] {
        let key = Key::WebAuthn(Box::new(inner));
        let body = request(&key, &key, &[]);
        assert_eq!(check(&body), Ok(()));
        let mut envelope = Envelope::decode(&body).unwrap();
        envelope.request_id[0] ^= 1;
        let refused = authenticate(&envelope, None, NOW);
        let expected = KeyError::WebAuthn("the challenge is not the request");
        assert_eq!(refused, Err(AuthError::Signature(expected)));
        let mut envelope = Envelope::decode(&body).unwrap();
        let signature = envelope.signature.as_mut().unwrap();
        *signature.last_mut().unwrap() ^= 1;
        assert_eq!(authenticate(&envelope, None, NOW), Err(AuthError::Signature(KeyError::Wrong)));
        // A passkey hands a session over to a key of the page.
        let session = Key::ed25519(6);
        let link = Delegation { from: &key, to: &session, expiration: NOW, targets: None, permissions: None };
        assert_eq!(check(&request(&key, &session, &[link])), Ok(()));
    }
}

#[test]
fn a_delegation_for_queries_makes_no_calls_and_unknown_permissions_make_nothing() {
    let (first, session) = (Key::p256(), Key::ed25519(3));
    for (permissions, kind, expected) in [
        (Some("queries"), "query", Ok(())),
        (Some("queries"), "call", Err(AuthError::DelegationPermission)),
        (Some("all"), "call", Ok(())),
        (Some("everything"), "query", Err(AuthError::DelegationPermission)),
    ] {
        let link = Delegation { from: &first, to: &session, expiration: NOW, targets: None, permissions };
        let body = request_of(call(&first, kind), &first, &session, &[link]);
        assert_eq!(check(&body), expected, "{permissions:?} for a {kind}");
    }
}

#[test]
fn a_canister_signs_what_it_certifies() {
    let refusal = |body: &[u8]| match check(body) {
        Err(AuthError::Signature(KeyError::CanisterSignature(error))) => error,
        other => panic!("{other:?}"),
    };
    let key = Key::canister(7, 1);
    assert_eq!(check(&request(&key, &key, &[])), Ok(()));
    // What Internet Identity does: its canister delegates to the key of the page's session.
    let session = Key::ed25519(6);
    let link = Delegation { from: &key, to: &session, expiration: NOW, targets: None, permissions: None };
    assert_eq!(check(&request(&key, &session, &[link])), Ok(()));

    let other_seed = Key::Canister(canister(7), b"another user".to_vec(), Replica::new(1));
    let expected = CanisterSignatureError::NotSigned(canister(7));
    assert_eq!(refusal(&request(&key, &other_seed, &[])), expected);
    let other_canister = Key::Canister(canister(8), b"a user".to_vec(), Replica::new(1));
    let expected = CanisterSignatureError::NotCertified(canister(7));
    assert_eq!(refusal(&request(&key, &other_canister, &[])), expected);
    let other_replica = Key::canister(7, 2);
    let expected = CanisterSignatureError::Certificate(gateway_wire::CertificateError::Signature);
    assert_eq!(refusal(&request(&key, &other_replica, &[])), expected);
}

#[test]
fn what_is_said_of_a_sender_is_signed_by_the_canister_of_the_key() {
    let key = Key::canister(7, 1);
    let said = |signer: Principal, text: &[u8], signed: &[u8]| {
        let message = [b"\x0Eic-sender-info", signed].concat();
        let info = map(vec![
            ("info", Value::Bytes(text.to_vec())),
            ("signer", Value::Bytes(signer.as_slice().to_vec())),
            ("sig", Value::Bytes(key.sign(&message))),
        ]);
        let content = call(&key, "call").into_iter().chain([("sender_info", info)]).collect();
        check(&request_of(content, &key, &key, &[]))
    };
    assert_eq!(said(canister(7), b"name=Ann", b"name=Ann"), Ok(()));
    assert_eq!(said(canister(7), b"name=Bob", b"name=Ann"), Err(AuthError::SenderInfo));
    assert_eq!(said(canister(8), b"name=Ann", b"name=Ann"), Err(AuthError::SenderInfo));
}

#[test]
fn keys_that_stand_twice_and_bytes_that_follow_are_refused() {
    let key = Key::ed25519(1);
    let body = request(&key, &key, &[]);
    let mut longer = body.clone();
    longer.push(0);
    assert!(matches!(Envelope::decode(&longer), Err(EnvelopeError::NotCbor(_))));
    let info =
        Value::Map(vec![("info".into(), Value::Bytes(vec![1])), ("info".into(), Value::Bytes(vec![2]))]);
    for twice in [("arg", Value::Bytes(vec![])), ("sender_info", info)] {
        let content = call(&key, "call").into_iter().chain([twice]).collect();
        let body = request_of(content, &key, &key, &[]);
        assert!(matches!(Envelope::decode(&body), Err(EnvelopeError::Twice(_))));
    }
}

#[test]
fn a_float_is_no_number_anywhere() {
    let key = Key::ed25519(1);
    let content: Vec<_> = call(&key, "call")
        .into_iter()
        .map(|(name, value)| if name == "ingress_expiry" { (name, Value::Float(1.0)) } else { (name, value) })
        .collect();
    let body = encode(&map(vec![("content", map(content))]));
    assert!(Envelope::decode(&body).is_err());
    let content: Vec<_> = call(&key, "call").into_iter().chain([("extra", Value::Float(1.0))]).collect();
    let body = encode(&map(vec![("content", map(content))]));
    assert!(matches!(Envelope::decode(&body), Err(EnvelopeError::Hash(_))));
}

proptest! {
    #[test]
    fn a_changed_envelope_is_never_believed_and_never_ends_in_a_panic(at: prop::sample::Index, byte: u8) {
        let key = Key::canister(7, 1);
        let good = request(&key, &key, &[]);
        let mut body = good.clone();
        let at = at.index(body.len());
        body[at] = byte;
        if let Ok(envelope) = Envelope::decode(&body)
            && authenticate(&envelope, None, NOW).is_ok()
        {
            let known = Envelope::decode(&good).unwrap();
            prop_assert_eq!(envelope.request_id, known.request_id);
            prop_assert_eq!(envelope.sender, known.sender);
        }
    }
}
