//! The parts of a time that a caller gives, checked as CPython checks them.

use hognose_eval::ops::convert;
use hognose_eval::{Context, R, Value};

use super::tuple;
use crate::datetime::Moment;

/// The nine numbers of a tuple, as C's `int`s.
pub(super) fn numbers<'h>(cx: &Context<'h>, value: Value<'h>, function: &str) -> R<'h, [i64; 9]> {
    let Value::Tuple(given) = value else {
        return Err(cx.type_error("Tuple or struct_time argument required"));
    };
    let mut numbers = [0; 9];
    if given.len() != numbers.len() {
        return Err(cx.type_error(format_args!("{function}(): illegal time tuple argument")));
    }
    for (number, item) in numbers.iter_mut().zip(given.items()) {
        let wide = match convert::index(cx, *item)? {
            Value::Int(wide) => wide,
            Value::Bool(flag) => i64::from(flag),
            _ => return Err(cx.overflow_error("Python int too large to convert to C long")),
        };
        *number = match i32::try_from(wide) {
            Ok(_) => wide,
            Err(_) if wide < 0 => return Err(cx.overflow_error("signed integer is less than minimum")),
            Err(_) => return Err(cx.overflow_error("signed integer is greater than maximum")),
        };
    }
    // C counts years from 1900.
    if numbers.first().is_some_and(|year| *year < i64::from(i32::MIN).saturating_add(1900)) {
        return Err(cx.overflow_error("year out of range"));
    }
    Ok(numbers)
}

/// A time whose parts are in their ranges; where CPython takes 0 for 1, it is.
pub(super) fn checked<'h>(cx: &Context<'h>, value: Value<'h>, function: &str) -> R<'h, Moment<'static>> {
    let [year, month, day, hour, minute, second, weekday, day_of_year, is_dst] =
        numbers(cx, value, function)?;
    let within = |number: i64, from: i64, to: i64, name: &str| match u16::try_from(number) {
        Ok(small) if (from..=to).contains(&number) => Ok(small),
        _ => Err(cx.value_error(format_args!("{name} out of range"))),
    };
    let byte = |number: i64, from: i64, to: i64, name: &str| {
        within(number, from, to, name).map(|small| u8::try_from(small).unwrap_or_default())
    };
    Ok(Moment {
        year,
        month: byte(if month == 0 { 1 } else { month }, 1, 12, "month")?,
        day: byte(if day == 0 { 1 } else { day }, 1, 31, "day of month")?,
        hour: byte(hour, 0, 23, "hour")?,
        minute: byte(minute, 0, 59, "minute")?,
        second: byte(second, 0, 61, "seconds")?,
        weekday: if weekday < -1 {
            return Err(cx.value_error("day of week out of range"));
        } else {
            u8::try_from(weekday.rem_euclid(7)).unwrap_or_default()
        },
        day_of_year: within(
            if day_of_year == 0 { 0 } else { day_of_year.saturating_sub(1) },
            0,
            365,
            "day of year",
        )?,
        is_dst,
        zone: tuple::zone(value),
    })
}
