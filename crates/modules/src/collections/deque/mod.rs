//! `deque`: a ring of cells. The object's values are the ring; its data say where the items are in it.

mod methods;
mod operators;
mod walk;

pub(super) use walk::{ITERATOR, REVERSED};

use hognose_eval::class::{ATTRIBUTE_ERROR, Class, INDEX_ERROR, Slots};
use hognose_eval::ops::{self, convert, own_type_name};
use hognose_eval::row::{Row, Signature, optional};
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value, function};
use std::cell::Cell;

use crate::glue;

/// `deque`.
pub(super) static DEQUE: Class = Class {
    name: "deque",
    module: "collections",
    message_name: "collections.deque",
    rows: &[methods::ROWS],
    constructor: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        repr_cycle: Some("[...]"),
        len: Some(|cx, this| Ok(Deque::of(cx, this)?.len())),
        iter: Some(walk::forward),
        reversed: Some(walk::backward),
        get_item: Some(get_item),
        set_item: Some(set_item),
        contains: Some(methods::contains),
        compare: Some(operators::compare),
        binary: Some(operators::binary),
        in_place: Some(operators::in_place),
        deep_copy: Some(|cx, this, copy| {
            let deque = Deque::of(cx, this)?;
            let made = Deque::new(cx, deque.ring.most)?;
            for index in 0..deque.len() {
                let Some(item) = deque.get(index) else { break };
                made.push_back(cx, copy(cx, item)?)?;
            }
            Ok(made.value())
        }),
        set_attribute: Some(|cx, _, name, _| match name {
            "maxlen" => Err(cx.raise(
                &ATTRIBUTE_ERROR,
                "attribute 'maxlen' of 'collections.deque' objects is not writable",
            )),
            _ => Ok(false),
        }),
        is_sequence: true,
        ..Slots::NONE
    },
    ..Class::EMPTY
};

static NEW: Row = function!(
    "deque",
    Signature::keywords(&[optional("iterable"), optional("maxlen")]),
    "A sequence that grows and shrinks at both ends.",
    new,
    2
);

/// Where the items are in the ring.
#[derive(Debug)]
struct Ring {
    /// The place of the first item.
    head: Cell<usize>,
    /// Number of items.
    length: Cell<usize>,
    /// Changes whenever an item comes, goes or moves.
    stamp: Cell<u32>,
    /// The most items it holds.
    most: Option<usize>,
}

/// A deque at hand.
#[derive(Clone, Copy)]
struct Deque<'h> {
    object: &'h Object<'h>,
    ring: &'h Ring,
}

impl<'h> Deque<'h> {
    fn new(cx: &Context<'h>, most: Option<usize>) -> R<'h, Self> {
        let ring = Ring { head: Cell::new(0), length: Cell::new(0), stamp: Cell::new(0), most };
        match glue::object_with(cx, &DEQUE, ring, &[])? {
            Value::Object(object) => Self::of(cx, object),
            _ => Err(cx.internal("an object that is none")),
        }
    }

    fn of(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Self> {
        match object.data::<Ring>() {
            Some(ring) => Ok(Self { object, ring }),
            None => Err(cx.internal("a deque without its ring")),
        }
    }

    fn within(value: Value<'h>) -> Option<Self> {
        match value {
            Value::Object(object) => object.data::<Ring>().map(|ring| Self { object, ring }),
            _ => None,
        }
    }

    fn value(self) -> Value<'h> {
        Value::Object(self.object)
    }

    fn len(self) -> usize {
        self.ring.length.get()
    }

    fn stamp(self) -> u32 {
        self.ring.stamp.get()
    }

    fn touch(self) {
        self.ring.stamp.set(self.stamp().wrapping_add(1));
    }

    /// The cell for an index; the size of the ring is a power of two.
    fn cell(self, index: usize) -> Option<&'h Cell<Value<'h>>> {
        let cells = self.object.fields.get();
        let mask = cells.len().wrapping_sub(1);
        cells.get(self.ring.head.get().wrapping_add(index) & mask)
    }

    fn get(self, index: usize) -> Option<Value<'h>> {
        if index < self.len() { self.cell(index).map(Cell::get) } else { None }
    }

    fn set(self, index: usize, value: Value<'h>) {
        if index < self.len()
            && let Some(cell) = self.cell(index)
        {
            cell.set(value);
        }
    }

    /// Make room for one more.
    fn grow(self, cx: &Context<'h>) -> R<'h, ()> {
        let room = self.object.fields.get().len();
        if self.len() < room {
            return Ok(());
        }
        let cells = cx.heap().values(&[], room.saturating_mul(2).max(8))?;
        for index in 0..self.len() {
            if let (Some(from), Some(to)) = (self.cell(index), cells.get(index)) {
                to.set(from.get());
            }
        }
        self.object.fields.set(cells);
        self.ring.head.set(0);
        Ok(())
    }

    /// Add at the end; when it is full, the first item goes.
    fn push_back(self, cx: &Context<'h>, value: Value<'h>) -> R<'h, ()> {
        if self.ring.most == Some(0) {
            return Ok(());
        }
        if Some(self.len()) == self.ring.most {
            self.pop_front();
        }
        self.grow(cx)?;
        let length = self.len();
        self.ring.length.set(length.saturating_add(1));
        self.set(length, value);
        self.touch();
        Ok(())
    }

    /// Add at the beginning; when it is full, the last item goes.
    fn push_front(self, cx: &Context<'h>, value: Value<'h>) -> R<'h, ()> {
        if self.ring.most == Some(0) {
            return Ok(());
        }
        if Some(self.len()) == self.ring.most {
            self.pop_back();
        }
        self.grow(cx)?;
        let mask = self.object.fields.get().len().wrapping_sub(1);
        self.ring.head.set(self.ring.head.get().wrapping_sub(1) & mask);
        self.ring.length.set(self.len().saturating_add(1));
        self.set(0, value);
        self.touch();
        Ok(())
    }

    fn pop_back(self) -> Option<Value<'h>> {
        let last = self.len().checked_sub(1)?;
        let value = self.cell(last)?.replace(Value::Unbound);
        self.ring.length.set(last);
        self.touch();
        Some(value)
    }

    fn pop_front(self) -> Option<Value<'h>> {
        let left = self.len().checked_sub(1)?;
        let value = self.cell(0)?.replace(Value::Unbound);
        let mask = self.object.fields.get().len().wrapping_sub(1);
        self.ring.head.set(self.ring.head.get().wrapping_add(1) & mask);
        self.ring.length.set(left);
        self.touch();
        Some(value)
    }

    fn clear(self) {
        self.object.fields.set(&[]);
        self.ring.head.set(0);
        self.ring.length.set(0);
        self.touch();
    }

    /// Move all items so many places towards the end, those that fall off coming first again.
    fn rotate(self, cx: &Context<'h>, places: i64) -> R<'h, ()> {
        let length = self.len();
        if length <= 1 {
            return Ok(());
        }
        let size = i64::try_from(length).unwrap_or(i64::MAX);
        let forward = usize::try_from(places.checked_rem_euclid(size).unwrap_or(0)).unwrap_or(0);
        let back = length.saturating_sub(forward);
        cx.burn(forward.min(back) as u64)?;
        if forward <= back {
            for _ in 0..forward {
                let Some(item) = self.pop_back() else { break };
                self.push_front(cx, item)?;
            }
        } else {
            for _ in 0..back {
                let Some(item) = self.pop_front() else { break };
                self.push_back(cx, item)?;
            }
        }
        self.touch();
        Ok(())
    }

    /// Remove the item at an index.
    fn remove(self, cx: &Context<'h>, index: usize) -> R<'h, ()> {
        cx.burn(self.len().saturating_sub(index) as u64)?;
        for place in index..self.len().saturating_sub(1) {
            if let Some(next) = self.get(place.saturating_add(1)) {
                self.set(place, next);
            }
        }
        self.pop_back();
        Ok(())
    }

    /// Add the items of an iterable at the end.
    fn extend(self, cx: &Context<'h>, iterable: Value<'h>) -> R<'h, ()> {
        let mut cursor = ops::iterate(cx, self.apart(cx, iterable)?)?;
        while let Some(item) = cursor.next(cx)? {
            cx.burn(1)?;
            self.push_back(cx, item)?;
        }
        Ok(())
    }

    /// Add the items of an iterable at the beginning, one before the other.
    fn extend_front(self, cx: &Context<'h>, iterable: Value<'h>) -> R<'h, ()> {
        let mut cursor = ops::iterate(cx, self.apart(cx, iterable)?)?;
        while let Some(item) = cursor.next(cx)? {
            cx.burn(1)?;
            self.push_front(cx, item)?;
        }
        Ok(())
    }

    /// What to take items from, which must not be the deque itself.
    fn apart(self, cx: &Context<'h>, iterable: Value<'h>) -> R<'h> {
        if iterable.is(self.value()) {
            return convert::collect(cx, iterable).map(Value::List);
        }
        Ok(iterable)
    }

    /// A deque of the same items and bound.
    fn copy(self, cx: &Context<'h>) -> R<'h, Self> {
        let made = Self::new(cx, self.ring.most)?;
        cx.burn(self.len() as u64)?;
        for index in 0..self.len() {
            if let Some(item) = self.get(index) {
                made.push_back(cx, item)?;
            }
        }
        Ok(made)
    }
}

fn new<'h>(cx: &Context<'h>, iterable: Option<Value<'h>>, most: Option<Value<'h>>) -> R<'h> {
    let most = match most.unwrap_or(Value::None) {
        Value::None => None,
        most @ (Value::Int(_) | Value::Bool(_) | Value::Big(_)) => {
            match usize::try_from(convert::index_i64(cx, most)?) {
                Ok(most) => Some(most),
                Err(_) => return Err(cx.value_error("maxlen must be non-negative")),
            }
        }
        _ => return Err(cx.type_error("an integer is required")),
    };
    let deque = Deque::new(cx, most)?;
    if let Some(iterable) = iterable {
        deque.extend(cx, iterable)?;
    }
    Ok(deque.value())
}

fn repr<'h>(cx: &Context<'h>, this: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    let deque = Deque::of(cx, this)?;
    out.push("deque([")?;
    ops::text::write_items(cx, (0..deque.len()).filter_map(|index| deque.get(index)), out)?;
    out.push("]")?;
    if let Some(most) = deque.ring.most {
        out.push(", maxlen=")?;
        out.push_int(i64::try_from(most).unwrap_or(i64::MAX))?;
    }
    out.push(")")
}

/// The position that a subscript means.
fn position<'h>(cx: &Context<'h>, deque: Deque<'h>, key: Value<'h>) -> R<'h, usize> {
    if !convert::is_index(key) {
        return Err(
            cx.type_error(format_args!("sequence index must be integer, not '{}'", own_type_name(key)))
        );
    }
    let index = match convert::index(cx, key)? {
        Value::Int(index) => index,
        _ => {
            return Err(cx.index_error(format_args!(
                "cannot fit '{}' into an index-sized integer",
                own_type_name(key)
            )));
        }
    };
    ops::index::position(index, deque.len()).ok_or_else(|| cx.raise(&INDEX_ERROR, "deque index out of range"))
}

fn get_item<'h>(cx: &Context<'h>, this: &'h Object<'h>, key: Value<'h>) -> R<'h> {
    let deque = Deque::of(cx, this)?;
    let index = position(cx, deque, key)?;
    Ok(deque.get(index).unwrap_or(Value::None))
}

fn set_item<'h>(cx: &Context<'h>, this: &'h Object<'h>, key: Value<'h>, value: Value<'h>) -> R<'h, ()> {
    let deque = Deque::of(cx, this)?;
    let index = position(cx, deque, key)?;
    if value.is_bound() {
        deque.set(index, value);
        Ok(())
    } else {
        deque.remove(cx, index)
    }
}
