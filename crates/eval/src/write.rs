//! Text under construction, charged as it grows.

use crate::context::Context;
use crate::stop::{R, Stop};
use crate::text::Sink;

/// Text under construction.
pub struct Writer<'a, 'h> {
    cx: &'a Context<'h>,
    text: String,
    /// Containers whose `repr` is being written, to find cycles.
    pub(crate) open: Vec<*const ()>,
}

impl<'a, 'h> Writer<'a, 'h> {
    /// Empty.
    #[must_use]
    pub fn new(cx: &'a Context<'h>) -> Self {
        Self { cx, text: String::new(), open: Vec::new() }
    }

    /// Append text.
    ///
    /// # Errors
    /// The limits on fuel and memory.
    #[inline]
    pub fn push(&mut self, text: &str) -> R<'h, ()> {
        self.cx.charge(text.len())?;
        self.text.push_str(text);
        Ok(())
    }

    /// Append a character.
    ///
    /// # Errors
    /// The limits on fuel and memory.
    #[inline]
    pub fn push_char(&mut self, char: char) -> R<'h, ()> {
        self.cx.charge(char.len_utf8())?;
        self.text.push(char);
        Ok(())
    }

    /// Append formatted text, charged when it is there: for short things only.
    ///
    /// # Errors
    /// The limits on fuel and memory.
    pub fn display(&mut self, what: impl std::fmt::Display) -> R<'h, ()> {
        use std::fmt::Write;
        let before = self.text.len();
        let _ = write!(self.text, "{what}");
        self.cx.charge(self.text.len().saturating_sub(before))
    }

    /// What is there so far.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The owned text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }

    /// The text as a value.
    ///
    /// # Errors
    /// The memory limit.
    pub fn finish(self) -> R<'h> {
        self.cx.str(&self.text)
    }
}

impl<'h> Sink<str> for Writer<'_, 'h> {
    type Full = Stop<'h>;

    fn put(&mut self, piece: &str) -> R<'h, ()> {
        self.push(piece)
    }
}
