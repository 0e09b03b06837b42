//! Positions: the ranges of `find` and its kin, and slices.

/// The part of a sequence of `len` elements that optional bounds name, negative ones counting from the end, as in
/// `str.find(x, start, end)`. `None` where no text, not even an empty one, can be found: the start is behind the end.
///
/// Bounds that don't fit are passed as the nearest `i64`.
///
/// ```
/// use hognose_eval::text::range::window;
/// assert_eq!(window(5, Some(-3), None), Some((2, 5)));
/// assert_eq!(window(5, Some(5), None), Some((5, 5)));
/// assert_eq!(window(5, Some(6), None), None);
/// ```
#[must_use]
pub fn window(len: usize, start: Option<i64>, end: Option<i64>) -> Option<(usize, usize)> {
    let size = i64::try_from(len).unwrap_or(i64::MAX);
    let absolute = |bound: i64| if bound < 0 { bound.saturating_add(size).max(0) } else { bound };
    let start = usize::try_from(start.map_or(0, absolute)).ok()?;
    let end = usize::try_from(end.map_or(size, absolute).min(size)).ok()?;
    (start <= end).then_some((start, end))
}

/// A slice made definite for a sequence: `slice.indices` and the number of elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Position of the first element; -1 or the length where there is none.
    pub start: i64,
    /// Bound that is not reached.
    pub stop: i64,
    /// Distance from element to element; never 0.
    pub step: i64,
    /// Number of elements.
    pub count: usize,
}

impl Slice {
    /// Resolves a slice over `len` elements. `None` for a step of 0 (`ValueError: slice step cannot be zero`).
    ///
    /// ```
    /// use hognose_eval::text::range::Slice;
    /// let slice = Slice::new(5, None, None, Some(-2)).unwrap();
    /// assert_eq!((slice.start, slice.stop, slice.count), (4, -1, 3));
    /// ```
    #[must_use]
    pub fn new(len: usize, start: Option<i64>, stop: Option<i64>, step: Option<i64>) -> Option<Self> {
        let size = i64::try_from(len).unwrap_or(i64::MAX);
        let step = step.unwrap_or(1).max(-i64::MAX);
        if step == 0 {
            return None;
        }
        let (lowest, highest) = if step < 0 { (-1, size.saturating_sub(1)) } else { (0, size) };
        let clamp = |bound: i64| {
            let bound = if bound < 0 { bound.saturating_add(size) } else { bound };
            bound.clamp(lowest, highest)
        };
        let (first, last) = if step < 0 { (highest, lowest) } else { (lowest, highest) };
        let (start, stop) = (start.map_or(first, clamp), stop.map_or(last, clamp));
        let distance = if step < 0 { start.saturating_sub(stop) } else { stop.saturating_sub(start) };
        let count = if distance <= 0 {
            0
        } else {
            usize::try_from(distance.unsigned_abs().div_ceil(step.unsigned_abs())).unwrap_or(usize::MAX)
        };
        Some(Self { start, stop, step, count })
    }

    /// The positions of the elements, in the slice's order.
    pub fn positions(self) -> impl Iterator<Item = usize> + Clone {
        (0..self.count).filter_map(move |number| {
            let moved = i64::try_from(number).ok()?.checked_mul(self.step)?;
            usize::try_from(self.start.checked_add(moved)?).ok()
        })
    }
}
