//! Methods and operators of networks.

use hognose_eval::class::{self, Slots};
use hognose_eval::method;
use hognose_eval::ops::{self, attribute};
use hognose_eval::row::{Row, Signature, optional, required};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Stop, Value};
use hognose_syntax::tree::{BinaryOp, CompareOp};
use num_bigint::BigInt;

use super::super::{Address, Member, Network, Source};
use super::address::comparison;
use super::lazy::{self, Lazy};
use super::thing::{self, SITE_LOCAL, make_address, make_network, number, of, this};
use crate::glue::{OrStop, big, stop};

pub(super) const SLOTS: Slots = Slots {
    repr: Some(thing::write_repr),
    str: Some(thing::write_str),
    hash: Some(thing::hash),
    import: Some(thing::import),
    describe: Some(thing::describe),
    export: Some(thing::export),
    compare: Some(compare),
    iter: Some(iter),
    get_item: Some(get_item),
    contains: Some(contains),
    ..Slots::NONE
};

fn compare<'h>(cx: &Context<'h>, op: CompareOp, object: &'h Object<'h>, other: Value<'h>) -> R<'h> {
    match (thing::of_object(cx, object), of(cx, other)) {
        (Some(Member::Network(mine)), Some(Member::Network(others))) => match comparison(op) {
            Some(comparison) => mine.compare(comparison, others).or_stop(cx).map(Value::bool),
            None => Ok(Value::bool((mine == others) == (op == CompareOp::Eq))),
        },
        _ => Ok(Value::NotImplemented),
    }
}

fn iter<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h> {
    let network = network(cx, Value::Object(object))?;
    lazy::start(cx, Lazy::Addresses(bare(network).addresses()), &[])
}

fn get_item<'h>(cx: &Context<'h>, object: &'h Object<'h>, key: Value<'h>) -> R<'h> {
    let network = network(cx, Value::Object(object))?;
    if !matches!(key, Value::Int(_) | Value::Big(_) | Value::Bool(_)) {
        ops::compare::order(cx, CompareOp::Ge, key, Value::Int(0))?;
        if let Value::Float(float) = key {
            return Err(at_fraction(cx, network, float.get()));
        }
    }
    match network.get(&big(cx, key)?) {
        Some(address) => make_address(cx, address),
        None => Err(cx.index_error("address out of range")),
    }
}

/// What CPython makes of an index that is not whole: the text of a fraction, which is no address.
#[cold]
fn at_fraction<'h>(cx: &Context<'h>, network: Network<'h>, index: f64) -> Stop<'h> {
    #[expect(clippy::cast_precision_loss, reason = "as CPython adds them")]
    let (first, last) = (network.network_address().bits() as f64, network.broadcast_address().bits() as f64);
    let at = if index >= 0.0 { first + index } else { last + (index + 1.0) };
    if if index >= 0.0 { at > last } else { at < first } {
        return cx.index_error("address out of range");
    }
    let text = match ops::text::str_string(cx, Value::float(at)) {
        Ok(text) => text,
        Err(stop) => return stop,
    };
    match Address::read_as(network.version(), &Source::Text(&text)) {
        Err(fault) => stop(cx, &fault.raise()),
        Ok(_) => cx.internal("a fraction that is an address"),
    }
}

fn contains<'h>(cx: &Context<'h>, object: &'h Object<'h>, item: Value<'h>) -> R<'h, bool> {
    let network = network(cx, Value::Object(object))?;
    match of(cx, item) {
        Some(Member::Address(address)) => Ok(network.contains(address)),
        Some(Member::Interface(interface)) => Ok(network.contains(interface.address())),
        Some(Member::Network(_)) => Ok(false),
        None => Err(no_attribute(cx, item, "_version")),
    }
}

/// What CPython's own code fails with on values of other types: it reads an attribute they do not have.
#[cold]
pub(super) fn no_attribute<'h>(cx: &Context<'h>, value: Value<'h>, name: &str) -> Stop<'h> {
    match attribute::get(cx, value, name) {
        Err(stop) => stop,
        // A method of a type, called without a value.
        Ok(method) => match cx.call(method, &[]) {
            Err(stop) => stop,
            Ok(_) => cx.raise(&class::ATTRIBUTE_ERROR, name),
        },
    }
}

/// The network of a receiver.
fn network<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h, Network<'h>> {
    match this(cx, receiver)? {
        Member::Network(network) => Ok(network),
        _ => Err(cx.internal("a network without its data")),
    }
}

/// The network without its zone, as its own addresses and subnets are.
const fn bare(network: Network<'_>) -> Network<'static> {
    Network::masked(network.network_address().with_scope(None), network.prefix())
}

macro_rules! addresses {
    ($($name:ident)*) => {
        $(fn $name<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
            make_address(cx, network(cx, receiver)?.$name())
        })*
    };
}

addresses!(network_address broadcast_address netmask hostmask);

fn prefix<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    Ok(Value::Int(i64::from(network(cx, receiver)?.prefix())))
}

fn num_addresses<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    match network(cx, receiver)?.num_addresses() {
        Some(count) => number(cx, count),
        None => cx.int(&BigInt::from(2).pow(128)),
    }
}

fn with_prefix<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    cx.str(&network(cx, receiver)?.to_string())
}

fn with_netmask<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    cx.str(&network(cx, receiver)?.with_netmask())
}

fn with_hostmask<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    cx.str(&network(cx, receiver)?.with_hostmask())
}

fn hosts<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    let network = network(cx, receiver)?;
    if network.prefix() == network.version().bits() {
        let only = make_address(cx, network.network_address())?;
        return cx.list(&[only]);
    }
    lazy::start(cx, Lazy::Addresses(bare(network).hosts()), &[])
}

/// The other network of a method that fails on what is none.
fn other<'h>(cx: &Context<'h>, value: Value<'h>, missing: &str) -> R<'h, Network<'h>> {
    match of(cx, value) {
        Some(Member::Network(network)) => Ok(network),
        _ => Err(no_attribute(cx, value, missing)),
    }
}

fn overlaps<'h>(cx: &Context<'h>, receiver: Value<'h>, value: Value<'h>) -> R<'h> {
    let mine = network(cx, receiver)?;
    if let Some(Member::Network(others)) = of(cx, value) {
        return Ok(Value::bool(mine.overlaps(others)));
    }
    // CPython asks whether the ends are in whatever was given, and goes on from there.
    for address in [mine.network_address(), mine.broadcast_address()] {
        let address = make_address(cx, address)?;
        if ops::contains(cx, value, address)? {
            return Ok(Value::bool(true));
        }
    }
    Err(no_attribute(cx, value, "network_address"))
}

/// Whether one network lies within another, of any two values.
fn within<'h>(cx: &Context<'h>, inner: Value<'h>, outer: Value<'h>) -> R<'h> {
    match (of(cx, inner), of(cx, outer)) {
        (Some(Member::Network(inner)), Some(Member::Network(outer))) => {
            inner.subnet_of(outer).or_stop(cx).map(Value::bool)
        }
        (Some(inner), Some(outer)) if inner.version() != outer.version() => {
            Err(cx.type_error(format_args!("{inner} and {outer} are not of the same version")))
        }
        _ => {
            let (inner, outer) = (ops::text::str_string(cx, inner)?, ops::text::str_string(cx, outer)?);
            Err(cx.type_error(format_args!("Unable to test subnet containment between {inner} and {outer}")))
        }
    }
}

fn subnet_of<'h>(cx: &Context<'h>, receiver: Value<'h>, other: Value<'h>) -> R<'h> {
    within(cx, receiver, other)
}

fn supernet_of<'h>(cx: &Context<'h>, receiver: Value<'h>, other: Value<'h>) -> R<'h> {
    within(cx, other, receiver)
}

/// The arguments of `subnets` and `supernet`: how many bits, or the new prefix length.
fn resizing<'h>(
    cx: &Context<'h>,
    network: Network<'h>,
    difference: Value<'h>,
    new_prefix: Value<'h>,
    op: CompareOp,
) -> R<'h, (BigInt, Option<BigInt>)> {
    let prefix = Value::Int(i64::from(network.prefix()));
    let given = new_prefix;
    let new_prefix = match new_prefix {
        Value::Unbound | Value::None => None,
        Value::Int(_) | Value::Big(_) | Value::Bool(_) => Some(big(cx, new_prefix)?),
        other if op == CompareOp::Lt => return Err(not_whole(cx, network, difference, Some(other))),
        other => {
            ops::compare::order(cx, op, other, prefix)?;
            let name = ops::own_type_name(other);
            return Err(cx.type_error(format_args!("'{name}' object cannot be interpreted as an integer")));
        }
    };
    let difference = match difference {
        Value::Unbound => BigInt::from(1),
        Value::Int(_) | Value::Big(_) | Value::Bool(_) => big(cx, difference)?,
        other if op == CompareOp::Lt => {
            return Err(not_whole(cx, network, other, new_prefix.map(|_| given)));
        }
        other => {
            ops::arith::subtract(cx, prefix, other)?;
            return Err(ops::arith::unsupported(cx, BinaryOp::LShift, prefix, other));
        }
    };
    Ok((difference, new_prefix))
}

/// What `subnets` of sizes that are not whole fails with: CPython computes with them as long as it can.
#[cold]
fn not_whole<'h>(
    cx: &Context<'h>,
    network: Network<'h>,
    difference: Value<'h>,
    new_prefix: Option<Value<'h>>,
) -> Stop<'h> {
    let shift = |one: Value<'h>| -> R<'h, Value<'h>> {
        let prefix = Value::Int(i64::from(network.prefix()));
        let mut difference = difference.bound().unwrap_or(Value::Int(1));
        if let Some(new_prefix) = new_prefix {
            if ops::compare::order(cx, CompareOp::Lt, new_prefix, prefix)? {
                return Err(cx.value_error("new prefix must be longer"));
            }
            if !ops::compare::equal(cx, difference, one)? {
                return Err(cx.value_error("cannot set prefixlen_diff and new_prefix"));
            }
            difference = ops::arith::subtract(cx, new_prefix, prefix)?;
        }
        if ops::compare::order(cx, CompareOp::Lt, difference, Value::Int(0))? {
            return Err(cx.value_error("prefix length diff must be > 0"));
        }
        let length = ops::arith::add(cx, prefix, difference)?;
        let longest = Value::Int(i64::from(network.version().bits()));
        if ops::compare::order(cx, CompareOp::Gt, length, longest)? {
            let whole = ops::arith::to_float(cx, length)?.trunc();
            return Err(
                cx.value_error(format_args!("prefix length diff {whole} is invalid for netblock {network}"))
            );
        }
        Ok(difference)
    };
    match shift(Value::Int(1)) {
        Ok(difference) => ops::arith::unsupported(cx, BinaryOp::RShift, Value::Int(1), difference),
        Err(stop) => stop,
    }
}

fn subnets<'h>(cx: &Context<'h>, receiver: Value<'h>, difference: Value<'h>, new_prefix: Value<'h>) -> R<'h> {
    let network = network(cx, receiver)?;
    let made = if network.prefix() == network.version().bits() {
        cx.list(&[receiver]).map(|only| (Lazy::Items(0), only))
    } else {
        resizing(cx, network, difference, new_prefix, CompareOp::Lt).and_then(|(difference, new_prefix)| {
            network.subnets(&difference, new_prefix.as_ref()).or_stop(cx)?;
            let subnets = bare(network).subnets(&difference, new_prefix.as_ref()).or_stop(cx)?;
            Ok((Lazy::Subnets(subnets), Value::None))
        })
    };
    lazy::start_or_fail(cx, made)
}

fn supernet<'h>(
    cx: &Context<'h>,
    receiver: Value<'h>,
    difference: Value<'h>,
    new_prefix: Value<'h>,
) -> R<'h> {
    let network = network(cx, receiver)?;
    if network.prefix() == 0 {
        return Ok(receiver);
    }
    let (difference, new_prefix) = resizing(cx, network, difference, new_prefix, CompareOp::Gt)?;
    make_network(cx, network.supernet(&difference, new_prefix.as_ref()).or_stop(cx)?)
}

fn address_exclude<'h>(cx: &Context<'h>, receiver: Value<'h>, value: Value<'h>) -> R<'h> {
    let mine = network(cx, receiver)?;
    let made = match of(cx, value) {
        Some(Member::Network(others)) => {
            mine.address_exclude(others).or_stop(cx).map(|_| (Lazy::Exclusion { begun: None }, Value::None))
        }
        Some(thing) if thing.version() == mine.version() => {
            Err(cx.type_error(format_args!("{thing} is not a network object")))
        }
        Some(thing) => Err(cx.type_error(format_args!("{mine} and {thing} are not of the same version"))),
        None => Err(no_attribute(cx, value, "_version")),
    };
    match made {
        Ok((state, _)) => lazy::start(cx, state, &[receiver, value]),
        Err(_) => lazy::start_or_fail(cx, made),
    }
}

fn compare_networks<'h>(cx: &Context<'h>, receiver: Value<'h>, value: Value<'h>) -> R<'h> {
    let mine = network(cx, receiver)?;
    let others = match of(cx, value) {
        Some(thing) if thing.version() != mine.version() => {
            return Err(cx.type_error(format_args!("{mine} and {thing} are not of the same type")));
        }
        Some(Member::Network(others)) => others,
        Some(_) => return Err(no_attribute(cx, value, "network_address")),
        None => other(cx, value, "_version")?,
    };
    let order = mine.compare_networks(others).or_stop(cx)?;
    Ok(Value::Int(order as i64))
}

const OTHER: Signature = Signature::python(&[required("other")]);
const RESIZE: Signature = Signature::python(&[optional("prefixlen_diff"), optional("new_prefix")]);

pub(super) static ROWS: &[Row] = &[
    Row::property("network_address", "The first address.", network_address),
    Row::property("broadcast_address", "The last address.", broadcast_address),
    Row::property("netmask", "The mask.", netmask),
    Row::property("hostmask", "The bits that the mask leaves to hosts.", hostmask),
    Row::property("prefixlen", "Length of the prefix.", prefix),
    Row::property("num_addresses", "Number of its addresses.", num_addresses),
    Row::property("with_prefixlen", "Address and prefix length.", with_prefix),
    Row::property("with_netmask", "Address and netmask.", with_netmask),
    Row::property("with_hostmask", "Address and hostmask.", with_hostmask),
    method!(
        "hosts",
        Signature::python(&[]),
        "The addresses that hosts can have, one after the other.",
        hosts,
        1
    )
    .called("_BaseNetwork.hosts"),
    method!("overlaps", OTHER, "Whether two networks have addresses in common.", overlaps, 2)
        .called("_BaseNetwork.overlaps"),
    method!("subnet_of", OTHER, "Whether it lies within another network.", subnet_of, 2)
        .called("_BaseNetwork.subnet_of"),
    method!("supernet_of", OTHER, "Whether another network lies within it.", supernet_of, 2)
        .called("_BaseNetwork.supernet_of"),
    method!("subnets", RESIZE, "The smaller networks it is made of, one after the other.", subnets, 3)
        .called("_BaseNetwork.subnets"),
    method!("supernet", RESIZE, "The larger network it is in.", supernet, 3).called("_BaseNetwork.supernet"),
    method!("address_exclude", OTHER, "What is left of it without another network.", address_exclude, 2)
        .called("_BaseNetwork.address_exclude"),
    method!("compare_networks", OTHER, "-1, 0 or 1.", compare_networks, 2)
        .called("_BaseNetwork.compare_networks"),
];

pub(super) static ROWS_6: &[Row] = &[SITE_LOCAL];
