//! Exception objects.

use crate::class::Class;
use crate::value::Value;
use crate::value::tuple::Tuple;
use hognose_syntax::tree::Span;
use std::cell::Cell;

/// An exception.
#[derive(Debug)]
pub struct Exception<'h> {
    /// Its type.
    pub class: &'static Class,
    /// `args`.
    pub args: Cell<&'h Tuple<'h>>,
    /// What else its type keeps: `StopIteration.value`, the object of a `UnicodeDecodeError`, …
    pub extra: Cell<Value<'h>>,
    /// `__cause__`.
    pub cause: Cell<Option<&'h Exception<'h>>>,
    /// `__context__`.
    pub context: Cell<Option<&'h Exception<'h>>>,
    /// `raise … from` was used.
    pub suppress_context: Cell<bool>,
    /// Where it passed, innermost first.
    pub(crate) trace: Cell<Option<&'h Trace<'h>>>,
}

/// One place an exception passed on its way out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trace<'h> {
    pub(crate) span: Span,
    /// Name of the function.
    pub(crate) function: &'h str,
    /// Number of the frame, counted from the outermost, to tell one function's entry from the next.
    pub(crate) frame: u32,
    /// The entry further in.
    pub(crate) inner: Option<&'h Trace<'h>>,
}
