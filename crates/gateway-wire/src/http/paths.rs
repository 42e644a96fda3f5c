//! Which certified path a requested one belongs to: exactly it (`<$>`), or the closest one above (`<*>`).

use super::HttpError;
use crate::tree::{Lookup, look_up};
use replica_api::HashTree;

const FIRST: &str = "http_expr";
const EXACT: &str = "<$>";
const WILDCARD: &str = "<*>";
/// So many segments a path may have; each costs a few lookups.
const SEGMENTS_MAX: usize = 128;

/// Checks that a certified path is the closest one to the requested that can exist.
pub(super) fn check(certified: &[String], url: &str, tree: &HashTree) -> Result<(), HttpError> {
    let requested = decoded_path(url).ok_or(HttpError::Path)?;
    let mut segments: Vec<&str> = requested.split('/').filter(|segment| !segment.is_empty()).collect();
    if segments.len() > SEGMENTS_MAX {
        return Err(HttpError::Path);
    }
    if requested.ends_with('/') {
        // A folder is not the file of its name.
        segments.push("");
    }
    let certified: Vec<&str> = certified.iter().map(String::as_str).collect();
    let [FIRST, certified @ .., end] = certified.as_slice() else { return Err(HttpError::Path) };
    match *end {
        EXACT if certified == segments => Ok(()),
        WILDCARD if is_closest(certified, &segments, tree) => Ok(()),
        _ => Err(HttpError::Path),
    }
}

/// Tells whether the tree proves that neither the path itself nor a wildcard closer to it is certified.
fn is_closest(certified: &[&str], requested: &[&str], tree: &HashTree) -> bool {
    let absent = |segments: &[&str], end: &str| {
        let path: Vec<&str> = [FIRST].iter().chain(segments).copied().chain([end]).collect();
        matches!(look_up(tree, &path), Lookup::Absent)
    };
    if !absent(requested, EXACT) {
        return false;
    }
    // The wildcard of a folder answers for the file of its name too, where that has none of its own.
    if let [name @ .., ""] = certified
        && name == requested
    {
        return absent(requested, WILDCARD);
    }
    for candidate in wildcards(requested) {
        if candidate == certified {
            return true;
        }
        if !absent(&candidate, WILDCARD) {
            return false;
        }
    }
    false
}

/// Lists the paths whose wildcards would answer for a path, the closest first.
fn wildcards<'a>(requested: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut at = requested.to_vec();
    let mut found = vec![at.clone()];
    while let Some(last) = at.pop() {
        if !last.is_empty() {
            at.push("");
        }
        found.push(at.clone());
    }
    found
}

/// Returns the path of an address with its escapes resolved.
pub(super) fn decoded_path(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_are_listed_from_the_closest_up() {
        let shown = |path: &[&str]| wildcards(path).iter().map(|it| it.join("/")).collect::<Vec<_>>();
        assert_eq!(shown(&["a", "b"]), ["a/b", "a/", "a", "", ""]);
        assert_eq!(wildcards(&["a", ""]), [vec!["a", ""], vec!["a"], vec![""], vec![]]);
    }

    #[test]
    fn escapes_are_resolved_and_broken_ones_stay() {
        assert_eq!(decoded_path("/a%20b?c%20d").as_deref(), Some("/a b"));
        assert_eq!(decoded_path("/%zz%4").as_deref(), Some("/%zz%4"));
        assert_eq!(decoded_path("/%ff"), None, "not UTF-8");
    }
}
