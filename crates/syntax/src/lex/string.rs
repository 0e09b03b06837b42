//! Strings that are not f-strings.

use super::Lexer;
use super::token::Kind;

impl Lexer<'_> {
    /// A string whose prefix began at `start` and whose quote is next. False after an error.
    pub(super) fn string(&mut self, start: usize) -> bool {
        let quote = self.peek(0);
        let (line, quote_at) = (self.line, self.at);
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        let quotes = if triple { 3 } else { 1 };
        self.at += quotes;
        let mut escaped_quote = false;
        loop {
            let byte = self.peek(0);
            match byte {
                b'\\' => {
                    let next = self.peek(1);
                    escaped_quote |= next == quote;
                    if next == b'\n' {
                        self.line += 1;
                    }
                    self.at += if next == 0 { 1 } else { 2 };
                    continue;
                }
                0 => {}
                b'\n' if triple => self.line += 1,
                b'\n' => {}
                _ if byte == quote && (!triple || (self.peek(1) == quote && self.peek(2) == quote)) => {
                    self.at += quotes;
                    self.push(Kind::String, start, line);
                    return true;
                }
                _ => {}
            }
            if byte == 0 || (byte == b'\n' && !triple) {
                return self.unterminated(quote_at, quotes, escaped_quote);
            }
            self.at += 1;
        }
    }

    fn unterminated(&mut self, quote_at: usize, quotes: usize, escaped_quote: bool) -> bool {
        let quote = self.bytes.get(quote_at).copied().unwrap_or(b'"');
        let outer = self.fstrings.last();
        if outer.is_some_and(|mode| mode.quote == quote && mode.quotes == quotes) {
            return self.fail("f-string: expecting '}'", quote_at, quote_at + 1);
        }
        let line = self.current_line();
        let message = if quotes == 3 {
            format!("unterminated triple-quoted string literal (detected at line {line})")
        } else if escaped_quote {
            format!(
                "unterminated string literal (detected at line {line}); perhaps you escaped the end quote?"
            )
        } else {
            format!("unterminated string literal (detected at line {line})")
        };
        self.fail(message, quote_at, quote_at + quotes)
    }
}
