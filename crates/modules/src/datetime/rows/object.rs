//! Objects, and the plain data in them.

use std::any::Any;
use std::sync::Arc;

use hognose_eval::class::{Class, Described};
use hognose_eval::data::{Data, Foreign};
use hognose_eval::ops::own_type_name;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value};

use super::super::{Clock, Date, DateTime, Delta, Time, TimeSpec, Zone};
use super::{DATE, DATETIME, TIME, TIMEDELTA, TIMEZONE, TZINFO, UTC_REGISTER};
use crate::glue::{object, object_with};
use crate::zoneinfo::Tz;

/// What a `datetime` keeps; its `tzinfo` is field 0.
#[derive(Clone, Copy, Debug)]
struct Moment {
    date: Date,
    clock: Clock,
}

/// What a `time` keeps; its `tzinfo` is field 0.
#[derive(Clone, Copy, Debug)]
struct Hours(Clock);

/// What a `timezone` keeps: microseconds, none for `timezone.utc`; its name is field 0.
#[derive(Clone, Copy, Debug)]
struct Fixed(Option<i64>);

/// A moment, day or span outside any evaluation.
#[derive(Clone, Debug)]
enum Owned {
    Date(Date),
    Delta(Delta),
    Moment { date: Date, clock: Clock, zone: OwnedZone },
}

/// A zone outside any evaluation.
#[derive(Clone, Debug)]
enum OwnedZone {
    None,
    Fixed(Option<i64>, Option<Box<str>>),
    Named(Box<Tz>),
}

// --- from objects -------------------------------------------------------------------------------

/// A `tzinfo` as a zone; none for `None`, or what is none.
pub(super) fn zone<'h>(cx: &Context<'h>, value: Value<'h>) -> Option<Zone<'h>> {
    let Value::Object(object) = value else { return None };
    if let Some(Fixed(offset)) = object.data() {
        let name = match object.field(0) {
            Value::Str(name) => name.text(cx.heap()).ok(),
            _ => None,
        };
        return Some(offset.map_or(Zone::Utc, |offset| Zone::Fixed { offset, name }));
    }
    object.data::<Tz>().map(|tz| Zone::Named(tz))
}

/// The `tzinfo` of a `datetime` or `time`.
pub(super) fn tzinfo<'h>(object: &Object<'h>) -> Value<'h> {
    match object.field(0) {
        Value::Unbound => Value::None,
        zone => zone,
    }
}

/// The day of a `date` or `datetime`.
pub(super) fn date(value: Value<'_>) -> Option<Date> {
    let Value::Object(object) = value else { return None };
    object.data::<Date>().copied().or_else(|| object.data::<Moment>().map(|moment| moment.date))
}

/// A `datetime`.
pub(crate) fn moment<'h>(cx: &Context<'h>, value: Value<'h>) -> Option<DateTime<'h>> {
    let Value::Object(object) = value else { return None };
    let Moment { date, clock } = *object.data()?;
    Some(DateTime { date, clock, zone: zone(cx, object.field(0)) })
}

/// A `time`.
pub(super) fn time<'h>(cx: &Context<'h>, value: Value<'h>) -> Option<Time<'h>> {
    let Value::Object(object) = value else { return None };
    let Hours(clock) = *object.data()?;
    Some(Time { clock, zone: zone(cx, object.field(0)) })
}

/// A `timedelta`.
pub(super) fn delta(value: Value<'_>) -> Option<Delta> {
    let Value::Object(object) = value else { return None };
    object.data::<Delta>().copied()
}

/// What a receiver is. The table only leads here with such objects.
pub(super) fn this<'h, T>(cx: &Context<'h>, found: Option<T>) -> R<'h, T> {
    found.ok_or_else(|| cx.internal("a receiver without its data"))
}

/// Whether it is a `datetime`.
pub(super) fn is_moment(value: Value<'_>) -> bool {
    matches!(value, Value::Object(object) if object.data::<Moment>().is_some())
}

// --- to objects ---------------------------------------------------------------------------------

pub(super) fn make_date<'h>(cx: &Context<'h>, date: Date) -> R<'h> {
    object(cx, &DATE, date)
}

pub(crate) fn make_delta<'h>(cx: &Context<'h>, delta: Delta) -> R<'h> {
    object(cx, &TIMEDELTA, delta)
}

fn fields<'a, 'h>(tzinfo: &'a Value<'h>) -> &'a [Value<'h>] {
    match tzinfo {
        Value::None | Value::Unbound => &[],
        _ => std::slice::from_ref(tzinfo),
    }
}

/// A `datetime` in that zone, whatever the moment's own.
pub(super) fn make_moment<'h>(cx: &Context<'h>, moment: &DateTime<'_>, tzinfo: Value<'h>) -> R<'h> {
    let data = Moment { date: moment.date, clock: moment.clock };
    object_with(cx, &DATETIME, data, fields(&tzinfo))
}

/// A `time` in that zone.
pub(super) fn make_time<'h>(cx: &Context<'h>, clock: Clock, tzinfo: Value<'h>) -> R<'h> {
    object_with(cx, &TIME, Hours(clock), fields(&tzinfo))
}

/// `timezone.utc`, of which there is one.
pub(super) fn utc<'h>(cx: &Context<'h>) -> R<'h> {
    let Some(register) = cx.registers.get(UTC_REGISTER) else { return Err(cx.internal("too few registers")) };
    if !register.get().is_bound() {
        register.set(object(cx, &TIMEZONE, Fixed(None))?);
    }
    Ok(register.get())
}

/// A `tzinfo` of a fixed zone, whose name must be in the region; `None` for none.
pub(super) fn make_zone<'h>(cx: &Context<'h>, zone: Option<Zone<'h>>) -> R<'h> {
    match zone {
        None => Ok(Value::None),
        Some(Zone::Utc) => utc(cx),
        Some(Zone::Fixed { offset, name }) => {
            let name = name.map(|name| cx.wrap_str(name)).transpose()?;
            object_with(cx, &TIMEZONE, Fixed(Some(offset)), name.as_slice())
        }
        Some(Zone::Named(_)) => Err(cx.internal("a zone with rules made anew")),
    }
}

/// Whether a value can be a `tzinfo` argument, and which.
pub(super) fn checked_tzinfo<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    match value {
        Value::Unbound | Value::None => Ok(Value::None),
        Value::Object(object) if object.class.is_subclass(&TZINFO) => Ok(value),
        other => Err(cx.type_error(format_args!(
            "tzinfo argument must be None or of a tzinfo subclass, not type '{}'",
            own_type_name(other)
        ))),
    }
}

// --- to and from owned data ---------------------------------------------------------------------

fn foreign(class: &'static Class, owned: Owned) -> Data {
    Data::Foreign(Foreign { class, data: Arc::new(owned) })
}

/// A day as owned data, for an evaluation's input or a host's reply.
#[must_use]
pub fn owned_date(date: Date) -> Data {
    foreign(&DATE, Owned::Date(date))
}

/// A span as owned data.
#[must_use]
pub fn owned_delta(delta: Delta) -> Data {
    foreign(&TIMEDELTA, Owned::Delta(delta))
}

/// A moment as owned data.
#[must_use]
pub fn owned_moment(moment: &DateTime<'_>) -> Data {
    let zone = match moment.zone {
        None => OwnedZone::None,
        Some(Zone::Utc) => OwnedZone::Fixed(None, None),
        Some(Zone::Fixed { offset, name }) => OwnedZone::Fixed(Some(offset), name.map(Into::into)),
        Some(Zone::Named(zone)) => match Tz::find(zone.key()) {
            Ok(tz) => OwnedZone::Named(Box::new(tz)),
            Err(_) => OwnedZone::Fixed(moment.offset(), None),
        },
    };
    foreign(&DATETIME, Owned::Moment { date: moment.date, clock: moment.clock, zone })
}

/// The moment that owned data hold, if they hold one.
#[must_use]
pub fn moment_of(data: &Data) -> Option<DateTime<'_>> {
    let Data::Foreign(foreign) = data else { return None };
    foreign.data.downcast_ref().and_then(moment_in)
}

fn moment_in(owned: &Owned) -> Option<DateTime<'_>> {
    let Owned::Moment { date, clock, zone } = owned else { return None };
    let zone = match zone {
        OwnedZone::None => None,
        OwnedZone::Fixed(None, _) => Some(Zone::Utc),
        OwnedZone::Fixed(Some(offset), name) => Some(Zone::Fixed { offset: *offset, name: name.as_deref() }),
        OwnedZone::Named(tz) => Some(Zone::Named(&**tz)),
    };
    Some(DateTime { date: *date, clock: *clock, zone })
}

pub(super) fn describe(data: &(dyn Any + Send + Sync)) -> Option<Described> {
    let owned: &Owned = data.downcast_ref()?;
    Some(match owned {
        Owned::Date(date) => Described { name: "date", text: date.to_string(), repr: date.repr() },
        Owned::Delta(delta) => {
            Described { name: "timedelta", text: delta.total().to_string(), repr: delta.repr() }
        }
        Owned::Moment { .. } => {
            let moment = moment_in(owned)?;
            let mut text = moment.iso('T', TimeSpec::Auto);
            if let Some(Zone::Named(zone)) = moment.zone {
                text.push_str(&format!("[{}]", zone.key()));
            }
            Described { name: "datetime", text, repr: moment.repr() }
        }
    })
}

pub(super) fn import<'h>(cx: &Context<'h>, _: &'static Class, data: &(dyn Any + Send + Sync)) -> R<'h> {
    match data.downcast_ref::<Owned>() {
        Some(Owned::Date(date)) => make_date(cx, *date),
        Some(Owned::Delta(delta)) => make_delta(cx, *delta),
        Some(Owned::Moment { date, clock, zone }) => {
            let tzinfo = match zone {
                OwnedZone::None => Value::None,
                OwnedZone::Fixed(None, _) => utc(cx)?,
                OwnedZone::Fixed(Some(offset), name) => {
                    let name = name.as_deref().map(|name| cx.heap().text(name)).transpose()?;
                    make_zone(cx, Some(Zone::Fixed { offset: *offset, name }))?
                }
                OwnedZone::Named(tz) => crate::zoneinfo::rows::make(cx, **tz)?,
            };
            make_moment(cx, &DateTime { date: *date, clock: *clock, zone: None }, tzinfo)
        }
        None => Err(cx.internal("a moment without its data")),
    }
}

pub(super) fn export<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Data> {
    cx.charge(size_of::<Owned>())?;
    let value = Value::Object(object);
    Ok(if let Some(moment) = moment(cx, value) {
        owned_moment(&moment)
    } else if let Some(date) = date(value) {
        owned_date(date)
    } else {
        delta(value).map_or(Data::None, owned_delta)
    })
}
