//! A stable merge sort that makes the comparisons CPython's makes, in the same order.
//!
//! Natural runs are found and merged by the powers of the borders between them; where one run wins many times in a
//! row, its next position is searched by doubling steps. Comparisons may fail and may contradict one another: the
//! items are a permutation of what they were in any case.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "positions are within the length of a slice, and their sums and doubles within twice that"
)]

/// `a < b`.
pub(super) type Less<'a, T, E> = &'a mut dyn FnMut(&T, &T) -> Result<bool, E>;

/// How often a run wins in a row before its next position is searched.
pub(super) const GALLOP: usize = 7;
/// Runs are made at least half this long.
const RUN: usize = 64;

/// Sort items.
///
/// # Errors
/// What comparing raises.
pub(super) fn sort<T: Copy, E>(items: &mut [T], less: Less<'_, T, E>) -> Result<(), E> {
    if items.len() < 2 {
        return Ok(());
    }
    let shortest = shortest_run(items.len());
    let mut sorter = Sorter { items, less, runs: Vec::new(), gallop: GALLOP };
    let total = sorter.items.len();
    let mut start = 0;
    while start < total {
        let mut length = sorter.find_run(start)?;
        if length < shortest {
            let forced = shortest.min(total - start);
            sorter.insert(start, length, forced)?;
            length = forced;
        }
        sorter.push_run(start, length)?;
        start += length;
    }
    while let Some(last) = sorter.runs.len().checked_sub(2) {
        let before = last.checked_sub(1).and_then(|before| sorter.runs.get(before));
        let at = match (before, sorter.runs.get(last + 1)) {
            (Some(before), Some(after)) if before.length < after.length => last - 1,
            _ => last,
        };
        sorter.merge_at(at)?;
    }
    Ok(())
}

/// The length below which runs are extended: the total itself, or 32 to 64 so that the number of runs is about a power
/// of two.
fn shortest_run(mut total: usize) -> usize {
    let mut carry = 0;
    while total >= RUN {
        carry |= total & 1;
        total >>= 1;
    }
    total + carry
}

/// A sorted part of the items.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    length: usize,
    /// Of the border to the run behind it: how deep it lies in the tree of halvings.
    power: u32,
}

struct Sorter<'a, T, E> {
    items: &'a mut [T],
    less: Less<'a, T, E>,
    runs: Vec<Run>,
    gallop: usize,
}

impl<T: Copy, E> Sorter<'_, T, E> {
    /// Whether the item at `a` is less than that at `b`.
    fn less_at(&mut self, a: usize, b: usize) -> Result<bool, E> {
        match (self.items.get(a), self.items.get(b)) {
            (Some(a), Some(b)) => (self.less)(a, b),
            _ => Ok(false),
        }
    }

    fn reverse(&mut self, start: usize, length: usize) {
        if let Some(part) = self.items.get_mut(start..start + length) {
            part.reverse();
        }
    }

    /// The first place from `at` on whose item is less than the one before it.
    fn ascend(&mut self, mut at: usize) -> Result<usize, E> {
        while at < self.items.len() && !self.less_at(at, at - 1)? {
            at += 1;
        }
        Ok(at)
    }

    /// The length of the run at `start`; one that descends is turned round.
    fn find_run(&mut self, start: usize) -> Result<usize, E> {
        let total = self.items.len();
        let mut at = self.ascend(start + 1)?;
        if at == total {
            return Ok(at - start);
        }
        if at > start + 1 {
            if self.less_at(start, at - 1)? {
                return Ok(at - start);
            }
            // All equal so far: they keep their order when the whole is turned round.
            self.reverse(start, at - start);
        }
        at += 1;
        let mut equal = 0;
        while at < total {
            if self.less_at(at, at - 1)? {
                self.reverse_equal(at, equal);
                equal = 0;
            } else if self.less_at(at - 1, at)? {
                break;
            } else {
                equal += 1;
            }
            at += 1;
        }
        self.reverse_equal(at, equal);
        self.reverse(start, at - start);
        Ok(self.ascend(at)? - start)
    }

    /// Turn round the equal items before `end`, given how many equal the one before them.
    fn reverse_equal(&mut self, end: usize, equal: usize) {
        if equal > 0 {
            self.reverse(end - equal - 1, equal + 1);
        }
    }

    /// Extend a sorted part by inserting the items behind it where they belong.
    fn insert(&mut self, start: usize, sorted: usize, length: usize) -> Result<(), E> {
        for at in start + sorted..start + length {
            let (mut low, mut high) = (start, at);
            while low < high {
                let middle = (low + high) >> 1;
                if self.less_at(at, middle)? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            if let Some(part) = self.items.get_mut(low..=at) {
                part.rotate_right(1);
            }
        }
        Ok(())
    }

    /// Add a run, first merging those whose border lies deeper than the new one.
    fn push_run(&mut self, start: usize, length: usize) -> Result<(), E> {
        if let Some(last) = self.runs.last() {
            let power = power(last.start, last.length, length, self.items.len());
            while let Some(second) = self.runs.len().checked_sub(2)
                && self.runs.get(second).is_some_and(|run| run.power > power)
            {
                self.merge_at(second)?;
            }
            if let Some(last) = self.runs.last_mut() {
                last.power = power;
            }
        }
        self.runs.push(Run { start, length, power: 0 });
        Ok(())
    }

    /// Merge a run with the one behind it.
    fn merge_at(&mut self, at: usize) -> Result<(), E> {
        if at + 1 >= self.runs.len() {
            return Ok(());
        }
        let second = self.runs.remove(at + 1);
        let Some(first) = self.runs.get_mut(at) else { return Ok(()) };
        let (start, length) = (first.start, first.length);
        first.length += second.length;
        // Items that are in place already: at the front of the first run and at the end of the second.
        let Some(key) = self.items.get(second.start).copied() else { return Ok(()) };
        let skip = search_right(self.items.get(start..second.start).unwrap_or(&[]), &key, 0, self.less)?;
        let (start, length) = (start + skip, length - skip);
        if length == 0 {
            return Ok(());
        }
        let Some(key) = self.items.get(second.start - 1).copied() else { return Ok(()) };
        let behind = self.items.get(second.start..second.start + second.length).unwrap_or(&[]);
        let count = search_left(behind, &key, second.length - 1, self.less)?;
        if count == 0 {
            return Ok(());
        }
        let Some(part) = self.items.get_mut(start..second.start + count) else { return Ok(()) };
        if length <= count {
            super::merge::forwards(part, length, self.less, &mut self.gallop)
        } else {
            super::merge::backwards(part, length, self.less, &mut self.gallop)
        }
    }
}

/// How deep the border between two runs lies when the whole is halved again and again: the first bit in which the
/// midpoints of the runs, as fractions of the whole, differ.
fn power(start: usize, first: usize, second: usize, total: usize) -> u32 {
    let mut a = 2 * start + first;
    let mut b = a + first + second;
    let mut result = 1;
    loop {
        if a >= total {
            a -= total;
            b -= total;
        } else if b >= total {
            return result;
        }
        a <<= 1;
        b <<= 1;
        result += 1;
    }
}

/// Where a key belongs among sorted items, before equal ones; the search starts at `hint`.
pub(super) fn search_left<T, E>(items: &[T], key: &T, hint: usize, less: Less<'_, T, E>) -> Result<usize, E> {
    let mut test = |at: usize| items.get(at).map_or(Ok(false), |item| less(item, key));
    let (low, high) = if test(hint)? {
        widen_right(hint, items.len(), &mut test)?
    } else {
        widen_left(hint, |at| Ok(!test(at)?))?
    };
    halve(low, high, test)
}

/// Where a key belongs among sorted items, behind equal ones; the search starts at `hint`.
pub(super) fn search_right<T, E>(
    items: &[T],
    key: &T,
    hint: usize,
    less: Less<'_, T, E>,
) -> Result<usize, E> {
    let mut test = |at: usize| items.get(at).map_or(Ok(false), |item| less(key, item));
    let (low, high) = if test(hint)? {
        widen_left(hint, &mut test)?
    } else {
        widen_right(hint, items.len(), |at| Ok(!test(at)?))?
    };
    halve(low, high, |at| Ok(!test(at)?))
}

/// Steps of doubling width to the right of `hint` while `below` holds: the bounds of the place searched for.
fn widen_right<E>(
    hint: usize,
    length: usize,
    mut below: impl FnMut(usize) -> Result<bool, E>,
) -> Result<(usize, usize), E> {
    let most = length - hint;
    let (mut last, mut offset) = (0, 1);
    while offset < most && below(hint + offset)? {
        last = offset;
        offset = 2 * offset + 1;
    }
    Ok((hint + last + 1, hint + offset.min(most)))
}

/// Steps of doubling width to the left of `hint` while `above` holds.
fn widen_left<E>(hint: usize, mut above: impl FnMut(usize) -> Result<bool, E>) -> Result<(usize, usize), E> {
    let most = hint + 1;
    let (mut last, mut offset) = (0, 1);
    while offset < most && above(hint - offset)? {
        last = offset;
        offset = 2 * offset + 1;
    }
    Ok((most - offset.min(most), hint - last))
}

/// The first place of `low..high` where `below` does not hold.
fn halve<E>(
    mut low: usize,
    mut high: usize,
    mut below: impl FnMut(usize) -> Result<bool, E>,
) -> Result<usize, E> {
    while low < high {
        let middle = low + ((high - low) >> 1);
        if below(middle)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}
