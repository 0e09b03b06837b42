"""Cases for `binascii`."""

from .grammar import mutated

IMPORTS = "import binascii"

RULES = {
    "case": """
        3~ binascii.hexlify({bytes})
        3~ binascii.hexlify({bytes}, {separator})
        3~ binascii.hexlify({bytes}, {separator}, {small})
        binascii.b2a_hex({bytes}, sep={separator}, bytes_per_sep={small})
        5~ binascii.unhexlify({hex})
        2~ binascii.a2b_hex({hex})
        binascii.unhexlify({hex}.encode())
        5~ binascii.a2b_base64({sixtyfour})
        3~ binascii.a2b_base64({sixtyfour}, strict_mode=True)
        3~ binascii.b2a_base64({bytes})
        binascii.b2a_base64({bytes}, newline={bool})
        2~ binascii.crc32({bytes})
        2~ binascii.crc32({bytes}, {int})
        binascii.crc_hqx({bytes}, {int})
        binascii.{_name}({any})
        binascii.{_name}()
        binascii.{_name}({bytes}, {any})
        binascii.{_name}({any}, {any}, {any})
    """,
    "separator": "'-'\n':'\nb'-'\n''\n'ab'\n'é'\nb''\n1",
    "hex": mutated("_hex", "0aAfFgG é\n"),
    "_hex": lambda g: g.random.randbytes(g.below(8)).hex(),
    "sixtyfour": mutated("_sixtyfour", "=+/-_ \nAz09é"),
    "_sixtyfour": lambda g: "".join(g.one("ABCDabcdwxyz0189+/") for _ in range(g.below(14))) + g.one(["", "", "=", "==", "\n"]),
    "_name": "hexlify\nunhexlify\nb2a_hex\na2b_hex\na2b_base64\nb2a_base64\ncrc32\ncrc_hqx",
}
