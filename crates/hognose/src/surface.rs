//! Surfaces: the places where expressions run.

use hognose_authentik::bindings::tables::BINDINGS;
use hognose_schema::binding::{Release, SurfaceDecl};
use std::sync::Arc;

/// A place where expressions run: the names in scope, and what becomes of the result.
///
/// ```
/// use hognose::Surface;
///
/// let surface = Surface::by_name("stage-binding").expect("a surface of authentik");
/// assert!(surface.decides());
/// assert!(surface.parameters().contains(&"request"));
/// assert!(Surface::names().contains(&"saml-attribute"));
/// ```
#[derive(Clone, Debug)]
pub struct Surface {
    kind: Kind,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Custom(Arc<[Box<str>]>),
    Authentik(&'static SurfaceDecl),
}

impl Surface {
    /// A surface of your own: names that the expression sees, given by [`crate::Request::custom`]. A name that a request does
    /// not give is not defined. The result decides: a truthy value passes, anything else fails.
    #[must_use]
    pub fn custom(names: &[&str]) -> Self {
        Self { kind: Kind::Custom(names.iter().map(|name| Box::from(*name)).collect()) }
    }

    /// A surface of authentik by its name in `spec/bindings.toml`, such as `stage-binding`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        hognose_authentik::surface(name).map(|surface| Self { kind: Kind::Authentik(surface) })
    }

    /// Names of authentik's surfaces.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        BINDINGS.surfaces.iter().map(|surface| surface.name).collect()
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.kind {
            Kind::Custom(_) => "custom",
            Kind::Authentik(surface) => surface.name,
        }
    }

    /// What it is, in one sentence.
    #[must_use]
    pub fn doc(&self) -> &str {
        match &self.kind {
            Kind::Custom(_) => "A surface of the host's own.",
            Kind::Authentik(surface) => surface.doc,
        }
    }

    /// The names that the expression's function takes as parameters, in order.
    #[must_use]
    pub fn parameters(&self) -> Vec<&str> {
        match &self.kind {
            Kind::Custom(names) => names.iter().map(|name| &**name).collect(),
            Kind::Authentik(surface) => surface.names.iter().map(|name| name.name).collect(),
        }
    }

    /// The name of one parameter.
    #[inline]
    pub(crate) fn parameter(&self, index: usize) -> Option<&str> {
        match &self.kind {
            Kind::Custom(names) => names.get(index).map(|name| &**name),
            Kind::Authentik(surface) => surface.names.get(index).map(|name| name.name),
        }
    }

    /// The names, each with what it is in one sentence.
    #[must_use]
    pub fn names_in_scope(&self) -> Vec<(&str, &str)> {
        match &self.kind {
            Kind::Custom(names) => names.iter().map(|name| (&**name, "Given by the host.")).collect(),
            Kind::Authentik(surface) => surface.names.iter().map(|name| (name.name, name.doc)).collect(),
        }
    }

    /// The helpers of authentik, each with what it does in one sentence.
    #[must_use]
    pub fn helpers_in_scope(&self) -> Vec<(&'static str, &'static str)> {
        let Kind::Authentik(surface) = &self.kind else { return Vec::new() };
        let known = surface.helpers.iter().filter_map(|number| BINDINGS.helpers.get(usize::from(*number)));
        known.map(|helper| (helper.name, helper.doc)).collect()
    }

    /// Whether an expression may yield several values.
    #[must_use]
    pub fn takes_several_values(&self) -> bool {
        self.contract().is_some_and(|result| result.merge == hognose_schema::binding::MergeRule::Items)
    }

    /// Whether the result is a verdict (pass or fail), not a value for a consumer.
    #[must_use]
    pub fn decides(&self) -> bool {
        self.contract().is_none_or(|result| result.is_policy)
    }

    fn contract(&self) -> Option<&'static hognose_schema::binding::ResultDecl> {
        match &self.kind {
            Kind::Custom(_) => None,
            Kind::Authentik(surface) => BINDINGS.results.get(usize::from(surface.result)),
        }
    }

    /// Whether it is the same surface.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Custom(names), Kind::Custom(others)) => names == others,
            (Kind::Authentik(surface), Kind::Authentik(other)) => std::ptr::eq(*surface, *other),
            _ => false,
        }
    }

    pub(crate) fn is_authentik(&self) -> bool {
        matches!(self.kind, Kind::Authentik(_))
    }

    /// The declaration of a surface of authentik's.
    pub(crate) fn decl(&self) -> Option<&'static SurfaceDecl> {
        match &self.kind {
            Kind::Custom(_) => None,
            Kind::Authentik(surface) => Some(surface),
        }
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Helpers of other surfaces and releases.
    pub(crate) fn hidden(&self, release: Release) -> Vec<&'static str> {
        match &self.kind {
            Kind::Custom(_) => Vec::new(),
            Kind::Authentik(surface) => hognose_authentik::out_of_scope(surface, release),
        }
    }
}
