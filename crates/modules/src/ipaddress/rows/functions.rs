//! The functions of the module.

use hognose_eval::function;
use hognose_eval::ops;
use hognose_eval::row::{Row, Signature, optional, required};
use hognose_eval::{Context, R, Value};

use super::super::{Member, Network, Version, collapse, summarize};
use super::lazy::{self, Lazy};
use super::network::no_attribute;
use super::read::{ip_address, ip_interface, ip_network, packed};
use super::thing::{make_address, make_network, of};
use crate::glue::stop;

fn v4_int_to_packed<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    packed(cx, value, Version::V4)
}

fn v6_int_to_packed<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    packed(cx, value, Version::V6)
}

fn summarize_address_range<'h>(cx: &Context<'h>, first: Value<'h>, last: Value<'h>) -> R<'h> {
    let made = match (of(cx, first), of(cx, last)) {
        (Some(first), Some(last)) => summarize(first, last)
            .map(|summary| (Lazy::Summary(summary), Value::None))
            .map_err(|raised| stop(cx, &raised)),
        _ => Err(cx.type_error("first and last must be IP addresses, not networks")),
    };
    lazy::start_or_fail(cx, made)
}

fn collapse_addresses<'h>(cx: &Context<'h>, addresses: Value<'h>) -> R<'h> {
    let mut members = Vec::new();
    let mut cursor = ops::iterate(cx, addresses)?;
    while let Some(value) = cursor.next(cx)? {
        cx.burn(1)?;
        // What is kept while networks are joined.
        cx.heap().charge(size_of::<(Network<'_>, Network<'_>)>().saturating_mul(4))?;
        match of(cx, value) {
            Some(member) => members.push(member),
            None => return Err(no_attribute(cx, value, "_prefixlen")),
        }
    }
    let count = u64::try_from(members.len()).unwrap_or(u64::MAX);
    cx.burn(count.saturating_mul(8))?;
    let made = match collapse(&members) {
        Ok(networks) => {
            let mut values = Vec::with_capacity(networks.len());
            for network in networks {
                values.push(make_network(cx, network)?);
            }
            Ok((Lazy::Items(0), cx.list(&values)?))
        }
        Err((raised, false)) => return Err(stop(cx, &raised)),
        Err((raised, true)) => Err(stop(cx, &raised)),
    };
    lazy::start_or_fail(cx, made)
}

fn get_mixed_type_key<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let version = |version: Version| Value::Int(i64::from(version.number()));
    match of(cx, value) {
        Some(Member::Network(network)) => {
            let address = make_address(cx, network.network_address())?;
            let mask = make_address(cx, network.netmask())?;
            cx.tuple(&[version(network.version()), address, mask])
        }
        Some(thing) => cx.tuple(&[version(thing.version()), value]),
        None => Ok(Value::NotImplemented),
    }
}

const ADDRESS: Signature = Signature::python(&[required("address")]);

pub(super) static ROWS: &[Row] = &[
    function!("ip_address", ADDRESS, "An address of either version.", ip_address, 1),
    function!(
        "ip_network",
        Signature::python(&[required("address"), optional("strict")]),
        "A network of either version; `strict` refuses host bits.",
        ip_network,
        2
    ),
    function!("ip_interface", ADDRESS, "An interface of either version.", ip_interface, 1),
    function!("v4_int_to_packed", ADDRESS, "A number as 4 bytes.", v4_int_to_packed, 1),
    function!("v6_int_to_packed", ADDRESS, "A number as 16 bytes.", v6_int_to_packed, 1),
    function!(
        "summarize_address_range",
        Signature::python(&[required("first"), required("last")]),
        "The networks that make up a range of addresses.",
        summarize_address_range,
        2
    ),
    function!(
        "collapse_addresses",
        Signature::python(&[required("addresses")]),
        "The fewest networks with the same addresses.",
        collapse_addresses,
        1
    ),
    function!(
        "get_mixed_type_key",
        Signature::python(&[required("obj")]),
        "A key to sort addresses and networks by.",
        get_mixed_type_key,
        1
    ),
    Row::constant("IPV4LENGTH", "Bits of an IPv4 address.", |_| Ok(Value::Int(32))),
    Row::constant("IPV6LENGTH", "Bits of an IPv6 address.", |_| Ok(Value::Int(128))),
];
