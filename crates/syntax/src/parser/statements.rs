//! Statements.

use super::foreign::Ranged;
use super::{Converter, foreign, targets};
use crate::ast::{
    Alias, Case, Class, Def, Expr, ExprKind, For, Function, Handler, Stmt, StmtKind, Try, WithItem,
};
use crate::lex::token::Kind;
use crate::prepare::ItemKind;
use crate::tree::Span;
use crate::unsupported::Feature;

impl Converter<'_> {
    /// Statements one after the other.
    pub(super) fn block(&mut self, statements: &[foreign::Stmt]) -> Vec<Stmt> {
        let mut made = Vec::with_capacity(statements.len());
        for statement in statements {
            made.push(self.statement(statement));
        }
        made
    }

    #[inline(never)]
    fn statement(&mut self, statement: &foreign::Stmt) -> Stmt {
        let span = Self::span(statement.range());
        self.nodes = self.nodes.saturating_add(1);
        let outer = std::mem::replace(&mut self.yielded, false);
        let kind = self.deeper(span, |converter| converter.simple(statement, span));
        let yields = self.yielded;
        self.yielded |= outer;
        Stmt { kind: kind.unwrap_or(StmtKind::Pass), span, yields }
    }

    #[inline(never)]
    fn simple(&mut self, statement: &foreign::Stmt, span: Span) -> StmtKind {
        match statement {
            foreign::Stmt::Expr(statement) => StmtKind::Expr(self.expr(&statement.value)),
            foreign::Stmt::Assign(assign) => {
                let targets = assign.targets.iter().map(|target| self.target(target)).collect();
                StmtKind::Assign { targets, value: self.expr(&assign.value) }
            }
            foreign::Stmt::AugAssign(assign) => {
                let target = self.expr(&assign.target);
                self.suspicious |= !targets::single(&target);
                let op = super::expressions::binary_op(assign.op);
                StmtKind::AugAssign { target, op, value: self.expr(&assign.value) }
            }
            foreign::Stmt::AnnAssign(assign) => {
                let target = self.expr(&assign.target);
                self.suspicious |= !targets::single(&target);
                let annotation = self.expr(&assign.annotation);
                let value = self.option(assign.value.as_deref());
                StmtKind::AnnAssign { target, annotation, value }
            }
            foreign::Stmt::Delete(delete) => {
                let targets = self.exprs(&delete.targets);
                self.suspicious |= !targets.iter().all(targets::deletable);
                StmtKind::Delete(targets)
            }
            foreign::Stmt::Return(statement) => StmtKind::Return(self.option(statement.value.as_deref())),
            foreign::Stmt::Raise(raise) => {
                let exception = self.option(raise.exc.as_deref());
                StmtKind::Raise { exception, cause: self.option(raise.cause.as_deref()) }
            }
            foreign::Stmt::Assert(assert) => {
                let test = self.expr(&assert.test);
                StmtKind::Assert { test, message: self.option(assert.msg.as_deref()) }
            }
            foreign::Stmt::Import(import) => self.import(import),
            foreign::Stmt::ImportFrom(import) => self.import_from(import, span),
            foreign::Stmt::Global(global) => {
                StmtKind::Global(global.names.iter().map(|name| self.name(name)).collect())
            }
            foreign::Stmt::Nonlocal(nonlocal) => {
                StmtKind::Nonlocal(nonlocal.names.iter().map(|name| self.name(name)).collect())
            }
            foreign::Stmt::Pass(_) => self.plain_statement(span.start).unwrap_or(StmtKind::Pass),
            foreign::Stmt::Break(_) => StmtKind::Break,
            foreign::Stmt::Continue(_) => StmtKind::Continue,
            other => self.compound(other, span),
        }
    }

    #[inline(never)]
    fn compound(&mut self, statement: &foreign::Stmt, span: Span) -> StmtKind {
        match statement {
            foreign::Stmt::If(choice) => self.choose(choice, span),
            foreign::Stmt::While(repeat) => {
                let test = self.expr(&repeat.test);
                let body = self.block(&repeat.body);
                StmtKind::While { test, body, orelse: self.block(&repeat.orelse) }
            }
            foreign::Stmt::For(each) => {
                self.for_each((&each.target, &each.iter), &each.body, &each.orelse, false)
            }
            foreign::Stmt::AsyncFor(each) => {
                self.findings.feature(Feature::Async, span);
                self.for_each((&each.target, &each.iter), &each.body, &each.orelse, true)
            }
            foreign::Stmt::With(with) => self.with(&with.items, &with.body, false),
            foreign::Stmt::AsyncWith(with) => {
                self.findings.feature(Feature::Async, span);
                self.with(&with.items, &with.body, true)
            }
            foreign::Stmt::Try(attempt) => {
                self.attempt(&attempt.body, &attempt.handlers, &attempt.orelse, &attempt.finalbody, false)
            }
            foreign::Stmt::TryStar(attempt) => {
                self.findings.feature(Feature::ExceptStar, span);
                self.attempt(&attempt.body, &attempt.handlers, &attempt.orelse, &attempt.finalbody, true)
            }
            foreign::Stmt::Match(choice) => self.choice(choice, span),
            foreign::Stmt::FunctionDef(def) => self.def(def),
            foreign::Stmt::AsyncFunctionDef(def) => {
                self.findings.feature(Feature::Async, span);
                self.async_def(def)
            }
            foreign::Stmt::ClassDef(class) => {
                self.findings.feature(Feature::Class, span);
                self.class(class, span)
            }
            foreign::Stmt::TypeAlias(alias) => {
                self.findings.feature(Feature::TypeAlias, span);
                match &*alias.name {
                    foreign::Expr::Name(name) => StmtKind::TypeAlias(self.name(&name.id)),
                    _ => StmtKind::Pass,
                }
            }
            _ => StmtKind::Pass,
        }
    }

    /// `if` with its `elif`s, which stand inside one another in the tree but not on the stack.
    #[inline(never)]
    fn choose(&mut self, choice: &foreign::StmtIf, span: Span) -> StmtKind {
        let mut chain = Vec::new();
        let (mut choice, mut span) = (choice, span);
        let depth = self.depth;
        let mut tail = loop {
            let test = self.expr(&choice.test);
            let body = self.block(&choice.body);
            chain.push((test, body, span));
            if self.depth >= self.limit {
                self.too_deep.get_or_insert(span);
                break Vec::new();
            }
            match choice.orelse.as_slice() {
                [foreign::Stmt::If(next)] => {
                    self.depth = self.depth.saturating_add(1);
                    self.nodes = self.nodes.saturating_add(1);
                    (choice, span) = (next, Self::span(next.range));
                }
                rest => break self.block(rest),
            }
        };
        self.depth = depth;
        let yields = self.yielded;
        while let Some((test, body, span)) = chain.pop() {
            let kind = StmtKind::If { test, body, orelse: tail };
            if chain.is_empty() {
                return kind;
            }
            tail = vec![Stmt { kind, span, yields }];
        }
        StmtKind::Pass
    }

    /// Something that is assigned to.
    #[inline(never)]
    fn target(&mut self, target: &foreign::Expr) -> Expr {
        let target = self.expr(target);
        self.suspicious |= !targets::assignable(&target);
        target
    }

    #[inline(never)]
    fn for_each(
        &mut self,
        (target, iter): (&foreign::Expr, &foreign::Expr),
        body: &[foreign::Stmt],
        orelse: &[foreign::Stmt],
        is_async: bool,
    ) -> StmtKind {
        let target = self.target(target);
        let iter = self.expr(iter);
        let body = self.block(body);
        let orelse = self.block(orelse);
        StmtKind::For(Box::new(For { target, iter, body, orelse, is_async }))
    }

    #[inline(never)]
    fn with(&mut self, items: &[foreign::WithItem], body: &[foreign::Stmt], is_async: bool) -> StmtKind {
        let items = items
            .iter()
            .map(|item| {
                let context = self.expr(&item.context_expr);
                let target = item.optional_vars.as_deref();
                let target = target.map(|target| self.with_target(target, context.span.end));
                WithItem { context, target }
            })
            .collect();
        StmtKind::With { items, body: self.block(body), is_async }
    }

    /// A target behind `as`, with the star that was left out for the parser.
    fn with_target(&mut self, target: &foreign::Expr, context_end: u32) -> Expr {
        let target = self.target(target);
        let (span, yields) = (target.span, target.yields);
        if self.stars.iter().any(|star| (context_end..span.start).contains(star)) {
            return Expr { kind: ExprKind::Starred(Box::new(target)), span, yields };
        }
        target
    }

    #[inline(never)]
    fn attempt(
        &mut self,
        body: &[foreign::Stmt],
        handlers: &[foreign::ExceptHandler],
        orelse: &[foreign::Stmt],
        finalbody: &[foreign::Stmt],
        star: bool,
    ) -> StmtKind {
        let body = self.block(body);
        let handlers = handlers.iter().map(|handler| self.handler(handler)).collect();
        let orelse = self.block(orelse);
        let finalbody = self.block(finalbody);
        StmtKind::Try(Box::new(Try { body, handlers, orelse, finalbody, star }))
    }

    #[inline(never)]
    fn handler(&mut self, handler: &foreign::ExceptHandler) -> Handler {
        let foreign::ExceptHandler::ExceptHandler(handler) = handler;
        let span = Self::span(handler.range);
        let kind = self.option(handler.type_.as_deref());
        let name = handler.name.as_ref().map(|name| self.name(name));
        let body = self.block(&handler.body);
        Handler { kind, name, body, span }
    }

    #[inline(never)]
    fn choice(&mut self, choice: &foreign::StmtMatch, span: Span) -> StmtKind {
        let mut subject = self.expr(&choice.subject);
        // With one subject and a comma behind it the parser forgets the comma.
        let is_several = subject.span.start == span.start;
        if !is_several && self.line_ends_with_comma(span.start) {
            let (inner, yields) = (subject.span, subject.yields);
            subject = Expr { kind: ExprKind::Tuple(vec![subject]), span: inner, yields };
        }
        self.suspicious |= matches!(subject.kind, ExprKind::Starred(_));
        let cases = choice
            .cases
            .iter()
            .map(|case| {
                let pattern = self.pattern(&case.pattern, false);
                let guard = self.option(case.guard.as_deref());
                Case { pattern, guard, body: self.block(&case.body) }
            })
            .collect();
        StmtKind::Match { subject, cases }
    }

    /// Whether a comma stands before the colon at the end of the line that starts at an offset.
    fn line_ends_with_comma(&self, start: u32) -> bool {
        let items = self.items.get(self.item_from(start)..).unwrap_or_default();
        let end = items.iter().position(|item| item.kind == ItemKind::Token(Kind::Newline)).unwrap_or(0);
        let before = end.checked_sub(2).and_then(|index| items.get(index));
        before.is_some_and(|item| item.kind == ItemKind::Token(Kind::Comma))
    }

    fn function_body(&mut self, body: &[foreign::Stmt]) -> Vec<Stmt> {
        let outer = std::mem::replace(&mut self.yielded, false);
        let body = self.block(body);
        self.yielded = outer;
        body
    }

    #[inline(never)]
    fn def(&mut self, def: &foreign::StmtFunctionDef) -> StmtKind {
        let decorators = self.exprs(&def.decorator_list);
        let name = self.name(&def.name);
        self.type_parameters(&def.type_params);
        let parameters = self.parameters(&def.args);
        let returns = self.option(def.returns.as_deref());
        let scope = self.scope();
        let body = self.function_body(&def.body);
        let function = Function { parameters, scope };
        StmtKind::Def(Box::new(Def { name, decorators, function, returns, is_async: false, body }))
    }

    #[inline(never)]
    fn async_def(&mut self, def: &foreign::StmtAsyncFunctionDef) -> StmtKind {
        let decorators = self.exprs(&def.decorator_list);
        let name = self.name(&def.name);
        self.type_parameters(&def.type_params);
        let parameters = self.parameters(&def.args);
        let returns = self.option(def.returns.as_deref());
        let scope = self.scope();
        let body = self.function_body(&def.body);
        let function = Function { parameters, scope };
        StmtKind::Def(Box::new(Def { name, decorators, function, returns, is_async: true, body }))
    }

    fn type_parameters(&mut self, parameters: &[foreign::TypeParam]) {
        if let Some(first) = parameters.first() {
            self.findings.feature(Feature::TypeParameters, Self::span(first.range()));
        }
    }

    #[inline(never)]
    fn class(&mut self, class: &foreign::StmtClassDef, span: Span) -> StmtKind {
        let decorators = self.exprs(&class.decorator_list);
        let name = self.any_name(&class.name);
        let bare = |base: &foreign::Expr| matches!(base, foreign::Expr::GeneratorExp(_));
        for base in class.bases.iter().filter(|base| bare(base)) {
            let inside = Self::span(base.range());
            self.suspicious |= inside.start < span.start || !self.parenthesized(inside);
        }
        let arguments = self.exprs(&class.bases);
        let keywords = self.keywords(&class.keywords);
        let scope = self.scope();
        let body = self.function_body(&class.body);
        StmtKind::Class(Box::new(Class { name, decorators, arguments, keywords, body, scope }))
    }

    #[inline(never)]
    fn import(&mut self, import: &foreign::StmtImport) -> StmtKind {
        let convert = |alias: &foreign::Alias| {
            let span = Self::span(alias.range);
            let (name, first) = self.dotted(&alias.name);
            let renamed = alias.asname.is_some();
            let bound = alias.asname.as_ref().map(|name| self.name(name)).or(first);
            Alias { name, bound, renamed, span }
        };
        StmtKind::Import(import.names.iter().map(convert).collect())
    }

    #[inline(never)]
    fn import_from(&mut self, import: &foreign::StmtImportFrom, span: Span) -> StmtKind {
        let module = import.module.as_ref().map(|module| self.dotted(module).0);
        let level = import.level.map_or(0, |level| level.to_u32());
        let convert = |alias: &foreign::Alias| {
            let span = Self::span(alias.range);
            if self.kind_from(span.start) == Some(Kind::Star) {
                return Alias { name: "*".into(), bound: None, renamed: false, span };
            }
            let imported = self.name(&alias.name);
            let renamed = alias.asname.is_some();
            let bound = alias.asname.as_ref().map_or(imported, |name| self.name(name));
            Alias { name: self.names.text(imported.symbol).into(), bound: Some(bound), renamed, span }
        };
        let names: Vec<Alias> = import.names.iter().map(convert).collect();
        if level > 0 {
            self.findings.feature(Feature::RelativeImport, span);
        }
        StmtKind::ImportFrom { module, names }
    }
}
