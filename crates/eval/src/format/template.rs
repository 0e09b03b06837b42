//! Templates of `str.format`: reading them, and finding the replacement of a field.
//!
//! Parts come one at a time, since CPython reports what is wrong with a template only after it has looked up and
//! formatted the fields before.

use super::spec::append_digit;
use crate::number::{Kind, NumberError, Result};
use crate::text::class::decimal;

/// A template being read: an iterator of its parts.
///
/// ```
/// use hognose_eval::format::template::{Part, Template};
/// let parts: Result<Vec<_>, _> = Template::new("a{b!r:>{c}}").collect();
/// let parts = parts.unwrap();
/// assert!(matches!(parts[0], Part::Literal("a")));
/// assert!(matches!(&parts[1], Part::Field(f) if f.name == "b" && f.spec == ">{c}" && f.nested));
/// ```
#[derive(Clone, Debug)]
pub struct Template<'a> {
    rest: &'a str,
    /// How many levels of templates may still be opened, this one included.
    depth: u8,
    /// A field whose literal text has just been given.
    pending: bool,
}

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text to copy.
    Literal(&'a str),
    /// A replacement field.
    Field(Field<'a>),
}

/// A replacement field: `{name!conversion:spec}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// What comes before `!` and `:`; see [`Field::path`].
    pub name: &'a str,
    /// The character behind the `!`, unchecked: [`Conversion::read`] is due once the value is found.
    pub conversion: Option<char>,
    /// The format specification.
    pub spec: &'a str,
    /// Whether the specification is a template itself, to be filled by [`Template::nested`].
    pub nested: bool,
}

/// What a conversion does to the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// `!r`
    Repr,
    /// `!s`
    Str,
    /// `!a`
    Ascii,
}

impl Conversion {
    /// Reads a conversion character.
    ///
    /// # Errors
    /// A `ValueError` for any other than `r`, `s` and `a`.
    pub fn read(char: char) -> Result<Self> {
        match char {
            'r' => Ok(Self::Repr),
            's' => Ok(Self::Str),
            'a' => Ok(Self::Ascii),
            '!'..='~' => Err(NumberError::value(format!("Unknown conversion specifier {char}"))),
            _ => Err(NumberError::value(format!(
                "Unknown conversion specifier \\x{:x}",
                hognose_syntax::surrogate::code_of(char)
            ))),
        }
    }
}

impl<'a> Template<'a> {
    /// Starts reading.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self { rest: text, depth: 2, pending: false }
    }

    /// Starts reading a field's specification.
    ///
    /// # Errors
    /// A `ValueError` where templates are nested too deep.
    pub fn nested<'b>(&self, spec: &'b str) -> Result<Template<'b>> {
        match self.depth.saturating_sub(1) {
            0 => Err(NumberError::value("Max string recursion exceeded")),
            depth => Ok(Template { rest: spec, depth, pending: false }),
        }
    }

    /// Reads text up to a field, or up to a doubled brace, of which one brace counts.
    fn literal(&mut self) -> Result<&'a str> {
        let all = self.rest;
        let Some(at) = all.find(['{', '}']) else {
            self.rest = "";
            return Ok(all);
        };
        let after = at.saturating_add(1);
        let (brace, next) = (all.as_bytes().get(at), all.as_bytes().get(after));
        self.rest = all.get(after..).unwrap_or_default();
        if brace == next {
            self.rest = self.rest.get(1..).unwrap_or_default();
            return Ok(all.get(..after).unwrap_or(all));
        }
        if brace == Some(&b'}') {
            return Err(NumberError::value("Single '}' encountered in format string"));
        }
        if next.is_none() {
            return Err(NumberError::value("Single '{' encountered in format string"));
        }
        self.pending = true;
        Ok(all.get(..at).unwrap_or_default())
    }

    /// Takes the next character.
    fn take(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let char = chars.next();
        self.rest = chars.as_str();
        char
    }

    /// Reads a field behind its opening brace.
    fn field(&mut self) -> Result<Field<'a>> {
        let (name, end) = self.field_name()?;
        let mut field = Field { name, conversion: None, spec: "", nested: false };
        match end {
            Some('}') => return Ok(field),
            None => return Err(NumberError::value("expected '}' before end of string")),
            Some('!') => {
                field.conversion = self.take();
                if field.conversion.is_none() {
                    return Err(NumberError::value("end of string while looking for conversion specifier"));
                }
                match self.take() {
                    Some('}') => return Ok(field),
                    None | Some(':') => {}
                    Some(_) => {
                        return Err(NumberError::value("expected ':' after conversion specifier"));
                    }
                }
            }
            Some(_) => {}
        }
        self.spec(&mut field)?;
        Ok(field)
    }

    /// Reads a field's name, and the character that ends it.
    fn field_name(&mut self) -> Result<(&'a str, Option<char>)> {
        let all = self.rest;
        let mut in_brackets = false;
        for (at, char) in all.char_indices() {
            match char {
                ']' => in_brackets = false,
                _ if in_brackets => {}
                '{' => return Err(NumberError::value("unexpected '{' in field name")),
                '[' => in_brackets = true,
                '}' | ':' | '!' => {
                    self.rest = all.get(at.saturating_add(1)..).unwrap_or_default();
                    return Ok((all.get(..at).unwrap_or_default(), Some(char)));
                }
                _ => {}
            }
        }
        self.rest = "";
        Ok((all, None))
    }

    /// Reads a field's specification up to the brace that closes the field.
    fn spec(&mut self, field: &mut Field<'a>) -> Result<()> {
        let all = self.rest;
        let mut open = 1_usize;
        for (at, byte) in all.bytes().enumerate() {
            match byte {
                b'{' => {
                    field.nested = true;
                    open = open.saturating_add(1);
                }
                b'}' => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 {
                field.spec = all.get(..at).unwrap_or_default();
                self.rest = all.get(at.saturating_add(1)..).unwrap_or_default();
                return Ok(());
            }
        }
        Err(NumberError::value("unmatched '{' in format spec"))
    }
}

impl<'a> Iterator for Template<'a> {
    type Item = Result<Part<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.pending {
            if self.rest.is_empty() {
                return None;
            }
            match self.literal() {
                Ok("") => {}
                other => return Some(other.map(Part::Literal)),
            }
        }
        self.pending = false;
        Some(self.field().map(Part::Field))
    }
}

/// Whether the fields of a template are numbered by their order or by themselves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Numbering {
    /// Unknown before the first field without a name or with a number.
    automatic: Option<bool>,
    next: usize,
}

/// Where the value of a field begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First<'a> {
    /// A positional argument.
    Index(usize),
    /// A keyword argument.
    Name(&'a str),
}

/// A step from a value to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// `.name`
    Attribute(&'a str),
    /// `[number]`
    Index(usize),
    /// `[text]`
    Key(&'a str),
}

/// The steps behind the first part of a field's name: an iterator.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    rest: &'a str,
}

impl<'a> Field<'a> {
    /// Splits the name: the argument it begins with, and the steps to take from there, whose errors are due only
    /// once the steps before them are taken.
    ///
    /// # Errors
    /// A `ValueError` where numbered and unnumbered fields are mixed, or a number is too long.
    pub fn path(&self, numbering: &mut Numbering) -> Result<(First<'a>, Path<'a>)> {
        let end = self.name.find(['.', '[']).unwrap_or(self.name.len());
        let (first, rest) = self.name.split_at_checked(end).unwrap_or((self.name, ""));
        let path = Path { rest };
        let number = index(first)?;
        if number.is_none() && !first.is_empty() {
            return Ok((First::Name(first), path));
        }
        match (*numbering.automatic.get_or_insert(first.is_empty()), number) {
            (true, Some(_)) => Err(NumberError::value(
                "cannot switch from automatic field numbering to manual field specification",
            )),
            (false, None) => Err(NumberError::value(
                "cannot switch from manual field specification to automatic field numbering",
            )),
            (false, Some(number)) => Ok((First::Index(number), path)),
            (true, None) => {
                let number = numbering.next;
                numbering.next = number.saturating_add(1);
                Ok((First::Index(number), path))
            }
        }
    }
}

/// Reads a number; None for anything else.
fn index(text: &str) -> Result<Option<usize>> {
    let mut value = None;
    for char in text.chars() {
        let Some(digit) = decimal(char) else { return Ok(None) };
        value = Some(append_digit(value.unwrap_or(0), digit)?);
    }
    Ok(value)
}

impl<'a> Path<'a> {
    /// Reads the next step.
    fn step(&mut self) -> Result<Step<'a>> {
        let mut chars = self.rest.chars();
        let first = chars.next();
        let rest = chars.as_str();
        let empty = || NumberError::value("Empty attribute in format string");
        match first {
            Some('.') => {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (name, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
                self.rest = rest;
                if name.is_empty() { Err(empty()) } else { Ok(Step::Attribute(name)) }
            }
            Some('[') => {
                let (key, rest) =
                    rest.split_once(']').ok_or_else(|| NumberError::value("Missing ']' in format string"))?;
                self.rest = rest;
                match index(key)? {
                    Some(number) => Ok(Step::Index(number)),
                    None if key.is_empty() => Err(empty()),
                    None => Ok(Step::Key(key)),
                }
            }
            _ => Err(NumberError::value("Only '.' or '[' may follow ']' in format field specifier")),
        }
    }
}

impl<'a> Iterator for Path<'a> {
    type Item = Result<Step<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        (!self.rest.is_empty()).then(|| self.step())
    }
}

/// The `IndexError` for a positional argument that is not there.
#[must_use]
pub fn no_argument(index: usize) -> NumberError {
    NumberError::new(Kind::Index, format!("Replacement index {index} out of range for positional args tuple"))
}

/// The `ValueError` for a positional field in `str.format_map`.
#[must_use]
pub fn no_positional() -> NumberError {
    NumberError::value("Format string contains positional fields")
}
