//! `list`: a growing buffer of cells; no borrow survives a get or a push.

mod collector;
pub mod methods;
pub mod sort;

pub(crate) use collector::{Collector, reverse};

use crate::heap::Heap;
use crate::stop::R;
use crate::value::Value;
use std::cell::Cell;

/// A list.
#[derive(Debug)]
pub struct List<'h> {
    buffer: Cell<&'h [Cell<Value<'h>>]>,
    length: Cell<usize>,
    /// Set while `sort` has the items, until something else is put into the list.
    sorting: Cell<bool>,
}

/// What a list held before it was left empty for sorting.
struct Taken<'h> {
    buffer: &'h [Cell<Value<'h>>],
    length: usize,
    sorting: bool,
}

impl<'h> List<'h> {
    /// An empty list.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn new(heap: &Heap<'h>) -> R<'h, &'h List<'h>> {
        heap.alloc(List { buffer: Cell::new(&[]), length: Cell::new(0), sorting: Cell::new(false) })
    }

    /// A list of these items.
    ///
    /// # Errors
    /// The memory limit.
    pub fn from_slice(heap: &Heap<'h>, items: &[Value<'h>]) -> R<'h, &'h List<'h>> {
        let buffer = heap.values(items, items.len())?;
        heap.alloc(List {
            buffer: Cell::new(buffer),
            length: Cell::new(items.len()),
            sorting: Cell::new(false),
        })
    }

    /// A list over cells that belong to nobody else.
    ///
    /// # Errors
    /// The memory limit.
    pub fn from_cells(heap: &Heap<'h>, buffer: &'h [Cell<Value<'h>>]) -> R<'h, &'h List<'h>> {
        heap.alloc(List {
            length: Cell::new(buffer.len()),
            buffer: Cell::new(buffer),
            sorting: Cell::new(false),
        })
    }

    /// Number of items.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.length.get()
    }

    /// Whether there are none.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.length.get() == 0
    }

    /// The item at a position.
    #[must_use]
    #[inline]
    pub fn get(&self, index: usize) -> Option<Value<'h>> {
        if index < self.length.get() { self.buffer.get().get(index).map(Cell::get) } else { None }
    }

    /// Replace the item at a position; false beyond the end.
    #[inline]
    pub fn set(&self, index: usize, value: Value<'h>) -> bool {
        if index < self.length.get()
            && let Some(cell) = self.buffer.get().get(index)
        {
            cell.set(value);
            return true;
        }
        false
    }

    /// The items as they are now: cells, so that later changes are seen but never dangle.
    #[must_use]
    #[inline]
    pub fn cells(&self) -> &'h [Cell<Value<'h>>] {
        let buffer = self.buffer.get();
        buffer.get(..self.length.get()).unwrap_or(buffer)
    }

    /// Add at the end.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn push(&self, heap: &Heap<'h>, value: Value<'h>) -> R<'h, ()> {
        let length = self.length.get();
        if let Some(cell) = self.buffer.get().get(length) {
            cell.set(value);
            self.length.set(length.wrapping_add(1));
            return Ok(());
        }
        self.grow_and_push(heap, value)
    }

    #[inline(never)]
    fn grow_and_push(&self, heap: &Heap<'h>, value: Value<'h>) -> R<'h, ()> {
        self.reserve(heap, 1)?;
        let length = self.length.get();
        if let Some(cell) = self.buffer.get().get(length) {
            cell.set(value);
            self.length.set(length.wrapping_add(1));
        }
        Ok(())
    }

    /// Make room for `more` items: capacity doubles, from four.
    ///
    /// # Errors
    /// The memory limit.
    pub fn reserve(&self, heap: &Heap<'h>, more: usize) -> R<'h, ()> {
        let length = self.length.get();
        let old = self.buffer.get();
        let needed = length.saturating_add(more);
        if needed <= old.len() {
            return Ok(());
        }
        let capacity = needed.max(old.len().saturating_mul(2)).max(4);
        let grown = heap.cells(capacity, |i| match old.get(i) {
            Some(cell) if i < length => cell.get(),
            _ => Value::Unbound,
        })?;
        self.buffer.set(grown);
        self.sorting.set(false);
        Ok(())
    }

    /// Replace `start..end` by `items` (positions are clamped to the length).
    ///
    /// # Errors
    /// The memory limit.
    pub fn splice(&self, heap: &Heap<'h>, start: usize, end: usize, items: &[Value<'h>]) -> R<'h, ()> {
        let length = self.length.get();
        let start = start.min(length);
        let end = end.clamp(start, length);
        let removed = end.saturating_sub(start);
        if items.len() > removed {
            self.reserve(heap, items.len().saturating_sub(removed))?;
        }
        let buffer = self.buffer.get();
        let tail = length.saturating_sub(end);
        let target = start.saturating_add(items.len());
        let at = |i: usize| buffer.get(i).map_or(Value::Unbound, Cell::get);
        if target > end {
            for i in (0..tail).rev() {
                if let Some(cell) = buffer.get(target.saturating_add(i)) {
                    cell.set(at(end.saturating_add(i)));
                }
            }
        } else {
            for i in 0..tail {
                if let Some(cell) = buffer.get(target.saturating_add(i)) {
                    cell.set(at(end.saturating_add(i)));
                }
            }
        }
        for (i, item) in items.iter().enumerate() {
            if let Some(cell) = buffer.get(start.saturating_add(i)) {
                cell.set(*item);
            }
        }
        self.length.set(target.saturating_add(tail));
        Ok(())
    }

    /// Remove and return the item at a position.
    pub fn remove(&self, index: usize) -> Option<Value<'h>> {
        let value = self.get(index)?;
        let cells = self.cells();
        let mut i = index;
        while let Some(next) = cells.get(i.saturating_add(1)) {
            if let Some(cell) = cells.get(i) {
                cell.set(next.get());
            }
            i = i.saturating_add(1);
        }
        self.length.set(self.length.get().saturating_sub(1));
        Some(value)
    }

    /// Remove and return the last item.
    #[inline]
    pub fn pop(&self) -> Option<Value<'h>> {
        let last = self.length.get().checked_sub(1)?;
        let value = self.get(last);
        self.length.set(last);
        value
    }

    /// Remove everything.
    pub fn clear(&self) {
        self.length.set(0);
        self.buffer.set(&[]);
    }

    /// A copy of the items outside the region; the caller charges for it.
    #[must_use]
    pub fn to_vec(&self) -> Vec<Value<'h>> {
        self.cells().iter().map(Cell::get).collect()
    }

    /// Put other items in place of all.
    ///
    /// # Errors
    /// The memory limit.
    pub fn replace_all(&self, heap: &Heap<'h>, items: &[Value<'h>]) -> R<'h, ()> {
        if items.len() <= self.buffer.get().len() {
            for (cell, item) in self.buffer.get().iter().zip(items) {
                cell.set(*item);
            }
        } else {
            self.buffer.set(heap.values(items, items.len())?);
            self.sorting.set(false);
        }
        self.length.set(items.len());
        Ok(())
    }

    /// Leave the list empty while its items are sorted elsewhere.
    fn take(&self) -> Taken<'h> {
        Taken {
            buffer: self.buffer.replace(&[]),
            length: self.length.replace(0),
            sorting: self.sorting.replace(true),
        }
    }

    /// Put the items back in another order, over whatever is there; whether nothing else was put into the list.
    fn put_back(&self, taken: Taken<'h>, items: &[Value<'h>]) -> bool {
        for (cell, item) in taken.buffer.iter().zip(items) {
            cell.set(*item);
        }
        self.buffer.set(taken.buffer);
        self.length.set(taken.length);
        self.sorting.replace(taken.sorting)
    }
}
