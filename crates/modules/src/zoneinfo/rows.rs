//! What a policy sees of `zoneinfo`.

use hognose_eval::class::{Class, KEY_ERROR, Module, Slots};
use hognose_eval::ops::{self, attribute};
use hognose_eval::row::{Args, Member, Row, Signature, p_only};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::set::Set;
use hognose_eval::{Context, R, Value, function, method};

use super::Tz;
use crate::datetime::rows::{TZINFO, ZONES_REGISTER, bind_one, fromutc, make_delta, moment};
use crate::datetime::{DateTime, Delta, NamedZone, Zone};
use crate::glue::{OrStop, data, object};

/// The module.
pub static MODULE: Module = Module { name: "zoneinfo", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&ZONE_INFO, &NOT_FOUND];

/// `ZoneInfo`.
pub static ZONE_INFO: Class = Class {
    name: "ZoneInfo",
    module: "zoneinfo",
    message_name: "zoneinfo.ZoneInfo",
    base: Some(&TZINFO),
    rows: &[ZONE_ROWS],
    constructor: Some(&NEW),
    slots: Slots {
        repr: Some(|cx, object, out| out.push(&Zone::Named(data::<Tz>(cx, Value::Object(object))?).repr())),
        str: Some(|cx, object, out| out.push(data::<Tz>(cx, Value::Object(object))?.key())),
        hash: Some(|cx, object| {
            let key = cx.str(data::<Tz>(cx, Value::Object(object))?.key())?;
            ops::compare::hash(cx, key)
        }),
        ..Slots::NONE
    },
};

/// `ZoneInfoNotFoundError`.
pub static NOT_FOUND: Class = Class {
    name: "ZoneInfoNotFoundError",
    module: "zoneinfo",
    message_name: "ZoneInfoNotFoundError",
    base: Some(&KEY_ERROR),
    ..Class::EMPTY
};

static NEW: Row = Row::new(
    "ZoneInfo",
    Signature::NONE,
    "A time zone of the IANA database, by its key.",
    Member::RawFunction(|cx, _, args| {
        let key = key_argument(cx, args)?;
        let zones = zones(cx)?;
        if let Some(known) = zones.get(cx, Value::Str(key))? {
            return Ok(known);
        }
        let made = found(cx, key.text(cx.heap())?)?;
        zones.set(cx, Value::Str(key), made)?;
        Ok(made)
    }),
);

fn key_argument<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h, &'h hognose_eval::value::str::Str<'h>> {
    match bind_one(cx, None, "key", args)? {
        Value::Str(key) => Ok(key),
        Value::Bytes(_) => Err(cx.type_error("Can't mix strings and bytes in path components")),
        other => {
            ops::compare::hash(cx, other)?;
            let name = other.class().name;
            Err(cx.type_error(format_args!("expected str, bytes or os.PathLike object, not {name}")))
        }
    }
}

/// The zones made so far: of each key there is one.
fn zones<'h>(cx: &Context<'h>) -> R<'h, &'h Dict<'h>> {
    let Some(register) = cx.registers.get(ZONES_REGISTER) else {
        return Err(cx.internal("too few registers"));
    };
    match register.get() {
        Value::Dict(zones) => Ok(zones),
        _ => {
            let zones = Dict::new(cx.heap())?;
            register.set(Value::Dict(zones));
            Ok(zones)
        }
    }
}

fn found<'h>(cx: &Context<'h>, key: &str) -> R<'h> {
    cx.burn(16)?;
    cx.burn_bytes(key.len())?;
    match Tz::find(key) {
        Ok(tz) => object(cx, &ZONE_INFO, tz),
        Err(raised) if raised.kind == NOT_FOUND.name => {
            cx.charge(raised.message.len())?;
            let message = cx.str(&raised.message)?;
            Err(cx.raise_args(&NOT_FOUND, &[message]))
        }
        Err(raised) => Err(raised).or_stop(cx),
    }
}

/// A zone as an object.
pub(crate) fn make<'h>(cx: &Context<'h>, tz: Tz) -> R<'h> {
    let zones = zones(cx)?;
    let key = cx.str(tz.key())?;
    if let Some(known) = zones.get(cx, key)? {
        return Ok(known);
    }
    let made = object(cx, &ZONE_INFO, tz)?;
    zones.set(cx, key, made)?;
    Ok(made)
}

/// The moment that a zone is asked about.
fn asked<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Option<DateTime<'h>>> {
    if value.is_none() {
        return Ok(None);
    }
    match moment(cx, value) {
        Some(moment) => Ok(Some(moment)),
        None => {
            attribute::get(cx, value, "toordinal")?;
            attribute::get(cx, value, "hour")?;
            Err(cx.type_error("expected a datetime"))
        }
    }
}

fn seconds<'h>(cx: &Context<'h>, micros: Option<i64>) -> R<'h> {
    micros.map_or(Ok(Value::None), |micros| make_delta(cx, Delta::from_micros(micros)))
}

fn utcoffset<'h>(cx: &Context<'h>, value: Value<'h>, at: Value<'h>) -> R<'h> {
    let at = asked(cx, at)?;
    seconds(cx, Zone::Named(data::<Tz>(cx, value)?).offset(at.as_ref()))
}

fn dst<'h>(cx: &Context<'h>, value: Value<'h>, at: Value<'h>) -> R<'h> {
    let at = asked(cx, at)?;
    seconds(cx, Zone::Named(data::<Tz>(cx, value)?).dst(at.as_ref()))
}

fn tzname<'h>(cx: &Context<'h>, value: Value<'h>, at: Value<'h>) -> R<'h> {
    let at = asked(cx, at)?;
    match Zone::Named(data::<Tz>(cx, value)?).name(at.as_ref()) {
        Some(name) => cx.str(&name),
        None => Ok(Value::None),
    }
}

fn key<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    cx.str(data::<Tz>(cx, value)?.key())
}

fn no_cache<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h> {
    let key = key_argument(cx, args)?;
    found(cx, key.text(cx.heap())?)
}

const MOMENT: Signature = Signature::keywords(&[p_only("dt")]);

static ZONE_ROWS: &[Row] = &[
    Row::property("key", "The key it was made with.", key),
    method!("utcoffset", MOMENT, "How far the zone is ahead of UTC then.", utcoffset, 2)
        .called("ZoneInfo.utcoffset"),
    method!("dst", MOMENT, "How much of that is daylight saving time.", dst, 2).called("ZoneInfo.dst"),
    method!("tzname", MOMENT, "Its abbreviation then.", tzname, 2).called("ZoneInfo.tzname"),
    method!("fromutc", MOMENT, "A moment shown in UTC, as it is in the zone.", fromutc, 2)
        .called("ZoneInfo.fromutc"),
    Row::new(
        "no_cache",
        Signature::NONE,
        "A zone apart from others of its key.",
        Member::RawFunction(|cx, _, args| no_cache(cx, args)),
    ),
];

fn available_timezones<'h>(cx: &Context<'h>) -> R<'h> {
    let keys = Set::new(cx.heap(), false)?;
    for key in super::available() {
        cx.burn(1)?;
        keys.add(cx, cx.str(key)?)?;
    }
    Ok(Value::Set(keys))
}

static ROWS: &[Row] = &[
    Row::class(&ZONE_INFO, "A time zone of the IANA database."),
    Row::class(&NOT_FOUND, "There is no such zone."),
    function!(
        "available_timezones",
        Signature::python(&[]),
        "The keys of all zones.",
        available_timezones,
        0
    ),
];
