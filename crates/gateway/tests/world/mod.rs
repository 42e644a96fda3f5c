//! A replica in memory behind its gateway, and who speaks to it.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use ciborium::Value;
use ed25519_dalek::{Signer as _, SigningKey};
use gateway::{NoPages, Options, Pages, router};
use gateway_wire::hash_of_map;
use replica_api::{
    CanisterAction, CanisterChange, CanisterId, InstallMode, PlatformBatch, Principal, Replica as _,
    canister_id,
};
use replica_node::{Node, NodeOptions};
use std::time::{SystemTime, UNIX_EPOCH};
use tower::ServiceExt as _;

pub(crate) const MINUTE: u64 = 60_000_000_000;

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64
}

/// A key that signs requests.
pub(crate) struct Key(SigningKey);

impl Key {
    pub(crate) fn new(seed: u8) -> Key {
        Key(SigningKey::from_bytes(&[seed; 32]))
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        let prefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        [&prefix[..], self.0.verifying_key().as_bytes()].concat()
    }

    pub(crate) fn principal(&self) -> Principal {
        Principal::self_authenticating(self.der())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).to_vec()
    }
}

pub(crate) fn bytes(bytes: impl AsRef<[u8]>) -> Value {
    Value::Bytes(bytes.as_ref().to_vec())
}

pub(crate) fn map(entries: Vec<(&str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

pub(crate) fn encode(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    ciborium::into_writer(value, &mut out).unwrap();
    out
}

/// Reads CBOR that has to carry the self-describing tag.
pub(crate) fn decode(body: &[u8]) -> Value {
    match ciborium::from_reader(body).unwrap() {
        Value::Tag(55799, inner) => *inner,
        other => panic!("there is no tag: {other:?}"),
    }
}

pub(crate) fn field(value: &Value, name: &str) -> Value {
    let mut entries = value.as_map().unwrap().iter();
    entries
        .find(|(key, _)| key.as_text() == Some(name))
        .unwrap_or_else(|| panic!("{name}: {value:?}"))
        .1
        .clone()
}

/// The content of a request.
#[derive(Clone)]
pub(crate) struct Content(pub(crate) Vec<(&'static str, Value)>);

impl Content {
    pub(crate) fn message(kind: &str, canister: CanisterId, method: &str, arg: &[u8]) -> Content {
        Content(vec![
            ("request_type", kind.into()),
            ("ingress_expiry", (now() + 4 * MINUTE).into()),
            ("canister_id", bytes(canister)),
            ("method_name", method.into()),
            ("arg", bytes(arg)),
        ])
    }

    pub(crate) fn read_state(paths: &[Vec<Vec<u8>>]) -> Content {
        let path = |path: &Vec<Vec<u8>>| Value::Array(path.iter().map(bytes).collect());
        Content(vec![
            ("request_type", "read_state".into()),
            ("ingress_expiry", (now() + 4 * MINUTE).into()),
            ("paths", Value::Array(paths.iter().map(path).collect())),
        ])
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Content {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, value.into()));
        self
    }

    /// The content's id, once it has a sender.
    pub(crate) fn id(&self) -> [u8; 32] {
        hash_of_map(self.0.iter().map(|(name, value)| (*name, value))).unwrap()
    }

    pub(crate) fn anonymous(self) -> (Vec<u8>, [u8; 32]) {
        let content = self.with("sender", bytes([4]));
        let id = content.id();
        (encode(&map(vec![("content", map(content.0))])), id)
    }

    pub(crate) fn signed(self, key: &Key) -> (Vec<u8>, [u8; 32]) {
        let content = self.with("sender", bytes(key.principal()));
        let id = content.id();
        let signature = key.sign(&[b"\x0Aic-request", &id[..]].concat());
        let envelope = vec![
            ("content", map(content.0)),
            ("sender_pubkey", bytes(key.der())),
            ("sender_sig", bytes(signature)),
        ];
        (encode(&map(envelope)), id)
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn cbor(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        assert_eq!(self.headers["content-type"], "application/cbor");
        decode(&self.body)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

pub(crate) struct World {
    pub(crate) node: Node,
    pub(crate) router: Router,
    pub(crate) options: Options,
}

impl World {
    pub(crate) fn new() -> World {
        World::with(Options::default(), NoPages)
    }

    pub(crate) fn with(options: Options, pages: impl Pages) -> World {
        let node = Node::in_memory(NodeOptions::default()).unwrap();
        World { router: router(node.clone(), pages, &options), node, options }
    }

    /// Installs a module, in its text form, in the first canister.
    pub(crate) async fn install(&self, module: &str, controllers: Vec<Principal>) -> CanisterId {
        let canister = canister_id(0);
        let module = wat::parse_str(module).unwrap().into();
        let actions = [
            CanisterAction::Create { controllers },
            CanisterAction::Install { mode: InstallMode::Install, module, arg: Vec::new() },
        ];
        let changes = actions.map(|action| CanisterChange { canister, action }).to_vec();
        self.node.platform(PlatformBatch { changes, ..PlatformBatch::default() }).await.unwrap().unwrap();
        canister
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn post(&self, path: &str, body: Vec<u8>) -> Answer {
        self.send(Request::post(path).body(body.into()).unwrap()).await
    }

    pub(crate) async fn get(&self, host: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path).header("host", host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Calls and returns the reply that the certificate shows.
    pub(crate) async fn call(&self, canister: CanisterId, method: &str, arg: &[u8]) -> Vec<u8> {
        let (body, id) = Content::message("call", canister, method, arg).anonymous();
        let answer = self.post(&format!("/api/v4/canister/{canister}/call"), body).await.cbor();
        let tree = self.tree(&field(&answer, "certificate"));
        gateway_wire::value_at(&tree, &[&b"request_status"[..], &id, b"reply"]).expect("a reply").to_vec()
    }

    pub(crate) async fn query(&self, canister: CanisterId, method: &str) -> Vec<u8> {
        let (body, _) = Content::message("query", canister, method, b"").anonymous();
        let answer = self.post(&format!("/api/v3/canister/{canister}/query"), body).await.cbor();
        field(&field(&answer, "reply"), "arg").into_bytes().unwrap()
    }

    /// Checks a certificate as a client does.
    pub(crate) fn tree(&self, certificate: &Value) -> replica_api::HashTree {
        let root = gateway_wire::RootKey::from_der(&self.node.root_key_der()).unwrap();
        root.verify(certificate.as_bytes().unwrap()).unwrap()
    }
}

/// A canister that answers what it was told to: `set` keeps a reply in a slot (its first byte), `certify` certifies.
/// `http_request` answers slot 1, the streaming callback `next` slot 2 if its argument is slot 4, and
/// `http_request_update` slot 3.
pub(crate) const PUPPET: &str = r#"(module
  (import "ic0" "msg_arg_data_size" (func $size (result i32)))
  (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "trap" (func $trap (param i32 i32)))
  (import "ic0" "certified_data_set" (func $certify (param i32 i32)))
  (import "ic0" "data_certificate_size" (func $certificate_size (result i32)))
  (import "ic0" "data_certificate_copy" (func $certificate (param i32 i32 i32)))
  (memory 8)
  (data (i32.const 64) "another token")
  (func $at (param $slot i32) (result i32) (i32.mul (local.get $slot) (i32.const 65536)))
  (func $length (param $slot i32) (result i32) (i32.load (i32.mul (local.get $slot) (i32.const 4))))
  (func $say (param $slot i32)
    (call $append (call $at (local.get $slot)) (call $length (local.get $slot)))
    (call $reply))
  (func (export "canister_update set") (local $slot i32)
    (call $copy (i32.const 0) (i32.const 0) (i32.const 1))
    (local.set $slot (i32.load8_u (i32.const 0)))
    (i32.store (i32.mul (local.get $slot) (i32.const 4)) (i32.sub (call $size) (i32.const 1)))
    (call $copy (call $at (local.get $slot)) (i32.const 1) (call $length (local.get $slot)))
    (call $reply))
  (func (export "canister_update certify")
    (call $copy (call $at (i32.const 5)) (i32.const 0) (i32.const 32))
    (call $certify (call $at (i32.const 5)) (i32.const 32))
    (call $reply))
  (func (export "canister_query certificate")
    (call $certificate (call $at (i32.const 5)) (i32.const 0) (call $certificate_size))
    (call $append (call $at (i32.const 5)) (call $certificate_size))
    (call $reply))
  (func (export "canister_query http_request") (call $say (i32.const 1)))
  (func (export "canister_update http_request_update") (call $say (i32.const 3)))
  (func $differ (call $trap (i32.const 64) (i32.const 13)))
  (func (export "canister_query next") (local $at i32)
    (call $copy (call $at (i32.const 5)) (i32.const 0) (call $size))
    (if (i32.ne (call $size) (call $length (i32.const 4))) (then (call $differ)))
    (loop $bytes
      (if (i32.ne (i32.load8_u (i32.add (call $at (i32.const 4)) (local.get $at)))
                  (i32.load8_u (i32.add (call $at (i32.const 5)) (local.get $at))))
        (then (call $differ)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $bytes (i32.lt_u (local.get $at) (call $size))))
    (call $say (i32.const 2))))"#;
