//! Declarations of everything a policy can reach, as plain data: names, signatures, types, documentation,
//! capabilities and versions. No functions: those are in the rows of the crates that carry them out.

pub mod binding;
mod signature;

pub use signature::*;

/// The identifier of a capability, such as `directory.read`; `spec/capabilities.md` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Capability(pub &'static str);
