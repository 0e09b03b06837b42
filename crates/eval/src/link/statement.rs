//! Statements, targets and patterns.

use super::Linker;
use crate::code::{
    Block, Case, Def, Expr, ExprKind, For, Handler, If, Import, Literal, Match, Pattern, PatternKind, Place,
    Static, Stmt, StmtKind, Target, TargetKind, Try, While, With, Yield, YieldFrom,
};
use hognose_syntax::tree::{self, Span};

impl Linker {
    pub(super) fn block(&mut self, block: tree::Block) -> Block {
        let resume = block.resume;
        let (statements, cost) = self.counted(|linker| {
            block.statements.into_iter().map(|statement| linker.statement(statement)).collect()
        });
        Block { statements, cost, resume }
    }

    fn statement(&mut self, statement: tree::Stmt) -> Stmt {
        self.node();
        let span = statement.span;
        let kind = match statement.kind {
            tree::StmtKind::Expr(expr) => StmtKind::Expr(self.expr(expr)),
            tree::StmtKind::Assign { targets, value } => self.assign(targets, value),
            tree::StmtKind::AugAssign { target, op, value } => match self.target(target) {
                Target { kind: TargetKind::Name(Place::Local(slot)), .. } => {
                    self.reads(slot);
                    StmtKind::AugLocal(slot, op, self.boxed(value))
                }
                target => StmtKind::Aug(Box::new((target, op, self.expr(value)))),
            },
            tree::StmtKind::Delete(targets) => {
                // Deleting reads: an unbound name is an error.
                self.slots_read = u64::MAX;
                StmtKind::Delete(self.targets(targets))
            }
            tree::StmtKind::Return(value) => StmtKind::Return(value.map(|value| self.expr(value))),
            tree::StmtKind::If { test, body, orelse } => StmtKind::If(Box::new(If {
                test: self.expr(test),
                body: self.block(body),
                orelse: self.block(orelse),
            })),
            tree::StmtKind::While { test, body, orelse } => {
                let (test, cost) = self.counted(|linker| linker.expr(test));
                let (body, orelse) = (self.block(body), self.block(orelse));
                StmtKind::While(Box::new(While { test, cost: cost.saturating_add(1), body, orelse }))
            }
            tree::StmtKind::For { target, iter, body, orelse, iterator } => {
                let iter = self.expr(iter);
                let target = self.target(target);
                let (body, orelse) = (self.block(body), self.block(orelse));
                StmtKind::For(Box::new(For { target, iter, body, orelse, iterator }))
            }
            tree::StmtKind::Break => StmtKind::Break,
            tree::StmtKind::Continue => StmtKind::Continue,
            tree::StmtKind::Def { place, function, decorators } => {
                let decorators = self.exprs(decorators);
                let function = self.function(*function);
                StmtKind::Def(Box::new(Def { place: self.place(place), function, decorators }))
            }
            tree::StmtKind::Import { module, bind_top, place } => self.import(&module, bind_top, place, span),
            tree::StmtKind::ImportFrom { module, name, place } => {
                self.import_from(&module, &name, place, span)
            }
            tree::StmtKind::Raise { exception, cause } => StmtKind::Raise(Box::new((
                exception.map(|exception| self.expr(exception)),
                cause.map(|cause| self.expr(cause)),
            ))),
            tree::StmtKind::Assert { test, message } => {
                StmtKind::Assert(Box::new((self.expr(test), message.map(|message| self.expr(message)))))
            }
            tree::StmtKind::Try(node) => StmtKind::Try(Box::new(self.try_statement(*node))),
            tree::StmtKind::With(node) => {
                let node = *node;
                StmtKind::With(Box::new(With {
                    context: self.expr(node.context),
                    target: node.target.map(|target| self.target(target)),
                    body: self.block(node.body),
                    manager: node.manager,
                }))
            }
            tree::StmtKind::Match { subject, slot, cases } => {
                let subject = self.expr(subject);
                let cases = cases.into_iter().map(|case| self.case(case)).collect();
                StmtKind::Match(Box::new(Match { subject, slot, cases }))
            }
            tree::StmtKind::Yield { value, result } => {
                StmtKind::Yield(Box::new(Yield { value: value.map(|value| self.expr(value)), result }))
            }
            tree::StmtKind::YieldFrom { iterable, iterator, result } => {
                StmtKind::YieldFrom(Box::new(YieldFrom { iterable: self.expr(iterable), iterator, result }))
            }
        };
        Stmt { kind, span }
    }

    fn assign(&mut self, targets: Vec<tree::Target>, value: tree::Expr) -> StmtKind {
        let value = self.expr(value);
        let targets = self.targets(targets);
        match &*targets {
            [Target { kind: TargetKind::Name(Place::Local(slot)), .. }] => StmtKind::SetLocal(*slot, value),
            _ => StmtKind::Assign(Box::new((targets, value))),
        }
    }

    fn try_statement(&mut self, node: tree::Try) -> Try {
        Try {
            body: self.block(node.body),
            handlers: node
                .handlers
                .into_iter()
                .map(|handler| Handler {
                    kind: handler.kind.map(|kind| self.expr(kind)),
                    name: handler.name.map(|name| self.place(name)),
                    body: self.block(handler.body),
                })
                .collect(),
            orelse: self.block(node.orelse),
            finalbody: self.block(node.finalbody),
            state: node.state,
        }
    }

    fn case(&mut self, case: tree::Case) -> Case {
        Case {
            pattern: self.pattern(case.pattern),
            guard: case.guard.map(|guard| self.expr(guard)),
            body: self.block(case.body),
        }
    }

    fn targets(&mut self, targets: Vec<tree::Target>) -> Box<[Target]> {
        targets.into_iter().map(|target| self.target(target)).collect()
    }

    pub(super) fn target(&mut self, target: tree::Target) -> Target {
        let kind = match target.kind {
            tree::TargetKind::Name(place) => TargetKind::Name(self.place(place)),
            tree::TargetKind::Attribute { object, name } => {
                let object = self.expr(object);
                TargetKind::Attribute(Box::new((object, self.name(name))))
            }
            tree::TargetKind::Subscript { object, index } => {
                let object = self.expr(object);
                TargetKind::Subscript(Box::new((object, self.expr(index))))
            }
            tree::TargetKind::Sequence(targets) => TargetKind::Sequence(self.targets(targets)),
            tree::TargetKind::Starred(inner) => TargetKind::Starred(Box::new(self.target(*inner))),
        };
        Target { kind, span: target.span }
    }

    fn patterns(&mut self, patterns: Vec<tree::Pattern>) -> Box<[Pattern]> {
        patterns.into_iter().map(|pattern| self.pattern(pattern)).collect()
    }

    fn pattern(&mut self, pattern: tree::Pattern) -> Pattern {
        self.node();
        let kind = match pattern.kind {
            tree::PatternKind::Value(expr) => PatternKind::Value(self.expr(expr)),
            tree::PatternKind::Singleton(constant) => PatternKind::Singleton(self.literal(constant)),
            tree::PatternKind::As { pattern, name } => PatternKind::As(
                pattern.map(|pattern| Box::new(self.pattern(*pattern))),
                name.map(|name| self.place(name)),
            ),
            tree::PatternKind::Sequence(patterns) => PatternKind::Sequence(self.patterns(patterns)),
            tree::PatternKind::Star(name) => PatternKind::Star(name.map(|name| self.place(name))),
            tree::PatternKind::Mapping { keys, patterns, rest } => PatternKind::Mapping {
                keys: self.exprs(keys),
                patterns: self.patterns(patterns),
                rest: rest.map(|rest| self.place(rest)),
            },
            tree::PatternKind::Class { class, patterns, keywords } => PatternKind::Class {
                class: self.expr(class),
                patterns: self.patterns(patterns),
                keywords: keywords
                    .into_iter()
                    .map(|(name, pattern)| {
                        let name = self.name(name);
                        (name, self.pattern(pattern))
                    })
                    .collect(),
            },
            tree::PatternKind::Or(patterns) => PatternKind::Or(self.patterns(patterns)),
        };
        Pattern { kind, span: pattern.span }
    }

    fn nothing(&mut self, span: Span) -> StmtKind {
        StmtKind::Expr(Expr { kind: ExprKind::Literal(Literal::None), span })
    }

    fn import(&mut self, module: &str, bind_top: bool, place: tree::Place, span: Span) -> StmtKind {
        let Some(found) = self.table.module(module) else {
            self.no_module(module, span);
            return self.nothing(span);
        };
        let top = module.split('.').next().unwrap_or(module);
        let bound = if bind_top { self.table.module(top).unwrap_or(found) } else { found };
        let place = self.place(place);
        StmtKind::Import(Box::new(Import { place, what: Static::Module(bound) }))
    }

    fn import_from(&mut self, module: &str, name: &str, place: tree::Place, span: Span) -> StmtKind {
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
