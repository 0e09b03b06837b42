//! `struct_time`.

use std::ptr;

use hognose_eval::class::{Class, TUPLE};
use hognose_eval::ops::convert;
use hognose_eval::row::{Row, Signature, optional, required};
use hognose_eval::value::tuple::{Shape, Tuple};
use hognose_eval::{Context, R, Value, function};

/// `time.struct_time`.
pub(crate) static STRUCT_TIME: Class = Class {
    name: "struct_time",
    module: "time",
    message_name: "time.struct_time",
    base: Some(&TUPLE),
    rows: &[ROWS],
    constructor: Some(&NEW),
    ..Class::EMPTY
};

static NEW: Row = function!(
    "structseq",
    Signature::keywords(&[required("sequence"), optional("dict")]),
    "A time by its parts.",
    new,
    1
);

const fn shape() -> Shape<'static> {
    Shape {
        class: &STRUCT_TIME,
        name: "time.struct_time",
        fields: &[
            "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst",
        ],
        made: None,
    }
}

/// Of times without zone.
pub(crate) static PLAIN: Shape<'static> = shape();
/// What `gmtime` gives.
pub(super) static GMT: Shape<'static> = shape();
/// What `localtime` gives.
pub(super) static LOCAL: Shape<'static> = shape();

static ROWS: &[Row] = &[
    Row::property("tm_zone", "The name of its zone.", |cx, value| match zone(value) {
        Some(name) => cx.wrap_str(name),
        None => Ok(Value::None),
    }),
    Row::property("tm_gmtoff", "How many seconds the zone is ahead of UTC.", |_, value| {
        Ok(zone(value).map_or(Value::None, |_| Value::Int(0)))
    }),
    Row::constant("n_fields", "The number of its fields.", |_| Ok(Value::Int(11))),
    Row::constant("n_sequence_fields", "The number of its items.", |_| Ok(Value::Int(9))),
    Row::constant("n_unnamed_fields", "The number of items without a name.", |_| Ok(Value::Int(0))),
];

/// The name of the zone of a `struct_time`.
pub(super) fn zone(value: Value<'_>) -> Option<&'static str> {
    let Value::Tuple(tuple) = value else { return None };
    let shape = tuple.shape?;
    if ptr::eq(shape, &GMT) {
        Some("GMT")
    } else if ptr::eq(shape, &LOCAL) {
        Some("UTC")
    } else {
        None
    }
}

/// A `struct_time` of nine numbers.
pub(crate) fn make<'h>(cx: &Context<'h>, items: [i64; 9], shape: &'static Shape<'static>) -> R<'h> {
    Ok(Value::Tuple(Tuple::named(cx.heap(), &items.map(Value::Int), shape)?))
}

/// `struct_time(sequence)`. Of its items beyond the ninth nothing is kept.
fn new<'h>(cx: &Context<'h>, sequence: Value<'h>) -> R<'h> {
    if !hognose_eval::ops::iterate::is_iterable(sequence) {
        return Err(cx.type_error("constructor requires a sequence"));
    }
    let items = convert::collect(cx, sequence)?;
    let given = items.len();
    if !(9..=11).contains(&given) {
        let bound = if given < 9 { "at least 9" } else { "at most 11" };
        return Err(cx.type_error(format_args!(
            "time.struct_time() takes an {bound}-sequence ({given}-sequence given)"
        )));
    }
    let items: Vec<Value<'h>> = items.to_vec().into_iter().take(9).collect();
    Ok(Value::Tuple(Tuple::named(cx.heap(), &items, &PLAIN)?))
}
