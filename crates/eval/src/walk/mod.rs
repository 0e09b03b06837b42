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

/// How a statement ends. As wide as a reason to stop, so that either comes back in registers; values that leave with it
/// are in the frame's `result`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Flow {
    /// The next one follows.
    Next,
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// `return`.
    Return,
    /// `yield`: the generator is suspended.
    Yield,
}

/// A function's slots while it runs.
pub(crate) struct Frame<'f, 'h> {
    pub(crate) slots: &'f [Cell<Value<'h>>],
    pub(crate) code: &'h Function,
    /// Number of the frame, counted from the outermost.
    pub(crate) number: u32,
    /// In a generator: what `send` or `throw` brought, while it finds its way back to the suspended `yield`.
    pub(crate) resume: Cell<Resume<'h>>,
    /// What is returned or yielded.
    pub(crate) result: Cell<Value<'h>>,
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

impl<'f, 'h> Frame<'f, 'h> {
    /// A frame that runs from its start.
    #[inline]
    pub(crate) fn new(slots: &'f [Cell<Value<'h>>], code: &'h Function, number: u32) -> Self {
        Self { slots, code, number, resume: Cell::new(Resume::Running), result: Cell::new(Value::None) }
    }

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
