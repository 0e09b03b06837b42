"""Writes what CPython's datetime answers: `TZ=UTC python3.13 -W ignore datetime_table.py SEED COUNT > TABLE`.

One JSON list a line: the operation, its arguments, and the answers in the order the test in
crates/modules/tests/datetime.rs asks for them. An answer that is an exception is "!Kind: message". Floats are
their 64 bits in hexadecimal.
"""

import json
import random
import struct
import sys
from datetime import date, datetime, time, timedelta, timezone

random.seed(int(sys.argv[1]))
COUNT = int(sys.argv[2])


def bits(value):
    return struct.pack(">d", value).hex()


def ask(function):
    try:
        answer = function()
    except Exception as error:  # noqa: BLE001
        return f"!{type(error).__name__}: {error}"
    if answer is None or isinstance(answer, (bool, str)):
        return answer
    if isinstance(answer, float):
        return bits(answer)
    if isinstance(answer, int):
        return str(answer)
    return repr(answer)


def emit(*row):
    try:
        line = json.dumps(row, ensure_ascii=False)
        line.encode()
    except UnicodeEncodeError:
        return
    print(line)


# ---- parts


def some_date():
    return date.fromordinal(random.choice([random.randint(1, 3652059), random.randint(693596, 766644), random.randint(1, 800), random.randint(3651000, 3652059)]))


def some_clock():
    return (
        random.choice([0, 12, 23, random.randrange(24)]),
        random.choice([0, 59, random.randrange(60)]),
        random.choice([0, 0, 59, random.randrange(60)]),
        random.choice([0, 0, 1, 999999, 500000, 120000, random.randrange(10**6)]),
    )


def some_zone():
    return random.choice([None, None, 0, 3600, -3600, 19800, -34200, 86399, -86399, random.randint(-86399, 86399), random.choice([1, -1]) * random.randrange(86400 * 10**6) / 10**6])


def zone_of(offset, name=None):
    if offset is None:
        return None
    delta = timedelta(microseconds=round(offset * 10**6))
    return timezone(delta, name) if name is not None else timezone(delta)


def micros(offset):
    return None if offset is None else round(offset * 10**6)


def some_delta():
    return random.choice(
        [
            timedelta(days=random.randint(-999999999, 999999999), seconds=random.randrange(86400), microseconds=random.randrange(10**6)),
            timedelta(seconds=random.randint(-10**6, 10**6)),
            timedelta(microseconds=random.randint(-(10**12), 10**12)),
            timedelta(hours=random.randint(-100, 100)),
            timedelta(days=random.randint(-4000000, 4000000)),
            timedelta(0),
            timedelta.max,
            timedelta.min,
            timedelta.resolution,
        ]
    )


def parts(delta):
    return [delta.days, delta.seconds, delta.microseconds]


def some_int():
    return random.choice([0, 1, -1, 2, 3, 7, 10, 1000, -3, 10**6, random.randint(-(10**9), 10**9), random.randint(-(10**20), 10**20), 10**40, random.randint(-60, 60)])


def some_float():
    return random.choice(
        [
            0.0,
            -0.0,
            0.5,
            1.5,
            -0.5,
            0.1,
            1 / 3,
            1e300,
            1e-300,
            5e-324,
            float("inf"),
            float("-inf"),
            float("nan"),
            random.uniform(-10, 10),
            random.uniform(-1e6, 1e6),
            random.uniform(-1e12, 1e12),
            random.randint(-1000, 1000) / 8,
            random.randint(-(10**7), 10**7) / 10**6,
            1e-6 * random.randint(-9, 9) / 2,
            random.random() * 10 ** random.randint(-20, 20),
        ]
    )


# ---- spans

UNITS = "days seconds microseconds milliseconds minutes hours weeks".split()
for _ in range(COUNT):
    given = {unit: random.choice([some_int, some_float, lambda: random.randint(-100, 100), lambda: random.uniform(-5, 5)])() for unit in UNITS if random.random() < 0.3}
    shown = [None if unit not in given else str(given[unit]) if isinstance(given[unit], int) else [bits(given[unit])] for unit in UNITS]
    emit("new", shown, [ask(lambda: repr(timedelta(**given)))])

    a, b, n, f = some_delta(), some_delta(), some_int(), some_float()
    emit(
        "delta",
        [parts(a), parts(b), str(n), bits(f)],
        [
            ask(lambda: str(a)),
            ask(lambda: repr(a)),
            ask(lambda: a.total_seconds()),
            ask(lambda: -a),
            ask(lambda: abs(a)),
            ask(lambda: a + b),
            ask(lambda: a - b),
            ask(lambda: a * n),
            ask(lambda: a * f),
            ask(lambda: a / n),
            ask(lambda: a / f),
            ask(lambda: a / b),
            ask(lambda: a // n),
            ask(lambda: divmod(a, b)),
            ask(lambda: a < b),
            ask(lambda: a == b),
        ],
    )

# ---- dates

for _ in range(COUNT):
    d, delta, o = some_date(), some_delta(), some_date()
    emit(
        "date",
        [d.year, d.month, d.day, parts(delta), o.toordinal()],
        [
            d.toordinal(),
            d.weekday(),
            list(d.isocalendar()),
            d.timetuple().tm_yday,
            str(d),
            repr(d),
            d.ctime(),
            ask(lambda: d + delta),
            ask(lambda: d - delta),
            ask(lambda: d - o),
            ask(lambda: d < o),
        ],
    )
    y = random.choice([2024, 2020, 1, 9999, 0, 10000, -1, random.randint(1, 9999)])
    w, k = random.choice([random.randint(0, 54), 1, 52, 53]), random.randint(0, 8)
    emit("isoweek", [y, w, k], [ask(lambda: date.fromisocalendar(y, w, k))])
    m, k = random.randint(0, 13), random.choice([random.randint(0, 32), 28, 29, 30, 31])
    emit("new date", [y, m, k], [ask(lambda: date(y, m, k))])
    n = random.choice([random.randint(-5, 5), random.randint(3652055, 3652065), random.randint(1, 10**9), 2**31 - 1])
    emit("ordinal", n, [ask(lambda: date.fromordinal(n)), ask(lambda: datetime.fromordinal(n))])

# ---- moments

SPECS = ["auto", "hours", "minutes", "seconds", "milliseconds", "microseconds"]
NAMES = [None, None, "CET", "", "it's", "x%Y"]


def some_moment():
    d = some_date()
    offset, name, fold = some_zone(), random.choice(NAMES), random.choice([0, 0, 0, 1])
    it = datetime(d.year, d.month, d.day, *some_clock(), tzinfo=zone_of(offset, name), fold=fold)
    return it, [[it.year, it.month, it.day], [it.hour, it.minute, it.second, it.microsecond, fold], micros(offset), name]


def some_time():
    offset, name, fold = some_zone(), random.choice(NAMES), random.choice([0, 0, 0, 1])
    it = time(*some_clock(), tzinfo=zone_of(offset, name), fold=fold)
    return it, [[it.hour, it.minute, it.second, it.microsecond, fold], micros(offset), name]


for _ in range(COUNT):
    (a, shown_a), (b, shown_b) = some_moment(), some_moment()
    if random.random() < 0.3:
        b, shown_b = a, shown_a
    delta, offset, spec = some_delta(), some_zone() or 0, random.choice(SPECS)
    zone = zone_of(offset)
    emit(
        "moment",
        [shown_a, shown_b, parts(delta), micros(offset), spec],
        [
            str(a),
            repr(a),
            a.isoformat("T", spec),
            a.ctime(),
            ask(lambda: a.tzname()),
            ask(lambda: a.timestamp()),
            ask(lambda: a + delta),
            ask(lambda: a - delta),
            ask(lambda: a - b),
            ask(lambda: a < b),
            ask(lambda: a == b),
            # Whether two zones made alike are one object is not looked at.
            ask(lambda: (a.replace(fold=0) if a.tzinfo else a).astimezone(zone)),
            ask(lambda: zone.fromutc(a.replace(tzinfo=zone))),
            ask(lambda: tuple(a.utctimetuple())),
            ask(lambda: tuple(a.timetuple())),
        ],
    )
    (t, shown_t), (u, shown_u) = some_time(), some_time()
    emit(
        "time",
        [shown_t, shown_u, spec],
        [str(t), repr(t), t.isoformat(spec), ask(lambda: t < u), ask(lambda: t == u), ask(lambda: t.tzname())],
    )
    fields = [random.choice([0, 1, -1, 23, 24, 59, 60, 61, 999999, 10**6]) for _ in range(4)] + [random.choice([0, 0, 1, 2])]
    emit("new time", fields, [ask(lambda: time(*fields[:4], fold=fields[4]))])

    stamp = random.choice(
        [
            random.randint(-62135596900, -62135596700),
            random.randint(-62135510500, -62135510300),
            random.randint(253402300700, 253402300900),
            random.randint(-(10**11), 3 * 10**11),
            random.randint(0, 2 * 10**9),
            10**12,
            -(10**12),
            10**15,
            10**17,
            67767976233532799,
            67767976233532800,
            67768036191676799,
            67768036191676800,
            -67768100567971200,
            -67768100567971201,
            -67768040609740800,
            -67768040609740801,
            2**63 - 1,
            2**63,
            -(2**63),
            -(2**63) - 1,
            10**30,
        ]
    )
    if random.random() < 0.6:
        stamp = random.choice([some_float(), random.uniform(0, 2e9), stamp + random.choice([0.5, 1e-7, 0.9999999, 0.0000005, 0.0000015]), random.randint(0, 10**9) / 10**6 * 7, -random.random() * 1e9])
    emit(
        "stamp",
        [str(stamp) if isinstance(stamp, int) else [bits(stamp)], micros(offset)],
        [
            ask(lambda: datetime.fromtimestamp(stamp)),
            ask(lambda: datetime.utcfromtimestamp(stamp)),
            ask(lambda: datetime.fromtimestamp(stamp, zone)),
            ask(lambda: date.fromtimestamp(stamp)),
        ],
    )

# ---- ISO text


def mutate(text):
    for _ in range(random.choice([0, 0, 1, 1, 2, 3])):
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(["", "0", "1", "9", ":", "-", "+", "Z", "T", " ", ".", ",", "W", "x", "é", "\0", "00", "😀", "٣"]) + text[at + random.randrange(2):]
    return text


def iso_date():
    d = some_date()
    y, w, k = d.isocalendar()
    w, k = random.choice([w, w, w, 0, 53, 54]), random.choice([k, k, 0, 8])
    return random.choice([str(d), str(d), str(d).replace("-", ""), f"{y:04}-W{w:02}-{k}", f"{y:04}W{w:02}{k}", f"{y:04}-W{w:02}", f"{y:04}W{w:02}", str(d)[:7], str(d)[:4], "2024-13-01", "2024-02-30", "0000-01-01"])


def iso_time():
    h, m, s, us = some_clock()
    h, m = random.choice([h, h, h, 24, 25]), random.choice([m, m, m, 60])
    text = random.choice([f"{h:02}", f"{h:02}:{m:02}", f"{h:02}:{m:02}:{s:02}", f"{h:02}{m:02}{s:02}", f"{h:02}{m:02}", f"{h:02}:{m:02}:{s:02}.{us:06}"[: random.randint(8, 15)], f"{h:02}{m:02}{s:02},{us:06}"])
    zone = random.choice(["", "", "Z", "+00:00", "-00:00", "+01:00", "-0530", "+05", "+23:59:59.999999", "+24:00", "-00:00:01", "+00:00:00.5", "z", " +01:00", "+1", "+01:0", "+010000.123", "Z ", "-25:00", "+99:99"])
    return text + zone


for _ in range(COUNT * 3):
    text = mutate(iso_date())
    emit("iso date", text, [ask(lambda: date.fromisoformat(text)), ask(lambda: datetime.fromisoformat(text))])
    text = mutate(random.choice(["", "", "T"]) + iso_time())
    emit("iso time", text, [ask(lambda: time.fromisoformat(text))])
    text = mutate(iso_date() + random.choice(["T", "T", " ", "t", "", "-", "1", "é", "€", "😀"]) + iso_time())
    emit("iso moment", text, [ask(lambda: datetime.fromisoformat(text))])

# ---- formats

LETTERS = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%fEOQ+N:i "


def conversion():
    flags = "".join(random.choice("-_0^#+") for _ in range(random.choice([0, 0, 0, 0, 1, 2])))
    width = random.choice(["", "", "", "", "1", "3", "5", "12", "20", "03"]) if random.random() < 0.97 else random.choice(["900", "1023", "1024", "1500", "2047", "2048", "99999999999999999999"])
    return "%" + flags + width + random.choice(["", "", "", "", "E", "O", ":"]) + random.choice(LETTERS)


def some_format():
    usual = ["%Y-%m-%d", "%H:%M:%S", "%d %B %Y", "%A", "%I:%M %p", "%j", "%U %W", "%G-W%V-%u", "%c", "%x %X", "%f", "%z", "%:z", "%Z", "%s", "%D %T %R %F %r", "%e %k %l %h %y %C %g", "%%Y", "%n%t"]
    return "".join(random.choice([random.choice(usual), conversion(), random.choice(["é", " ", "x", "年", "%", "%:", "\0", "-"])]) for _ in range(random.randrange(5)))


for _ in range(COUNT * 3):
    form = some_format()
    a, shown = some_moment()
    t, shown_t = some_time()
    emit("strftime", [shown, shown_t, form], [ask(lambda: a.strftime(form)), ask(lambda: a.date().strftime(form)), ask(lambda: t.strftime(form))])

# ---- reading by format

READ = "dfHIGjmMSUwuVyYzAaBbpZ%WcxX"


def some_read_format():
    draw = random.random()
    if draw < 0.5:
        return random.choice(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%d/%m/%y %H:%M", "%Y-%m-%d %I:%M %p", "%d %B %Y", "%a %d %b %Y", "%A, %d. %B %Y", "%Y-%j", "%Y %U %w", "%Y %W %a", "%G-W%V-%u", "%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S%z", "%H%M%S", "%d%m%Y", "%c", "%x %X", "%H:%M %Z%z", "%y%j", "%m%d", "%b %d"])
    pieces = []
    for letter in random.sample(READ, random.randint(1, 4)):
        pieces.append("%" + letter + random.choice(["", " ", "-", "  ", ".", "/", "x", "\u00a0", "K"]))
    if draw > 0.9:
        pieces.append(random.choice(["%", "%Q", "%-d", "% d", "%.", "%d%d", "%c%Y", "%x%m", "(", "[a]", "%z%z", "%e", "%T", "ſ", "%D"]))
    random.shuffle(pieces)
    return "".join(pieces)


for _ in range(COUNT * 4):
    form = some_read_format()
    a, _ = some_moment()
    try:
        text = a.strftime(form)
    except ValueError:
        text = "2024"
    if random.random() < 0.5:
        text = mutate(text)
    if random.random() < 0.1:
        text = text.swapcase()
    if random.random() < 0.1:
        text = text.replace("0", random.choice(["", " ", "٠"]), 1)
    if random.random() < 0.05:
        text = text.replace("s", "ſ").replace("i", "ı")
    emit("strptime", [text, form], [ask(lambda: datetime.strptime(text, form))])
