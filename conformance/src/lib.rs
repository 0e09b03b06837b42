//! Conformance cases of hognose and their runners.
