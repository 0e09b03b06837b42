//! The generators of networks and addresses.

use std::cell::Cell;

use hognose_eval::class::{Class, Slots};
use hognose_eval::value::object::Object;
use hognose_eval::{Context, R, Stop, Value};

use super::super::{Addresses, Exclusion, Member, Network, Subnets, Summary};
use super::thing::{make_address, make_network, of};
use crate::glue::{OrStop, object_with};

/// What is still to come.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lazy {
    /// Addresses.
    Addresses(Addresses<'static>),
    /// Networks of one size.
    Subnets(Subnets<'static>),
    /// The networks of a range.
    Summary(Summary),
    /// The rest of field 0 without field 1; where it begins first.
    Exclusion {
        /// The half that is still to be divided, once it has begun.
        begun: Option<(u128, u8)>,
    },
    /// The items of the list in field 0 from here on.
    Items(usize),
    /// The exception in field 0.
    Failure,
    /// Nothing.
    Done,
}

/// The type of these iterators: CPython's are generators.
pub(super) static GENERATOR: Class = Class {
    name: "generator",
    message_name: "generator",
    slots: Slots { next: Some(next), ..Slots::NONE },
    ..Class::EMPTY
};

/// An iterator.
pub(super) fn start<'h>(cx: &Context<'h>, state: Lazy, fields: &[Value<'h>]) -> R<'h> {
    object_with(cx, &GENERATOR, Cell::new(state), fields)
}

/// An iterator over a state and its field 0, or one whose first step raises: CPython's generators do nothing before it.
pub(super) fn start_or_fail<'h>(cx: &Context<'h>, made: R<'h, (Lazy, Value<'h>)>) -> R<'h> {
    match made {
        Ok((state, field)) => start(cx, state, &[field]),
        Err(Stop::Raise(exception)) => start(cx, Lazy::Failure, &[Value::Exception(exception)]),
        Err(stop) => Err(stop),
    }
}

fn next<'h>(cx: &Context<'h>, object: &'h Object<'h>) -> R<'h, Option<Value<'h>>> {
    let Some(state) = object.data::<Cell<Lazy>>() else { return Ok(None) };
    cx.burn(1)?;
    let (made, after) = match state.get() {
        Lazy::Addresses(mut addresses) => {
            let next = addresses.next().map(|address| make_address(cx, address)).transpose()?;
            (next, Lazy::Addresses(addresses))
        }
        Lazy::Subnets(mut subnets) => {
            let next = subnets.next().map(|network| make_network(cx, network)).transpose()?;
            (next, Lazy::Subnets(subnets))
        }
        Lazy::Summary(mut summary) => {
            let next = summary.next().map(|network| make_network(cx, network)).transpose()?;
            (next, Lazy::Summary(summary))
        }
        Lazy::Items(at) => match object.field(0) {
            Value::List(list) => (list.get(at), Lazy::Items(at.saturating_add(1))),
            _ => (None, Lazy::Done),
        },
        Lazy::Failure => {
            state.set(Lazy::Done);
            return match object.field(0) {
                Value::Exception(exception) => Err(Stop::Raise(exception)),
                _ => Ok(None),
            };
        }
        Lazy::Exclusion { begun } => {
            state.set(Lazy::Done);
            exclude(cx, object, begun)?
        }
        Lazy::Done => (None, Lazy::Done),
    };
    state.set(if made.is_some() { after } else { Lazy::Done });
    Ok(made)
}

/// One step of `address_exclude`.
fn exclude<'h>(
    cx: &Context<'h>,
    object: &'h Object<'h>,
    begun: Option<(u128, u8)>,
) -> R<'h, (Option<Value<'h>>, Lazy)> {
    let (Some(Member::Network(whole)), Some(Member::Network(part))) =
        (of(cx, object.field(0)), of(cx, object.field(1)))
    else {
        return Ok((None, Lazy::Done));
    };
    let whole = match begun {
        Some((bits, prefix)) => {
            Network::masked(super::super::Address::from_bits(whole.version(), bits), prefix)
        }
        None => whole,
    };
    let mut exclusion = Exclusion::new(whole, part);
    let made = exclusion.advance().or_stop(cx)?.map(|network| make_network(cx, network)).transpose()?;
    let after = match exclusion.rest() {
        Some(rest) => Lazy::Exclusion { begun: Some((rest.network_address().bits(), rest.prefix())) },
        None => Lazy::Done,
    };
    Ok((made, after))
}
