//! Capabilities by name.

use hognose_authentik::bindings::tables::BINDINGS;
use hognose_schema::Capability;

/// All capabilities, with what a host grants with each.
///
/// ```
/// assert!(hognose::capabilities().any(|(capability, _)| capability.0 == "directory.read"));
/// ```
pub fn capabilities() -> impl Iterator<Item = (Capability, &'static str)> {
    BINDINGS.capabilities.iter().map(|(name, doc)| (Capability(name), *doc))
}

/// The capability of this name.
///
/// ```
/// assert!(hognose::capability("flow.write").is_some());
/// assert!(hognose::capability("everything").is_none());
/// ```
#[must_use]
pub fn capability(name: &str) -> Option<Capability> {
    capabilities().map(|(capability, _)| capability).find(|capability| capability.0 == name)
}
