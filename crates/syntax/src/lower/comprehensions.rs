//! Comprehensions, and the generator expressions that a built-in consumes at once: both run in the frame around them.

use super::{FrameKind, Lowerer};
use crate::ast::{self, ComprehensionKind as Ast};
use crate::scope::Meaning;
use crate::tree::{Clause, Comprehension, ComprehensionKind, Expr, ExprKind, Span};

impl Lowerer<'_> {
    /// A comprehension whose outermost iterable is lowered already.
    pub(super) fn comprehension(
        &mut self,
        mut comprehension: ast::Comprehension,
        first: Expr,
        span: Span,
    ) -> ExprKind {
        self.check_async(&comprehension, span);
        let scope = comprehension.scope;
        let inline = self.scopes.get(scope).is_some_and(|found| found.frame != scope);
        if !inline {
            return self.generator(comprehension, first, span);
        }
        let outer = std::mem::replace(&mut self.scope, scope);
        let (mut own_cells, mut variables) = (Vec::new(), Vec::new());
        if let Some(table) = self.scopes.get(scope) {
            for entry in table.entries.iter().filter(|entry| entry.meaning == Meaning::Variable(scope)) {
                let slot = self.own(self.frames.len(), (scope, entry.symbol));
                variables.push(slot);
                if entry.shared {
                    own_cells.push(slot);
                }
            }
        }
        let mut first = Some(first);
        let mut clauses = Vec::with_capacity(comprehension.clauses.len());
        for clause in std::mem::take(&mut comprehension.clauses) {
            let ast::Clause { target, iter, conditions, .. } = clause;
            let iter = first.take().unwrap_or_else(|| self.expr(iter));
            let target = self.target(target);
            let conditions = conditions.into_iter().map(|condition| self.expr(condition)).collect();
            clauses.push(Clause { target, iter, conditions });
        }
        let element = self.expr(comprehension.element);
        let value = comprehension.value.map(|value| self.expr(value));
        self.scope = outer;
        let kind = match (comprehension.kind, value) {
            (Ast::Dict, Some(value)) => ComprehensionKind::Dict(element, value),
            (Ast::List, _) => ComprehensionKind::List(element),
            (Ast::Set, _) => ComprehensionKind::Set(element),
            _ => ComprehensionKind::Generator(element),
        };
        ExprKind::Comprehension(Box::new(Comprehension { kind, clauses, own_cells, variables }))
    }

    fn check_async(&mut self, comprehension: &ast::Comprehension, span: Span) {
        if comprehension.kind == Ast::Generator || self.frame.kind == (FrameKind::Function { is_async: true })
        {
            return;
        }
        if self.frame.kind != FrameKind::Generator && is_async(comprehension) {
            self.refuse("asynchronous comprehension outside of an asynchronous function", span);
        }
    }
}

/// Whether a comprehension awaits, itself or through an `async for`.
fn is_async(comprehension: &ast::Comprehension) -> bool {
    comprehension.clauses.iter().any(|clause| clause.is_async)
        || awaits(&comprehension.element)
        || comprehension.value.as_ref().is_some_and(awaits)
        || comprehension.clauses.iter().flat_map(|clause| &clause.conditions).any(awaits)
        || comprehension.clauses.iter().skip(1).any(|clause| awaits(&clause.iter))
}

/// Whether an `await` is directly in some operand of an expression.
fn awaits(expr: &ast::Expr) -> bool {
    use ast::ExprKind as Kind;
    match &expr.kind {
        Kind::Await(_) => true,
        Kind::Unary(_, operand)
        | Kind::Attribute(operand, _)
        | Kind::Starred(operand)
        | Kind::Walrus(_, operand) => awaits(operand),
        Kind::Binary(_, operands) | Kind::Subscript(operands) => awaits(&operands.0) || awaits(&operands.1),
        Kind::And(items) | Kind::Or(items) | Kind::Tuple(items) | Kind::List(items) | Kind::Set(items) => {
            items.iter().any(awaits)
        }
        Kind::Dict(pairs) => {
            pairs.iter().any(|(key, value)| key.as_ref().is_some_and(awaits) || awaits(value))
        }
        Kind::Compare { left, rest } => awaits(left) || rest.iter().any(|(_, operand)| awaits(operand)),
        Kind::IfExp(choice) => awaits(&choice.test) || awaits(&choice.body) || awaits(&choice.orelse),
        Kind::Call(call) => {
            awaits(&call.function)
                || call.arguments.iter().any(awaits)
                || call.keywords.iter().any(|(_, value)| awaits(value))
        }
        Kind::Comprehension(inner) => {
            inner.clauses.first().is_some_and(|clause| awaits(&clause.iter))
                || (inner.kind != Ast::Generator && is_async(inner))
        }
        _ => false,
    }
}
