//! Names, keywords and string prefixes.

use unicode_normalization::UnicodeNormalization;

use super::tables::{CONTINUES, STARTS, UNPRINTABLE};
use super::token::{Kind, Token};
use super::{Lexer, offset};

fn within(ranges: &[(u32, u32)], char: char) -> bool {
    let code = u32::from(char);
    let index = ranges.partition_point(|range| range.1 < code);
    ranges.get(index).is_some_and(|range| range.0 <= code)
}

fn starts(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_alphabetic() || char == '_' } else { within(STARTS, char) }
}

fn continues(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_alphanumeric() || char == '_' } else { within(CONTINUES, char) }
}

/// Whether a character is printable as `str.isprintable` sees it.
pub(crate) fn printable(char: char) -> bool {
    if char.is_ascii() { (' '..='~').contains(&char) } else { !within(UNPRINTABLE, char) }
}

pub(super) const fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

impl Lexer<'_> {
    /// A name, a keyword, or a string with a prefix.
    pub(super) fn word(&mut self) -> bool {
        let start = self.at;
        let mut end = start;
        let mut ascii = true;
        while let Some(byte) = self.bytes.get(end).copied().filter(|byte| in_word(*byte)) {
            ascii &= byte < 0x80;
            end += 1;
        }
        let next = self.bytes.get(end).copied().unwrap_or(0);
        if matches!(next, b'\'' | b'"') && end - start <= 2 {
            match prefix(self.slice(start, end)) {
                Some(Prefix::Plain) => {
                    self.at = end;
                    return self.string(start);
                }
                Some(Prefix::Format { raw }) => {
                    self.at = end;
                    return self.fstring_start(start, raw);
                }
                None => {}
            }
        }
        self.at = end;
        let line = self.line;
        if ascii {
            let word = self.text.get(start..end).unwrap_or_default();
            let (kind, data) = match Kind::keyword(word) {
                Some(kind) => (kind, 0),
                None => (Kind::Name, self.names.number(word).0),
            };
            self.tokens.push(Token { kind, start: offset(start), end: offset(end), line, data });
            return true;
        }
        self.unicode_name(start, end)
    }

    fn unicode_name(&mut self, start: usize, end: usize) -> bool {
        let word = self.text.get(start..end).unwrap_or_default();
        let mut at = start;
        for (index, char) in word.chars().enumerate() {
            let fits = if index == 0 { starts(char) } else { continues(char) };
            if !fits {
                let code = u32::from(char);
                let message = if printable(char) {
                    format!("invalid character '{char}' (U+{code:04X})")
                } else {
                    format!("invalid non-printable character U+{code:04X}")
                };
                return self.fail(message, at, at + char.len_utf8());
            }
            at += char.len_utf8();
        }
        let normal: String = word.nfkc().collect();
        let data = self.names.number(&normal).0;
        self.tokens.push(Token {
            kind: Kind::Name,
            start: offset(start),
            end: offset(end),
            line: self.line,
            data,
        });
        true
    }
}

enum Prefix {
    Plain,
    Format { raw: bool },
}

fn prefix(word: &str) -> Option<Prefix> {
    let mut letters = word.bytes().map(|byte| byte.to_ascii_lowercase());
    match (letters.next()?, letters.next()) {
        (b'r' | b'b' | b'u', None) | (b'r', Some(b'b')) | (b'b', Some(b'r')) => Some(Prefix::Plain),
        (b'f', None) => Some(Prefix::Format { raw: false }),
        (b'f', Some(b'r')) | (b'r', Some(b'f')) => Some(Prefix::Format { raw: true }),
        _ => None,
    }
}
