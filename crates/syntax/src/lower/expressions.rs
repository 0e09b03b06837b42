//! Expressions in which nothing yields.

use super::{FrameKind, Lowerer, expr};
use crate::ast::{self, ExprKind as Ast};
use crate::tree::{Call, CompareOp, Constant, Expr, ExprKind, FStringField, FStringPart, IfExp, Slice, Span};
use crate::unsupported::Feature;

impl Lowerer<'_> {
    /// An expression.
    pub(super) fn expr(&mut self, expr: &mut ast::Expr) -> Expr {
        let span = expr.span;
        self.enter();
        let kind = self.kind(&mut expr.kind, span);
        self.leave();
        Expr { kind, span }
    }

    fn boxed(&mut self, expr: &mut ast::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    #[inline(never)]
    fn exprs(&mut self, exprs: &mut [ast::Expr]) -> Vec<Expr> {
        let mut lowered = Vec::with_capacity(exprs.len());
        for expr in exprs {
            lowered.push(self.expr(expr));
        }
        lowered
    }

    fn option(&mut self, expr: Option<&mut ast::Expr>) -> Option<Expr> {
        expr.map(|expr| self.expr(expr))
    }

    /// Expressions of a display, of which some may be starred.
    #[inline(never)]
    fn elements(&mut self, elements: &mut [ast::Expr]) -> Vec<Expr> {
        let mut lowered = Vec::with_capacity(elements.len());
        for element in elements {
            lowered.push(self.maybe_starred(element));
        }
        lowered
    }

    /// An expression where a star may stand.
    pub(super) fn maybe_starred(&mut self, element: &mut ast::Expr) -> Expr {
        let span = element.span;
        match &mut element.kind {
            Ast::Starred(inner) => {
                self.enter();
                let inner = self.boxed(inner);
                self.leave();
                expr(ExprKind::Starred(inner), span)
            }
            _ => self.expr(element),
        }
    }

    #[inline(never)]
    fn kind(&mut self, kind: &mut Ast, span: Span) -> ExprKind {
        match kind {
            Ast::Name(symbol) => ExprKind::Name(self.read(*symbol, span)),
            Ast::Constant(constant) => ExprKind::Constant(std::mem::replace(constant, Constant::None)),
            Ast::Attribute(object, name) => self.attribute(object, *name),
            Ast::Call(call) => self.call(call, span),
            Ast::Subscript(parts) => ExprKind::Subscript(self.two(parts)),
            Ast::Compare { left, rest } => self.compare(left, rest),
            Ast::And(operands) => ExprKind::And(self.exprs(operands)),
            Ast::Or(operands) => ExprKind::Or(self.exprs(operands)),
            Ast::Unary(op, operand) => ExprKind::Unary(*op, self.boxed(operand)),
            Ast::Binary(op, operands) => ExprKind::Binary(*op, self.two(operands)),
            Ast::FString(parts) => self.fstring_or_text(parts),
            Ast::Tuple(elements) => ExprKind::Tuple(self.elements(elements)),
            Ast::List(elements) => ExprKind::List(self.elements(elements)),
            Ast::Set(elements) => ExprKind::Set(self.elements(elements)),
            Ast::IfExp(choice) => self.if_exp(choice),
            Ast::Lambda(lambda) => self.plain_lambda(lambda, span),
            kind => self.rarer(kind, span),
        }
    }

    #[inline(never)]
    fn two(&mut self, operands: &mut (ast::Expr, ast::Expr)) -> Box<(Expr, Expr)> {
        let first = self.expr(&mut operands.0);
        Box::new((first, self.expr(&mut operands.1)))
    }

    #[inline(never)]
    fn compare(&mut self, left: &mut ast::Expr, rest: &mut [(CompareOp, ast::Expr)]) -> ExprKind {
        let left = self.boxed(left);
        let mut lowered = Vec::with_capacity(rest.len());
        for (op, operand) in rest {
            lowered.push((*op, self.expr(operand)));
        }
        ExprKind::Compare { left, rest: lowered }
    }

    #[inline(never)]
    fn if_exp(&mut self, choice: &mut ast::IfExp) -> ExprKind {
        let test = self.expr(&mut choice.test);
        let body = self.expr(&mut choice.body);
        let orelse = self.expr(&mut choice.orelse);
        ExprKind::IfExp(Box::new(IfExp { test, body, orelse }))
    }

    #[inline(never)]
    fn plain_lambda(&mut self, lambda: &mut ast::Lambda, span: Span) -> ExprKind {
        let mut defaults = Vec::new();
        for parameter in &mut lambda.function.parameters {
            defaults.extend(self.option(parameter.default.as_mut()));
        }
        self.lambda(lambda, defaults, span)
    }

    #[inline(never)]
    fn dict(&mut self, pairs: &mut [(Option<ast::Expr>, ast::Expr)]) -> ExprKind {
        let mut lowered = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let key = self.option(key.as_mut());
            lowered.push((key, self.expr(value)));
        }
        ExprKind::Dict(lowered)
    }

    #[inline(never)]
    fn slice(&mut self, slice: &mut ast::Slice) -> ExprKind {
        let lower = self.option(slice.lower.as_mut());
        let upper = self.option(slice.upper.as_mut());
        let step = self.option(slice.step.as_mut());
        ExprKind::Slice(Box::new(Slice { lower, upper, step }))
    }

    #[inline(never)]
    fn rarer(&mut self, kind: &mut Ast, span: Span) -> ExprKind {
        match kind {
            Ast::Dict(pairs) => self.dict(pairs),
            Ast::Slice(slice) => self.slice(slice),
            Ast::Comprehension(comprehension) => {
                let first = comprehension.clauses.first_mut().map(|clause| &mut clause.iter);
                let first = self.option(first);
                self.comprehension(comprehension, first, span)
            }
            Ast::Walrus(name, value) => {
                let value = self.boxed(value);
                ExprKind::Walrus(self.place(name.symbol), value)
            }
            Ast::Starred(inner) => {
                self.refuse("can't use starred expression here", span);
                ExprKind::Starred(self.boxed(inner))
            }
            Ast::Await(inner) => {
                self.check_await(span);
                self.expr(inner).kind
            }
            // A `yield` where nothing can be hoisted: the symbol table has refused it.
            _ => ExprKind::Constant(Constant::None),
        }
    }

    /// What CPython says of an `await` in the wrong place.
    pub(super) fn check_await(&mut self, span: Span) {
        match self.frame.kind {
            FrameKind::Class => self.refuse("'await' outside function", span),
            FrameKind::Function { is_async: true } | FrameKind::Generator => {}
            _ if self.scope != self.frame.scope => {}
            _ => self.refuse("'await' outside async function", span),
        }
    }

    /// Whether `object.text` is `inner.__class__.__name__`.
    pub(super) fn is_class_name(&self, object: &ast::Expr, text: &str) -> bool {
        text == "__name__"
            && matches!(object.kind, Ast::Attribute(_, name) if self.names.text(name) == "__class__")
    }

    #[inline(never)]
    fn attribute(&mut self, object: &mut ast::Expr, name: crate::names::Symbol) -> ExprKind {
        let text = self.text(name);
        let fused = self.is_class_name(object, &text);
        match &mut object.kind {
            Ast::Attribute(inner, _) if fused => ExprKind::ClassName(self.boxed(inner)),
            _ => ExprKind::Attribute(self.boxed(object), text),
        }
    }

    #[inline(never)]
    fn call(&mut self, call: &mut ast::Call, span: Span) -> ExprKind {
        self.check_call(call, span);
        let around = std::mem::replace(&mut self.names_types, false);
        let function = self.expr(&mut call.function);
        let mut arguments = Vec::with_capacity(call.arguments.len());
        let is_test = self.is_type_test(call);
        for (index, argument) in call.arguments.iter_mut().enumerate() {
            self.names_types = is_test && index == 1;
            arguments.push(self.maybe_starred(argument));
        }
        self.names_types = false;
        let mut keywords = Vec::with_capacity(call.keywords.len());
        for (name, value) in &mut call.keywords {
            let name = name.map(|name| self.text(name.symbol));
            keywords.push((name, self.expr(value)));
        }
        self.names_types = around;
        ExprKind::Call(Box::new(Call { function, arguments, keywords }))
    }

    /// Whether a call asks for the type of its first argument: the second one names types.
    fn is_type_test(&self, call: &ast::Call) -> bool {
        let Ast::Name(symbol) = call.function.kind else { return false };
        matches!(self.names.text(symbol), "isinstance" | "issubclass") && !self.scopes.binds(symbol)
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
    #[inline(never)]
    fn fstring_or_text(&mut self, parts: &mut [ast::FStringPart]) -> ExprKind {
        match parts {
            [] => ExprKind::Constant(Constant::Str("".into())),
            [ast::FStringPart::Text(text)] => ExprKind::Constant(Constant::Str(std::mem::take(text))),
            parts => ExprKind::FString(self.weighing(3, |lowerer| lowerer.fstring(parts))),
        }
    }

    #[inline(never)]
    fn fstring(&mut self, parts: &mut [ast::FStringPart]) -> Vec<FStringPart> {
        let mut lowered = Vec::with_capacity(parts.len());
        for part in parts {
            lowered.push(self.fstring_part(part));
        }
        lowered
    }

    /// A part of an f-string.
    pub(super) fn fstring_part(&mut self, part: &mut ast::FStringPart) -> FStringPart {
        match part {
            ast::FStringPart::Text(text) => FStringPart::Text(std::mem::take(text)),
            ast::FStringPart::Field(field) => {
                let value = self.expr(&mut field.value);
                let spec = self.weighing(1, |lowerer| lowerer.fstring(&mut field.spec));
                let (conversion, span) = (field.conversion, field.span);
                FStringPart::Field(Box::new(FStringField { value, conversion, spec, span }))
            }
        }
    }
}
