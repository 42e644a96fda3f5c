//! The representation-independent hash: a map's digest, however it was encoded.

use ciborium::Value;
use sha2::{Digest as _, Sha256};

/// A value of a kind that has no such hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the request holds a value that cannot be hashed (a float, a negative number or null)")]
pub struct HashError;

/// Hashes a map from its entries; the order given does not matter.
pub fn hash_of_map<'a>(
    entries: impl IntoIterator<Item = (&'a str, &'a Value)>,
) -> Result<[u8; 32], HashError> {
    let mut pairs = Vec::new();
    for (key, value) in entries {
        let key: [u8; 32] = Sha256::digest(key).into();
        pairs.push([key, hash_of_value(value)?].concat());
    }
    pairs.sort();
    Ok(Sha256::digest(pairs.concat()).into())
}

/// Hashes any value that a request may hold.
pub fn hash_of_value(value: &Value) -> Result<[u8; 32], HashError> {
    match value {
        Value::Bytes(bytes) => Ok(Sha256::digest(bytes).into()),
        Value::Text(text) => Ok(Sha256::digest(text).into()),
        Value::Integer(number) => {
            let number = u64::try_from(i128::from(*number)).map_err(|_| HashError)?;
            Ok(Sha256::digest(leb128(number)).into())
        }
        Value::Array(items) => {
            let digests = items.iter().map(hash_of_value).collect::<Result<Vec<_>, _>>()?;
            Ok(Sha256::digest(digests.concat()).into())
        }
        Value::Map(entries) => {
            let entries: Option<Vec<_>> =
                entries.iter().map(|(key, value)| Some((key.as_text()?, value))).collect();
            hash_of_map(entries.ok_or(HashError)?)
        }
        _ => Err(HashError),
    }
}

fn leb128(mut number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_id_of_the_specification() {
        let content = [
            ("request_type", Value::Text("call".into())),
            ("sender", Value::Bytes(vec![4])),
            ("ingress_expiry", Value::Integer(1_685_570_400_000_000_000_u64.into())),
            ("canister_id", Value::Bytes(vec![0, 0, 0, 0, 0, 0, 4, 0xd2])),
            ("method_name", Value::Text("hello".into())),
            ("arg", Value::Bytes(b"DIDL\x00\xfd*".to_vec())),
        ];
        let id = hash_of_map(content.iter().map(|(key, value)| (*key, value))).expect("it can be hashed");
        assert_eq!(hex::encode(id), "1d1091364d6bb8a6c16b203ee75467d59ead468f523eb058880ae8ec80e2b101");
    }
}
