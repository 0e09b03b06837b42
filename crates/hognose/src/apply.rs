//! What a policy wrote, in the request of the next one.

use crate::request::Request;
use hognose_authentik::bindings::tables::field;
use hognose_eval::data::{Data, Map};
use hognose_eval::output::Effect;
use std::sync::Arc;

impl Request {
    /// The request as it is behind the writes of these effects: to the context, the prompt's data and the flow's context.
    pub(crate) fn apply(&mut self, effects: &[Effect]) {
        for effect in effects {
            let Some(Data::List(path)) = effect.arguments.get("path") else { continue };
            let Some(context) = self.context() else { return };
            let place = match effect.kind {
                "context.set" | "context.delete" => Some(context),
                "prompt.set" | "prompt.delete" => context.get_mut("prompt_data").and_then(map),
                "flow.set" | "flow.delete" => context.get_mut("flow_plan").and_then(plan_context),
                _ => None,
            };
            if let Some(place) = place {
                write(place, path, effect.arguments.get("value"));
            }
        }
    }

    /// The context of authentik's request.
    fn context(&mut self) -> Option<&mut Map> {
        let Some(Data::Record(request)) = self.authentik() else { return None };
        let fields = &mut Arc::make_mut(request).fields;
        let context = fields.get_mut(usize::from(field::policy_request::CONTEXT))?;
        if context.is_none() {
            *context = Data::Map(Map::new());
        }
        map(context)
    }
}

fn map(data: &mut Data) -> Option<&mut Map> {
    if let Data::Map(map) = data { Some(map) } else { None }
}

fn plan_context(plan: &mut Data) -> Option<&mut Map> {
    let Data::Record(plan) = plan else { return None };
    Arc::make_mut(plan).fields.get_mut(usize::from(field::flow_plan::CONTEXT)).and_then(map)
}

/// Set what a path leads to, or take it out.
fn write(place: &mut Map, path: &[Data], value: Option<&Data>) {
    let mut place = place;
    let Some((last, before)) = path.split_last() else { return };
    for step in before {
        let Some(next) = step.as_str().and_then(|key| place.get_mut(key)).and_then(map) else { return };
        place = next;
    }
    let Some(key) = last.as_str() else { return };
    match value {
        Some(value) => {
            place.insert(key, value.clone());
        }
        None => {
            place.remove(key);
        }
    }
}
