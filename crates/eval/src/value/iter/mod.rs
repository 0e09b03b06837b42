//! Iterators: cursors over built-in containers, and lazy ones that run code.

pub mod methods;

use crate::class::{self, Class};
use crate::context::Context;
use crate::ops;
use crate::stop::R;
use crate::value::Value;
use crate::value::dict::{Dict, ViewKind};
use crate::value::list::List;
use crate::value::object::Object;
use crate::value::range::Range;
use crate::value::set::Set;
use crate::walk::generator::Generator;
use std::cell::Cell;

/// A position in something iterable. Loops keep one on the stack; an [`Iter`] is one with an identity.
#[derive(Clone, Copy, Debug)]
pub enum Cursor<'h> {
    /// Exhausted, for good.
    Done,
    /// Next index of a list, which may change meanwhile.
    List(&'h List<'h>, usize),
    /// Number of items left at the front of a list, going backwards.
    ListReversed(&'h List<'h>, usize),
    /// Items of a tuple.
    Items(&'h [Value<'h>]),
    /// Items backwards.
    ItemsReversed(&'h [Value<'h>]),
    /// A range within 64 bits: next number, step, numbers left.
    Range(i64, i64, u64),
    /// A range beyond 64 bits: next index, length.
    WideRange(&'h Range<'h>, i128, i128),
    /// Characters.
    Chars(&'h str),
    /// Characters backwards.
    CharsReversed(&'h str),
    /// Bytes.
    Bytes(&'h [u8]),
    /// Bytes backwards.
    BytesReversed(&'h [u8]),
    /// A dict.
    Dict(&'h Dict<'h>, ViewKind, Place),
    /// A dict backwards.
    DictReversed(&'h Dict<'h>, ViewKind, Place),
    /// A set.
    Set(&'h Set<'h>, Place),
    /// An iterator with an identity.
    Shared(&'h Iter<'h>),
    /// An object whose class has a `next` slot.
    Object(&'h Object<'h>),
    /// A lazy iterator.
    Lazy(&'h Lazy<'h>),
    /// A generator.
    Generator(&'h Generator<'h>),
}

/// A place in a table of entries.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Next position, or the last one when going backwards.
    position: u32,
    /// How many entries the table must have; none when it did not and never will again.
    expected: Option<std::num::NonZero<u32>>,
    /// How many of them are to come.
    left: u32,
}

impl Place {
    /// A place in a table of this many entries.
    #[must_use]
    pub fn new(position: usize, length: usize) -> Self {
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        Self {
            position: u32::try_from(position).unwrap_or(u32::MAX),
            // One more, so that no table is without a number.
            expected: std::num::NonZero::new(length.saturating_add(1)),
            left: length,
        }
    }

    /// A place in a dict.
    #[must_use]
    pub fn in_dict(position: usize, dict: &Dict<'_>) -> Self {
        let place = Self::new(position, dict.len());
        if !dict.is_ordered() {
            return place;
        }
        Self { expected: std::num::NonZero::new(dict.stamp().saturating_add(1)), ..place }
    }

    fn position(self) -> usize {
        self.position as usize
    }

    /// Whether the table still has as many entries; once it has not, it never has again.
    fn is_unchanged(&mut self, length: usize) -> bool {
        let same = self.expected.is_some_and(|expected| expected.get() as usize == length.saturating_add(1));
        if !same {
            self.expected = None;
        }
        same
    }

    /// Go on behind an entry; false when all entries had come already.
    fn advance(&mut self, position: usize) -> bool {
        self.position = u32::try_from(position).unwrap_or(u32::MAX);
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }
}

/// An iterator object.
#[derive(Debug)]
pub struct Iter<'h> {
    /// Where it is.
    pub cursor: Cell<Cursor<'h>>,
    class: &'static Class,
}

/// Iterators that run code.
#[derive(Debug)]
pub enum Lazy<'h> {
    /// `enumerate`.
    Enumerate(&'h Iter<'h>, Cell<Value<'h>>),
    /// `zip`, strict or not.
    Zip(&'h [&'h Iter<'h>], bool),
    /// `map`.
    Map(Value<'h>, &'h [&'h Iter<'h>]),
    /// `filter`; `None` as function keeps what is true. The flag turns it round.
    Filter(Value<'h>, &'h Iter<'h>, bool),
    /// `iter(callable, sentinel)`.
    Calls(Value<'h>, Value<'h>),
}

impl<'h> Iter<'h> {
    /// An iterator object.
    ///
    /// # Errors
    /// The memory limit.
    pub fn new(cx: &Context<'h>, cursor: Cursor<'h>) -> R<'h, &'h Iter<'h>> {
        let class = cursor.class();
        cx.heap().alloc(Iter { cursor: Cell::new(cursor), class })
    }

    /// Its type.
    #[must_use]
    pub fn class(&self) -> &'static Class {
        self.class
    }

    /// The next item.
    ///
    /// # Errors
    /// What the iterated thing raises.
    pub fn next(&self, cx: &Context<'h>) -> R<'h, Option<Value<'h>>> {
        let mut cursor = self.cursor.get();
        match cursor {
            // These keep their state elsewhere, and may come back here while they run.
            Cursor::Lazy(_) | Cursor::Generator(_) | Cursor::Object(_) | Cursor::Shared(_) => {
                let item = match cursor.next(cx) {
                    // What a function inside raises ends this pass over it and no later one, as in CPython.
                    Err(stop)
                        if matches!(cursor, Cursor::Lazy(_))
                            && cx.is_raise_of(stop, &class::STOP_ITERATION) =>
                    {
                        return Ok(None);
                    }
                    item => item?,
                };
                // The other lazy ones ask again what is under them.
                if item.is_none() && matches!(cursor, Cursor::Lazy(Lazy::Calls(..)) | Cursor::Shared(_)) {
                    self.cursor.set(Cursor::Done);
                }
                Ok(item)
            }
            _ => {
                let item = cursor.next(cx);
                self.cursor.set(cursor);
                item
            }
        }
    }
}

impl<'h> Cursor<'h> {
    /// The type of an iterator object with this cursor.
    #[must_use]
    pub fn class(&self) -> &'static Class {
        match self {
            Cursor::Done | Cursor::Items(_) => &class::TUPLE_ITERATOR,
            Cursor::List(..) => &class::LIST_ITERATOR,
            Cursor::ListReversed(..) => &class::LIST_REVERSE_ITERATOR,
            Cursor::ItemsReversed(_) | Cursor::CharsReversed(_) | Cursor::BytesReversed(_) => {
                &class::REVERSED
            }
            Cursor::Range(..) => &class::RANGE_ITERATOR,
            Cursor::WideRange(..) => &class::LONG_RANGE_ITERATOR,
            Cursor::Chars(text) if text.is_ascii() => &class::STR_ASCII_ITERATOR,
            Cursor::Chars(_) => &class::STR_ITERATOR,
            Cursor::Bytes(_) => &class::BYTES_ITERATOR,
            Cursor::Dict(dict, ..) | Cursor::DictReversed(dict, ..) if dict.is_ordered() => {
                &class::ORDERED_ITERATOR
            }
            Cursor::Dict(_, ViewKind::Keys, ..) => &class::DICT_KEY_ITERATOR,
            Cursor::Dict(_, ViewKind::Values, ..) => &class::DICT_VALUE_ITERATOR,
            Cursor::Dict(_, ViewKind::Items, ..) => &class::DICT_ITEM_ITERATOR,
            Cursor::DictReversed(_, ViewKind::Keys, ..) => &class::DICT_REVERSE_KEY_ITERATOR,
            Cursor::DictReversed(_, ViewKind::Values, ..) => &class::DICT_REVERSE_VALUE_ITERATOR,
            Cursor::DictReversed(_, ViewKind::Items, ..) => &class::DICT_REVERSE_ITEM_ITERATOR,
            Cursor::Set(..) => &class::SET_ITERATOR,
            Cursor::Shared(iter) => iter.class,
            Cursor::Object(object) => object.class,
            Cursor::Lazy(Lazy::Enumerate(..)) => &class::ENUMERATE,
            Cursor::Lazy(Lazy::Zip(..)) => &class::ZIP,
            Cursor::Lazy(Lazy::Map(..)) => &class::MAP,
            Cursor::Lazy(Lazy::Filter(..)) => &class::FILTER,
            Cursor::Lazy(Lazy::Calls(..)) => &class::CALLABLE_ITERATOR,
            Cursor::Generator(_) => &class::GENERATOR,
        }
    }

    /// The next item. A loop charges its own fuel.
    ///
    /// # Errors
    /// What the iterated thing raises.
    #[inline]
    pub fn next(&mut self, cx: &Context<'h>) -> R<'h, Option<Value<'h>>> {
        Ok(match self.step(cx)? {
            Value::Unbound => None,
            item => Some(item),
        })
    }

    /// The next item; unbound at the end. It comes back in registers.
    #[inline(always)]
    pub(crate) fn step(&mut self, cx: &Context<'h>) -> R<'h> {
        match self {
            Cursor::List(list, index) => {
                if let Some(item) = list.get(*index) {
                    *index = index.wrapping_add(1);
                    return Ok(item);
                }
                *self = Cursor::Done;
                Ok(Value::Unbound)
            }
            Cursor::Items(items) => match items.split_first() {
                Some((first, rest)) => {
                    *items = rest;
                    Ok(*first)
                }
                None => Ok(Value::Unbound),
            },
            Cursor::Range(next, step, left) => {
                if *left == 0 {
                    return Ok(Value::Unbound);
                }
                let item = *next;
                *left = left.wrapping_sub(1);
                *next = next.wrapping_add(*step);
                Ok(Value::Int(item))
            }
            Cursor::Chars(text) => match text.as_bytes() {
                [byte, ..] if byte.is_ascii() => {
                    let byte = *byte;
                    *text = text.get(1..).unwrap_or_default();
                    cx.letter(byte)
                }
                _ => Self::next_char(text, cx),
            },
            _ => Ok(self.next_slow(cx)?.unwrap_or(Value::Unbound)),
        }
    }

    #[inline(never)]
    fn next_char(text: &mut &'h str, cx: &Context<'h>) -> R<'h> {
        let Some(char) = text.chars().next() else { return Ok(Value::Unbound) };
        let (head, tail) = text.split_at_checked(char.len_utf8()).unwrap_or((text, ""));
        *text = tail;
        cx.character(head)
    }

    #[inline(never)]
    fn next_slow(&mut self, cx: &Context<'h>) -> R<'h, Option<Value<'h>>> {
        match self {
            Cursor::ListReversed(list, left) => {
                let item = left.checked_sub(1).and_then(|index| list.get(index));
                match item {
                    Some(_) => *left = left.saturating_sub(1),
                    None => *self = Cursor::Done,
                }
                Ok(item)
            }
            Cursor::ItemsReversed(items) => match items.split_last() {
                Some((last, rest)) => {
                    *items = rest;
                    Ok(Some(*last))
                }
                None => Ok(None),
            },
            Cursor::WideRange(range, index, length) => {
                if *index >= *length {
                    return Ok(None);
                }
                let item = range.at(cx.heap(), *index)?;
                *index = index.saturating_add(1);
                Ok(Some(item))
            }
            Cursor::CharsReversed(text) => {
                let Some(char) = text.chars().next_back() else { return Ok(None) };
                let at = text.len().saturating_sub(char.len_utf8());
                let (head, tail) = text.split_at_checked(at).unwrap_or(("", text));
                *text = head;
                cx.character(tail).map(Some)
            }
            Cursor::Bytes(data) => Ok(data.split_first().map(|(first, rest)| {
                *data = rest;
                Value::Int(i64::from(*first))
            })),
            Cursor::BytesReversed(data) => Ok(data.split_last().map(|(last, rest)| {
                *data = rest;
                Value::Int(i64::from(*last))
            })),
            Cursor::Dict(..) | Cursor::DictReversed(..) => self.next_of_dict(cx),
            Cursor::Set(set, place) => {
                if !place.is_unchanged(set.len()) {
                    return Err(cx.raise(&class::RUNTIME_ERROR, "Set changed size during iteration"));
                }
                match set.table.next_from(place.position()) {
                    Some((next, item, _)) => {
                        burn_gap(cx, next, set.table.front(place.position()))?;
                        place.advance(next);
                        Ok(Some(item))
                    }
                    None => {
                        *self = Cursor::Done;
                        Ok(None)
                    }
                }
            }
            Cursor::Shared(iter) => iter.next(cx),
            Cursor::Object(object) => match object.class.slot(|slots| slots.next) {
                Some(next) => next(cx, object),
                None => Ok(None),
            },
            Cursor::Lazy(lazy) => lazy.next(cx),
            Cursor::Generator(generator) => generator.next(cx),
            Cursor::Done | Cursor::List(..) | Cursor::Items(_) | Cursor::Range(..) | Cursor::Chars(_) => {
                Ok(None)
            }
        }
    }

    fn next_of_dict(&mut self, cx: &Context<'h>) -> R<'h, Option<Value<'h>>> {
        let (dict, kind, place, reversed) = match self {
            Cursor::Dict(dict, kind, place) => (*dict, *kind, place, false),
            Cursor::DictReversed(dict, kind, place) => (*dict, *kind, place, true),
            _ => return Ok(None),
        };
        if dict.is_ordered() {
            let is_done = place.left == 0;
            if is_done || !place.is_unchanged(dict.stamp() as usize) {
                *self = Cursor::Done;
                return if is_done {
                    Ok(None)
                } else {
                    Err(cx.raise(&class::RUNTIME_ERROR, "OrderedDict mutated during iteration"))
                };
            }
        } else if !place.is_unchanged(dict.len()) {
            return Err(cx.raise(&class::RUNTIME_ERROR, "dictionary changed size during iteration"));
        }
        let table = dict.table(cx)?;
        let from = place.position();
        let found = if reversed { table.previous_from(from) } else { table.next_from(from) };
        let Some((next, key, value)) = found else {
            *self = Cursor::Done;
            return Ok(None);
        };
        burn_gap(cx, next.max(from), if reversed { next } else { table.front(from) })?;
        if !place.advance(next) && !reversed {
            *self = Cursor::Done;
            return Err(cx.raise(&class::RUNTIME_ERROR, "dictionary keys changed during iteration"));
        }
        Ok(Some(match kind {
            ViewKind::Keys => key,
            ViewKind::Values => value,
            ViewKind::Items => cx.tuple(&[key, value])?,
        }))
    }

    /// A lower bound of the number of items left, when it is known: a hint only.
    #[must_use]
    pub fn size_hint(&self) -> usize {
        match self {
            Cursor::List(list, index) => list.len().saturating_sub(*index),
            Cursor::Items(items) => items.len(),
            Cursor::Range(_, _, left) => usize::try_from(*left).unwrap_or(usize::MAX),
            Cursor::Dict(dict, ..) => dict.len(),
            Cursor::Set(set, ..) => set.len(),
            _ => 0,
        }
    }
}

/// Charge for the removed entries between two that are there.
#[inline]
fn burn_gap<'h>(cx: &Context<'h>, next: usize, from: usize) -> R<'h, ()> {
    match next.saturating_sub(from).saturating_sub(1) {
        0 => Ok(()),
        gap => cx.burn(gap as u64),
    }
}

impl<'h> Lazy<'h> {
    fn next(&self, cx: &Context<'h>) -> R<'h, Option<Value<'h>>> {
        cx.burn(1)?;
        match self {
            Lazy::Enumerate(iter, count) => {
                let Some(item) = cx.nested(|| iter.next(cx))? else { return Ok(None) };
                let number = count.get();
                count.set(ops::arith::add(cx, number, Value::Int(1))?);
                cx.tuple(&[number, item]).map(Some)
            }
            Lazy::Zip(iters, strict) => {
                let mut items: Vec<Value<'h>> = Vec::with_capacity(iters.len().min(64));
                for (index, iter) in iters.iter().enumerate() {
                    match cx.nested(|| iter.next(cx))? {
                        Some(item) => items.push(item),
                        None if *strict => return self.uneven(cx, index),
                        None => return Ok(None),
                    }
                }
                if items.is_empty() { Ok(None) } else { cx.tuple(&items).map(Some) }
            }
            Lazy::Map(function, iters) => {
                let mut items: Vec<Value<'h>> = Vec::with_capacity(iters.len().min(64));
                for iter in *iters {
                    match cx.nested(|| iter.next(cx))? {
                        Some(item) => items.push(item),
                        None => return Ok(None),
                    }
                }
                cx.nested(|| cx.call(*function, &items)).map(Some)
            }
            Lazy::Filter(function, iter, inverted) => loop {
                cx.burn(1)?;
                let Some(item) = cx.nested(|| iter.next(cx))? else { return Ok(None) };
                let verdict =
                    if function.is_none() { item } else { cx.nested(|| cx.call(*function, &[item]))? };
                if ops::truth(cx, verdict)? != *inverted {
                    return Ok(Some(item));
                }
            },
            Lazy::Calls(function, sentinel) => {
                let item = match cx.nested(|| cx.call(*function, &[])) {
                    Err(stop) if cx.is_raise_of(stop, &class::STOP_ITERATION) => return Ok(None),
                    other => other?,
                };
                if ops::equal(cx, item, *sentinel)? { Ok(None) } else { Ok(Some(item)) }
            }
        }
    }

    /// `zip(strict=True)`: iterator `index` ended first.
    #[cold]
    fn uneven(&self, cx: &Context<'h>, index: usize) -> R<'h, Option<Value<'h>>> {
        let Lazy::Zip(iters, _) = self else { return Ok(None) };
        let plural = |count: usize| if count == 1 { " " } else { "s 1-" };
        if index > 0 {
            return Err(cx.value_error(format_args!(
                "zip() argument {} is shorter than argument{}{index}",
                index.saturating_add(1),
                plural(index)
            )));
        }
        for (other, iter) in iters.iter().enumerate().skip(1) {
            if cx.nested(|| iter.next(cx))?.is_some() {
                return Err(cx.value_error(format_args!(
                    "zip() argument {} is longer than argument{}{other}",
                    other.saturating_add(1),
                    plural(other)
                )));
            }
        }
        Ok(None)
    }
}
