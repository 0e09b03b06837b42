//! The objects that expressions see: their declarations, and the decoder of files that hold them.
//!
//! [`tables::BINDINGS`] is what `spec/bindings.toml` declares. [`decode::request`] reads a request file against it with
//! any serde deserializer: it checks every typed object on the way and hands the parts to a [`build::Build`].

pub mod access;
pub mod build;
pub mod builders;
pub mod classes;
mod compute;
pub mod data;
pub mod decode;
mod record;
pub mod tables;
pub mod tree;

#[cfg(test)]
mod tests;
