//! authentik's objects, helpers and surfaces for hognose.
