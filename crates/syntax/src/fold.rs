//! Plain expressions, found before the parser runs.
//!
//! The parser's tables take every operand through some fifteen reductions, one for each level of precedence. Most
//! expressions of a policy need none of that: names, literals, attributes, subscripts, calls, parentheses, lists and
//! operators. Such a run of items is handed to the parser as one name, and read by [`crate::parser`] afterwards. A simple
//! statement made of them becomes a `pass`. Whatever is not that plain stays as it is, item by item.
//!
//! One pass, no recursion, no way back: brackets are judged when they close, runs of operators when they end.

use crate::lex::token::Kind;
use crate::prepare::{Item, ItemKind};

/// What the parser is given as one token: a range of items, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) kind: EntryKind,
}

/// What an entry is given as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    /// One item, as it is.
    Item,
    /// A plain expression, given as a name.
    Expression,
    /// An assignment, a `return` or an expression on its own, all of it plain, given as `pass`.
    Statement,
}

/// What a bracket is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    /// None: the statement itself.
    Statement,
    Call,
    Subscript,
    Parentheses,
    List,
    /// A dict or a set.
    Braces,
    /// The replacement fields of an f-string, each in parentheses.
    Fields,
    /// One that stays as it is.
    Other,
}

/// What is known of an open bracket, or of the statement.
#[derive(Clone, Copy)]
struct Frame {
    bracket: Bracket,
    /// Entry of the bracket.
    open: usize,
    /// What is inside so far can be read as arguments, elements or one expression.
    plain: bool,
    /// Entry the current run of operands and operators starts with.
    run: Option<usize>,
    /// An operand comes next in the run.
    expects: bool,
    /// `not` may come next.
    takes_not: bool,
    /// The current argument is a keyword's value, the current element a dict's value.
    keyword: bool,
    /// There was such an argument or element.
    keywords: bool,
    /// Between `for` and its `in`.
    target: bool,
    /// Colons of a slice so far; in braces, whether a comma was there.
    colons: u8,
}

impl Frame {
    const fn new(bracket: Bracket, open: usize, run: usize) -> Self {
        Self {
            bracket,
            open,
            plain: true,
            run: Some(run),
            expects: true,
            takes_not: true,
            keyword: false,
            keywords: false,
            target: false,
            colons: 0,
        }
    }

    const fn spoil(&mut self) {
        self.plain = false;
        self.run = None;
    }
}

struct Folder<'a> {
    items: &'a [Item],
    entries: Vec<Entry>,
    frames: Vec<Frame>,
    current: Frame,
    /// Entry the current statement starts with.
    statement: usize,
    /// The last entry can have a trailer: `.name`, `(…)`, `[…]`.
    primary: bool,
    /// The rest of the statement stays as it is.
    verbatim: bool,
}

/// Folds the items of a policy.
pub(crate) fn fold(items: &[Item]) -> Vec<Entry> {
    let mut folder = Folder {
        items,
        entries: Vec::with_capacity(items.len()),
        frames: Vec::with_capacity(8),
        current: Frame::new(Bracket::Statement, 0, 0),
        statement: 0,
        primary: false,
        verbatim: false,
    };
    let mut at = 0;
    while let Some(item) = items.get(at) {
        at = at.saturating_add(folder.item(at, item.kind));
    }
    folder.entries
}

impl Folder<'_> {
    /// Takes the item at an index. Gives back how many items that were.
    fn item(&mut self, at: usize, kind: ItemKind) -> usize {
        let primary = std::mem::replace(&mut self.primary, false);
        let kind = match kind {
            ItemKind::Token(kind) => kind,
            ItemKind::Bytes => Kind::String,
            ItemKind::Case => {
                self.verbatim = true;
                Kind::Other
            }
            ItemKind::Match | ItemKind::Type => Kind::Other,
        };
        match kind {
            Kind::Newline | Kind::Semicolon | Kind::Indent | Kind::Dedent => {
                if matches!(kind, Kind::Newline | Kind::Semicolon) && self.frames.is_empty() {
                    self.end_run();
                    self.current.run = None;
                    self.end_statement();
                }
                self.boundary(at, kind);
                self.frames.clear();
                self.statement = self.entries.len();
                self.current = Frame::new(Bracket::Statement, 0, self.entries.len());
                self.verbatim = false;
                1
            }
            _ if self.verbatim => self.push(at),
            Kind::Import => {
                self.verbatim = true;
                self.push(at)
            }
            Kind::From if self.current.bracket == Bracket::Statement && self.starts_statement(at) => {
                self.verbatim = true;
                self.push(at)
            }
            Kind::Name
                if matches!(
                    self.before(at),
                    Some(ItemKind::Type | ItemKind::Token(Kind::Def | Kind::Class))
                ) =>
            {
                self.current.spoil();
                self.push(at)
            }
            _ if is_operand(ItemKind::Token(kind)) => {
                self.operand();
                self.primary = true;
                self.push(at)
            }
            Kind::Dot => self.attribute(at, primary),
            Kind::LeftParen | Kind::LeftBracket | Kind::LeftBrace => self.open(at, kind, primary),
            Kind::RightParen | Kind::RightBracket | Kind::RightBrace => self.close(at, kind),
            _ if self.operator(kind) => self.word(at, kind),
            _ => {
                self.boundary(at, kind);
                1
            }
        }
    }

    fn push(&mut self, at: usize) -> usize {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.entries.push(Entry { first: at, last: at, kind: EntryKind::Item });
        1
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        match self.items.get(at)?.kind {
            ItemKind::Token(kind) => Some(kind),
            _ => None,
        }
    }

    fn before(&self, at: usize) -> Option<ItemKind> {
        self.items.get(at.checked_sub(1)?).map(|item| item.kind)
    }

    fn starts_statement(&self, at: usize) -> bool {
        match self.before(at) {
            None => true,
            Some(ItemKind::Token(kind)) => {
                matches!(kind, Kind::Newline | Kind::Indent | Kind::Dedent | Kind::Semicolon | Kind::Colon)
            }
            Some(_) => false,
        }
    }

    /// An operand stands in the current run.
    const fn operand(&mut self) {
        if self.current.expects && self.current.run.is_some() {
            self.current.expects = false;
        } else {
            self.current.spoil();
        }
    }

    /// `.name` behind a primary becomes part of it.
    fn attribute(&mut self, at: usize, primary: bool) -> usize {
        if primary && self.kind(at.wrapping_add(1)) == Some(Kind::Name) {
            self.extend(at.wrapping_add(1));
            self.primary = true;
            return 2;
        }
        self.current.spoil();
        self.push(at);
        // The name behind the dot is no operand of its own.
        if self.kind(at.wrapping_add(1)) == Some(Kind::Name) {
            return self.push(at.wrapping_add(1)).saturating_add(1);
        }
        1
    }

    /// The last entry goes on up to an item.
    fn extend(&mut self, at: usize) {
        if let Some(entry) = self.entries.last_mut() {
            entry.last = u32::try_from(at).unwrap_or(u32::MAX);
            entry.kind = EntryKind::Expression;
        }
    }

    /// Makes one entry of the current statement, when it is made of plain expressions.
    fn end_statement(&mut self) {
        if self.verbatim {
            return;
        }
        let entries = self.entries.get(self.statement..).unwrap_or_default();
        let is_operand = |entry: &Entry| match entry.kind {
            EntryKind::Expression => true,
            EntryKind::Item => self.items.get(entry.first as usize).is_some_and(|item| is_operand(item.kind)),
            EntryKind::Statement => false,
        };
        let joined = |entry: &Entry, fits: fn(Kind) -> bool| {
            entry.kind == EntryKind::Item && self.kind(entry.first as usize).is_some_and(fits)
        };
        let plain = match entries {
            [] => false,
            [first] => is_operand(first) || joined(first, |kind| kind == Kind::Return),
            [first, value] => joined(first, |kind| kind == Kind::Return) && is_operand(value),
            [target, op, value] if joined(op, is_augmented) => is_operand(target) && is_operand(value),
            chain => {
                chain.len() % 2 == 1
                    && chain.iter().step_by(2).all(is_operand)
                    && chain.iter().skip(1).step_by(2).all(|entry| joined(entry, |kind| kind == Kind::Equal))
            }
        };
        let Some(last) = entries.last().map(|entry| entry.last).filter(|_| plain) else { return };
        self.entries.truncate(self.statement.saturating_add(1));
        if let Some(entry) = self.entries.last_mut() {
            entry.last = last;
            entry.kind = EntryKind::Statement;
        }
    }

    fn open(&mut self, at: usize, kind: Kind, primary: bool) -> usize {
        // Behind an operand that stays as it is, or a name that is being defined, a bracket does too.
        let fresh = !self.before(at).is_some_and(ends_operand);
        let bracket = match kind {
            Kind::LeftParen if primary => Bracket::Call,
            Kind::LeftBracket if primary => Bracket::Subscript,
            Kind::LeftParen if fresh => Bracket::Parentheses,
            Kind::LeftBracket if fresh => Bracket::List,
            Kind::LeftBrace if fresh => {
                // What stands for an f-string is as long as the start of that.
                let length = self.items.get(at).map_or(0, |item| item.end.saturating_sub(item.start));
                if length == 1 { Bracket::Braces } else { Bracket::Fields }
            }
            _ => Bracket::Other,
        };
        let open = self.entries.len();
        self.push(at);
        let inside = Frame::new(bracket, open, self.entries.len());
        self.frames.push(std::mem::replace(&mut self.current, inside));
        1
    }

    fn close(&mut self, at: usize, kind: Kind) -> usize {
        self.end_run();
        let Some(outer) = self.frames.pop() else {
            self.current.spoil();
            return self.push(at);
        };
        let inner = std::mem::replace(&mut self.current, outer);
        let whole = inner.plain
            && match (inner.bracket, kind) {
                (Bracket::Call, Kind::RightParen) => ends_arguments(inner),
                (Bracket::List, Kind::RightBracket) => ends_arguments(inner),
                (Bracket::Braces | Bracket::Fields, Kind::RightBrace) => ends_arguments(inner),
                (Bracket::Subscript, Kind::RightBracket) => {
                    ends_expression(inner) || (inner.colons > 0 && inner.run == Some(self.entries.len()))
                }
                (Bracket::Parentheses, Kind::RightParen) => ends_expression(inner),
                _ => false,
            };
        if !whole {
            self.current.spoil();
            return self.push(at);
        }
        match inner.bracket {
            Bracket::Call | Bracket::Subscript => self.entries.truncate(inner.open),
            _ => {
                self.entries.truncate(inner.open.saturating_add(1));
                self.operand();
            }
        }
        self.extend(at);
        self.primary = true;
        1
    }

    /// Whether an item goes on with the current run as an operator.
    const fn operator(&self, kind: Kind) -> bool {
        let frame = &self.current;
        if frame.run.is_none() || (frame.target && matches!(kind, Kind::In)) {
            return false;
        }
        match kind {
            Kind::Not => frame.takes_not || !frame.expects,
            Kind::Plus | Kind::Minus | Kind::Tilde if frame.expects => true,
            Kind::Tilde => false,
            _ => !frame.expects && is_operator(kind),
        }
    }

    /// Takes an operator, two items long for `not in` and `is not`.
    fn word(&mut self, at: usize, kind: Kind) -> usize {
        let frame = &mut self.current;
        let had_operand = !std::mem::replace(&mut frame.expects, true);
        frame.takes_not = matches!(kind, Kind::And | Kind::Or) || (kind == Kind::Not && !had_operand);
        let next = self.kind(at.wrapping_add(1));
        self.push(at);
        match (kind, next) {
            (Kind::Not, Some(Kind::In)) if had_operand => self.push(at.wrapping_add(1)).saturating_add(1),
            (Kind::Not, _) if had_operand => {
                self.current.spoil();
                1
            }
            (Kind::Is, Some(Kind::Not)) => self.push(at.wrapping_add(1)).saturating_add(1),
            _ => 1,
        }
    }

    /// Any other item: a run ends before it, and one may start behind it.
    fn boundary(&mut self, at: usize, kind: Kind) {
        let single = self.current.run.is_some_and(|run| self.entries.len() == run.saturating_add(1));
        let named = single && self.kind(at.wrapping_sub(1)) == Some(Kind::Name);
        let complete = ends_expression(self.current);
        let empty = self.current.run == Some(self.entries.len());
        if ends_run(kind) {
            self.end_run();
        }
        let frame = &mut self.current;
        match (kind, frame.bracket) {
            (Kind::Comma, Bracket::Call | Bracket::List | Bracket::Braces | Bracket::Fields) => {
                frame.plain &= complete && (frame.keyword || !frame.keywords);
                frame.keyword = false;
                frame.colons = 1;
            }
            (Kind::Colon, Bracket::Braces) => {
                frame.plain &= complete && !frame.keyword && (frame.keywords || frame.colons == 0);
                frame.keyword = true;
                frame.keywords = true;
            }
            (Kind::Equal, Bracket::Call) => {
                frame.plain &= named && complete && !frame.keyword;
                frame.keyword = true;
                frame.keywords = true;
            }
            (Kind::Colon, Bracket::Subscript) => {
                frame.plain &= (complete || empty) && frame.colons < 2;
                frame.colons = frame.colons.saturating_add(1);
            }
            _ => frame.plain = false,
        }
        // Of all operators, `in` alone also stands between two whole expressions: behind `for`.
        let starts = starts_run(kind) || (kind == Kind::In && frame.target);
        match kind {
            Kind::For => frame.target = true,
            Kind::In => frame.target = false,
            _ => {}
        }
        self.push(at);
        let start = self.entries.len();
        let frame = &mut self.current;
        frame.run = starts.then_some(start);
        frame.expects = true;
        frame.takes_not = true;
    }

    /// Makes one entry of the current run.
    fn end_run(&mut self) {
        let Some(run) = self.current.run.filter(|_| !self.current.expects && !self.current.target) else {
            return;
        };
        let Some(last) = self.entries.last().map(|entry| entry.last) else { return };
        if self.entries.len() == run.saturating_add(1) {
            return;
        }
        self.entries.truncate(run.saturating_add(1));
        if let Some(entry) = self.entries.last_mut() {
            entry.last = last;
            entry.kind = EntryKind::Expression;
        }
    }
}

const fn ends_operand(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Token(Kind::Name | Kind::RightParen | Kind::RightBracket | Kind::RightBrace))
}

const fn ends_expression(frame: Frame) -> bool {
    frame.run.is_some() && !frame.expects
}

/// Whether what stands before the closing bracket ends arguments or elements: nothing, one more, or a comma.
const fn ends_arguments(frame: Frame) -> bool {
    if frame.run.is_none() {
        return false;
    }
    if frame.expects { !frame.keyword } else { frame.keyword || !frame.keywords }
}

const fn is_operator(kind: Kind) -> bool {
    power(kind) > 0
}

/// How tightly an operator binds; zero for what is none.
pub(crate) const fn power(kind: Kind) -> u32 {
    match kind {
        Kind::Or => 1,
        Kind::And => 2,
        Kind::Not
        | Kind::In
        | Kind::Is
        | Kind::Less
        | Kind::Greater
        | Kind::EqualEqual
        | Kind::NotEqual
        | Kind::LessEqual
        | Kind::GreaterEqual => 4,
        Kind::Bar => 5,
        Kind::Caret => 6,
        Kind::Ampersand => 7,
        Kind::LeftShift | Kind::RightShift => 8,
        Kind::Plus | Kind::Minus => 9,
        Kind::Star | Kind::Slash | Kind::DoubleSlash | Kind::Percent | Kind::At => 10,
        Kind::DoubleStar => 12,
        _ => 0,
    }
}

/// Whether a run that ends before an item is a whole expression.
const fn ends_run(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Newline
            | Kind::Semicolon
            | Kind::Comma
            | Kind::Colon
            | Kind::Equal
            | Kind::If
            | Kind::Else
            | Kind::For
            | Kind::As
    )
}

/// Whether a whole expression may start behind an item.
const fn starts_run(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Comma
            | Kind::Colon
            | Kind::ColonEqual
            | Kind::Equal
            | Kind::If
            | Kind::Elif
            | Kind::Else
            | Kind::While
            | Kind::Return
            | Kind::Raise
            | Kind::Yield
            | Kind::Assert
    ) || is_augmented(kind)
}

/// Whether an item is an operand of its own.
const fn is_operand(kind: ItemKind) -> bool {
    matches!(
        kind,
        ItemKind::Bytes
            | ItemKind::Token(
                Kind::Name
                    | Kind::Int
                    | Kind::Float
                    | Kind::Imaginary
                    | Kind::String
                    | Kind::None
                    | Kind::True
                    | Kind::False
                    | Kind::Ellipsis
            )
    )
}

/// Whether an item is an assignment with an operator.
pub(crate) const fn is_augmented(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PlusEqual
            | Kind::MinusEqual
            | Kind::StarEqual
            | Kind::DoubleStarEqual
            | Kind::SlashEqual
            | Kind::DoubleSlashEqual
            | Kind::PercentEqual
            | Kind::AtEqual
            | Kind::BarEqual
            | Kind::AmpersandEqual
            | Kind::CaretEqual
            | Kind::LeftShiftEqual
            | Kind::RightShiftEqual
    )
}
