//! `resolve_dns` and `reverse_dns`: the host looks up.

use hognose_eval::data::{Data, Map};
use hognose_eval::host::HostCall;
use hognose_eval::row::{Call, Capability, Member, Row, Signature, optional, required};
use hognose_eval::{Context, Fatal, R, Value, ops};

/// Addresses of a host.
pub const RESOLVE: &str = "dns.resolve";
/// The host of an address.
pub const REVERSE: &str = "dns.reverse";

const NEEDED: Capability = Capability("dns.resolve");

/// Rows.
pub static ROWS: &[Row] = &[
    Row::new(
        "resolve_dns",
        Signature::python(&[required("host"), optional("ip_version")]),
        "Addresses of a host; [] if there are none.",
        Member::Function(resolve),
    )
    .called("BaseEvaluator.expr_resolve_dns")
    .needs(NEEDED),
    Row::new(
        "reverse_dns",
        Signature::python(&[required("ip_addr")]),
        "Host name of an address, or the address.",
        Member::Function(reverse),
    )
    .called("BaseEvaluator.expr_reverse_dns")
    .needs(NEEDED),
];

fn resolve<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    // What is kept of earlier answers is found by hash.
    ops::hash(cx, call.value(0))?;
    let host = match call.value(0) {
        Value::Str(host) => host.text(cx.heap())?,
        other if !ops::truth(cx, other)? => "",
        _ => return Err(cx.type_error("getaddrinfo() argument 1 must be string or None")),
    };
    let version = match call.value(1) {
        Value::Unbound | Value::None => Data::None,
        version => match version {
            Value::Int(number @ (4 | 6)) => Data::Int(number),
            Value::Float(number) if number.get() == 4.0 => Data::Int(4),
            Value::Float(number) if number.get() == 6.0 => Data::Int(6),
            _ => Data::None,
        },
    };
    cx.charge(host.len())?;
    let arguments = Map::from_iter([("host", Data::from(host)), ("ip_version", version)]);
    match cx.host_call(HostCall { operation: RESOLVE, arguments })? {
        found @ Data::List(_) => cx.import(found),
        _ => Err(cx.heap().fatal(Fatal::HostUnavailable(RESOLVE))),
    }
}

fn reverse<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let address = match call.value(0) {
        Value::Str(address) => address.text(cx.heap())?,
        other => {
            ops::attribute::get(cx, other, "strip")?;
            return Err(cx.type_error("getfqdn() argument must be text"));
        }
    };
    cx.charge(address.len())?;
    let arguments = Map::from_iter([("address", address)]);
    match &cx.host_call(HostCall { operation: REVERSE, arguments })? {
        Data::Str(name) => cx.str(name),
        _ => Err(cx.heap().fatal(Fatal::HostUnavailable(REVERSE))),
    }
}
