//! `def`, `lambda` and lazy generator expressions.

use super::{Around, Frame, FrameKind, Lowerer, expr, stmt};
use crate::ast::{self, ScopeId};
use crate::names::Symbol;
use crate::scope::{Flags, Meaning};
use crate::tree::{
    Block, Expr, ExprKind, Function, Parameter, ParameterKind, Place, SlotKind, Span, Stmt, StmtKind,
};

/// A parameter to declare: name, kind, default, kind of slot.
pub(super) type Declared = (Symbol, ParameterKind, Option<Expr>, SlotKind);

/// A function to make.
pub(super) struct New {
    pub(super) scope: ScopeId,
    pub(super) kind: FrameKind,
    pub(super) name: Box<str>,
    pub(super) qualname: String,
    pub(super) span: Span,
    pub(super) is_generator: bool,
}

impl Lowerer<'_> {
    /// Lowers the function of the current frame.
    pub(super) fn function(
        &mut self,
        name: Box<str>,
        span: Span,
        declared: Vec<Declared>,
        is_generator: bool,
        body: impl FnOnce(&mut Self) -> Block,
    ) -> Function {
        let scope = self.frame.scope;
        self.frame.is_generator = is_generator;
        // CPython wraps the body of a generator in a block of its own.
        self.frame.blocks = u32::from(is_generator);
        let mut parameters = Vec::with_capacity(declared.len());
        for (symbol, kind, default, slot_kind) in declared {
            let name = self.text(symbol);
            let slot = self.frame.slot(&name, slot_kind);
            self.frame.variables.insert((scope, symbol), slot);
            parameters.push(Parameter { name, kind, default, slot });
        }
        let mut own_cells = Vec::new();
        if let Some(table) = self.scopes.get(scope) {
            for entry in &table.entries {
                if entry.shared && entry.meaning == Meaning::Variable(scope) {
                    own_cells.push(self.own(self.frames.len(), (scope, entry.symbol)));
                }
            }
        }
        let body = body(self);
        self.check_slots(span);
        let frame = &mut self.frame;
        // Hoisting a `yield` can put a few levels above what the source has.
        let deepest = frame.deepest.saturating_add(if frame.is_generator { 4 } else { 0 });
        Function {
            name,
            qualname: std::mem::take(&mut frame.qualname).into(),
            span,
            parameters,
            slots: std::mem::take(&mut frame.slots),
            own_cells,
            captures: std::mem::take(&mut frame.captures),
            body,
            is_generator,
            depth: deepest.saturating_add(1),
        }
    }

    /// Lowers a function inside the current one.
    pub(super) fn nested(
        &mut self,
        new: New,
        declared: Vec<Declared>,
        body: impl FnOnce(&mut Self) -> Block,
    ) -> Function {
        let frame = Frame::new(new.scope, new.kind, new.qualname);
        let outer = std::mem::replace(&mut self.frame, frame);
        self.frames.push(outer);
        let scope = std::mem::replace(&mut self.scope, new.scope);
        let function = self.function(new.name, new.span, declared, new.is_generator, body);
        self.scope = scope;
        if let Some(outer) = self.frames.pop() {
            self.frame = outer;
        }
        function
    }

    /// The qualified name of something defined here.
    pub(super) fn qualname(&self, name: &str) -> String {
        match self.frame.kind {
            FrameKind::Function { .. } | FrameKind::Lambda => {
                format!("{}.<locals>.{name}", self.frame.qualname)
            }
            FrameKind::Generator | FrameKind::Class => format!("{}.{name}", self.frame.qualname),
        }
    }

    /// Takes the defaults out of some parameters, in the order of their evaluation.
    pub(super) fn take_defaults(parameters: &mut [ast::Parameter]) -> Vec<ast::Expr> {
        parameters.iter_mut().filter_map(|parameter| parameter.default.take()).collect()
    }

    /// Puts lowered defaults back to their parameters; `has` tells which have one.
    pub(super) fn declare(
        parameters: &[ast::Parameter],
        has: &[bool],
        defaults: impl IntoIterator<Item = Expr>,
    ) -> Vec<Declared> {
        let mut defaults = defaults.into_iter();
        let with = parameters.iter().zip(has);
        with.map(|(parameter, has)| {
            let default = if *has { defaults.next() } else { None };
            (parameter.name.symbol, parameter.kind, default, SlotKind::Local)
        })
        .collect()
    }

    /// `def`.
    pub(super) fn def(&mut self, def: ast::Def, span: Span, out: &mut Vec<Stmt>) {
        let ast::Def { name, decorators, mut function, returns, is_async, body, .. } = def;
        let decorator_count = decorators.len();
        let has: Vec<bool> =
            function.parameters.iter().map(|parameter| parameter.default.is_some()).collect();
        let mut operands = decorators;
        operands.extend(Self::take_defaults(&mut function.parameters));
        let mut lowered = self.operands(operands, out).into_iter();
        let decorators: Vec<Expr> = lowered.by_ref().take(decorator_count).collect();
        for parameter in &mut function.parameters {
            if let Some(annotation) = parameter.annotation.take() {
                self.annotation(annotation, out);
            }
        }
        if let Some(returns) = returns {
            self.annotation(returns, out);
        }
        let declared = Self::declare(&function.parameters, &has, lowered);
        let text = self.text(name.symbol);
        let entry = self.scopes.get(self.scope).and_then(|scope| scope.entry(name.symbol));
        let qualname = if entry.is_some_and(|entry| entry.flags.has(Flags::GLOBAL)) {
            text.to_string()
        } else {
            self.qualname(&text)
        };
        let is_generator = body.iter().any(|statement| statement.yields);
        let kind = FrameKind::Function { is_async };
        let new = New { scope: function.scope, kind, name: text, qualname, span, is_generator };
        let function = Box::new(self.nested(new, declared, |lowerer| lowerer.block(body)));
        let place = self.place(name.symbol);
        out.push(stmt(StmtKind::Def { place, function, decorators }, span));
    }

    /// An annotation of a parameter or of a result. CPython evaluates it with the `def`; here its names alone are
    /// looked at, so that a missing one is found, and nothing of `typing` needs to work.
    fn annotation(&mut self, annotation: ast::Expr, out: &mut Vec<Stmt>) {
        let span = annotation.span;
        match annotation.kind {
            ast::ExprKind::Name(_) => {
                let value = self.expr(annotation);
                out.push(stmt(StmtKind::Expr(value), span));
            }
            ast::ExprKind::Attribute(object, _) => self.annotation(*object, out),
            ast::ExprKind::Subscript(parts) => {
                self.annotation(parts.0, out);
                self.annotation(parts.1, out);
            }
            ast::ExprKind::Binary(_, operands) => {
                self.annotation(operands.0, out);
                self.annotation(operands.1, out);
            }
            ast::ExprKind::Tuple(elements) | ast::ExprKind::List(elements) => {
                for element in elements {
                    self.annotation(element, out);
                }
            }
            ast::ExprKind::Starred(inner) => self.annotation(*inner, out),
            ast::ExprKind::Constant(_) => {}
            kind => {
                let annotation = ast::Expr { kind, span, yields: annotation.yields };
                let value = self.value(annotation, out);
                out.push(stmt(StmtKind::Expr(value), span));
            }
        }
    }

    /// `lambda`, its defaults lowered already.
    pub(super) fn lambda(
        &mut self,
        lambda: ast::Lambda,
        has: &[bool],
        defaults: Vec<Expr>,
        span: Span,
    ) -> ExprKind {
        let ast::Lambda { function, body } = lambda;
        let declared = Self::declare(&function.parameters, has, defaults);
        let new = New {
            scope: function.scope,
            kind: FrameKind::Lambda,
            name: "<lambda>".into(),
            qualname: self.qualname("<lambda>"),
            span,
            is_generator: body.yields,
        };
        let function = self.nested(new, declared, |lowerer| {
            let yields = lowerer.frame.yields;
            let mut statements = Vec::new();
            let body_span = body.span;
            lowerer.enter();
            let value = lowerer.value(body, &mut statements);
            lowerer.leave();
            statements.push(stmt(StmtKind::Return(Some(value)), body_span));
            lowerer.finish_block(statements, yields)
        });
        ExprKind::Lambda(Box::new(function))
    }

    /// A lazy generator expression. Its outermost iterable is lowered already.
    pub(super) fn generator(
        &mut self,
        comprehension: ast::Comprehension,
        iterable: Expr,
        span: Span,
    ) -> ExprKind {
        let ast::Comprehension { element, clauses, scope, .. } = comprehension;
        let new = New {
            scope,
            kind: FrameKind::Generator,
            name: "<genexpr>".into(),
            qualname: self.qualname("<genexpr>"),
            span,
            is_generator: true,
        };
        let mut function = self.nested(new, Vec::new(), |lowerer| {
            let yields = lowerer.frame.yields;
            let argument = lowerer.frame.slot(".0", SlotKind::Local);
            let first = expr(ExprKind::Name(Place::Local(argument)), iterable.span);
            let statement = lowerer.generator_loop(clauses.into_iter(), Some(first), element, span);
            lowerer.finish_block(vec![statement], yields)
        });
        function.parameters.push(Parameter {
            name: ".0".into(),
            kind: ParameterKind::PositionalOnly,
            default: None,
            slot: 0,
        });
        ExprKind::Generator { function: Box::new(function), iterable: Box::new(iterable) }
    }

    fn generator_loop(
        &mut self,
        mut clauses: std::vec::IntoIter<ast::Clause>,
        first: Option<Expr>,
        element: ast::Expr,
        span: Span,
    ) -> Stmt {
        self.enter();
        let statement = match clauses.next() {
            None => {
                self.frame.yields = self.frame.yields.saturating_add(1);
                let value = self.expr(element);
                let span = value.span;
                stmt(StmtKind::Yield { value: Some(value), result: None }, span)
            }
            Some(clause) => {
                let ast::Clause { target, iter, conditions, .. } = clause;
                let iter = first.unwrap_or_else(|| self.expr(iter));
                let target = self.target(target);
                let conditions: Vec<Expr> =
                    conditions.into_iter().map(|condition| self.expr(condition)).collect();
                self.frame.around.push(Around::Loop);
                let yields = self.frame.yields;
                let mut inner = self.generator_loop(clauses, None, element, span);
                self.frame.around.pop();
                for test in conditions.into_iter().rev() {
                    let body = self.finish_block(vec![inner], yields);
                    let span = test.span;
                    inner = stmt(StmtKind::If { test, body, orelse: Block::default() }, span);
                }
                let body = self.finish_block(vec![inner], yields);
                let iterator = Some(self.temporary());
                stmt(StmtKind::For { target, iter, body, orelse: Block::default(), iterator }, span)
            }
        };
        self.leave();
        statement
    }
}
