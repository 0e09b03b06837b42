//! `shlex`: words as shells take them.

pub mod rows;

use crate::raised::Raised;

/// Whether a word means itself to a shell.
pub(crate) fn is_safe(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_@%+=:,./-".contains(&byte))
}

/// Add a word to a text so that a shell takes it for one.
pub(crate) fn quote_into(word: &str, out: &mut String) {
    if word.is_empty() {
        out.push_str("''");
    } else if is_safe(word) {
        out.push_str(word);
    } else {
        out.push('\'');
        for (index, piece) in word.split('\'').enumerate() {
            if index > 0 {
                out.push_str("'\"'\"'");
            }
            out.push_str(piece);
        }
        out.push('\'');
    }
}

/// What the reader is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Between words.
    Between,
    Word,
    /// In quotes of this kind.
    Quoted(char),
    /// Behind a backslash; what it was in before.
    Escaped(Option<char>),
}

/// The words of a text.
///
/// # Errors
/// `ValueError` for quotes that are not closed and a backslash at the end.
pub(crate) fn split(text: &str, comments: bool, posix: bool) -> Result<Vec<String>, Raised> {
    Reader { chars: text.chars(), state: State::Between, comments, posix, ended: false }.words()
}

struct Reader<'t> {
    chars: std::str::Chars<'t>,
    state: State,
    comments: bool,
    posix: bool,
    ended: bool,
}

impl Reader<'_> {
    fn words(mut self) -> Result<Vec<String>, Raised> {
        let mut words = Vec::new();
        while let Some(word) = self.word()? {
            words.push(word);
        }
        Ok(words)
    }

    /// The next word, none at the end.
    fn word(&mut self) -> Result<Option<String>, Raised> {
        let mut word = String::new();
        let mut quoted = false;
        while !self.ended {
            let Some(next) = self.chars.next() else {
                self.ended = true;
                match self.state {
                    State::Quoted(_) => return Err(Raised::value("No closing quotation")),
                    State::Escaped(_) => return Err(Raised::value("No escaped character")),
                    State::Between | State::Word => {}
                }
                break;
            };
            if self.take(next, &mut word, &mut quoted) {
                break;
            }
        }
        let is_word = !word.is_empty() || (self.posix && quoted);
        Ok(is_word.then_some(word))
    }

    /// Take a character; true when it ends a word.
    fn take(&mut self, next: char, word: &mut String, quoted: &mut bool) -> bool {
        match self.state {
            State::Between | State::Word => return self.take_plain(next, word, *quoted),
            State::Quoted(quote) => {
                *quoted = true;
                if next == quote && !self.posix {
                    word.push(next);
                    self.state = State::Between;
                    return true;
                }
                if next == quote {
                    self.state = State::Word;
                } else if self.posix && next == '\\' && quote == '"' {
                    self.state = State::Escaped(Some(quote));
                } else {
                    word.push(next);
                }
            }
            State::Escaped(within) => {
                // In quotes only the quote and the backslash itself can be escaped.
                if within.is_some_and(|quote| next != quote && next != '\\') {
                    word.push('\\');
                }
                word.push(next);
                self.state = within.map_or(State::Word, State::Quoted);
            }
        }
        false
    }

    /// A character outside of quotes.
    fn take_plain(&mut self, next: char, word: &mut String, quoted: bool) -> bool {
        let in_word = self.state == State::Word;
        match next {
            ' ' | '\t' | '\r' | '\n' => {
                self.state = State::Between;
                return !word.is_empty() || (self.posix && quoted);
            }
            '#' if self.comments => {
                self.chars.by_ref().find(|next| *next == '\n');
                if in_word && self.posix {
                    self.state = State::Between;
                    return !word.is_empty() || quoted;
                }
            }
            '\\' if self.posix => self.state = State::Escaped(None),
            '\'' | '"' if self.posix || !in_word => {
                if !self.posix {
                    word.push(next);
                }
                self.state = State::Quoted(next);
            }
            _ => {
                word.push(next);
                self.state = State::Word;
            }
        }
        false
    }
}
