//! The functions in scope by their names.

pub mod directory;
pub mod messages;
pub mod network;
pub mod regex;
pub(crate) mod scalar;
pub mod text;

use hognose_eval::row::Row;

/// Rows of all helpers, by file.
pub static ROWS: &[&[Row]] = &[directory::ROWS, messages::ROWS, network::ROWS, regex::ROWS, text::ROWS];
