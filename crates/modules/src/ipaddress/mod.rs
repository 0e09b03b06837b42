//! Python's `ipaddress`: addresses, networks and interfaces of both versions as small plain data.
//!
//! An address is its bits and, for IPv6, the zone it was written with, borrowed from the text it was read from. Nothing
//! here allocates except what produces text.
//!
//! ```
//! use hognose_modules::ipaddress::{Address, Network, Source};
//! let client = Address::read(&Source::Text("10.1.2.3")).unwrap();
//! let office = Network::read(&Source::Text("10.0.0.0/8"), None, true).unwrap().unwrap();
//! assert!(office.contains(client) && client.is_private() && office.to_string() == "10.0.0.0/8");
//! ```

mod collapse;
mod fault;
mod iterate;
mod network;
mod order;
mod read;
mod registry;
pub mod rows;
mod text;

pub use collapse::{Member, Summary, collapse, summarize};
pub use fault::Fault;
pub use iterate::{Addresses, Exclusion, Subnets};
pub use order::Comparison;
pub use read::{Mask, Source};

/// Version of the Internet Protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 32-bit addresses.
    V4,
    /// 128-bit addresses.
    V6,
}

impl Version {
    /// Bits of an address: 32 or 128.
    #[must_use]
    pub const fn bits(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }

    /// The highest address.
    #[must_use]
    pub const fn all_ones(self) -> u128 {
        match self {
            Self::V4 => u32::MAX as u128,
            Self::V6 => u128::MAX,
        }
    }

    /// 4 or 6.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::V4 => 4,
            Self::V6 => 6,
        }
    }

    /// The netmask of a prefix length, which must not exceed [`Version::bits`].
    #[must_use]
    pub const fn mask(self, prefix: u8) -> u128 {
        self.all_ones() ^ self.host_mask(prefix)
    }

    /// The bits that a netmask leaves to hosts.
    #[must_use]
    pub const fn host_mask(self, prefix: u8) -> u128 {
        match self.all_ones().checked_shr(prefix as u32) {
            Some(mask) => mask,
            None => 0,
        }
    }
}

/// `IPv4Address` or `IPv6Address`.
///
/// Equality is Python's: same version, same bits, same zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Address<'t> {
    version: Version,
    bits: u128,
    scope: Option<&'t str>,
}

impl<'t> Address<'t> {
    /// The address with these bits; the bits of an IPv4 address beyond the lowest 32 are dropped.
    #[must_use]
    pub const fn from_bits(version: Version, bits: u128) -> Self {
        Self { version, bits: bits & version.all_ones(), scope: None }
    }

    /// The same address in a zone (what follows `%` in the text of an IPv6 address).
    #[must_use]
    pub const fn with_scope(self, scope: Option<&str>) -> Address<'_> {
        Address { version: self.version, bits: self.bits, scope }
    }

    /// Its version.
    #[must_use]
    pub const fn version(self) -> Version {
        self.version
    }

    /// The address as a number: `int(address)`.
    #[must_use]
    pub const fn bits(self) -> u128 {
        self.bits
    }

    /// The zone of an IPv6 address.
    #[must_use]
    pub const fn scope(self) -> Option<&'t str> {
        self.scope
    }

    /// Name of its Python class.
    #[must_use]
    pub const fn class_name(self) -> &'static str {
        match self.version {
            Version::V4 => "IPv4Address",
            Version::V6 => "IPv6Address",
        }
    }

    /// The address in network byte order, 4 or 16 bytes of it.
    #[must_use]
    pub fn packed(self) -> ([u8; 16], usize) {
        match self.version {
            Version::V6 => (self.bits.to_be_bytes(), 16),
            Version::V4 => (self.bits.wrapping_shl(96).to_be_bytes(), 4),
        }
    }
}

/// `IPv4Network` or `IPv6Network`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network<'t> {
    address: Address<'t>,
    prefix: u8,
}

/// `IPv4Interface` or `IPv6Interface`: an address and the network it is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interface<'t> {
    address: Address<'t>,
    prefix: u8,
}

impl<'t> Interface<'t> {
    /// The address in a network of that prefix length, at most the version's bits.
    #[must_use]
    pub const fn new(address: Address<'t>, prefix: u8) -> Self {
        Self { address, prefix }
    }

    /// The address as Python's class hierarchy sees it: with its zone.
    #[must_use]
    pub const fn address(self) -> Address<'t> {
        self.address
    }

    /// The `ip` attribute: the address without its zone.
    #[must_use]
    pub const fn ip(self) -> Address<'static> {
        Address::from_bits(self.address.version, self.address.bits)
    }

    /// Length of the network's prefix.
    #[must_use]
    pub const fn prefix(self) -> u8 {
        self.prefix
    }

    /// The network it is on.
    #[must_use]
    pub const fn network(self) -> Network<'t> {
        Network::masked(self.address, self.prefix)
    }

    /// Name of its Python class.
    #[must_use]
    pub const fn class_name(self) -> &'static str {
        match self.address.version {
            Version::V4 => "IPv4Interface",
            Version::V6 => "IPv6Interface",
        }
    }
}
