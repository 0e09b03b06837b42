//! From tokens to what the parser is given.
//!
//! Adjacent strings become one token whose value is kept aside. An f-string becomes a set display of its fields'
//! expressions, each in parentheses, so that one run of the parser sees everything and every offset stays exact;
//! the parts around them are kept aside. The nesting is bounded here, before the parser builds anything.

use crate::guard::Guard;
use crate::lex::token::{Kind, Token};
use crate::literal;
use crate::tree::{Conversion, Span};
use crate::wrap::{Cursor, Wrapped};

/// A token for the parser, with offsets of the source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) kind: ItemKind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The token it was made from.
    pub(crate) token: u32,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    Token(Kind),
    /// `match`, `case` and `type` where they are keywords.
    Match,
    Case,
    Type,
    /// Bytes in place of a string.
    Bytes,
}

/// The value of a run of adjacent strings.
pub(crate) struct Literal {
    /// Where the run starts in the source.
    pub(crate) start: u32,
    /// Its value.
    pub(crate) value: Value,
}

/// What adjacent strings are together.
pub(crate) enum Value {
    Str(Box<str>),
    Bytes(Box<[u8]>),
    FString(Vec<Part>),
}

/// A part of an f-string.
pub(crate) enum Part {
    Text(String),
    Field(Box<Field>),
}

/// A replacement field; its expression is in the set display, in the order of the opening braces.
pub(crate) struct Field {
    pub(crate) span: Span,
    pub(crate) conversion: Option<Conversion>,
    pub(crate) spec: Vec<Part>,
}

/// What the parser is given.
pub(crate) struct Prepared {
    pub(crate) items: Vec<Item>,
    /// Ascending by start.
    pub(crate) literals: Vec<Literal>,
    /// Something that CPython refuses although the parser may accept it.
    pub(crate) suspicious: bool,
    /// The bound on nesting was passed: where, and the level reached.
    pub(crate) too_deep: Option<(Span, u32)>,
    /// A replacement field that is a starred expression and nothing else: CPython's parser takes it, its compiler
    /// does not.
    pub(crate) starred_field: Option<Span>,
    /// Stars left out behind `as`, where CPython's compiler refuses them and the parser does not know them.
    pub(crate) stars: Vec<u32>,
}

/// A run of adjacent strings that is being read.
struct Run {
    /// Its item.
    item: usize,
    /// Its first token.
    first: usize,
    literal: usize,
    parts: Vec<Part>,
    bytes: Vec<u8>,
    is_bytes: bool,
    /// Inside an f-string.
    open: bool,
    /// Text comes next, not tokens of a field.
    in_text: bool,
    /// The f-string is raw.
    raw: bool,
    fields: Vec<OpenField>,
}

/// A replacement field that is being read.
struct OpenField {
    start: Token,
    depth: u32,
    /// Items there were before its expression.
    before: usize,
    /// The expression has ended.
    ended: bool,
    comma: bool,
    debug: bool,
    conversion: Option<Conversion>,
    spec: Option<Vec<Part>>,
}

struct Preparer<'a> {
    text: &'a str,
    tokens: &'a [Token],
    cursor: Cursor<'a>,
    prepared: Prepared,
    runs: Vec<Run>,
    guard: Guard,
    /// For each block that is open: whether it is the block of a `match`.
    blocks: Vec<bool>,
    opens_match: bool,
    /// Whether the current line is a `with` statement.
    in_with: bool,
    /// Open brackets.
    brackets: Vec<OpenBracket>,
}

/// A bracket that is open outside of strings.
#[derive(Clone, Copy)]
struct OpenBracket {
    subscript: bool,
    /// A parenthesis is open around a starred index.
    starred: bool,
}

/// Makes the parser's tokens of the tokens of the body.
pub(crate) fn prepare(wrapped: &Wrapped, tokens: &[Token], limit: u32) -> Prepared {
    let mut preparer = Preparer {
        text: &wrapped.text,
        tokens,
        cursor: wrapped.cursor(),
        prepared: Prepared {
            items: Vec::with_capacity(tokens.len().saturating_add(16)),
            literals: Vec::new(),
            suspicious: false,
            too_deep: None,
            starred_field: None,
            stars: Vec::new(),
        },
        runs: Vec::new(),
        guard: Guard::new(limit),
        blocks: Vec::new(),
        opens_match: false,
        in_with: false,
        brackets: Vec::new(),
    };
    for (index, token) in tokens.iter().enumerate() {
        preparer.token(index, *token);
        if preparer.prepared.too_deep.is_some() {
            break;
        }
    }
    preparer.prepared
}

impl<'a> Preparer<'a> {
    fn slice(&self, start: u32, end: u32) -> &'a str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    fn push(&mut self, kind: ItemKind, token: Token, index: usize) {
        let start = self.cursor.source_of(token.start);
        let end = if token.end > token.start { self.cursor.source_of_end(token.end) } else { start };
        self.push_at(kind, Span { start, end }, index);
    }

    fn push_at(&mut self, kind: ItemKind, span: Span, index: usize) {
        let token = u32::try_from(index).unwrap_or(u32::MAX);
        self.prepared.items.push(Item { kind, start: span.start, end: span.end, token });
        self.feed(kind, span);
    }

    fn feed(&mut self, kind: ItemKind, span: Span) {
        if let Err(level) = self.guard.feed(kind) {
            self.prepared.too_deep.get_or_insert((span, level));
        }
    }

    fn token(&mut self, index: usize, token: Token) {
        match token.kind {
            Kind::String | Kind::FStringStart => return self.string_like(index, token),
            Kind::FStringMiddle => return self.middle(token),
            Kind::FStringEnd => {
                if let Some(run) = self.runs.last_mut() {
                    run.open = false;
                    run.in_text = false;
                }
                return;
            }
            _ => {}
        }
        if self.runs.last().is_some_and(|run| !run.open) {
            self.finish_run(index, token);
        }
        if self.runs.last().is_some_and(|run| run.in_text) {
            return self.in_text(index, token);
        }
        if self.runs.last().is_some_and(|run| !run.fields.is_empty()) && self.in_field(index, token) {
            return;
        }
        self.plain(index, token);
    }

    fn plain(&mut self, index: usize, token: Token) {
        if self.at_line_start(index) {
            self.in_with = matches!(token.kind, Kind::With | Kind::Async);
        }
        let starred = self.bracket(index, token);
        let kind = match token.kind {
            Kind::Name => self.soft_keyword(index, token),
            Kind::Indent => {
                self.blocks.push(std::mem::take(&mut self.opens_match));
                ItemKind::Token(Kind::Indent)
            }
            Kind::Dedent => {
                self.blocks.pop();
                ItemKind::Token(Kind::Dedent)
            }
            Kind::Int if literal::number::too_long(self.slice(token.start, token.end)).is_some() => {
                self.prepared.suspicious = true;
                ItemKind::Token(Kind::Int)
            }
            Kind::Star if self.in_with && self.kind(index.wrapping_sub(1)) == Some(Kind::As) => {
                let start = self.cursor.source_of(token.start);
                self.prepared.stars.push(start);
                return;
            }
            Kind::DoubleStar => {
                self.double_star(index);
                ItemKind::Token(Kind::DoubleStar)
            }
            kind => ItemKind::Token(kind),
        };
        self.push(kind, token, index);
        if starred {
            let end = self.prepared.items.last().map_or(0, |item| item.end);
            self.push_at(ItemKind::Token(Kind::LeftParen), Span { start: end, end }, index);
        }
    }

    /// Keeps track of brackets. A starred index may be any expression, but the parser takes an operand of `|` at
    /// most: it gets parentheses. True when they open behind this token.
    fn bracket(&mut self, index: usize, token: Token) -> bool {
        let before = self.kind(index.wrapping_sub(1));
        let after = self.kind(index.wrapping_add(1));
        match token.kind {
            Kind::LeftParen | Kind::LeftBrace | Kind::LeftBracket => {
                let keyword = self.prepared.items.last().is_some_and(|item| {
                    matches!(item.kind, ItemKind::Case | ItemKind::Match | ItemKind::Type)
                });
                let subscript =
                    token.kind == Kind::LeftBracket && !keyword && before.is_some_and(ends_operand);
                self.brackets.push(OpenBracket { subscript, starred: false });
                return false;
            }
            Kind::Star if matches!(before, Some(Kind::LeftBracket | Kind::Comma)) => {
                let Some(bracket) = self.brackets.last_mut().filter(|bracket| bracket.subscript) else {
                    return false;
                };
                bracket.starred = true;
                self.prepared.suspicious |=
                    matches!(after, Some(Kind::Comma | Kind::RightBracket | Kind::Yield | Kind::Star));
                return true;
            }
            _ => {}
        }
        let open = self.brackets.last().is_some_and(|bracket| bracket.starred);
        match token.kind {
            Kind::ColonEqual | Kind::For | Kind::Async => self.prepared.suspicious |= open,
            Kind::Comma | Kind::RightBracket if open => {
                let start = self.cursor.source_of(token.start);
                self.push_at(ItemKind::Token(Kind::RightParen), Span { start, end: start }, index);
                if let Some(bracket) = self.brackets.last_mut() {
                    bracket.starred = false;
                }
            }
            _ => {}
        }
        if matches!(token.kind, Kind::RightParen | Kind::RightBrace | Kind::RightBracket) {
            self.brackets.pop();
        }
        false
    }

    fn kind(&self, index: usize) -> Option<Kind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    /// `*, **` and a `**` without anything behind it, which the parser takes for parameters.
    fn double_star(&mut self, index: usize) {
        let bare = self.kind(index.wrapping_sub(1)) == Some(Kind::Comma)
            && self.kind(index.wrapping_sub(2)) == Some(Kind::Star);
        let alone =
            matches!(self.kind(index.wrapping_add(1)), Some(Kind::RightParen | Kind::Comma | Kind::Colon));
        self.prepared.suspicious |= bare || alone;
    }

    fn at_line_start(&self, index: usize) -> bool {
        matches!(self.kind(index.wrapping_sub(1)), None | Some(Kind::Newline | Kind::Indent | Kind::Dedent))
    }

    fn soft_keyword(&mut self, index: usize, token: Token) -> ItemKind {
        let name = ItemKind::Token(Kind::Name);
        let before = self.kind(index.wrapping_sub(1));
        let line_start = self.at_line_start(index);
        match self.slice(token.start, token.end) {
            "match" if line_start => {
                let rest = self.tokens.get(index..).unwrap_or_default();
                let end = rest.iter().position(|token| token.kind == Kind::Newline).unwrap_or(0);
                if end < 2 || self.kind(index.wrapping_add(end).wrapping_sub(1)) != Some(Kind::Colon) {
                    return name;
                }
                self.opens_match = true;
                ItemKind::Match
            }
            "case" if line_start && self.blocks.last() == Some(&true) => ItemKind::Case,
            "type" if line_start || matches!(before, Some(Kind::Semicolon | Kind::Colon)) => {
                if self.kind(index.wrapping_add(1)) == Some(Kind::Name) { ItemKind::Type } else { name }
            }
            _ => name,
        }
    }

    fn string_like(&mut self, index: usize, token: Token) {
        if self.runs.last().is_none_or(|run| run.open) {
            self.start_run(index, token);
        }
        let Some(run) = self.runs.last_mut() else { return };
        if token.kind == Kind::FStringStart {
            run.open = true;
            run.in_text = true;
            run.raw = token.data == 1;
            self.prepared.suspicious |= run.is_bytes;
            return;
        }
        let source = self.text.get(token.start as usize..token.end as usize).unwrap_or_default();
        let shape = literal::shape(source);
        self.prepared.suspicious |= shape.is_bytes != run.is_bytes;
        let contents = source.get(shape.start..shape.end).unwrap_or_default();
        if shape.is_bytes {
            match literal::bytes(contents, shape.raw) {
                Ok(value) => run.bytes.extend_from_slice(&value),
                Err(_) => self.prepared.suspicious = true,
            }
        } else {
            match literal::text(contents, shape.raw) {
                Ok(value) => push_text(&mut run.parts, &value),
                Err(_) => self.prepared.suspicious = true,
            }
        }
    }

    fn start_run(&mut self, index: usize, token: Token) {
        let is_bytes = token.kind == Kind::String && {
            let source = self.slice(token.start, token.end);
            literal::shape(source).is_bytes
        };
        let kind = if is_bytes { ItemKind::Bytes } else { ItemKind::Token(Kind::String) };
        self.push(kind, token, index);
        let start = self.prepared.items.last().map_or(0, |item| item.start);
        let literal = self.prepared.literals.len();
        self.prepared.literals.push(Literal { start, value: Value::Str("".into()) });
        self.runs.push(Run {
            item: self.prepared.items.len().saturating_sub(1),
            first: index,
            literal,
            parts: Vec::new(),
            bytes: Vec::new(),
            is_bytes,
            open: false,
            in_text: false,
            raw: false,
            fields: Vec::new(),
        });
    }

    /// Ends the run of strings before a token.
    fn finish_run(&mut self, index: usize, token: Token) {
        let Some(run) = self.runs.pop() else { return };
        let previous = self.tokens.get(index.wrapping_sub(1)).copied().unwrap_or(token);
        let end = self.cursor.source_of_end(previous.end);
        let mut has_fields = false;
        if let Some(item) = self.prepared.items.get_mut(run.item) {
            has_fields = item.kind == ItemKind::Token(Kind::LeftBrace);
            if !has_fields {
                item.end = end;
            }
        }
        if has_fields {
            let start = self.cursor.source_of(previous.start);
            self.push_at(ItemKind::Token(Kind::RightBrace), Span { start, end }, index);
        }
        let formatted = self.tokens.get(run.first..index).unwrap_or_default();
        let formatted = formatted.iter().any(|token| token.kind == Kind::FStringStart);
        let value = if run.is_bytes {
            Value::Bytes(run.bytes.into_boxed_slice())
        } else {
            let mut parts = run.parts;
            match parts.pop() {
                None if !formatted => Value::Str("".into()),
                Some(Part::Text(text)) if !formatted => Value::Str(text.into_boxed_str()),
                last => {
                    parts.extend(last);
                    Value::FString(parts)
                }
            }
        };
        if let Some(literal) = self.prepared.literals.get_mut(run.literal) {
            literal.value = value;
        }
    }

    fn middle(&mut self, token: Token) {
        let contents = self.slice(token.start, token.end);
        let Some(run) = self.runs.last_mut() else { return };
        match literal::text(contents, token.data == 1) {
            Ok(value) => {
                let spec = run.fields.last_mut().and_then(|field| field.spec.as_mut());
                push_text(spec.unwrap_or(&mut run.parts), &value);
            }
            Err(_) => self.prepared.suspicious = true,
        }
    }

    /// A token where text of an f-string is expected: the start of a field.
    fn in_text(&mut self, index: usize, token: Token) {
        let Some(run) = self.runs.last_mut() else { return };
        if token.kind == Kind::RightBrace && !run.fields.is_empty() {
            run.in_text = false;
            self.in_field(index, token);
            return;
        }
        if token.kind != Kind::LeftBrace {
            self.prepared.suspicious = true;
            return;
        }
        run.in_text = false;
        let first =
            self.prepared.items.get_mut(run.item).filter(|item| item.kind == ItemKind::Token(Kind::String));
        let brace = first.map(|item| {
            item.kind = ItemKind::Token(Kind::LeftBrace);
            Span { start: item.start, end: item.end }
        });
        match brace {
            Some(span) => self.feed(ItemKind::Token(Kind::LeftBrace), span),
            None => self.push(ItemKind::Token(Kind::Comma), token, index),
        }
        self.push(ItemKind::Token(Kind::LeftParen), token, index);
        let before = self.prepared.items.len();
        let field = OpenField {
            start: token,
            depth: 0,
            before,
            ended: false,
            comma: false,
            debug: false,
            conversion: None,
            spec: None,
        };
        if let Some(run) = self.runs.last_mut() {
            run.fields.push(field);
        }
    }

    /// A token inside a field. True when it belongs to the field itself, not to its expression.
    fn in_field(&mut self, index: usize, token: Token) -> bool {
        let next = self.kind(index.wrapping_add(1));
        let Some(field) = self.runs.last_mut().and_then(|run| run.fields.last_mut()) else { return false };
        match token.kind {
            Kind::LeftParen | Kind::LeftBracket | Kind::LeftBrace => {
                field.depth = field.depth.saturating_add(1)
            }
            Kind::RightParen | Kind::RightBracket | Kind::RightBrace if field.depth > 0 => {
                field.depth = field.depth.saturating_sub(1);
            }
            Kind::RightBrace => {
                self.end_expression(index, token);
                self.close_field(token);
                return true;
            }
            _ if field.depth > 0 => {}
            Kind::Comma => field.comma = true,
            Kind::Equal if matches!(next, Some(Kind::Exclamation | Kind::Colon | Kind::RightBrace)) => {
                self.end_expression(index, token);
                let end = self.tokens.get(index.wrapping_add(1)).map_or(token.end, |next| next.start);
                self.self_document(end);
                return true;
            }
            Kind::Exclamation => {
                self.end_expression(index, token);
                self.conversion(index, token);
                return true;
            }
            Kind::Colon => {
                self.end_expression(index, token);
                if let Some(run) = self.runs.last_mut() {
                    run.in_text = true;
                    if let Some(field) = run.fields.last_mut() {
                        field.spec = Some(Vec::new());
                    }
                }
                return true;
            }
            _ => {}
        }
        if self.runs.last().and_then(|run| run.fields.last()).is_some_and(|field| field.ended) {
            // The letter of a conversion; anything else has been found suspicious.
            return true;
        }
        false
    }

    fn end_expression(&mut self, index: usize, token: Token) {
        let count = self.prepared.items.len();
        let Some(field) = self.runs.last_mut().and_then(|run| run.fields.last_mut()) else { return };
        if std::mem::replace(&mut field.ended, true) {
            return;
        }
        let (before, comma) = (field.before, field.comma);
        self.prepared.suspicious |= before == count;
        let first = self.prepared.items.get(before).filter(|item| item.kind == ItemKind::Token(Kind::Star));
        if let Some(star) = first.filter(|_| !comma) {
            let span =
                Span { start: star.start, end: self.prepared.items.last().map_or(star.end, |item| item.end) };
            self.prepared.starred_field.get_or_insert(span);
        }
        self.push(ItemKind::Token(Kind::RightParen), token, index);
    }

    /// The text of a field that shows itself, `name=`. CPython reads its escapes as those of the string, except inside a
    /// format specification.
    fn self_document(&mut self, end: u32) {
        let text = self.text;
        let Some(run) = self.runs.last_mut() else { return };
        let Some(mut field) = run.fields.pop() else { return };
        field.debug = true;
        let shown = text.get(field.start.end as usize..end as usize).unwrap_or_default();
        let shown = without_comments(shown);
        match run.fields.last_mut().and_then(|outer| outer.spec.as_mut()) {
            Some(spec) => push_text(spec, &shown),
            None => match literal::text(&shown, run.raw) {
                Ok(value) => push_text(&mut run.parts, &value),
                Err(_) => self.prepared.suspicious = true,
            },
        }
        run.fields.push(field);
    }

    fn conversion(&mut self, index: usize, token: Token) {
        let letter = self.tokens.get(index.wrapping_add(1)).filter(|next| next.start == token.end);
        let text = letter.map_or("", |next| self.slice(next.start, next.end));
        let after = self.kind(index.wrapping_add(2));
        let conversion = match text {
            "s" => Some(Conversion::Str),
            "r" => Some(Conversion::Repr),
            "a" => Some(Conversion::Ascii),
            _ => None,
        };
        self.prepared.suspicious |=
            conversion.is_none() || !matches!(after, Some(Kind::Colon | Kind::RightBrace));
        if let Some(field) = self.runs.last_mut().and_then(|run| run.fields.last_mut()) {
            field.conversion = conversion;
        }
    }

    fn close_field(&mut self, token: Token) {
        let end = self.cursor.source_of_end(token.end);
        let Some(run) = self.runs.last_mut() else { return };
        let Some(field) = run.fields.pop() else { return };
        let start = self.cursor.source_of(field.start.start);
        let shows_itself = field.debug && field.conversion.is_none() && field.spec.is_none();
        let conversion = if shows_itself { Some(Conversion::Repr) } else { field.conversion };
        let spec = field.spec.unwrap_or_default();
        let done = Field { span: Span { start, end }, conversion, spec };
        let parts = run.fields.last_mut().and_then(|outer| outer.spec.as_mut()).unwrap_or(&mut run.parts);
        parts.push(Part::Field(Box::new(done)));
        run.in_text = true;
    }
}

/// Whether a `[` behind a token starts a subscript.
const fn ends_operand(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Name
            | Kind::Int
            | Kind::Float
            | Kind::Imaginary
            | Kind::String
            | Kind::FStringEnd
            | Kind::RightParen
            | Kind::RightBracket
            | Kind::RightBrace
            | Kind::Ellipsis
            | Kind::None
            | Kind::True
            | Kind::False
    )
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(Part::Text(last)) = parts.last_mut() {
        last.push_str(text);
    } else {
        parts.push(Part::Text(text.into()));
    }
}

/// CPython leaves comments out of the text that `=` shows, taking every `#` for the start of one.
pub(crate) fn without_comments(text: &str) -> String {
    if !text.contains('#') {
        return text.into();
    }
    let lines = text.split('\n').map(|line| line.split_once('#').map_or(line, |(code, _)| code));
    lines.collect::<Vec<_>>().join("\n")
}
