//! Constructors of `int` and `bool`.

use crate::row::{Member, Row, Signature};

/// Constructor.
pub static INT_NEW: Row = Row::new(
    "int",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
/// Constructor.
pub static BOOL_NEW: Row = Row::new(
    "bool",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
