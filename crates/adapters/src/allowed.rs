//! Where requests may go: names of hosts on a list, and addresses that belong to nobody's inside.

use ipnet::IpNet;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A host that may be asked.
///
/// Written `example.org`, `example.org:8443`, `*.example.org` (every name below it, but not itself) or `http://example.org`.
/// Without `http://` only HTTPS is meant; without a port, 443 or 80.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    name: String,
    is_below: bool,
    is_plain: bool,
    port: u16,
}

/// A host that is written wrongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAllowed(String);

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no host, such as `example.org`, `*.example.org:8443` or `http://10.0.0.5`", self.0)
    }
}

impl std::error::Error for NotAllowed {}

impl std::str::FromStr for Allowed {
    type Err = NotAllowed;

    fn from_str(text: &str) -> Result<Self, NotAllowed> {
        let wrong = || NotAllowed(text.to_owned());
        let (is_plain, rest) = match text.split_once("://") {
            Some(("http", rest)) => (true, rest),
            Some(("https", rest)) => (false, rest),
            Some(_) => return Err(wrong()),
            None => (false, text),
        };
        let (name, port) = match rest.rsplit_once(':') {
            // The colons of an address of version 6 stand in brackets.
            Some((name, port)) if !port.ends_with(']') => (name, Some(port.parse().map_err(|_| wrong())?)),
            _ => (rest, None),
        };
        let (is_below, name) = match name.strip_prefix("*.") {
            Some(name) => (true, name),
            None => (false, name),
        };
        let name = normal(name);
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
        if name.is_empty() || !(is_name || address(&name).is_some()) {
            return Err(wrong());
        }
        Ok(Self { name, is_below, is_plain, port: port.unwrap_or(if is_plain { 80 } else { 443 }) })
    }
}

/// A name in small letters, without the dot of the root.
fn normal(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

/// The address that a host is written as.
fn address(name: &str) -> Option<IpAddr> {
    match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(inside) => inside.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => name.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

impl Allowed {
    /// Whether it is what a URL leads to.
    #[must_use]
    pub fn covers(&self, is_plain: bool, host: &str, port: u16) -> bool {
        let host = normal(host);
        let is_named = if self.is_below {
            host.strip_suffix(&self.name).is_some_and(|front| front.len() > 1 && front.ends_with('.'))
        } else {
            host == self.name
        };
        is_named && self.is_plain == is_plain && self.port == port
    }
}

/// Networks beside the public ones whose addresses may be asked.
#[derive(Clone, Debug, Default)]
pub struct Networks(pub Vec<IpNet>);

impl Networks {
    /// Whether a connection to an address may be made.
    #[must_use]
    pub fn allow(&self, address: IpAddr) -> bool {
        let address = match address {
            IpAddr::V6(inner) => inner.to_ipv4_mapped().map_or(address, IpAddr::V4),
            IpAddr::V4(_) => address,
        };
        self.0.iter().any(|network| network.contains(&address)) || is_public(address)
    }
}

/// Whether an address is one of the public Internet's: not private, of this machine or link, for documentation, for several or
/// for later, and not one that leads through a tunnel to such an address.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // Only this part is given out at all; protocols, documentation and 6to4 are taken from it.
    (0x2000..=0x3fff).contains(&a)
        && !(a == 0x2001 && b < 0x0200)
        && !(a == 0x2001 && b == 0x0db8)
        && a != 0x2002
        && !(a == 0x3fff && b < 0x1000)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn covers(written: &str, is_plain: bool, host: &str, port: u16) -> bool {
        written.parse::<Allowed>().unwrap().covers(is_plain, host, port)
    }

    #[test]
    fn hosts_are_those_on_the_list_only() {
        assert!(covers("example.org", false, "Example.ORG.", 443));
        assert!(!covers("example.org", true, "example.org", 80));
        assert!(!covers("example.org", false, "example.org", 8443));
        assert!(!covers("example.org", false, "www.example.org", 443));
        assert!(!covers("example.org", false, "example.org.evil.test", 443));
        assert!(covers("*.example.org", false, "a.b.example.org", 443));
        assert!(!covers("*.example.org", false, "example.org", 443));
        assert!(!covers("*.example.org", false, ".example.org", 443));
        assert!(!covers("*.example.org", false, "evilexample.org", 443));
        assert!(covers("http://10.0.0.5:8080", true, "10.0.0.5", 8080));
        assert!(covers("[2001:db8::1]", false, "[2001:db8::1]", 443));
    }

    #[test]
    fn hosts_that_are_none() {
        for written in ["", "*.", "*", "a b", "ftp://a", "a:b", "a:70000", "user@a", "a/b", "[::1", "::1"] {
            assert!(written.parse::<Allowed>().is_err(), "{written}");
        }
    }

    #[test]
    fn addresses_inside_are_refused() {
        let inside = [
            "127.0.0.1",
            "127.255.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "::127.0.0.1",
            "fec0::1",
            "100::1",
        ];
        for address in inside {
            assert!(!Networks::default().allow(address.parse().unwrap()), "{address}");
        }
        for address in ["1.1.1.1", "172.32.0.1", "192.0.1.1", "2606:4700::1", "2a00::1", "::ffff:1.1.1.1"] {
            assert!(Networks::default().allow(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn networks_can_be_granted() {
        let networks = Networks(vec!["10.1.0.0/16".parse().unwrap()]);
        assert!(networks.allow("10.1.2.3".parse().unwrap()));
        assert!(networks.allow("::ffff:10.1.2.3".parse().unwrap()));
        assert!(!networks.allow("10.2.2.3".parse().unwrap()));
    }
}
