//! Shows the tree of a policy as Python again, one policy after the other: on standard input each stands behind a line
//! with its length in bytes; on standard output the same, or a length of zero when there is no tree. Running both
//! under CPython shows whether lowering keeps the meaning. Variables get a suffix, `x_u12`; functions that are
//! written as expressions and yield cannot be shown.

#![expect(clippy::disallowed_methods, reason = "a tool for developers")]
#![expect(clippy::arithmetic_side_effects, reason = "a tool for developers that counts variables and levels")]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, Read as _, Write as _};

use hognose_syntax::tree::*;
use hognose_syntax::{Options, parse, surrogate};

struct Shown {
    names: Vec<String>,
    assigned: Vec<Slot>,
}

struct Printer {
    out: String,
    level: usize,
    functions: Vec<Shown>,
    count: u32,
    failed: bool,
}

fn main() -> std::io::Result<()> {
    let mut input = std::io::stdin().lock();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let eager = ["any", "all", "sum", "list", "tuple", "set", "min", "max", "sorted", "dict"];
    let options = Options { top_level_yield: true, eager_consumers: &eager, ..Options::default() };
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let length: usize = line.trim().parse().map_err(std::io::Error::other)?;
        line.clear();
        let mut bytes = vec![0; length];
        input.read_exact(&mut bytes)?;
        let text = parse(&String::from_utf8_lossy(&bytes), &options).ok().and_then(|tree| show(&tree));
        let text = text.unwrap_or_default();
        write!(output, "{}\n{text}", text.len())?;
    }
    output.flush()
}

fn show(tree: &Tree) -> Option<String> {
    let mut printer =
        Printer { out: String::new(), level: 0, functions: Vec::new(), count: 0, failed: false };
    for name in &tree.assigned_globals {
        let _ = name;
    }
    printer.def(&tree.handler, "handler", &[]);
    (!printer.failed).then_some(printer.out)
}

impl Printer {
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}{text}", "    ".repeat(self.level));
    }

    fn fresh(&mut self, name: &str) -> String {
        self.count += 1;
        let base = if name.is_empty() || name == ".0" { "t" } else { name };
        format!("{base}_u{}", self.count)
    }

    /// Names for the slots of a function, and the slots it assigns.
    fn enter(&mut self, function: &Function) {
        let mut names: Vec<String> = function.slots.iter().map(|slot| self.fresh(&slot.name)).collect();
        for parameter in &function.parameters {
            if &*parameter.name != ".0"
                && let Some(name) = names.get_mut(usize::from(parameter.slot))
            {
                *name = parameter.name.to_string();
            }
        }
        for capture in &function.captures {
            let outer = self.functions.last().and_then(|outer| outer.names.get(usize::from(capture.outer)));
            if let (Some(outer), Some(name)) = (outer.cloned(), names.get_mut(usize::from(capture.inner))) {
                *name = outer;
            }
        }
        let mut assigned = Vec::new();
        assigned_in(&function.body, &mut assigned);
        self.functions.push(Shown { names, assigned });
    }

    fn slot(&self, slot: Slot) -> String {
        self.functions
            .last()
            .and_then(|shown| shown.names.get(usize::from(slot)).cloned())
            .unwrap_or_default()
    }

    fn place(&self, place: &Place) -> String {
        match place {
            Place::Local(slot) | Place::Cell(slot) => self.slot(*slot),
            Place::Global(name) => name.to_string(),
        }
    }

    fn parameters(&mut self, function: &Function, defaults: &[Option<String>], names: &[String]) -> String {
        let mut parts = Vec::new();
        let mut star = false;
        let only = function.parameters.iter().filter(|p| p.kind == ParameterKind::PositionalOnly).count();
        for (index, (parameter, default)) in function.parameters.iter().zip(defaults).enumerate() {
            let name = names.get(usize::from(parameter.slot)).cloned().unwrap_or_default();
            match parameter.kind {
                ParameterKind::VarPositional => {
                    star = true;
                    parts.push(format!("*{name}"));
                    continue;
                }
                ParameterKind::VarKeyword => {
                    parts.push(format!("**{name}"));
                    continue;
                }
                ParameterKind::KeywordOnly if !star => {
                    star = true;
                    parts.push("*".into());
                }
                _ => {}
            }
            parts.push(default.as_ref().map_or(name.clone(), |default| format!("{name}={default}")));
            if only > 0 && index + 1 == only {
                parts.push("/".into());
            }
        }
        parts.join(", ")
    }

    fn defaults(&mut self, function: &Function) -> Vec<Option<String>> {
        function.parameters.iter().map(|p| p.default.as_ref().map(|default| self.expr(default))).collect()
    }

    fn def(&mut self, function: &Function, name: &str, decorators: &[Expr]) {
        let decorators: Vec<String> = decorators
            .iter()
            .map(|decorator| {
                let value = self.expr(decorator);
                let name = self.fresh("");
                self.line(&format!("{name} = {value}"));
                name
            })
            .collect();
        let defaults = self.defaults(function);
        self.enter(function);
        let names = self.functions.last().map(|shown| shown.names.clone()).unwrap_or_default();
        let parameters = self.parameters(function, &defaults, &names);
        self.line(&format!("def {name}({parameters}):"));
        self.level += 1;
        let shown = self.functions.last();
        let captured: Vec<String> = function
            .captures
            .iter()
            .filter(|capture| shown.is_some_and(|shown| shown.assigned.contains(&capture.inner)))
            .map(|capture| self.slot(capture.inner))
            .collect();
        if !captured.is_empty() {
            self.line(&format!("nonlocal {}", captured.join(", ")));
        }
        let mut globals = Vec::new();
        globals_in(&function.body, &mut globals);
        if !globals.is_empty() {
            self.line(&format!("global {}", globals.join(", ")));
        }
        // A variable that is only deleted or never assigned is a variable all the same.
        let own: Vec<String> = function
            .slots
            .iter()
            .enumerate()
            .filter(|(index, slot)| {
                let index = Slot::try_from(*index).unwrap_or(0);
                slot.kind == SlotKind::Local
                    && !function.captures.iter().any(|capture| capture.inner == index)
            })
            .map(|(index, _)| names.get(index).cloned().unwrap_or_default())
            .collect();
        self.line("if 0:");
        self.line(&format!("    {} = None", if own.is_empty() { "none_".into() } else { own.join(" = ") }));
        if function.is_generator {
            self.line("if 0: yield");
        }
        self.block(&function.body);
        self.level -= 1;
        self.functions.pop();
        if name != "handler" {
            self.line(&format!(
                "{name}.__name__ = {:?}; {name}.__qualname__ = {:?}",
                &*function.name, &*function.qualname
            ));
        }
        for decorator in decorators.iter().rev() {
            self.line(&format!("{name} = {decorator}({name})"));
        }
    }

    fn block(&mut self, block: &Block) {
        self.line("pass");
        for statement in &block.statements {
            self.statement(statement);
        }
    }

    fn inner(&mut self, head: &str, block: &Block) {
        self.line(head);
        self.level += 1;
        self.block(block);
        self.level -= 1;
    }

    fn orelse(&mut self, block: &Block) {
        if !block.statements.is_empty() {
            self.inner("else:", block);
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Expr(value) => {
                let value = self.expr(value);
                self.line(&value);
            }
            StmtKind::Assign { targets, value } => {
                let value = self.expr(value);
                let targets: Vec<String> = targets.iter().map(|target| self.target(target)).collect();
                self.line(&format!("{} = {value}", targets.join(" = ")));
            }
            StmtKind::AugAssign { target, op, value } => {
                let (target, value) = (self.target(target), self.expr(value));
                self.line(&format!("{target} {}= {value}", binary(*op)));
            }
            StmtKind::Delete(targets) => {
                for target in targets {
                    let target = self.target(target);
                    self.line(&format!("del {target}"));
                }
            }
            StmtKind::Return(value) => {
                let value = value.as_ref().map(|value| self.expr(value)).unwrap_or_default();
                self.line(&format!("return {value}"));
            }
            StmtKind::If { test, body, orelse } => {
                let test = self.expr(test);
                self.inner(&format!("if {test}:"), body);
                self.orelse(orelse);
            }
            StmtKind::While { test, body, orelse } => {
                let test = self.expr(test);
                self.inner(&format!("while {test}:"), body);
                self.orelse(orelse);
            }
            StmtKind::For { target, iter, body, orelse, .. } => {
                let (target, iter) = (self.target(target), self.expr(iter));
                self.inner(&format!("for {target} in {iter}:"), body);
                self.orelse(orelse);
            }
            StmtKind::Break => self.line("break"),
            StmtKind::Continue => self.line("continue"),
            StmtKind::Raise { exception, cause } => {
                let exception = exception.as_ref().map(|e| self.expr(e)).unwrap_or_default();
                let cause = cause.as_ref().map(|e| format!(" from {}", self.expr(e))).unwrap_or_default();
                self.line(&format!("raise {exception}{cause}"));
            }
            StmtKind::Assert { test, message } => {
                let test = self.expr(test);
                let message = message.as_ref().map(|e| format!(", {}", self.expr(e))).unwrap_or_default();
                self.line(&format!("assert {test}{message}"));
            }
            other => self.rarer(other),
        }
    }

    fn rarer(&mut self, kind: &StmtKind) {
        match kind {
            StmtKind::Def { place, function, decorators } => {
                let name = self.place(place);
                self.def(function, &name, decorators);
            }
            StmtKind::Import { module, bind_top, place } => {
                let place = self.place(place);
                if *bind_top {
                    self.line(&format!("{place} = __import__({module:?})"));
                } else {
                    self.line(&format!("import {module} as {place}"));
                }
            }
            StmtKind::ImportFrom { module, name, place } => {
                let place = self.place(place);
                self.line(&format!("from {module} import {name} as {place}"));
            }
            StmtKind::Try(attempt) => {
                self.inner("try:", &attempt.body);
                for handler in &attempt.handlers {
                    let kind = handler.kind.as_ref().map(|kind| format!(" {}", self.expr(kind)));
                    let name = handler.name.as_ref().map(|name| format!(" as {}", self.place(name)));
                    let head = format!("except{}{}:", kind.unwrap_or_default(), name.unwrap_or_default());
                    self.inner(&head, &handler.body);
                }
                self.orelse(&attempt.orelse);
                if !attempt.finalbody.statements.is_empty() {
                    self.inner("finally:", &attempt.finalbody);
                } else if attempt.handlers.is_empty() {
                    self.line("finally: pass");
                }
            }
            StmtKind::With(with) => {
                let context = self.expr(&with.context);
                let target = with.target.as_ref().map(|target| format!(" as {}", self.target(target)));
                self.inner(&format!("with {context}{}:", target.unwrap_or_default()), &with.body);
            }
            StmtKind::Match { subject, slot, cases } => {
                let subject = self.expr(subject);
                let slot = self.slot(*slot);
                self.line(&format!("match ({slot} := {subject}):"));
                self.level += 1;
                for case in cases {
                    let pattern = self.pattern(&case.pattern);
                    let guard = case.guard.as_ref().map(|guard| format!(" if {}", self.expr(guard)));
                    // A wildcard in the middle is possible here: a guard stood there.
                    self.inner(
                        &format!("case {pattern}{}:", guard.unwrap_or_else(|| " if True".into())),
                        &case.body,
                    );
                }
                self.level -= 1;
            }
            StmtKind::Yield { value, result } => {
                let value = value.as_ref().map(|value| self.expr(value)).unwrap_or_default();
                let result = result.map(|slot| format!("{} = ", self.slot(slot))).unwrap_or_default();
                self.line(&format!("{result}yield {value}"));
            }
            StmtKind::YieldFrom { iterable, result, .. } => {
                let iterable = self.expr(iterable);
                let result = result.map(|slot| format!("{} = ", self.slot(slot))).unwrap_or_default();
                self.line(&format!("{result}yield from {iterable}"));
            }
            _ => {}
        }
    }

    fn target(&mut self, target: &Target) -> String {
        match &target.kind {
            TargetKind::Name(place) => self.place(place),
            TargetKind::Attribute { object, name } => format!("{}.{name}", self.expr(object)),
            TargetKind::Subscript { object, index } => {
                format!("{}[{}]", self.expr(object), self.index(index))
            }
            TargetKind::Sequence(targets) => {
                let targets: Vec<String> = targets.iter().map(|target| self.target(target)).collect();
                format!("[{}]", targets.join(", "))
            }
            TargetKind::Starred(inner) => format!("*{}", self.target(inner)),
        }
    }

    fn pattern(&mut self, pattern: &Pattern) -> String {
        let list = |printer: &mut Self, patterns: &[Pattern]| -> Vec<String> {
            patterns.iter().map(|pattern| printer.pattern(pattern)).collect()
        };
        match &pattern.kind {
            PatternKind::Value(value) => {
                let text = self.expr(value);
                // Patterns know no parentheses around values.
                text.replace(['(', ')'], "")
            }
            PatternKind::Singleton(value) => constant(value),
            PatternKind::As { pattern: None, name: None } => "_".into(),
            PatternKind::As { pattern: None, name: Some(name) } => self.place(name),
            PatternKind::As { pattern: Some(inner), name } => {
                let inner = self.pattern(inner);
                name.as_ref().map_or(inner.clone(), |name| format!("({inner} as {})", self.place(name)))
            }
            PatternKind::Sequence(patterns) => format!("[{}]", list(self, patterns).join(", ")),
            PatternKind::Star(name) => {
                format!("*{}", name.as_ref().map_or("_".into(), |name| self.place(name)))
            }
            PatternKind::Mapping { keys, patterns, rest } => {
                let mut parts = Vec::new();
                for (key, pattern) in keys.iter().zip(patterns) {
                    let key = self.expr(key).replace(['(', ')'], "");
                    parts.push(format!("{key}: {}", self.pattern(pattern)));
                }
                parts.extend(rest.as_ref().map(|rest| format!("**{}", self.place(rest))));
                format!("{{{}}}", parts.join(", "))
            }
            PatternKind::Class { class, patterns, keywords } => {
                let class = self.expr(class);
                let mut parts = list(self, patterns);
                for (name, pattern) in keywords {
                    parts.push(format!("{name}={}", self.pattern(pattern)));
                }
                format!("{class}({})", parts.join(", "))
            }
            PatternKind::Or(patterns) => format!("({})", list(self, patterns).join(" | ")),
        }
    }

    fn index(&mut self, index: &Expr) -> String {
        match &index.kind {
            ExprKind::Slice(slice) => {
                let part = |printer: &mut Self, part: &Option<Expr>| {
                    part.as_ref().map(|e| printer.expr(e)).unwrap_or_default()
                };
                let (lower, upper) = (part(self, &slice.lower), part(self, &slice.upper));
                let step =
                    slice.step.as_ref().map(|step| format!(":{}", self.expr(step))).unwrap_or_default();
                format!("{lower}:{upper}{step}")
            }
            ExprKind::Tuple(elements) if elements.iter().any(|e| matches!(e.kind, ExprKind::Slice(_))) => {
                let elements: Vec<String> = elements.iter().map(|element| self.index(element)).collect();
                format!("{},", elements.join(", "))
            }
            _ => self.expr(index),
        }
    }

    fn exprs(&mut self, exprs: &[Expr]) -> Vec<String> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn expr(&mut self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Constant(value) => format!("({})", constant(value)),
            ExprKind::Name(place) => self.place(place),
            ExprKind::FString(parts) => format!("f'{}'", self.fstring(parts)),
            ExprKind::Tuple(elements) => {
                let elements = self.exprs(elements);
                if elements.is_empty() { "()".into() } else { format!("({},)", elements.join(", ")) }
            }
            ExprKind::List(elements) => format!("[{}]", self.exprs(elements).join(", ")),
            ExprKind::Set(elements) => format!("{{{}}}", self.exprs(elements).join(", ")),
            ExprKind::Dict(pairs) => {
                let pairs: Vec<String> = pairs
                    .iter()
                    .map(|(key, value)| {
                        let key = key.as_ref().map(|key| self.expr(key));
                        let value = self.expr(value);
                        key.map_or_else(|| format!("**{value}"), |key| format!("{key}: {value}"))
                    })
                    .collect();
                format!("{{{}}}", pairs.join(", "))
            }
            ExprKind::Starred(inner) => format!("*{}", self.expr(inner)),
            ExprKind::Unary(op, operand) => {
                let sign = match op {
                    UnaryOp::Not => "not ",
                    UnaryOp::Negate => "-",
                    UnaryOp::Plus => "+",
                    UnaryOp::Invert => "~",
                };
                format!("({sign}{})", self.expr(operand))
            }
            ExprKind::Binary(op, operands) => {
                let left = self.expr(&operands.0);
                format!("({left} {} {})", binary(*op), self.expr(&operands.1))
            }
            ExprKind::And(operands) => format!("({})", self.exprs(operands).join(" and ")),
            ExprKind::Or(operands) => format!("({})", self.exprs(operands).join(" or ")),
            ExprKind::Compare { left, rest } => {
                let mut text = format!("({}", self.expr(left));
                for (op, operand) in rest {
                    let _ = write!(text, " {} {}", comparison(*op), self.expr(operand));
                }
                text + ")"
            }
            ExprKind::IfExp(choice) => {
                let (test, body) = (self.expr(&choice.test), self.expr(&choice.body));
                format!("({body} if {test} else {})", self.expr(&choice.orelse))
            }
            _ => self.larger(expr),
        }
    }

    fn larger(&mut self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Lambda(function) => self.lambda(function),
            ExprKind::Call(call) => {
                let function = self.expr(&call.function);
                let mut arguments = self.exprs(&call.arguments);
                if let [Expr { kind: ExprKind::Comprehension(_), .. }] = call.arguments.as_slice() {
                    arguments = arguments.into_iter().map(|argument| format!("({argument})")).collect();
                }
                for (name, value) in &call.keywords {
                    let value = self.expr(value);
                    arguments.push(
                        name.as_ref().map_or_else(|| format!("**{value}"), |name| format!("{name}={value}")),
                    );
                }
                format!("{function}({})", arguments.join(", "))
            }
            ExprKind::Attribute(object, name) => format!("{}.{name}", self.expr(object)),
            ExprKind::ClassName(object) => format!("{}.__class__.__name__", self.expr(object)),
            ExprKind::Subscript(parts) => {
                let object = self.expr(&parts.0);
                format!("{object}[{}]", self.index(&parts.1))
            }
            ExprKind::Slice(_) => self.index(expr),
            ExprKind::Comprehension(comprehension) => {
                let clauses = self.clauses(&comprehension.clauses);
                match &comprehension.kind {
                    ComprehensionKind::List(element) => format!("[{} {clauses}]", self.expr(element)),
                    ComprehensionKind::Set(element) => format!("{{{} {clauses}}}", self.expr(element)),
                    ComprehensionKind::Generator(element) => format!("({} {clauses})", self.expr(element)),
                    ComprehensionKind::Dict(key, value) => {
                        let key = self.expr(key);
                        format!("{{{key}: {} {clauses}}}", self.expr(value))
                    }
                }
            }
            ExprKind::Generator { function, iterable } => {
                let iterable = self.expr(iterable);
                self.enter(function);
                let mut text = String::new();
                let element = self.generator(&function.body, &iterable, &mut text);
                self.functions.pop();
                format!("({element}{text})")
            }
            ExprKind::Walrus(place, value) => {
                let value = self.expr(value);
                format!("({} := {value})", self.place(place))
            }
            ExprKind::Temporary(slot) => self.slot(*slot),
            ExprKind::Keep(slot, value) => {
                let value = self.expr(value);
                format!("({} := {value})", self.slot(*slot))
            }
            _ => String::new(),
        }
    }

    fn generator(&mut self, block: &Block, first: &str, text: &mut String) -> String {
        match block.statements.first().map(|statement| &statement.kind) {
            Some(StmtKind::For { target, iter, body, .. }) => {
                let iter = if text.is_empty() { first.to_owned() } else { self.expr(iter) };
                let _ = write!(text, " for {} in {iter}", self.target(target));
                self.generator(body, first, text)
            }
            Some(StmtKind::If { test, body, .. }) => {
                let _ = write!(text, " if {}", self.expr(test));
                self.generator(body, first, text)
            }
            Some(StmtKind::Yield { value: Some(value), .. }) => self.expr(value),
            _ => String::new(),
        }
    }

    fn clauses(&mut self, clauses: &[Clause]) -> String {
        let mut text = String::new();
        for clause in clauses {
            let target = self.target(&clause.target);
            let _ = write!(text, " for {target} in {}", self.expr(&clause.iter));
            for condition in &clause.conditions {
                let _ = write!(text, " if {}", self.expr(condition));
            }
        }
        text
    }

    fn lambda(&mut self, function: &Function) -> String {
        let defaults = self.defaults(function);
        self.enter(function);
        let names = self.functions.last().map(|shown| shown.names.clone()).unwrap_or_default();
        let parameters = self.parameters(function, &defaults, &names);
        let body = match function.body.statements.as_slice() {
            [Stmt { kind: StmtKind::Return(Some(value)), .. }] => self.expr(value),
            _ => {
                self.failed = true;
                String::new()
            }
        };
        self.functions.pop();
        format!("(lambda {parameters}: {body})")
    }

    fn fstring(&mut self, parts: &[FStringPart]) -> String {
        let mut text = String::new();
        for part in parts {
            match part {
                FStringPart::Text(piece) => {
                    text.push_str(&escaped(piece).replace('{', "{{").replace('}', "}}"))
                }
                FStringPart::Field(field) => {
                    let conversion = match field.conversion {
                        None => "",
                        Some(Conversion::Str) => "!s",
                        Some(Conversion::Repr) => "!r",
                        Some(Conversion::Ascii) => "!a",
                    };
                    let value = self.expr(&field.value);
                    let spec = self.fstring(&field.spec);
                    let colon = if field.spec.is_empty() { "" } else { ":" };
                    let _ = write!(text, "{{({value}){conversion}{colon}{spec}}}");
                }
            }
        }
        text
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for char in text.chars() {
        let code = surrogate::code_of(char);
        if char.is_ascii_alphanumeric() || " _-+*/<>=.,:;{}".contains(char) {
            out.push(char);
        } else {
            let _ = write!(out, "\\U{code:08x}");
        }
    }
    out
}

fn constant(value: &Constant) -> String {
    match value {
        Constant::None => "None".into(),
        Constant::Bool(value) => if *value { "True" } else { "False" }.into(),
        Constant::Ellipsis => "...".into(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt(value) => format!("{:#x}", **value),
        Constant::Float(value) if value.is_infinite() => "1e999".into(),
        Constant::Float(value) => format!("{value:?}"),
        Constant::Str(text) => format!("'{}'", escaped(text)),
        Constant::Bytes(bytes) => {
            format!("b'{}'", bytes.iter().fold(String::new(), |text, byte| format!("{text}\\x{byte:02x}")))
        }
    }
}

fn binary(op: BinaryOp) -> &'static str {
    let table: HashMap<u8, &str> = HashMap::new();
    let _ = table;
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::FloorDiv => "//",
        BinaryOp::Mod => "%",
        BinaryOp::Pow => "**",
        BinaryOp::MatMul => "@",
        BinaryOp::LShift => "<<",
        BinaryOp::RShift => ">>",
        BinaryOp::BitAnd => "&",
        BinaryOp::BitOr => "|",
        BinaryOp::BitXor => "^",
    }
}

fn comparison(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "==",
        CompareOp::Ne => "!=",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
        CompareOp::Is => "is",
        CompareOp::IsNot => "is not",
        CompareOp::In => "in",
        CompareOp::NotIn => "not in",
    }
}

/// The text of a tree's debug form holds every place that is assigned to; reading it is the shortest way to them all.
fn assigned_in(block: &Block, found: &mut Vec<Slot>) {
    for place in places(block) {
        if let Place::Cell(slot) | Place::Local(slot) = place {
            found.push(slot);
        }
    }
}

fn globals_in(block: &Block, found: &mut Vec<String>) {
    for place in places(block) {
        if let Place::Global(name) = place
            && !found.contains(&name.to_string())
        {
            found.push(name.to_string());
        }
    }
}

fn places(block: &Block) -> Vec<Place> {
    let mut found = Vec::new();
    block.statements.iter().for_each(|statement| bound(statement, &mut found));
    found
}

fn target_places(target: &Target, found: &mut Vec<Place>) {
    match &target.kind {
        TargetKind::Name(place) => found.push(place.clone()),
        TargetKind::Sequence(targets) => targets.iter().for_each(|target| target_places(target, found)),
        TargetKind::Starred(inner) => target_places(inner, found),
        _ => {}
    }
}

fn bound(statement: &Stmt, found: &mut Vec<Place>) {
    let mut inside = |block: &Block| block.statements.iter().for_each(|statement| bound(statement, found));
    match &statement.kind {
        StmtKind::If { body, orelse, .. } | StmtKind::While { body, orelse, .. } => {
            inside(body);
            inside(orelse);
        }
        StmtKind::For { target, body, orelse, .. } => {
            inside(body);
            inside(orelse);
            target_places(target, found);
        }
        StmtKind::Try(attempt) => {
            for block in [&attempt.body, &attempt.orelse, &attempt.finalbody] {
                inside(block);
            }
            attempt.handlers.iter().for_each(|handler| inside(&handler.body));
            found.extend(attempt.handlers.iter().filter_map(|handler| handler.name.clone()));
        }
        StmtKind::With(with) => {
            inside(&with.body);
            with.target.iter().for_each(|target| target_places(target, found));
        }
        StmtKind::Match { cases, .. } => cases.iter().for_each(|case| inside(&case.body)),
        StmtKind::Assign { targets, .. } | StmtKind::Delete(targets) => {
            targets.iter().for_each(|target| target_places(target, found));
        }
        StmtKind::AugAssign { target, .. } => target_places(target, found),
        StmtKind::Def { place, .. } | StmtKind::Import { place, .. } | StmtKind::ImportFrom { place, .. } => {
            found.push(place.clone());
        }
        _ => {}
    }
    walruses(&format!("{:?}", statement.kind), found);
}

/// Places behind `Walrus(` in a debug text; nested functions' too, which does no harm.
fn walruses(text: &str, found: &mut Vec<Place>) {
    for piece in text.split("Walrus(").skip(1) {
        let number = |word: &str| piece.strip_prefix(word)?.split(')').next()?.parse().ok();
        if let Some(slot) = number("Cell(").or_else(|| number("Local(")) {
            found.push(Place::Local(slot));
        } else if let Some(name) = piece.strip_prefix("Global(\"").and_then(|rest| rest.split('"').next()) {
            found.push(Place::Global(name.into()));
        }
    }
}
