"""Cases for `ipaddress`."""

import ipaddress

from .grammar import listed, mutated

IMPORTS = "import ipaddress"
SPECIAL4 = "10.0.0.1 192.168.1.255 127.0.0.1 169.254.1.1 224.0.0.1 240.0.0.1 255.255.255.255 0.0.0.0 100.64.0.1 192.0.2.1 198.18.0.1 203.0.113.9 192.88.99.1 192.0.0.9 8.8.8.8 172.16.0.0 192.0.0.8".split()
SPECIAL6 = ":: ::1 fe80::1 fc00::1 ff02::1 2001:db8::1 64:ff9b::1 ::ffff:1.2.3.4 2002:c000:204::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 fec0::1 2001:4860::8888 100::1 fe80::1%eth0 2001::1 5f00::1 64:ff9b:1::1 3fff::1 2001:1::1 2001:20::1".split()


def four(g):
    return g.one(SPECIAL4) if g.chance(0.4) else str(ipaddress.IPv4Address(g.random.getrandbits(32) if g.chance(0.7) else g.below(300)))


def six(g):
    if g.chance(0.4):
        return g.one(SPECIAL6)
    value = ipaddress.IPv6Address(g.random.getrandbits(g.one([128, 128, 64, 16])) << g.one([0, 0, 64]) & (1 << 128) - 1)
    return g.one([str(value), value.exploded, str(value).upper()])


def network4(g):
    length = g.below(33)
    value = g.random.getrandbits(32) & (0xFFFFFFFF << 32 - length) & 0xFFFFFFFF
    if g.chance(0.2):
        value |= g.below(256)
    address = str(ipaddress.IPv4Address(value))
    mask = ipaddress.IPv4Network((0, length))
    return address + "/" + g.one([str(length), str(length), str(length), str(mask.netmask), str(mask.hostmask)])


def network6(g):
    length = g.below(129)
    value = g.random.getrandbits(128) >> 128 - length << 128 - length if length else 0
    return "%s/%d" % (ipaddress.IPv6Address(value), length)


def nearby(g):
    """Networks that often touch or contain each other."""
    length = 24 + g.below(9)
    value = 0x0A000000 + g.below(512) & (0xFFFFFFFF << 32 - length)
    return repr("%s/%d" % (ipaddress.IPv4Address(value), length))


ADDRESS = "compressed exploded is_global is_link_local is_loopback is_multicast is_private is_reserved is_unspecified max_prefixlen packed reverse_pointer version " \
          "ipv4_mapped ipv6_mapped sixtofour teredo scope_id is_site_local".split()
NETWORK = "broadcast_address compressed exploded hostmask netmask network_address is_global is_link_local is_loopback is_multicast is_private is_reserved " \
          "is_unspecified max_prefixlen num_addresses prefixlen reverse_pointer version with_hostmask with_netmask with_prefixlen is_site_local".split()
FACE = "ip network netmask hostmask compressed exploded with_prefixlen with_netmask with_hostmask is_private is_global is_loopback is_multicast reverse_pointer".split()

RULES = {
    "case": """
        4~ ipaddress.ip_address({address})
        3~ ipaddress.IPv4Address({address})
        3~ ipaddress.IPv6Address({address})
        5~ ipaddress.ip_network({network})
        3~ ipaddress.ip_network({network}, {bool})
        2~ ipaddress.ip_network({network}, strict=False)
        2~ ipaddress.ip_interface({network})
        2~ ipaddress.ip_interface({network}).{_face}
        5~ ipaddress.ip_address({fine}).{_address}
        5~ ipaddress.ip_network({fine_net}, False).{_network}
        ipaddress.ip_address({int})
        ipaddress.ip_network({int})
        ipaddress.IPv4Network(({int}, {nat}))
        ipaddress.ip_network(({fine}, {length}), strict={bool})
        ipaddress.ip_address({bytes})
        ipaddress.ip_address({packed})
        2~ ipaddress.ip_address({fine}) {_sign} {int}
        2~ ipaddress.ip_address({fine}) {_order} ipaddress.ip_address({fine})
        ipaddress.ip_network({near}) {_order} ipaddress.ip_network({near})
        ipaddress.ip_address({fine}) {_order} {any}
        3~ ipaddress.ip_address({fine}) in ipaddress.ip_network({fine_net}, False)
        {any} in ipaddress.ip_network({near})
        3~ ipaddress.ip_network({near}).{_relation}(ipaddress.ip_network({near}))
        ipaddress.ip_network({near}).{_relation}({any})
        ipaddress.ip_network({near}).{_relation}(ipaddress.ip_network({fine_net}, False))
        2~ list(ipaddress.ip_network({near}).address_exclude(ipaddress.ip_network({near})))
        3~ list(ipaddress.ip_network({near}).subnets({change}))
        3~ ipaddress.ip_network({fine_net}, False).supernet({change})
        2~ list(ipaddress.ip_network({near}).hosts())[:5]
        list(ipaddress.ip_network({near}))[-3:]
        2~ ipaddress.ip_network({fine_net}, False)[{small}]
        next(ipaddress.ip_network({fine_net}, False).hosts())
        3~ list(ipaddress.collapse_addresses([ipaddress.ip_network(n) for n in {nears}]))
        list(ipaddress.collapse_addresses([ipaddress.ip_address({fine}), ipaddress.ip_address({fine}), ipaddress.ip_network({near})]))
        2~ list(ipaddress.summarize_address_range(ipaddress.ip_address({host}), ipaddress.ip_address({host})))
        list(ipaddress.summarize_address_range(ipaddress.ip_address({fine}), ipaddress.ip_address({fine})))[:4]
        sorted([ipaddress.ip_address({fine}), ipaddress.ip_network({near}), ipaddress.ip_address({host})], key=ipaddress.get_mixed_type_key)
        2~ format(ipaddress.ip_address({fine}), {spec})
        ipaddress.{_name}({any})
        ipaddress.{_name}({str})
        ipaddress.{_name}()
        ipaddress.{_name}({fine}, {any})
        [str, repr, int, bytes][{_four}](ipaddress.ip_address({fine}))
        {ipaddress.ip_address({host}): 1}.get(ipaddress.ip_address({host}))
        ipaddress.v4_int_to_packed({int})
        ipaddress.v6_int_to_packed({int})
        ipaddress.ip_interface({network}) {_order} ipaddress.ip_interface({network})
        ipaddress.ip_network({near}).foo
    """,
    "address": mutated("_any", ".:/%0192afgx -é", 0.4),
    "_any": lambda g: four(g) if g.chance(0.5) else six(g),
    "fine": lambda g: repr(four(g) if g.chance(0.5) else six(g)),
    "host": lambda g: repr("10.0.%d.%d" % (g.below(2), g.below(256))),
    "network": mutated("_net", "./:%0129afx -", 0.3),
    "_net": lambda g: g.one([network4, network4, network6, four, six])(g),
    "fine_net": lambda g: repr(network4(g) if g.chance(0.6) else network6(g)),
    "near": nearby,
    "nears": listed("near", 5),
    "packed": lambda g: repr(g.random.randbytes(g.one([4, 16]))),
    "_name": "ip_address\nip_network\nip_interface\nIPv4Address\nIPv6Address\nIPv4Network\nIPv6Network\nIPv4Interface\nIPv6Interface\ncollapse_addresses",
    "_address": lambda g: g.one(ADDRESS),
    "_network": lambda g: g.one(NETWORK),
    "_face": lambda g: g.one(FACE),
    "_sign": "+\n-",
    "_order": "==\n<\n<=\n>\n>=\n!=",
    "_relation": "overlaps\nsubnet_of\nsupernet_of\ncompare_networks",
    "change": "\nprefixlen_diff={small}\nnew_prefix={length}\n{nat}\n1\nnew_prefix=30\nnew_prefix=20\nprefixlen_diff=2, new_prefix=28",
    "length": lambda g: str(g.below(40) - 2),
    "spec": "'b'\n'x'\n'X'\n'n'\n's'\n''\n'#b'\n'_x'\n'#_n'\n'30s'\n'd'\n'^20'\n'#X'\n'_b'",
    "_four": "0\n1\n2\n3",
}
