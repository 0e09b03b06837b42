//! Runs authentik-style Python expression policies without CPython, sandboxed.
