//! The walker: one `match` a node kind, children by reference, control flow as an enum.

mod call;
mod comprehension;
mod display;
mod expression;
mod function;
pub(crate) mod generator;
mod pattern;
mod resume;
mod statement;
mod target;
mod traceback;

use crate::code::Function;
use crate::value::Value;
use std::cell::Cell;

/// How a statement ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Flow<'h> {
    /// The next one follows.
    Next,
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// `return`.
    Return(Value<'h>),
    /// `yield`: the generator is suspended.
    Yield(Value<'h>),
}

/// A function's slots while it runs.
pub(crate) struct Frame<'f, 'h> {
    pub(crate) slots: &'f [Cell<Value<'h>>],
    pub(crate) code: &'h Function,
    /// Number of the frame, counted from the outermost.
    pub(crate) number: u32,
    /// In a generator: what `send` or `throw` brought, while it finds its way back to the suspended `yield`.
    pub(crate) resume: Cell<Resume<'h>>,
}

/// What a suspended generator goes on with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Resume<'h> {
    /// It runs.
    Running,
    /// A value is sent in.
    Send(Value<'h>),
    /// An exception is thrown in.
    Throw(crate::stop::Stop<'h>),
}

impl<'h> Frame<'_, 'h> {
    #[inline]
    pub(crate) fn get(&self, slot: u16) -> Value<'h> {
        self.slots.get(usize::from(slot)).map_or(Value::Unbound, Cell::get)
    }

    #[inline]
    pub(crate) fn set(&self, slot: u16, value: Value<'h>) {
        if let Some(cell) = self.slots.get(usize::from(slot)) {
            cell.set(value);
        }
    }

    #[inline]
    pub(crate) fn is_resuming(&self) -> bool {
        !matches!(self.resume.get(), Resume::Running)
    }
}
