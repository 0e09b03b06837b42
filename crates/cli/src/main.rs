//! The hognose command line.
fn main() {}
