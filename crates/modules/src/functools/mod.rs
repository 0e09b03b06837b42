//! Python's `functools`: what works on functions.

mod cache;
pub mod rows;
