//! The host's side: one call in, one reply out.

use crate::data::{Data, Map};

/// A question to the host, as plain data.
#[derive(Clone, Debug)]
pub struct HostCall {
    /// What is asked, such as `directory.query`.
    pub operation: &'static str,
    /// Its arguments.
    pub arguments: Map,
}

/// The host's answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Reply {
    /// The result.
    Value(Data),
    /// A Python exception, by the name of its type.
    Raise {
        /// Such as `ValueError`.
        kind: String,
        /// Its message.
        message: String,
    },
    /// Not there yet: the evaluation ends as pending.
    NotYet,
    /// The host cannot answer: the evaluation ends as an error.
    Unavailable,
    /// The host refuses: the evaluation ends as an error.
    Denied,
}

/// Answers host calls. Everything is refused unless a host says otherwise.
pub trait Host {
    /// Answer one call.
    fn call(&self, call: &HostCall) -> Reply {
        let _ = call;
        Reply::Denied
    }
}

/// A host that refuses everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHost;

impl Host for NoHost {}
