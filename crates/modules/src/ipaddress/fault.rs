//! Why an address, a network or an operation on them was refused, with CPython's messages.

use num_bigint::BigInt;

use super::{Network, Version};
use crate::raised::{Raised, bytes_repr, repr};

/// Longest number that Python turns into text, in digits.
const NUMBER_DIGITS: usize = 4300;

/// A refusal. Cheap to make and to drop: reading an IPv6 address begins with a failed attempt at IPv4.
#[derive(Clone, Debug)]
pub struct Fault<'t> {
    cause: Cause<'t>,
    /// The texts the cause was found in, from the inside out.
    within: [Option<&'t str>; 2],
}

/// What was found.
#[derive(Clone, Debug)]
pub(crate) enum Cause<'t> {
    Slash(&'t str),
    Slashes(&'t str),
    Scope(&'t str),
    Empty,
    OctetCount,
    OctetEmpty,
    OctetDigits(&'t str),
    OctetLong(&'t str),
    OctetZero(&'t str),
    OctetBig(u32),
    FewParts,
    ManyColons,
    TwoSkips,
    LeadingColon,
    TrailingColon,
    SkipsNothing,
    PartCount,
    HexDigits(&'t str),
    HexLong(&'t str),
    Packed(&'t [u8], Version),
    Number(BigInt, Version),
    MaskText(&'t str),
    MaskBytes(&'t [u8]),
    MaskNumber(BigInt),
    HostBits(Network<'t>),
    Other(Raised),
}

impl<'t> From<Cause<'t>> for Fault<'t> {
    fn from(cause: Cause<'t>) -> Self {
        Self { cause, within: [None, None] }
    }
}

impl From<Raised> for Fault<'_> {
    fn from(raised: Raised) -> Self {
        Cause::Other(raised).into()
    }
}

impl<'t> Fault<'t> {
    /// The cause, found in this text.
    pub(crate) fn found(cause: Cause<'t>, text: &'t str) -> Self {
        Self { cause, within: [Some(text), None] }
    }

    /// The same, seen from the text around it.
    pub(crate) fn inside(mut self, text: &'t str) -> Self {
        match self.within.iter_mut().find(|slot| slot.is_none()) {
            Some(slot) => *slot = Some(text),
            None => debug_assert!(false, "an address has at most two levels"),
        }
        self
    }

    /// Whether it is an `AddressValueError` or a `NetmaskValueError`, after which `ip_address` and its like try the
    /// other version.
    #[must_use]
    pub fn is_about_text(&self) -> bool {
        !matches!(self.cause, Cause::HostBits(_) | Cause::Other(_)) && !self.is_endless()
    }

    /// Whether the message would show the argument itself, where CPython uses the argument's `repr`.
    #[must_use]
    pub fn shows_argument(&self) -> bool {
        matches!(self.cause, Cause::Slash(_) | Cause::Slashes(_))
    }

    /// A number with too many digits to be shown: CPython fails while making the message.
    fn is_endless(&self) -> bool {
        match &self.cause {
            Cause::Number(number, _) | Cause::MaskNumber(number) => {
                // The bits nearly tell; writing a long number takes long.
                number.bits() > 14_300
                    || number.bits() > 14_280 && number.magnitude().to_str_radix(10).len() > NUMBER_DIGITS
            }
            _ => false,
        }
    }

    /// The exception to raise, with the argument shown like this where it is shown.
    #[must_use]
    pub fn raise_about(&self, shown: &str) -> Raised {
        let message = match self.cause {
            Cause::Slash(_) => format!("Unexpected '/' in {shown}"),
            Cause::Slashes(_) => format!("Only one '/' permitted in {shown}"),
            _ => return self.raise(),
        };
        Raised::new("AddressValueError", message)
    }

    /// The exception to raise.
    #[must_use]
    pub fn raise(&self) -> Raised {
        if let Cause::Other(raised) = &self.cause {
            return raised.clone();
        }
        if self.is_endless() {
            return Raised::value(
                "Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to \
                 increase the limit",
            );
        }
        let kind = match self.cause {
            Cause::MaskText(_) | Cause::MaskBytes(_) | Cause::MaskNumber(_) => "NetmaskValueError",
            Cause::HostBits(_) => "ValueError",
            _ => "AddressValueError",
        };
        let mut message = self.cause.message();
        for text in self.within.iter().flatten() {
            message.push_str(" in ");
            message.push_str(&repr(text));
        }
        Raised::new(kind, message)
    }
}

impl Cause<'_> {
    fn message(&self) -> String {
        match self {
            Self::Slash(text) => format!("Unexpected '/' in {}", repr(text)),
            Self::Slashes(text) => format!("Only one '/' permitted in {}", repr(text)),
            Self::Scope(text) => format!("Invalid IPv6 address: \"{}\"", repr(text)),
            Self::Empty => "Address cannot be empty".to_owned(),
            Self::OctetCount => "Expected 4 octets".to_owned(),
            Self::OctetEmpty => "Empty octet not permitted".to_owned(),
            Self::OctetDigits(text) => format!("Only decimal digits permitted in {}", repr(text)),
            Self::OctetLong(text) => format!("At most 3 characters permitted in {}", repr(text)),
            Self::OctetZero(text) => format!("Leading zeros are not permitted in {}", repr(text)),
            Self::OctetBig(octet) => format!("Octet {octet} (> 255) not permitted"),
            Self::FewParts => "At least 3 parts expected".to_owned(),
            Self::ManyColons => "At most 8 colons permitted".to_owned(),
            Self::TwoSkips => "At most one '::' permitted".to_owned(),
            Self::LeadingColon => "Leading ':' only permitted as part of '::'".to_owned(),
            Self::TrailingColon => "Trailing ':' only permitted as part of '::'".to_owned(),
            Self::SkipsNothing => "Expected at most 7 other parts with '::'".to_owned(),
            Self::PartCount => "Exactly 8 parts expected without '::'".to_owned(),
            Self::HexDigits(text) => format!("Only hex digits permitted in {}", repr(text)),
            Self::HexLong(text) => format!("At most 4 characters permitted in {}", repr(text)),
            Self::Packed(bytes, version) => format!(
                "{} (len {} != {}) is not permitted as an IPv{} address",
                bytes_repr(bytes),
                bytes.len(),
                version.bits() / 8,
                version.number()
            ),
            Self::Number(number, version) if number.sign() == num_bigint::Sign::Minus => {
                format!("{number} (< 0) is not permitted as an IPv{} address", version.number())
            }
            Self::Number(number, version) => format!(
                "{number} (>= 2**{}) is not permitted as an IPv{} address",
                version.bits(),
                version.number()
            ),
            Self::MaskText(text) => format!("{} is not a valid netmask", repr(text)),
            Self::MaskBytes(bytes) => format!("{} is not a valid netmask", bytes_repr(bytes)),
            Self::MaskNumber(number) => format!("{number} is not a valid netmask"),
            Self::HostBits(network) => format!("{network} has host bits set"),
            Self::Other(raised) => raised.message.clone(),
        }
    }
}
