//! Python's `typing`: names for annotations. They show as in CPython, and mean nothing.

mod alias;
mod form;
pub mod rows;
