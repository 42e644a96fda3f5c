//! A replica as far as its key goes, for tests.
#![allow(dead_code, reason = "each test file uses a part")]

pub(crate) mod keys;

use ciborium::Value;
use ic_principal::Principal;
use replica_api::{Certificate, HashTree};

const CIPHERSUITE: &[u8] = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
const KEY_PREFIX: &str = "308182301d060d2b0601040182dc7c0503010201060c2b0601040182dc7c05030201036100";

/// Signs certificates.
pub(crate) struct Replica(blst::min_sig::SecretKey);

impl Replica {
    pub(crate) fn new(seed: u8) -> Replica {
        Replica(blst::min_sig::SecretKey::key_gen(&[seed; 32], &[]).unwrap())
    }

    pub(crate) fn key_der(&self) -> Vec<u8> {
        [hex::decode(KEY_PREFIX).unwrap(), self.0.sk_to_pk().to_bytes().to_vec()].concat()
    }

    /// Certifies a canister's 32 bytes at a time.
    pub(crate) fn certify(&self, time: u64, canister: Principal, data: &[u8]) -> Vec<u8> {
        let data = labeled(b"certified_data", HashTree::Leaf(data.to_vec()));
        let canister = labeled(b"canister", labeled(canister.as_slice(), data));
        let time = labeled(b"time", HashTree::Leaf(leb128(time)));
        self.sign(HashTree::join(vec![canister, time]))
    }

    pub(crate) fn sign(&self, tree: HashTree) -> Vec<u8> {
        let message = [b"\x0Dic-state-root", &tree.digest()[..]].concat();
        let signature = self.0.sign(&message, CIPHERSUITE, &[]).to_bytes().to_vec();
        Certificate { tree, signature }.to_cbor()
    }
}

pub(crate) fn labeled(label: &[u8], below: HashTree) -> HashTree {
    HashTree::Labeled(label.to_vec(), Box::new(below))
}

pub(crate) fn leb128(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// A key in DER under the Internet Computer's algorithm of this number.
pub(crate) fn wrapped(algorithm: u8, bits: &[u8]) -> Vec<u8> {
    let algorithm = [hex::decode("300c060a2b0601040183b84301").unwrap(), vec![algorithm]].concat();
    let bits = element(0x03, &[&[0], bits].concat());
    element(0x30, &[algorithm, bits].concat())
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = match content.len() {
        short @ ..0x80 => vec![short as u8],
        long => vec![0x81, long as u8],
    };
    [vec![tag], length, content.to_vec()].concat()
}

pub(crate) fn canister(number: u8) -> Principal {
    Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, number, 1, 1])
}

pub(crate) fn map(entries: Vec<(&str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

pub(crate) fn encode(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(&Value::Tag(55799, Box::new(value.clone())), &mut bytes).unwrap();
    bytes
}
