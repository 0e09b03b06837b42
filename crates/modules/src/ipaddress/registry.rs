//! What kind of address it is, by IANA's special-purpose registries as the reference version of CPython has them.

use super::{Address, Interface, Network, Version};

/// A range of addresses: its first address and its prefix length.
type Range = (u128, u8);

const fn quad(a: u8, b: u8, c: u8, d: u8) -> u128 {
    u32::from_be_bytes([a, b, c, d]) as u128
}

const fn high(first: u16, second: u16, third: u16) -> u128 {
    ((first as u128) << 112) | ((second as u128) << 96) | ((third as u128) << 80)
}

const V4_LINK_LOCAL: Range = (quad(169, 254, 0, 0), 16);
const V4_LOOPBACK: Range = (quad(127, 0, 0, 0), 8);
const V4_MULTICAST: Range = (quad(224, 0, 0, 0), 4);
const V4_RESERVED: Range = (quad(240, 0, 0, 0), 4);
/// Carrier-grade NAT: neither private nor global.
const V4_SHARED: Range = (quad(100, 64, 0, 0), 10);
const V4_PRIVATE: &[Range] = &[
    (quad(0, 0, 0, 0), 8),
    (quad(10, 0, 0, 0), 8),
    (quad(127, 0, 0, 0), 8),
    (quad(169, 254, 0, 0), 16),
    (quad(172, 16, 0, 0), 12),
    (quad(192, 0, 0, 0), 24),
    (quad(192, 0, 2, 0), 24),
    (quad(192, 168, 0, 0), 16),
    (quad(198, 18, 0, 0), 15),
    (quad(198, 51, 100, 0), 24),
    (quad(203, 0, 113, 0), 24),
    (quad(240, 0, 0, 0), 4),
];
const V4_PRIVATE_EXCEPT: &[Range] = &[(quad(192, 0, 0, 9), 32), (quad(192, 0, 0, 10), 32)];

const V6_LINK_LOCAL: Range = (high(0xfe80, 0, 0), 10);
const V6_SITE_LOCAL: Range = (high(0xfec0, 0, 0), 10);
const V6_MULTICAST: Range = (high(0xff00, 0, 0), 8);
const V6_PRIVATE: &[Range] = &[
    (1, 128),
    (0, 128),
    (0xffff_0000_0000, 96),
    (high(0x64, 0xff9b, 1), 48),
    (high(0x100, 0, 0), 64),
    (high(0x2001, 0, 0), 23),
    (high(0x2001, 0xdb8, 0), 32),
    (high(0x2002, 0, 0), 16),
    (high(0xfc00, 0, 0), 7),
    (high(0xfe80, 0, 0), 10),
];
const V6_PRIVATE_EXCEPT: &[Range] = &[
    (high(0x2001, 1, 0) | 1, 128),
    (high(0x2001, 1, 0) | 2, 128),
    (high(0x2001, 3, 0), 32),
    (high(0x2001, 4, 0x112), 48),
    (high(0x2001, 0x20, 0), 28),
    (high(0x2001, 0x30, 0), 28),
];
const V6_RESERVED: &[Range] = &[
    (high(0, 0, 0), 8),
    (high(0x100, 0, 0), 8),
    (high(0x200, 0, 0), 7),
    (high(0x400, 0, 0), 6),
    (high(0x800, 0, 0), 5),
    (high(0x1000, 0, 0), 4),
    (high(0x4000, 0, 0), 3),
    (high(0x6000, 0, 0), 3),
    (high(0x8000, 0, 0), 3),
    (high(0xa000, 0, 0), 3),
    (high(0xc000, 0, 0), 3),
    (high(0xe000, 0, 0), 4),
    (high(0xf000, 0, 0), 5),
    (high(0xf800, 0, 0), 6),
    (high(0xfe00, 0, 0), 9),
];

impl Address<'static> {
    const fn v4(bits: u128) -> Self {
        Self::from_bits(Version::V4, bits)
    }
}

impl Address<'_> {
    const fn within(self, (first, prefix): Range) -> bool {
        self.bits & self.version.mask(prefix) == first
    }

    fn within_any(self, ranges: &[Range]) -> bool {
        ranges.iter().any(|&range| self.within(range))
    }

    const fn is_v4(self) -> bool {
        matches!(self.version, Version::V4)
    }

    const fn private_ranges(self) -> (&'static [Range], &'static [Range]) {
        if self.is_v4() { (V4_PRIVATE, V4_PRIVATE_EXCEPT) } else { (V6_PRIVATE, V6_PRIVATE_EXCEPT) }
    }

    /// `address.is_private`.
    #[must_use]
    pub fn is_private(self) -> bool {
        let this = self.ipv4_mapped().unwrap_or_else(|| Address::from_bits(self.version, self.bits));
        let (ranges, except) = this.private_ranges();
        this.within_any(ranges) && !this.within_any(except)
    }

    /// `address.is_global`. Carrier-grade NAT (100.64.0.0/10) is neither private nor global.
    #[must_use]
    pub fn is_global(self) -> bool {
        let shared = self.is_v4() && self.within(V4_SHARED);
        !shared && !self.is_private()
    }

    /// `address.is_multicast`.
    #[must_use]
    pub const fn is_multicast(self) -> bool {
        self.within(if self.is_v4() { V4_MULTICAST } else { V6_MULTICAST })
    }

    /// `address.is_reserved`.
    #[must_use]
    pub fn is_reserved(self) -> bool {
        if self.is_v4() { self.within(V4_RESERVED) } else { self.within_any(V6_RESERVED) }
    }

    /// `address.is_link_local`.
    #[must_use]
    pub const fn is_link_local(self) -> bool {
        self.within(if self.is_v4() { V4_LINK_LOCAL } else { V6_LINK_LOCAL })
    }

    /// `address.is_site_local`; only IPv6 addresses have it.
    #[must_use]
    pub const fn is_site_local(self) -> bool {
        !self.is_v4() && self.within(V6_SITE_LOCAL)
    }

    /// `address.is_unspecified`.
    #[must_use]
    pub const fn is_unspecified(self) -> bool {
        self.bits == 0
    }

    /// `address.is_loopback`.
    #[must_use]
    pub const fn is_loopback(self) -> bool {
        match (self.version, self.ipv4_mapped()) {
            (Version::V4, _) => self.within(V4_LOOPBACK),
            (Version::V6, Some(mapped)) => mapped.within(V4_LOOPBACK),
            (Version::V6, None) => self.bits == 1,
        }
    }

    /// `address.ipv4_mapped`; only IPv6 addresses have it.
    #[must_use]
    pub const fn ipv4_mapped(self) -> Option<Address<'static>> {
        if !self.is_v4() && self.bits >> 32 == 0xffff { Some(Address::v4(self.bits)) } else { None }
    }

    /// `address.ipv6_mapped`; only IPv4 addresses have it.
    #[must_use]
    pub const fn ipv6_mapped(self) -> Address<'static> {
        Address::from_bits(Version::V6, 0xffff_0000_0000 | self.bits)
    }

    /// `address.sixtofour`; only IPv6 addresses have it.
    #[must_use]
    pub const fn sixtofour(self) -> Option<Address<'static>> {
        if !self.is_v4() && self.bits >> 112 == 0x2002 { Some(Address::v4(self.bits >> 80)) } else { None }
    }

    /// `address.teredo`: the addresses of server and client; only IPv6 addresses have it.
    #[must_use]
    pub const fn teredo(self) -> Option<(Address<'static>, Address<'static>)> {
        if !self.is_v4() && self.bits >> 96 == 0x2001_0000 {
            Some((Address::v4(self.bits >> 64), Address::v4(!self.bits)))
        } else {
            None
        }
    }
}

impl Network<'_> {
    /// Whether it is so for the first and for the last address.
    fn both(self, test: impl Fn(Address<'static>) -> bool) -> bool {
        let Address { version, bits, .. } = self.address;
        test(Address::from_bits(version, bits)) && test(self.broadcast_address())
    }

    /// `network.is_private`.
    #[must_use]
    pub fn is_private(self) -> bool {
        let (ranges, except) = self.address.private_ranges();
        let (first, last) = (self.address, self.broadcast_address());
        ranges.iter().any(|&range| first.within(range) && last.within(range))
            && !except.iter().any(|&range| first.within(range) || last.within(range))
    }

    /// `network.is_global`.
    #[must_use]
    pub fn is_global(self) -> bool {
        let shared = self.address.is_v4() && self.both(|address| address.within(V4_SHARED));
        !shared && !self.is_private()
    }

    /// `network.is_multicast`.
    #[must_use]
    pub fn is_multicast(self) -> bool {
        self.both(Address::is_multicast)
    }

    /// `network.is_reserved`.
    #[must_use]
    pub fn is_reserved(self) -> bool {
        self.both(Address::is_reserved)
    }

    /// `network.is_link_local`.
    #[must_use]
    pub fn is_link_local(self) -> bool {
        self.both(Address::is_link_local)
    }

    /// `network.is_site_local`; only IPv6 networks have it.
    #[must_use]
    pub fn is_site_local(self) -> bool {
        self.both(Address::is_site_local)
    }

    /// `network.is_unspecified`.
    #[must_use]
    pub fn is_unspecified(self) -> bool {
        self.both(Address::is_unspecified)
    }

    /// `network.is_loopback`.
    #[must_use]
    pub fn is_loopback(self) -> bool {
        self.both(Address::is_loopback)
    }
}

impl Interface<'_> {
    /// `interface.is_unspecified`: never for IPv4, where CPython compares the interface with an address.
    #[must_use]
    pub fn is_unspecified(self) -> bool {
        !self.address.is_v4() && self.address.is_unspecified() && self.network().is_unspecified()
    }

    /// `interface.is_loopback`.
    #[must_use]
    pub fn is_loopback(self) -> bool {
        self.address.is_loopback() && (self.address.is_v4() || self.network().is_loopback())
    }
}
