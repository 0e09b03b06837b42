//! Says what is wrong with a text that Python refuses, in CPython's words.
//!
//! This runs only after something was found to be wrong. It reads the tokens once more, with a grammar that has rules
//! for common mistakes (`grammar.txt`), in the two passes in which CPython reads: first without those rules; when that
//! fails, with them; and when they find nothing it is `invalid syntax` at the furthest token of the first pass.

mod actions;
mod grammar;
mod machine;

use crate::diagnostic::Diagnostic;
use crate::lex::Lexed;
use crate::lex::token::{Kind, LexError, Rank};
use crate::tree::Span;
use crate::wrap::Wrapped;
use machine::{Machine, Stop};

/// What a text is to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    Statements,
    Expression,
}

/// What is wrong, or none when CPython's parser would take the text.
pub(crate) fn explain(wrapped: &Wrapped, lexed: &Lexed, whole: Whole) -> Option<Box<Diagnostic>> {
    let grammar = grammar::grammar()?;
    let start = if whole == Whole::Expression { grammar.eval } else { grammar.start };
    let levels = levels(lexed);
    let mut machine = Machine::new(grammar, &wrapped.text, &lexed.tokens, &levels);
    let explainer = Explainer { wrapped, lexed };
    let first = machine.run(start, false);
    let furthest = machine.read.saturating_sub(1);
    match first {
        Ok(true) => None,
        Err(Stop::Tokens) => explainer.tokenizer(),
        Err(Stop::Error { indentation, message, first, last }) => {
            let error = explainer.error(indentation, message, first, last);
            Some(explainer.later_error(machine.read).unwrap_or(error))
        }
        Err(Stop::Steps) => Some(explainer.invalid(furthest)),
        Ok(false) => match machine.run(start, true) {
            Err(Stop::Tokens) => explainer.tokenizer(),
            Err(Stop::Error { indentation, message, first, last }) => {
                let error = explainer.error(indentation, message, first, last);
                Some(explainer.later_error(machine.read).unwrap_or(error))
            }
            Ok(_) | Err(Stop::Steps) => {
                let kind = lexed.tokens.get(furthest as usize).map(|token| token.kind);
                match kind {
                    Some(Kind::Indent) => {
                        Some(explainer.error(true, "unexpected indent".into(), furthest, furthest))
                    }
                    Some(Kind::Dedent) => {
                        Some(explainer.error(true, "unexpected unindent".into(), furthest, furthest))
                    }
                    _ => {
                        let error = explainer.invalid(furthest);
                        Some(explainer.later_error(machine.read).unwrap_or(error))
                    }
                }
            }
        },
    }
}

struct Explainer<'a> {
    wrapped: &'a Wrapped,
    lexed: &'a Lexed,
}

impl Explainer<'_> {
    /// An error between two tokens.
    fn error(&self, indentation: bool, message: String, first: u32, last: u32) -> Box<Diagnostic> {
        let tokens = &self.lexed.tokens;
        let start = tokens.get(first as usize).or(tokens.last()).map_or(0, |token| token.start);
        let end = tokens.get(last as usize).or(tokens.last()).map_or(0, |token| token.end);
        let class = if indentation { "IndentationError" } else { "SyntaxError" };
        Box::new(Diagnostic::syntax(class, message, self.span(start, end)))
    }

    fn span(&self, start: u32, end: u32) -> Span {
        let mut cursor = self.wrapped.cursor();
        let first = cursor.source_of(start);
        let end = if end > start { cursor.source_of_end(end) } else { first };
        Span { start: first, end: end.max(first) }
    }

    fn invalid(&self, token: u32) -> Box<Diagnostic> {
        self.error(false, "invalid syntax".into(), token, token)
    }

    /// The tokenizer's own error.
    fn tokenizer(&self) -> Option<Box<Diagnostic>> {
        let error = self.lexed.error.as_ref()?;
        let span = self.span(error.start, error.end);
        Some(Box::new(Diagnostic::syntax(error.class, error.message.clone(), span)))
    }

    /// An error of the tokenizer further down that wins over the parser's.
    fn later_error(&self, read: u32) -> Option<Box<Diagnostic>> {
        let error = self.lexed.error.as_ref()?;
        match error.rank {
            Rank::Hard => return self.tokenizer(),
            Rank::Quiet => return None,
            Rank::Soft | Rank::Unclosed => {}
        }
        let LexError { open_line: Some(open_line), unclosed: Some((message, at)), .. } = error else {
            return None;
        };
        let last = self.lexed.tokens.get((read as usize).saturating_sub(1)).or(self.lexed.tokens.last())?;
        (last.line > *open_line).then(|| {
            let span = self.span(*at, at.saturating_add(1));
            Box::new(Diagnostic::syntax("SyntaxError", message.clone(), span))
        })
    }
}

/// Brackets open behind each token.
fn levels(lexed: &Lexed) -> Vec<u16> {
    let mut level = 0_u16;
    let levels = lexed.tokens.iter().map(|token| {
        match token.kind {
            Kind::LeftParen | Kind::LeftBracket | Kind::LeftBrace => level = level.saturating_add(1),
            Kind::RightParen | Kind::RightBracket | Kind::RightBrace => level = level.saturating_sub(1),
            _ => {}
        }
        level
    });
    levels.collect()
}
