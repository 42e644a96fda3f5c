//! Verifiably encrypted keys over BLS12-381: a BLS signature of the input that only who asked for it can read.

use super::super::types::{EncryptedKey, VetkdDeriveKey, VetkdKey, VetkdPublicKey};
use super::super::{Decode, bad_payload, encode};
use super::refuse;
use crate::execute::Machine;
use ic_bls12_381::hash_to_curve::{ExpandMsgXmd, HashToCurve, HashToField};
use ic_bls12_381::{G1Affine, G1Projective, G2Affine, Scalar};
use replica_api::{Principal, Reject};
use serde_bytes::ByteBuf;
use sha2::Sha256;

// The domains that the network derives under, so that its libraries come to the same keys.
const CANISTER_DOMAIN: &[u8] = b"ic-vetkd-bls12-381-g2-canister-id";
const CONTEXT_DOMAIN: &[u8] = b"ic-vetkd-bls12-381-g2-context";
const SIGNATURE_DOMAIN: &[u8] = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_AUG_";
const MASTER_DOMAIN: &[u8] = b"selfwright vetkd master";
const ENCRYPTION_DOMAIN: &[u8] = b"selfwright vetkd encryption";

impl Machine<'_> {
    pub(super) fn vetkd_public_key(&self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let VetkdPublicKey { canister_id, context, key_id } = decode!(arg, VetkdPublicKey);
        let key = self.vetkd_key(&key_id.name, canister_id.unwrap_or(caller), &context)?;
        Ok(encode(&VetkdKey { public_key: ByteBuf::from(public(&key)) }))
    }

    pub(super) fn vetkd_derive_key(&self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let VetkdDeriveKey { input, context, transport_public_key, key_id } = decode!(arg, VetkdDeriveKey);
        let key = self.vetkd_key(&key_id.name, caller, &context)?;
        let transport = <[u8; 48]>::try_from(transport_public_key.as_slice()).ok();
        let transport = transport.and_then(|bytes| G1Affine::from_compressed(&bytes).into_option());
        let Some(transport) = transport else {
            return refuse("transport_public_key is not a compressed point of G1".to_owned());
        };
        Ok(encode(&EncryptedKey { encrypted_key: ByteBuf::from(encrypted(&key, &input, &transport)) }))
    }

    /// The secret key of a canister for a context.
    fn vetkd_key(&self, name: &str, canister: Principal, context: &[u8]) -> Result<Scalar, Reject> {
        let master = to_scalar(&[&self.master("vetkd bls12_381_g2", name)?], MASTER_DOMAIN);
        let of_canister = derived(&master, canister.as_slice(), CANISTER_DOMAIN);
        Ok(if context.is_empty() { of_canister } else { derived(&of_canister, context, CONTEXT_DOMAIN) })
    }
}

fn public(key: &Scalar) -> [u8; 96] {
    G2Affine::from(G2Affine::generator() * key).to_compressed()
}

fn derived(parent: &Scalar, by: &[u8], domain: &[u8]) -> Scalar {
    parent + to_scalar(&[&public(parent), by], domain)
}

/// Hashes byte strings, each with its length, to a number.
fn to_scalar(parts: &[&[u8]], domain: &[u8]) -> Scalar {
    let bytes: Vec<u8> =
        parts.iter().flat_map(|part| [&(part.len() as u64).to_be_bytes()[..], part].concat()).collect();
    let mut found = [Scalar::zero()];
    Scalar::hash_to_field::<ExpandMsgXmd<Sha256>>(&bytes, domain, &mut found);
    found[0]
}

/// Signs the input and encrypts the signature for whoever has the transport key.
fn encrypted(key: &Scalar, input: &[u8], transport: &G1Affine) -> Vec<u8> {
    let message = [&public(key)[..], input].concat();
    let hashed =
        <G1Projective as HashToCurve<ExpandMsgXmd<Sha256>>>::hash_to_curve(&message, SIGNATURE_DOMAIN);
    // A number that nobody knows and that is the same in a replay: it depends on the key and all that is encrypted.
    let random = to_scalar(&[&key.to_bytes(), &transport.to_compressed(), input], ENCRYPTION_DOMAIN);
    let first = G1Affine::from(G1Affine::generator() * random).to_compressed();
    let second = public(&random);
    let third = G1Affine::from(transport * random + hashed * key).to_compressed();
    [&first[..], &second, &third].concat()
}
