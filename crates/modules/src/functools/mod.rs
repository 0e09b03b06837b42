//! Python's `functools`: what works on functions.

pub mod rows;
