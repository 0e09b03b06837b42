//! Bounds on an evaluation.

use hognose_schema::Capability;

/// Bounds on an evaluation, all on by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Work, in source-tree nodes and elements of bulk operations (default 1,000,000).
    pub fuel: u64,
    /// Bytes allocated, outputs included (default 32 MiB).
    pub memory: usize,
    /// Nested calls of the policy's functions (default 128).
    pub call_depth: u32,
    /// Levels of tree that nested calls may stand on, which bounds the machine stack (default 680).
    pub tree_depth: u32,
    /// Levels of nested values in `repr`, `==`, `hash`, formatting, conversion (default 100).
    pub native_depth: u32,
    /// Bits of an int (default 65,536).
    pub int_bits: u64,
    /// Messages, effects and logs, each (default 1,000).
    pub outputs: u32,
    /// Bytes of messages, effects and logs together (default 256 KiB).
    pub output_bytes: usize,
    /// Host calls (default 64).
    pub host_calls: u32,
    /// Host calls of each capability.
    pub quotas: Quotas,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fuel: 1_000_000,
            memory: 32 << 20,
            call_depth: 128,
            tree_depth: 680,
            native_depth: 100,
            int_bits: 65_536,
            outputs: 1_000,
            output_bytes: 256 << 10,
            host_calls: 64,
            quotas: Quotas::default(),
        }
    }
}

/// How many host calls each capability may make in one evaluation. What stands here goes by the first part of the capability's
/// name, which is also the first part of the names of its host calls; others are bound by [`Limits::host_calls`] alone.
///
/// ```
/// use hognose_eval::{Capability, Quotas};
///
/// let quotas = Quotas::default().with(Capability("http.request"), 2);
/// assert_eq!(quotas.of("http.request"), Some(("http.request", 2)));
/// assert_eq!(quotas.of("dns.reverse"), Some(("dns.resolve", 16)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotas {
    calls: [(Capability, u32); QUOTAS],
}

const QUOTAS: usize = 6;

impl Default for Quotas {
    fn default() -> Self {
        Self {
            calls: [
                (Capability("clock"), 64),
                (Capability("random"), 64),
                (Capability("directory.read"), 48),
                (Capability("dns.resolve"), 16),
                (Capability("http.request"), 8),
                (Capability("jwt.issue"), 8),
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
    pub fn with(mut self, capability: Capability, calls: u32) -> Self {
        for (known, quota) in &mut self.calls {
            if *known == capability {
                *quota = calls;
            }
        }
        self
    }

    /// The capability of a host call, and its quota.
    #[must_use]
    pub fn of(&self, operation: &str) -> Option<(&'static str, u32)> {
        let found = self.calls.iter().find(|(capability, _)| family(capability.0) == family(operation));
        found.map(|(capability, calls)| (capability.0, *calls))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, u32)> {
        self.calls.iter().map(|(capability, calls)| (capability.0, *calls))
    }
}
