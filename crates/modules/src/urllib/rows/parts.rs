//! Addresses taken apart and put together.

use hognose_eval::class;
use hognose_eval::function;
use hognose_eval::ops::{self, own_type_name};
use hognose_eval::row::{Row, Signature, optional, required};
use hognose_eval::{Context, R, Stop, Value};

use super::super::{Url, defrag, join};
use super::{Coerced, coerced, no_attribute, result, resulting};
use crate::glue::OrStop;

/// The arguments of `urlparse` and `urlsplit`.
fn address<'h>(cx: &Context<'h>, url: Value<'h>, scheme: Value<'h>) -> R<'h, Coerced<'h, 2>> {
    let scheme = if scheme.is_bound() { scheme } else { cx.str("")? };
    let found = coerced(cx, [url, scheme])?;
    if !found.bytes && !matches!(scheme, Value::Str(_) | Value::Bytes(_)) {
        return Err(no_attribute(cx, scheme, "strip"));
    }
    if !found.bytes && matches!(scheme, Value::Bytes(_)) {
        return Err(cx.type_error("a bytes-like object is required, not 'str'"));
    }
    cx.charge(found.texts.iter().map(|text| text.len()).sum::<usize>().saturating_mul(2))?;
    Ok(found)
}

/// Whether there are fragments. CPython takes addresses apart by way of a cache, in which what it is asked for must have
/// a place.
fn has_fragments<'h>(cx: &Context<'h>, fragments: Value<'h>) -> R<'h, bool> {
    if !fragments.is_bound() {
        return Ok(true);
    }
    ops::hash(cx, fragments)?;
    ops::truth(cx, fragments)
}

fn urlparse<'h>(cx: &Context<'h>, url: Value<'h>, scheme: Value<'h>, fragments: Value<'h>) -> R<'h> {
    let arguments = [url, if scheme.is_bound() { scheme } else { cx.str("")? }];
    if !coerced(cx, arguments)?.bytes && scheme.is_bound() {
        ops::hash(cx, scheme)?;
    }
    let fragments = has_fragments(cx, fragments)?;
    let found = address(cx, url, scheme)?;
    let [url, scheme] = found.texts;
    let parts = Url::parse(url, scheme, fragments).or_stop(cx)?;
    result::parsed(cx, &parts, found.bytes)
}

fn urlsplit<'h>(cx: &Context<'h>, url: Value<'h>, scheme: Value<'h>, fragments: Value<'h>) -> R<'h> {
    // CPython looks for them in a cache first.
    for argument in [url, scheme, fragments].iter().filter_map(|argument| argument.bound()) {
        ops::hash(cx, argument)?;
    }
    let fragments = has_fragments(cx, fragments)?;
    let found = address(cx, url, scheme)?;
    let [url, scheme] = found.texts;
    let parts = Url::split(url, scheme, fragments).or_stop(cx)?;
    result::split(cx, &parts, found.bytes)
}

/// The items of an iterable, of which there must be so many.
fn unpacked<'h, const N: usize>(cx: &Context<'h>, value: Value<'h>) -> R<'h, [Value<'h>; N]> {
    let list = match ops::iterate::to_list(cx, value) {
        Err(Stop::Raise(exception)) if std::ptr::eq(exception.class, &class::TYPE_ERROR) => {
            return Err(cx.type_error(format_args!(
                "urllib.parse._coerce_args() argument after * must be an iterable, not {}",
                own_type_name(value)
            )));
        }
        list => list?,
    };
    let mut items = [Value::None; N];
    let given = list.len();
    if given == 0 {
        return Err(cx.index_error("tuple index out of range"));
    }
    for (index, item) in items.iter_mut().enumerate() {
        *item = list.get(index).unwrap_or(Value::None);
    }
    // CPython counts the function that turns the result back.
    let (all, wanted) = (given.saturating_add(1), N.saturating_add(1));
    if given < N {
        coerced(cx, items)?;
        return Err(
            cx.value_error(format_args!("not enough values to unpack (expected {wanted}, got {all})"))
        );
    }
    if given > N {
        let first = coerced(cx, items)?;
        for index in N..given {
            let Some(item) = list.get(index) else { break };
            if matches!(item, Value::Str(_)) == first.bytes && ops::truth(cx, item)? {
                return Err(cx.type_error("Cannot mix str and non-str arguments"));
            }
        }
        return Err(cx.value_error(format_args!("too many values to unpack (expected {wanted})")));
    }
    Ok(items)
}

/// What puts a path to the rest fails with where it is not text.
#[cold]
fn not_text<'h>(cx: &Context<'h>, path: Value<'h>, netloc: &str) -> Stop<'h> {
    let name = own_type_name(path);
    if netloc.is_empty() {
        return cx.type_error(format_args!("'{name}' object is not subscriptable"));
    }
    cx.type_error(format_args!("can only concatenate str (not \"{name}\") to str"))
}

fn joined<'h>(cx: &Context<'h>, url: &Url<'_>, path: Value<'h>, bytes: bool) -> R<'h> {
    if !bytes && !matches!(path, Value::Str(_) | Value::Bytes(_)) {
        return Err(not_text(cx, path, &url.netloc));
    }
    if !bytes && matches!(path, Value::Bytes(_)) {
        // Empty bytes are taken for empty text, until something is put to them.
        if !url.netloc.is_empty() || !url.scheme.is_empty() {
            return Err(cx.type_error("can only concatenate str (not \"bytes\") to str"));
        }
        if !url.query.is_empty() || !url.fragment.is_empty() {
            return Err(cx.type_error("can't concat str to bytes"));
        }
        return Ok(path);
    }
    let parts = [&url.scheme, &url.netloc, &url.path, &url.params, &url.query, &url.fragment];
    cx.charge(parts.iter().map(|part| part.len()).sum::<usize>().saturating_add(8))?;
    resulting(cx, &url.unparse(), bytes)
}

/// `urlunsplit` of five values.
pub(super) fn unsplit<'h>(cx: &Context<'h>, values: [Value<'h>; 5]) -> R<'h> {
    let found = coerced(cx, values)?;
    let [scheme, netloc, path, query, fragment] = found.texts.map(Into::into);
    let url = Url { scheme, netloc, path, params: "".into(), query, fragment };
    joined(cx, &url, values.get(2).copied().unwrap_or(Value::None), found.bytes)
}

/// `urlunparse` of six values.
pub(super) fn unparse<'h>(cx: &Context<'h>, values: [Value<'h>; 6]) -> R<'h> {
    let found = coerced(cx, values)?;
    let [scheme, netloc, path, params, query, fragment] = found.texts.map(Into::into);
    let mut url = Url { scheme, netloc, path, params, query, fragment };
    let mut path = values.get(2).copied().unwrap_or(Value::None);
    if !found.bytes && !url.params.is_empty() && !matches!(path, Value::Str(_)) {
        // Parameters are put behind any value.
        let shown = ops::text::str_string(cx, path)?;
        cx.charge(shown.len())?;
        url.path = shown.into();
        path = cx.wrap_str("")?;
    }
    joined(cx, &url, path, found.bytes)
}

fn urlunsplit<'h>(cx: &Context<'h>, components: Value<'h>) -> R<'h> {
    unsplit(cx, unpacked(cx, components)?)
}

fn urlunparse<'h>(cx: &Context<'h>, components: Value<'h>) -> R<'h> {
    unparse(cx, unpacked(cx, components)?)
}

fn urljoin<'h>(cx: &Context<'h>, base: Value<'h>, url: Value<'h>, fragments: Value<'h>) -> R<'h> {
    if !ops::truth(cx, base)? {
        return Ok(url);
    }
    if !ops::truth(cx, url)? {
        return Ok(base);
    }
    let found = coerced(cx, [base, url])?;
    let fragments = has_fragments(cx, fragments)?;
    let [base, url] = found.texts;
    cx.charge(base.len().saturating_add(url.len()).saturating_mul(24))?;
    let made = join(base, url, fragments).or_stop(cx)?;
    resulting(cx, &made, found.bytes)
}

fn urldefrag<'h>(cx: &Context<'h>, url: Value<'h>) -> R<'h> {
    let found = coerced(cx, [url])?;
    let [url] = found.texts;
    cx.charge(url.len().saturating_mul(2))?;
    let (url, fragment) = defrag(url).or_stop(cx)?;
    result::defragged(cx, &url, &fragment, found.bytes)
}

const ADDRESS: Signature =
    Signature::python(&[required("url"), optional("scheme"), optional("allow_fragments")]);
const COMPONENTS: Signature = Signature::python(&[required("components")]);

pub(super) static ROWS: &[Row] = &[
    function!("urlparse", ADDRESS, "The six parts of an address.", urlparse, 3),
    function!("urlsplit", ADDRESS, "The five parts of an address, parameters in the path.", urlsplit, 3),
    function!("urlunparse", COMPONENTS, "The address of six parts.", urlunparse, 1),
    function!("urlunsplit", COMPONENTS, "The address of five parts.", urlunsplit, 1),
    function!(
        "urljoin",
        Signature::python(&[required("base"), required("url"), optional("allow_fragments")]),
        "An address as seen from another one.",
        urljoin,
        3
    ),
    function!(
        "urldefrag",
        Signature::python(&[required("url")]),
        "An address without its fragment, and the fragment.",
        urldefrag,
        1
    ),
];
