//! What networks are made of and how they relate.

use num_bigint::{BigInt, Sign};

use super::fault::Fault;
use super::iterate::{Addresses, Exclusion, Subnets};
use super::{Address, Network, Version};
use crate::raised::Raised;

impl<'t> Network<'t> {
    /// The network of that prefix length, at most the version's bits, that the address is in. An address without host
    /// bits keeps its zone.
    #[must_use]
    pub const fn masked(address: Address<'t>, prefix: u8) -> Self {
        let bits = address.bits & address.version.mask(prefix);
        let scope = if bits == address.bits { address.scope } else { None };
        Self { address: Address { version: address.version, bits, scope }, prefix }
    }

    /// Its version.
    #[must_use]
    pub const fn version(self) -> Version {
        self.address.version
    }

    /// Name of its Python class.
    #[must_use]
    pub const fn class_name(self) -> &'static str {
        match self.address.version {
            Version::V4 => "IPv4Network",
            Version::V6 => "IPv6Network",
        }
    }

    /// `network.network_address`.
    #[must_use]
    pub const fn network_address(self) -> Address<'t> {
        self.address
    }

    /// `network.prefixlen`.
    #[must_use]
    pub const fn prefix(self) -> u8 {
        self.prefix
    }

    const fn with_bits(self, bits: u128) -> Address<'static> {
        Address::from_bits(self.address.version, bits)
    }

    const fn first(self) -> u128 {
        self.address.bits
    }

    const fn last(self) -> u128 {
        self.address.bits | self.address.version.host_mask(self.prefix)
    }

    /// `network.broadcast_address`.
    #[must_use]
    pub const fn broadcast_address(self) -> Address<'static> {
        self.with_bits(self.last())
    }

    /// `network.netmask`.
    #[must_use]
    pub const fn netmask(self) -> Address<'static> {
        self.with_bits(self.address.version.mask(self.prefix))
    }

    /// `network.hostmask`.
    #[must_use]
    pub const fn hostmask(self) -> Address<'static> {
        self.with_bits(self.address.version.host_mask(self.prefix))
    }

    /// `network.num_addresses`. `None` for 2\*\*128.
    #[must_use]
    pub const fn num_addresses(self) -> Option<u128> {
        self.address.version.host_mask(self.prefix).checked_add(1)
    }

    /// `address in network`; `False` when the versions differ.
    #[must_use]
    #[inline]
    pub fn contains(self, address: Address<'_>) -> bool {
        self.address.version == address.version
            && address.bits & self.address.version.mask(self.prefix) == self.address.bits
    }

    /// `network[index]`; `None` is an `IndexError`, *address out of range*. (An address is always found: the bounds are
    /// the network's own.)
    #[must_use]
    pub fn get(self, index: &BigInt) -> Option<Address<'static>> {
        let size = self.last().wrapping_sub(self.first());
        // Backwards, -1 is no distance at all.
        let back = index.sign() == Sign::Minus;
        let from_end = if back { index.checked_add(&BigInt::from(1))? } else { index.clone() };
        let distance = u128::try_from(from_end.magnitude()).ok().filter(|&distance| distance <= size)?;
        let bits =
            if back { self.last().checked_sub(distance)? } else { self.first().checked_add(distance)? };
        Some(self.with_bits(bits))
    }

    /// `iter(network)`: all of its addresses.
    #[must_use]
    pub const fn addresses(self) -> Addresses<'t> {
        Addresses::new(self.address.version, self.first(), self.last())
    }

    /// `network.hosts()`: without network and broadcast address, without the anycast address in IPv6; of two addresses
    /// both, of one that (where CPython returns a list).
    #[must_use]
    pub const fn hosts(self) -> Addresses<'t> {
        let spare = self.address.version.bits().wrapping_sub(self.prefix);
        let first = self.first().wrapping_add(1);
        match (spare, self.address.version) {
            (0, _) => Addresses::one(self.address),
            (1, _) => self.addresses(),
            (_, Version::V4) => Addresses::new(Version::V4, first, self.last().wrapping_sub(1)),
            (_, Version::V6) => Addresses::new(Version::V6, first, self.last()),
        }
    }

    /// `network.overlaps(other)`.
    #[must_use]
    pub fn overlaps(self, other: Network<'_>) -> bool {
        other.contains(self.address)
            || other.contains(self.broadcast_address())
            || self.contains(other.address)
            || self.contains(other.broadcast_address())
    }

    /// `network.subnet_of(other)`.
    ///
    /// # Errors
    /// `TypeError`: the versions differ.
    pub fn subnet_of(self, other: Network<'_>) -> Result<bool, Raised> {
        if self.version() != other.version() {
            return Err(Raised::typed(format!("{self} and {other} are not of the same version")));
        }
        Ok(self.is_within(other))
    }

    pub(super) fn is_within(self, other: Network<'_>) -> bool {
        let begins = other.first() < self.first() || other.address == self.address;
        begins && other.last() >= self.last()
    }

    /// `network.supernet(difference, new_prefix)`.
    ///
    /// # Errors
    /// `ValueError`: there is no such network.
    pub fn supernet(self, difference: &BigInt, new_prefix: Option<&BigInt>) -> Result<Self, Raised> {
        if self.prefix == 0 {
            return Ok(self);
        }
        let prefix = BigInt::from(self.prefix);
        let mut difference = difference.clone();
        if let Some(new) = new_prefix {
            if *new > prefix {
                return Err(Raised::value("new prefix must be shorter"));
            }
            if difference != BigInt::from(1) {
                return Err(Raised::value("cannot set prefixlen_diff and new_prefix"));
            }
            difference = prefix.clone().checked_sub(new).unwrap_or_default();
        }
        let new = prefix.checked_sub(&difference).unwrap_or_default();
        if new.sign() == Sign::Minus {
            return Err(Raised::value(format!(
                "current prefixlen is {}, cannot have a prefixlen_diff of {difference}",
                self.prefix
            )));
        }
        match u8::try_from(&new) {
            Ok(new) if new <= self.prefix => Ok(self.wider(new)),
            _ => Err(Raised::value("negative shift count")),
        }
    }

    /// The network of a shorter prefix that this one is in; the same one keeps no zone either.
    pub(super) fn wider(self, prefix: u8) -> Self {
        Self::masked(self.with_bits(self.first()), prefix)
    }

    /// `network.subnets(difference, new_prefix)`. CPython finds the errors when the first subnet is asked for.
    ///
    /// # Errors
    /// `ValueError`: there are no such networks.
    pub fn subnets(self, difference: &BigInt, new_prefix: Option<&BigInt>) -> Result<Subnets<'t>, Raised> {
        if self.prefix == self.version().bits() {
            return Ok(Subnets::one(self));
        }
        let prefix = BigInt::from(self.prefix);
        let mut difference = difference.clone();
        if let Some(new) = new_prefix {
            if *new < prefix {
                return Err(Raised::value("new prefix must be longer"));
            }
            if difference != BigInt::from(1) {
                return Err(Raised::value("cannot set prefixlen_diff and new_prefix"));
            }
            difference = new.checked_sub(&prefix).unwrap_or_default();
        }
        if difference.sign() == Sign::Minus {
            return Err(Raised::value("prefix length diff must be > 0"));
        }
        let new = prefix.checked_add(&difference).unwrap_or_default();
        match u8::try_from(&new) {
            Ok(new) if new <= self.version().bits() => Ok(Subnets::of(self, new)),
            _ => Err(Raised::value(format!("prefix length diff {new} is invalid for netblock {self}"))),
        }
    }

    /// `network.address_exclude(other)`. CPython finds the errors when the first network is asked for.
    ///
    /// # Errors
    /// `TypeError`: the versions differ. `ValueError`: the other is not within.
    pub fn address_exclude<'o>(self, other: Network<'o>) -> Result<Exclusion<'t, 'o>, Raised> {
        if !other.subnet_of(self).map_err(|_| super::order::other_version(&self, &other))? {
            return Err(Raised::value(format!("{other} not contained in {self}")));
        }
        Ok(Exclusion::new(self, other))
    }
}

impl<'t> Address<'t> {
    /// `address + number`, or minus a negative one. (That of an interface is one with the full prefix.)
    ///
    /// # Errors
    /// `AddressValueError`: there is no such address.
    pub fn offset(self, number: &BigInt) -> Result<Address<'static>, Fault<'static>> {
        let sum = BigInt::from(self.bits).checked_add(number).unwrap_or_default();
        match u128::try_from(&sum) {
            Ok(bits) if bits <= self.version.all_ones() => Ok(Address::from_bits(self.version, bits)),
            _ => Err(super::fault::Cause::Number(sum, self.version).into()),
        }
    }
}
