//! Built-in functions.

mod iterate;
mod number;
mod object;
mod text;
mod types;

pub(crate) use iterate::{Extreme, Sum};
pub use object::{
    ELLIPSIS_NEW, FUNCTION_NEW, FUNCTION_ROWS, NONE_NEW, NOT_IMPLEMENTED_NEW, OBJECT_NEW, TYPE_NEW, TYPE_ROWS,
};
pub(crate) use types::{
    alias_call, alias_compare, alias_hash, alias_repr, union_compare, union_hash, union_repr,
};

use crate::row::Row;
use crate::value::Value;

/// Built-in functions, by file.
pub(crate) static FUNCTIONS: [&[Row]; 5] =
    [iterate::ROWS, number::ROWS, object::ROWS, text::ROWS, types::ROWS];

/// Built-in values that are no literals.
pub(crate) static CONSTANTS: &[Row] = &[
    Row::constant("NotImplemented", "What operators answer that do not know an operand.", |_| {
        Ok(Value::NotImplemented)
    }),
    Row::constant("Ellipsis", "The value of `...`.", |_| Ok(Value::Ellipsis)),
];
