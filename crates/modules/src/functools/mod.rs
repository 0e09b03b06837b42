//! Python's `functools`: what works on functions.

mod cache;
mod dispatch;
pub mod rows;
