//! What a policy sees of `heapq`.

use hognose_eval::class::{Class, Module};
use hognose_eval::row::{Row, Signature, keyword_only, optional, p_only, required, rest};
use hognose_eval::value::list::List;
use hognose_eval::{Context, R, Value, function};

use super::Front::{self, Greatest, Least};
use super::{merge, pick};

/// The module.
pub static MODULE: Module = Module { name: "heapq", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&merge::MERGE];

const HEAP: Signature = Signature::one(&[p_only("heap")]);
const HEAP_AND_ITEM: Signature = Signature::positional(&[p_only("heap"), p_only("item")]);
const PICK: Signature = Signature::python(&[required("n"), required("iterable"), optional("key")]);

static ROWS: &[Row] = &[
    function!("heappush", HEAP_AND_ITEM, "Add an item to a heap.", push, 2).called("_heapq.heappush"),
    function!("heappop", HEAP, "Take the smallest item from a heap.", pop, 1).called("_heapq.heappop"),
    function!("heapify", HEAP, "Make a heap of a list, in place.", heapify, 1).called("_heapq.heapify"),
    function!("heapreplace", HEAP_AND_ITEM, "Take the smallest item, then add one.", replace, 2)
        .called("_heapq.heapreplace"),
    function!("heappushpop", HEAP_AND_ITEM, "Add an item, then take the smallest.", push_pop, 2)
        .called("_heapq.heappushpop"),
    function!(
        "merge",
        Signature::python(&[rest("iterables"), keyword_only("key"), keyword_only("reverse")]),
        "The items of sorted iterables, sorted, one after the other.",
        merge::start,
        3
    ),
    function!("nlargest", PICK, "The n largest items, the largest first.", largest, 3),
    function!("nsmallest", PICK, "The n smallest items, the smallest first.", smallest, 3),
];

fn push<'h>(cx: &Context<'h>, heap: &'h List<'h>, item: Value<'h>) -> R<'h> {
    Least.push(cx, heap, item).map(|()| Value::None)
}

fn pop<'h>(cx: &Context<'h>, heap: &'h List<'h>) -> R<'h> {
    Least.pop(cx, heap)
}

fn heapify<'h>(cx: &Context<'h>, heap: &'h List<'h>) -> R<'h> {
    Least.heapify(cx, heap).map(|()| Value::None)
}

fn replace<'h>(cx: &Context<'h>, heap: &'h List<'h>, item: Value<'h>) -> R<'h> {
    Least.replace(cx, heap, item)
}

fn push_pop<'h>(cx: &Context<'h>, heap: &'h List<'h>, item: Value<'h>) -> R<'h> {
    match heap.get(0) {
        Some(first) if Front::Least.before(cx, first, item)? => Least.replace(cx, heap, item),
        _ => Ok(item),
    }
}

fn largest<'h>(cx: &Context<'h>, count: Value<'h>, items: Value<'h>, key: Value<'h>) -> R<'h> {
    pick::pick(cx, Greatest, count, items, key)
}

fn smallest<'h>(cx: &Context<'h>, count: Value<'h>, items: Value<'h>, key: Value<'h>) -> R<'h> {
    pick::pick(cx, Least, count, items, key)
}
