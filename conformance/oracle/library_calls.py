#!/usr/bin/env python3.13
"""Make cases about the modules that random calls are written for, with the grammars of conformance/fuzz/modules.

    python3.13 conformance/oracle/library_calls.py heapq bisect …
    TZ=UTC python3.13 conformance/oracle/expect.py conformance/cases/cpython/extended.*-calls.jsonl

The same seed gives the same cases. What shows an address is left out; whole programs stand in PROGRAMS.
"""

import json
import pathlib
import random
import re
import sys
import warnings

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "fuzz"))

import modules  # noqa: E402
from modules import grammar  # noqa: E402
import oracle  # noqa: E402

SEED = 20260302
COUNT = 110
# Only these show that an answer is not the same everywhere.
VARYING = re.compile(r" at 0x|<(function|built-in|module|class|bound|method)")

# Topics that are a part of a module only: the grammar, and what its cases have in them.
PARTS = {"singledispatch": ("functools", "dispatching("), "normal-dist": ("statistics", "NormalDist")}

PROGRAMS = {
    "heapq": [
        """\
import heapq
tasks = []
for priority, name in [(3, 'c'), (1, 'a'), (2, 'b'), (1, 'z')]:
    heapq.heappush(tasks, (priority, name))
return [heapq.heappop(tasks) for _ in range(len(tasks))]""",
        """\
import heapq
def numbers(step):
    n = 0
    while True:
        n += step
        yield n
import itertools
return list(itertools.islice(heapq.merge(numbers(2), numbers(3)), 8))""",
        """\
import heapq
h = [1, 2, 3]
def f(x):
    h.clear()
    return x
return heapq.nlargest(2, h, key=f)""",
    ],
    "bisect": [
        """\
import bisect
grades = 'FDCBA'
return [grades[bisect.bisect([60, 70, 80, 90], s)] for s in [33, 99, 77, 70, 89, 90, 100]]""",
        """\
import bisect
data = [('red', 5), ('blue', 1), ('yellow', 8), ('black', 0)]
data.sort(key=lambda r: r[1])
bisect.insort(data, ('brown', 7), key=lambda r: r[1])
return data""",
    ],
    "struct": [
        """\
import struct
head, size = struct.unpack('>4sI', b'RIFF\\x00\\x00\\x01\\x00')
return head, size, struct.calcsize('>4sI'), struct.Struct('<2h').pack(1, -1)""",
    ],
    "shlex": [
        """\
import shlex
return shlex.split("git commit -m 'a b' --author=\\"X <x@y>\\" # note", comments=True), shlex.join(['a b', "it's", ''])""",
    ],
    "io": [
        """\
import io
f = io.StringIO('a=1\\nb=2\\n\\nc=3')
return {k: v for k, _, v in (line.strip().partition('=') for line in f) if k}""",
        """\
import io
f = io.StringIO()
print('x', file=f)""",
        """\
import io
with io.StringIO() as f:
    f.write('abc')
    text = f.getvalue()
return text, f.closed""",
        """\
import io, json
f = io.StringIO()
json.dump({'b': [1, 2.5, None], 'a': 'é'}, f, indent=1, sort_keys=True, ensure_ascii=False)
f.seek(0)
return f.read(), json.load(io.StringIO(f.getvalue()))""",
    ],
    "contextlib": [
        """\
from contextlib import suppress
out = []
for x in [1, 0, 'a']:
    with suppress(ZeroDivisionError, TypeError):
        out.append(1 / x)
return out""",
        """\
from contextlib import contextmanager
log = []
@contextmanager
def step(name):
    log.append('in ' + name)
    try:
        yield name.upper()
    finally:
        log.append('out ' + name)
with step('a') as a, step('b') as b:
    log.append(a + b)
return log""",
        """\
from contextlib import contextmanager
@contextmanager
def quiet(*kinds):
    try:
        yield
    except kinds as error:
        pass
with quiet(KeyError):
    {}['x']
return 'went on'""",
        """\
from contextlib import contextmanager
@contextmanager
def f():
    return
    yield
with f():
    pass""",
        """\
from contextlib import contextmanager
@contextmanager
def f():
    yield 1
    yield 2
with f():
    pass""",
        """\
from contextlib import contextmanager
@contextmanager
def f():
    try:
        yield 1
    except ValueError:
        yield 2
with f():
    raise ValueError('x')""",
        """\
from contextlib import contextmanager
@contextmanager
def f():
    yield 1
c = f()
with c:
    pass
with c:
    pass""",
        """\
from contextlib import contextmanager
@contextmanager
def f():
    yield 1
def g():
    with f():
        return 'returned'
return g(), f.__name__""",
        """\
from contextlib import contextmanager
log = []
@contextmanager
def f(n):
    log.append(n)
    yield
    log.append(-n)
@f(2)
def g(x):
    log.append(x)
    return x
return g(5), g(6), log""",
        """\
from contextlib import ExitStack, nullcontext
with ExitStack() as stack:
    names = [stack.enter_context(nullcontext(n)) for n in 'abc']
    log = []
    for n in names:
        stack.callback(log.append, n)
return names, log""",
        """\
from contextlib import ExitStack
with ExitStack() as s:
    s.callback(lambda: 1 / 0)
    raise ValueError('x')""",
        """\
from contextlib import ExitStack
with ExitStack() as s:
    s.push(lambda *a: True)
    s.callback(lambda: 1 / 0)
    raise ValueError('x')
return 'swallowed'""",
        """\
from contextlib import ExitStack
s = ExitStack()
@s.callback
def f():
    return 1
return f(), s.close()""",
        """\
from contextlib import nullcontext
with nullcontext(5) as x:
    pass
return x""",
    ],
    "zlib": [
        """\
import zlib, binascii
return zlib.crc32(b'hello') == binascii.crc32(b'hello'), zlib.adler32(b'hello'), hex(zlib.crc32(b'world', zlib.crc32(b'hello ')))""",
    ],
    "ast": [
        """\
import ast
return ast.literal_eval("{'a': [1, 2.5, -3], 'b': (True, None), 'c': {1, 2}, 'd': b'x', 'e': 'y' 'z'}")""",
        """\
import ast
try:
    ast.literal_eval('1 +')
except SyntaxError as e:
    return str(e), type(e).__name__""",
        """\
import ast
return ast.literal_eval('[' * 30 + ']' * 30)""",
    ],
    "singledispatch": [
        """\
import functools
@functools.singledispatch
def f(x): return "obj"
@f.register
def _(x: int): return "int"
@f.register(list)
def _(x): return "list"
@f.register
def _(x: str | bytes, more=1): return "text"
return f(1), f([]), f("a"), f(True), f(b''), f(None), f((1,))""",
        """\
import functools
@functools.singledispatch
def area(shape, scale=1):
    raise TypeError('no area of ' + type(shape).__name__)
@area.register(dict)
def of_dict(shape, scale=1):
    return shape['w'] * shape['h'] * scale
@area.register(tuple)
@area.register(list)
def of_pair(shape, scale=1):
    return shape[0] * shape[1] * scale
return area({'w': 2, 'h': 3}), area((2, 3), 2), area([1, 1], scale=5), of_dict({'w': 1, 'h': 1})""",
        """\
import functools
@functools.singledispatch
def f(x): return "obj"
return f()""",
        """\
import functools
@functools.singledispatch
def f(x): return "obj"
return f.__name__, f.dispatch(int)(3)""",
    ],
    "normal-dist": [
        """\
from statistics import NormalDist
n = NormalDist(100, 15)
return n, n.mean, n.variance, n + 5, n * 2, n - NormalDist(1, 8), n == NormalDist(100.0, 15.0), NormalDist.from_samples([1, 2, 3, 4])""",
        """\
from statistics import NormalDist
n = NormalDist(mu=1060, sigma=195)
return [round(n.cdf(x), 6) for x in (1000, 1060, 1200)], [round(q, 3) for q in n.quantiles(4)], round(n.inv_cdf(0.95), 6), round(n.overlap(NormalDist(1000, 100)), 6)""",
    ],
}


def calls(topic):
    name, part = PARTS.get(topic, (topic, ""))
    own = modules.load(name)
    writer = grammar.Writer(own.RULES)
    writer.random = random.Random(SEED)
    found = {}
    while len(found) < COUNT:
        case = writer.of("case")
        if part not in case:
            continue
        source = "%s\nreturn %s" % (own.IMPORTS, case)
        expected = oracle.reference(source)
        if expected and not VARYING.search(json.dumps(expected)) and "SyntaxError" not in json.dumps(expected):
            found[source] = None
    return list(found)


def main():
    warnings.simplefilter("ignore")
    oracle.confine()
    for name in sys.argv[1:] or PROGRAMS:
        lines = [json.dumps({"area": "extended/" + name, "src": source}) for source in calls(name) + PROGRAMS.get(name, [])]
        path = ROOT / "cases" / "cpython" / ("extended.%s-calls.jsonl" % name)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
