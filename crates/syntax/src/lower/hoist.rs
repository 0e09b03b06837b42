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
    pub(super) fn value(&mut self, value: &mut ast::Expr, out: &mut Vec<Stmt>) -> Expr {
        if !value.yields {
            return self.expr(value);
        }
        self.enter();
        let span = value.span;
        let kind = self.hoisted(&mut value.kind, span, out);
        self.leave();
        expr(kind, span)
    }

    /// Keeps a value for later.
    #[inline(never)]
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
    #[inline(never)]
    pub(super) fn operands(&mut self, operands: Vec<&mut ast::Expr>, out: &mut Vec<Stmt>) -> Vec<Expr> {
        let last = operands.iter().rposition(|operand| operand.yields);
        let mut lowered = Vec::with_capacity(operands.len());
        for (index, operand) in operands.into_iter().enumerate() {
            let before = last.is_some_and(|last| index < last);
            let span = operand.span;
            let value = match operand {
                operand if !operand.yields => self.maybe_starred(operand),
                ast::Expr { kind: Ast::Starred(inner), .. } => {
                    let inner = self.weighing(1, |lowerer| lowerer.value(inner, out));
                    expr(ExprKind::Starred(Box::new(inner)), span)
                }
                operand => self.value(operand, out),
            };
            lowered.push(if before { self.keep(value, out) } else { value });
        }
        lowered
    }

    fn elements_yielding(&mut self, elements: &mut [ast::Expr], out: &mut Vec<Stmt>) -> Vec<Expr> {
        self.operands(elements.iter_mut().collect(), out)
    }

    /// Two operands.
    #[inline(never)]
    pub(super) fn pair(
        &mut self,
        first: &mut ast::Expr,
        second: &mut ast::Expr,
        out: &mut Vec<Stmt>,
    ) -> (Expr, Expr) {
        let before = second.yields;
        let mut first = self.value(first, out);
        if before {
            first = self.keep(first, out);
        }
        (first, self.value(second, out))
    }

    fn boxed_pair(&mut self, pair: &mut (ast::Expr, ast::Expr), out: &mut Vec<Stmt>) -> Box<(Expr, Expr)> {
        Box::new(self.pair(&mut pair.0, &mut pair.1, out))
    }

    fn boxed_value(&mut self, value: &mut ast::Expr, out: &mut Vec<Stmt>) -> Box<Expr> {
        Box::new(self.value(value, out))
    }

    #[inline(never)]
    fn hoisted(&mut self, kind: &mut Ast, span: Span, out: &mut Vec<Stmt>) -> ExprKind {
        match kind {
            Ast::Yield(inner) => self.hoisted_yield(inner.as_deref_mut(), span, out),
            Ast::YieldFrom(inner) => self.hoisted_yield_from(inner, span, out),
            Ast::Unary(op, operand) => ExprKind::Unary(*op, self.boxed_value(operand, out)),
            Ast::Binary(op, operands) => ExprKind::Binary(*op, self.boxed_pair(operands, out)),
            Ast::Subscript(parts) => ExprKind::Subscript(self.boxed_pair(parts, out)),
            Ast::Tuple(elements) => ExprKind::Tuple(self.elements_yielding(elements, out)),
            Ast::List(elements) => ExprKind::List(self.elements_yielding(elements, out)),
            Ast::Set(elements) => ExprKind::Set(self.elements_yielding(elements, out)),
            Ast::Call(call) => self.hoisted_call(call, span, out),
            Ast::Attribute(object, name) => {
                let text = self.text(*name);
                let fused = self.is_class_name(object, &text);
                match &mut object.kind {
                    Ast::Attribute(inner, _) if fused => ExprKind::ClassName(self.boxed_value(inner, out)),
                    _ => ExprKind::Attribute(self.boxed_value(object, out), text),
                }
            }
            Ast::And(operands) => self.short_circuit(operands, false, span, out),
            Ast::Or(operands) => self.short_circuit(operands, true, span, out),
            Ast::Compare { left, rest } => self.hoisted_compare(left, rest, span, out),
            Ast::IfExp(choice) => self.hoisted_choice(choice, span, out),
            kind => self.hoisted_rarer(kind, span, out),
        }
    }

    #[inline(never)]
    fn hoisted_yield(&mut self, inner: Option<&mut ast::Expr>, span: Span, out: &mut Vec<Stmt>) -> ExprKind {
        self.check_yield(span, false);
        let value = inner.map(|inner| self.value(inner, out));
        let slot = self.temporary();
        self.push_yield(StmtKind::Yield { value, result: Some(slot) }, span, out);
        ExprKind::Temporary(slot)
    }

    #[inline(never)]
    fn hoisted_yield_from(&mut self, inner: &mut ast::Expr, span: Span, out: &mut Vec<Stmt>) -> ExprKind {
        self.check_yield(span, true);
        let iterable = self.value(inner, out);
        let (iterator, slot) = (self.temporary(), self.temporary());
        self.push_yield(StmtKind::YieldFrom { iterable, iterator, result: Some(slot) }, span, out);
        ExprKind::Temporary(slot)
    }

    #[inline(never)]
    fn hoisted_rarer(&mut self, kind: &mut Ast, span: Span, out: &mut Vec<Stmt>) -> ExprKind {
        match kind {
            Ast::Walrus(name, value) => {
                let value = self.boxed_value(value, out);
                ExprKind::Walrus(self.place(name.symbol), value)
            }
            Ast::Starred(inner) => {
                self.refuse("can't use starred expression here", span);
                self.value(inner, out).kind
            }
            Ast::Dict(pairs) => self.hoisted_dict(pairs, out),
            Ast::Slice(slice) => {
                let ast::Slice { lower, upper, step } = &mut **slice;
                let has = [lower.is_some(), upper.is_some(), step.is_some()];
                let parts = lower.iter_mut().chain(upper).chain(step).collect();
                let mut parts = self.operands(parts, out).into_iter();
                let [lower, upper, step] = has.map(|has| if has { parts.next() } else { None });
                ExprKind::Slice(Box::new(Slice { lower, upper, step }))
            }
            Ast::FString(parts) => {
                ExprKind::FString(self.weighing(1, |lowerer| lowerer.hoisted_fstring(parts, out)))
            }
            Ast::Comprehension(comprehension) => {
                let first = comprehension.clauses.first_mut().map(|clause| &mut clause.iter);
                let first = first.map(|first| self.value(first, out));
                self.comprehension(comprehension, first, span)
            }
            Ast::Lambda(lambda) => {
                let parameters = lambda.function.parameters.iter_mut();
                let defaults = parameters.filter_map(|parameter| parameter.default.as_mut()).collect();
                let defaults = self.operands(defaults, out);
                self.lambda(lambda, defaults, span)
            }
            Ast::Await(inner) => {
                self.check_await(span);
                self.value(inner, out).kind
            }
            _ => ExprKind::Constant(Constant::None),
        }
    }

    #[inline(never)]
    fn hoisted_call(&mut self, call: &mut ast::Call, span: Span, out: &mut Vec<Stmt>) -> ExprKind {
        self.check_call(call, span);
        let ast::Call { function, arguments, keywords } = call;
        let count = arguments.len();
        let names: Vec<_> =
            keywords.iter().map(|(name, _)| name.map(|name| self.text(name.symbol))).collect();
        let values = keywords.iter_mut().map(|(_, value)| value);
        let operands = std::iter::once(function).chain(arguments).chain(values).collect();
        let mut lowered = self.operands(operands, out).into_iter();
        let Some(function) = lowered.next() else { return ExprKind::Constant(Constant::None) };
        let arguments = lowered.by_ref().take(count).collect();
        let keywords = names.into_iter().zip(lowered).collect();
        ExprKind::Call(Box::new(Call { function, arguments, keywords }))
    }

    #[inline(never)]
    fn hoisted_dict(
        &mut self,
        pairs: &mut [(Option<ast::Expr>, ast::Expr)],
        out: &mut Vec<Stmt>,
    ) -> ExprKind {
        let has_key: Vec<bool> = pairs.iter().map(|(key, _)| key.is_some()).collect();
        let operands = pairs.iter_mut().flat_map(|(key, value)| key.iter_mut().chain(Some(value))).collect();
        let mut lowered = self.operands(operands, out).into_iter();
        let mut made = Vec::with_capacity(has_key.len());
        for has_key in has_key {
            let key = if has_key { lowered.next() } else { None };
            made.extend(lowered.next().map(|value| (key, value)));
        }
        ExprKind::Dict(made)
    }

    /// A block that puts a value into a temporary.
    #[inline(never)]
    fn branch(&mut self, slot: Slot, value: &mut ast::Expr) -> Block {
        self.block_of(|lowerer, out| {
            let value = lowerer.value(value, out);
            lowerer.keep_in(slot, value, out);
        })
    }

    /// `and` and `or`: one `if` per operand behind the first.
    #[inline(never)]
    fn short_circuit(
        &mut self,
        operands: &mut [ast::Expr],
        is_or: bool,
        span: Span,
        out: &mut Vec<Stmt>,
    ) -> ExprKind {
        let slot = self.temporary();
        for (index, operand) in operands.iter_mut().enumerate() {
            if index == 0 {
                let value = self.value(operand, out);
                self.keep_in(slot, value, out);
                continue;
            }
            let body = self.branch(slot, operand);
            let kept = expr(ExprKind::Temporary(slot), span);
            let test = if is_or { expr(ExprKind::Unary(UnaryOp::Not, Box::new(kept)), span) } else { kept };
            out.push(stmt(StmtKind::If { test, body, orelse: Block::default() }, span));
        }
        ExprKind::Temporary(slot)
    }

    #[inline(never)]
    fn hoisted_compare(
        &mut self,
        left: &mut ast::Expr,
        rest: &mut [(CompareOp, ast::Expr)],
        span: Span,
        out: &mut Vec<Stmt>,
    ) -> ExprKind {
        let Some(((op, operand), rest)) = rest.split_first_mut() else { return self.value(left, out).kind };
        let (left, mut right) = self.pair(left, operand, out);
        let compare = |left: Expr, op, right: Expr| {
            expr(ExprKind::Compare { left: Box::new(left), rest: vec![(op, right)] }, span)
        };
        if rest.is_empty() {
            return compare(left, *op, right).kind;
        }
        let result = self.temporary();
        let left = self.keep(left, out);
        right = self.keep(right, out);
        self.keep_in(result, compare(left, *op, right.clone()), out);
        for (op, operand) in rest {
            // The operand between two comparisons is kept in a slot of its own, filled inside the `if`.
            let slot = self.temporary();
            let body = self.block_of(|lowerer, out| {
                let value = lowerer.value(operand, out);
                lowerer.keep_in(slot, value, out);
                let next = expr(ExprKind::Temporary(slot), span);
                lowerer.keep_in(result, compare(right.clone(), *op, next), out);
            });
            let test = expr(ExprKind::Temporary(result), span);
            out.push(stmt(StmtKind::If { test, body, orelse: Block::default() }, span));
            right = expr(ExprKind::Temporary(slot), span);
        }
        ExprKind::Temporary(result)
    }

    #[inline(never)]
    fn hoisted_choice(&mut self, choice: &mut ast::IfExp, span: Span, out: &mut Vec<Stmt>) -> ExprKind {
        let test = self.value(&mut choice.test, out);
        let slot = self.temporary();
        let body = self.branch(slot, &mut choice.body);
        let orelse = self.branch(slot, &mut choice.orelse);
        out.push(stmt(StmtKind::If { test, body, orelse }, span));
        ExprKind::Temporary(slot)
    }

    /// An f-string: what stands before a field that yields is formatted and kept.
    #[inline(never)]
    fn hoisted_fstring(&mut self, parts: &mut [ast::FStringPart], out: &mut Vec<Stmt>) -> Vec<FStringPart> {
        let mut lowered: Vec<FStringPart> = Vec::new();
        for part in parts {
            let field = match part {
                ast::FStringPart::Field(field) if field.value.yields || spec_yields(&field.spec) => field,
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
            let conversion = field.conversion;
            let mut value = self.value(&mut field.value, out);
            if spec_yields(&field.spec) {
                value = self.keep(value, out);
            }
            let spec = self.weighing(2, |lowerer| lowerer.hoisted_fstring(&mut field.spec, out));
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
