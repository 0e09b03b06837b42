//! Functions of the policy, and methods of the table with their receiver.

use crate::code;
use crate::row::Row;
use crate::value::Value;
use std::cell::Cell;

/// A function made by `def`, `lambda` or a generator expression.
#[derive(Debug)]
pub struct Function<'h> {
    /// Its code.
    pub(crate) code: &'h code::Function,
    /// Defaults of the parameters that have one, in parameter order.
    pub(crate) defaults: &'h [Value<'h>],
    /// The captured cells, in the order of the code's captures.
    pub(crate) captures: &'h [&'h Cell<Value<'h>>],
}

impl<'h> Function<'h> {
    /// Its plain name.
    #[must_use]
    pub fn name(&self) -> &'h str {
        &self.code.name
    }

    /// Its qualified name, as it stands in messages.
    #[must_use]
    pub fn qualname(&self) -> &'h str {
        &self.code.qualname
    }
}

/// A method of the table with its receiver.
#[derive(Debug)]
pub struct Bound<'h> {
    /// The receiver.
    pub receiver: Value<'h>,
    /// The method.
    pub row: &'static Row,
}
