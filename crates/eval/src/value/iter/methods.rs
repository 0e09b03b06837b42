//! Iterator types.

use crate::row::{Member, Row, Signature};

/// Methods.
pub static GENERATOR_ROWS: &[Row] = &[];
/// Constructor.
pub static ENUMERATE_NEW: Row = Row::new(
    "enumerate",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
/// Constructor.
pub static ZIP_NEW: Row = Row::new(
    "zip",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
/// Constructor.
pub static MAP_NEW: Row = Row::new(
    "map",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
/// Constructor.
pub static FILTER_NEW: Row = Row::new(
    "filter",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
/// Constructor.
pub static REVERSED_NEW: Row = Row::new(
    "reversed",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
