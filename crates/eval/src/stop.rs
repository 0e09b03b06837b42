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
    /// A capability asked the host too often, too much or too long.
    Quota {
        /// The capability.
        capability: &'static str,
        /// Which: `host calls`, `bytes` or `milliseconds`.
        what: &'static str,
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

impl Fatal {
    /// Its stable code and name; `spec/diagnostics.md` lists them.
    #[must_use]
    pub const fn code(&self) -> (&'static str, &'static str) {
        match self {
            Fatal::Fuel { .. } => ("E0501", "fuel"),
            Fatal::Memory { .. } => ("E0502", "memory"),
            Fatal::CallDepth { .. } => ("E0503", "call_depth"),
            Fatal::NativeDepth { .. } => ("E0504", "native_depth"),
            Fatal::IntBits { .. } => ("E0505", "int_bits"),
            Fatal::Regex { .. } => ("E0506", "regex"),
            Fatal::Output { .. } => ("E0507", "output"),
            Fatal::HostCalls { .. } => ("E0508", "host_calls"),
            Fatal::Deadline => ("E0509", "deadline"),
            Fatal::Cancelled => ("E0510", "cancelled"),
            Fatal::Denied(_) => ("E0511", "denied"),
            Fatal::HostUnavailable(_) => ("E0512", "host_unavailable"),
            Fatal::Pending => ("E0513", "pending"),
            Fatal::JournalDiverged => ("E0514", "journal_diverged"),
            Fatal::Internal(_) => ("E0515", "internal"),
            Fatal::Quota { .. } => ("E0516", "quota"),
        }
    }

    /// The limit that was reached, for limits.
    #[must_use]
    pub const fn limit(&self) -> Option<u64> {
        match self {
            Fatal::Fuel { limit }
            | Fatal::Memory { limit, .. }
            | Fatal::CallDepth { limit }
            | Fatal::NativeDepth { limit }
            | Fatal::IntBits { limit }
            | Fatal::Regex { limit, .. }
            | Fatal::Output { limit, .. }
            | Fatal::HostCalls { limit }
            | Fatal::Quota { limit, .. } => Some(*limit),
            _ => None,
        }
    }
}

impl std::fmt::Display for Fatal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fatal::Fuel { limit } => {
                write!(f, "fuel limit reached: the policy did more than {limit} steps of work")
            }
            Fatal::Memory { limit, needed } => {
                write!(f, "memory limit reached: {needed} bytes needed, {limit} allowed")
            }
            Fatal::CallDepth { limit } => {
                write!(f, "call depth limit reached: more than {limit} nested calls")
            }
            Fatal::NativeDepth { limit } => {
                write!(f, "nesting limit reached: values nested more than {limit} levels deep")
            }
            Fatal::IntBits { limit } => write!(f, "int limit reached: an int of more than {limit} bits"),
            Fatal::Regex { what, limit } => write!(f, "regex limit reached: more than {limit} {what}"),
            Fatal::Output { what, limit } => write!(f, "output limit reached: more than {limit} {what}"),
            Fatal::HostCalls { limit } => write!(f, "host call limit reached: more than {limit} calls"),
            Fatal::Quota { capability, what, limit } => {
                write!(f, "quota reached: more than {limit} {what} of `{capability}`")
            }
            Fatal::Deadline => f.write_str("the deadline passed"),
            Fatal::Cancelled => f.write_str("the evaluation was cancelled"),
            Fatal::Denied(operation) => write!(f, "`{operation}` is not granted, or the host refused it"),
            Fatal::HostUnavailable(operation) => write!(f, "the host could not answer `{operation}`"),
            Fatal::Pending => f.write_str("a host reply is not there yet"),
            Fatal::JournalDiverged => {
                f.write_str("journal diverged: the policy made another host call than the recorded one")
            }
            Fatal::Internal(what) => write!(f, "internal error: {what}"),
        }
    }
}
