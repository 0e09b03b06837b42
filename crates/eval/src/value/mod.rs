//! Values: `Copy`, at most 16 bytes, pointing into the region, the policy or the request.

pub mod bytes;
pub mod dict;
pub mod exception;
pub mod float;
pub mod function;
pub mod int;
pub mod iter;
pub mod list;
pub mod made;
pub mod object;
pub mod range;
pub mod set;
pub mod str;
pub mod tuple;

use self::str::Str;
use crate::class::{self, Class, Module};
use crate::row::{Member, Row};
use bytes::Bytes;
use dict::{Dict, View};
use exception::Exception;
use function::{Bound, Function};
use int::Big;
use iter::Iter;
use list::List;
use object::Object;
use range::{Range, SliceObject};
use set::Set;
use std::cell::Cell;
use tuple::Tuple;

/// A bool as wide as the other payloads: with payloads of one width a value travels in two registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Bool {
    /// `False`.
    False = 0,
    /// `True`.
    True = 1,
}

impl Bool {
    /// The bool as a value is one.
    #[must_use]
    #[inline]
    pub const fn of(value: bool) -> Self {
        if value { Bool::True } else { Bool::False }
    }

    /// The bool.
    #[must_use]
    #[inline]
    pub const fn get(self) -> bool {
        matches!(self, Bool::True)
    }
}

macro_rules! number_from_bool {
    ($($number:ty)*) => {
        $(impl From<Bool> for $number {
            fn from(value: Bool) -> Self {
                Self::from(value.get())
            }
        })*
    };
}

number_from_bool!(u8 i64 u64 i128);

/// A float by its bits, so that it travels in the same register as the other payloads.
#[derive(Clone, Copy, Debug)]
pub struct Float(u64);

impl Float {
    /// The float.
    #[must_use]
    #[inline]
    pub const fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// A Python value.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub enum Value<'h> {
    /// No value: an unbound name or an argument that was not given. Never visible to a policy.
    Unbound,
    /// `None`.
    None,
    /// `...`.
    Ellipsis,
    /// `NotImplemented`: the answer of operators that do not know the other operand.
    NotImplemented,
    /// `True`, `False`.
    Bool(Bool),
    /// An int that fits 64 bits. Larger ones are [`Value::Big`], never both.
    Int(i64),
    /// A float.
    Float(Float),
    /// An int that does not fit 64 bits.
    Big(&'h Big<'h>),
    /// Text.
    Str(&'h Str<'h>),
    /// Bytes.
    Bytes(&'h Bytes<'h>),
    /// A list.
    List(&'h List<'h>),
    /// A tuple.
    Tuple(&'h Tuple<'h>),
    /// A dict, or one of its kinds such as `defaultdict`.
    Dict(&'h Dict<'h>),
    /// A set or frozenset.
    Set(&'h Set<'h>),
    /// `dict.keys()`, `.values()`, `.items()`.
    View(&'h View<'h>),
    /// A range.
    Range(&'h Range<'h>),
    /// A slice object.
    Slice(&'h SliceObject<'h>),
    /// A function of the policy.
    Function(&'h Function<'h>),
    /// A function of the table.
    Native(&'static Row),
    /// A method of the table with its receiver.
    Bound(&'h Bound<'h>),
    /// A type.
    Type(&'static Class),
    /// A module.
    Module(&'static Module),
    /// An exception.
    Exception(&'h Exception<'h>),
    /// An iterator or generator.
    Iter(&'h Iter<'h>),
    /// Everything else: host objects and the types of modules.
    Object(&'h Object<'h>),
    /// A cell shared between functions; only ever in frames.
    Cell(&'h Cell<Value<'h>>),
}

const _: () = assert!(size_of::<Value<'_>>() == 16);
const _: () = assert!(size_of::<crate::stop::R<'_>>() == 16);

impl<'h> Value<'h> {
    /// `True` or `False`.
    #[must_use]
    #[inline]
    pub const fn bool(value: bool) -> Self {
        Value::Bool(Bool::of(value))
    }

    /// A float.
    #[must_use]
    #[inline]
    pub const fn float(value: f64) -> Self {
        Value::Float(Float(value.to_bits()))
    }

    /// The type of the value.
    #[must_use]
    #[inline]
    pub fn class(self) -> &'static Class {
        match self {
            Value::Unbound | Value::None => &class::NONE,
            Value::Ellipsis => &class::ELLIPSIS,
            Value::NotImplemented => &class::NOT_IMPLEMENTED,
            Value::Bool(_) => &class::BOOL,
            Value::Int(_) | Value::Big(_) => &class::INT,
            Value::Float(_) => &class::FLOAT,
            Value::Str(_) => &class::STR,
            Value::Bytes(_) => &class::BYTES,
            Value::List(_) => &class::LIST,
            Value::Tuple(tuple) => tuple.class(),
            Value::Dict(dict) => dict.class(),
            Value::Set(set) => set.class(),
            Value::View(view) => view.class(),
            Value::Range(_) => &class::RANGE,
            Value::Slice(_) => &class::SLICE,
            Value::Function(_) => &class::FUNCTION,
            Value::Native(row) => match row.member {
                _ if row.is_python() => &class::FUNCTION,
                Member::Method(_) | Member::RawMethod(_) => &class::METHOD_DESCRIPTOR,
                _ => &class::BUILTIN_FUNCTION,
            },
            Value::Bound(bound) if bound.row.is_python() => &class::METHOD,
            Value::Bound(_) => &class::BUILTIN_FUNCTION,
            Value::Type(_) => &class::TYPE,
            Value::Module(_) => &class::MODULE,
            Value::Exception(exception) => exception.class,
            Value::Iter(iter) => iter.class(),
            Value::Object(object) => object.class,
            Value::Cell(_) => &class::CELL,
        }
    }

    /// Whether the value is there.
    #[must_use]
    #[inline]
    pub fn is_bound(self) -> bool {
        !matches!(self, Value::Unbound)
    }

    /// Whether the value is `None`.
    #[must_use]
    #[inline]
    pub fn is_none(self) -> bool {
        matches!(self, Value::None)
    }

    /// None for an unbound value.
    #[must_use]
    #[inline]
    pub fn bound(self) -> Option<Self> {
        if self.is_bound() { Some(self) } else { None }
    }

    /// `a is b`.
    #[must_use]
    pub fn is(self, other: Self) -> bool {
        use std::ptr::eq;
        match (self, other) {
            (Value::Unbound, Value::Unbound)
            | (Value::None, Value::None)
            | (Value::Ellipsis, Value::Ellipsis)
            | (Value::NotImplemented, Value::NotImplemented) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            // CPython keeps one object of each small int only; other ints compare by identity there, which no
            // policy can rely on. Equal ints are the same object here.
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.get().to_bits() == b.get().to_bits(),
            (Value::Big(a), Value::Big(b)) => eq(a, b),
            (Value::Str(a), Value::Str(b)) => eq(a, b) || a.same_constant(b),
            (Value::Bytes(a), Value::Bytes(b)) => eq(a, b) || (a.is_short() && a.data() == b.data()),
            (Value::List(a), Value::List(b)) => eq(a, b),
            (Value::Tuple(a), Value::Tuple(b)) => eq(a, b) || (a.is_empty() && b.is_empty()),
            (Value::Dict(a), Value::Dict(b)) => eq(a, b),
            (Value::Set(a), Value::Set(b)) => eq(a, b),
            (Value::View(a), Value::View(b)) => eq(a, b),
            (Value::Range(a), Value::Range(b)) => eq(a, b),
            (Value::Slice(a), Value::Slice(b)) => eq(a, b),
            (Value::Function(a), Value::Function(b)) => eq(a, b),
            (Value::Native(a), Value::Native(b)) => eq(a, b),
            (Value::Bound(a), Value::Bound(b)) => eq(a, b),
            (Value::Type(a), Value::Type(b)) => eq(a, b),
            (Value::Module(a), Value::Module(b)) => eq(a, b),
            (Value::Exception(a), Value::Exception(b)) => eq(a, b),
            (Value::Iter(a), Value::Iter(b)) => eq(a, b),
            (Value::Object(a), Value::Object(b)) => eq(a, b),
            (Value::Cell(a), Value::Cell(b)) => eq(a, b),
            _ => false,
        }
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Value::bool(value)
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}

impl From<f64> for Value<'_> {
    fn from(value: f64) -> Self {
        Value::float(value)
    }
}
