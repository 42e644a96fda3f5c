//! Whether what a canister answered over HTTP is what it certified (HTTP gateway protocol, "Response verification").
//!
//! A query is answered by one machine, which could lie; so a canister certifies its responses beforehand, and the
//! gateway checks each against the replica's key. Version 2 certifies status, headers and body as an expression in
//! the response says; version 1 the body only.

mod expression;
mod hashes;
mod paths;

use crate::cbor;
use crate::certificate::{CertificateError, RootKey};
use crate::tree::{look_up, read_tree, value_at};
use crate::{Lookup, TreeError};
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, Engine as _};
use expression::Expression;
use ic_principal::Principal;
use replica_api::HashTree;
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// How far a certificate's time may lie from now.
const AGE_MAX: Duration = Duration::from_secs(5 * 60);
const HEADER: &str = "ic-certificate";
const EXPRESSION_HEADER: &str = "ic-certificateexpression";
const PATH_DEPTH_MAX: usize = 4;

/// A request and the response to it, as canisters see them.
#[derive(Clone, Copy, Debug)]
pub struct HttpExchange<'a> {
    pub canister: Principal,
    pub method: &'a str,
    /// Path and query.
    pub url: &'a str,
    pub request_headers: &'a [(String, String)],
    pub request_body: &'a [u8],
    pub status: u16,
    pub response_headers: &'a [(String, String)],
    pub response_body: &'a [u8],
}

/// Why a response must not be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    #[error("the response has no header {0}")]
    NoHeader(&'static str),
    #[error("the header {0} is malformed")]
    BadHeader(&'static str),
    #[error("its certificate: {0}")]
    Certificate(#[from] CertificateError),
    #[error("its witness: {0}")]
    Witness(#[from] TreeError),
    #[error("its certificate is of another time: {certificate} ns, while it is {now} ns")]
    Time { certificate: u64, now: u64 },
    #[error("its witness is not what canister {0} has certified")]
    NotCertified(Principal),
    #[error("it is certified in version {found}, but the canister says that it supports version {expected}")]
    Downgrade { found: u16, expected: u16 },
    #[error("the version {0} of response certification is not known")]
    Version(u16),
    #[error("its expression is not one of `default_certification`: {0}")]
    Expression(&'static str),
    #[error("its certified path is not for the requested one, or a closer one could exist")]
    Path,
    #[error("status, headers or body, or the request, are not the ones that were certified")]
    Hash,
    #[error("its body is not the one that was certified")]
    Body,
}

/// Checks a response and returns the headers that may be passed on: of those that version 2 certifies, only they.
///
/// `version_min` is the highest version that the canister's `supported_certificate_versions` names, or 1.
pub fn verify_response(
    exchange: &HttpExchange<'_>,
    root: &RootKey,
    now: u64,
    version_min: u16,
) -> Result<Vec<(String, String)>, HttpError> {
    let header = header(exchange.response_headers, HEADER).ok_or(HttpError::NoHeader("IC-Certificate"))?;
    let parts = Parts::read(header)?;
    if parts.version < version_min {
        return Err(HttpError::Downgrade { found: parts.version, expected: version_min });
    }
    let state = root.verify(&parts.certificate)?;
    check_time(&state, now)?;
    let data = [&b"canister"[..], exchange.canister.as_slice(), b"certified_data"];
    if value_at(&state, &data) != Some(&parts.tree.digest()) {
        return Err(HttpError::NotCertified(exchange.canister));
    }
    match parts.version {
        1 => verify_body(exchange, &parts.tree).map(|()| exchange.response_headers.to_vec()),
        2 => verify_expression(exchange, &parts),
        other => Err(HttpError::Version(other)),
    }
}

/// What the header `IC-Certificate` says: `certificate=:BASE64:, tree=:BASE64:, version=2, expr_path=:BASE64:`.
struct Parts {
    certificate: Vec<u8>,
    tree: HashTree,
    version: u16,
    path: Option<Vec<String>>,
}

/// Padding may be there or not: canisters write both.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Parts {
    fn read(header: &str) -> Result<Parts, HttpError> {
        let bad = || HttpError::BadHeader("IC-Certificate");
        let (mut certificate, mut tree, mut version, mut path) = (None, None, None, None);
        for field in header.split(',') {
            let (name, value) = field.trim().split_once('=').ok_or_else(bad)?;
            let bytes = || {
                let text =
                    value.strip_prefix(':').and_then(|value| value.strip_suffix(':')).ok_or_else(bad)?;
                BASE64.decode(text).map_err(|_| bad())
            };
            let repeated = match name {
                "certificate" => certificate.replace(bytes()?).is_some(),
                "tree" => tree.replace(read_tree(&bytes()?)?).is_some(),
                "version" => version.replace(value.parse().map_err(|_| bad())?).is_some(),
                "expr_path" => path.replace(read_path(&bytes()?).ok_or_else(bad)?).is_some(),
                _ => false,
            };
            if repeated {
                return Err(bad());
            }
        }
        let (Some(certificate), Some(tree)) = (certificate, tree) else { return Err(bad()) };
        Ok(Parts { certificate, tree, version: version.unwrap_or(1), path })
    }
}

fn read_path(bytes: &[u8]) -> Option<Vec<String>> {
    let path = cbor::decode(bytes, PATH_DEPTH_MAX).ok()?;
    path.as_array()?.iter().map(|segment| segment.as_text().map(str::to_owned)).collect()
}

/// Returns a header that is there exactly once.
fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut found = headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
    match (found.next(), found.next()) {
        (Some((_, value)), None) => Some(value),
        _ => None,
    }
}

fn check_time(state: &HashTree, now: u64) -> Result<(), HttpError> {
    let time = value_at(state, &[b"time"]).and_then(leb128).ok_or(CertificateError::Malformed)?;
    if time.abs_diff(now) > AGE_MAX.as_nanos() as u64 {
        return Err(HttpError::Time { certificate: time, now });
    }
    Ok(())
}

fn leb128(bytes: &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for (at, byte) in bytes.iter().enumerate() {
        let part = u64::from(byte & 0x7f);
        number |= part.checked_shl(7 * at as u32).filter(|shifted| shifted >> (7 * at) == part)?;
    }
    Some(number)
}

/// Version 2: the expression says what is certified, and its digest leads to the digests of that.
fn verify_expression(exchange: &HttpExchange<'_>, parts: &Parts) -> Result<Vec<(String, String)>, HttpError> {
    let text = header(exchange.response_headers, EXPRESSION_HEADER)
        .ok_or(HttpError::NoHeader("IC-CertificateExpression"))?;
    let expression = expression::read(text).map_err(HttpError::Expression)?;
    let path = parts.path.as_deref().ok_or(HttpError::BadHeader("IC-Certificate"))?;
    paths::check(path, exchange.url, &parts.tree)?;
    let digest: [u8; 32] = Sha256::digest(text).into();
    let below = path.iter().map(String::as_bytes).chain([&digest[..]]).collect::<Vec<_>>();
    let Lookup::Found(below) = look_up(&parts.tree, &below) else { return Err(HttpError::Hash) };
    let (request, response) = match &expression {
        Expression::Nothing => return Ok(exchange.response_headers.to_vec()),
        Expression::Response(response) => (Vec::new(), response),
        Expression::Both(request, response) => (hashes::request(exchange, request).to_vec(), response),
    };
    let headers = hashes::certified_headers(exchange.response_headers, response);
    let certified = [request, hashes::response(exchange, &headers).to_vec()];
    match look_up(below, &certified) {
        Lookup::Found(_) => Ok(headers),
        _ => Err(HttpError::Hash),
    }
}

/// Version 1: the digest of the body stands under its path, or under that of the index.
fn verify_body(exchange: &HttpExchange<'_>, tree: &HashTree) -> Result<(), HttpError> {
    let path = paths::decoded_path(exchange.url).ok_or(HttpError::Path)?;
    let asset = [&b"http_assets"[..], path.as_bytes()];
    let certified = match look_up(tree, &asset) {
        Lookup::Found(HashTree::Leaf(digest)) => digest.as_slice(),
        Lookup::Absent => value_at(tree, &[&b"http_assets"[..], b"/index.html"]).ok_or(HttpError::Path)?,
        _ => return Err(HttpError::Path),
    };
    let encoding = header(exchange.response_headers, "content-encoding");
    let matches = hashes::body_digests(exchange.response_body, encoding).any(|digest| digest == certified);
    if matches { Ok(()) } else { Err(HttpError::Body) }
}
