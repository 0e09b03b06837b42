//! Methods of `set` and `frozenset`.

use crate::row::{Member, Row, Signature};

/// Methods of `set`, by file.
pub static SET_ROWS: &[&[Row]] = &[];
/// Methods of `frozenset`, by file.
pub static FROZENSET_ROWS: &[&[Row]] = &[];
/// Constructor.
pub static SET_NEW: Row = Row::new(
    "set",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
/// Constructor.
pub static FROZENSET_NEW: Row = Row::new(
    "frozenset",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
