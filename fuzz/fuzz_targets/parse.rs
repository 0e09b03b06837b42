//! Any text to everything in the modules that reads text: numbers, JSON, dates, addresses, URLs, encodings.

#![no_main]

use hognose::{Engine, NoHost, Policy, Request, Surface};
use hognose_fuzz::{ROOM, check, small, within};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let source = "import base64, binascii, datetime, fnmatch, html, ipaddress, json, string, textwrap, unicodedata, urllib.parse, uuid, zoneinfo\n\
        data = text.encode()\n\
        reads = [int, float, lambda t: int(t, 0), lambda t: int(t, 36), bool, list, bytes.fromhex, float.fromhex,\n\
        \x20   json.loads, datetime.date.fromisoformat, datetime.time.fromisoformat, datetime.datetime.fromisoformat,\n\
        \x20   lambda t: datetime.datetime.strptime(t, '%Y-%m-%d %H:%M:%S%z'), lambda t: datetime.datetime.strptime('2024', t),\n\
        \x20   zoneinfo.ZoneInfo, ipaddress.ip_address, ipaddress.ip_network, ipaddress.ip_interface,\n\
        \x20   lambda t: ipaddress.ip_network(t, strict=False).num_addresses, urllib.parse.urlsplit, urllib.parse.urlparse,\n\
        \x20   lambda t: urllib.parse.urljoin('https://a/b;c?d', t), urllib.parse.parse_qs, urllib.parse.unquote_plus,\n\
        \x20   urllib.parse.quote, lambda t: urllib.parse.urlsplit(t).port, html.unescape, html.escape, textwrap.dedent,\n\
        \x20   lambda t: textwrap.wrap(t, 7), lambda t: textwrap.shorten(t, 9), uuid.UUID, unicodedata.lookup,\n\
        \x20   lambda t: unicodedata.normalize('NFKD', t), lambda t: fnmatch.fnmatch('abc', t), fnmatch.translate,\n\
        \x20   lambda t: base64.b64decode(data), lambda t: base64.b64decode(data, validate=True), lambda t: base64.b32decode(data, casefold=True),\n\
        \x20   lambda t: base64.b85decode(data), lambda t: base64.a85decode(data, adobe=True), lambda t: binascii.unhexlify(data),\n\
        \x20   lambda t: t.title().swapcase().casefold().splitlines(True), lambda t: t.encode('idna'), lambda t: t.encode('unicode_escape').decode('unicode_escape'),\n\
        \x20   lambda t: t.isidentifier() + t.isdecimal() + t.isprintable(), lambda t: t.translate({97: t, 98: None}), lambda t: t.expandtabs(3).split(),\n\
        \x20   lambda t: string.capwords(t), lambda t: data.decode('utf-16', 'replace'), lambda t: data.decode('latin-1').encode('ascii', 'xmlcharrefreplace')]\n\
        found = []\n\
        for read in reads:\n\
        \x20   try:\n        found.append(repr(read(text)))\n\
        \x20   except Exception as error:\n        found.append(str(error))\n\
        return found";
    let limits = hognose::Limits { fuel: 200_000, ..small() };
    Engine::builder().limits(limits).build().compile("fuzz", &Surface::custom(&["text"]), source).unwrap()
});

fuzz_target!(|text: &str| {
    check(&within(ROOM, || POLICY.evaluate(&Request::custom([("text", text)]), &NoHost)));
});
