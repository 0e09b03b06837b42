//! What a policy sees of `time`.

use hognose_eval::class::{Class, Module};
use hognose_eval::ops::own_type_name;
use hognose_eval::row::{Args, Member, RawFn, Row, Signature};
use hognose_eval::value::tuple::Shape;
use hognose_eval::{Context, R, Value, function};

use super::fields::{checked, numbers};
use super::tuple::{self, GMT, LOCAL, PLAIN, STRUCT_TIME};
use crate::clock;
use crate::datetime::calendar::{days_before_month, from_ordinal, ordinal, weekday};
use crate::datetime::rows::{formatted, stamp};
use crate::datetime::{EPOCH_DAYS, Moment, time_strptime};
use crate::glue::OrStop;
use crate::raised::Raised;

/// The module.
pub static MODULE: Module = Module { name: "time", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&STRUCT_TIME];

const fn raw(name: &'static str, doc: &'static str, function: RawFn) -> Row {
    Row::new(name, Signature::NONE, doc, Member::RawFunction(function))
}

macro_rules! clock {
    ($name:literal, $doc:literal, $f:path) => {
        function!($name, Signature::NONE, $doc, $f, 0)
            .called(concat!("time.", $name))
            .needs(clock::CAPABILITY)
    };
}

static ROWS: &[Row] = &[
    clock!("time", "Seconds since 1970.", seconds),
    clock!("time_ns", "Nanoseconds since 1970.", nanoseconds),
    clock!("monotonic", "Seconds of the same clock.", seconds),
    clock!("monotonic_ns", "Nanoseconds of the same clock.", nanoseconds),
    clock!("perf_counter", "Seconds of the same clock.", seconds),
    clock!("perf_counter_ns", "Nanoseconds of the same clock.", nanoseconds),
    raw("gmtime", "The time in UTC.", |cx, row, args| broken_down(cx, row, args, &GMT))
        .needs(clock::CAPABILITY),
    raw("localtime", "The time in UTC.", |cx, row, args| broken_down(cx, row, args, &LOCAL))
        .needs(clock::CAPABILITY),
    raw("asctime", "A time as the C library shows it.", |cx, _, args| asctime(cx, args))
        .needs(clock::CAPABILITY),
    raw("ctime", "Seconds since 1970 as the C library shows them.", ctime).needs(clock::CAPABILITY),
    raw("strftime", "A time as text of a format.", strftime).needs(clock::CAPABILITY),
    raw("strptime", "The time of a text of that format.", strptime),
    function!(
        "mktime",
        Signature::one(&[hognose_eval::row::p_only("seconds")]),
        "Seconds since 1970 of a time in UTC.",
        mktime,
        1
    )
    .called("time.mktime"),
    Row::constant("timezone", "How many seconds the zone is behind UTC: 0.", |_| Ok(Value::Int(0))),
    Row::constant("altzone", "The same with daylight saving time: 0.", |_| Ok(Value::Int(0))),
    Row::constant("daylight", "Whether there is daylight saving time: 0.", |_| Ok(Value::Int(0))),
    Row::constant("tzname", "The names of the zone.", |cx| {
        let name = cx.wrap_str("UTC")?;
        cx.tuple(&[name, name])
    }),
    Row::class(&STRUCT_TIME, "A time by its parts."),
];

fn nanoseconds<'h>(cx: &Context<'h>) -> R<'h> {
    clock::now(cx).map(Value::Int)
}

fn seconds<'h>(cx: &Context<'h>) -> R<'h> {
    let now = clock::now(cx)?;
    #[expect(clippy::cast_precision_loss, reason = "as CPython does it")]
    let seconds = if now % 1_000_000_000 == 0 { (now / 1_000_000_000) as f64 } else { now as f64 / 1e9 };
    Ok(Value::float(seconds))
}

/// Arguments by position only, as many as `PyArg_ParseTuple` takes.
fn positions<'a, 'h>(
    cx: &Context<'h>,
    row: &Row,
    args: &Args<'a, 'h>,
    least: usize,
    most: usize,
) -> R<'h, &'a [Value<'h>]> {
    let (name, given) = (row.name, args.positional.len());
    if !args.keywords.is_empty() {
        return Err(cx.type_error(format_args!("{name}() takes no keyword arguments")));
    }
    let (amount, wanted) = if given < least {
        ("least", least)
    } else if given > most {
        ("most", most)
    } else {
        return Ok(args.positional);
    };
    let plural = if wanted == 1 { "" } else { "s" };
    Err(cx.type_error(format_args!("{name}() takes at {amount} {wanted} argument{plural} ({given} given)")))
}

/// Seconds since 1970: those given, rounded down, or the present ones.
fn given_or_now<'h>(cx: &Context<'h>, given: &[Value<'h>]) -> R<'h, i64> {
    match given {
        [] | [Value::None] => Ok(clock::now(cx)?.div_euclid(1_000_000_000)),
        [value, ..] => stamp(cx, *value)?.split(true).map(|(seconds, _)| seconds).or_stop(cx),
    }
}

/// The nine parts of a time in UTC.
fn parts<'h>(cx: &Context<'h>, seconds: i64) -> R<'h, [i64; 9]> {
    let days = seconds.div_euclid(86_400).saturating_add(EPOCH_DAYS);
    let within = seconds.rem_euclid(86_400);
    let (year, month, day) = from_ordinal(days);
    if i32::try_from(year.saturating_sub(1900)).is_err() {
        let raised = Raised::new("OSError", "[Errno 75] Value too large for defined data type");
        return Err(raised).or_stop(cx);
    }
    // C counts years in 32 bits, from 1900.
    #[expect(clippy::cast_possible_truncation, reason = "wraps as C's does")]
    let shown = i64::from(year as i32);
    let day_of_year = days_before_month(year, month).saturating_add(day);
    let (hour, minute, second) = (within / 3600, within / 60 % 60, within % 60);
    Ok([shown, month, day, hour, minute, second, weekday(days), day_of_year, 0])
}

fn broken_down<'h>(
    cx: &Context<'h>,
    row: &Row,
    args: &Args<'_, 'h>,
    shape: &'static Shape<'static>,
) -> R<'h> {
    let given = positions(cx, row, args, 0, 1)?;
    let seconds = given_or_now(cx, given)?;
    tuple::make(cx, parts(cx, seconds)?, shape)
}

fn present<'h>(cx: &Context<'h>) -> R<'h> {
    let seconds = given_or_now(cx, &[])?;
    tuple::make(cx, parts(cx, seconds)?, &LOCAL)
}

/// `Thu Jan  1 00:00:00 1970`.
fn shown<'h>(cx: &Context<'h>, moment: &Moment<'_>) -> R<'h> {
    const ROOM: usize = 128;
    match moment.strftime("%a %b %e %H:%M:%S %Y", ROOM) {
        Ok(text) => cx.str(&text),
        Err(_) => Err(cx.internal("a time that takes too much room")),
    }
}

fn asctime<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h> {
    if !args.keywords.is_empty() {
        return Err(cx.type_error("asctime() takes no keyword arguments"));
    }
    let value = match args.positional {
        [] => present(cx)?,
        [value] => *value,
        more => {
            let given = more.len();
            return Err(cx.type_error(format_args!("asctime expected at most 1 argument, got {given}")));
        }
    };
    shown(cx, &checked(cx, value, "asctime")?)
}

fn ctime<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let seconds = given_or_now(cx, positions(cx, row, args, 0, 1)?)?;
    let made = tuple::make(cx, parts(cx, seconds)?, &LOCAL)?;
    shown(cx, &checked(cx, made, "ctime")?)
}

fn strftime<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    let given = positions(cx, row, args, 1, 2)?;
    let (format, value) = match given {
        [format, value] => (*format, *value),
        [format] => (*format, Value::Unbound),
        _ => return Err(cx.internal("arguments that were not counted")),
    };
    let Value::Str(format) = format else {
        let name = if format.is_none() { "None" } else { own_type_name(format) };
        return Err(cx.type_error(format_args!("strftime() argument 1 must be str, not {name}")));
    };
    let value = if value.is_bound() { value } else { present(cx)? };
    let moment = checked(cx, value, "strftime")?;
    let format = format.text(cx.heap())?;
    if format.contains('\0') {
        return Err(cx.value_error("embedded null character"));
    }
    formatted(cx, format, |room| moment.strftime(format, room))
}

fn strptime<'h>(cx: &Context<'h>, row: &'static Row, args: &Args<'_, 'h>) -> R<'h> {
    if !args.keywords.is_empty() {
        return Err(cx.type_error(format_args!("{}() takes no keyword arguments", row.name)));
    }
    let (text, format) = match args.positional {
        [] => {
            let name = "_strptime_time() missing 1 required positional argument: 'data_string'";
            return Err(cx.type_error(name));
        }
        [text] => (*text, cx.wrap_str("%a %b %d %H:%M:%S %Y")?),
        [text, format] => (*text, *format),
        more => {
            let given = more.len();
            return Err(cx.type_error(format_args!(
                "_strptime_time() takes from 1 to 2 positional arguments but {given} were given"
            )));
        }
    };
    let mut texts = [""; 2];
    for (index, (place, value)) in texts.iter_mut().zip([text, format]).enumerate() {
        let Value::Str(text) = value else {
            let class = value.class();
            let name = hognose_eval::ops::text::repr_string(cx, Value::Type(class))?;
            return Err(cx.type_error(format_args!("strptime() argument {index} must be str, not {name}")));
        };
        *place = text.text(cx.heap())?;
    }
    let [text, format] = texts;
    let size = text.len().saturating_add(format.len());
    cx.burn(size as u64)?;
    cx.heap().charge(size.saturating_mul(8))?;
    tuple::make(cx, time_strptime(text, format).or_stop(cx)?, &PLAIN)
}

/// Parts beyond their ranges count on.
fn mktime<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let [year, month, day, hour, minute, second, _, _, is_dst] = numbers(cx, value, "mktime")?;
    let months = month.saturating_sub(1);
    let year = year.saturating_add(months.div_euclid(12));
    let month = months.rem_euclid(12).saturating_add(1);
    let days = ordinal(year, month, 1).saturating_add(day).saturating_sub(1).saturating_sub(EPOCH_DAYS);
    let minutes = hour.saturating_mul(60).saturating_add(minute);
    let within = minutes.saturating_mul(60).saturating_add(second);
    let shift = if is_dst > 0 { 3600 } else { 0 };
    let total = days.saturating_mul(86_400).saturating_add(within).saturating_sub(shift);
    #[expect(clippy::cast_precision_loss, reason = "as CPython does it")]
    let seconds = total as f64;
    Ok(Value::float(seconds))
}
