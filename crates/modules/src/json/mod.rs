//! Python's `json`: CPython's text to the letter, and its complaints.

mod decode;
mod encode;
pub mod rows;
