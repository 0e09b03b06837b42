//! A host that answers as a case says.

use hognose::{Data, Host, HostCall, Reply, json};
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::VecDeque;

/// One reply of a case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scripted {
    /// The operation that it answers.
    operation: String,
    /// Arguments that the call must have, as JSON; others do not matter.
    arguments: Option<String>,
    /// The value, as JSON.
    value: Option<String>,
    /// Or an exception: its type and message.
    raise: Option<(String, String)>,
}

/// Answers with the replies in their order, and with a directory.
pub(crate) struct ScriptedHost {
    directory: Option<Box<dyn Host>>,
    replies: RefCell<VecDeque<(Scripted, Reply)>>,
    complaint: RefCell<Option<String>>,
}

impl ScriptedHost {
    pub(crate) fn new(directory: Option<Box<dyn Host>>, replies: &[Scripted]) -> Result<Self, String> {
        let read = |scripted: &Scripted| -> Result<(Scripted, Reply), String> {
            let reply = match (&scripted.value, &scripted.raise) {
                (Some(value), None) => {
                    Reply::Value(json::from_str(value).map_err(|error| format!("reply: {error}"))?)
                }
                (None, Some((kind, message))) => {
                    Reply::Raise { kind: kind.clone(), message: message.clone() }
                }
                _ => return Err(format!("the reply to {} needs `value` or `raise`", scripted.operation)),
            };
            Ok((scripted.clone(), reply))
        };
        let replies = replies.iter().map(read).collect::<Result<_, _>>()?;
        Ok(Self { directory, replies: RefCell::new(replies), complaint: RefCell::new(None) })
    }

    /// What was wrong with the calls.
    pub(crate) fn complaint(&self) -> Option<String> {
        let left =
            self.replies.borrow().front().map(|(reply, _)| format!("{} was not asked", reply.operation));
        self.complaint.borrow_mut().take().or(left)
    }
}

/// Whether a value has what is wanted; keys that are not wanted do not matter.
fn agrees(wanted: &Data, is: &Data) -> bool {
    match (wanted, is) {
        (Data::Map(wanted), Data::Map(is)) => {
            wanted.iter().all(|(key, wanted)| is.get(key).is_some_and(|is| agrees(wanted, is)))
        }
        _ => hognose::repr(wanted).to_string() == hognose::repr(is).to_string(),
    }
}

impl Host for ScriptedHost {
    fn call(&self, call: &HostCall) -> Reply {
        let is_next =
            self.replies.borrow().front().is_some_and(|(reply, _)| reply.operation == call.operation);
        if !is_next {
            return self.directory.as_ref().map_or(Reply::Denied, |directory| directory.call(call));
        }
        let Some((scripted, reply)) = self.replies.borrow_mut().pop_front() else { return Reply::Denied };
        let is = Data::Map(call.arguments.clone());
        let wanted = scripted.arguments.as_deref().map(json::from_str);
        let complaint = match wanted {
            Some(Err(error)) => Some(format!("arguments: {error}")),
            Some(Ok(wanted)) if !agrees(&wanted, &is) => {
                Some(format!("{} was asked with {}", call.operation, hognose::repr(&is)))
            }
            _ => None,
        };
        if complaint.is_some() {
            *self.complaint.borrow_mut() = complaint;
        }
        reply
    }
}
