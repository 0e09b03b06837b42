//! `summarize_address_range` and `collapse_addresses`.

use std::collections::HashMap;
use std::fmt;

use super::order::{Comparison, other_version};
use super::{Address, Interface, Network, Version};
use crate::raised::Raised;

/// What `collapse_addresses` and `summarize_address_range` take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Member<'t> {
    /// An address.
    Address(Address<'t>),
    /// An interface, which is an address too.
    Interface(Interface<'t>),
    /// A network.
    Network(Network<'t>),
}

impl<'t> Member<'t> {
    /// Its version.
    #[must_use]
    pub fn version(self) -> Version {
        self.address().version
    }

    fn address(self) -> Address<'t> {
        match self {
            Self::Address(address) => address,
            Self::Interface(interface) => interface.address,
            Self::Network(network) => network.address,
        }
    }

    /// `self < other`, of addresses and interfaces of one version.
    fn is_less(self, other: Self) -> bool {
        match (self, other) {
            (Self::Interface(this), Self::Interface(other)) => {
                this.compare(Comparison::Less, other).unwrap_or_default()
            }
            (Self::Interface(_), _) => false,
            (_, Self::Interface(_)) => true,
            _ => self.address().bits < other.address().bits,
        }
    }
}

impl fmt::Display for Member<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Interface(interface) => interface.fmt(f),
            Self::Network(network) => network.fmt(f),
        }
    }
}

/// The networks that make up a range of addresses.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    version: Version,
    left: Option<(u128, u128)>,
}

impl Iterator for Summary {
    type Item = Network<'static>;

    fn next(&mut self) -> Option<Network<'static>> {
        let (first, last) = self.left?;
        if first > last {
            return None;
        }
        let width = u32::from(self.version.bits());
        let aligned = first.trailing_zeros().min(width);
        // Of all 2**128 addresses the count is one more than fits: the logarithm is then the width.
        let fitting = last.wrapping_sub(first).checked_add(1).map_or(128, u128::ilog2);
        let spare = aligned.min(fitting);
        let prefix = u8::try_from(width.saturating_sub(spare)).unwrap_or_default();
        let network = Network { address: Address::from_bits(self.version, first), prefix };
        self.left = network.broadcast_address().bits.checked_add(1).map(|next| (next, last));
        Some(network)
    }
}

/// `summarize_address_range(first, last)`. CPython finds the errors when the first network is asked for.
///
/// # Errors
/// `TypeError`: not addresses, or of different versions. `ValueError`: in the wrong order.
pub fn summarize(first: Member<'_>, last: Member<'_>) -> Result<Summary, Raised> {
    if matches!(first, Member::Network(_)) || matches!(last, Member::Network(_)) {
        return Err(Raised::typed("first and last must be IP addresses, not networks"));
    }
    if first.version() != last.version() {
        return Err(other_version(&first, &last));
    }
    if !first.is_less(last) && first != last {
        return Err(Raised::value("last IP address must be greater than first"));
    }
    Ok(Summary { version: first.version(), left: Some((first.address().bits, last.address().bits)) })
}

/// `collapse_addresses(members)`, in full.
///
/// # Errors
/// `TypeError`: the versions differ. The flag tells errors that CPython finds only when the first network is asked for.
pub fn collapse<'t>(members: &[Member<'t>]) -> Result<Vec<Network<'t>>, (Raised, bool)> {
    let mut singles: Vec<Member<'t>> = Vec::new();
    let mut networks: Vec<Network<'t>> = Vec::new();
    for &member in members {
        match member {
            Member::Network(network) if network.prefix != network.version().bits() => {
                if let Some(&last) = networks.last().filter(|last| last.version() != network.version()) {
                    return Err((other_version(&network, &last), false));
                }
                networks.push(network);
            }
            _ => {
                if let Some(last) = singles.last().filter(|last| last.version() != member.version()) {
                    return Err((other_version(&member, last), false));
                }
                singles.push(match member {
                    Member::Network(network) => Member::Address(network.address),
                    other => other,
                });
            }
        }
    }
    singles.sort_by(|&left, &right| match (left.is_less(right), right.is_less(left)) {
        (true, _) => std::cmp::Ordering::Less,
        (_, true) => std::cmp::Ordering::Greater,
        _ => std::cmp::Ordering::Equal,
    });
    singles.dedup();
    let mut found: Vec<Network<'t>> = Vec::new();
    for range in
        singles.chunk_by(|left, right| Some(right.address().bits) == left.address().bits.checked_add(1))
    {
        if let (Some(&first), Some(&last)) = (range.first(), range.last()) {
            for network in summarize(first, last).map_err(|raised| (raised, false))? {
                found.push(network);
            }
        }
    }
    found.extend(networks);
    merge(found).map_err(|raised| (raised, true))
}

/// The first two of different versions that CPython's sort compares: it looks for a run from the start, and puts what follows
/// into its place by bisection.
fn first_mixed<'t>(kept: &[(usize, Network<'t>)]) -> Option<(Network<'t>, Network<'t>)> {
    let networks: Vec<Network<'t>> = kept.iter().map(|&(_, network)| network).collect();
    let key = |network: &Network<'t>| (network.address.bits, network.prefix);
    if !networks.array_windows().any(|[left, right]| left.version() != right.version()) {
        return None;
    }
    let mut falls = None;
    let mut run = 1_usize;
    for [left, right] in networks.array_windows() {
        if left.version() != right.version() {
            return Some((*right, *left));
        }
        let less = key(right) < key(left);
        if *falls.get_or_insert(less) != less {
            break;
        }
        run = run.saturating_add(1);
    }
    let (sorted, rest) = networks.split_at_checked(run)?;
    let mut sorted = sorted.to_vec();
    if falls == Some(true) {
        sorted.reverse();
    }
    for network in rest {
        let (mut low, mut high) = (0, sorted.len());
        while low < high {
            let middle = low.midpoint(high);
            let other = sorted.get(middle)?;
            if other.version() != network.version() {
                return Some((*network, *other));
            }
            if key(network) < key(other) {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        sorted.insert(low, *network);
    }
    None
}

/// Joins neighbours as long as there are any, then drops what lies within another.
fn merge<'t>(mut waiting: Vec<Network<'t>>) -> Result<Vec<Network<'t>>, Raised> {
    // By the network above: which of its halves is there, and when it came (for the order that errors depend on).
    let mut kept: HashMap<Network<'t>, (usize, Network<'t>)> = HashMap::new();
    let mut count = 0usize;
    while let Some(network) = waiting.pop() {
        let above = match network.prefix.checked_sub(1) {
            Some(prefix) => network.wider(prefix),
            None => network,
        };
        match kept.get(&above) {
            None => {
                kept.insert(above, (count, network));
                count = count.saturating_add(1);
            }
            Some((_, existing)) if *existing != network => {
                kept.remove(&above);
                waiting.push(above);
            }
            Some(_) => {}
        }
    }
    let mut kept: Vec<(usize, Network<'t>)> = kept.into_values().collect();
    kept.sort_by_key(|&(came, _)| came);
    if let Some((left, right)) = first_mixed(&kept) {
        return Err(other_version(&left, &right));
    }
    kept.sort_by_key(|&(_, network)| (network.address.bits, network.prefix));
    let mut out: Vec<Network<'t>> = Vec::new();
    for (_, network) in kept {
        let covered =
            out.last().is_some_and(|last| last.broadcast_address().bits >= network.broadcast_address().bits);
        if !covered {
            out.push(network);
        }
    }
    Ok(out)
}
