//! The built-in types and functions: their rows.

pub mod classes;
pub mod exceptions;
pub mod functions;

use crate::class::Class;
use crate::row::Row;

/// All built-in types, by file.
pub(crate) static CLASSES: &[&[&Class]] = &[classes::CLASSES, exceptions::classes::EXCEPTIONS];

/// Global names, by file.
pub(crate) static GLOBALS: &[&[&[Row]]] = &[
    &functions::FUNCTIONS,
    &[functions::CONSTANTS, classes::TYPE_NAMES, exceptions::NAMES, exceptions::OLD_NAMES],
];

/// A class that has no methods and cannot be made by calling it.
pub(crate) const fn plain(name: &'static str) -> Class {
    Class::builtin(name, &[], None)
}
