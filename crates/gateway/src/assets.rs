//! Files of an app's page, as browsers and caches want them: tags, ranges, and what was compressed beforehand.

use crate::pages::Asset;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use std::ops::Range;

/// Names of encodings, and the endings of the files that have them, the smallest first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// The list of origins that may sign people in as this one. Identity providers read it from pages of their own.
const ALTERNATIVE_ORIGINS: &str = "/.well-known/ii-alternative-origins";

/// Answers with the file at a path; `find` looks for files beside it, by ending.
pub(crate) fn respond(
    headers: &HeaderMap,
    path: &str,
    asset: &Asset,
    find: impl Fn(&str) -> Option<Asset>,
) -> Response {
    let variants: Vec<(&str, Asset)> = ENCODINGS
        .into_iter()
        .filter_map(|(encoding, ending)| find(ending).map(|asset| (encoding, asset)))
        .collect();
    // Ranges are of the plain file, so that parts of one download fit together.
    let ranged = headers.contains_key(header::RANGE);
    let chosen = variants.iter().find(|(encoding, _)| !ranged && accepts(headers, encoding));
    let bytes = chosen.map_or(&asset.bytes, |(_, variant)| &variant.bytes);
    let tag = tag(bytes);
    let mut response = body(headers, bytes, &tag);
    let mut set = |name, value: &str| {
        let value = HeaderValue::from_str(value).expect("what stands in a header was made here");
        response.headers_mut().insert(name, value);
    };
    set(header::ETAG, &tag);
    // Always asked for again: a release changes pages at any time, and an unchanged file costs one short answer.
    set(header::CACHE_CONTROL, "no-cache");
    set(header::ACCEPT_RANGES, "bytes");
    set(header::CONTENT_TYPE, &asset.content_type);
    if path == ALTERNATIVE_ORIGINS {
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    if let Some((encoding, _)) = chosen {
        set(header::CONTENT_ENCODING, encoding);
    }
    if !variants.is_empty() {
        set(header::VARY, "accept-encoding");
    }
    response
}

fn body(headers: &HeaderMap, bytes: &Bytes, tag: &str) -> Response {
    if text(headers, header::IF_NONE_MATCH).is_some_and(|known| names(known, tag)) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    // A part is only of use to whoever has the rest of the same file.
    let same = text(headers, header::IF_RANGE).is_none_or(|known| known == tag);
    match text(headers, header::RANGE).filter(|_| same).map(|range| read_range(range, bytes.len())) {
        None | Some(Asked::All) => Body::from(bytes.clone()).into_response(),
        Some(Asked::Part(part)) => {
            let range = format!("bytes {}-{}/{}", part.start, part.end - 1, bytes.len());
            let headers = [(header::CONTENT_RANGE, range)];
            (StatusCode::PARTIAL_CONTENT, headers, bytes.slice(part)).into_response()
        }
        Some(Asked::Outside) => {
            let headers = [(header::CONTENT_RANGE, format!("bytes */{}", bytes.len()))];
            (StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response()
        }
    }
}

fn tag(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(bytes);
    let hex = digest.iter().take(16).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    format!("\"{hex}\"")
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Tells whether a list of tags has this one; caches may have made them weak.
fn names(list: &str, tag: &str) -> bool {
    list.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

/// Tells whether a client takes an encoding (RFC 9110, 12.5.3).
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut answers = lists.flat_map(|list| list.split(',')).filter_map(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused =
            weight.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse().ok()) == Some(0.0);
        name.trim().eq_ignore_ascii_case(encoding).then_some(!refused)
    });
    answers.next().unwrap_or(false)
}

/// What a header `Range` asks for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    All,
    Part(Range<usize>),
    Outside,
}

/// Reads a range (RFC 9110, 14.1.2). Several ones, and other units, may be answered with everything.
fn read_range(text: &str, length: usize) -> Asked {
    let Some((first, last)) = text.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-'))
    else {
        return Asked::All;
    };
    let number = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().unwrap_or(usize::MAX))
    };
    let part = match (first, last) {
        ("", "") => return Asked::All,
        // The last so many bytes.
        ("", count) => number(count).map(|count| length.saturating_sub(count)..length),
        (first, "") => number(first).map(|first| first..length),
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => Some(first..last.saturating_add(1).min(length)),
            _ => None,
        },
    };
    match part {
        None => Asked::All,
        Some(part) if part.start >= part.end => Asked::Outside,
        Some(part) => Asked::Part(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_cut_to_the_file() {
        assert_eq!(read_range("bytes=0-3", 10), Asked::Part(0..4));
        assert_eq!(read_range("bytes=4-", 10), Asked::Part(4..10));
        assert_eq!(read_range("bytes=-4", 10), Asked::Part(6..10));
        assert_eq!(read_range("bytes=-40", 10), Asked::Part(0..10));
        assert_eq!(read_range("bytes=8-99999999999999999999999", 10), Asked::Part(8..10));
        assert_eq!(read_range("bytes=10-", 10), Asked::Outside);
        assert_eq!(read_range("bytes=99999999999999999999999-", 10), Asked::Outside);
        assert_eq!(read_range("bytes=-0", 10), Asked::Outside);
        assert_eq!(read_range("bytes=0-", 0), Asked::Outside);
        for all in ["bytes=3-1", "bytes=a-b", "bytes=-", "bytes=0-1,4-5", "lines=0-1", "", "bytes=+1-2"] {
            assert_eq!(read_range(all, 10), Asked::All, "{all}");
        }
    }

    #[test]
    fn an_encoding_is_taken_where_it_is_named_and_not_refused() {
        let accepts = |list: &'static str, encoding| {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(list))]);
            accepts(&headers, encoding)
        };
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=0.5,GZIP", "gzip"));
        assert!(!accepts("gzip;q=0, br", "gzip"));
        assert!(!accepts("gzip; q=0.0", "gzip"));
        assert!(!accepts("deflate", "br"));
        assert!(!super::accepts(&HeaderMap::new(), "br"));
    }
}
