"""Cases for `zoneinfo`."""

IMPORTS = "from datetime import datetime, time, timedelta, timezone\nfrom zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones"
ZONES = (
    "Europe/Berlin Europe/London America/New_York America/Los_Angeles Asia/Tokyo Asia/Kolkata Asia/Kathmandu Australia/Sydney Australia/Lord_Howe UTC "
    "Africa/Cairo Africa/Casablanca America/Sao_Paulo Pacific/Apia Pacific/Auckland Europe/Moscow Asia/Tehran America/St_Johns Antarctica/Troll "
    "Etc/GMT+5 GMT EST CET Asia/Jerusalem America/Santiago Atlantic/Azores Pacific/Kiritimati Pacific/Chatham America/Caracas"
).split()
ODD = "'' 'nope' '../etc' 'Europe' 'europe/berlin' '/UTC' 'Europe/Berlin/' 'A/../UTC' 'UTC\\x00' 'Europe//Berlin' '.' 'é'".split()

RULES = {
    "case": """
        6~ {moment}.{_of}
        6~ {moment}.astimezone({zone})
        4~ {moment}.astimezone({zone}).isoformat()
        3~ {moment} - {moment}
        2~ {moment} {_order} {moment}
        2~ {moment} {_sign} timedelta({_unit}={nat})
        2~ {moment}.strftime('%Z %z %Y-%m-%d %H:%M')
        2~ datetime.fromtimestamp({stamp}, {zone})
        2~ str(datetime.fromtimestamp({stamp}, {zone}))
        ZoneInfo({odd})
        {zone}
        {zone}.key
        str({zone})
        {zone} is {zone}
        {zone} == {zone}
        {zone}.{_zoned}({moment})
        {zone}.{_zoned}(None)
        {zone}.fromutc({moment})
        {zone}.fromutc({moment}.replace(tzinfo={zone}))
        {moment}.replace(tzinfo={zone}, fold={fold}).utcoffset()
        time({hour}, tzinfo={zone}).utcoffset()
        time({hour}, tzinfo={zone}).tzname()
        {moment}.timestamp()
        {moment}.utctimetuple()
        ZoneInfo({any})
        ZoneInfo(key={key})
        ZoneInfo.no_cache({key})
        ZoneInfo()
        {key} in available_timezones()
        {moment}.replace(fold={fold}) == {moment}
    """,
    "key": lambda g: repr(g.one(ZONES)),
    "odd": lambda g: g.one(ODD),
    "zone": "6~ ZoneInfo({key})\ntimezone.utc\ntimezone(timedelta(hours={small}))",
    "moment": """
        3~ datetime({year}, {month}, {day}, {hour}, {minute}, tzinfo={zone})
        datetime({year}, {month}, {day}, {hour}, {minute}, tzinfo={zone}, fold={fold})
        datetime({year}, {turn}, {hour3}, {minute}, tzinfo={zone}, fold={fold})
        datetime({year}, {month}, {day}, {hour}, {minute})
    """,
    "year": lambda g: str(1970 + g.below(80)) if g.chance(0.8) else str(1 + g.below(9998)),
    "month": lambda g: str(1 + g.below(12)),
    "day": lambda g: str(1 + g.below(28)),
    "turn": lambda g: g.one(["3, ", "10, ", "4, ", "11, ", "9, "]) + str(1 + g.below(30)),
    "hour": lambda g: str(g.below(24)),
    "hour3": lambda g: str(g.below(4)),
    "minute": lambda g: str(g.below(60)),
    "fold": "0\n1\n1",
    "stamp": lambda g: str(g.below(4 * 10**9) - 10**9) if g.chance(0.8) else repr(g.random.uniform(-3e10, 1e11)),
    "_of": "utcoffset()\ntzname()\ndst()\nisoformat()\ntimestamp()\ntimetuple()\nastimezone(timezone.utc)\nfold\ntzinfo",
    "_order": "==\n<\n>=\n!=",
    "_sign": "+\n-",
    "_unit": "hours\ndays\nminutes\nseconds",
    "_zoned": "utcoffset\ntzname\ndst",
}
