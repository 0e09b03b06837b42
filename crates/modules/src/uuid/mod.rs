//! `uuid`: reading, showing and making UUIDs. Random ones are made of bytes the caller brings.

pub mod rows;
#[cfg(test)]
mod tests;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::hashlib::{Algorithm, Hasher};
use crate::raised::Raised;

/// A UUID, by its integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(pub u128);

/// `uuid.NAMESPACE_DNS`.
pub const NAMESPACE_DNS: Uuid = Uuid(0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8);
/// `uuid.NAMESPACE_URL`.
pub const NAMESPACE_URL: Uuid = Uuid(0x6ba7_b811_9dad_11d1_80b4_00c0_4fd4_30c8);
/// `uuid.NAMESPACE_OID`.
pub const NAMESPACE_OID: Uuid = Uuid(0x6ba7_b812_9dad_11d1_80b4_00c0_4fd4_30c8);
/// `uuid.NAMESPACE_X500`.
pub const NAMESPACE_X500: Uuid = Uuid(0x6ba7_b814_9dad_11d1_80b4_00c0_4fd4_30c8);

/// Sizes of the six fields in bits, and how messages name them.
const FIELDS: [(u32, &str); 6] = [
    (32, "a 32-bit"),
    (16, "a 16-bit"),
    (16, "a 16-bit"),
    (8, "an 8-bit"),
    (8, "an 8-bit"),
    (48, "a 48-bit"),
];

impl Uuid {
    /// From text, without what Python leaves out: `urn:`, `uuid:`, braces and hyphens.
    ///
    /// `parse` is Python's `int(text, 16)`, which takes more than digits.
    ///
    /// # Errors
    /// `ValueError` unless 32 characters are left, and those of `parse`.
    pub fn from_text<E: From<Raised>>(
        text: &str,
        parse: impl FnOnce(&str) -> Result<BigInt, E>,
    ) -> Result<Self, E> {
        let plain = text.replace("urn:", "").replace("uuid:", "");
        let digits = plain.trim_matches(['{', '}']).replace('-', "");
        if digits.chars().count() != 32 {
            return Err(Raised::value("badly formed hexadecimal UUID string").into());
        }
        Ok(Self::from_int(&parse(&digits)?)?)
    }

    /// From an integer.
    ///
    /// # Errors
    /// `ValueError` unless it has at most 128 bits and no sign.
    pub fn from_int(number: &BigInt) -> Result<Self, Raised> {
        let number = number.to_u128();
        number.map(Self).ok_or_else(|| Raised::value("int is out of range (need a 128-bit value)"))
    }

    /// From sixteen bytes.
    ///
    /// # Errors
    /// `ValueError` unless there are sixteen.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Raised> {
        let bytes: [u8; 16] = bytes.try_into().map_err(|_| Raised::value("bytes is not a 16-char string"))?;
        Ok(Self(u128::from_be_bytes(bytes)))
    }

    /// From sixteen bytes, with the first three fields the other way round.
    ///
    /// # Errors
    /// `ValueError` unless there are sixteen.
    pub fn from_bytes_le(bytes: &[u8]) -> Result<Self, Raised> {
        let bytes: [u8; 16] =
            bytes.try_into().map_err(|_| Raised::value("bytes_le is not a 16-char string"))?;
        Ok(Self(u128::from_be_bytes(swapped(bytes))))
    }

    /// From six fields.
    ///
    /// # Errors
    /// `ValueError` unless there are six, each in its range.
    pub fn from_fields(fields: &[BigInt]) -> Result<Self, Raised> {
        if fields.len() != FIELDS.len() {
            return Err(Raised::value("fields is not a 6-tuple"));
        }
        let mut number = 0_u128;
        for (at, (field, (bits, name))) in (1..).zip(fields.iter().zip(FIELDS)) {
            let value = field.to_u128().filter(|value| *value < 1_u128.wrapping_shl(bits));
            let value =
                value.ok_or_else(|| Raised::value(format!("field {at} out of range (need {name} value)")))?;
            number = number.wrapping_shl(bits) | value;
        }
        Ok(Self(number))
    }

    /// The same with the variant of RFC 4122 and this version.
    ///
    /// # Errors
    /// `ValueError` unless the version is from 1 to 5.
    pub fn with_version(self, version: i64) -> Result<Self, Raised> {
        let bits = u128::try_from(version).ok().filter(|version| (1..=5).contains(version));
        let bits = bits.ok_or_else(|| Raised::value("illegal version number"))?;
        let rest = self.0 & !(0xc000 << 48) & !(0xf000 << 64);
        Ok(Self(rest | 0x8000 << 48 | bits << 76))
    }

    /// `uuid.uuid3`.
    #[must_use]
    pub fn uuid3(namespace: Self, name: &[u8]) -> Self {
        Self::named(Algorithm::Md5, namespace, name, 3)
    }

    /// `uuid.uuid5`.
    #[must_use]
    pub fn uuid5(namespace: Self, name: &[u8]) -> Self {
        Self::named(Algorithm::Sha1, namespace, name, 5)
    }

    fn named(algorithm: Algorithm, namespace: Self, name: &[u8], version: i64) -> Self {
        let mut hasher = Hasher::new(algorithm);
        hasher.update(&namespace.bytes());
        hasher.update(name);
        let digest = hasher.digest();
        let made = Self::from_bytes(digest.get(..16).unwrap_or_default());
        made.and_then(|made| made.with_version(version)).unwrap_or(namespace)
    }

    /// `uuid.uuid4`, of sixteen random bytes.
    #[must_use]
    pub fn uuid4(random: [u8; 16]) -> Self {
        let made = Self(u128::from_be_bytes(random));
        made.with_version(4).unwrap_or(made)
    }

    /// The attribute `bytes`.
    #[must_use]
    pub fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// The attribute `bytes_le`.
    #[must_use]
    pub fn bytes_le(self) -> [u8; 16] {
        swapped(self.bytes())
    }

    /// The attribute `hex`.
    #[must_use]
    pub fn hex(self) -> String {
        format!("{:032x}", self.0)
    }

    /// The attribute `urn`.
    #[must_use]
    pub fn urn(self) -> String {
        format!("urn:uuid:{self}")
    }

    /// The attribute `fields`.
    #[must_use]
    pub fn fields(self) -> [u64; 6] {
        let mut left = 128_u32;
        FIELDS.map(|(bits, _)| {
            left = left.saturating_sub(bits);
            let value = self.0.wrapping_shr(left) & 1_u128.wrapping_shl(bits).wrapping_sub(1);
            u64::try_from(value).unwrap_or(u64::MAX)
        })
    }

    /// The attribute `time`: a count of 100 ns, from where depends on the version.
    #[must_use]
    pub fn time(self) -> u64 {
        let [low, middle, high, ..] = self.fields();
        (high & 0x0fff) << 48 | middle << 32 | low
    }

    /// The attribute `clock_seq`.
    #[must_use]
    pub fn clock_seq(self) -> u64 {
        let [_, _, _, high, low, _] = self.fields();
        (high & 0x3f) << 8 | low
    }

    /// The attribute `node`.
    #[must_use]
    pub fn node(self) -> u64 {
        let [.., node] = self.fields();
        node
    }

    /// The attribute `variant`.
    #[must_use]
    pub fn variant(self) -> &'static str {
        let bit = |place: u32| self.0.wrapping_shr(place) & 1 == 1;
        match (bit(63), bit(62), bit(61)) {
            (false, ..) => "reserved for NCS compatibility",
            (true, false, _) => "specified in RFC 4122",
            (true, true, false) => "reserved for Microsoft compatibility",
            (true, true, true) => "reserved for future definition",
        }
    }

    /// The attribute `version`, which only the variant of RFC 4122 has.
    #[must_use]
    pub fn version(self) -> Option<i64> {
        let version = i64::try_from(self.0.wrapping_shr(76) & 0xf).unwrap_or(0);
        (self.variant() == "specified in RFC 4122").then_some(version)
    }
}

fn swapped(bytes: [u8; 16]) -> [u8; 16] {
    let [a, b, c, d, e, f, g, h, rest @ ..] = bytes;
    let [i, j, k, l, m, n, o, p] = rest;
    [d, c, b, a, f, e, h, g, i, j, k, l, m, n, o, p]
}

impl std::fmt::Display for Uuid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [low, middle, high, clock_high, clock_low, node] = self.fields();
        write!(f, "{low:08x}-{middle:04x}-{high:04x}-{clock_high:02x}{clock_low:02x}-{node:012x}")
    }
}
