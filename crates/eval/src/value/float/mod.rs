//! `float`.

use crate::row::{Member, Row, Signature};

/// Methods.
pub static ROWS: &[Row] = &[];
/// `float(x)`.
pub static NEW: Row = Row::new(
    "float",
    Signature::positional(&[]),
    "",
    Member::Function(|_, _| Ok(crate::value::Value::Float(0.0))),
);
