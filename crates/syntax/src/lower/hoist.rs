//! Expressions in which something yields: what comes before the `yield` is kept in temporaries, the `yield` becomes
//! a statement, and the rest goes on with what was kept. Operands that may be skipped become `if` statements.

use super::{Lowerer, expr, stmt};
use crate::ast::{self, ExprKind as Ast};
use crate::tree::{
    Block, Call, CompareOp, Constant, Expr, ExprKind, FStringField, FStringPart, Slice, Slot, Span, Stmt,
    StmtKind, UnaryOp,
};

impl Lowerer<'_> {
    /// An expression; the statements its yields need go to `out` before it.
    pub(super) fn value(&mut self, value: ast::Expr, out: &mut Vec<Stmt>) -> Expr {
        if !value.yields {
            return self.expr(value);
        }
        self.enter();
        let value = self.hoisted(value, out);
        self.leave();
        value
    }

    /// Keeps a value for later.
    pub(super) fn keep(&mut self, value: Expr, out: &mut Vec<Stmt>) -> Expr {
        let span = value.span;
        match value.kind {
            _ if Self::is_kept(&value) => value,
            // A star is spread at once; what is kept is the list.
            ExprKind::Starred(_) => {
                let list = self.keep(expr(ExprKind::List(vec![value]), span), out);
                expr(ExprKind::Starred(Box::new(list)), span)
            }
            ExprKind::Slice(slice) => {
                let Slice { lower, upper, step } = *slice;
                let lower = lower.map(|part| self.keep(part, out));
                let upper = upper.map(|part| self.keep(part, out));
                let step = step.map(|part| self.keep(part, out));
                expr(ExprKind::Slice(Box::new(Slice { lower, upper, step })), span)
            }
            kind => {
                let slot = self.temporary();
                self.keep_in(slot, expr(kind, span), out);
                expr(ExprKind::Temporary(slot), span)
            }
        }
    }

    fn keep_in(&mut self, slot: Slot, value: Expr, out: &mut Vec<Stmt>) {
        let span = value.span;
        out.push(stmt(StmtKind::Expr(expr(ExprKind::Keep(slot, Box::new(value)), span)), span));
    }

    /// Operands that are evaluated one after the other. Those before the last that yields are kept.
    pub(super) fn operands(&mut self, operands: Vec<ast::Expr>, out: &mut Vec<Stmt>) -> Vec<Expr> {
        let last = operands.iter().rposition(|operand| operand.yields);
        let mut lowered = Vec::with_capacity(operands.len());
        for (index, operand) in operands.into_iter().enumerate() {
            let before = last.is_some_and(|last| index < last);
            let span = operand.span;
            let value = match operand.kind {
                _ if !operand.yields => self.maybe_starred(operand),
                Ast::Starred(inner) => expr(ExprKind::Starred(Box::new(self.value(*inner, out))), span),
                _ => self.value(operand, out),
            };
            lowered.push(if before { self.keep(value, out) } else { value });
        }
        lowered
    }

    /// Two operands.
    pub(super) fn pair(&mut self, pair: (ast::Expr, ast::Expr), out: &mut Vec<Stmt>) -> (Expr, Expr) {
        let (first, second) = pair;
        let before = second.yields;
        let mut first = self.value(first, out);
        if before {
            first = self.keep(first, out);
        }
        (first, self.value(second, out))
    }

    fn hoisted(&mut self, value: ast::Expr, out: &mut Vec<Stmt>) -> Expr {
        let span = value.span;
        let kind = match value.kind {
            Ast::Yield(inner) => {
                self.check_yield(span, false);
                let value = inner.map(|inner| self.value(*inner, out));
                let slot = self.temporary();
                self.push_yield(StmtKind::Yield { value, result: Some(slot) }, span, out);
                ExprKind::Temporary(slot)
            }
            Ast::YieldFrom(inner) => {
                self.check_yield(span, true);
                let iterable = self.value(*inner, out);
                let (iterator, slot) = (self.temporary(), self.temporary());
                self.push_yield(StmtKind::YieldFrom { iterable, iterator, result: Some(slot) }, span, out);
                ExprKind::Temporary(slot)
            }
            Ast::Unary(op, operand) => ExprKind::Unary(op, Box::new(self.value(*operand, out))),
            Ast::Binary(op, operands) => ExprKind::Binary(op, Box::new(self.pair(*operands, out))),
            Ast::Subscript(parts) => ExprKind::Subscript(Box::new(self.pair(*parts, out))),
            Ast::Tuple(elements) => ExprKind::Tuple(self.operands(elements, out)),
            Ast::List(elements) => ExprKind::List(self.operands(elements, out)),
            Ast::Set(elements) => ExprKind::Set(self.operands(elements, out)),
            Ast::Call(call) => self.hoisted_call(*call, span, out),
            Ast::Attribute(object, name) => {
                let text = self.text(name);
                match self.class_of(*object, &text) {
                    Ok(inner) => ExprKind::ClassName(Box::new(self.value(*inner, out))),
                    Err(object) => ExprKind::Attribute(Box::new(self.value(object, out)), text),
                }
            }
            Ast::And(operands) => self.short_circuit(operands, false, span, out),
            Ast::Or(operands) => self.short_circuit(operands, true, span, out),
            kind => self.hoisted_rarer(kind, span, out),
        };
        expr(kind, span)
    }

    fn hoisted_rarer(&mut self, kind: Ast, span: Span, out: &mut Vec<Stmt>) -> ExprKind {
        match kind {
            Ast::Compare { left, rest } => self.hoisted_compare(*left, rest, span, out),
            Ast::IfExp(choice) => self.hoisted_choice(*choice, span, out),
            Ast::Walrus(name, value) => {
                let value = self.value(*value, out);
                ExprKind::Walrus(self.place(name.symbol), Box::new(value))
            }
            Ast::Starred(inner) => {
                self.refuse("can't use starred expression here", span);
                self.value(*inner, out).kind
            }
            Ast::Dict(pairs) => self.hoisted_dict(pairs, out),
            Ast::Slice(slice) => {
                let ast::Slice { lower, upper, step } = *slice;
                let has = [lower.is_some(), upper.is_some(), step.is_some()];
                let parts = lower.into_iter().chain(upper).chain(step).collect();
                let mut parts = self.operands(parts, out).into_iter();
                let [lower, upper, step] = has.map(|has| if has { parts.next() } else { None });
                ExprKind::Slice(Box::new(Slice { lower, upper, step }))
            }
            Ast::FString(parts) => ExprKind::FString(self.hoisted_fstring(parts, out)),
            Ast::Comprehension(mut comprehension) => {
                let first = self.first_iterable(&mut comprehension);
                let first = self.value(first, out);
                self.comprehension(*comprehension, first, span)
            }
            Ast::Lambda(mut lambda) => {
                let parameters = &mut lambda.function.parameters;
                let has: Vec<bool> = parameters.iter().map(|parameter| parameter.default.is_some()).collect();
                let defaults = Self::take_defaults(parameters);
                let defaults = self.operands(defaults, out);
                self.lambda(*lambda, &has, defaults, span)
            }
            Ast::Await(inner) => self.value(*inner, out).kind,
            _ => ExprKind::Constant(Constant::None),
        }
    }

    fn hoisted_call(&mut self, call: ast::Call, span: Span, out: &mut Vec<Stmt>) -> ExprKind {
        self.check_call(&call, span);
        let ast::Call { function, arguments, keywords } = call;
        let count = arguments.len();
        let mut names = Vec::with_capacity(keywords.len());
        let mut operands = Vec::with_capacity(count.saturating_add(keywords.len()).saturating_add(1));
        operands.push(function);
        operands.extend(arguments);
        for (name, value) in keywords {
            names.push(name.map(|name| self.text(name.symbol)));
            operands.push(value);
        }
        let mut lowered = self.operands(operands, out).into_iter();
        let Some(function) = lowered.next() else { return ExprKind::Constant(Constant::None) };
        let arguments = lowered.by_ref().take(count).collect();
        let keywords = names.into_iter().zip(lowered).collect();
        ExprKind::Call(Box::new(Call { function, arguments, keywords }))
    }

    fn hoisted_dict(&mut self, pairs: Vec<(Option<ast::Expr>, ast::Expr)>, out: &mut Vec<Stmt>) -> ExprKind {
        let has_key: Vec<bool> = pairs.iter().map(|(key, _)| key.is_some()).collect();
        let operands =
            pairs.into_iter().flat_map(|(key, value)| key.into_iter().chain(Some(value))).collect();
        let mut lowered = self.operands(operands, out).into_iter();
        let mut made = Vec::with_capacity(has_key.len());
        for has_key in has_key {
            let key = if has_key { lowered.next() } else { None };
            made.extend(lowered.next().map(|value| (key, value)));
        }
        ExprKind::Dict(made)
    }

    /// `and` and `or`: one `if` per operand behind the first.
    fn short_circuit(
        &mut self,
        operands: Vec<ast::Expr>,
        is_or: bool,
        span: Span,
        out: &mut Vec<Stmt>,
    ) -> ExprKind {
        let slot = self.temporary();
        for (index, operand) in operands.into_iter().enumerate() {
            if index == 0 {
                let value = self.value(operand, out);
                self.keep_in(slot, value, out);
                continue;
            }
            let body = self.block_of(|lowerer, out| {
                let value = lowerer.value(operand, out);
                lowerer.keep_in(slot, value, out);
            });
            let kept = expr(ExprKind::Temporary(slot), span);
            let test = if is_or { expr(ExprKind::Unary(UnaryOp::Not, Box::new(kept)), span) } else { kept };
            out.push(stmt(StmtKind::If { test, body, orelse: Block::default() }, span));
        }
        ExprKind::Temporary(slot)
    }

    fn hoisted_compare(
        &mut self,
        left: ast::Expr,
        rest: Vec<(CompareOp, ast::Expr)>,
        span: Span,
        out: &mut Vec<Stmt>,
    ) -> ExprKind {
        let mut rest = rest.into_iter();
        let Some((op, operand)) = rest.next() else { return self.value(left, out).kind };
        let (left, mut right) = self.pair((left, operand), out);
        let compare = |left: Expr, op, right: Expr| {
            expr(ExprKind::Compare { left: Box::new(left), rest: vec![(op, right)] }, span)
        };
        if rest.len() == 0 {
            return compare(left, op, right).kind;
        }
        let result = self.temporary();
        let left = self.keep(left, out);
        right = self.keep(right, out);
        self.keep_in(result, compare(left, op, right.clone()), out);
        for (op, operand) in rest {
            // The operand between two comparisons is kept in a slot of its own, filled inside the `if`.
            let slot = self.temporary();
            let body = self.block_of(|lowerer, out| {
                let value = lowerer.value(operand, out);
                lowerer.keep_in(slot, value, out);
                let next = expr(ExprKind::Temporary(slot), span);
                lowerer.keep_in(result, compare(right.clone(), op, next), out);
            });
            let test = expr(ExprKind::Temporary(result), span);
            out.push(stmt(StmtKind::If { test, body, orelse: Block::default() }, span));
            right = expr(ExprKind::Temporary(slot), span);
        }
        ExprKind::Temporary(result)
    }

    fn hoisted_choice(&mut self, choice: ast::IfExp, span: Span, out: &mut Vec<Stmt>) -> ExprKind {
        let ast::IfExp { test, body, orelse } = choice;
        let test = self.value(test, out);
        let slot = self.temporary();
        let branch = |lowerer: &mut Self, value: ast::Expr| {
            lowerer.block_of(|lowerer, out| {
                let value = lowerer.value(value, out);
                lowerer.keep_in(slot, value, out);
            })
        };
        let body = branch(self, body);
        let orelse = branch(self, orelse);
        out.push(stmt(StmtKind::If { test, body, orelse }, span));
        ExprKind::Temporary(slot)
    }

    /// An f-string: what stands before a field that yields is formatted and kept.
    fn hoisted_fstring(&mut self, parts: Vec<ast::FStringPart>, out: &mut Vec<Stmt>) -> Vec<FStringPart> {
        let mut lowered: Vec<FStringPart> = Vec::new();
        for part in parts {
            let field = match part {
                ast::FStringPart::Field(field) if field.value.yields || spec_yields(&field.spec) => *field,
                part => {
                    lowered.push(self.fstring_part(part));
                    continue;
                }
            };
            let span = field.span;
            if !lowered.is_empty() {
                let before = expr(ExprKind::FString(std::mem::take(&mut lowered)), span);
                let value = self.keep(before, out);
                let kept = FStringField { value, conversion: None, spec: Vec::new(), span };
                lowered.push(FStringPart::Field(Box::new(kept)));
            }
            let ast::FStringField { value, conversion, spec, span } = field;
            let mut value = self.value(value, out);
            let spec = if spec_yields(&spec) {
                value = self.keep(value, out);
                self.hoisted_fstring(spec, out)
            } else {
                spec.into_iter().map(|part| self.fstring_part(part)).collect()
            };
            lowered.push(FStringPart::Field(Box::new(FStringField { value, conversion, spec, span })));
        }
        lowered
    }
}

fn spec_yields(spec: &[ast::FStringPart]) -> bool {
    spec.iter().any(|part| match part {
        ast::FStringPart::Text(_) => false,
        ast::FStringPart::Field(field) => field.value.yields || spec_yields(&field.spec),
    })
}
