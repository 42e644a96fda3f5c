//! Keys that canisters sign with: ECDSA, Schnorr, and keys for encryption (vetKD).
//!
//! On the network nobody has these keys; here the replica has, so they are test keys. They are derived from its secret
//! as the network derives its own from its master keys. Everything is a function of the secret and the argument, and a
//! replay makes the same signatures.

mod vetkd;

use super::outcalls::only_canisters;
use super::types::*;
use super::{Decode, Managed, bad_payload, encode};
use crate::calls::Origin;
use crate::execute::Machine;
use ic_secp256k1::DerivationIndex;
use replica_api::{ErrorCode, Principal, Reject};
use serde_bytes::ByteBuf;

/// The names that local replicas and the network have keys under.
const KEY_NAMES: [&str; 3] = ["dfx_test_key", "test_key_1", "key_1"];
const PATH_MAX: usize = 255;

/// What the work counts for in a block, in instructions.
const SIGN_INSTRUCTIONS: u64 = 2_000_000;
const VETKD_INSTRUCTIONS: u64 = 5_000_000;

/// Whether a method is one of these.
pub(super) fn is_one(method: &str) -> bool {
    METHODS.contains(&method)
}

const METHODS: [&str; 6] = [
    "ecdsa_public_key",
    "sign_with_ecdsa",
    "schnorr_public_key",
    "sign_with_schnorr",
    "vetkd_public_key",
    "vetkd_derive_key",
];

impl Machine<'_> {
    pub(super) fn threshold(
        &mut self,
        caller: Principal,
        method: &str,
        arg: &[u8],
        origin: &Origin,
    ) -> Result<Managed, Reject> {
        only_canisters(origin, method)?;
        let instructions = if method.starts_with("vetkd") { VETKD_INSTRUCTIONS } else { SIGN_INSTRUCTIONS };
        self.spend(instructions + arg.len() as u64);
        let reply = match method {
            "ecdsa_public_key" => self.ecdsa_public_key(caller, arg)?,
            "sign_with_ecdsa" => self.sign_with_ecdsa(caller, arg)?,
            "schnorr_public_key" => self.schnorr_public_key(caller, arg)?,
            "sign_with_schnorr" => self.sign_with_schnorr(caller, arg)?,
            "vetkd_public_key" => self.vetkd_public_key(caller, arg)?,
            _ => self.vetkd_derive_key(caller, arg)?,
        };
        Ok(Managed::Done(reply))
    }

    fn ecdsa_public_key(&self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let args = decode!(arg, EcdsaPublicKey);
        let master = self.secp256k1("ecdsa secp256k1", &args.key_id.name)?;
        let path = path_of(args.canister_id.unwrap_or(caller), args.derivation_path)?;
        Ok(encode(&secp256k1_public(&master, path)))
    }

    fn sign_with_ecdsa(&self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let args = decode!(arg, SignWithEcdsa);
        let master = self.secp256k1("ecdsa secp256k1", &args.key_id.name)?;
        if args.message_hash.len() != 32 {
            return refuse(format!("the message hash has 32 bytes, this one {}", args.message_hash.len()));
        }
        let key = master.derive_subkey(&secp256k1_path(path_of(caller, args.derivation_path)?)).0;
        Ok(encode(&Signature::of(&key.sign_digest_with_ecdsa(&args.message_hash))))
    }

    fn schnorr_public_key(&self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let args = decode!(arg, SchnorrPublicKey);
        let path = path_of(args.canister_id.unwrap_or(caller), args.derivation_path)?;
        let name = &args.key_id.name;
        Ok(encode(&match args.key_id.algorithm {
            SchnorrAlgorithm::bip340secp256k1 => {
                secp256k1_public(&self.secp256k1("schnorr bip340secp256k1", name)?, path)
            }
            SchnorrAlgorithm::ed25519 => {
                let (key, chain_code) = self.ed25519(name)?.public_key().derive_subkey(&ed25519_path(path));
                PublicKey::of(&key.serialize_raw(), &chain_code)
            }
        }))
    }

    fn sign_with_schnorr(&self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let args = decode!(arg, SignWithSchnorr);
        let path = path_of(caller, args.derivation_path)?;
        let name = &args.key_id.name;
        let signature = match (args.key_id.algorithm, args.aux) {
            (SchnorrAlgorithm::bip340secp256k1, aux) => {
                let master = self.secp256k1("schnorr bip340secp256k1", name)?;
                let key = master.derive_subkey(&secp256k1_path(path)).0;
                match aux {
                    None => key.sign_message_with_bip340_no_rng(&args.message),
                    Some(SchnorrAux::bip341 { merkle_root_hash }) => key
                        .sign_message_with_bip341_no_rng(&args.message, &merkle_root_hash)
                        .map_err(|_| reject("merkle_root_hash has no bytes or 32".to_owned()))?,
                }
            }
            (SchnorrAlgorithm::ed25519, None) => {
                self.ed25519(name)?.derive_subkey(&ed25519_path(path)).0.sign_message(&args.message)
            }
            (SchnorrAlgorithm::ed25519, Some(_)) => {
                return refuse("aux is for the algorithm bip340secp256k1 only".to_owned());
            }
        };
        Ok(encode(&Signature::of(&signature)))
    }

    fn secp256k1(&self, scheme: &str, name: &str) -> Result<ic_secp256k1::PrivateKey, Reject> {
        Ok(ic_secp256k1::PrivateKey::generate_from_seed(&self.master(scheme, name)?))
    }

    fn ed25519(&self, name: &str) -> Result<ic_ed25519::PrivateKey, Reject> {
        Ok(ic_ed25519::PrivateKey::generate_from_seed(&self.master("schnorr ed25519", name)?))
    }

    /// What the master key of a scheme is made from.
    fn master(&self, scheme: &str, name: &str) -> Result<[u8; 32], Reject> {
        if !KEY_NAMES.contains(&name) {
            return refuse(format!(
                "there is no key {name:?} for {scheme}; there are {}",
                KEY_NAMES.join(", ")
            ));
        }
        Ok(self.state.identity.secret.part(scheme, name))
    }
}

fn reject(text: String) -> Reject {
    Reject::new(ErrorCode::CanisterRejectedMessage, text)
}

fn refuse<T>(text: String) -> Result<T, Reject> {
    Err(reject(text))
}

/// The way from the master key to that of a canister: its id, and what it gives itself.
fn path_of(canister: Principal, path: Vec<ByteBuf>) -> Result<Vec<Vec<u8>>, Reject> {
    if path.len() > PATH_MAX {
        return refuse(format!("a derivation path has at most {PATH_MAX} parts, this one {}", path.len()));
    }
    let own = path.into_iter().map(ByteBuf::into_vec);
    Ok(std::iter::once(canister.as_slice().to_vec()).chain(own).collect())
}

fn secp256k1_path(path: Vec<Vec<u8>>) -> ic_secp256k1::DerivationPath {
    ic_secp256k1::DerivationPath::new(path.into_iter().map(DerivationIndex).collect())
}

fn ed25519_path(path: Vec<Vec<u8>>) -> ic_ed25519::DerivationPath {
    ic_ed25519::DerivationPath::new(path.into_iter().map(ic_ed25519::DerivationIndex).collect())
}

fn secp256k1_public(master: &ic_secp256k1::PrivateKey, path: Vec<Vec<u8>>) -> PublicKey {
    let (key, chain_code) = master.public_key().derive_subkey(&secp256k1_path(path));
    PublicKey::of(&key.serialize_sec1(true), &chain_code)
}
