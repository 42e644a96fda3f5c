//! The replica's own keys: one that signs certificates, one that signs query replies, and what those of canisters are made from.

use replica_api::Principal;
use replica_core::{Identity, Secret};
use replica_store::{Disk, read_file, write_private};
use sha2::{Digest as _, Sha224, Sha256};
use std::io;
use std::path::Path;

/// What agents hash into: `BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_`.
const CIPHERSUITE: &[u8] = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
const BLS_DER_PREFIX: [u8; 37] = [
    0x30, 0x81, 0x82, 0x30, 0x1d, 0x06, 0x0d, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0xdc, 0x7c, 0x05, 0x03,
    0x01, 0x02, 0x01, 0x06, 0x0c, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0xdc, 0x7c, 0x05, 0x03, 0x02, 0x01,
    0x03, 0x61, 0x00,
];
const ED25519_DER_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// All of them.
pub struct Keys {
    root: blst::min_sig::SecretKey,
    node: ed25519_dalek::SigningKey,
    /// What canisters sign with.
    secret: Secret,
}

impl Keys {
    /// Derives the keys from secret bytes.
    pub fn from_seed(seed: &[u8; 64]) -> Keys {
        let secret = Secret::from_seed(seed);
        let (root, node) = seed.split_at(32);
        Keys {
            secret,
            root: blst::min_sig::SecretKey::key_gen(root, b"selfwright root").expect("32 bytes are enough"),
            node: ed25519_dalek::SigningKey::from_bytes(node.try_into().expect("the other 32 bytes")),
        }
    }

    /// Reads the keys from a file that only its owner may read, making it the first time.
    ///
    /// # Errors
    /// The file is not as it was written, or the disk says no.
    pub fn load_or_create(disk: &dyn Disk, path: &Path) -> io::Result<Keys> {
        match read_file(disk, path) {
            Ok(bytes) => read_seed(&bytes).map(|seed| Keys::from_seed(&seed)).ok_or_else(|| {
                io::Error::other(format!("{} has other bytes than were written", path.display()))
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut seed = [0; 64];
                getrandom::fill(&mut seed).map_err(|error| io::Error::other(error.to_string()))?;
                write_private(disk, path, &[&seed[..], &check(&seed)].concat())?;
                Ok(Keys::from_seed(&seed))
            }
            Err(error) => Err(error),
        }
    }

    /// What clients know of this replica.
    pub fn identity(&self) -> Identity {
        let root_key_der = [&BLS_DER_PREFIX[..], &self.root.sk_to_pk().to_bytes()].concat();
        let node_key_der = [&ED25519_DER_PREFIX[..], self.node.verifying_key().as_bytes()].concat();
        Identity {
            subnet: self_authenticating(&root_key_der),
            node: self_authenticating(&node_key_der),
            root_key_der: root_key_der.into(),
            node_key_der: node_key_der.into(),
            secret: self.secret.clone(),
            standins: false,
        }
    }

    /// Signs the root of a state tree.
    pub fn sign_root(&self, root: &[u8; 32]) -> Vec<u8> {
        let message = [b"\x0Dic-state-root", &root[..]].concat();
        self.root.sign(&message, CIPHERSUITE, &[]).to_bytes().to_vec()
    }

    /// Signs with the node's key.
    pub fn sign_as_node(&self, message: &[u8]) -> [u8; 64] {
        use ed25519_dalek::Signer as _;
        self.node.sign(message).to_bytes()
    }
}

fn self_authenticating(der: &[u8]) -> Principal {
    let mut id = Sha224::digest(der).to_vec();
    id.push(2);
    Principal::from_slice(&id)
}

/// What shows that the seed is the one that was written.
fn check(seed: &[u8; 64]) -> [u8; 32] {
    Sha256::new().chain_update("selfwright keys").chain_update(seed).finalize().into()
}

fn read_seed(bytes: &[u8]) -> Option<[u8; 64]> {
    let (seed, rest) = bytes.split_at_checked(64)?;
    let seed = seed.try_into().expect("sixty-four bytes");
    (rest == check(&seed)).then_some(seed)
}
