//! The hash table under `dict` and `set`: insertion order, stored hashes, small ones scanned, cells only.

use crate::context::Context;
use crate::heap::Heap;
use crate::ops;
use crate::stop::R;
use crate::value::Value;
use std::cell::Cell;

/// One entry; a removed one has an unbound key.
#[derive(Debug)]
pub struct Entry<'h> {
    hash: Cell<u64>,
    key: Cell<Value<'h>>,
    value: Cell<Value<'h>>,
}

/// An insertion-ordered hash table.
#[derive(Debug)]
pub struct Table<'h> {
    entries: Cell<&'h [Entry<'h>]>,
    /// Entries in use, removed ones included.
    used: Cell<usize>,
    /// Entries before this position were removed.
    head: Cell<usize>,
    /// Entries that are there.
    live: Cell<usize>,
    /// Positions by hash; empty while at most [`SCANNED`] entries are in use.
    index: Cell<&'h [Cell<u32>]>,
    /// Slots of the index in use, at most as many as there are entries; those of removed entries stay.
    links: Cell<usize>,
    /// Changes with every insertion of a key and every removal.
    stamp: Cell<u32>,
}

const SCANNED: usize = 8;
const FREE: u32 = u32::MAX;

impl<'h> Table<'h> {
    /// An empty table.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self {
            entries: Cell::new(&[]),
            used: Cell::new(0),
            head: Cell::new(0),
            live: Cell::new(0),
            index: Cell::new(&[]),
            links: Cell::new(0),
            stamp: Cell::new(0),
        }
    }

    /// Number of entries.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.live.get()
    }

    /// Whether there are none.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.live.get() == 0
    }

    /// Changes whenever a key is added or removed.
    #[must_use]
    pub fn stamp(&self) -> u32 {
        self.stamp.get()
    }

    /// Positions in use: every entry has a position below this.
    #[must_use]
    #[inline]
    pub fn positions(&self) -> usize {
        self.used.get()
    }

    /// Where a walk from a position on really starts.
    #[must_use]
    #[inline]
    pub fn front(&self, position: usize) -> usize {
        position.max(self.head.get())
    }

    /// How many positions a walk over all entries looks at: what it costs.
    #[must_use]
    #[inline]
    pub fn span(&self) -> u64 {
        self.used.get().saturating_sub(self.head.get()) as u64
    }

    /// The entry at a position, none when it was removed.
    #[must_use]
    #[inline]
    pub fn at(&self, position: usize) -> Option<(Value<'h>, Value<'h>)> {
        if position >= self.used.get() {
            return None;
        }
        let entry = self.entries.get().get(position)?;
        let key = entry.key.get();
        if key.is_bound() { Some((key, entry.value.get())) } else { None }
    }

    /// The stored hash of the entry at a position.
    #[must_use]
    pub fn hash_at(&self, position: usize) -> u64 {
        self.entries.get().get(position).map_or(0, |entry| entry.hash.get())
    }

    /// The first entry at `position` or behind it, and the position behind it.
    #[must_use]
    #[inline]
    pub fn next_from(&self, mut position: usize) -> Option<(usize, Value<'h>, Value<'h>)> {
        position = self.front(position);
        while position < self.used.get() {
            let found = self.at(position);
            position = position.saturating_add(1);
            if let Some((key, value)) = found {
                return Some((position, key, value));
            }
        }
        None
    }

    /// The last entry before `position`, and its position.
    #[must_use]
    pub fn previous_from(&self, mut position: usize) -> Option<(usize, Value<'h>, Value<'h>)> {
        position = position.min(self.used.get());
        while let Some(previous) = position.checked_sub(1).filter(|at| *at >= self.head.get()) {
            position = previous;
            if let Some((key, value)) = self.at(position) {
                return Some((position, key, value));
            }
        }
        None
    }

    /// Position of a key.
    ///
    /// # Errors
    /// Limits; comparing keys never runs code of the policy.
    #[inline]
    pub fn find(&self, cx: &Context<'h>, hash: u64, key: Value<'h>) -> R<'h, Option<usize>> {
        let index = self.index.get();
        if index.is_empty() {
            for position in self.head.get()..self.used.get() {
                if let Some(entry) = self.entries.get().get(position)
                    && entry.hash.get() == hash
                    && self.matches(cx, entry, key)?
                {
                    return Ok(Some(position));
                }
            }
            return Ok(None);
        }
        let mask = index.len().wrapping_sub(1);
        let mut slot = spread(hash) & mask;
        loop {
            let Some(position) = index.get(slot).map(Cell::get) else { return Ok(None) };
            if position == FREE {
                return Ok(None);
            }
            if let Some(entry) = self.entries.get().get(position as usize)
                && entry.hash.get() == hash
                && self.matches(cx, entry, key)?
            {
                return Ok(Some(position as usize));
            }
            slot = slot.wrapping_add(1) & mask;
        }
    }

    #[inline]
    fn matches(&self, cx: &Context<'h>, entry: &Entry<'h>, key: Value<'h>) -> R<'h, bool> {
        let stored = entry.key.get();
        match (stored, key) {
            (Value::Unbound, _) => Ok(false),
            (Value::Str(a), Value::Str(b)) => {
                Ok(std::ptr::eq(a, b) || a.text(cx.heap())? == b.text(cx.heap())?)
            }
            _ => {
                if stored.is(key) {
                    return Ok(true);
                }
                ops::equal(cx, stored, key)
            }
        }
    }

    /// Position of a text key given without a value, by its hash.
    ///
    /// # Errors
    /// The memory limit.
    pub fn find_text(&self, cx: &Context<'h>, hash: u64, key: &str) -> R<'h, Option<usize>> {
        let index = self.index.get();
        let matches = |position: usize| -> R<'h, bool> {
            match self.entries.get().get(position) {
                Some(entry) if entry.hash.get() == hash => match entry.key.get() {
                    Value::Str(stored) => Ok(stored.text(cx.heap())? == key),
                    _ => Ok(false),
                },
                _ => Ok(false),
            }
        };
        if index.is_empty() {
            for position in self.head.get()..self.used.get() {
                if matches(position)? {
                    return Ok(Some(position));
                }
            }
            return Ok(None);
        }
        let mask = index.len().wrapping_sub(1);
        let mut slot = spread(hash) & mask;
        loop {
            let Some(position) = index.get(slot).map(Cell::get) else { return Ok(None) };
            if position == FREE {
                return Ok(None);
            }
            if matches(position as usize)? {
                return Ok(Some(position as usize));
            }
            slot = slot.wrapping_add(1) & mask;
        }
    }

    /// The value of a key.
    ///
    /// # Errors
    /// Limits.
    #[inline]
    pub fn get(&self, cx: &Context<'h>, hash: u64, key: Value<'h>) -> R<'h, Option<Value<'h>>> {
        Ok(self.find(cx, hash, key)?.and_then(|position| self.at(position)).map(|(_, value)| value))
    }

    /// Replace the value at a position.
    #[inline]
    pub fn set_value(&self, position: usize, value: Value<'h>) {
        if let Some(entry) = self.entries.get().get(position) {
            entry.value.set(value);
        }
    }

    /// Set the value of a key (the first key stays). True when the key is new.
    ///
    /// # Errors
    /// Limits.
    #[inline]
    pub fn insert(&self, cx: &Context<'h>, hash: u64, key: Value<'h>, value: Value<'h>) -> R<'h, bool> {
        if let Some(position) = self.find(cx, hash, key)? {
            self.set_value(position, value);
            return Ok(false);
        }
        self.push_new(cx.heap(), hash, key, value)?;
        Ok(true)
    }

    /// Add an entry whose key is known to be absent.
    ///
    /// # Errors
    /// The memory limit.
    pub fn push_new(&self, heap: &Heap<'h>, hash: u64, key: Value<'h>, value: Value<'h>) -> R<'h, ()> {
        let room = self.entries.get().len();
        if self.used.get() >= room || self.links.get() >= room {
            self.make_room(heap)?;
        }
        let used = self.used.get();
        if let Some(entry) = self.entries.get().get(used) {
            entry.hash.set(hash);
            entry.key.set(key);
            entry.value.set(value);
        }
        let index = self.index.get();
        if !index.is_empty() {
            link(index, hash, used);
            self.links.set(self.links.get().wrapping_add(1));
        }
        self.used.set(used.wrapping_add(1));
        self.live.set(self.live.get().wrapping_add(1));
        self.stamp.set(self.stamp.get().wrapping_add(1));
        Ok(())
    }

    /// Make room for this many entries in all.
    ///
    /// # Errors
    /// The memory limit.
    pub fn reserve(&self, heap: &Heap<'h>, total: usize) -> R<'h, ()> {
        if total <= self.entries.get().len() {
            return Ok(());
        }
        self.move_to(heap, room_within(total.saturating_add(total >> 1).saturating_add(1)))
    }

    /// Make room for one more entry, by CPython's schedule, on which it depends what a loop sees that changes the
    /// table: a third of the next table's slots are taken by what is there now.
    #[inline(never)]
    fn make_room(&self, heap: &Heap<'h>) -> R<'h, ()> {
        let old = self.entries.get();
        let room = room_within(self.live.get().saturating_mul(3));
        if room == old.len() {
            self.close_gaps(old);
            return Ok(());
        }
        self.move_to(heap, room)
    }

    /// Move to a table of another size.
    fn move_to(&self, heap: &Heap<'h>, capacity: usize) -> R<'h, ()> {
        let old = self.entries.get();
        heap.charge(size_of::<Entry<'h>>().saturating_mul(capacity))?;
        let entries = heap.entries(capacity)?;
        let slots = capacity.saturating_mul(2).next_power_of_two();
        let index = if capacity > SCANNED { heap.cells(slots, |_| FREE)? } else { &[] };
        self.index.set(index);
        self.entries.set(entries);
        self.move_entries(old, entries);
        Ok(())
    }

    /// Move the entries to the front of the table they are in.
    fn close_gaps(&self, entries: &'h [Entry<'h>]) {
        for slot in self.index.get() {
            slot.set(FREE);
        }
        self.move_entries(entries, entries);
    }

    /// Move the entries, without gaps, and note their positions in the index.
    fn move_entries(&self, from: &[Entry<'h>], to: &[Entry<'h>]) {
        let index = self.index.get();
        let mut used = 0_usize;
        for entry in from.iter().take(self.used.get()).skip(self.head.get()) {
            let key = entry.key.replace(Value::Unbound);
            if !key.is_bound() {
                continue;
            }
            if let Some(place) = to.get(used) {
                place.value.set(entry.value.get());
                place.hash.set(entry.hash.get());
                place.key.set(key);
            }
            if !index.is_empty() {
                link(index, entry.hash.get(), used);
            }
            used = used.saturating_add(1);
        }
        self.used.set(used);
        self.head.set(0);
        self.links.set(if index.is_empty() { 0 } else { used });
    }

    /// Remove the entry at a position.
    pub fn remove_at(&self, position: usize) -> Option<(Value<'h>, Value<'h>)> {
        let found = self.at(position)?;
        let entries = self.entries.get();
        if let Some(entry) = entries.get(position) {
            entry.key.set(Value::Unbound);
            entry.value.set(Value::Unbound);
        }
        self.live.set(self.live.get().saturating_sub(1));
        self.stamp.set(self.stamp.get().wrapping_add(1));
        // Gaps at the front are skipped for good, so that queues stay fast.
        if position == self.head.get() {
            let is_gap = |at: usize| entries.get(at).is_some_and(|entry| !entry.key.get().is_bound());
            let mut head = position;
            while head < self.used.get() && is_gap(head) {
                head = head.saturating_add(1);
            }
            self.head.set(head);
        }
        Some(found)
    }

    /// Move the entry at a position behind all others.
    ///
    /// # Errors
    /// The memory limit.
    pub fn move_last(&self, heap: &Heap<'h>, position: usize) -> R<'h, ()> {
        let hash = self.hash_at(position);
        match self.remove_at(position) {
            Some((key, value)) => self.push_new(heap, hash, key, value),
            None => Ok(()),
        }
    }

    /// Move the entry at a position before all others. The caller charges for what is before it, and for the index.
    pub fn move_first(&self, position: usize) {
        let Some((key, value)) = self.at(position) else { return };
        let (hash, head) = (self.hash_at(position), self.head.get());
        let entries = self.entries.get();
        let put = |at: usize, hash: u64, key: Value<'h>, value: Value<'h>| {
            if let Some(entry) = entries.get(at) {
                entry.hash.set(hash);
                entry.key.set(key);
                entry.value.set(value);
            }
        };
        for at in (head.saturating_add(1)..=position).rev() {
            if let Some(before) = at.checked_sub(1).and_then(|before| entries.get(before)) {
                put(at, before.hash.get(), before.key.get(), before.value.get());
            }
        }
        put(head, hash, key, value);
        self.close_gaps(entries);
        self.stamp.set(self.stamp.get().wrapping_add(1));
    }

    /// Remove and return the last entry; the positions behind the others are used again.
    pub fn pop(&self) -> Option<(Value<'h>, Value<'h>)> {
        let (last, ..) = self.previous_from(self.used.get())?;
        let found = self.remove_at(last);
        self.used.set(last.max(self.head.get()));
        found
    }

    /// Remove everything.
    pub fn clear(&self) {
        self.entries.set(&[]);
        self.index.set(&[]);
        self.used.set(0);
        self.head.set(0);
        self.live.set(0);
        self.links.set(0);
        self.stamp.set(self.stamp.get().wrapping_add(1));
    }

    /// Become a copy of another table.
    ///
    /// # Errors
    /// The memory limit.
    pub fn copy_from(&self, heap: &Heap<'h>, other: &Table<'h>) -> R<'h, ()> {
        self.clear();
        self.reserve(heap, other.len())?;
        let mut position = 0;
        while let Some((next, key, value)) = other.next_from(position) {
            let hash = other.hash_at(next.saturating_sub(1));
            self.push_new(heap, hash, key, value)?;
            position = next;
        }
        Ok(())
    }
}

impl Default for Table<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'h> Heap<'h> {
    fn entries(&self, capacity: usize) -> R<'h, &'h [Entry<'h>]> {
        self.slice_with(capacity, |_| Entry {
            hash: Cell::new(0),
            key: Cell::new(Value::Unbound),
            value: Cell::new(Value::Unbound),
        })
    }
}

/// How many entries fit a table of at least this many slots: the slots are a power of two, and two thirds of them hold
/// entries.
fn room_within(slots: usize) -> usize {
    let slots = slots.clamp(8, 1 << 31).next_power_of_two();
    slots.saturating_mul(2).checked_div(3).unwrap_or(slots)
}

/// Fold the hash's high half in: linear probing looks at the low bits only.
#[inline]
fn spread(hash: u64) -> usize {
    let folded = hash ^ (hash >> 32);
    usize::try_from(folded & 0xFFFF_FFFF).unwrap_or(0)
}

fn link(index: &[Cell<u32>], hash: u64, position: usize) {
    let mask = index.len().wrapping_sub(1);
    let mut slot = spread(hash) & mask;
    while let Some(cell) = index.get(slot) {
        if cell.get() == FREE {
            cell.set(u32::try_from(position).unwrap_or(FREE));
            return;
        }
        slot = slot.wrapping_add(1) & mask;
    }
}
