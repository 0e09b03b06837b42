//! Methods and operators of addresses and interfaces.

use hognose_eval::class::Slots;
use hognose_eval::ops;
use hognose_eval::row::Row;
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Value};
use hognose_syntax::tree::{BinaryOp, CompareOp};
use num_bigint::BigInt;

use super::super::order::Comparison;
use super::super::{Address, Fault, Interface, Member};
use super::thing::{self, SITE_LOCAL, make, make_address, make_network, number, of, this, this_address};
use crate::glue::{OrStop, big, stop};
use crate::raised::Raised;

pub(super) const SLOTS: Slots = Slots {
    repr: Some(thing::write_repr),
    str: Some(thing::write_str),
    hash: Some(thing::hash),
    import: Some(thing::import),
    describe: Some(thing::describe),
    export: Some(thing::export),
    format: Some(format),
    compare: Some(compare),
    binary: Some(binary),
    int: Some(int),
    ..Slots::NONE
};

fn int<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    number(cx, this_address(cx, Value::Object(object))?.bits())
}

fn format<'h>(cx: &Context<'h>, object: &'h Object<'h>, spec: &'h str) -> R<'h> {
    let value = Value::Object(object);
    if spec.ends_with('s') {
        let text = ops::text::str(cx, value)?;
        return ops::text::format(cx, text, spec);
    }
    match this_address(cx, value)?.format_number(spec) {
        Some(text) => cx.str(&text),
        None => Err(cx.type_error(format_args!(
            "unsupported format string passed to {}.__format__",
            object.class.name
        ))),
    }
}

/// The comparison that an operator of ordering is.
pub(super) const fn comparison(op: CompareOp) -> Option<Comparison> {
    match op {
        CompareOp::Lt => Some(Comparison::Less),
        CompareOp::Le => Some(Comparison::LessEqual),
        CompareOp::Gt => Some(Comparison::Greater),
        CompareOp::Ge => Some(Comparison::GreaterEqual),
        _ => None,
    }
}

fn compare<'h>(cx: &Context<'h>, op: CompareOp, object: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    let (Some(mine), Some(others)) = (thing::of_object(cx, object), of(cx, other)) else {
        return Ok(Value::NotImplemented);
    };
    if matches!(others, Member::Network(_)) {
        return Ok(Value::NotImplemented);
    }
    let Some(comparison) = comparison(op) else {
        return Ok(Value::bool((mine == others) == (op == CompareOp::Eq)));
    };
    let answer = match (mine, others) {
        (Member::Address(mine), Member::Address(others)) => mine.compare(comparison, others),
        (Member::Interface(mine), Member::Interface(others)) => mine.compare(comparison, others),
        (Member::Interface(mine), Member::Address(others)) => mine.compare_address(comparison, others),
        (Member::Address(mine), Member::Interface(others)) => address_with(mine, comparison, others),
        _ => return Ok(Value::NotImplemented),
    };
    answer.or_stop(cx).map(Value::bool)
}

/// An address on the left of an interface.
fn address_with(mine: Address<'_>, comparison: Comparison, others: Interface<'_>) -> Result<bool, Raised> {
    if mine.version() != others.address().version() {
        return Err(super::super::order::other_version(&mine, &others));
    }
    others.compare_address(comparison.mirrored(), mine)
}

fn binary<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    object: &'h Object<'h>,
    other: Value<'h>,
    reflected: bool,
) -> R<'h> {
    if reflected
        || !matches!(op, BinaryOp::Add | BinaryOp::Sub)
        || !matches!(other, Value::Int(_) | Value::Big(_) | Value::Bool(_))
    {
        return Ok(Value::NotImplemented);
    }
    let mut distance = big(cx, other)?;
    if op == BinaryOp::Sub {
        distance = BigInt::from(0).checked_sub(&distance).unwrap_or_default();
    }
    let thing = this(cx, Value::Object(object))?;
    let moved = this_address(cx, Value::Object(object))?.offset(&distance);
    let moved = moved.map_err(|fault: Fault<'_>| stop(cx, &fault.raise()))?;
    match thing {
        // An interface moves to one of its own, alone in its network.
        Member::Interface(_) => make(cx, Member::Interface(Interface::new(moved, moved.version().bits()))),
        _ => make_address(cx, moved),
    }
}

fn optional<'h>(cx: &Context<'h>, address: Option<Address<'h>>) -> R<'h> {
    address.map_or(Ok(Value::None), |address| make_address(cx, address))
}

fn packed<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    let (bytes, length) = this_address(cx, receiver)?.packed();
    cx.bytes(bytes.get(..length).unwrap_or_default())
}

pub(super) static ROWS: &[Row] = &[Row::property("packed", "The address in network byte order.", packed)];

fn ipv6_mapped<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    match this(cx, receiver)? {
        Member::Interface(interface) => {
            let mapped = interface.ipv6_mapped().or_stop(cx)?;
            make_address(cx, mapped)
        }
        _ => make_address(cx, this_address(cx, receiver)?.ipv6_mapped()),
    }
}

pub(super) static ROWS_4: &[Row] =
    &[Row::property("ipv6_mapped", "The address among those of IPv6.", ipv6_mapped)];

fn scope_id<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    this_address(cx, receiver)?.scope().map_or(Ok(Value::None), |scope| cx.wrap_str(scope))
}

fn ipv4_mapped<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    optional(cx, this_address(cx, receiver)?.ipv4_mapped())
}

fn sixtofour<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    optional(cx, this_address(cx, receiver)?.sixtofour())
}

fn teredo<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    match this_address(cx, receiver)?.teredo() {
        Some((server, client)) => {
            let pair = [make_address(cx, server)?, make_address(cx, client)?];
            cx.tuple(&pair)
        }
        None => Ok(Value::None),
    }
}

pub(super) static ROWS_6: &[Row] = &[
    SITE_LOCAL,
    Row::property("scope_id", "The zone of the address.", scope_id),
    Row::property("ipv4_mapped", "The IPv4 address in an address of ::ffff:0:0/96.", ipv4_mapped),
    Row::property("sixtofour", "The IPv4 address in an address of 2002::/16.", sixtofour),
    Row::property("teredo", "The addresses of server and client in an address of 2001::/32.", teredo),
];

fn interface<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h, Interface<'h>> {
    match this(cx, receiver)? {
        Member::Interface(interface) => Ok(interface),
        _ => Err(cx.internal("an interface without its data")),
    }
}

fn ip<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    make_address(cx, interface(cx, receiver)?.ip())
}

fn network<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    make_network(cx, interface(cx, receiver)?.network())
}

fn netmask<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    make_address(cx, interface(cx, receiver)?.network().netmask())
}

fn hostmask<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    make_address(cx, interface(cx, receiver)?.network().hostmask())
}

fn with_prefix<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    cx.str(&interface(cx, receiver)?.with_prefixlen())
}

fn with_netmask<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    cx.str(&interface(cx, receiver)?.with_netmask())
}

fn with_hostmask<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    cx.str(&interface(cx, receiver)?.with_hostmask())
}

pub(super) static INTERFACE_ROWS: &[Row] = &[
    Row::property("ip", "The address alone.", ip),
    Row::property("network", "The network it is on.", network),
    Row::property("netmask", "The network's mask.", netmask),
    Row::property("hostmask", "The bits that the mask leaves to hosts.", hostmask),
    Row::property("with_prefixlen", "Address and prefix length.", with_prefix),
    Row::property("with_netmask", "Address and netmask.", with_netmask),
    Row::property("with_hostmask", "Address and hostmask.", with_hostmask),
];
