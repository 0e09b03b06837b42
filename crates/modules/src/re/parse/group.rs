//! `(…)` and all that begins with `(?`.

use super::Parser;
use super::source::Token;
use crate::re::ast::{Node, Sequence};
use crate::re::error::{CompileError, PatternError};
use crate::re::flags::{self, TYPES, combined};
use crate::re::text::{normal, number, quoted};

/// CPython's bound on group numbers.
const MAX_GROUPS: u64 = 1_073_741_823;

/// What has been opened.
pub(super) enum Head {
    /// Nothing that lasts: a comment, or flags for the whole pattern.
    Nothing,
    /// An item without anything inside.
    Item(Node),
    /// A capturing group.
    Capture(u32),
    /// A group that captures nothing, with the flags inside it and whether it has flags of its own.
    Plain {
        flags: u32,
        own: bool,
    },
    Atomic,
    /// A look-around, and what [`Parser::look_behind`] was outside.
    Look {
        behind: bool,
        negated: bool,
        outer: Option<u32>,
    },
    Conditional(u32),
}

impl Parser {
    /// A group whose opening parenthesis is consumed; only a `fresh` pattern may have flags for the whole of it.
    ///
    /// What recurses is kept apart from what needs much of the stack.
    pub(super) fn group(&mut self, flags: u32, fresh: bool) -> Result<Option<Node>, CompileError> {
        let start = self.source.tell().saturating_sub(1);
        let head = self.head(flags, fresh, start)?;
        let inside = match head {
            Head::Nothing => return Ok(None),
            Head::Item(node) => return Ok(Some(node)),
            Head::Plain { flags, .. } => flags,
            _ => flags,
        };
        self.descend()?;
        let (body, no) = match head {
            Head::Conditional(_) => self.condition(inside)?,
            _ => (self.alternatives(inside)?, Vec::new()),
        };
        self.depth = self.depth.saturating_sub(1);
        self.finished(head, body, no, start).map(Some)
    }

    /// Everything before the contents of a group.
    #[inline(never)]
    fn head(&mut self, flags: u32, fresh: bool, start: usize) -> Result<Head, CompileError> {
        if !self.source.take('?')? {
            return Ok(Head::Capture(self.open(None)?));
        }
        Ok(match self.char()? {
            Token::Plain('P') => self.python_extension(flags)?,
            Token::Plain(':') => Head::Plain { flags, own: false },
            Token::Plain('>') => Head::Atomic,
            Token::Plain('#') => {
                self.comment(start)?;
                Head::Nothing
            }
            Token::Plain(char @ ('=' | '!' | '<')) => self.look(char)?,
            Token::Plain('(') => self.conditional()?,
            Token::Plain(char) if char == '-' || flags::of_letter(char).is_some() => {
                match self.inline_flags(char)? {
                    Some((added, removed)) => {
                        Head::Plain { flags: combined(flags, added, removed), own: added | removed != 0 }
                    }
                    None if fresh => Head::Nothing,
                    None => {
                        let message = "global flags not at the start of the expression";
                        return Err(self.source.error_at(message, start).into());
                    }
                }
            }
            other => return Err(self.unknown_extension("?", other).into()),
        })
    }

    /// Everything after the contents of a group.
    #[inline(never)]
    fn finished(
        &mut self,
        head: Head,
        body: Sequence,
        no: Sequence,
        start: usize,
    ) -> Result<Node, CompileError> {
        if let Head::Look { outer, .. } = head {
            self.look_behind = outer;
        }
        self.closing(start)?;
        Ok(match head {
            Head::Capture(group) => {
                let width = self.width(&body);
                if let Some(slot) = self.widths.get_mut(group as usize) {
                    *slot = Some(width);
                }
                self.closing.push(group);
                Node::Group(Some(group), body)
            }
            // A group with flags of its own is an item of its own, whatever is in it.
            Head::Plain { own: true, .. } => Node::Flagged(body),
            Head::Atomic => Node::Atomic(body),
            Head::Look { negated: true, .. } if body.is_empty() => Node::Fail,
            Head::Look { behind, negated, .. } => {
                let behind = behind.then(|| Box::new(self.width(&body)));
                Node::Look { behind, negated, body }
            }
            Head::Conditional(group) => Node::Conditional { group, yes: body, no },
            _ => Node::Group(None, body),
        })
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
    fn python_extension(&mut self, flags: u32) -> Result<Head, PatternError> {
        if self.source.take('<')? {
            let name = self.source.until('>', "group name")?;
            self.source.check_name(&name, 1)?;
            return self.open(Some(name)).map(Head::Capture);
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
        Ok(Head::Item(Node::Reference(group, self.case(flags))))
    }

    /// `(?=`, `(?!`, `(?<=` and `(?<!`.
    fn look(&mut self, mut char: char) -> Result<Head, PatternError> {
        let behind = char == '<';
        let outer = self.look_behind;
        if behind {
            match self.char()? {
                Token::Plain(sign @ ('=' | '!')) => char = sign,
                other => return Err(self.unknown_extension("?<", other)),
            }
            self.look_behind = outer.or_else(|| Some(self.groups()));
        }
        Ok(Head::Look { behind, negated: char == '!', outer })
    }

    /// `(?(group)`, after the second parenthesis.
    fn conditional(&mut self) -> Result<Head, PatternError> {
        let name = self.source.until(')', "group name")?;
        let group = if name.iter().all(char::is_ascii_digit) {
            self.numbered_condition(&name)?
        } else {
            self.source.check_name(&name, 1)?;
            self.named_group(&name)?
        };
        self.check_look_behind(group)?;
        Ok(Head::Conditional(group))
    }

    /// `yes|no)` of a conditional.
    fn condition(&mut self, flags: u32) -> Result<(Sequence, Sequence), CompileError> {
        let yes = self.sequence(flags, false)?;
        let mut no = Vec::new();
        if self.source.take('|')? {
            no = self.sequence(flags, false)?;
            if self.source.peek() == Some('|') {
                return Err(self.source.error("conditional backref with more than two branches", 0).into());
            }
        }
        Ok((yes, no))
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
