"""Writes what CPython's urllib.parse answers: `python3.13 urllib_table.py SEED COUNT > TABLE`.

One JSON list a line: the operation, its arguments, and the answers in the order the test in
crates/modules/tests/urllib.rs asks for them. An answer that is an exception is "!Kind: message".
"""

import json
import random
import sys
from urllib.parse import parse_qsl, quote, quote_plus, unquote_plus, unquote_to_bytes, urldefrag, urljoin, urlparse, urlsplit, urlunparse, urlunsplit

random.seed(int(sys.argv[1]))
COUNT = int(sys.argv[2])


def ask(function):
    try:
        return function()
    except Exception as error:  # noqa: BLE001
        return f"!{type(error).__name__}: {error}"


def emit(*row):
    print(json.dumps(row, ensure_ascii=False))


PIECES = (
    ": / // ? # @ [ ] ; & = % + . .. ./ ../ a b x.y http https HTTP ftp mailto: javascript: file sip v1.a [::1] [fe80::1%25a] [1.2.3.4] [v1.x] [vz.x] [v1.] "
    "example.com Ex.COM user:pw@ u@ :80 :0 :65535 :65536 :-1 :x :٣ :080 a;b ;p ?q=1 #f //h /p %20 %zz %4 %41 %C3%A9 é ü ℀ ／ ＠ ： K İ ß \t \n \r \0 \x1f \\ | ' \" ~ * , ! $ ( ) - _ 1 23 svn+ssh 1a a_b\u200b ﬁ 日本 .com http:// https://h/ //u:p@h:1/ tel: rtsp: ::1"
).split(" ")


def text(most=7):
    return "".join(random.choice(PIECES) for _ in range(random.randrange(most)))


def url():
    draw = random.random()
    if draw < 0.35:
        return text()
    scheme = random.choice(["http://", "https://", "//", "", "ftp://", "HTTPS://", "http:", "mailto:", "file:///", "custom+app://", " http://", "sip:", "git://", "x-y.z://", "tel:"])
    host = random.choice(["example.com", "h", "user:pw@h:80", "u@h", "[::1]:8080", "[2001:db8::1]", "h:", "h:99999", "h:x", "", "EXAMPLE.Com:443", "a:b:c@d", "a@b@c", "[::1", "::1]", "[fe80::1%Eth0]:1", "ExÄmple.com", "ℋ.com", "a／b", "h:0080", "x[::1]y:5", "[::1]x", "h:" + "9" * random.choice([1, 5, 30])])
    path = random.choice(["", "/", "/a/b", "/a/b/", "/a;p", "/a;p/b;q", "/a/../b", "//x", "/%20", "a", "/é", "/a:b", "/."])
    return scheme + host + path + random.choice(["", "", "?q", "?a=1&b=2", "?", "??"]) + random.choice(["", "", "#f", "#", "#a#b", "#/?"])


def describe(parts):
    it = parts
    return [
        list(it),
        ask(lambda: it.username),
        ask(lambda: it.password),
        ask(lambda: it.hostname),
        ask(lambda: it.port),
        it.geturl(),
    ]


def parsed(function):
    try:
        return describe(function())
    except Exception as error:  # noqa: BLE001
        return [f"!{type(error).__name__}: {error}"]


def relative():
    return random.choice([url, text, lambda: "/".join(random.choice(["a", "b", "", ".", "..", "c;p", "g?y", "..g", "%2e"]) for _ in range(random.randrange(6)))])()


for _ in range(COUNT):
    it, scheme, fragments = url(), random.choice(["", "", "", "http", "FTP", " ht\ttp ", "x"]), random.random() < 0.8
    emit("parse", [it, scheme, fragments], [parsed(lambda: urlparse(it, scheme, fragments)), parsed(lambda: urlsplit(it, scheme, fragments))])
    parts = [random.choice(["", "http", "mailto", "x"]), random.choice(["", "h", "u@h:1"]), random.choice(["", "/p", "p", "//p", "/"]), random.choice(["", "a"]), random.choice(["", "q"]), random.choice(["", "f"])]
    emit("unparse", parts, [urlunparse(parts), urlunsplit([*parts[:3], *parts[4:]])])
    a, b = random.choice(["http://a/b/c/d;p?q", url(), "/x/y", relative()]), relative()
    emit("join", [a, b, fragments], [ask(lambda: urljoin(a, b, fragments)), ask(lambda: list(urldefrag(a)))])
    some = text(12)
    safe = random.choice(["/", "", "%", ":/?#", "é/", "~ "])
    emit("quote", [some, safe], [quote(some, safe), quote_plus(some, safe), unquote_to_bytes(some).hex(), unquote_plus(some)])
    query = random.choice([text(12), "&".join(random.choice(["a=1", "b", "c=", "=d", "a=b=c", "é=%C3%A9", "x+y=1+2", "", "%zz=%", "a[]=1", "k;v=1"]) for _ in range(random.randrange(6)))])
    keep, strict, most, separator = random.random() < 0.5, random.random() < 0.3, random.choice([None, None, None, 0, 1, 3]), random.choice(["&", "&", "&", ";", "&&", "é"])
    emit("query", [query, keep, strict, most, separator], [ask(lambda: [list(pair) for pair in parse_qsl(query, keep, strict, max_num_fields=most, separator=separator)])])
