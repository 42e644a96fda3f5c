//! Certificates: a part of the state tree that the replica's key has signed (specification, "Certification").

use crate::cbor;
use crate::tree::tree_of;
use blst::min_sig::{PublicKey, Signature};
use replica_api::HashTree;

/// `BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_`: what is hashed into the curve.
const CIPHERSUITE: &[u8] = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
/// `SEQUENCE { SEQUENCE { bls12-381, min-sig }, BIT STRING }`, up to the key.
const DER_PREFIX: [u8; 37] = [
    0x30, 0x81, 0x82, 0x30, 0x1d, 0x06, 0x0d, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0xdc, 0x7c, 0x05, 0x03,
    0x01, 0x02, 0x01, 0x06, 0x0c, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0xdc, 0x7c, 0x05, 0x03, 0x02, 0x01,
    0x03, 0x61, 0x00,
];
const DEPTH_MAX: usize = 250;

/// Why a certificate was not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    #[error("the root key is not a BLS key in DER")]
    RootKey,
    #[error("the certificate is malformed")]
    Malformed,
    // A replica with a root key of its own is its own root subnet: nobody delegates to it.
    #[error("the certificate has a delegation, but this replica's own key signs its certificates")]
    Delegation,
    #[error("the certificate is not signed by this replica")]
    Signature,
}

/// The key that all certificates are checked against.
#[derive(Clone, Debug)]
pub struct RootKey(PublicKey);

impl RootKey {
    /// Reads the key from the DER that `/api/v2/status` tells.
    pub fn from_der(der: &[u8]) -> Result<RootKey, CertificateError> {
        let bytes = der.strip_prefix(&DER_PREFIX).ok_or(CertificateError::RootKey)?;
        PublicKey::key_validate(bytes).map(RootKey).map_err(|_| CertificateError::RootKey)
    }

    /// Checks a certificate and returns the tree it signs.
    pub fn verify(&self, certificate: &[u8]) -> Result<HashTree, CertificateError> {
        let certificate = cbor::decode(certificate, DEPTH_MAX).map_err(|_| CertificateError::Malformed)?;
        if cbor::entry(&certificate, "delegation").is_some() {
            return Err(CertificateError::Delegation);
        }
        let tree = cbor::entry(&certificate, "tree").and_then(|tree| tree_of(tree).ok());
        let signature = cbor::bytes(&certificate, "signature");
        let (Some(tree), Some(signature)) = (tree, signature) else {
            return Err(CertificateError::Malformed);
        };
        let signature = Signature::sig_validate(signature, true).map_err(|_| CertificateError::Signature)?;
        let message = [b"\x0Dic-state-root", &tree.digest()[..]].concat();
        match signature.verify(false, &message, CIPHERSUITE, &[], &self.0, false) {
            blst::BLST_ERROR::BLST_SUCCESS => Ok(tree),
            _ => Err(CertificateError::Signature),
        }
    }
}
