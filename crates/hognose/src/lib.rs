//! Runs authentik-style Python expression policies without CPython: sandboxed, bounded and deterministic.
//!
//! ```
//! use hognose::{Engine, NoHost, Outcome, Request, Surface};
//!
//! let engine = Engine::builder().build();
//! let policy = engine
//!     .compile("allow-marie", &Surface::custom(&["username"]), "return username == 'marie'")
//!     .expect("the policy compiles");
//! let request = Request::custom([("username", "marie")]);
//! let decision = policy.evaluate(&request, &NoHost);
//! assert_eq!(decision.outcome, Outcome::Pass);
//! ```
//!
//! An [`Engine`] is immutable: the limits, the granted capabilities and the authentik release. It compiles source text to a
//! [`Policy`], which is `Send + Sync` and cheap to clone. Evaluating a policy against a [`Request`] gives a [`Decision`]: plain
//! owned data, and nothing else leaves the evaluation. No I/O happens here; what a policy asks for goes through a [`Host`].

mod apply;
mod cache;
mod cancel;
mod capability;
mod decision;
mod directory;
mod engine;
mod error;
pub mod json;
mod policies;
mod policy;
mod repr;
mod request;
#[doc(hidden)]
pub mod saved;
mod set;
mod surface;

pub use cache::CacheSize;
pub use cancel::Cancel;
pub use capability::{capabilities, capability, release, releases};
pub use decision::{Cause, Decision, Failure, FailureKind, Frame, Outcome, Place, PolicyResult, Usage};
pub use directory::Directory;
pub use engine::{Builder, Engine};
pub use error::CompileError;
pub use hognose_eval::context::Watch;
pub use hognose_eval::data::{Data, Foreign, Map, OpenRecord, Record};
pub use hognose_eval::host::{Host, HostCall, NoHost, Reply};
pub use hognose_eval::journal::Entry as JournalEntry;
pub use hognose_eval::output::{Effect, Log};
pub use hognose_eval::{Fatal, Limits, Quota, Quotas};
pub use hognose_schema::Capability;
pub use hognose_schema::binding::Release;
pub use hognose_syntax::tree::Span;
pub use hognose_syntax::{Diagnostic, DiagnosticKind, Limits as SourceLimits};
pub use hognose_syntax::{LineIndex, Position, decode};
pub use json::{Journal, JournalError};
pub use policies::Policies;
pub use policy::{Options, Policy, Scratch};
pub use repr::{Repr, repr};
pub use request::{Request, RequestError};
pub use saved::LoadError;
pub use set::{Binding, BindingResult, Mode, PolicySet, SetDecision};
pub use surface::Surface;
