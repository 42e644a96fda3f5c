//! What the keys are made from that canisters sign with.

use sha2::{Digest as _, Sha256};
use std::fmt;

/// A secret of the replica's. It is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Derives the secret from a seed of the replica's, which serves other keys too.
    pub fn from_seed(seed: &[u8]) -> Secret {
        Secret(Sha256::new().chain_update("selfwright canister keys").chain_update(seed).finalize().into())
    }

    /// The secret of a fork: what is signed on it is worth nothing elsewhere, or who only tries something could sign.
    pub(crate) fn of_fork(&self) -> Secret {
        Secret(self.part("fork", ""))
    }

    /// Derives what the key of a scheme with this name is made from.
    pub(crate) fn part(&self, scheme: &str, name: &str) -> [u8; 32] {
        let hash = Sha256::new().chain_update(self.0).chain_update((scheme.len() as u64).to_be_bytes());
        hash.chain_update(scheme).chain_update(name).finalize().into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}
