//! Types made while evaluating, such as those of `namedtuple`: objects of a class derived from `type`. Field 0 is the name,
//! field 1 the type of the table that holds their methods, field 2 the module they say they are from.

use crate::class::{self, Class};
use crate::context::Context;
use crate::stop::R;
use crate::value::Value;
use crate::value::list::List;
use crate::value::object::Object;
use std::num::NonZero;

/// Whether an object is a type.
#[must_use]
pub fn is_type(object: &Object<'_>) -> bool {
    object.class.is_subclass(&class::TYPE)
}

/// The name of a type made while evaluating; none for other objects.
///
/// # Errors
/// The memory limit.
pub fn type_name<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Option<&'h str>> {
    match object.field(0) {
        Value::Str(name) if is_type(object) => name.text(cx.heap()).map(Some),
        _ => Ok(None),
    }
}

/// The type of the table that a type is, or is made of; none for what is no type.
#[must_use]
pub fn class_of(value: Value<'_>) -> Option<&'static Class> {
    match value {
        Value::Type(class) => Some(class),
        Value::Object(object) if is_type(object) => match object.field(1) {
            Value::Type(class) => Some(class),
            _ => None,
        },
        _ => None,
    }
}

/// `type(x)`.
#[must_use]
pub fn type_of<'h>(cx: &Context<'h>, value: Value<'h>) -> Value<'h> {
    match value {
        Value::Tuple(tuple) if let Some(made) = tuple.shape.and_then(|shape| shape.made) => cx
            .made_types
            .get()
            .and_then(|types| types.get(made.get() as usize))
            .unwrap_or(Value::Type(tuple.class())),
        Value::Object(object) if is_type(object) => Value::Type(&class::TYPE),
        _ => Value::Type(value.class()),
    }
}

impl<'h> Context<'h> {
    /// The number of the type that is made next, for the shape of its values.
    ///
    /// # Errors
    /// The memory limit.
    pub fn next_type(&self) -> R<'h, Option<NonZero<u32>>> {
        if self.made_types.get().is_none() {
            // Nothing has the number 0.
            self.made_types.set(Some(List::from_slice(self.heap(), &[Value::None])?));
        }
        let count = self.made_types.get().map_or(0, List::len);
        Ok(u32::try_from(count).ok().and_then(NonZero::new))
    }

    /// Keep a type that was made, under the number of [`Context::next_type`].
    ///
    /// # Errors
    /// The memory limit.
    pub fn keep_type(&self, made: Value<'h>) -> R<'h, ()> {
        match self.made_types.get() {
            Some(types) => types.push(self.heap(), made),
            None => Ok(()),
        }
    }
}
