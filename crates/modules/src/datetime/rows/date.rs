//! `date`, and what `datetime` has of it.

use hognose_eval::class::Slots;
use hognose_eval::ops;
use hognose_eval::row::{Args, Member, Row, Signature, p_only};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, function, method};
use hognose_syntax::surrogate::is_stand_in;
use hognose_syntax::tree::{BinaryOp, CompareOp};

use super::super::{Date, Delta, Stamp, Stop};
use super::bind::{Params, bind, c_int, got, or, text};
use super::delta::ordered;
use super::object::{self, date, delta, is_moment, make_date, make_delta, this};
use super::tuples;
use crate::clock;

const PARAMS: Params<'static> = Params { function: None, names: &["year", "month", "day"], format: "iii" };
const REPLACE: Params<'static> =
    Params { function: Some("replace"), names: &["year", "month", "day"], format: "|III" };

/// Constructor.
pub(super) static NEW: Row = Row::new(
    "date",
    Signature::NONE,
    "A day.",
    Member::RawFunction(|cx, _, args| {
        let [year, month, day] = bind(cx, &PARAMS, args)?;
        let date = got(cx, Date::new(or(year, 0), or(month, 0), or(day, 0)))?;
        make_date(cx, date)
    }),
);

pub(super) const SLOTS: Slots = Slots {
    repr: Some(|cx, object, out| out.push(&this(cx, date(Value::Object(object)))?.repr())),
    str: Some(|cx, object, out| out.display(this(cx, date(Value::Object(object)))?)),
    format: Some(|cx, object, format| {
        cx.call_method(Value::Object(object), "strftime", &[cx.wrap_str(format)?])
    }),
    hash: Some(|cx, object| {
        let ordinal = this(cx, date(Value::Object(object)))?.ordinal();
        ops::compare::hash(cx, Value::Int(ordinal))
    }),
    compare: Some(compare),
    binary: Some(binary),
    import: Some(object::import),
    describe: Some(object::describe),
    export: Some(object::export),
    ..Slots::NONE
};

/// A `date` that is no `datetime`.
fn plain(value: Value<'_>) -> Option<Date> {
    if is_moment(value) { None } else { date(value) }
}

fn compare<'h>(cx: &Context<'h>, op: CompareOp, object: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let Some(others) = plain(other) else { return Ok(Value::NotImplemented) };
    Ok(Value::bool(ordered(op, this(cx, date(Value::Object(object)))?.cmp(&others))))
}

fn binary<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    object: &'h Object<'h>,
    other: Value<'h>,
    reflected: bool,
) -> R<'h> {
    let mine = this(cx, date(Value::Object(object)))?;
    let made = match (op, delta(other), plain(other)) {
        (BinaryOp::Add, Some(delta), _) => mine.plus(delta),
        (BinaryOp::Sub, Some(delta), _) if !reflected => mine.minus(delta),
        (BinaryOp::Sub, _, Some(others)) if !reflected => return make_delta(cx, mine.since(others)),
        _ => return Ok(Value::NotImplemented),
    };
    let made = got(cx, made)?;
    make_date(cx, made)
}

macro_rules! numbers {
    ($($function:ident($date:ident) $value:expr;)*) => {
        $(fn $function<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
            let $date = this(cx, date(value))?;
            Ok(Value::Int($value.into()))
        })*
    };
}

numbers! {
    year(date) date.year();
    month(date) date.month();
    day(date) date.day();
    weekday(date) date.weekday();
    isoweekday(date) date.weekday().saturating_add(1);
    toordinal(date) date.ordinal();
}

fn isocalendar<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    tuples::iso_week(cx, this(cx, date(value))?.iso_week())
}

/// What `datetime` shares.
pub(super) static ROWS: &[Row] = &[
    Row::property("year", "1 to 9999.", year),
    Row::property("month", "1 to 12.", month),
    Row::property("day", "1 to 31.", day),
    method!("weekday", Signature::NONE, "Day of the week, Monday being 0.", weekday, 1)
        .called("date.weekday"),
    method!("isoweekday", Signature::NONE, "Day of the week, Monday being 1.", isoweekday, 1)
        .called("date.isoweekday"),
    method!("isocalendar", Signature::NONE, "ISO year, week and weekday.", isocalendar, 1)
        .called("date.isocalendar"),
    method!("toordinal", Signature::NONE, "Number of the day, 1 January of year 1 being 1.", toordinal, 1)
        .called("date.toordinal"),
    Row::new(
        "strftime",
        Signature::NONE,
        "As text of a format.",
        Member::RawMethod(|cx, _, receiver, args| {
            let format = format_argument(cx, args)?;
            let date = this(cx, date(receiver))?;
            formatted(cx, format, |room| date.strftime(format, room))
        }),
    ),
];

/// The argument of `strftime`.
pub(super) fn format_argument<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h, &'h str> {
    const PARAMS: Params<'static> = Params { function: Some("strftime"), names: &["format"], format: "U" };
    let [format] = bind(cx, &PARAMS, args)?;
    let text = text(cx, format)?;
    if text.chars().any(is_stand_in) {
        // The C library's text is UTF-8.
        cx.call_method(format, "encode", &[])?;
    }
    Ok(text)
}

/// The text that `strftime` makes, within what memory is left.
pub(crate) fn formatted<'h>(
    cx: &Context<'h>,
    format: &str,
    make: impl FnOnce(usize) -> Result<String, Stop>,
) -> R<'h> {
    // A conversion of two bytes, such as `%c`, may stand for six others.
    cx.burn((format.len() as u64).saturating_mul(4))?;
    let room = cx.limits().memory.saturating_sub(cx.heap().used());
    match make(room) {
        Ok(text) => {
            cx.burn_bytes(text.len())?;
            cx.str(&text)
        }
        Err(Stop::Raised(raised)) => got(cx, Err(raised)),
        Err(Stop::Room) => {
            cx.heap().charge(room.saturating_add(1))?;
            Err(cx.internal("room was left"))
        }
    }
}

fn isoformat<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    cx.str(&this(cx, date(value))?.to_string())
}

fn ctime<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    cx.str(&this(cx, date(value))?.ctime())
}

fn timetuple<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    tuples::struct_time(cx, &this(cx, date(value))?.time_tuple())
}

/// The seconds of `fromtimestamp`.
pub(crate) fn stamp<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Stamp> {
    Ok(match value {
        Value::Float(float) => Stamp::Float(float.get()),
        other => match ops::convert::index(cx, other)? {
            Value::Int(number) => Stamp::Int(number.into()),
            Value::Big(number) if number.is_negative() => Stamp::Int(i128::MIN),
            _ => Stamp::Int(i128::MAX),
        },
    })
}

fn from_stamp<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let date = got(cx, Date::from_stamp(stamp(cx, value)?))?;
    make_date(cx, date)
}

fn today<'h>(cx: &Context<'h>) -> R<'h> {
    let seconds = clock::now(cx)?.div_euclid(1_000_000_000);
    let date = got(cx, Date::from_stamp(Stamp::Int(seconds.into())))?;
    make_date(cx, date)
}

/// The argument of `fromordinal`.
pub(super) fn from_ordinal<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h, Date> {
    let &[number] = args.positional else {
        let count = args.positional.len();
        return Err(cx.type_error(format_args!("fromordinal() takes exactly 1 argument ({count} given)")));
    };
    if !args.keywords.is_empty() {
        return Err(cx.type_error("date.fromordinal() takes no keyword arguments"));
    }
    got(cx, Date::from_ordinal(c_int(cx, number)?))
}

/// The arguments of `fromisocalendar`.
pub(super) fn from_iso_week<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> R<'h, Date> {
    const PARAMS: Params<'static> =
        Params { function: Some("fromisocalendar"), names: &["year", "week", "day"], format: "iii" };
    let bound: R<'h, [Value<'h>; 3]> = bind(cx, &PARAMS, args);
    let [year, week, day] = match bound {
        Err(stop) if is_overflow(stop) => return Err(cx.value_error("ISO calendar component out of range")),
        bound => bound?,
    };
    got(cx, Date::from_iso_week(or(year, 0), or(week, 0), or(day, 0)))
}

fn is_overflow(stop: hognose_eval::Stop<'_>) -> bool {
    matches!(stop, hognose_eval::Stop::Raise(exception)
        if std::ptr::eq(exception.class, &hognose_eval::class::OVERFLOW_ERROR))
}

/// The argument of `fromisoformat`.
pub(super) fn iso_text<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, &'h str> {
    match value {
        Value::Str(_) => text(cx, value),
        _ => Err(cx.type_error("fromisoformat: argument must be str")),
    }
}

fn from_iso<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let date = got(cx, Date::from_iso(iso_text(cx, value)?))?;
    make_date(cx, date)
}

/// What `datetime` has in another way.
pub(super) static OWN_ROWS: &[Row] = &[
    method!("isoformat", Signature::NONE, "As `YYYY-MM-DD`.", isoformat, 1).called("date.isoformat"),
    method!("ctime", Signature::NONE, "As the C library shows it.", ctime, 1).called("date.ctime"),
    method!("timetuple", Signature::NONE, "As a `struct_time`.", timetuple, 1).called("date.timetuple"),
    Row::new(
        "replace",
        Signature::NONE,
        "The day with other parts.",
        Member::RawMethod(|cx, _, receiver, args| {
            let [year, month, day] = bind(cx, &REPLACE, args)?;
            let it = this(cx, date(receiver))?;
            let (year, month, day) = (or(year, it.year()), or(month, it.month()), or(day, it.day()));
            let made = got(cx, Date::new(year, month, day))?;
            make_date(cx, made)
        }),
    ),
    function!("today", Signature::NONE, "The present day in UTC.", today, 0)
        .called("date.today")
        .needs(clock::CAPABILITY),
    function!(
        "fromtimestamp",
        Signature::one(&[p_only("timestamp")]),
        "The day of seconds since 1970, in UTC.",
        from_stamp,
        1
    )
    .called("date.fromtimestamp"),
    Row::new(
        "fromordinal",
        Signature::NONE,
        "The day of that number.",
        Member::RawFunction(|cx, _, args| {
            let date = from_ordinal(cx, args)?;
            make_date(cx, date)
        }),
    ),
    Row::new(
        "fromisocalendar",
        Signature::NONE,
        "The day of an ISO year, week and weekday.",
        Member::RawFunction(|cx, _, args| {
            let date = from_iso_week(cx, args)?;
            make_date(cx, date)
        }),
    ),
    function!(
        "fromisoformat",
        Signature::one(&[p_only("date_string")]),
        "The day of ISO 8601 text.",
        from_iso,
        1
    )
    .called("date.fromisoformat"),
    Row::constant("min", "The first day.", |cx| make_date(cx, Date::MIN)),
    Row::constant("max", "The last day.", |cx| make_date(cx, Date::MAX)),
    Row::constant("resolution", "One day.", |cx| make_delta(cx, Delta::from_days(1).unwrap_or(Delta::ZERO))),
];
