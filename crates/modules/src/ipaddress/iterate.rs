//! The lazy results of networks.

use super::{Address, Network, Version};
use crate::raised::Raised;

/// Addresses one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Addresses<'t> {
    version: Version,
    scope: Option<&'t str>,
    /// First and last address that are still to come.
    left: Option<(u128, u128)>,
}

impl<'t> Addresses<'t> {
    pub(super) const fn new(version: Version, first: u128, last: u128) -> Self {
        Self { version, scope: None, left: Some((first, last)) }
    }

    pub(super) const fn one(address: Address<'t>) -> Self {
        Self { version: address.version, scope: address.scope, left: Some((address.bits, address.bits)) }
    }
}

impl<'t> Iterator for Addresses<'t> {
    type Item = Address<'t>;

    fn next(&mut self) -> Option<Address<'t>> {
        let (first, last) = self.left?;
        self.left = first.checked_add(1).filter(|&next| next <= last).map(|next| (next, last));
        Some(Address { version: self.version, bits: first, scope: self.scope })
    }
}

/// `network.subnets()`: networks of one size one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Subnets<'t> {
    next: Option<Network<'t>>,
    last: u128,
}

impl<'t> Subnets<'t> {
    pub(super) const fn one(network: Network<'t>) -> Self {
        Self { next: Some(network), last: network.address.bits }
    }

    pub(super) const fn of(network: Network<'t>, prefix: u8) -> Self {
        let Address { version, bits, .. } = network.address;
        let first = Network { address: Address::from_bits(version, bits), prefix };
        Self { next: Some(first), last: network.broadcast_address().bits }
    }
}

impl<'t> Iterator for Subnets<'t> {
    type Item = Network<'t>;

    fn next(&mut self) -> Option<Network<'t>> {
        let this = self.next?;
        let Address { version, .. } = this.address;
        self.next = this
            .broadcast_address()
            .bits
            .checked_add(1)
            .filter(|&bits| bits <= self.last)
            .map(|bits| Network { address: Address::from_bits(version, bits), prefix: this.prefix });
        Some(this)
    }
}

/// `network.address_exclude(other)`: what is left of a network without a part of it.
#[derive(Clone, Copy, Debug)]
pub struct Exclusion<'t, 'o> {
    /// The network still to be halved, and the part to be left out.
    left: Option<(Network<'t>, Network<'o>)>,
}

impl<'t, 'o> Exclusion<'t, 'o> {
    /// Of two networks that were checked: the second lies within the first.
    pub(crate) fn new(network: Network<'t>, other: Network<'o>) -> Self {
        let whole = network == other;
        Self { left: (!whole).then_some((network, other)) }
    }

    /// The network that is still to be divided.
    pub(crate) fn rest(&self) -> Option<Network<'t>> {
        self.left.map(|(network, _)| network)
    }

    /// The next network.
    ///
    /// # Errors
    /// Where the part has a zone, which CPython then never finds among the halves: `ValueError` or `AssertionError`.
    pub fn advance(&mut self) -> Result<Option<Network<'static>>, Raised> {
        let Some((network, other)) = self.left.take() else { return Ok(None) };
        let Some(prefix) = network.prefix.checked_add(1).filter(|&prefix| prefix <= network.version().bits())
        else {
            return Err(Raised::value("not enough values to unpack (expected 2, got 1)"));
        };
        let low = Network::masked(Address::from_bits(network.version(), network.address.bits), prefix);
        let high = Network::masked(network.broadcast_address(), prefix);
        if low == other {
            return Ok(Some(high));
        }
        if high == other {
            return Ok(Some(low));
        }
        if other.is_within(low) {
            self.left = Some((low, other));
            return Ok(Some(high));
        }
        if other.is_within(high) {
            self.left = Some((high, other));
            return Ok(Some(low));
        }
        Err(Raised::new(
            "AssertionError",
            format!("Error performing exclusion: s1: {low} s2: {high} other: {other}"),
        ))
    }
}
