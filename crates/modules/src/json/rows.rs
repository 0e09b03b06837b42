//! What a policy sees of `json`.

use hognose_eval::class::{self, Class, Module};
use hognose_eval::row::{Call, Member, Parameter, Row, Signature, keyword_only, keywords, required};
use hognose_eval::{Context, R, Value, ops};
use hognose_syntax::tree::BinaryOp;

use super::decode::{Decoder, Hooks};
use super::encode::{Encoder, Style};

/// The module.
pub static MODULE: Module = Module { name: "json", rows: &[ROWS] };

/// Its types.
pub static CLASSES: &[&Class] = &[&DECODE_ERROR];

/// `json.JSONDecodeError`. What it keeps: message, text, position, line, column.
pub static DECODE_ERROR: Class = Class {
    name: "JSONDecodeError",
    module: "json.decoder",
    message_name: "JSONDecodeError",
    base: Some(&class::VALUE_ERROR),
    rows: &[ERROR_ROWS],
    ..Class::EMPTY
};

static ERROR_ROWS: &[Row] = &[
    Row::property("msg", "The message without the place.", |_, error| kept(error, 0)),
    Row::property("doc", "The text.", |_, error| kept(error, 1)),
    Row::property("pos", "The position.", |_, error| kept(error, 2)),
    Row::property("lineno", "The line, from 1.", |_, error| kept(error, 3)),
    Row::property("colno", "The column, from 1.", |_, error| kept(error, 4)),
];

fn kept<'h>(error: Value<'h>, index: usize) -> R<'h> {
    Ok(match error {
        Value::Exception(exception) => match exception.extra.get() {
            Value::Tuple(kept) => kept.items().get(index).copied().unwrap_or(Value::Unbound),
            _ => Value::Unbound,
        },
        _ => Value::Unbound,
    })
}

static ROWS: &[Row] = &[
    Row::new("dumps", Signature::python(DUMPS), "A value as JSON text.", Member::Function(dumps)),
    Row::new("loads", Signature::python(LOADS), "The value of JSON text.", Member::Function(loads)),
    Row::new("dump", Signature::python(&DUMP), "Write a value as JSON text.", Member::Function(dump)),
    Row::new(
        "load",
        Signature::python(&LOAD),
        "The value of JSON text that is read.",
        Member::Function(load),
    ),
    Row::class(&DECODE_ERROR, "Text that is no JSON."),
];

const DUMPS: &[Parameter] = &[
    required("obj"),
    keyword_only("skipkeys"),
    keyword_only("ensure_ascii"),
    keyword_only("check_circular"),
    keyword_only("allow_nan"),
    keyword_only("cls"),
    keyword_only("indent"),
    keyword_only("separators"),
    keyword_only("default"),
    keyword_only("sort_keys"),
    keywords("kw"),
];

/// As [`DUMPS`], to a file.
const DUMP: [Parameter; 12] = [
    required("obj"),
    required("fp"),
    keyword_only("skipkeys"),
    keyword_only("ensure_ascii"),
    keyword_only("check_circular"),
    keyword_only("allow_nan"),
    keyword_only("cls"),
    keyword_only("indent"),
    keyword_only("separators"),
    keyword_only("default"),
    keyword_only("sort_keys"),
    keywords("kw"),
];

const LOADS: &[Parameter] = &[
    required("s"),
    keyword_only("cls"),
    keyword_only("object_hook"),
    keyword_only("parse_float"),
    keyword_only("parse_int"),
    keyword_only("parse_constant"),
    keyword_only("object_pairs_hook"),
    keyword_only("strict"),
    keywords("kw"),
];

/// As [`LOADS`], of a file.
const LOAD: [Parameter; 9] = [
    required("fp"),
    keyword_only("cls"),
    keyword_only("object_hook"),
    keyword_only("parse_float"),
    keyword_only("parse_int"),
    keyword_only("parse_constant"),
    keyword_only("object_pairs_hook"),
    keyword_only("strict"),
    keywords("kw"),
];

/// A callable argument; `None` and absence mean none.
fn callable<'h>(call: &Call<'_, 'h>, index: usize) -> Option<Value<'h>> {
    call.value(index).bound().filter(|value| !value.is_none())
}

fn flag<'h>(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize, default: bool) -> R<'h, bool> {
    match call.value(index) {
        Value::Unbound => Ok(default),
        value => ops::truth(cx, value),
    }
}

/// `cls=` would be a class of the policy's own, which there are none of.
fn no_class<'h>(cx: &Context<'h>, call: &Call<'_, 'h>, index: usize) -> R<'h, ()> {
    match callable(call, index) {
        None => Ok(()),
        Some(_) => Err(cx.type_error("`cls` is not supported: use `default` or `object_hook`")),
    }
}

fn dumps<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    encoded(cx, call, None)
}

/// A value as text, for a file or as it is.
fn encoded<'h>(cx: &Context<'h>, call: &Call<'_, 'h>, file: Option<Value<'h>>) -> R<'h> {
    no_class(cx, call, 5)?;
    if let Value::Dict(unknown) = call.value(10)
        && let Some((_, Value::Str(name), _)) = unknown.table(cx)?.next_from(0)
    {
        let name = name.text(cx.heap())?;
        return Err(ops::unexpected_keyword(cx, format_args!("JSONEncoder.__init__()"), name, &ENCODER));
    }
    let parts = unpacked(cx, call.value(7))?;
    // For text alone there is no encoder to be made.
    let plain = matches!(call.value(0), Value::Str(_)) && file.is_none();
    let indent = if plain { None } else { indent(cx, call.value(6))? };
    if let (Some(file), Value::List(_) | Value::Tuple(_) | Value::Dict(_)) = (file, call.value(0)) {
        // CPython writes the bracket before it looks at what is inside.
        ops::attribute::get(cx, file, "write")?;
    }
    let (item, key) = match parts {
        Some(parts) if !plain => separators(cx, parts)?,
        _ => (if indent.is_some() { "," } else { ", " }, ": "),
    };
    let style = Style {
        skip_keys: flag(cx, call, 1, false)?,
        ascii: flag(cx, call, 2, true)?,
        check_circular: flag(cx, call, 3, true)?,
        allow_nan: flag(cx, call, 4, true)?,
        indent,
        item,
        key,
        default: callable(call, 8),
        sort_keys: flag(cx, call, 9, false)?,
    };
    Encoder::new(cx, style).text(call.value(0))
}

/// The text to indent with: so many spaces, or text as it is.
fn indent<'h>(cx: &Context<'h>, given: Value<'h>) -> R<'h, Option<&'h str>> {
    let spaces = match given {
        Value::Unbound | Value::None => return Ok(None),
        Value::Str(_) => given,
        times => ops::arith::binary(cx, BinaryOp::Mul, cx.wrap_str(" ")?, times)?,
    };
    match spaces {
        Value::Str(spaces) => spaces.text(cx.heap()).map(Some),
        _ => Err(cx.internal("spaces that are no text")),
    }
}

/// The two separators, of any type.
fn unpacked<'h>(cx: &Context<'h>, given: Value<'h>) -> R<'h, Option<[Value<'h>; 2]>> {
    if matches!(given, Value::Unbound | Value::None) {
        return Ok(None);
    }
    if !ops::iterate::is_iterable(given) {
        let name = ops::own_type_name(given);
        return Err(cx.type_error(format_args!("cannot unpack non-iterable {name} object")));
    }
    let parts = ops::iterate::to_list(cx, given)?;
    match (parts.get(0), parts.get(1), parts.len()) {
        (Some(item), Some(key), 2) => Ok(Some([item, key])),
        (_, _, found @ (0 | 1)) => {
            Err(cx.value_error(format_args!("not enough values to unpack (expected 2, got {found})")))
        }
        _ => Err(cx.value_error("too many values to unpack (expected 2)")),
    }
}

/// What the encoder and the decoder take, in CPython's order.
const ENCODER: [&str; 9] = [
    "self",
    "skipkeys",
    "ensure_ascii",
    "check_circular",
    "allow_nan",
    "sort_keys",
    "indent",
    "separators",
    "default",
];
const DECODER: [&str; 7] =
    ["self", "object_hook", "parse_float", "parse_int", "parse_constant", "strict", "object_pairs_hook"];

fn separators<'h>(cx: &Context<'h>, [item, key]: [Value<'h>; 2]) -> R<'h, (&'h str, &'h str)> {
    let text = |value: Value<'h>, place: u8| match value {
        Value::Str(text) => text.text(cx.heap()),
        other => {
            let name = if other.is_none() { "None" } else { ops::own_type_name(other) };
            Err(cx.type_error(format_args!("make_encoder() argument {place} must be str, not {name}")))
        }
    };
    let key = text(key, 5)?;
    Ok((text(item, 6)?, key))
}

/// All of it is written at once.
fn dump<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let mut args = call.args.to_vec();
    let file = call.value(1);
    if args.len() > 1 {
        args.remove(1);
    }
    let text = encoded(cx, &Call { row: call.row, args: &args, prepared: None }, Some(file))?;
    cx.call_method(file, "write", &[text])?;
    Ok(Value::None)
}

fn load<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let text = cx.call_method(call.value(0), "read", &[])?;
    let mut args = call.args.to_vec();
    if let Some(first) = args.first_mut() {
        *first = text;
    }
    loads(cx, &Call { row: call.row, args: &args, prepared: None })
}

fn loads<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    no_class(cx, call, 1)?;
    let text = match call.value(0) {
        Value::Str(text) => text.text(cx.heap())?,
        Value::Bytes(bytes) => {
            let arguments = [cx.str(encoding(bytes.data()))?, cx.str("surrogatepass")?];
            match cx.call_method(call.value(0), "decode", &arguments)? {
                Value::Str(text) => text.text(cx.heap())?,
                _ => return Err(cx.internal("decoded to no text")),
            }
        }
        other => {
            return Err(cx.type_error(format_args!(
                "the JSON object must be str, bytes or bytearray, not {}",
                ops::own_type_name(other)
            )));
        }
    };
    let marked = matches!(call.value(0), Value::Str(_)) && text.starts_with('\u{feff}');
    if !marked
        && let Value::Dict(unknown) = call.value(8)
        && let Some((_, Value::Str(name), _)) = unknown.table(cx)?.next_from(0)
    {
        let name = name.text(cx.heap())?;
        return Err(ops::unexpected_keyword(cx, format_args!("JSONDecoder.__init__()"), name, &DECODER));
    }
    let hooks = Hooks {
        object: callable(call, 2),
        float: callable(call, 3),
        int: callable(call, 4),
        constant: callable(call, 5),
        pairs: callable(call, 6),
        strict: flag(cx, call, 7, true)?,
        marked,
    };
    Decoder::new(cx, text, hooks).document()
}

/// The encoding of JSON in bytes, by where its zeros are.
fn encoding(data: &[u8]) -> &'static str {
    match data {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => "utf-32",
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "utf-16",
        [0xEF, 0xBB, 0xBF, ..] => "utf-8-sig",
        [0, 0, _, _, ..] => "utf-32-be",
        [0, _, _, _, ..] => "utf-16-be",
        [_, 0, 0, 0, ..] => "utf-32-le",
        [_, 0, _, _, ..] => "utf-16-le",
        [0, _] => "utf-16-be",
        [_, 0] => "utf-16-le",
        _ => "utf-8",
    }
}
