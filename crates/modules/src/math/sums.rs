//! Sums and norms that lose nothing on the way: `fsum`, `sumprod`, `hypot`, `dist`.

use crate::raised::Raised;

/// The sum of two floats, and what rounding took from it.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// The product of two floats, and what rounding took from it.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, libm::fma(a, b, -product))
}

/// `math.fsum`: floats that do not overlap and sum to exactly what was added.
#[derive(Debug, Clone, Default)]
pub struct ExactSum {
    partials: Vec<f64>,
    special: f64,
    infinite: f64,
}

impl ExactSum {
    /// Adds a number.
    ///
    /// # Errors
    /// `OverflowError` when a partial sum is too large.
    pub fn add(&mut self, number: f64) -> Result<(), Raised> {
        let mut sum = number;
        let mut kept = 0;
        for at in 0..self.partials.len() {
            let Some(partial) = self.partials.get(at).copied() else { break };
            let (large, small) = if sum.abs() < partial.abs() { (partial, sum) } else { (sum, partial) };
            let high = large + small;
            let low = small - (high - large);
            if low != 0.0 {
                if let Some(place) = self.partials.get_mut(kept) {
                    *place = low;
                }
                kept = kept.saturating_add(1);
            }
            sum = high;
        }
        self.partials.truncate(kept);
        if sum == 0.0 {
            return Ok(());
        }
        if sum.is_finite() {
            self.partials.push(sum);
            return Ok(());
        }
        if number.is_finite() {
            return Err(Raised::overflow("intermediate overflow in fsum"));
        }
        if number.is_infinite() {
            self.infinite += number;
        }
        self.special += number;
        self.partials.clear();
        Ok(())
    }

    /// The sum, rounded once.
    ///
    /// # Errors
    /// `ValueError` when infinities of both signs were added.
    pub fn total(&self) -> Result<f64, Raised> {
        if self.special != 0.0 {
            return if self.infinite.is_nan() {
                Err(Raised::value("-inf + inf in fsum"))
            } else {
                Ok(self.special)
            };
        }
        let mut rest = self.partials.iter().rev().copied().peekable();
        let Some(mut high) = rest.next() else { return Ok(0.0) };
        let mut low = 0.0;
        for next in rest.by_ref() {
            let sum = high + next;
            low = next - (sum - high);
            high = sum;
            if low != 0.0 {
                break;
            }
        }
        // Exactly half way the partials below decide, not the even digit.
        if let Some(below) = rest.peek()
            && ((low < 0.0 && *below < 0.0) || (low > 0.0 && *below > 0.0))
        {
            let twice = low * 2.0;
            let sum = high + twice;
            if sum - high == twice {
                high = sum;
            }
        }
        Ok(high)
    }
}

/// `math.sumprod` of floats: a sum of products in three floats, or in one when a product is not finite.
#[derive(Debug, Clone, Copy, Default)]
pub struct SumProduct {
    high: f64,
    low: f64,
    tiny: f64,
    plain: Option<f64>,
}

impl SumProduct {
    /// Adds a product.
    pub fn add(&mut self, a: f64, b: f64) {
        if let Some(plain) = &mut self.plain {
            *plain += a * b;
            return;
        }
        let (product, product_rest) = two_product(a, b);
        let (high, high_rest) = two_sum(self.high, product);
        if !high.is_finite() {
            self.plain = Some(self.total() + a * b);
            return;
        }
        let (low, low_rest) = two_sum(self.low, product_rest);
        let (low, rest) = two_sum(low, high_rest);
        *self = Self { high, low, tiny: self.tiny + low_rest + rest, plain: None };
    }

    /// The sum with a product more; none when that is not finite.
    #[must_use]
    pub fn with(mut self, a: f64, b: f64) -> Option<Self> {
        self.add(a, b);
        self.plain.is_none().then_some(self)
    }

    /// The sum, rounded once.
    #[must_use]
    pub fn total(self) -> f64 {
        let (low, tiny) = two_sum(self.low, self.tiny);
        let (high, rest) = two_sum(self.high, low);
        self.plain.unwrap_or(high + (rest + tiny))
    }
}

/// `math.hypot`.
#[must_use]
pub fn hypot(coordinates: &[f64]) -> f64 {
    norm(coordinates.iter().map(|x| x.abs()))
}

/// `math.dist` of two points.
///
/// # Errors
/// `ValueError` unless both have as many coordinates.
pub fn dist(p: &[f64], q: &[f64]) -> Result<f64, Raised> {
    if p.len() != q.len() {
        return Err(Raised::value("both points must have the same number of dimensions"));
    }
    Ok(norm(p.iter().zip(q).map(|(a, b)| (a - b).abs())))
}

/// The length of a vector, from the sizes of its coordinates.
fn norm(sizes: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = sizes.clone().fold(0.0, f64::max);
    if largest.is_infinite() {
        return largest;
    }
    if sizes.clone().any(f64::is_nan) {
        return f64::NAN;
    }
    if largest == 0.0 || sizes.clone().nth(1).is_none() {
        return largest;
    }
    let (_, exponent) = libm::frexp(largest);
    if exponent < -1023 {
        let grown = sizes.map(|x| x / f64::MIN_POSITIVE);
        return f64::MIN_POSITIVE * scaled(grown.clone(), grown.fold(0.0, f64::max));
    }
    scaled(sizes, largest)
}

/// The same, with squares that neither overflow nor vanish.
fn scaled(sizes: impl Iterator<Item = f64>, largest: f64) -> f64 {
    let (_, exponent) = libm::frexp(largest);
    let scale = libm::scalbn(1.0, exponent.saturating_neg());
    // The sum begins at one, above every square, so that what is lost in adding is known exactly.
    let (mut sum, mut square_rests, mut sum_rests) = (1.0, 0.0, 0.0);
    let mut add = |a: f64, b: f64| {
        let (square, rest) = two_product(a, b);
        let next = sum + square;
        sum_rests += square - (next - sum);
        sum = next;
        square_rests += rest;
        sum - 1.0 + (square_rests + sum_rests)
    };
    let mut total = 0.0;
    for size in sizes {
        total = add(size * scale, size * scale);
    }
    let root = total.sqrt();
    // One step of Newton's method, from the exact difference between the sum and the square of the root.
    let difference = add(-root, root);
    (root + difference / (2.0 * root)) / scale
}
