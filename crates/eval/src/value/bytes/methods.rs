//! Methods of `bytes`, and its constructor.

use super::{build, case, codec, find, split};
use crate::row::Row;

pub use codec::NEW;

/// Methods, by file.
pub static ROWS: &[&[Row]] = &[case::ROWS, find::ROWS, split::ROWS, build::ROWS, codec::ROWS];
