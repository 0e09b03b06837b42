//! Conversions of arguments to Rust types, with CPython's complaints.

use crate::context::Context;
use crate::ops::{self, convert, own_type_name};
use crate::row::{Call, FromArg};
use crate::stop::R;
use crate::value::Value;
use crate::value::bytes::Bytes;
use crate::value::dict::{Dict, View};
use crate::value::exception::Exception;
use crate::value::iter::{Cursor, Iter};
use crate::value::list::List;
use crate::value::object::Object;
use crate::value::range::{Range, SliceObject};
use crate::value::set::Set;
use crate::value::str::Str;
use crate::value::tuple::Tuple;

/// An argument that may be `None` or left out.
#[derive(Clone, Copy, Debug)]
pub struct Nullable<T>(pub Option<T>);

/// An argument taken for its truth.
#[derive(Clone, Copy, Debug)]
pub struct Truth(pub bool);

/// A size or position, clipped to 64 bits instead of refused beyond them (as slices do).
#[derive(Clone, Copy, Debug)]
pub struct Clipped(pub i64);

/// A bound of a search within a sequence: none when left out or `None`, else clipped to 64 bits.
#[derive(Clone, Copy, Debug)]
pub struct Edge(pub Option<i64>);

/// A size of the width of C's `int`.
#[derive(Clone, Copy, Debug)]
pub struct CInt(pub i32);

/// A bound of `index(value, start, stop)`: an int, clipped to 64 bits.
#[derive(Clone, Copy, Debug)]
pub struct SliceIndex(pub i64);

impl SliceIndex {
    /// The position it means in something of this length: counted from the end when negative, at least 0.
    #[must_use]
    pub fn within(self, length: usize) -> usize {
        if self.0 < 0 {
            length.saturating_sub(usize::try_from(self.0.unsigned_abs()).unwrap_or(usize::MAX))
        } else {
            usize::try_from(self.0).unwrap_or(usize::MAX)
        }
    }
}

impl<'h> FromArg<'h> for SliceIndex {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        let value = call.value(index);
        if !convert::is_index(value) {
            return Err(cx.type_error("slice indices must be integers or have an __index__ method"));
        }
        convert::index_clipped(cx, value).map(SliceIndex)
    }
}

impl<'h> FromArg<'h> for Value<'h> {
    fn from_arg(_: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        Ok(call.value(index))
    }
}

impl<'h, T: FromArg<'h>> FromArg<'h> for Option<T> {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        if call.value(index).is_bound() { T::from_arg(cx, call, index).map(Some) } else { Ok(None) }
    }
}

impl<'h, T: FromArg<'h>> FromArg<'h> for Nullable<T> {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        match call.value(index) {
            Value::Unbound | Value::None => Ok(Nullable(None)),
            _ => T::from_arg(cx, call, index).map(|value| Nullable(Some(value))),
        }
    }
}

impl<'h> FromArg<'h> for Truth {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        ops::truth(cx, call.value(index)).map(Truth)
    }
}

impl<'h> FromArg<'h> for i64 {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        match call.value(index) {
            Value::Int(value) => Ok(value),
            other => convert::index_i64(cx, other),
        }
    }
}

impl<'h> FromArg<'h> for Clipped {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        convert::index_clipped(cx, call.value(index)).map(Clipped)
    }
}

impl<'h> FromArg<'h> for Edge {
    #[inline]
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        match call.value(index) {
            Value::Unbound | Value::None => Ok(Edge(None)),
            Value::Int(value) => Ok(Edge(Some(value))),
            other if ops::index::is_index(other) => {
                convert::index_clipped(cx, other).map(|at| Edge(Some(at)))
            }
            _ => Err(cx.type_error("slice indices must be integers or None or have an __index__ method")),
        }
    }
}

impl<'h> FromArg<'h> for CInt {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        match i32::try_from(convert::index_clipped(cx, call.value(index))?) {
            Ok(value) => Ok(CInt(value)),
            Err(_) => Err(cx.overflow_error("Python int too large to convert to C int")),
        }
    }
}

impl<'h> FromArg<'h> for f64 {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        ops::arith::to_float(cx, call.value(index))
    }
}

/// "join() argument 1 must be str, not int".
#[cold]
fn wrong<'h, T>(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize, wanted: &str) -> R<'h, T> {
    let name = call.row.name;
    let what = match call.value(index) {
        Value::None => "None",
        other => own_type_name(other),
    };
    let parameters = call.row.signature.parameters;
    let number = call.number(index);
    let by_name = call.row.signature.style == hognose_schema::Style::Keywords;
    if parameters.len() == 1 && call.row.signature.style == hognose_schema::Style::One {
        return Err(cx.type_error(format_args!("{name}() argument must be {wanted}, not {what}")));
    }
    match parameters.get(number.saturating_sub(1)) {
        Some(parameter) if by_name && parameter.kind != hognose_schema::Kind::PositionalOnly => Err(cx
            .type_error(format_args!("{name}() argument '{}' must be {wanted}, not {what}", parameter.name))),
        _ => Err(cx.type_error(format_args!("{name}() argument {number} must be {wanted}, not {what}"))),
    }
}

macro_rules! from_variant {
    ($($target:ty, $variant:ident, $wanted:literal;)*) => {
        $(impl<'h> FromArg<'h> for $target {
            fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
                match call.value(index) {
                    Value::$variant(value) => Ok(value),
                    _ => wrong(cx, call, index, $wanted),
                }
            }
        })*
    };
}

from_variant! {
    &'h Str<'h>, Str, "str";
    &'h Bytes<'h>, Bytes, "bytes";
    &'h List<'h>, List, "list";
    &'h Tuple<'h>, Tuple, "tuple";
    &'h Dict<'h>, Dict, "dict";
    &'h Set<'h>, Set, "set";
    &'h Object<'h>, Object, "object";
    &'h Exception<'h>, Exception, "exception";
    &'h Iter<'h>, Iter, "iterator";
    &'h View<'h>, View, "view";
    &'h Range<'h>, Range, "range";
    &'h SliceObject<'h>, Slice, "slice";
}

impl<'h> FromArg<'h> for &'h str {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        match call.value(index) {
            Value::Str(text) => text.text(cx.heap()),
            _ => wrong(cx, call, index, "str"),
        }
    }
}

impl<'h> FromArg<'h> for &'h [u8] {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        match call.value(index) {
            Value::Bytes(bytes) => Ok(bytes.data()),
            other => Err(cx
                .type_error(format_args!("a bytes-like object is required, not '{}'", own_type_name(other)))),
        }
    }
}

/// Any iterable.
impl<'h> FromArg<'h> for Cursor<'h> {
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self> {
        ops::iterate(cx, call.value(index))
    }
}
