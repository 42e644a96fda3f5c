//! Which canister a host means.

use crate::pages::Pages;
use axum::http::{HeaderMap, Uri, header};
use replica_api::{CanisterId, Principal};
use std::collections::BTreeMap;

/// The canister behind a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) canister: CanisterId,
    /// Whether its responses are passed on unverified: `ID.raw.DOMAIN`.
    pub(crate) raw: bool,
}

/// Returns the host a request is for: of the header, or of the address where HTTP/2 has it.
pub(crate) fn host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> &'a str {
    let named = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    named.or_else(|| uri.authority().map(|authority| authority.as_str())).unwrap_or_default()
}

/// A host without its port.
pub fn host_name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Finds the canister: an id or a name of the platform before the domain, or `?canisterId=`. A host of the operator's own stands for
/// what `domains` says.
pub(crate) fn target<P: Pages>(
    host: &str,
    query: Option<&str>,
    pages: &P,
    domains: &BTreeMap<String, String>,
) -> Option<Target> {
    let own = domains.get(host_name(host)).map(|app| format!("{app}.localhost"));
    let host = own.as_deref().unwrap_or(host);
    // A port, but no address of IPv6: those name no canister.
    let host = host.split(':').next().unwrap_or_default();
    let mut labels = host.split('.');
    let (first, second) = (labels.next().unwrap_or_default(), labels.next());
    if second.is_some()
        && let Some(canister) = pages.resolve(first).or_else(|| canister_text(first))
    {
        return Some(Target { canister, raw: second == Some("raw") });
    }
    let pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
    let canister =
        pairs.filter(|(key, _)| *key == "canisterId").find_map(|(_, value)| canister_text(value))?;
    Some(Target { canister, raw: first == "raw" })
}

fn canister_text(text: &str) -> Option<CanisterId> {
    Principal::from_text(text).ok().filter(|id| id.as_slice().len() == 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::{Asset, NoPages};
    use replica_api::canister_id;

    #[derive(Clone)]
    struct Shop;

    impl Pages for Shop {
        fn resolve(&self, name: &str) -> Option<CanisterId> {
            (name == "shop").then(|| canister_id(3))
        }

        fn asset(&self, _canister: CanisterId, _path: &str) -> Option<Asset> {
            None
        }
    }

    fn shown(host: &str, query: Option<&str>) -> Option<(CanisterId, bool)> {
        let domains = [("shop.example", "shop"), ("10.0.0.1", "shop.raw")];
        let domains = domains.map(|(host, app)| (host.to_owned(), app.to_owned())).into();
        target(host, query, &Shop, &domains).map(|target| (target.canister, target.raw))
    }

    #[test]
    fn hosts_are_ids_names_or_a_parameter() {
        let id = canister_id(0).to_text();
        assert_eq!(shown(&format!("{id}.localhost:80"), None), Some((canister_id(0), false)));
        assert_eq!(shown(&format!("{id}.raw.localhost"), None), Some((canister_id(0), true)));
        assert_eq!(shown("shop.localhost:80", None), Some((canister_id(3), false)));
        assert_eq!(shown("shop.raw.localhost", None), Some((canister_id(3), true)));
        let query = format!("a=b&canisterId={id}");
        assert_eq!(shown("localhost:80", Some(&query)), Some((canister_id(0), false)));
        assert_eq!(
            shown("shop.localhost", Some(&query)),
            Some((canister_id(3), false)),
            "the host counts first"
        );
        assert_eq!(shown("shop.example:443", None), Some((canister_id(3), false)));
        assert_eq!(shown("10.0.0.1:8080", None), Some((canister_id(3), true)));
        assert_eq!(shown("10.0.0.2:8080", None), None);
        assert_eq!(shown("else.localhost", None), None);
        assert_eq!(shown("shop", None), None, "a name alone is no domain");
        assert_eq!(shown("aaaaa-aa.localhost", None), None);
        assert_eq!(shown("[::1]:80", None), None);
        assert_eq!(target("shop.localhost", None, &NoPages, &BTreeMap::new()), None);
    }
}
