//! Writing the conversions of printf-style formatting.

use hognose_syntax::surrogate::char_of;

use super::float::{FloatStyle, Notation, write_float};
use super::printf::{Directive, Source};
use super::str::push_fill;
use crate::number::{IntRef, NumberError, Radix, Result, write_int, write_radix};

/// The largest precision CPython takes for an integer.
const MOST_DIGITS: usize = 0x7FFF_FFFC;

impl Directive {
    /// An upper bound, in bytes, of what any conversion appends, beyond the text converted: width, precision, sign
    /// and prefix, and the digits of a number of so many bits (1,024 for a
    /// float).
    #[must_use]
    pub fn len_bound(&self, bits: u64) -> usize {
        let bits = usize::try_from(bits).unwrap_or(usize::MAX);
        let precision = match self.kind {
            's' | 'r' | 'a' | 'b' | 'c' => 0,
            _ => self.precision.unwrap_or(6),
        };
        self.width.saturating_add(precision).saturating_add(bits.wrapping_div(3)).saturating_add(24)
    }

    /// Cuts text to the precision, for `s`, `r` and `a`.
    fn cut<'a>(&self, text: &'a str) -> &'a str {
        let end = match (self.kind, self.precision) {
            ('s' | 'r' | 'a', Some(precision)) => text.char_indices().nth(precision),
            _ => None,
        };
        end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
    }

    /// Appends text for `s`, `r`, `a` and `c`.
    pub fn write_text(&self, out: &mut String, text: &str) {
        let text = self.cut(text);
        let length = if self.width == 0 { 0 } else { text.chars().count() };
        let padding = self.width.saturating_sub(length);
        if !self.flags.left {
            push_fill(out, ' ', padding);
        }
        out.push_str(text);
        if self.flags.left {
            push_fill(out, ' ', padding);
        }
    }

    /// Appends bytes for `s`, `b` and `c` in bytes, and ASCII text for `r` and `a`.
    pub fn write_bytes(&self, out: &mut Vec<u8>, bytes: &[u8]) {
        let cut = match (self.kind, self.precision) {
            ('s' | 'b' | 'r' | 'a', Some(precision)) => bytes.get(..precision).unwrap_or(bytes),
            _ => bytes,
        };
        let mut pad = |left| {
            let padding = if self.flags.left == left { self.width.saturating_sub(cut.len()) } else { 0 };
            out.extend(std::iter::repeat_n(b' ', padding));
            if !left {
                out.extend_from_slice(cut);
            }
        };
        pad(false);
        pad(true);
    }

    /// Appends an integer for `d`, `i`, `u`, `o`, `x` and `X`.
    ///
    /// # Errors
    /// For a precision that is too large, and CPython's `ValueError` for too many decimal digits.
    pub fn write_int(&self, out: &mut String, value: IntRef<'_>) -> Result<()> {
        let mut text = String::new();
        let precision = self.precision.unwrap_or(0);
        let prefix = match self.kind {
            'o' => Some((Radix::Octal, "0o")),
            'x' => Some((Radix::Hex, "0x")),
            'X' => Some((Radix::Hex, "0X")),
            _ => None,
        };
        if precision > MOST_DIGITS {
            return Err(NumberError::overflow("precision too large"));
        }
        match prefix {
            Some((radix, _)) => write_radix(&mut text, value, radix, false),
            None => write_int(&mut text, value)?,
        }
        if self.kind == 'X' {
            text.make_ascii_uppercase();
        }
        let digits = text.strip_prefix('-').unwrap_or(&text);
        let prefix = prefix.filter(|_| self.flags.alternate).map_or("", |(_, prefix)| prefix);
        let zeros = precision.saturating_sub(digits.len());
        self.write_number(out, value.is_negative(), prefix, zeros, digits);
        Ok(())
    }

    /// Appends a float for `e`, `E`, `f`, `F`, `g` and `G`.
    pub fn write_float(&self, out: &mut String, value: f64) {
        let precision = self.precision.unwrap_or(6);
        let notation = match self.kind {
            'e' | 'E' => Notation::Exponent(precision),
            'f' | 'F' => Notation::Fixed(precision),
            _ => Notation::General(precision),
        };
        let style = FloatStyle {
            alternate: self.flags.alternate,
            upper: self.kind.is_ascii_uppercase(),
            ..FloatStyle::new(notation)
        };
        let mut text = String::new();
        write_float(&mut text, value, &style);
        let size = text.strip_prefix('-').unwrap_or(&text);
        self.write_number(out, text.starts_with('-'), "", 0, size);
    }

    /// Appends sign, prefix, zeros and digits, padded.
    fn write_number(&self, out: &mut String, negative: bool, prefix: &str, zeros: usize, digits: &str) {
        let sign = match (negative, self.flags.plus, self.flags.space) {
            (true, ..) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            _ => "",
        };
        let length =
            sign.len().saturating_add(prefix.len()).saturating_add(zeros).saturating_add(digits.len());
        let padding = self.width.saturating_sub(length);
        let (left, inner, right) = match (self.flags.left, self.flags.zero) {
            (true, _) => (0, 0, padding),
            (false, true) => (0, padding, 0),
            (false, false) => (padding, 0, 0),
        };
        push_fill(out, ' ', left);
        out.push_str(sign);
        out.push_str(prefix);
        push_fill(out, '0', inner.saturating_add(zeros));
        out.push_str(digits);
        push_fill(out, ' ', right);
    }
}

/// The character of a number for `%c`: one of Unicode's for text, of Latin-1's for bytes.
///
/// # Errors
/// An `OverflowError` when there is none.
pub fn char_of_int(source: Source<'_>, value: IntRef<'_>) -> Result<char> {
    let code = value.to_i64().and_then(|code| u32::try_from(code).ok());
    match source {
        Source::Text(_) => {
            code.and_then(char_of).ok_or_else(|| NumberError::overflow("%c arg not in range(0x110000)"))
        }
        Source::Bytes(_) => code
            .and_then(|code| u8::try_from(code).ok())
            .map(char::from)
            .ok_or_else(|| NumberError::overflow("%c arg not in range(256)")),
    }
}
