//! `ak_create_event` and `ak_send_email`.

use crate::effects;
use crate::evaluation::names_in_scope;
use crate::sanitize;
use crate::surroundings;
use hognose_eval::data::{Data, Map};
use hognose_eval::ops::{self, text};
use hognose_eval::row::{Call, Capability, Member, Row, Signature, keywords, optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::{Context, R, Value, export};
use hognose_schema::binding::Release;

/// Rows.
pub static ROWS: &[Row] = &[
    Row::new(
        "ak_create_event",
        Signature::bound(&[required("action"), keywords("kwargs")]),
        "Add `custom_<action>` to the audit log, with the names in scope and these details, sanitised.",
        Member::Function(create_event),
    )
    .called("BaseEvaluator.expr_event_create")
    .needs(Capability("event.create")),
    Row::new(
        "ak_send_email",
        Signature::bound(&[
            required("address"),
            required("subject"),
            optional("body"),
            optional("stage"),
            optional("template"),
            optional("context"),
            optional("cc"),
            optional("bcc"),
        ]),
        "Send an e-mail with a body or a template. The effect is the host's to carry out: True.",
        Member::Function(send_email),
    )
    .called("BaseEvaluator.expr_send_email")
    .needs(Capability("mail.send")),
];

fn create_event<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let before = cx.heap().used();
    let mut context = Map::new();
    let known = surroundings::of(cx);
    if let Some(surface) = known.and_then(|known| known.surface) {
        if crate::evaluation::decides(surface) {
            // The two helpers that policies are given besides the global ones.
            let module = "authentik.policies.expression.evaluator";
            context.insert("ak_message", sanitize::described("callable", "expr_func_message", Some(module)));
            let module = "authentik.lib.expression.evaluator";
            let name = "expr_func_user_has_authenticator";
            context.insert("ak_user_has_authenticator", sanitize::described("callable", name, Some(module)));
        }
        for (name, value) in names_in_scope(cx, surface)? {
            if let Some(data) = sanitize::item(cx, value)? {
                context.insert(name, data);
            }
        }
    }
    if let Value::Dict(details) = call.value(1) {
        if let Some(app) = details.get_text(cx, "app")? {
            // `Event.new(action, app=…, **kwargs)` has been given one already.
            return Err(match app {
                Value::Unbound => cx.internal("an unbound argument"),
                _ => cx.type_error(
                    "authentik.events.models.Event.new() got multiple values for keyword argument 'app'",
                ),
            });
        }
        sanitize::entries(cx, details, &mut context)?;
    }
    let action = match call.value(0) {
        Value::Str(action) => action.text(cx.heap())?,
        other => {
            return Err(cx.type_error(format_args!(
                "can only concatenate str (not \"{}\") to str",
                ops::own_type_name(other)
            )));
        }
    };
    let mut arguments = Map::new();
    arguments.insert("action", format!("custom_{action}"));
    arguments.insert("app", known.map_or("", |known| &*known.name));
    arguments.insert("context", Data::Map(sanitize::cleanse(&context)));
    let bytes = cx.heap().used().saturating_sub(before).saturating_add(64);
    effects::add(cx, "event.create", arguments, bytes)?;
    Ok(Value::None)
}

/// Who gets a mail.
fn addresses<'h>(cx: &Context<'h>, value: Value<'h>) -> R<'h, Vec<Data>> {
    match value {
        Value::Unbound | Value::None => Ok(Vec::new()),
        Value::Str(_) => Ok(vec![export::data(cx, value)?]),
        Value::Tuple(pair) if takes_pairs(cx) && pair.items().len() == 2 => {
            Ok(vec![pair_of(cx, pair.items())?])
        }
        Value::List(list) => {
            if list.is_empty() {
                return Err(cx.value_error("Address list cannot be empty"));
            }
            let mut found = Vec::new();
            for item in list.to_vec() {
                cx.burn(1)?;
                found.push(match item {
                    Value::Tuple(pair) if takes_pairs(cx) && pair.items().len() == 2 => {
                        pair_of(cx, pair.items())?
                    }
                    item => export::data(cx, item)?,
                });
            }
            Ok(found)
        }
        _ => Err(cx.value_error("Address must be a string or list of strings")),
    }
}

/// Names with addresses are newer.
fn takes_pairs(cx: &Context<'_>) -> bool {
    surroundings::release(cx) >= Release { year: 2026, month: 11 }
}

/// `(name, address)`.
fn pair_of<'h>(cx: &Context<'h>, pair: &[Value<'h>]) -> R<'h, Data> {
    let [name, address] = pair else { return Err(cx.internal("a pair that is none")) };
    let (name, address) = (text::str_string(cx, *name)?, text::str_string(cx, *address)?);
    cx.charge(name.len().saturating_add(address.len()))?;
    Ok(Data::from(if name.is_empty() { address } else { format!("{name} <{address}>") }))
}

fn send_email<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let given = |index: usize| call.value(index).bound().unwrap_or(Value::None);
    let (body, template) = (given(2), given(4));
    let (has_body, has_template) = (ops::truth(cx, body)?, ops::truth(cx, template)?);
    if has_body && has_template {
        return Err(cx.value_error("body and template parameters are mutually exclusive"));
    }
    if !has_body && !has_template {
        return Err(cx.value_error("Either body or template parameter must be provided"));
    }
    let before = cx.heap().used();
    let (to, cc, bcc) = (addresses(cx, given(0))?, addresses(cx, given(6))?, addresses(cx, given(7))?);
    // What is no text is no address: sending fails, which is no exception.
    if to.iter().chain(&cc).chain(&bcc).any(|address| address.as_str().is_none()) {
        return Ok(Value::bool(false));
    }
    let context = match given(5) {
        Value::None => Value::Dict(Dict::new(cx.heap())?),
        context => context,
    };
    let stage = match given(3) {
        Value::Object(stage) => sanitize::reference(cx, stage)?,
        other => export::data(cx, other)?,
    };
    let mut arguments = Map::new();
    arguments.insert("to", to);
    arguments.insert("cc", cc);
    arguments.insert("bcc", bcc);
    arguments.insert("subject", export::data(cx, given(1))?);
    arguments.insert("body", export::data(cx, body)?);
    arguments.insert("template", export::data(cx, template)?);
    arguments.insert("context", export::data(cx, context)?);
    arguments.insert("stage", stage);
    let bytes = cx.heap().used().saturating_sub(before).saturating_add(128);
    effects::add(cx, "mail.send", arguments, bytes)?;
    Ok(Value::bool(true))
}
