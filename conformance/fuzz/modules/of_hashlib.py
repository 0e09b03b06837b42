"""Cases for `hashlib`."""

IMPORTS = "import hashlib"

RULES = {
    "case": """
        5~ hashlib.{_name}({bytes}).hexdigest()
        2~ hashlib.{_name}({bytes} * {blocks}).digest()
        2~ hashlib.new({name}, {bytes}).hexdigest()
        hashlib.new({name}, data={bytes}).name
        hashlib.{_name}({bytes}, usedforsecurity={bool}).hexdigest()
        hashlib.{_name}(string={bytes}).hexdigest()
        2~ [h := hashlib.{_name}({bytes}), h.update({bytes}), h.hexdigest()][2]
        [h := hashlib.{_name}({bytes}), c := h.copy(), h.update({bytes} * {blocks}), c.hexdigest(), h.hexdigest()][3:]
        (h := hashlib.{_name}(), h.digest_size, h.block_size, h.name)[1:]
        2~ hashlib.{_shake}({bytes}).hexdigest({length})
        hashlib.{_shake}({bytes}).digest(length={length})
        hashlib.{_shake}({bytes}).hexdigest()
        3~ hashlib.{_blake}({bytes}, digest_size={size}).hexdigest()
        2~ hashlib.{_blake}({bytes}, key={bytes}).hexdigest()
        hashlib.{_blake}({bytes}, digest_size={size}, key={bytes} * {blocks}).hexdigest()
        2~ hashlib.pbkdf2_hmac({name}, {bytes}, {bytes}, {rounds}).hex()
        hashlib.pbkdf2_hmac({name}, {bytes}, {bytes}, {rounds}, {length}).hex()
        hashlib.pbkdf2_hmac({name}, {bytes}, salt={bytes}, iterations={rounds}, dklen=None).hex()
        hashlib.{_name}({any})
        hashlib.{_name}({str}).hexdigest()
        hashlib.{_name}({str}.encode()).hexdigest()
        hashlib.new({any})
        hashlib.{_name}({bytes}).update({any})
        hashlib.{_name}({bytes}, {any})
        hashlib.{_name}({bytes}).hexdigest({any})
        {name} in hashlib.algorithms_guaranteed
    """,
    "_name": "md5\nsha1\nsha224\nsha256\n2~ sha256\nsha384\nsha512\nsha3_224\nsha3_256\nsha3_384\nsha3_512\nblake2b\nblake2s",
    "_shake": "shake_128\nshake_256",
    "_blake": "blake2b\nblake2s",
    "name": "'md5'\n'sha1'\n2~ 'sha256'\n'SHA256'\n'sha3_256'\n'sha512'\n'blake2b'\n'blake2s'\n'shake_128'\n'nope'\n'sha-256'\n'Sha1'\n''",
    "blocks": lambda g: str(g.below(30)),
    "length": lambda g: g.one([str(g.below(80)), str(g.below(80)), "-1", "0", "1"]),
    "size": lambda g: g.one([str(g.below(70)), str(1 + g.below(32)), "0", "-1"]),
    "rounds": lambda g: g.one([str(1 + g.below(20)), "0", "-1"]) if g.chance(0.2) else str(1 + g.below(20)),
}
