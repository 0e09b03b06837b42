//! What one capability may ask of the host: how often, how much, how long.

use crate::data::{Data, Map};
use crate::host::Reply;
use core::time::Duration;
use hognose_schema::Capability;

/// What one capability may ask of the host in one evaluation.
///
/// ```
/// use hognose_eval::{Capability, Quota, Quotas};
///
/// let (_, default) = Quotas::default().of("http.request").expect("HTTP requests are host calls");
/// let quotas = Quotas::default().with(Capability("http.request"), Quota { calls: 2, ..default });
/// assert_eq!(quotas.of("http.request"), Some(("http.request", Quota { calls: 2, bytes: 4 << 20, milliseconds: 30_000 })));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Host calls.
    pub calls: u32,
    /// Bytes of the questions and of the replies together, by [`size`].
    pub bytes: u64,
    /// Time that the replies took, where the host measures it: see [`crate::context::Watch::elapsed`].
    pub milliseconds: u64,
}

/// The [`Quota`] of each capability. What stands here goes by the first part of the capability's name, which is also the first
/// part of the names of its host calls; others are bound by [`crate::Limits::host_calls`] alone.
///
/// ```
/// use hognose_eval::Quotas;
///
/// let (capability, quota) = Quotas::default().of("dns.reverse").expect("so do other questions");
/// assert_eq!((capability, quota.calls), ("dns.resolve", 16));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotas {
    each: [(Capability, Quota); QUOTAS],
}

const QUOTAS: usize = 6;

const fn quota(calls: u32, bytes: u64, milliseconds: u64) -> Quota {
    Quota { calls, bytes, milliseconds }
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            each: [
                (Capability("clock"), quota(64, 64 << 10, 1_000)),
                (Capability("random"), quota(64, 1 << 20, 1_000)),
                (Capability("directory.read"), quota(48, 16 << 20, 10_000)),
                (Capability("dns.resolve"), quota(16, 256 << 10, 10_000)),
                (Capability("http.request"), quota(8, 4 << 20, 30_000)),
                (Capability("jwt.issue"), quota(8, 1 << 20, 10_000)),
            ],
        }
    }
}

/// What stands before the first dot.
fn family(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

impl Quotas {
    /// The same with another quota for a capability; one that makes no host calls has none.
    #[must_use]
    pub fn with(mut self, capability: Capability, quota: Quota) -> Self {
        for (known, place) in &mut self.each {
            if *known == capability {
                *place = quota;
            }
        }
        self
    }

    /// The capability of a host call, and its quota.
    #[must_use]
    pub fn of(&self, operation: &str) -> Option<(&'static str, Quota)> {
        self.find(operation).map(|(_, capability, quota)| (capability, quota))
    }

    /// The same, with its number.
    pub(crate) fn find(&self, operation: &str) -> Option<(usize, &'static str, Quota)> {
        let wanted = family(operation);
        let is_wanted = |capability: &str| {
            capability.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let number = self.each.iter().position(|(capability, _)| is_wanted(capability.0))?;
        self.each.get(number).map(|(capability, quota)| (number, capability.0, *quota))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Quota)> {
        self.each.iter().map(|(capability, quota)| (capability.0, *quota))
    }
}

/// What a capability has asked so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spent {
    pub(crate) calls: u64,
    pub(crate) bytes: u64,
    pub(crate) time: Duration,
}

/// What all capabilities have asked so far, by their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meter {
    spent: [Spent; QUOTAS],
}

impl Meter {
    /// What the capability of this number has asked.
    pub(crate) fn of(&self, number: usize) -> Spent {
        self.spent.get(number).copied().unwrap_or_default()
    }

    /// One more call; what there is with it.
    pub(crate) fn add(&mut self, number: usize, bytes: u64, time: Duration) -> Spent {
        let Some(spent) = self.spent.get_mut(number) else { return Spent::default() };
        spent.calls = spent.calls.saturating_add(1);
        spent.bytes = spent.bytes.saturating_add(bytes);
        spent.time = spent.time.saturating_add(time);
        *spent
    }
}

/// Bytes of what goes to the host or comes from it, for quotas: 8 for each value and each key, and what texts, bytes and large
/// ints hold; 16 for an object of a module, such as a time. What is shared counts each time. Not more than `most`, and one more
/// where there is more: so looking at it is bounded.
#[must_use]
pub fn size<'d>(values: impl IntoIterator<Item = &'d Data>, most: u64) -> u64 {
    let mut values = values.into_iter();
    let mut pending: Vec<&Data> = Vec::new();
    let mut total: u64 = 0;
    while let Some(data) = pending.pop().or_else(|| values.next()) {
        let own = match data {
            Data::Absent => 0,
            Data::None | Data::Bool(_) | Data::Int(_) | Data::Float(_) => 8,
            Data::BigInt(int) => 8_u64.saturating_add(int.bits() >> 3),
            Data::Str(text) => held(text.len()),
            Data::Bytes(bytes) => held(bytes.len()),
            Data::Foreign(_) | Data::Opaque { .. } => 16,
            Data::List(items) | Data::Tuple(items) | Data::Set(items) => {
                pending.extend(items);
                8
            }
            Data::Dict(entries) => {
                pending.extend(entries.iter().flat_map(|(key, value)| [key, value]));
                8
            }
            Data::Map(map) => {
                pending.extend(map.iter().map(|(_, value)| value));
                keys(map)
            }
            Data::Record(record) => {
                pending.extend(&record.fields);
                8
            }
            Data::Open(record) => {
                pending.extend(record.fields.iter().map(|(_, value)| value));
                keys(&record.fields)
            }
        };
        total = total.saturating_add(own);
        if total > most {
            return most.saturating_add(1);
        }
    }
    total
}

fn held(bytes: usize) -> u64 {
    8_u64.saturating_add(bytes as u64)
}

/// A dict with text keys, without its values.
fn keys(map: &Map) -> u64 {
    map.iter().map(|(key, _)| held(key.len())).fold(8, u64::saturating_add)
}

/// Bytes of a question.
pub(crate) fn asked(arguments: &Map, most: u64) -> u64 {
    keys(arguments).saturating_add(size(arguments.iter().map(|(_, value)| value), most))
}

/// Bytes of a reply.
pub(crate) fn answered(reply: &Reply, most: u64) -> u64 {
    match reply {
        Reply::Value(data) => size([data], most),
        Reply::Raise { kind, message } => held(kind.len()).saturating_add(held(message.len())),
        Reply::NotYet | Reply::Unavailable | Reply::Denied => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Data, Map, Meter, QUOTAS, Quotas, size};
    use core::time::Duration;

    #[test]
    fn values_count_eight_and_what_they_hold() {
        let mut map = Map::new();
        map.insert("key", Data::from("four"));
        let all = [
            Data::None,
            Data::Bool(true),
            Data::Int(1),
            Data::Float(1.0),
            Data::from("text"),
            Data::Map(map),
        ];
        assert_eq!(size(&all, 1_000), 8 * 4 + 12 + 8 + 11 + 12);
    }

    #[test]
    fn what_is_shared_counts_each_time_and_is_not_looked_at_for_ever() {
        let record = |inner: Data| {
            let mut fields = Map::new();
            fields.insert("a", inner.clone());
            fields.insert("b", inner);
            Data::Open(std::sync::Arc::new(crate::OpenRecord { type_name: "T".into(), fields }))
        };
        let deep = (0..60).fold(Data::None, |inner, _| record(inner));
        assert_eq!(size([&deep], 1_000), 1_001);
    }

    #[test]
    fn operations_of_one_capability_add_up() {
        let quotas = Quotas::default();
        let number = |operation: &str| quotas.find(operation).map(|(number, ..)| number).unwrap_or(QUOTAS);
        let mut meter = Meter::default();
        meter.add(number("dns.resolve"), 10, Duration::from_millis(3));
        let spent = meter.add(number("dns.reverse"), 5, Duration::from_millis(4));
        assert_eq!((spent.calls, spent.bytes, spent.time), (2, 15, Duration::from_millis(7)));
        assert_eq!(meter.of(number("clock.now")).calls, 0);
        assert_eq!(quotas.of("clo.now"), None);
    }
}
