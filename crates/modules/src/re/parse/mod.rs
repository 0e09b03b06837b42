//! Python's pattern syntax: text to a [`Tree`], with CPython 3.13's errors.

mod escape;
mod group;
mod set;
pub(super) mod source;

pub(super) use escape::{control, is_octal};
use source::{Source, Token};

use super::ast::{At, Greed, Node, Sequence, Tree, width};
use super::class::{Mode, single};
use super::error::{CompileError, LimitReached, PatternError};
use super::flags::{ASCII, DOTALL, IGNORECASE, LOCALE, MULTILINE, UNICODE, VERBOSE};
use super::text::number;

/// Levels of groups within groups.
const DEEPEST: u32 = 64;

/// CPython's "no upper bound" of a repeat; no other bound may be that great.
const MAX_REPEAT: u64 = u32::MAX as u64;

/// Parses a pattern: of a `str` pattern the characters, of a bytes pattern the bytes as characters.
pub(super) fn parse(chars: Vec<char>, text: bool, flags: u32) -> Result<Tree, CompileError> {
    let mut parser = Parser {
        source: Source::new(chars, text)?,
        flags,
        widths: vec![None],
        names: Vec::new(),
        closing: Vec::new(),
        look_behind: None,
        asked: Vec::new(),
        depth: 0,
    };
    let root = parser.alternatives(flags)?;
    let flags = fix_flags(parser.flags, text)?;
    if parser.source.next.is_some() {
        return Err(parser.source.error("unbalanced parenthesis", 0).into());
    }
    for &(group, position) in &parser.asked {
        if group >= parser.groups() {
            return Err(parser.source.error_at(format!("invalid group reference {group}"), position).into());
        }
    }
    check_widths(&root)?;
    let groups = parser.groups().saturating_sub(1);
    Ok(Tree { root, flags, groups, names: parser.names, closing: parser.closing })
}

/// The state of a parse.
struct Parser {
    source: Source,
    /// The flags of the whole pattern so far.
    flags: u32,
    /// For each group, once it is closed, the width of what it matches.
    widths: Vec<Option<(u128, u128)>>,
    names: Vec<(Box<str>, u32)>,
    closing: Vec<u32>,
    /// Inside a look-behind: how many groups had been opened before it.
    look_behind: Option<u32>,
    /// Groups that conditionals ask about, and where first.
    asked: Vec<(u32, usize)>,
    depth: u32,
}

impl Parser {
    /// The number that the next group will have.
    fn groups(&self) -> u32 {
        u32::try_from(self.widths.len()).unwrap_or(u32::MAX)
    }

    fn is_closed(&self, group: u32) -> bool {
        self.widths.get(group as usize).is_some_and(Option::is_some)
    }

    /// Refuses references from inside a look-behind to groups that are open or begin in it.
    fn check_look_behind(&self, group: u32) -> Result<(), PatternError> {
        let Some(before) = self.look_behind else { return Ok(()) };
        if !self.is_closed(group) {
            return Err(self.source.error("cannot refer to an open group", 0));
        }
        if group >= before {
            let message = "cannot refer to group defined in the same lookbehind subpattern";
            return Err(self.source.error(message, 0));
        }
        Ok(())
    }

    /// How characters are compared under these flags.
    const fn mode(&self, flags: u32) -> Mode {
        Mode {
            ignore_case: flags & IGNORECASE != 0,
            unicode: self.source.text && flags & ASCII == 0,
            locale: flags & LOCALE != 0,
        }
    }

    /// `a|b|c`, up to a closing parenthesis or the end.
    fn alternatives(&mut self, mut flags: u32) -> Result<Sequence, CompileError> {
        let mut branches: Vec<Sequence> = Vec::new();
        loop {
            let first = self.depth == 0 && branches.is_empty();
            branches.push(self.sequence(flags, first)?);
            if !self.source.take('|')? {
                break;
            }
            if self.depth == 0 {
                flags = self.flags;
            }
        }
        if branches.len() == 1 {
            return Ok(branches.pop().unwrap_or_default());
        }
        Ok(vec![Node::Branch(branches)])
    }

    /// Items up to `|`, a closing parenthesis or the end; `first` if the pattern starts here.
    fn sequence(&mut self, mut flags: u32, first: bool) -> Result<Sequence, CompileError> {
        let mut items: Sequence = Vec::new();
        while let Some(token) = self.source.next {
            if matches!(token, Token::Plain('|' | ')')) {
                break;
            }
            self.source.get()?;
            if token != Token::Plain('(') {
                self.item(token, flags, &mut items)?;
                continue;
            }
            let fresh = first && items.is_empty();
            if let Some(node) = self.group(flags, fresh)? {
                items.push(node);
            } else if fresh {
                flags = self.flags;
            }
        }
        Ok(spliced(items))
    }

    /// An item that is not a group; its first character is consumed.
    #[inline(never)]
    fn item(&mut self, token: Token, flags: u32, items: &mut Sequence) -> Result<(), CompileError> {
        let char = match token {
            Token::Escape(letter) => {
                items.push(self.escape(letter, flags)?);
                return Ok(());
            }
            Token::Plain(char) => char,
        };
        if flags & VERBOSE != 0 && self.skip_blank(char)? {
            return Ok(());
        }
        items.push(match char {
            '[' => self.set(flags)?,
            '*' | '+' | '?' | '{' => return self.repeat(char, flags, items),
            '.' => Node::Any { newline: flags & DOTALL != 0 },
            '^' if flags & MULTILINE != 0 => Node::At(At::LineStart),
            '^' => Node::At(At::Start),
            '$' if flags & MULTILINE != 0 => Node::At(At::LineEnd),
            '$' => Node::At(At::End),
            _ => self.literal(char, flags),
        });
        Ok(())
    }

    fn literal(&self, char: char, flags: u32) -> Node {
        single(hognose_syntax::surrogate::code_of(char), false, self.mode(flags))
    }

    /// Skips white space and comments of verbose patterns; false if `char` is neither.
    fn skip_blank(&mut self, char: char) -> Result<bool, PatternError> {
        if matches!(char, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c') {
            return Ok(true);
        }
        if char != '#' {
            return Ok(false);
        }
        while !matches!(self.source.get()?, None | Some(Token::Plain('\n'))) {}
        Ok(true)
    }

    /// A repeat of the last item; its first character is consumed.
    fn repeat(&mut self, char: char, flags: u32, items: &mut Sequence) -> Result<(), CompileError> {
        let here = self.source.tell();
        let start = here.saturating_sub(1);
        let (min, max) = match char {
            '?' => (0, Some(1)),
            '*' => (0, None),
            '+' => (1, None),
            _ => match self.bounds(here)? {
                Some(bounds) => bounds,
                None => {
                    items.push(self.literal('{', flags));
                    return Ok(());
                }
            },
        };
        let item = match items.pop() {
            None | Some(Node::At(_)) => return Err(self.source.error_at("nothing to repeat", start).into()),
            Some(Node::Repeat { .. }) => return Err(self.source.error_at("multiple repeat", start).into()),
            Some(Node::Group(None, body)) => body,
            Some(other) => vec![other],
        };
        let greed = if self.source.take('?')? {
            Greed::Lazy
        } else if self.source.take('+')? {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        items.push(Node::Repeat { min, max, greed, body: item });
        Ok(())
    }

    /// The bounds between braces, or none if the brace is an ordinary character.
    fn bounds(&mut self, here: usize) -> Result<Option<(u32, Option<u32>)>, CompileError> {
        if self.source.peek() == Some('}') {
            return Ok(None);
        }
        let (mut low, mut high) = (String::new(), String::new());
        self.source.take_while(usize::MAX, char::is_ascii_digit, &mut low)?;
        if self.source.take(',')? {
            self.source.take_while(usize::MAX, char::is_ascii_digit, &mut high)?;
        } else {
            high.clone_from(&low);
        }
        if !self.source.take('}')? {
            self.source.seek(here)?;
            return Ok(None);
        }
        let bound = |digits: &str| match number(digits) {
            MAX_REPEAT.. => Err(CompileError::Overflow("the repetition number is too large")),
            value => Ok(u32::try_from(value).unwrap_or(u32::MAX)),
        };
        let min = bound(&low)?;
        let max = if high.is_empty() { None } else { Some(bound(&high)?) };
        if max.is_some_and(|max| max < min) {
            return Err(self.source.error_at("min repeat greater than max repeat", here).into());
        }
        Ok(Some((min, max)))
    }

    fn descend(&mut self) -> Result<(), CompileError> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEEPEST {
            let (limit, used) = (u64::from(DEEPEST), u64::from(self.depth));
            return Err(CompileError::Limit(LimitReached::new("levels of groups", limit, used)));
        }
        Ok(())
    }

    fn width(&self, sequence: &[Node]) -> (u128, u128) {
        width(sequence, &self.widths)
    }
}

/// Puts the items of groups that do nothing in their place.
fn spliced(items: Sequence) -> Sequence {
    if !items.iter().any(|item| matches!(item, Node::Group(None, _))) {
        return items;
    }
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Node::Group(None, body) => out.extend(body),
            other => out.push(other),
        }
    }
    out
}

/// The flags of the whole pattern as CPython completes and checks them.
const fn fix_flags(flags: u32, text: bool) -> Result<u32, CompileError> {
    if text {
        if flags & LOCALE != 0 {
            return Err(CompileError::Value("cannot use LOCALE flag with a str pattern"));
        }
        if flags & ASCII == 0 {
            return Ok(flags | UNICODE);
        }
        if flags & UNICODE != 0 {
            return Err(CompileError::Value("ASCII and UNICODE flags are incompatible"));
        }
    } else {
        if flags & UNICODE != 0 {
            return Err(CompileError::Value("cannot use UNICODE flag with a bytes pattern"));
        }
        if flags & LOCALE != 0 && flags & ASCII != 0 {
            return Err(CompileError::Value("ASCII and LOCALE flags are incompatible"));
        }
    }
    Ok(flags)
}

/// Refuses look-behinds of varying width, in the order of the pattern.
fn check_widths(sequence: &[Node]) -> Result<(), PatternError> {
    for node in sequence {
        match node {
            Node::Look { behind, body, .. } => {
                match behind {
                    Some(width) if width.0 > u128::from(u32::MAX) => {
                        return Err(PatternError::nowhere("looks too much behind"));
                    }
                    Some(width) if width.0 != width.1 => {
                        return Err(PatternError::nowhere("look-behind requires fixed-width pattern"));
                    }
                    _ => {}
                }
                check_widths(body)?;
            }
            Node::Group(_, body) | Node::Flagged(body) | Node::Atomic(body) | Node::Repeat { body, .. } => {
                check_widths(body)?
            }
            Node::Branch(branches) => branches.iter().try_for_each(|branch| check_widths(branch))?,
            Node::Conditional { yes, no, .. } => {
                check_widths(yes)?;
                check_widths(no)?;
            }
            _ => {}
        }
    }
    Ok(())
}
