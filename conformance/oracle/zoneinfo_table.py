"""Writes what CPython's zoneinfo answers: `PYTHONTZPATH=FOLDER python3.13 zoneinfo_table.py SEED COUNT > TABLE`.

FOLDER must have the same database as hognose: `HOGNOSE_TZDB=FOLDER cargo test -p hognose-modules --test zoneinfo
write_database -- --ignored` writes it. One JSON list a line, as the test in crates/modules/tests/zoneinfo.rs reads it.
"""

import json
import random
import sys
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

random.seed(int(sys.argv[1]))
COUNT = int(sys.argv[2])
KEYS = sorted(available_timezones())


def ask(function):
    try:
        answer = function()
    except Exception as error:  # noqa: BLE001
        return f"!{type(error).__name__}: {error}"
    return answer if answer is None or isinstance(answer, (bool, str)) else str(answer)


def emit(*row):
    print(json.dumps(row, ensure_ascii=False))


def edges(zone):
    """Moments at which the zone changes, found by looking."""
    found = []
    year = random.choice([1900, 1916, 1940, 1945, 1970, 1987, 2007, 2024, 2036, 2038, 2050, 2400, random.randint(1850, 2100)])
    low = datetime(year, 1, 1, tzinfo=timezone.utc)
    for _ in range(14):
        high = low + timedelta(days=30)
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            a, b = low, high
            while b - a > timedelta(seconds=1):
                middle = a + timedelta(seconds=(b - a) // timedelta(seconds=2))
                if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
                    a = middle
                else:
                    b = middle
            found.append(b)
        low = high
    return found


def some_moment(zone):
    changes = edges(zone) if random.random() < 0.7 else []
    if changes:
        offset = random.choice([0, -1, 1, 1800, -1800, 3599, 3600, 3601, -3600, -3601, 7200, -7200, random.randint(-90000, 90000)])
        return (random.choice(changes) + timedelta(seconds=offset)).replace(tzinfo=None)
    return datetime(random.choice([1, 2, 9998, 9999, 1969, 1970, 2037, 2038, random.randint(1800, 2200)]), random.randint(1, 12), random.randint(1, 28), random.randint(0, 23), random.randint(0, 59), random.choice([0, 0, 59]))


for key in KEYS * max(1, COUNT // len(KEYS)) if COUNT >= len(KEYS) else random.sample(KEYS, COUNT):
    zone, other = ZoneInfo(key), ZoneInfo(random.choice(KEYS))
    for _ in range(3):
        shown, fold = some_moment(zone), random.choice([0, 1])
        it = shown.replace(tzinfo=zone, fold=fold)
        utc = shown.replace(tzinfo=timezone.utc)
        emit(
            "moment",
            [key, other.key, shown.isoformat(), fold],
            [
                ask(lambda: it.utcoffset()),
                ask(lambda: it.dst()),
                ask(lambda: it.tzname()),
                ask(lambda: it.isoformat()),
                ask(lambda: it.astimezone(timezone.utc)),
                ask(lambda: repr(it.astimezone(other))),
                ask(lambda: repr(utc.astimezone(zone))),
                ask(lambda: it == it.astimezone(timezone.utc)),
                ask(lambda: it == it.astimezone(other)),
                ask(lambda: it - utc),
                ask(lambda: tuple(it.timetuple())),
                ask(lambda: it.strftime("%z %Z %-Z")),
            ],
        )
    emit("time", key, [ask(lambda: time(1, tzinfo=zone).utcoffset()), ask(lambda: time(1, tzinfo=zone).dst()), ask(lambda: time(1, tzinfo=zone).tzname())])

for key in ["", "UTC", "utc", "No/Such", "/etc/passwd", "../UTC", "Europe", "Europe/", "Europe//Berlin", "./UTC", "a/../UTC", "Europe/../UTC", "..", ".", "../_/UTC", "é", "UTC\0", "_/_"]:
    emit("find", key, [ask(lambda: repr(ZoneInfo(key)))])
