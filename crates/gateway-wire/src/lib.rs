//! The Internet Computer's HTTP messages: bytes in, checked requests out; answers in, bytes out.
//!
//! Envelopes are decoded, hashed and their signatures checked; replies are encoded and signed. It knows
//! no server, no clock (time is a parameter) and nothing of how a request is carried out. Start at
//! [`Envelope::decode`] and [`authenticate`].

mod auth;
mod envelope;
mod hash;
mod keys;
mod response;

pub use auth::{AuthError, ClockRules, authenticate, check_expiry};
pub use envelope::{Content, Envelope, EnvelopeError, SignedDelegation};
pub use hash::{HashError, hash_of_map, hash_of_value};
pub use keys::{KeyError, verify_signature};
pub use response::{certificate_body, non_replicated_rejection, query_body, replied_body, status_body};
