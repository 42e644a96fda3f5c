//! Local identities: the owner's, and those that tests call with. Each is an Ed25519 key in the data folder.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signer as _, SigningKey};
use replica_api::Principal;

use crate::{ErrorKind, PlatformError};

/// The name of the identity that apps belong to.
pub const OWNER: &str = "owner";
/// The name that stands for nobody.
pub const ANONYMOUS: &str = "anonymous";

/// What stands before the 32 bytes of an Ed25519 key in DER.
const DER_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// Somebody who can sign.
#[derive(Clone)]
pub struct Identity {
    key: SigningKey,
}

impl Identity {
    /// Returns the principal that the key proves.
    pub fn principal(&self) -> Principal {
        let der = [DER_PREFIX.as_slice(), self.key.verifying_key().as_bytes()].concat();
        Principal::self_authenticating(der)
    }

    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

/// The folder of identities.
#[derive(Clone, Debug)]
pub struct Identities {
    folder: PathBuf,
}

impl Identities {
    pub fn open(data: &Path) -> Identities {
        Identities { folder: data.join("identities") }
    }

    /// Returns the identity with a name, making it if there is none.
    pub fn get(&self, name: &str) -> Result<Identity, PlatformError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || name.len() > 40 || !name.chars().all(plain) {
            let message = format!("`{name}` is no name for an identity");
            return Err(PlatformError::usage(message).hint("use letters, digits, `-` and `_`"));
        }
        let path = self.folder.join(format!("{name}.key"));
        let seed = match std::fs::read_to_string(&path) {
            Ok(text) => read_seed(&text).ok_or_else(|| {
                PlatformError::fault(format!(
                    "{} does not hold a key of 64 hexadecimal digits",
                    path.display()
                ))
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => make_seed(&path)?,
            Err(error) => return Err(PlatformError::fault(format!("{}: {error}", path.display()))),
        };
        Ok(Identity { key: SigningKey::from_bytes(&seed) })
    }

    /// Returns who calls under a name.
    pub fn principal(&self, name: &str) -> Result<Principal, PlatformError> {
        if name == ANONYMOUS { Ok(Principal::anonymous()) } else { Ok(self.get(name)?.principal()) }
    }
}

fn read_seed(text: &str) -> Option<[u8; 32]> {
    hex::decode(text.trim()).ok()?.try_into().ok()
}

fn make_seed(path: &Path) -> Result<[u8; 32], PlatformError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("the system's randomness does not fail");
    write_secret(path, hex::encode(seed).as_bytes())
        .map_err(|error| PlatformError::new(ErrorKind::Fault, format!("{}: {error}", path.display())))?;
    Ok(seed)
}

/// Writes a file that only its owner may read, whole or not at all.
pub fn write_secret(path: &Path, content: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(content)?;
    file.sync_all()?;
    std::fs::rename(draft, path)
}
