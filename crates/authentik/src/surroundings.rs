//! What an evaluation knows besides its request: the name of its policy, its surface, the release, and other policies.

use hognose_eval::{Context, Program};
use hognose_schema::binding::{Release, SurfaceDecl};
use std::fmt::Debug;
use std::sync::Arc;

/// What an evaluation knows besides its request: its extension.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// Name of the policy.
    pub name: Arc<str>,
    /// Where it runs; none on a surface of the host's own.
    pub surface: Option<&'static SurfaceDecl>,
    /// The release of authentik that it is as if in.
    pub release: Release,
    /// The policies that it may call.
    pub policies: Option<Arc<dyn Policies>>,
    /// How many policies called each other to come here.
    pub depth: u32,
}

/// Policies by their names.
pub trait Policies: Debug + Send + Sync {
    /// The policy of this name.
    fn find(&self, name: &str) -> Option<Callee>;
}

/// A policy that others call.
#[derive(Clone, Debug)]
pub struct Callee {
    /// Its name.
    pub name: Arc<str>,
    /// Where it runs.
    pub surface: &'static SurfaceDecl,
    /// Its program.
    pub program: Arc<Program>,
}

/// The surroundings of an evaluation.
pub(crate) fn of<'h>(cx: &Context<'h>) -> Option<&'h Surroundings> {
    cx.extension()
}

/// The release of an evaluation.
pub(crate) fn release(cx: &Context<'_>) -> Release {
    of(cx).map_or(crate::bindings::tables::BINDINGS.default_release, |known| known.release)
}
