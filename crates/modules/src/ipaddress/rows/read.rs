//! Constructors, and the functions that find out the version themselves.

use hognose_eval::arg::Truth;
use hognose_eval::ops;
use hognose_eval::row::Member as Does;
use hognose_eval::row::{Call, Row, Signature, optional, required};
use hognose_eval::{Context, R, Stop, Value};
use num_bigint::BigInt;

use super::super::{Address, Fault, Interface, Mask, Member, Network, Source, Version};
use super::network::no_attribute;
use super::thing::{make, make_address, make_network};
use crate::glue::{big, stop};

/// What a value is read as.
fn source<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Source<'h>> {
    Ok(match value {
        Value::Str(text) => {
            cx.burn_bytes(text.byte_len())?;
            shown(cx, text.byte_len(), 2)?;
            Source::Text(text.text(cx.heap())?)
        }
        Value::Bytes(bytes) => {
            shown(cx, bytes.data().len(), 4)?;
            Source::Packed(bytes.data())
        }
        Value::Int(_) | Value::Big(_) | Value::Bool(_) => Source::Number(big(cx, value)?),
        other => match ops::text::str(cx, other)? {
            Value::Str(text) => Source::Text(text.text(cx.heap())?),
            _ => return Err(cx.internal("str gave no text")),
        },
    })
}

/// Charges for a message that shows all of what is no address: of so many bytes, each becoming that many.
fn shown<'h>(cx: &Context<'h>, size: usize, each: usize) -> R<'h, ()> {
    // Longer than anything that is an address.
    if size > 64 { cx.charge(size.saturating_mul(each)) } else { Ok(()) }
}

/// What a network or interface is read from: an address and, of tuples, a mask.
struct Pair<'h> {
    source: Source<'h>,
    mask: Option<Mask<'h>>,
    /// A mask that is none: it fails once the address is read.
    wrong: Option<Value<'h>>,
}

fn pair<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Pair<'h>> {
    let Value::Tuple(tuple) = value else {
        return Ok(Pair { source: source(cx, value)?, mask: None, wrong: None });
    };
    match *tuple.items() {
        [] => Err(cx.index_error("tuple index out of range")),
        // Alone in a tuple, an address is no longer divided at its slash.
        [address] => Ok(Pair { source: source(cx, address)?, mask: Some(Mask::Full), wrong: None }),
        [address, mask] => {
            let source = source(cx, address)?;
            let known = match mask {
                Value::Str(text) => Some(Mask::Text(text.text(cx.heap())?)),
                Value::Int(_) | Value::Big(_) | Value::Bool(_) => Some(Mask::Number(big(cx, mask)?)),
                Value::Bytes(bytes) => {
                    shown(cx, bytes.data().len(), 4)?;
                    Some(Mask::Bytes(bytes.data()))
                }
                _ => None,
            };
            let wrong = if known.is_some() { None } else { Some(mask) };
            Ok(Pair { source, mask: known.or(Some(Mask::Full)), wrong })
        }
        _ => Err(cx.value_error("too many values to unpack (expected 2)")),
    }
}

impl<'h> Pair<'h> {
    /// Fails where the mask is none and the address is of that version.
    fn check(&self, cx: &Context<'h>, version: Version) -> R<'h, ()> {
        let is_address = || Address::read_as(version, &self.source).is_ok();
        match (&self.mask, self.wrong) {
            (_, Some(mask)) if is_address() => {
                ops::compare::hash(cx, mask)?;
                Err(no_attribute(cx, mask, "isascii"))
            }
            // What is no prefix length is divided at dots, as text is.
            (Some(mask @ Mask::Bytes(bytes)), _)
                if version == Version::V4
                    && !bytes.is_empty()
                    && is_address()
                    && !mask.is_prefix(version) =>
            {
                Err(cx.type_error("a bytes-like object is required, not 'str'"))
            }
            _ => Ok(()),
        }
    }

    /// The same for functions that try both versions.
    fn check_both(&self, cx: &Context<'h>) -> R<'h, ()> {
        self.check(cx, Version::V4)?;
        self.check(cx, Version::V6)
    }
}

/// The exception of a refusal. Some of its messages show the argument itself.
#[cold]
fn refused<'h>(cx: &Context<'h>, fault: &Fault<'_>, value: Value<'h>) -> Stop<'h> {
    let value = match value {
        Value::Tuple(tuple) => tuple.items().first().copied().unwrap_or(value),
        value => value,
    };
    if fault.shows_argument() && !matches!(value, Value::Str(_)) {
        return match ops::text::repr_string(cx, value) {
            Ok(shown) => stop(cx, &fault.raise_about(&shown)),
            Err(stop) => stop,
        };
    }
    stop(cx, &fault.raise())
}

/// The exception of a value that is neither of IPv4 nor of IPv6.
#[cold]
fn neither<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    raise: impl FnOnce(&str) -> crate::raised::Raised,
) -> Stop<'h> {
    match ops::text::repr_string(cx, value) {
        Ok(shown) => stop(cx, &raise(&shown)),
        Err(stop) => stop,
    }
}

pub(super) fn ip_address<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let source = source(cx, value)?;
    match Address::read(&source) {
        Some(address) => make_address(cx, address),
        None => Err(neither(cx, value, |shown| Address::refusal(&source, shown))),
    }
}

pub(super) fn ip_network<'h>(cx: &Context<'h>, value: Value<'h>, strict: Option<Truth>) -> R<'h> {
    let pair = pair(cx, value)?;
    pair.check_both(cx)?;
    match Network::read(&pair.source, pair.mask.as_ref(), strict.is_none_or(|strict| strict.0)) {
        Ok(Some(network)) => make_network(cx, network),
        Ok(None) => Err(neither(cx, value, Network::refusal)),
        Err(fault) => Err(refused(cx, &fault, value)),
    }
}

pub(super) fn ip_interface<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h> {
    let pair = pair(cx, value)?;
    pair.check_both(cx)?;
    match Interface::read(&pair.source, pair.mask.as_ref()) {
        Ok(Some(interface)) => make(cx, Member::Interface(interface)),
        Ok(None) => Err(neither(cx, value, Interface::refusal)),
        Err(fault) => Err(refused(cx, &fault, value)),
    }
}

fn address<'h>(cx: &Context<'h>, call: &Call<'_, 'h>, version: Version) -> R<'h> {
    let value = call.value(0);
    let source = source(cx, value)?;
    match Address::read_as(version, &source) {
        Ok(address) => make_address(cx, address),
        Err(fault) => Err(refused(cx, &fault, value)),
    }
}

fn interface<'h>(cx: &Context<'h>, call: &Call<'_, 'h>, version: Version) -> R<'h> {
    let value = call.value(0);
    let pair = pair(cx, value)?;
    pair.check(cx, version)?;
    match Interface::read_as(version, &pair.source, pair.mask.as_ref()) {
        Ok(interface) => make(cx, Member::Interface(interface)),
        Err(fault) => Err(refused(cx, &fault, value)),
    }
}

fn network<'h>(cx: &Context<'h>, call: &Call<'_, 'h>, version: Version) -> R<'h> {
    let value = call.value(0);
    let strict: Option<Truth> = call.get(cx, 1)?;
    let pair = pair(cx, value)?;
    pair.check(cx, version)?;
    match Network::read_as(version, &pair.source, pair.mask.as_ref(), strict.is_none_or(|strict| strict.0)) {
        Ok(network) => make_network(cx, network),
        Err(fault) => Err(refused(cx, &fault, value)),
    }
}

const ONE: Signature = Signature::python(&[required("address")]);
const STRICT: Signature = Signature::python(&[required("address"), optional("strict")]);

macro_rules! constructors {
    ($($ident:ident $called:literal $signature:ident $function:ident $version:ident $doc:literal;)*) => {
        $(pub(super) static $ident: Row = Row::new(
            "__init__",
            $signature,
            $doc,
            Does::Function(|cx, call| $function(cx, call, Version::$version)),
        )
        .called($called);)*
    };
}

constructors! {
    NEW_ADDRESS_4 "IPv4Address.__init__" ONE address V4 "An IPv4 address from text, a number or bytes.";
    NEW_ADDRESS_6 "IPv6Address.__init__" ONE address V6 "An IPv6 address from text, a number or bytes.";
    NEW_INTERFACE_4 "IPv4Interface.__init__" ONE interface V4 "An IPv4 address and its network.";
    NEW_INTERFACE_6 "IPv6Interface.__init__" ONE interface V6 "An IPv6 address and its network.";
    NEW_NETWORK_4 "IPv4Network.__init__" STRICT network V4 "An IPv4 network; `strict` refuses host bits.";
    NEW_NETWORK_6 "IPv6Network.__init__" STRICT network V6 "An IPv6 network; `strict` refuses host bits.";
}

/// `v4_int_to_packed` and `v6_int_to_packed`.
pub(super) fn packed<'h>(cx: &Context<'h>, value: Value<'h>, version: Version) -> R<'h> {
    if !matches!(value, Value::Int(_) | Value::Big(_) | Value::Bool(_)) {
        return Err(no_attribute(cx, value, "to_bytes"));
    }
    let number: BigInt = big(cx, value)?;
    match u128::try_from(&number) {
        Ok(bits) if bits <= version.all_ones() => {
            let (bytes, length) = Address::from_bits(version, bits).packed();
            cx.bytes(bytes.get(..length).unwrap_or_default())
        }
        _ => Err(cx.value_error(format_args!("Address negative or too large for IPv{}", version.number()))),
    }
}
