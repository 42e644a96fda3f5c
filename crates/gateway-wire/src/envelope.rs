//! Request envelopes, from CBOR.

use crate::cbor;
use crate::hash::{HashError, hash_of_map};
use ciborium::Value;
use ic_principal::Principal;

const NONCE_BYTES_MAX: usize = 32;
const PATHS_MAX: usize = 1_000;
const LABELS_MAX: usize = 127;
const DELEGATIONS_MAX: usize = 20;
const TARGETS_MAX: usize = 1_000;
const DEPTH_MAX: usize = 32;

/// Why bytes are not a request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    #[error("the body is not CBOR: {0}")]
    NotCbor(String),
    #[error("the request has no field `{0}` of the right type")]
    Field(&'static str),
    #[error("the request has the field `{0}` twice")]
    Twice(String),
    #[error("unknown request type `{0}`")]
    RequestType(String),
    #[error("the request has too many or too long {0}")]
    TooMany(&'static str),
    #[error(transparent)]
    Hash(#[from] HashError),
}

/// What a request asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Call { canister: Principal, method: String, arg: Vec<u8> },
    Query { canister: Principal, method: String, arg: Vec<u8> },
    ReadState { paths: Vec<Vec<Vec<u8>>> },
}

/// A delegation with its signature.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedDelegation {
    pub public_key: Vec<u8>,
    pub expiration: u64,
    pub targets: Option<Vec<Principal>>,
    /// `queries` or `all`, where it is said.
    pub permissions: Option<String>,
    pub signature: Vec<u8>,
    /// The hash that was signed.
    pub hash: [u8; 32],
}

/// What the canister that signed for a user says of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderInfo {
    pub info: Vec<u8>,
    pub signer: Principal,
    pub signature: Vec<u8>,
}

/// A request and what proves who sent it.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    pub content: Content,
    pub sender: Principal,
    pub ingress_expiry: u64,
    pub request_id: [u8; 32],
    pub public_key: Option<Vec<u8>>,
    pub signature: Option<Vec<u8>>,
    pub delegations: Vec<SignedDelegation>,
    pub sender_info: Option<SenderInfo>,
}

impl Envelope {
    /// Reads an envelope; nothing about signatures or time is checked yet.
    pub fn decode(body: &[u8]) -> Result<Envelope, EnvelopeError> {
        let value = cbor::decode(body, DEPTH_MAX).map_err(EnvelopeError::NotCbor)?;
        if let Some(key) = cbor::twice(&value) {
            return Err(EnvelopeError::Twice(key));
        }
        let envelope = Fields::of(&value, "envelope")?;
        let content = Fields::of(envelope.need("content")?, "content")?;
        if content.bytes("nonce")?.is_some_and(|nonce| nonce.len() > NONCE_BYTES_MAX) {
            return Err(EnvelopeError::TooMany("bytes in `nonce`"));
        }
        let delegations = match envelope.get("sender_delegation") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) if items.len() <= DELEGATIONS_MAX => {
                items.iter().map(delegation).collect::<Result<_, _>>()?
            }
            Some(_) => return Err(EnvelopeError::TooMany("delegations")),
        };
        Ok(Envelope {
            request_id: hash_of_map(content.entries.iter().copied())?,
            sender: content.principal("sender")?,
            ingress_expiry: content.number("ingress_expiry")?,
            content: read_content(&content)?,
            public_key: envelope.bytes("sender_pubkey")?,
            signature: envelope.bytes("sender_sig")?,
            delegations,
            sender_info: content.get("sender_info").map(sender_info).transpose()?,
        })
    }
}

fn sender_info(value: &Value) -> Result<SenderInfo, EnvelopeError> {
    let fields = Fields::of(value, "sender_info")?;
    Ok(SenderInfo {
        info: fields.bytes("info")?.ok_or(EnvelopeError::Field("info"))?,
        signer: fields.principal("signer")?,
        signature: fields.bytes("sig")?.ok_or(EnvelopeError::Field("sig"))?,
    })
}

fn read_content(content: &Fields<'_>) -> Result<Content, EnvelopeError> {
    let call = || -> Result<(Principal, String, Vec<u8>), EnvelopeError> {
        let arg = content.bytes("arg")?.ok_or(EnvelopeError::Field("arg"))?;
        Ok((content.principal("canister_id")?, content.text("method_name")?, arg))
    };
    match content.text("request_type")?.as_str() {
        "call" => call().map(|(canister, method, arg)| Content::Call { canister, method, arg }),
        "query" => call().map(|(canister, method, arg)| Content::Query { canister, method, arg }),
        "read_state" => read_paths(content.need("paths")?).map(|paths| Content::ReadState { paths }),
        other => Err(EnvelopeError::RequestType(other.to_owned())),
    }
}

fn read_paths(value: &Value) -> Result<Vec<Vec<Vec<u8>>>, EnvelopeError> {
    let paths = value.as_array().ok_or(EnvelopeError::Field("paths"))?;
    if paths.len() > PATHS_MAX {
        return Err(EnvelopeError::TooMany("paths"));
    }
    let path = |value: &Value| {
        let labels = value.as_array().ok_or(EnvelopeError::Field("paths"))?;
        if labels.len() > LABELS_MAX {
            return Err(EnvelopeError::TooMany("labels in a path"));
        }
        labels.iter().map(|label| label.as_bytes().cloned().ok_or(EnvelopeError::Field("paths"))).collect()
    };
    paths.iter().map(path).collect()
}

fn delegation(value: &Value) -> Result<SignedDelegation, EnvelopeError> {
    let signed = Fields::of(value, "sender_delegation")?;
    let inner = Fields::of(signed.need("delegation")?, "delegation")?;
    let targets = match inner.get("targets") {
        None | Some(Value::Null) => None,
        Some(Value::Array(items)) if items.len() <= TARGETS_MAX => {
            Some(items.iter().map(|item| principal(item, "targets")).collect::<Result<_, _>>()?)
        }
        Some(_) => return Err(EnvelopeError::TooMany("targets")),
    };
    Ok(SignedDelegation {
        public_key: inner.bytes("pubkey")?.ok_or(EnvelopeError::Field("pubkey"))?,
        expiration: inner.number("expiration")?,
        targets,
        permissions: inner.get("permissions").map(|_| inner.text("permissions")).transpose()?,
        signature: signed.bytes("signature")?.ok_or(EnvelopeError::Field("signature"))?,
        hash: hash_of_map(inner.entries.iter().copied().filter(|(_, value)| !value.is_null()))?,
    })
}

fn principal(value: &Value, field: &'static str) -> Result<Principal, EnvelopeError> {
    let bytes = value.as_bytes().ok_or(EnvelopeError::Field(field))?;
    Principal::try_from_slice(bytes).map_err(|_| EnvelopeError::Field(field))
}

/// The entries of a map with text keys; that each is there once has been checked.
struct Fields<'a> {
    entries: Vec<(&'a str, &'a Value)>,
}

impl<'a> Fields<'a> {
    fn of(value: &'a Value, name: &'static str) -> Result<Fields<'a>, EnvelopeError> {
        let map = value.as_map().ok_or(EnvelopeError::Field(name))?;
        let text = |(key, value): &'a (Value, Value)| Some((key.as_text()?, value));
        let entries: Option<Vec<_>> = map.iter().map(text).collect();
        Ok(Fields { entries: entries.ok_or(EnvelopeError::Field(name))? })
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.entries.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    fn need(&self, name: &'static str) -> Result<&'a Value, EnvelopeError> {
        self.get(name).ok_or(EnvelopeError::Field(name))
    }

    fn bytes(&self, name: &'static str) -> Result<Option<Vec<u8>>, EnvelopeError> {
        match self.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_bytes().cloned().map(Some).ok_or(EnvelopeError::Field(name)),
        }
    }

    fn text(&self, name: &'static str) -> Result<String, EnvelopeError> {
        self.need(name)?.as_text().map(str::to_owned).ok_or(EnvelopeError::Field(name))
    }

    fn number(&self, name: &'static str) -> Result<u64, EnvelopeError> {
        let number = self.need(name)?.as_integer().and_then(|number| u64::try_from(i128::from(number)).ok());
        number.ok_or(EnvelopeError::Field(name))
    }

    fn principal(&self, name: &'static str) -> Result<Principal, EnvelopeError> {
        principal(self.need(name)?, name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn noise_is_refused_without_a_panic(bytes: Vec<u8>) {
            let _ = Envelope::decode(&bytes);
        }
    }
}
