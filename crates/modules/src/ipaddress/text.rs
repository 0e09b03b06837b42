//! Addresses, networks and interfaces as text.

use std::fmt::{self, Display, Write as _};

use super::fault::Fault;
use super::read::v6_text;
use super::{Address, Interface, Network, Version};
use crate::raised::{Raised, repr};

impl Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.version, self.ipv4_mapped()) {
            (Version::V4, _) => quad(f, self.bits)?,
            (Version::V6, None) => hextets(f, self.bits)?,
            (Version::V6, Some(mapped)) => write!(f, "::ffff:{mapped}")?,
        }
        match self.scope {
            Some(scope) => write!(f, "%{scope}"),
            None => Ok(()),
        }
    }
}

impl Display for Network<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

impl Display for Interface<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

fn quad(f: &mut impl fmt::Write, bits: u128) -> fmt::Result {
    let [.., a, b, c, d] = bits.to_be_bytes();
    write!(f, "{a}.{b}.{c}.{d}")
}

/// The eight parts of an IPv6 address, the first longest run of two or more zeros as `::`.
fn hextets(f: &mut impl fmt::Write, bits: u128) -> fmt::Result {
    let part = |at: u32| bits.checked_shr(112u32.saturating_sub(at.saturating_mul(16))).unwrap_or(0) & 0xffff;
    let (mut best, mut best_length) = (8u32, 1u32);
    let mut length = 0u32;
    for at in 0..8u32 {
        length = if part(at) == 0 { length.saturating_add(1) } else { 0 };
        if length > best_length {
            best = at.saturating_add(1).saturating_sub(length);
            best_length = length;
        }
    }
    let after = best.saturating_add(best_length);
    for at in (0..8u32).filter(|&at| at < best || at >= after) {
        if at == after {
            f.write_str("::")?;
        } else if at != 0 {
            f.write_char(':')?;
        }
        write!(f, "{:x}", part(at))?;
    }
    if after == 8 && best < 8 { f.write_str("::") } else { Ok(()) }
}

/// All eight parts in four digits each.
fn long_hextets(f: &mut impl fmt::Write, bits: u128, parts: u32) -> fmt::Result {
    for at in 0..parts {
        let part = bits.checked_shr(112u32.saturating_sub(at.saturating_mul(16))).unwrap_or(0) & 0xffff;
        write!(f, "{}{part:04x}", if at == 0 { "" } else { ":" })?;
    }
    Ok(())
}

fn text(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut out = String::new();
    let _infallible = write(&mut out);
    out
}

/// The name of a reverse lookup, from the text whose characters it has in reverse.
fn nibbles(exploded: &str) -> String {
    let mut out = String::new();
    for char in exploded.chars().rev().filter(|&char| char != ':') {
        out.push(char);
        out.push('.');
    }
    out.push_str("ip6.arpa");
    out
}

/// The same for IPv4, from the text whose dotted parts it has in reverse.
fn octets(text: &str) -> String {
    let mut out = String::new();
    for part in text.rsplit('.') {
        out.push_str(part);
        out.push('.');
    }
    out.push_str("in-addr.arpa");
    out
}

impl Address<'_> {
    /// `repr(address)`.
    #[must_use]
    pub fn repr(self) -> String {
        format!("{}({})", self.class_name(), repr(&self.to_string()))
    }

    /// `address.exploded`.
    ///
    /// # Errors
    /// The address has a zone: CPython fails there, because it reads its own text again.
    pub fn exploded(self) -> Result<String, Raised> {
        if self.version == Version::V4 {
            return Ok(self.to_string());
        }
        self.refuse_scope()?;
        Ok(match self.ipv4_mapped() {
            Some(mapped) => text(|out| {
                long_hextets(out, self.bits, 6)?;
                write!(out, ":{mapped}")
            }),
            None => text(|out| long_hextets(out, self.bits, 8)),
        })
    }

    /// `address.reverse_pointer`.
    ///
    /// # Errors
    /// The address has a zone, as for [`Address::exploded`].
    pub fn reverse_pointer(self) -> Result<String, Raised> {
        if self.version == Version::V4 {
            return Ok(octets(&self.to_string()));
        }
        self.refuse_scope()?;
        Ok(nibbles(&text(|out| long_hextets(out, self.bits, 8))))
    }

    /// CPython reads the text of an address again in places, and fails when it has a zone.
    fn refuse_scope(self) -> Result<(), Raised> {
        if self.scope.is_none() {
            return Ok(());
        }
        let shown = self.to_string();
        match v6_text(&shown) {
            Ok(_) => Ok(()),
            Err(fault) => Err(fault.raise()),
        }
    }

    /// `format(address, spec)` for the specifications that are about numbers: `b`, `x`, `X` and `n` after `#` and `_`.
    /// `None` for the others: without or with the type `s` they are those of text, with any other an error.
    #[must_use]
    pub fn format_number(self, spec: &str) -> Option<String> {
        let (alternate, rest) = spec.strip_prefix('#').map_or((false, spec), |rest| (true, rest));
        let (grouped, kind) = rest.strip_prefix('_').map_or((false, rest), |rest| (true, rest));
        let (width, base) = match (kind, self.version) {
            ("b", _) | ("n", Version::V4) => (self.version.bits(), "0b"),
            ("x", _) | ("n", Version::V6) => (self.version.bits() / 4, "0x"),
            ("X", _) => (self.version.bits() / 4, "0X"),
            _ => return None,
        };
        let width = usize::from(width);
        let digits = match base {
            "0b" => format!("{:0width$b}", self.bits),
            "0x" => format!("{:0width$x}", self.bits),
            _ => format!("{:0width$X}", self.bits),
        };
        let mut out = String::from(if alternate { base } else { "" });
        for (at, digit) in digits.chars().enumerate() {
            if grouped && at != 0 && at % 4 == 0 {
                out.push('_');
            }
            out.push(digit);
        }
        Some(out)
    }
}

impl Network<'_> {
    /// `repr(network)`.
    #[must_use]
    pub fn repr(self) -> String {
        format!("{}({})", self.class_name(), repr(&self.to_string()))
    }

    /// `network.exploded`.
    ///
    /// # Errors
    /// The network address has a zone, as for [`Address::exploded`].
    pub fn exploded(self) -> Result<String, Raised> {
        match self.address.version {
            Version::V4 => Ok(self.to_string()),
            Version::V6 => {
                self.address.refuse_scope()?;
                Ok(text(|out| {
                    long_hextets(out, self.address.bits, 8)?;
                    write!(out, "/{}", self.prefix)
                }))
            }
        }
    }

    /// `network.reverse_pointer`.
    ///
    /// # Errors
    /// The network address has a zone, as for [`Address::exploded`].
    pub fn reverse_pointer(self) -> Result<String, Raised> {
        match self.address.version {
            Version::V4 => Ok(octets(&self.to_string())),
            Version::V6 => Ok(nibbles(&self.exploded()?)),
        }
    }

    /// `network.with_netmask`.
    #[must_use]
    pub fn with_netmask(self) -> String {
        format!("{}/{}", self.address, self.netmask())
    }

    /// `network.with_hostmask`.
    #[must_use]
    pub fn with_hostmask(self) -> String {
        format!("{}/{}", self.address, self.hostmask())
    }
}

impl Interface<'_> {
    /// `repr(interface)`.
    #[must_use]
    pub fn repr(self) -> String {
        format!("{}({})", self.class_name(), repr(&self.to_string()))
    }

    /// `interface.exploded`: with the prefix length except, as in CPython, for IPv4-mapped addresses.
    ///
    /// # Errors
    /// Never for what can be made; kept alike with the others.
    pub fn exploded(self) -> Result<String, Raised> {
        match (self.address.version, self.address.ipv4_mapped()) {
            (Version::V4, _) => Ok(self.to_string()),
            (Version::V6, Some(_)) => self.ip().exploded(),
            (Version::V6, None) => Ok(format!("{}/{}", self.ip().exploded()?, self.prefix)),
        }
    }

    /// `interface.reverse_pointer`.
    ///
    /// # Errors
    /// As for [`Interface::exploded`].
    pub fn reverse_pointer(self) -> Result<String, Raised> {
        match (self.address.version, self.address.ipv4_mapped()) {
            (Version::V4, _) => Ok(octets(&self.to_string())),
            (Version::V6, Some(_)) => self.ip().reverse_pointer(),
            (Version::V6, None) => Ok(nibbles(&self.exploded()?)),
        }
    }

    /// The address without zone and always in hexadecimal, as the `with_…` attributes show it.
    fn bare(self) -> String {
        text(|out| match self.address.version {
            Version::V4 => quad(out, self.address.bits),
            Version::V6 => hextets(out, self.address.bits),
        })
    }

    /// `interface.with_prefixlen`.
    #[must_use]
    pub fn with_prefixlen(self) -> String {
        format!("{}/{}", self.bare(), self.prefix)
    }

    /// `interface.with_netmask`.
    #[must_use]
    pub fn with_netmask(self) -> String {
        format!("{}/{}", self.bare(), self.network().netmask())
    }

    /// `interface.with_hostmask`.
    #[must_use]
    pub fn with_hostmask(self) -> String {
        format!("{}/{}", self.bare(), self.network().hostmask())
    }

    /// `interface.ipv6_mapped`.
    ///
    /// # Errors
    /// Always: CPython puts the interface's own text, prefix length included, into that of an address.
    pub fn ipv6_mapped(self) -> Result<Address<'static>, Raised> {
        let shown = format!("::ffff:{self}");
        let fault: Fault<'_> = super::fault::Cause::Slash(&shown).into();
        Err(fault.raise())
    }
}
