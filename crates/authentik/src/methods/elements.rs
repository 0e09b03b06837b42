//! Elements of XML, as lxml has them: `find` and its like with simple paths.

use crate::bindings::access;
use crate::bindings::tables::field;
use hognose_eval::class::Slots;
use hognose_eval::ops::iterate;
use hognose_eval::row::{Row, Signature, optional, required};
use hognose_eval::value::dict::Dict;
use hognose_eval::value::list::List;
use hognose_eval::{Context, R, Value, method};

/// Methods of `Element`.
pub(super) static ELEMENT: &[Row] = &[
    method!(
        "find",
        Signature::keywords(&[required("path"), optional("namespaces")]),
        "First element that matches.",
        find,
        3
    ),
    method!(
        "findall",
        Signature::keywords(&[required("path"), optional("namespaces")]),
        "All elements that match.",
        find_all,
        3
    ),
    method!(
        "findtext",
        Signature::keywords(&[required("path"), optional("default"), optional("namespaces")]),
        "Text of the first element that matches.",
        find_text,
        4
    ),
    method!(
        "get",
        Signature::keywords(&[required("key"), optional("default")]),
        "An attribute.",
        attribute,
        3
    ),
    method!("iter", Signature::keywords(&[optional("tag")]), "The element and all inside it.", iter, 2),
];

/// Elements are lists of what is inside.
pub(super) const fn slots(base: Slots) -> Slots {
    Slots {
        len: Some(|cx, object| Ok(children(cx, Value::Object(object))?.len())),
        iter: Some(|cx, object| Ok(Value::List(children(cx, Value::Object(object))?))),
        get_item: Some(|cx, object, key| {
            hognose_eval::ops::index::get_item(cx, Value::List(children(cx, Value::Object(object))?), key)
        }),
        ..base
    }
}

fn children<'h>(cx: &Context<'h>, element: Value<'h>) -> R<'h, &'h List<'h>> {
    match access::read(cx, element, field::element::CHILDREN)? {
        Value::List(list) => Ok(list),
        _ => List::new(cx.heap()),
    }
}

/// One step of a path.
struct Step<'p> {
    /// At any depth.
    deep: bool,
    /// The tag, `*` or `.`.
    tag: String,
    /// `[@name]`, `[@name='value']`, `[tag]`, `[tag='text']`, `[1]`.
    conditions: Vec<&'p str>,
}

/// The steps of a path with prefixes replaced by namespaces.
fn steps<'h>(cx: &Context<'h>, path: &'h str, namespaces: Option<Value<'h>>) -> R<'h, Vec<Step<'h>>> {
    cx.charge(path.len().saturating_mul(4))?;
    if path.starts_with('/') {
        return Err(cx.raise(&hognose_eval::class::SYNTAX_ERROR, "cannot use absolute path on element"));
    }
    let mut steps = Vec::new();
    let mut deep = false;
    for piece in pieces(path) {
        if piece.is_empty() {
            deep = true;
            continue;
        }
        let (tag, rest) = split_conditions(piece);
        let conditions = rest.split_inclusive(']').map(|one| one.trim_matches(['[', ']'])).collect();
        steps.push(Step { deep, tag: qualified(cx, tag, namespaces)?, conditions });
        deep = false;
    }
    Ok(steps)
}

/// A path cut at its slashes, but not inside braces and brackets.
fn pieces(path: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    path.split(|char: char| {
        match char {
            '{' | '[' => depth = depth.saturating_add(1),
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        char == '/' && depth == 0
    })
    .collect()
}

fn split_conditions(piece: &str) -> (&str, &str) {
    let behind = piece.rfind('}').unwrap_or(0);
    match piece.get(behind..).and_then(|tail| tail.find('[')).map(|at| behind.saturating_add(at)) {
        Some(at) => piece.split_at_checked(at).unwrap_or((piece, "")),
        None => (piece, ""),
    }
}

fn qualified<'h>(cx: &Context<'h>, tag: &str, namespaces: Option<Value<'h>>) -> R<'h, String> {
    let Some((prefix, name)) = tag.split_once(':').filter(|_| !tag.starts_with('{')) else {
        return Ok(tag.to_owned());
    };
    let known = match namespaces {
        Some(Value::Dict(known)) => known.get_text(cx, prefix)?,
        _ => None,
    };
    match known {
        Some(Value::Str(namespace)) => Ok(format!("{{{}}}{name}", namespace.text(cx.heap())?)),
        _ => Err(cx.raise(
            &hognose_eval::class::SYNTAX_ERROR,
            format_args!("prefix '{prefix}' not found in prefix map"),
        )),
    }
}

fn found<'h>(
    cx: &Context<'h>,
    element: Value<'h>,
    path: Value<'h>,
    namespaces: Option<Value<'h>>,
) -> R<'h, Vec<Value<'h>>> {
    let Value::Str(path) = path else { return Err(cx.type_error("expected string or bytes-like object")) };
    let mut level = vec![element];
    for step in steps(cx, path.text(cx.heap())?, namespaces)? {
        let mut next = Vec::new();
        for element in level {
            cx.burn(1)?;
            if step.tag == "." && !step.deep {
                next.push(element);
                continue;
            }
            let mut matching = Vec::new();
            candidates(cx, element, step.deep, &mut matching)?;
            let mut kept = Vec::new();
            for candidate in matching {
                if step.tag == "*" || tag_of(cx, candidate)? == step.tag {
                    kept.push(candidate);
                }
            }
            for condition in &step.conditions {
                kept = meeting(cx, kept, condition)?;
            }
            next.extend(kept);
        }
        level = next;
    }
    Ok(level)
}

fn candidates<'h>(cx: &Context<'h>, element: Value<'h>, deep: bool, into: &mut Vec<Value<'h>>) -> R<'h, ()> {
    for child in children(cx, element)?.to_vec() {
        cx.burn(1)?;
        cx.heap().charge(size_of::<Value<'_>>())?;
        into.push(child);
        if deep {
            cx.nested(|| candidates(cx, child, true, into))?;
        }
    }
    Ok(())
}

fn tag_of<'h>(cx: &Context<'h>, element: Value<'h>) -> R<'h, &'h str> {
    match access::read(cx, element, field::element::TAG)? {
        Value::Str(tag) => tag.text(cx.heap()),
        _ => Ok(""),
    }
}

fn attributes<'h>(cx: &Context<'h>, element: Value<'h>) -> R<'h, &'h Dict<'h>> {
    match access::read(cx, element, field::element::ATTRIB)? {
        Value::Dict(dict) => Ok(dict),
        _ => Dict::new(cx.heap()),
    }
}

fn text_of<'h>(cx: &Context<'h>, element: Value<'h>) -> R<'h, &'h str> {
    match access::read(cx, element, field::element::TEXT)? {
        Value::Str(text) => text.text(cx.heap()),
        _ => Ok(""),
    }
}

fn meeting<'h>(cx: &Context<'h>, elements: Vec<Value<'h>>, condition: &str) -> R<'h, Vec<Value<'h>>> {
    if let Ok(number) = condition.trim().parse::<usize>() {
        return Ok(elements.into_iter().skip(number.saturating_sub(1)).take(1).collect());
    }
    let (name, wanted) = match condition.split_once('=') {
        Some((name, wanted)) => (name.trim(), Some(wanted.trim().trim_matches(['\'', '"']))),
        None => (condition.trim(), None),
    };
    let mut kept = Vec::new();
    for element in elements {
        cx.burn(1)?;
        let holds = match name.strip_prefix('@') {
            Some(name) => match (attributes(cx, element)?.get_text(cx, name)?, wanted) {
                (Some(Value::Str(value)), Some(wanted)) => value.text(cx.heap())? == wanted,
                (value, None) => value.is_some(),
                _ => false,
            },
            None => {
                let mut holds = false;
                for child in children(cx, element)?.to_vec() {
                    holds |= tag_of(cx, child)? == name
                        && wanted.map_or(Ok(true), |wanted| Ok(text_of(cx, child)? == wanted))?;
                }
                holds
            }
        };
        if holds {
            kept.push(element);
        }
    }
    Ok(kept)
}

type Given<'h> = Option<Value<'h>>;

fn find<'h>(cx: &Context<'h>, this: Value<'h>, path: Value<'h>, namespaces: Given<'h>) -> R<'h> {
    Ok(found(cx, this, path, namespaces)?.first().copied().unwrap_or(Value::None))
}

fn find_all<'h>(cx: &Context<'h>, this: Value<'h>, path: Value<'h>, namespaces: Given<'h>) -> R<'h> {
    cx.list(&found(cx, this, path, namespaces)?)
}

fn find_text<'h>(
    cx: &Context<'h>,
    this: Value<'h>,
    path: Value<'h>,
    default: Given<'h>,
    namespaces: Given<'h>,
) -> R<'h> {
    match found(cx, this, path, namespaces)?.first() {
        Some(first) => cx.wrap_str(text_of(cx, *first)?),
        None => Ok(default.unwrap_or(Value::None)),
    }
}

fn attribute<'h>(cx: &Context<'h>, this: Value<'h>, key: Value<'h>, default: Given<'h>) -> R<'h> {
    Ok(attributes(cx, this)?.get(cx, key)?.or(default).unwrap_or(Value::None))
}

fn iter<'h>(cx: &Context<'h>, this: Value<'h>, tag: Given<'h>) -> R<'h> {
    let mut all = vec![this];
    candidates(cx, this, true, &mut all)?;
    let list = List::new(cx.heap())?;
    for element in all {
        let fits = match tag {
            Some(Value::Str(tag)) => {
                let tag = tag.text(cx.heap())?;
                tag == "*" || tag_of(cx, element)? == tag
            }
            _ => true,
        };
        if fits {
            list.push(cx.heap(), element)?;
        }
    }
    iterate::iterator_value(cx, Value::List(list))
}
