//! What a policy sees of `datetime`.

mod bind;
mod date;
mod delta;
mod moment;
mod object;
mod time;
mod tuples;
mod zone;

pub(crate) use date::{formatted, stamp};
pub(crate) use object::{make_delta, moment};
pub use object::{moment_of, owned_date, owned_delta, owned_moment};
pub(crate) use zone::fromutc;

use hognose_eval::class::{Class, Module, TUPLE};
use hognose_eval::row::{Args, Row};
use hognose_eval::{Context, R, Value};

/// The register that keeps `timezone.utc`, of which there is one.
pub(crate) const UTC_REGISTER: usize = 6;
/// The register that keeps the zones of `zoneinfo`, by key.
pub(crate) const ZONES_REGISTER: usize = 7;

/// The one argument of a function that CPython has in C.
pub(crate) fn bind_one<'h>(
    cx: &Context<'h>,
    function: Option<&'static str>,
    name: &'static str,
    args: &Args<'_, 'h>,
) -> R<'h> {
    let [value] = bind::bind(cx, &bind::Params { function, names: &[name], format: "O" }, args)?;
    Ok(value)
}

/// The module.
pub static MODULE: Module = Module { name: "datetime", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] =
    &[&DATE, &DATETIME, &TIME, &TIMEDELTA, &TZINFO, &TIMEZONE, &ISO_CALENDAR_DATE];

const fn class(name: &'static str, message_name: &'static str, rows: &'static [&'static [Row]]) -> Class {
    Class { name, module: "datetime", message_name, rows, ..Class::EMPTY }
}

/// `date`.
pub static DATE: Class = Class {
    constructor: Some(&date::NEW),
    slots: date::SLOTS,
    ..class("date", "datetime.date", &[date::ROWS, date::OWN_ROWS])
};
/// `datetime`.
pub static DATETIME: Class = Class {
    base: Some(&DATE),
    constructor: Some(&moment::NEW),
    slots: moment::SLOTS,
    ..class("datetime", "datetime.datetime", &[moment::ROWS, moment::CLASS_ROWS])
};
/// `time`.
pub static TIME: Class = Class {
    constructor: Some(&time::NEW),
    slots: time::SLOTS,
    ..class("time", "datetime.time", &[time::ROWS])
};
/// `timedelta`.
pub static TIMEDELTA: Class = Class {
    constructor: Some(&delta::NEW),
    slots: delta::SLOTS,
    ..class("timedelta", "datetime.timedelta", &[delta::ROWS])
};
/// `tzinfo`.
pub static TZINFO: Class = class("tzinfo", "datetime.tzinfo", &[]);
/// `timezone`.
pub static TIMEZONE: Class = Class {
    base: Some(&TZINFO),
    constructor: Some(&zone::NEW),
    slots: zone::SLOTS,
    ..class("timezone", "datetime.timezone", &[zone::ROWS])
};
/// `IsoCalendarDate`, which has no public name.
pub(super) static ISO_CALENDAR_DATE: Class =
    Class { base: Some(&TUPLE), ..class("IsoCalendarDate", "datetime.IsoCalendarDate", &[]) };

static ROWS: &[Row] = &[
    Row::class(&DATE, "A day."),
    Row::class(&DATETIME, "A day and a time, in a zone or not."),
    Row::class(&TIME, "A time of day."),
    Row::class(&TIMEDELTA, "A span of time."),
    Row::class(&TZINFO, "The base of time zones."),
    Row::class(&TIMEZONE, "A time zone of one offset."),
    Row::constant("UTC", "`timezone.utc`.", zone::utc),
    Row::constant("MINYEAR", "The first year.", |_| Ok(Value::Int(1))),
    Row::constant("MAXYEAR", "The last year.", |_| Ok(Value::Int(9999))),
];
