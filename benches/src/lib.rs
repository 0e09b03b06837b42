//! Benchmarks of hognose.
