//! The Candid of `http_request` (HTTP gateway protocol, "Candid interface").
//!
//! Replies are read by their own types: what a streaming token is only the canister knows, and it gets back
//! exactly what it gave.

use candid::types::value::{IDLArgs, IDLValue};
use candid::{CandidType, DecoderConfig, idl_hash};
use replica_api::Principal;
use serde_bytes::ByteBuf;

/// What decoding one reply may cost, in candid's own measure.
const DECODING_QUOTA: usize = 20_000_000;
const HEADERS_MAX: usize = 512;

#[derive(CandidType)]
pub(crate) struct HttpRequest {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: ByteBuf,
    pub(crate) certificate_version: Option<u16>,
}

#[derive(CandidType)]
pub(crate) struct HttpUpdateRequest {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: ByteBuf,
}

/// What a canister answers.
#[derive(Debug)]
pub(crate) struct HttpResponse {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) upgrade: bool,
    pub(crate) streaming: Option<Callback>,
}

/// Where more of a body comes from.
#[derive(Debug)]
pub(crate) struct Callback {
    pub(crate) canister: Principal,
    pub(crate) method: String,
    pub(crate) token: IDLValue,
}

/// A part of a body, and the token of the next.
#[derive(Debug)]
pub(crate) struct Chunk {
    pub(crate) body: Vec<u8>,
    pub(crate) token: Option<IDLValue>,
}

/// Reads the reply of `http_request` or `http_request_update`.
pub(crate) fn read_response(reply: &[u8]) -> Result<HttpResponse, String> {
    let value = only_value(reply)?;
    let status = match field(&value, "status_code") {
        Some(IDLValue::Nat16(status)) => *status,
        _ => return Err("it has no `status_code : nat16`".into()),
    };
    let headers = match field(&value, "headers") {
        Some(IDLValue::Vec(headers)) if headers.len() <= HEADERS_MAX => {
            headers.iter().map(header).collect::<Option<_>>()
        }
        Some(IDLValue::Blob(empty)) if empty.is_empty() => Some(Vec::new()),
        _ => None,
    };
    Ok(HttpResponse {
        status,
        headers: headers.ok_or("it has no `headers : vec record { text; text }`, at most 512")?,
        body: blob(field(&value, "body")).ok_or("it has no `body : blob`")?,
        upgrade: matches!(field(&value, "upgrade").and_then(present), Some(IDLValue::Bool(true))),
        streaming: match field(&value, "streaming_strategy").and_then(present) {
            None => None,
            Some(strategy) => Some(callback(strategy).ok_or("its `streaming_strategy` is no `Callback`")?),
        },
    })
}

/// Reads what a streaming callback answers: the record, or an option of it.
pub(crate) fn read_chunk(reply: &[u8]) -> Result<Chunk, String> {
    let value = only_value(reply)?;
    let Some(value) = present(&value) else { return Ok(Chunk { body: Vec::new(), token: None }) };
    Ok(Chunk {
        body: blob(field(value, "body")).ok_or("the chunk has no `body : blob`")?,
        token: field(value, "token").and_then(present).cloned(),
    })
}

/// Encodes a token as the argument of the callback, with the types it came with.
pub(crate) fn token_arg(token: IDLValue) -> Result<Vec<u8>, String> {
    IDLArgs::new(&[token]).to_bytes().map_err(|error| error.to_string())
}

fn only_value(reply: &[u8]) -> Result<IDLValue, String> {
    let mut config = DecoderConfig::new();
    config
        .set_decoding_quota(DECODING_QUOTA)
        .set_skipping_quota(DECODING_QUOTA)
        .set_full_error_message(false);
    let args = IDLArgs::from_bytes_with_config(reply, &config).map_err(|error| error.to_string())?;
    args.args.into_iter().next().ok_or_else(|| "it is empty".to_owned())
}

fn field<'a>(value: &'a IDLValue, name: &str) -> Option<&'a IDLValue> {
    let IDLValue::Record(fields) = value else { return None };
    fields.iter().find(|field| field.id.get_id() == idl_hash(name)).map(|field| &field.val)
}

/// Looks into an option; what is none counts as given.
fn present(value: &IDLValue) -> Option<&IDLValue> {
    match value {
        IDLValue::None | IDLValue::Null | IDLValue::Reserved => None,
        IDLValue::Opt(inner) => Some(inner),
        other => Some(other),
    }
}

fn header(pair: &IDLValue) -> Option<(String, String)> {
    let IDLValue::Record(fields) = pair else { return None };
    let part = |id: u32| match &fields.iter().find(|field| field.id.get_id() == id)?.val {
        IDLValue::Text(text) => Some(text.clone()),
        _ => None,
    };
    Some((part(0)?, part(1)?))
}

fn blob(value: Option<&IDLValue>) -> Option<Vec<u8>> {
    let byte = |value: &IDLValue| if let IDLValue::Nat8(byte) = value { Some(*byte) } else { None };
    match value? {
        IDLValue::Blob(bytes) => Some(bytes.clone()),
        IDLValue::Vec(bytes) => bytes.iter().map(byte).collect(),
        _ => None,
    }
}

fn callback(strategy: &IDLValue) -> Option<Callback> {
    let IDLValue::Variant(variant) = strategy else { return None };
    if variant.0.id.get_id() != idl_hash("Callback") {
        return None;
    }
    let IDLValue::Func(canister, method) = field(&variant.0.val, "callback")? else { return None };
    let token = field(&variant.0.val, "token")?.clone();
    Some(Callback { canister: *canister, method: method.clone(), token })
}
