"""Cases for `datetime`."""

import re

from .grammar import mutated

IMPORTS = "from datetime import date, datetime, time, timedelta, timezone"

RULES = {
    "case": """
        2~ {date}
        2~ {datetime}
        2~ {time}
        3~ {delta}
        4~ {any_one} {_sign} {any_one}
        3~ {datetime} {_sign} {delta}
        2~ {date} {_sign} {delta}
        2~ {datetime} - {datetime}
        4~ {delta} {_times} {number}
        2~ {delta} {_times} {delta}
        divmod({delta}, {delta})
        [abs, str, repr, bool][{_four}]({delta})
        -{delta}
        2~ {any_one} {_order} {any_one}
        2~ {datetime} {_order} {datetime}
        {delta}.{_delta}
        4~ {datetime}.{_moment}
        3~ {date}.{_day}
        2~ {time}.{_clock}
        3~ {datetime}.isoformat({iso})
        {time}.isoformat({timespec})
        5~ {datetime}.strftime({format})
        3~ {date}.strftime({format})
        2~ {time}.strftime({format})
        2~ format({any_one}, {format})
        8~ datetime.strptime({moment}, {format_for})
        5~ datetime.fromisoformat({isotext})
        3~ date.fromisoformat({isotext})
        2~ time.fromisoformat({isotext})
        2~ datetime.fromtimestamp({stamp}, {zone})
        datetime.fromtimestamp({stamp})
        datetime.utcfromtimestamp({stamp})
        date.fromtimestamp({stamp})
        2~ date.fromordinal({ordinal})
        date.fromisocalendar({year}, {small}, {small})
        datetime.fromisocalendar({year}, {week}, {nat})
        datetime.combine({date}, {time})
        datetime.combine({date}, {time}, {zone})
        3~ {datetime}.replace({part})
        2~ {date}.replace({part})
        {time}.replace({part})
        3~ {datetime}.astimezone({zone})
        {zone}.{_zone}
        {zone}.{_zoned}({datetime})
        2~ timezone({delta})
        timezone({delta}, {str})
        timezone({delta}).tzname(None)
        {_class}({any})
        {_class}({any}, {any}, {any})
        {_class}()
        {_class}({int}, {int}, {int})
        {datetime} {_order} {any}
        {_class}.{_edge}
        {any_one}.foo
        {any_one}.foo()
        [str, repr][{_two}]({any_one})
    """,
    "_class": "date\ndatetime\ntime\ntimedelta\ntimezone",
    "_edge": "min\nmax\nresolution",
    "_sign": "+\n-",
    "_times": "*\n/\n//\n%",
    "_order": "==\n!=\n<\n<=\n>\n>=",
    "_four": "0\n1\n2\n3",
    "_two": "0\n1",
    "any_one": "{date}\n{datetime}\n{time}\n{delta}\n{zone}\n{aware}",
    "year": lambda g: g.one([str(g.below(3000)), str(1900 + g.below(200)), str(1990 + g.below(50)), "1", "9999", "0", "10000", "-1", "999"]),
    "month": lambda g: str(1 + g.below(12)) if g.chance(0.95) else g.one(["0", "13", "-1", "1.5"]),
    "day": lambda g: str(1 + g.below(28)) if g.chance(0.9) else g.one(["29", "30", "31", "0", "32", "-1"]),
    "hour": lambda g: str(g.below(24)) if g.chance(0.95) else g.one(["24", "-1"]),
    "minute": lambda g: str(g.below(60)) if g.chance(0.96) else g.one(["60", "-1"]),
    "micro": lambda g: g.one(["0", "1", "999999", str(g.below(10**6)), "100000", "1000000"]) if g.chance(0.9) else "-1",
    "week": lambda g: str(g.below(55)),
    "date": "date({year}, {month}, {day})\ndate(2024, 2, 29)\ndate(1, 1, 1)\ndate(9999, 12, 31)",
    "datetime": """
        2~ datetime({year}, {month}, {day})
        2~ datetime({year}, {month}, {day}, {hour}, {minute})
        2~ datetime({year}, {month}, {day}, {hour}, {minute}, {minute}, {micro})
        {aware}
        datetime({year}, {month}, {day}, {hour}, fold=1)
        datetime.min
        datetime.max
    """,
    "aware": "datetime({year}, {month}, {day}, {hour}, {minute}, {minute}, {micro}, {zone})\ndatetime({year}, {month}, {day}, tzinfo={zone})",
    "time": "time({hour})\ntime({hour}, {minute})\ntime({hour}, {minute}, {minute}, {micro})\ntime({hour}, {minute}, tzinfo={zone})\ntime()\ntime.max\ntime({hour}, fold={nat})",
    "delta": """
        timedelta({small})
        timedelta({number})
        2~ timedelta(days={small}, seconds={amount}, microseconds={amount})
        timedelta(hours={amount}, minutes={amount})
        timedelta(weeks={float}, milliseconds={amount})
        timedelta({float}, {float}, {float})
        timedelta(minutes={small})
        timedelta()
        timedelta.max
        timedelta.resolution
        timedelta(hours={small}, seconds={float})
    """,
    "amount": lambda g: g.one([str(g.below(4000) - 1000), str(g.below(10**7)), repr(round(g.random.uniform(-100, 100), 3)), "0.5", "1e-7", "86399"]),
    "zone": """
        2~ timezone.utc
        timezone(timedelta(hours={small}))
        timezone(timedelta(hours={small}, minutes=30))
        timezone(timedelta(minutes={amount}))
        timezone(timedelta(hours={small}), {word})
        timezone(timedelta(seconds={amount}, microseconds={nat}))
        None
    """,
    "_zone": "utcoffset(None)\ntzname(None)\ndst(None)\nutc\nmin",
    "_zoned": "utcoffset\ntzname\ndst\nfromutc",
    "_delta": "days\nseconds\nmicroseconds\ntotal_seconds()\nfoo",
    "_moment": """
        date()
        time()
        timetz()
        timestamp()
        weekday()
        isoweekday()
        isocalendar()
        timetuple()
        utctimetuple()
        toordinal()
        ctime()
        utcoffset()
        dst()
        tzname()
        year
        microsecond
        tzinfo
        fold
        isoformat()
    """,
    "_day": "weekday()\nisoweekday()\nisocalendar()\ntimetuple()\ntoordinal()\nctime()\nisoformat()\nyear\nhour",
    "_clock": "hour\nmicrosecond\ntzinfo\nfold\nisoformat()\nutcoffset()\ntzname()\ndst()",
    "iso": "\n{separator}\n{separator}, {timespec}\ntimespec={timespec}\nsep={separator}",
    "separator": "' '\n'T'\n'x'\n'é'\n'ab'\n''",
    "timespec": "'auto'\n'hours'\n'minutes'\n'seconds'\n'milliseconds'\n'microseconds'\n'x'",
    "format": lambda g: repr("".join(g.one(["%" + g.one("aAbBcdHIjmMpSUwWxXyYzZfGuVDTFeRtnhClksPr%:") , g.one(["-", "/", " ", ":", "é", "T", ".", "%:z"])]) for _ in range(1 + g.below(5)))),
    "stamp": lambda g: g.one([str(g.below(2 * 10**9)), repr(round(g.random.uniform(-10**9, 2 * 10**9), g.below(7))), "-1", "0", "1e12", "-1e12", "253402300800", "0.5", "1e20", "-62135596800", "float('nan')", "2**70"]),
    "ordinal": lambda g: g.one([str(g.below(3652060)), "0", "1", "3652059", "3652060", "-1"]),
    "part": "year={year}\nmonth={month}\nday={day}\nhour={hour}\nminute={minute}\nmicrosecond={micro}\ntzinfo={zone}\nfold={small}\n{year}\n{year}, {month}\nfoo={nat}",
    "isotext": mutated("_isotext", "0129-:T WwZ+.,é", 0.3),
    "_isotext": """
        2~ {_date}T{_time}
        {_date} {_time}{_offset}
        {_date}T{_time}{_offset}
        {_date}
        {_time}
        {_time}{_offset}
        {_compact}T{_packed}{_offset}
        {_compact}
        {_weekdate}
        {_weekdate}T{_packed}
        T{_time}
    """,
    "_date": lambda g: "%04d-%02d-%02d" % (g.below(3000), g.below(13), g.below(32)),
    "_compact": lambda g: "%04d%02d%02d" % (g.below(3000), 1 + g.below(12), 1 + g.below(28)),
    "_weekdate": lambda g: g.one(["%04d-W%02d-%d", "%04dW%02d%d"]) % (1 + g.below(3000), g.below(55), g.below(9)) if g.chance(0.7) else "%04d-W%02d" % (2000 + g.below(50), 1 + g.below(53)),
    "_time": lambda g: clock_text(g),
    "_packed": lambda g: g.one(["%02d" % g.below(25), "%02d%02d" % (g.below(24), g.below(61)), "%02d%02d%02d" % (g.below(24), g.below(60), g.below(60)), "%02d%02d%02d.%d" % (g.below(24), g.below(60), g.below(60), g.below(10**7))]),
    "_offset": lambda g: g.one(["Z", "+00:00", "-00:00", "+%02d:%02d" % (g.below(25), g.below(60)), "-%02d%02d" % (g.below(24), g.below(60)), "+%02d" % g.below(24), "+01:02:03", "+01:02:03.456789", "z", "+1"]),
    "moment": lambda g: pair_of(g)[0],
    "format_for": lambda g: repr(getattr(g, "last", "%Y-%m-%d")),
}

PIECES = {
    "%Y": lambda g: "%04d" % g.below(10000), "%m": lambda g: g.one(["%02d", "%d"]) % (1 + g.below(12)), "%d": lambda g: g.one(["%02d", "%d"]) % (1 + g.below(30)),
    "%H": lambda g: "%02d" % g.below(25), "%I": lambda g: "%02d" % g.below(14), "%M": lambda g: "%02d" % g.below(61), "%S": lambda g: "%02d" % g.below(63),
    "%f": lambda g: str(g.below(10**7)), "%p": lambda g: g.one(["AM", "pm", "PM", "xm"]), "%y": lambda g: "%02d" % g.below(100), "%j": lambda g: "%03d" % g.below(368),
    "%a": lambda g: g.one(["Mon", "sun", "Foo", "SAT"]), "%A": lambda g: g.one(["Monday", "friday"]), "%b": lambda g: g.one(["Jan", "dec", "MAY", "x"]),
    "%B": lambda g: g.one(["January", "may", "August"]), "%z": lambda g: g.one(["+0100", "-01:30", "Z", "+010203", "+01:02:03.5", "0100", "+0160"]), "%Z": lambda g: g.one(["UTC", "GMT", "utc", "CET"]),
    "%U": lambda g: "%02d" % g.below(55), "%W": lambda g: "%02d" % g.below(55), "%w": lambda g: str(g.below(8)), "%u": lambda g: str(g.below(9)), "%G": lambda g: "%04d" % (1 + g.below(3000)),
    "%V": lambda g: "%02d" % g.below(55), "%%": lambda g: "%", "%c": lambda g: "Mon Jan  2 03:04:05 2006", "%x": lambda g: "01/02/06", "%X": lambda g: "03:04:05", "%q": lambda g: "q", "%": lambda g: "",
    "%D": lambda g: "01/02/06", "%T": lambda g: "01:02:03",
}
USUAL = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%d/%m/%y", "%Y-%m-%d %H:%M:%S.%f", "%d %b %Y", "%A %d. %B %Y", "%I:%M %p", "%Y %j", "%G-W%V-%u", "%Y %U %w", "%Y %W %a", "%Y-%m-%d %H:%M:%S %z"]


def pair_of(g):
    """A text that often has the form of `g.last`."""
    g.last = g.one(USUAL) if g.chance(0.5) else g.one([" ", "-", "", ":", "/"]).join(g.one(list(PIECES)) for _ in range(1 + g.below(5)))
    text = re.sub("%.?", lambda found: PIECES.get(found[0], lambda g: "")(g), g.last)
    if g.chance(0.15):
        at = g.below(len(text) + 1)
        text = g.one([text[:at] + text[at + 1:], text + g.one(["x", " ", "1"]), text[:at] + " " + text[at:]])
    return repr(text), g.last


def clock_text(g):
    hour, minute, second = g.below(25), g.below(61), g.below(61)
    return g.one([
        "%02d:%02d" % (hour, minute), "%02d:%02d:%02d" % (hour, minute, second), "%02d:%02d:%02d.%06d" % (hour, minute, second, g.below(10**6)),
        "%02d:%02d:%02d.%03d" % (hour, minute, second, g.below(1000)), "%02d:%02d:%02d,%d" % (hour, minute, second, g.below(10**8)), "%02d" % hour,
        "24:00", "24:00:00",
    ])
