//! Methods of `range` and `slice`.

use crate::row::{Member, Row, Signature};

/// Methods.
pub static ROWS: &[Row] = &[];
/// Methods.
pub static SLICE_ROWS: &[Row] = &[];
/// Constructor.
pub static RANGE_NEW: Row = Row::new(
    "range",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
/// Constructor.
pub static SLICE_NEW: Row = Row::new(
    "slice",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
