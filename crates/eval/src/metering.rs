//! Whether anything is counted.

/// Whether fuel, memory and depth go uncounted: only in the build that `benches/limits.py` makes to tell what counting costs.
/// It is no feature, so that no dependency graph can turn it on.
pub(crate) const UNMETERED: bool = cfg!(hognose_unmetered);
