//! `re.Pattern`.

use std::cell::Cell;

use hognose_eval::class::{Class, Slots};
use hognose_eval::ops::convert;
use hognose_eval::row::{Call, Member, Row, Signature, optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::CompareOp;

use super::compiled::Compiled;
use super::matched::match_object;
use super::searched::{Searched, Work};
use super::{proxy, replace, wrong};
use crate::re::flags::UNICODE;
use crate::re::matches::Matches;
use crate::re::program::{Mode, Pattern, Program, Request};

/// `re.Pattern`.
pub(super) static PATTERN: Class = Class {
    name: "Pattern",
    module: "re",
    message_name: "re.Pattern",
    rows: &[ROWS],
    slots: Slots {
        repr: Some(repr),
        hash: Some(|cx, object| {
            let program = program_of(cx, object)?;
            let text = match program.pattern() {
                Pattern::Text(text) => cx.hash_text(text),
                Pattern::Bytes(bytes) => bytes.iter().fold(0, |hash: u64, byte| {
                    hash.wrapping_mul(0x0100_0000_01B3).wrapping_add(u64::from(*byte))
                }),
            };
            Ok(text ^ u64::from(program.flags()))
        }),
        compare: Some(|cx, op, object, other| {
            let Value::Object(other) = other else { return Ok(Value::NotImplemented) };
            let Some(other) = other.data::<Program>() else { return Ok(Value::NotImplemented) };
            let program = program_of(cx, object)?;
            let same = program.flags() == other.flags() && program.pattern() == other.pattern();
            Ok(match op {
                CompareOp::Eq => Value::from(same),
                CompareOp::Ne => Value::from(!same),
                _ => Value::NotImplemented,
            })
        }),
        set_attribute: Some(|cx, _, name, _| wrong::read_only(cx, ROWS, name)),
        ..Slots::NONE
    },
    ..Class::EMPTY
};

/// What `finditer` returns.
pub(super) static FOUND: Class = Class {
    slots: Slots { iter: Some(|_, object| Ok(Value::Object(object))), next: Some(next_found), ..Slots::NONE },
    ..Class::builtin("callable_iterator", &[], None)
};

const FIND: Signature = Signature::keywords(&[required("string"), optional("pos"), optional("endpos")]);
const SUBSTITUTE: Signature = Signature::keywords(&[required("repl"), required("string"), optional("count")]);

static ROWS: &[Row] = &[
    Row::new(
        "match",
        FIND,
        "A match at a position.",
        Member::Method(|cx, call| find_with(cx, call, Mode::Match)),
    ),
    Row::new(
        "fullmatch",
        FIND,
        "A match up to the end.",
        Member::Method(|cx, call| find_with(cx, call, Mode::Fullmatch)),
    ),
    Row::new(
        "search",
        FIND,
        "The first match.",
        Member::Method(|cx, call| find_with(cx, call, Mode::Search)),
    ),
    Row::new(
        "findall",
        FIND,
        "All matches, as texts.",
        Member::Method(|cx, call| {
            find_all(cx, &Compiled::of(cx, call.value(0))?, call.value(1), call.get(cx, 2)?, call.get(cx, 3)?)
        }),
    ),
    Row::new(
        "finditer",
        FIND,
        "All matches, one after the other.",
        Member::Method(|cx, call| {
            find_iter(
                cx,
                &Compiled::of(cx, call.value(0))?,
                call.value(1),
                call.get(cx, 2)?,
                call.get(cx, 3)?,
            )
        }),
    ),
    Row::new(
        "split",
        Signature::keywords(&[required("string"), optional("maxsplit")]),
        "A string split by the matches in it.",
        Member::Method(|cx, call| split(cx, &Compiled::of(cx, call.value(0))?, call.value(1), call.value(2))),
    ),
    Row::new(
        "sub",
        SUBSTITUTE,
        "A string with its matches replaced.",
        Member::Method(|cx, call| Ok(substitute(cx, call)?.0)),
    ),
    Row::new(
        "subn",
        SUBSTITUTE,
        "A string with its matches replaced, and how many there were.",
        Member::Method(|cx, call| {
            let (made, count) = substitute(cx, call)?;
            cx.tuple(&[made, count])
        }),
    ),
    Row::property("pattern", "The pattern as given.", |cx, receiver| {
        match Compiled::of(cx, receiver)?.program.pattern() {
            Pattern::Text(text) => cx.wrap_str(text),
            Pattern::Bytes(bytes) => super::searched::wrap(cx, bytes, false),
        }
    }),
    Row::property("flags", "The flags, those within the pattern included.", |cx, receiver| {
        Ok(Value::Int(i64::from(Compiled::of(cx, receiver)?.program.flags())))
    }),
    Row::property("groups", "The number of groups.", |cx, receiver| {
        Ok(Value::Int(i64::from(Compiled::of(cx, receiver)?.program.groups())))
    }),
    Row::property("groupindex", "The numbers of named groups.", |cx, receiver| {
        let dict = Dict::new(cx.heap())?;
        for (name, group) in Compiled::of(cx, receiver)?.program.names() {
            dict.set(cx, cx.wrap_str(name)?, Value::Int(i64::from(*group)))?;
        }
        // Without names CPython gives a plain dict.
        if dict.is_empty() { Ok(Value::Dict(dict)) } else { proxy::proxy(cx, dict) }
    }),
];

fn program_of<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, &'h Program> {
    Ok(Compiled::of(cx, Value::Object(object))?.program)
}

fn find_with<'h>(cx: &Context<'h>, call: &Call<'_, 'h>, mode: Mode) -> R<'h> {
    find(cx, &Compiled::of(cx, call.value(0))?, call.value(1), mode, call.get(cx, 2)?, call.get(cx, 3)?)
}

fn substitute<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h, (Value<'h>, Value<'h>)> {
    replace::substitute(
        cx,
        &Compiled::of(cx, call.value(0))?,
        call.value(1),
        call.value(2),
        call.value(3),
        None,
    )
}

/// The byte offsets between which to look.
fn bounds<'h>(
    cx: &Context<'h>,
    searched: &Searched<'h>,
    start: Option<i64>,
    end: Option<i64>,
) -> R<'h, (usize, usize)> {
    let from = match start {
        None | Some(..=0) => 0,
        Some(start) => searched.offset(cx, start)?,
    };
    let to = match end {
        None => searched.len(),
        Some(end) => searched.offset(cx, end)?,
    };
    Ok((from, to))
}

/// `match`, `fullmatch` and `search`.
pub(super) fn find<'h>(
    cx: &Context<'h>,
    compiled: &Compiled<'h>,
    string: Value<'h>,
    mode: Mode,
    start: Option<i64>,
    end: Option<i64>,
) -> R<'h> {
    let searched = Searched::of(cx, compiled.program, string)?;
    let (start, end) = bounds(cx, &searched, start, end)?;
    let mut work = Work::begin(cx, compiled.program, &searched)?;
    let request = Request { mode, start, end, must_advance: false, groups: true };
    let found = work.exec(&searched, &request)?;
    let made = if found {
        match_object(cx, compiled.value(cx)?, compiled.program, &searched, (start, end), &work.scratch)?
    } else {
        Value::None
    };
    work.end();
    Ok(made)
}

/// `findall`.
pub(super) fn find_all<'h>(
    cx: &Context<'h>,
    compiled: &Compiled<'h>,
    string: Value<'h>,
    start: Option<i64>,
    end: Option<i64>,
) -> R<'h> {
    let searched = Searched::of(cx, compiled.program, string)?;
    let (start, end) = bounds(cx, &searched, start, end)?;
    let groups = compiled.program.groups();
    let nothing = searched.nothing(cx)?;
    let list = List::new(cx.heap())?;
    let mut work = Work::begin(cx, compiled.program, &searched)?;
    let mut matches = Matches::new(start, end, groups > 0);
    while work.advance(&mut matches, &searched)? {
        cx.burn(u64::from(groups.max(1)))?;
        let item = if groups < 2 {
            searched.group(cx, work.scratch.span(groups), nothing)?
        } else {
            let mut items = Vec::with_capacity(groups as usize);
            for group in 1..=groups {
                items.push(searched.group(cx, work.scratch.span(group), nothing)?);
            }
            cx.tuple(&items)?
        };
        list.push(cx.heap(), item)?;
    }
    work.end();
    Ok(Value::List(list))
}

/// `finditer`.
pub(super) fn find_iter<'h>(
    cx: &Context<'h>,
    compiled: &Compiled<'h>,
    string: Value<'h>,
    start: Option<i64>,
    end: Option<i64>,
) -> R<'h> {
    let searched = Searched::of(cx, compiled.program, string)?;
    let (start, end) = bounds(cx, &searched, start, end)?;
    cx.burn(compiled.program.cost(searched.len()))?;
    let number = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let fields = [compiled.value(cx)?, string, number(start), number(end), number(start), Value::from(false)];
    let fields = Cell::new(cx.heap().values(&fields, fields.len())?);
    Ok(Value::Object(cx.heap().alloc(Object { class: &FOUND, data: &(), fields })?))
}

/// The next match of `finditer`; its fields are pattern, string, the bounds, where to go on and whether to advance.
fn next_found<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Option<Value<'h>>> {
    let Value::Int(at) = object.field(4) else { return Ok(None) };
    let compiled = Compiled::of(cx, object.field(0))?;
    let searched = Searched::any(cx, object.field(1))?;
    let number = |field: usize| match object.field(field) {
        Value::Int(number) => usize::try_from(number).unwrap_or_default(),
        _ => 0,
    };
    let (start, end) = (number(2), number(3));
    let must_advance = matches!(object.field(5), Value::Bool(flag) if flag.get());
    let request = Request {
        mode: Mode::Search,
        start: usize::try_from(at).unwrap_or_default(),
        end,
        must_advance,
        groups: true,
    };
    let mut work = Work::go_on(cx, compiled.program);
    cx.burn(1)?;
    if !work.exec(&searched, &request)? {
        object.set_field(4, Value::None);
        work.end();
        return Ok(None);
    }
    if let Some((from, to)) = work.scratch.span(0) {
        object.set_field(4, Value::Int(i64::try_from(to).unwrap_or(i64::MAX)));
        object.set_field(5, Value::from(from == to));
    }
    let made = match_object(cx, object.field(0), compiled.program, &searched, (start, end), &work.scratch)?;
    work.end();
    Ok(Some(made))
}

/// `split`.
pub(super) fn split<'h>(
    cx: &Context<'h>,
    compiled: &Compiled<'h>,
    string: Value<'h>,
    most: Value<'h>,
) -> R<'h> {
    let most = if most.is_bound() { convert::index_i64(cx, most)? } else { 0 };
    let searched = Searched::of(cx, compiled.program, string)?;
    let groups = compiled.program.groups();
    let list = List::new(cx.heap())?;
    let mut work = Work::begin(cx, compiled.program, &searched)?;
    let mut matches = Matches::new(0, searched.len(), groups > 0);
    let (mut last, mut count) = (0, 0_i64);
    while (most == 0 || count < most) && work.advance(&mut matches, &searched)? {
        cx.burn(u64::from(groups).saturating_add(1))?;
        let (start, end) = work.scratch.span(0).unwrap_or_default();
        list.push(cx.heap(), searched.part(cx, last, start)?)?;
        for group in 1..=groups {
            list.push(cx.heap(), searched.group(cx, work.scratch.span(group), Value::None)?)?;
        }
        count = count.saturating_add(1);
        last = end;
    }
    work.end();
    list.push(cx.heap(), searched.part(cx, last, searched.len())?)?;
    Ok(Value::List(list))
}

/// `re.compile('…', re.IGNORECASE)`: at most 200 characters of the pattern.
fn repr<'h>(cx: &Context<'h>, object: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let program = program_of(cx, object)?;
    let shown = match program.pattern() {
        Pattern::Text(text) => crate::raised::repr(text),
        Pattern::Bytes(bytes) => crate::raised::bytes_repr(bytes),
    };
    out.push("re.compile(")?;
    let cut = shown.char_indices().nth(200).map_or(shown.len(), |(at, _)| at);
    out.push(shown.get(..cut).unwrap_or_default())?;
    let mut flags = program.flags();
    if program.pattern().is_text() {
        flags &= !UNICODE;
    }
    let mut before = ", ";
    for (name, flag) in super::flag::IN_PATTERNS {
        if flags & flag != 0 {
            flags &= !flag;
            out.push(before)?;
            out.push("re.")?;
            out.push(name)?;
            before = "|";
        }
    }
    if flags != 0 {
        out.push(before)?;
        out.display(format_args!("0x{flags:x}"))?;
    }
    out.push(")")
}
