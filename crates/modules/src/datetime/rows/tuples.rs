//! The named tuples: `IsoCalendarDate` and `struct_time`.

use hognose_eval::value::tuple::{Shape, Tuple};
use hognose_eval::{Context, R, Value};

use super::super::{IsoWeek, TimeTuple};
use super::ISO_CALENDAR_DATE;
use crate::time::tuple;

static ISO_SHAPE: Shape<'static> = Shape {
    class: &ISO_CALENDAR_DATE,
    name: "datetime.IsoCalendarDate",
    fields: &["year", "week", "weekday"],
    made: None,
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
    ];
    tuple::make(cx, items, &tuple::PLAIN)
}
