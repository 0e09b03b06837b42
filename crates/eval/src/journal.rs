//! The journal: the host calls of an evaluation with their replies, in order.

use crate::data::{Data, Map};
use crate::host::{HostCall, Reply};
use crate::quota::Meter;
use core::time::Duration;
use std::borrow::Cow;
use std::sync::Arc;

/// One host call with its reply.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was asked.
    pub operation: Cow<'static, str>,
    /// The arguments.
    pub arguments: Map,
    /// The reply.
    pub reply: Reply,
    /// How long the host took, where it measured that.
    pub took: Duration,
}

/// Replays the recorded replies, then records new ones.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    recorded: Vec<Entry>,
    position: usize,
    /// Made with the first call: an evaluation that asks nothing has nothing to move.
    meter: Option<Box<Meter>>,
}

impl Tape {
    /// A tape that replays these entries first.
    #[must_use]
    pub fn new(recorded: Vec<Entry>) -> Self {
        Self { recorded, ..Self::default() }
    }

    pub(crate) fn calls(&self) -> u64 {
        self.position as u64
    }

    /// What the capabilities have asked so far.
    pub(crate) fn meter(&mut self) -> &mut Meter {
        self.meter.get_or_insert_default()
    }

    /// The recorded reply to the next call, and how long it took; none when the recording ends here, an error when it was another
    /// call.
    pub(crate) fn next(&self, call: &HostCall) -> Result<Option<(Reply, Duration)>, ()> {
        match self.recorded.get(self.position) {
            None => Ok(None),
            Some(entry) if same(entry, call) => match entry.reply {
                Reply::NotYet => Ok(None),
                ref reply => Ok(Some((reply.clone(), entry.took))),
            },
            Some(_) => Err(()),
        }
    }

    pub(crate) fn record(&mut self, call: HostCall, reply: &Reply, took: Duration) {
        let entry = Entry {
            operation: Cow::Borrowed(call.operation),
            arguments: call.arguments,
            reply: reply.clone(),
            took,
        };
        match self.recorded.get_mut(self.position) {
            Some(place) => *place = entry,
            None => self.recorded.push(entry),
        }
        self.position = self.position.saturating_add(1);
    }

    /// The entries that were replayed or recorded.
    #[must_use]
    pub fn into_entries(mut self) -> Vec<Entry> {
        self.recorded.truncate(self.position);
        self.recorded
    }
}

fn same(a: &Entry, b: &HostCall) -> bool {
    a.operation == b.operation
        && a.arguments.len() == b.arguments.len()
        && a.arguments
            .iter()
            .zip(b.arguments.iter())
            .all(|((ka, va), (kb, vb))| ka == kb && same_data(va, vb))
}

/// Whether two plain data are equal, bit for bit.
#[must_use]
pub fn same_data(a: &Data, b: &Data) -> bool {
    let mut pending = vec![(a, b)];
    while let Some((a, b)) = pending.pop() {
        let equal = match (a, b) {
            (Data::None, Data::None) | (Data::Absent, Data::Absent) => true,
            (Data::Bool(a), Data::Bool(b)) => a == b,
            (Data::Int(a), Data::Int(b)) => a == b,
            (Data::BigInt(a), Data::BigInt(b)) => a == b,
            (Data::Float(a), Data::Float(b)) => a.to_bits() == b.to_bits(),
            (Data::Str(a), Data::Str(b)) => a == b,
            (Data::Bytes(a), Data::Bytes(b)) => a == b,
            (Data::List(a), Data::List(b))
            | (Data::Tuple(a), Data::Tuple(b))
            | (Data::Set(a), Data::Set(b)) => {
                pending.extend(a.iter().zip(b));
                a.len() == b.len()
            }
            (Data::Map(a), Data::Map(b)) => {
                pending.extend(a.iter().zip(b.iter()).map(|((_, a), (_, b))| (a, b)));
                a.len() == b.len() && a.iter().zip(b.iter()).all(|((a, _), (b, _))| a == b)
            }
            (Data::Dict(a), Data::Dict(b)) => {
                for ((ka, va), (kb, vb)) in a.iter().zip(b) {
                    pending.push((ka, kb));
                    pending.push((va, vb));
                }
                a.len() == b.len()
            }
            (Data::Record(a), Data::Record(b)) => {
                pending.extend(a.fields.iter().zip(&b.fields));
                std::ptr::eq(a.class, b.class) && a.fields.len() == b.fields.len()
            }
            (Data::Open(a), Data::Open(b)) => {
                pending.extend(a.fields.iter().zip(b.fields.iter()).map(|((_, a), (_, b))| (a, b)));
                a.type_name == b.type_name && a.fields.len() == b.fields.len()
            }
            (Data::Foreign(a), Data::Foreign(b)) => {
                let described = a.described();
                std::ptr::eq(a.class, b.class)
                    && (Arc::ptr_eq(&a.data, &b.data) || described.is_some() && described == b.described())
            }
            (Data::Opaque { kind: ka, repr: ra }, Data::Opaque { kind: kb, repr: rb }) => {
                ka == kb && ra == rb
            }
            // As a journal's text keeps what it has no form for.
            (Data::Foreign(foreign), Data::Opaque { kind, repr })
            | (Data::Opaque { kind, repr }, Data::Foreign(foreign)) => {
                **kind == *foreign.class.name
                    && foreign.described().is_some_and(|described| *described.repr == **repr)
            }
            _ => false,
        };
        if !equal {
            return false;
        }
    }
    true
}
