//! The Internet Computer's HTTP messages: bytes in, checked requests out; answers in, bytes out.
//!
//! Envelopes are decoded, hashed and their signatures checked; replies are encoded and signed. It knows
//! no server, no clock (time is a parameter) and nothing of how a request is carried out. Start at
//! [`Envelope::decode`] and [`authenticate`].

mod auth;
mod canister_signature;
mod cbor;
mod certificate;
mod envelope;
mod hash;
mod http;
mod keys;
mod response;
mod tree;

pub use auth::{AuthError, ClockRules, authenticate, check_expiry};
pub use canister_signature::CanisterSignatureError;
pub use certificate::{CertificateError, RootKey};
pub use envelope::{Content, Envelope, EnvelopeError, SenderInfo, SignedDelegation};
pub use hash::{HashError, hash_of_map, hash_of_value};
pub use http::{HttpError, HttpExchange, verify_response};
pub use keys::{KeyError, canister_of_key, verify_signature};
pub use response::{certificate_body, non_replicated_rejection, query_body, replied_body, status_body};
pub use tree::{Lookup, TreeError, look_up, read_tree, value_at};
