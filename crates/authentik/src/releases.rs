//! Releases of authentik: what each has.

use crate::bindings::tables::BINDINGS;
use hognose_schema::binding::Release;

/// The known release of this name, such as `2025.12`.
///
/// ```
/// use hognose_authentik::releases;
/// assert!(releases::named("2025.12") < releases::named("2026.2"));
/// assert_eq!(releases::named("2019.1"), None);
/// ```
#[must_use]
pub fn named(name: &str) -> Option<Release> {
    known().find(|release| release.to_string() == name)
}

/// All known releases, oldest first.
pub fn known() -> impl Iterator<Item = Release> {
    BINDINGS.releases.iter().copied()
}

/// The release that is followed unless another is chosen.
#[must_use]
pub fn default() -> Release {
    BINDINGS.default_release
}

/// Members that a release does not have: names of classes or modules with names of their rows.
pub(crate) fn missing(release: Release) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    for decl in BINDINGS.types {
        if !decl.available.covers(release) && !decl.module.is_empty() {
            found.push((decl.module, decl.name));
        }
        for (number, field) in (0_u16..).zip(decl.fields) {
            if !field.available.covers(release) {
                found.push((decl.name, field.name));
            }
            let aliases = decl.aliases.iter().filter(|alias| alias.field == number);
            // A second name can be older than the first.
            found.extend(
                aliases.filter(|alias| !alias.available.covers(release)).map(|alias| (decl.name, alias.name)),
            );
        }
        let methods = decl.methods.iter().filter(|method| !method.available.covers(release));
        found.extend(methods.map(|method| (decl.name, method.name)));
    }
    found
}
