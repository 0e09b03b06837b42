//! `ip_address` and `ip_network`, and the client's address.

use hognose_eval::row::{Args, Call, Member, Row, Signature, optional, required};
use hognose_eval::{Context, R, Value};
use std::sync::OnceLock;

/// Rows.
pub static ROWS: &[Row] = &[
    Row::new(
        "ip_address",
        Signature::python(&[required("address")]),
        "An IP address of either version.",
        Member::Function(|cx, call| IP_ADDRESS.call(cx, call, call.args)),
    ),
    Row::new(
        "ip_network",
        Signature::python(&[required("address"), optional("strict")]),
        "An IP network of either version; `strict` refuses host bits.",
        Member::Function(|cx, call| IP_NETWORK.call(cx, call, call.args)),
    ),
];

static IP_ADDRESS: Forward = Forward::new("ipaddress", "ip_address");
static IP_NETWORK: Forward = Forward::new("ipaddress", "ip_network");

/// A function of a module that a helper stands for.
pub(super) struct Forward {
    module: &'static str,
    name: &'static str,
    /// Its row, once it was looked for: the same in every table.
    row: OnceLock<&'static Row>,
}

impl Forward {
    pub(super) const fn new(module: &'static str, name: &'static str) -> Self {
        Self { module, name, row: OnceLock::new() }
    }

    /// Call it with bound arguments.
    pub(super) fn call<'h>(&self, cx: &Context<'h>, call: &Call<'_, 'h>, args: &[Value<'h>]) -> R<'h> {
        let row = match self.row.get() {
            Some(row) => *row,
            None => {
                let module = cx.table().module(self.module);
                let Some(row) = module.and_then(|module| cx.table().module_member(module, self.name)) else {
                    return Err(cx.internal("a helper without its module"));
                };
                self.row.get_or_init(|| row)
            }
        };
        match row.member {
            Member::Function(run) => run(cx, &Call { row, args, prepared: call.prepared }),
            _ => Err(cx.internal("a helper's function is none")),
        }
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
