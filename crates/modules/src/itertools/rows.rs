//! What a policy sees of `itertools`.

use hognose_eval::class::{Class, Module};
use hognose_eval::row::{Row, Signature, p_only, p_only_optional};

use super::{chained, combined, grouped, picked, tupled};

/// The module.
pub static MODULE: Module = Module { name: "itertools", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[
    &chained::ACCUMULATE,
    &chained::CHAIN,
    &chained::COUNT,
    &chained::CYCLE,
    &chained::REPEAT,
    &combined::COMBINATIONS,
    &combined::PERMUTATIONS,
    &combined::PRODUCT,
    &combined::WITH_REPLACEMENT,
    &grouped::GROUP,
    &grouped::GROUP_BY,
    &grouped::TEE,
    &picked::COMPRESS,
    &picked::DROP_WHILE,
    &picked::FILTER_FALSE,
    &picked::SLICE,
    &picked::STAR_MAP,
    &picked::TAKE_WHILE,
    &tupled::BATCHED,
    &tupled::PAIRWISE,
    &tupled::ZIP_LONGEST,
];

static ROWS: &[Row] = &[
    Row::class(&chained::ACCUMULATE, "Running totals, or the results of another function of two arguments."),
    Row::class(&tupled::BATCHED, "Tuples of so many items each."),
    Row::class(&chained::CHAIN, "The items of one iterable after those of the other."),
    Row::class(&combined::COMBINATIONS, "All choices of so many items, in order."),
    Row::class(&combined::WITH_REPLACEMENT, "All choices of so many items, each of which may come again."),
    Row::class(&picked::COMPRESS, "The items whose selector is true."),
    Row::class(&chained::COUNT, "Numbers from a start on, without end."),
    Row::class(&chained::CYCLE, "The items over and over, without end."),
    Row::class(&picked::DROP_WHILE, "The items from the first on for which a function is false."),
    Row::class(
        &picked::FILTER_FALSE,
        "The items for which a function is false, or that are false themselves.",
    ),
    Row::class(&grouped::GROUP_BY, "Pairs of a key and the neighbouring items that have it."),
    Row::class(&picked::SLICE, "Some of the items, by their positions."),
    Row::class(&tupled::PAIRWISE, "Pairs of neighbours."),
    Row::class(&combined::PERMUTATIONS, "All arrangements of so many items."),
    Row::class(&combined::PRODUCT, "All choices of one item from each iterable."),
    Row::class(&chained::REPEAT, "One value over and over."),
    Row::class(&picked::STAR_MAP, "A function applied to arguments that come as tuples."),
    Row::class(&picked::TAKE_WHILE, "The items before the first for which a function is false."),
    hognose_eval::function!(
        "tee",
        Signature::positional(&[p_only("iterable"), p_only_optional("n")]),
        "Several iterators over the same items.",
        grouped::tee,
        2
    )
    .called("itertools.tee"),
    Row::class(&tupled::ZIP_LONGEST, "Items side by side until the longest iterable ends."),
];
