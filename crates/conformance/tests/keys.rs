//! Canisters sign, and derive keys: what they get is checked with libraries that others wrote.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod live;

use candid::{CandidType, Encode, Principal, decode_one};
use ic_vetkeys::{DerivedPublicKey, EncryptedVetKey, TransportSecretKey};
use live::Live;
use replica_api::canister_id;
use replica_node::NodeOptions;
use secp256k1::{Message, Scalar, Secp256k1, XOnlyPublicKey};
use serde::Deserialize;
use serde_bytes::ByteBuf;
use sha2::{Digest as _, Sha256};

const NAMES: [&str; 3] = ["dfx_test_key", "test_key_1", "key_1"];

#[derive(CandidType)]
#[allow(non_camel_case_types, reason = "spelt as on the wire")]
enum Kind {
    secp256k1,
    bip340secp256k1,
    ed25519,
    bls12_381_g2,
}

/// The key of a scheme: `curve` or `algorithm` says which.
#[derive(CandidType)]
struct Curve {
    curve: Kind,
    name: String,
}

#[derive(CandidType)]
struct Algorithm {
    algorithm: Kind,
    name: String,
}

#[derive(CandidType)]
struct Key<K> {
    canister_id: Option<Principal>,
    derivation_path: Vec<ByteBuf>,
    key_id: K,
}

#[derive(CandidType)]
struct Hash {
    message_hash: ByteBuf,
    derivation_path: Vec<ByteBuf>,
    key_id: Curve,
}

#[derive(CandidType)]
#[allow(non_camel_case_types, reason = "spelt as on the wire")]
enum Aux {
    bip341 { merkle_root_hash: ByteBuf },
}

#[derive(CandidType)]
struct Text {
    message: ByteBuf,
    derivation_path: Vec<ByteBuf>,
    key_id: Algorithm,
    aux: Option<Aux>,
}

#[derive(CandidType)]
struct Context {
    canister_id: Option<Principal>,
    context: ByteBuf,
    key_id: Curve,
}

#[derive(CandidType)]
struct Derive {
    input: ByteBuf,
    context: ByteBuf,
    transport_public_key: ByteBuf,
    key_id: Curve,
}

#[derive(CandidType, Deserialize)]
struct PublicKey {
    public_key: ByteBuf,
}

#[derive(CandidType, Deserialize)]
struct Signature {
    signature: ByteBuf,
}

#[derive(CandidType, Deserialize)]
struct EncryptedKey {
    encrypted_key: ByteBuf,
}

fn bytes(text: &str) -> ByteBuf {
    ByteBuf::from(text.as_bytes())
}

fn path(parts: &[&str]) -> Vec<ByteBuf> {
    parts.iter().map(|part| bytes(part)).collect()
}

/// Two canisters that ask the management canister.
struct World {
    live: Live,
    _folder: tempfile::TempDir,
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let live = Live::open(folder.path(), NodeOptions::default());
        (0..2).for_each(|number| live.install(number, "canisters/asks_management.mo"));
        World { live, _folder: folder }
    }

    fn ask(&self, canister: u64, method: &str, arg: &impl CandidType) -> Result<Vec<u8>, String> {
        let arg = Encode!(&method, &ByteBuf::from(Encode!(arg).unwrap())).unwrap();
        let reply = self.live.ask(canister, "ask", arg)?;
        Ok(decode_one::<ByteBuf>(&reply).unwrap().into_vec())
    }

    fn ecdsa_key(&self, canister: u64, of: Option<Principal>, parts: &[&str], name: &str) -> Vec<u8> {
        let key_id = Curve { curve: Kind::secp256k1, name: name.into() };
        let key = Key { canister_id: of, derivation_path: path(parts), key_id };
        public_key(&self.ask(canister, "ecdsa_public_key", &key).unwrap())
    }

    fn sign_with_ecdsa(
        &self,
        canister: u64,
        hash: &[u8],
        parts: &[&str],
        name: &str,
    ) -> Result<Vec<u8>, String> {
        let key_id = Curve { curve: Kind::secp256k1, name: name.into() };
        let hash = Hash { message_hash: ByteBuf::from(hash), derivation_path: path(parts), key_id };
        self.ask(canister, "sign_with_ecdsa", &hash).map(|reply| signature(&reply))
    }

    fn schnorr_key(&self, canister: u64, algorithm: Kind, parts: &[&str]) -> Vec<u8> {
        let key_id = Algorithm { algorithm, name: "key_1".into() };
        let key = Key { canister_id: None, derivation_path: path(parts), key_id };
        public_key(&self.ask(canister, "schnorr_public_key", &key).unwrap())
    }

    fn sign_with_schnorr(
        &self,
        algorithm: Kind,
        text: &str,
        parts: &[&str],
        aux: Option<&[u8]>,
    ) -> Result<Vec<u8>, String> {
        let aux = aux.map(|root| Aux::bip341 { merkle_root_hash: ByteBuf::from(root) });
        let key_id = Algorithm { algorithm, name: "key_1".into() };
        let text = Text { message: bytes(text), derivation_path: path(parts), key_id, aux };
        self.ask(0, "sign_with_schnorr", &text).map(|reply| signature(&reply))
    }

    fn vetkd_key(&self, canister: u64, context: &str) -> Vec<u8> {
        let key_id = Curve { curve: Kind::bls12_381_g2, name: "key_1".into() };
        let context = Context { canister_id: None, context: bytes(context), key_id };
        public_key(&self.ask(canister, "vetkd_public_key", &context).unwrap())
    }
}

fn public_key(reply: &[u8]) -> Vec<u8> {
    decode_one::<PublicKey>(reply).unwrap().public_key.into_vec()
}

fn signature(reply: &[u8]) -> Vec<u8> {
    decode_one::<Signature>(reply).unwrap().signature.into_vec()
}

/// Asserts that there are no two alike.
fn check_distinct(keys: Vec<Vec<u8>>) {
    let distinct: std::collections::BTreeSet<_> = keys.iter().collect();
    assert_eq!(distinct.len(), keys.len());
}

#[test]
fn an_ecdsa_signature_is_of_the_key_that_is_told() {
    let world = World::new();
    let hash: [u8; 32] = Sha256::digest("a message").into();
    for (canister, parts, name) in
        [(0, &["a"][..], "key_1"), (1, &[][..], "dfx_test_key"), (0, &["a", ""][..], "test_key_1")]
    {
        let key = world.ecdsa_key(canister, None, parts, name);
        let signature = world.sign_with_ecdsa(canister, &hash, parts, name).unwrap();
        assert_eq!(
            signature,
            world.sign_with_ecdsa(canister, &hash, parts, name).unwrap(),
            "a replay comes to the same"
        );
        let key = secp256k1::PublicKey::from_slice(&key).unwrap();
        let signature = secp256k1::ecdsa::Signature::from_compact(&signature).unwrap();
        let verified =
            Secp256k1::verification_only().verify_ecdsa(&Message::from_digest(hash), &signature, &key);
        verified.expect("the signature is of this key");
    }
    // Anyone may know the key of a canister, who is not it.
    let theirs = world.ecdsa_key(0, Some(canister_id(1)), &["x"], "key_1");
    assert_eq!(theirs, world.ecdsa_key(1, None, &["x"], "key_1"));
    let mut keys: Vec<Vec<u8>> = NAMES.map(|name| world.ecdsa_key(0, None, &[], name)).into();
    keys.extend((0..2).map(|canister| world.ecdsa_key(canister, None, &["a"], "key_1")));
    keys.extend([&["b"][..], &["a", ""], &["a", "b"]].map(|parts| world.ecdsa_key(0, None, parts, "key_1")));
    check_distinct(keys);
    let short = world.sign_with_ecdsa(0, &[1; 31], &[], "key_1").unwrap_err();
    assert!(short.contains("the message hash has 32 bytes, this one 31"), "{short}");
    let unknown = world.sign_with_ecdsa(0, &hash, &[], "my_key").unwrap_err();
    assert!(unknown.contains("there is no key \"my_key\""), "{unknown}");
    let long = world.sign_with_ecdsa(0, &hash, &["a"; 256], "key_1").unwrap_err();
    assert!(long.contains("at most 255 parts"), "{long}");
}

#[test]
fn a_bip340_signature_is_of_the_key_that_is_told() {
    let world = World::new();
    let verifier = Secp256k1::verification_only();
    let key = world.schnorr_key(0, Kind::bip340secp256k1, &["a"]);
    let key = XOnlyPublicKey::from_slice(&key[1..]).unwrap();
    let check = |signature: &[u8], text: &str, key: &XOnlyPublicKey| {
        let signature = secp256k1::schnorr::Signature::from_slice(signature).unwrap();
        verifier.verify_schnorr(&signature, text.as_bytes(), key).expect("the signature is of this key");
    };
    for text in ["", "a message of another length than 32"] {
        check(&world.sign_with_schnorr(Kind::bip340secp256k1, text, &["a"], None).unwrap(), text, &key);
    }
    // With a root of scripts the key is tweaked, as BIP 341 says.
    for root in [&[][..], &[7; 32]] {
        let tag = Sha256::digest("TapTweak");
        let tweak = Sha256::new()
            .chain_update(tag)
            .chain_update(tag)
            .chain_update(key.serialize())
            .chain_update(root);
        let tweak = Scalar::from_be_bytes(tweak.finalize().into()).unwrap();
        let tweaked = key.add_tweak(&verifier, &tweak).unwrap().0;
        check(
            &world.sign_with_schnorr(Kind::bip340secp256k1, "taproot", &["a"], Some(root)).unwrap(),
            "taproot",
            &tweaked,
        );
    }
    let wrong = world.sign_with_schnorr(Kind::bip340secp256k1, "x", &["a"], Some(&[1; 5])).unwrap_err();
    assert!(wrong.contains("merkle_root_hash has no bytes or 32"), "{wrong}");
}

#[test]
fn an_ed25519_signature_is_of_the_key_that_is_told() {
    let world = World::new();
    for parts in [&["a"][..], &["a", "b"], &[]] {
        let key: [u8; 32] = world.schnorr_key(0, Kind::ed25519, parts).try_into().unwrap();
        let signature = world.sign_with_schnorr(Kind::ed25519, "a message", parts, None).unwrap();
        let key = ed25519_dalek::VerifyingKey::from_bytes(&key).unwrap();
        let signature = ed25519_dalek::Signature::from_slice(&signature).unwrap();
        key.verify_strict(b"a message", &signature).expect("the signature is of this key");
    }
    let aux = world.sign_with_schnorr(Kind::ed25519, "x", &[], Some(&[])).unwrap_err();
    assert!(aux.contains("bip340secp256k1 only"), "{aux}");
    let key = |canister, parts: &[&str]| world.schnorr_key(canister, Kind::ed25519, parts);
    check_distinct(vec![key(0, &[]), key(1, &[]), key(0, &["a"]), key(0, &["b"])]);
}

#[test]
fn a_derived_key_reaches_only_who_asked_for_it() {
    let world = World::new();
    let transport = TransportSecretKey::from_seed(vec![9; 32]).unwrap();
    let derive = |canister: u64, input: &str, context: &str, transport: &[u8]| {
        let key_id = Curve { curve: Kind::bls12_381_g2, name: "key_1".into() };
        let (input, context) = (bytes(input), bytes(context));
        let derive = Derive { input, context, transport_public_key: ByteBuf::from(transport), key_id };
        let reply = world.ask(canister, "vetkd_derive_key", &derive)?;
        Ok::<_, String>(decode_one::<EncryptedKey>(&reply).unwrap().encrypted_key.into_vec())
    };
    let opened = |canister: u64, input: &str, context: &str, transport: &TransportSecretKey| {
        let encrypted = derive(canister, input, context, &transport.public_key()).unwrap();
        let key = DerivedPublicKey::deserialize(&world.vetkd_key(canister, context)).unwrap();
        let encrypted = EncryptedVetKey::deserialize(&encrypted).unwrap();
        encrypted.decrypt_and_verify(transport, &key, input.as_bytes()).unwrap().serialize().to_vec()
    };
    let key = opened(0, "alice", "notes", &transport);
    let other = TransportSecretKey::from_seed(vec![8; 32]).unwrap();
    assert_eq!(key, opened(0, "alice", "notes", &other), "the same key, however it was carried");
    check_distinct(vec![
        key,
        opened(0, "bob", "notes", &transport),
        opened(0, "alice", "letters", &transport),
        opened(0, "alice", "", &transport),
        opened(1, "alice", "notes", &transport),
    ]);
    // The key of a context follows from that of the canister, without asking.
    let canister = DerivedPublicKey::deserialize(&world.vetkd_key(0, "")).unwrap();
    assert_eq!(canister.derive_sub_key(b"notes").serialize(), world.vetkd_key(0, "notes"));
    let wrong = derive(0, "alice", "notes", &[1; 48]).unwrap_err();
    assert!(wrong.contains("not a compressed point of G1"), "{wrong}");
}

#[test]
fn what_is_signed_on_a_fork_is_worth_nothing_elsewhere() {
    let world = World::new();
    let key_id = Curve { curve: Kind::secp256k1, name: "key_1".into() };
    let key = Key { canister_id: None, derivation_path: Vec::new(), key_id };
    let arg = Encode!(&"ecdsa_public_key", &ByteBuf::from(Encode!(&key).unwrap())).unwrap();
    let mut fork = world.live.node.fork(&[canister_id(0)]);
    let reply = fork.call(live::owner(), canister_id(0), "ask", &arg).outcome.unwrap();
    let on_fork = public_key(&decode_one::<ByteBuf>(&reply).unwrap());
    assert_ne!(on_fork, world.ecdsa_key(0, None, &[], "key_1"));
}

#[test]
fn the_keys_stay_when_the_replica_is_started_again() {
    let world = World::new();
    let before = world.ecdsa_key(0, None, &["a"], "key_1");
    let World { live, _folder: folder } = world;
    let (height, _, root) = live.node.tip();
    live.node.close();
    drop(live);
    let verified = replica_node::verify(folder.path(), &NodeOptions::default(), |_| {}).unwrap();
    assert_eq!((verified.blocks, verified.root), (height, root));
    let world = World { live: Live::open(folder.path(), NodeOptions::default()), _folder: folder };
    assert_eq!(before, world.ecdsa_key(0, None, &["a"], "key_1"));
}
