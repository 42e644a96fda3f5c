//! What canisters may ask of the web.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use std::time::Duration;

/// Which requests are sent, and how many at once.
#[derive(Clone, Debug)]
pub struct OutcallOptions {
    /// Whether any are.
    pub enabled: bool,
    /// Hosts that may be asked although they are not public ones, and without encryption.
    pub allowed: Vec<AllowedHost>,
    /// How long a request may take, with the time that it waits for its turn.
    pub timeout: Duration,
    pub at_once_max: usize,
    pub at_once_of_one_max: usize,
}

impl Default for OutcallOptions {
    fn default() -> OutcallOptions {
        OutcallOptions {
            enabled: true,
            allowed: Vec::new(),
            timeout: Duration::from_secs(30),
            at_once_max: 64,
            at_once_of_one_max: 16,
        }
    }
}

impl OutcallOptions {
    pub(super) fn allows(&self, host: &str, port: u16) -> bool {
        self.allowed
            .iter()
            .any(|it| it.host.eq_ignore_ascii_case(host) && it.port.is_none_or(|its| its == port))
    }
}

/// A host by name or address, and one of its ports or all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedHost {
    host: String,
    port: Option<u16>,
}

impl FromStr for AllowedHost {
    type Err = String;

    /// Reads `HOST` or `HOST:PORT`; an IPv6 address stands in brackets.
    fn from_str(text: &str) -> Result<AllowedHost, String> {
        let expected = || {
            "a host is expected, with or without a port, like localhost:8080, 192.168.1.4 or [::1]".to_owned()
        };
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse().map_err(|_| expected())?)),
            _ => (text, None),
        };
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let named = |host: &str| !host.is_empty() && !host.contains([':', '/', '[', ']', '@', ' ']);
        match bare {
            Some(address) if address.parse::<Ipv6Addr>().is_ok() => {}
            None if named(host) => {}
            _ => return Err(expected()),
        }
        Ok(AllowedHost { host: host.to_owned(), port })
    }
}

/// Whether an address is one of the public network: not this machine's, not one of the networks around it.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let reserved = match address.octets() {
        [0 | 240..=255, ..] => true,
        // Addresses that carriers hand out behind their own translation.
        [100, second, ..] => second & 0xc0 == 64,
        [192, 0, 0, _] => true,
        // Measurements between networks.
        [198, 18..=19, ..] => true,
        _ => false,
    };
    !(reserved
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // Forms of an IPv4 address: mapped, translated, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => v4(high, low),
        [0x2002, high, low, ..] => v4(high, low),
        // Tunnels that carry one in a form not to be read here, and documentation.
        [0x2001, 0 | 0xdb8, ..] => false,
        // Of the rest, what is handed out so far.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_public(address: &str, expected: bool) {
        assert_eq!(is_public(address.parse().expect("it is an address")), expected, "{address}");
    }

    #[test]
    fn addresses_of_this_machine_and_its_networks_are_not_public() {
        for address in ["8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808"] {
            check_public(address, true);
        }
        for address in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:0:1::1",
            "2001:db8::1",
        ] {
            check_public(address, false);
        }
    }

    #[test]
    fn a_host_is_read_with_and_without_a_port() {
        let read = |text: &str| text.parse::<AllowedHost>().map(|it| (it.host, it.port));
        assert_eq!(read("localhost"), Ok(("localhost".into(), None)));
        assert_eq!(read("localhost:80"), Ok(("localhost".into(), Some(80))));
        assert_eq!(read("10.0.0.1:8080"), Ok(("10.0.0.1".into(), Some(8080))));
        assert_eq!(read("[::1]"), Ok(("[::1]".into(), None)));
        assert_eq!(read("[::1]:80"), Ok(("[::1]".into(), Some(80))));
        for wrong in ["", ":80", "localhost:", "localhost:99999", "http://localhost", "::1", "a b", "[x]"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
