//! Capabilities and releases by name.

use hognose_authentik::bindings::tables::BINDINGS;
use hognose_schema::Capability;
use hognose_schema::binding::Release;

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

/// The known release of authentik of this name.
///
/// ```
/// assert!(hognose::release("2025.12") < hognose::release("2026.8"));
/// assert!(hognose::release("1999.1").is_none());
/// ```
#[must_use]
pub fn release(name: &str) -> Option<Release> {
    hognose_authentik::releases::named(name)
}

/// All known releases of authentik, oldest first.
pub fn releases() -> impl Iterator<Item = Release> {
    hognose_authentik::releases::known()
}
