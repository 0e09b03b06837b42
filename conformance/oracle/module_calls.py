#!/usr/bin/env python3.13
"""Make cases about the small modules: copy, functools, logging, random, secrets, time, typing, unicodedata; and some others.

    TZ=UTC python3.13 conformance/oracle/module_calls.py
    TZ=UTC python3.13 conformance/oracle/expect.py conformance/cases/cpython/extended.*-calls.jsonl

The same seed gives the same cases. What shows an address, the present time or real randomness is left out.
"""

import json
import pathlib
import random
import re
import typing

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases" / "cpython"

# Expressions of one module each; a line with ";" has statements before its last part.
COPY = """
copy.copy() | copy.copy(1, 2) | copy.copy(x=1) | copy.deepcopy() | copy.deepcopy(1, 2, 3, 4) | copy.deepcopy({}.keys())
copy.copy(i for i in []) | copy.copy(copy) | copy.deepcopy(copy) | copy.replace(1) | copy.replace() | copy.replace((1, 2), a=1)
copy.Error | copy.error | type(copy.copy(iter({1: 2}))) | list(copy.copy(iter({1: 2, 3: 4}.items()))) | copy.copy({}.items())
copy.deepcopy(slice([1], 2)) | copy.deepcopy(1, {}) | copy.deepcopy(x=[1]) | copy.deepcopy([1], memo=None)
copy.deepcopy([1], memo=3) | copy.replace(1, 2) | copy.copy(None), copy.copy(...), copy.copy(NotImplemented)
x = [1, [2]]; y = copy.copy(x); y, y is x, y[1] is x[1]
x = [1, [2]]; y = copy.deepcopy(x); y, y is x, y[1] is x[1]
x = {'a': [1]}; y = copy.copy(x); y['a'].append(2); x, y
x = {'a': [1]}; y = copy.deepcopy(x); y['a'].append(2); x, y
x = {1, 2}; y = copy.copy(x); y.add(3); sorted(x), sorted(y)
x = frozenset({1}); copy.copy(x) is x, copy.deepcopy(x) == x
x = (1, 2); copy.copy(x) is x, copy.deepcopy(x) is x
x = (1, [2]); y = copy.deepcopy(x); y == x, y is x, y[1] is x[1]
x = []; x.append(x); y = copy.deepcopy(x); y is x, y[0] is y, y
x = {}; x['x'] = x; y = copy.deepcopy(x); y is x, y['x'] is y, y
x = []; t = (x,); x.append(t); y = copy.deepcopy(t); y is t, y[0] is x, y[0][0] is y
a = [1]; x = [a, a]; y = copy.deepcopy(x); y[0] is y[1], y[0] is a
a = [1]; x = {'p': a, 'q': (a, a)}; y = copy.deepcopy(x); y['p'] is y['q'][0], y['q'][0] is y['q'][1], y['p'] is a
x = ValueError('a', [1]); y = copy.copy(x); y.args, y is x, y.args[1] is x.args[1]
x = ValueError('a', [1]); y = copy.deepcopy(x); y.args, y is x, y.args[1] is x.args[1]
x = KeyError('k'); repr(copy.copy(x)), str(copy.deepcopy(x))
x = OSError(2, 'no', 'f'); y = copy.copy(x); y, y.errno, y.filename
f = lambda v: v; copy.copy(f) is f, copy.deepcopy([f])[0] is f
copy.copy(int) is int, copy.deepcopy(int) is int, copy.copy(len) is len, copy.deepcopy([len]) == [len]
i = iter([1, 2, 3]); next(i); j = copy.copy(i); list(j), list(i)
i = iter((1, 2, 3)); next(i); j = copy.copy(i); list(j), list(i)
i = iter('abc'); next(i); j = copy.deepcopy(i); list(j), list(i)
i = iter(range(5)); next(i); j = copy.copy(i); list(j), list(i)
i = reversed([1, 2, 3]); next(i); j = copy.copy(i); list(j), list(i)
i = iter({1: 2, 3: 4}); next(i); j = copy.copy(i); list(j), list(i)
i = iter([[1], [2]]); j = copy.deepcopy(i); a = list(i); b = list(j); a == b, a[0] is b[0]
i = iter([]); list(i); list(copy.copy(i))
copy.copy(x for x in [1]) | copy.deepcopy([x for x in (1, 2)]) | copy.deepcopy((x for x in [1]))
copy.deepcopy([{}.values()]) | copy.deepcopy({'a': {1: (2, [3, {4}])}}) | copy.deepcopy(b'x'), copy.deepcopy(2 ** 100)
copy.deepcopy({(1, 2): [3]}) | copy.deepcopy({None: None, True: 1.5}) | copy.deepcopy(range(3)), copy.copy(slice(1, 2))
""", ""
COPY_MORE = """
from datetime import datetime, date, time, timedelta, timezone; x = datetime(2020, 1, 2, tzinfo=timezone.utc); y = copy.deepcopy(x); y == x, y.tzinfo is x.tzinfo, copy.copy(x) == x
from datetime import timezone; copy.copy(timezone.utc) is timezone.utc, copy.deepcopy([timezone.utc])[0] is timezone.utc
from datetime import date, datetime, time; copy.replace(date(2020, 1, 2), day=5), copy.replace(datetime(2020, 1, 2), hour=3), copy.replace(time(1), minute=2)
from datetime import timedelta; copy.copy(timedelta(1)), copy.deepcopy({timedelta(1): [timedelta(2)]}), copy.replace(timedelta(1), days=2)
from zoneinfo import ZoneInfo; z = ZoneInfo('Europe/Berlin'); copy.copy(z) is z, copy.deepcopy([z])[0] is z
import re; p = re.compile('a'); m = p.match('a'); copy.copy(p) is p, copy.deepcopy(p) is p, copy.copy(m) is m, copy.deepcopy(m) is m
import uuid; x = uuid.UUID(int=5); copy.copy(x) == x, copy.deepcopy([x]) == [x]
import ipaddress; x = ipaddress.ip_network('10.0.0.0/8'); copy.copy(x) == x, copy.deepcopy({x: 1}) == {x: 1}
import ipaddress; copy.copy(ipaddress.ip_network('10.0.0.0/8').hosts())
import hashlib; copy.copy(hashlib.md5())
import hashlib; copy.deepcopy([hashlib.md5()])
import functools; f = functools.partial(int, base=2); g = copy.copy(f); g('101'), g is f
import functools; f = functools.partial(max, [1, 2]); g = copy.deepcopy(f); g(), g.args[0] is f.args[0]
import operator; copy.copy(operator.itemgetter(1))([1, 2]), copy.deepcopy(operator.attrgetter('real'))(5)
from urllib.parse import urlparse; x = urlparse('http://a/b'); y = copy.copy(x); y == x, y is x, copy.replace(x, path='/c').geturl()
x = copy.deepcopy([int | None, list[int]]); x == [int | None, list[int]], x
import json; copy.deepcopy(json.loads('{"a": [1, {"b": null}]}'))
from collections import Counter; x=Counter('aab'); y=copy.copy(x); y['a']+=1; x,y,type(y)
from collections import Counter; x=Counter('aab'); y=copy.deepcopy(x); y['a']+=1; x,y,type(y)
from collections import defaultdict; x=defaultdict(list,{'a':[1]}); y=copy.copy(x); y['a'].append(2); y['b']; x,y
from collections import defaultdict; x=defaultdict(list,{'a':[1]}); y=copy.deepcopy(x); y['a'].append(2); y['b'].append(1); x,y
from collections import OrderedDict; x=OrderedDict([('a',[1]),('b',2)]); y=copy.copy(x); y.move_to_end('a'); x,y,y['a'] is x['a']
from collections import OrderedDict; x=OrderedDict([('a',[1]),('b',2)]); y=copy.deepcopy(x); y.move_to_end('a'); x,y,y['a'] is x['a']
from collections import deque; x=deque([1,[2]],maxlen=3); y=copy.copy(x); y.append(5); x,y,y[1] is x[1], y.maxlen
from collections import deque; x=deque([1,[2]],maxlen=3); y=copy.deepcopy(x); y.append(5); x,y,y[1] is x[1], y.maxlen
from collections import ChainMap; x=ChainMap({'a':[1]},{'b':2}); y=copy.copy(x); y['c']=3; x,y,y.maps[1] is x.maps[1]
from collections import ChainMap; x=ChainMap({'a':[1]},{'b':2}); y=copy.deepcopy(x); y['c']=3; y['a'].append(1); x,y,y.maps[1] is x.maps[1]
from collections import namedtuple; P=namedtuple('P','a b'); x=P([1],2); y=copy.copy(x); y, y is x, y.a is x.a
from collections import namedtuple; P=namedtuple('P','a b'); x=P([1],2); y=copy.deepcopy(x); y, y is x, y.a is x.a, type(y) is P
from collections import namedtuple; P=namedtuple('P','a b'); copy.replace(P(1,2),b=3), copy.replace(P(1,2))
from collections import namedtuple; P=namedtuple('P','a b'); copy.replace(P(1,2),c=3)
from collections import deque; a=[1]; x=deque([a,a]); y=copy.deepcopy(x); y[0] is y[1], y[0] is a
from collections import Counter; x=Counter(); copy.deepcopy([x,x])[0] is x
""", ""

UNICODEDATA = """
u.name() | u.name('ab') | u.name(1) | u.name('\\x00') | u.name('a', 'b', 'c') | u.name('\\x00', 3) | u.name(None) | u.name('')
u.lookup('x') | u.lookup(1) | u.lookup() | u.lookup('a' * 300) | u.lookup(b'SPACE') | u.lookup('HANGUL SYLLABLE GA')
u.lookup('hangul syllable ga') | u.decimal('a') | u.decimal('a', 1) | u.decimal('ab') | u.decimal(1) | u.digit('a') | u.digit('²')
u.numeric('a') | u.numeric('½') | u.numeric('½', 1, 2) | u.category('ab') | u.category() | u.category(1) | u.category('a', 'b')
u.category(c='a') | u.bidirectional(1) | u.combining('ab') | u.combining('') | u.mirrored(3) | u.east_asian_width('')
u.decomposition('é') | u.decomposition(1) | u.normalize('NFC') | u.normalize('X', '') | u.normalize('X', 'a') | u.normalize(1, 'a')
u.normalize('NFC', 1) | u.normalize('NFC', '') | u.is_normalized('X', '') | u.is_normalized('NFC', 'a') | u.is_normalized('NFC')
u.is_normalized('NFC', 1) | u.is_normalized(1, 1) | u.unidata_version | u.numeric('a', None) | u.digit('½', -1)
u.normalize(form='NFC', unistr='a') | u.lookup('é') | u.lookup('no\\nsuch') | u.lookup('') | u.name('\\ud800') | u.category('\\ud800')
u.lookup('latin small letter e with acute') | u.lookup('LINE FEED') | u.lookup('NULL') | u.lookup('SNOWMAN') | u.foo
u.normalize('NFC', 'e\\u0301'), u.normalize('NFD', 'é'), u.normalize('NFKC', 'ﬁ²'), u.normalize('NFKD', 'Ünïcödé')
x = 'abc'; u.normalize('NFC', x) is x, u.normalize('NFKD', x) is x
u.normalize('NFD', 'e' + '\\u0301\\u0323' * 20) == u.normalize('NFD', 'e' + '\\u0323\\u0301' * 20)
u.is_normalized('NFD', 'é'), u.is_normalized('NFC', 'é'), u.is_normalized('NFKC', 'ﬁ'), u.is_normalized('NFC', 'e\\u0301')
''.join(c for c in u.normalize('NFD', 'Crème Brûlée') if u.category(c) != 'Mn')
""", "import unicodedata as u\n"

TYPING = """
Optional | Optional[int] | Optional[None] | Optional[Optional[int]] | Optional[int, str] | Optional[1] | Optional['X'] | Union
Union[int] | Union[int, str] | Union[int, None] | Union[int, str, None] | Union[int, int] | Union[int, Union[str, float]]
Union[()] | Union[1, 2] | List | List[int] | List[int, str] | List['X'] | List[Any] | List[List[int]] | List[1] | List[None]
List[...] | List[int][str] | Dict | Dict[str, int] | Dict[str] | Dict[str, Any] | Dict[str, Optional[int]] | Tuple
Tuple[int, ...] | Tuple[()] | Tuple[int, str] | Tuple[int] | Set[int] | FrozenSet[str] | Type[int] | Iterable[int]
Iterator[str] | Sequence[int] | Mapping[str, int] | MutableMapping[str, int] | Callable | Callable[[int], str]
Callable[..., str] | Callable[[], None] | Callable[int, str] | Callable[[int, str]] | Callable[[int]] | Any | Any[int] | Any()
Literal['a'] | Literal['a', 'b', 1, None] | Literal['a', 'a'] | Literal[Literal[1], 2] | Literal | Literal[()] | Final
Final[int] | Final[int, str] | ClassVar[int] | Annotated[int, 'x'] | Annotated[int] | Annotated[Optional[int], 'x', 3]
NoReturn | NoReturn[int] | Never | Text | AnyStr | TYPE_CHECKING | cast(int, 'x') | cast('int', 5) | cast(int)
cast(typ=int, val=3) | Optional[int] == Union[int, None] | Union[int, str] == Union[str, int] | Optional[int] == Optional[str]
List[int] == List[int] | List[int] == list[int] | int | List[int]() | List() | Dict() | Dict[str, int]() | Optional[int]()
Optional() | Union() | {Optional[int]: 1}[Union[None, int]] | assert_never(5) | assert_type(3, int) | final(len) | override(len)
TypeVar('T') | TypeVar('T', bound=int) | TypeVar('T', int, str) | TypeVar('T', int) | TypeVar('T', covariant=True)
TypeVar('T', contravariant=True) | List[TypeVar('T')] | NewType('UserId', int) | NewType('UserId', int)(5) | Self
LiteralString | TypeAlias | TypeGuard[int] | Counter[str] | Deque[int] | DefaultDict[str, int] | OrderedDict[str, int] | ChainMap
Collection[int] | Container[int] | Reversible[int] | AbstractSet[int] | MutableSequence[int] | MutableSet[int] | KeysView[int]
ItemsView[str, int] | ValuesView[int] | Generator[int, None, str] | Generator[int] | Pattern | Pattern[str] | Match[str]
Optional.__name__ | List.__name__ | Optional[int].x | Optional.x | Optional[int][str] | Optional[Union] | List[Final]
Optional[List[Dict[str, Any]]] | Dict[str, Callable[[int], Optional[str]]] | list[Optional[int]] | dict[str, Any]
Optional[list[int]] | Optional[type(None)] | Union[None, None] | List[int, ...] | Tuple[..., int] | Iterable | Iterable[int, str]
Required[int] | NotRequired[int] | ReadOnly[int] | TypeIs[int] | Hashable | Sized | MappingView[int] | Awaitable[int] | Hashable[int]
AsyncIterator[int] | AsyncGenerator[int, str] | AsyncGenerator[int] | Coroutine[int, str, None] | Coroutine[int]
Mapping | Mapping[str] | bool(Optional[int]) | str(Optional[int]) | f'{Optional[int]}' | Optional < Union | len(Optional[int])
Optional[lambda: 1] | Optional[int] + 1 | Union[int, str, int, Optional[float]] | Literal[1, True, 1.0] | Callable[[Any], Any]
def f(x: Optional[int] = None, *y: Any, z: 'Dict[str, X]' = 1) -> List[int]: return [x, z]; f(1), f()
x: Optional[List[int]] = [1]; y: Dict[str, Any] = {}; x, y
""", ""

LOGGING = """
logging.getLogger('x') | logging.getLogger() | logging.getLogger('root') | logging.getLogger('x') is logging.getLogger('x')
logging.getLogger(1) | logging.getLogger('x', 2) | logging.getLogger(name='q').name | logging.getLogger('a.b').getEffectiveLevel()
logging.getLogger('a.b').level | logging.getLogger().level | logging.getLogger('a').setLevel('NOPE') | logging.root
logging.getLogger('a').setLevel(None) | logging.getLogger('a').setLevel(1.5) | logging.getLogger('a').setLevel()
logging.getLogger('zz').info() | logging.getLogger('zz').warning() | logging.getLogger('zz').log(10) | logging.log()
logging.getLogger('zz').log('x', 'y') | logging.log('x', 'y') | logging.getLogger('zz').error('x', foo=1) | logging.error()
logging.getLogger('zz').error('x', extra={'message': 1}) | logging.getLogger('zz').error('x', extra={'name': 1}) | logging.info()
logging.getLogger('zz').error('x', extra=5) | logging.getLevelName(10) | logging.getLevelName(11) | logging.getLevelName('INFO')
logging.getLevelName('X') | logging.getLevelName(None) | logging.getLevelName() | logging.getLevelNamesMapping()
logging.DEBUG, logging.INFO, logging.WARNING, logging.WARN, logging.ERROR, logging.CRITICAL, logging.FATAL, logging.NOTSET
logging.basicConfig(1) | logging.basicConfig(foo=1) | logging.basicConfig(level='Q') | logging.disable('X') | logging.getLogger('').name
logging.error('x', extr={}) | logging.getLogger('q').error('x', exc_inf=1) | logging.error('x', stack_inf=1) | logging.getLogger('zz').exception() | logging.getLogger('zz').foo | logging.foo | logging.Logger | logging.getLogger(None).name
l = logging.getLogger('a'); l.setLevel('INFO'); m = logging.getLogger('a.b'); m.getEffectiveLevel(), m.isEnabledFor(20), m.isEnabledFor(10), l, m
l = logging.getLogger('a'); l.setLevel(True); l
l = logging.getLogger('a'); l.setLevel(15); l, l.getChild('c.d'), l.parent, l.propagate, l.disabled
logging.getLogger().getChild('c.d'), logging.getLogger('a.b').parent, logging.getLogger('a'), logging.getLogger('a.b').parent
logging.getLogger('a.b.c').parent, logging.getLogger('a.b').parent, logging.getLogger('a.b.c').parent
logging.disable(); logging.getLogger('q').isEnabledFor(50)
logging.disable(logging.INFO); l = logging.getLogger('q'); l.isEnabledFor(20), l.isEnabledFor(30)
logging.getLogger('q').isEnabledFor('x')
l = logging.getLogger('q'); l.error('a %s', 1), l.error('a %s'), l.error('a', 1), l.error('%(a)s', {'a': 1}), l.debug('x')
""", "import logging\n"

TIME = """
time.gmtime(0) | time.gmtime(86400.7) | time.gmtime(-1) | time.gmtime(-0.5) | time.gmtime(1e20) | time.gmtime(2**40)
time.gmtime('x') | time.gmtime(1, 2) | time.gmtime(seconds=1) | time.gmtime(float('nan')) | time.gmtime(253402300799)
time.gmtime(253402300800) | time.gmtime(-62135596800) | time.gmtime(-62135596801) | time.gmtime(67768036191676799)
time.gmtime(67768036191676800) | time.localtime(0) | time.localtime('x') | time.mktime((2020, 1, 1, 0, 0, 0, 0, 0, 0))
time.mktime(time.gmtime(1e9)) | time.mktime((2020, 1, 1)) | time.mktime('x') | time.mktime((2020, 13, 40, 30, 70, 80, 0, 0, -1))
time.mktime((2020, 1, 1, 0, 0, 0, 0, 0, 1)) | time.mktime([1] * 9) | time.mktime((2020, 1, 1, 0, 0, 0.5, 0, 0, 0))
time.mktime((2020, 'a', 1, 0, 0, 0, 0, 0, 0)) | time.mktime((10**10, 1, 1, 0, 0, 0, 0, 0, 0)) | time.mktime()
time.mktime((10**20, 1, 1, 0, 0, 0, 0, 0, 0)) | time.mktime((-10**10, 1, 1, 0, 0, 0, 0, 0, 0)) | time.asctime(time.gmtime(0))
time.asctime((2020, 1, 1, 0, 0, 0, 0, 0, 0)) | time.asctime((2020, 13, 1, 0, 0, 0, 0, 0, 0)) | time.asctime(1, 2)
time.asctime((2020, 0, 0, 0, 0, 0, 0, 0, 0)) | time.asctime('x') | time.asctime((2020, 1, 1, 25, 0, 0, 0, 0, 0))
time.asctime((2020, 1, 1, 5, 0, 0, 9, 1, 0)) | time.asctime((2020, 1, 1, 5, 0, 0, -1, 1, 0)) | time.asctime((2020, 1, 1, 5, 0, 0, -2, 1, 0))
time.asctime((12345, 1, 1, 5, 0, 0, 0, 1, 0)) | time.ctime(0) | time.ctime('x') | time.ctime(1e9) | time.ctime(1, 2)
time.strftime('%Y-%m-%d', time.gmtime(86400)) | time.strftime('%', time.gmtime(0)) | time.strftime('', time.gmtime(0))
time.strftime('%Y-%m-%d %H:%M:%S %a %A %b %B %j %U %W %w %y %p %I %c %x %X %Z %z %%', time.gmtime(1e9))
time.strftime('%s %f %G %V %u %e %D %F %T %R %h %n %t %C %g %k %l %P %r %L %Q', time.gmtime(1e9))
time.strftime('%Z', time.localtime(0)), time.strftime('%Z', (2020, 1, 1, 0, 0, 0, 0, 1, 0)), time.strftime('%Z', (2020, 1, 1, 0, 0, 0, 0, 1, -1))
time.strftime('a%', time.gmtime(0)) | time.strftime('é %Y ü', time.gmtime(0)) | time.strftime('\\ud800%Y', time.gmtime(0))
time.strftime('x\\x00y%Y', time.gmtime(0)) | time.strftime(1) | time.strftime('%Y', (2020,)) | time.strftime('%Y', 'x')
time.strftime() | time.strftime('a', (1,) * 9, 3) | time.strftime(None) | time.strftime('%Y', None)
time.strptime('2020-01-02', '%Y-%m-%d') | time.strptime('30 Nov 00', '%d %b %y') | time.strptime('Thu Jan  1 00:00:00 1970')
time.strptime('x', '%Y') | time.strptime('2020 x', '%Y') | time.strptime('2020-02-30', '%Y-%m-%d') | time.strptime(1, '%Y')
time.strptime('1', 2) | time.strptime() | time.strptime('12:30 +0200', '%H:%M %z') | time.strptime('12:30:10.5', '%H:%M:%S.%f')
time.strptime('UTC', '%Z') | time.strptime('a', 'b', 'c') | time.strptime('Mon 2 Jan 2020', '%a %d %b %Y') | time.strptime('366 2019', '%j %Y')
time.strptime('2020 10 1', '%Y %U %w') | time.strptime('2020 10 1', '%G %V %u') | time.strptime('x', '%Q')
time.timezone, time.altzone, time.daylight, time.tzname | time.struct_time | time.struct_time((1, 2, 3, 4, 5, 6, 7, 8, 9))
time.struct_time((1, 2, 3)) | time.struct_time(5) | time.struct_time([1] * 11) | time.struct_time([1] * 12) | time.struct_time('123456789')
time.gmtime(0).tm_zone | time.gmtime(0).tm_gmtoff | time.localtime(0).tm_zone | time.struct_time(range(9)).tm_zone | time.gmtime(0)[:3]
time.gmtime(0).tm_year | time.gmtime(0) == (1970, 1, 1, 0, 0, 0, 3, 1, 0) | time.gmtime(0) < time.gmtime(1) | time.gmtime(0).n_fields
len(time.gmtime(0)) | time.time(1) | time.monotonic(1) | type(time.time()), type(time.time_ns()), type(time.monotonic())
time.foo | time.gmtime(True) | time.struct_time() | tuple(time.gmtime(0)) | time.gmtime(0)._fields | time.time() == time.time() or True
import datetime; time.strftime('%c %j %Z', datetime.datetime(2020, 5, 6, 7, 8, 9).timetuple()), time.mktime(datetime.date(2020, 2, 29).timetuple())
import datetime; datetime.datetime(2020, 5, 6).timetuple().tm_zone, datetime.datetime(2020, 5, 6).timetuple() == time.strptime('2020-05-06', '%Y-%m-%d')
""", "import time\n"

RANDOM = """
random.Random(1, 2) | random.Random(a=1) | random.Random([1]) | random.seed([1]) | random.seed(1, 2, 3) | random.seed(a=1, version=1)
random.random(1) | random.getrandbits() | random.getrandbits(-1) | random.getrandbits(0) | random.getrandbits('a') | random.getrandbits(1.0)
random.getrandbits(2**31) | random.getrandbits(2**64) | random.getrandbits(k=3) | random.randint() | random.randint(1)
random.randint(2, 1) | random.randint('a', 2) | random.randint(1, 'a') | random.randint(1.0, 2) | random.randrange() | random.randrange(0)
random.randrange(-5) | random.randrange(5, 5) | random.randrange(5, 1, 2) | random.randrange(1, 10, 0) | random.randrange(1, None, 2)
random.randrange(10, step=2) | random.randrange(1.0) | random.randrange('a') | random.choice() | random.choice([]) | random.choice(5)
random.choice({}) | random.choice({1}) | random.choice(None) | random.choice('') | random.choices([]) | random.choices([], k=0)
random.choices([1], [1, 2]) | random.choices([1], 5) | random.choices([1, 2], [0, 0]) | random.choices([1, 2], [1, 1], cum_weights=[1, 2])
random.choices([1, 2], ['a', 'b']) | random.choices([1], k='a') | random.choices([1], k=1.5) | random.choices([1], k=-1)
random.choices([1, 2], [float('inf'), 1]) | random.choices([1, 2], [float('nan'), 1]) | random.choices([], [], k=1) | random.choices(5)
random.choices({1: 2}, k=1) | random.sample([1], 2) | random.sample([1], -1) | random.sample({1}, 1) | random.sample({1: 2}, 1)
random.sample([1, 2], 1.0) | random.sample([1, 2], 'a') | random.sample([1, 2]) | random.sample(5, 1) | random.sample((i for i in [1]), 1)
random.sample([1, 2], 1, counts=[1]) | random.sample([1, 2], 1, counts=[0, 0]) | random.sample([1, 2], 1, counts=[1.5, 1])
random.sample([1, 2], 9, counts=[1, 1]) | random.sample([], 0, counts=[]) | random.shuffle((1, 2)) | random.shuffle('ab')
random.shuffle([1, 2], lambda: 1) | random.shuffle(5) | random.shuffle({0: 1, 1: 2}) | random.uniform(1) | random.uniform('a', 1)
random.uniform(1, 'a') | random.triangular('a') | random.gauss('a', 1) | random.gauss(0, 'a') | random.normalvariate('a', 1)
random.expovariate(0) | random.expovariate('a') | random.lognormvariate(1e5, 1) | random.gammavariate(0, 1) | random.gammavariate('a', 1)
random.betavariate(0, 1) | random.paretovariate(0) | random.weibullvariate(1, 0) | random.binomialvariate(-1) | random.binomialvariate(5, 2)
random.binomialvariate(5, 0.0), random.binomialvariate(5, 1.0) | random.binomialvariate('a', 0.5) | random.randbytes(-1) | random.randbytes('a')
random.randbytes(1.5) | random.randbytes() | random.setstate(1) | random.setstate((1, 2, 3)) | random.setstate((3, 2, 3)) | random.setstate((3, (1,), 3))
random.setstate((3, tuple([1] * 624 + [700]), None)) | random.setstate((3, tuple([1] * 624 + [-7]), None)) | random.setstate((3, tuple(['a'] * 625), None))
random.setstate((3, tuple([1] * 624 + [5]), 0.5)); random.random(), random.gauss()
len(random.getstate()[1]) | random.SystemRandom().getstate() | random.SystemRandom().seed(1) | random.SystemRandom().getrandbits(-1)
random.SystemRandom().randbytes(0) | random.Random | random.SystemRandom | random.Random(1).random() == random.Random(1).random()
random.Random(1) == random.Random(1) | type(random.Random(1)) | random.Random(1).foo | random.foo
r = random.Random(3); s = r.getstate(); a = [r.random() for _ in range(3)]; r.gauss(); r.setstate(s); a == [r.random() for _ in range(3)], s[0], s[2]
random.seed(5); s = random.getstate(); sum(s[1]) % 1000007, s[1][-1], random.random()
r = random.Random(1); q = random.Random(1); r.random(); r.random() != q.random(), q.random() == random.Random(1).random()
""", "import random\n"

SECRETS = """
secrets.token_bytes(-1) | secrets.token_bytes('a') | secrets.token_bytes(1.5) | secrets.token_hex(-1) | secrets.token_urlsafe(0)
secrets.token_urlsafe('a') | secrets.token_bytes(0) | secrets.choice([]) | secrets.choice(5) | secrets.choice() | secrets.randbelow(0)
secrets.randbelow(-1) | secrets.randbelow('a') | secrets.randbelow(1.5) | secrets.randbelow(1) | secrets.randbelow() | secrets.randbits(0)
secrets.randbits(-1) | secrets.randbits('a') | secrets.randbits(1.5) | secrets.compare_digest('a', 'a') | secrets.compare_digest('é', 'a')
secrets.SystemRandom | secrets.DEFAULT_ENTROPY | secrets.token_hex(nbytes=2) != '' | secrets.token_hex(1, 2) | secrets.compare_digest(b'a', b'b')
len(secrets.token_hex()), len(secrets.token_urlsafe()), len(secrets.token_bytes()) | secrets.foo | len(secrets.token_urlsafe(300))
[secrets.choice('a') for _ in range(100)] == ['a'] * 100 | all(0 <= secrets.randbelow(10) < 10 for _ in range(200))
len(''.join(secrets.choice('abcdef') for _ in range(2000))) | secrets.randbits(64) < 2 ** 64 | secrets.SystemRandom().random() < 1
""", "import secrets\n"

FUNCTOOLS = """
functools.cache(5) | functools.lru_cache('x') | functools.lru_cache(1.5) | functools.cache() | functools.lru_cache(len)([1, 2]) | functools.lru_cache(-5)(len).cache_parameters()
functools.lru_cache(None, True)(len).cache_parameters() | functools.lru_cache(2)(len).cache_info() | functools.cache(len).cache_info()
functools.lru_cache(True)(len).cache_parameters() | functools.lru_cache(maxsize=3, typed=1)(len).cache_parameters() | functools.cache(len)([1])
functools.cache(abs).__name__ | functools.lru_cache(2)(5) | functools.cache(len).foo
f = functools.cache(lambda n: n if n < 2 else f(n - 1) + f(n - 2)); f(80), f.cache_info(), f.cache_info().hits, f.cache_clear(), f.cache_info()
f = functools.lru_cache(2)(lambda n: [n]); a = f(1); b = f(2); c = f(1); d = f(3); c is a, f(2) is b, f(3) is d, f.cache_info()
f = functools.lru_cache(0)(lambda n: [n]); f(1) is f(1), f.cache_info()
f = functools.lru_cache(None)(lambda *a, **k: [a, k]); f(1) is f(1), f(1) is f(True), f(1) is f(1.0), f((1,)) is f(1), f(x=1) is f(x=1), f(1, x=1) is f(1, x=1), f.cache_info()
f = functools.lru_cache(None)(lambda *a, **k: [a, k]); f('a', 1) is f(a=1), f(x=1, y=2) is f(y=2, x=1), f(1.0) is f(True), f(2.0, 1) is f(2, True), len({1}), f.cache_info().currsize
f = functools.lru_cache(None, typed=True)(lambda *a: list(a)); f(1) is f(1.0), f(1) is f(1), f(1, 2.0) is f(1, 2), f.cache_info()
f = functools.lru_cache(3)(lambda n: n * 2); [f(n % 5) for n in range(40)][-1], f.cache_info()
f = functools.lru_cache(3)(lambda n: n * 2); [f(n * n % 4) for n in range(40)][-1], f.cache_info()
f = functools.lru_cache(3)(lambda n: n if n < 1 else f(n - 1) + 1); f(10), f.cache_info(), f(8), f.cache_info()
f = functools.lru_cache(3)(lambda n: 1 // n); f(1), f.cache_info().misses
f = functools.lru_cache(3)(lambda n: 1 // n); f(0)
""", "import functools\n"

ODDS = """
import re; re.RegexFlag.IGNORECASE, re.RegexFlag.A | re.RegexFlag.X, re.RegexFlag.NOFLAG, re.RegexFlag.M is not None, re.RegexFlag.S == re.S
import hashlib; hashlib.blake2b.MAX_DIGEST_SIZE, hashlib.blake2b.MAX_KEY_SIZE, hashlib.blake2s.SALT_SIZE, hashlib.blake2s.PERSON_SIZE
import random; random.Random.VERSION, random.SystemRandom.VERSION, random.Random(1).VERSION
import operator; operator.call(max, 1, 2), operator.call(dict, a=1), operator.call(lambda *a, **k: (a, k), 1, x=2)
import operator; operator.call()
import operator; operator.call(5)
from statistics import median_grouped; median_grouped([1, 2, 2, 3, 4, 4, 4, 4, 4, 5]), median_grouped([52, 52, 53, 54]), median_grouped([1.5]), median_grouped([1, 3, 3, 5, 7], interval=2)
from statistics import median_grouped; median_grouped([])
from statistics import median_grouped; median_grouped(['a', 'b'])
from statistics import median_grouped; median_grouped(['1', '2', '2'], '0.5')
from statistics import median_grouped; median_grouped([1, 'b'])
from statistics import median_grouped; median_grouped([1], None)
from statistics import median_grouped; median_grouped(5)
""", ""


def parts(table, first):
    text, prelude = table
    for line in text.strip().split("\n"):
        for part in [line] if ";" in line else line.split(" | "):
            *statements, last = part.split("; ")
            yield prelude + first + "".join(line + "\n" for line in statements) + "return " + last


def with_imports(bodies):
    """Stars are not for functions: every name of typing that occurs is imported by itself."""
    for body in bodies:
        names = sorted(set(re.findall(r"\w+", body)) & set(typing.__all__))
        yield ("from typing import %s\n" % ", ".join(names) if names else "import typing\n") + body


def seeded(maker):
    """Draws of seeded generators."""
    seeds = ["0", "1", "-7", "42", "2 ** 40", "2 ** 200", "10 ** 3000", "1.5", "-0.0", "1e300", "'abc'", "''", "'é日本'", "b'abc'", "True"]
    draws = [
        "random()", "getrandbits(%d)", "randint(%d, %d)", "randrange(%d, %d, %d)", "randrange(10 ** 30)", "choice('abcdefg')",
        "choices('abcdef', k=%d)", "choices([1, 2, 3], [%d, 5, %d], k=4)", "choices([1, 2, 3], cum_weights=[1, 5, %d], k=4)",
        "sample(range(%d), %d)", "sample(list('abcdefgh'), 3)", "sample('ab', 3, counts=[2, %d])", "sample(range(10 ** 12), 4)",
        "uniform(%d, %d)", "uniform(-1.5, 2)", "triangular(%d, 100, 60)", "triangular()", "gauss()", "gauss(%d, 2.5)",
        "normalvariate(%d, 1)", "normalvariate()", "lognormvariate(0, 0.25)", "expovariate(%d)", "expovariate()", "vonmisesvariate(1, %d)",
        "vonmisesvariate(0, 0)", "gammavariate(%d, 2)", "gammavariate(0.5, 2)", "gammavariate(1, 2)", "betavariate(%d, 3)", "paretovariate(%d)",
        "weibullvariate(%d, 1.5)", "binomialvariate(%d, 0.3)", "binomialvariate(1000, 0.4)", "binomialvariate(5, 0.9)", "randbytes(%d)",
    ]
    for number in range(300):
        body = "import random\n"
        owner = maker.choice(["random", "r"])
        seed = maker.choice(seeds)
        version = maker.choice(["", "", ", version=1"])
        body += "random.seed(%s%s)\n" % (seed, version) if owner == "random" else "r = random.Random(%s)\n" % seed
        calls = []
        for _ in range(maker.randrange(1, 6)):
            call = maker.choice(draws)
            numbers = sorted(maker.sample(range(1, 80), 3))
            if call.startswith("sample(range"):
                numbers = [numbers[2], numbers[0] % (numbers[2] + 1)][: call.count("%d")]
            calls.append(owner + "." + call % tuple(numbers[: call.count("%d")]))
        if maker.random() < 0.15:
            body += "x = list(range(%d))\n%s.shuffle(x)\n" % (maker.randrange(1, 60), owner)
            calls.append("x")
        if maker.random() < 0.1:
            calls.append("[%s.random() for _ in range(700)][-1]" % owner)
        yield body + "return " + ", ".join(calls)


def times(maker):
    """Texts of times, and times of texts."""
    letters = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%"
    for number in range(200):
        tuple_ = (
            maker.choice([1, 99, 1900, 1969, 1999, 2000, 2020, 2021, 2024, 9999, 12345, -1, 0]), maker.randrange(0, 13), maker.randrange(0, 32),
            maker.randrange(24), maker.randrange(60), maker.randrange(62), maker.randrange(-1, 8), maker.randrange(0, 367), maker.choice([-1, 0, 1]),
        )
        place = maker.choice(["time.gmtime(%d)" % maker.randrange(-10**11, 10**12), repr(tuple_), repr(tuple_)])
        if tuple_[0] < 1:
            # The century of such years depends on the C library.
            chosen = [letter for letter in letters if letter not in "CyDxg"]
        else:
            chosen = letters
        flags = maker.choice(["", "", "", "-", "_", "0", "^", "#", "6"])
        text = " ".join("%" + flags + letter for letter in maker.sample(chosen, 6))
        yield "import time\nreturn time.strftime(%r, %s)" % (text, place)
    formats = [
        "%Y-%m-%d", "%d.%m.%y", "%H:%M:%S", "%I:%M %p", "%j %Y", "%a %d %b %Y", "%A, %B %d, %Y", "%Y-%m-%dT%H:%M:%S%z", "%U %w %Y", "%W %a %Y",
        "%G-W%V-%u", "%c", "%x", "%X", "%Y%m%d", "%m/%d", "%d %b", "%y %j", "%S", "%%%Y", "%Y %Z",
    ]
    for number in range(150):
        format = maker.choice(formats)
        text = __import__("time").strftime(format, __import__("time").gmtime(maker.randrange(0, 2 * 10**9)))
        if maker.random() < 0.25:
            place = maker.randrange(len(text))
            text = text[:place] + maker.choice("0159x -:") + text[place + 1 :]
        yield "import time\nreturn time.strptime(%r, %r)" % (text, format)
    for number in range(60):
        numbers = [maker.choice([1970, 2000, 2024, 1, 9999, 0]), *(maker.randrange(-100, 200) for _ in range(7)), maker.choice([-1, 0, 1])]
        yield "import time\nreturn time.mktime(%r)" % (tuple(numbers),)


def characters():
    """Digests over all planes that hold characters, in blocks."""
    starts = [*range(0, 0x3_2000, 0x1000), 0xE_0000, 0xF_F000]
    for start in starts:
        head = "import hashlib, unicodedata as u\nout = []\nfor code in range(%d, %d):\n    c = chr(code)\n" % (start, start + 0x1000)
        tail = "return hashlib.md5(' '.join(out).encode('utf-8', 'surrogatepass')).hexdigest()"
        yield head + (
            "    out.append(u.category(c) + u.bidirectional(c) + str(u.combining(c)) + u.east_asian_width(c) + str(u.mirrored(c)))\n" + tail
        )
        yield head + "    out.append(str((u.decomposition(c), u.decimal(c, None), u.digit(c, None), u.numeric(c, None), u.name(c, None))))\n" + tail
        yield head + (
            "    for form in ('NFC', 'NFD', 'NFKC', 'NFKD'):\n        out.append(u.normalize(form, c))\n        out.append(str(u.is_normalized(form, c)))\n"
            + tail
        )


def normal_forms(maker):
    """Normal forms of random text."""
    letters = "aeoÅéñ" + "".join(chr(c) for c in [0x300, 0x301, 0x302, 0x308, 0x30A, 0x323, 0x327, 0x345, 0x3099, 0x1100, 0x1161, 0x11A8])
    letters += "가각が゛ﬁﬀ²①Ⅳ㎏ＡＢ" + "\u212b\u2126\u0958\u0344\u1e9b\u0f73\u2adc\U0001d15e\U0002f800\u0b92\u0bd7\u0dd9\u0dcf\u0dca"
    for number in range(120):
        text = "".join(maker.choice(letters) for _ in range(maker.randrange(1, 12)))
        yield "import unicodedata as u\nx = %s\nreturn [(ascii(u.normalize(f, x)), u.is_normalized(f, x)) for f in ('NFC', 'NFD', 'NFKC', 'NFKD')]" % ascii(text)


def write(topic, bodies):
    seen = {}
    for body in bodies:
        seen.setdefault(body, json.dumps({"area": "extended/" + topic, "src": body}))
    path = CASES / ("extended.%s-calls.jsonl" % topic)
    path.write_text("\n".join(seen.values()) + "\n", encoding="utf-8")


def main():
    maker = random.Random(20260301)
    write("copy", [*parts(COPY, "import copy\n"), *parts(COPY_MORE, "import copy\n")])
    write("unicodedata", [*parts(UNICODEDATA, ""), *characters(), *normal_forms(maker)])
    write("typing", with_imports(parts(TYPING, "")))
    write("logging", parts(LOGGING, ""))
    write("time", [*parts(TIME, ""), *times(maker)])
    write("random", [*parts(RANDOM, ""), *seeded(maker)])
    write("secrets", parts(SECRETS, ""))
    write("functools", parts(FUNCTOOLS, ""))
    write("mixed-modules", parts(ODDS, ""))


if __name__ == "__main__":
    main()
