//! Python's `unicodedata`, of Unicode 15.1.

pub mod rows;
