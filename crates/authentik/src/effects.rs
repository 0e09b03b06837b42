//! Writes become effects: at the end of an evaluation the writable parts are compared with what they were.

use crate::bindings::access::{self, REQUEST};
use crate::bindings::tables::field;
use hognose_eval::data::{Data, Map, OpenRecord, Record};
use hognose_eval::export;
use hognose_eval::journal::same_data;
use hognose_eval::output::Effect;
use hognose_eval::value::dict::Dict;
use hognose_eval::value::object::Object;
use hognose_eval::{Capability, Context, Fatal, R, Value, input, ops};
use hognose_schema::binding::SurfaceDecl;

/// A dict that may be written, and the effects that writing it has.
pub(crate) struct Root<'h> {
    /// Where keys came from that the request does not give.
    pub(crate) shared: Option<&'h Dict<'h>>,
    /// Name of the argument that says which object is written, and the object.
    pub(crate) subject: Option<(&'static str, Data)>,
    /// The effect of a value that is set.
    pub(crate) set: &'static str,
    /// The effect of a value that is taken out.
    pub(crate) delete: &'static str,
    /// What it needs.
    pub(crate) capability: &'static str,
}

impl Root<'_> {
    const FLOW: Self = Self::of("flow.set", "flow.delete", "flow.write");
    const PROMPT: Self = Self::of("prompt.set", "prompt.delete", "prompt.write");
    /// The context of this engine run.
    pub(crate) const CONTEXT: Self = Self::of("context.set", "context.delete", "context.write");
    /// The browser's session.
    pub(crate) const SESSION: Self = Self::of("session.set", "session.delete", "session.write");

    const fn of(set: &'static str, delete: &'static str, capability: &'static str) -> Self {
        Self { shared: None, subject: None, set, delete, capability }
    }
}

/// Add an effect of one of authentik's kinds.
///
/// # Errors
/// The limits on outputs.
pub(crate) fn add<'h>(cx: &Context<'h>, kind: &'static str, arguments: Map, bytes: usize) -> R<'h, ()> {
    cx.with_outputs(|outputs| outputs.effect(cx.limits(), Effect { kind, arguments }, bytes))
}

/// Compare the writable parts with what they were and add an effect for each path that holds something else.
pub(crate) fn collect<'h>(cx: &Context<'h>, surface: &SurfaceDecl) -> R<'h, ()> {
    crate::objects::collect(cx)?;
    let Some(Value::Object(request)) = cx.registers.get(REQUEST).map(std::cell::Cell::get) else {
        return Ok(());
    };
    // Never read, never written.
    let Value::Dict(context) = request.field(usize::from(field::policy_request::CONTEXT)) else {
        return Ok(());
    };
    let mut seen = Seen::default();
    let flow = flow_context(cx, context)?;
    if let Some(flow) = flow {
        changes(cx, flow, &Root::FLOW, &mut Vec::new(), &mut seen)?;
        // What is reachable through the flow's context is reported there only.
        mark(cx, flow, &mut seen)?;
    }
    if let Some(Value::Dict(prompt)) = touched(context, "prompt_data")
        && !seen.contains(prompt)
    {
        changes(cx, prompt, &Root::PROMPT, &mut Vec::new(), &mut seen)?;
        mark(cx, prompt, &mut seen)?;
        seen.push(prompt);
    }
    taken_out(cx, surface, context, flow)?;
    let root = Root { shared: if surface.shares.is_some() { flow } else { None }, ..Root::CONTEXT };
    changes(cx, context, &root, &mut Vec::new(), &mut seen)
}

/// Put the flow's keys into the context, as the same objects, where the surface says so and the request gives no others.
pub(crate) fn share<'h>(cx: &Context<'h>, surface: &SurfaceDecl, request: &'h Object<'h>) -> R<'h, ()> {
    if surface.shares != Some("context.flow_plan.context") {
        return Ok(());
    }
    let Some(Data::Map(given)) = request
        .data::<Record>()
        .and_then(|data| data.fields.get(usize::from(field::policy_request::CONTEXT)))
    else {
        return Ok(());
    };
    let Some(Data::Record(plan)) = given.get("flow_plan") else { return Ok(()) };
    let Some(Data::Map(shared)) = plan.fields.get(usize::from(field::flow_plan::CONTEXT)) else {
        return Ok(());
    };
    if shared.iter().all(|(key, _)| given.index_of(key).is_some()) {
        return Ok(());
    }
    let this = Value::Object(request);
    let Value::Dict(context) = access::read(cx, this, field::policy_request::CONTEXT)? else { return Ok(()) };
    let Some(plan) = context.get_text(cx, "flow_plan")? else { return Ok(()) };
    let Value::Dict(flow) = access::read(cx, plan, field::flow_plan::CONTEXT)? else { return Ok(()) };
    for (key, _) in shared.iter() {
        cx.burn(1)?;
        if given.index_of(key).is_none()
            && let Some(value) = flow.get_text(cx, key)?
        {
            context.set_text(cx, key, value)?;
        }
    }
    Ok(())
}

/// Whether a key came into the context from the flow and still has the flow's value.
fn is_shared<'h>(cx: &Context<'h>, flow: Option<&'h Dict<'h>>, key: &str, value: Value<'h>) -> R<'h, bool> {
    let Some((source, made)) = flow.and_then(|flow| flow.origin()) else { return Ok(false) };
    let Some(index) = source.index_of(key) else { return Ok(false) };
    let before = made.get(index).map_or(Value::Unbound, std::cell::Cell::get);
    if before.is_bound() && before.is(value) {
        return Ok(true);
    }
    unchanged(cx, source, index, value)
}

/// Effects for keys of the flow that the expression took out of the context.
fn taken_out<'h>(
    cx: &Context<'h>,
    surface: &SurfaceDecl,
    context: &'h Dict<'h>,
    flow: Option<&'h Dict<'h>>,
) -> R<'h, ()> {
    if surface.shares.is_none() || context.is_pristine() {
        return Ok(());
    }
    let (Some((shared, _)), Some((given, _))) = (flow.and_then(|flow| flow.origin()), context.origin())
    else {
        return Ok(());
    };
    for (key, _) in shared.iter() {
        cx.burn(1)?;
        if given.index_of(key).is_none() && context.get_text(cx, key)?.is_none() {
            emit(cx, &Root::CONTEXT, &[Data::from(key)], None)?;
        }
    }
    Ok(())
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
fn mark<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, seen: &mut Seen<'h>) -> R<'h, ()> {
    let mut waiting = Vec::new();
    let mut next = Some(dict);
    while let Some(dict) = next {
        for cell in dict.origin().map_or(&[][..], |(_, made)| made) {
            cx.burn(1)?;
            if let Value::Dict(inner) = cell.get()
                && !seen.contains(inner)
            {
                cx.burn(seen.len() as u64)?;
                seen.push(inner);
                waiting.push(inner);
            }
        }
        next = waiting.pop();
    }
    Ok(())
}

/// Dicts whose changes are reported already. Most evaluations have one at most: it needs no memory of its own.
#[derive(Default)]
pub(crate) struct Seen<'h> {
    first: Option<&'h Dict<'h>>,
    others: Vec<&'h Dict<'h>>,
}

impl<'h> Seen<'h> {
    fn contains(&self, dict: &Dict<'h>) -> bool {
        self.first.iter().chain(&self.others).any(|known| std::ptr::eq(*known, dict))
    }

    fn len(&self) -> usize {
        self.others.len().saturating_add(usize::from(self.first.is_some()))
    }

    fn push(&mut self, dict: &'h Dict<'h>) {
        match self.first {
            None => self.first = Some(dict),
            Some(_) => self.others.push(dict),
        }
    }
}

/// Effects for what differs between a dict of the request and what it was.
///
/// # Errors
/// Limits; a write that is not granted.
pub(crate) fn changes<'h>(
    cx: &Context<'h>,
    dict: &'h Dict<'h>,
    root: &Root<'h>,
    path: &mut Vec<Data>,
    seen: &mut Seen<'h>,
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
            emit(cx, root, path, None)?;
            path.pop();
        }
    }
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        cx.burn(1)?;
        let Value::Str(text) = key else {
            path.push(export::data(cx, key)?);
            emit(cx, root, path, Some(value))?;
            path.pop();
            continue;
        };
        let key = text.text(cx.heap())?;
        let Some(index) = source.index_of(key) else {
            if path.is_empty() && is_shared(cx, root.shared, key, value)? {
                continue;
            }
            path.push(Data::from(key));
            emit(cx, root, path, Some(value))?;
            path.pop();
            continue;
        };
        let before = made.get(index).map_or(Value::Unbound, std::cell::Cell::get);
        if before.is_bound() && before.is(value) {
            inside(cx, value, source, key, root, path, seen)?;
        } else if !unchanged(cx, source, index, value)? {
            path.push(Data::from(key));
            emit(cx, root, path, Some(value))?;
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
    root: &Root<'h>,
    path: &mut Vec<Data>,
    seen: &mut Seen<'h>,
) -> R<'h, ()> {
    match value {
        Value::Dict(inner) => {
            if seen.contains(inner) {
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
            emit(cx, root, path, Some(value))?;
            path.pop();
            Ok(())
        }
        _ => Ok(()),
    }
}

fn unchanged<'h>(cx: &Context<'h>, source: &'h Map, index: usize, value: Value<'h>) -> R<'h, bool> {
    match source.get_index(index) {
        Some((_, before)) => is_same(cx, before, value),
        None => Ok(false),
    }
}

/// Whether a value is what the request gave. Objects are not looked into: only another object in their place is a change.
pub(crate) fn is_same<'h>(cx: &Context<'h>, before: &'h Data, value: Value<'h>) -> R<'h, bool> {
    cx.burn(1)?;
    match (before, value) {
        (Data::Record(record), Value::Object(object)) => {
            Ok(object.data::<Record>().is_some_and(|data| std::ptr::eq(data, &**record)))
        }
        (Data::Open(record), Value::Object(object)) => {
            Ok(object.data::<OpenRecord>().is_some_and(|data| std::ptr::eq(data, &**record)))
        }
        (Data::Foreign(foreign), Value::Object(object)) => {
            Ok(std::ptr::eq(foreign.class, object.class) && ops::equal(cx, input::value(cx, before)?, value)?)
        }
        (Data::List(before), Value::List(list)) => all_same(cx, before, &list.to_vec()),
        (Data::Tuple(before), Value::Tuple(tuple)) => all_same(cx, before, tuple.items()),
        (Data::Map(before), Value::Dict(dict)) => cx.nested(|| {
            if before.len() != dict.len() {
                return Ok(false);
            }
            for (key, before) in before.iter() {
                let Some(value) = dict.get_text(cx, key)? else { return Ok(false) };
                if !is_same(cx, before, value)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }),
        (_, Value::Object(_)) => Ok(false),
        _ => Ok(same_data(before, &export::data(cx, value)?)),
    }
}

fn all_same<'h>(cx: &Context<'h>, before: &'h [Data], values: &[Value<'h>]) -> R<'h, bool> {
    if before.len() != values.len() {
        return Ok(false);
    }
    cx.nested(|| {
        for (before, value) in before.iter().zip(values) {
            if !is_same(cx, before, *value)? {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

/// An effect for one path: a value that was set, or none for one that was taken out.
///
/// # Errors
/// Limits; a write that is not granted.
pub(crate) fn emit<'h>(
    cx: &Context<'h>,
    root: &Root<'_>,
    path: &[Data],
    value: Option<Value<'h>>,
) -> R<'h, ()> {
    if !cx.table().grants(Capability(root.capability)) {
        return Err(cx.heap().fatal(Fatal::Denied(root.capability)));
    }
    let before = cx.heap().used();
    let mut arguments = Map::new();
    if let Some((name, subject)) = &root.subject {
        arguments.insert(*name, subject.clone());
    }
    arguments.insert("path", Data::List(path.to_vec()));
    let kind = if value.is_some() { root.set } else { root.delete };
    if let Some(value) = value {
        arguments.insert("value", export::data(cx, value)?);
    }
    let bytes = cx.heap().used().saturating_sub(before).saturating_add(64);
    if root.subject.is_some() && is_said(cx, root, kind, &arguments)? {
        return Ok(());
    }
    add(cx, kind, arguments, bytes)
}

/// Whether the last effect on this path of this object said the same.
fn is_said<'h>(cx: &Context<'h>, root: &Root<'_>, kind: &str, arguments: &Map) -> R<'h, bool> {
    let same = |known: &Map, key: &str| match (known.get(key), arguments.get(key)) {
        (Some(known), Some(new)) => same_data(known, new),
        (None, None) => true,
        _ => false,
    };
    let name = root.subject.as_ref().map_or("", |(name, _)| *name);
    let of_path = |effect: &&Effect| {
        (effect.kind == root.set || effect.kind == root.delete)
            && same(&effect.arguments, name)
            && same(&effect.arguments, "path")
    };
    let mut looked = 0_u64;
    let said = cx.with_outputs(|outputs| {
        looked = outputs.effects.len() as u64;
        Ok(outputs
            .effects
            .iter()
            .rev()
            .find(of_path)
            .is_some_and(|last| last.kind == kind && same(&last.arguments, "value")))
    })?;
    cx.burn(looked)?;
    Ok(said)
}
