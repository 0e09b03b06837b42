//! Patterns, with the checks of CPython's compiler.

use std::collections::HashSet;

use super::Lowerer;
use crate::ast::{self, Name, PatternKind as Ast};
use crate::names::Symbol;
use crate::tree::{Constant, Pattern, PatternKind, Span, UnaryOp};

/// What is known while the pattern of one case is lowered.
struct Captures {
    /// Names bound so far.
    names: Vec<Symbol>,
    /// Whether a pattern that always matches may stand here.
    irrefutable: bool,
}

impl Lowerer<'_> {
    /// The pattern of a case.
    pub(super) fn case_pattern(&mut self, pattern: &mut ast::Pattern, irrefutable: bool) -> Pattern {
        let mut captures = Captures { names: Vec::new(), irrefutable };
        self.pattern(pattern, &mut captures)
    }

    fn pattern(&mut self, pattern: &mut ast::Pattern, captures: &mut Captures) -> Pattern {
        let span = pattern.span;
        self.enter();
        let kind = self.pattern_kind(&mut pattern.kind, span, captures);
        self.leave();
        Pattern { kind, span }
    }

    fn below(&mut self, pattern: &mut ast::Pattern, captures: &mut Captures) -> Pattern {
        let irrefutable = std::mem::replace(&mut captures.irrefutable, true);
        let pattern = self.pattern(pattern, captures);
        captures.irrefutable = irrefutable;
        pattern
    }

    #[inline(never)]
    fn pattern_kind(&mut self, kind: &mut Ast, span: Span, captures: &mut Captures) -> PatternKind {
        match kind {
            Ast::Value(value) => {
                self.pattern_value(value, "patterns may only match literals and attribute lookups");
                PatternKind::Value(self.expr(value))
            }
            Ast::Singleton(value) => PatternKind::Singleton(value.clone()),
            Ast::As { pattern: None, name } => {
                if !captures.irrefutable {
                    let message = match name {
                        Some(name) => {
                            let name = self.names.text(name.symbol);
                            format!("name capture '{name}' makes remaining patterns unreachable")
                        }
                        None => "wildcard makes remaining patterns unreachable".into(),
                    };
                    self.refuse(message, span);
                }
                let name = self.bind(*name, captures);
                PatternKind::As { pattern: None, name }
            }
            Ast::As { pattern: Some(pattern), name } => {
                let pattern = Some(Box::new(self.pattern(pattern, captures)));
                let name = self.bind(*name, captures);
                PatternKind::As { pattern, name }
            }
            Ast::Sequence(patterns) => {
                let is_star = |pattern: &&ast::Pattern| matches!(pattern.kind, Ast::Star(_));
                if patterns.iter().filter(is_star).count() > 1 {
                    self.refuse("multiple starred names in sequence pattern", span);
                }
                let patterns = self.all_below(patterns, captures);
                PatternKind::Sequence(patterns)
            }
            Ast::Star(name) => PatternKind::Star(self.bind(*name, captures)),
            Ast::Mapping { keys, patterns, rest } => {
                self.mapping_keys(keys);
                let keys = keys.iter_mut().map(|key| self.expr(key)).collect();
                let patterns = self.all_below(patterns, captures);
                PatternKind::Mapping { keys, patterns, rest: self.bind(*rest, captures) }
            }
            Ast::Class { class, patterns, keywords } => {
                self.class_attributes(keywords, span);
                let around = std::mem::replace(&mut self.names_types, true);
                let class = self.expr(class);
                self.names_types = around;
                let patterns = self.all_below(patterns, captures);
                let keywords = keywords
                    .iter_mut()
                    .map(|(name, pattern)| (self.text(name.symbol), self.below(pattern, captures)))
                    .collect();
                PatternKind::Class { class, patterns, keywords }
            }
            Ast::Or(alternatives) => self.alternatives(alternatives, span, captures),
        }
    }

    fn all_below(&mut self, patterns: &mut [ast::Pattern], captures: &mut Captures) -> Vec<Pattern> {
        let mut lowered = Vec::with_capacity(patterns.len());
        for pattern in patterns {
            lowered.push(self.below(pattern, captures));
        }
        lowered
    }

    fn bind(&mut self, name: Option<Name>, captures: &mut Captures) -> Option<crate::tree::Place> {
        let name = name?;
        if captures.names.contains(&name.symbol) {
            self.refuse_twice(name.symbol, name.span);
        }
        captures.names.push(name.symbol);
        Some(self.place(name.symbol))
    }

    fn refuse_twice(&mut self, symbol: Symbol, span: Span) {
        let message = format!("multiple assignments to name '{}' in pattern", self.names.text(symbol));
        self.refuse(message, span);
    }

    #[inline(never)]
    fn alternatives(
        &mut self,
        alternatives: &mut [ast::Pattern],
        span: Span,
        captures: &mut Captures,
    ) -> PatternKind {
        let mut first: Option<Vec<Symbol>> = None;
        let last = alternatives.len().saturating_sub(1);
        let mut lowered = Vec::with_capacity(alternatives.len());
        for (index, alternative) in alternatives.iter_mut().enumerate() {
            let irrefutable = index == last && captures.irrefutable;
            let mut own = Captures { names: Vec::new(), irrefutable };
            lowered.push(self.pattern(alternative, &mut own));
            own.names.sort_unstable();
            match &first {
                None => first = Some(own.names),
                Some(names) if *names != own.names => {
                    self.refuse("alternative patterns bind different names", span);
                }
                Some(_) => {}
            }
        }
        for symbol in first.unwrap_or_default() {
            if captures.names.contains(&symbol) {
                self.refuse_twice(symbol, span);
            }
            captures.names.push(symbol);
        }
        PatternKind::Or(lowered)
    }

    fn pattern_value(&mut self, value: &ast::Expr, message: &str) {
        use ast::ExprKind;
        let fits = matches!(
            value.kind,
            ExprKind::Constant(_)
                | ExprKind::Imaginary
                | ExprKind::Attribute(..)
                | ExprKind::Unary(..)
                | ExprKind::Binary(..)
        );
        if !fits {
            self.refuse(message, value.span);
        }
    }

    #[inline(never)]
    fn mapping_keys(&mut self, keys: &[ast::Expr]) {
        let mut seen = HashSet::new();
        for key in keys {
            self.pattern_value(key, "mapping pattern keys may only match literals and attribute lookups");
            let Some(value) = constant(key) else { continue };
            if !seen.insert(identity(&value)) {
                let message = format!("mapping pattern checks duplicate key ({})", repr(&value));
                return self.refuse(message, key.span);
            }
        }
    }

    #[inline(never)]
    fn class_attributes(&mut self, keywords: &[(Name, ast::Pattern)], span: Span) {
        let mut seen = crate::names::SymbolMap::default();
        for (name, _) in keywords {
            if seen.insert(name.symbol, ()).is_some() {
                let text = self.names.text(name.symbol);
                return self.refuse(format!("attribute name repeated in class pattern: {text}"), span);
            }
        }
    }
}

/// The value of a literal key, a minus sign applied.
fn constant(key: &ast::Expr) -> Option<Constant> {
    match &key.kind {
        ast::ExprKind::Constant(value) => Some(value.clone()),
        ast::ExprKind::Unary(UnaryOp::Negate, operand) => match &operand.kind {
            ast::ExprKind::Constant(Constant::Int(value)) => Some(Constant::Int(value.checked_neg()?)),
            ast::ExprKind::Constant(Constant::Float(value)) => Some(Constant::Float(-*value)),
            ast::ExprKind::Constant(Constant::BigInt(value)) => {
                Some(Constant::BigInt(Box::new(std::ops::Neg::neg((**value).clone()))))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A text that is the same for values that are equal as keys of a dict.
fn identity(value: &Constant) -> String {
    match value {
        Constant::Bool(value) => u8::from(*value).to_string(),
        Constant::Float(value) if value.fract() == 0.0 && value.is_finite() => {
            format!("{value:.0}").replace("-0", "0")
        }
        _ => repr(value),
    }
}

/// The value as CPython shows it in its message.
fn repr(value: &Constant) -> String {
    match value {
        Constant::None => "None".into(),
        Constant::Bool(true) => "True".into(),
        Constant::Bool(false) => "False".into(),
        Constant::Ellipsis => "Ellipsis".into(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt(value) => value.to_string(),
        Constant::Float(value) => format!("{value:?}"),
        Constant::Str(text) => quoted(text),
        Constant::Bytes(bytes) => format!("b'{}'", bytes.escape_ascii()),
    }
}

fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for char in text.chars() {
        match char {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            char if char == quote => {
                out.push('\\');
                out.push(char);
            }
            char if crate::lex::printable(char) => out.push(char),
            char => out.push_str(&match u32::from(char) {
                code @ 0..=0xFF => format!("\\x{code:02x}"),
                code @ 0x100..=0xFFFF => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
        }
    }
    out.push(quote);
    out
}
