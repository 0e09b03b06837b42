//! Plain expressions and statements, which were folded before the parser ran: read from their items.
//!
//! The folding has seen to it that nothing else is there, so reading cannot fail; would it ever, the text is looked at
//! again by the machine that explains errors.

use super::{Converter, targets};
use crate::ast::{Call, Expr, ExprKind, Name, Slice, StmtKind};
use crate::fold::{Entry, EntryKind, power};
use crate::lex::token::Kind;
use crate::prepare::{ItemKind, Value};
use crate::tree::{BinaryOp, CompareOp, Constant, Span, UnaryOp};

/// What was read.
struct Read {
    expr: Expr,
    /// Levels of the tree.
    height: u32,
    /// The text with the parentheses around it.
    span: Span,
}

/// How tightly the operand of `not` binds.
const NOT: u32 = 3;
/// How tightly the operand of `-x` binds, and what stands behind `**`.
const UNARY: u32 = 11;

impl Converter<'_> {
    /// The expression of an entry of several items.
    #[inline(never)]
    pub(super) fn operand(&mut self, entry: Entry) -> Expr {
        let mut at = entry.first as usize;
        self.last = entry.last as usize;
        let expr = self.whole(&mut at);
        self.suspicious |= at != self.last.saturating_add(1);
        expr
    }

    /// An expression that does not stand in another.
    fn whole(&mut self, at: &mut usize) -> Expr {
        let read = self.climb(at, 0);
        if self.depth.saturating_add(read.height) > self.limit {
            self.too_deep.get_or_insert(read.span);
        }
        read.expr
    }

    /// The statement of the entry that starts at an offset; none when a `pass` stands there.
    #[inline(never)]
    pub(super) fn plain_statement(&mut self, start: u32) -> Option<StmtKind> {
        let starts = |entry: &Entry| self.items.get(entry.first as usize).map_or(u32::MAX, |item| item.start);
        let from = self.entries.partition_point(|entry| starts(entry) < start);
        let mut here = self.entries.iter().skip(from).take_while(|entry| starts(entry) == start);
        let entry = *here.find(|entry| entry.kind == EntryKind::Statement)?;
        let mut at = entry.first as usize;
        self.last = entry.last as usize;
        let kind = self.statement_read(&mut at);
        self.suspicious |= at != self.last.saturating_add(1);
        Some(kind)
    }

    fn statement_read(&mut self, at: &mut usize) -> StmtKind {
        if self.item_kind(*at) == Some(Kind::Return) {
            *at = at.wrapping_add(1);
            let value = self.item_kind(*at).is_some().then(|| self.whole(at));
            return StmtKind::Return(value);
        }
        let first = self.whole(at);
        let Some(kind) = self.item_kind(*at) else { return StmtKind::Expr(first) };
        *at = at.wrapping_add(1);
        if let Some(op) = augmented(kind) {
            self.suspicious |= !targets::single(&first);
            return StmtKind::AugAssign { target: first, op, value: self.whole(at) };
        }
        self.suspicious |= kind != Kind::Equal || !targets::assignable(&first);
        let mut targets = vec![first];
        loop {
            let value = self.whole(at);
            if self.item_kind(*at) != Some(Kind::Equal) {
                return StmtKind::Assign { targets, value };
            }
            *at = at.wrapping_add(1);
            self.suspicious |= !targets::assignable(&value);
            targets.push(value);
        }
    }

    /// The kind of an item; none behind the entry.
    fn item_kind(&self, at: usize) -> Option<Kind> {
        self.items.get(at).filter(|_| at <= self.last).map(|item| match item.kind {
            ItemKind::Token(kind) => kind,
            ItemKind::Bytes => Kind::String,
            ItemKind::Match | ItemKind::Case | ItemKind::Type => Kind::Other,
        })
    }

    fn item_span(&self, at: usize) -> Span {
        self.items.get(at).map_or_else(Span::default, |item| Span { start: item.start, end: item.end })
    }

    fn made(&mut self, kind: ExprKind, span: Span, height: u32) -> Read {
        self.nodes = self.nodes.saturating_add(1);
        Read { expr: Expr { kind, span, yields: false }, height: height.saturating_add(1), span }
    }

    /// An expression of operators that bind as tightly as said, or more.
    fn climb(&mut self, at: &mut usize, least: u32) -> Read {
        let unary = match self.item_kind(*at) {
            Some(Kind::Not) => Some((UnaryOp::Not, NOT)),
            Some(Kind::Minus) => Some((UnaryOp::Negate, UNARY)),
            Some(Kind::Plus) => Some((UnaryOp::Plus, UNARY)),
            Some(Kind::Tilde) => Some((UnaryOp::Invert, UNARY)),
            _ => None,
        };
        let mut left = match unary {
            Some((op, power)) => {
                let start = self.item_span(*at).start;
                *at = at.wrapping_add(1);
                let operand = self.climb(at, power);
                let span = Span { start, end: operand.span.end };
                self.made(ExprKind::Unary(op, Box::new(operand.expr)), span, operand.height)
            }
            None => self.primary(at),
        };
        while let Some(kind) = self.item_kind(*at) {
            let power = power(kind);
            if power == 0 || power < least {
                break;
            }
            left = match kind {
                Kind::Or | Kind::And => self.chained(at, left, kind, power),
                _ if power == 4 => self.compared(at, left),
                _ => self.binary_read(at, left, kind, power),
            };
        }
        left
    }

    #[inline(never)]
    fn binary_read(&mut self, at: &mut usize, left: Read, kind: Kind, power: u32) -> Read {
        *at = at.wrapping_add(1);
        let right = self.climb(at, if kind == Kind::DoubleStar { UNARY } else { power.wrapping_add(1) });
        let Some(op) = binary(kind) else {
            self.suspicious = true;
            return left;
        };
        let span = Span { start: left.span.start, end: right.span.end };
        let height = left.height.max(right.height);
        self.made(ExprKind::Binary(op, Box::new((left.expr, right.expr))), span, height)
    }

    /// `and` or `or` between operands.
    #[inline(never)]
    fn chained(&mut self, at: &mut usize, left: Read, kind: Kind, power: u32) -> Read {
        let Read { expr, mut height, mut span } = left;
        let mut values = Vec::with_capacity(2);
        values.push(expr);
        while self.item_kind(*at) == Some(kind) {
            *at = at.wrapping_add(1);
            let next = self.climb(at, power.wrapping_add(1));
            height = height.max(next.height);
            span.end = next.span.end;
            values.push(next.expr);
        }
        self.made(if kind == Kind::Or { ExprKind::Or(values) } else { ExprKind::And(values) }, span, height)
    }

    #[inline(never)]
    fn compared(&mut self, at: &mut usize, left: Read) -> Read {
        let Read { expr, mut height, mut span } = left;
        let mut rest = Vec::with_capacity(1);
        while let Some((op, items)) = self.comparison(*at) {
            *at = at.wrapping_add(items);
            let next = self.climb(at, 5);
            height = height.max(next.height);
            span.end = next.span.end;
            rest.push((op, next.expr));
        }
        self.suspicious |= rest.is_empty();
        if rest.is_empty() {
            *at = at.wrapping_add(1);
        }
        self.made(ExprKind::Compare { left: Box::new(expr), rest }, span, height)
    }

    /// The comparison at an item and how many items it takes.
    fn comparison(&self, at: usize) -> Option<(CompareOp, usize)> {
        let next = || self.item_kind(at.wrapping_add(1));
        Some(match self.item_kind(at)? {
            Kind::EqualEqual => (CompareOp::Eq, 1),
            Kind::NotEqual => (CompareOp::Ne, 1),
            Kind::Less => (CompareOp::Lt, 1),
            Kind::LessEqual => (CompareOp::Le, 1),
            Kind::Greater => (CompareOp::Gt, 1),
            Kind::GreaterEqual => (CompareOp::Ge, 1),
            Kind::In => (CompareOp::In, 1),
            Kind::Is if next() == Some(Kind::Not) => (CompareOp::IsNot, 2),
            Kind::Is => (CompareOp::Is, 1),
            Kind::Not if next() == Some(Kind::In) => (CompareOp::NotIn, 2),
            _ => return None,
        })
    }

    /// An atom with its trailers.
    fn primary(&mut self, at: &mut usize) -> Read {
        let mut read = match self.item_kind(*at) {
            Some(Kind::LeftParen) => self.in_parentheses(at),
            Some(Kind::LeftBracket) => self.list(at),
            Some(Kind::LeftBrace) => self.braces(at),
            _ => self.atom(at),
        };
        loop {
            read = match self.item_kind(*at) {
                Some(Kind::Dot) => self.attribute(at, read),
                Some(Kind::LeftParen) => self.call_read(at, read),
                Some(Kind::LeftBracket) => self.subscript_read(at, read),
                _ => return read,
            };
        }
    }

    #[inline(never)]
    fn atom(&mut self, at: &mut usize) -> Read {
        let span = self.item_span(*at);
        let kind = match self.item_kind(*at) {
            Some(Kind::Name) => {
                let name = self.name_at(*at);
                self.check_name(name);
                ExprKind::Name(name.symbol)
            }
            Some(Kind::None) => ExprKind::Constant(Constant::None),
            Some(Kind::True) => ExprKind::Constant(Constant::Bool(true)),
            Some(Kind::False) => ExprKind::Constant(Constant::Bool(false)),
            Some(Kind::Ellipsis) => ExprKind::Constant(Constant::Ellipsis),
            Some(Kind::Int) => self.int(span),
            Some(Kind::Float) => self.float(span),
            Some(Kind::Imaginary) => self.imaginary(span),
            Some(Kind::String) => self.string(span),
            _ => {
                self.suspicious = true;
                ExprKind::Constant(Constant::None)
            }
        };
        *at = at.wrapping_add(1);
        self.made(kind, span, 0)
    }

    #[inline(never)]
    fn in_parentheses(&mut self, at: &mut usize) -> Read {
        let start = self.item_span(*at).start;
        *at = at.wrapping_add(1);
        let mut read = self.climb(at, 0);
        read.span = Span { start, end: self.closing(at) };
        read
    }

    /// Steps over a closing bracket; its end.
    fn closing(&mut self, at: &mut usize) -> u32 {
        let closes =
            matches!(self.item_kind(*at), Some(Kind::RightParen | Kind::RightBracket | Kind::RightBrace));
        self.suspicious |= !closes;
        let end = self.item_span(*at).end;
        *at = at.wrapping_add(1);
        end
    }

    #[inline(never)]
    fn list(&mut self, at: &mut usize) -> Read {
        let start = self.item_span(*at).start;
        *at = at.wrapping_add(1);
        let mut elements = Vec::new();
        let mut height = 0;
        while !self.closes(*at) {
            let element = self.climb(at, 0);
            height = height.max(element.height);
            elements.push(element.expr);
            self.comma(at);
        }
        let span = Span { start, end: self.closing(at) };
        self.made(ExprKind::List(elements), span, height)
    }

    /// A dict, a set, or what stands for an f-string.
    #[inline(never)]
    fn braces(&mut self, at: &mut usize) -> Read {
        let open = self.item_span(*at);
        *at = at.wrapping_add(1);
        if open.end.saturating_sub(open.start) != 1 {
            return self.fields(at, open.start);
        }
        let mut height = 0;
        let mut elements = Vec::new();
        let mut pairs = Vec::new();
        while !self.closes(*at) {
            let first = self.climb(at, 0);
            height = height.max(first.height);
            if self.item_kind(*at) == Some(Kind::Colon) {
                *at = at.wrapping_add(1);
                let value = self.climb(at, 0);
                height = height.max(value.height);
                pairs.push((Some(first.expr), value.expr));
            } else {
                elements.push(first.expr);
            }
            self.comma(at);
        }
        let span = Span { start: open.start, end: self.closing(at) };
        let kind = if elements.is_empty() { ExprKind::Dict(pairs) } else { ExprKind::Set(elements) };
        self.made(kind, span, height)
    }

    #[inline(never)]
    fn fields(&mut self, at: &mut usize, start: u32) -> Read {
        let mut height = 0;
        let kind = match self.literal(start) {
            Some(Value::FString(parts)) => {
                let parts = self.parts(parts, &mut |converter, _| {
                    if converter.closes(*at) {
                        return None;
                    }
                    let value = converter.climb(at, 0);
                    height = height.max(value.height);
                    converter.comma(at);
                    Some(value.expr)
                });
                ExprKind::FString(parts)
            }
            _ => {
                self.suspicious = true;
                ExprKind::Constant(Constant::None)
            }
        };
        let span = Span { start, end: self.closing(at) };
        self.made(kind, span, height)
    }

    /// Whether a bracket closes at an item, or nothing is there that could be read.
    fn closes(&self, at: usize) -> bool {
        matches!(self.item_kind(at), None | Some(Kind::RightParen | Kind::RightBracket | Kind::RightBrace))
    }

    /// Steps over a comma; anything else must be a closing bracket.
    fn comma(&mut self, at: &mut usize) {
        if self.item_kind(*at) == Some(Kind::Comma) {
            *at = at.wrapping_add(1);
        } else if !self.closes(*at) {
            self.suspicious = true;
            *at = at.wrapping_add(1);
        }
    }

    #[inline(never)]
    fn attribute(&mut self, at: &mut usize, object: Read) -> Read {
        let name = self.name_at(at.wrapping_add(1));
        let text = self.names.text(name.symbol);
        self.findings.attribute(text, &object.expr, name.span, self.names, self.source);
        *at = at.wrapping_add(2);
        let span = Span { start: object.span.start, end: name.span.end };
        self.made(ExprKind::Attribute(Box::new(object.expr), name.symbol), span, object.height)
    }

    #[inline(never)]
    fn subscript_read(&mut self, at: &mut usize, object: Read) -> Read {
        *at = at.wrapping_add(1);
        let index = self.index(at);
        let span = Span { start: object.span.start, end: self.closing(at) };
        let height = object.height.max(index.height);
        self.made(ExprKind::Subscript(Box::new((object.expr, index.expr))), span, height)
    }

    fn index(&mut self, at: &mut usize) -> Read {
        let start = self.item_span(*at).start;
        let first = self.bound(at);
        if self.item_kind(*at) != Some(Kind::Colon) {
            if let Some(index) = first {
                return index;
            }
            self.suspicious = true;
        }
        let mut bounds = [first, None, None];
        for bound in bounds.iter_mut().skip(1) {
            if self.item_kind(*at) != Some(Kind::Colon) {
                break;
            }
            *at = at.wrapping_add(1);
            *bound = self.bound(at);
        }
        let height = bounds.iter().flatten().map(|bound| bound.height).max().unwrap_or(0);
        let end = self.item_span(at.wrapping_sub(1)).end;
        let [lower, upper, step] = bounds.map(|bound| bound.map(|bound| bound.expr));
        let span = Span { start, end };
        self.made(ExprKind::Slice(Box::new(Slice { lower, upper, step })), span, height)
    }

    fn bound(&mut self, at: &mut usize) -> Option<Read> {
        let none = self.closes(*at) || self.item_kind(*at) == Some(Kind::Colon);
        if none { None } else { Some(self.climb(at, 0)) }
    }

    #[inline(never)]
    fn call_read(&mut self, at: &mut usize, function: Read) -> Read {
        *at = at.wrapping_add(1);
        let mut height = function.height;
        let mut arguments = Vec::new();
        let mut keywords: Vec<(Option<Name>, Expr)> = Vec::new();
        while !self.closes(*at) {
            let keyword = self.item_kind(at.wrapping_add(1)) == Some(Kind::Equal);
            if keyword {
                let name = self.name_at(*at);
                self.check_name(name);
                *at = at.wrapping_add(2);
                let value = self.climb(at, 0);
                height = height.max(value.height);
                keywords.push((Some(name), value.expr));
            } else {
                let value = self.climb(at, 0);
                height = height.max(value.height);
                arguments.push(value.expr);
            }
            self.comma(at);
        }
        let span = Span { start: function.span.start, end: self.closing(at) };
        let call = Call { function: function.expr, arguments, keywords };
        self.made(ExprKind::Call(Box::new(call)), span, height)
    }
}

const fn binary(kind: Kind) -> Option<BinaryOp> {
    Some(match kind {
        Kind::Plus => BinaryOp::Add,
        Kind::Minus => BinaryOp::Sub,
        Kind::Star => BinaryOp::Mul,
        Kind::Slash => BinaryOp::Div,
        Kind::DoubleSlash => BinaryOp::FloorDiv,
        Kind::Percent => BinaryOp::Mod,
        Kind::DoubleStar => BinaryOp::Pow,
        Kind::At => BinaryOp::MatMul,
        Kind::LeftShift => BinaryOp::LShift,
        Kind::RightShift => BinaryOp::RShift,
        Kind::Ampersand => BinaryOp::BitAnd,
        Kind::Bar => BinaryOp::BitOr,
        Kind::Caret => BinaryOp::BitXor,
        _ => return None,
    })
}

/// The operator of an assignment with one.
const fn augmented(kind: Kind) -> Option<BinaryOp> {
    binary(match kind {
        Kind::PlusEqual => Kind::Plus,
        Kind::MinusEqual => Kind::Minus,
        Kind::StarEqual => Kind::Star,
        Kind::SlashEqual => Kind::Slash,
        Kind::DoubleSlashEqual => Kind::DoubleSlash,
        Kind::PercentEqual => Kind::Percent,
        Kind::DoubleStarEqual => Kind::DoubleStar,
        Kind::AtEqual => Kind::At,
        Kind::LeftShiftEqual => Kind::LeftShift,
        Kind::RightShiftEqual => Kind::RightShift,
        Kind::AmpersandEqual => Kind::Ampersand,
        Kind::BarEqual => Kind::Bar,
        Kind::CaretEqual => Kind::Caret,
        _ => return None,
    })
}
