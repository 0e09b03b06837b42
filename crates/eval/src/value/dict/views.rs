//! Methods of dict views.

use crate::row::{Member, Row, Signature};

/// Methods.
pub static ROWS: &[Row] = &[];
/// Methods.
pub static VALUE_ROWS: &[Row] = &[];
