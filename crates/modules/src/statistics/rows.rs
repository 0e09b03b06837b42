//! What a policy sees of `statistics`: rows, and what several functions share.

use hognose_eval::class::{Class, Module, VALUE_ERROR};
use hognose_eval::ops::{arith, convert, iterate, own_type_name};
use hognose_eval::row::{Args, Row, Signature, keyword_only, optional, p_only, required};
use hognose_eval::value::list::List;
use hognose_eval::{Context, R, Stop, Value, function};

use super::{Number, Sums, normal, single, spread};

/// The module.
pub static MODULE: Module = Module { name: "statistics", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&STATISTICS_ERROR, &spread::LINEAR_REGRESSION, &normal::NORMAL];

/// `statistics.StatisticsError`.
pub static STATISTICS_ERROR: Class = Class {
    name: "StatisticsError",
    module: "statistics",
    message_name: "statistics.StatisticsError",
    base: Some(&VALUE_ERROR),
    ..Class::EMPTY
};

const DATA: Signature = Signature::python(&[required("data")]);
const WEIGHTED: Signature = Signature::python(&[required("data"), optional("weights")]);
const ABOUT: Signature = Signature::python(&[required("data"), optional("xbar")]);
const ABOUT_ALL: Signature = Signature::python(&[required("data"), optional("mu")]);

static ROWS: &[Row] = &[
    Row::class(&normal::NORMAL, "A normal distribution."),
    Row::class(&STATISTICS_ERROR, "What the functions raise for data they can do nothing with."),
    function!("mean", DATA, "The arithmetic mean.", single::mean, 1),
    function!("fmean", WEIGHTED, "The arithmetic mean as a float.", single::fmean, 2),
    function!("geometric_mean", DATA, "The geometric mean.", single::geometric_mean, 1),
    function!("harmonic_mean", WEIGHTED, "The harmonic mean.", single::harmonic_mean, 2),
    function!("median", DATA, "The value in the middle.", single::median, 1),
    function!("median_low", DATA, "The lower of the values in the middle.", single::median_low, 1),
    function!(
        "median_grouped",
        Signature::python(&[required("data"), optional("interval")]),
        "The value in the middle of data that were rounded to an interval.",
        single::median_grouped,
        2
    ),
    function!("median_high", DATA, "The higher of the values in the middle.", single::median_high, 1),
    function!("mode", DATA, "The most frequent value.", single::mode, 1),
    function!("multimode", DATA, "The most frequent values.", single::multimode, 1),
    function!(
        "quantiles",
        Signature::python(&[required("data"), keyword_only("n"), keyword_only("method")]),
        "The values that part the data in groups of equal probability.",
        single::quantiles,
        3
    ),
    function!("variance", ABOUT, "The variance of a sample.", spread::variance, 2),
    function!("pvariance", ABOUT_ALL, "The variance of a population.", spread::pvariance, 2),
    function!("stdev", ABOUT, "The standard deviation of a sample.", spread::stdev, 2),
    function!("pstdev", ABOUT_ALL, "The standard deviation of a population.", spread::pstdev, 2),
    function!(
        "covariance",
        Signature::python(&[p_only("x"), p_only("y")]),
        "The covariance of two samples.",
        spread::covariance,
        2
    ),
    function!(
        "correlation",
        Signature::python(&[p_only("x"), p_only("y"), keyword_only("method")]),
        "The correlation of two samples.",
        spread::correlation,
        3
    ),
    function!(
        "linear_regression",
        Signature::python(&[p_only("x"), p_only("y"), keyword_only("proportional")]),
        "The line that fits two samples best.",
        spread::linear_regression,
        3
    ),
];

/// A `StatisticsError`.
#[cold]
pub(super) fn refuse<'h>(cx: &Context<'h>, message: &str) -> Stop<'h> {
    cx.raise(&STATISTICS_ERROR, message)
}

/// A number as a value.
pub(super) fn value<'h>(cx: &Context<'h>, number: &Number) -> R<'h> {
    match number {
        Number::Int(int) => cx.int(int),
        Number::Float(float) => Ok(Value::float(*float)),
    }
}

/// Adds a value to sums, charging for numbers that have grown long.
pub(super) fn add<'h>(cx: &Context<'h>, sums: &mut Sums, item: Value<'h>) -> R<'h, ()> {
    cx.burn(1u64.saturating_add(sums.bits() >> 9))?;
    match item {
        Value::Float(float) => sums.add_float(float.get()),
        other => match convert::to_int(other) {
            Some(int) => {
                let bits = hognose_eval::number::IntRef::from(&int).bits();
                cx.burn(bits.saturating_mul(bits) >> 16)?;
                sums.add_int(int);
            }
            None => {
                return Err(cx.type_error(format_args!(
                    "can't convert type '{}' to numerator/denominator",
                    own_type_name(other)
                )));
            }
        },
    }
    Ok(())
}

/// The sums of an iterable's values.
pub(super) fn sums<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h, Sums> {
    let mut sums = Sums::default();
    let mut items = iterate::iterate(cx, data)?;
    while let Some(item) = items.next(cx)? {
        cx.burn(1)?;
        add(cx, &mut sums, item)?;
    }
    Ok(sums)
}

/// A new list with an iterable's values in order.
pub(super) fn sorted<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h, &'h List<'h>> {
    let Some(row) = cx.table().global("sorted") else { return Err(cx.internal("no `sorted`")) };
    match cx.call_row(row, None, &Args::positional(&[data]))? {
        Value::List(list) => Ok(list),
        _ => Err(cx.internal("`sorted` gave no list")),
    }
}

/// An iterable's values as floats.
pub(super) fn floats<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h, Vec<f64>> {
    let list = convert::collect(cx, data)?;
    cx.charge(list.len().saturating_mul(size_of::<f64>()))?;
    let mut floats = Vec::with_capacity(list.len());
    let mut at = 0;
    while let Some(item) = list.get(at) {
        cx.burn(1)?;
        floats.push(arith::to_float(cx, item)?);
        at = at.saturating_add(1);
    }
    Ok(floats)
}

/// A count as a float.
#[expect(clippy::cast_precision_loss, reason = "no data in memory have 2**53 items")]
pub(super) const fn count_of(count: usize) -> f64 {
    count as f64
}
