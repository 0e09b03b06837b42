//! `ip_address` and `ip_network`, and the client's address.

use hognose_eval::row::Row;
use hognose_eval::{Context, R, Value};

/// Rows.
pub static ROWS: &[Row] = &[];

/// `ip_address(text)`.
///
/// # Errors
/// `ValueError` for what is no address.
pub fn address<'h>(cx: &Context<'h>, text: Value<'h>) -> R<'h> {
    let module = cx.table().module("ipaddress").ok_or_else(|| cx.internal("no ipaddress"))?;
    let row = cx.table().module_member(module, "ip_address").ok_or_else(|| cx.internal("no ip_address"))?;
    cx.call_row(row, None, &hognose_eval::row::Args::positional(&[text]))
}
