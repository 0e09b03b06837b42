//! Heaps in lists. What comparing does to the list meanwhile is found out after each comparison.

mod merge;
mod pick;
pub mod rows;

use hognose_eval::class::{INDEX_ERROR, RUNTIME_ERROR};
use hognose_eval::ops::compare;
use hognose_eval::value::list::List;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::CompareOp;

/// Which item is at the front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Front {
    Least,
    Greatest,
}

impl Front {
    /// Whether an item comes before another.
    fn before<'h>(self, cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> R<'h, bool> {
        cx.burn(1)?;
        match self {
            Self::Least => compare::order(cx, CompareOp::Lt, a, b),
            Self::Greatest => compare::order(cx, CompareOp::Lt, b, a),
        }
    }

    /// As `before`, within a list that must stay as long as it is.
    fn before_in<'h>(self, cx: &Context<'h>, heap: &List<'h>, a: Value<'h>, b: Value<'h>) -> R<'h, bool> {
        let size = heap.len();
        let answer = self.before(cx, a, b)?;
        if heap.len() == size {
            return Ok(answer);
        }
        Err(cx.raise(&RUNTIME_ERROR, "list changed size during iteration"))
    }

    /// Move an item towards the front, up to a place.
    fn rise<'h>(self, cx: &Context<'h>, heap: &'h List<'h>, top: usize, mut at: usize) -> R<'h, ()> {
        if at >= heap.len() {
            return Err(out_of_range(cx));
        }
        while at > top {
            let parent = at.saturating_sub(1) >> 1;
            let (Some(item), Some(above)) = (heap.get(at), heap.get(parent)) else { break };
            if !self.before_in(cx, heap, item, above)? {
                break;
            }
            swap(heap, at, parent);
            at = parent;
        }
        Ok(())
    }

    /// Bring the item at a place where it belongs: its smaller children rise to the very end, and it rises from there.
    fn sink<'h>(self, cx: &Context<'h>, heap: &'h List<'h>, top: usize) -> R<'h, ()> {
        let end = heap.len();
        if top >= end {
            return Err(out_of_range(cx));
        }
        let mut at = top;
        while at < end >> 1 {
            let left = at.saturating_mul(2).saturating_add(1);
            let right = left.saturating_add(1);
            let mut child = left;
            if let (true, Some(a), Some(b)) = (right < end, heap.get(left), heap.get(right))
                && !self.before_in(cx, heap, a, b)?
            {
                child = right;
            }
            swap(heap, at, child);
            at = child;
        }
        self.rise(cx, heap, top, at)
    }

    fn heapify<'h>(self, cx: &Context<'h>, heap: &'h List<'h>) -> R<'h, ()> {
        for at in (0..heap.len() >> 1).rev() {
            self.sink(cx, heap, at)?;
        }
        Ok(())
    }

    fn push<'h>(self, cx: &Context<'h>, heap: &'h List<'h>, item: Value<'h>) -> R<'h, ()> {
        heap.push(cx.heap(), item)?;
        self.rise(cx, heap, 0, heap.len().saturating_sub(1))
    }

    fn pop<'h>(self, cx: &Context<'h>, heap: &'h List<'h>) -> R<'h> {
        let Some(last) = heap.pop() else { return Err(out_of_range(cx)) };
        let Some(first) = heap.get(0) else { return Ok(last) };
        heap.set(0, last);
        self.sink(cx, heap, 0)?;
        Ok(first)
    }

    /// The first item, with another one in its place.
    fn replace<'h>(self, cx: &Context<'h>, heap: &'h List<'h>, item: Value<'h>) -> R<'h> {
        let Some(first) = heap.get(0) else { return Err(out_of_range(cx)) };
        heap.set(0, item);
        self.sink(cx, heap, 0)?;
        Ok(first)
    }
}

fn swap<'h>(heap: &'h List<'h>, a: usize, b: usize) {
    if let (Some(first), Some(second)) = (heap.get(a), heap.get(b)) {
        heap.set(a, second);
        heap.set(b, first);
    }
}

#[cold]
fn out_of_range<'h>(cx: &Context<'h>) -> hognose_eval::Stop<'h> {
    cx.raise(&INDEX_ERROR, "index out of range")
}
