//! `(…)` and all that begins with `(?`.

use super::Parser;
use super::source::Token;
use crate::re::ast::Node;
use crate::re::error::{CompileError, PatternError};
use crate::re::flags::{self, TYPES, combined};
use crate::re::text::{normal, number, quoted};

/// CPython's bound on group numbers.
const MAX_GROUPS: u64 = 1_073_741_823;

/// What kind of group has been opened.
enum Kind {
    Capture(Option<Vec<char>>),
    Plain { added: u32, removed: u32 },
    Atomic,
}

impl Parser {
    /// A group whose opening parenthesis is consumed. Nothing comes of comments and of flags for the whole pattern,
    /// which only a `fresh` pattern may have.
    pub(super) fn group(&mut self, flags: u32, fresh: bool) -> Result<Option<Node>, CompileError> {
        let start = self.source.tell().saturating_sub(1);
        let mut kind = Kind::Capture(None);
        if self.source.take('?')? {
            let token = self.char()?;
            match token {
                Token::Plain('P') => match self.python_extension(flags)? {
                    Extension::Name(name) => kind = Kind::Capture(Some(name)),
                    Extension::Reference(node) => return Ok(Some(node)),
                },
                Token::Plain(':') => kind = Kind::Plain { added: 0, removed: 0 },
                Token::Plain('>') => kind = Kind::Atomic,
                Token::Plain('#') => {
                    self.comment(start)?;
                    return Ok(None);
                }
                Token::Plain(char @ ('=' | '!' | '<')) => return self.look(char, flags, start).map(Some),
                Token::Plain('(') => return self.conditional(flags, start).map(Some),
                Token::Plain(char) if char == '-' || flags::of_letter(char).is_some() => {
                    let Some((added, removed)) = self.inline_flags(char)? else {
                        if !fresh {
                            let message = "global flags not at the start of the expression";
                            return Err(self.source.error_at(message, start).into());
                        }
                        return Ok(None);
                    };
                    kind = Kind::Plain { added, removed };
                }
                other => return Err(self.unknown_extension("?", other).into()),
            }
        }
        self.contents(kind, flags, start).map(Some)
    }

    /// The next item, which must be there.
    fn char(&mut self) -> Result<Token, PatternError> {
        self.source.get()?.ok_or_else(|| self.source.error("unexpected end of pattern", 0))
    }

    fn unknown_extension(&self, prefix: &str, token: Token) -> PatternError {
        let mut message = format!("unknown extension {prefix}");
        token.push_to(&mut message);
        self.source.error(message, token.len().saturating_add(prefix.len()))
    }

    fn closing(&mut self, start: usize) -> Result<(), PatternError> {
        if self.source.take(')')? {
            return Ok(());
        }
        Err(self.source.error_at("missing ), unterminated subpattern", start))
    }

    fn comment(&mut self, start: usize) -> Result<(), PatternError> {
        loop {
            if self.source.next.is_none() {
                return Err(self.source.error_at("missing ), unterminated comment", start));
            }
            if self.source.get()? == Some(Token::Plain(')')) {
                return Ok(());
            }
        }
    }

    /// What a group has inside, and its end.
    fn contents(&mut self, kind: Kind, flags: u32, start: usize) -> Result<Node, CompileError> {
        match kind {
            Kind::Atomic => {
                let body = self.nested(flags)?;
                self.closing(start)?;
                Ok(Node::Atomic(body))
            }
            Kind::Plain { added, removed } => {
                let body = self.nested(combined(flags, added, removed))?;
                self.closing(start)?;
                // A group with flags of its own is an item of its own, whatever is in it.
                let nothing = added == 0 && removed == 0;
                Ok(if nothing { Node::Group(None, body) } else { Node::Flagged(body) })
            }
            Kind::Capture(name) => {
                let group = self.open(name)?;
                let body = self.nested(flags)?;
                self.closing(start)?;
                let width = self.width(&body);
                if let Some(slot) = self.widths.get_mut(group as usize) {
                    *slot = Some(width);
                }
                self.closing.push(group);
                Ok(Node::Group(Some(group), body))
            }
        }
    }

    fn open(&mut self, name: Option<Vec<char>>) -> Result<u32, PatternError> {
        let group = self.groups();
        self.widths.push(None);
        let Some(name) = name else { return Ok(group) };
        let text: String = name.iter().collect();
        if let Some(&(_, other)) = self.names.iter().find(|entry| *entry.0 == *text) {
            let message = format!(
                "redefinition of group name {} as group {group}; was group {other}",
                quoted(&name, false)
            );
            return Err(self.source.error(message, name.len().saturating_add(1)));
        }
        self.names.push((text.into(), group));
        Ok(group)
    }

    /// The number of a named group that must have been defined.
    fn named_group(&self, name: &[char]) -> Result<u32, PatternError> {
        let text: String = name.iter().collect();
        self.names.iter().find(|entry| *entry.0 == *text).map(|entry| entry.1).ok_or_else(|| {
            let message = format!("unknown group name {}", quoted(name, false));
            self.source.error(message, name.len().saturating_add(1))
        })
    }

    /// `(?P<name>` and `(?P=name)`.
    fn python_extension(&mut self, flags: u32) -> Result<Extension, PatternError> {
        if self.source.take('<')? {
            let name = self.source.until('>', "group name")?;
            self.source.check_name(&name, 1)?;
            return Ok(Extension::Name(name));
        }
        if !self.source.take('=')? {
            let token = self.char()?;
            return Err(self.unknown_extension("?P", token));
        }
        let name = self.source.until(')', "group name")?;
        self.source.check_name(&name, 1)?;
        let group = self.named_group(&name)?;
        if !self.is_closed(group) {
            return Err(self.source.error("cannot refer to an open group", name.len().saturating_add(1)));
        }
        self.check_look_behind(group)?;
        Ok(Extension::Reference(Node::Reference(group, self.case(flags))))
    }

    /// `(?=`, `(?!`, `(?<=` and `(?<!`.
    fn look(&mut self, mut char: char, flags: u32, start: usize) -> Result<Node, CompileError> {
        let behind = char == '<';
        let outer = self.look_behind;
        if behind {
            match self.char()? {
                Token::Plain(sign @ ('=' | '!')) => char = sign,
                other => return Err(self.unknown_extension("?<", other).into()),
            }
            self.look_behind = outer.or_else(|| Some(self.groups()));
        }
        let body = self.nested(flags)?;
        self.look_behind = outer;
        self.closing(start)?;
        if char == '!' && body.is_empty() {
            return Ok(Node::Fail);
        }
        let behind = behind.then(|| self.width(&body));
        Ok(Node::Look { behind, negated: char == '!', body })
    }

    /// `(?(group)yes|no)`, after the second parenthesis.
    fn conditional(&mut self, flags: u32, start: usize) -> Result<Node, CompileError> {
        let name = self.source.until(')', "group name")?;
        let group = if name.iter().all(char::is_ascii_digit) {
            self.numbered_condition(&name)?
        } else {
            self.source.check_name(&name, 1)?;
            self.named_group(&name)?
        };
        self.check_look_behind(group)?;
        self.descend()?;
        let yes = self.sequence(flags, false)?;
        let mut no = Vec::new();
        if self.source.take('|')? {
            no = self.sequence(flags, false)?;
            if self.source.peek() == Some('|') {
                return Err(self.source.error("conditional backref with more than two branches", 0).into());
            }
        }
        self.depth = self.depth.saturating_sub(1);
        self.closing(start)?;
        Ok(Node::Conditional { group, yes, no })
    }

    fn numbered_condition(&mut self, name: &[char]) -> Result<u32, PatternError> {
        let digits: String = name.iter().collect();
        let offset = digits.len().saturating_add(1);
        let value = number(&digits);
        if value == 0 {
            return Err(self.source.error("bad group number", offset));
        }
        if value >= MAX_GROUPS {
            let message = format!("invalid group reference {}", normal(&digits));
            return Err(self.source.error(message, offset));
        }
        let group = u32::try_from(value).unwrap_or(u32::MAX);
        if !self.asked.iter().any(|asked| asked.0 == group) {
            self.asked.push((group, self.source.tell().saturating_sub(offset)));
        }
        Ok(group)
    }

    /// Flags after `(?`, of which the first character is consumed. Nothing comes of flags for the whole pattern.
    fn inline_flags(&mut self, first: char) -> Result<Option<(u32, u32)>, PatternError> {
        let (mut added, mut removed) = (0, 0);
        let mut char = first;
        if char != '-' {
            (added, char) = self.added_flags(first)?;
        }
        if char == ')' {
            self.flags |= added;
            return Ok(None);
        }
        if char == '-' {
            removed = self.removed_flags()?;
        }
        if added & removed != 0 {
            return Err(self.source.error("bad inline flags: flag turned on and off", 1));
        }
        Ok(Some((added, removed)))
    }

    /// Flags to be turned on, and the `)`, `-` or `:` after them.
    fn added_flags(&mut self, first: char) -> Result<(u32, char), PatternError> {
        let mut added = 0;
        let mut letter = first;
        loop {
            let flag = flags::of_letter(letter).unwrap_or_default();
            if self.source.text && letter == 'L' {
                let message = "bad inline flags: cannot use 'L' flag with a str pattern";
                return Err(self.source.error(message, 0));
            }
            if !self.source.text && letter == 'u' {
                let message = "bad inline flags: cannot use 'u' flag with a bytes pattern";
                return Err(self.source.error(message, 0));
            }
            added |= flag;
            if flag & TYPES != 0 && added & TYPES != flag {
                let message = "bad inline flags: flags 'a', 'u' and 'L' are incompatible";
                return Err(self.source.error(message, 0));
            }
            match self.flag_letter("missing -, : or )")? {
                char @ (')' | '-' | ':') => return Ok((added, char)),
                char if flags::of_letter(char).is_some() => letter = char,
                char => return Err(self.unknown_flag(char, "missing -, : or )")),
            }
        }
    }

    /// Flags to be turned off, up to and with the colon.
    fn removed_flags(&mut self) -> Result<u32, PatternError> {
        let mut removed = 0;
        let mut missing = "missing flag";
        loop {
            match self.flag_letter(missing)? {
                ':' if removed != 0 => return Ok(removed),
                char => {
                    let Some(flag) = flags::of_letter(char) else {
                        return Err(self.unknown_flag(char, missing));
                    };
                    if flag & TYPES != 0 {
                        let message = "bad inline flags: cannot turn off flags 'a', 'u' and 'L'";
                        return Err(self.source.error(message, 0));
                    }
                    removed |= flag;
                }
            }
            missing = "missing :";
        }
    }

    /// The next item of a list of flags.
    fn flag_letter(&mut self, missing: &str) -> Result<char, PatternError> {
        match self.source.get()? {
            None => Err(self.source.error(missing, 0)),
            Some(Token::Plain(char)) => Ok(char),
            Some(Token::Escape(_)) => Err(self.source.error(missing, 2)),
        }
    }

    fn unknown_flag(&self, char: char, missing: &str) -> PatternError {
        let message = if hognose_eval::text::class::is_alpha(char) { "unknown flag" } else { missing };
        self.source.error(message, 1)
    }
}

/// What `(?P` begins.
enum Extension {
    Name(Vec<char>),
    Reference(Node),
}
