//! Answers, as CBOR.

use crate::hash::hash_of_map;
use ciborium::Value;
use replica_api::{CallOutcome, Certificate, Reject};

/// Encodes a map with the tag that says "this is CBOR".
fn encode(entries: Vec<(&str, Value)>) -> Vec<u8> {
    let map = entries.into_iter().map(|(key, value)| (Value::Text(key.to_owned()), value)).collect();
    let mut out = Vec::new();
    ciborium::into_writer(&Value::Tag(55799, Box::new(Value::Map(map))), &mut out)
        .expect("writing to memory succeeds");
    out
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// The answer of `/api/v2/status`.
pub fn status_body(root_key_der: &[u8], version: &str) -> Vec<u8> {
    encode(vec![
        ("root_key", Value::Bytes(root_key_der.to_vec())),
        ("impl_version", text(version)),
        ("replica_health_status", text("healthy")),
    ])
}

/// The answer of `read_state`.
pub fn certificate_body(certificate: &Certificate) -> Vec<u8> {
    encode(vec![("certificate", Value::Bytes(certificate.to_cbor()))])
}

/// The answer of a synchronous call that ended; the certificate shows its request status.
pub fn replied_body(certificate: &Certificate) -> Vec<u8> {
    encode(vec![("status", text("replied")), ("certificate", Value::Bytes(certificate.to_cbor()))])
}

/// The answer of a call that was never taken.
pub fn non_replicated_rejection(reject: &Reject) -> Vec<u8> {
    let mut entries = vec![("status", text("non_replicated_rejection"))];
    entries.extend(reject_entries(reject));
    encode(entries)
}

fn reject_entries(reject: &Reject) -> Vec<(&'static str, Value)> {
    vec![
        ("reject_code", Value::Integer((reject.code as u64).into())),
        ("reject_message", text(&*reject.message)),
        ("error_code", text(reject.error.to_string())),
    ]
}

/// The answer of a query, signed by the node.
pub fn query_body(
    outcome: &CallOutcome,
    timestamp: u64,
    request_id: &[u8; 32],
    node: &[u8],
    sign: impl FnOnce(&[u8]) -> [u8; 64],
) -> Vec<u8> {
    let mut entries = match outcome {
        Ok(reply) => {
            let arg = Value::Map(vec![(text("arg"), Value::Bytes(reply.clone()))]);
            vec![("status", text("replied")), ("reply", arg)]
        }
        Err(reject) => {
            let mut entries = vec![("status", text("rejected"))];
            entries.extend(reject_entries(reject));
            entries
        }
    };
    let time = Value::Integer(timestamp.into());
    let id = Value::Bytes(request_id.to_vec());
    let signed =
        entries.iter().map(|(key, value)| (*key, value)).chain([("timestamp", &time), ("request_id", &id)]);
    let hash = hash_of_map(signed).expect("our own values can be hashed");
    let signature = sign(&[b"\x0Bic-response", &hash[..]].concat());
    let signature = Value::Map(vec![
        (text("timestamp"), time.clone()),
        (text("signature"), Value::Bytes(signature.to_vec())),
        (text("identity"), Value::Bytes(node.to_vec())),
    ]);
    entries.push(("signatures", Value::Array(vec![signature])));
    encode(entries)
}
