//! `tuple` and named tuples.

pub mod methods;

use crate::class::{self, Class};
use crate::heap::Heap;
use crate::stop::R;
use crate::value::Value;

/// A tuple, or a value of a type derived from it.
#[derive(Debug)]
pub struct Tuple<'h> {
    items: &'h [Value<'h>],
    /// Field names and type name, for named tuples.
    pub shape: Option<&'h Shape<'h>>,
}

/// What a named tuple adds.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'h> {
    /// The class that holds its methods.
    pub class: &'static Class,
    /// The name of the type.
    pub name: &'h str,
    /// The names of its fields, in order.
    pub fields: &'h [&'h str],
    /// The number of the type, when it was made while evaluating.
    pub made: Option<std::num::NonZero<u32>>,
}

impl<'h> Tuple<'h> {
    /// A tuple over items that are in the region already.
    #[must_use]
    pub const fn new(items: &'h [Value<'h>]) -> Self {
        Self { items, shape: None }
    }

    /// A tuple of these items.
    ///
    /// # Errors
    /// The memory limit.
    pub fn from_slice(heap: &Heap<'h>, items: &[Value<'h>]) -> R<'h, &'h Tuple<'h>> {
        heap.alloc(Tuple::new(heap.slice(items)?))
    }

    /// A named tuple.
    ///
    /// # Errors
    /// The memory limit.
    pub fn named(heap: &Heap<'h>, items: &[Value<'h>], shape: &'h Shape<'h>) -> R<'h, &'h Tuple<'h>> {
        heap.alloc(Tuple { items: heap.slice(items)?, shape: Some(shape) })
    }

    /// The items.
    #[must_use]
    #[inline]
    pub fn items(&self) -> &'h [Value<'h>] {
        self.items
    }

    /// Number of items.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Its type.
    #[must_use]
    pub fn class(&self) -> &'static Class {
        self.shape.map_or(&class::TUPLE, |shape| shape.class)
    }
}
