//! `format(number, spec)`.

use hognose_syntax::surrogate::char_of;

use super::float::{FloatStyle, Notation, write_float, write_float_repr};
use super::spec::{Align, Grouping, Sign, Spec};
use super::str::push_fill;
use crate::number::{IntRef, NumberError, Radix, Result, float_from_int, write_int, write_radix};

/// The largest precision CPython takes for a float.
const MOST_PRECISION: usize = 0x7FFF_FFFF;

/// The parts of a number's text, for padding and grouping.
struct Parts<'a> {
    negative: bool,
    prefix: &'static str,
    digits: &'a str,
    /// What follows the digits: point, fraction and exponent, or a character that is no number at all.
    rest: &'a str,
}

/// An upper bound of the length in bytes that [`format_int`] appends.
#[must_use]
pub fn int_len(value: IntRef<'_>, spec: &Spec) -> usize {
    let bits = usize::try_from(value.bits()).unwrap_or(usize::MAX);
    let body = match spec.kind {
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => bits.min(1100).wrapping_div(3).saturating_add(24),
        Some('b') => bits,
        // Three bits or more a digit.
        _ => bits.wrapping_div(3),
    };
    with_padding(body, spec)
}

/// An upper bound of the length in bytes that [`format_float`] appends.
#[must_use]
pub fn float_len(value: f64, spec: &Spec) -> usize {
    let exponent = (value.abs().to_bits() >> 52).saturating_sub(1023);
    with_padding(usize::try_from(exponent).unwrap_or(0).wrapping_div(3).saturating_add(24), spec)
}

/// Adds precision, grouping and padding to a bound.
fn with_padding(body: usize, spec: &Spec) -> usize {
    let body = if spec.grouping.is_some() { body.saturating_mul(2) } else { body };
    body.saturating_add(8)
        .saturating_add(spec.precision.unwrap_or(0))
        .saturating_add(spec.padding_len())
        // Grouped zeros may pass the width by a digit.
        .saturating_add(2)
}

/// Appends `format(value, spec)` of a bool. The caller charges [`int_len`] before.
///
/// # Errors
/// As [`format_int`].
pub fn format_bool(out: &mut String, value: bool, spec: &Spec) -> Result<()> {
    if spec.empty {
        out.push_str(if value { "True" } else { "False" });
        return Ok(());
    }
    format_int(out, IntRef::Small(i64::from(value)), spec, "bool")
}

/// Appends `format(value, spec)` of an integer. The caller charges [`int_len`], and
/// [`cost::decimal`](crate::number::cost::decimal), before. `type_name` is for the error's text.
///
/// # Errors
/// CPython's `ValueError`s for options that integers do not have, and the errors of the conversions.
pub fn format_int(out: &mut String, value: IntRef<'_>, spec: &Spec, type_name: &str) -> Result<()> {
    if spec.empty {
        return write_int(out, value);
    }
    spec.check_grouping(Some('d'))?;
    let kind = spec.kind.unwrap_or('d');
    match kind {
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            return format_number(out, float_from_int(value)?, spec);
        }
        'b' | 'c' | 'd' | 'n' | 'o' | 'x' | 'X' => {}
        _ => return Err(Spec::unknown_kind(kind, type_name)),
    }
    if spec.precision.is_some() {
        return Err(NumberError::value("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(NumberError::value("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    if kind == 'c' {
        return format_char(out, value, spec);
    }
    let (radix, group) = match kind {
        'b' => (Some(Radix::Binary), 4),
        'o' => (Some(Radix::Octal), 4),
        'x' | 'X' => (Some(Radix::Hex), 4),
        _ => (None, 3),
    };
    let mut text = String::new();
    match radix {
        Some(radix) => write_radix(&mut text, value, radix, false),
        None => write_int(&mut text, value)?,
    }
    let prefix = match (kind, spec.alternate) {
        (_, false) => "",
        ('X', _) => "0X",
        _ => radix.map_or("", Radix::prefix),
    };
    if kind == 'X' {
        text.make_ascii_uppercase();
    }
    let digits = text.strip_prefix('-').unwrap_or(&text);
    write_parts(out, &Parts { negative: value.is_negative(), prefix, digits, rest: "" }, spec, group);
    Ok(())
}

/// The presentation type `c`.
fn format_char(out: &mut String, value: IntRef<'_>, spec: &Spec) -> Result<()> {
    if spec.sign.is_some() {
        return Err(NumberError::value("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(NumberError::value("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let Some(code) = value.to_i64() else {
        return Err(NumberError::overflow("Python int too large to convert to C long"));
    };
    let char = u32::try_from(code)
        .ok()
        .and_then(char_of)
        .ok_or_else(|| NumberError::overflow("%c arg not in range(0x110000)"))?;
    let mut buffer = [0; 4];
    let rest = char.encode_utf8(&mut buffer);
    write_parts(out, &Parts { negative: false, prefix: "", digits: "", rest }, spec, 3);
    Ok(())
}

/// Appends `format(value, spec)` of a float. The caller charges [`float_len`] before.
///
/// # Errors
/// CPython's `ValueError`s for options that floats do not have.
pub fn format_float(out: &mut String, value: f64, spec: &Spec) -> Result<()> {
    if spec.empty {
        write_float_repr(out, value);
        return Ok(());
    }
    spec.check_grouping(None)?;
    match spec.kind {
        None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%') => format_number(out, value, spec),
        Some(kind) => Err(Spec::unknown_kind(kind, "float")),
    }
}

/// Formats a float whose presentation type is known to fit.
fn format_number(out: &mut String, value: f64, spec: &Spec) -> Result<()> {
    if spec.precision.is_some_and(|precision| precision > MOST_PRECISION) {
        return Err(NumberError::value("precision too big"));
    }
    let precision = spec.precision.unwrap_or(6);
    let notation = match (spec.kind, spec.precision) {
        (Some('e' | 'E'), _) => Notation::Exponent(precision),
        (Some('f' | 'F' | '%'), _) => Notation::Fixed(precision),
        (None, None) => Notation::Shortest,
        _ => Notation::General(precision),
    };
    let style = FloatStyle {
        notation,
        alternate: spec.alternate,
        point_zero: spec.kind.is_none(),
        no_negative_zero: spec.no_negative_zero,
        upper: matches!(spec.kind, Some('E' | 'F' | 'G')),
    };
    let percent = spec.kind == Some('%');
    let value = if percent { value * 100.0 } else { value };
    // What needs neither padding nor grouping goes straight out.
    if spec.width.is_none() && spec.grouping.is_none() && !matches!(spec.sign, Some(Sign::Plus | Sign::Space))
    {
        write_float(out, value, &style);
        if percent {
            out.push('%');
        }
        return Ok(());
    }
    let mut text = String::new();
    write_float(&mut text, value, &style);
    if percent {
        text.push('%');
    }
    let negative = text.starts_with('-');
    let size = text.strip_prefix('-').unwrap_or(&text);
    let end = size.find(|char: char| !char.is_ascii_digit()).unwrap_or(size.len());
    let (digits, rest) = size.split_at_checked(end).unwrap_or((size, ""));
    write_parts(out, &Parts { negative, prefix: "", digits, rest }, spec, 3);
    Ok(())
}

/// Appends the parts with sign, prefix, grouping and padding.
fn write_parts(out: &mut String, parts: &Parts<'_>, spec: &Spec, group: usize) {
    let align = spec.align.unwrap_or(if spec.zero { Align::AfterSign } else { Align::Right });
    let sign = match (parts.negative, spec.sign) {
        (true, _) => "-",
        (false, Some(Sign::Plus)) => "+",
        (false, Some(Sign::Space)) => " ",
        (false, _) => "",
    };
    let width = spec.width.unwrap_or(0);
    let rest = parts.rest.chars().count();
    let other = sign.len().saturating_add(parts.prefix.len()).saturating_add(rest);
    let least = if spec.fill == '0' && align == Align::AfterSign { width.saturating_sub(other) } else { 0 };
    let separator = spec.grouping.map(Grouping::separator);
    let places = match separator {
        _ if parts.digits.is_empty() => 0,
        Some(_) => grouped_places(parts.digits.len(), least, group),
        None => parts.digits.len().max(least),
    };
    let separators =
        if separator.is_some() { places.saturating_sub(1).checked_div(group).unwrap_or(0) } else { 0 };
    let padding = width.saturating_sub(other.saturating_add(places).saturating_add(separators));
    let (left, inner, right) = match align {
        Align::Left => (0, 0, padding),
        Align::Right => (padding, 0, 0),
        Align::Centre => (padding.wrapping_div(2), 0, padding.saturating_sub(padding.wrapping_div(2))),
        Align::AfterSign => (0, padding, 0),
    };
    push_fill(out, spec.fill, left);
    out.push_str(sign);
    out.push_str(parts.prefix);
    push_fill(out, spec.fill, inner);
    write_grouped(out, parts.digits, places, separator, group);
    out.push_str(parts.rest);
    push_fill(out, spec.fill, right);
}

/// How many places, zeros included, grouped digits have that shall be `least` characters long with separators. The
/// text is a character longer where it would else begin with a separator.
fn grouped_places(digits: usize, least: usize, group: usize) -> usize {
    // Whole groups of digits and a separator; what is left over holds digits, or one where a separator would be first.
    let step = group.saturating_add(1);
    let full = least.checked_div(step).unwrap_or(0).saturating_mul(group);
    let places = match least.checked_rem(step).unwrap_or(0) {
        0 if least > 0 => full.saturating_add(1),
        left => full.saturating_add(left),
    };
    digits.max(places)
}

/// Appends digits behind zeros, with a separator before each group but the first.
fn write_grouped(out: &mut String, digits: &str, places: usize, separator: Option<char>, group: usize) {
    let zeros = places.saturating_sub(digits.len());
    let Some(separator) = separator else {
        push_fill(out, '0', zeros);
        out.push_str(digits);
        return;
    };
    for (index, digit) in std::iter::repeat_n('0', zeros).chain(digits.chars()).enumerate() {
        if index > 0 && places.saturating_sub(index).is_multiple_of(group) {
            out.push(separator);
        }
        out.push(digit);
    }
}
