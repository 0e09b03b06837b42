//! Indentation at the start of a line.

use super::token::{Kind, Rank};
use super::{Lexer, offset};

/// Levels of indentation CPython's tokenizer keeps at most.
const MAX_INDENTS: usize = 100;

impl Lexer<'_> {
    /// Measures the indentation of a line and makes the tokens for its change. Gives back whether the line holds no
    /// code; none after an error.
    pub(super) fn indentation(&mut self) -> Option<bool> {
        // A tab goes to the next multiple of eight in one count and is one column in the other: where the two
        // disagree, the meaning of the text would depend on the width of tabs.
        let (mut column, mut other) = (0_u32, 0_u32);
        let mut continued = None;
        loop {
            match self.peek(0) {
                b' ' => {
                    column += 1;
                    other += 1;
                }
                b'\t' => {
                    column = (column / 8 + 1) * 8;
                    other += 1;
                }
                0x0C => {
                    column = 0;
                    other = 0;
                }
                b'\\' => {
                    if continued.is_none_or(|column| column == 0) {
                        continued = Some(column);
                    }
                    if !self.continuation() {
                        return None;
                    }
                    continue;
                }
                _ => break,
            }
            self.at += 1;
        }
        if matches!(self.peek(0), b'#' | b'\n') {
            return Some(true);
        }
        if self.peek(0) == 0 || !self.brackets.is_empty() {
            return Some(false);
        }
        if let Some(first) = continued.filter(|column| *column != 0) {
            column = first;
            other = first;
        }
        self.change_to(column, other).then_some(false)
    }

    fn change_to(&mut self, column: u32, other: u32) -> bool {
        let (current, current_other) = self.indents.last().copied().unwrap_or((0, 0));
        if column > current {
            if self.indents.len() >= MAX_INDENTS {
                return self.indentation_error("IndentationError", "too many levels of indentation");
            }
            if other <= current_other {
                return self.tab_error();
            }
            self.indents.push((column, other));
            let line = self.line;
            self.push(Kind::Indent, self.at, line);
            return true;
        }
        if column == current {
            return other == current_other || self.tab_error();
        }
        while self.indents.len() > 1 && self.indents.last().is_some_and(|indent| column < indent.0) {
            self.indents.pop();
            let line = self.line;
            self.push(Kind::Dedent, self.at, line);
        }
        let (current, current_other) = self.indents.last().copied().unwrap_or((0, 0));
        if column != current {
            // CPython fails before it hands out the dedents of this line.
            while self
                .tokens
                .last()
                .is_some_and(|last| last.kind == Kind::Dedent && last.start == offset(self.at))
            {
                self.tokens.pop();
            }
            let message = "unindent does not match any outer indentation level";
            return self.indentation_error("IndentationError", message);
        }
        other == current_other || self.tab_error()
    }

    fn tab_error(&mut self) -> bool {
        self.indentation_error("TabError", "inconsistent use of tabs and spaces in indentation")
    }

    fn indentation_error(&mut self, class: &'static str, message: &str) -> bool {
        let at = self.at;
        self.fail_as(Rank::Soft, class, message.into(), at, at + 1)
    }
}
