//! The text of a pattern, read one item ahead: a character, or a backslash with the character after it.

use hognose_eval::text::class::str_is_identifier;

use crate::re::error::PatternError;
use crate::re::text::quoted;

/// What is read at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::re) enum Token {
    Plain(char),
    /// A backslash and this character.
    Escape(char),
}

impl Token {
    /// Its length in the text.
    pub(in crate::re) const fn len(self) -> usize {
        match self {
            Self::Plain(_) => 1,
            Self::Escape(_) => 2,
        }
    }

    /// Adds its text.
    pub(in crate::re) fn push_to(self, text: &mut String) {
        let char = match self {
            Self::Plain(char) => char,
            Self::Escape(char) => {
                text.push('\\');
                char
            }
        };
        text.push(char);
    }
}

/// A reader of patterns and replacement templates.
#[derive(Debug)]
pub(in crate::re) struct Source {
    chars: Vec<char>,
    index: usize,
    /// What [`Source::get`] will return.
    pub(in crate::re) next: Option<Token>,
    /// Whether the text is a `str`.
    pub(in crate::re) text: bool,
}

impl Source {
    /// Starts reading; fails if the text is a lone backslash.
    pub(in crate::re) fn new(chars: Vec<char>, text: bool) -> Result<Self, PatternError> {
        let mut source = Self { chars, index: 0, next: None, text };
        source.advance()?;
        Ok(source)
    }

    fn advance(&mut self) -> Result<(), PatternError> {
        let Some(&first) = self.chars.get(self.index) else {
            self.next = None;
            return Ok(());
        };
        let token = if first == '\\' {
            let Some(&second) = self.chars.get(self.index.saturating_add(1)) else {
                let last = self.chars.len().saturating_sub(1);
                return Err(PatternError::at("bad escape (end of pattern)", &self.chars, last));
            };
            Token::Escape(second)
        } else {
            Token::Plain(first)
        };
        self.index = self.index.saturating_add(token.len());
        self.next = Some(token);
        Ok(())
    }

    /// The next item, which is consumed.
    pub(in crate::re) fn get(&mut self) -> Result<Option<Token>, PatternError> {
        let token = self.next;
        self.advance()?;
        Ok(token)
    }

    /// Consumes the next item if it is this character.
    pub(in crate::re) fn take(&mut self, char: char) -> Result<bool, PatternError> {
        let found = self.next == Some(Token::Plain(char));
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    /// The next item if it is a plain character.
    pub(in crate::re) const fn peek(&self) -> Option<char> {
        match self.next {
            Some(Token::Plain(char)) => Some(char),
            _ => None,
        }
    }

    /// Appends at most `most` characters that pass a test.
    pub(in crate::re) fn take_while(
        &mut self,
        most: usize,
        test: fn(&char) -> bool,
        into: &mut String,
    ) -> Result<(), PatternError> {
        for _ in 0..most {
            let Some(char) = self.peek().filter(test) else { break };
            into.push(char);
            self.advance()?;
        }
        Ok(())
    }

    /// Reads a name up to its terminator, which is consumed too.
    pub(in crate::re) fn until(&mut self, terminator: char, name: &str) -> Result<Vec<char>, PatternError> {
        let mut text = String::new();
        loop {
            let token = self.get()?;
            match token {
                None if text.is_empty() => return Err(self.error(format!("missing {name}"), 0)),
                None => {
                    let message = format!("missing {terminator}, unterminated name");
                    return Err(self.error(message, text.chars().count()));
                }
                Some(Token::Plain(char)) if char == terminator => {
                    if text.is_empty() {
                        return Err(self.error(format!("missing {name}"), 1));
                    }
                    return Ok(text.chars().collect());
                }
                Some(token) => token.push_to(&mut text),
            }
        }
    }

    /// Where the next item starts.
    pub(in crate::re) fn tell(&self) -> usize {
        self.index.saturating_sub(self.next.map_or(0, Token::len))
    }

    /// Goes back to a position.
    pub(in crate::re) fn seek(&mut self, index: usize) -> Result<(), PatternError> {
        self.index = index;
        self.advance()
    }

    /// An error so many characters before the next item.
    pub(in crate::re) fn error(&self, message: impl Into<String>, offset: usize) -> PatternError {
        self.error_at(message, self.tell().saturating_sub(offset))
    }

    /// An error at a position.
    pub(in crate::re) fn error_at(&self, message: impl Into<String>, position: usize) -> PatternError {
        let mut message = message.into();
        if !self.text && !message.is_ascii() {
            let escaped = message.chars().map(|char| match char {
                '\0'..='\x7f' => String::from(char),
                _ => format!("\\x{:02x}", u32::from(char)),
            });
            message = escaped.collect();
        }
        PatternError::at(message, &self.chars, position)
    }

    /// Refuses what is not a name of a group, which ends `offset` characters before the next item.
    pub(in crate::re) fn check_name(&self, name: &[char], offset: usize) -> Result<(), PatternError> {
        if (self.text || name.iter().all(char::is_ascii))
            && str_is_identifier(&name.iter().collect::<String>())
        {
            return Ok(());
        }
        let message = format!("bad character in group name {}", quoted(name, !self.text));
        Err(self.error(message, name.len().saturating_add(offset)))
    }
}
