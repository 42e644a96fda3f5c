//! CBOR as requests and certificates use it: one value, to the last byte, with no key twice.

use ciborium::Value;

const SELF_DESCRIBED: u64 = 55799;

/// Reads one value, with or without the tag that says "this is CBOR".
pub(crate) fn decode(bytes: &[u8], depth_max: usize) -> Result<Value, String> {
    let mut rest = bytes;
    let value: Value = ciborium::de::from_reader_with_recursion_limit(&mut rest, depth_max)
        .map_err(|error| error.to_string())?;
    if !rest.is_empty() {
        return Err(format!("{} bytes follow the value", rest.len()));
    }
    Ok(match value {
        Value::Tag(SELF_DESCRIBED, inner) => *inner,
        other => other,
    })
}

/// Returns the entry of a map with text keys.
pub(crate) fn entry<'a>(map: &'a Value, name: &str) -> Option<&'a Value> {
    map.as_map()?.iter().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value)
}

/// Returns the bytes in an entry of a map.
pub(crate) fn bytes<'a>(map: &'a Value, name: &str) -> Option<&'a [u8]> {
    entry(map, name)?.as_bytes().map(Vec::as_slice)
}

/// Returns a key that occurs twice in one map, anywhere in a value.
pub(crate) fn twice(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => items.iter().find_map(twice),
        Value::Tag(_, inner) => twice(inner),
        Value::Map(entries) => {
            // In the order of the keys, so that a map of very many costs no more than sorting them.
            let mut keys: Vec<&str> = entries.iter().filter_map(|(key, _)| key.as_text()).collect();
            keys.sort_unstable();
            let repeated = keys.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].to_owned());
            repeated.or_else(|| entries.iter().find_map(|(_, value)| twice(value)))
        }
        _ => None,
    }
}
