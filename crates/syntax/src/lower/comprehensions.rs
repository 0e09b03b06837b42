//! Comprehensions, and the generator expressions that a built-in consumes at once: both run in the frame around them.

use super::{FrameKind, Lowerer};
use crate::ast::{self, ComprehensionKind as Ast};
use crate::scope::Meaning;
use crate::tree::{Clause, Comprehension, ComprehensionKind, Expr, ExprKind, Slot, Span};

impl Lowerer<'_> {
    /// A comprehension whose outermost iterable is lowered already.
    #[inline(never)]
    pub(super) fn comprehension(
        &mut self,
        comprehension: &mut ast::Comprehension,
        first: Option<Expr>,
        span: Span,
    ) -> ExprKind {
        self.check_async(comprehension, span);
        let scope = comprehension.scope;
        let inline = self.scopes.get(scope).is_some_and(|found| found.frame != scope);
        if !inline {
            return self.generator(comprehension, first, span);
        }
        let outer = std::mem::replace(&mut self.scope, scope);
        let (own_cells, variables) = self.comprehension_variables();
        let levels = u32::try_from(comprehension.clauses.len()).unwrap_or(u32::MAX);
        let generators = self.frame.generators;
        if comprehension.kind == Ast::Generator {
            self.frame.generators = generators.saturating_add(1);
        }
        let (clauses, kind) = self.weighing(levels, |lowerer| {
            let clauses = lowerer.clauses(&mut comprehension.clauses, first);
            let element = lowerer.expr(&mut comprehension.element);
            let kind = match (comprehension.kind, &mut comprehension.value) {
                (Ast::Dict, Some(value)) => ComprehensionKind::Dict(element, lowerer.expr(value)),
                (Ast::List, _) => ComprehensionKind::List(element),
                (Ast::Set, _) => ComprehensionKind::Set(element),
                _ => ComprehensionKind::Generator(element),
            };
            (clauses, kind)
        });
        self.scope = outer;
        self.frame.generators = generators;
        ExprKind::Comprehension(Box::new(Comprehension { kind, clauses, own_cells, variables }))
    }

    /// The slots of the current scope's variables: those that hold cells, and all.
    fn comprehension_variables(&mut self) -> (Vec<Slot>, Vec<Slot>) {
        let scope = self.scope;
        let (mut own_cells, mut variables) = (Vec::new(), Vec::new());
        let Some(table) = self.scopes.get(scope) else { return (own_cells, variables) };
        for entry in table.entries.iter().filter(|entry| entry.meaning == Meaning::Variable(scope)) {
            let slot = self.own(self.frames.len(), (scope, entry.symbol));
            variables.push(slot);
            if entry.shared {
                own_cells.push(slot);
            }
        }
        (own_cells, variables)
    }

    #[inline(never)]
    fn clauses(&mut self, clauses: &mut [ast::Clause], mut first: Option<Expr>) -> Vec<Clause> {
        let mut lowered = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let iter = first.take().unwrap_or_else(|| self.expr(&mut clause.iter));
            let target = self.target(&mut clause.target);
            let mut conditions = Vec::with_capacity(clause.conditions.len());
            for condition in &mut clause.conditions {
                conditions.push(self.expr(condition));
            }
            lowered.push(Clause { target, iter, conditions });
        }
        lowered
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
