//! `timezone`.

use hognose_eval::class::Slots;
use hognose_eval::ops::{self, own_type_name};
use hognose_eval::row::{Member, Row, Signature, p_only};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, method};
use hognose_syntax::tree::CompareOp;

use super::super::{Delta, Zone};
use super::bind::{Params, bind, got, text};
use super::moment::{optional_delta, optional_text};
use super::object::{self, delta, make_moment, make_zone, moment, this, tzinfo};

const PARAMS: Params<'static> =
    Params { function: Some("timezone"), names: &["offset", "name"], format: "s|U" };

/// Constructor.
pub(super) static NEW: Row = Row::new(
    "timezone",
    Signature::NONE,
    "A time zone of one offset, which may have a name.",
    Member::RawFunction(|cx, _, args| {
        let [offset, name] = bind(cx, &PARAMS, args)?;
        let offset = this(cx, delta(offset))?;
        let name = if name.is_bound() { Some(text(cx, name)?) } else { None };
        let zone = got(cx, Zone::fixed(offset, name))?;
        make_zone(cx, Some(zone))
    }),
);

pub(super) const SLOTS: Slots = Slots {
    repr: Some(|cx, object, out| out.push(&receiver(cx, Value::Object(object))?.repr())),
    str: Some(|cx, object, out| out.push(&receiver(cx, Value::Object(object))?.text())),
    hash: Some(|cx, object| {
        let offset = receiver(cx, Value::Object(object))?.offset(None).unwrap_or(0);
        ops::compare::hash(cx, Value::Int(offset))
    }),
    compare: Some(compare),
    ..Slots::NONE
};

/// `timezone.utc`.
pub(super) fn utc<'h>(cx: &Context<'h>) -> R<'h> {
    object::utc(cx)
}

fn receiver<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Zone<'h>> {
    this(cx, object::zone(cx, value))
}

fn compare<'h>(cx: &Context<'h>, op: CompareOp, object: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NotImplemented);
    }
    match object::zone(cx, other) {
        Some(others @ (Zone::Utc | Zone::Fixed { .. })) => {
            let equal = receiver(cx, Value::Object(object))?.equals(others);
            Ok(Value::bool(equal == (op == CompareOp::Eq)))
        }
        _ => Ok(Value::NotImplemented),
    }
}

/// Checks the moment that a zone is asked about.
fn asked<'h>(cx: &Context<'h>, value: Value<'h>, method: &str) -> R<'h, ()> {
    if value.is_none() || object::is_moment(value) {
        return Ok(());
    }
    Err(cx.type_error(format_args!(
        "{method}(dt) argument must be a datetime instance or None, not {}",
        own_type_name(value)
    )))
}

fn utcoffset<'h>(cx: &Context<'h>, value: Value<'h>, moment: Value<'h>) -> R<'h> {
    asked(cx, moment, "utcoffset")?;
    optional_delta(cx, receiver(cx, value)?.offset(None))
}

fn dst<'h>(cx: &Context<'h>, _: Value<'h>, moment: Value<'h>) -> R<'h> {
    asked(cx, moment, "dst")?;
    Ok(Value::None)
}

fn tzname<'h>(cx: &Context<'h>, value: Value<'h>, moment: Value<'h>) -> R<'h> {
    asked(cx, moment, "tzname")?;
    optional_text(cx, receiver(cx, value)?.name(None))
}

/// `tz.fromutc(moment)` of any zone.
pub(crate) fn fromutc<'h>(cx: &Context<'h>, value: Value<'h>, argument: Value<'h>) -> R<'h> {
    let (Some(it), Value::Object(object)) = (moment(cx, argument), argument) else {
        return Err(cx.type_error("fromutc: argument must be a datetime"));
    };
    if !tzinfo(object).is(value) {
        return Err(cx.value_error("fromutc: dt.tzinfo is not self"));
    }
    let moved = got(cx, it.from_utc(receiver(cx, value)?))?;
    make_moment(cx, &moved, value)
}

fn extreme<'h>(cx: &Context<'h>, minutes: i64) -> R<'h> {
    let offset = Delta::from_micros(minutes.saturating_mul(60_000_000));
    let zone = got(cx, Zone::fixed(offset, None))?;
    make_zone(cx, Some(zone))
}

const MOMENT: Signature = Signature::one(&[p_only("dt")]);

pub(super) static ROWS: &[Row] = &[
    method!("utcoffset", MOMENT, "How far the zone is ahead of UTC.", utcoffset, 2)
        .called("timezone.utcoffset"),
    method!("dst", MOMENT, "None.", dst, 2).called("timezone.dst"),
    method!("tzname", MOMENT, "The name.", tzname, 2).called("timezone.tzname"),
    method!("fromutc", MOMENT, "A moment shown in UTC, as it is in the zone.", fromutc, 2)
        .called("timezone.fromutc"),
    Row::constant("utc", "UTC.", utc),
    Row::constant("min", "The zone furthest behind.", |cx| extreme(cx, -1439)),
    Row::constant("max", "The zone furthest ahead.", |cx| extreme(cx, 1439)),
];
