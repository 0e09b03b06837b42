//! What a policy sees of `ast`: `literal_eval`, which reads data and runs nothing.

use hognose_eval::class::{Module, TYPE_ERROR};
use hognose_eval::ops::{arith, text::repr_string};
use hognose_eval::row::{Row, Signature, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::set::Set;
use hognose_eval::{Context, R, Stop, Value, function};
use hognose_syntax::tree::{
    BinaryOp, ComprehensionKind, Constant, Expr, ExprKind, Place, StmtKind, Tree, UnaryOp,
};
use hognose_syntax::{Diagnostic, DiagnosticKind, Limits, Options, examine, examine_expression};

/// The module.
pub static MODULE: Module = Module { name: "ast", rows: &[ROWS] };

static ROWS: &[Row] = &[function!(
    "literal_eval",
    Signature::python(&[required("node_or_string")]),
    "The value of a text that holds a literal.",
    literal_eval,
    1
)];

/// How deep literals may be nested.
const DEPTH: u32 = 40;
/// Levels of nested values that reading them takes as much stack as.
const LEVELS: u32 = 30;

fn literal_eval<'h>(cx: &Context<'h>, given: Value<'h>) -> R<'h> {
    let Value::Str(text) = given else {
        let shown = repr_string(cx, given)?;
        return Err(cx.value_error(format_args!("malformed node or string: {shown}")));
    };
    let text = text.text(cx.heap())?.trim_start_matches([' ', '\t']);
    cx.burn((text.len() as u64).saturating_mul(2))?;
    // What the tree takes meanwhile.
    cx.charge(text.len().saturating_mul(96))?;
    if let Some(line) = nothing_in(text) {
        return Err(syntax_error(cx, "SyntaxError", "invalid syntax", Some(line)));
    }
    if text.contains('\n') && (text.contains("'''") || text.contains("\"\"\"")) {
        return Err(cx.value_error("text in triple quotes cannot go over several lines here"));
    }
    if let Some(line) = continued_to_nothing(cx, text)? {
        return Err(syntax_error(cx, "SyntaxError", "unexpected EOF while parsing", Some(line)));
    }
    let (tree, found) = at_depth(cx, LEVELS, || Ok(read(text)))?;
    for diagnostic in &found {
        check(cx, text, diagnostic)?;
    }
    let Some(tree) = tree else {
        return Err(cx.value_error("malformed node or string on line 1: <ast.AST object>"));
    };
    match tree.handler.body.statements.as_slice() {
        [statement] if let StmtKind::Expr(value) = &statement.kind => {
            // Of an annotation without a value only the expression is left that it annotates.
            if statement.span != value.span
                && let Some(stop) = no_expression(cx, text)?
            {
                return Err(stop);
            }
            Reader { cx, text }.value(value)
        }
        statements => {
            if let Some(stop) = no_expression(cx, text)? {
                return Err(stop);
            }
            let second = statements.get(1).or(statements.first());
            let line = second.map_or(1, |statement| line_of(text, statement.span.start));
            Err(syntax_error(cx, "SyntaxError", "invalid syntax", Some(line)))
        }
    }
}

fn read(text: &str) -> (Option<Tree>, Vec<Diagnostic>) {
    examine(text, &Options { limits: Limits { depth: DEPTH, ..Limits::default() }, ..Options::default() })
}

/// Run `f` so many levels of nested values further in.
fn at_depth<'h, T>(cx: &Context<'h>, levels: u32, f: impl FnOnce() -> R<'h, T>) -> R<'h, T> {
    let mut entered = 0_u32;
    let mut result = Ok(());
    while entered < levels && result.is_ok() {
        result = cx.enter();
        if result.is_ok() {
            entered = entered.saturating_add(1);
        }
    }
    let result = result.and_then(|()| f());
    for _ in 0..entered {
        cx.leave();
    }
    result
}

/// The line at which a text without anything ends.
fn nothing_in(text: &str) -> Option<usize> {
    let mut lines = text.lines().map(str::trim_start);
    if !lines.all(|line| line.is_empty() || line.starts_with('#')) {
        return None;
    }
    Some(if text.contains('#') { text.lines().count().max(1) } else { 0 })
}

fn line_of(text: &str, at: u32) -> usize {
    let before = text.bytes().take(at as usize);
    before.filter(|byte| *byte == b'\n').count().saturating_add(1)
}

#[cold]
fn syntax_error<'h>(cx: &Context<'h>, kind: &str, message: &str, line: Option<usize>) -> Stop<'h> {
    let class = cx.table().exception(kind).unwrap_or(&TYPE_ERROR);
    match line {
        Some(line) => cx.raise(class, format_args!("{message} (<unknown>, line {line})")),
        None => cx.raise(class, message),
    }
}

const UNTERMINATED: &str = "unterminated string literal (detected at line ";
const CONTINUED: &str = "unexpected character after line continuation character";

/// Whether a text ends with a backslash that is a token: nothing may then follow it.
fn ends_in_backslash(text: &str) -> bool {
    text.ends_with('\\')
        && examine_expression(&format!("{text}x")).is_some_and(|problem| problem.message == CONTINUED)
}

/// The line of a backslash that the text's last line ends with, outside of brackets.
fn continued_to_nothing<'h>(cx: &Context<'h>, text: &str) -> R<'h, Option<usize>> {
    let before = text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n'));
    let Some((before, rest)) = before.and_then(|before| Some((before, before.strip_suffix('\\')?))) else {
        return Ok(None);
    };
    cx.burn((text.len() as u64).saturating_mul(4))?;
    let is_whole = rest.trim().is_empty() || examine_expression(rest).is_none();
    Ok((is_whole && ends_in_backslash(before)).then(|| before.lines().count()))
}

/// What CPython says of a text that is no expression: it knows nothing of statements here.
fn no_expression<'h>(cx: &Context<'h>, text: &str) -> R<'h, Option<Stop<'h>>> {
    cx.burn((text.len() as u64).saturating_mul(2))?;
    Ok(examine_expression(text).and_then(|problem| match problem.kind {
        DiagnosticKind::Syntax(kind) => {
            let line = line_of(text, problem.span.start);
            let message = match problem.message.as_str() {
                // Behind a backslash the text has no line end of its own here.
                "unexpected EOF while parsing" if text.ends_with('\\') => CONTINUED,
                message if message.ends_with("was never closed") && ends_in_backslash(text) => CONTINUED,
                message => message,
            };
            // Nor is there a line behind the last line end.
            let found = message.strip_prefix(UNTERMINATED).and_then(|rest| rest.split_once(')'));
            if let Some((found, rest)) = found
                && let last = text.lines().count()
                && found.parse().is_ok_and(|found: usize| found > last)
            {
                let message = format!("{UNTERMINATED}{last}){rest}");
                return Some(syntax_error(cx, kind, &message, Some(line)));
            }
            Some(syntax_error(cx, kind, message, Some(line)))
        }
        _ => None,
    }))
}

/// What was found in the text and makes it none of ours.
fn check<'h>(cx: &Context<'h>, text: &str, diagnostic: &Diagnostic) -> R<'h, ()> {
    let message = diagnostic.message.as_str();
    match diagnostic.kind {
        DiagnosticKind::Syntax(kind) => {
            let line = line_of(text, diagnostic.span.start);
            let line = (!message.contains("null bytes")).then_some(line);
            if line.is_some()
                && let Some(stop) = no_expression(cx, text)?
            {
                return Err(stop);
            }
            // A statement where there can be none, and the like.
            if message.starts_with("expected an indented block") || message.contains("outside ") {
                return Err(syntax_error(cx, "SyntaxError", "invalid syntax", line));
            }
            Err(syntax_error(cx, kind, message, line))
        }
        DiagnosticKind::Limit => Err(cx.value_error(message)),
        _ if message.contains("complex") => Err(cx.value_error("complex numbers are not supported")),
        _ => Ok(()),
    }
}

struct Reader<'c, 't, 'h> {
    cx: &'c Context<'h>,
    text: &'t str,
}

impl<'h> Reader<'_, '_, 'h> {
    fn value(&self, expr: &Expr) -> R<'h> {
        self.cx.burn(1)?;
        self.cx.nested(|| self.value_inside(expr))
    }

    fn values(&self, exprs: &[Expr]) -> R<'h, Vec<Value<'h>>> {
        exprs.iter().map(|expr| self.value(expr)).collect()
    }

    fn value_inside(&self, expr: &Expr) -> R<'h> {
        let cx = self.cx;
        match &expr.kind {
            ExprKind::Constant(Constant::Str(_)) if self.is_formatted(expr) => {
                let line = line_of(self.text, expr.span.start);
                Err(cx.value_error(format_args!(
                    "malformed node or string on line {line}: <ast.JoinedStr object>"
                )))
            }
            ExprKind::Constant(constant) => self.constant(constant),
            ExprKind::Tuple(items) => cx.tuple(&self.values(items)?),
            ExprKind::List(items) => cx.list(&self.values(items)?),
            ExprKind::Set(items) => {
                let set = Set::new(cx.heap(), false)?;
                for item in items {
                    set.add(cx, self.value(item)?)?;
                }
                Ok(Value::Set(set))
            }
            ExprKind::Call(call)
                if matches!(&call.function.kind, ExprKind::Name(Place::Global(name)) if &**name == "set")
                    && call.arguments.is_empty()
                    && call.keywords.is_empty() =>
            {
                Ok(Value::Set(Set::new(cx.heap(), false)?))
            }
            ExprKind::Dict(items) => {
                let dict = Dict::new(cx.heap())?;
                for (key, value) in items {
                    let Some(key) = key else {
                        return Err(cx.value_error("malformed node or string: None"));
                    };
                    let key = self.value(key)?;
                    dict.set(cx, key, self.value(value)?)?;
                }
                Ok(Value::Dict(dict))
            }
            ExprKind::Binary(BinaryOp::Add | BinaryOp::Sub, operands) => {
                // Only for complex numbers there is something to add.
                self.signed(&operands.0)?;
                self.number(&operands.1)?;
                Err(self.malformed(expr))
            }
            _ => self.signed(expr),
        }
    }

    /// Whether one of the literals that make a text up is an f-string: without fields, it is a constant here.
    fn is_formatted(&self, expr: &Expr) -> bool {
        let mut rest = self.text.get(expr.span.start as usize..expr.span.end as usize).unwrap_or_default();
        while let Some(at) = rest.find(['\'', '"']) {
            let (prefix, quoted) = rest.split_at(at);
            if prefix.contains(['f', 'F']) {
                return true;
            }
            rest = behind_quotes(quoted);
        }
        false
    }

    fn signed(&self, expr: &Expr) -> R<'h> {
        match &expr.kind {
            ExprKind::Unary(op @ (UnaryOp::Negate | UnaryOp::Plus), operand) => {
                arith::unary(self.cx, *op, self.number(operand)?)
            }
            _ => self.number(expr),
        }
    }

    fn number(&self, expr: &Expr) -> R<'h> {
        match &expr.kind {
            ExprKind::Constant(constant @ (Constant::Int(_) | Constant::BigInt(_) | Constant::Float(_))) => {
                self.constant(constant)
            }
            _ => Err(self.malformed(expr)),
        }
    }

    fn constant(&self, constant: &Constant) -> R<'h> {
        let cx = self.cx;
        match constant {
            Constant::None => Ok(Value::None),
            Constant::Bool(flag) => Ok(Value::bool(*flag)),
            Constant::Ellipsis => Ok(Value::Ellipsis),
            Constant::Int(number) => Ok(Value::Int(*number)),
            Constant::BigInt(number) => cx.int(number),
            Constant::Float(number) => Ok(cx.float(*number)),
            Constant::Str(text) => cx.str(text),
            Constant::Bytes(data) => cx.bytes(data),
        }
    }

    #[cold]
    fn malformed(&self, expr: &Expr) -> Stop<'h> {
        let line = line_of(self.text, expr.span.start);
        let name = node(&expr.kind);
        self.cx.value_error(format_args!("malformed node or string on line {line}: <ast.{name} object>"))
    }
}

/// What comes behind the quoted text that this one begins with.
fn behind_quotes(text: &str) -> &str {
    let mut chars = text.chars();
    let quote = chars.next().unwrap_or('"');
    // Two quotes are an empty text; three of them were refused when they go over several lines, and else hold text that
    // ends at the next three.
    let triple = text.chars().take(3).filter(|char| *char == quote).count() == 3;
    if triple {
        let mark: String = [quote; 3].iter().collect();
        let inner = text.get(3..).unwrap_or_default();
        return inner.split_once(mark.as_str()).map_or("", |(_, behind)| behind);
    }
    while let Some(char) = chars.next() {
        if char == '\\' {
            chars.next();
        } else if char == quote {
            break;
        }
    }
    chars.as_str()
}

/// What CPython calls a node.
fn node(kind: &ExprKind) -> &'static str {
    match kind {
        ExprKind::Constant(_) => "Constant",
        ExprKind::Name(_) => "Name",
        ExprKind::FString(_) => "JoinedStr",
        ExprKind::Tuple(_) => "Tuple",
        ExprKind::List(_) => "List",
        ExprKind::Set(_) => "Set",
        ExprKind::Dict(_) => "Dict",
        ExprKind::Starred(_) => "Starred",
        ExprKind::Unary(..) => "UnaryOp",
        ExprKind::Binary(..) => "BinOp",
        ExprKind::And(_) | ExprKind::Or(_) => "BoolOp",
        ExprKind::Compare { .. } => "Compare",
        ExprKind::IfExp(_) => "IfExp",
        ExprKind::Lambda(_) => "Lambda",
        ExprKind::Call(_) => "Call",
        ExprKind::Attribute(..) | ExprKind::ClassName(_) => "Attribute",
        ExprKind::Subscript(_) => "Subscript",
        ExprKind::Generator { .. } => "GeneratorExp",
        ExprKind::Walrus(..) => "NamedExpr",
        ExprKind::Comprehension(comprehension) => match comprehension.kind {
            ComprehensionKind::List(_) => "ListComp",
            ComprehensionKind::Set(_) => "SetComp",
            ComprehensionKind::Dict(..) => "DictComp",
            _ => "GeneratorExp",
        },
        _ => "AST",
    }
}
