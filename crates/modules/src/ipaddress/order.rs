//! How addresses, networks and interfaces compare: `<`, `<=`, `>` and `>=` as CPython derives them from its `<` and
//! `==`, zones included (two addresses that differ only in the zone are neither equal nor less; each is greater).

use std::cmp::Ordering;
use std::fmt::Display;

use super::{Address, Interface, Network};
use crate::raised::Raised;

/// The error of comparing or joining things of different versions.
pub(super) fn other_version(left: &dyn Display, right: &dyn Display) -> Raised {
    Raised::typed(format!("{left} and {right} are not of the same version"))
}

/// An operator of ordering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

impl Comparison {
    /// The same operator seen from the right-hand side.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessEqual => Self::GreaterEqual,
            Self::Greater => Self::Less,
            Self::GreaterEqual => Self::LessEqual,
        }
    }

    /// The answer from whether it is less and whether it is equal.
    #[must_use]
    pub const fn answer(self, less: bool, equal: bool) -> bool {
        match self {
            Self::Less => less,
            Self::LessEqual => less || equal,
            Self::Greater => !less && !equal,
            Self::GreaterEqual => !less,
        }
    }
}

impl Address<'_> {
    /// The comparison of two addresses.
    ///
    /// # Errors
    /// `TypeError`: the versions differ.
    pub fn compare(self, comparison: Comparison, other: Address<'_>) -> Result<bool, Raised> {
        if self.version != other.version {
            return Err(other_version(&self, &other));
        }
        Ok(comparison.answer(self.bits < other.bits, self == other))
    }
}

impl Network<'_> {
    fn is_less(self, other: Network<'_>) -> bool {
        if self.address == other.address {
            self.prefix < other.prefix
        } else {
            self.address.bits < other.address.bits
        }
    }

    /// The comparison of two networks.
    ///
    /// # Errors
    /// `TypeError`: the versions differ.
    pub fn compare(self, comparison: Comparison, other: Network<'_>) -> Result<bool, Raised> {
        if self.version() != other.version() {
            return Err(other_version(&self, &other));
        }
        Ok(comparison.answer(self.is_less(other), self == other))
    }

    /// `network.compare_networks(other)`.
    ///
    /// # Errors
    /// `TypeError`: the versions differ.
    pub fn compare_networks(self, other: Network<'_>) -> Result<Ordering, Raised> {
        if self.version() != other.version() {
            return Err(Raised::typed(format!("{self} and {other} are not of the same type")));
        }
        Ok(if self.address == other.address {
            self.prefix.cmp(&other.prefix)
        } else if self.address.bits < other.address.bits {
            Ordering::Less
        } else {
            Ordering::Greater
        })
    }
}

impl Interface<'_> {
    fn is_less(self, other: Interface<'_>) -> bool {
        let (network, others) = (self.network(), other.network());
        network.is_less(others) || network == others && self.address.bits < other.address.bits
    }

    /// Whether two interfaces are equal: the same address in the same network.
    #[must_use]
    pub fn equals(self, other: Interface<'_>) -> bool {
        self == other
    }

    /// The comparison of two interfaces.
    ///
    /// # Errors
    /// `TypeError`: the versions differ.
    pub fn compare(self, comparison: Comparison, other: Interface<'_>) -> Result<bool, Raised> {
        if self.address.version != other.address.version {
            return Err(other_version(&self, &other));
        }
        Ok(comparison.answer(self.is_less(other), self == other))
    }

    /// The comparison of an interface with an address: the interface is always the greater one.
    ///
    /// # Errors
    /// `TypeError`: the versions differ.
    pub fn compare_address(self, comparison: Comparison, other: Address<'_>) -> Result<bool, Raised> {
        if self.address.version != other.version {
            return Err(other_version(&self, &other));
        }
        Ok(comparison.answer(false, false))
    }
}
