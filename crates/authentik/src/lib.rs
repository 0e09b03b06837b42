//! authentik's objects, helpers and surfaces for hognose.

pub mod bindings;
