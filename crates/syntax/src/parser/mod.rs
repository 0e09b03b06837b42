//! The one place that knows rustpython-parser: items in, our own syntax tree out.
//!
//! No name or value goes through that crate: a name is handed over as the number of its entry, strings and numbers
//! empty, so that it neither compares nor computes anything. Expressions that need no grammar are handed over as names
//! too ([`crate::fold`]) and read here.

mod expressions;
mod operand;
mod patterns;
mod statements;
mod targets;
#[cfg(test)]
mod tests;

use num_bigint::BigInt;
use rustpython_parser::ast as foreign;
use rustpython_parser::lexer::LexResult;
use rustpython_parser::text_size::{TextRange, TextSize};
use rustpython_parser::{Mode, StringKind, Tok, parse_tokens};

use crate::ast::{Name, ScopeId, Stmt};
use crate::fold::{Entry, EntryKind, fold};
use crate::lex::token::{Kind, Token};
use crate::names::{Names, Symbol};
use crate::prepare::{self, Item, ItemKind, Literal, Prepared};
use crate::tree::Span;
use crate::unsupported::Findings;
use crate::wrap::Wrapped;
use crate::{frontend, lex};

/// First code point used for the number of an entry.
const FIRST: u32 = 0xE000;

/// Levels that a function or a comprehension inside an expression counts in addition: lowering one takes more stack.
const FUNCTION_LEVELS: u32 = 2;

/// The most tokens a text may have: what can be handed over as a code point.
pub(crate) const MAX_TOKENS: usize = 0x10_0000;

/// What parsing gives.
pub(crate) struct Parsed {
    pub(crate) body: Vec<Stmt>,
    pub(crate) nodes: u32,
    pub(crate) scopes: u32,
    /// Where the tree is deeper than allowed.
    pub(crate) too_deep: Option<Span>,
    /// CPython refuses something here that the parser let pass.
    pub(crate) suspicious: bool,
}

/// The parser takes no such text.
pub(crate) struct Refused;

/// What conversion reads and writes beside the tree.
struct Converter<'a> {
    source: &'a str,
    tokens: &'a [Token],
    items: &'a [Item],
    /// What the parser was given for the items.
    entries: Vec<Entry>,
    /// The last item of the plain expression that is being read.
    last: usize,
    literals: Vec<Literal>,
    /// Stars that were left out behind `as`.
    stars: Vec<u32>,
    names: &'a Names,
    findings: &'a mut Findings,
    depth: u32,
    limit: u32,
    nodes: u32,
    scopes: u32,
    too_deep: Option<Span>,
    suspicious: bool,
    yielded: bool,
}

/// Parses the items of a policy's body.
pub(crate) fn parse(
    source: &str,
    tokens: &[Token],
    prepared: Prepared,
    names: &Names,
    findings: &mut Findings,
    depth: u32,
) -> Result<Parsed, Refused> {
    let entries = fold(&prepared.items);
    parse_entries(source, tokens, prepared, entries, (names, findings, depth))
}

fn parse_entries(
    source: &str,
    tokens: &[Token],
    prepared: Prepared,
    entries: Vec<Entry>,
    (names, findings, depth): (&Names, &mut Findings, u32),
) -> Result<Parsed, Refused> {
    let Prepared { items, literals, suspicious, stars, .. } = prepared;
    let module = grammar(&items, &entries)?;
    let mut converter = Converter {
        source,
        tokens,
        items: &items,
        entries,
        last: 0,
        literals,
        stars,
        names,
        findings,
        depth: 0,
        limit: depth,
        nodes: 0,
        scopes: 1,
        too_deep: None,
        suspicious,
        yielded: false,
    };
    let body = converter.block(&module.body);
    let Converter { nodes, scopes, too_deep, suspicious, .. } = converter;
    Ok(Parsed { body, nodes, scopes, too_deep, suspicious })
}

/// Runs the parser, and nothing else.
fn grammar(items: &[Item], entries: &[Entry]) -> Result<foreign::ModModule, Refused> {
    let given = entries.iter().enumerate().map(|(number, entry)| token(number, *entry, items));
    match parse_tokens(given, Mode::Module, "") {
        Ok(foreign::Mod::Module(module)) => Ok(module),
        _ => Err(Refused),
    }
}

/// What the parser is given for a policy, kept so that its own share of the time can be measured apart.
pub struct Given {
    items: Vec<Item>,
    entries: Vec<Entry>,
}

impl Given {
    /// Everything up to the parser; none for a text that does not get that far.
    ///
    /// ```
    /// assert!(hognose_syntax::Given::new("return 1").is_some_and(|given| given.grammar()));
    /// ```
    #[must_use]
    pub fn new(source: &str) -> Option<Self> {
        let wrapped = Wrapped::new(source);
        let lexed = lex::lex(&wrapped.text);
        let prepared = prepare::prepare(&wrapped, frontend::body(&lexed)?, frontend::MAX_GUARDED);
        if prepared.too_deep.is_some() || prepared.items.len() > MAX_TOKENS {
            return None;
        }
        let entries = fold(&prepared.items);
        Some(Self { items: prepared.items, entries })
    }

    /// Runs the parser alone and drops its tree. Whether it took the text.
    #[must_use]
    pub fn grammar(&self) -> bool {
        grammar(&self.items, &self.entries).is_ok()
    }
}

impl Converter<'_> {
    fn span(range: TextRange) -> Span {
        Span { start: range.start().into(), end: range.end().into() }
    }

    fn scope(&mut self) -> ScopeId {
        let id = ScopeId(self.scopes);
        self.scopes = self.scopes.saturating_add(1);
        id
    }

    fn text(&self, span: Span) -> &str {
        self.source.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The name behind an identifier, refused when hognose reserves it.
    fn name(&mut self, identifier: &str) -> Name {
        let name = self.any_name(identifier);
        self.check_name(name);
        name
    }

    fn check_name(&mut self, name: Name) {
        self.findings.name(self.names.text(name.symbol), name.span, self.source);
    }

    /// What the parser was given as the name `identifier`.
    fn entry(&self, identifier: &str) -> Option<Entry> {
        let code = identifier.chars().next().map_or(0, u32::from);
        self.entries.get(code.wrapping_sub(FIRST) as usize).copied()
    }

    fn any_name(&mut self, identifier: &str) -> Name {
        let entry = self.entry(identifier);
        // A plain expression stands where Python has a name.
        self.suspicious |= entry.is_none_or(|entry| entry.kind != EntryKind::Item);
        self.name_at(entry.map_or(usize::MAX, |entry| entry.first as usize))
    }

    /// The name that is an item.
    fn name_at(&self, index: usize) -> Name {
        let item = self.items.get(index);
        let token = item.and_then(|item| self.tokens.get(item.token as usize));
        Name {
            symbol: Symbol(token.map_or(0, |token| token.data)),
            span: item.map_or_else(Span::default, |item| Span { start: item.start, end: item.end }),
        }
    }

    /// The text of a dotted name, each part checked.
    fn dotted(&mut self, identifier: &str) -> (Box<str>, Option<Name>) {
        let mut text = String::new();
        let mut first = None;
        for part in identifier.split('.') {
            let name = self.name(part);
            if first.is_none() {
                first = Some(name);
            } else {
                text.push('.');
            }
            text.push_str(self.names.text(name.symbol));
        }
        (text.into(), first)
    }

    /// Index of the first item that starts at or behind an offset.
    fn item_from(&self, offset: u32) -> usize {
        self.items.partition_point(|item| item.start < offset)
    }

    /// Kind of the last item that starts before an offset.
    fn kind_before(&self, offset: u32) -> Option<Kind> {
        let item = self.items.get(self.item_from(offset).checked_sub(1)?)?;
        match item.kind {
            ItemKind::Token(kind) => Some(kind),
            _ => None,
        }
    }

    /// Kind of the first item that starts at or behind an offset.
    fn kind_from(&self, offset: u32) -> Option<Kind> {
        match self.items.get(self.item_from(offset))?.kind {
            ItemKind::Token(kind) => Some(kind),
            _ => None,
        }
    }

    /// Runs a part of the conversion inside a function or a comprehension.
    fn in_function<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        self.depth = self.depth.saturating_add(FUNCTION_LEVELS);
        let value = run(self);
        self.depth = self.depth.saturating_sub(FUNCTION_LEVELS);
        value
    }

    /// Runs a part of the conversion one level deeper; none, and noted, when that is too deep.
    fn deeper<T>(&mut self, span: Span, run: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= self.limit {
            self.too_deep.get_or_insert(span);
            return None;
        }
        self.depth = self.depth.saturating_add(1);
        let value = run(self);
        self.depth = self.depth.saturating_sub(1);
        Some(value)
    }
}

/// The token for an entry.
fn token(number: usize, entry: Entry, items: &[Item]) -> LexResult {
    let item = |index: u32| items.get(index as usize);
    let first = item(entry.first);
    let (start, kind) = first.map_or((0, ItemKind::Token(Kind::End)), |item| (item.start, item.kind));
    let end = item(entry.last).map_or(0, |item| item.end);
    let range = TextRange::new(TextSize::from(start), TextSize::from(end.max(start)));
    let string = |kind| Tok::String { value: String::new(), kind, triple_quoted: false };
    let token = match kind {
        _ if entry.kind == EntryKind::Expression => Tok::Name { name: name(number) },
        _ if entry.kind == EntryKind::Statement => Tok::Pass,
        ItemKind::Token(Kind::Name) => Tok::Name { name: name(number) },
        ItemKind::Token(Kind::String) => string(StringKind::String),
        ItemKind::Bytes => string(StringKind::Bytes),
        ItemKind::Match => Tok::Match,
        ItemKind::Case => Tok::Case,
        ItemKind::Type => Tok::Type,
        ItemKind::Token(kind) => fixed(kind),
    };
    Ok((token, range))
}

/// The name that an entry is given as.
fn name(number: usize) -> String {
    let code = u32::try_from(number).unwrap_or(u32::MAX).saturating_add(FIRST);
    char::from_u32(code).map(String::from).unwrap_or_default()
}

/// The token for a kind that has no value.
#[rustfmt::skip]
fn fixed(kind: Kind) -> Tok {
    match kind {
        Kind::End => Tok::EndOfFile, Kind::Newline => Tok::Newline, Kind::Indent => Tok::Indent, Kind::Dedent => Tok::Dedent,
        Kind::Int => Tok::Int { value: BigInt::default() }, Kind::Float => Tok::Float { value: 0.0 },
        Kind::Imaginary => Tok::Complex { real: 0.0, imag: 0.0 },
        Kind::LeftParen => Tok::Lpar, Kind::RightParen => Tok::Rpar, Kind::LeftBracket => Tok::Lsqb,
        Kind::RightBracket => Tok::Rsqb, Kind::LeftBrace => Tok::Lbrace, Kind::RightBrace => Tok::Rbrace,
        Kind::Colon => Tok::Colon, Kind::Comma => Tok::Comma, Kind::Semicolon => Tok::Semi, Kind::Dot => Tok::Dot,
        Kind::Ellipsis => Tok::Ellipsis, Kind::At => Tok::At, Kind::Arrow => Tok::Rarrow, Kind::Equal => Tok::Equal,
        Kind::ColonEqual => Tok::ColonEqual, Kind::Plus => Tok::Plus, Kind::Minus => Tok::Minus, Kind::Star => Tok::Star,
        Kind::DoubleStar => Tok::DoubleStar, Kind::Slash => Tok::Slash, Kind::DoubleSlash => Tok::DoubleSlash,
        Kind::Percent => Tok::Percent, Kind::Tilde => Tok::Tilde, Kind::Bar => Tok::Vbar, Kind::Ampersand => Tok::Amper,
        Kind::Caret => Tok::CircumFlex, Kind::LeftShift => Tok::LeftShift, Kind::RightShift => Tok::RightShift,
        Kind::Less => Tok::Less, Kind::Greater => Tok::Greater, Kind::EqualEqual => Tok::EqEqual,
        Kind::NotEqual => Tok::NotEqual, Kind::LessEqual => Tok::LessEqual, Kind::GreaterEqual => Tok::GreaterEqual,
        Kind::PlusEqual => Tok::PlusEqual, Kind::MinusEqual => Tok::MinusEqual, Kind::StarEqual => Tok::StarEqual,
        Kind::DoubleStarEqual => Tok::DoubleStarEqual, Kind::SlashEqual => Tok::SlashEqual,
        Kind::DoubleSlashEqual => Tok::DoubleSlashEqual, Kind::PercentEqual => Tok::PercentEqual,
        Kind::AtEqual => Tok::AtEqual, Kind::BarEqual => Tok::VbarEqual, Kind::AmpersandEqual => Tok::AmperEqual,
        Kind::CaretEqual => Tok::CircumflexEqual, Kind::LeftShiftEqual => Tok::LeftShiftEqual,
        Kind::RightShiftEqual => Tok::RightShiftEqual,
        Kind::False => Tok::False, Kind::None => Tok::None, Kind::True => Tok::True, Kind::And => Tok::And, Kind::As => Tok::As,
        Kind::Assert => Tok::Assert, Kind::Async => Tok::Async, Kind::Await => Tok::Await, Kind::Break => Tok::Break,
        Kind::Class => Tok::Class, Kind::Continue => Tok::Continue, Kind::Def => Tok::Def, Kind::Del => Tok::Del,
        Kind::Elif => Tok::Elif, Kind::Else => Tok::Else, Kind::Except => Tok::Except, Kind::Finally => Tok::Finally,
        Kind::For => Tok::For, Kind::From => Tok::From, Kind::Global => Tok::Global, Kind::If => Tok::If,
        Kind::Import => Tok::Import, Kind::In => Tok::In, Kind::Is => Tok::Is, Kind::Lambda => Tok::Lambda,
        Kind::Nonlocal => Tok::Nonlocal, Kind::Not => Tok::Not, Kind::Or => Tok::Or, Kind::Pass => Tok::Pass,
        Kind::Raise => Tok::Raise, Kind::Return => Tok::Return, Kind::Try => Tok::Try, Kind::While => Tok::While,
        Kind::With => Tok::With, Kind::Yield => Tok::Yield,
        // Tokens of no grammar of the parser: a place where no statement goes on makes it refuse them.
        Kind::Name | Kind::String | Kind::FStringStart | Kind::FStringMiddle | Kind::FStringEnd | Kind::Exclamation
        | Kind::Other => Tok::EndOfFile,
    }
}
