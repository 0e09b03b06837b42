#!/usr/bin/env python3.13
"""Ask CPython 3.13 what its modules answer to generated arguments.

    python3.13 crates/modules/tests/oracle/generate.py MODULE COUNT [SEED] > crates/modules/tests/oracle/MODULE.jsonl

A line is [function, arguments, outcome]; an outcome is {"value": …} or {"error": [type, message]}. Bytes are {"bytes": hex}, floats
{"float": hex of the big-endian bits}, large integers {"int": decimal}. A folder of longer tables can be given to the tests in
HOGNOSE_ORACLE.
"""

import json
import random
import struct
import sys


def encode(value):
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, float):
        return {"float": struct.pack(">d", value).hex()}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return {"int": str(value)}
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {"dict": [[encode(k), encode(v)] for k, v in value.items()]}
    return value


def outcome(function, arguments):
    try:
        return {"value": encode(function(*arguments))}
    except Exception as error:
        return {"error": [type(error).__name__, str(error)]}


def some_bytes(r, most=20):
    kind = r.random()
    size = r.randrange(most)
    if kind < 0.15:
        return bytes(size)
    if kind < 0.25:
        return b" " * size
    return r.randbytes(size)


def spoil(r, data):
    """Bytes with a few of them replaced, inserted or removed."""
    data = bytearray(data)
    for _ in range(r.choice((0, 0, 1, 1, 2, 3))):
        at = r.randrange(len(data) + 1)
        match r.randrange(3):
            case 0:
                data[at:at] = bytes([r.choice(b"= \n-_+/zy~A!u01\xff\x00")])
            case 1:
                del data[at : at + 1]
            case _:
                data[at : at + 1] = bytes([r.choice(b"=a \n-_+/8Oozyl~\x80")])
    return bytes(data)


def base64(r):
    import base64 as m

    names = "b64 std urlsafe bytes b32 b32hex b16 a85 b85 z85".split()
    name, data, decode = r.choice(names), some_bytes(r), r.random() < 0.65
    alt = r.choice((None, None, b"-_", b"./", b"+-", b"x", b"//"))
    fold, adobe, flag = r.random() < 0.5, r.random() < 0.3, r.random() < 0.5
    wrap = r.choice((0, 0, 1, 2, 5, 7, 76))
    encoders = {
        "b64": (lambda d, a: m.b64encode(d, a), [data, alt]),
        "std": (m.standard_b64encode, [data]),
        "urlsafe": (m.urlsafe_b64encode, [data]),
        "bytes": (m.encodebytes, [some_bytes(r, 200)]),
        "b32": (m.b32encode, [data]),
        "b32hex": (m.b32hexencode, [data]),
        "b16": (m.b16encode, [data]),
        "a85": (lambda d, f, w, p, a: m.a85encode(d, foldspaces=f, wrapcol=w, pad=p, adobe=a), [data, fold, wrap, flag, adobe]),
        "b85": (m.b85encode, [data, flag]),
        "z85": (m.z85encode, [data]),
    }
    encoder, arguments = encoders[name]
    if not decode:
        return name + "encode", encoder, arguments
    usable = arguments[:1] if name == "b64" else arguments
    text = spoil(r, encoder(*usable, *([None] if name == "b64" else [])))
    decoders = {
        "b64": (lambda d, a, v: m.b64decode(d, a, v), [text, alt, flag]),
        "std": (m.standard_b64decode, [text]),
        "urlsafe": (m.urlsafe_b64decode, [text]),
        "bytes": (m.decodebytes, [text]),
        "b32": (lambda d, c, o: m.b32decode(d, c, o), [text.lower() if flag else text, fold, r.choice((None, None, b"L", b"I", b"LL"))]),
        "b32hex": (lambda d, c: m.b32hexdecode(d, c), [text, fold]),
        "b16": (lambda d, c: m.b16decode(d, c), [text.lower() if flag else text, fold]),
        "a85": (lambda d, f, a: m.a85decode(d, foldspaces=f, adobe=a), [text, fold, adobe]),
        "b85": (m.b85decode, [text]),
        "z85": (m.z85decode, [text]),
    }
    decoder, arguments = decoders[name]
    return name + "decode", decoder, arguments


def binascii(r):
    import binascii as m

    data = some_bytes(r)
    return r.choice(
        [
            ("hexlify", m.hexlify, [data]),
            ("grouped", lambda d, s, n: m.hexlify(d, s, n), [data, r.choice((b"-", b":")), r.randrange(-5, 6)]),
            ("unhexlify", m.unhexlify, [spoil(r, m.hexlify(data))]),
            ("crc32", m.crc32, [data, r.choice((0, 0, r.getrandbits(32)))]),
            ("crc_hqx", m.crc_hqx, [data, r.choice((0, r.getrandbits(16)))]),
        ]
    )


HASHES = (
    "md5 sha1 sha224 sha256 sha384 sha512 sha512_224 sha512_256 sha3_224 sha3_256 sha3_384 sha3_512 shake_128 shake_256 "
    "blake2b blake2s ripemd160 md5-sha1"
).split()
OTHER_HASHES = (
    "ssl3-md5 sha-1 sha-224 sha2-256 sha-512/224 sha2-512/256 sha512-256 sha512/256 sha3-224 shake128 shake-256 blake2b512 "
    "blake2s-256 ripemd-160 rmd160 whirlpool x md4"
).split()


def hashlib(r):
    import hashlib as m

    def digest(name, parts, length):
        h = m.new(name)
        for part in parts:
            h.update(part)
        return h.hexdigest(length) if name.startswith("shake") else h.hexdigest()

    name = r.choice(HASHES + OTHER_HASHES)
    spelled = r.choice((name, name, name.upper(), name.title()))
    parts = [r.randbytes(r.choice((0, 1, 3, 55, 56, 63, 64, 65, 111, 128, 200, 300))) for _ in range(r.randrange(4))]
    keyed = r.choice(("blake2b", "blake2s"))
    derived = r.choice([name for name in HASHES if name != "md5-sha1"])
    return r.choice(
        [
            ("named", lambda n: m.new(n).name, [spelled]),
            ("sizes", lambda n: [m.new(n).digest_size, m.new(n).block_size], [r.choice(HASHES)]),
            ("digest", digest, [r.choice(HASHES), parts, r.choice((0, 1, 32, 200, 500))]),
            (keyed, lambda d, n, k: getattr(m, keyed)(d, digest_size=n, key=k).hexdigest(),
             [r.randbytes(r.choice((0, 5, 64, 128, 200))), r.choice((-1, 0, 1, 16, 31, 32, 33, 64, 65)), r.randbytes(r.choice((0, 1, 32, 33, 64, 65)))]),
            ("pbkdf2", lambda *a: m.pbkdf2_hmac(*a).hex(),
             [derived, r.randbytes(r.choice((0, 5, 64, 65, 200))), r.randbytes(8), r.choice((0, 1, 2, 50, 2**31)), r.choice((0, 1, 20, 32, 64, 100))]),
        ]
    )


def hmac(r):
    import hmac as m

    def digest(name, key, parts):
        h = m.new(key, digestmod=name)
        for part in parts:
            h.update(part)
        return h.digest()

    parts = [some_bytes(r, 100) for _ in range(r.randrange(4))]
    left = some_bytes(r)
    return r.choice(
        [
            ("digest", digest, [r.choice(HASHES), r.randbytes(r.choice((0, 1, 20, 63, 64, 65, 127, 128, 129, 144, 145, 300))), parts]),
            ("compare", m.compare_digest, [left, r.choice((left, spoil(r, left)))]),
        ]
    )


def main():
    module, count = sys.argv[1], int(sys.argv[2])
    r = random.Random(sys.argv[3] if len(sys.argv) > 3 else module)
    seen = set()
    while len(seen) < count:
        name, function, arguments = globals()[module](r)
        line = json.dumps([name, encode(arguments), outcome(function, arguments)])
        if line not in seen:
            seen.add(line)
            print(line)


if __name__ == "__main__":
    main()
