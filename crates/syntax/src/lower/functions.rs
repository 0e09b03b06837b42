//! `def`, `lambda` and lazy generator expressions.

use super::{Around, Frame, FrameKind, Lowerer, expr, stmt};
use crate::ast::{self, ScopeId};
use crate::names::Symbol;
use crate::scope::{Flags, Meaning};
use crate::tree::{
    Block, Constant, Expr, ExprKind, Function, Parameter, ParameterKind, Place, SlotKind, Span, Stmt,
    StmtKind,
};
use crate::unsupported::Feature;

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
    #[inline(never)]
    pub(super) fn function(
        &mut self,
        name: Box<str>,
        span: Span,
        declared: Vec<Declared>,
        is_generator: bool,
        body: impl FnOnce(&mut Self) -> Block,
    ) -> Box<Function> {
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
        Box::new(Function {
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
        })
    }

    /// Lowers a function inside the current one.
    #[inline(never)]
    pub(super) fn nested(
        &mut self,
        new: New,
        declared: Vec<Declared>,
        body: impl FnOnce(&mut Self) -> Block,
    ) -> Box<Function> {
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
        let mut qualname = self.frame.qualname.clone();
        let mut locals = matches!(self.frame.kind, FrameKind::Function { .. } | FrameKind::Lambda);
        for name in (0..self.frame.generators).map(|_| "<genexpr>").chain([name]) {
            qualname.push_str(if std::mem::take(&mut locals) { ".<locals>." } else { "." });
            qualname.push_str(name);
        }
        qualname
    }

    /// Puts lowered defaults to the parameters that have one.
    pub(super) fn declare(
        parameters: &[ast::Parameter],
        defaults: impl IntoIterator<Item = Expr>,
    ) -> Vec<Declared> {
        let mut defaults = defaults.into_iter();
        let declare = |parameter: &ast::Parameter| {
            let default = if parameter.default.is_some() { defaults.next() } else { None };
            (parameter.name.symbol, parameter.kind, default, SlotKind::Local)
        };
        parameters.iter().map(declare).collect()
    }

    /// `def`.
    #[inline(never)]
    pub(super) fn def(&mut self, def: &mut ast::Def, span: Span, out: &mut Vec<Stmt>) {
        let (decorators, declared) = self.def_head(def, out);
        let text = self.text(def.name.symbol);
        let entry = self.scopes.get(self.scope).and_then(|scope| scope.entry(def.name.symbol));
        let qualname = if entry.is_some_and(|entry| entry.flags.has(Flags::GLOBAL)) {
            text.to_string()
        } else {
            self.qualname(&text)
        };
        let is_generator = def.body.iter().any(|statement| statement.yields);
        let kind = FrameKind::Function { is_async: def.is_async };
        let new = New { scope: def.function.scope, kind, name: text, qualname, span, is_generator };
        let function = self.nested(new, declared, |lowerer| lowerer.block(&mut def.body));
        let place = self.place(def.name.symbol);
        out.push(stmt(StmtKind::Def { place, function, decorators }, span));
    }

    /// Decorators, defaults and annotations.
    #[inline(never)]
    fn def_head(&mut self, def: &mut ast::Def, out: &mut Vec<Stmt>) -> (Vec<Expr>, Vec<Declared>) {
        self.register_annotated(def);
        let decorator_count = def.decorators.len();
        let defaults = def.function.parameters.iter_mut().filter_map(|parameter| parameter.default.as_mut());
        let operands = def.decorators.iter_mut().chain(defaults).collect();
        let mut lowered = self.operands(operands, out).into_iter();
        let decorators: Vec<Expr> = lowered.by_ref().take(decorator_count).collect();
        for parameter in &mut def.function.parameters {
            if let Some(annotation) = &mut parameter.annotation {
                self.annotation(annotation, out);
            }
        }
        if let Some(returns) = &mut def.returns {
            self.annotation(returns, out);
        }
        (decorators, Self::declare(&def.function.parameters, lowered))
    }

    /// `@f.register` above a function whose first annotation says the type is `@f.register(type)`: that is how
    /// `singledispatch` reads it. Annotations have no other effect.
    #[inline(never)]
    fn register_annotated(&self, def: &mut ast::Def) {
        let is_register = |decorator: &&mut ast::Expr| matches!(decorator.kind, ast::ExprKind::Attribute(_, name) if self.names.text(name) == "register");
        let Some(decorator) = def.decorators.iter_mut().find(is_register) else { return };
        let annotation = def.function.parameters.iter_mut().find_map(|parameter| parameter.annotation.take());
        let Some(annotation) = annotation else { return };
        let (span, yields) = (decorator.span, decorator.yields);
        let kind = std::mem::replace(&mut decorator.kind, ast::ExprKind::Constant(Constant::None));
        let function = ast::Expr { kind, span, yields };
        decorator.yields |= annotation.yields;
        let call = ast::Call { function, arguments: vec![annotation], keywords: Vec::new() };
        decorator.kind = ast::ExprKind::Call(Box::new(call));
    }

    /// An annotation of a parameter or of a result. CPython evaluates it with the `def`; here its names alone are
    /// looked at, so that a missing one is found, and nothing of `typing` needs to work.
    #[inline(never)]
    fn annotation(&mut self, annotation: &mut ast::Expr, out: &mut Vec<Stmt>) {
        let span = annotation.span;
        match &mut annotation.kind {
            ast::ExprKind::Attribute(object, _) => self.annotation(object, out),
            ast::ExprKind::Subscript(parts) => {
                self.annotation(&mut parts.0, out);
                self.annotation(&mut parts.1, out);
            }
            ast::ExprKind::Binary(_, operands) => {
                self.annotation(&mut operands.0, out);
                self.annotation(&mut operands.1, out);
            }
            ast::ExprKind::Tuple(elements) | ast::ExprKind::List(elements) => {
                for element in elements {
                    self.annotation(element, out);
                }
            }
            ast::ExprKind::Starred(inner) => self.annotation(inner, out),
            ast::ExprKind::Constant(_) => {}
            _ => {
                let value = self.value(annotation, out);
                out.push(stmt(StmtKind::Expr(value), span));
            }
        }
    }

    /// `lambda`, its defaults lowered already.
    #[inline(never)]
    pub(super) fn lambda(&mut self, lambda: &mut ast::Lambda, defaults: Vec<Expr>, span: Span) -> ExprKind {
        let declared = Self::declare(&lambda.function.parameters, defaults);
        if lambda.body.yields {
            self.findings.feature(Feature::LambdaYield, span);
        }
        let new = New {
            scope: lambda.function.scope,
            kind: FrameKind::Lambda,
            name: "<lambda>".into(),
            qualname: self.qualname("<lambda>"),
            span,
            is_generator: lambda.body.yields,
        };
        ExprKind::Lambda(self.nested(new, declared, |lowerer| lowerer.lambda_body(&mut lambda.body)))
    }

    #[inline(never)]
    fn lambda_body(&mut self, body: &mut ast::Expr) -> Block {
        let yields = self.frame.yields;
        let mut statements = Vec::new();
        let span = body.span;
        self.enter();
        let value = self.value(body, &mut statements);
        self.leave();
        statements.push(stmt(StmtKind::Return(Some(value)), span));
        self.finish_block(statements, yields)
    }

    /// A lazy generator expression. Its outermost iterable is lowered already.
    #[inline(never)]
    pub(super) fn generator(
        &mut self,
        comprehension: &mut ast::Comprehension,
        iterable: Option<Expr>,
        span: Span,
    ) -> ExprKind {
        let Some(iterable) = iterable else { return ExprKind::Constant(Constant::None) };
        let new = New {
            scope: comprehension.scope,
            kind: FrameKind::Generator,
            name: "<genexpr>".into(),
            qualname: self.qualname("<genexpr>"),
            span,
            is_generator: true,
        };
        let first_span = iterable.span;
        // Behind the variables that closures inside it share.
        let mut argument = 0;
        let mut function = self.nested(new, Vec::new(), |lowerer| {
            let yields = lowerer.frame.yields;
            argument = lowerer.frame.slot(".0", SlotKind::Local);
            let first = expr(ExprKind::Name(Place::Local(argument)), first_span);
            let ast::Comprehension { clauses, element, .. } = comprehension;
            let statement = lowerer.generator_loop(clauses, Some(first), element, span);
            lowerer.finish_block(vec![statement], yields)
        });
        function.parameters.push(Parameter {
            name: ".0".into(),
            kind: ParameterKind::PositionalOnly,
            default: None,
            slot: argument,
        });
        ExprKind::Generator { function, iterable: Box::new(iterable) }
    }

    #[inline(never)]
    fn generator_loop(
        &mut self,
        clauses: &mut [ast::Clause],
        first: Option<Expr>,
        element: &mut ast::Expr,
        span: Span,
    ) -> Stmt {
        let Some((clause, inner)) = clauses.split_first_mut() else {
            self.frame.yields = self.frame.yields.saturating_add(1);
            let value = self.expr(element);
            let span = value.span;
            return stmt(StmtKind::Yield { value: Some(value), result: None }, span);
        };
        self.enter();
        let iter = first.unwrap_or_else(|| self.expr(&mut clause.iter));
        let target = self.target(&mut clause.target);
        let mut conditions = Vec::with_capacity(clause.conditions.len());
        for condition in &mut clause.conditions {
            conditions.push(self.expr(condition));
        }
        self.frame.around.push(Around::Loop);
        let yields = self.frame.yields;
        let levels = u32::try_from(conditions.len()).unwrap_or(u32::MAX);
        let mut innermost =
            self.weighing(levels, |lowerer| lowerer.generator_loop(inner, None, element, span));
        self.frame.around.pop();
        for test in conditions.into_iter().rev() {
            let body = self.finish_block(vec![innermost], yields);
            let span = test.span;
            innermost = stmt(StmtKind::If { test, body, orelse: Block::default() }, span);
        }
        let body = self.finish_block(vec![innermost], yields);
        let iterator = Some(self.temporary());
        self.leave();
        stmt(StmtKind::For { target, iter, body, orelse: Block::default(), iterator }, span)
    }
}
