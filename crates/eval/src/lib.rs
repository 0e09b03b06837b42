//! The tree-walking evaluator of hognose.

#[doc(hidden)]
pub mod format;
#[doc(hidden)]
pub mod number;
#[doc(hidden)]
pub mod text;
