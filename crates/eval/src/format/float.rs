//! Floats as decimal text.

use std::fmt::Write;

/// The most significant decimal digits a float has.
const MOST_DIGITS: usize = 767;
/// The most decimal digits a float has behind the point.
const MOST_FRACTION: usize = 1074;

/// How a float is written, apart from padding and grouping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// The shortest digits that read back as the same float.
    Shortest,
    /// `d.ddde+dd` with so many digits behind the point.
    Exponent(usize),
    /// So many digits behind the point.
    Fixed(usize),
    /// So many significant digits, in the notation that suits the size.
    General(usize),
}

/// What [`write_float`] shall write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FloatStyle {
    /// Digits and notation.
    pub notation: Notation,
    /// Keep the point and trailing zeros (`#`).
    pub alternate: bool,
    /// Write `.0` behind a whole number without exponent.
    pub point_zero: bool,
    /// Write a negative zero, also one that comes from rounding, without its sign (`z`).
    pub no_negative_zero: bool,
    /// Upper-case letters.
    pub upper: bool,
}

impl FloatStyle {
    /// A notation and nothing special.
    #[must_use]
    pub const fn new(notation: Notation) -> Self {
        Self { notation, alternate: false, point_zero: false, no_negative_zero: false, upper: false }
    }
}

/// The significant digits of a float that is neither infinite nor not-a-number: `0.DIGITS * 10**point`.
struct Digits<'a> {
    digits: &'a str,
    point: i64,
}

/// `repr(value)`
#[must_use]
pub fn float_repr(value: f64) -> String {
    let mut out = String::new();
    write_float_repr(&mut out, value);
    out
}

/// Appends `repr(value)`, which is also `str(value)`.
///
/// ```
/// use hognose_eval::format::float_repr;
/// assert_eq!([1.0, 1e16, 1e-5].map(float_repr), ["1.0", "1e+16", "1e-05"]);
/// ```
pub fn write_float_repr(out: &mut String, value: f64) {
    if value.is_finite() {
        let mut buffer = ryu::Buffer::new();
        let text = buffer.format_finite(value);
        // Without an exponent the layout is Python's, but for one size, where Python has an exponent.
        if !text.contains('e') && !text.trim_start_matches('-').starts_with("0.0000") {
            out.push_str(text);
            return;
        }
    }
    write_float(out, value, &FloatStyle { point_zero: true, ..FloatStyle::new(Notation::Shortest) });
}

/// Appends a float, with a minus sign if it is negative.
pub fn write_float(out: &mut String, value: f64, style: &FloatStyle) {
    if !value.is_finite() {
        out.push_str(match (value.is_nan(), value > 0.0, style.upper) {
            (true, _, false) => "nan",
            (true, _, true) => "NAN",
            (false, true, false) => "inf",
            (false, true, true) => "INF",
            (false, false, false) => "-inf",
            (false, false, true) => "-INF",
        });
        return;
    }
    let start = out.len();
    if value.is_sign_negative() {
        out.push('-');
    }
    write_size(out, value.abs(), style);
    if style.no_negative_zero && value.is_sign_negative() && shows_zero(out.get(start..).unwrap_or_default())
    {
        out.remove(start);
    }
}

/// Whether the text of a number has no digit but zero before its exponent.
fn shows_zero(text: &str) -> bool {
    !text.bytes().take_while(|byte| !matches!(byte, b'e' | b'E')).any(|byte| matches!(byte, b'1'..=b'9'))
}

/// Appends a finite float that is not negative.
fn write_size(out: &mut String, value: f64, style: &FloatStyle) {
    match style.notation {
        Notation::Shortest => shortest(value, |digits| {
            let exponent = digits.point <= -4 || digits.point > 16;
            write_digits(out, &digits, 0, exponent, style);
        }),
        Notation::Exponent(precision) => significant(value, precision.saturating_add(1), |digits| {
            let end = i64::try_from(precision).unwrap_or(i64::MAX).saturating_add(1);
            write_digits(out, &digits, end, true, style);
        }),
        Notation::General(precision) => significant(value, precision.max(1), |digits| {
            let precision = i64::try_from(precision.max(1)).unwrap_or(i64::MAX);
            let most = precision.saturating_sub(i64::from(style.point_zero));
            let end = if style.alternate { precision } else { 0 };
            let digits = if style.alternate { digits } else { without_zeros(&digits) };
            write_digits(out, &digits, end, digits.point <= -4 || digits.point > most, style);
        }),
        Notation::Fixed(precision) => {
            let exact = precision.min(MOST_FRACTION);
            let _ = write!(out, "{value:.exact$}");
            push_zeros(out, precision.saturating_sub(exact));
            if precision == 0 && style.alternate {
                out.push('.');
            }
        }
    }
}

/// Finds the shortest digits.
fn shortest(value: f64, then: impl FnOnce(Digits<'_>)) {
    if value == 0.0 {
        return then(Digits { digits: "0", point: 1 });
    }
    let mut buffer = ryu::Buffer::new();
    let text = buffer.format_finite(value);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    // At most 17 digits, though with zeros around them up to 24.
    let mut bytes = [0_u8; 40];
    let mut length = 0;
    for (place, byte) in bytes.iter_mut().zip(whole.bytes().chain(fraction.bytes())) {
        *place = byte;
        length = usize::saturating_add(length, 1);
    }
    let all = bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let digits = all.trim_start_matches('0');
    let zeros = all.len().saturating_sub(digits.len());
    let point = i64::try_from(whole.len())
        .unwrap_or(0)
        .saturating_add(exponent.parse().unwrap_or(0))
        .saturating_sub(i64::try_from(zeros).unwrap_or(0));
    then(Digits { digits: digits.trim_end_matches('0'), point });
}

/// Finds so many significant digits (or fewer where all that follow are zeros).
fn significant(value: f64, count: usize, then: impl FnOnce(Digits<'_>)) {
    let behind = count.saturating_sub(1).min(MOST_DIGITS);
    let text = format!("{value:.behind$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let point = exponent.parse::<i64>().unwrap_or(0).saturating_add(1);
    let digits: String = mantissa.chars().filter(|char| *char != '.').collect();
    then(Digits { digits: &digits, point });
}

/// Cuts off zeros at the end; zero itself keeps one.
fn without_zeros<'a>(digits: &Digits<'a>) -> Digits<'a> {
    let cut = digits.digits.trim_end_matches('0');
    Digits { digits: if cut.is_empty() { "0" } else { cut }, point: digits.point }
}

/// Appends zeros.
fn push_zeros(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n('0', count));
}

/// Appends digits with their point; `end` is how many places, counted from the first digit, to fill with zeros.
fn write_digits(out: &mut String, digits: &Digits<'_>, end: i64, exponent: bool, style: &FloatStyle) {
    let point = if exponent { 1 } else { digits.point };
    let end = if !exponent && style.point_zero { end.max(point.saturating_add(1)) } else { end.max(point) };
    let text = digits.digits;
    let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
    let count = |count: i64| usize::try_from(count).unwrap_or(0);
    if point <= 0 {
        out.push_str("0.");
        push_zeros(out, count(point.saturating_neg()));
        out.push_str(text);
        push_zeros(out, count(end.saturating_sub(length)));
    } else {
        let (whole, fraction) = text.split_at_checked(count(point)).unwrap_or((text, ""));
        out.push_str(whole);
        push_zeros(out, count(point.saturating_sub(length)));
        out.push('.');
        out.push_str(fraction);
        push_zeros(out, count(end.saturating_sub(point.max(length))));
    }
    if out.ends_with('.') && !style.alternate {
        out.pop();
    }
    if exponent {
        let letter = if style.upper { 'E' } else { 'e' };
        let value = digits.point.saturating_sub(1);
        let sign = if value < 0 { '-' } else { '+' };
        let _ = write!(out, "{letter}{sign}{:02}", value.unsigned_abs());
    }
}
