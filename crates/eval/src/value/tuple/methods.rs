//! Methods of `tuple`.

use crate::row::{Member, Row, Signature};

/// Methods.
pub static ROWS: &[Row] = &[];
/// Constructor.
pub static NEW: Row = Row::new(
    "tuple",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
