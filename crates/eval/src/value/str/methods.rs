//! Methods of `str`, and its constructor.

use super::{build, case, codec, find, format, split};
use crate::row::Row;

pub use codec::NEW;

/// Methods, by file.
pub static ROWS: &[&[Row]] = &[case::ROWS, find::ROWS, split::ROWS, build::ROWS, format::ROWS, codec::ROWS];
