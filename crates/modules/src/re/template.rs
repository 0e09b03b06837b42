//! Replacement templates: text with `\1`, `\g<name>` and escapes in it.

use std::fmt;

use super::error::PatternError;
use super::parse::source::{Source, Token};
use super::parse::{control, is_octal};
use super::program::{Pattern, Program};
use super::text::{normal, number, quoted};

/// CPython's bound on group numbers.
const MAX_GROUPS: u64 = 1_073_741_823;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// To be taken as it is: UTF-8 in a template for text.
    Literal(Box<[u8]>),
    /// What this group has matched.
    Group(u32),
}

/// A replacement template for one pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Box<[Piece]>,
}

/// Why a template is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// `re.error`.
    Pattern(PatternError),
    /// `IndexError` with this message.
    UnknownGroup(String),
}

impl From<PatternError> for TemplateError {
    fn from(error: PatternError) -> Self {
        Self::Pattern(error)
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(error) => error.fmt(formatter),
            Self::UnknownGroup(message) => formatter.write_str(message),
        }
    }
}

impl std::error::Error for TemplateError {}

impl Template {
    /// Parses the template of a `sub` or `expand` with this pattern.
    ///
    /// # Errors
    /// What CPython refuses.
    pub fn parse(template: &Pattern, program: &Program) -> Result<Self, TemplateError> {
        let chars = match template {
            Pattern::Text(text) => text.chars().collect(),
            Pattern::Bytes(bytes) => bytes.iter().copied().map(char::from).collect(),
        };
        let source = Source::new(chars, template.is_text())?;
        let mut reader = Reader { source, program, literal: Vec::new(), pieces: Vec::new() };
        while let Some(token) = reader.source.get()? {
            reader.token(token)?;
        }
        reader.flush();
        Ok(Self { pieces: reader.pieces.into_boxed_slice() })
    }

    /// Its pieces in order.
    #[must_use]
    pub const fn pieces(&self) -> &[Piece] {
        &self.pieces
    }
}

struct Reader<'a> {
    source: Source,
    program: &'a Program,
    literal: Vec<u8>,
    pieces: Vec<Piece>,
}

impl Reader<'_> {
    fn push(&mut self, char: char) {
        if self.source.text {
            let mut buffer = [0; 4];
            self.literal.extend_from_slice(char.encode_utf8(&mut buffer).as_bytes());
        } else {
            self.literal.push(u8::try_from(u32::from(char)).unwrap_or_default());
        }
    }

    fn push_code(&mut self, code: u32) {
        self.push(char::from_u32(code).unwrap_or_default());
    }

    fn flush(&mut self) {
        if !self.literal.is_empty() {
            self.pieces.push(Piece::Literal(std::mem::take(&mut self.literal).into_boxed_slice()));
        }
    }

    fn token(&mut self, token: Token) -> Result<(), TemplateError> {
        let letter = match token {
            Token::Plain(char) => {
                self.push(char);
                return Ok(());
            }
            Token::Escape(letter) => letter,
        };
        match letter {
            'g' => self.named(),
            '0' => {
                let mut digits = String::from("0");
                self.source.take_while(2, is_octal, &mut digits)?;
                self.push_code(octal(&digits) & 0xFF);
                Ok(())
            }
            '1'..='9' => self.numbered(letter),
            _ => {
                if let Some(code) = control(letter) {
                    self.push_code(code);
                } else if letter.is_ascii_alphabetic() {
                    return Err(self.source.error(format!("bad escape \\{letter}"), 2).into());
                } else {
                    self.push('\\');
                    self.push(letter);
                }
                Ok(())
            }
        }
    }

    /// `\g<…>`, after the letter.
    fn named(&mut self) -> Result<(), TemplateError> {
        if !self.source.take('<')? {
            return Err(self.source.error("missing <", 0).into());
        }
        let name = self.source.until('>', "group name")?;
        let offset = name.len().saturating_add(1);
        let text: String = name.iter().collect();
        if !name.iter().all(char::is_ascii_digit) {
            self.source.check_name(&name, 1)?;
            let Some(group) = self.program.group_index(&text) else {
                return Err(TemplateError::UnknownGroup(format!(
                    "unknown group name {}",
                    quoted(&name, false)
                )));
            };
            return self.group(u64::from(group), &text, offset);
        }
        self.group(number(&text), &text, offset)
    }

    /// A digit that is not zero: three octal digits are a character, else it is a reference to a group.
    fn numbered(&mut self, first: char) -> Result<(), TemplateError> {
        let mut digits = String::from(first);
        self.source.take_while(1, char::is_ascii_digit, &mut digits)?;
        let octal_so_far = digits.len() == 2 && digits.bytes().all(|digit| digit < b'8');
        if octal_so_far && self.source.peek().as_ref().is_some_and(is_octal) {
            self.source.take_while(1, is_octal, &mut digits)?;
            let code = octal(&digits);
            if code > 0o377 {
                let message = format!("octal escape value \\{digits} outside of range 0-0o377");
                return Err(self.source.error(message, digits.len().saturating_add(1)).into());
            }
            self.push_code(code);
            return Ok(());
        }
        self.group(number(&digits), &digits, digits.len())
    }

    fn group(&mut self, group: u64, digits: &str, offset: usize) -> Result<(), TemplateError> {
        match u32::try_from(group) {
            Ok(group) if group <= self.program.groups() && u64::from(group) < MAX_GROUPS => {
                self.flush();
                self.pieces.push(Piece::Group(group));
                Ok(())
            }
            _ => Err(self.source.error(format!("invalid group reference {}", normal(digits)), offset).into()),
        }
    }
}

fn octal(digits: &str) -> u32 {
    digits.bytes().fold(0, |value, digit| value.wrapping_shl(3) | u32::from(digit.wrapping_sub(b'0')))
}
