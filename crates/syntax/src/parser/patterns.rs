//! Patterns of `match`.

use super::foreign::Ranged;
use super::{Converter, foreign};
use crate::ast::{Expr, ExprKind, Name, Pattern, PatternKind};
use crate::lex::token::Kind;
use crate::tree::{Constant, Span};

impl Converter<'_> {
    /// A pattern and everything below it; `in_sequence` where a star may stand.
    pub(super) fn pattern(&mut self, pattern: &foreign::Pattern, in_sequence: bool) -> Pattern {
        let span = Self::span(pattern.range());
        self.nodes = self.nodes.saturating_add(1);
        let kind = self.deeper(span, |converter| converter.pattern_kind(pattern, span, in_sequence));
        Pattern { kind: kind.unwrap_or(PatternKind::Singleton(Constant::None)), span }
    }

    fn patterns(&mut self, patterns: &[foreign::Pattern], in_sequence: bool) -> Vec<Pattern> {
        patterns.iter().map(|pattern| self.pattern(pattern, in_sequence)).collect()
    }

    #[inline(never)]
    fn pattern_kind(&mut self, pattern: &foreign::Pattern, span: Span, in_sequence: bool) -> PatternKind {
        match pattern {
            foreign::Pattern::MatchValue(value) => {
                let value = self.expr(&value.value);
                self.suspicious |= !literal_or_dotted(&value.kind) || self.starts_with_wildcard(&value);
                PatternKind::Value(value)
            }
            foreign::Pattern::MatchSingleton(singleton) => PatternKind::Singleton(match &singleton.value {
                foreign::Constant::Bool(value) => Constant::Bool(*value),
                _ => Constant::None,
            }),
            foreign::Pattern::MatchAs(alias) => {
                let renamed = alias.pattern.is_some();
                let name = alias.name.as_ref().and_then(|name| self.capture(name));
                self.suspicious |= renamed && name.is_none();
                let pattern = alias.pattern.as_deref().map(|pattern| Box::new(self.pattern(pattern, false)));
                PatternKind::As { pattern, name }
            }
            foreign::Pattern::MatchSequence(sequence) => {
                PatternKind::Sequence(self.patterns(&sequence.patterns, true))
            }
            foreign::Pattern::MatchStar(star) => {
                let grouped = self.kind_before(span.start) == Some(Kind::LeftParen)
                    && self.kind_from(span.end) == Some(Kind::RightParen);
                self.suspicious |= !in_sequence || grouped;
                PatternKind::Star(star.name.as_ref().and_then(|name| self.capture(name)))
            }
            foreign::Pattern::MatchMapping(mapping) => self.mapping(mapping),
            foreign::Pattern::MatchClass(class) => {
                let of = self.expr(&class.cls);
                self.suspicious |= self.starts_with_wildcard(&of);
                let patterns = self.patterns(&class.patterns, false);
                // CPython's parser takes a keyword `_` behind a positional pattern for one more of those.
                let first = class.kwd_attrs.first().map(|name| self.any_name(name));
                let wildcard = first.is_some_and(|name| self.names.text(name.symbol) == "_");
                self.suspicious |= wildcard && !patterns.is_empty();
                let keywords = class.kwd_attrs.iter().zip(&class.kwd_patterns);
                let keywords = keywords
                    .map(|(name, pattern)| {
                        let name = self.name(name);
                        (name, self.pattern(pattern, false))
                    })
                    .collect();
                PatternKind::Class { class: of, patterns, keywords }
            }
            foreign::Pattern::MatchOr(or) => PatternKind::Or(self.patterns(&or.patterns, false)),
        }
    }

    #[inline(never)]
    fn mapping(&mut self, mapping: &foreign::PatternMatchMapping) -> PatternKind {
        let keys = self.exprs(&mapping.keys);
        self.suspicious |= !keys.iter().all(|key| {
            literal_or_dotted(&key.kind)
                || matches!(key.kind, ExprKind::Constant(Constant::None | Constant::Bool(_)))
        });
        let patterns = self.patterns(&mapping.patterns, false);
        let had_rest = mapping.rest.is_some();
        let rest = mapping.rest.as_ref().and_then(|name| self.capture(name));
        self.suspicious |= had_rest && rest.is_none();
        PatternKind::Mapping { keys, patterns, rest }
    }

    /// `_.a` and `_()`: CPython's parser takes the `_` for the wildcard before it sees the rest.
    fn starts_with_wildcard(&self, value: &Expr) -> bool {
        let mut value = value;
        while let ExprKind::Attribute(object, _) = &value.kind {
            value = object;
        }
        matches!(value.kind, ExprKind::Name(symbol) if self.names.text(symbol) == "_")
    }

    /// The name a pattern binds; none for `_`.
    fn capture(&mut self, identifier: &str) -> Option<Name> {
        let name = self.any_name(identifier);
        (self.names.text(name.symbol) != "_").then(|| self.name(identifier))
    }
}

/// Whether CPython's parser takes the expression for a value in a pattern.
fn literal_or_dotted(kind: &ExprKind) -> bool {
    use crate::tree::{BinaryOp, UnaryOp};
    match kind {
        // An f-string passes CPython's parser and is refused by its compiler.
        ExprKind::Constant(_) | ExprKind::Imaginary | ExprKind::Attribute(..) | ExprKind::FString(_) => true,
        ExprKind::Unary(UnaryOp::Negate, operand) => {
            matches!(
                operand.kind,
                ExprKind::Constant(Constant::Int(_) | Constant::BigInt(_) | Constant::Float(_))
                    | ExprKind::Imaginary
            )
        }
        ExprKind::Binary(BinaryOp::Add | BinaryOp::Sub, operands) => {
            let real = match &operands.0.kind {
                ExprKind::Unary(UnaryOp::Negate, operand) => &operand.kind,
                kind => kind,
            };
            matches!(real, ExprKind::Constant(_)) && matches!(operands.1.kind, ExprKind::Imaginary)
        }
        _ => false,
    }
}
