//! Things that own memory and live as long as an evaluation: compiled patterns, …
//!
//! Values in the region own nothing, so what does own memory stands here, and values refer to it.

use std::any::Any;
use std::cell::{Cell, OnceCell};

/// Keeps things where they are; dropped when the evaluation has ended.
#[derive(Debug, Default)]
pub(crate) struct Keeper {
    first: Link,
}

type Link = OnceCell<Box<Kept>>;

#[derive(Debug)]
struct Kept {
    thing: Box<dyn Any>,
    next: Link,
}

impl Drop for Keeper {
    /// One by one: a long chain dropped from its head would need as many frames.
    fn drop(&mut self) {
        let mut next = self.first.take();
        while let Some(mut kept) = next {
            next = kept.next.take();
        }
    }
}

/// Where the next thing will be kept.
#[derive(Debug)]
pub(crate) struct Tail<'h> {
    link: Cell<&'h Link>,
}

impl<'h> Tail<'h> {
    pub(crate) fn of(keeper: &'h Keeper) -> Self {
        Self { link: Cell::new(&keeper.first) }
    }

    pub(crate) fn keep<T: Any>(&self, thing: T) -> Option<&'h T> {
        let kept =
            self.link.get().get_or_init(|| Box::new(Kept { thing: Box::new(thing), next: OnceCell::new() }));
        self.link.set(&kept.next);
        kept.thing.downcast_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    #[test]
    fn things_stay_until_the_end() {
        let counter = Rc::new(());
        let keeper = Keeper::default();
        let tail = Tail::of(&keeper);
        let first = tail.keep(Rc::clone(&counter));
        for _ in 0..100_000 {
            assert!(tail.keep(Rc::clone(&counter)).is_some());
        }
        assert!(first.is_some_and(|first| Rc::ptr_eq(first, &counter)));
        assert_eq!(Rc::strong_count(&counter), 100_002);
        drop(keeper);
        assert_eq!(Rc::strong_count(&counter), 1);
    }
}
