//! Merging two neighbouring runs: the shorter one is set aside, which leaves a gap between what is merged and the
//! rest of the other run. Whatever happens, the gap is filled with what is left of the run set aside.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "positions are within the length of a slice, and counts of wins are at most as large"
)]

use super::runs::{GALLOP, Less, search_left, search_right};

/// Merge the first `length` items with the rest, from the front: the first run is set aside.
///
/// # Errors
/// What comparing raises.
pub(super) fn forwards<T: Copy, E>(
    items: &mut [T],
    length: usize,
    less: Less<'_, T, E>,
    gallop: &mut usize,
) -> Result<(), E> {
    let aside = items.get(..length).unwrap_or(&[]).to_vec();
    let mut merge = Forwards { items, aside: &aside, a: 0, b: length };
    let result = merge.run(less, gallop);
    merge.fill_gap();
    result
}

/// Merge the first `length` items with the rest, from the end: the second run is set aside.
///
/// # Errors
/// What comparing raises.
pub(super) fn backwards<T: Copy, E>(
    items: &mut [T],
    length: usize,
    less: Less<'_, T, E>,
    gallop: &mut usize,
) -> Result<(), E> {
    let aside = items.get(length..).unwrap_or(&[]).to_vec();
    let mut merge = Backwards { items, aside: &aside, a: length, b: aside.len() };
    let result = merge.run(less, gallop);
    merge.fill_gap();
    result
}

/// Copy items to another place of the same slice, if both are within it.
fn shift<T: Copy>(items: &mut [T], from: usize, to: usize, count: usize) {
    if from.max(to) + count <= items.len() {
        items.copy_within(from..from + count, to);
    }
}

/// Copy items into a slice, if they are within it.
fn put<T: Copy>(items: &mut [T], to: usize, from: &[T]) {
    if let Some(place) = items.get_mut(to..to + from.len()) {
        place.copy_from_slice(from);
    }
}

struct Forwards<'a, T> {
    items: &'a mut [T],
    aside: &'a [T],
    /// Next item of the first run, in `aside`.
    a: usize,
    /// Next item of the second run, in `items`.
    b: usize,
}

impl<T: Copy> Forwards<'_, T> {
    fn a_left(&self) -> usize {
        self.aside.len() - self.a
    }

    fn b_left(&self) -> usize {
        self.items.len() - self.b
    }

    /// The gap is as long as what is left of the run set aside.
    fn gap(&self) -> usize {
        self.b - self.a_left()
    }

    /// Take items of the first run; whether something is left to compare.
    fn take_a(&mut self, count: usize) -> bool {
        let gap = self.gap();
        put(self.items, gap, self.aside.get(self.a..self.a + count).unwrap_or(&[]));
        self.a += count;
        if self.a_left() == 1 {
            // The last one belongs behind the whole second run.
            self.take_b(self.b_left());
        }
        self.a_left() > 1
    }

    /// Take items of the second run; whether something is left to compare.
    fn take_b(&mut self, count: usize) -> bool {
        let gap = self.gap();
        shift(self.items, self.b, gap, count);
        self.b += count;
        self.b_left() > 0
    }

    fn fill_gap(&mut self) {
        let gap = self.gap();
        put(self.items, gap, self.aside.get(self.a..).unwrap_or(&[]));
    }

    fn run<E>(&mut self, less: Less<'_, T, E>, gallop: &mut usize) -> Result<(), E> {
        if !self.take_b(1) {
            return Ok(());
        }
        if !self.take_a(0) {
            return Ok(());
        }
        let mut patience = *gallop;
        loop {
            let (mut a_wins, mut b_wins) = (0, 0);
            while a_wins < patience && b_wins < patience {
                let (Some(a), Some(b)) = (self.aside.get(self.a), self.items.get(self.b)) else {
                    return Ok(());
                };
                if less(b, a)? {
                    (a_wins, b_wins) = (0, b_wins + 1);
                    if !self.take_b(1) {
                        return Ok(());
                    }
                } else {
                    (a_wins, b_wins) = (a_wins + 1, 0);
                    if !self.take_a(1) {
                        return Ok(());
                    }
                }
            }
            patience += 1;
            loop {
                patience -= usize::from(patience > 1);
                *gallop = patience;
                let Some(b) = self.items.get(self.b) else { return Ok(()) };
                a_wins = search_right(self.aside.get(self.a..).unwrap_or(&[]), b, 0, less)?;
                if (a_wins > 0 && !self.take_a(a_wins)) || !self.take_b(1) {
                    return Ok(());
                }
                let Some(a) = self.aside.get(self.a) else { return Ok(()) };
                b_wins = search_left(self.items.get(self.b..).unwrap_or(&[]), a, 0, less)?;
                if (b_wins > 0 && !self.take_b(b_wins)) || !self.take_a(1) {
                    return Ok(());
                }
                if a_wins < GALLOP && b_wins < GALLOP {
                    break;
                }
            }
            patience += 1;
            *gallop = patience;
        }
    }
}

struct Backwards<'a, T> {
    items: &'a mut [T],
    aside: &'a [T],
    /// What is left of the first run, at the front of `items`.
    a: usize,
    /// What is left of the second run, at the front of `aside`.
    b: usize,
}

impl<T: Copy> Backwards<'_, T> {
    /// Take items of the end of the first run; whether something is left to compare.
    fn take_a(&mut self, count: usize) -> bool {
        let left = self.a.saturating_sub(count);
        shift(self.items, left, left + self.b, self.a - left);
        self.a = left;
        self.a > 0
    }

    /// Take items of the end of the second run; whether something is left to compare.
    fn take_b(&mut self, count: usize) -> bool {
        let left = self.b.saturating_sub(count);
        put(self.items, self.a + left, self.aside.get(left..self.b).unwrap_or(&[]));
        self.b = left;
        if self.b == 1 {
            // The last one belongs before the whole first run.
            self.take_a(self.a);
        }
        self.b > 1
    }

    fn fill_gap(&mut self) {
        put(self.items, self.a, self.aside.get(..self.b).unwrap_or(&[]));
    }

    fn run<E>(&mut self, less: Less<'_, T, E>, gallop: &mut usize) -> Result<(), E> {
        if !self.take_a(1) {
            return Ok(());
        }
        if !self.take_b(0) {
            return Ok(());
        }
        let mut patience = *gallop;
        loop {
            let (mut a_wins, mut b_wins) = (0, 0);
            while a_wins < patience && b_wins < patience {
                let Some((a, b)) = self.ends() else { return Ok(()) };
                if less(&b, &a)? {
                    (a_wins, b_wins) = (a_wins + 1, 0);
                    if !self.take_a(1) {
                        return Ok(());
                    }
                } else {
                    (a_wins, b_wins) = (0, b_wins + 1);
                    if !self.take_b(1) {
                        return Ok(());
                    }
                }
            }
            patience += 1;
            loop {
                patience -= usize::from(patience > 1);
                *gallop = patience;
                let Some((_, b)) = self.ends() else { return Ok(()) };
                let first = self.items.get(..self.a).unwrap_or(&[]);
                a_wins = self.a - search_right(first, &b, self.a - 1, less)?;
                if (a_wins > 0 && !self.take_a(a_wins)) || !self.take_b(1) {
                    return Ok(());
                }
                let Some((a, _)) = self.ends() else { return Ok(()) };
                let second = self.aside.get(..self.b).unwrap_or(&[]);
                b_wins = self.b - search_left(second, &a, self.b - 1, less)?;
                if (b_wins > 0 && !self.take_b(b_wins)) || !self.take_a(1) {
                    return Ok(());
                }
                if a_wins < GALLOP && b_wins < GALLOP {
                    break;
                }
            }
            patience += 1;
            *gallop = patience;
        }
    }

    /// The last items that are left of both runs.
    fn ends(&self) -> Option<(T, T)> {
        Some((*self.items.get(self.a.checked_sub(1)?)?, *self.aside.get(self.b.checked_sub(1)?)?))
    }
}
