//! How an evaluation leaves its straight path: Python exceptions, and ends that no handler sees.

use crate::value::exception::Exception;

/// Result of everything that may raise.
pub type R<'h, T = crate::value::Value<'h>> = Result<T, Stop<'h>>;

/// Why evaluation left its straight path.
#[derive(Clone, Copy, Debug)]
pub enum Stop<'h> {
    /// A Python exception: `except`, `finally` and `with` see it.
    Raise(&'h Exception<'h>),
    /// A limit, a refusal or a pending host call, kept in the evaluation's context. Nothing in the policy sees it.
    Fatal,
}

/// Ends of an evaluation that are not Python exceptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fatal {
    /// The fuel limit, in source-tree nodes.
    Fuel {
        /// The limit.
        limit: u64,
    },
    /// The memory limit, in bytes.
    Memory {
        /// The limit.
        limit: u64,
        /// What the refused allocation would have brought the total to.
        needed: u64,
    },
    /// Calls nested too deep, in frames or in bytes of stack.
    CallDepth {
        /// The limit.
        limit: u64,
    },
    /// Values nested too deep in `repr`, `==`, `hash`, formatting, conversion.
    NativeDepth {
        /// The limit.
        limit: u64,
    },
    /// An int of more bits than allowed.
    IntBits {
        /// The limit, in bits.
        limit: u64,
    },
    /// A regular expression over its bounds.
    Regex {
        /// Which bound: `pattern bytes`, `compiled bytes`, `subject bytes` or `steps`.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// Too many, or too large, messages, effects or logs.
    Output {
        /// Which: `messages`, `effects`, `logs` or `output bytes`.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// Too many host calls.
    HostCalls {
        /// The limit.
        limit: u64,
    },
    /// The deadline passed.
    Deadline,
    /// The host cancelled the evaluation.
    Cancelled,
    /// The host refused a call, or a capability is not granted. The call is in the journal.
    Denied(&'static str),
    /// The host could not answer a call.
    HostUnavailable(&'static str),
    /// A host reply is not there yet.
    Pending,
    /// A replayed evaluation made another call than the recorded one.
    JournalDiverged,
    /// Something that must not happen; a bug in the engine, reported instead of a panic.
    Internal(&'static str),
}
