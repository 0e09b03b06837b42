//! Expressions.

use super::foreign::Ranged;
use super::{Converter, foreign};
use crate::ast::{
    Call, Clause, Comprehension, ComprehensionKind, Expr, ExprKind, FStringField, FStringPart, Function,
    IfExp, Lambda, Name, Parameter, Slice,
};
use crate::fold::EntryKind;
use crate::lex::token::Kind;
use crate::literal::number;
use crate::parser::targets;
use crate::prepare::{ItemKind, Part, Value};
use crate::tree::{BinaryOp, CompareOp, Constant, ParameterKind, Span, UnaryOp};
use crate::unsupported::Feature;

impl Converter<'_> {
    /// One expression and everything below it.
    pub(super) fn expr(&mut self, expr: &foreign::Expr) -> Expr {
        if let foreign::Expr::Name(name) = expr
            && let Some(entry) = self.entry(&name.id).filter(|entry| entry.kind == EntryKind::Expression)
        {
            return self.operand(entry);
        }
        let span = Self::span(expr.range());
        self.nodes = self.nodes.saturating_add(1);
        let outer = std::mem::replace(&mut self.yielded, false);
        let kind = self.deeper(span, |converter| converter.kind(expr, span));
        let yields = self.yielded;
        self.yielded |= outer;
        Expr { kind: kind.unwrap_or(ExprKind::Constant(Constant::None)), span, yields }
    }

    pub(super) fn boxed(&mut self, expr: &foreign::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    #[inline(never)]
    pub(super) fn exprs(&mut self, exprs: &[foreign::Expr]) -> Vec<Expr> {
        let mut made = Vec::with_capacity(exprs.len());
        for expr in exprs {
            made.push(self.expr(expr));
        }
        made
    }

    pub(super) fn option(&mut self, expr: Option<&foreign::Expr>) -> Option<Expr> {
        expr.map(|expr| self.expr(expr))
    }

    #[inline(never)]
    fn kind(&mut self, expr: &foreign::Expr, span: Span) -> ExprKind {
        match expr {
            foreign::Expr::Name(name) => ExprKind::Name(self.name(&name.id).symbol),
            foreign::Expr::Constant(constant) => self.constant(constant, span),
            foreign::Expr::Attribute(attribute) => {
                let value = self.boxed(&attribute.value);
                let name = self.any_name(&attribute.attr);
                self.findings.attribute(
                    self.names.text(name.symbol),
                    &value,
                    name.span,
                    self.names,
                    self.source,
                );
                ExprKind::Attribute(value, name.symbol)
            }
            foreign::Expr::Call(call) => self.call(call, span),
            foreign::Expr::Subscript(subscript) => self.subscript(subscript),
            foreign::Expr::BinOp(binary) => self.binary(binary),
            foreign::Expr::UnaryOp(unary) => ExprKind::Unary(unary_op(unary.op), self.boxed(&unary.operand)),
            foreign::Expr::BoolOp(bool) => match bool.op {
                foreign::BoolOp::And => ExprKind::And(self.exprs(&bool.values)),
                foreign::BoolOp::Or => ExprKind::Or(self.exprs(&bool.values)),
            },
            foreign::Expr::Compare(compare) => self.compare(compare),
            foreign::Expr::Tuple(tuple) => ExprKind::Tuple(self.exprs(&tuple.elts)),
            foreign::Expr::List(list) => ExprKind::List(self.exprs(&list.elts)),
            foreign::Expr::Set(set) => self.set(set, span),
            foreign::Expr::Dict(dict) => self.dict(dict),
            other => self.rarer(other, span),
        }
    }

    #[inline(never)]
    fn rarer(&mut self, expr: &foreign::Expr, span: Span) -> ExprKind {
        match expr {
            foreign::Expr::IfExp(choice) => self.if_exp(choice),
            foreign::Expr::Lambda(lambda) => self.in_function(|converter| converter.lambda(lambda)),
            foreign::Expr::ListComp(comp) => {
                self.comprehension(ComprehensionKind::List, &comp.elt, None, &comp.generators)
            }
            foreign::Expr::SetComp(comp) => {
                self.comprehension(ComprehensionKind::Set, &comp.elt, None, &comp.generators)
            }
            foreign::Expr::DictComp(comp) => {
                self.comprehension(ComprehensionKind::Dict, &comp.key, Some(&comp.value), &comp.generators)
            }
            foreign::Expr::GeneratorExp(comp) => {
                self.comprehension(ComprehensionKind::Generator, &comp.elt, None, &comp.generators)
            }
            foreign::Expr::Starred(starred) => ExprKind::Starred(self.boxed(&starred.value)),
            foreign::Expr::NamedExpr(named) => {
                let value = self.boxed(&named.value);
                match &*named.target {
                    foreign::Expr::Name(name) => ExprKind::Walrus(self.name(&name.id), value),
                    _ => {
                        self.suspicious = true;
                        value.kind
                    }
                }
            }
            foreign::Expr::Yield(value) => {
                let value = value.value.as_deref().map(|value| self.boxed(value));
                self.yielded = true;
                ExprKind::Yield(value)
            }
            foreign::Expr::YieldFrom(value) => {
                let value = self.boxed(&value.value);
                self.yielded = true;
                ExprKind::YieldFrom(value)
            }
            foreign::Expr::Await(value) => {
                self.findings.feature(Feature::Async, span);
                ExprKind::Await(self.boxed(&value.value))
            }
            foreign::Expr::Slice(slice) => {
                let lower = self.option(slice.lower.as_deref());
                let upper = self.option(slice.upper.as_deref());
                let step = self.option(slice.step.as_deref());
                ExprKind::Slice(Box::new(Slice { lower, upper, step }))
            }
            _ => {
                self.suspicious = true;
                ExprKind::Constant(Constant::None)
            }
        }
    }

    #[inline(never)]
    fn constant(&mut self, constant: &foreign::ExprConstant, span: Span) -> ExprKind {
        let value = match &constant.value {
            foreign::Constant::None => Constant::None,
            foreign::Constant::Bool(value) => Constant::Bool(*value),
            foreign::Constant::Ellipsis => Constant::Ellipsis,
            foreign::Constant::Float(_) => return self.float(span),
            foreign::Constant::Int(_) => return self.int(span),
            foreign::Constant::Complex { .. } => return self.imaginary(span),
            _ => return self.string(span),
        };
        ExprKind::Constant(value)
    }

    pub(super) fn float(&self, span: Span) -> ExprKind {
        ExprKind::Constant(number::float(self.text(span)))
    }

    pub(super) fn int(&mut self, span: Span) -> ExprKind {
        ExprKind::Constant(number::int(self.text(span)).unwrap_or_else(|_| {
            self.suspicious = true;
            Constant::Int(0)
        }))
    }

    pub(super) fn imaginary(&mut self, span: Span) -> ExprKind {
        self.findings.feature(Feature::Complex, span);
        ExprKind::Imaginary
    }

    /// Adjacent strings, none of them with replacement fields.
    pub(super) fn string(&mut self, span: Span) -> ExprKind {
        ExprKind::Constant(match self.literal(span.start) {
            Some(Value::Str(text)) => Constant::Str(text),
            Some(Value::Bytes(bytes)) => Constant::Bytes(bytes),
            Some(Value::FString(parts)) => {
                let parts = self.parts(parts, &mut |_, _| None);
                return ExprKind::FString(parts);
            }
            None => {
                self.suspicious = true;
                Constant::None
            }
        })
    }

    /// Takes the value of the strings that start at an offset.
    pub(super) fn literal(&mut self, start: u32) -> Option<Value> {
        let index = self.literals.partition_point(|literal| literal.start < start);
        let literal = self.literals.get_mut(index).filter(|literal| literal.start == start)?;
        Some(std::mem::replace(&mut literal.value, Value::Str("".into())))
    }

    #[inline(never)]
    fn set(&mut self, set: &foreign::ExprSet, span: Span) -> ExprKind {
        if !self.text(span).starts_with('{')
            && let Some(Value::FString(parts)) = self.literal(span.start)
        {
            let mut fields = set.elts.iter();
            let parts = self.parts(parts, &mut |converter, start| {
                let value = fields.next()?;
                // A generator expression would take the field's braces for its parentheses.
                let bare = matches!(value, foreign::Expr::GeneratorExp(_))
                    && Self::span(value.range()).start == start;
                converter.suspicious |= bare;
                Some(converter.expr(value))
            });
            self.suspicious |= fields.next().is_some();
            return ExprKind::FString(parts);
        }
        ExprKind::Set(self.exprs(&set.elts))
    }

    /// The parts of an f-string; `next` gives the expression of the next field, which starts at an offset.
    pub(super) fn parts(
        &mut self,
        parts: Vec<Part>,
        next: &mut dyn FnMut(&mut Self, u32) -> Option<Expr>,
    ) -> Vec<FStringPart> {
        let mut made = Vec::with_capacity(parts.len());
        for part in parts {
            let field = match part {
                Part::Text(text) => {
                    made.push(FStringPart::Text(text.into()));
                    continue;
                }
                Part::Field(field) => *field,
            };
            let Some(value) = next(self, field.span.start) else {
                self.suspicious = true;
                break;
            };
            let spec = self.parts(field.spec, next);
            let (conversion, span) = (field.conversion, field.span);
            made.push(FStringPart::Field(Box::new(FStringField { value, conversion, spec, span })));
        }
        made
    }

    #[inline(never)]
    fn dict(&mut self, dict: &foreign::ExprDict) -> ExprKind {
        let mut pairs = Vec::with_capacity(dict.values.len());
        for (key, value) in dict.keys.iter().zip(&dict.values) {
            let key = self.option(key.as_ref());
            pairs.push((key, self.expr(value)));
        }
        ExprKind::Dict(pairs)
    }

    #[inline(never)]
    fn binary(&mut self, binary: &foreign::ExprBinOp) -> ExprKind {
        let left = self.expr(&binary.left);
        let right = self.expr(&binary.right);
        ExprKind::Binary(binary_op(binary.op), Box::new((left, right)))
    }

    #[inline(never)]
    fn compare(&mut self, compare: &foreign::ExprCompare) -> ExprKind {
        let left = self.boxed(&compare.left);
        let mut rest = Vec::with_capacity(compare.ops.len());
        for (op, operand) in compare.ops.iter().zip(&compare.comparators) {
            rest.push((compare_op(*op), self.expr(operand)));
        }
        ExprKind::Compare { left, rest }
    }

    #[inline(never)]
    fn subscript(&mut self, subscript: &foreign::ExprSubscript) -> ExprKind {
        let object = self.expr(&subscript.value);
        let mut index = self.expr(&subscript.slice);
        if matches!(index.kind, ExprKind::Starred(_)) {
            let (span, yields) = (index.span, index.yields);
            index = Expr { kind: ExprKind::Tuple(vec![index]), span, yields };
        }
        ExprKind::Subscript(Box::new((object, index)))
    }

    #[inline(never)]
    fn if_exp(&mut self, choice: &foreign::ExprIfExp) -> ExprKind {
        let body = self.expr(&choice.body);
        let test = self.expr(&choice.test);
        let orelse = self.expr(&choice.orelse);
        ExprKind::IfExp(Box::new(IfExp { test, body, orelse }))
    }

    #[inline(never)]
    fn call(&mut self, call: &foreign::ExprCall, span: Span) -> ExprKind {
        let function = self.expr(&call.func);
        let count = call.args.len().saturating_add(call.keywords.len());
        for argument in &call.args {
            if matches!(argument, foreign::Expr::GeneratorExp(_)) {
                self.generator_argument(Self::span(argument.range()), span, count);
            }
        }
        let arguments = self.exprs(&call.args);
        let keywords = self.keywords(&call.keywords);
        ExprKind::Call(Box::new(Call { function, arguments, keywords }))
    }

    /// A generator expression without parentheses of its own must be the only argument, without a comma behind it.
    pub(super) fn generator_argument(&mut self, argument: Span, call: Span, count: usize) {
        let comma = self.kind_before(call.end.saturating_sub(1)) == Some(Kind::Comma);
        if (count > 1 || comma) && !self.parenthesized(argument) {
            self.suspicious = true;
        }
    }

    /// Whether the parenthesis a text starts with is the one that it ends with.
    pub(super) fn parenthesized(&self, span: Span) -> bool {
        let from = self.item_from(span.start);
        let mut depth = 0_u32;
        for item in self.items.get(from..).unwrap_or_default() {
            match item.kind {
                ItemKind::Token(Kind::LeftParen | Kind::LeftBracket | Kind::LeftBrace) => {
                    depth = depth.saturating_add(1)
                }
                ItemKind::Token(Kind::RightParen | Kind::RightBracket | Kind::RightBrace) => {
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
            if depth == 0 {
                return item.end == span.end && item.kind == ItemKind::Token(Kind::RightParen);
            }
        }
        false
    }

    pub(super) fn keywords(&mut self, keywords: &[foreign::Keyword]) -> Vec<(Option<Name>, Expr)> {
        let mut made = Vec::with_capacity(keywords.len());
        for keyword in keywords {
            let name = keyword.arg.as_ref().map(|name| self.name(name));
            made.push((name, self.expr(&keyword.value)));
        }
        made
    }

    #[inline(never)]
    fn lambda(&mut self, lambda: &foreign::ExprLambda) -> ExprKind {
        let parameters = self.parameters(&lambda.args);
        let scope = self.scope();
        let outer = std::mem::replace(&mut self.yielded, false);
        let body = self.expr(&lambda.body);
        self.yielded = outer;
        ExprKind::Lambda(Box::new(Lambda { function: Function { parameters, scope }, body }))
    }

    #[inline(never)]
    pub(super) fn parameters(&mut self, arguments: &foreign::Arguments) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        for parameter in &arguments.posonlyargs {
            self.parameter(&mut parameters, parameter, ParameterKind::PositionalOnly);
        }
        for parameter in &arguments.args {
            self.parameter(&mut parameters, parameter, ParameterKind::Positional);
        }
        if let Some(parameter) = &arguments.vararg {
            self.variadic(&mut parameters, parameter, ParameterKind::VarPositional);
        }
        for parameter in &arguments.kwonlyargs {
            self.parameter(&mut parameters, parameter, ParameterKind::KeywordOnly);
        }
        if let Some(parameter) = &arguments.kwarg {
            self.variadic(&mut parameters, parameter, ParameterKind::VarKeyword);
        }
        parameters
    }

    #[inline(never)]
    fn parameter(
        &mut self,
        all: &mut Vec<Parameter>,
        parameter: &foreign::ArgWithDefault,
        kind: ParameterKind,
    ) {
        let name = self.name(&parameter.def.arg);
        let annotation = self.option(parameter.def.annotation.as_deref());
        let default = self.option(parameter.default.as_deref());
        all.push(Parameter { name, kind, default, annotation });
    }

    #[inline(never)]
    fn variadic(&mut self, all: &mut Vec<Parameter>, parameter: &foreign::Arg, kind: ParameterKind) {
        let name = self.name(&parameter.arg);
        let annotation = self.option(parameter.annotation.as_deref());
        all.push(Parameter { name, kind, default: None, annotation });
    }

    #[inline(never)]
    fn comprehension(
        &mut self,
        kind: ComprehensionKind,
        element: &foreign::Expr,
        value: Option<&foreign::Expr>,
        generators: &[foreign::Comprehension],
    ) -> ExprKind {
        self.in_function(|converter| converter.clauses(kind, element, value, generators))
    }

    #[inline(never)]
    fn clauses(
        &mut self,
        kind: ComprehensionKind,
        element: &foreign::Expr,
        value: Option<&foreign::Expr>,
        generators: &[foreign::Comprehension],
    ) -> ExprKind {
        let scope = self.scope();
        let mut clauses = Vec::with_capacity(generators.len());
        let mut outer = self.yielded;
        let around = self.depth;
        self.depth = around.saturating_add(inner_levels(generators));
        for generator in generators {
            // Only the first iterable belongs to the function around it.
            let iter = self.expr(&generator.iter);
            if clauses.is_empty() {
                outer |= iter.yields;
            }
            let target = self.expr(&generator.target);
            if self.depth > self.limit {
                self.too_deep.get_or_insert(target.span);
            }
            self.suspicious |= !targets::assignable(&target);
            let conditions = self.exprs(&generator.ifs);
            if generator.is_async {
                self.findings.feature(Feature::Async, target.span);
            }
            clauses.push(Clause { target, iter, conditions, is_async: generator.is_async });
        }
        let element = self.expr(element);
        self.suspicious |= matches!(element.kind, ExprKind::Starred(_));
        let value = self.option(value);
        self.depth = around;
        self.yielded = outer;
        ExprKind::Comprehension(Box::new(Comprehension { kind, element, value, clauses, scope }))
    }
}

const fn unary_op(op: foreign::UnaryOp) -> UnaryOp {
    match op {
        foreign::UnaryOp::Not => UnaryOp::Not,
        foreign::UnaryOp::USub => UnaryOp::Negate,
        foreign::UnaryOp::UAdd => UnaryOp::Plus,
        foreign::UnaryOp::Invert => UnaryOp::Invert,
    }
}

pub(super) const fn binary_op(op: foreign::Operator) -> BinaryOp {
    match op {
        foreign::Operator::Add => BinaryOp::Add,
        foreign::Operator::Sub => BinaryOp::Sub,
        foreign::Operator::Mult => BinaryOp::Mul,
        foreign::Operator::Div => BinaryOp::Div,
        foreign::Operator::FloorDiv => BinaryOp::FloorDiv,
        foreign::Operator::Mod => BinaryOp::Mod,
        foreign::Operator::Pow => BinaryOp::Pow,
        foreign::Operator::MatMult => BinaryOp::MatMul,
        foreign::Operator::LShift => BinaryOp::LShift,
        foreign::Operator::RShift => BinaryOp::RShift,
        foreign::Operator::BitAnd => BinaryOp::BitAnd,
        foreign::Operator::BitOr => BinaryOp::BitOr,
        foreign::Operator::BitXor => BinaryOp::BitXor,
    }
}

const fn compare_op(op: foreign::CmpOp) -> CompareOp {
    match op {
        foreign::CmpOp::Eq => CompareOp::Eq,
        foreign::CmpOp::NotEq => CompareOp::Ne,
        foreign::CmpOp::Lt => CompareOp::Lt,
        foreign::CmpOp::LtE => CompareOp::Le,
        foreign::CmpOp::Gt => CompareOp::Gt,
        foreign::CmpOp::GtE => CompareOp::Ge,
        foreign::CmpOp::Is => CompareOp::Is,
        foreign::CmpOp::IsNot => CompareOp::IsNot,
        foreign::CmpOp::In => CompareOp::In,
        foreign::CmpOp::NotIn => CompareOp::NotIn,
    }
}

/// The levels of a comprehension's clauses behind the first: they run inside one another.
fn inner_levels(generators: &[foreign::Comprehension]) -> u32 {
    let levels = generators.iter().map(|generator| generator.ifs.len().saturating_add(1));
    u32::try_from(levels.fold(0, usize::saturating_add).saturating_sub(1)).unwrap_or(u32::MAX)
}
