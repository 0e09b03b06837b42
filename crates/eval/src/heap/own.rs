//! Memory for one large allocation each, as long as the region lives.

use bumpalo::Bump;
use std::cell::{Cell, OnceCell};

/// A chain of allocations.
#[derive(Debug, Default)]
pub(super) struct Owned {
    first: Link,
}

/// The next allocation, once there is one.
pub(super) type Link = OnceCell<Box<Own>>;

/// One allocation.
#[derive(Debug)]
pub(super) struct Own {
    bump: Bump,
    next: Link,
}

impl Owned {
    pub(super) fn first(&self) -> &Link {
        &self.first
    }

    /// Give everything back, one by one: dropping a long chain from its head would need as many frames.
    pub(super) fn clear(&mut self) {
        let mut next = self.first.take();
        while let Some(mut own) = next {
            next = own.next.take();
        }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Add memory for an allocation of this size; none when the system has none.
pub(super) fn add<'h>(tail: &Cell<&'h Link>, size: usize) -> Option<&'h Bump> {
    // A chunk is aligned to 16 bytes, and its end to the alignment of what is allocated.
    let bump = Bump::try_with_capacity(size.saturating_add(16)).ok()?;
    let own = tail.get().get_or_init(|| Box::new(Own { bump, next: OnceCell::new() }));
    tail.set(&own.next);
    Some(&own.bump)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_chain_is_given_back_on_a_small_stack() {
        let work = || {
            let mut owned = Owned::default();
            let tail = Cell::new(owned.first());
            for _ in 0..10_000 {
                let bump = add(&tail, 64);
                assert!(bump.is_some_and(|bump| bump.try_alloc_slice_fill_copy(64, 1_u8).is_ok()));
            }
            owned.clear();
            assert!(owned.first().get().is_none());
        };
        let thread = std::thread::Builder::new().stack_size(64 << 10).spawn(work);
        assert!(thread.is_ok_and(|thread| thread.join().is_ok()));
    }
}
