//! What a backslash means, outside and inside square brackets.

use super::Parser;
use super::source::Source;
use crate::re::ast::{At, Case, Node};
use crate::re::class::{Category, Item, single};
use crate::re::error::PatternError;
use crate::re::flags;

/// What an escape stands for.
pub(super) enum Escape {
    Literal(u32),
    Category(Category, bool),
    At(At),
    Group(u32),
}

/// `\d`, `\D`, `\s`, …
const fn category(letter: char) -> Option<(Category, bool)> {
    Some(match letter {
        'd' => (Category::Digit, false),
        'D' => (Category::Digit, true),
        's' => (Category::Space, false),
        'S' => (Category::Space, true),
        'w' => (Category::Word, false),
        'W' => (Category::Word, true),
        _ => return None,
    })
}

/// Escapes for single characters; `\b` is one only between square brackets.
pub(in crate::re) const fn control(letter: char) -> Option<u32> {
    Some(match letter {
        'a' => 0x07,
        'b' => 0x08,
        'f' => 0x0C,
        'n' => 0x0A,
        'r' => 0x0D,
        't' => 0x09,
        'v' => 0x0B,
        '\\' => 0x5C,
        _ => return None,
    })
}

/// An escape between square brackets; `letter` follows the backslash and both are consumed.
pub(super) fn in_set(source: &mut Source, letter: char) -> Result<Item, PatternError> {
    if let Some(code) = control(letter) {
        return Ok(Item::Literal(code));
    }
    if let Some((category, negated)) = category(letter) {
        return Ok(Item::Category { category, negated });
    }
    if let Some(code) = numbered(source, letter)? {
        return Ok(Item::Literal(code));
    }
    let mut escape = format!("\\{letter}");
    match letter {
        '0'..='7' => {
            source.take_while(2, is_octal, &mut escape)?;
            octal(source, &escape).map(Item::Literal)
        }
        '8' | '9' => Err(bad(source, &escape)),
        _ => other(source, &escape, letter).map(Item::Literal),
    }
}

impl Parser {
    /// An escape outside square brackets; `letter` follows the backslash and both are consumed.
    pub(super) fn escape(&mut self, letter: char, flags: u32) -> Result<Node, PatternError> {
        let mode = self.mode(flags);
        Ok(match self.escape_value(letter, mode.unicode)? {
            Escape::Literal(code) => single(code, false, mode),
            Escape::Category(category, negated) => {
                crate::re::class::class(&[Item::Category { category, negated }], false, mode)
            }
            Escape::At(at) => Node::At(at),
            Escape::Group(group) => Node::Reference(group, self.case(flags)),
        })
    }

    /// How back-references compare under these flags.
    pub(super) const fn case(&self, flags: u32) -> Case {
        if flags & flags::IGNORECASE == 0 {
            Case::Exact
        } else if self.source.text && flags & flags::ASCII == 0 {
            Case::Unicode
        } else {
            Case::Ascii
        }
    }

    fn escape_value(&mut self, letter: char, unicode: bool) -> Result<Escape, PatternError> {
        if let Some((category, negated)) = category(letter) {
            return Ok(Escape::Category(category, negated));
        }
        match letter {
            'A' => return Ok(Escape::At(At::Start)),
            'Z' => return Ok(Escape::At(At::TextEnd)),
            'b' | 'B' => return Ok(Escape::At(At::Word { unicode, negated: letter == 'B' })),
            _ => {}
        }
        if let Some(code) = control(letter) {
            return Ok(Escape::Literal(code));
        }
        if let Some(code) = numbered(&mut self.source, letter)? {
            return Ok(Escape::Literal(code));
        }
        let mut escape = format!("\\{letter}");
        match letter {
            '0' => {
                self.source.take_while(2, is_octal, &mut escape)?;
                octal(&self.source, &escape).map(Escape::Literal)
            }
            '1'..='9' => self.octal_or_group(escape),
            _ => other(&self.source, &escape, letter).map(Escape::Literal),
        }
    }

    /// A digit that is not zero: three octal digits are a character, else it is a reference to a group.
    fn octal_or_group(&mut self, mut escape: String) -> Result<Escape, PatternError> {
        self.source.take_while(1, char::is_ascii_digit, &mut escape)?;
        let octal_so_far = escape.len() == 3 && escape.bytes().skip(1).all(|digit| digit < b'8');
        if octal_so_far && self.source.peek().as_ref().is_some_and(is_octal) {
            self.source.take_while(1, is_octal, &mut escape)?;
            return octal(&self.source, &escape).map(Escape::Literal);
        }
        let group = escape.bytes().skip(1).fold(0_u32, |value, digit| {
            value.saturating_mul(10).saturating_add(u32::from(digit.saturating_sub(b'0')))
        });
        if group >= self.groups() {
            let message = format!("invalid group reference {group}");
            return Err(self.source.error(message, escape.len().saturating_sub(1)));
        }
        if !self.is_closed(group) {
            return Err(self.source.error("cannot refer to an open group", escape.len()));
        }
        self.check_look_behind(group)?;
        Ok(Escape::Group(group))
    }
}

/// `\x41`, `\u0041`, `\U00000041` and `\N{LATIN CAPITAL LETTER A}`.
fn numbered(source: &mut Source, letter: char) -> Result<Option<u32>, PatternError> {
    let digits = match letter {
        'x' => 2,
        'u' if source.text => 4,
        'U' if source.text => 8,
        'N' if source.text => return named(source).map(Some),
        _ => return Ok(None),
    };
    let mut escape = format!("\\{letter}");
    source.take_while(digits, char::is_ascii_hexdigit, &mut escape)?;
    if escape.len() != digits.saturating_add(2) {
        return Err(source.error(format!("incomplete escape {escape}"), escape.len()));
    }
    let code = escape.chars().skip(2).filter_map(|digit| digit.to_digit(16));
    let code = code.fold(0_u32, |value, digit| value.wrapping_shl(4) | digit);
    if code > 0x10_FFFF { Err(bad(source, &escape)) } else { Ok(Some(code)) }
}

fn named(source: &mut Source) -> Result<u32, PatternError> {
    if !source.take('{')? {
        return Err(source.error("missing {", 0));
    }
    let name = source.until('}', "character name")?;
    let text: String = name.iter().collect();
    let found = if text.is_ascii() { hognose_eval::text::names::lookup(&text) } else { None };
    found.map(u32::from).ok_or_else(|| {
        let message = format!("undefined character name {}", crate::re::text::quoted(&name, false));
        source.error(message, name.len().saturating_add(4))
    })
}

/// The value of a backslash and octal digits.
fn octal(source: &Source, escape: &str) -> Result<u32, PatternError> {
    let value = escape
        .bytes()
        .skip(1)
        .fold(0_u32, |value, digit| value.wrapping_shl(3) | u32::from(digit.wrapping_sub(b'0')));
    if value > 0o377 {
        let message = format!("octal escape value {escape} outside of range 0-0o377");
        return Err(source.error(message, escape.len()));
    }
    Ok(value)
}

/// Any other escape: the character itself, unless it is an ASCII letter.
fn other(source: &Source, escape: &str, letter: char) -> Result<u32, PatternError> {
    if letter.is_ascii_alphabetic() {
        return Err(bad(source, escape));
    }
    Ok(hognose_syntax::surrogate::code_of(letter))
}

fn bad(source: &Source, escape: &str) -> PatternError {
    source.error(format!("bad escape {escape}"), escape.chars().count())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that `Option::filter` and the like call")]
pub(in crate::re) const fn is_octal(char: &char) -> bool {
    matches!(char, '0'..='7')
}
