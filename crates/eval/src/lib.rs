//! The tree-walking evaluator of hognose.

#[doc(hidden)]
pub mod text;
