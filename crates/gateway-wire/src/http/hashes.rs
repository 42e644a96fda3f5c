//! The digests of requests and responses (HTTP gateway protocol, "Request hash calculation" and "Response hash
//! calculation").

use super::expression::{RequestParts, ResponseHeaders};
use super::{EXPRESSION_HEADER, HEADER, HttpExchange};
use crate::hash::hash_of_map;
use ciborium::Value;
use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use sha2::{Digest as _, Sha256};
use std::io::Read;

/// What a compressed body may become, at most, before it counts as another one.
const DECODED_BYTES_MAX: u64 = 64 << 20;

fn contains(names: &[String], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Returns the digest of a request: of the headers and query parameters that count, the method and the body.
pub(super) fn request(exchange: &HttpExchange<'_>, parts: &RequestParts) -> [u8; 32] {
    let query = exchange.url.split('#').next().and_then(|url| url.split_once('?')).map(|(_, query)| query);
    let counted: Vec<&str> = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|pair| contains(&parts.query_parameters, pair.split('=').next().unwrap_or_default()))
        .collect();
    let mut entries: Vec<(String, Value)> = exchange
        .request_headers
        .iter()
        .filter(|(name, _)| contains(&parts.headers, name))
        .map(|(name, value)| (name.to_ascii_lowercase(), Value::Text(value.clone())))
        .collect();
    entries.push((":ic-cert-method".into(), Value::Text(exchange.method.to_owned())));
    if !counted.is_empty() {
        entries.push((":ic-cert-query".into(), Value::Text(counted.join("&"))));
    }
    with_body(&entries, exchange.request_body)
}

/// Returns the headers of a response that an expression certifies; the expression itself always is one.
pub(super) fn certified_headers(
    headers: &[(String, String)],
    certified: &ResponseHeaders,
) -> Vec<(String, String)> {
    let counts = |name: &str| match certified {
        _ if name.eq_ignore_ascii_case(HEADER) => false,
        _ if name.eq_ignore_ascii_case(EXPRESSION_HEADER) => true,
        ResponseHeaders::Only(names) => contains(names, name),
        ResponseHeaders::AllBut(names) => !contains(names, name),
    };
    headers.iter().filter(|(name, _)| counts(name)).cloned().collect()
}

/// Returns the digest of a response with these certified headers.
pub(super) fn response(exchange: &HttpExchange<'_>, headers: &[(String, String)]) -> [u8; 32] {
    let mut entries: Vec<(String, Value)> =
        headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), Value::Text(value.clone()))).collect();
    entries.push((":ic-cert-status".into(), Value::Integer(exchange.status.into())));
    with_body(&entries, exchange.response_body)
}

fn with_body(entries: &[(String, Value)], body: &[u8]) -> [u8; 32] {
    let entries = entries.iter().map(|(name, value)| (name.as_str(), value));
    let head = hash_of_map(entries).expect("texts and numbers can be hashed");
    Sha256::digest([&head[..], &Sha256::digest(body)].concat()).into()
}

/// Returns the digests that a body may be certified by: as it is sent, and decoded.
pub(super) fn body_digests(body: &[u8], encoding: Option<&str>) -> impl Iterator<Item = [u8; 32]> {
    let decoded = match encoding {
        Some("gzip") => vec![digest_of(GzDecoder::new(body))],
        // Some mean the bare format by this word, some the one with a header.
        Some("deflate") => vec![digest_of(DeflateDecoder::new(body)), digest_of(ZlibDecoder::new(body))],
        _ => Vec::new(),
    };
    std::iter::once(Some(Sha256::digest(body).into())).chain(decoded).flatten()
}

fn digest_of(decoder: impl Read) -> Option<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut decoder = decoder.take(DECODED_BYTES_MAX + 1);
    let bytes = std::io::copy(&mut decoder, &mut hash).ok()?;
    (bytes <= DECODED_BYTES_MAX).then(|| hash.finalize().into())
}
