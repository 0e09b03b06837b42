//! `ast`: data written as literals.

pub mod rows;
