//! What a policy sees of `string`.

use hognose_eval::arg::Nullable;
use hognose_eval::class::{Class, KEY_ERROR, Module};
use hognose_eval::ops::{index, own_type_name, text as shown};
use hognose_eval::row::{Row, Signature, keywords, optional, p_only_optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Value, function, method};

use super::{Part, capwords, invalid_placeholder, template};
use crate::glue::{OrStop, object_with, stop, text};

/// The module.
pub static MODULE: Module = Module { name: "string", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&TEMPLATE];

/// `string.Template`.
static TEMPLATE: Class = Class {
    name: "Template",
    module: "string",
    message_name: "Template",
    rows: &[METHODS],
    constructor: Some(&TEMPLATE_NEW),
    ..Class::EMPTY
};

static TEMPLATE_NEW: Row = function!(
    "Template.__init__",
    Signature::python(&[required("template")]),
    "Text with placeholders that begin with a dollar sign.",
    template_new,
    1
);

macro_rules! constant {
    ($name:literal) => {
        Row::constant($name, "Characters, as text.", |cx| {
            let found = super::CONSTANTS.iter().find(|(name, _)| *name == $name);
            cx.str(found.map_or("", |(_, characters)| characters))
        })
    };
}

static ROWS: &[Row] = &[
    constant!("ascii_letters"),
    constant!("ascii_lowercase"),
    constant!("ascii_uppercase"),
    constant!("digits"),
    constant!("hexdigits"),
    constant!("octdigits"),
    constant!("punctuation"),
    constant!("printable"),
    constant!("whitespace"),
    function!(
        "capwords",
        Signature::python(&[required("s"), optional("sep")]),
        "Text with each word capitalised.",
        capitalised,
        2
    ),
    Row::class(&TEMPLATE, "Text with placeholders that begin with a dollar sign."),
];

const VALUES: Signature = Signature::python(&[p_only_optional("mapping"), keywords("kws")]);

static METHODS: &[Row] = &[
    Row::property("template", "The text.", |_, receiver| match receiver {
        Value::Object(object) => Ok(object.field(0)),
        other => Ok(other),
    }),
    method!("substitute", VALUES, "The text with its placeholders replaced.", substitute, 3)
        .called("Template.substitute"),
    method!("safe_substitute", VALUES, "The same; placeholders without a value stay.", safe_substitute, 3)
        .called("Template.safe_substitute"),
    method!("get_identifiers", Signature::python(&[]), "The names of its placeholders.", identifiers, 1)
        .called("Template.get_identifiers"),
    method!("is_valid", Signature::python(&[]), "Whether all its placeholders are well formed.", is_valid, 1)
        .called("Template.is_valid"),
];

fn capitalised<'h>(cx: &Context<'h>, value: Value<'h>, separator: Nullable<Value<'h>>) -> R<'h> {
    let separator = separator.0.map(|separator| text(cx, separator, "join")).transpose()?;
    let text = text(cx, value, "split")?;
    let separators = separator.map_or(1, str::len);
    // A character may grow to three, and each word costs a string.
    cx.charge(text.len().saturating_mul(4))?;
    cx.charge(
        text.len()
            .checked_div(separators.max(1))
            .unwrap_or(0)
            .saturating_add(1)
            .saturating_mul(size_of::<String>()),
    )?;
    cx.str(&capwords(text, separator).or_stop(cx)?)
}

fn template_new<'h>(cx: &Context<'h>, text: Value<'h>) -> R<'h> {
    object_with(cx, &TEMPLATE, (), &[text])
}

fn template_text<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h, &'h str> {
    let Value::Object(object) = receiver else { return Err(cx.internal("a receiver that is no object")) };
    match object.field(0) {
        Value::Str(template) => template.text(cx.heap()),
        Value::Bytes(_) => Err(cx.type_error("cannot use a string pattern on a bytes-like object")),
        other => Err(cx.type_error(format_args!(
            "expected string or bytes-like object, got '{}'",
            own_type_name(other)
        ))),
    }
}

/// The value of a placeholder: keywords come before the mapping.
fn find<'h>(
    cx: &Context<'h>,
    mapping: Option<Value<'h>>,
    keywords: &'h Dict<'h>,
    name: &'h str,
) -> R<'h, Option<Value<'h>>> {
    if let Some(value) = keywords.get_text(cx, name)? {
        return Ok(Some(value));
    }
    let key = cx.wrap_str(name)?;
    match mapping {
        None => Ok(None),
        Some(Value::Dict(dict)) if dict.class().slot(|slots| slots.missing).is_none() => dict.get(cx, key),
        Some(mapping) => match index::get_item(cx, mapping, key) {
            Err(error) if cx.is_raise_of(error, &KEY_ERROR) => Ok(None),
            found => found.map(Some),
        },
    }
}

fn fill<'h>(
    cx: &Context<'h>,
    receiver: Value<'h>,
    mapping: Option<Value<'h>>,
    keywords: &'h Dict<'h>,
    safe: bool,
) -> R<'h> {
    let source = template_text(cx, receiver)?;
    let mut out = Writer::new(cx);
    for part in template(source) {
        cx.burn(1)?;
        match part {
            Part::Text(text) => out.push(text)?,
            Part::Dollar => out.push("$")?,
            Part::Name { name, spelled } => match find(cx, mapping, keywords, name)? {
                Some(value) => shown::write_str(cx, value, &mut out)?,
                None if safe => out.push(spelled)?,
                None => return Err(cx.key_error(cx.wrap_str(name)?)),
            },
            Part::Invalid { .. } if safe => out.push("$")?,
            Part::Invalid { at } => {
                cx.burn_bytes(source.len())?;
                return Err(stop(cx, &invalid_placeholder(source, at)));
            }
        }
    }
    out.finish()
}

fn substitute<'h>(
    cx: &Context<'h>,
    receiver: Value<'h>,
    mapping: Option<Value<'h>>,
    keywords: &'h Dict<'h>,
) -> R<'h> {
    fill(cx, receiver, mapping, keywords, false)
}

fn safe_substitute<'h>(
    cx: &Context<'h>,
    receiver: Value<'h>,
    mapping: Option<Value<'h>>,
    keywords: &'h Dict<'h>,
) -> R<'h> {
    fill(cx, receiver, mapping, keywords, true)
}

fn identifiers<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    let seen = Dict::new(cx.heap())?;
    let names = List::new(cx.heap())?;
    for part in template(template_text(cx, receiver)?) {
        cx.burn(1)?;
        if let Part::Name { name, .. } = part
            && seen.get_text(cx, name)?.is_none()
        {
            seen.set_text(cx, name, Value::None)?;
            names.push(cx.heap(), cx.wrap_str(name)?)?;
        }
    }
    Ok(Value::List(names))
}

fn is_valid<'h>(cx: &Context<'h>, receiver: Value<'h>) -> R<'h> {
    let source = template_text(cx, receiver)?;
    cx.burn(source.len() as u64)?;
    Ok(Value::bool(!template(source).any(|part| matches!(part, Part::Invalid { .. }))))
}
