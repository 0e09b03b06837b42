//! `dict`, its kinds and its views.

pub mod methods;
pub mod table;
pub mod views;

use crate::class::{self, Class};
use crate::context::Context;
use crate::data::{Data, Map};
use crate::heap::Heap;
use crate::input;
use crate::ops;
use crate::stop::R;
use crate::value::Value;
use crate::value::str::Str;
use std::cell::Cell;
use table::Table;

/// A dict. A dict of the request stays where it is until something other than a lookup of a text key happens.
#[derive(Debug)]
pub struct Dict<'h> {
    /// The type: `dict` or one derived from it.
    pub(crate) class: &'static Class,
    /// `default_factory` of a `defaultdict`; unbound otherwise.
    pub factory: Cell<Value<'h>>,
    /// The dict of the request that this one still stands for.
    source: Cell<Option<&'h Map>>,
    /// The dict of the request that this one was made for.
    origin: Option<&'h Map>,
    /// Containers made from `source` so far, so that each has one identity.
    made: Cell<&'h [Cell<Value<'h>>]>,
    table: Table<'h>,
}

impl<'h> Dict<'h> {
    /// An empty dict.
    ///
    /// # Errors
    /// The memory limit.
    pub fn new(heap: &Heap<'h>) -> R<'h, &'h Dict<'h>> {
        Self::of_class(heap, &class::DICT)
    }

    /// An empty dict of a type derived from `dict`.
    ///
    /// # Errors
    /// The memory limit.
    pub fn of_class(heap: &Heap<'h>, class: &'static Class) -> R<'h, &'h Dict<'h>> {
        heap.alloc(Dict {
            class,
            factory: Cell::new(Value::Unbound),
            source: Cell::new(None),
            origin: None,
            made: Cell::new(&[]),
            table: Table::new(),
        })
    }

    /// A dict that stands for one of the request.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn from_input(heap: &Heap<'h>, source: &'h Map) -> R<'h, &'h Dict<'h>> {
        heap.alloc(Dict {
            class: &class::DICT,
            factory: Cell::new(Value::Unbound),
            source: Cell::new(Some(source)),
            origin: Some(source),
            made: Cell::new(&[]),
            table: Table::new(),
        })
    }

    /// Its type.
    #[must_use]
    pub fn class(&self) -> &'static Class {
        self.class
    }

    /// The slot that its type fills, when that is derived from `dict`.
    #[inline]
    pub(crate) fn slot<T>(&self, pick: impl Fn(&class::Slots) -> Option<T>) -> Option<T> {
        if std::ptr::eq(self.class, &class::DICT) { None } else { self.class.slot(pick) }
    }

    /// Whether loops over it end at any change of its keys.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        self.slot(|slots| slots.is_ordered_dict.then_some(())).is_some()
    }

    /// Changes whenever a key is added, removed or moved.
    #[must_use]
    pub fn stamp(&self) -> u32 {
        self.table.stamp()
    }

    /// The dict of the request that it was made for, with the containers made from it by position.
    #[must_use]
    pub fn origin(&self) -> Option<(&'h Map, &'h [Cell<Value<'h>>])> {
        self.origin.map(|origin| (origin, self.made.get()))
    }

    /// Whether it still stands for the dict of the request: nothing was written to it.
    #[must_use]
    pub fn is_pristine(&self) -> bool {
        self.source.get().is_some()
    }

    /// Number of entries.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        match self.source.get() {
            Some(source) => source.len(),
            None => self.table.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The table, filled from the request first if need be.
    ///
    /// # Errors
    /// Limits.
    #[inline]
    pub fn table(&self, cx: &Context<'h>) -> R<'h, &Table<'h>> {
        if self.source.get().is_some() {
            self.materialise(cx)?;
        }
        Ok(&self.table)
    }

    #[inline(never)]
    fn materialise(&self, cx: &Context<'h>) -> R<'h, ()> {
        let Some(source) = self.source.get() else { return Ok(()) };
        cx.burn(source.len() as u64)?;
        self.table.reserve(cx.heap(), source.len())?;
        for index in 0..source.len() {
            let Some((key, _)) = source.get_index(index) else { break };
            let key = Str::with_hash(key, cx.hash_text(key));
            let hash = key.hash.get();
            let value = self.source_value(cx, source, index)?;
            self.table.push_new(cx.heap(), hash, Value::Str(cx.heap().alloc(key)?), value)?;
        }
        self.source.set(None);
        Ok(())
    }

    /// The value at an index of the request's dict; containers are made once.
    #[inline]
    fn source_value(&self, cx: &Context<'h>, source: &'h Map, index: usize) -> R<'h> {
        let Some((_, data)) = source.get_index(index) else { return Ok(Value::Unbound) };
        match data {
            Data::Str(text) => Ok(Value::Str(cx.heap().alloc(Str::new(text))?)),
            Data::Bool(value) => Ok(Value::bool(*value)),
            Data::Int(value) => Ok(Value::Int(*value)),
            _ => self.made_value(cx, source, index, data),
        }
    }

    /// A value that keeps its identity when it has one.
    #[inline(never)]
    fn made_value(&self, cx: &Context<'h>, source: &'h Map, index: usize, data: &'h Data) -> R<'h> {
        if !input::has_identity(data) {
            return input::value(cx, data);
        }
        if self.made.get().is_empty() {
            self.made.set(cx.heap().cells(source.len(), |_| Value::Unbound)?);
        }
        let Some(cell) = self.made.get().get(index) else { return input::value(cx, data) };
        if !cell.get().is_bound() {
            cell.set(input::identified(cx, data)?);
        }
        Ok(cell.get())
    }

    /// A dict of the same type and entries.
    ///
    /// # Errors
    /// Limits.
    pub fn copy(&self, cx: &Context<'h>) -> R<'h, &'h Dict<'h>> {
        let made = Dict::of_class(cx.heap(), self.class)?;
        made.factory.set(self.factory.get());
        let table = self.table(cx)?;
        cx.burn(table.span())?;
        made.table.copy_from(cx.heap(), table)?;
        Ok(made)
    }

    /// The value of a key.
    ///
    /// # Errors
    /// `TypeError` for an unhashable key; limits.
    #[inline]
    pub fn get(&self, cx: &Context<'h>, key: Value<'h>) -> R<'h, Option<Value<'h>>> {
        if let (Some(source), Value::Str(text)) = (self.source.get(), key) {
            return match source.index_of(text.text(cx.heap())?) {
                Some(index) => self.source_value(cx, source, index).map(Some),
                None => Ok(None),
            };
        }
        let hash = ops::hash(cx, key)?;
        self.table(cx)?.get(cx, hash, key)
    }

    /// The value of a key at a read site; unbound when it is not there.
    ///
    /// # Errors
    /// As [`Dict::get`].
    #[inline]
    pub(crate) fn get_at(&self, cx: &Context<'h>, key: Value<'h>, site: u32) -> R<'h> {
        if let (Some(source), Value::Str(text)) = (self.source.get(), key) {
            return match cx.find_at(site, source, text.text(cx.heap())?) {
                Some(index) => self.source_value(cx, source, index),
                None => Ok(Value::Unbound),
            };
        }
        Ok(self.get(cx, key)?.unwrap_or(Value::Unbound))
    }

    /// The value of a text key.
    ///
    /// # Errors
    /// Limits.
    pub fn get_text(&self, cx: &Context<'h>, key: &str) -> R<'h, Option<Value<'h>>> {
        if let Some(source) = self.source.get() {
            return match source.index_of(key) {
                Some(index) => self.source_value(cx, source, index).map(Some),
                None => Ok(None),
            };
        }
        let found = self.table.find_text(cx, cx.hash_text(key), key)?;
        Ok(found.and_then(|position| self.table.at(position)).map(|(_, value)| value))
    }

    /// Whether a key is there.
    ///
    /// # Errors
    /// `TypeError` for an unhashable key; limits.
    pub fn contains(&self, cx: &Context<'h>, key: Value<'h>) -> R<'h, bool> {
        if let (Some(source), Value::Str(text)) = (self.source.get(), key) {
            return Ok(source.index_of(text.text(cx.heap())?).is_some());
        }
        let hash = ops::hash(cx, key)?;
        Ok(self.table(cx)?.find(cx, hash, key)?.is_some())
    }

    /// Set the value of a key.
    ///
    /// # Errors
    /// `TypeError` for an unhashable key; limits.
    #[inline]
    pub fn set(&self, cx: &Context<'h>, key: Value<'h>, value: Value<'h>) -> R<'h, ()> {
        let hash = ops::hash(cx, key)?;
        self.table(cx)?.insert(cx, hash, key, value)?;
        Ok(())
    }

    /// Set the value of a text key.
    ///
    /// # Errors
    /// Limits.
    pub fn set_text(&self, cx: &Context<'h>, key: &str, value: Value<'h>) -> R<'h, ()> {
        let key = cx.str(key)?;
        self.set(cx, key, value)
    }

    /// Remove a key; its value, or none when it is not there.
    ///
    /// # Errors
    /// `TypeError` for an unhashable key; limits.
    pub fn remove(&self, cx: &Context<'h>, key: Value<'h>) -> R<'h, Option<Value<'h>>> {
        let hash = ops::hash(cx, key)?;
        let table = self.table(cx)?;
        Ok(table.find(cx, hash, key)?.and_then(|position| table.remove_at(position)).map(|(_, value)| value))
    }
}

/// Which part of a dict a view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewKind {
    /// `keys()`.
    Keys,
    /// `values()`.
    Values,
    /// `items()`.
    Items,
}

/// A view of a dict.
#[derive(Clone, Copy, Debug)]
pub struct View<'h> {
    /// The dict.
    pub dict: &'h Dict<'h>,
    /// The part.
    pub kind: ViewKind,
}

impl View<'_> {
    /// Its type.
    #[must_use]
    pub fn class(&self) -> &'static Class {
        match (self.kind, self.dict.is_ordered()) {
            (ViewKind::Keys, false) => &class::DICT_KEYS,
            (ViewKind::Values, false) => &class::DICT_VALUES,
            (ViewKind::Items, false) => &class::DICT_ITEMS,
            (ViewKind::Keys, true) => &class::ORDERED_KEYS,
            (ViewKind::Values, true) => &class::ORDERED_VALUES,
            (ViewKind::Items, true) => &class::ORDERED_ITEMS,
        }
    }
}
