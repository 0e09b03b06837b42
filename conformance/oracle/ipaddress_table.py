"""Writes what CPython's ipaddress answers: `python3.13 ipaddress_table.py SEED COUNT > TABLE`.

One JSON list a line: the operation, its arguments, and the answers in the order the test in
crates/modules/tests/ipaddress.rs asks for them. An answer that is an exception is "!Kind: message".
"""

import ipaddress
import json
import random
import sys
from itertools import islice

random.seed(int(sys.argv[1]))
COUNT = int(sys.argv[2])


def ask(function):
    try:
        answer = function()
    except Exception as error:  # noqa: BLE001
        return f"!{type(error).__name__}: {error}"
    if answer is None or isinstance(answer, (bool, str)):
        return answer
    if isinstance(answer, int):
        return str(answer)
    return repr(answer)


FLAGS = "is_multicast is_private is_global is_unspecified is_reserved is_loopback is_link_local".split()
SPECS = ["b", "x", "X", "n", "#b", "_b", "#_x", "#_X", "#n", "_n"]


def flags(it):
    names = FLAGS + (["is_site_local"] if it.version == 6 else [])
    return "".join("01"[getattr(it, name)] for name in names)


def address(it):
    yield ask(lambda: str(it))
    yield ask(lambda: int(it))
    yield ask(lambda: it.exploded)
    yield ask(lambda: it.reverse_pointer)
    yield ask(lambda: it.packed.hex())
    yield flags(it)
    if it.version == 6:
        yield ask(lambda: it.ipv4_mapped)
        yield ask(lambda: it.sixtofour)
        yield ask(lambda: it.teredo)
        yield it.scope_id
    else:
        yield ask(lambda: it.ipv6_mapped)
    yield " ".join(format(it, spec) for spec in SPECS)


def network(it):
    yield ask(lambda: repr(it))
    yield ask(lambda: it.exploded)
    yield ask(lambda: it.reverse_pointer)
    yield flags(it)
    yield ask(lambda: it.broadcast_address)
    yield ask(lambda: it.netmask)
    yield ask(lambda: it.hostmask)
    yield ask(lambda: it.num_addresses)
    yield ask(lambda: it.with_netmask)
    yield ask(lambda: it.with_hostmask)
    yield ask(lambda: list(islice(it, 3)))
    yield ask(lambda: list(islice(it.hosts(), 3)))
    yield ask(lambda: it.num_addresses < 3000 and str(list(it.hosts())[-1]))


def interface(it):
    yield ask(lambda: repr(it))
    yield ask(lambda: it.exploded)
    yield ask(lambda: it.reverse_pointer)
    yield flags(it)
    yield ask(lambda: it.ip)
    yield ask(lambda: it.network)
    yield ask(lambda: it.with_prefixlen)
    yield ask(lambda: it.with_netmask)
    yield ask(lambda: it.with_hostmask)
    if it.version == 4:
        yield ask(lambda: it.ipv6_mapped)


def record(function, describe):
    try:
        it = function()
    except Exception as error:  # noqa: BLE001
        return [f"!{type(error).__name__}: {error}"]
    return list(describe(it))


def emit(*row):
    print(json.dumps(row, ensure_ascii=False))


# ---- texts

V4_SPECIAL = (
    "0.0.0.0 10.0.0.1 127.0.0.1 169.254.1.1 172.16.0.1 172.31.255.255 172.32.0.0 192.0.0.0 192.0.0.8 192.0.0.9 "
    "192.0.0.10 192.0.0.170 192.0.2.1 192.168.1.1 198.18.0.1 198.20.0.0 198.51.100.7 203.0.113.1 224.0.0.1 "
    "239.255.255.255 240.0.0.1 255.255.255.255 100.64.0.1 100.127.255.255 100.128.0.0 8.8.8.8 1.2.3.4"
).split()
V6_SPECIAL = (
    ":: ::1 ::2 ::ffff:1.2.3.4 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:100.64.0.1 64:ff9b::1.2.3.4 64:ff9b:1::1 100::1 100:0:0:1:: 2001::1 "
    "2001:1::1 2001:1::2 2001:1::3 2001:3::1 2001:4:112::1 2001:4:113::1 2001:20::1 2001:2f::1 2001:30::1 2001:40::1 2001:200::1 "
    "2001:db8::1 2002:c000:204::1 2002:: fc00::1 fd00::1 fe80::1 fe80::1%eth0 febf::1 fec0::1 feff::1 ff02::1 ff00:: "
    "2001:0:4136:e378:8000:63bf:3fff:fdd2 2606:4700::1111 1:2:3:4:5:6:7:8 1::8 0:0:1:0:0:0:1:0 1:0:0:1:0:0:1:1 "
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 8000:: 4000::1 1000::1 e000::1 f000::1 f800::1 fe00::1"
).split()
PIECES = [
    "", "0", "00", "1", "01", "10", "25", "255", "256", "999", "0000", "1234", "-1", "+1", " 1", "1 ", "a", "ff", "g", "FFFF", "abcde", "00001", "1_0",
    "١", "１", "²", "1e1", "0x1", ".", ":", "::", "%", "%eth0", "/", "1.2.3.4", "1.2.3", "1.2.3.4.5", "127.0.0.01", "ffff", "é", "\t", "\n", "\0", "'", '"',
]


def v4_text():
    kind = random.random()
    if kind < 0.3:
        return random.choice(V4_SPECIAL)
    if kind < 0.65:
        return ".".join(str(random.choice([0, 1, 10, 127, 128, 192, 254, 255, random.randrange(256)])) for _ in range(4))
    parts = [str(random.randrange(300)) if random.random() < 0.7 else random.choice(PIECES) for _ in range(random.choice([4, 4, 4, 3, 5, 1]))]
    return ".".join(parts)


def v6_text():
    kind = random.random()
    if kind < 0.3:
        return random.choice(V6_SPECIAL)
    if kind < 0.5:
        bits = random.getrandbits(128)
        for _ in range(random.randrange(5)):
            bits &= ~(0xFFFF << 16 * random.randrange(8))
        text = str(ipaddress.IPv6Address(bits))
        return random.choice([text, text.upper(), ipaddress.IPv6Address(bits).exploded])
    parts = []
    for _ in range(random.choice([8, 8, 7, 6, 9, 3, 2, 5, 10])):
        draw = random.random()
        parts.append("%x" % random.getrandbits(random.choice([1, 4, 8, 16])) if draw < 0.7 else "" if draw < 0.85 else random.choice(PIECES))
    if random.random() < 0.2:
        parts[-1] = v4_text()
    text = ":".join(parts)
    if random.random() < 0.3:
        text = text.replace(":0:", "::", 1)
    if random.random() < 0.15:
        text += random.choice(["%eth0", "%", "%a%b", "%1", "%é", "%a:b", "%1.2", "%a b"])
    return text


def any_text():
    text = random.choice([v4_text, v6_text])()
    if random.random() < 0.1:
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(PIECES) + text[at + random.randrange(2):]
    return text


def mask_text(version):
    draw = random.random()
    if draw < 0.55:
        return str(random.choice([0, 1, 8, 16, 24, 28, 29, 30, 31, 32, 33, 48, 64, 96, 120, 126, 127, 128, 129, random.randrange(130)]))
    if draw < 0.8:
        bits = ((1 << 32) - 1) ^ (((1 << 32) - 1) >> random.randrange(33))
        return str(ipaddress.IPv4Address(bits ^ random.choice([0, 0, 0xFFFFFFFF, 0x100])))
    return random.choice(["", "08", "032", "0" * 40 + "8", "0" * 4300, "0" * 4299 + "8", "8 ", " 8", "+8", "-1", "a", "8/8", "255.0.255.0", "255.255.255", "::", "ffff::", "٣", "0.0.0.0", "255.255.255.255", "1.2.3.4", "00.0.0.0"])


def network_text():
    text = any_text()
    if random.random() < 0.15:
        return text
    return text + "/" + mask_text(4)


def good_network(version, strict=False):
    bits = 32 if version == 4 else 128
    base = random.choice([random.getrandbits(bits), (10 << 24 if version == 4 else 0x20010DB8 << 96) | random.getrandbits(random.choice([4, 8, 16]))])
    kind = ipaddress.IPv4Network if version == 4 else ipaddress.IPv6Network
    prefix = random.choice([random.randrange(bits + 1), bits, bits - 1, bits - 2, bits - 8, 8, 0])
    it = kind((base, prefix), strict=False)
    if version == 6 and random.random() < 0.05:
        it = kind((str(it.network_address) + "%eth0", prefix), strict=False)
    return it


# ---- tables

CLASSES = {
    "address4": (ipaddress.IPv4Address, address),
    "address6": (ipaddress.IPv6Address, address),
    "address": (ipaddress.ip_address, address),
    "network4": (ipaddress.IPv4Network, network),
    "network6": (ipaddress.IPv6Network, network),
    "network": (ipaddress.ip_network, network),
    "loose": (lambda text: ipaddress.ip_network(text, strict=False), network),
    "interface4": (ipaddress.IPv4Interface, interface),
    "interface6": (ipaddress.IPv6Interface, interface),
    "interface": (ipaddress.ip_interface, interface),
}

for text in V4_SPECIAL + V6_SPECIAL + ["", "1", "1.2.3.4/24", "a/b/c", "/", "//"]:
    emit("address", text, record(lambda: ipaddress.ip_address(text), address))
for _ in range(COUNT):
    text = any_text()
    for name in ["address4", "address6", "address"]:
        make, describe = CLASSES[name]
        emit(name, text, record(lambda: make(text), describe))
    text = network_text()
    for name in random.sample(list(CLASSES)[3:], 3):
        make, describe = CLASSES[name]
        emit(name, text, record(lambda: make(text), describe))


def number():
    return random.choice([0, 1, -1, 2**32 - 1, 2**32, 2**128 - 1, 2**128, -(2**130), 2**31, random.getrandbits(random.choice([8, 32, 33, 128, 130])), -random.getrandbits(64)])


for _ in range(COUNT // 8):
    n = number()
    for name in ["address4", "address6", "address", "network4", "network", "interface"]:
        make, describe = CLASSES[name]
        emit("int:" + name, str(n), record(lambda: make(n), describe))
    packed = random.randbytes(random.choice([0, 1, 3, 4, 4, 5, 15, 16, 16, 17])) if random.random() < 0.7 else random.choice([b"1.2.3.4", b"'\"\\\n", b"it's", b"\x7f\xff\r\t"])
    for name in ["address4", "address6", "address"]:
        make, describe = CLASSES[name]
        emit("packed:" + name, packed.hex(), record(lambda: make(packed), describe))
    text, mask = any_text(), random.choice([mask_text(4), random.choice([0, 8, 24, 32, 33, 64, 128, 129, -1, 2**70])])
    for name in ["network4", "network6", "network", "interface4", "interface6"]:
        make, describe = CLASSES[name]
        emit("pair:" + name, [text, mask if isinstance(mask, str) else [str(mask)]], record(lambda: make((text, mask)), describe))
    at = good_network(random.choice([4, 6])).network_address
    emit("offset", [str(at), str(n)], [ask(lambda: str(at + n)), ask(lambda: str(at - n))])
    net = good_network(random.choice([4, 6]))
    index = random.choice([0, 1, -1, -2, 2, 255, 256, -256, -257, n, net.num_addresses, -net.num_addresses, -net.num_addresses - 1, net.num_addresses - 1])
    emit("index", [str(net), str(index)], [ask(lambda: str(net[index]))])
    diff, new = random.choice([1, 1, 2, 3, 0, -1, 8, 200, n]), random.choice([None, None, 0, 8, 24, 30, 32, 64, 128, 129, n])
    if new is not None and random.random() < 0.6:
        diff = 1
    emit(
        "resize",
        [str(net), str(diff), None if new is None else str(new)],
        [
            ask(lambda: [str(x) for x in islice(net.subnets(diff, new), 4)]),
            ask(lambda: str(net.supernet(diff, new))),
        ],
    )


def related(net):
    """A network near to that one."""
    draw = random.random()
    if draw < 0.1:
        return good_network(random.choice([4, 6]))
    if draw < 0.2:
        return net
    try:
        base = net.supernet(min(net.prefixlen, random.randrange(3)))
        if draw < 0.9:
            base = random.choice(list(base.subnets(random.randrange(5))))
        return base
    except ValueError:
        return net


for _ in range(COUNT // 3):
    a = good_network(random.choice([4, 6]))
    b = related(a)
    emit(
        "relate",
        [str(a), str(b)],
        [
            ask(lambda: a == b),
            ask(lambda: a < b),
            ask(lambda: a <= b),
            ask(lambda: a > b),
            ask(lambda: a >= b),
            ask(lambda: a.overlaps(b)),
            ask(lambda: a.subnet_of(b)),
            ask(lambda: a.supernet_of(b)),
            ask(lambda: a.compare_networks(b)),
            ask(lambda: [str(x) for x in a.address_exclude(b)]),
            ask(lambda: b.network_address in a),
            ask(lambda: b.broadcast_address in a),
        ],
    )
    x = random.choice([ipaddress.ip_address, ipaddress.ip_interface])(str(random.choice([a, b]).network_address))
    y = random.choice([ipaddress.ip_address, ipaddress.ip_interface])(str(random.choice([a, b]).broadcast_address))
    if isinstance(y, (ipaddress.IPv4Interface, ipaddress.IPv6Interface)) and random.random() < 0.7:
        y = ipaddress.ip_interface(f"{random.choice([x, y])}".split("/")[0] + "/" + str(random.randrange(33)))
    emit(
        "order",
        [str(x), str(y)],
        [
            ask(lambda: x == y),
            ask(lambda: x < y),
            ask(lambda: x <= y),
            ask(lambda: x > y),
            ask(lambda: x >= y),
            ask(lambda: [str(z) for z in islice(ipaddress.summarize_address_range(x, y), 300)]),
            ask(lambda: [str(z) for z in islice(ipaddress.summarize_address_range(y, x), 300)]),
        ],
    )
    members = []
    for _ in range(random.randrange(8)):
        other = related(a) if random.random() < 0.9 else b
        if other.version != a.version and random.random() < 0.9:
            continue
        members.append(random.choice([other, other, other.network_address, other.broadcast_address]))
        if random.random() < 0.1:
            members.append(ipaddress.ip_interface(str(other)))
    kinds = "".join("n" if "Network" in type(m).__name__ else "i" if "Interface" in type(m).__name__ else "a" for m in members)
    emit("collapse", [kinds, [str(m) for m in members]], [ask(lambda: [str(z) for z in ipaddress.collapse_addresses(members)])])
