//! The methods of authentik's objects.

mod elements;
mod mappings;
mod models;
mod users;
mod written;

use crate::bindings::classes::CLASSES;
use crate::bindings::tables::id;
use crate::helpers::{http, messages, response};
use hognose_eval::class::{Class, Slots};
use hognose_eval::row::Row;
use hognose_eval::{Capability, Context, Fatal, R};
use hognose_schema::binding::TypeId;

/// Rows of a class besides its fields.
pub(crate) const fn of(class: TypeId) -> &'static [Row] {
    match class.0 {
        number if number == id::LOGGER.0 => messages::LOGGER,
        number if number == id::FLOW_PLAN.0 => models::FLOW_PLAN,
        number if number == id::MODEL.0 => models::MODEL,
        number if number == id::APPLICATION.0 => models::APPLICATION,
        number if number == id::SOURCE.0 => models::SOURCE,
        number if number == id::POLICY_REQUEST.0 => models::POLICY_REQUEST,
        number if number == id::HTTP_REQUEST.0 => models::HTTP_REQUEST,
        number if number == id::ELEMENT.0 => elements::ELEMENT,
        number if number == id::RADIUS_PACKET.0 => written::PACKET,
        number if number == id::USER.0 => users::USER,
        number if number == id::ANONYMOUS_USER.0 => users::ANONYMOUS,
        number if number == id::GROUP.0 => users::GROUP,
        number if number == id::QUERY_DICT.0 => mappings::QUERY_DICT,
        number if number == id::SESSION.0 => mappings::SESSION,
        number if number == id::HEADERS.0 => mappings::HEADERS,
        number if number == id::REQUESTS_SESSION.0 => http::SESSION,
        number if number == id::RESPONSE.0 => response::RESPONSE,
        number if number == id::OAUTH_CLIENT.0 => http::CLIENT,
        _ => &[],
    }
}

/// What operators do with the objects of a class.
pub(crate) const fn slots(class: TypeId, base: Slots) -> Slots {
    match class.0 {
        number if number == id::QUERY_DICT.0 => mappings::query_dict(base),
        number if number == id::SESSION.0 => written::session(mappings::session(base)),
        number if number == id::HEADERS.0 => mappings::headers(base),
        number if number == id::RESPONSE.0 => response::slots(base),
        number if number == id::ELEMENT.0 => elements::slots(base),
        number if number == id::RADIUS_PACKET.0 => written::packet(base),
        _ => base,
    }
}

/// The exceptions that the objects raise.
pub(crate) static EXCEPTIONS: &[&Class] = &[&mappings::MULTI_VALUE_DICT_KEY_ERROR];

/// The class of a declared type.
pub(crate) fn class_of(id: TypeId) -> &'static Class {
    CLASSES.get(usize::from(id.0)).copied().unwrap_or(&hognose_eval::class::OBJECT)
}

/// End the evaluation unless the capability is granted.
pub(crate) fn require<'h>(cx: &Context<'h>, capability: &'static str) -> R<'h, ()> {
    if cx.table().grants(Capability(capability)) {
        return Ok(());
    }
    Err(cx.heap().fatal(Fatal::Denied(capability)))
}
