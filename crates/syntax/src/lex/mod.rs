//! The tokenizer: the wrapped text to tokens, with the rules and the messages of CPython's.
//!
//! f-strings come out as CPython 3.12 and later give them: a start, pieces of text, the tokens of the replacement
//! fields, an end. Nothing here recurses: a stack of modes keeps the f-strings that are open.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "offsets and counters stay below the length of the text, which is bounded far below u32::MAX before it comes here"
)]

mod fstring;
mod identifier;
mod indent;
mod number;
mod string;
mod tables;
pub(crate) mod token;

pub(crate) use identifier::printable;
use token::{Kind, LexError, Rank, Token};

use crate::names::Names;

/// Brackets CPython's tokenizer keeps open at most.
const MAX_BRACKETS: usize = 200;

/// What tokenizing gives.
pub(crate) struct Lexed {
    /// The tokens up to the end or the error.
    pub(crate) tokens: Vec<Token>,
    /// Why it stopped early.
    pub(crate) error: Option<LexError>,
    /// The names met.
    pub(crate) names: Names,
}

/// An open bracket.
#[derive(Clone, Copy)]
struct Bracket {
    byte: u8,
    line: u32,
    at: u32,
}

/// An open f-string.
struct FString {
    quote: u8,
    quotes: usize,
    raw: bool,
    start: usize,
    /// Brackets open inside it.
    depth: i32,
    /// Value of `depth` outside of the innermost replacement field; -1 when in no field.
    field: i32,
    /// Whether text comes next, not tokens of a field.
    in_text: bool,
    in_spec: bool,
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    line: u32,
    tokens: Vec<Token>,
    names: Names,
    brackets: Vec<Bracket>,
    fstrings: Vec<FString>,
    indents: Vec<(u32, u32)>,
    line_start: bool,
    error: Option<LexError>,
}

/// Cuts a text into tokens.
pub(crate) fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: 0,
        line: 1,
        tokens: Vec::with_capacity(text.len() / 4 + 16),
        names: Names::default(),
        brackets: Vec::new(),
        fstrings: Vec::new(),
        indents: vec![(0, 0)],
        line_start: true,
        error: None,
    };
    while lexer.error.is_none() {
        let in_text = lexer.fstrings.last().is_some_and(|mode| mode.in_text);
        let more = if in_text { lexer.fstring_text() } else { lexer.regular() };
        if !more {
            break;
        }
    }
    lexer.finish()
}

impl Lexer<'_> {
    /// The byte some places ahead; 0 behind the end.
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn push(&mut self, kind: Kind, start: usize, line: u32) {
        let token = Token { kind, start: offset(start), end: offset(self.at), line, data: 0 };
        self.tokens.push(token);
    }

    /// Notes an error that wins over errors of the parser further up, unless it is inside an f-string. Gives back
    /// false, to stop.
    fn fail(&mut self, message: impl Into<String>, start: usize, end: usize) -> bool {
        let rank = if self.fstrings.is_empty() { Rank::Hard } else { Rank::Quiet };
        self.fail_as(rank, "SyntaxError", message.into(), start, end)
    }

    fn fail_as(
        &mut self,
        rank: Rank,
        class: &'static str,
        message: String,
        start: usize,
        end: usize,
    ) -> bool {
        if self.error.is_none() {
            let innermost = self.brackets.last();
            self.error = Some(LexError {
                rank,
                class,
                message,
                start: offset(start),
                end: offset(end.max(start)),
                open_line: innermost.map(|open| open.line),
                unclosed: innermost.map(|open| (never_closed(open.byte), open.at)),
            });
        }
        false
    }

    /// One or more tokens outside of an f-string's text. False at the end and after an error.
    fn regular(&mut self) -> bool {
        let mut blank = false;
        if self.line_start {
            self.line_start = false;
            match self.indentation() {
                Some(is_blank) => blank = is_blank,
                None => return false,
            }
        }
        loop {
            while matches!(self.peek(0), b' ' | b'\t' | 0x0C) {
                self.at += 1;
            }
            if self.peek(0) == b'#' {
                while !matches!(self.peek(0), b'\n' | 0) {
                    self.at += 1;
                }
            }
            if self.peek(0) == b'\\' {
                if !self.continuation() {
                    return false;
                }
                continue;
            }
            break;
        }
        let start = self.at;
        let byte = self.peek(0);
        match byte {
            0 => self.end_of_text(),
            b'\n' => {
                self.at += 1;
                if !blank && self.brackets.is_empty() {
                    self.push(Kind::Newline, start, self.line);
                }
                self.line += 1;
                self.line_start = true;
                true
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word(),
            b'0'..=b'9' => self.number(),
            b'.' if self.peek(1).is_ascii_digit() => self.number(),
            b'\'' | b'"' => self.string(start),
            _ => self.punctuation(byte),
        }
    }

    /// A backslash and a line end. False after an error.
    fn continuation(&mut self) -> bool {
        if self.peek(1) != b'\n' {
            let at = self.at + 1;
            let message = "unexpected character after line continuation character".into();
            return self.fail_as(Rank::Soft, "SyntaxError", message, at, at + 1);
        }
        self.at += 2;
        self.line += 1;
        if self.peek(0) == 0 {
            let (message, at) = match self.brackets.last() {
                Some(open) => (never_closed(open.byte), open.at as usize),
                None => ("unexpected EOF while parsing".into(), self.at),
            };
            return self.fail_as(Rank::Soft, "SyntaxError", message, at, at + 1);
        }
        true
    }

    /// The line that counts as the current one: at the end of the text the last, not the empty one behind it.
    fn current_line(&self) -> u32 {
        if self.at >= self.bytes.len() { self.line.saturating_sub(1) } else { self.line }
    }

    fn end_of_text(&mut self) -> bool {
        if let Some(open) = self.brackets.last().copied() {
            let at = open.at as usize;
            return self.fail_as(Rank::Unclosed, "SyntaxError", never_closed(open.byte), at, at + 1);
        }
        false
    }

    fn punctuation(&mut self, byte: u8) -> bool {
        let start = self.at;
        if byte == b':'
            && self.fstrings.last().is_some_and(|mode| mode.field >= 0 && mode.depth == mode.field + 1)
        {
            self.at += 1;
            self.push(Kind::Colon, start, self.line);
            if let Some(mode) = self.fstrings.last_mut() {
                mode.in_text = true;
                mode.in_spec = true;
            }
            return true;
        }
        let (kind, length) = Kind::operator(byte, self.peek(1), self.peek(2));
        match kind {
            Kind::LeftParen | Kind::LeftBracket | Kind::LeftBrace => {
                if self.brackets.len() >= MAX_BRACKETS {
                    return self.fail("too many nested parentheses", start, start + 1);
                }
                self.brackets.push(Bracket { byte, line: self.line, at: offset(start) });
                if let Some(mode) = self.fstrings.last_mut() {
                    mode.depth += 1;
                }
            }
            Kind::RightParen | Kind::RightBracket | Kind::RightBrace if !self.close(byte) => return false,
            Kind::Other if length == 1 && !(0x20..0x7F).contains(&byte) => {
                return self.fail(format!("invalid non-printable character U+{byte:04X}"), start, start + 1);
            }
            _ => {}
        }
        self.at += length;
        self.push(kind, start, self.line);
        true
    }

    /// Takes a closing bracket off the stacks. False after an error.
    fn close(&mut self, byte: u8) -> bool {
        let start = self.at;
        let closing = char::from(byte);
        if byte == b'}' && self.fstrings.last().is_some_and(|mode| mode.depth == 0) {
            return self.fail("f-string: single '}' is not allowed", start, start + 1);
        }
        let Some(open) = self.brackets.pop() else {
            return self.fail(format!("unmatched '{closing}'"), start, start + 1);
        };
        if !matches!((open.byte, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
            let of_field = self.fstrings.last().is_some_and(|mode| mode.depth - 1 == mode.field);
            if of_field && open.byte == b'{' {
                return self.fail(format!("f-string: unmatched '{closing}'"), start, start + 1);
            }
            let opening = char::from(open.byte);
            let mut message =
                format!("closing parenthesis '{closing}' does not match opening parenthesis '{opening}'");
            if open.line != self.line {
                message.push_str(&format!(" on line {}", open.line));
            }
            return self.fail(message, start, start + 1);
        }
        let Some(mode) = self.fstrings.last_mut() else { return true };
        mode.depth -= 1;
        if mode.depth < 0 {
            return self.fail(format!("f-string: unmatched '{closing}'"), start, start + 1);
        }
        if byte == b'}' && mode.depth == mode.field {
            mode.field -= 1;
            mode.in_text = true;
            mode.in_spec = false;
        }
        true
    }

    fn finish(mut self) -> Lexed {
        if self.error.is_none() {
            let end = self.bytes.len();
            self.at = end;
            if self.tokens.last().is_some_and(|last| last.kind != Kind::Newline) {
                self.push(Kind::Newline, end, self.line);
            }
            for _ in 1..self.indents.len() {
                self.push(Kind::Dedent, end, self.line);
            }
            self.push(Kind::End, end, self.line);
        }
        Lexed { tokens: self.tokens, error: self.error, names: self.names }
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn never_closed(byte: u8) -> String {
    format!("'{}' was never closed", char::from(byte))
}
