//! Compound statements.

use super::{Around, FrameKind, Lowerer, expr, stmt};
use crate::ast::{self, StmtKind as Ast};
use crate::tree::{
    Block, Case, Constant, Expr, ExprKind, Handler, Pattern, PatternKind, Place, Slot, Span, Stmt, StmtKind,
    Target, TargetKind, Try, UnaryOp, With,
};
use crate::unsupported::Feature;

/// Blocks CPython allows inside one another in one function.
const MAX_BLOCKS: u32 = 21;

impl Lowerer<'_> {
    #[inline(never)]
    pub(super) fn compound(&mut self, kind: &mut Ast, span: Span, out: &mut Vec<Stmt>) {
        match kind {
            Ast::If { test, body, orelse } => self.choose(test, body, orelse, span, out),
            Ast::While { test, body, orelse } if test.yields => {
                self.while_yielding(test, body, orelse, span, out);
            }
            Ast::While { test, body, orelse } => self.while_plain(test, body, orelse, span, out),
            Ast::For(each) => self.for_each(each, span, out),
            Ast::Try(attempt) => self.attempt(attempt, span, out),
            Ast::With { items, body, is_async } => {
                if *is_async && self.frame.kind != (FrameKind::Function { is_async: true }) {
                    self.refuse("'async with' outside async function", span);
                }
                self.with(items, body, span, out);
            }
            Ast::Match { subject, cases } => self.choice(subject, cases, span, out),
            _ => {}
        }
    }

    /// `if` with its `elif`s, which stand inside one another in the tree but not on the stack.
    #[inline(never)]
    fn choose(
        &mut self,
        test: &mut ast::Expr,
        body: &mut [ast::Stmt],
        orelse: &mut [ast::Stmt],
        span: Span,
        out: &mut Vec<Stmt>,
    ) {
        let mut chain = Vec::new();
        let (mut test, mut body, mut orelse, mut span) = (test, body, orelse, span);
        let last = loop {
            let yields = self.frame.yields;
            let mut before = Vec::new();
            let condition = self.value(test, &mut before);
            let block = self.block(body);
            chain.push((before, condition, block, span, yields));
            self.enter();
            match orelse {
                [ast::Stmt { kind: Ast::If { test: next, body: then, orelse: rest }, span: at, .. }] => {
                    (test, body, orelse, span) = (next, then, rest, *at);
                }
                rest => break self.block(rest),
            }
        };
        let mut tail = last;
        while let Some((mut before, test, body, span, yields)) = chain.pop() {
            self.leave();
            before.push(stmt(StmtKind::If { test, body, orelse: tail }, span));
            if chain.is_empty() {
                out.append(&mut before);
                return;
            }
            tail = self.finish_block(before, yields);
        }
    }

    #[inline(never)]
    fn while_plain(
        &mut self,
        test: &mut ast::Expr,
        body: &mut [ast::Stmt],
        orelse: &mut [ast::Stmt],
        span: Span,
        out: &mut Vec<Stmt>,
    ) {
        let test = self.expr(test);
        let body = self.inside_loop(span, |lowerer| lowerer.block(body));
        let orelse = self.block(orelse);
        out.push(stmt(StmtKind::While { test, body, orelse }, span));
    }

    /// Runs a part of the lowering inside a block of CPython's block stack.
    pub(super) fn inside<T>(&mut self, levels: u32, span: Span, run: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.frame.blocks;
        self.frame.blocks = outer.saturating_add(levels);
        if self.frame.blocks > MAX_BLOCKS {
            self.refuse("too many statically nested blocks", span);
        }
        let value = run(self);
        self.frame.blocks = outer;
        value
    }

    fn inside_loop<T>(&mut self, span: Span, run: impl FnOnce(&mut Self) -> T) -> T {
        self.frame.around.push(Around::Loop);
        let value = self.inside(1, span, run);
        self.frame.around.pop();
        value
    }

    /// `while` whose condition yields: an endless loop that leaves when the condition is false.
    #[inline(never)]
    fn while_yielding(
        &mut self,
        test: &mut ast::Expr,
        body: &mut [ast::Stmt],
        orelse: &mut [ast::Stmt],
        span: Span,
        out: &mut Vec<Stmt>,
    ) {
        let constant = |value| expr(ExprKind::Constant(Constant::Bool(value)), span);
        let keep =
            |slot, value| stmt(StmtKind::Expr(expr(ExprKind::Keep(slot, Box::new(value)), span)), span);
        let exhausted = (!orelse.is_empty()).then(|| self.temporary());
        out.extend(exhausted.map(|slot| keep(slot, constant(false))));
        let body = self.inside_loop(span, |lowerer| {
            let yields = lowerer.frame.yields;
            let mut statements = Vec::new();
            let test = lowerer.value(test, &mut statements);
            let not = expr(ExprKind::Unary(UnaryOp::Not, Box::new(test)), span);
            let mut leave: Vec<Stmt> = exhausted.map(|slot| keep(slot, constant(true))).into_iter().collect();
            leave.push(stmt(StmtKind::Break, span));
            let leave = Block { statements: leave, resume: None };
            statements.push(stmt(StmtKind::If { test: not, body: leave, orelse: Block::default() }, span));
            let always = constant(true);
            let rest = lowerer.weighing(1, |lowerer| lowerer.block(body));
            statements.push(stmt(StmtKind::If { test: always, body: rest, orelse: Block::default() }, span));
            lowerer.finish_block(statements, yields)
        });
        out.push(stmt(StmtKind::While { test: constant(true), body, orelse: Block::default() }, span));
        if let Some(slot) = exhausted {
            let body = self.block(orelse);
            let test = expr(ExprKind::Temporary(slot), span);
            out.push(stmt(StmtKind::If { test, body, orelse: Block::default() }, span));
        }
    }

    #[inline(never)]
    fn for_each(&mut self, each: &mut ast::For, span: Span, out: &mut Vec<Stmt>) {
        let ast::For { target, iter, body, orelse, is_async } = each;
        if *is_async && self.frame.kind != (FrameKind::Function { is_async: true }) {
            self.refuse("'async for' outside async function", span);
        }
        let iter = self.value(iter, out);
        let yields = self.frame.yields;
        let (target, body) = self.inside_loop(span, |lowerer| {
            let (lowered, first) = lowerer.loop_target(target);
            let Some(value) = first else { return (lowered, lowerer.block(body)) };
            let block = lowerer.block_of(|lowerer, out| {
                lowerer.assign_to(target, value, span, out);
                out.extend(lowerer.block(body).statements);
            });
            (lowered, block)
        });
        let iterator = (self.frame.yields != yields).then(|| self.temporary());
        let orelse = self.block(orelse);
        out.push(stmt(StmtKind::For { target, iter, body, orelse, iterator }, span));
    }

    /// A target of `for` or `with`. For one that yields it is a temporary, and what to assign from first thing.
    fn loop_target(&mut self, target: &mut ast::Expr) -> (Target, Option<Expr>) {
        if !target.yields {
            return (self.target(target), None);
        }
        let (slot, span) = (self.temporary(), target.span);
        let value = expr(ExprKind::Temporary(slot), span);
        (Target { kind: TargetKind::Name(Place::Local(slot)), span }, Some(value))
    }

    #[inline(never)]
    fn attempt(&mut self, attempt: &mut ast::Try, span: Span, out: &mut Vec<Stmt>) {
        let ast::Try { body, handlers, orelse, finalbody, star } = attempt;
        let yields = self.frame.yields;
        let around = u32::from(!finalbody.is_empty());
        let has_handlers = !handlers.is_empty();
        let (body, orelse, handlers) = self.inside(around, span, |lowerer| {
            let body = lowerer.inside(u32::from(has_handlers), span, |lowerer| lowerer.block(body));
            // In the order in which CPython compiles them, so that the first error is the same.
            let star = *star;
            if star {
                let handlers = lowerer.handlers(handlers, star);
                (body, lowerer.block(orelse), handlers)
            } else {
                let orelse = lowerer.block(orelse);
                (body, orelse, lowerer.handlers(handlers, star))
            }
        });
        let finalbody = self.inside(around, span, |lowerer| lowerer.block(finalbody));
        let state = (self.frame.yields != yields).then(|| self.temporary());
        out.push(stmt(StmtKind::Try(Box::new(Try { body, handlers, orelse, finalbody, state })), span));
    }

    fn handlers(&mut self, handlers: &mut [ast::Handler], star: bool) -> Vec<Handler> {
        let last = handlers.len().saturating_sub(1);
        let mut lowered = Vec::with_capacity(handlers.len());
        for (index, handler) in handlers.iter_mut().enumerate() {
            lowered.push(self.handler(handler, index == last, star));
        }
        lowered
    }

    #[inline(never)]
    fn handler(&mut self, handler: &mut ast::Handler, last: bool, star: bool) -> Handler {
        let ast::Handler { kind, name, body, span } = handler;
        let span = *span;
        if kind.is_none() && !last {
            self.refuse("default 'except:' must be last", span);
        }
        self.inside(2, span, |lowerer| {
            let kind = kind.as_mut().map(|kind| {
                if kind.yields {
                    lowerer.findings.feature(Feature::YieldInExcept, kind.span);
                }
                let mut dropped = Vec::new();
                lowerer.value(kind, &mut dropped)
            });
            let name = name.map(|name| lowerer.place(name.symbol));
            if star {
                lowerer.frame.around.push(Around::ExceptStar);
            }
            let body = lowerer.block(body);
            if star {
                lowerer.frame.around.pop();
            }
            Handler { kind, name, body, span }
        })
    }

    /// `with`: several items stand inside one another.
    #[inline(never)]
    fn with(&mut self, items: &mut [ast::WithItem], body: &mut [ast::Stmt], span: Span, out: &mut Vec<Stmt>) {
        let Some((item, items)) = items.split_first_mut() else {
            out.extend(self.block(body).statements);
            return;
        };
        self.enter();
        let context = self.value(&mut item.context, out);
        let yields = self.frame.yields;
        let (target, body) = self.inside(1, span, |lowerer| {
            let (target, first) = item.target.as_mut().map_or((None, None), |target| {
                let (target, first) = lowerer.loop_target(target);
                (Some(target), first)
            });
            let body = lowerer.block_of(|lowerer, out| {
                if let (Some(target), Some(value)) = (&mut item.target, first) {
                    lowerer.assign_to(target, value, span, out);
                }
                lowerer.with(items, body, span, out);
            });
            (target, body)
        });
        self.leave();
        let manager = (self.frame.yields != yields).then(|| self.temporary());
        out.push(stmt(StmtKind::With(Box::new(With { context, target, body, manager })), span));
    }

    #[inline(never)]
    fn choice(&mut self, subject: &mut ast::Expr, cases: &mut [ast::Case], span: Span, out: &mut Vec<Stmt>) {
        let subject = self.value(subject, out);
        let slot = self.temporary();
        let count = cases.len();
        let mut lowered = Vec::new();
        let mut subject = Some(subject);
        let mut unmatched: Option<Slot> = None;
        // Guards that yield are tested inside their cases, and the cases behind them inside of an `if`.
        let yields = cases.iter().any(|case| case.guard.as_ref().is_some_and(|guard| guard.yields));
        let levels = if yields { 3 } else { 0 };
        (0..levels).for_each(|_| self.enter());
        for (index, case) in cases.iter_mut().enumerate() {
            let ast::Case { pattern, guard, body } = case;
            let irrefutable_allowed = guard.is_some() || index.saturating_add(1) == count;
            let pattern = self.case_pattern(pattern, irrefutable_allowed);
            match guard {
                Some(guard) if guard.yields => {
                    let failed = *unmatched.get_or_insert_with(|| self.temporary());
                    let body = self.guarded(guard, body, failed, span);
                    lowered.push(Case { pattern, guard: None, body });
                    lowered.push(self.case_otherwise(failed, span));
                    let first = subject.take();
                    self.push_match(first, slot, std::mem::take(&mut lowered), unmatched, span, out);
                }
                guard => {
                    let guard = guard.as_mut().map(|guard| self.expr(guard));
                    lowered.push(Case { pattern, guard, body: self.block(body) });
                }
            }
        }
        if !lowered.is_empty() {
            self.push_match(subject, slot, lowered, unmatched, span, out);
        }
        (0..levels).for_each(|_| self.leave());
    }

    /// Puts a `match`. The first evaluates the subject; the ones that follow a guard that yields run when the flag
    /// says that no case was taken so far.
    #[inline(never)]
    fn push_match(
        &mut self,
        subject: Option<Expr>,
        slot: Slot,
        cases: Vec<Case>,
        unmatched: Option<Slot>,
        span: Span,
        out: &mut Vec<Stmt>,
    ) {
        let set = |slot: Slot, value: bool| {
            let value = expr(ExprKind::Constant(Constant::Bool(value)), span);
            stmt(StmtKind::Expr(expr(ExprKind::Keep(slot, Box::new(value)), span)), span)
        };
        let Some(subject) = subject else {
            let Some(flag) = unmatched else { return };
            // A `match` that goes on keeps the subject where the first has put it.
            let subject = expr(ExprKind::Temporary(slot), span);
            let again = stmt(StmtKind::Match { subject, slot, cases }, span);
            let resume = self.frame.is_generator.then(|| self.temporary());
            let body = Block { statements: vec![set(flag, false), again], resume };
            let test = expr(ExprKind::Temporary(flag), span);
            out.push(stmt(StmtKind::If { test, body, orelse: Block::default() }, span));
            return;
        };
        out.extend(unmatched.map(|flag| set(flag, false)));
        out.push(stmt(StmtKind::Match { subject, slot, cases }, span));
    }

    /// The body of a case whose guard yields: the guard first; when it is false, the flag says so.
    #[inline(never)]
    fn guarded(&mut self, guard: &mut ast::Expr, body: &mut [ast::Stmt], failed: Slot, span: Span) -> Block {
        self.block_of(|lowerer, out| {
            let test = lowerer.value(guard, out);
            let body = lowerer.block(body);
            let orelse = Block { statements: vec![Self::raise_flag(failed, span)], resume: None };
            out.push(stmt(StmtKind::If { test, body, orelse }, span));
        })
    }

    fn raise_flag(slot: Slot, span: Span) -> Stmt {
        let value = expr(ExprKind::Constant(Constant::Bool(true)), span);
        stmt(StmtKind::Expr(expr(ExprKind::Keep(slot, Box::new(value)), span)), span)
    }

    fn case_otherwise(&self, failed: Slot, span: Span) -> Case {
        let pattern = Pattern { kind: PatternKind::As { pattern: None, name: None }, span };
        let body = Block { statements: vec![Self::raise_flag(failed, span)], resume: None };
        Case { pattern, guard: None, body }
    }
}
