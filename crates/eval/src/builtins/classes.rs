//! The built-in types.

use super::plain;
use crate::class::{Class, Slots};
use crate::row::Row;

pub use super::exceptions::classes::*;
pub use crate::value::dict::views::PROXY as MAPPING_PROXY;

/// `object`.
pub static OBJECT: Class = Class::builtin("object", &[], Some(&super::functions::OBJECT_NEW));
/// `NoneType`.
pub static NONE: Class = Class::builtin("NoneType", &[], Some(&super::functions::NONE_NEW));
/// `ellipsis`.
pub static ELLIPSIS: Class = Class::builtin("ellipsis", &[], Some(&super::functions::ELLIPSIS_NEW));
/// `NotImplementedType`.
pub static NOT_IMPLEMENTED: Class =
    Class::builtin("NotImplementedType", &[], Some(&super::functions::NOT_IMPLEMENTED_NEW));
/// `bool`.
pub static BOOL: Class = Class {
    base: Some(&INT),
    ..Class::builtin(
        "bool",
        &[crate::value::int::methods::BOOL_ROWS],
        Some(&crate::value::int::types::BOOL_NEW),
    )
};
/// `int`.
pub static INT: Class =
    Class::builtin("int", &[crate::value::int::methods::ROWS], Some(&crate::value::int::types::INT_NEW));
/// `float`.
pub static FLOAT: Class =
    Class::builtin("float", &[crate::value::float::ROWS], Some(&crate::value::float::NEW));
/// `str`.
pub static STR: Class = Class::builtin("str", crate::value::str::ROWS, Some(&crate::value::str::NEW));
/// `bytes`.
pub static BYTES: Class = Class::builtin("bytes", crate::value::bytes::ROWS, Some(&crate::value::bytes::NEW));
/// `list`.
pub static LIST: Class =
    Class::builtin("list", &[crate::value::list::methods::ROWS], Some(&crate::value::list::methods::NEW));
/// `tuple`.
pub static TUPLE: Class =
    Class::builtin("tuple", &[crate::value::tuple::methods::ROWS], Some(&crate::value::tuple::methods::NEW));
/// `dict`.
pub static DICT: Class =
    Class::builtin("dict", &[crate::value::dict::methods::ROWS], Some(&crate::value::dict::methods::NEW));
/// `set`.
pub static SET: Class = Class::builtin("set", crate::value::set::SET_ROWS, Some(&crate::value::set::SET_NEW));
/// `frozenset`.
pub static FROZENSET: Class =
    Class::builtin("frozenset", crate::value::set::FROZENSET_ROWS, Some(&crate::value::set::FROZENSET_NEW));
/// `dict_keys`.
pub static DICT_KEYS: Class = Class::builtin("dict_keys", &[crate::value::dict::views::KEY_ROWS], None);
/// `dict_values`.
pub static DICT_VALUES: Class = Class::builtin("dict_values", &[crate::value::dict::views::VALUE_ROWS], None);
/// `dict_items`.
pub static DICT_ITEMS: Class = Class::builtin("dict_items", &[crate::value::dict::views::ITEM_ROWS], None);
/// `odict_keys`.
pub static ORDERED_KEYS: Class = Class::builtin("odict_keys", &[crate::value::dict::views::KEY_ROWS], None);
/// `odict_values`.
pub static ORDERED_VALUES: Class =
    Class::builtin("odict_values", &[crate::value::dict::views::VALUE_ROWS], None);
/// `odict_items`.
pub static ORDERED_ITEMS: Class =
    Class::builtin("odict_items", &[crate::value::dict::views::ITEM_ROWS], None);
/// `odict_iterator`.
pub static ORDERED_ITERATOR: Class = plain("odict_iterator");
/// `range`.
pub static RANGE: Class = Class::builtin(
    "range",
    &[crate::value::range::methods::ROWS],
    Some(&crate::value::range::methods::RANGE_NEW),
);
/// `slice`.
pub static SLICE: Class = Class::builtin(
    "slice",
    &[crate::value::range::methods::SLICE_ROWS],
    Some(&crate::value::range::methods::SLICE_NEW),
);
/// `function`.
pub static FUNCTION: Class =
    Class::builtin("function", &[super::functions::FUNCTION_ROWS], Some(&super::functions::FUNCTION_NEW));
/// `builtin_function_or_method`.
pub static BUILTIN_FUNCTION: Class =
    Class::builtin("builtin_function_or_method", &[super::functions::FUNCTION_ROWS], None);
/// `method`.
pub static METHOD: Class = Class::builtin("method", &[super::functions::FUNCTION_ROWS], None);
/// `method_descriptor`.
pub static METHOD_DESCRIPTOR: Class =
    Class::builtin("method_descriptor", &[super::functions::FUNCTION_ROWS], None);
/// `type`.
pub static TYPE: Class =
    Class::builtin("type", &[super::functions::TYPE_ROWS], Some(&super::functions::TYPE_NEW));
/// `module`.
pub static MODULE: Class = plain("module");
/// `cell`.
pub static CELL: Class = plain("cell");
/// `types.UnionType`.
pub static UNION: Class = Class {
    name: "UnionType",
    module: "types",
    message_name: "types.UnionType",
    slots: Slots {
        repr: Some(super::functions::union_repr),
        compare: Some(super::functions::union_compare),
        hash: Some(super::functions::union_hash),
        ..Slots::NONE
    },
    ..Class::EMPTY
};
/// `types.GenericAlias`.
pub static GENERIC_ALIAS: Class = Class {
    name: "GenericAlias",
    module: "types",
    message_name: "types.GenericAlias",
    slots: Slots {
        repr: Some(super::functions::alias_repr),
        compare: Some(super::functions::alias_compare),
        hash: Some(super::functions::alias_hash),
        call: Some(super::functions::alias_call),
        ..Slots::NONE
    },
    ..Class::EMPTY
};
/// Objects of types that only the host knows.
pub static OPEN_RECORD: Class = plain("object");

/// `generator`.
pub static GENERATOR: Class = Class::builtin(
    "generator",
    &[crate::value::iter::methods::GENERATOR_ROWS, super::functions::FUNCTION_ROWS],
    None,
);
/// `enumerate`.
pub static ENUMERATE: Class =
    Class::builtin("enumerate", &[], Some(&crate::value::iter::methods::ENUMERATE_NEW));
/// `zip`.
pub static ZIP: Class = Class::builtin("zip", &[], Some(&crate::value::iter::methods::ZIP_NEW));
/// `map`.
pub static MAP: Class = Class::builtin("map", &[], Some(&crate::value::iter::methods::MAP_NEW));
/// `filter`.
pub static FILTER: Class = Class::builtin("filter", &[], Some(&crate::value::iter::methods::FILTER_NEW));
/// `reversed`.
pub static REVERSED: Class =
    Class::builtin("reversed", &[], Some(&crate::value::iter::methods::REVERSED_NEW));
/// `callable_iterator`.
pub static CALLABLE_ITERATOR: Class = plain("callable_iterator");
/// `tuple_iterator`.
pub static TUPLE_ITERATOR: Class = plain("tuple_iterator");
/// `list_iterator`.
pub static LIST_ITERATOR: Class = plain("list_iterator");
/// `list_reverseiterator`.
pub static LIST_REVERSE_ITERATOR: Class = plain("list_reverseiterator");
/// `range_iterator`.
pub static RANGE_ITERATOR: Class = plain("range_iterator");
/// `longrange_iterator`.
pub static LONG_RANGE_ITERATOR: Class = plain("longrange_iterator");
/// `str_iterator`.
pub static STR_ITERATOR: Class = plain("str_iterator");
/// `str_ascii_iterator`.
pub static STR_ASCII_ITERATOR: Class = plain("str_ascii_iterator");
/// `bytes_iterator`.
pub static BYTES_ITERATOR: Class = plain("bytes_iterator");
/// `dict_keyiterator`.
pub static DICT_KEY_ITERATOR: Class = plain("dict_keyiterator");
/// `dict_valueiterator`.
pub static DICT_VALUE_ITERATOR: Class = plain("dict_valueiterator");
/// `dict_itemiterator`.
pub static DICT_ITEM_ITERATOR: Class = plain("dict_itemiterator");
/// `dict_reversekeyiterator`.
pub static DICT_REVERSE_KEY_ITERATOR: Class = plain("dict_reversekeyiterator");
/// `dict_reversevalueiterator`.
pub static DICT_REVERSE_VALUE_ITERATOR: Class = plain("dict_reversevalueiterator");
/// `dict_reverseitemiterator`.
pub static DICT_REVERSE_ITEM_ITERATOR: Class = plain("dict_reverseitemiterator");
/// `set_iterator`.
pub static SET_ITERATOR: Class = plain("set_iterator");

/// `bytearray`: only to ask whether something is one, which nothing is; so are the next two.
static BYTEARRAY: Class = plain("bytearray");
/// `complex`.
static COMPLEX: Class = plain("complex");
/// `memoryview`.
static MEMORYVIEW: Class = plain("memoryview");

/// All built-in types.
pub(crate) static CLASSES: &[&Class] = &[
    &OBJECT,
    &NONE,
    &ELLIPSIS,
    &NOT_IMPLEMENTED,
    &BOOL,
    &INT,
    &FLOAT,
    &STR,
    &BYTES,
    &LIST,
    &TUPLE,
    &DICT,
    &SET,
    &FROZENSET,
    &DICT_KEYS,
    &DICT_VALUES,
    &DICT_ITEMS,
    &MAPPING_PROXY,
    &ORDERED_KEYS,
    &ORDERED_VALUES,
    &ORDERED_ITEMS,
    &ORDERED_ITERATOR,
    &RANGE,
    &SLICE,
    &FUNCTION,
    &BUILTIN_FUNCTION,
    &METHOD,
    &METHOD_DESCRIPTOR,
    &TYPE,
    &MODULE,
    &UNION,
    &GENERIC_ALIAS,
    &OPEN_RECORD,
    &GENERATOR,
    &ENUMERATE,
    &ZIP,
    &MAP,
    &FILTER,
    &REVERSED,
    &CALLABLE_ITERATOR,
    &TUPLE_ITERATOR,
    &LIST_ITERATOR,
    &LIST_REVERSE_ITERATOR,
    &RANGE_ITERATOR,
    &LONG_RANGE_ITERATOR,
    &STR_ITERATOR,
    &STR_ASCII_ITERATOR,
    &BYTES_ITERATOR,
    &DICT_KEY_ITERATOR,
    &DICT_VALUE_ITERATOR,
    &DICT_ITEM_ITERATOR,
    &DICT_REVERSE_KEY_ITERATOR,
    &DICT_REVERSE_VALUE_ITERATOR,
    &DICT_REVERSE_ITEM_ITERATOR,
    &SET_ITERATOR,
];

/// Types that are global names.
pub(crate) static TYPE_NAMES: &[Row] = &[
    Row::class(&OBJECT, "The type all types derive from."),
    Row::class(&BOOL, "True or False."),
    Row::class(&INT, "Integers of any size up to the limit."),
    Row::class(&FLOAT, "Floating point numbers."),
    Row::class(&STR, "Text."),
    Row::class(&BYTES, "Immutable sequences of bytes."),
    Row::class(&LIST, "Mutable sequences."),
    Row::class(&TUPLE, "Immutable sequences."),
    Row::class(&DICT, "Mappings in insertion order."),
    Row::class(&SET, "Sets in insertion order."),
    Row::class(&FROZENSET, "Immutable sets."),
    Row::class(&RANGE, "Arithmetic progressions."),
    Row::class(&SLICE, "Slice objects."),
    Row::class(&TYPE, "The type of a value."),
    Row::class(&ENUMERATE, "Pairs of a count and an item."),
    Row::class(&ZIP, "Items of several iterables side by side."),
    Row::class(&MAP, "A function applied to each item."),
    Row::class(&FILTER, "The items for which a function is true."),
    Row::class(&REVERSED, "Items in reverse order."),
    Row::class(&BYTEARRAY, "A type that nothing has."),
    Row::class(&COMPLEX, "A type that nothing has."),
    Row::class(&MEMORYVIEW, "A type that nothing has."),
];
