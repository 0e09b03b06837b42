//! Methods of `bytes`.

use crate::row::{Member, Row, Signature};

/// Methods, by file.
pub static ROWS: &[&[Row]] = &[];
/// Constructor.
pub static NEW: Row = Row::new(
    "bytes",
    Signature::positional(&[]),
    "",
    Member::Function(|cx, _| Err(cx.internal("not there yet"))),
);
