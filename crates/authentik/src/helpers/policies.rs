//! `ak_call_policy`.

use crate::bindings::access::{self, REQUEST};
use crate::bindings::tables::{field, id};
use crate::evaluation::Evaluation;
use crate::held;
use crate::surroundings::{self, Callee, Surroundings};
use hognose_eval::data::Data;
use hognose_eval::ledger::Ledger;
use hognose_eval::output::Outputs;
use hognose_eval::row::{Call, Capability, Member, Row, Signature, keywords, required};
use hognose_eval::run::{self, End};
use hognose_eval::value::dict::Dict;
use hognose_eval::{Context, Fatal, R, Value, export, input, ops};
use hognose_schema::binding::{Origin, Release};
use std::sync::Arc;

/// Rows.
pub static ROWS: &[Row] = &[Row::new(
    "ak_call_policy",
    Signature::bound(&[required("name"), keywords("kwargs")]),
    "Evaluate another policy with the same request and more context. Its exceptions make it fail; its messages are not the \
     caller's.",
    Member::Function(call_policy),
)
.called("BaseEvaluator.expr_func_call_policy")
.needs(Capability("policy.call"))];

/// Policies that call each other, one inside the other.
const DEEPEST: u32 = 8;

/// The first release in which the caller does not see what the callee is given.
const ISOLATED: Release = Release { year: 2026, month: 8 };

fn call_policy<'h>(cx: &Context<'h>, call: &Call<'_, 'h>) -> R<'h> {
    let name = call.value(0);
    let known = surroundings::of(cx);
    let callee = match (name, known.and_then(|known| known.policies.as_ref())) {
        (Value::Str(text), Some(policies)) => policies.find(text.text(cx.heap())?),
        _ => None,
    };
    let (Some(callee), Some(known)) = (callee, known) else {
        let name = ops::text::str_string(cx, name)?;
        return Err(cx.value_error(format_args!("Policy '{name}' not found.")));
    };
    if known.depth >= DEEPEST {
        return Err(cx.heap().fatal(Fatal::CallDepth { limit: u64::from(DEEPEST) }));
    }
    let given = match call.value(1) {
        Value::Dict(given) => given,
        _ => Dict::new(cx.heap())?,
    };
    if known.release < ISOLATED {
        share(cx, given)?;
    }
    let request = request(cx, given)?;
    let (end, ledger) = evaluate(cx, known, &callee, &request)?;
    result(cx, end, ledger)
}

/// Older releases put what the callee is given into the caller's context, and leave it there.
fn share<'h>(cx: &Context<'h>, given: &'h Dict<'h>) -> R<'h, ()> {
    let request = cx.registers.get(REQUEST).map_or(Value::Unbound, std::cell::Cell::get);
    let Value::Dict(context) = access::read(cx, request, field::policy_request::CONTEXT)? else {
        return Ok(());
    };
    let table = given.table(cx)?;
    let mut position = 0;
    while let Some((next, key, value)) = table.next_from(position) {
        position = next;
        cx.burn(1)?;
        context.set(cx, key, value)?;
    }
    Ok(())
}

/// The caller's request as it is now, with more context: a copy.
fn request<'h>(cx: &Context<'h>, given: &'h Dict<'h>) -> R<'h, Data> {
    let register = cx.registers.get(REQUEST).map_or(Value::Unbound, std::cell::Cell::get);
    let Value::Object(_) = register else {
        return Err(cx.heap().fatal(Fatal::HostUnavailable("request")));
    };
    let mut data = export::data(cx, register)?;
    let Data::Record(request) = &mut data else {
        return Err(cx.internal("a request that is none"));
    };
    let fields = &mut Arc::make_mut(request).fields;
    if let Some(place) = fields.get_mut(usize::from(field::policy_request::CONTEXT)) {
        let mut context = std::mem::take(place).into_map().unwrap_or_default();
        let given = export::data(cx, Value::Dict(given))?.into_map().unwrap_or_default();
        for (key, value) in given.into_entries() {
            context.insert(key, value);
        }
        *place = Data::Map(context);
    }
    Ok(data)
}

fn evaluate<'h>(
    cx: &Context<'h>,
    known: &Surroundings,
    callee: &Callee,
    request: &Data,
) -> R<'h, (End, Ledger)> {
    let at = callee.surface.names.iter().position(|name| name.origin == Origin::Request);
    let arguments: Vec<(usize, &Data)> = at.map(|at| (at, request)).into_iter().collect();
    let inner = Surroundings {
        name: Arc::clone(&callee.name),
        surface: Some(callee.surface),
        depth: known.depth.saturating_add(1),
        ..known.clone()
    };
    let hooks = Evaluation::new(callee.surface, &callee.program);
    let (finished, ledger) =
        run::evaluate_within(cx, &callee.program, &arguments, Some(&inner), Some(&hooks))?;
    Ok((finished.end, ledger))
}

/// What the callee asks of the host is the caller's. What it changes in its copy of the request is nobody's.
fn keep<'h>(cx: &Context<'h>, outputs: &Outputs) -> R<'h, ()> {
    const OF_THE_COPY: &[&str] = &["flow.", "prompt.", "context.", "session."];
    for effect in &outputs.effects {
        if OF_THE_COPY.iter().any(|kind| effect.kind.starts_with(kind)) {
            continue;
        }
        let bytes = held::weight(&Data::Map(effect.arguments.clone()));
        cx.charge(bytes)?;
        cx.with_outputs(|outputs| outputs.effect(cx.limits(), effect.clone(), bytes))?;
    }
    for log in &outputs.logs {
        let bytes = held::weight(&Data::Map(log.attributes.clone())).saturating_add(log.event.len());
        cx.charge(bytes)?;
        cx.with_outputs(|outputs| outputs.log(cx.limits(), log.clone(), bytes))?;
    }
    Ok(())
}

/// The `PolicyResult`.
fn result<'h>(cx: &Context<'h>, end: End, ledger: Ledger) -> R<'h> {
    let (raw, outputs, ..) = ledger.into_parts();
    keep(cx, &outputs)?;
    let (passing, messages, raw) = match end {
        End::Value { truth } => (truth, outputs.messages, raw),
        End::Raised(raised) => (false, vec![Data::from(raised.message)], Data::None),
        End::Fatal(fatal) => return Err(cx.heap().fatal(fatal.0)),
    };
    let result = access::fresh(cx, id::POLICY_RESULT)?;
    let Value::Object(object) = result else { return Err(cx.internal("a result that is none")) };
    input::set_field(cx, object, field::policy_result::PASSING, Value::bool(passing))?;
    let messages = held::value(cx, Data::Tuple(messages))?;
    input::set_field(cx, object, field::policy_result::MESSAGES, messages)?;
    input::set_field(cx, object, field::policy_result::RAW_RESULT, held::value(cx, raw)?)?;
    Ok(result)
}
