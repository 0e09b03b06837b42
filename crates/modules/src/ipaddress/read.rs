//! Addresses, networks and interfaces from text, numbers and bytes.

use num_bigint::BigInt;

use super::fault::{Cause, Fault};
use super::{Address, Interface, Network, Version};
use crate::raised::Raised;

/// What an address is made of.
#[derive(Clone, Debug)]
pub enum Source<'t> {
    /// Text, also that of objects which are neither text nor number (`str(x)`).
    Text(&'t str),
    /// A number.
    Number(BigInt),
    /// Bytes in network order.
    Packed(&'t [u8]),
}

/// The second element of a tuple that a network or interface is made of.
#[derive(Clone, Debug)]
pub enum Mask<'t> {
    /// Prefix length, netmask or hostmask as text.
    Text(&'t str),
    /// Prefix length.
    Number(BigInt),
    /// Prefix length in ASCII.
    Bytes(&'t [u8]),
    /// None: the address alone.
    Full,
}

impl Mask<'_> {
    /// Whether it stands for a prefix length of that version.
    pub fn is_prefix(&self, version: Version) -> bool {
        prefix_of(version, self).is_ok()
    }
}

type Read<'t, T> = Result<T, Fault<'t>>;

impl<'t> Address<'t> {
    /// `ip_address(source)`. `None` where the source is neither an IPv4 nor an IPv6 address.
    #[must_use]
    pub fn read(source: &Source<'t>) -> Option<Self> {
        // Only a number too long to be shown fails otherwise, and the caller's own message then fails alike.
        Self::read_as(Version::V4, source).or_else(|_| Self::read_as(Version::V6, source)).ok()
    }

    /// `IPv4Address(source)` or `IPv6Address(source)`.
    ///
    /// # Errors
    /// The source is not such an address.
    pub fn read_as(version: Version, source: &Source<'t>) -> Read<'t, Self> {
        match source {
            Source::Text(text) => {
                if text.as_bytes().contains(&b'/') {
                    return Err(Cause::Slash(text).into());
                }
                address_text(version, text)
            }
            Source::Number(number) => match u128::try_from(number) {
                Ok(bits) if bits <= version.all_ones() => Ok(Address::from_bits(version, bits)),
                _ => Err(Cause::Number(number.clone(), version).into()),
            },
            Source::Packed(bytes) => {
                match (version, <[u8; 4]>::try_from(*bytes), <[u8; 16]>::try_from(*bytes)) {
                    (Version::V4, Ok(octets), _) => {
                        Ok(Address::from_bits(version, u128::from(u32::from_be_bytes(octets))))
                    }
                    (Version::V6, _, Ok(octets)) => {
                        Ok(Address::from_bits(version, u128::from_be_bytes(octets)))
                    }
                    _ => Err(Cause::Packed(bytes, version).into()),
                }
            }
        }
    }

    /// The error of `ip_address` for a source that [`Address::read`] refused; `shown` is the argument's `repr`.
    #[must_use]
    pub fn refusal(source: &Source<'t>, shown: &str) -> Raised {
        match Self::read_as(Version::V4, source) {
            Err(fault) if !fault.is_about_text() => fault.raise(),
            _ => not_an("address", shown),
        }
    }
}

/// The error of `ip_address`, `ip_network` and `ip_interface` for what is none; `shown` is the argument's `repr`.
fn not_an(what: &str, shown: &str) -> Raised {
    Raised::value(format!("{shown} does not appear to be an IPv4 or IPv6 {what}"))
}

impl<'t> Network<'t> {
    /// `ip_network(source, strict)`; with a mask, `ip_network((source, mask), strict)`. `None` where the source is no
    /// network of either version.
    ///
    /// # Errors
    /// `strict` is set and the address has host bits.
    pub fn read(source: &Source<'t>, mask: Option<&Mask<'t>>, strict: bool) -> Read<'t, Option<Self>> {
        either(|version| Self::read_as(version, source, mask, strict))
    }

    /// `IPv4Network(source, strict)` or `IPv6Network(source, strict)`; with a mask, `IPv4Network((source, mask),
    /// strict)`.
    ///
    /// # Errors
    /// The source is no such network, or `strict` is set and the address has host bits.
    pub fn read_as(
        version: Version,
        source: &Source<'t>,
        mask: Option<&Mask<'t>>,
        strict: bool,
    ) -> Read<'t, Self> {
        let (address, prefix) = address_and_prefix(version, source, mask)?;
        let network = Network::masked(address, prefix);
        if strict && network.address.bits != address.bits {
            return Err(Cause::HostBits(Network { address, prefix }).into());
        }
        Ok(network)
    }

    /// The error of `ip_network` for what is no network; `shown` is the argument's `repr`.
    #[must_use]
    pub fn refusal(shown: &str) -> Raised {
        not_an("network", shown)
    }
}

impl<'t> Interface<'t> {
    /// `ip_interface(source)`. `None` where the source is no interface of either version.
    ///
    /// # Errors
    /// A number too long to be shown.
    pub fn read(source: &Source<'t>, mask: Option<&Mask<'t>>) -> Read<'t, Option<Self>> {
        either(|version| Self::read_as(version, source, mask))
    }

    /// `IPv4Interface(source)` or `IPv6Interface(source)`; with a mask, `IPv4Interface((source, mask))`.
    ///
    /// # Errors
    /// The source is no such interface.
    pub fn read_as(version: Version, source: &Source<'t>, mask: Option<&Mask<'t>>) -> Read<'t, Self> {
        let (address, prefix) = address_and_prefix(version, source, mask)?;
        Ok(Self { address, prefix })
    }

    /// The error of `ip_interface` for what is no interface; `shown` is the argument's `repr`.
    #[must_use]
    pub fn refusal(shown: &str) -> Raised {
        not_an("interface", shown)
    }
}

/// The first version that reads; `None` where neither does.
fn either<'t, T>(read: impl Fn(Version) -> Read<'t, T>) -> Read<'t, Option<T>> {
    for version in [Version::V4, Version::V6] {
        match read(version) {
            Ok(read) => return Ok(Some(read)),
            Err(fault) if fault.is_about_text() => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(None)
}

fn address_and_prefix<'t>(
    version: Version,
    source: &Source<'t>,
    mask: Option<&Mask<'t>>,
) -> Read<'t, (Address<'t>, u8)> {
    if let Some(mask) = mask {
        let address = Address::read_as(version, source)?;
        return Ok((address, prefix_of(version, mask)?));
    }
    let Source::Text(text) = source else {
        return Ok((Address::read_as(version, source)?, version.bits()));
    };
    let Some((address, mask)) = cut(text, b'/') else {
        return Ok((address_text(version, text)?, version.bits()));
    };
    if mask.as_bytes().contains(&b'/') {
        return Err(Cause::Slashes(text).into());
    }
    let address = address_text(version, address)?;
    Ok((address, prefix_of(version, &Mask::Text(mask))?))
}

fn prefix_of<'t>(version: Version, mask: &Mask<'t>) -> Read<'t, u8> {
    match mask {
        Mask::Full => Ok(version.bits()),
        Mask::Number(number) => match u8::try_from(number) {
            Ok(prefix) if prefix <= version.bits() => Ok(prefix),
            _ => Err(Cause::MaskNumber(number.clone()).into()),
        },
        Mask::Text(text) => prefix_length(version, text)
            .or_else(|| (version == Version::V4).then(|| quad_prefix(text)).flatten())
            .ok_or_else(|| Cause::MaskText(text).into()),
        Mask::Bytes(bytes) => std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| prefix_length(version, text))
            .ok_or_else(|| Cause::MaskBytes(bytes).into()),
    }
}

/// A prefix length in decimal; leading zeros are allowed, up to as many digits as Python reads.
fn prefix_length(version: Version, text: &str) -> Option<u8> {
    if text.is_empty() || text.len() > 4300 {
        return None;
    }
    let mut value = 0u8;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        value = value.checked_mul(10)?.checked_add(digit)?;
        if digit > 9 || value > version.bits() {
            return None;
        }
    }
    Some(value)
}

/// The prefix length of a netmask in dotted form or, failing that, of a hostmask.
fn quad_prefix(text: &str) -> Option<u8> {
    let mask = u32::try_from(v4_text(text).ok()?).ok()?;
    let prefix_of = |mask: u32| {
        let ones = mask.leading_ones();
        if mask.count_ones() == ones { u8::try_from(ones).ok() } else { None }
    };
    prefix_of(mask).or_else(|| prefix_of(!mask))
}

fn address_text(version: Version, text: &str) -> Read<'_, Address<'_>> {
    match version {
        Version::V4 => Ok(Address { version, bits: v4_text(text)?, scope: None }),
        Version::V6 => {
            let (digits, scope) = match cut(text, b'%') {
                None => (text, None),
                Some((digits, scope)) if !scope.is_empty() && !scope.contains('%') => (digits, Some(scope)),
                Some(_) => return Err(Cause::Scope(text).into()),
            };
            Ok(Address { version, bits: v6_text(digits)?, scope })
        }
    }
}

/// The text before and behind the first of a character of ASCII. These texts are short: a search that is made for long
/// ones would cost more.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let (before, behind) = text.split_at_checked(text.bytes().position(|byte| byte == at)?)?;
    Some((before, behind.get(1..)?))
}

/// The texts between the characters of ASCII that are the same.
fn pieces(text: &str, at: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let whole = rest?;
        let (piece, behind) = cut(whole, at).map_or((whole, None), |(piece, behind)| (piece, Some(behind)));
        rest = behind;
        Some(piece)
    })
}

/// The bits of an IPv4 address in dotted form.
pub(super) fn v4_text(text: &str) -> Read<'_, u128> {
    if text.is_empty() {
        return Err(Cause::Empty.into());
    }
    if text.bytes().filter(|&byte| byte == b'.').count() != 3 {
        return Err(Fault::found(Cause::OctetCount, text));
    }
    let mut bits = 0u32;
    for octet in pieces(text, b'.') {
        bits = bits.wrapping_shl(8) | octet_text(octet).map_err(|cause| Fault::found(cause, text))?;
    }
    Ok(u128::from(bits))
}

fn octet_text(text: &str) -> Result<u32, Cause<'_>> {
    let bytes = text.as_bytes();
    let zero = match bytes {
        [] => return Err(Cause::OctetEmpty),
        [first, _, ..] => *first == b'0',
        [_] => false,
    };
    let mut value = 0u32;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return Err(Cause::OctetDigits(text));
        }
        value = value.wrapping_mul(10).wrapping_add(u32::from(digit));
    }
    match value {
        _ if bytes.len() > 3 => Err(Cause::OctetLong(text)),
        _ if zero => Err(Cause::OctetZero(text)),
        256.. => Err(Cause::OctetBig(value)),
        _ => Ok(value),
    }
}

/// The bits of an IPv6 address without zone.
pub(super) fn v6_text(text: &str) -> Read<'_, u128> {
    if text.is_empty() {
        return Err(Cause::Empty.into());
    }
    let fail = |cause| Err(Fault::found(cause, text));
    let colons = text.bytes().filter(|&byte| byte == b':').count();
    if colons < 2 {
        return fail(Cause::FewParts);
    }
    let last = pieces(text, b':').last().unwrap_or_default();
    let quad = if last.as_bytes().contains(&b'.') {
        Some(v4_text(last).map_err(|fault| fault.inside(text))?)
    } else {
        None
    };
    // A dotted ending counts for two parts.
    let parts = colons.saturating_add(if quad.is_some() { 2 } else { 1 });
    if parts > 9 {
        return fail(Cause::ManyColons);
    }
    let skip = skipped(text, parts)?;
    let mut bits = 0u128;
    let mut given = 0u32;
    for (at, part) in pieces(text, b':').enumerate() {
        if Some(at) == skip {
            // What follows is shifted into place by the parts that are missing, eight less those given.
            let after = parts_after(text, at, quad.is_some());
            let missing = 8u32.saturating_sub(given).saturating_sub(after);
            bits = bits.checked_shl(missing.wrapping_mul(16)).unwrap_or(0);
            continue;
        }
        if let (Some(quad), true) = (quad, at == colons) {
            bits = bits.wrapping_shl(32) | quad;
            continue;
        }
        if part.is_empty() {
            // Half of a `::` at an end.
            continue;
        }
        bits = bits.wrapping_shl(16) | hextet_text(part).map_err(|cause| Fault::found(cause, text))?;
        given = given.saturating_add(1);
    }
    Ok(bits)
}

/// How many parts of 16 bits follow the part at this index.
fn parts_after(text: &str, at: usize, quad: bool) -> u32 {
    let after = pieces(text, b':').skip(at).skip(1).filter(|part| !part.is_empty()).count();
    u32::try_from(after).unwrap_or(u32::MAX).saturating_add(u32::from(quad))
}

/// Where `::` is, as the index of the empty part between its colons, if anywhere; checks the number of parts.
fn skipped(text: &str, parts: usize) -> Read<'_, Option<usize>> {
    let fail = |cause| Err(Fault::found(cause, text));
    let last = parts.saturating_sub(1);
    let starts = text.starts_with(':');
    let ends = text.ends_with(':');
    let mut skip = None;
    for (at, part) in pieces(text, b':').enumerate().skip(1) {
        if part.is_empty() && at < last {
            if skip.is_some() {
                return fail(Cause::TwoSkips);
            }
            skip = Some(at);
        }
    }
    let Some(at) = skip else {
        if parts != 8 {
            return fail(Cause::PartCount);
        }
        if starts {
            return fail(Cause::LeadingColon);
        }
        if ends {
            return fail(Cause::TrailingColon);
        }
        return Ok(None);
    };
    let mut before = at;
    let mut after = last.saturating_sub(at);
    if starts {
        before = before.saturating_sub(1);
        if before != 0 {
            return fail(Cause::LeadingColon);
        }
    }
    if ends {
        after = after.saturating_sub(1);
        if after != 0 {
            return fail(Cause::TrailingColon);
        }
    }
    if before.saturating_add(after) > 7 {
        return fail(Cause::SkipsNothing);
    }
    Ok(skip)
}

fn hextet_text(text: &str) -> Result<u128, Cause<'_>> {
    let mut value = 0u128;
    for char in text.chars() {
        let Some(digit) = char.to_digit(16) else { return Err(Cause::HexDigits(text)) };
        value = value.wrapping_shl(4) | u128::from(digit);
    }
    if text.len() > 4 { Err(Cause::HexLong(text)) } else { Ok(value) }
}
