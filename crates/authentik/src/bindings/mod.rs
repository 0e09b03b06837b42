//! The objects that expressions see: their declarations, and the decoder of files that hold them.

pub mod tables;
