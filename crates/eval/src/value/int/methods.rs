//! Methods of `int`.

use crate::row::{Member, Row, Signature};

/// Methods.
pub static ROWS: &[Row] = &[];
