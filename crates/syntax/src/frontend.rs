//! The steps from text to tree.

use crate::diagnostic::{Diagnostic, codes};
use crate::explain::Whole;
use crate::lex::token::{Kind, Token};
use crate::lex::{self, Lexed};
use crate::names::Symbol;
use crate::tree::{Span, Tree};
use crate::unsupported::{Feature, Findings};
use crate::wrap::Wrapped;
use crate::{Options, explain, lower, parser, prepare, scope};

/// The nesting the parser is given at most, whatever the limits say: what fits a stack of 256 KiB.
pub(crate) const MAX_GUARDED: u32 = 400;

/// Text to tree.
///
/// # Errors
/// Everything that is wrong with the policy: first what CPython refuses too, then what hognose leaves out, in the
/// order of the source.
///
/// ```
/// use hognose_syntax::{Options, parse};
/// let options = Options { parameters: &["request"], ..Options::default() };
/// let tree = parse("return request.user.is_active", &options).unwrap();
/// assert_eq!(&*tree.handler.name, "handler");
/// let problems = parse("return 1 +", &options).unwrap_err();
/// assert_eq!(problems[0].message, "invalid syntax");
/// ```
pub fn parse(source: &str, options: &Options) -> Result<Tree, Vec<Diagnostic>> {
    match examine(source, options) {
        (Some(tree), found) if found.is_empty() => Ok(tree),
        (_, found) => Err(found),
    }
}

/// Text to tree, with everything that was found. There is a tree when CPython would take the text; it is good for
/// looking for more, not for running, when anything was found.
///
/// ```
/// use hognose_syntax::{Options, examine};
/// let (tree, found) = examine("import os\nreturn eval('1')", &Options::default());
/// assert!(tree.is_some());
/// assert_eq!(found.len(), 1);
/// ```
#[must_use]
pub fn examine(source: &str, options: &Options) -> (Option<Tree>, Vec<Diagnostic>) {
    if let Some(problem) = check_text(source, options) {
        return (None, vec![problem]);
    }
    let mut findings = Findings::default();
    findings.text(source);
    match run(source, options, &mut findings) {
        Ok(tree) => (Some(tree), findings.into_sorted()),
        Err(problem) => {
            let mut problems = vec![*problem];
            problems.extend(findings.into_sorted());
            (None, problems)
        }
    }
}

/// What CPython says of a text that is to be an expression and nothing else; none where it is one.
///
/// ```
/// use hognose_syntax::examine_expression;
/// assert_eq!(examine_expression("a = 1").unwrap().message, "invalid syntax");
/// assert!(examine_expression("a == 1").is_none());
/// ```
#[must_use]
pub fn examine_expression(source: &str) -> Option<Diagnostic> {
    let wrapped = Wrapped::bare(source);
    let lexed = lex::lex(&wrapped.text);
    explain::explain(&wrapped, &lexed, Whole::Expression).map(|problem| *problem)
}

/// What can be seen before the text is cut into tokens.
fn check_text(source: &str, options: &Options) -> Option<Diagnostic> {
    let most = options.limits.source_bytes;
    let bytes = source.len();
    if bytes > most as usize {
        let span = Span { start: most, end: u32::try_from(bytes).unwrap_or(u32::MAX) };
        let message = format!("the source is {bytes} bytes long; at most {most} are allowed");
        return Some(Diagnostic::limit(codes::SOURCE_SIZE, message, span, "split the policy"));
    }
    let nul = source.bytes().position(|byte| byte == 0)?;
    let start = u32::try_from(nul).unwrap_or(u32::MAX);
    let message = "source code string cannot contain null bytes".into();
    Some(Diagnostic::syntax("SyntaxError", message, Span { start, end: start.saturating_add(1) }))
}

fn run(source: &str, options: &Options, findings: &mut Findings) -> Result<Tree, Box<Diagnostic>> {
    let wrapped = Wrapped::new(source);
    let mut lexed = lex::lex(&wrapped.text);
    let Some(body) = body(&lexed) else { return Err(explained(&wrapped, &lexed, None)) };
    check_names(lexed.names.len(), options, source)?;
    let depth = options.limits.depth;
    let prepared = prepare::prepare(&wrapped, body, depth.saturating_mul(2).min(MAX_GUARDED));
    if let Some((span, level)) = prepared.too_deep {
        return Err(too_deep(depth, span, level));
    }
    if prepared.items.len() > parser::MAX_TOKENS {
        return Err(too_many_nodes(options.limits.nodes, prepared.items.len(), source));
    }
    let starred_field = prepared.starred_field;
    let mut parsed = match parser::parse(source, body, prepared, &lexed.names, findings, depth) {
        Ok(parsed) if !parsed.suspicious => parsed,
        _ => return Err(explained(&wrapped, &lexed, starred_field)),
    };
    if let Some(span) = parsed.too_deep {
        return Err(too_deep(depth, span, depth.saturating_add(1)));
    }
    if parsed.nodes > options.limits.nodes {
        return Err(too_many_nodes(options.limits.nodes, parsed.nodes as usize, source));
    }
    let names = &mut lexed.names;
    let parameters: Vec<Symbol> = options.parameters.iter().map(|name| names.number(name)).collect();
    let eager = |name: &str| options.eager_consumers.contains(&name);
    let scopes = scope::build(&parsed.body, &parameters, parsed.scopes, names, &eager)?;
    let context = (options, &*names, &scopes);
    let lowered = lower::lower(&mut parsed.body, &parameters, whole(source), parsed.nodes, context, findings);
    match lowered.error {
        Some(error) => Err(Box::new(error)),
        None => Ok(lowered.tree),
    }
}

/// What CPython says of a text that was found to be wrong.
fn explained(wrapped: &Wrapped, lexed: &Lexed, starred_field: Option<Span>) -> Box<Diagnostic> {
    if let Some(problem) = explain::explain(wrapped, lexed, Whole::Statements) {
        return problem;
    }
    // Python that the parser does not know.
    let tokens = &lexed.tokens;
    let find = |kinds: &[&[Kind]]| {
        tokens
            .windows(kinds.len())
            .find(|window| window.iter().zip(kinds).all(|(token, kinds)| kinds.contains(&token.kind)))
    };
    let span = |window: &[Token]| {
        let mut cursor = wrapped.cursor();
        let start = window.first().map_or(0, |token| cursor.source_of(token.start));
        Span { start, end: window.last().map_or(start, |token| cursor.source_of_end(token.end)) }
    };
    if let Some(window) = find(&[&[Kind::Def, Kind::Class, Kind::Name], &[Kind::Name], &[Kind::LeftBracket]])
    {
        return Box::new(Findings::one(Feature::TypeParameters, span(window)));
    }
    let (message, span) = match (starred_field, fstring_pattern(wrapped, tokens)) {
        (Some(span), _) => ("can't use starred expression here", span),
        (None, Some((token, message))) => (message, span(&[token])),
        _ => ("invalid syntax", Span::default()),
    };
    Box::new(Diagnostic::syntax("SyntaxError", message.into(), span))
}

/// An f-string with replacement fields in a pattern, and what CPython says of it.
fn fstring_pattern(wrapped: &Wrapped, tokens: &[Token]) -> Option<(Token, &'static str)> {
    let mut in_case = false;
    let mut in_braces = false;
    let mut line_start = true;
    for token in tokens {
        let text = wrapped.text.get(token.start as usize..token.end as usize).unwrap_or_default();
        if line_start {
            in_case = text == "case";
        }
        line_start = matches!(token.kind, Kind::Newline | Kind::Indent | Kind::Dedent);
        match token.kind {
            Kind::LeftBrace => in_braces = true,
            Kind::RightBrace | Kind::Colon | Kind::Newline => in_braces = false,
            Kind::FStringStart if in_case && in_braces => {
                return Some((*token, "mapping pattern keys may only match literals and attribute lookups"));
            }
            Kind::FStringStart if in_case => {
                return Some((*token, "patterns may only match literals and attribute lookups"));
            }
            _ => {}
        }
    }
    None
}

/// The tokens of the body: behind the header and the indentation, before what ends them.
pub(crate) fn body(lexed: &Lexed) -> Option<&[Token]> {
    if lexed.error.is_some() {
        return None;
    }
    let tokens = &lexed.tokens;
    let header = tokens.iter().position(|token| token.kind == Kind::Newline)?;
    let (head, rest) = tokens.split_at_checked(header.checked_add(1)?)?;
    let _ = head;
    let (first, rest) = rest.split_first()?;
    if first.kind != Kind::Indent {
        return None;
    }
    let mut depth = 1_u32;
    for (index, token) in rest.iter().enumerate() {
        match token.kind {
            Kind::Indent => depth = depth.saturating_add(1),
            Kind::Dedent => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            // Nothing but the end may follow: the body cannot leave its function.
            let after = rest.get(index.checked_add(1)?)?;
            return if after.kind == Kind::End { rest.get(..index) } else { None };
        }
    }
    None
}

fn whole(source: &str) -> Span {
    Span { start: 0, end: u32::try_from(source.len()).unwrap_or(u32::MAX) }
}

fn too_deep(limit: u32, span: Span, level: u32) -> Box<Diagnostic> {
    let message = format!("the policy is nested more than {limit} levels deep (at least {level})");
    Box::new(Diagnostic::limit(codes::DEPTH, message, span, "give the inner parts names of their own"))
}

fn too_many_nodes(limit: u32, nodes: usize, source: &str) -> Box<Diagnostic> {
    let message = format!("the policy has {nodes} nodes; at most {limit} are allowed");
    Box::new(Diagnostic::limit(
        codes::NODES,
        message,
        whole(source),
        "split the policy, or keep its data in the request",
    ))
}

fn check_names(count: usize, options: &Options, source: &str) -> Result<(), Box<Diagnostic>> {
    let most = options.limits.names;
    if count <= most as usize {
        return Ok(());
    }
    let message = format!("the policy uses {count} different names; at most {most} are allowed");
    Err(Box::new(Diagnostic::limit(
        codes::NAMES,
        message,
        whole(source),
        "keep the data in a dict or a list",
    )))
}
