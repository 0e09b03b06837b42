//! The tree-walking evaluator of hognose.
