//! Expressions in which nothing yields.

use super::{FrameKind, Lowerer, expr};
use crate::ast::{self, ExprKind as Ast};
use crate::tree::{Call, Constant, Expr, ExprKind, FStringField, FStringPart, IfExp, Slice, Span};
use crate::unsupported::Feature;

impl Lowerer<'_> {
    /// An expression.
    pub(super) fn expr(&mut self, expr: ast::Expr) -> Expr {
        let span = expr.span;
        self.enter();
        let kind = self.kind(expr.kind, span);
        self.leave();
        Expr { kind, span }
    }

    fn boxed(&mut self, expr: ast::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    /// Expressions of a display, of which some may be starred.
    fn elements(&mut self, elements: Vec<ast::Expr>) -> Vec<Expr> {
        elements.into_iter().map(|element| self.maybe_starred(element)).collect()
    }

    /// An expression where a star may stand.
    pub(super) fn maybe_starred(&mut self, element: ast::Expr) -> Expr {
        let span = element.span;
        match element.kind {
            Ast::Starred(inner) => {
                self.enter();
                let inner = self.boxed(*inner);
                self.leave();
                expr(ExprKind::Starred(inner), span)
            }
            kind => self.expr(ast::Expr { kind, ..element }),
        }
    }

    fn kind(&mut self, kind: Ast, span: Span) -> ExprKind {
        match kind {
            Ast::Name(symbol) => ExprKind::Name(self.read(symbol, span)),
            Ast::Constant(constant) => ExprKind::Constant(constant),
            Ast::Attribute(object, name) => self.attribute(*object, name),
            Ast::Call(call) => self.call(*call, span),
            Ast::Subscript(parts) => {
                let (object, index) = *parts;
                ExprKind::Subscript(Box::new((self.expr(object), self.expr(index))))
            }
            Ast::Compare { left, rest } => {
                let left = self.boxed(*left);
                ExprKind::Compare { left, rest: rest.into_iter().map(|(op, e)| (op, self.expr(e))).collect() }
            }
            Ast::And(operands) => ExprKind::And(operands.into_iter().map(|e| self.expr(e)).collect()),
            Ast::Or(operands) => ExprKind::Or(operands.into_iter().map(|e| self.expr(e)).collect()),
            Ast::Unary(op, operand) => ExprKind::Unary(op, self.boxed(*operand)),
            Ast::Binary(op, operands) => {
                let (left, right) = *operands;
                ExprKind::Binary(op, Box::new((self.expr(left), self.expr(right))))
            }
            Ast::FString(parts) => self.fstring_or_text(parts),
            Ast::Tuple(elements) => ExprKind::Tuple(self.elements(elements)),
            Ast::List(elements) => ExprKind::List(self.elements(elements)),
            Ast::Set(elements) => ExprKind::Set(self.elements(elements)),
            kind => self.rarer(kind, span),
        }
    }

    fn rarer(&mut self, kind: Ast, span: Span) -> ExprKind {
        match kind {
            Ast::Dict(pairs) => {
                let pairs = pairs.into_iter();
                ExprKind::Dict(
                    pairs.map(|(key, value)| (key.map(|key| self.expr(key)), self.expr(value))).collect(),
                )
            }
            Ast::IfExp(choice) => {
                let ast::IfExp { test, body, orelse } = *choice;
                let (test, body, orelse) = (self.expr(test), self.expr(body), self.expr(orelse));
                ExprKind::IfExp(Box::new(IfExp { test, body, orelse }))
            }
            Ast::Lambda(mut lambda) => {
                let parameters = &mut lambda.function.parameters;
                let has: Vec<bool> = parameters.iter().map(|parameter| parameter.default.is_some()).collect();
                let defaults = Self::take_defaults(parameters).into_iter().map(|e| self.expr(e)).collect();
                self.lambda(*lambda, &has, defaults, span)
            }
            Ast::Slice(slice) => {
                let ast::Slice { lower, upper, step } = *slice;
                let lower = lower.map(|e| self.expr(e));
                let upper = upper.map(|e| self.expr(e));
                let step = step.map(|e| self.expr(e));
                ExprKind::Slice(Box::new(Slice { lower, upper, step }))
            }
            Ast::Comprehension(mut comprehension) => {
                let first = self.first_iterable(&mut comprehension);
                let first = self.expr(first);
                self.comprehension(*comprehension, first, span)
            }
            Ast::Walrus(name, value) => {
                let value = self.boxed(*value);
                ExprKind::Walrus(self.place(name.symbol), value)
            }
            Ast::Starred(inner) => {
                self.refuse("can't use starred expression here", span);
                ExprKind::Starred(self.boxed(*inner))
            }
            Ast::Await(inner) => {
                match self.frame.kind {
                    FrameKind::Class => self.refuse("'await' outside function", span),
                    FrameKind::Function { is_async: true } | FrameKind::Generator => {}
                    _ if self.scope != self.frame.scope => {}
                    _ => self.refuse("'await' outside async function", span),
                }
                self.expr(*inner).kind
            }
            // Found where it stands outside of what can be hoisted from, which the symbol table has refused.
            _ => ExprKind::Constant(Constant::None),
        }
    }

    /// Takes the outermost iterable out of a comprehension.
    pub(super) fn first_iterable(&mut self, comprehension: &mut ast::Comprehension) -> ast::Expr {
        let none = ast::Expr { kind: Ast::Constant(Constant::None), span: Span::default(), yields: false };
        comprehension.clauses.first_mut().map_or_else(
            || ast::Expr { kind: Ast::Constant(Constant::None), span: Span::default(), yields: false },
            |clause| std::mem::replace(&mut clause.iter, none),
        )
    }

    /// What `object.text` takes the class name of, when it is `inner.__class__.__name__`; otherwise `object` again.
    pub(super) fn class_of(&self, object: ast::Expr, text: &str) -> Result<Box<ast::Expr>, ast::Expr> {
        match object.kind {
            Ast::Attribute(inner, name) if text == "__name__" && self.names.text(name) == "__class__" => {
                Ok(inner)
            }
            kind => Err(ast::Expr { kind, ..object }),
        }
    }

    fn attribute(&mut self, object: ast::Expr, name: crate::names::Symbol) -> ExprKind {
        let text = self.text(name);
        let object = match self.class_of(object, &text) {
            Ok(inner) => return ExprKind::ClassName(self.boxed(*inner)),
            Err(object) => object,
        };
        ExprKind::Attribute(Box::new(self.expr(object)), text)
    }

    fn call(&mut self, call: ast::Call, span: Span) -> ExprKind {
        self.check_call(&call, span);
        let ast::Call { function, arguments, keywords } = call;
        let function = self.expr(function);
        let arguments = self.elements(arguments);
        let keywords = keywords
            .into_iter()
            .map(|(name, value)| (name.map(|name| self.text(name.symbol)), self.expr(value)))
            .collect();
        ExprKind::Call(Box::new(Call { function, arguments, keywords }))
    }

    /// What is refused of a call as such.
    pub(super) fn check_call(&mut self, call: &ast::Call, span: Span) {
        self.repeated_keywords(&call.keywords);
        if let Ast::Name(symbol) = call.function.kind
            && call.arguments.len().saturating_add(call.keywords.len()) == 3
            && self.names.text(symbol) == "type"
            && !self.scopes.binds(symbol)
        {
            self.findings.feature(Feature::MakeType, span);
        }
    }

    /// An f-string without replacement fields is plain text.
    fn fstring_or_text(&mut self, mut parts: Vec<ast::FStringPart>) -> ExprKind {
        match (parts.pop(), parts.is_empty()) {
            (None, _) => ExprKind::Constant(Constant::Str("".into())),
            (Some(ast::FStringPart::Text(text)), true) => ExprKind::Constant(Constant::Str(text)),
            (last, _) => {
                parts.extend(last);
                ExprKind::FString(self.fstring(parts))
            }
        }
    }

    fn fstring(&mut self, parts: Vec<ast::FStringPart>) -> Vec<FStringPart> {
        parts.into_iter().map(|part| self.fstring_part(part)).collect()
    }

    /// A part of an f-string.
    pub(super) fn fstring_part(&mut self, part: ast::FStringPart) -> FStringPart {
        match part {
            ast::FStringPart::Text(text) => FStringPart::Text(text),
            ast::FStringPart::Field(field) => {
                let ast::FStringField { value, conversion, spec, span } = *field;
                let value = self.expr(value);
                let spec = self.fstring(spec);
                FStringPart::Field(Box::new(FStringField { value, conversion, spec, span }))
            }
        }
    }
}
