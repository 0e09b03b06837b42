//! `time`.

use hognose_eval::class::Slots;
use hognose_eval::ops;
use hognose_eval::row::{Args, Member, Row, Signature, p_only};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, function, method};
use hognose_syntax::tree::CompareOp;

use super::super::{Clock, DateTime, Delta, Time, TimeSpec};
use super::bind::{Params, bind, got, or, text};
use super::date::{format_argument, formatted, iso_text};
use super::delta::ordered;
use super::moment::{optional_delta, optional_text};
use super::object::{self, checked_tzinfo, make_delta, make_time, make_zone, this, tzinfo};

const NAMES: &[&str] = &["hour", "minute", "second", "microsecond", "tzinfo", "fold"];
const PARAMS: Params<'static> = Params { function: None, names: NAMES, format: "|iiiiO$i" };
const REPLACE: Params<'static> = Params { function: Some("replace"), names: NAMES, format: "|IIIIO$I" };

/// Constructor.
pub(super) static NEW: Row = Row::new(
    "time",
    Signature::NONE,
    "A time of day.",
    Member::RawFunction(|cx, _, args| {
        let [hour, minute, second, micros, tzinfo, fold] = bind(cx, &PARAMS, args)?;
        let clock = Clock::new(or(hour, 0), or(minute, 0), or(second, 0), or(micros, 0), or(fold, 0));
        let clock = got(cx, clock)?;
        let tzinfo = checked_tzinfo(cx, tzinfo)?;
        make_time(cx, clock, tzinfo)
    }),
);

pub(super) const SLOTS: Slots = Slots {
    repr: Some(|cx, object, out| out.push(&receiver(cx, Value::Object(object))?.repr())),
    str: Some(|cx, object, out| out.push(&receiver(cx, Value::Object(object))?.iso(TimeSpec::Auto))),
    format: Some(|cx, object, format| {
        cx.call_method(Value::Object(object), "strftime", &[cx.wrap_str(format)?])
    }),
    hash: Some(|cx, object| {
        let time = receiver(cx, Value::Object(object))?;
        // As of a day like any other: what counts is the time in UTC.
        let moment = DateTime { date: super::super::Date::MIN, clock: time.clock, zone: None };
        let key = moment.hash_key().saturating_sub(time.offset().unwrap_or(0));
        ops::compare::hash(cx, Value::Int(key))
    }),
    compare: Some(compare),
    ..Slots::NONE
};

fn receiver<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Time<'h>> {
    this(cx, object::time(cx, value))
}

fn its_tzinfo<'h>(_: &Context<'h>, value: Value<'h>) -> R<'h> {
    Ok(match value {
        Value::Object(object) => tzinfo(object),
        _ => Value::None,
    })
}

fn compare<'h>(cx: &Context<'h>, op: CompareOp, object: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let Some(others) = object::time(cx, other) else { return Ok(Value::NotImplemented) };
    let mine = receiver(cx, Value::Object(object))?;
    match op {
        CompareOp::Eq => Ok(Value::bool(mine.equals(others))),
        CompareOp::Ne => Ok(Value::bool(!mine.equals(others))),
        _ => Ok(Value::bool(ordered(op, got(cx, mine.compare(others))?))),
    }
}

macro_rules! parts {
    ($($name:ident)*) => {
        $(fn $name<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
            Ok(Value::Int(receiver(cx, value)?.clock.$name().into()))
        })*
    };
}

parts!(hour minute second microsecond fold);

fn utcoffset<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    optional_delta(cx, receiver(cx, value)?.offset())
}

fn dst<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    optional_delta(cx, receiver(cx, value)?.zone.and_then(|zone| zone.dst(None)))
}

fn tzname<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    optional_text(cx, receiver(cx, value)?.zone.and_then(|zone| zone.name(None)))
}

fn isoformat<'h>(cx: &Context<'h>, value: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    const PARAMS: Params<'static> =
        Params { function: Some("isoformat"), names: &["timespec"], format: "|U" };
    let [spec] = bind(cx, &PARAMS, args)?;
    let spec = match spec {
        Value::Unbound => TimeSpec::Auto,
        spec => got(cx, TimeSpec::named(text(cx, spec)?))?,
    };
    cx.str(&receiver(cx, value)?.iso(spec))
}

fn replace<'h>(cx: &Context<'h>, value: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let [hour, minute, second, micros, zone, fold] = bind(cx, &REPLACE, args)?;
    let clock = receiver(cx, value)?.clock;
    let (hour, minute, second) =
        (or(hour, clock.hour()), or(minute, clock.minute()), or(second, clock.second()));
    let clock = Clock::new(hour, minute, second, or(micros, clock.microsecond()), or(fold, clock.fold()));
    let clock = got(cx, clock)?;
    let tzinfo = if zone.is_bound() { checked_tzinfo(cx, zone)? } else { its_tzinfo(cx, value)? };
    make_time(cx, clock, tzinfo)
}

fn from_iso<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let it = got(cx, Time::from_iso(iso_text(cx, value)?))?;
    let tzinfo = make_zone(cx, it.zone)?;
    make_time(cx, it.clock, tzinfo)
}

/// The time so many microseconds after midnight.
fn clock(hour: i64, minute: i64, second: i64, micros: i64) -> Clock {
    Clock::new(hour, minute, second, micros, 0).unwrap_or_default()
}

pub(super) static ROWS: &[Row] = &[
    Row::property("hour", "0 to 23.", hour),
    Row::property("minute", "0 to 59.", minute),
    Row::property("second", "0 to 59.", second),
    Row::property("microsecond", "0 to 999,999.", microsecond),
    Row::property("fold", "1 for the second pass where clocks are set back.", fold),
    Row::property("tzinfo", "The zone, or None.", its_tzinfo),
    method!("utcoffset", Signature::NONE, "How far the zone is ahead of UTC.", utcoffset, 1)
        .called("time.utcoffset"),
    method!("dst", Signature::NONE, "How much of that is daylight saving time.", dst, 1).called("time.dst"),
    method!("tzname", Signature::NONE, "Abbreviation of the zone.", tzname, 1).called("time.tzname"),
    Row::new(
        "isoformat",
        Signature::NONE,
        "As ISO 8601 text.",
        Member::RawMethod(|cx, _, receiver, args| isoformat(cx, receiver, args)),
    ),
    Row::new(
        "replace",
        Signature::NONE,
        "The time with other parts.",
        Member::RawMethod(|cx, _, receiver, args| replace(cx, receiver, args)),
    ),
    Row::new(
        "strftime",
        Signature::NONE,
        "As text of a format.",
        Member::RawMethod(|cx, _, value, args| {
            let format = format_argument(cx, args)?;
            let it = receiver(cx, value)?;
            formatted(cx, format, |room| it.strftime(format, room))
        }),
    ),
    function!(
        "fromisoformat",
        Signature::one(&[p_only("string")]),
        "The time of ISO 8601 text.",
        from_iso,
        1
    )
    .called("time.fromisoformat"),
    Row::constant("min", "Midnight.", |cx| make_time(cx, Clock::default(), Value::None)),
    Row::constant("max", "The last moment of a day.", |cx| {
        make_time(cx, clock(23, 59, 59, 999_999), Value::None)
    }),
    Row::constant("resolution", "The shortest span.", |cx| make_delta(cx, Delta::RESOLUTION)),
];
