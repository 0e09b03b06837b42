"""Cases for `hmac`."""

IMPORTS = "import hmac, hashlib"

RULES = {
    "case": """
        5~ hmac.new({bytes}, {bytes}, {digest}).hexdigest()
        3~ hmac.new({bytes} * {many}, {bytes}, {digest}).hexdigest()
        2~ hmac.new({bytes}, msg={bytes}, digestmod={digest}).digest()
        2~ hmac.digest({bytes}, {bytes}, {digest})
        hmac.digest({bytes} * {many}, {bytes} * {many}, digest={digest}).hex()
        2~ [h := hmac.new({bytes}, {bytes}, {digest}), h.update({bytes}), h.hexdigest()][2]
        [h := hmac.new({bytes}, None, {digest}), c := h.copy(), h.update({bytes}), c.hexdigest(), h.hexdigest()][3:]
        (h := hmac.new({bytes}, b'', {digest}), h.digest_size, h.block_size, h.name)[1:]
        2~ hmac.compare_digest({str}, {str})
        2~ hmac.compare_digest({bytes}, {bytes})
        hmac.compare_digest({word}, {word})
        hmac.compare_digest(*[{bytes}] * 2)
        hmac.compare_digest({any}, {any})
        hmac.new({any}, {any}, {digest})
        hmac.new({bytes})
        hmac.new({bytes}, {bytes})
        hmac.new({str}, {str}, {digest}).hexdigest()
        hmac.new({bytes}, {bytes}, {any})
        hmac.digest({bytes}, {bytes}, {any})
        hmac.new({bytes}, {bytes}, {digest}).update({any})
    """,
    "digest": """
        3~ 'sha256'
        'md5'
        'sha1'
        'sha512'
        'SHA384'
        hashlib.sha256
        hashlib.md5
        hashlib.sha3_256
        hashlib.blake2b
        'blake2s'
        'sha3_512'
        'shake_128'
        'nope'
        ''
    """,
    "many": lambda g: str(g.below(40)),
}
