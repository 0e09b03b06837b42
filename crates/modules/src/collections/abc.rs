//! `collections.abc`: abstract types, for `isinstance`.

use hognose_eval::class::{self, Class, Slots};
use hognose_eval::row::Row;

use super::chain_map::{CHAIN_MAP, ITEMS_SLOTS, KEYS_SLOTS, VALUES_SLOTS};
use super::deque::DEQUE;

/// An abstract type that includes the types for which a condition holds.
macro_rules! abstract_types {
    ($($class:ident $name:literal $doc:literal $slots:expr, $includes:expr;)*) => {
        $(
            #[doc = concat!("`", $name, "`.")]
            pub(super) static $class: Class = Class {
                name: $name,
                module: "collections.abc",
                message_name: $name,
                slots: Slots {
                    includes: Some(|class| {
                        let own: fn(&'static Class) -> bool = $includes;
                        derives(class, $name) || own(class)
                    }),
                    ..$slots
                },
                ..Class::EMPTY
            };
        )*
        /// The abstract types.
        pub static CLASSES: &[&Class] = &[$(&$class),*];
        pub(super) static ROWS: &[Row] = &[$(Row::class(&$class, $doc)),*];
    };
}

abstract_types! {
    ASYNC_GENERATOR "AsyncGenerator" "Asynchronous generators, of which there are none." Slots::NONE, |_| false;
    ASYNC_ITERABLE "AsyncIterable" "What can be iterated asynchronously: nothing." Slots::NONE, |_| false;
    ASYNC_ITERATOR "AsyncIterator" "Asynchronous iterators, of which there are none." Slots::NONE, |_| false;
    AWAITABLE "Awaitable" "What can be awaited: nothing." Slots::NONE, |_| false;
    BUFFER "Buffer" "What gives its bytes." Slots::NONE, |class| is_one(class, &[&class::BYTES]);
    BYTE_STRING "ByteString" "Bytes." Slots::NONE, |class| is_one(class, &[&class::BYTES]);
    CALLABLE "Callable" "What can be called." Slots::NONE, is_callable;
    COLLECTION "Collection" "What has a length, items, and can be searched." Slots::NONE,
        |class| is_sized(class) && is_iterable(class) && is_container(class);
    CONTAINER "Container" "What can be searched with `in`." Slots::NONE, is_container;
    COROUTINE "Coroutine" "Coroutines, of which there are none." Slots::NONE, |_| false;
    GENERATOR "Generator" "Generators." Slots::NONE, |class| is_one(class, &[&class::GENERATOR]);
    HASHABLE "Hashable" "What can be a key." Slots::NONE, is_hashable;
    ITEMS_VIEW "ItemsView" "Views of the pairs of a mapping." ITEMS_SLOTS, is_items;
    ITERABLE "Iterable" "What can be iterated." Slots::NONE, is_iterable;
    ITERATOR "Iterator" "What `next` can be asked of." Slots::NONE, is_iterator;
    KEYS_VIEW "KeysView" "Views of the keys of a mapping." KEYS_SLOTS, is_keys;
    MAPPING "Mapping" "Mappings." Slots::NONE, is_mapping;
    MAPPING_VIEW "MappingView" "Views of a mapping." Slots::NONE, is_view;
    MUTABLE_MAPPING "MutableMapping" "Mappings that can be changed." Slots::NONE,
        |class| is_one(class, &[&class::DICT, &CHAIN_MAP]);
    MUTABLE_SEQUENCE "MutableSequence" "Sequences that can be changed." Slots::NONE,
        |class| is_one(class, &[&class::LIST, &DEQUE]);
    MUTABLE_SET "MutableSet" "Sets that can be changed." Slots::NONE, |class| is_one(class, &[&class::SET]);
    REVERSIBLE "Reversible" "What `reversed` takes." Slots::NONE, is_reversible;
    SEQUENCE "Sequence" "Sequences." Slots::NONE, is_sequence;
    SET "Set" "Sets." Slots::NONE, is_set;
    SIZED "Sized" "What has a length." Slots::NONE, is_sized;
    VALUES_VIEW "ValuesView" "Views of the values of a mapping." VALUES_SLOTS, is_values;
}

/// What the abstract types derive from directly.
const BASES: &[(&str, &[&str])] = &[
    ("AsyncGenerator", &["AsyncIterator"]),
    ("AsyncIterator", &["AsyncIterable"]),
    ("ByteString", &["Sequence"]),
    ("Collection", &["Sized", "Iterable", "Container"]),
    ("Coroutine", &["Awaitable"]),
    ("Generator", &["Iterator"]),
    ("ItemsView", &["MappingView", "Set"]),
    ("Iterator", &["Iterable"]),
    ("KeysView", &["MappingView", "Set"]),
    ("Mapping", &["Collection"]),
    ("MappingView", &["Sized"]),
    ("MutableMapping", &["Mapping"]),
    ("MutableSequence", &["Sequence"]),
    ("MutableSet", &["Set"]),
    ("Reversible", &["Iterable"]),
    ("Sequence", &["Reversible", "Collection"]),
    ("Set", &["Collection"]),
    ("ValuesView", &["MappingView", "Collection"]),
];

/// Whether an abstract type derives from the one of that name.
fn derives(class: &'static Class, name: &str) -> bool {
    let mut left = if class.module == "collections.abc" { vec![class.name] } else { Vec::new() };
    while let Some(next) = left.pop() {
        if next == name {
            return true;
        }
        let bases = BASES.iter().find(|(known, _)| *known == next);
        left.extend(bases.map_or(&[] as &[&str], |(_, bases)| bases));
    }
    false
}

/// Whether a type is one of these or derives from one.
fn is_one(class: &'static Class, known: &[&'static Class]) -> bool {
    known.iter().any(|known| class.is_subclass(known))
}

fn is_callable(class: &'static Class) -> bool {
    const KNOWN: &[&Class] = &[
        &class::FUNCTION,
        &class::BUILTIN_FUNCTION,
        &class::METHOD,
        &class::METHOD_DESCRIPTOR,
        &class::TYPE,
    ];
    is_one(class, KNOWN) || class.slot(|slots| slots.call).is_some()
}

fn is_keys(class: &'static Class) -> bool {
    is_one(class, &[&class::DICT_KEYS, &class::ORDERED_KEYS])
}

fn is_items(class: &'static Class) -> bool {
    is_one(class, &[&class::DICT_ITEMS, &class::ORDERED_ITEMS])
}

fn is_values(class: &'static Class) -> bool {
    is_one(class, &[&class::DICT_VALUES, &class::ORDERED_VALUES])
}

fn is_view(class: &'static Class) -> bool {
    is_one(class, &[&KEYS_VIEW, &ITEMS_VIEW, &VALUES_VIEW])
}

fn is_mapping(class: &'static Class) -> bool {
    is_one(class, &[&class::DICT, &class::MAPPING_PROXY, &CHAIN_MAP])
}

fn is_set(class: &'static Class) -> bool {
    is_one(class, &[&class::SET, &class::FROZENSET, &KEYS_VIEW, &ITEMS_VIEW])
}

fn is_sequence(class: &'static Class) -> bool {
    const KNOWN: &[&Class] =
        &[&class::LIST, &class::TUPLE, &class::STR, &class::BYTES, &class::RANGE, &DEQUE];
    is_one(class, KNOWN)
}

fn is_built_in_collection(class: &'static Class) -> bool {
    is_sequence(class) || is_mapping(class) || is_set(class) || is_view(class)
}

fn is_sized(class: &'static Class) -> bool {
    is_built_in_collection(class) || class.slot(|slots| slots.len).is_some()
}

fn is_container(class: &'static Class) -> bool {
    is_built_in_collection(class) || class.slot(|slots| slots.contains).is_some()
}

fn is_reversible(class: &'static Class) -> bool {
    is_sequence(class)
        || is_one(class, &[&class::DICT, &class::MAPPING_PROXY])
        || is_dict_view(class)
        || class.slot(|slots| slots.reversed).is_some()
}

fn is_dict_view(class: &'static Class) -> bool {
    is_keys(class) || is_items(class) || is_values(class)
}

fn is_iterable(class: &'static Class) -> bool {
    is_built_in_collection(class) || is_iterator(class) || class.slot(|slots| slots.iter).is_some()
}

fn is_iterator(class: &'static Class) -> bool {
    const KNOWN: &[&Class] = &[
        &class::GENERATOR,
        &class::ENUMERATE,
        &class::ZIP,
        &class::MAP,
        &class::FILTER,
        &class::REVERSED,
        &class::CALLABLE_ITERATOR,
        &class::TUPLE_ITERATOR,
        &class::LIST_ITERATOR,
        &class::LIST_REVERSE_ITERATOR,
        &class::RANGE_ITERATOR,
        &class::LONG_RANGE_ITERATOR,
        &class::STR_ITERATOR,
        &class::STR_ASCII_ITERATOR,
        &class::BYTES_ITERATOR,
        &class::DICT_KEY_ITERATOR,
        &class::DICT_VALUE_ITERATOR,
        &class::DICT_ITEM_ITERATOR,
        &class::DICT_REVERSE_KEY_ITERATOR,
        &class::DICT_REVERSE_VALUE_ITERATOR,
        &class::DICT_REVERSE_ITEM_ITERATOR,
        &class::ORDERED_ITERATOR,
        &class::SET_ITERATOR,
    ];
    is_one(class, KNOWN) || class.slot(|slots| slots.next).is_some()
}

fn is_hashable(class: &'static Class) -> bool {
    const UNHASHABLE: &[&Class] = &[&class::LIST, &class::DICT, &class::SET, &KEYS_VIEW, &ITEMS_VIEW];
    let compares = class.slot(|slots| slots.compare).is_some();
    !is_one(class, UNHASHABLE) && (class.slot(|slots| slots.hash).is_some() || !compares)
}
