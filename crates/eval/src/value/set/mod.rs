//! `set` and `frozenset`, in insertion order.

pub mod methods;
pub use methods::{FROZENSET_NEW, FROZENSET_ROWS, SET_NEW, SET_ROWS};

use crate::class::{self, Class};
use crate::context::Context;
use crate::heap::Heap;
use crate::ops;
use crate::stop::R;
use crate::value::Value;
use crate::value::dict::table::Table;

/// A set or frozenset.
#[derive(Debug)]
pub struct Set<'h> {
    /// Whether it is a `frozenset`.
    pub frozen: bool,
    /// The elements, as keys.
    pub table: Table<'h>,
}

impl<'h> Set<'h> {
    /// An empty set.
    ///
    /// # Errors
    /// The memory limit.
    pub fn new(heap: &Heap<'h>, frozen: bool) -> R<'h, &'h Set<'h>> {
        heap.alloc(Set { frozen, table: Table::new() })
    }

    /// Its type.
    #[must_use]
    pub fn class(&self) -> &'static Class {
        if self.frozen { &class::FROZENSET } else { &class::SET }
    }

    /// Number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Add an element. True when it is new.
    ///
    /// # Errors
    /// `TypeError` for an unhashable element; limits.
    pub fn add(&self, cx: &Context<'h>, element: Value<'h>) -> R<'h, bool> {
        let hash = ops::hash(cx, element)?;
        if self.table.find(cx, hash, element)?.is_some() {
            return Ok(false);
        }
        self.table.push_new(cx.heap(), hash, element, Value::None)?;
        Ok(true)
    }

    /// Whether an element is there.
    ///
    /// # Errors
    /// `TypeError` for an unhashable element; limits.
    pub fn contains(&self, cx: &Context<'h>, element: Value<'h>) -> R<'h, bool> {
        let hash = ops::hash(cx, element)?;
        Ok(self.table.find(cx, hash, element)?.is_some())
    }
}
