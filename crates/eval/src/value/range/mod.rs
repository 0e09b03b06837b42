//! `range` and `slice`.

pub mod methods;

use crate::heap::Heap;
use crate::stop::R;
use crate::value::{Value, int};
use num_traits::ToPrimitive;
use std::marker::PhantomData;

/// A range. Bounds beyond 64 bits are kept exactly up to 127 bits.
#[derive(Clone, Copy, Debug)]
pub struct Range<'h> {
    /// First number.
    pub start: i128,
    /// Bound, not contained.
    pub stop: i128,
    /// Step, never zero.
    pub step: i128,
    _heap: PhantomData<&'h ()>,
}

impl<'h> Range<'h> {
    /// A range; the step must not be zero, and bounds are within 100 bits.
    #[must_use]
    pub const fn new(start: i128, stop: i128, step: i128) -> Self {
        Self { start, stop, step, _heap: PhantomData }
    }

    /// Number of its numbers.
    #[must_use]
    pub fn len(&self) -> i128 {
        let (low, high, step) = if self.step > 0 {
            (self.start, self.stop, self.step)
        } else {
            (self.stop, self.start, self.step.saturating_neg())
        };
        if low >= high {
            return 0;
        }
        high.saturating_sub(low).saturating_sub(1).checked_div(step).unwrap_or(0).saturating_add(1)
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The position of a number: outer none for what is no int and must be compared with each number.
    #[must_use]
    pub fn position(&self, value: Value<'h>) -> Option<Option<i128>> {
        let wanted = match value {
            Value::Int(number) => i128::from(number),
            Value::Bool(value) => i128::from(value),
            // Bounds are within 100 bits.
            Value::Big(big) => match big.to_owned().to_i128() {
                Some(number) => number,
                None => return Some(None),
            },
            _ => return None,
        };
        let offset = wanted.saturating_sub(self.start);
        let position = offset.checked_div(self.step).unwrap_or(0);
        let within = (0..self.len()).contains(&position) && offset.checked_rem(self.step) == Some(0);
        Some(within.then_some(position))
    }

    /// The same numbers in reverse order.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let last = self.start.saturating_add(self.step.saturating_mul(self.len().saturating_sub(1)));
        Self::new(last, self.start.saturating_sub(self.step), self.step.saturating_neg())
    }

    /// The number at a position within `0..len`.
    ///
    /// # Errors
    /// The memory limit.
    pub fn at(&self, heap: &Heap<'h>, index: i128) -> R<'h> {
        int::from_i128(heap, self.start.saturating_add(self.step.saturating_mul(index)))
    }
}

/// A slice object.
#[derive(Clone, Copy, Debug)]
pub struct SliceObject<'h> {
    /// First index, or `None`.
    pub start: Value<'h>,
    /// Index behind the last, or `None`.
    pub stop: Value<'h>,
    /// Step, or `None`.
    pub step: Value<'h>,
}
