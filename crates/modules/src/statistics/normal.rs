//! `NormalDist`: a normal distribution as a number one can count with.

use hognose_eval::class::{Class, Slots};
use hognose_eval::ops::{self, arith, compare, convert};
use hognose_eval::row::{Row, Signature, optional, required};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value, function, method};
use hognose_syntax::tree::{BinaryOp, CompareOp, UnaryOp};
use std::f64::consts::{SQRT_2, TAU};

use super::rows::refuse;
use super::spread;
use crate::glue;
use crate::math;

/// `NormalDist`.
pub(super) static NORMAL: Class = Class {
    name: "NormalDist",
    module: "statistics",
    message_name: "NormalDist",
    rows: &[ROWS],
    constructor: Some(&NEW),
    slots: Slots {
        repr: Some(|cx, object, out| {
            let Normal { mu, sigma } = *Normal::of(cx, Value::Object(object))?;
            out.push("NormalDist(mu=")?;
            ops::text::write_repr(cx, Value::float(mu), out)?;
            out.push(", sigma=")?;
            ops::text::write_repr(cx, Value::float(sigma), out)?;
            out.push(")")
        }),
        hash: Some(|cx, object| {
            let Normal { mu, sigma } = *Normal::of(cx, Value::Object(object))?;
            let pair = cx.tuple(&[Value::float(mu), Value::float(sigma)])?;
            compare::hash(cx, pair)
        }),
        compare: Some(compare_with),
        binary: Some(binary),
        unary: Some(unary),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static NEW: Row = function!(
    "NormalDist",
    Signature::python(&[optional("mu"), optional("sigma")]),
    "A normal distribution.",
    new,
    2
)
.called("NormalDist.__init__");

const AT: Signature = Signature::python(&[required("x")]);

macro_rules! property {
    ($name:literal, $doc:literal, |$normal:ident| $value:expr) => {
        Row::property($name, $doc, |cx, this| {
            let $normal = Normal::of(cx, this)?;
            Ok(Value::float($value))
        })
    };
}

static ROWS: &[Row] = &[
    property!("mean", "The mean.", |normal| normal.mu),
    property!("median", "The median.", |normal| normal.mu),
    property!("mode", "The mode.", |normal| normal.mu),
    property!("stdev", "The standard deviation.", |normal| normal.sigma),
    property!("variance", "The variance.", |normal| normal.variance()),
    method!("pdf", AT, "How dense it is there.", pdf, 2).called("NormalDist.pdf"),
    method!("cdf", AT, "How probable a value up to there is.", cdf, 2).called("NormalDist.cdf"),
    method!("zscore", AT, "How many standard deviations it is above the mean.", zscore, 2)
        .called("NormalDist.zscore"),
    method!(
        "inv_cdf",
        Signature::python(&[required("p")]),
        "The value up to which the probability is p.",
        inverse,
        2
    )
    .called("NormalDist.inv_cdf"),
    method!(
        "quantiles",
        Signature::python(&[optional("n")]),
        "The values that part it in groups of equal probability.",
        quantiles,
        2
    )
    .called("NormalDist.quantiles"),
    method!(
        "overlap",
        Signature::python(&[required("other")]),
        "How much two distributions have in common.",
        overlap,
        2
    )
    .called("NormalDist.overlap"),
    function!(
        "from_samples",
        Signature::bound(&[required("data")]),
        "The distribution of which data may be a sample.",
        from_samples,
        1
    )
    .called("NormalDist.from_samples"),
];

#[derive(Clone, Copy, Debug, PartialEq)]
struct Normal {
    mu: f64,
    sigma: f64,
}

impl Normal {
    fn of<'h>(cx: &Context<'h>, this: Value<'h>) -> R<'h, &'h Self> {
        glue::data(cx, this)
    }

    /// If a value is one.
    fn within(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Object(object) => object.data::<Self>().copied(),
            _ => None,
        }
    }

    fn variance(self) -> f64 {
        self.sigma * self.sigma
    }

    /// How probable a value up to `x` is.
    fn below(self, x: f64) -> f64 {
        0.5 * (1.0 + math::erf((x - self.mu) / (self.sigma * SQRT_2)))
    }

    /// Wichura's algorithm AS 241.
    fn inverse(self, p: f64) -> f64 {
        let q = p - 0.5;
        if q.abs() <= 0.425 {
            let r = 0.180_625 - q * q;
            let x = polynomial(&CENTRE_ABOVE, r) * q / polynomial(&CENTRE_BELOW, r);
            return self.mu + x * self.sigma;
        }
        let r = if q <= 0.0 { p } else { 1.0 - p };
        let r = (-math::natural_log(r)).sqrt();
        let x = if r <= 5.0 {
            polynomial(&MIDDLE_ABOVE, r - 1.6) / polynomial(&MIDDLE_BELOW, r - 1.6)
        } else {
            polynomial(&FAR_ABOVE, r - 5.0) / polynomial(&FAR_BELOW, r - 5.0)
        };
        self.mu + if q < 0.0 { -x } else { x } * self.sigma
    }
}

/// By Horner's rule; the coefficient of the highest power comes first.
fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    let [first, rest @ ..] = coefficients;
    rest.iter().fold(*first, |sum, coefficient| sum * x + coefficient)
}

/// The numerators and denominators: near the centre, in the middle, and far out.
const CENTRE_ABOVE: [f64; 8] = [
    2_509.080_928_730_122_7,
    33_430.575_583_588_13,
    67_265.770_927_008_7,
    45_921.953_931_549_87,
    13_731.693_765_509_46,
    1_971.590_950_306_551_3,
    133.141_667_891_784_38,
    3.387_132_872_796_366_5,
];
const CENTRE_BELOW: [f64; 8] = [
    5_226.495_278_852_854,
    28_729.085_735_721_943,
    39_307.895_800_092_71,
    21_213.794_301_586_597,
    5_394.196_021_424_751,
    687.187_007_492_057_9,
    42.313_330_701_600_91,
    1.0,
];
const MIDDLE_ABOVE: [f64; 8] = [
    0.000_774_545_014_278_341_4,
    0.022_723_844_989_269_184,
    0.241_780_725_177_450_6,
    1.270_458_252_452_368_4,
    3.647_848_324_763_204_5,
    5.769_497_221_460_691,
    4.630_337_846_156_546,
    1.423_437_110_749_683_5,
];
const MIDDLE_BELOW: [f64; 8] = [
    1.050_750_071_644_416_9e-09,
    0.000_547_593_808_499_534_5,
    0.015_198_666_563_616_457,
    0.148_103_976_427_480_08,
    0.689_767_334_985_1,
    1.676_384_830_183_803_8,
    2.053_191_626_637_759,
    1.0,
];
const FAR_ABOVE: [f64; 8] = [
    2.010_334_399_292_288_1e-07,
    2.711_555_568_743_487_6e-05,
    0.001_242_660_947_388_078_4,
    0.026_532_189_526_576_124,
    0.296_560_571_828_504_87,
    1.784_826_539_917_291_3,
    5.463_784_911_164_114,
    6.657_904_643_501_103,
];
const FAR_BELOW: [f64; 8] = [
    2.044_263_103_389_939_7e-15,
    1.421_511_758_316_446e-07,
    1.846_318_317_510_054_8e-05,
    0.000_786_869_131_145_613_3,
    0.014_875_361_290_850_615,
    0.136_929_880_922_735_8,
    0.599_832_206_555_888,
    1.0,
];

fn new<'h>(cx: &Context<'h>, mu: Value<'h>, sigma: Value<'h>) -> R<'h> {
    let mu = mu.bound().unwrap_or(Value::float(0.0));
    let sigma = sigma.bound().unwrap_or(Value::float(1.0));
    if compare::order(cx, CompareOp::Lt, sigma, Value::float(0.0))? {
        return Err(refuse(cx, "sigma must be non-negative"));
    }
    let normal = Normal { mu: as_float(cx, mu)?, sigma: as_float(cx, sigma)? };
    glue::object(cx, &NORMAL, normal)
}

/// `float(value)`.
fn as_float<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, f64> {
    if let Value::Float(float) = value {
        return Ok(float.get());
    }
    let made = cx.call(Value::Type(&hognose_eval::class::FLOAT), &[value])?;
    arith::to_float(cx, made)
}

/// `x - mu`, where `x` may be anything.
fn off<'h>(cx: &Context<'h>, normal: &Normal, x: Value<'h>) -> R<'h> {
    arith::binary(cx, BinaryOp::Sub, x, Value::float(normal.mu))
}

fn pdf<'h>(cx: &Context<'h>, this: Value<'h>, x: Value<'h>) -> R<'h> {
    let normal = Normal::of(cx, this)?;
    let variance = normal.variance();
    if variance == 0.0 {
        return Err(refuse(cx, "pdf() not defined when sigma is zero"));
    }
    let off = arith::to_float(cx, off(cx, normal, x)?)?;
    let exponent = off * off / (-2.0 * variance);
    Ok(Value::float(math::exponential(exponent) / (TAU * variance).sqrt()))
}

fn cdf<'h>(cx: &Context<'h>, this: Value<'h>, x: Value<'h>) -> R<'h> {
    let normal = Normal::of(cx, this)?;
    if normal.sigma == 0.0 {
        return Err(refuse(cx, "cdf() not defined when sigma is zero"));
    }
    let off = arith::to_float(cx, off(cx, normal, x)?)?;
    Ok(Value::float(0.5 * (1.0 + math::erf(off / (normal.sigma * SQRT_2)))))
}

fn zscore<'h>(cx: &Context<'h>, this: Value<'h>, x: Value<'h>) -> R<'h> {
    let normal = Normal::of(cx, this)?;
    if normal.sigma == 0.0 {
        return Err(refuse(cx, "zscore() not defined when sigma is zero"));
    }
    arith::binary(cx, BinaryOp::Div, off(cx, normal, x)?, Value::float(normal.sigma))
}

fn inverse<'h>(cx: &Context<'h>, this: Value<'h>, p: Value<'h>) -> R<'h> {
    let normal = Normal::of(cx, this)?;
    let out = compare::order(cx, CompareOp::Le, p, Value::float(0.0))?
        || compare::order(cx, CompareOp::Ge, p, Value::float(1.0))?;
    if out {
        return Err(refuse(cx, "p must be in the range 0.0 < p < 1.0"));
    }
    Ok(Value::float(normal.inverse(arith::to_float(cx, p)?)))
}

fn quantiles<'h>(cx: &Context<'h>, this: Value<'h>, count: Value<'h>) -> R<'h> {
    let normal = Normal::of(cx, this)?;
    let count = if count.is_bound() { convert::index_i64(cx, count)? } else { 4 };
    let mut points = Vec::new();
    for part in 1..count {
        cx.burn(16)?;
        cx.charge(size_of::<Value<'_>>())?;
        let share = arith::binary(cx, BinaryOp::Div, Value::Int(part), Value::Int(count))?;
        points.push(Value::float(normal.inverse(arith::to_float(cx, share)?)));
    }
    cx.list(&points)
}

fn overlap<'h>(cx: &Context<'h>, this: Value<'h>, other: Value<'h>) -> R<'h> {
    let (mut x, Some(mut y)) = (*Normal::of(cx, this)?, Normal::within(other)) else {
        return Err(cx.type_error("Expected another NormalDist instance"));
    };
    // Sorted, so that the order of the two does not matter.
    if y.sigma < x.sigma || (y.sigma == x.sigma && y.mu < x.mu) {
        std::mem::swap(&mut x, &mut y);
    }
    let (x_variance, y_variance) = (x.variance(), y.variance());
    if x_variance == 0.0 || y_variance == 0.0 {
        return Err(refuse(cx, "overlap() not defined when sigma is zero"));
    }
    let wider = y_variance - x_variance;
    let off = (y.mu - x.mu).abs();
    if wider == 0.0 {
        return Ok(Value::float(1.0 - math::erf(off / (2.0 * x.sigma * SQRT_2))));
    }
    let a = x.mu * y_variance - y.mu * x_variance;
    let b = x.sigma * y.sigma * (off * off + wider * math::natural_log(y_variance / x_variance)).sqrt();
    let (first, second) = ((a + b) / wider, (a - b) / wider);
    let apart = |at: f64| (y.below(at) - x.below(at)).abs();
    Ok(Value::float(1.0 - (apart(first) + apart(second))))
}

fn from_samples<'h>(cx: &Context<'h>, data: Value<'h>) -> R<'h> {
    let (mu, sigma) = spread::mean_and_deviation(cx, data)?;
    glue::object(cx, &NORMAL, Normal { mu, sigma })
}

fn compare_with<'h>(cx: &Context<'h>, op: CompareOp, object: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let Some(other) = Normal::within(other) else { return Ok(Value::NotImplemented) };
    let same = *Normal::of(cx, Value::Object(object))? == other;
    Ok(match op {
        CompareOp::Eq => Value::bool(same),
        CompareOp::Ne => Value::bool(!same),
        _ => Value::NotImplemented,
    })
}

fn unary<'h>(cx: &Context<'h>, op: UnaryOp, object: &'h Object<'h>) -> R<'h> {
    let Normal { mu, sigma } = *Normal::of(cx, Value::Object(object))?;
    match op {
        UnaryOp::Plus => glue::object(cx, &NORMAL, Normal { mu, sigma }),
        UnaryOp::Negate => glue::object(cx, &NORMAL, Normal { mu: -mu, sigma }),
        _ => Ok(Value::NotImplemented),
    }
}

fn binary<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    object: &'h Object<'h>,
    other: Value<'h>,
    reflected: bool,
) -> R<'h> {
    let this = *Normal::of(cx, Value::Object(object))?;
    let (mu, sigma) = (Value::float(this.mu), Value::float(this.sigma));
    match (op, Normal::within(other)) {
        (BinaryOp::Add | BinaryOp::Sub, Some(other)) => {
            let sum = if op == BinaryOp::Add { this.mu + other.mu } else { this.mu - other.mu };
            let sigma = math::hypot(&[this.sigma, other.sigma]);
            glue::object(cx, &NORMAL, Normal { mu: sum, sigma })
        }
        (BinaryOp::Add | BinaryOp::Sub, None) => {
            let made = new(cx, arith::binary(cx, op, mu, other)?, sigma)?;
            match (op, reflected, made) {
                (BinaryOp::Sub, true, Value::Object(made)) => unary(cx, UnaryOp::Negate, made),
                _ => Ok(made),
            }
        }
        (BinaryOp::Mul, _) | (BinaryOp::Div, _) if !(reflected && op == BinaryOp::Div) => {
            let mu = arith::binary(cx, op, mu, other)?;
            let size = Value::float(arith::to_float(cx, other)?.abs());
            new(cx, mu, arith::binary(cx, op, sigma, size)?)
        }
        _ => Ok(Value::NotImplemented),
    }
}
