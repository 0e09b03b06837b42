//! `ip_address` and `ip_network`, and the client's address.

use hognose_eval::row::{Args, Call, Member, Row, Signature, optional, required};
use hognose_eval::{Context, R, Value};

/// Rows.
pub static ROWS: &[Row] = &[
    Row::new(
        "ip_address",
        Signature::python(&[required("address")]),
        "An IP address of either version.",
        Member::Function(|cx, call| forwarded(cx, "ipaddress", "ip_address", call, call.args)),
    ),
    Row::new(
        "ip_network",
        Signature::python(&[required("address"), optional("strict")]),
        "An IP network of either version; `strict` refuses host bits.",
        Member::Function(|cx, call| forwarded(cx, "ipaddress", "ip_network", call, call.args)),
    ),
];

/// Call a function of a module with bound arguments.
pub(super) fn forwarded<'h>(
    cx: &Context<'h>,
    module: &'static str,
    name: &'static str,
    call: &Call<'_, 'h>,
    args: &[Value<'h>],
) -> R<'h> {
    let row = cx.table().module(module).and_then(|module| cx.table().module_member(module, name));
    match row {
        Some(row) => match row.member {
            Member::Function(run) => run(cx, &Call { row, args, prepared: call.prepared }),
            _ => Err(cx.internal("a helper's function is none")),
        },
        None => Err(cx.internal("a helper without its module")),
    }
}

/// `ip_address(text)`.
///
/// # Errors
/// `ValueError` for what is no address.
pub fn address<'h>(cx: &Context<'h>, text: Value<'h>) -> R<'h> {
    let module = cx.table().module("ipaddress").ok_or_else(|| cx.internal("no ipaddress"))?;
    let row = cx.table().module_member(module, "ip_address").ok_or_else(|| cx.internal("no ip_address"))?;
    cx.call_row(row, None, &Args::positional(&[text]))
}
