//! The format mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

use crate::number::{NumberError, Result};
use crate::text::class::decimal;

/// Where the text stands within its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Centre,
    /// `=`: padding between sign and digits.
    AfterSign,
}

/// Which signs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `-`: of negative numbers only.
    Minus,
    /// `+`: always.
    Plus,
    /// A space for numbers that are not negative.
    Space,
}

/// How digits are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// `,`
    Comma,
    /// `_`
    Underscore,
}

impl Grouping {
    /// The separator.
    #[must_use]
    pub const fn separator(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Underscore => '_',
        }
    }
}

/// A parsed format specification. It does not depend on the type of the value, save for the errors of parsing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Whether the specification is empty: the value's `str` is meant.
    pub empty: bool,
    /// The character to pad with.
    pub fill: char,
    /// The alignment, where given.
    pub align: Option<Align>,
    /// Whether a `0` stands before the width.
    pub zero: bool,
    /// The sign option, where given.
    pub sign: Option<Sign>,
    /// `z`: no negative zero.
    pub no_negative_zero: bool,
    /// `#`: the alternate form.
    pub alternate: bool,
    /// The least width in characters.
    pub width: Option<usize>,
    /// The grouping option, where given.
    pub grouping: Option<Grouping>,
    /// The precision.
    pub precision: Option<usize>,
    /// The presentation type, where given.
    pub kind: Option<char>,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            empty: true,
            fill: ' ',
            align: None,
            zero: false,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: None,
            grouping: None,
            precision: None,
            kind: None,
        }
    }
}

/// Reads an alignment.
const fn align(char: char) -> Option<Align> {
    match char {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Centre),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

/// What is left of the specification's text.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip(&mut self) {
        let mut chars = self.rest.chars();
        chars.next();
        self.rest = chars.as_str();
    }

    /// Takes the character if it is the next one.
    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.skip();
        }
        found
    }

    /// Takes fill and alignment.
    fn alignment(&mut self, spec: &mut Spec) -> bool {
        let mut chars = self.rest.chars();
        let (first, second) = (chars.next(), chars.next());
        if let (Some(fill), Some(found)) = (first, second.and_then(align)) {
            (spec.fill, spec.align) = (fill, Some(found));
            self.skip();
            self.skip();
            return true;
        }
        if let Some(found) = first.and_then(align) {
            spec.align = Some(found);
            self.skip();
        }
        false
    }

    /// Takes a number of decimal digits, Unicode's included; None without any.
    fn integer(&mut self) -> Result<Option<usize>> {
        let mut value = None;
        while let Some(digit) = self.peek().and_then(decimal) {
            self.skip();
            value = Some(append_digit(value.unwrap_or(0), digit)?);
        }
        Ok(value)
    }
}

/// `value * 10 + digit` within CPython's bound.
pub(super) fn append_digit(value: usize, digit: u8) -> Result<usize> {
    value
        .checked_mul(10)
        .and_then(|value| value.checked_add(usize::from(digit)))
        .filter(|value| u64::try_from(*value).is_ok_and(|value| value <= i64::MAX.unsigned_abs()))
        .ok_or_else(|| NumberError::value("Too many decimal digits in format string"))
}

impl Spec {
    /// Parses a specification; `type_name` is for the error's text.
    ///
    /// # Errors
    /// CPython's `ValueError`s that do not depend on the type of the value.
    pub fn parse(text: &str, type_name: &str) -> Result<Self> {
        let mut spec = Self { empty: text.is_empty(), ..Self::default() };
        if spec.empty {
            return Ok(spec);
        }
        let mut reader = Reader { rest: text };
        let fill_given = reader.alignment(&mut spec);
        spec.sign = match reader.peek() {
            Some('+') => Some(Sign::Plus),
            Some('-') => Some(Sign::Minus),
            Some(' ') => Some(Sign::Space),
            _ => None,
        };
        if spec.sign.is_some() {
            reader.skip();
        }
        spec.no_negative_zero = reader.take('z');
        spec.alternate = reader.take('#');
        if !fill_given && reader.take('0') {
            spec.zero = true;
            spec.fill = '0';
        }
        spec.width = reader.integer()?;
        spec.grouping = grouping(&mut reader)?;
        if reader.take('.') {
            spec.precision = reader.integer()?;
            if spec.precision.is_none() {
                return Err(NumberError::value("Format specifier missing precision"));
            }
        }
        let mut rest = reader.rest.chars();
        spec.kind = rest.next();
        if rest.next().is_some() {
            // An error must not be larger than what it is about by much.
            let text = text.get(..text.floor_char_boundary(1 << 16)).unwrap_or(text);
            return Err(NumberError::value(format!(
                "Invalid format specifier '{text}' for object of type '{type_name}'"
            )));
        }
        Ok(spec)
    }

    /// Checks that the grouping fits the type; `default` is the type when none is given.
    pub(super) fn check_grouping(&self, default: Option<char>) -> Result<()> {
        let Some(grouping) = self.grouping else { return Ok(()) };
        match (self.kind.or(default), grouping) {
            (None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F'), _) => Ok(()),
            (Some('b' | 'o' | 'x' | 'X'), Grouping::Underscore) => Ok(()),
            (Some(kind), _) => Err(NumberError::value(format!(
                "Cannot specify '{}' with '{}'.",
                grouping.separator(),
                shown_kind(kind)
            ))),
        }
    }

    /// The `ValueError` for a presentation type that the value does not have.
    #[cold]
    pub(super) fn unknown_kind(kind: char, type_name: &str) -> NumberError {
        NumberError::value(format!(
            "Unknown format code '{}' for object of type '{type_name}'",
            shown_kind(kind)
        ))
    }

    /// An upper bound, in bytes, of what padding and precision add to a text.
    pub(super) fn padding_len(&self) -> usize {
        self.width.unwrap_or(0).saturating_mul(self.fill.len_utf8())
    }
}

/// A presentation type in an error's text.
fn shown_kind(kind: char) -> String {
    match kind {
        '!'..='\x7f' => kind.to_string(),
        _ => format!("\\x{:x}", hognose_syntax::surrogate::code_of(kind)),
    }
}

/// Takes the grouping option.
fn grouping(reader: &mut Reader<'_>) -> Result<Option<Grouping>> {
    let both = || NumberError::value("Cannot specify both ',' and '_'.");
    let comma = reader.take(',');
    let underscore = reader.take('_');
    if underscore && (comma || reader.peek() == Some(',')) {
        return Err(both());
    }
    Ok(match (comma, underscore) {
        (true, _) => Some(Grouping::Comma),
        (_, true) => Some(Grouping::Underscore),
        _ => None,
    })
}
