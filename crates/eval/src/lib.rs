//! The tree-walking evaluator of hognose.
//!
//! A policy's tree (from `hognose-syntax`) is joined with a [`table::Table`] of everything it may reach by
//! [`link::link`], and run by [`run::evaluate`] inside a [`Region`]. Types and functions are [`row::Row`]s: see
//! [`row`] for how to add one, and any `methods.rs` below [`value`] for examples.

pub mod arg;
pub mod builtins;
pub mod class;
pub(crate) mod code;
pub mod context;
pub mod data;
pub mod export;
#[doc(hidden)]
pub mod format;
pub mod heap;
pub mod host;
pub mod input;
pub mod journal;
pub mod ledger;
pub mod limits;
pub mod link;
mod metering;
mod name;
#[doc(hidden)]
pub mod number;
pub mod ops;
pub mod output;
pub mod quota;
pub mod row;
pub mod run;
pub mod stop;
pub mod table;
#[doc(hidden)]
pub mod text;
pub mod value;
pub(crate) mod walk;
pub mod write;

pub use code::Program;
pub use context::Context;
pub use data::{Data, Foreign, Map, OpenRecord, Record};
pub use heap::{Heap, Region};
pub use hognose_schema::Capability;
pub use limits::Limits;
pub use quota::{Quota, Quotas};
pub use stop::{Fatal, R, Stop};
pub use value::Value;
