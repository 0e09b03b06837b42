//! Rows of the whitelist: what it declares, and the function that does it.

use crate::class::{Class, Module};
use crate::context::Context;
use crate::stop::{R, Stop};
use crate::value::Value;
use hognose_syntax::tree::Constant;
use std::any::Any;
use std::sync::Arc;

pub use hognose_schema::{
    Capability, Parameter, Signature, Style, keyword_only, keywords, optional, p_only, p_only_optional,
    required, required_keyword_only, rest,
};

/// One row: a function, method, attribute, constant, type or module that a policy can reach.
#[derive(Debug)]
pub struct Row {
    /// The name.
    pub name: &'static str,
    /// What its arguments are.
    pub signature: Signature,
    /// One line of documentation.
    pub doc: &'static str,
    /// The capability it needs.
    pub capability: Option<Capability>,
    /// What it does.
    pub member: Member,
    /// Turns literal arguments into something ready to use, when the policy is linked.
    pub prepare: Option<Prepare>,
    /// What CPython calls it in messages, when that is not `name`.
    pub message_name: Option<&'static str>,
}

/// What a row does.
#[derive(Clone, Copy)]
pub enum Member {
    /// A function; its arguments are bound to the signature. Of a class: a class method, or static method.
    Function(NativeFn),
    /// A method; the receiver is argument 0 and the signature's parameters follow.
    Method(NativeFn),
    /// A function that binds its arguments itself.
    RawFunction(RawFn),
    /// A method that binds its arguments itself.
    RawMethod(RawMethodFn),
    /// An attribute computed from the object.
    Property(for<'h> fn(&Context<'h>, Value<'h>) -> R<'h>),
    /// A field of a record, by number.
    Field(u16),
    /// A constant.
    Constant(for<'h> fn(&Context<'h>) -> R<'h>),
    /// A type.
    Type(&'static Class),
    /// A module.
    Module(&'static Module),
}

impl std::fmt::Debug for Member {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Member::Function(_) => "Function",
            Member::Method(_) => "Method",
            Member::RawFunction(_) => "RawFunction",
            Member::RawMethod(_) => "RawMethod",
            Member::Property(_) => "Property",
            Member::Field(_) => "Field",
            Member::Constant(_) => "Constant",
            Member::Type(_) => "Type",
            Member::Module(_) => "Module",
        })
    }
}

/// A function with bound arguments.
pub type NativeFn = for<'a, 'h> fn(&'a Context<'h>, &'a Call<'a, 'h>) -> R<'h>;
/// A function that binds its arguments itself.
pub type RawFn = for<'a, 'h> fn(&'a Context<'h>, &'static Row, &'a Args<'a, 'h>) -> R<'h>;
/// A method that binds its arguments itself.
pub type RawMethodFn = for<'a, 'h> fn(&'a Context<'h>, &'static Row, Value<'h>, &'a Args<'a, 'h>) -> R<'h>;
/// Prepares literal arguments: `arguments[i]` is the literal at position i, none when it is not a literal.
/// An error is a message for a diagnostic at the call.
pub type Prepare = fn(&[Option<&Constant>]) -> Result<Option<Prepared>, String>;
/// What a row prepared.
pub type Prepared = Arc<dyn Any + Send + Sync>;

/// A call with its arguments bound to the row's signature.
#[derive(Clone, Copy)]
pub struct Call<'a, 'h> {
    /// The row that is called.
    pub row: &'static Row,
    /// One value a parameter (behind the receiver, for methods); unbound, or left out at the end, where nothing
    /// was given: see [`Call::value`]. The items of a
    /// `rest` parameter come as a tuple, those of a `keywords` parameter as a dict.
    pub args: &'a [Value<'h>],
    /// What the row prepared for this very call.
    pub prepared: Option<&'h (dyn Any + Send + Sync)>,
}

impl<'h> Call<'_, 'h> {
    /// An argument as it is; unbound when it was not given.
    #[must_use]
    #[inline]
    pub fn value(&self, index: usize) -> Value<'h> {
        self.args.get(index).copied().unwrap_or(Value::Unbound)
    }

    /// An argument converted.
    ///
    /// # Errors
    /// The `TypeError` (or other exception) CPython raises for a wrong argument.
    #[inline]
    pub fn get<T: FromArg<'h>>(&self, cx: &Context<'h>, index: usize) -> R<'h, T> {
        T::from_arg(cx, self, index)
    }

    /// The number of an argument as messages count it: from 1, without the receiver.
    #[must_use]
    pub fn number(&self, index: usize) -> usize {
        match self.row.member {
            Member::Method(_) => index,
            _ => index.saturating_add(1),
        }
    }
}

/// Arguments as they were given.
#[derive(Clone, Copy, Debug)]
pub struct Args<'a, 'h> {
    /// By position.
    pub positional: &'a [Value<'h>],
    /// By name, in order.
    pub keywords: &'a [(&'h str, Value<'h>)],
}

impl<'a, 'h> Args<'a, 'h> {
    /// Positional arguments only.
    #[must_use]
    pub const fn positional(positional: &'a [Value<'h>]) -> Self {
        Self { positional, keywords: &[] }
    }
}

/// A Rust type that an argument can be converted to.
pub trait FromArg<'h>: Sized {
    /// Convert argument `index` of the call.
    ///
    /// # Errors
    /// The exception CPython raises for a wrong argument.
    fn from_arg(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, Self>;
}

impl Row {
    /// A row with everything optional left out.
    #[must_use]
    pub const fn new(name: &'static str, signature: Signature, doc: &'static str, member: Member) -> Row {
        Row { name, signature, doc, capability: None, member, prepare: None, message_name: None }
    }

    /// A property.
    #[must_use]
    pub const fn property(
        name: &'static str,
        doc: &'static str,
        get: for<'h> fn(&Context<'h>, Value<'h>) -> R<'h>,
    ) -> Row {
        Row::new(name, Signature::NONE, doc, Member::Property(get))
    }

    /// A constant.
    #[must_use]
    pub const fn constant(
        name: &'static str,
        doc: &'static str,
        get: for<'h> fn(&Context<'h>) -> R<'h>,
    ) -> Row {
        Row::new(name, Signature::NONE, doc, Member::Constant(get))
    }

    /// A type as a member of a module or as a global.
    #[must_use]
    pub const fn class(class: &'static Class, doc: &'static str) -> Row {
        Row::new(class.name, Signature::NONE, doc, Member::Type(class))
    }

    /// The same row with a capability it needs.
    #[must_use]
    pub const fn needs(mut self, capability: Capability) -> Row {
        self.capability = Some(capability);
        // Whether it is granted is looked at on the way that plain calls do not take.
        self.signature.plain = false;
        self
    }

    /// The same row with a function that prepares literal arguments.
    #[must_use]
    pub const fn prepared_by(mut self, prepare: Prepare) -> Row {
        self.prepare = Some(prepare);
        self
    }

    /// The same row with another name in messages (such as `str.join` for `join`).
    #[must_use]
    pub const fn called(mut self, name: &'static str) -> Row {
        self.message_name = Some(name);
        self
    }

    /// Whether CPython has it in Python.
    #[must_use]
    pub const fn is_python(&self) -> bool {
        matches!(self.signature.style, Style::Python)
    }

    /// Its name in messages.
    #[must_use]
    pub const fn message_name(&self) -> &'static str {
        match self.message_name {
            Some(name) => name,
            None => self.name,
        }
    }
}

/// Makes a [`NativeFn`] out of a typed function: `native!(f, 2)` calls `f(cx, a, b)` with arguments 0 and 1
/// converted to the types that `f` declares.
#[macro_export]
macro_rules! native {
    ($f:path, 0) => {
        |cx, _| $f(cx)
    };
    ($f:path, 1) => {
        |cx, call| $f(cx, call.get(cx, 0)?)
    };
    ($f:path, 2) => {
        |cx, call| $f(cx, call.get(cx, 0)?, call.get(cx, 1)?)
    };
    ($f:path, 3) => {
        |cx, call| $f(cx, call.get(cx, 0)?, call.get(cx, 1)?, call.get(cx, 2)?)
    };
    ($f:path, 4) => {
        |cx, call| $f(cx, call.get(cx, 0)?, call.get(cx, 1)?, call.get(cx, 2)?, call.get(cx, 3)?)
    };
    ($f:path, 5) => {
        |cx, call| {
            $f(cx, call.get(cx, 0)?, call.get(cx, 1)?, call.get(cx, 2)?, call.get(cx, 3)?, call.get(cx, 4)?)
        }
    };
    ($f:path, 6) => {
        |cx, call| {
            $f(
                cx,
                call.get(cx, 0)?,
                call.get(cx, 1)?,
                call.get(cx, 2)?,
                call.get(cx, 3)?,
                call.get(cx, 4)?,
                call.get(cx, 5)?,
            )
        }
    };
}

/// A method row over a typed function: `method!("name", signature, "doc", f, 2)`; argument 0 is the receiver.
#[macro_export]
macro_rules! method {
    ($name:literal, $signature:expr, $doc:literal, $f:path, $n:tt) => {
        $crate::row::Row::new($name, $signature, $doc, $crate::row::Member::Method($crate::native!($f, $n)))
    };
}

/// A function row over a typed function: `function!("name", signature, "doc", f, 2)`.
#[macro_export]
macro_rules! function {
    ($name:literal, $signature:expr, $doc:literal, $f:path, $n:tt) => {
        $crate::row::Row::new($name, $signature, $doc, $crate::row::Member::Function($crate::native!($f, $n)))
    };
}

/// The error of a conversion, as `Stop`.
pub type Refused<'h> = Stop<'h>;
