//! `datetime`.

use hognose_eval::class::Slots;
use hognose_eval::ops;
use hognose_eval::row::{Args, Member, Row, Signature, p_only};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, function, method};
use hognose_syntax::tree::{BinaryOp, CompareOp};

use super::super::{Clock, Date, DateTime, Delta, Stamp, TimeSpec, Zone};
use super::bind::{Params, bind, got, or, text, wrong_type};
use super::date::{format_argument, formatted, from_iso_week, from_ordinal, iso_text, stamp};
use super::delta::ordered;
use super::object::{
    self, checked_tzinfo, date, delta, make_date, make_delta, make_moment, make_time, make_zone, moment,
    this, time, tzinfo, zone,
};
use super::tuples;
use crate::clock;

const NAMES: &[&str] = &["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"];
const PARAMS: Params<'static> = Params { function: None, names: NAMES, format: "iii|iiiiO$i" };
const REPLACE: Params<'static> = Params { function: Some("replace"), names: NAMES, format: "|IIIIIIIO$I" };

/// Constructor.
pub(super) static NEW: Row = Row::new(
    "datetime",
    Signature::NONE,
    "A day and a time, in a zone or not.",
    Member::RawFunction(|cx, _, args| {
        let [year, month, day, hour, minute, second, micros, tzinfo, fold] = bind(cx, &PARAMS, args)?;
        let date = got(cx, Date::new(or(year, 0), or(month, 0), or(day, 0)))?;
        let clock = Clock::new(or(hour, 0), or(minute, 0), or(second, 0), or(micros, 0), or(fold, 0));
        let clock = got(cx, clock)?;
        let tzinfo = checked_tzinfo(cx, tzinfo)?;
        make_moment(cx, &DateTime { date, clock, zone: None }, tzinfo)
    }),
);

pub(super) const SLOTS: Slots = Slots {
    repr: Some(|cx, object, out| out.push(&receiver(cx, Value::Object(object))?.repr())),
    str: Some(|cx, object, out| out.push(&receiver(cx, Value::Object(object))?.iso(' ', TimeSpec::Auto))),
    hash: Some(|cx, object| {
        let key = receiver(cx, Value::Object(object))?.hash_key();
        ops::compare::hash(cx, Value::Int(key))
    }),
    compare: Some(compare),
    binary: Some(binary),
    import: Some(object::import),
    describe: Some(object::describe),
    export: Some(object::export),
    ..Slots::NONE
};

fn receiver<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, DateTime<'h>> {
    this(cx, moment(cx, value))
}

/// The receiver and its `tzinfo`.
fn with_tzinfo<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, (DateTime<'h>, Value<'h>)> {
    let it = receiver(cx, value)?;
    match value {
        Value::Object(object) => Ok((it, tzinfo(object))),
        _ => Ok((it, Value::None)),
    }
}

fn compare<'h>(cx: &Context<'h>, op: CompareOp, object: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let Some(others) = moment(cx, other) else { return Ok(Value::NotImplemented) };
    let mine = receiver(cx, Value::Object(object))?;
    match op {
        CompareOp::Eq => Ok(Value::bool(mine.equals(&others))),
        CompareOp::Ne => Ok(Value::bool(!mine.equals(&others))),
        _ => Ok(Value::bool(ordered(op, got(cx, mine.compare(&others))?))),
    }
}

fn binary<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    object: &'h Object<'h>,
    other: Value<'h>,
    reflected: bool,
) -> R<'h> {
    let (mine, tzinfo) = with_tzinfo(cx, Value::Object(object))?;
    let made = match (op, delta(other)) {
        (BinaryOp::Add, Some(delta)) => mine.plus(delta),
        (BinaryOp::Sub, Some(delta)) if !reflected => mine.minus(delta),
        (BinaryOp::Sub, None) if !reflected => {
            let Some(others) = moment(cx, other) else { return Ok(Value::NotImplemented) };
            let apart = got(cx, mine.since(&others))?;
            return make_delta(cx, apart);
        }
        _ => return Ok(Value::NotImplemented),
    };
    let made = got(cx, made)?;
    make_moment(cx, &made, tzinfo)
}

macro_rules! parts {
    ($($name:ident)*) => {
        $(fn $name<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
            Ok(Value::Int(receiver(cx, value)?.clock.$name().into()))
        })*
    };
}

parts!(hour minute second microsecond fold);

fn its_tzinfo<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    with_tzinfo(cx, value).map(|(_, tzinfo)| tzinfo)
}

/// Microseconds as a `timedelta`, or `None`.
pub(super) fn optional_delta<'h>(cx: &Context<'h>, micros: Option<i64>) -> R<'h> {
    micros.map_or(Ok(Value::None), |micros| make_delta(cx, Delta::from_micros(micros)))
}

/// Text, or `None`.
pub(super) fn optional_text<'h>(cx: &Context<'h>, text: Option<String>) -> R<'h> {
    text.map_or(Ok(Value::None), |text| cx.str(&text))
}

fn utcoffset<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    optional_delta(cx, receiver(cx, value)?.offset())
}

fn dst<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    optional_delta(cx, receiver(cx, value)?.dst())
}

fn tzname<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    optional_text(cx, receiver(cx, value)?.zone_name())
}

fn its_date<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    make_date(cx, receiver(cx, value)?.date)
}

fn its_time<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    make_time(cx, receiver(cx, value)?.clock, Value::None)
}

fn timetz<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let (it, tzinfo) = with_tzinfo(cx, value)?;
    make_time(cx, it.clock, tzinfo)
}

fn ctime<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    cx.str(&receiver(cx, value)?.ctime())
}

fn timetuple<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    tuples::struct_time(cx, &receiver(cx, value)?.time_tuple())
}

fn utctimetuple<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let tuple = got(cx, receiver(cx, value)?.utc_time_tuple())?;
    tuples::struct_time(cx, &tuple)
}

fn timestamp<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    got(cx, receiver(cx, value)?.timestamp()).map(Value::float)
}

fn isoformat<'h>(cx: &Context<'h>, value: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    const PARAMS: Params<'static> =
        Params { function: Some("isoformat"), names: &["sep", "timespec"], format: "|CU" };
    let [sep, spec] = bind(cx, &PARAMS, args)?;
    let sep = if sep.is_bound() { text(cx, sep)?.chars().next().unwrap_or('T') } else { 'T' };
    let spec = match spec {
        Value::Unbound => TimeSpec::Auto,
        spec => got(cx, TimeSpec::named(text(cx, spec)?))?,
    };
    cx.str(&receiver(cx, value)?.iso(sep, spec))
}

fn replace<'h>(cx: &Context<'h>, value: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let [year, month, day, hour, minute, second, micros, zone, fold] = bind(cx, &REPLACE, args)?;
    let (it, own) = with_tzinfo(cx, value)?;
    let date = Date::new(or(year, it.date.year()), or(month, it.date.month()), or(day, it.date.day()));
    let date = got(cx, date)?;
    let clock = it.clock;
    let (hour, minute, second) =
        (or(hour, clock.hour()), or(minute, clock.minute()), or(second, clock.second()));
    let clock = Clock::new(hour, minute, second, or(micros, clock.microsecond()), or(fold, clock.fold()));
    let clock = got(cx, clock)?;
    let tzinfo = if zone.is_bound() { checked_tzinfo(cx, zone)? } else { own };
    make_moment(cx, &DateTime { date, clock, zone: None }, tzinfo)
}

fn astimezone<'h>(cx: &Context<'h>, value: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    const PARAMS: Params<'static> = Params { function: Some("astimezone"), names: &["tz"], format: "|O" };
    let [target] = bind(cx, &PARAMS, args)?;
    let mut target = checked_tzinfo(cx, target)?;
    let (it, own) = with_tzinfo(cx, value)?;
    if target.is_none() {
        // The local zone, with its name.
        let name = cx.heap().text("UTC")?;
        target = make_zone(cx, Some(Zone::Fixed { offset: 0, name: Some(name) }))?;
    } else if target.is(own) {
        return Ok(value);
    }
    let Some(zone) = zone(cx, target) else { return Err(cx.internal("a zone without its data")) };
    let moved = got(cx, it.to_zone(zone))?;
    make_moment(cx, &moved, target)
}

/// A moment in UTC, in the zone of an argument.
fn in_zone_of<'h>(cx: &Context<'h>, utc: &DateTime<'_>, tzinfo: Value<'h>) -> R<'h> {
    match zone(cx, tzinfo) {
        Some(zone) => {
            let moved = got(cx, utc.from_utc(zone))?;
            make_moment(cx, &moved, tzinfo)
        }
        None => make_moment(cx, utc, Value::None),
    }
}

fn from_stamp<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h> {
    const PARAMS: Params<'static> =
        Params { function: Some("fromtimestamp"), names: &["timestamp", "tz"], format: "O|O" };
    let [seconds, tzinfo] = bind(cx, &PARAMS, args)?;
    let tzinfo = checked_tzinfo(cx, tzinfo)?;
    let seconds = stamp(cx, seconds)?;
    if tzinfo.is_none() {
        let local = got(cx, DateTime::from_stamp(seconds, None))?;
        return make_moment(cx, &local, tzinfo);
    }
    let utc = got(cx, DateTime::utc_from_stamp(seconds))?;
    in_zone_of(cx, &utc, tzinfo)
}

fn utc_from_stamp<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let (&[value], []) = (args.positional, args.keywords) else {
        let count = args.positional.len();
        return Err(match args.keywords {
            [] => cx.type_error(format_args!("utcfromtimestamp() takes exactly 1 argument ({count} given)")),
            _ => cx.type_error("utcfromtimestamp() takes no keyword arguments"),
        });
    };
    let utc = got(cx, DateTime::utc_from_stamp(stamp(cx, value)?))?;
    make_moment(cx, &utc, Value::None)
}

/// The present moment in UTC.
fn present<'h>(cx: &Context<'h>) -> R<'h, DateTime<'static>> {
    let nanoseconds = clock::now(cx)?;
    let seconds =
        got(cx, DateTime::utc_from_stamp(Stamp::Int(nanoseconds.div_euclid(1_000_000_000).into())))?;
    got(cx, seconds.plus(Delta::from_micros(nanoseconds.rem_euclid(1_000_000_000) / 1000)))
}

fn now<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h> {
    const PARAMS: Params<'static> = Params { function: Some("now"), names: &["tz"], format: "|O" };
    let [tzinfo] = bind(cx, &PARAMS, args)?;
    let tzinfo = checked_tzinfo(cx, tzinfo)?;
    in_zone_of(cx, &present(cx)?, tzinfo)
}

fn utcnow<'h>(cx: &Context<'h>) -> R<'h> {
    make_moment(cx, &present(cx)?, Value::None)
}

fn at_midnight<'h>(cx: &Context<'h>, date: Date) -> R<'h> {
    make_moment(cx, &DateTime { date, clock: Clock::default(), zone: None }, Value::None)
}

fn from_iso<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let it = got(cx, DateTime::from_iso(iso_text(cx, value)?))?;
    let tzinfo = make_zone(cx, it.zone)?;
    make_moment(cx, &it, tzinfo)
}

fn strptime<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h> {
    const PARAMS: Params<'static> = Params { function: Some("strptime"), names: &["", ""], format: "UU" };
    if !args.keywords.is_empty() {
        return Err(cx.type_error("strptime() takes no keyword arguments"));
    }
    let &[string, format] = args.positional else {
        let count = args.positional.len();
        return Err(cx.type_error(format_args!("strptime() takes exactly 2 arguments ({count} given)")));
    };
    for (place, value) in [(1, string), (2, format)] {
        if !matches!(value, Value::Str(_)) {
            return Err(wrong_type(cx, &PARAMS, place, "str", value));
        }
    }
    let (string, format) = (text(cx, string)?, text(cx, format)?);
    let size = string.len().saturating_add(format.len());
    cx.burn(u64::try_from(size).unwrap_or(u64::MAX))?;
    cx.heap().charge(size.saturating_mul(8))?;
    let (it, name) = got(cx, DateTime::strptime(string, format))?;
    let zone = match (it.offset(), name) {
        (Some(offset), Some(name)) => Some(Zone::Fixed { offset, name: Some(cx.heap().text(&name)?) }),
        _ => it.zone,
    };
    let tzinfo = make_zone(cx, zone)?;
    make_moment(cx, &it, tzinfo)
}

fn combine<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h> {
    const PARAMS: Params<'static> =
        Params { function: Some("combine"), names: &["date", "time", "tzinfo"], format: "dt|O" };
    let [day, hours, given] = bind(cx, &PARAMS, args)?;
    let (date, time) = (this(cx, date(day))?, this(cx, time(cx, hours))?);
    let Value::Object(object) = hours else { return Err(cx.internal("a time that is no object")) };
    let tzinfo = if given.is_bound() { checked_tzinfo(cx, given)? } else { tzinfo(object) };
    make_moment(cx, &DateTime { date, clock: time.clock, zone: None }, tzinfo)
}

const fn raw_method(name: &'static str, doc: &'static str, method: hognose_eval::row::RawMethodFn) -> Row {
    Row::new(name, Signature::NONE, doc, Member::RawMethod(method))
}

const fn raw_function(name: &'static str, doc: &'static str, function: hognose_eval::row::RawFn) -> Row {
    Row::new(name, Signature::NONE, doc, Member::RawFunction(function))
}

pub(super) static ROWS: &[Row] = &[
    Row::property("hour", "0 to 23.", hour),
    Row::property("minute", "0 to 59.", minute),
    Row::property("second", "0 to 59.", second),
    Row::property("microsecond", "0 to 999,999.", microsecond),
    Row::property("fold", "1 for the second pass where clocks are set back.", fold),
    Row::property("tzinfo", "The zone, or None.", its_tzinfo),
    method!("date", Signature::NONE, "The day.", its_date, 1).called("datetime.date"),
    method!("time", Signature::NONE, "The time, without zone.", its_time, 1).called("datetime.time"),
    method!("timetz", Signature::NONE, "The time, with its zone.", timetz, 1).called("datetime.timetz"),
    method!("ctime", Signature::NONE, "As the C library shows it.", ctime, 1).called("datetime.ctime"),
    method!("timetuple", Signature::NONE, "As a `struct_time`.", timetuple, 1).called("datetime.timetuple"),
    method!("utctimetuple", Signature::NONE, "As a `struct_time` in UTC.", utctimetuple, 1)
        .called("datetime.utctimetuple"),
    method!("timestamp", Signature::NONE, "Seconds since 1970.", timestamp, 1).called("datetime.timestamp"),
    method!("utcoffset", Signature::NONE, "How far the zone is ahead of UTC.", utcoffset, 1)
        .called("datetime.utcoffset"),
    method!("dst", Signature::NONE, "How much of that is daylight saving time.", dst, 1)
        .called("datetime.dst"),
    method!("tzname", Signature::NONE, "Abbreviation of the zone.", tzname, 1).called("datetime.tzname"),
    raw_method("isoformat", "As ISO 8601 text.", |cx, _, receiver, args| isoformat(cx, receiver, args)),
    raw_method("replace", "The moment with other parts.", |cx, _, receiver, args| {
        replace(cx, receiver, args)
    }),
    raw_method("astimezone", "The same moment in another zone.", |cx, _, receiver, args| {
        astimezone(cx, receiver, args)
    }),
    raw_method("strftime", "As text of a format.", |cx, _, value, args| {
        let format = format_argument(cx, args)?;
        let it = receiver(cx, value)?;
        formatted(cx, format, |room| it.strftime(format, room))
    }),
];

pub(super) static CLASS_ROWS: &[Row] = &[
    raw_function("now", "The present moment.", |cx, _, args| now(cx, args)).needs(clock::CAPABILITY),
    function!("utcnow", Signature::NONE, "The present moment in UTC, without zone.", utcnow, 0)
        .called("datetime.utcnow")
        .needs(clock::CAPABILITY),
    function!("today", Signature::NONE, "The present moment in UTC, without zone.", utcnow, 0)
        .called("date.today")
        .needs(clock::CAPABILITY),
    raw_function("fromtimestamp", "The moment of seconds since 1970.", |cx, _, args| from_stamp(cx, args)),
    raw_function(
        "utcfromtimestamp",
        "The moment of seconds since 1970, in UTC without zone.",
        |cx, _, args| utc_from_stamp(cx, args),
    ),
    raw_function("fromordinal", "Midnight of the day of that number.", |cx, _, args| {
        let date = from_ordinal(cx, args)?;
        at_midnight(cx, date)
    }),
    raw_function("fromisocalendar", "Midnight of an ISO year, week and weekday.", |cx, _, args| {
        let date = from_iso_week(cx, args)?;
        at_midnight(cx, date)
    }),
    function!(
        "fromisoformat",
        Signature::one(&[p_only("string")]),
        "The moment of ISO 8601 text.",
        from_iso,
        1
    )
    .called("datetime.fromisoformat"),
    raw_function("strptime", "The moment of a text of that format.", |cx, _, args| strptime(cx, args)),
    raw_function("combine", "A day and a time.", |cx, _, args| combine(cx, args)),
    Row::constant("min", "The first moment.", |cx| make_moment(cx, &DateTime::MIN, Value::None)),
    Row::constant("max", "The last moment.", |cx| make_moment(cx, &DateTime::MAX, Value::None)),
    Row::constant("resolution", "The shortest span.", |cx| make_delta(cx, Delta::RESOLUTION)),
];
