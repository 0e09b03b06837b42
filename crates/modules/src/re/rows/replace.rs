//! `sub`, `subn` and `expand`.

use hognose_eval::ops::{compare, convert, is_callable, own_type_name};
use hognose_eval::{Context, R, Stop, Value};

use super::compiled::Compiled;
use super::matched::{Matched, match_object};
use super::searched::{Searched, Work, wrap};
use super::wrong;
use crate::re::matches::Matches;
use crate::re::program::{Pattern, Program};
use crate::re::subject::Subject;
use crate::re::template::{Piece, Template, TemplateError};

/// What takes the place of a match.
enum Replacement<'t, 'h> {
    /// Always this.
    Fixed(Value<'h>),
    /// A template; whether it is text.
    Template(&'t Template, bool),
    /// What this returns.
    Callable(Value<'h>),
}

/// The pieces of a result.
struct Joined<'t, 'h> {
    pieces: Vec<&'t [u8]>,
    bytes: usize,
    /// Items as CPython counts them: what a match is replaced by is one.
    items: usize,
    /// The first item of the wrong type.
    wrong: Option<(usize, Value<'h>)>,
}

impl<'t, 'h> Joined<'t, 'h> {
    const fn new() -> Self {
        Self { pieces: Vec::new(), bytes: 0, items: 0, wrong: None }
    }

    fn push(&mut self, cx: &Context<'h>, piece: &'t [u8]) -> R<'h, ()> {
        cx.heap().charge(size_of::<&[u8]>())?;
        self.pieces.push(piece);
        self.bytes = self.bytes.saturating_add(piece.len());
        Ok(())
    }

    fn finish(self, cx: &Context<'h>, text: bool) -> R<'h> {
        if let Some((index, value)) = self.wrong {
            return Err(wrong_item(cx, index, value, text));
        }
        cx.burn_bytes(self.bytes)?;
        let made = cx.heap().fill_bytes(self.bytes, |fill| {
            self.pieces.iter().for_each(|piece| fill.push(piece));
            Ok(())
        })?;
        wrap(cx, made, text)
    }
}

fn wrong_item<'h>(cx: &Context<'h>, index: usize, value: Value<'h>, text: bool) -> Stop<'h> {
    let wanted = if text { "str instance" } else { "a bytes-like object" };
    cx.type_error(format_args!("sequence item {index}: expected {wanted}, {} found", own_type_name(value)))
}

/// The string with its matches replaced, and how many were.
pub(super) fn substitute<'h>(
    cx: &Context<'h>,
    compiled: &Compiled<'h>,
    repl: Value<'h>,
    string: Value<'h>,
    count: Value<'h>,
    ready: Option<&'h Template>,
) -> R<'h, (Value<'h>, Value<'h>)> {
    let most = if count.is_bound() { convert::index_i64(cx, count)? } else { 0 };
    let parsed;
    let replacement = match ready {
        Some(template) => Replacement::Template(template, matches!(repl, Value::Str(_))),
        None => match replacement(cx, compiled.program, repl)? {
            Given::Fixed => Replacement::Fixed(repl),
            Given::Callable => Replacement::Callable(repl),
            Given::Template(template) => {
                parsed = template;
                Replacement::Template(&parsed, matches!(repl, Value::Str(_)))
            }
        },
    };
    let searched = Searched::of(cx, compiled.program, string)?;
    let text = compiled.program.pattern().is_text();
    let needs_groups = match &replacement {
        Replacement::Fixed(_) => false,
        Replacement::Template(template, _) => has_groups(template),
        Replacement::Callable(_) => true,
    };
    let mut work = Work::begin(cx, compiled.program, &searched)?;
    let mut matches = Matches::new(0, searched.len(), needs_groups);
    let mut joined = Joined::new();
    let (mut last, mut done) = (0, 0_i64);
    while (most == 0 || done < most) && work.advance(&mut matches, &searched)? {
        cx.burn(1)?;
        let (start, end) = work.scratch.span(0).unwrap_or_default();
        if last < start {
            joined.push(cx, searched.subject.bytes().get(last..start).unwrap_or_default())?;
            joined.items = joined.items.saturating_add(1);
        }
        match &replacement {
            Replacement::Fixed(value) => item(cx, &mut joined, *value, text)?,
            Replacement::Template(template, in_text) => {
                let span = |group| work.scratch.span(group);
                filled(cx, &mut joined, template, *in_text, &searched, span)?;
            }
            Replacement::Callable(function) => {
                let object = compiled.value(cx)?;
                let bounds = (0, searched.len());
                let found = match_object(cx, object, compiled.program, &searched, bounds, &work.scratch)?;
                let made = cx.call(*function, &[found])?;
                if !made.is_none() {
                    item(cx, &mut joined, made, text)?;
                }
            }
        }
        (last, done) = (end, done.saturating_add(1));
    }
    work.end();
    if done == 0 {
        return Ok((string, Value::Int(0)));
    }
    joined.push(cx, searched.subject.bytes().get(last..).unwrap_or_default())?;
    Ok((joined.finish(cx, text)?, Value::Int(done)))
}

/// What a replacement argument is.
enum Given {
    Fixed,
    Callable,
    Template(Template),
}

fn replacement<'h>(cx: &Context<'h>, program: &Program, repl: Value<'h>) -> R<'h, Given> {
    if is_callable(repl) {
        return Ok(Given::Callable);
    }
    let plain = match repl {
        Value::Str(text) => !text.text(cx.heap())?.contains('\\'),
        Value::Bytes(bytes) => !bytes.data().contains(&b'\\'),
        _ => false,
    };
    if plain {
        return Ok(Given::Fixed);
    }
    parse(cx, program, repl).map(Given::Template)
}

/// A template argument.
fn parse<'h>(cx: &Context<'h>, program: &Program, value: Value<'h>) -> R<'h, Template> {
    let source = match value {
        Value::Str(text) => Pattern::Text(text.text(cx.heap())?.into()),
        Value::Bytes(bytes) => Pattern::Bytes(bytes.data().into()),
        other => {
            // It would be the key of a cache.
            compare::hash(cx, other)?;
            return Err(wrong::no_text(cx, other));
        }
    };
    let length = match &source {
        Pattern::Text(text) => text.len(),
        Pattern::Bytes(bytes) => bytes.len(),
    };
    cx.burn(u64::try_from(length).unwrap_or(u64::MAX))?;
    cx.heap().charge(length.saturating_mul(8))?;
    Template::parse(&source, program).map_err(|error| match error {
        TemplateError::Pattern(error) => wrong::pattern_error(cx, &error, value),
        TemplateError::UnknownGroup(message) => cx.index_error(message),
    })
}

fn has_groups(template: &Template) -> bool {
    template.pieces().iter().any(|piece| matches!(piece, Piece::Group(_)))
}

/// Adds a value that takes the place of a match.
fn item<'t, 'h: 't>(
    cx: &Context<'h>,
    joined: &mut Joined<'t, 'h>,
    value: Value<'h>,
    text: bool,
) -> R<'h, ()> {
    match value {
        Value::Str(part) if text => joined.push(cx, part.text(cx.heap())?.as_bytes())?,
        Value::Bytes(part) if !text => joined.push(cx, part.data())?,
        other => {
            if joined.wrong.is_none() {
                joined.wrong = Some((joined.items, other));
            }
        }
    }
    joined.items = joined.items.saturating_add(1);
    Ok(())
}

/// Adds a template filled with what groups have matched.
fn filled<'t, 'h: 't>(
    cx: &Context<'h>,
    joined: &mut Joined<'t, 'h>,
    template: &'t Template,
    in_text: bool,
    searched: &Searched<'h>,
    span: impl Fn(u32) -> Option<(usize, usize)>,
) -> R<'h, ()> {
    let same = in_text == matches!(searched.subject, Subject::Text(_));
    if !same && has_groups(template) {
        return Err(wrong_item(cx, 1, searched.value, in_text));
    }
    cx.burn(u64::try_from(template.pieces().len()).unwrap_or(u64::MAX))?;
    for piece in template.pieces() {
        match piece {
            Piece::Literal(literal) if same => joined.push(cx, literal)?,
            Piece::Literal(literal) => {
                let made = wrap(cx, cx.heap().slice(literal)?, in_text)?;
                if joined.wrong.is_none() {
                    joined.wrong = Some((joined.items, made));
                }
            }
            Piece::Group(group) => {
                if let Some((start, end)) = span(*group) {
                    joined.push(cx, searched.subject.bytes().get(start..end).unwrap_or_default())?;
                }
            }
        }
    }
    joined.items = joined.items.saturating_add(1);
    Ok(())
}

/// `Match.expand`.
pub(super) fn expand<'h>(cx: &Context<'h>, matched: &Matched<'h>, template: Value<'h>) -> R<'h> {
    let parsed = parse(cx, matched.compiled.program, template)?;
    let in_text = matches!(template, Value::Str(_));
    if !has_groups(&parsed) && in_text != matches!(matched.searched.subject, Subject::Text(_)) {
        let literal = parsed.pieces().iter().find_map(|piece| match piece {
            Piece::Literal(literal) => Some(&**literal),
            Piece::Group(_) => None,
        });
        return wrap(cx, cx.heap().slice(literal.unwrap_or_default())?, in_text);
    }
    let mut joined = Joined::new();
    filled(cx, &mut joined, &parsed, in_text, &matched.searched, |group| matched.span(group))?;
    joined.finish(cx, in_text)
}
