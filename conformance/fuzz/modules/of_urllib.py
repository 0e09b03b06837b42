"""Cases for `urllib.parse`."""

from .grammar import mutated

IMPORTS = "from urllib import parse"
CHARS = ":/?#[]@!$&'()*+,;=%-._~ \\\"<>^`{|}\tA9é日\x00\n.."

RULES = {
    "case": """
        6~ parse.urlsplit({url})
        5~ parse.urlparse({url})
        2~ parse.urlsplit({url}, {scheme}, {bool})
        parse.urlparse({url}, scheme={scheme}, allow_fragments={bool})
        6~ parse.{_split}({url}).{_attribute}
        3~ parse.{_split}({url}).geturl()
        2~ parse.{_split}({url}.encode())
        2~ parse.urlunsplit(({scheme}, {piece}, {piece}, {piece}, {piece}))
        parse.urlunparse(({scheme}, {piece}, {piece}, {piece}, {piece}, {piece}))
        parse.urlunsplit({strs})
        7~ parse.urljoin({url}, {url})
        4~ parse.urljoin({url}, {relative})
        parse.urljoin({url}, {relative}, {bool})
        2~ parse.urldefrag({url})
        parse.urldefrag({url}).url
        3~ parse.quote({str})
        2~ parse.quote({str}, {safe})
        parse.quote({str}, safe={safe}, encoding={codec}, errors={errors})
        parse.quote({bytes})
        parse.quote({bytes}, {safe}, {codec})
        2~ parse.quote_plus({str}, {safe})
        parse.quote_from_bytes({bytes}, {safe})
        4~ parse.unquote({escaped})
        2~ parse.unquote({escaped}, {codec}, {errors})
        2~ parse.unquote_plus({escaped})
        2~ parse.unquote_to_bytes({escaped})
        parse.unquote({escaped}.encode())
        5~ parse.parse_qs({query})
        4~ parse.parse_qsl({query})
        3~ parse.parse_qsl({query}, {option})
        2~ parse.parse_qs({query}, {option}, {option})
        parse.parse_qsl({query}.encode())
        4~ parse.urlencode({pairs})
        3~ parse.urlencode({pairs}, {encoding})
        parse.{_name}({any})
        parse.{_name}({any}, {any})
        parse.{_name}()
        parse.urljoin({any}, {url})
        parse.urljoin({url}, {url}.encode())
        parse.{_split}({url})[{small}]
        parse.{_split}({url})._replace({_attribute}={piece})
    """,
    "_name": "urlsplit\nurlparse\nurljoin\nurldefrag\nquote\nquote_plus\nunquote\nunquote_plus\nunquote_to_bytes\nparse_qs\nparse_qsl\nurlencode\nurlunsplit\nurlunparse\nquote_from_bytes",
    "_split": "urlsplit\nurlparse",
    "_attribute": "hostname\nport\nusername\npassword\nnetloc\npath\nquery\nfragment\nscheme\nport\nhostname\nparams",
    "url": mutated("_url", CHARS, 0.25),
    "_url": """
        6~ {_scheme}://{_authority}{_path}{_query}{_fragment}
        {_scheme}:{_path}{_query}
        //{_authority}{_path}
        {_path}{_query}{_fragment}
        {_word}
        mailto:{_word}@{_host}
    """,
    "_scheme": "2~ http\nhttps\nftp\nfile\nHTTP\nx-y+z.1\n1a\njavascript\nws\nurn\nsip\nrtsp\n \na_b",
    "_authority": "3~ {_host}\n2~ {_host}:{_port}\n{_word}@{_host}\n{_word}:{_word}@{_host}:{_port}\n{_word}:@{_host}\na@b@{_host}\n",
    "_host": "example.org\nEXAMPLE.com\nlocalhost\n1.2.3.4\n[::1]\n[fe80::1%eth0]\n[1.2.3.4]\n[v1.a]\n[x]\n[::1]x\nxn--a\nбг.рф\n{_word}.{_word}\n\u2100.com\nﬀ.x\n[::1\n[::ffff:1.2.3.4]",
    "_port": "80\n443\n\n0\n65535\n65536\n-1\n 80\n８０\nabc\n8_0\n+80\n00080",
    "_path": "\n/\n/a/b/c\n/a/../b\n/a/./b;p=1\n/..;x/y\n//a\n/a//b\n/{_word}/{_word};{_word}\na/b\n../x\n./y\n.\n..\n/é x\n/%7Ea%2F\n;p\n/a/..\n/a/.\n...\na/../../b",
    "_query": "\n\n?\n?a=1&b=2\n?{_word}={_word}\n?a;b=1\n?é=ü\n?a?b",
    "_fragment": "\n\n\n#\n#{_word}\n#a#b\n#/x?y",
    "relative": mutated("_relative", CHARS, 0.2),
    "_relative": "{_path}\n{_path}{_query}{_fragment}\n?{_word}\n#{_word}\n//{_authority}\n{_scheme}:{_path}\n../../..\n../g;x=1/../y\n",
    "scheme": "''\n'http'\n'https'\n'HTTP'\n'file'\n'x'\n'mailto'",
    "piece": "''\n{word}\n'/a'\n'a/b'\n'//x'\n'h:80'\n'a=b&c'\n'é'\nNone",
    "safe": "''\n'/'\n'/:'\n'é'\nb'/'\n'~'\n'%'\n'a'",
    "codec": "'utf-8'\n'latin-1'\n'ascii'\n'utf-16'\nNone\n'nope'\n'cp1252'",
    "errors": "'strict'\n'ignore'\n'replace'\nNone\n'backslashreplace'\n'xmlcharrefreplace'",
    "escaped": mutated("_escaped", "%+aF0é ", 0.3),
    "_escaped": lambda g: "".join(g.of("_escape") for _ in range(g.below(6))),
    "_escape": "%41\n%c3%a9\n%C3\n%e6%97%a5\n%\n%4\n%zz\na\n+\né\n%00\n%ff\n%25\n%2F\n日",
    "query": mutated("_querytext", "&=;+% é#?", 0.3),
    "_querytext": lambda g: g.one(["&", "&", "&", ";"]).join(g.of("_pair") for _ in range(g.below(5))),
    "_pair": "{_word}={_word}\n{_word}\n{_word}=\n={_word}\na=b=c\na=%41+b\n{_escaped}={_escaped}\n",
    "option": """
        keep_blank_values={bool}
        strict_parsing={bool}
        keep_blank_values=True
        max_num_fields={nat}
        separator={separator}
        encoding={codec}
        errors={errors}
    """,
    "separator": "'&'\n';'\n'ab'\n''\nb'&'\nNone",
    "pairs": """
        {{word}: {value}, {str}: {value}}
        [({word}, {value}), ({value}, {value})]
        [({word}, [{value}, {value}])]
        {}
        []
        {str}
        [({word}, {value}, {value})]
        {any}
        {{bytes}: {bytes}}
    """,
    "value": "{str}\n{int}\n{float}\n{bytes}\nNone\n[{str}, {small}]\n({str}, {bytes})\n[]",
    "encoding": "True\ndoseq=True\nsafe={safe}\nencoding={codec}\nquote_via=parse.quote\ndoseq=True, quote_via=parse.quote, safe={safe}\nerrors={errors}\nquote_via=len",
}
