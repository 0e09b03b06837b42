//! The methods of authentik's objects.

mod mappings;
mod users;

use crate::bindings::classes::CLASSES;
use crate::bindings::tables::id;
use crate::effects;
use crate::helpers::messages;
use hognose_eval::class::{Class, Slots};
use hognose_eval::data::{Data, Map};
use hognose_eval::row::{Member, Row, Signature, required};
use hognose_eval::{Capability, Context, Fatal, R, Value};
use hognose_schema::binding::TypeId;

/// Rows of a class besides its fields.
pub(crate) const fn of(class: TypeId) -> &'static [Row] {
    match class.0 {
        number if number == id::LOGGER.0 => messages::LOGGER,
        number if number == id::FLOW_PLAN.0 => FLOW_PLAN,
        number if number == id::USER.0 => users::USER,
        number if number == id::ANONYMOUS_USER.0 => users::ANONYMOUS,
        number if number == id::GROUP.0 => users::GROUP,
        number if number == id::QUERY_DICT.0 => mappings::QUERY_DICT,
        number if number == id::SESSION.0 => mappings::SESSION,
        number if number == id::HEADERS.0 => mappings::HEADERS,
        _ => &[],
    }
}

/// What operators do with the objects of a class.
pub(crate) const fn slots(class: TypeId, base: Slots) -> Slots {
    match class.0 {
        number if number == id::QUERY_DICT.0 => mappings::query_dict(base),
        number if number == id::SESSION.0 => mappings::session(base),
        number if number == id::HEADERS.0 => mappings::headers(base),
        _ => base,
    }
}

/// The exceptions that the objects raise.
pub(crate) static EXCEPTIONS: &[&Class] = &[&mappings::MULTI_VALUE_DICT_KEY_ERROR];

/// The class of a declared type.
pub(crate) fn class_of(id: TypeId) -> &'static Class {
    CLASSES.get(usize::from(id.0)).copied().unwrap_or(&hognose_eval::class::OBJECT)
}

static FLOW_PLAN: &[Row] = &[Row::new(
    "redirect",
    Signature::python(&[required("destination")]),
    "Make a redirect the next stage of the flow.",
    Member::Method(|cx, call| redirect(cx, call.get(cx, 1)?)),
)
.called("FlowPlan.redirect")];

fn redirect<'h>(cx: &Context<'h>, destination: &'h str) -> R<'h> {
    require(cx, "flow.write")?;
    cx.charge(destination.len())?;
    let mut arguments = Map::new();
    arguments.insert("destination", Data::from(destination));
    effects::add(cx, "flow.redirect", arguments, destination.len().saturating_add(64))?;
    Ok(Value::None)
}

/// End the evaluation unless the capability is granted.
pub(crate) fn require<'h>(cx: &Context<'h>, capability: &'static str) -> R<'h, ()> {
    if cx.table().grants(Capability(capability)) {
        return Ok(());
    }
    Err(cx.heap().fatal(Fatal::Denied(capability)))
}
