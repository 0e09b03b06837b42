//! The first pass: which names each scope mentions and how, in the order in which CPython looks at them.

use super::{Built, Flags, Scope, ScopeKind, Scopes};
use crate::ast::{
    Alias, Call, Comprehension, ComprehensionKind, Expr, ExprKind, FStringPart, Function, Name, Pattern,
    PatternKind, ScopeId, Stmt, StmtKind,
};
use crate::diagnostic::Diagnostic;
use crate::names::{Names, Symbol};
use crate::tree::Span;

type Done = Result<(), Box<Diagnostic>>;

struct Builder<'a> {
    names: &'a Names,
    scopes: Vec<Option<Scope>>,
    current: ScopeId,
    /// Inside the iterable of a comprehension.
    in_iterable: bool,
    /// In the target of a comprehension's `for`.
    in_target: bool,
    debug: Option<Symbol>,
}

/// How a name is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    Load,
    Store,
    Delete,
}

/// Builds the tables of a policy whose body gets some parameters, and resolves all names.
pub(crate) fn build(
    body: &[Stmt],
    parameters: &[Symbol],
    count: u32,
    names: &Names,
    eager: &dyn Fn(&str) -> bool,
) -> Built {
    let mut scopes: Vec<Option<Scope>> = Vec::new();
    scopes.resize_with(count.max(1) as usize, || None);
    let root = ScopeId(0);
    let mut handler = Scope::new(ScopeKind::Function, root, None);
    for symbol in parameters {
        handler.add(*symbol, Flags::PARAMETER);
    }
    if let Some(first) = scopes.first_mut() {
        *first = Some(handler);
    }
    let debug = names.find("__debug__");
    let mut builder = Builder { names, scopes, current: root, in_iterable: false, in_target: false, debug };
    builder.block(body)?;
    let unused = || Scope::new(ScopeKind::Function, root, None);
    let scopes = builder.scopes.into_iter().map(|scope| scope.unwrap_or_else(unused)).collect();
    super::resolve::resolve(Scopes::new(scopes), names, eager)
}

impl Builder<'_> {
    fn scope(&mut self) -> Option<&mut Scope> {
        self.scopes.get_mut(self.current.0 as usize)?.as_mut()
    }

    fn flags(&mut self, symbol: Symbol) -> Flags {
        self.scope().map_or_else(Flags::default, |scope| scope.flags(symbol))
    }

    fn error<T>(message: String, span: Span) -> Result<T, Box<Diagnostic>> {
        Err(Box::new(Diagnostic::syntax("SyntaxError", message, span)))
    }

    fn quoted(&self, symbol: Symbol) -> &str {
        self.names.text(symbol)
    }

    fn add(&mut self, name: Name, flags: Flags) -> Done {
        let old = self.flags(name.symbol);
        if flags.has(Flags::PARAMETER) && old.has(Flags::PARAMETER) {
            let message = format!("duplicate argument '{}' in function definition", self.quoted(name.symbol));
            return Self::error(message, name.span);
        }
        let mut flags = flags;
        if self.in_target {
            if old.has(Flags::GLOBAL) || old.has(Flags::NONLOCAL) {
                let text = self.quoted(name.symbol);
                let message =
                    format!("comprehension inner loop cannot rebind assignment expression target '{text}'");
                return Self::error(message, name.span);
            }
            flags = flags.with(Flags::ITERATION);
        }
        if let Some(scope) = self.scope() {
            scope.add(name.symbol, flags);
        }
        Ok(())
    }

    fn name(&mut self, name: Name, context: Context) -> Done {
        if context != Context::Load {
            self.not_debug(name, context)?;
        }
        self.add(name, if context == Context::Load { Flags::USED } else { Flags::ASSIGNED })
    }

    fn not_debug(&self, name: Name, context: Context) -> Done {
        if Some(name.symbol) != self.debug || context == Context::Load {
            return Ok(());
        }
        let verb = if context == Context::Delete { "delete" } else { "assign to" };
        Self::error(format!("cannot {verb} __debug__"), name.span)
    }

    /// Runs a part of the walk inside a new scope.
    #[inline(never)]
    fn inside(&mut self, id: ScopeId, kind: ScopeKind, run: impl FnOnce(&mut Self) -> Done) -> Done {
        let outer = self.current;
        if let Some(place) = self.scopes.get_mut(id.0 as usize) {
            *place = Some(Scope::new(kind, id, Some(outer)));
        }
        let in_target = std::mem::replace(&mut self.in_target, false);
        self.current = id;
        let done = run(self);
        self.current = outer;
        self.in_target = in_target;
        done
    }

    fn block(&mut self, statements: &[Stmt]) -> Done {
        statements.iter().try_for_each(|statement| self.statement(statement))
    }

    fn exprs(&mut self, exprs: &[Expr], context: Context) -> Done {
        exprs.iter().try_for_each(|expr| self.expr(expr, context))
    }

    fn option(&mut self, expr: Option<&Expr>) -> Done {
        expr.map_or(Ok(()), |expr| self.expr(expr, Context::Load))
    }

    fn load(&mut self, expr: &Expr) -> Done {
        self.expr(expr, Context::Load)
    }

    #[inline(never)]
    fn statement(&mut self, statement: &Stmt) -> Done {
        match &statement.kind {
            StmtKind::Expr(value) => self.load(value),
            StmtKind::Assign { targets, value } => {
                self.exprs(targets, Context::Store)?;
                self.load(value)
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target, Context::Store)?;
                self.load(value)
            }
            StmtKind::AnnAssign { target, annotation, value } => {
                self.annotated(target, value.is_some(), statement.span)?;
                self.load(annotation)?;
                self.option(value.as_ref())
            }
            StmtKind::Delete(targets) => self.exprs(targets, Context::Delete),
            StmtKind::Return(value) => self.option(value.as_ref()),
            StmtKind::If { test, body, orelse } | StmtKind::While { test, body, orelse } => {
                self.load(test)?;
                self.block(body)?;
                self.block(orelse)
            }
            StmtKind::Raise { exception, cause } => {
                self.option(exception.as_ref())?;
                self.option(cause.as_ref())
            }
            StmtKind::Assert { test, message } => {
                self.load(test)?;
                self.option(message.as_ref())
            }
            StmtKind::Break | StmtKind::Continue | StmtKind::Pass => Ok(()),
            StmtKind::Import(aliases) | StmtKind::ImportFrom { names: aliases, .. } => self.aliases(aliases),
            StmtKind::Global(names) => self.declare(names, "global", Flags::GLOBAL),
            StmtKind::Nonlocal(names) => self.declare(names, "nonlocal", Flags::NONLOCAL),
            StmtKind::TypeAlias(name) => self.name(*name, Context::Store),
            _ => self.compound(statement),
        }
    }

    #[inline(never)]
    fn compound(&mut self, statement: &Stmt) -> Done {
        match &statement.kind {
            StmtKind::For(each) => {
                self.expr(&each.target, Context::Store)?;
                self.load(&each.iter)?;
                self.block(&each.body)?;
                self.block(&each.orelse)
            }
            StmtKind::With { items, body, .. } => {
                for item in items {
                    self.load(&item.context)?;
                    if let Some(target) = &item.target {
                        self.expr(target, Context::Store)?;
                    }
                }
                self.block(body)
            }
            StmtKind::Try(attempt) => {
                self.block(&attempt.body)?;
                for handler in &attempt.handlers {
                    self.option(handler.kind.as_ref())?;
                    if let Some(name) = handler.name {
                        self.name(name, Context::Store)?;
                    }
                    self.block(&handler.body)?;
                }
                self.block(&attempt.orelse)?;
                self.block(&attempt.finalbody)
            }
            StmtKind::Match { subject, cases } => {
                self.load(subject)?;
                for case in cases {
                    self.pattern(&case.pattern)?;
                    self.option(case.guard.as_ref())?;
                    self.block(&case.body)?;
                }
                Ok(())
            }
            StmtKind::Def(def) => {
                self.name(def.name, Context::Store)?;
                self.defaults(&def.function)?;
                self.exprs(&def.decorators, Context::Load)?;
                for parameter in &def.function.parameters {
                    self.option(parameter.annotation.as_ref())?;
                }
                self.option(def.returns.as_ref())?;
                self.inside(def.function.scope, ScopeKind::Function, |builder| {
                    if let Some(scope) = builder.scope() {
                        scope.is_async = def.is_async;
                    }
                    builder.parameters(&def.function)?;
                    builder.block(&def.body)
                })
            }
            StmtKind::Class(class) => {
                self.name(class.name, Context::Store)?;
                self.exprs(&class.decorators, Context::Load)?;
                self.exprs(&class.arguments, Context::Load)?;
                class.keywords.iter().try_for_each(|(_, value)| self.load(value))?;
                self.inside(class.scope, ScopeKind::Class, |builder| builder.block(&class.body))
            }
            _ => Ok(()),
        }
    }

    #[inline(never)]
    fn annotated(&mut self, target: &Expr, has_value: bool, statement: Span) -> Done {
        let ExprKind::Name(symbol) = target.kind else { return self.expr(target, Context::Store) };
        let simple = statement.start == target.span.start;
        let old = self.flags(symbol);
        if simple && (old.has(Flags::GLOBAL) || old.has(Flags::NONLOCAL)) {
            let kind = if old.has(Flags::GLOBAL) { "global" } else { "nonlocal" };
            let message = format!("annotated name '{}' can't be {kind}", self.quoted(symbol));
            return Self::error(message, target.span);
        }
        let name = Name { symbol, span: target.span };
        if simple {
            self.not_debug(name, Context::Store)?;
            self.add(name, Flags::ANNOTATED.with(Flags::ASSIGNED))
        } else if has_value {
            self.name(name, Context::Store)
        } else {
            Ok(())
        }
    }

    #[inline(never)]
    fn aliases(&mut self, aliases: &[Alias]) -> Done {
        for alias in aliases {
            match alias.bound {
                Some(name) => {
                    self.not_debug(name, Context::Store)?;
                    self.add(name, Flags::IMPORTED)?;
                }
                None => return Self::error("import * only allowed at module level".into(), alias.span),
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn declare(&mut self, names: &[Name], word: &str, flag: Flags) -> Done {
        for name in names {
            let old = self.flags(name.symbol);
            let text = self.quoted(name.symbol);
            let wrong = if old.has(Flags::PARAMETER) {
                format!("name '{text}' is parameter and {word}")
            } else if old.has(Flags::USED) {
                format!("name '{text}' is used prior to {word} declaration")
            } else if old.has(Flags::ANNOTATED) {
                format!("annotated name '{text}' can't be {word}")
            } else if old.has(Flags::ASSIGNED) {
                format!("name '{text}' is assigned to before {word} declaration")
            } else {
                self.add(*name, flag)?;
                if let Some(scope) = self.scope() {
                    scope.directives.push((name.symbol, name.span));
                }
                continue;
            };
            return Self::error(wrong, name.span);
        }
        Ok(())
    }

    #[inline(never)]
    fn defaults(&mut self, function: &Function) -> Done {
        use crate::tree::ParameterKind::KeywordOnly;
        let keyword_only = |wanted: bool| {
            function.parameters.iter().filter(move |parameter| (parameter.kind == KeywordOnly) == wanted)
        };
        for parameter in keyword_only(false).chain(keyword_only(true)) {
            self.option(parameter.default.as_ref())?;
        }
        Ok(())
    }

    #[inline(never)]
    fn parameters(&mut self, function: &Function) -> Done {
        use crate::tree::ParameterKind::{VarKeyword, VarPositional};
        let variadic = |wanted: bool| {
            let is = move |kind| matches!(kind, VarKeyword | VarPositional) == wanted;
            function.parameters.iter().filter(move |parameter| is(parameter.kind))
        };
        for parameter in variadic(false).chain(variadic(true)) {
            self.not_debug(parameter.name, Context::Store)?;
            self.add(parameter.name, Flags::PARAMETER)?;
        }
        Ok(())
    }

    #[inline(never)]
    fn pattern(&mut self, pattern: &Pattern) -> Done {
        match &pattern.kind {
            PatternKind::Value(value) => self.load(value),
            PatternKind::Singleton(_) => Ok(()),
            PatternKind::As { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern)?;
                }
                self.capture(*name)
            }
            PatternKind::Sequence(patterns) | PatternKind::Or(patterns) => {
                patterns.iter().try_for_each(|pattern| self.pattern(pattern))
            }
            PatternKind::Star(name) => self.capture(*name),
            PatternKind::Mapping { keys, patterns, rest } => {
                self.exprs(keys, Context::Load)?;
                patterns.iter().try_for_each(|pattern| self.pattern(pattern))?;
                self.capture(*rest)
            }
            PatternKind::Class { class, patterns, keywords } => {
                self.load(class)?;
                patterns.iter().try_for_each(|pattern| self.pattern(pattern))?;
                keywords.iter().try_for_each(|(_, pattern)| self.pattern(pattern))
            }
        }
    }

    fn capture(&mut self, name: Option<Name>) -> Done {
        name.map_or(Ok(()), |name| self.name(name, Context::Store))
    }

    #[inline(never)]
    fn expr(&mut self, expr: &Expr, context: Context) -> Done {
        match &expr.kind {
            ExprKind::Name(symbol) => self.name(Name { symbol: *symbol, span: expr.span }, context),
            ExprKind::Constant(_) | ExprKind::Imaginary => Ok(()),
            ExprKind::Attribute(object, _) => self.load(object),
            ExprKind::Call(call) => self.call(call),
            ExprKind::Subscript(parts) => {
                self.load(&parts.0)?;
                self.load(&parts.1)
            }
            ExprKind::Binary(_, operands) => {
                self.load(&operands.0)?;
                self.load(&operands.1)
            }
            ExprKind::Unary(_, operand) | ExprKind::Await(operand) => self.load(operand),
            ExprKind::And(operands) | ExprKind::Or(operands) | ExprKind::Set(operands) => {
                self.exprs(operands, Context::Load)
            }
            ExprKind::Tuple(elements) | ExprKind::List(elements) => self.exprs(elements, context),
            ExprKind::Starred(inner) => self.expr(inner, context),
            ExprKind::Compare { left, rest } => {
                self.load(left)?;
                rest.iter().try_for_each(|(_, operand)| self.load(operand))
            }
            ExprKind::FString(parts) => self.fstring(parts),
            _ => self.rarer(expr),
        }
    }

    #[inline(never)]
    fn rarer(&mut self, expr: &Expr) -> Done {
        match &expr.kind {
            ExprKind::Dict(pairs) => {
                pairs.iter().try_for_each(|(key, _)| self.option(key.as_ref()))?;
                pairs.iter().try_for_each(|(_, value)| self.load(value))
            }
            ExprKind::IfExp(choice) => {
                self.load(&choice.test)?;
                self.load(&choice.body)?;
                self.load(&choice.orelse)
            }
            ExprKind::Lambda(lambda) => {
                self.defaults(&lambda.function)?;
                self.inside(lambda.function.scope, ScopeKind::Lambda, |builder| {
                    builder.parameters(&lambda.function)?;
                    builder.load(&lambda.body)
                })
            }
            ExprKind::Slice(slice) => {
                self.option(slice.lower.as_ref())?;
                self.option(slice.upper.as_ref())?;
                self.option(slice.step.as_ref())
            }
            ExprKind::Comprehension(comprehension) => self.comprehension(comprehension),
            ExprKind::Walrus(name, value) => {
                self.walrus(*name, expr.span)?;
                self.load(value)?;
                self.name(*name, Context::Store)
            }
            ExprKind::Yield(value) => {
                self.option(value.as_deref())?;
                self.no_yield(expr.span)
            }
            ExprKind::YieldFrom(value) => {
                self.load(value)?;
                self.no_yield(expr.span)
            }
            _ => Ok(()),
        }
    }

    #[inline(never)]
    fn call(&mut self, call: &Call) -> Done {
        self.load(&call.function)?;
        if let ([argument], [], ExprKind::Name(consumer)) =
            (call.arguments.as_slice(), call.keywords.as_slice(), &call.function.kind)
            && let ExprKind::Comprehension(comprehension) = &argument.kind
        {
            self.comprehension(comprehension)?;
            if let Some(Some(scope)) = self.scopes.get_mut(comprehension.scope.0 as usize) {
                scope.consumer = Some(*consumer);
            }
            return Ok(());
        }
        self.exprs(&call.arguments, Context::Load)?;
        for (name, value) in &call.keywords {
            if let Some(name) = name {
                self.not_debug(*name, Context::Store)?;
            }
            self.load(value)?;
        }
        Ok(())
    }

    #[inline(never)]
    fn fstring(&mut self, parts: &[FStringPart]) -> Done {
        for part in parts {
            if let FStringPart::Field(field) = part {
                self.load(&field.value)?;
                self.fstring(&field.spec)?;
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn comprehension(&mut self, comprehension: &Comprehension) -> Done {
        let Some((first, others)) = comprehension.clauses.split_first() else { return Ok(()) };
        self.iterable(&first.iter)?;
        self.inside(comprehension.scope, ScopeKind::Comprehension(comprehension.kind), |builder| {
            builder.iteration_target(&first.target)?;
            builder.exprs(&first.conditions, Context::Load)?;
            for clause in others {
                builder.iteration_target(&clause.target)?;
                builder.iterable(&clause.iter)?;
                builder.exprs(&clause.conditions, Context::Load)?;
            }
            builder.option(comprehension.value.as_ref())?;
            builder.load(&comprehension.element)
        })
    }

    fn iterable(&mut self, iter: &Expr) -> Done {
        let outer = std::mem::replace(&mut self.in_iterable, true);
        let done = self.load(iter);
        self.in_iterable = outer;
        done
    }

    fn iteration_target(&mut self, target: &Expr) -> Done {
        self.in_target = true;
        let done = self.expr(target, Context::Store);
        self.in_target = false;
        done
    }

    fn no_yield(&mut self, span: Span) -> Done {
        let Some(scope) = self.scope() else { return Ok(()) };
        let place = match scope.kind {
            ScopeKind::Comprehension(ComprehensionKind::List) => "list comprehension",
            ScopeKind::Comprehension(ComprehensionKind::Set) => "set comprehension",
            ScopeKind::Comprehension(ComprehensionKind::Dict) => "dict comprehension",
            ScopeKind::Comprehension(ComprehensionKind::Generator) => "generator expression",
            _ => return Ok(()),
        };
        Self::error(format!("'yield' inside {place}"), span)
    }

    /// A `:=` binds in the function around its comprehensions.
    #[inline(never)]
    fn walrus(&mut self, name: Name, span: Span) -> Done {
        if self.in_iterable {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            return Self::error(message.into(), span);
        }
        if !self.scope().is_some_and(|scope| scope.is_comprehension()) {
            return Ok(());
        }
        let mut at = self.current;
        loop {
            let Some(Some(scope)) = self.scopes.get_mut(at.0 as usize) else { return Ok(()) };
            let flags = scope.flags(name.symbol);
            if scope.is_comprehension() {
                if flags.has(Flags::ITERATION) && flags.has(Flags::ASSIGNED) {
                    let text = self.quoted(name.symbol);
                    let message = format!(
                        "assignment expression cannot rebind comprehension iteration variable '{text}'"
                    );
                    return Self::error(message, name.span);
                }
                let Some(parent) = scope.parent else { return Ok(()) };
                at = parent;
                continue;
            }
            if scope.kind == ScopeKind::Class {
                let message = "assignment expression within a comprehension cannot be used in a class body";
                return Self::error(message.into(), span);
            }
            let here = if flags.has(Flags::GLOBAL) { Flags::GLOBAL } else { Flags::NONLOCAL };
            scope.add(name.symbol, Flags::ASSIGNED);
            return self.add(name, here);
        }
    }
}
