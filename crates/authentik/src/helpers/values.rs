//! `delete_none_values`, `ak_obj_attr` and `define_attribute`.

use crate::bindings::access;
use crate::bindings::classes::declared;
use crate::{effects, held};
use hognose_eval::data::{Data, Map};
use hognose_eval::row::{Call, Capability, Member, Row, Signature, optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::{Context, R, Value, export, ops};

/// Rows.
pub static ROWS: &[Row] = &[
    Row::new(
        "delete_none_values",
        Signature::python(&[required("d")]),
        "The dict without keys whose value is None.",
        Member::Function(delete_none_values),
    ),
    Row::new(
        "ak_obj_attr",
        Signature::python(&[required("obj"), required("key"), optional("fallback")]),
        "A custom attribute of an object, dots leading inside; else the field that the fallback names, else the fallback.",
        Member::Function(object_attribute),
    ),
    Row::new(
        "define_attribute",
        Signature::bound(&[
            required("vendor_code"),
            required("vendor_name"),
            required("attribute_name"),
            required("attribute_code"),
            required("attribute_type"),
        ]),
        "Make a vendor's RADIUS attribute known.",
        Member::Function(define_attribute),
    )
    .called("RadiusPropertyMappingEvaluator.define_attribute")
    .needs(Capability("context.write")),
];

fn define_attribute<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let mut arguments = Map::new();
    for (index, parameter) in call.row.signature.parameters.iter().enumerate() {
        arguments.insert(parameter.name, export::data(cx, call.value(index))?);
    }
    let bytes = held::weight(&Data::Map(arguments.clone()));
    effects::add(cx, "radius.define", arguments, bytes)?;
    Ok(Value::None)
}

fn delete_none_values<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let Value::Dict(given) = call.value(0) else {
        ops::attribute::get(cx, call.value(0), "items")?;
        return Err(cx.type_error("delete_none_values() takes a dict"));
    };
    let kept = Dict::new(cx.heap())?;
    let table = given.table(cx)?;
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        cx.burn(1)?;
        if !value.is_none() {
            kept.set(cx, key, value)?;
        }
    }
    Ok(Value::Dict(kept))
}

fn object_attribute<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let key: &str = call.get(cx, 1)?;
    cx.burn_bytes(key.len())?;
    let mut place = ops::attribute::get(cx, call.value(0), "attributes")?;
    for step in key.split('.') {
        cx.burn(1)?;
        place = match place {
            Value::Dict(dict) => dict.get_text(cx, step)?.unwrap_or(Value::Unbound),
            _ => Value::Unbound,
        };
    }
    if let Some(found) = place.bound() {
        return Ok(found);
    }
    let fallback = call.value(2).bound().unwrap_or(Value::None);
    if let (Value::Object(object), Value::Str(name)) = (call.value(0), fallback) {
        let name = name.text(cx.heap())?;
        let number = declared(object.class).and_then(|decl| decl.field_number(name));
        if let Some(value) = number.map(|number| access::read(cx, call.value(0), number)).transpose()? {
            return Ok(value.bound().unwrap_or(fallback));
        }
    }
    Ok(fallback)
}
