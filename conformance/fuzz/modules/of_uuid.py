"""Cases for `uuid`."""

import uuid

from .grammar import mutated

IMPORTS = "import uuid"
ATTRIBUTES = "hex int urn version variant fields bytes bytes_le time node clock_seq clock_seq_hi_variant clock_seq_low time_hi_version time_low time_mid".split()


def some(g):
    value = uuid.UUID(int=g.random.getrandbits(128), version=g.one([None, 1, 3, 4, 5]))
    return g.one([str(value), str(value), value.hex, "{%s}" % value, value.urn, str(value).upper(), "urn:uuid:" + value.hex])


RULES = {
    "case": """
        6~ uuid.UUID({text})
        4~ uuid.UUID({good}).{_attribute}
        uuid.UUID(hex={good})
        2~ uuid.UUID(int={wide})
        uuid.UUID(int={int})
        2~ uuid.UUID(int={wide}, version={version})
        uuid.UUID({good}, version={version})
        uuid.UUID(bytes={sixteen})
        uuid.UUID(bytes_le={sixteen}).hex
        uuid.UUID(bytes={bytes})
        2~ uuid.UUID(fields=({int}, {int}, {int}, {int}, {int}, {int}))
        uuid.UUID(fields=({nat}, {nat}, {nat}, {nat}, {nat}, {nat}))
        uuid.UUID(fields={smalls})
        uuid.UUID({good}, int={int})
        3~ uuid.uuid3({space}, {str})
        3~ uuid.uuid5({space}, {str})
        uuid.uuid5({space}, {bytes})
        uuid.uuid5({any}, {str})
        uuid.uuid3({space}, {any})
        2~ uuid.UUID({good}) {_order} uuid.UUID({good})
        uuid.UUID({good}) {_order} {any}
        sorted([uuid.UUID({good}), uuid.UUID({good}), uuid.UUID(int={nat})])
        [str, repr, int][{_three}](uuid.UUID({good}))
        {uuid.UUID(int={nat}): 1}.get(uuid.UUID(int={nat}))
        '%s|{}'.format(uuid.UUID({good})) % uuid.UUID({good})
        uuid.UUID({any})
        uuid.UUID()
        uuid.UUID({any}, {any}, {any})
        uuid.NAMESPACE_DNS.{_attribute}
        uuid.NAMESPACE_URL
        uuid.UUID({good}).foo
        (uuid.RESERVED_NCS, uuid.RFC_4122, uuid.RESERVED_MICROSOFT, uuid.RESERVED_FUTURE)
    """,
    "text": mutated("_text", "-{}:aFgx0 urnuuid_é"),
    "_text": some,
    "good": lambda g: repr(some(g)),
    "_attribute": lambda g: g.one(ATTRIBUTES),
    "wide": lambda g: str(g.random.getrandbits(g.one([128, 128, 128, 130, 64]))),
    "version": lambda g: str(g.below(10)),
    "sixteen": lambda g: repr(g.random.randbytes(16)),
    "space": "uuid.NAMESPACE_DNS\nuuid.NAMESPACE_URL\nuuid.NAMESPACE_OID\nuuid.NAMESPACE_X500\nuuid.UUID({good})",
    "_order": "==\n<\n<=\n>\n>=\n!=",
    "_three": "0\n1\n2",
}
