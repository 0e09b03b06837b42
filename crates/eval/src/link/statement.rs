//! Statements, targets and patterns.

use super::Linker;
use crate::code::{
    Block, Case, Def, Expr, ExprKind, For, Handler, If, Import, Literal, Match, Pattern, PatternKind, Place,
    Static, Stmt, StmtKind, Target, TargetKind, Try, While, With, Yield, YieldFrom,
};
use hognose_syntax::tree::{self, BinaryOp, Span};

impl Linker {
    pub(super) fn block(&mut self, block: &mut tree::Block) -> Block {
        let resume = block.resume;
        let around = std::mem::take(&mut self.cost);
        let mut statements = Vec::with_capacity(block.statements.len());
        for statement in &mut block.statements {
            statements.push(self.statement(statement));
        }
        let cost = std::mem::replace(&mut self.cost, around);
        Block { statements: statements.into_boxed_slice(), cost, resume }
    }

    fn statement(&mut self, statement: &mut tree::Stmt) -> Stmt {
        let span = statement.span;
        Stmt { kind: self.statement_kind(&mut statement.kind, span), span }
    }

    /// What is more than a few words has a function of its own, as for expressions.
    #[inline(never)]
    fn statement_kind(&mut self, kind: &mut tree::StmtKind, span: Span) -> StmtKind {
        self.node();
        match kind {
            tree::StmtKind::Expr(expr) => StmtKind::Expr(self.expr(expr)),
            tree::StmtKind::Assign { targets, value } => self.assign(targets, value),
            tree::StmtKind::AugAssign { target, op, value } => self.augmented(target, *op, value),
            tree::StmtKind::Delete(targets) => {
                // Deleting reads: an unbound name is an error.
                self.slots_read = u64::MAX;
                StmtKind::Delete(self.targets(targets))
            }
            tree::StmtKind::Return(value) => StmtKind::Return(self.option(value.as_mut())),
            tree::StmtKind::If { test, body, orelse } => self.if_statement(test, body, orelse),
            tree::StmtKind::While { test, body, orelse } => self.while_statement(test, body, orelse),
            kind @ tree::StmtKind::For { .. } => self.for_statement(kind),
            tree::StmtKind::Break => StmtKind::Break,
            tree::StmtKind::Continue => StmtKind::Continue,
            tree::StmtKind::Def { place, function, decorators } => {
                self.def_statement(place, function, decorators)
            }
            tree::StmtKind::Import { module, bind_top, place } => self.import(module, *bind_top, place, span),
            tree::StmtKind::ImportFrom { module, name, place } => self.import_from(module, name, place, span),
            tree::StmtKind::Raise { exception, cause } => self.raise(exception, cause),
            tree::StmtKind::Assert { test, message } => self.assert(test, message),
            tree::StmtKind::Try(node) => self.try_statement(node),
            tree::StmtKind::With(node) => self.with_statement(node),
            tree::StmtKind::Match { subject, slot, cases } => self.match_statement(subject, *slot, cases),
            tree::StmtKind::Yield { value, result } => {
                StmtKind::Yield(Box::new(Yield { value: self.option(value.as_mut()), result: *result }))
            }
            tree::StmtKind::YieldFrom { iterable, iterator, result } => {
                let iterable = self.expr(iterable);
                let (iterator, result) = (*iterator, *result);
                StmtKind::YieldFrom(Box::new(YieldFrom { iterable, iterator, result }))
            }
        }
    }

    #[inline(never)]
    fn augmented(&mut self, target: &mut tree::Target, op: BinaryOp, value: &mut tree::Expr) -> StmtKind {
        match self.target(target) {
            Target { kind: TargetKind::Name(Place::Local(slot)), .. } => {
                self.reads(slot);
                let value = self.boxed(value);
                match (op, &value.kind) {
                    (BinaryOp::Add, ExprKind::Int(step)) => StmtKind::StepLocal(slot, op, *step),
                    (BinaryOp::Sub, ExprKind::Int(step)) if *step != i64::MIN => {
                        StmtKind::StepLocal(slot, op, step.wrapping_neg())
                    }
                    _ => StmtKind::AugLocal(slot, op, value),
                }
            }
            target => StmtKind::Aug(Box::new((target, op, self.expr(value)))),
        }
    }

    #[inline(never)]
    fn if_statement(
        &mut self,
        test: &mut tree::Expr,
        body: &mut tree::Block,
        orelse: &mut tree::Block,
    ) -> StmtKind {
        let test = self.expr(test);
        let body = self.block(body);
        StmtKind::If(Box::new(If { test, body, orelse: self.block(orelse) }))
    }

    #[inline(never)]
    fn while_statement(
        &mut self,
        test: &mut tree::Expr,
        body: &mut tree::Block,
        orelse: &mut tree::Block,
    ) -> StmtKind {
        let (test, cost) = self.counted(|linker| linker.expr(test));
        let body = self.block(body);
        let orelse = self.block(orelse);
        StmtKind::While(Box::new(While { test, cost: cost.saturating_add(1), body, orelse }))
    }

    #[inline(never)]
    fn for_statement(&mut self, kind: &mut tree::StmtKind) -> StmtKind {
        let tree::StmtKind::For { target, iter, body, orelse, iterator } = kind else {
            return StmtKind::Break;
        };
        let iter = self.expr(iter);
        let target = self.target(target);
        let body = self.block(body);
        let orelse = self.block(orelse);
        StmtKind::For(Box::new(For { target, iter, body, orelse, iterator: *iterator }))
    }

    #[inline(never)]
    fn def_statement(
        &mut self,
        place: &mut tree::Place,
        function: &mut tree::Function,
        decorators: &mut [tree::Expr],
    ) -> StmtKind {
        let decorators = self.exprs(decorators);
        let function = self.function(function);
        StmtKind::Def(Box::new(Def { place: self.place(place), function, decorators }))
    }

    #[inline(never)]
    fn raise(&mut self, exception: &mut Option<tree::Expr>, cause: &mut Option<tree::Expr>) -> StmtKind {
        let exception = self.option(exception.as_mut());
        StmtKind::Raise(Box::new((exception, self.option(cause.as_mut()))))
    }

    #[inline(never)]
    fn assert(&mut self, test: &mut tree::Expr, message: &mut Option<tree::Expr>) -> StmtKind {
        let test = self.expr(test);
        StmtKind::Assert(Box::new((test, self.option(message.as_mut()))))
    }

    #[inline(never)]
    fn with_statement(&mut self, node: &mut tree::With) -> StmtKind {
        let context = self.expr(&mut node.context);
        let target = node.target.as_mut().map(|target| self.target(target));
        let body = self.block(&mut node.body);
        StmtKind::With(Box::new(With { context, target, body, manager: node.manager }))
    }

    #[inline(never)]
    fn match_statement(
        &mut self,
        subject: &mut tree::Expr,
        slot: tree::Slot,
        cases: &mut [tree::Case],
    ) -> StmtKind {
        let subject = self.expr(subject);
        let mut linked = Vec::with_capacity(cases.len());
        for case in cases {
            linked.push(self.case(case));
        }
        StmtKind::Match(Box::new(Match { subject, slot, cases: linked.into_boxed_slice() }))
    }

    #[inline(never)]
    fn assign(&mut self, targets: &mut [tree::Target], value: &mut tree::Expr) -> StmtKind {
        let value = self.expr(value);
        let targets = self.targets(targets);
        match &*targets {
            [Target { kind: TargetKind::Name(Place::Local(slot)), .. }] => StmtKind::SetLocal(*slot, value),
            _ => StmtKind::Assign(Box::new((targets, value))),
        }
    }

    #[inline(never)]
    fn try_statement(&mut self, node: &mut tree::Try) -> StmtKind {
        let body = self.block(&mut node.body);
        let mut handlers = Vec::with_capacity(node.handlers.len());
        for handler in &mut node.handlers {
            let kind = self.option(handler.kind.as_mut());
            let name = handler.name.as_mut().map(|name| self.place(name));
            handlers.push(Handler { kind, name, body: self.block(&mut handler.body) });
        }
        let orelse = self.block(&mut node.orelse);
        let finalbody = self.block(&mut node.finalbody);
        StmtKind::Try(Box::new(Try {
            body,
            handlers: handlers.into_boxed_slice(),
            orelse,
            finalbody,
            state: node.state,
        }))
    }

    #[inline(never)]
    fn case(&mut self, case: &mut tree::Case) -> Case {
        let pattern = self.pattern(&mut case.pattern);
        let guard = self.option(case.guard.as_mut());
        Case { pattern, guard, body: self.block(&mut case.body) }
    }

    fn targets(&mut self, targets: &mut [tree::Target]) -> Box<[Target]> {
        targets.iter_mut().map(|target| self.target(target)).collect()
    }

    pub(super) fn target(&mut self, target: &mut tree::Target) -> Target {
        let kind = match &mut target.kind {
            tree::TargetKind::Name(place) => TargetKind::Name(self.place(place)),
            tree::TargetKind::Attribute { object, name } => {
                let object = self.expr(object);
                TargetKind::Attribute(Box::new((object, self.name(std::mem::take(name)))))
            }
            tree::TargetKind::Subscript { object, index } => {
                let object = self.expr(object);
                TargetKind::Subscript(Box::new((object, self.expr(index))))
            }
            tree::TargetKind::Sequence(targets) => TargetKind::Sequence(self.targets(targets)),
            tree::TargetKind::Starred(inner) => TargetKind::Starred(Box::new(self.target(inner))),
        };
        Target { kind, span: target.span }
    }

    fn patterns(&mut self, patterns: &mut [tree::Pattern]) -> Box<[Pattern]> {
        patterns.iter_mut().map(|pattern| self.pattern(pattern)).collect()
    }

    #[inline(never)]
    fn pattern(&mut self, pattern: &mut tree::Pattern) -> Pattern {
        self.node();
        let kind = match &mut pattern.kind {
            tree::PatternKind::Value(expr) => PatternKind::Value(self.expr(expr)),
            tree::PatternKind::Singleton(constant) => PatternKind::Singleton(self.literal(constant)),
            tree::PatternKind::As { pattern, name } => PatternKind::As(
                pattern.as_mut().map(|pattern| Box::new(self.pattern(pattern))),
                name.as_mut().map(|name| self.place(name)),
            ),
            tree::PatternKind::Sequence(patterns) => PatternKind::Sequence(self.patterns(patterns)),
            tree::PatternKind::Star(name) => PatternKind::Star(name.as_mut().map(|name| self.place(name))),
            tree::PatternKind::Mapping { keys, patterns, rest } => PatternKind::Mapping {
                keys: self.exprs(keys),
                patterns: self.patterns(patterns),
                rest: rest.as_mut().map(|rest| self.place(rest)),
            },
            tree::PatternKind::Class { class, patterns, keywords } => PatternKind::Class {
                class: self.expr(class),
                patterns: self.patterns(patterns),
                keywords: keywords
                    .iter_mut()
                    .map(|(name, pattern)| {
                        let name = self.name(std::mem::take(name));
                        (name, self.pattern(pattern))
                    })
                    .collect(),
            },
            tree::PatternKind::Or(patterns) => PatternKind::Or(self.patterns(patterns)),
        };
        Pattern { kind, span: pattern.span }
    }

    fn nothing(&mut self, span: Span) -> StmtKind {
        StmtKind::Expr(Expr { kind: ExprKind::of(Literal::None), span })
    }

    fn import(&mut self, module: &str, bind_top: bool, place: &mut tree::Place, span: Span) -> StmtKind {
        let Some(found) = self.table.module(module) else {
            self.no_module(module, span);
            return self.nothing(span);
        };
        let top = module.split('.').next().unwrap_or(module);
        let bound = if bind_top { self.table.module(top).unwrap_or(found) } else { found };
        let place = self.place(place);
        StmtKind::Import(Box::new(Import { place, what: Static::Module(bound) }))
    }

    fn import_from(&mut self, module: &str, name: &str, place: &mut tree::Place, span: Span) -> StmtKind {
        let Some(found) = self.table.module(module) else {
            self.no_module(module, span);
            return self.nothing(span);
        };
        let what = match self.table.module_member(found, name) {
            Some(row) => {
                self.use_row(row, span);
                Self::static_of(row)
            }
            None => match self.table.module(&format!("{module}.{name}")) {
                Some(submodule) => Static::Module(submodule),
                None => {
                    self.refuse(
                        "E0302",
                        format!("`{name}` of module `{module}` is not available"),
                        span,
                        Some(format!("`spec/modules.md` lists what `{module}` offers here")),
                    );
                    return self.nothing(span);
                }
            },
        };
        let place = self.place(place);
        StmtKind::Import(Box::new(Import { place, what }))
    }

    fn no_module(&mut self, module: &str, span: Span) {
        if module.is_empty() {
            // A relative import, which has been found already.
            return;
        }
        let mut known: Vec<&str> = self.table.module_names().collect();
        known.sort_unstable();
        self.refuse(
            "E0301",
            format!("module `{module}` is not available"),
            span,
            Some(format!("a policy may import {}", known.join(", "))),
        );
    }
}
