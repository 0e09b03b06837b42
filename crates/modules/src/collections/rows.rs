//! What a policy sees of `collections` and `collections.abc`.

use hognose_eval::class::{Class, Module};
use hognose_eval::row::{Member, Row, Signature, keyword_only, required};

use super::{abc, chain_map, counter, default_dict, deque, made_tuple, ordered_dict};

/// The module.
pub static MODULE: Module = Module { name: "collections", rows: &[ROWS] };

/// The module of abstract types.
pub static ABSTRACT: Module = Module { name: "collections.abc", rows: &[abc::ROWS] };

/// The module's types.
pub static CLASSES: &[&Class] = &[
    &chain_map::CHAIN_MAP,
    &chain_map::ITEMS_ITERATOR,
    &counter::COUNTER,
    &default_dict::DEFAULT_DICT,
    &deque::DEQUE,
    &deque::ITERATOR,
    &deque::REVERSED,
    &made_tuple::GETTER,
    &made_tuple::NAMED,
    &made_tuple::NAMED_TYPE,
    &ordered_dict::ORDERED_DICT,
];

/// The abstract types.
pub use super::abc::CLASSES as ABSTRACT_CLASSES;

static ROWS: &[Row] = &[
    Row::new("abc", Signature::NONE, "Abstract types.", Member::Module(&ABSTRACT)),
    Row::class(&chain_map::CHAIN_MAP, "Several mappings looked up one after the other."),
    Row::class(&counter::COUNTER, "A dict that counts its keys."),
    Row::class(&ordered_dict::ORDERED_DICT, "A dict whose order can be changed, and counts."),
    Row::class(&default_dict::DEFAULT_DICT, "A dict that makes the values it lacks."),
    Row::class(&deque::DEQUE, "A sequence that grows and shrinks at both ends."),
    hognose_eval::function!(
        "namedtuple",
        Signature::python(&[
            required("typename"),
            required("field_names"),
            keyword_only("rename"),
            keyword_only("defaults"),
            keyword_only("module"),
        ]),
        "A type of tuples whose items have names.",
        made_tuple::named_tuple,
        5
    ),
];
