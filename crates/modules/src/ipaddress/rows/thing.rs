//! Addresses, interfaces and networks as objects, and what all three have.

use std::any::Any;
use std::sync::Arc;

use hognose_eval::class::{Class, Described};
use hognose_eval::data::{Data, Foreign};
use hognose_eval::row::Row;
use hognose_eval::value::object::Object;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value};
use num_bigint::BigInt;

use super::super::{Address, Interface, Member, Network, Version};
use crate::glue::{OrStop, object_with};
use crate::raised::Raised;

/// What an object keeps; the zone of its address is its field 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain {
    bits: u128,
    version: Version,
    prefix: u8,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Address,
    Interface,
    Network,
}

/// An address, interface or network outside any evaluation.
#[derive(Clone, Debug)]
struct Owned {
    plain: Plain,
    scope: Option<Box<str>>,
}

fn plain_of<'h>(thing: Member<'h>) -> (Plain, Option<&'h str>) {
    let (kind, address, prefix) = match thing {
        Member::Address(address) => (Kind::Address, address, 0),
        Member::Interface(interface) => (Kind::Interface, interface.address(), interface.prefix()),
        Member::Network(network) => (Kind::Network, network.network_address(), network.prefix()),
    };
    (Plain { bits: address.bits(), version: address.version(), prefix, kind }, address.scope())
}

fn thing_of(plain: Plain, scope: Option<&str>) -> Member<'_> {
    let address = Address::from_bits(plain.version, plain.bits).with_scope(scope);
    match plain.kind {
        Kind::Address => Member::Address(address),
        Kind::Interface => Member::Interface(Interface::new(address, plain.prefix)),
        Kind::Network => Member::Network(Network::masked(address, plain.prefix)),
    }
}

fn class_of(plain: Plain) -> &'static Class {
    match (plain.kind, plain.version) {
        (Kind::Address, Version::V4) => &super::IPV4_ADDRESS,
        (Kind::Address, Version::V6) => &super::IPV6_ADDRESS,
        (Kind::Interface, Version::V4) => &super::IPV4_INTERFACE,
        (Kind::Interface, Version::V6) => &super::IPV6_INTERFACE,
        (Kind::Network, Version::V4) => &super::IPV4_NETWORK,
        (Kind::Network, Version::V6) => &super::IPV6_NETWORK,
    }
}

/// Owned data for an evaluation's input or a host's reply: an address, interface or network.
#[must_use]
pub fn owned(thing: Member<'_>) -> Data {
    let (plain, scope) = plain_of(thing);
    let data = Arc::new(Owned { plain, scope: scope.map(Into::into) });
    Data::Foreign(Foreign { class: class_of(plain), data })
}

/// The address, interface or network that owned data hold, if they hold one.
#[must_use]
pub fn data_of(data: &Data) -> Option<Member<'_>> {
    let Data::Foreign(foreign) = data else { return None };
    let owned: &Owned = foreign.data.downcast_ref()?;
    Some(thing_of(owned.plain, owned.scope.as_deref()))
}

pub(super) fn describe(data: &(dyn Any + Send + Sync)) -> Option<Described> {
    let owned: &Owned = data.downcast_ref()?;
    let text = thing_of(owned.plain, owned.scope.as_deref()).to_string();
    let name = match owned.plain.kind {
        Kind::Address => "ip",
        Kind::Interface => "ip_interface",
        Kind::Network => "ip_network",
    };
    Some(Described { name, repr: format!("{}('{text}')", class_of(owned.plain).name), text })
}

/// An object; its zone, if any, must be in the region or as long-lived.
pub(super) fn make<'h>(cx: &Context<'h>, thing: Member<'h>) -> R<'h> {
    let (plain, scope) = plain_of(thing);
    match scope {
        None => object_with(cx, class_of(plain), plain, &[]),
        Some(scope) => {
            let scope = cx.wrap_str(scope)?;
            object_with(cx, class_of(plain), plain, &[scope])
        }
    }
}

/// An address as an object.
pub(super) fn make_address<'h>(cx: &Context<'h>, address: Address<'h>) -> R<'h> {
    make(cx, Member::Address(address))
}

/// A network as an object.
pub(super) fn make_network<'h>(cx: &Context<'h>, network: Network<'h>) -> R<'h> {
    make(cx, Member::Network(network))
}

/// What an object is, if it is one of these.
pub(super) fn of_object<'h>(cx: &Context<'h>, object: &Object<'h>) -> Option<Member<'h>> {
    let plain: &Plain = object.data()?;
    let scope = match object.field(0) {
        Value::Str(scope) => scope.text(cx.heap()).ok(),
        _ => None,
    };
    Some(thing_of(*plain, scope))
}

/// What a value is, if it is one of these.
pub(super) fn of<'h>(cx: &Context<'h>, value: Value<'h>) -> Option<Member<'h>> {
    match value {
        Value::Object(object) => of_object(cx, object),
        _ => None,
    }
}

/// What a receiver is. The table only leads here with these objects.
pub(super) fn this<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h, Member<'h>> {
    of(cx, receiver).ok_or_else(|| cx.internal("an address without its data"))
}

/// The address of a receiver that is an address or an interface.
pub(super) fn this_address<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h, Address<'h>> {
    match this(cx, receiver)? {
        Member::Address(address) => Ok(address),
        Member::Interface(interface) => Ok(interface.address()),
        Member::Network(network) => Ok(network.network_address()),
    }
}

/// An int as a value.
pub(super) fn number<'h>(cx: &Context<'h>, bits: u128) -> R<'h> {
    match i64::try_from(bits) {
        Ok(small) => Ok(Value::Int(small)),
        Err(_) => cx.int(&BigInt::from(bits)),
    }
}

/// Text as a value, or the exception that came instead.
pub(super) fn text<'h>(cx: &Context<'h>, text: Result<String, Raised>) -> R<'h> {
    cx.str(&text.or_stop(cx)?)
}

pub(super) fn write_str<'h>(cx: &Context<'h>, object: &'h Object<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
    match of_object(cx, object) {
        Some(thing) => out.display(thing),
        None => Ok(()),
    }
}

pub(super) fn write_repr<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    out: &mut Writer<'_, 'h>,
) -> R<'h, ()> {
    out.push(&match of_object(cx, object) {
        Some(Member::Address(address)) => address.repr(),
        Some(Member::Interface(interface)) => interface.repr(),
        Some(Member::Network(network)) => network.repr(),
        None => String::new(),
    })
}

pub(super) fn import<'h>(cx: &Context<'h>, _: &'static Class, data: &(dyn Any + Send + Sync)) -> R<'h> {
    let Some(owned) = data.downcast_ref::<Owned>() else {
        return Err(cx.internal("an address without its data"));
    };
    let scope = match &owned.scope {
        Some(scope) => Some(cx.heap().text(scope)?),
        None => None,
    };
    make(cx, thing_of(owned.plain, scope))
}

pub(super) fn export<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Data> {
    cx.charge(size_of::<Owned>())?;
    Ok(of_object(cx, object).map_or(Data::None, owned))
}

pub(super) fn hash<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, u64> {
    let Some(plain) = object.data::<Plain>() else { return Ok(1) };
    let half = |bits: u128| {
        i64::from_ne_bytes(u64::try_from(bits & u128::from(u64::MAX)).unwrap_or(0).to_ne_bytes())
    };
    let low = hognose_eval::ops::compare::hash(cx, Value::Int(half(plain.bits)))?;
    let high = half(plain.bits >> 64) ^ i64::from(plain.prefix);
    let high = hognose_eval::ops::compare::hash(cx, Value::Int(high))?;
    Ok(low.rotate_left(17) ^ high | 1)
}

macro_rules! same {
    ($name:ident, $method:ident) => {
        fn $name<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
            Ok(Value::bool(match this(cx, receiver)? {
                Member::Address(address) => address.$method(),
                Member::Interface(interface) => interface.address().$method(),
                Member::Network(network) => network.$method(),
            }))
        }
    };
}

same!(is_multicast, is_multicast);
same!(is_private, is_private);
same!(is_global, is_global);
same!(is_reserved, is_reserved);
same!(is_link_local, is_link_local);
same!(is_site_local, is_site_local);

fn is_unspecified<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    Ok(Value::bool(match this(cx, receiver)? {
        Member::Address(address) => address.is_unspecified(),
        Member::Interface(interface) => interface.is_unspecified(),
        Member::Network(network) => network.is_unspecified(),
    }))
}

fn is_loopback<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    Ok(Value::bool(match this(cx, receiver)? {
        Member::Address(address) => address.is_loopback(),
        Member::Interface(interface) => interface.is_loopback(),
        Member::Network(network) => network.is_loopback(),
    }))
}

fn exploded<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    text(
        cx,
        match this(cx, receiver)? {
            Member::Address(address) => address.exploded(),
            Member::Interface(interface) => interface.exploded(),
            Member::Network(network) => network.exploded(),
        },
    )
}

fn reverse_pointer<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    text(
        cx,
        match this(cx, receiver)? {
            Member::Address(address) => address.reverse_pointer(),
            Member::Interface(interface) => interface.reverse_pointer(),
            Member::Network(network) => network.reverse_pointer(),
        },
    )
}

fn compressed<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    cx.str(&this(cx, receiver)?.to_string())
}

fn version<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    Ok(Value::Int(i64::from(this_address(cx, receiver)?.version().number())))
}

fn max_prefix<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    Ok(Value::Int(i64::from(this_address(cx, receiver)?.version().bits())))
}

pub(super) static ROWS: &[Row] = &[
    Row::property("compressed", "The short text.", compressed),
    Row::property("exploded", "The text with all of its digits.", exploded),
    Row::property("reverse_pointer", "The name of a reverse lookup.", reverse_pointer),
    Row::property("version", "4 or 6.", version),
    Row::property("max_prefixlen", "Bits of an address: 32 or 128.", max_prefix),
    Row::property("is_multicast", "Whether it is for multicast.", is_multicast),
    Row::property(
        "is_private",
        "Whether it is reserved for private networks, by IANA's registry.",
        is_private,
    ),
    Row::property("is_global", "Whether it is reachable from everywhere, by IANA's registry.", is_global),
    Row::property("is_unspecified", "Whether it is the unspecified address.", is_unspecified),
    Row::property("is_reserved", "Whether it is reserved by the IETF.", is_reserved),
    Row::property("is_loopback", "Whether it is a loopback address.", is_loopback),
    Row::property("is_link_local", "Whether it is for the link only.", is_link_local),
];

/// The row that IPv6 has beyond those.
pub(super) const SITE_LOCAL: Row =
    Row::property("is_site_local", "Whether it is for the site only, as there was.", is_site_local);
