//! Bounds on an evaluation.

use crate::quota::Quotas;

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
    /// Host calls, bytes and time of each capability.
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
