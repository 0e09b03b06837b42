//! Requests: what a policy is asked about.

use hognose_eval::data::{Data, Map};

/// What a policy is asked about.
#[derive(Clone, Debug)]
pub struct Request {
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Custom(Map),
}

impl Request {
    /// Values for the names of a [`crate::Surface::custom`].
    pub fn custom<K: Into<Box<str>>, V: Into<Data>>(values: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { kind: Kind::Custom(values.into_iter().collect()) }
    }

    /// The value of a name, when the request gives one.
    pub(crate) fn value(&self, name: &str) -> Option<&Data> {
        match &self.kind {
            Kind::Custom(values) => values.get(name),
        }
    }
}
