//! Blocks and simple statements.

use super::{Around, FrameKind, Lowerer, stmt};
use crate::ast::{self, StmtKind as Ast};
use crate::names::Symbol;
use crate::scope::Meaning;
use crate::tree::{Block, Constant, Expr, ExprKind, Place, Span, Stmt, StmtKind, UnaryOp};
use crate::unsupported::is_foreign_type;

impl Lowerer<'_> {
    /// Statements one after the other.
    pub(super) fn block(&mut self, statements: &mut [ast::Stmt]) -> Block {
        let yields = self.frame.yields;
        let mut out = Vec::with_capacity(statements.len());
        for statement in statements {
            self.enter();
            self.statement(statement, &mut out);
            self.leave();
        }
        self.finish_block(out, yields)
    }

    /// A block of lowered statements; it needs to know where it stopped when one of them yields.
    pub(super) fn finish_block(&mut self, statements: Vec<Stmt>, yields_before: u32) -> Block {
        let resume = (self.frame.yields != yields_before).then(|| self.temporary());
        Block { statements, resume }
    }

    /// A block made of what `fill` puts into it.
    pub(super) fn block_of(&mut self, fill: impl FnOnce(&mut Self, &mut Vec<Stmt>)) -> Block {
        let yields = self.frame.yields;
        let mut out = Vec::new();
        fill(self, &mut out);
        self.finish_block(out, yields)
    }

    #[inline(never)]
    fn statement(&mut self, statement: &mut ast::Stmt, out: &mut Vec<Stmt>) {
        let span = statement.span;
        match &mut statement.kind {
            Ast::Expr(value) => self.expression_statement(value, span, out),
            Ast::Assign { targets, value } => self.assign(targets, value, span, out),
            Ast::AugAssign { target, op, value } => self.aug_assign(target, *op, value, span, out),
            Ast::AnnAssign { target, value, .. } => self.ann_assign(target, value.as_mut(), span, out),
            Ast::Delete(targets) => self.delete(targets, span, out),
            Ast::Return(value) => self.return_statement(value.as_mut(), span, out),
            Ast::Raise { exception, cause } => self.raise(exception.as_mut(), cause.as_mut(), span, out),
            Ast::Assert { test, message } => self.assert(test, message.as_mut(), span, out),
            Ast::Break => {
                if !self.in_loop(span) {
                    self.refuse("'break' outside loop", span);
                }
                out.push(stmt(StmtKind::Break, span));
            }
            Ast::Continue => {
                if !self.in_loop(span) {
                    self.refuse("'continue' not properly in loop", span);
                }
                out.push(stmt(StmtKind::Continue, span));
            }
            Ast::Import(aliases) => self.import(aliases, out),
            Ast::ImportFrom { module, names, .. } => self.import_from(module.as_deref(), names, span, out),
            Ast::Pass | Ast::Global(_) | Ast::Nonlocal(_) | Ast::TypeAlias(_) => {}
            Ast::Def(def) => self.def(def, span, out),
            Ast::Class(class) => self.class(class, span, out),
            kind => self.compound(kind, span, out),
        }
    }

    #[inline(never)]
    fn expression_statement(&mut self, value: &mut ast::Expr, span: Span, out: &mut Vec<Stmt>) {
        match &mut value.kind {
            ast::ExprKind::Yield(inner) => {
                self.check_yield(span, false);
                let value = inner.as_deref_mut().map(|inner| self.value(inner, out));
                self.push_yield(StmtKind::Yield { value, result: None }, span, out);
            }
            ast::ExprKind::YieldFrom(inner) => {
                self.check_yield(span, true);
                let iterable = self.value(inner, out);
                let iterator = self.temporary();
                self.push_yield(StmtKind::YieldFrom { iterable, iterator, result: None }, span, out);
            }
            _ => {
                let value = self.value(value, out);
                out.push(stmt(StmtKind::Expr(value), span));
            }
        }
    }

    #[inline(never)]
    fn assign(&mut self, targets: &mut [ast::Expr], value: &mut ast::Expr, span: Span, out: &mut Vec<Stmt>) {
        let value = self.value(value, out);
        if !targets.iter().any(|target| target.yields) {
            let targets = targets.iter_mut().map(|target| self.target(target)).collect();
            out.push(stmt(StmtKind::Assign { targets, value }, span));
            return;
        }
        let value = self.keep(value, out);
        for target in targets {
            self.assign_to(target, value.clone(), span, out);
        }
    }

    #[inline(never)]
    fn ann_assign(
        &mut self,
        target: &mut ast::Expr,
        value: Option<&mut ast::Expr>,
        span: Span,
        out: &mut Vec<Stmt>,
    ) {
        if let Some(value) = value {
            return self.assign(std::slice::from_mut(target), value, span, out);
        }
        // Without a value the object and the index are evaluated and dropped.
        let parts = match &mut target.kind {
            ast::ExprKind::Attribute(object, _) => vec![&mut **object],
            ast::ExprKind::Subscript(parts) => match parts.1.kind {
                ast::ExprKind::Slice(_) => vec![&mut parts.0],
                _ => vec![&mut parts.0, &mut parts.1],
            },
            _ => Vec::new(),
        };
        for part in parts {
            let value = self.value(part, out);
            out.push(stmt(StmtKind::Expr(value), span));
        }
    }

    #[inline(never)]
    fn delete(&mut self, targets: &mut [ast::Expr], span: Span, out: &mut Vec<Stmt>) {
        for target in targets {
            if target.yields {
                self.delete_hoisted(target, span, out);
            } else {
                let target = self.target(target);
                out.push(stmt(StmtKind::Delete(vec![target]), span));
            }
        }
    }

    #[inline(never)]
    fn return_statement(&mut self, value: Option<&mut ast::Expr>, span: Span, out: &mut Vec<Stmt>) {
        match self.frame.kind {
            FrameKind::Class => self.refuse("'return' outside function", span),
            FrameKind::Function { is_async: true } if value.is_some() && self.frame.is_generator => {
                self.refuse("'return' with value in async generator", span);
            }
            _ => {}
        }
        let value = value.map(|value| self.value(value, out));
        if self.frame.around.contains(&Around::ExceptStar) {
            self.refuse_in_except_star(span);
        }
        out.push(stmt(StmtKind::Return(value), span));
    }

    fn refuse_in_except_star(&mut self, span: Span) {
        self.refuse("'break', 'continue' and 'return' cannot appear in an except* block", span);
    }

    /// Whether a loop is around a statement, with nothing between that forbids leaving.
    fn in_loop(&mut self, span: Span) -> bool {
        match self.frame.around.last() {
            Some(Around::Loop) => true,
            Some(Around::ExceptStar) => {
                self.refuse_in_except_star(span);
                true
            }
            None => false,
        }
    }

    #[inline(never)]
    fn raise(
        &mut self,
        exception: Option<&mut ast::Expr>,
        cause: Option<&mut ast::Expr>,
        span: Span,
        out: &mut Vec<Stmt>,
    ) {
        let operands = exception.into_iter().chain(cause).collect();
        let mut operands = self.operands(operands, out).into_iter();
        let exception = operands.next();
        out.push(stmt(StmtKind::Raise { exception, cause: operands.next() }, span));
    }

    #[inline(never)]
    fn assert(
        &mut self,
        test: &mut ast::Expr,
        message: Option<&mut ast::Expr>,
        span: Span,
        out: &mut Vec<Stmt>,
    ) {
        let test = self.value(test, out);
        let Some(message) = message else {
            out.push(stmt(StmtKind::Assert { test, message: None }, span));
            return;
        };
        if !message.yields {
            let message = Some(self.expr(message));
            out.push(stmt(StmtKind::Assert { test, message }, span));
            return;
        }
        let not = super::expr(ExprKind::Unary(UnaryOp::Not, Box::new(test)), span);
        let body = self.block_of(|lowerer, out| {
            let message = Some(lowerer.value(message, out));
            let test = super::expr(ExprKind::Constant(Constant::Bool(false)), span);
            out.push(stmt(StmtKind::Assert { test, message }, span));
        });
        out.push(stmt(StmtKind::If { test: not, body, orelse: Block::default() }, span));
    }

    #[inline(never)]
    fn import(&mut self, aliases: &mut [ast::Alias], out: &mut Vec<Stmt>) {
        for alias in aliases {
            let Some(bound) = alias.bound else { continue };
            let place = self.place(bound.symbol);
            let bind_top = !alias.renamed;
            out.push(stmt(
                StmtKind::Import { module: std::mem::take(&mut alias.name), bind_top, place },
                alias.span,
            ));
        }
    }

    #[inline(never)]
    fn import_from(
        &mut self,
        module: Option<&str>,
        names: &mut [ast::Alias],
        span: Span,
        out: &mut Vec<Stmt>,
    ) {
        let module = module.unwrap_or_default();
        if module == "__future__" {
            self.refuse("from __future__ imports must occur at the beginning of the file", span);
        }
        for alias in names {
            let Some(bound) = alias.bound else { continue };
            let place = self.place(bound.symbol);
            let (module, name) = (module.into(), std::mem::take(&mut alias.name));
            out.push(stmt(StmtKind::ImportFrom { module, name, place }, alias.span));
        }
    }

    /// A class: refused already; its body is looked through for what CPython refuses.
    #[inline(never)]
    fn class(&mut self, class: &mut ast::Class, span: Span, out: &mut Vec<Stmt>) {
        let ast::Class { name, decorators, arguments, keywords, body, scope } = class;
        self.operands(decorators.iter_mut().collect(), out);
        let text = self.text(name.symbol);
        let new = super::functions::New {
            scope: *scope,
            kind: FrameKind::Class,
            qualname: self.qualname(&text),
            name: text,
            span,
            is_generator: false,
        };
        self.nested(new, Vec::new(), |lowerer| lowerer.block(body));
        self.repeated_keywords(keywords);
        let values = keywords.iter_mut().map(|(_, value)| value);
        self.operands(arguments.iter_mut().chain(values).collect(), out);
    }

    /// A name that is read.
    pub(super) fn read(&mut self, symbol: Symbol, span: Span) -> Place {
        if self.scopes.meaning(self.scope, symbol) == Meaning::Global && !self.scopes.binds_global(symbol) {
            let name = self.names.text(symbol);
            if !(self.names_types && is_foreign_type(name)) {
                self.findings.free_name(name, span);
            }
        }
        self.place(symbol)
    }

    /// Puts a statement that yields.
    pub(super) fn push_yield(&mut self, kind: StmtKind, span: Span, out: &mut Vec<Stmt>) {
        self.frame.yields = self.frame.yields.saturating_add(1);
        out.push(stmt(kind, span));
    }

    /// What CPython says of a `yield` in the wrong place.
    pub(super) fn check_yield(&mut self, span: Span, from: bool) {
        match self.frame.kind {
            FrameKind::Class if from => self.refuse("'yield from' outside function", span),
            FrameKind::Class => self.refuse("'yield' outside function", span),
            FrameKind::Function { is_async: true } if from => {
                self.refuse("'yield from' inside async function", span);
            }
            _ => {}
        }
    }

    /// Names of keyword arguments that stand twice.
    pub(super) fn repeated_keywords(&mut self, keywords: &[(Option<ast::Name>, ast::Expr)]) {
        if keywords.len() < 2 {
            return;
        }
        let mut seen = crate::names::SymbolMap::default();
        for name in keywords.iter().filter_map(|(name, _)| *name) {
            if seen.insert(name.symbol, ()).is_some() {
                let message = format!("keyword argument repeated: {}", self.names.text(name.symbol));
                return self.refuse(message, name.span);
            }
        }
    }

    /// A value that was kept, or is the same whenever it is evaluated.
    pub(super) const fn is_kept(value: &Expr) -> bool {
        matches!(value.kind, ExprKind::Constant(_) | ExprKind::Temporary(_))
    }
}
