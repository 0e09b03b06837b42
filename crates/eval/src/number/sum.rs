//! Sums of floats as `sum()` makes them.

/// A running sum with the rounding errors kept apart (Neumaier's method), as CPython's `sum()` since 3.12.
#[derive(Clone, Copy, Debug, Default)]
pub struct FloatSum {
    high: f64,
    low: f64,
}

impl FloatSum {
    /// Starts at a value.
    #[must_use]
    pub const fn new(start: f64) -> Self {
        Self { high: start, low: 0.0 }
    }

    /// Adds a float.
    pub fn add(&mut self, value: f64) {
        let total = self.high + value;
        self.low += if self.high.abs() >= value.abs() {
            (self.high - total) + value
        } else {
            (value - total) + self.high
        };
        self.high = total;
    }

    /// Adds a number without compensation, as CPython does for integers within the floats.
    pub fn add_plain(&mut self, value: f64) {
        self.high += value;
    }

    /// The sum.
    #[must_use]
    pub fn total(self) -> f64 {
        if self.low != 0.0 && self.low.is_finite() { self.high + self.low } else { self.high }
    }
}
