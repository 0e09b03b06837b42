//! Values as text, as pure functions: the format mini-language, `str.format` templates, printf-style `%`, `repr`.
//!
//! Everything appends to a `String` (or a `Vec<u8>`). What a width or a precision can make long has a function that
//! bounds its length, to be charged before the formatting.

pub mod float;
pub mod number;
pub mod printf;
mod printf_write;
pub mod repr;
pub mod spec;
pub mod str;
pub mod template;

pub use float::{FloatStyle, float_repr, write_float, write_float_repr};
pub use number::{float_len, format_bool, format_float, format_int, int_len};
pub use printf_write::char_of_int;
pub use spec::{Align, Grouping, Sign, Spec};
pub use str::{format_str, str_len};

use crate::number::NumberError;

/// The `TypeError` of `format(value, spec)` for a type that knows no specification but the empty one.
#[must_use]
pub fn unsupported(type_name: &str) -> NumberError {
    NumberError::type_error(format!("unsupported format string passed to {type_name}.__format__"))
}
