//! How far data are spread, and how two sets of them go together.

use hognose_eval::arg::{Nullable, Truth};
use hognose_eval::class::{Class, TUPLE};
use hognose_eval::ops::text::repr_string;
use hognose_eval::ops::{arith, compare, convert, iterate, len};
use hognose_eval::row::Row;
use hognose_eval::value::list::List;
use hognose_eval::value::tuple::{Shape, Tuple};
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::BinaryOp;

use super::rows::{add, count_of, floats, refuse, sorted, sums, value};
use super::single::exact_sum;
use super::{Fraction, Number, Sums};
use crate::glue::OrStop;
use crate::math::{self, SumProduct};

/// `statistics.LinearRegression`.
pub(super) static LINEAR_REGRESSION: Class = Class {
    name: "LinearRegression",
    module: "statistics",
    message_name: "LinearRegression",
    base: Some(&TUPLE),
    rows: &[&[
        Row::property("slope", "How steep the line is.", |cx, receiver| item(cx, receiver, 0)),
        Row::property("intercept", "Where the line begins.", |cx, receiver| item(cx, receiver, 1)),
    ]],
    ..Class::EMPTY
};

fn item<'h>(cx: &Context<'h>, receiver: Value<'h>, at: usize) -> R<'h> {
    match receiver {
        Value::Tuple(tuple) => {
            tuple.items().get(at).copied().ok_or_else(|| cx.internal("a line without its numbers"))
        }
        _ => Err(cx.internal("a receiver that is no tuple")),
    }
}

/// What a sum of squared distances is divided by, beginning with the number of data.
#[derive(Clone, Copy)]
struct Divided {
    /// One less than the number of data: for a sample.
    sample: bool,
    refusal: &'static str,
}

/// A variance, exact, or what is not finite.
enum Variance {
    Exact(Fraction, bool),
    Special(f64),
}

fn compute<'h>(
    cx: &Context<'h>,
    data: Value<'h>,
    centre: Option<Value<'h>>,
    divided: Divided,
) -> R<'h, Variance> {
    let mut found = Sums::default();
    match centre {
        None => found = sums(cx, data)?,
        Some(centre) => {
            let mut items = iterate::iterate(cx, data)?;
            while let Some(item) = items.next(cx)? {
                cx.burn(1)?;
                let distance = arith::subtract(cx, item, centre)?;
                add(cx, &mut found, arith::binary(cx, BinaryOp::Mul, distance, distance)?)?;
            }
        }
    }
    let least = u64::from(divided.sample).saturating_add(1);
    if found.count < least {
        return Err(refuse(cx, divided.refusal));
    }
    let count = found.count.saturating_sub(u64::from(divided.sample));
    cx.burn(found.bits() >> 4)?;
    Ok(match (found.special, centre) {
        (Some(special), _) => Variance::Special(special),
        (None, None) => Variance::Exact(found.deviation(count), found.floats),
        (None, Some(_)) => Variance::Exact(found.mean_of(count), found.floats),
    })
}

fn number<'h>(cx: &Context<'h>, variance: &Variance) -> R<'h> {
    match variance {
        Variance::Special(special) => Ok(Value::float(*special)),
        Variance::Exact(fraction, floats) => value(cx, &fraction.convert(*floats).or_stop(cx)?),
    }
}

fn root<'h>(cx: &Context<'h>, variance: &Variance) -> R<'h> {
    match variance {
        Variance::Exact(fraction, _) => fraction.square_root().or_stop(cx).map(Value::float),
        // A sum that is not finite has no numerator, and CPython says so.
        Variance::Special(_) => {
            Err(cx
                .raise(&hognose_eval::class::ATTRIBUTE_ERROR, "'float' object has no attribute 'numerator'"))
        }
    }
}

const SAMPLE: Divided = Divided { sample: true, refusal: "variance requires at least two data points" };
const SAMPLE_ROOT: Divided = Divided { sample: true, refusal: "stdev requires at least two data points" };
const ALL: Divided = Divided { sample: false, refusal: "pvariance requires at least one data point" };
const ALL_ROOT: Divided = Divided { sample: false, refusal: "pstdev requires at least one data point" };

/// The mean of a sample and its standard deviation, as floats.
pub(super) fn mean_and_deviation<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h, (f64, f64)> {
    let found = sums(cx, data)?;
    if found.count < 2 {
        return Err(refuse(cx, SAMPLE_ROOT.refusal));
    }
    if let Some(special) = found.special {
        return Ok((special, f64::NAN));
    }
    cx.burn(found.bits() >> 4)?;
    let mean = match found.mean_of(found.count).convert(true).or_stop(cx)? {
        Number::Float(mean) => mean,
        Number::Int(_) => return Err(cx.internal("a mean that is no float")),
    };
    let deviation = found.deviation(found.count.saturating_sub(1)).square_root().or_stop(cx)?;
    Ok((mean, deviation))
}

pub(super) fn variance<'h>(cx: &Context<'h>, data: Value<'h>, centre: Nullable<Value<'h>>) -> R<'h> {
    number(cx, &compute(cx, data, centre.0, SAMPLE)?)
}

pub(super) fn pvariance<'h>(cx: &Context<'h>, data: Value<'h>, centre: Nullable<Value<'h>>) -> R<'h> {
    number(cx, &compute(cx, data, centre.0, ALL)?)
}

pub(super) fn stdev<'h>(cx: &Context<'h>, data: Value<'h>, centre: Nullable<Value<'h>>) -> R<'h> {
    root(cx, &compute(cx, data, centre.0, SAMPLE_ROOT)?)
}

pub(super) fn pstdev<'h>(cx: &Context<'h>, data: Value<'h>, centre: Nullable<Value<'h>>) -> R<'h> {
    root(cx, &compute(cx, data, centre.0, ALL_ROOT)?)
}

/// Two samples must have one size, and more than one value.
fn check_sizes<'h>(cx: &Context<'h>, x: Value<'h>, y: Value<'h>, what: &str) -> R<'h, ()> {
    let (count, other) = (len(cx, x)?, len(cx, y)?);
    if count != other {
        let message = format!("{what} requires that both inputs have same number of data points");
        return Err(refuse(cx, &message));
    }
    if count < 2 {
        return Err(refuse(cx, &format!("{what} requires at least two data points")));
    }
    Ok(())
}

/// Two samples of one size.
fn pair<'h>(cx: &Context<'h>, x: Value<'h>, y: Value<'h>, what: &str) -> R<'h, (Vec<f64>, Vec<f64>)> {
    check_sizes(cx, x, y, what)?;
    Ok((floats(cx, x)?, floats(cx, y)?))
}

/// The mean, and how far each number is from it.
fn centred<'h>(cx: &Context<'h>, numbers: &[f64]) -> R<'h, (f64, Vec<f64>)> {
    let mean = exact_sum(cx, numbers)? / count_of(numbers.len());
    cx.charge(size_of_val(numbers))?;
    Ok((mean, numbers.iter().map(|number| number - mean).collect()))
}

fn product(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = SumProduct::default();
    x.iter().zip(y).for_each(|(x, y)| sum.add(*x, *y));
    sum.total()
}

pub(super) fn covariance<'h>(cx: &Context<'h>, x: Value<'h>, y: Value<'h>) -> R<'h> {
    let (x, y) = pair(cx, x, y, "covariance")?;
    let ((_, x), (_, y)) = (centred(cx, &x)?, centred(cx, &y)?);
    Ok(Value::float(product(&x, &y) / (count_of(x.len()) - 1.0)))
}

/// The place of each value in order, whatever values they are; equal ones share one.
fn ranks<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h, Vec<f64>> {
    let data = convert::collect(cx, data)?;
    let pairs = List::new(cx.heap())?;
    for place in 0_i64.. {
        let Some(value) = usize::try_from(place).ok().and_then(|place| data.get(place)) else { break };
        cx.burn(1)?;
        pairs.push(cx.heap(), cx.tuple(&[value, Value::Int(place)])?)?;
    }
    let order = sorted(cx, Value::List(pairs))?;
    cx.charge(order.len().saturating_mul(size_of::<(f64, usize)>()))?;
    let mut ranks = vec![0.0; order.len()];
    let mut before = (count_of(order.len()) - 1.0) / -2.0 - 1.0;
    let mut group = Vec::new();
    let mut key = Value::Unbound;
    let mut close = |group: &mut Vec<usize>| {
        let size = count_of(group.len());
        for place in group.drain(..) {
            if let Some(rank) = ranks.get_mut(place) {
                *rank = before + (size + 1.0) / 2.0;
            }
        }
        before += size;
    };
    for index in 0..order.len() {
        let Some(Value::Tuple(pair)) = order.get(index) else { continue };
        let [value, Value::Int(place)] = pair.items() else { continue };
        if !group.is_empty() && !compare::same_or_equal(cx, key, *value)? {
            close(&mut group);
        }
        if group.is_empty() {
            key = *value;
        }
        group.push(usize::try_from(*place).unwrap_or(usize::MAX));
    }
    close(&mut group);
    Ok(ranks)
}

/// The square root of a product, without overflow on the way.
fn root_of_product(x: f64, y: f64) -> f64 {
    let scaled = |power: i32| {
        let scale = libm::scalbn(1.0, power);
        root_of_product_once(scale * x, scale * y) / scale
    };
    let root = (x * y).sqrt();
    if root.is_infinite() && x.is_finite() && y.is_finite() {
        scaled(-512)
    } else if root == 0.0 && x != 0.0 && y != 0.0 {
        scaled(537)
    } else {
        root_of_product_once(x, y)
    }
}

fn root_of_product_once(x: f64, y: f64) -> f64 {
    let root = (x * y).sqrt();
    if !root.is_finite() || root == 0.0 {
        return root;
    }
    root + product(&[x, root], &[y, -root]) / (2.0 * root)
}

/// Whether a correlation is that of ranks.
fn is_ranked<'h>(cx: &Context<'h>, method: Option<Value<'h>>) -> R<'h, bool> {
    let Some(method) = method else { return Ok(false) };
    if let Value::Str(name) = method {
        match name.text(cx.heap())? {
            "linear" => return Ok(false),
            "ranked" => return Ok(true),
            _ => {}
        }
    }
    // CPython looks for it in a set, where a set stands for a frozen one.
    if !matches!(method, Value::Set(_)) {
        compare::hash(cx, method)?;
    }
    let shown = repr_string(cx, method)?;
    Err(cx.value_error(format_args!("Unknown method: {shown}")))
}

pub(super) fn correlation<'h>(
    cx: &Context<'h>,
    x: Value<'h>,
    y: Value<'h>,
    method: Option<Value<'h>>,
) -> R<'h> {
    check_sizes(cx, x, y, "correlation")?;
    let (x, y) = if is_ranked(cx, method)? {
        (ranks(cx, x)?, ranks(cx, y)?)
    } else {
        let (x, y) = (floats(cx, x)?, floats(cx, y)?);
        (centred(cx, &x)?.1, centred(cx, &y)?.1)
    };
    cx.burn((x.len() as u64).saturating_mul(3))?;
    let root = root_of_product(product(&x, &x), product(&y, &y));
    if root == 0.0 {
        return Err(refuse(cx, "at least one of the inputs is constant"));
    }
    Ok(Value::float(product(&x, &y) / root))
}

pub(super) fn linear_regression<'h>(
    cx: &Context<'h>,
    x: Value<'h>,
    y: Value<'h>,
    proportional: Option<Truth>,
) -> R<'h> {
    let given = (x, y);
    let (x, y) = pair(cx, x, y, "linear regression")?;
    let (x_mean, y_mean, x, y) = if proportional.is_some_and(|truth| truth.0) {
        (0.0, 0.0, x, y)
    } else {
        let ((x_mean, x), (y_mean, y)) = (centred(cx, &x)?, centred(cx, &y)?);
        (x_mean, y_mean, x, y)
    };
    cx.burn((x.len() as u64).saturating_mul(2))?;
    let is_proportional = proportional.is_some_and(|truth| truth.0);
    let (products, spread) = if is_proportional {
        // Ints are added as ints.
        let products = math::sumprod(cx, given.0, given.1)?;
        let spread = math::sumprod(cx, given.0, given.0)?;
        (arith::to_float(cx, products)?, arith::to_float(cx, spread)?)
    } else {
        (product(&x, &y), product(&x, &x))
    };
    if spread == 0.0 {
        return Err(refuse(cx, "x is constant"));
    }
    let slope = (products + 0.0) / spread;
    let intercept = if is_proportional { 0.0 } else { y_mean - slope * x_mean };
    let shape = cx.heap().alloc(Shape {
        class: &LINEAR_REGRESSION,
        name: "LinearRegression",
        fields: &["slope", "intercept"],
        made: None,
    })?;
    let items = [Value::float(slope), Value::float(intercept)];
    Ok(Value::Tuple(Tuple::named(cx.heap(), &items, shape)?))
}
