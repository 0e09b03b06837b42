//! The region: all values made while evaluating live in one bump arena, charged before each allocation.

mod own;

use crate::metering::UNMETERED;
use crate::stop::{Fatal, R, Stop};
use crate::text::Sink;
use crate::value::Value;
use bumpalo::Bump;
use own::{Link, Owned};
use std::cell::Cell;
use std::convert::Infallible;
use std::mem::size_of;

/// Memory of evaluations, reused from one to the next.
///
/// ```
/// let mut region = hognose_eval::Region::new();
/// region.reset();
/// ```
#[derive(Debug, Default)]
pub struct Region {
    bump: Bump,
    /// Large allocations, each with memory of its own.
    large: Owned,
}

/// Regions that grew beyond this many bytes are given back instead of kept.
const KEEP: usize = 1 << 20;

impl Region {
    /// An empty region.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Forget all values; keep a bounded amount of memory for the next evaluation.
    pub fn reset(&mut self) {
        self.large.clear();
        if self.bump.allocated_bytes() > KEEP {
            self.bump = Bump::new();
        } else {
            self.bump.reset();
        }
    }
}

/// Memory is charged in steps of this many bytes: at each, the region may grow a bounded amount.
const STEP: usize = 128 << 10;

/// How much the region may grow until the next step: what the step allocates, what the ends of chunks waste, and that a
/// chunk's size is found by halving. So chunks stop doubling at this size.
const GROWTH: usize = 4 * STEP;

/// Larger allocations have memory of their own: what they would leave unused at the end of a chunk is too much.
const LARGE: usize = 32 << 10;

/// The allocator of one evaluation: charges the memory limit, then allocates.
///
/// What is charged is what the region really takes, up to [`GROWTH`] and the ends of chunks: at most a fifth more.
#[derive(Debug)]
pub struct Heap<'h> {
    bump: &'h Bump,
    /// Where the next large allocation goes.
    large: Cell<&'h Link>,
    /// Bytes left of the current step.
    left: Cell<usize>,
    /// Bytes left behind the current step.
    reserve: Cell<usize>,
    limit: usize,
    pub(crate) fatal: Cell<Option<Fatal>>,
}

impl<'h> Heap<'h> {
    pub(crate) fn new(region: &'h Region, limit: usize) -> Self {
        let step = limit.min(STEP);
        let heap = Self {
            bump: &region.bump,
            large: Cell::new(region.large.first()),
            left: Cell::new(step),
            reserve: Cell::new(limit.saturating_sub(step)),
            limit,
            fatal: Cell::new(None),
        };
        heap.let_grow();
        heap
    }

    fn let_grow(&self) {
        if UNMETERED {
            return self.bump.set_allocation_limit(None);
        }
        self.bump.set_allocation_limit(Some(self.bump.allocated_bytes().saturating_add(GROWTH)));
    }

    /// Bytes charged so far.
    #[must_use]
    pub fn used(&self) -> usize {
        self.limit.saturating_sub(self.left.get()).saturating_sub(self.reserve.get())
    }

    /// Charge `bytes` against the memory limit without allocating: for owned buffers and outputs.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn charge(&self, bytes: usize) -> R<'h, ()> {
        if UNMETERED {
            return Ok(());
        }
        match self.left.get().checked_sub(bytes) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => self.next_step(bytes),
        }
    }

    #[cold]
    #[inline(never)]
    fn next_step(&self, bytes: usize) -> R<'h, ()> {
        let lacking = bytes.saturating_sub(self.left.get());
        let Some(rest) = self.reserve.get().checked_sub(lacking) else { return Err(self.exhausted(bytes)) };
        self.begin_step(rest);
        Ok(())
    }

    fn begin_step(&self, rest: usize) {
        let step = rest.min(STEP);
        self.left.set(step);
        self.reserve.set(rest.saturating_sub(step));
        self.let_grow();
    }

    /// Where an allocation of this size goes.
    #[inline]
    fn place(&self, size: usize) -> &'h Bump {
        if size > LARGE { self.place_of_own(size) } else { self.bump }
    }

    #[cold]
    #[inline(never)]
    fn place_of_own(&self, size: usize) -> &'h Bump {
        // When there is none the system is out of memory, and the region will be so too.
        own::add(&self.large, size).unwrap_or(self.bump)
    }

    /// End the evaluation: a limit, a refusal or a pending host call. Sticky; no handler sees it.
    #[cold]
    pub fn fatal(&self, fatal: Fatal) -> Stop<'h> {
        if self.fatal.get().is_none() {
            self.fatal.set(Some(fatal));
        }
        Stop::Fatal
    }

    #[cold]
    #[inline(never)]
    fn exhausted(&self, bytes: usize) -> Stop<'h> {
        self.fatal(Fatal::Memory {
            limit: self.limit as u64,
            needed: self.used().saturating_add(bytes) as u64,
        })
    }

    /// Put a value into the region. It must not own memory: nothing in a region is ever dropped.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn alloc<T>(&self, value: T) -> R<'h, &'h T> {
        const { assert!(!std::mem::needs_drop::<T>()) };
        self.charge(size_of::<T>())?;
        match self.bump.try_alloc(value) {
            Ok(place) => Ok(place),
            Err(_) => Err(self.exhausted(size_of::<T>())),
        }
    }

    /// Like [`Heap::alloc`], beyond the limit if need be: for the exception objects that report errors.
    pub(crate) fn alloc_always<T>(&self, value: T) -> &'h T {
        const { assert!(!std::mem::needs_drop::<T>()) };
        match self.left.get().checked_sub(size_of::<T>()) {
            Some(left) => self.left.set(left),
            None => self.begin_step(self.reserve.get().saturating_sub(size_of::<T>())),
        }
        self.bump.alloc(value)
    }

    /// Copy text into the region.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn text(&self, text: &str) -> R<'h, &'h str> {
        self.charge(rounded(text.len()))?;
        match self.place(text.len()).try_alloc_str(text) {
            Ok(place) => Ok(place),
            Err(_) => Err(self.exhausted(text.len())),
        }
    }

    /// Copy text into the region, to be changed in place before anyone else sees it.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub(crate) fn text_mut(&self, text: &str) -> R<'h, &'h mut str> {
        self.charge(rounded(text.len()))?;
        match self.place(text.len()).try_alloc_str(text) {
            Ok(place) => Ok(place),
            Err(_) => Err(self.exhausted(text.len())),
        }
    }

    /// Make bytes of a size known beforehand in the region. What `write` puts beyond it is lost.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn fill_bytes(
        &self,
        size: usize,
        write: impl FnOnce(&mut Fill<'_>) -> Result<(), Infallible>,
    ) -> R<'h, &'h [u8]> {
        self.charge(rounded(size))?;
        match self.place(size).try_alloc_slice_fill_copy(size, 0_u8) {
            Ok(place) => {
                let mut fill = Fill::new(place);
                match write(&mut fill) {
                    Ok(()) => {}
                    Err(never) => match never {},
                }
                let used = fill.used;
                Ok(place.get(..used).unwrap_or_default())
            }
            Err(_) => Err(self.exhausted(size)),
        }
    }

    /// Make text of a size in bytes known beforehand in the region. What `write` puts beyond it is lost.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn fill_text(
        &self,
        size: usize,
        write: impl FnOnce(&mut Fill<'_>) -> Result<(), Infallible>,
    ) -> R<'h, &'h str> {
        let bytes = self.fill_bytes(size, write)?;
        std::str::from_utf8(bytes).map_err(|_| self.fatal(Fatal::Internal("text cut within a character")))
    }

    /// Copy a slice into the region.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn slice<T: Copy>(&self, items: &[T]) -> R<'h, &'h [T]> {
        self.charge(rounded(size_of_val(items)))?;
        match self.place(size_of_val(items)).try_alloc_slice_copy(items) {
            Ok(place) => Ok(place),
            Err(_) => Err(self.exhausted(size_of_val(items))),
        }
    }

    /// Make a slice of cells, from a function of the index.
    ///
    /// # Errors
    /// The memory limit.
    #[inline]
    pub fn cells<T: Copy>(&self, length: usize, fill: impl Fn(usize) -> T) -> R<'h, &'h [Cell<T>]> {
        let size = size_of::<T>().saturating_mul(length);
        self.charge(rounded(size))?;
        match self.place(size).try_alloc_slice_fill_with(length, |i| Cell::new(fill(i))) {
            Ok(place) => Ok(place),
            Err(_) => Err(self.exhausted(size)),
        }
    }

    /// Make a slice from a function of the index. The caller charges for it.
    pub(crate) fn slice_with<T>(&self, length: usize, fill: impl FnMut(usize) -> T) -> R<'h, &'h [T]> {
        const { assert!(!std::mem::needs_drop::<T>()) };
        let size = size_of::<T>().saturating_mul(length);
        match self.place(size).try_alloc_slice_fill_with(length, fill) {
            Ok(place) => Ok(place),
            Err(_) => Err(self.exhausted(size)),
        }
    }

    /// Make a slice of cells holding `first` and then `filler` up to `capacity`.
    ///
    /// # Errors
    /// The memory limit.
    pub fn values(&self, first: &[Value<'h>], capacity: usize) -> R<'h, &'h [Cell<Value<'h>>]> {
        self.cells(capacity.max(first.len()), |i| first.get(i).copied().unwrap_or(Value::Unbound))
    }
}

/// Sizes are charged with the gap that the alignment of what comes next may leave.
#[inline]
const fn rounded(size: usize) -> usize {
    size.saturating_add(7) & !7
}

/// Room of a known size in the region, while it is written.
#[derive(Debug)]
pub struct Fill<'f> {
    room: &'f mut [u8],
    used: usize,
}

impl<'f> Fill<'f> {
    pub(crate) fn new(room: &'f mut [u8]) -> Self {
        Self { room, used: 0 }
    }

    /// Append bytes.
    #[inline]
    pub fn push(&mut self, piece: &[u8]) {
        let end = self.used.saturating_add(piece.len());
        if let Some(place) = self.room.get_mut(self.used..end) {
            place.copy_from_slice(piece);
            self.used = end;
        }
    }

    /// Put bytes at a place; all of the room counts as written.
    #[inline]
    pub(crate) fn place(&mut self, at: usize, piece: &[u8]) {
        if let Some(place) = self.room.get_mut(at..at.saturating_add(piece.len())) {
            place.copy_from_slice(piece);
        }
        self.used = self.room.len();
    }

    /// Append bytes that are few.
    #[inline]
    pub(crate) fn push_short(&mut self, piece: &[u8]) {
        match piece {
            [] => {}
            [byte] => {
                if let Some(place) = self.room.get_mut(self.used) {
                    *place = *byte;
                    self.used = self.used.wrapping_add(1);
                }
            }
            _ => self.push(piece),
        }
    }

    /// Append bytes a number of times over.
    pub fn push_times(&mut self, piece: &[u8], times: usize) {
        let size = piece.len().saturating_mul(times);
        let end = self.used.saturating_add(size);
        let Some(place) = self.room.get_mut(self.used..end) else { return };
        if let [byte] = piece {
            place.fill(*byte);
        } else if let Some(first) = place.get_mut(..piece.len())
            && size > 0
        {
            first.copy_from_slice(piece);
            // What is there already is copied, twice as much each time.
            let mut done = piece.len();
            while done < size {
                let more = done.min(size.saturating_sub(done));
                place.copy_within(..more, done);
                done = done.saturating_add(more);
            }
        }
        self.used = end;
    }
}

impl Sink<str> for Fill<'_> {
    type Full = Infallible;

    fn put(&mut self, piece: &str) -> Result<(), Infallible> {
        self.push(piece.as_bytes());
        Ok(())
    }

    fn put_times(&mut self, piece: &str, times: usize) -> Result<(), Infallible> {
        self.push_times(piece.as_bytes(), times);
        Ok(())
    }
}

impl Sink<[u8]> for Fill<'_> {
    type Full = Infallible;

    fn put(&mut self, piece: &[u8]) -> Result<(), Infallible> {
        self.push(piece);
        Ok(())
    }

    fn put_times(&mut self, piece: &[u8], times: usize) -> Result<(), Infallible> {
        self.push_times(piece, times);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a heap has charged after some work.
    fn charged(work: impl for<'h> Fn(&Heap<'h>)) -> usize {
        let region = Region::new();
        let heap = Heap::new(&region, 10 << 20);
        work(&heap);
        heap.used()
    }

    #[test]
    fn all_that_is_made_is_charged_in_words() {
        assert_eq!(charged(|heap| assert!(heap.text("nine byte").is_ok())), 16);
        assert_eq!(charged(|heap| assert!(heap.slice(&[1_u64, 2, 3]).is_ok())), 24);
        assert_eq!(charged(|heap| assert!(heap.cells(5, |_| 0_u32).is_ok())), 24);
        assert_eq!(charged(|heap| assert!(heap.fill_bytes(100, |_| Ok(())).is_ok())), 104);
        assert_eq!(charged(|heap| assert!(heap.fill_text(0, |_| Ok(())).is_ok())), 0);
        assert_eq!(charged(|heap| assert!(heap.alloc([0_u8; 48]).is_ok())), 48);
    }

    #[test]
    fn the_first_end_stays() {
        let region = Region::new();
        let heap = Heap::new(&region, 100);
        assert!(heap.fill_bytes(101, |_| Ok(())).is_err());
        let first = heap.fatal.get();
        assert!(matches!(first, Some(Fatal::Memory { limit: 100, needed: 104.. })), "{first:?}");
        let _ = heap.fatal(Fatal::Cancelled);
        assert_eq!(heap.fatal.get(), first);
    }

    #[test]
    fn a_region_keeps_little() {
        let mut region = Region::new();
        for (size, kept) in [(16_usize, 0..=KEEP), (4 << 20, 0..=0)] {
            let heap = Heap::new(&region, 64 << 20);
            for _ in 0..size.div_ceil(1 << 14) {
                assert!(heap.fill_bytes(1 << 14, |_| Ok(())).is_ok());
            }
            region.reset();
            assert!(
                kept.contains(&region.bump.allocated_bytes()),
                "{size}: {}",
                region.bump.allocated_bytes()
            );
        }
    }
}
