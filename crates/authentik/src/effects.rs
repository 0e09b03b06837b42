//! Writes become effects: at the end of an evaluation the writable parts are compared with what they were.

use crate::bindings::access::{self, REQUEST};
use crate::bindings::tables::field;
use hognose_eval::data::{Data, Map};
use hognose_eval::export;
use hognose_eval::journal::same_data;
use hognose_eval::output::Effect;
use hognose_eval::value::dict::Dict;
use hognose_eval::{Capability, Context, Fatal, R, Value};
use hognose_schema::binding::SurfaceDecl;

/// A dict that may be written, and the effects that writing it has.
struct Root {
    set: &'static str,
    delete: &'static str,
    capability: &'static str,
}

const FLOW: Root = Root { set: "flow.set", delete: "flow.delete", capability: "flow.write" };
const PROMPT: Root = Root { set: "prompt.set", delete: "prompt.delete", capability: "prompt.write" };
const CONTEXT: Root = Root { set: "context.set", delete: "context.delete", capability: "context.write" };

/// Add an effect of one of authentik's kinds.
///
/// # Errors
/// The limits on outputs.
pub(crate) fn add<'h>(cx: &Context<'h>, kind: &'static str, arguments: Map, bytes: usize) -> R<'h, ()> {
    cx.with_outputs(|outputs| outputs.effect(cx.limits(), Effect { kind, arguments }, bytes))
}

/// Compare the writable parts with what they were and add an effect for each path that holds something else.
pub(crate) fn collect<'h>(cx: &Context<'h>, surface: &SurfaceDecl) -> R<'h, ()> {
    let Some(Value::Object(request)) = cx.registers.get(REQUEST).map(std::cell::Cell::get) else {
        return Ok(());
    };
    // Never read, never written.
    let Value::Dict(context) = request.field(usize::from(field::policy_request::CONTEXT)) else {
        return Ok(());
    };
    let mut seen: Vec<*const Dict<'h>> = Vec::new();
    if let Some(flow) = flow_context(cx, context)? {
        changes(cx, flow, &FLOW, &mut Vec::new(), &mut seen)?;
        // What is reachable through the flow's context is reported there only.
        mark(cx, flow, &mut seen)?;
    }
    if let Some(Value::Dict(prompt)) = touched(context, "prompt_data")
        && !seen.iter().any(|known| std::ptr::eq(*known, prompt))
    {
        changes(cx, prompt, &PROMPT, &mut Vec::new(), &mut seen)?;
        mark(cx, prompt, &mut seen)?;
        seen.push(prompt);
    }
    let _ = surface;
    changes(cx, context, &CONTEXT, &mut Vec::new(), &mut seen)
}

/// The value that stood under a key of the request at the start, if it was looked at.
fn touched<'h>(dict: &'h Dict<'h>, key: &str) -> Option<Value<'h>> {
    let (source, made) = dict.origin()?;
    made.get(source.index_of(key)?).map(std::cell::Cell::get)
}

fn flow_context<'h>(cx: &Context<'h>, context: &'h Dict<'h>) -> R<'h, Option<&'h Dict<'h>>> {
    let Some(Value::Object(plan)) = touched(context, "flow_plan") else { return Ok(None) };
    if plan.fields.get().is_empty() {
        return Ok(None);
    }
    match access::read(cx, Value::Object(plan), field::flow_plan::CONTEXT)? {
        Value::Dict(flow) => Ok(Some(flow)),
        _ => Ok(None),
    }
}

/// Remember the dicts reachable from a dict: their changes are reported already.
fn mark<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, seen: &mut Vec<*const Dict<'h>>) -> R<'h, ()> {
    let mut waiting = vec![dict];
    while let Some(dict) = waiting.pop() {
        let Some((_, made)) = dict.origin() else { continue };
        for cell in made {
            cx.burn(1)?;
            if let Value::Dict(inner) = cell.get()
                && !seen.iter().any(|known| std::ptr::eq(*known, inner))
            {
                cx.burn(seen.len() as u64)?;
                seen.push(inner);
                waiting.push(inner);
            }
        }
    }
    Ok(())
}

/// Effects for what differs between a dict of the request and what it was.
fn changes<'h>(
    cx: &Context<'h>,
    dict: &'h Dict<'h>,
    root: &Root,
    path: &mut Vec<Data>,
    seen: &mut Vec<*const Dict<'h>>,
) -> R<'h, ()> {
    let Some((source, made)) = dict.origin() else { return Ok(()) };
    if dict.is_pristine() {
        // Only what was looked at can have changed inside.
        for index in 0..made.len() {
            let Some((key, _)) = source.get_index(index) else { break };
            inside(
                cx,
                made.get(index).map_or(Value::Unbound, std::cell::Cell::get),
                source,
                key,
                root,
                path,
                seen,
            )?;
        }
        return Ok(());
    }
    let table = dict.table(cx)?;
    for index in 0..source.len() {
        let Some((key, _)) = source.get_index(index) else { break };
        cx.burn(1)?;
        if table.find_text(cx, cx.hash_text(key), key)?.is_none() {
            path.push(Data::from(key));
            emit(cx, root.delete, root.capability, path, None)?;
            path.pop();
        }
    }
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        cx.burn(1)?;
        let Value::Str(text) = key else {
            path.push(export::data(cx, key)?);
            emit(cx, root.set, root.capability, path, Some(value))?;
            path.pop();
            continue;
        };
        let key = text.text(cx.heap())?;
        let Some(index) = source.index_of(key) else {
            path.push(Data::from(key));
            emit(cx, root.set, root.capability, path, Some(value))?;
            path.pop();
            continue;
        };
        let before = made.get(index).map_or(Value::Unbound, std::cell::Cell::get);
        if before.is_bound() && before.is(value) {
            inside(cx, value, source, key, root, path, seen)?;
        } else if !unchanged(cx, source, index, value)? {
            path.push(Data::from(key));
            emit(cx, root.set, root.capability, path, Some(value))?;
            path.pop();
        }
    }
    Ok(())
}

/// A container that still stands in its place: look inside.
fn inside<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    source: &'h Map,
    key: &str,
    root: &Root,
    path: &mut Vec<Data>,
    seen: &mut Vec<*const Dict<'h>>,
) -> R<'h, ()> {
    match value {
        Value::Dict(inner) => {
            if seen.iter().any(|known| std::ptr::eq(*known, inner)) {
                return Ok(());
            }
            path.push(Data::from(key));
            let result = cx.nested(|| changes(cx, inner, root, path, seen));
            path.pop();
            result
        }
        Value::List(_) | Value::Set(_) => {
            let Some(index) = source.index_of(key) else { return Ok(()) };
            if unchanged(cx, source, index, value)? {
                return Ok(());
            }
            path.push(Data::from(key));
            emit(cx, root.set, root.capability, path, Some(value))?;
            path.pop();
            Ok(())
        }
        _ => Ok(()),
    }
}

fn unchanged<'h>(cx: &Context<'h>, source: &'h Map, index: usize, value: Value<'h>) -> R<'h, bool> {
    let Some((_, before)) = source.get_index(index) else { return Ok(false) };
    // Objects are not exported: only another object in their place is a change, and that was looked at before.
    if matches!(value, Value::Object(_)) {
        return Ok(false);
    }
    Ok(same_data(before, &export::data(cx, value)?))
}

fn emit<'h>(
    cx: &Context<'h>,
    kind: &'static str,
    capability: &'static str,
    path: &[Data],
    value: Option<Value<'h>>,
) -> R<'h, ()> {
    if !cx.table().grants(Capability(capability)) {
        return Err(cx.heap().fatal(Fatal::Denied(capability)));
    }
    let before = cx.heap().used();
    let mut arguments = Map::new();
    arguments.insert("path", Data::List(path.to_vec()));
    if let Some(value) = value {
        arguments.insert("value", export::data(cx, value)?);
    }
    let bytes = cx.heap().used().saturating_sub(before).saturating_add(64);
    add(cx, kind, arguments, bytes)
}
