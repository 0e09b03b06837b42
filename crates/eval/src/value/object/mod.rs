//! Objects of the table's classes: host records and the types of modules.

use crate::class::Class;
use crate::value::Value;
use std::any::Any;
use std::cell::Cell;

/// An object: plain data that its class knows, and values.
pub struct Object<'h> {
    /// Its class.
    pub class: &'static Class,
    /// What the class keeps that holds no values.
    pub data: &'h dyn Any,
    /// What the class keeps as values; for host records the values made so far, one a field.
    pub fields: Cell<&'h [Cell<Value<'h>>]>,
}

impl std::fmt::Debug for Object<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Object({})", self.class.name)
    }
}

impl<'h> Object<'h> {
    /// Its data, when they are of this type.
    #[must_use]
    pub fn data<T: Any>(&self) -> Option<&'h T> {
        self.data.downcast_ref()
    }

    /// The value of a field; unbound when there is none.
    #[must_use]
    pub fn field(&self, index: usize) -> Value<'h> {
        self.fields.get().get(index).map_or(Value::Unbound, Cell::get)
    }

    /// Set a field; false when there is none.
    pub fn set_field(&self, index: usize, value: Value<'h>) -> bool {
        self.fields.get().get(index).map(|cell| cell.set(value)).is_some()
    }
}
