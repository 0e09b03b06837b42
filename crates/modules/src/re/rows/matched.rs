//! `re.Match`.

use std::cell::Cell;

use hognose_eval::class::{Class, Slots};
use hognose_eval::row::{Args, Call, Member, Row, Signature, optional, p_only_optional, required, rest};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value};

use super::compiled::Compiled;
use super::searched::Searched;
use super::{replace, wrong};
use crate::re::program::Program;
use crate::re::vm::Scratch;

/// `re.Match`. Its fields are the pattern, the string, the bounds of the search, the group that was closed last, and the
/// spans of the groups; all offsets are in bytes, -1 for none.
pub(super) static MATCH: Class = Class {
    name: "Match",
    module: "re",
    message_name: "re.Match",
    rows: &[ROWS],
    slots: Slots {
        repr: Some(repr),
        get_item: Some(|cx, object, key| {
            let matched = Matched::of(cx, Value::Object(object))?;
            matched.group(cx, key, Value::None)
        }),
        set_attribute: Some(|cx, _, name, _| wrong::read_only(cx, ROWS, name)),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

/// Fields before the spans.
const SPANS: usize = 5;

/// The object for what a search has found.
pub(super) fn match_object<'h>(
    cx: &Context<'h>,
    pattern: Value<'h>,
    program: &Program,
    searched: &Searched<'h>,
    bounds: (usize, usize),
    scratch: &Scratch,
) -> R<'h> {
    let number = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let groups = program.groups();
    let count = (groups as usize).saturating_add(1).saturating_mul(2).saturating_add(SPANS);
    let field = |index: usize| match index {
        0 => pattern,
        1 => searched.value,
        2 => number(bounds.0),
        3 => number(bounds.1),
        4 => scratch.last_index(groups).map_or(Value::None, |group| Value::Int(i64::from(group))),
        _ => {
            let slot = index.saturating_sub(SPANS);
            let span = u32::try_from(slot >> 1).ok().and_then(|group| scratch.span(group));
            span.map_or(Value::Int(-1), |(start, end)| number(if slot & 1 == 0 { start } else { end }))
        }
    };
    let fields = Cell::new(cx.heap().cells(count, field)?);
    Ok(Value::Object(cx.heap().alloc(Object { class: &MATCH, data: &(), fields })?))
}

/// A match object taken apart.
pub(super) struct Matched<'h> {
    object: &'h Object<'h>,
    pub(super) compiled: Compiled<'h>,
    pub(super) searched: Searched<'h>,
}

impl<'h> Matched<'h> {
    fn of(cx: &Context<'h>, value: Value<'h>) -> R<'h, Self> {
        let Value::Object(object) = value else { return Err(cx.internal("no match object")) };
        let compiled = Compiled::of(cx, object.field(0))?;
        Ok(Self { object, compiled, searched: Searched::any(cx, object.field(1))? })
    }

    fn program(&self) -> &'h Program {
        self.compiled.program
    }

    /// Where a group is, in bytes.
    pub(super) fn span(&self, group: u32) -> Option<(usize, usize)> {
        let slot = (group as usize).saturating_mul(2).saturating_add(SPANS);
        let at = |slot: usize| match self.object.field(slot) {
            Value::Int(at) => usize::try_from(at).ok(),
            _ => None,
        };
        Some((at(slot)?, at(slot.saturating_add(1))?))
    }

    /// The group that a key names.
    fn number(&self, cx: &Context<'h>, key: Value<'h>) -> R<'h, u32> {
        let number = match key {
            Value::Int(number) => u32::try_from(number).ok(),
            Value::Bool(number) => Some(u32::from(number.get())),
            Value::Str(name) => self.program().group_index(name.text(cx.heap())?),
            Value::Object(_) => {
                hognose_eval::ops::convert::index_i64(cx, key).ok().and_then(|at| u32::try_from(at).ok())
            }
            _ if self.program().names().is_empty() => None,
            other => {
                // CPython looks for it among the names, if there are any.
                hognose_eval::ops::hash(cx, other)?;
                None
            }
        };
        match number {
            Some(number) if number <= self.program().groups() => Ok(number),
            _ => Err(cx.index_error("no such group")),
        }
    }

    /// What the group that a key names has matched.
    fn group(&self, cx: &Context<'h>, key: Value<'h>, other: Value<'h>) -> R<'h> {
        let number = self.number(cx, key)?;
        self.searched.group(cx, self.span(number), other)
    }

    /// The span of a group in positions.
    fn positions(&self, cx: &Context<'h>, group: u32) -> R<'h, (Value<'h>, Value<'h>)> {
        match self.span(group) {
            Some((start, end)) => Ok((self.searched.position(cx, start)?, self.searched.position(cx, end)?)),
            None => Ok((Value::Int(-1), Value::Int(-1))),
        }
    }
}

/// The group that the optional argument of a method names.
fn asked<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h, (Matched<'h>, u32)> {
    let matched = Matched::of(cx, call.value(0))?;
    let number = match call.value(1) {
        Value::Unbound => 0,
        key => matched.number(cx, key)?,
    };
    Ok((matched, number))
}

const GROUP: Signature = Signature::positional(&[p_only_optional("group")]);
const DEFAULT: Signature = Signature::keywords(&[optional("default")]);

static ROWS: &[Row] = &[
    Row::new(
        "group",
        Signature::positional(&[rest("groups")]),
        "What groups have matched.",
        Member::RawMethod(|cx, _, receiver, args| group(cx, receiver, args)),
    )
    .called("Match.group"),
    Row::new("groups", DEFAULT, "What all groups have matched.", Member::Method(groups)),
    Row::new("groupdict", DEFAULT, "What named groups have matched.", Member::Method(groupdict)),
    Row::new(
        "start",
        GROUP,
        "Where a group begins.",
        Member::Method(|cx, call| {
            let (matched, group) = asked(cx, call)?;
            Ok(matched.positions(cx, group)?.0)
        }),
    )
    .called("Match.start"),
    Row::new(
        "end",
        GROUP,
        "Where a group ends.",
        Member::Method(|cx, call| {
            let (matched, group) = asked(cx, call)?;
            Ok(matched.positions(cx, group)?.1)
        }),
    )
    .called("Match.end"),
    Row::new(
        "span",
        GROUP,
        "Where a group begins and ends.",
        Member::Method(|cx, call| {
            let (matched, group) = asked(cx, call)?;
            let (start, end) = matched.positions(cx, group)?;
            cx.tuple(&[start, end])
        }),
    )
    .called("Match.span"),
    Row::new(
        "expand",
        Signature::keywords(&[required("template")]),
        "A template filled with what groups have matched.",
        Member::Method(|cx, call| replace::expand(cx, &Matched::of(cx, call.value(0))?, call.value(1))),
    ),
    Row::property("string", "The string.", |cx, receiver| Ok(Matched::of(cx, receiver)?.searched.value)),
    Row::property("re", "The pattern.", |cx, receiver| Matched::of(cx, receiver)?.compiled.value(cx)),
    Row::property("pos", "Where the search began.", |cx, receiver| bound(cx, receiver, 2)),
    Row::property("endpos", "Where the search ended.", |cx, receiver| bound(cx, receiver, 3)),
    Row::property("lastindex", "The group that was closed last.", |cx, receiver| {
        Ok(Matched::of(cx, receiver)?.object.field(4))
    }),
    Row::property("lastgroup", "The name of the group that was closed last.", |cx, receiver| {
        let matched = Matched::of(cx, receiver)?;
        let Value::Int(group) = matched.object.field(4) else { return Ok(Value::None) };
        match u32::try_from(group).ok().and_then(|group| matched.program().group_name(group)) {
            Some(name) => cx.wrap_str(name),
            None => Ok(Value::None),
        }
    }),
    Row::property("regs", "The spans of all groups.", |cx, receiver| {
        let matched = Matched::of(cx, receiver)?;
        let mut spans = Vec::new();
        for group in 0..=matched.program().groups() {
            cx.burn(1)?;
            let (start, end) = matched.positions(cx, group)?;
            spans.push(cx.tuple(&[start, end])?);
        }
        cx.tuple(&spans)
    }),
];

fn bound<'h>(cx: &Context<'h>, receiver: Value<'h>, field: usize) -> R<'h> {
    let matched = Matched::of(cx, receiver)?;
    match matched.object.field(field) {
        Value::Int(at) => matched.searched.position(cx, usize::try_from(at).unwrap_or_default()),
        _ => Err(cx.internal("a match without bounds")),
    }
}

fn group<'h>(cx: &Context<'h>, receiver: Value<'h>, args: &Args<'_, 'h>) -> R<'h> {
    if !args.keywords.is_empty() {
        return Err(cx.type_error("Match.group() takes no keyword arguments"));
    }
    let matched = Matched::of(cx, receiver)?;
    match args.positional {
        [] => matched.searched.group(cx, matched.span(0), Value::None),
        [key] => matched.group(cx, *key, Value::None),
        keys => {
            let mut found = Vec::with_capacity(keys.len());
            for key in keys {
                found.push(matched.group(cx, *key, Value::None)?);
            }
            cx.tuple(&found)
        }
    }
}

fn groups<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let matched = Matched::of(cx, call.value(0))?;
    let default = call.value(1).bound().unwrap_or(Value::None);
    let mut found = Vec::new();
    for group in 1..=matched.program().groups() {
        cx.burn(1)?;
        found.push(matched.searched.group(cx, matched.span(group), default)?);
    }
    cx.tuple(&found)
}

fn groupdict<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let matched = Matched::of(cx, call.value(0))?;
    let default = call.value(1).bound().unwrap_or(Value::None);
    let dict = Dict::new(cx.heap())?;
    for (name, group) in matched.program().names() {
        cx.burn(1)?;
        let found = matched.searched.group(cx, matched.span(*group), default)?;
        dict.set(cx, cx.wrap_str(name)?, found)?;
    }
    Ok(Value::Dict(dict))
}

/// So many characters of what was found are shown.
const SHOWN: usize = 50;

fn repr<'h>(cx: &Context<'h>, object: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let matched = Matched::of(cx, Value::Object(object))?;
    let (Value::Int(start), Value::Int(end)) = matched.positions(cx, 0)? else { return Ok(()) };
    out.display(format_args!("<re.Match object; span=({start}, {end}), match="))?;
    let found = matched.searched.group(cx, matched.span(0), Value::None)?;
    let shown = hognose_eval::ops::text::repr_string(cx, found)?;
    let end = shown.char_indices().nth(SHOWN).map_or(shown.len(), |(end, _)| end);
    out.push(shown.get(..end).unwrap_or_default())?;
    out.push(">")
}
