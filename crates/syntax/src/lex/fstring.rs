//! f-strings: their starts, and the text between their replacement fields.

use super::token::{Kind, Token};
use super::{FString, Lexer, offset};

/// f-strings that may be open inside one another, as in CPython.
const MAX_OPEN: usize = 150;
/// Replacement fields that may be open inside one another through format specifications, as in CPython.
const MAX_FIELDS: i32 = 3;

impl Lexer<'_> {
    /// The prefix, which began at `start`, and the quotes. False after an error.
    pub(super) fn fstring_start(&mut self, start: usize, raw: bool) -> bool {
        let quote = self.peek(0);
        let quotes = if self.peek(1) == quote && self.peek(2) == quote { 3 } else { 1 };
        self.at += quotes;
        if self.fstrings.len() + 2 > MAX_OPEN {
            let at = self.at;
            return self.fail("too many nested f-strings", start, at);
        }
        self.fstrings.push(FString {
            quote,
            quotes,
            raw,
            start,
            depth: 0,
            field: -1,
            in_text: true,
            in_spec: false,
        });
        let token = Token {
            kind: Kind::FStringStart,
            start: offset(start),
            end: offset(self.at),
            line: self.line,
            data: u32::from(raw),
        };
        self.tokens.push(token);
        true
    }

    fn closes(&self, quote: u8, quotes: usize) -> bool {
        (0..quotes).all(|ahead| self.peek(ahead) == quote)
    }

    /// Goes on with the tokens of a replacement field. False after an error.
    fn enter_field(&mut self) -> bool {
        let at = self.at;
        let Some(mode) = self.fstrings.last_mut() else { return false };
        mode.field += 1;
        if mode.field >= MAX_FIELDS {
            return self.fail("f-string: expressions nested too deeply", at, at + 1);
        }
        mode.in_text = false;
        true
    }

    fn middle(&mut self, start: usize, end: usize, line: u32, raw: bool) {
        let (start, end) = (offset(start), offset(end));
        self.tokens.push(Token { kind: Kind::FStringMiddle, start, end, line, data: u32::from(raw) });
    }

    /// The next piece of text, or the end. False after an error.
    pub(super) fn fstring_text(&mut self) -> bool {
        let Some(mode) = self.fstrings.last() else { return false };
        let (quote, quotes, raw) = (mode.quote, mode.quotes, mode.raw);
        let in_spec = mode.in_spec && mode.field >= 0;
        let depth = mode.depth;
        let (start, line) = (self.at, self.line);
        if self.peek(0) == b'{' && self.peek(1) != b'{' {
            return self.enter_field();
        }
        if self.closes(quote, quotes) {
            self.at += quotes;
            self.fstrings.pop();
            self.push(Kind::FStringEnd, start, line);
            return true;
        }
        let mut named = false;
        loop {
            let byte = self.peek(0);
            match byte {
                0 => return self.fstring_unterminated(),
                b'\n' if quotes == 1 => {
                    if !in_spec {
                        return self.fstring_unterminated();
                    }
                    // A format specification ends with its line.
                    if let Some(mode) = self.fstrings.last_mut() {
                        mode.in_text = false;
                        mode.in_spec = false;
                    }
                    let end = self.at;
                    self.middle(start, end, line, raw);
                    return true;
                }
                b'\n' => {
                    self.line += 1;
                    self.at += 1;
                }
                b'{' if self.peek(1) == b'{' && !in_spec => {
                    self.at += 2;
                    let end = self.at - 1;
                    self.middle(start, end, line, raw);
                    return true;
                }
                b'{' => {
                    let end = self.at;
                    self.middle(start, end, line, raw);
                    return self.enter_field();
                }
                b'}' if named => {
                    self.at += 1;
                    let end = self.at;
                    self.middle(start, end, line, raw);
                    return true;
                }
                b'}' => {
                    let end = self.at;
                    if self.peek(1) == b'}' && !in_spec && depth == 0 {
                        self.at += 2;
                        self.middle(start, end + 1, line, raw);
                    } else {
                        if let Some(mode) = self.fstrings.last_mut() {
                            mode.in_text = false;
                        }
                        self.middle(start, end, line, raw);
                    }
                    return true;
                }
                b'\\' => self.fstring_escape(raw, &mut named),
                _ if byte == quote && self.closes(quote, quotes) => {
                    let end = self.at;
                    self.middle(start, end, line, raw);
                    return true;
                }
                _ => self.at += 1,
            }
        }
    }

    fn fstring_escape(&mut self, raw: bool, named: &mut bool) {
        match self.peek(1) {
            b'{' | b'}' | 0 => self.at += 1,
            b'N' if !raw && self.peek(2) == b'{' => {
                *named = true;
                self.at += 3;
            }
            b'\n' => {
                self.line += 1;
                self.at += 2;
            }
            _ => self.at += 2,
        }
    }

    fn fstring_unterminated(&mut self) -> bool {
        let Some(mode) = self.fstrings.last() else { return false };
        let (start, quotes) = (mode.start, mode.quotes);
        let line = self.current_line();
        let message = if quotes == 3 {
            format!("unterminated triple-quoted f-string literal (detected at line {line})")
        } else {
            format!("unterminated f-string literal (detected at line {line})")
        };
        let end = self.at.min(start + quotes + 1);
        self.fail(message, start, end)
    }
}
