//! The named tuples: `IsoCalendarDate` and `struct_time`.

use hognose_eval::class::{Class, TUPLE};
use hognose_eval::value::tuple::{Shape, Tuple};
use hognose_eval::{Context, R, Value};

use super::super::{IsoWeek, TimeTuple};
use super::ISO_CALENDAR_DATE;

/// `time.struct_time`.
pub static STRUCT_TIME: Class = Class {
    name: "struct_time",
    module: "time",
    message_name: "time.struct_time",
    base: Some(&TUPLE),
    ..Class::EMPTY
};

static ISO_SHAPE: Shape<'static> = Shape {
    class: &ISO_CALENDAR_DATE,
    name: "datetime.IsoCalendarDate",
    fields: &["year", "week", "weekday"],
};

static TIME_SHAPE: Shape<'static> = Shape {
    class: &STRUCT_TIME,
    name: "time.struct_time",
    fields: &[
        "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst",
    ],
};

/// An `IsoCalendarDate`.
pub(super) fn iso_week<'h>(cx: &Context<'h>, week: IsoWeek) -> R<'h> {
    let items = [i64::from(week.year), i64::from(week.week), i64::from(week.weekday)].map(Value::Int);
    Ok(Value::Tuple(Tuple::named(cx.heap(), &items, &ISO_SHAPE)?))
}

/// A `struct_time`.
pub(super) fn struct_time<'h>(cx: &Context<'h>, time: &TimeTuple) -> R<'h> {
    let TimeTuple { date, clock, is_dst } = *time;
    let items = [
        i64::from(date.year()),
        i64::from(date.month()),
        i64::from(date.day()),
        i64::from(clock.hour()),
        i64::from(clock.minute()),
        i64::from(clock.second()),
        i64::from(date.weekday()),
        i64::from(date.day_of_year()),
        i64::from(is_dst),
    ]
    .map(Value::Int);
    Ok(Value::Tuple(Tuple::named(cx.heap(), &items, &TIME_SHAPE)?))
}
