"""Programs with a mistake: tokens left out, doubled, put elsewhere or replaced, so that most are no Python any more."""

import re

TOKEN = re.compile(r"\n *|[ \t]+|[fFrRbB]{0,2}(?:'[^'\n]*'|\"[^\"\n]*\")|[0-9][0-9.eE_xXobj]*|\w+|\*\*=?|//=?|<<=?|>>=?|->|:=|[-+*/%&|^=!<>]=|.")

WORDS = (
    "if else elif for while in is not and or def return yield from lambda try except finally raise with as import global nonlocal "
    "del pass break continue match case assert None True False ... print a x 1 0 1.5 's' f'{a}' f'{a!r:>{x}}' b'b' ( ) [ ] { } , : ; . = == != < > "
    "+ - * / // % ** & | ^ ~ << >> @ += -= := -> ! ? $ \\ # ' \" \"\"\" 0x 0b2 1_ 01 1a 0o9 1e 1__0 {} [] () *a **a a=1 _ type"
).split()


def mistaken(random, source):
    """The text with one, two or three things changed."""
    tokens = [token for token in TOKEN.findall(source) if token]
    for _ in range(1 + int(random.random() * 2.3)):
        at = int(random.random() * len(tokens))
        other = int(random.random() * len(tokens))
        pick = int(random.random() * 7)
        if pick == 0:
            del tokens[at]
        elif pick == 1:
            tokens.insert(at, tokens[other])
        elif pick == 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif pick == 3:
            tokens[at] = " " + WORDS[int(random.random() * len(WORDS))] + " "
        elif pick == 4:
            tokens[at] = tokens[other]
        else:
            tokens.insert(at, " " + WORDS[int(random.random() * len(WORDS))] + " ")
        if not tokens:
            return source
    return "".join(tokens)
