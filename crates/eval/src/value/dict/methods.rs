//! Methods of `dict`.

use crate::row::{Member, Row, Signature};

/// Methods.
pub static ROWS: &[Row] = &[];
/// Constructor.
pub static NEW: Row = Row::new(
    "dict",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
