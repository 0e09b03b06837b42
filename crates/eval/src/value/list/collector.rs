//! Lists that are made item by item.

use super::List;
use crate::heap::Heap;
use crate::stop::R;
use crate::value::Value;
use std::cell::Cell;

/// Items kept on the stack before they go to the region.
const SMALL: usize = 16;

/// A list being made: short ones get a buffer of just their size.
pub(crate) struct Collector<'h> {
    small: [Value<'h>; SMALL],
    used: usize,
    large: Option<&'h List<'h>>,
    expected: usize,
}

impl<'h> Collector<'h> {
    /// Nothing yet.
    #[inline]
    pub(crate) fn new() -> Self {
        Self::expecting(0)
    }

    /// Nothing yet, but about so many items to come: no more than what they are made of has bytes.
    #[inline]
    pub(crate) fn expecting(count: usize) -> Self {
        Self { small: [Value::Unbound; SMALL], used: 0, large: None, expected: count }
    }

    /// Append an item.
    #[inline]
    pub(crate) fn push(&mut self, heap: &Heap<'h>, item: Value<'h>) -> R<'h, ()> {
        match self.small.get_mut(self.used) {
            Some(place) => {
                *place = item;
                self.used = self.used.saturating_add(1);
                Ok(())
            }
            None => self.spill(heap, item),
        }
    }

    #[inline(never)]
    fn spill(&mut self, heap: &Heap<'h>, item: Value<'h>) -> R<'h, ()> {
        let list = match self.large {
            Some(list) => list,
            None => {
                let list = List::new(heap)?;
                list.reserve(heap, self.expected.max(SMALL.saturating_mul(4)))?;
                for item in self.small {
                    list.push(heap, item)?;
                }
                self.large = Some(list);
                list
            }
        };
        list.push(heap, item)
    }

    /// The list.
    pub(crate) fn finish(self, heap: &Heap<'h>) -> R<'h, &'h List<'h>> {
        match self.large {
            Some(list) => Ok(list),
            None => List::from_slice(heap, self.small.get(..self.used).unwrap_or_default()),
        }
    }
}

/// Turn a list round.
pub(crate) fn reverse(list: &List<'_>) {
    let cells = list.cells();
    let half = cells.len() / 2;
    for (front, back) in cells.iter().take(half).zip(cells.iter().rev()) {
        Cell::swap(front, back);
    }
}
