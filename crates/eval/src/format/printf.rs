//! printf-style formatting with `%`: reading templates of text or bytes, and writing the conversions.
//!
//! A template is read one part at a time. CPython looks up a key and takes the arguments for `*` while it reads, so
//! what is wrong behind them is in [`Conversion::fault`], to be raised after them. The order for a conversion is:
//! mapping and key, width, precision, fault, value, conversion.

use std::ops::Range;

use crate::number::{NumberError, Result};

/// A template, as text or as bytes; all of the syntax is ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    /// For `str`.
    Text(&'a str),
    /// For `bytes`.
    Bytes(&'a [u8]),
}

impl<'a> Source<'a> {
    const fn bytes(self) -> &'a [u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// The exception for arguments that were not used.
    #[must_use]
    pub fn not_all_converted(self) -> NumberError {
        NumberError::type_error(match self {
            Self::Text(_) => "not all arguments converted during string formatting",
            Self::Bytes(_) => "not all arguments converted during bytes formatting",
        })
    }
}

/// A part of a template. Ranges are of bytes and, for text, fall between characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Something to copy.
    Literal(Range<usize>),
    /// A conversion.
    Conversion(Conversion),
}

/// A width or a precision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Amount {
    /// Not given.
    #[default]
    None,
    /// A number.
    Given(usize),
    /// `*`: the next argument, checked by [`star_width`] or [`star_precision`].
    Argument,
}

/// The flags of a conversion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// A conversion as it stands in the template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversion {
    /// Whether a key was begun, so that there must be a mapping.
    pub mapping: bool,
    /// The key, between the parentheses.
    pub key: Option<Range<usize>>,
    /// The flags.
    pub flags: Flags,
    /// The width.
    pub width: Amount,
    /// The precision.
    pub precision: Amount,
    /// What is wrong with the rest of the conversion.
    pub fault: Option<NumberError>,
    /// The character that says how to convert; in bytes, the byte.
    pub kind: char,
    /// Where that character is, counted in characters; zero for the known ones of text.
    pub index: usize,
    /// Whether the byte of that character follows a number: CPython then takes it for a positive one.
    masked: bool,
}

/// A conversion whose `*` are replaced by numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Directive {
    /// The flags.
    pub flags: Flags,
    /// The least width in characters, or bytes.
    pub width: usize,
    /// The precision.
    pub precision: Option<usize>,
    /// The character that says how to convert.
    pub kind: char,
}

impl Conversion {
    /// Puts in the arguments for `*`, as [`star_width`] and [`star_precision`] give them.
    #[must_use]
    pub fn directive(&self, width: Option<i64>, precision: Option<usize>) -> Directive {
        let mut flags = self.flags;
        let width = match (self.width, width) {
            (Amount::Argument, Some(width)) => {
                flags.left |= width < 0;
                usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX)
            }
            (Amount::Given(width), _) => width,
            _ => 0,
        };
        let precision = match self.precision {
            Amount::None => None,
            Amount::Given(precision) => Some(precision),
            Amount::Argument => precision,
        };
        Directive { flags, width, precision, kind: self.kind }
    }

    /// The exception for a conversion character that does not exist.
    #[must_use]
    pub fn unsupported(&self, source: Source<'_>) -> NumberError {
        let code = hognose_syntax::surrogate::code_of(self.kind);
        let shown = match (source, self.kind) {
            (Source::Text(_), '\x1f'..='~') => self.kind,
            (Source::Text(_), _) => '?',
            // CPython takes the byte for a negative character.
            (Source::Bytes(_), '\u{80}'..) if !self.masked => {
                return NumberError::overflow("character argument not in range(0x110000)");
            }
            (Source::Bytes(_), kind) => kind,
        };
        NumberError::value(format!(
            "unsupported format character '{shown}' (0x{code:x}) at index {}",
            self.index
        ))
    }
}

/// A template being read: an iterator of its parts.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    source: Source<'a>,
    at: usize,
}

impl<'a> Template<'a> {
    /// Starts reading.
    #[must_use]
    pub const fn new(source: Source<'a>) -> Self {
        Self { source, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.source.bytes().get(self.at).copied()
    }

    fn skip(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// Reads a conversion behind its `%`.
    fn conversion(&mut self) -> Conversion {
        let mut conversion = Conversion::default();
        conversion.fault = self.parts(&mut conversion).err();
        conversion
    }

    /// Reads the parts of a conversion, as far as they are right.
    fn parts(&mut self, conversion: &mut Conversion) -> Result<()> {
        if self.peek() == Some(b'(') {
            conversion.mapping = true;
            conversion.key = Some(self.key()?);
        }
        while let Some(byte) = self.peek() {
            let flag = match byte {
                b'-' => &mut conversion.flags.left,
                b'+' => &mut conversion.flags.plus,
                b' ' => &mut conversion.flags.space,
                b'#' => &mut conversion.flags.alternate,
                b'0' => &mut conversion.flags.zero,
                _ => break,
            };
            *flag = true;
            self.skip();
        }
        const MOST_PRECISION: u64 = 0x7FFF_FFFF;
        let long = |what| move || NumberError::value(what);
        conversion.width = self.amount(i64::MAX.unsigned_abs()).ok_or_else(long("width too big"))?;
        if self.peek() == Some(b'.') {
            self.skip();
            let what = match self.source {
                Source::Text(_) => "precision too big",
                Source::Bytes(_) => "prec too big",
            };
            conversion.precision = match self.amount(MOST_PRECISION).ok_or_else(long(what))? {
                Amount::None => Amount::Given(0),
                amount => amount,
            };
        }
        if matches!(self.peek(), Some(b'h' | b'l' | b'L')) {
            self.skip();
        }
        self.kind(conversion)
    }

    /// Reads a key in parentheses, which may hold others in pairs.
    fn key(&mut self) -> Result<Range<usize>> {
        self.skip();
        let start = self.at;
        let mut open = 1_usize;
        while let Some(byte) = self.peek() {
            let end = self.at;
            self.skip();
            match byte {
                b'(' => open = open.saturating_add(1),
                b')' => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 {
                return Ok(start..end);
            }
        }
        Err(NumberError::value("incomplete format key"))
    }

    /// Reads a width or a precision; None when it is too long.
    fn amount(&mut self, most: u64) -> Option<Amount> {
        if self.peek() == Some(b'*') {
            self.skip();
            return Some(Amount::Argument);
        }
        let mut value: Option<u64> = None;
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            self.skip();
            let digit = u64::from(byte.wrapping_sub(b'0'));
            let longer = value.unwrap_or(0).checked_mul(10)?.checked_add(digit)?;
            value = Some(longer).filter(|value| *value <= most);
            value?;
        }
        Some(match value {
            Some(value) => Amount::Given(usize::try_from(value).unwrap_or(usize::MAX)),
            None => Amount::None,
        })
    }

    /// Reads the character that says how to convert.
    fn kind(&mut self, conversion: &mut Conversion) -> Result<()> {
        let incomplete = || NumberError::value("incomplete format");
        let (kind, index) = match self.source {
            Source::Text(text) => {
                let (before, rest) = text.split_at_checked(self.at).unwrap_or((text, ""));
                let kind = rest.chars().next().ok_or_else(incomplete)?;
                // Only a wrong character is ever reported with its place.
                (kind, if is_known(kind) { 0 } else { before.chars().count() })
            }
            Source::Bytes(bytes) => (char::from(*bytes.get(self.at).ok_or_else(incomplete)?), self.at),
        };
        (conversion.kind, conversion.index) = (kind, index);
        let numbered = conversion.width != Amount::None || conversion.precision != Amount::None;
        let before = self.at.checked_sub(1).and_then(|at| self.source.bytes().get(at));
        conversion.masked = numbered && before.is_some_and(u8::is_ascii_digit);
        self.at = self.at.saturating_add(match self.source {
            Source::Text(_) => kind.len_utf8(),
            Source::Bytes(_) => 1,
        });
        Ok(())
    }
}

/// Whether a character names a conversion of text.
const fn is_known(kind: char) -> bool {
    matches!(
        kind,
        's' | 'r' | 'a' | 'c' | 'd' | 'i' | 'u' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G'
    )
}

impl Iterator for Template<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        let rest = self.source.bytes().get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        let length = rest.iter().position(|byte| *byte == b'%').unwrap_or(rest.len());
        if length > 0 {
            self.at = start.saturating_add(length);
            return Some(Part::Literal(start..self.at));
        }
        self.skip();
        if self.peek() == Some(b'%') {
            let percent = self.at;
            self.skip();
            return Some(Part::Literal(percent..self.at));
        }
        Some(Part::Conversion(self.conversion()))
    }
}

/// Which argument a conversion takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// The operand itself.
    Whole,
    /// An item of the operand, which is a tuple.
    Item(usize),
    /// The value last looked up by key.
    Looked,
}

/// Counts the arguments as they are taken.
#[derive(Clone, Copy, Debug)]
pub struct Arguments {
    /// The length of the tuple; None for any other operand.
    tuple: Option<usize>,
    /// Whether the operand is a mapping.
    mapping: bool,
    /// Whether a value has been looked up.
    looked: bool,
    taken: usize,
}

impl Arguments {
    /// For the operand on the right of `%`: the length if it is a tuple, and whether it is a mapping, which is
    /// anything with subscripts but tuples and text (and, for a template of bytes, bytes).
    #[must_use]
    pub const fn new(tuple: Option<usize>, mapping: bool) -> Self {
        Self { tuple, mapping, looked: false, taken: 0 }
    }

    /// Before a key is looked up.
    ///
    /// # Errors
    /// A `TypeError` when the operand is no mapping.
    pub fn need_mapping(&self) -> Result<()> {
        if self.mapping { Ok(()) } else { Err(NumberError::type_error("format requires a mapping")) }
    }

    /// After a key is looked up: its value is the next argument.
    pub const fn looked_up(&mut self) {
        (self.looked, self.taken) = (true, 0);
    }

    /// The next argument.
    ///
    /// # Errors
    /// A `TypeError` when there is none.
    pub fn take(&mut self) -> Result<Argument> {
        let count = if self.looked { 1 } else { self.tuple.unwrap_or(1) };
        let at = self.taken;
        if at >= count {
            return Err(NumberError::type_error("not enough arguments for format string"));
        }
        self.taken = at.saturating_add(1);
        Ok(match (self.looked, self.tuple) {
            (true, _) => Argument::Looked,
            (false, Some(_)) => Argument::Item(at),
            (false, None) => Argument::Whole,
        })
    }

    /// At the end of the template.
    ///
    /// # Errors
    /// A `TypeError` when arguments are left over.
    pub fn finish(&self, source: Source<'_>) -> Result<()> {
        let count = if self.looked { 1 } else { self.tuple.unwrap_or(1) };
        if self.mapping || self.taken >= count { Ok(()) } else { Err(source.not_all_converted()) }
    }
}

/// The exception for an argument of `*` that is no integer.
#[must_use]
pub fn star_wants_int() -> NumberError {
    NumberError::type_error("* wants int")
}

/// Checks the argument for `*` as a width.
///
/// # Errors
/// An `OverflowError` when it is too large.
pub fn star_width(value: Option<i64>) -> Result<i64> {
    value.ok_or_else(|| NumberError::overflow("Python int too large to convert to C ssize_t"))
}

/// Checks the argument for `*` as a precision.
///
/// # Errors
/// An `OverflowError` when it is too large.
pub fn star_precision(value: Option<i64>) -> Result<usize> {
    let value = value
        .and_then(|value| i32::try_from(value).ok())
        .ok_or_else(|| NumberError::overflow("Python int too large to convert to C int"))?;
    Ok(usize::try_from(value).unwrap_or(0))
}

/// The exception of an integer conversion for a value of another type.
#[must_use]
pub fn number_required(source: Source<'_>, kind: char, type_name: &str) -> NumberError {
    let kind = if kind == 'i' && matches!(source, Source::Bytes(_)) { 'd' } else { kind };
    let what = if matches!(kind, 'o' | 'x' | 'X') { "an integer" } else { "a real number" };
    NumberError::type_error(format!("%{kind} format: {what} is required, not {type_name}"))
}

/// The exception of a float conversion for a value of another type.
#[must_use]
pub fn float_required(source: Source<'_>, type_name: &str) -> NumberError {
    NumberError::type_error(match source {
        Source::Text(_) => format!("must be real number, not {type_name}"),
        Source::Bytes(_) => format!("float argument required, not {type_name}"),
    })
}

/// The exception of `%c` for a value that is neither a number nor one character.
#[must_use]
pub fn char_required(source: Source<'_>) -> NumberError {
    NumberError::type_error(match source {
        Source::Text(_) => "%c requires int or char",
        Source::Bytes(_) => "%c requires an integer in range(256) or a single byte",
    })
}

/// The exception of `%s` and `%b` in bytes for a value that is no bytes.
#[must_use]
pub fn bytes_required(type_name: &str) -> NumberError {
    NumberError::type_error(format!(
        "%b requires a bytes-like object, or an object that implements __bytes__, not '{type_name}'"
    ))
}
