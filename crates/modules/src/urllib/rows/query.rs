//! `parse_qs`, `parse_qsl` and `urlencode`.

use hognose_eval::class;
use hognose_eval::ops::{self, own_type_name};
use hognose_eval::row::{Call, Member, Row, Signature, optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::write::Writer;
use hognose_eval::{Context, R, Stop, Value};

use super::super::query::field_count;
use super::super::{QueryOptions, fields};
use super::escape::{Decoding, quote_plus, unescaped};
use crate::glue::OrStop;
use crate::raised::{bytes_repr, repr};

/// A query and its separator, both of text or both of bytes.
struct Query<'h> {
    query: &'h [u8],
    separator: &'h [u8],
    bytes: bool,
}

fn query<'h>(cx: &Context<'h>, query: Value<'h>, separator: Value<'h>) -> R<'h, Query<'h>> {
    let separator = if separator.is_bound() { separator } else { cx.str("&")? };
    if !matches!(separator, Value::Str(_) | Value::Bytes(_)) || !ops::truth(cx, separator)? {
        return Err(cx.value_error("Separator must be of type string or bytes."));
    }
    let bytes = !matches!(query, Value::Str(_));
    let query = match query {
        Value::Str(text) => text.text(cx.heap())?.as_bytes(),
        Value::Bytes(bytes) => bytes.data(),
        other if !ops::truth(cx, other)? => &[],
        other => {
            return Err(cx.type_error(format_args!(
                "memoryview: a bytes-like object is required, not '{}'",
                own_type_name(other)
            )));
        }
    };
    let separator = match separator {
        Value::Bytes(separator) if !bytes => {
            super::decoded(cx, Value::Bytes(separator))?;
            separator.data()
        }
        Value::Bytes(separator) => separator.data(),
        Value::Str(text) if bytes => {
            super::encoded(cx, separator)?;
            text.text(cx.heap())?.as_bytes()
        }
        Value::Str(text) => text.text(cx.heap())?.as_bytes(),
        _ => &[],
    };
    cx.burn_bytes(query.len())?;
    Ok(Query { query, separator, bytes })
}

/// Name and value of a field as values.
fn pair<'h>(
    cx: &Context<'h>,
    (name, value): (&'h [u8], &'h [u8]),
    bytes: bool,
    decoding: Decoding<'h>,
) -> R<'h, (Value<'h>, Value<'h>)> {
    let one = |part: &'h [u8]| {
        if bytes {
            return unescaped(cx, part, true);
        }
        decoding.text(cx, std::str::from_utf8(part).unwrap_or_default(), true)
    };
    Ok((one(name)?, one(value)?))
}

/// Hands the fields of a query on, one after the other.
fn each<'h>(
    cx: &Context<'h>,
    call: &Call<'_, 'h>,
    mut take: impl FnMut(Value<'h>, Value<'h>) -> R<'h, ()>,
) -> R<'h, ()> {
    let found = query(cx, call.value(0), call.value(6))?;
    if found.query.is_empty() {
        return Ok(());
    }
    let truth = |index: usize| call.value(index).bound().map_or(Ok(false), |value| ops::truth(cx, value));
    let most = match call.value(5) {
        Value::Unbound | Value::None => None,
        Value::Int(most) => Some(most),
        other => {
            let count = field_count(found.query, found.separator);
            let count = Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
            // What is no number fails in the comparison that CPython makes.
            let few = ops::compare::order(cx, hognose_syntax::tree::CompareOp::Lt, other, count)?;
            few.then_some(0)
        }
    };
    let options = QueryOptions {
        keep_blank_values: truth(1)?,
        strict: truth(2)?,
        max_fields: most,
        separator: found.separator,
    };
    let decoding = Decoding::new(call.value(3), call.value(4));
    let bytes = found.bytes;
    let shown = |field: &[u8]| {
        if bytes { bytes_repr(field) } else { repr(std::str::from_utf8(field).unwrap_or_default()) }
    };
    for field in fields(found.query, options, shown).or_stop(cx)? {
        cx.burn(1)?;
        let (name, value) = pair(cx, field.or_stop(cx)?, bytes, decoding)?;
        take(name, value)?;
    }
    Ok(())
}

fn parse_qsl<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let pairs = List::new(cx.heap())?;
    each(cx, call, |name, value| pairs.push(cx.heap(), cx.tuple(&[name, value])?))?;
    Ok(Value::List(pairs))
}

fn parse_qs<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let found = Dict::new(cx.heap())?;
    each(cx, call, |name, value| match found.get(cx, name)? {
        Some(Value::List(values)) => values.push(cx.heap(), value),
        _ => {
            let values = cx.list(&[value])?;
            found.set(cx, name, values)
        }
    })?;
    Ok(Value::Dict(found))
}

/// How `urlencode` escapes.
struct Escaping<'a, 'h> {
    call: &'a Call<'a, 'h>,
}

impl<'h> Escaping<'_, 'h> {
    /// Escapes a name or value.
    fn put(&self, cx: &Context<'h>, value: Value<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
        let (safe, encoding, errors) = (self.call.value(2), self.call.value(3), self.call.value(4));
        let is_bytes = matches!(value, Value::Bytes(_));
        let value = if is_bytes { value } else { ops::text::str(cx, value)? };
        let made = match self.call.value(5) {
            Value::Unbound if is_bytes => quote_plus(cx, value, safe, Value::None, Value::None)?,
            Value::Unbound => quote_plus(cx, value, safe, encoding, errors)?,
            function => {
                let safe = if safe.is_bound() { safe } else { cx.str("")? };
                let or_none = |value: Value<'h>| value.bound().unwrap_or(Value::None);
                if is_bytes {
                    cx.call(function, &[value, safe])?
                } else {
                    cx.call(function, &[value, safe, or_none(encoding), or_none(errors)])?
                }
            }
        };
        match made {
            Value::Str(text) => out.push(text.text(cx.heap())?),
            other => Err(cx.type_error(format_args!(
                "unsupported operand type(s) for +: '{}' and 'str'",
                own_type_name(other)
            ))),
        }
    }

    fn field(&self, cx: &Context<'h>, name: &str, value: Value<'h>, out: &mut Writer<'_, 'h>) -> R<'h, ()> {
        if !out.as_str().is_empty() {
            out.push("&")?;
        }
        out.push(name)?;
        out.push("=")?;
        self.put(cx, value, out)
    }
}

/// The pairs of a query to be encoded.
fn pairs<'h>(cx: &Context<'h>, query: Value<'h>) -> R<'h> {
    let refused = || cx.type_error("not a valid non-string sequence or mapping object");
    match query {
        Value::Dict(_) => return cx.call_method(query, "items", &[]),
        Value::Object(object) if cx.table().member(object.class, "items").is_some() => {
            return cx.call_method(query, "items", &[]);
        }
        _ => {}
    }
    let first = match ops::len(cx, query) {
        Ok(0) => return Ok(query),
        Ok(_) => ops::index::get_item(cx, query, Value::Int(0)),
        Err(stop) => Err(stop),
    };
    match first {
        Ok(Value::Tuple(_)) => Ok(query),
        Ok(_) => Err(refused()),
        Err(Stop::Raise(exception)) if exception.class.is_subclass(&class::TYPE_ERROR) => Err(refused()),
        Err(stop) => Err(stop),
    }
}

fn urlencode<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let doseq = call.value(1).bound().map_or(Ok(false), |value| ops::truth(cx, value))?;
    let escaping = Escaping { call };
    let mut out = Writer::new(cx);
    let mut cursor = ops::iterate(cx, pairs(cx, call.value(0))?)?;
    while let Some(item) = cursor.next(cx)? {
        cx.burn(1)?;
        let pair = match ops::iterate::to_list(cx, item) {
            Err(Stop::Raise(exception)) if std::ptr::eq(exception.class, &class::TYPE_ERROR) => {
                let name = own_type_name(item);
                return Err(cx.type_error(format_args!("cannot unpack non-iterable {name} object")));
            }
            pair => pair?,
        };
        let (name, value) = match (pair.len(), pair.get(0), pair.get(1)) {
            (2, Some(name), Some(value)) => (name, value),
            (length @ (0 | 1), ..) => {
                let message = format_args!("not enough values to unpack (expected 2, got {length})");
                return Err(cx.value_error(message));
            }
            _ => return Err(cx.value_error("too many values to unpack (expected 2)")),
        };
        let mut shown = Writer::new(cx);
        escaping.put(cx, name, &mut shown)?;
        let name = shown.as_str();
        let several = doseq && !matches!(value, Value::Str(_) | Value::Bytes(_));
        match if several { ops::len(cx, value).map(Some) } else { Ok(None) } {
            Ok(None) => escaping.field(cx, name, value, &mut out)?,
            Ok(Some(_)) => {
                let mut values = ops::iterate(cx, value)?;
                while let Some(value) = values.next(cx)? {
                    escaping.field(cx, name, value, &mut out)?;
                }
            }
            Err(Stop::Raise(exception)) if exception.class.is_subclass(&class::TYPE_ERROR) => {
                escaping.field(cx, name, value, &mut out)?;
            }
            Err(stop) => return Err(stop),
        }
    }
    out.finish()
}

const QUERY: Signature = Signature::python(&[
    required("qs"),
    optional("keep_blank_values"),
    optional("strict_parsing"),
    optional("encoding"),
    optional("errors"),
    optional("max_num_fields"),
    optional("separator"),
]);
const ENCODE: Signature = Signature::python(&[
    required("query"),
    optional("doseq"),
    optional("safe"),
    optional("encoding"),
    optional("errors"),
    optional("quote_via"),
]);

pub(super) static ROWS: &[Row] = &[
    Row::new("parse_qs", QUERY, "The fields of a query, as a dict of lists.", Member::Function(parse_qs)),
    Row::new("parse_qsl", QUERY, "The fields of a query, as a list of pairs.", Member::Function(parse_qsl)),
    Row::new("urlencode", ENCODE, "The query of a mapping or of pairs.", Member::Function(urlencode)),
];
